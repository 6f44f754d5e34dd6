import type { AnswerClock, ClockMark } from "@/client";

/**
 * Sound that the server has heard was spoken this much before: a packet of 20 ms, and the windows of 32 ms in which the
 * server listens, half of one on average.
 */
const HEARING_SECONDS = 0.036;
/** Offsets that differ by less are jitter. */
const JUMP_SECONDS = 0.3;
/** An answer whose clock jumps more often than this has a line that nothing can be timed by. */
const MAX_MARKS = 50;

/** `offset`: where the answer's second 0 would be, `bound`: where it is at the latest; both in the recording. */
interface Measured extends ClockMark {
  offset: number;
  bound: number;
}

/**
 * Where the server's clock of an answer, by which its words are timed, stands in the recording.
 *
 * The page asks over the socket how much has been heard; sound takes the network's way to the server as the question
 * does, so that what had been heard then was spoken when the question left, but for the time that hearing takes. A
 * server that is busy hears later than that, and never earlier: what was heard until the reply came was spoken before
 * it, so that the lowest bound counts, and a later one that is higher only where no lower one follows: there the line
 * was cut, and the answer's clock stood still.
 */
export class AnswerClockMap {
  readonly #startedAt: number;
  #marks: Measured[] = [];
  #lastHeard = 0;

  /** `startedAt`: the recording's first moment, by `performance.now()`. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** A reply of the server, and when it came, by `performance.now()`. */
  note({ asked, heard }: Pick<AnswerClock, "asked" | "heard">, received: number): void {
    if (heard === null) return;
    const offset = (asked - this.#startedAt) / 1_000 - HEARING_SECONDS - heard;
    const error = (received - asked) / 2_000;
    const bound = offset + 2 * error;
    const hasBegunAnew = heard < this.#lastHeard;
    const sure = hasBegunAnew ? [] : this.#marks.filter((mark) => mark.bound < bound);
    const last = sure.at(-1);
    if (last === undefined || offset > last.offset + JUMP_SECONDS) {
      const replaced = this.#marks[sure.length];
      const from = last === undefined ? 0 : (replaced?.heard ?? this.#lastHeard);
      sure.push({ heard: from, at: from + offset, error, offset, bound });
    }
    this.#marks = sure.slice(-MAX_MARKS);
    this.#lastHeard = heard;
  }

  get marks(): ClockMark[] {
    return this.#marks.map(({ heard, at, error }) => ({ heard, at, error }));
  }
}

/** The answer's second that sounds at the recording's second `at`: the other way round. */
export function heardAt(marks: readonly ClockMark[], at: number): number | null {
  const mark = marks.findLast((one) => one.at <= at) ?? marks[0];
  return mark === undefined ? null : mark.heard + at - mark.at;
}

/**
 * The recording's second at which the answer's second `heard` sounds: before its beginning, what is less than 0. Null
 * where that was never measured.
 */
export function placeInRecording(marks: readonly ClockMark[], heard: number): number | null {
  const mark = marks.findLast((one) => one.heard <= heard) ?? marks[0];
  return mark === undefined ? null : mark.at + heard - mark.heard;
}

import type { DeliverySample, Obstacle } from "@/client";

/** What a candidate could change at once, the most pressing first. */
export const HINTS = ["outOfPicture", "tooDark", "tooBright", "tooFar", "lookingAway"] as const;
export type Hint = (typeof HINTS)[number];

/** Seconds for which something has to last before it is said. */
const LASTS: Record<Hint, number> = {
  outOfPicture: 4,
  tooDark: 6,
  tooBright: 6,
  tooFar: 6,
  lookingAway: 8,
};
const SHOWN_SECONDS = 6;
/** Between the end of a hint and the next one. */
const REST_SECONDS = 20;
/** Between a hint and the same once more. */
const AGAIN_SECONDS = 60;
/** The gaze unit of docs/delivery.md under which somebody looks away. */
const AWAY = 0.3;

const OBSTACLES: readonly (readonly [Hint, Obstacle])[] = [
  ["tooDark", "too_dark"],
  ["tooBright", "too_bright"],
  ["tooFar", "too_small"],
];

/** Picks at most one hint at a time from the samples of one stay in the room, in their order. */
export class HintWatch {
  readonly #since = new Map<Hint, number>();
  readonly #last = new Map<Hint, number>();
  #shown: { hint: Hint; at: number } | null = null;
  #restsUntil = 0;
  #at = 0;

  /** The hint to show from this sample on. Nothing is said, or waited for, while the candidate does not answer. */
  see(sample: DeliverySample, isAnswering: boolean): Hint | null {
    const { at } = sample;
    // A connection that was mended counts from zero again.
    if (at < this.#at) this.#forget();
    this.#at = at;
    this.#note(sample, isAnswering);
    if (this.#shown !== null && (!isAnswering || at >= this.#shown.at + SHOWN_SECONDS)) {
      this.#shown = null;
      this.#restsUntil = at + REST_SECONDS;
    }
    if (this.#shown === null && at >= this.#restsUntil) {
      const hint = HINTS.find((each) => this.#isDue(each, at));
      if (hint !== undefined) {
        this.#shown = { hint, at };
        this.#last.set(hint, at);
      }
    }
    return this.#shown?.hint ?? null;
  }

  #note(sample: DeliverySample, isAnswering: boolean): void {
    const troubles = troublesOf(sample);
    for (const hint of HINTS) {
      const isThere = isAnswering && troubles[hint];
      // What was not measured in this sample neither begins nor ends.
      if (isThere === null) continue;
      if (!isThere) this.#since.delete(hint);
      else if (!this.#since.has(hint)) this.#since.set(hint, sample.at);
    }
  }

  #forget(): void {
    this.#since.clear();
    this.#last.clear();
    this.#shown = null;
    this.#restsUntil = 0;
  }

  #isDue(hint: Hint, at: number): boolean {
    const since = this.#since.get(hint);
    const last = this.#last.get(hint);
    return (
      since !== undefined && at - since >= LASTS[hint] && (last === undefined || at - last >= AGAIN_SECONDS)
    );
  }
}

/** What stands in the way in one frame; null where that was not measured. */
function troublesOf({ face_detected, gaze, quality }: DeliverySample): Record<Hint, boolean | null> {
  const obstacles = Object.fromEntries(
    OBSTACLES.map(([hint, obstacle]) => [hint, quality?.obstacles.includes(obstacle) ?? null]),
  ) as Record<"tooDark" | "tooBright" | "tooFar", boolean | null>;
  return {
    ...obstacles,
    outOfPicture: !face_detected,
    lookingAway: face_detected ? (gaze === null ? null : gaze < AWAY) : false,
  };
}

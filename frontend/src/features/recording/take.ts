import type { AnswerClock } from "@/client";

import { AnswerClockMap } from "./answer-clock";
import { keepChunk, keepTake, keyOf, type KeptTake, type TakeKey } from "./kept-chunks";
import { recordingUploads } from "./uploads";

/** What was recorded up to a crash, less this much, is kept. */
const CHUNK_MS = 4_000;
/** Of the server; Safari hands over much more at once after its camera was paused. */
const MAX_CHUNK_BYTES = 2 * 2 ** 20;
/** A face and a voice at 640 × 480 look and sound well at it: 4 MB a minute. */
const BITS = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 500_000 };
/** Chromium and Firefox write WebM, Safari MP4. */
const WITH_VIDEO = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SOUND_ALONE = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export interface Source {
  microphone: MediaStreamTrack;
  camera: MediaStreamTrack | null;
}

/** Whether this browser records at all. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && typeOf(SOUND_ALONE) !== undefined;
}

/** Records one take of one question. The tracks belong to the caller. */
export class Take {
  readonly #recorder: MediaRecorder;
  readonly #kept: KeptTake;
  readonly #startedAt: number;
  readonly #clock: AnswerClockMap;
  #keeping: Promise<void> = Promise.resolve();
  readonly #onFailure: (error: unknown) => void;

  /** Starts at once. `onFailure` is told when what was recorded cannot be kept; the take has ended then. */
  constructor(
    interview: string,
    question: string,
    { microphone, camera }: Source,
    onFailure: (error: unknown) => void,
  ) {
    this.#onFailure = onFailure;
    const mimeType = typeOf(camera ? WITH_VIDEO : SOUND_ALONE);
    this.#recorder = new MediaRecorder(new MediaStream(camera ? [microphone, camera] : [microphone]), {
      ...(mimeType !== undefined && { mimeType }),
      ...BITS,
    });
    this.#kept = {
      interview,
      question,
      take: nextTake(),
      mediaType: "",
      chunks: 0,
      seconds: 0,
      clock: [],
      grewAt: Date.now(),
      isOver: false,
    };
    this.#recorder.addEventListener("dataavailable", ({ data }) => {
      this.#keep(data);
    });
    this.#recorder.addEventListener("stop", () => {
      this.#end();
    });
    // The recording begins with the call. The event `start` comes when the page has time for it, seconds later at worst.
    this.#startedAt = performance.now();
    this.#clock = new AnswerClockMap(this.#startedAt);
    this.#recorder.start(CHUNK_MS);
  }

  get key(): TakeKey {
    return keyOf(this.#kept);
  }

  note(clock: AnswerClock): void {
    this.#clock.note(clock, performance.now());
  }

  /** Ends it; the last chunk follows by itself. */
  stop(): void {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
  }

  #keep(data: Blob): void {
    for (let start = 0; start < data.size; start += MAX_CHUNK_BYTES)
      this.#keepPiece(data.slice(start, start + MAX_CHUNK_BYTES));
  }

  #keepPiece(piece: Blob): void {
    const number = this.#kept.chunks;
    Object.assign(this.#kept, {
      chunks: number + 1,
      mediaType: this.#recorder.mimeType,
      seconds: (performance.now() - this.#startedAt) / 1_000,
      clock: this.#clock.marks,
      grewAt: Date.now(),
    });
    const now = { ...this.#kept };
    this.#then(() => keepChunk(now, number, piece));
  }

  #end(): void {
    if (this.#kept.chunks === 0) return;
    this.#then(() => keepTake({ ...this.#kept, clock: this.#clock.marks, isOver: true }));
  }

  #then(keep: () => Promise<void>): void {
    this.#keeping = this.#keeping.then(keep).then(
      () => {
        recordingUploads.wake();
      },
      (error: unknown) => {
        this.stop();
        this.#onFailure(error);
      },
    );
  }
}

let lastTake = 0;

/** The time, in seconds; another one where two takes begin within a second. */
function nextTake(): number {
  lastTake = Math.max(Math.floor(Date.now() / 1_000), lastTake + 1);
  return lastTake;
}

function typeOf(wanted: readonly string[]): string | undefined {
  return wanted.find((type) => MediaRecorder.isTypeSupported(type));
}

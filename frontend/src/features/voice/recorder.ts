/** As the microphone gave it, in the container that this browser writes. */
export interface Recording {
  sound: Blob;
  seconds: number;
}

/** What the server takes; a recording ends by itself then. */
export const LONGEST_SECONDS = 30 * 60;
/** What was said up to a crash, less this much, is kept. */
const PIECE_MS = 1_000;
/** Speech sounds well at it, and half an hour of it stays far below the server's 25 MB. */
const BITS_PER_SECOND = 48_000;
/** Chromium and Firefox write the first, Safari the second. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** Whether this browser records at all. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && TYPES.some((type) => MediaRecorder.isTypeSupported(type));
}

/** Records one answer. The track belongs to the caller. */
export class Recorder {
  readonly #recorder: MediaRecorder;
  readonly #pieces: Blob[] = [];
  readonly #startedAt = performance.now();
  readonly #stopped: Promise<void>;

  /** Starts at once. `onPiece` gets each second as it is recorded; put together in order they are the whole. */
  constructor(track: MediaStreamTrack, onPiece: (piece: Blob, index: number) => void) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(new MediaStream([track]), {
      ...(mimeType !== undefined && { mimeType }),
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size === 0) return;
      onPiece(data, this.#pieces.length);
      this.#pieces.push(data);
    });
    this.#stopped = new Promise((resolve) => {
      this.#recorder.addEventListener("stop", () => {
        resolve();
      });
    });
    this.#recorder.start(PIECE_MS);
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1_000;
  }

  /** Resolves when the recording has ended, by `stop` or because the microphone is gone. */
  get stopped(): Promise<void> {
    return this.#stopped;
  }

  async stop(): Promise<Recording> {
    const { seconds } = this;
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    await this.#stopped;
    return { sound: new Blob(this.#pieces, { type: this.#recorder.mimeType }), seconds };
  }
}

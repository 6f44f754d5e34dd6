import type { AudioOutput } from "@/features/media/audio-output";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

export type EchoState =
  | { kind: "idle" }
  | { kind: "recording"; secondsLeft: number }
  | { kind: "playing" }
  | { kind: "played" }
  /** `unsupported`: no recorder in this browser; `empty`: it recorded nothing; `playback`: it could not be played. */
  | { kind: "failed"; reason: "unsupported" | "empty" | "recorder" | "playback" };

const SECONDS = 3;

/** Records three seconds of the own voice and plays them back. They stay in this page. */
export class EchoTest extends Store<EchoState> {
  readonly #output: AudioOutput;
  #run = new AbortController();

  constructor(output: AudioOutput) {
    super({ kind: "idle" });
    this.#output = output;
  }

  async start(stream: MediaStream): Promise<void> {
    this.stop();
    const { signal } = (this.#run = new AbortController());
    const isStopped = () => signal.aborted;
    if (!("MediaRecorder" in window)) {
      this.become({ kind: "failed", reason: "unsupported" });
      return;
    }
    const recording = await this.#record(stream, signal).catch(() => null);
    if (isStopped()) return;
    if (recording === null || recording.size === 0) {
      this.become({ kind: "failed", reason: recording === null ? "recorder" : "empty" });
      return;
    }
    this.become({ kind: "playing" });
    try {
      const sounded = await this.#output.playPiece(recording);
      if (!isStopped()) this.become({ kind: sounded ? "played" : "idle" });
    } catch {
      if (!isStopped()) this.become({ kind: "failed", reason: "playback" });
    }
  }

  stop(): void {
    this.#run.abort();
    if (this.state.kind === "playing") this.#output.stop();
    if (this.state.kind !== "failed") this.become({ kind: "idle" });
  }

  async #record(stream: MediaStream, signal: AbortSignal): Promise<Blob> {
    const recorder = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    const stopped = new Promise<void>((resolve, reject) => {
      recorder.onstop = () => {
        resolve();
      };
      recorder.onerror = () => {
        reject(new DOMException("the recorder failed", "InvalidStateError"));
      };
    });
    recorder.ondataavailable = ({ data }) => {
      pieces.push(data);
    };
    recorder.start();
    try {
      for (let secondsLeft = SECONDS; secondsLeft > 0 && !signal.aborted; secondsLeft--) {
        this.become({ kind: "recording", secondsLeft });
        await pause(1_000, signal);
      }
    } finally {
      if (recorder.state !== "inactive") recorder.stop();
    }
    await stopped;
    return new Blob(pieces, { type: recorder.mimeType });
  }
}

import { wakeAudioContext } from "@/features/media/audio-context";
import { LevelMeter, meterPosition } from "@/features/media/level-meter";

export type Side = "interviewer" | "candidate";

/** How loud each side is right now, for what moves with it. */
export class Levels {
  #context: AudioContext | null = null;
  #isClosed = false;
  readonly #tracks = new Map<Side, MediaStreamTrack>();
  readonly #meters = new Map<Side, LevelMeter>();

  /** Starts to measure. Before a click in the page the browser does not, and every level reads 0. */
  async wake(): Promise<void> {
    const context = await wakeAudioContext();
    if (this.#isClosed) return;
    this.#context = context;
    for (const [side, track] of this.#tracks) if (!this.#meters.has(side)) this.#measure(side, track);
  }

  listen(side: Side, track: MediaStreamTrack | null): void {
    this.#meters.get(side)?.close();
    this.#meters.delete(side);
    this.#tracks.delete(side);
    if (track === null) return;
    this.#tracks.set(side, track);
    this.#measure(side, track);
  }

  /** From 0 to 1. */
  read(side: Side): number {
    const meter = this.#meters.get(side);
    return meter === undefined ? 0 : meterPosition(meter.read());
  }

  close(): void {
    this.#isClosed = true;
    this.#tracks.clear();
    for (const meter of this.#meters.values()) meter.close();
    this.#meters.clear();
  }

  #measure(side: Side, track: MediaStreamTrack): void {
    if (this.#context) this.#meters.set(side, new LevelMeter(this.#context, new MediaStream([track])));
  }
}

import { Store } from "@/lib/store";

import { wakeAudioContext } from "./audio-context";
import { hear, LEVEL_INTERVAL_MS, LevelMeter, meterPosition, notHeardYet, type Hearing } from "./level-meter";

/** Listens to a microphone and tells whether somebody was heard; `position` is for what moves with the level. */
export class HearingWatch extends Store<Hearing["kind"]> {
  #stream: MediaStream | null = null;
  #meter: LevelMeter | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #position = 0;

  constructor() {
    super("listening");
  }

  /** Where the level stands, from 0 to 1. */
  get position(): number {
    return this.#position;
  }

  async watch(stream: MediaStream): Promise<void> {
    if (stream === this.#stream) return;
    this.stop();
    this.#stream = stream;
    const context = await wakeAudioContext();
    if (stream !== this.#stream) return;
    const meter = (this.#meter = new LevelMeter(context, stream));
    let hearing = notHeardYet;
    this.#timer = setInterval(() => {
      const level = meter.read();
      this.#position = meterPosition(level);
      hearing = hear(hearing, level, LEVEL_INTERVAL_MS);
      this.become(hearing.kind);
    }, LEVEL_INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#meter?.close();
    this.#meter = null;
    this.#stream = null;
    this.#position = 0;
    this.become("listening");
  }
}

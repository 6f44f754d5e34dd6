import { AudioOutput } from "@/features/media/audio-output";
import { chosenDevice } from "@/features/media/device-choice";

import { Levels } from "./levels";

/** What is heard during a stay in the room, and how loud either side is. */
export class RoomSound {
  readonly output = new AudioOutput();
  readonly #levels = new Levels();

  async open(): Promise<void> {
    this.wake();
    await this.output.route(chosenDevice("speaker"));
  }

  /** The browser lets sound play, and be measured, after a click: this is to be called in one. */
  wake(): void {
    void this.#levels.wake();
  }

  readonly interviewerLevel = (): number => this.#levels.read("interviewer");
  readonly ownLevel = (): number => this.#levels.read("candidate");

  /** Follows a volume that may not be settled yet. */
  setVolume(volume: number): void {
    this.output.volume = volume;
  }

  listenTo(microphone: MediaStreamTrack | null): void {
    this.#levels.listen("candidate", microphone);
  }

  /** Plays the interviewer's voice instead of what was played before. Throws where the browser holds it back. */
  async play(voice: MediaStreamTrack): Promise<void> {
    this.#levels.listen("interviewer", voice);
    this.output.stop();
    await this.output.playStream(new MediaStream([voice]));
  }

  /** Nobody speaks any more. */
  stop(): void {
    this.#levels.listen("interviewer", null);
    this.output.stop();
  }

  close(): void {
    this.output.stop();
    this.#levels.close();
  }
}

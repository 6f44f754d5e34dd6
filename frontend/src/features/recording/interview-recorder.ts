import type { AnswerClock, ClientMessage } from "@/client";
import { Store } from "@/lib/store";

import { Take, type Source } from "./take";
import { recordingUploads } from "./uploads";

export type RecorderState =
  | { kind: "off" }
  | { kind: "on" }
  /** `error`: the server's refusal, or what the browser could not do. */
  | { kind: "failed"; error: unknown };

/** Often enough for a good answer to be among them, seldom enough to cost nothing. */
const CLOCK_MS = 2_000;

interface Scene {
  question: { id: string; turn: number };
  source: Source;
}

/** Records an interview for its candidate: a take for each question, and for each change of devices. */
export class InterviewRecorder extends Store<RecorderState> {
  #take: { recorder: Take; scene: Scene } | null = null;
  #asking: ReturnType<typeof setInterval> | undefined;
  readonly #interviewId: string;
  readonly #send: (message: ClientMessage) => void;
  readonly #unsubscribe: () => void;

  constructor(interviewId: string, send: (message: ClientMessage) => void) {
    super({ kind: "off" });
    this.#interviewId = interviewId;
    this.#send = send;
    this.#unsubscribe = recordingUploads.subscribe(() => {
      const { refused } = recordingUploads.state;
      // What is refused of an earlier take says nothing of this one.
      if (refused !== null && String(refused.take) === String(this.#take?.recorder.key))
        this.#fail(refused.error);
    });
  }

  /** What is to be recorded from now on; null ends the take. */
  follow(scene: Scene | null): void {
    if (this.state.kind === "failed" || isSame(scene, this.#take?.scene ?? null)) return;
    this.#stop();
    if (scene === null) {
      this.become({ kind: "off" });
      return;
    }
    try {
      const recorder = new Take(this.#interviewId, scene.question.id, scene.source, (error) => {
        this.#fail(error);
      });
      this.#take = { recorder, scene };
      this.#asking = setInterval(() => {
        this.#send({ type: "read_clock", asked: performance.now() });
      }, CLOCK_MS);
      this.become({ kind: "on" });
    } catch (error) {
      this.#fail(error);
    }
  }

  note(clock: AnswerClock): void {
    if (clock.turn === this.#take?.scene.question.turn) this.#take.recorder.note(clock);
  }

  close(): void {
    this.#stop();
    this.#unsubscribe();
  }

  #fail(error: unknown): void {
    this.#stop();
    this.become({ kind: "failed", error });
  }

  #stop(): void {
    clearInterval(this.#asking);
    this.#take?.recorder.stop();
    this.#take = null;
  }
}

function isSame(one: Scene | null, other: Scene | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.question.id === other.question.id &&
    one.source.microphone === other.source.microphone &&
    one.source.camera === other.source.camera
  );
}

import type { ServerMessage } from "@/client";
import { Store } from "@/lib/store";

export type FaceSight = "unknown" | "seen" | "unseen";

const REMEMBERED = 5;

/** Whether the media server sees a face, by the majority of its last samples: one blink of the tracker says nothing. */
export class FaceWatch extends Store<FaceSight> {
  #latest: boolean[] = [];

  constructor() {
    super("unknown");
  }

  take(message: ServerMessage): void {
    if (message.type !== "delivery.sample") return;
    this.#latest = [...this.#latest, message.sample.face_detected].slice(-REMEMBERED);
    if (this.#latest.length < REMEMBERED) return;
    this.become(this.#latest.filter(Boolean).length > REMEMBERED / 2 ? "seen" : "unseen");
  }

  forget(): void {
    this.#latest = [];
    this.become("unknown");
  }
}

import type { ServerMessage, SoundNotice } from "@/client";
import { Store } from "@/lib/store";

/** What the level beside it says already. */
const SEEN_BY_THE_PAGE = ["silent", "quiet"];

/** What the media server finds wrong with the microphone's sound; null while that is nothing. */
export class SoundAdvice extends Store<SoundNotice | null> {
  constructor() {
    super(null);
  }

  take(message: ServerMessage): void {
    if (message.type !== "sound.notice") return;
    const { trouble } = message;
    this.become(trouble === null || SEEN_BY_THE_PAGE.includes(trouble) ? null : message);
  }

  forget(): void {
    this.become(null);
  }
}

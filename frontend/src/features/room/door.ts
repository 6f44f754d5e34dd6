import { Store } from "@/lib/store";

import { InterviewRoom } from "./room";

/** Lets one page into the room, out of it, and in again: each time into a room of its own. */
export class RoomDoor extends Store<InterviewRoom | null> {
  readonly #options: ConstructorParameters<typeof InterviewRoom>[0];

  constructor(options: ConstructorParameters<typeof InterviewRoom>[0]) {
    super(null);
    this.#options = options;
  }

  open(): void {
    if (this.state !== null) return;
    const room = new InterviewRoom(this.#options);
    this.become(room);
    void room.enter();
  }

  close(): void {
    this.state?.close();
    this.become(null);
  }
}

import { Store } from "@/lib/store";

interface Place {
  turn: number;
  /** By the clock of its answer, which is 0 when that begins to be heard: before that, less than 0. */
  second: number;
}

/** Where the recording is, for what stands beside it and follows; null before that is known. */
export class Playhead extends Store<Place | null> {
  constructor() {
    super(null);
  }

  move(turn: number, second: number): void {
    this.become({ turn, second });
  }
}

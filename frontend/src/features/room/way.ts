import type { RoomState } from "./room-state";

/**
 * How a candidate goes on without a connection, kept through a reload: another wait for a network that lets no sound
 * through would tell nothing new. It belongs to this tab and its interview.
 */
export type Way = "writing" | "recordings";

const KEY = "visavis.way";

export function readWay(interviewId: string): Way | null {
  try {
    const [id, way] = (sessionStorage.getItem(KEY) ?? "").split(" ");
    return id === interviewId && (way === "writing" || way === "recordings") ? way : null;
  } catch {
    return null;
  }
}

/** Keeps the way of an interview that is in this state, and forgets it when there is another. */
export function keepWay(interviewId: string, { kind }: RoomState): void {
  try {
    if (kind === "writing" || kind === "recordings") sessionStorage.setItem(KEY, `${interviewId} ${kind}`);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage may be blocked; the choice then lasts until the page is closed.
  }
}

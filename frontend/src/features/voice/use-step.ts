import { useSyncExternalStore } from "react";

import type { Step, VoiceTurns } from "./voice-turns";

/** What goes on in a recorded turn; null where there is none. */
export function useStep(turns: VoiceTurns | null): Step | null {
  return useSyncExternalStore(turns?.subscribe ?? subscribeToNothing, () => turns?.state.step ?? null);
}

function subscribeToNothing(): () => void {
  return () => undefined;
}

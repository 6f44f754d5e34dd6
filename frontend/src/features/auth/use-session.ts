import { useSyncExternalStore } from "react";

import { session } from "@/lib/api";

export function useSession() {
  return useSyncExternalStore(session.subscribe, () => session.state);
}

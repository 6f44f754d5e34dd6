import { createRouter } from "@tanstack/react-router";

import type { InterviewMode } from "./client";
import { RouteError } from "./components/route-error";
import { RoutePending } from "./components/route-pending";
import { session } from "./lib/api";
import { createQueryClient } from "./lib/query";
import { routeTree } from "./routeTree.gen";

export const queryClient = createQueryClient();

export const router = createRouter({
  routeTree,
  context: { queryClient, session },
  defaultErrorComponent: RouteError,
  defaultPendingComponent: RoutePending,
  defaultPreload: "intent",
  // Freshness is the query client's business.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The interview that was just erased. */
    erased?: { mode: InterviewMode; receipt: string };
  }
  interface Register {
    router: typeof router;
  }
}

// Whoever signs out, or is signed out, leaves nothing of theirs in the page.
session.subscribe(() => {
  if (session.state.kind === "anonymous") queryClient.clear();
  void router.invalidate();
});

const POPUPS = "[role=menu], [role=dialog], [role=alertdialog]";

// A screen reader starts at the new page, as it would after a page load. On a busy machine that comes late: a menu
// that was opened meanwhile would lose the focus, and close.
router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
  const isInPopup = document.activeElement?.closest(POPUPS) != null;
  if (pathChanged && fromLocation && !isInPopup)
    document.getElementById("main")?.focus({ preventScroll: true });
});

import { createRouter } from "@tanstack/react-router";

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
  interface Register {
    router: typeof router;
  }
}

// Whoever signs out, or is signed out, leaves nothing of theirs in the page.
session.subscribe(() => {
  if (session.state.kind === "anonymous") queryClient.clear();
  void router.invalidate();
});

// A screen reader starts at the new page, as it would after a page load.
router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
  if (pathChanged && fromLocation) document.getElementById("main")?.focus({ preventScroll: true });
});

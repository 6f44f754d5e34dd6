import { createFileRoute } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { Landing } from "@/features/landing/landing";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/")({
  // Whoever has erased their account arrives by a load of the page, which keeps nothing else.
  validateSearch: (search): { erased?: "account" | undefined } => ({
    erased: search["erased"] === "account" ? "account" : undefined,
  }),
  beforeLoad: ({ context }) => restoreQuietly({ context }),
  loader: () => loadTexts("landing"),
  component: LandingRoute,
});

function LandingRoute() {
  const { erased } = Route.useSearch();
  return <Landing isErased={erased === "account"} />;
}

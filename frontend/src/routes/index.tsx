import { createFileRoute } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { Landing } from "@/features/landing/landing";
import { loadTexts } from "@/i18n/load";

const RECEIPT = /^[0-9a-f-]{36}$/;

export const Route = createFileRoute("/")({
  // Whoever has erased their account arrives by a load of the page, which keeps nothing else.
  validateSearch: ({ erased }): { erased?: string | undefined } => ({
    erased: typeof erased === "string" && RECEIPT.test(erased) ? erased : undefined,
  }),
  beforeLoad: ({ context }) => restoreQuietly({ context }),
  loader: () => loadTexts("landing"),
  component: LandingRoute,
});

function LandingRoute() {
  const { erased } = Route.useSearch();
  return <Landing receipt={erased} />;
}

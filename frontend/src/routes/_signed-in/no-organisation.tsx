import { createFileRoute } from "@tanstack/react-router";

import { NoOrganisation } from "@/features/recruiting/no-organisation";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/no-organisation")({
  loader: () => loadTexts("recruiting"),
  component: NoOrganisation,
});

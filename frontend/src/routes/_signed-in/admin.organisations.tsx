import { createFileRoute } from "@tanstack/react-router";

import { OrganisationsPage } from "@/features/admin/organisations/organisations-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/admin/organisations")({
  loader: () => loadTexts("auth", "recruiting"),
  component: OrganisationsPage,
});

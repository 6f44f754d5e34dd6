import { createFileRoute, notFound } from "@tanstack/react-router";

import { IntegrationsPage } from "@/features/recruiting/integrations/integrations-page";
import { tokensQuery, webhooksQuery } from "@/features/recruiting/integrations/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/organisation_/integrations")({
  loader: async ({ context: { organisation, queryClient } }) => {
    // Routes throw what they find instead.
    if (organisation.role !== "owner") throw notFound();
    await Promise.all([
      loadTexts("integrations"),
      queryClient.query({ ...tokensQuery(organisation.id), staleTime: 0 }),
      queryClient.query({ ...webhooksQuery(organisation.id), staleTime: 0 }),
    ]);
  },
  component: IntegrationsRoute,
});

function IntegrationsRoute() {
  const { organisation } = Route.useRouteContext();
  return <IntegrationsPage key={organisation.id} organisation={organisation} />;
}

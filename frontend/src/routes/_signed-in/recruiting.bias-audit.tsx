import { createFileRoute, notFound } from "@tanstack/react-router";

import { BiasAuditPage } from "@/features/rights/bias-audit-page";
import { biasAuditQuery } from "@/features/rights/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/bias-audit")({
  beforeLoad: ({ context }) => {
    // Routes throw what they find instead.
    if (context.organisation.role !== "owner") throw notFound();
  },
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("rights"),
      queryClient.query({ ...biasAuditQuery(organisation.id, null), staleTime: 0 }),
    ]);
  },
  component: BiasAuditRoute,
});

function BiasAuditRoute() {
  const { organisation } = Route.useRouteContext();
  return <BiasAuditPage key={organisation.id} organisation={organisation} />;
}

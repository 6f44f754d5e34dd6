import { createFileRoute } from "@tanstack/react-router";

import { CompanyPage } from "@/features/recruiting/company/company-page";
import { companiesQuery } from "@/features/recruiting/postings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/company")({
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("postings"),
      queryClient.query({ ...companiesQuery(organisation.id), staleTime: 0 }),
    ]);
  },
  component: CompanyRoute,
});

function CompanyRoute() {
  const { organisation } = Route.useRouteContext();
  return <CompanyPage key={organisation.id} organisation={organisation} />;
}

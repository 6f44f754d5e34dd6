import { createFileRoute, notFound, useNavigate } from "@tanstack/react-router";

import { postingChoicesQuery } from "@/features/recruiting/candidates/queries";
import { BiasAuditPage } from "@/features/rights/bias-audit-page";
import { biasAuditQuery } from "@/features/rights/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/bias-audit")({
  validateSearch: (search: Record<string, unknown>): { posting?: string | undefined } => ({
    posting: typeof search["posting"] === "string" ? search["posting"] : undefined,
  }),
  loaderDeps: ({ search: { posting } }) => ({ posting }),
  beforeLoad: ({ context }) => {
    // Routes throw what they find instead.
    if (context.organisation.role !== "owner") throw notFound();
  },
  loader: async ({ context: { organisation, queryClient }, deps: { posting } }) => {
    await Promise.all([
      loadTexts("rights"),
      queryClient.query({ ...postingChoicesQuery(organisation.id), staleTime: 0 }),
      queryClient.query({ ...biasAuditQuery(organisation.id, posting), staleTime: 0 }),
    ]);
  },
  component: BiasAuditRoute,
});

function BiasAuditRoute() {
  const { organisation } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <BiasAuditPage
      key={organisation.id}
      organisation={organisation}
      postingId={Route.useSearch().posting}
      onPosting={(posting) =>
        void navigate({ to: "/recruiting/bias-audit", search: { posting }, replace: true })
      }
    />
  );
}

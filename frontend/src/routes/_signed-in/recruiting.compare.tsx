import { createFileRoute } from "@tanstack/react-router";

import { ComparePage } from "@/features/recruiting/candidates/compare-page";
import { comparisonQuery } from "@/features/recruiting/candidates/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/compare")({
  validateSearch: (search: Record<string, unknown>) => ({
    interviews: typeof search["interviews"] === "string" ? search["interviews"] : "",
  }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    await Promise.all([
      loadTexts("candidates"),
      queryClient.query({ ...comparisonQuery(deps.interviews.split(",")), staleTime: 0 }),
    ]);
  },
  component: CompareRoute,
});

function CompareRoute() {
  const { organisation } = Route.useRouteContext();
  const { interviews } = Route.useSearch();
  return <ComparePage organisation={organisation} interviewIds={interviews.split(",")} />;
}

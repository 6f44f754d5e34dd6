import { createFileRoute } from "@tanstack/react-router";

import { ExplanationPage } from "@/features/rights/explanation-page";
import { declaredGroupsQuery, explanationQuery, ownObjectionsQuery } from "@/features/rights/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/interviews/$interviewId/explanation")({
  loader: async ({ context: { queryClient }, params: { interviewId } }) => {
    await Promise.all([
      loadTexts("rights"),
      queryClient.query({ ...explanationQuery(interviewId), staleTime: 0 }),
      queryClient.query({ ...ownObjectionsQuery(interviewId), staleTime: 0 }),
      queryClient.query({ ...declaredGroupsQuery(interviewId), staleTime: 0 }),
    ]);
  },
  component: ExplanationRoute,
});

function ExplanationRoute() {
  const { interviewId } = Route.useParams();
  return <ExplanationPage key={interviewId} interviewId={interviewId} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { reviewQuery } from "@/features/recruiting/review/queries";
import { ReviewPage } from "@/features/recruiting/review/review-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/interviews/$interviewId")({
  loader: async ({ context, params }) => {
    await Promise.all([
      loadTexts("review", "report"),
      context.queryClient.query({ ...reviewQuery(params.interviewId), staleTime: 0 }),
    ]);
  },
  component: ReviewRoute,
});

function ReviewRoute() {
  const { interviewId } = Route.useParams();
  const { organisation } = Route.useRouteContext();
  return <ReviewPage key={interviewId} interviewId={interviewId} organisation={organisation} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { questionQuery } from "@/features/bank/queries";
import { QuestionPage } from "@/features/bank/question-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/admin/questions/$questionId")({
  loader: async ({ context, params }) => {
    await Promise.all([
      loadTexts("bank"),
      context.queryClient.query({ ...questionQuery(params.questionId), staleTime: 0 }),
    ]);
  },
  component: QuestionRoute,
});

function QuestionRoute() {
  const { questionId } = Route.useParams();
  return <QuestionPage key={questionId} questionId={questionId} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { NewQuestionPage } from "@/features/bank/new-question-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/admin/questions/new")({
  loader: () => loadTexts("bank"),
  component: NewQuestionPage,
});

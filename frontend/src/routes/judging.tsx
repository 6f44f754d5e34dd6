import { createFileRoute } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { configQuery } from "@/features/interviews/queries";
import { JudgingPage } from "@/features/judging/judging-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/judging")({
  beforeLoad: restoreQuietly,
  loader: async ({ context }) => {
    await Promise.all([
      loadTexts("judging"),
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
    ]);
  },
  component: JudgingPage,
});

import { createFileRoute, redirect } from "@tanstack/react-router";

import { consentsQuery } from "@/features/consent/queries";
import { configQuery } from "@/features/interviews/queries";
import { TrainingPage } from "@/features/training/training-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/training")({
  beforeLoad: ({ context }) => {
    // Routes throw redirects.
    if (context.user.role !== "candidate") throw redirect({ to: "/home", replace: true });
  },
  loader: async ({ context }) => {
    await Promise.all([
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
      context.queryClient.query({ ...consentsQuery, staleTime: 0, select: undefined }),
      loadTexts("training", "check", "consent", "devices"),
    ]);
  },
  component: TrainingRoute,
});

function TrainingRoute() {
  const { user } = Route.useRouteContext();
  return <TrainingPage userId={user.id} />;
}

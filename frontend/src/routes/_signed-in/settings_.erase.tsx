import { createFileRoute } from "@tanstack/react-router";

import { interviewsQuery } from "@/features/interviews/queries";
import { EraseAccountPage } from "@/features/rights/erase-account-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/settings_/erase")({
  loader: async ({ context }) => {
    await Promise.all([
      context.queryClient.query({ ...interviewsQuery, staleTime: 0 }),
      loadTexts("rights", "auth"),
    ]);
  },
  component: EraseAccountRoute,
});

function EraseAccountRoute() {
  const { user } = Route.useRouteContext();
  return <EraseAccountPage user={user} />;
}

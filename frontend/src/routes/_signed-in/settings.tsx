import { createFileRoute } from "@tanstack/react-router";

import { configQuery } from "@/features/interviews/queries";
import { freshMe } from "@/features/settings/queries";
import { SettingsPage } from "@/features/settings/settings-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/settings")({
  loader: async ({ context }) => {
    await Promise.all([
      freshMe(context.queryClient),
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
      loadTexts("settings", "auth", "rights", "consent"),
    ]);
  },
  component: SettingsRoute,
});

function SettingsRoute() {
  const { user } = Route.useRouteContext();
  return <SettingsPage isCandidate={user.role === "candidate"} />;
}

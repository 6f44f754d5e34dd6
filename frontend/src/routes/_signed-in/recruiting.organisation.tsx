import { createFileRoute } from "@tanstack/react-router";

import { OrganisationPage } from "@/features/recruiting/organisation/organisation-page";
import { memberInvitationsQuery, membersQuery } from "@/features/recruiting/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/organisation")({
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("auth"),
      queryClient.query({ ...membersQuery(organisation.id), staleTime: 0 }),
      organisation.role === "owner"
        ? queryClient.query({ ...memberInvitationsQuery(organisation.id), staleTime: 0 })
        : null,
    ]);
  },
  component: OrganisationRoute,
});

function OrganisationRoute() {
  const { organisation, user } = Route.useRouteContext();
  return <OrganisationPage organisation={organisation} userId={user.id} />;
}

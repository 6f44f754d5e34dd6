import { createFileRoute, redirect } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { meQuery } from "@/features/auth/queries";
import { InvitationPage, NoInvitation } from "@/features/invitation/invitation-page";
import { keptInvitation } from "@/features/invitation/queries";
import { loadTexts } from "@/i18n/load";

/** Where an invitation to an interview leads: /invitation#<token>. */
export const Route = createFileRoute("/invitation")({
  beforeLoad: async ({ context, location }) => {
    if (location.hash !== "") {
      keptInvitation.keep(location.hash);
      // Routes throw redirects.
      throw redirect({ to: "/invitation", replace: true });
    }
    await restoreQuietly({ context });
  },
  loader: async ({ context: { queryClient, session } }) => {
    const [user] = await Promise.all([
      session.state.kind === "signed-in" ? queryClient.query({ ...meQuery, staleTime: "static" }) : null,
      loadTexts("invitation", "consent"),
    ]);
    return { token: keptInvitation.read(), user };
  },
  component: Invitation,
});

function Invitation() {
  const { token, user } = Route.useLoaderData();
  return token === null ? <NoInvitation /> : <InvitationPage token={token} user={user} />;
}

import { createFileRoute, redirect } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { JoinPage } from "@/features/recruiting/join/join-page";
import { keptToken } from "@/features/recruiting/join/kept-token";
import { NoToken } from "@/features/recruiting/join/no-token";
import { waitingInvitationQuery } from "@/features/recruiting/queries";
import { meQuery } from "@/features/auth/queries";
import { loadTexts } from "@/i18n/load";

/** Where an invitation into an organisation leads: /join#<token>. */
export const Route = createFileRoute("/join")({
  beforeLoad: async ({ context, location }) => {
    if (location.hash !== "") {
      keptToken.keep(location.hash);
      throw redirect({ to: "/join", replace: true });
    }
    await restoreQuietly({ context });
  },
  loader: async ({ context: { queryClient, session } }) => {
    const token = keptToken.read();
    await Promise.all([
      loadTexts("recruiting", "auth"),
      token === null ? null : queryClient.query(waitingInvitationQuery(token)),
      session.state.kind === "signed-in" ? queryClient.query({ ...meQuery, staleTime: "static" }) : null,
    ]);
    return { token };
  },
  component: Join,
});

function Join() {
  const { token } = Route.useLoaderData();
  return token === null ? <NoToken /> : <JoinPage token={token} />;
}

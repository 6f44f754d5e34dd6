import { createFileRoute } from "@tanstack/react-router";

import { InvitationsPage } from "@/features/recruiting/invitations/invitations-page";
import { postingQuery } from "@/features/recruiting/postings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/$postingId/invitations")({
  loader: async ({ context: { queryClient }, params: { postingId } }) => {
    await Promise.all([loadTexts("invitations", "postings"), queryClient.query(postingQuery(postingId))]);
  },
  component: InvitationsRoute,
});

function InvitationsRoute() {
  const { postingId } = Route.useParams();
  const { organisation } = Route.useRouteContext();
  return <InvitationsPage key={postingId} organisation={organisation} postingId={postingId} />;
}

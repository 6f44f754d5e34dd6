import { createFileRoute } from "@tanstack/react-router";

import { InvitationsPage } from "@/features/recruiting/invitations/invitations-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/$postingId/invitations")({
  loader: () => loadTexts("invitations"),
  component: InvitationsRoute,
});

function InvitationsRoute() {
  const { postingId } = Route.useParams();
  const { organisation } = Route.useRouteContext();
  return <InvitationsPage key={postingId} organisation={organisation} postingId={postingId} />;
}

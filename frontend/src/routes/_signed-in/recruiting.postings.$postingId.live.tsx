import { createFileRoute } from "@tanstack/react-router";

import { LivePage } from "@/features/recruiting/live/live-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/$postingId/live")({
  loader: () => loadTexts("invitations"),
  component: LiveRoute,
});

function LiveRoute() {
  const { postingId } = Route.useParams();
  const { organisation } = Route.useRouteContext();
  return <LivePage key={postingId} organisation={organisation} postingId={postingId} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { LivePage } from "@/features/recruiting/live/live-page";
import { postingQuery } from "@/features/recruiting/postings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/$postingId/live")({
  loader: async ({ context: { queryClient }, params: { postingId } }) => {
    await Promise.all([loadTexts("invitations", "postings"), queryClient.query(postingQuery(postingId))]);
  },
  component: LiveRoute,
});

function LiveRoute() {
  const { postingId } = Route.useParams();
  const { organisation } = Route.useRouteContext();
  return <LivePage key={postingId} organisation={organisation} postingId={postingId} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { PostingPage } from "@/features/recruiting/postings/posting-page";
import { companiesQuery, planQuery, postingQuery } from "@/features/recruiting/postings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/$postingId/")({
  loader: async ({ context: { organisation, queryClient }, params: { postingId } }) => {
    const [, posting] = await Promise.all([
      loadTexts("postings", "invitations", "newInterview", "review"),
      queryClient.query({ ...postingQuery(postingId), staleTime: 0 }),
      queryClient.query(companiesQuery(organisation.id)),
    ]);
    if (posting.plan_version > 0) await queryClient.query({ ...planQuery(postingId), staleTime: 0 });
  },
  component: PostingRoute,
});

function PostingRoute() {
  const { organisation } = Route.useRouteContext();
  const { postingId } = Route.useParams();
  return <PostingPage key={postingId} organisation={organisation} postingId={postingId} />;
}

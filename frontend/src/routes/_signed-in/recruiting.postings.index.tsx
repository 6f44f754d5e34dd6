import { createFileRoute } from "@tanstack/react-router";

import { PostingsPage } from "@/features/recruiting/postings/postings-page";
import { companiesQuery, postingsQuery } from "@/features/recruiting/postings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/")({
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("postings"),
      queryClient.infiniteQuery({ ...postingsQuery(organisation.id), staleTime: 0 }),
      queryClient.query(companiesQuery(organisation.id)),
    ]);
  },
  component: PostingsRoute,
});

function PostingsRoute() {
  const { organisation } = Route.useRouteContext();
  return <PostingsPage organisation={organisation} />;
}

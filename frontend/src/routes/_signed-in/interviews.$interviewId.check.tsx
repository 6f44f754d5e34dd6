import { createFileRoute, redirect } from "@tanstack/react-router";

import { CheckPage } from "@/features/check/check-page";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery, interviewQuery } from "@/features/interviews/queries";
import { acceptedQuery } from "@/features/invitation/queries";
import { freshMe } from "@/features/settings/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/interviews/$interviewId/check")({
  loader: async ({ context, params }) => {
    const [interview] = await Promise.all([
      context.queryClient.query({ ...interviewQuery(params.interviewId), staleTime: 0 }),
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
      context.queryClient.query({ ...consentsQuery, staleTime: 0, select: undefined }),
      context.queryClient.query({ ...acceptedQuery, staleTime: 0 }),
      freshMe(context.queryClient),
      loadTexts("check", "consent", "devices", "settings"),
    ]);
    if (interview.status === "completed" || interview.status === "cancelled")
      throw redirect({ to: "/interviews/$interviewId/report", params, replace: true });
  },
  component: CheckRoute,
});

function CheckRoute() {
  const { interviewId } = Route.useParams();
  const { user } = Route.useRouteContext();
  return <CheckPage key={interviewId} interviewId={interviewId} userId={user.id} />;
}

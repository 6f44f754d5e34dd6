import { createFileRoute, redirect } from "@tanstack/react-router";

import { CandidateHome } from "@/features/interviews/candidate-home";
import { interviewsQuery } from "@/features/interviews/queries";
import { acceptedQuery } from "@/features/invitation/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/home")({
  beforeLoad: ({ context }) => {
    // Routes throw redirects.
    if (context.user.role === "admin") throw redirect({ to: "/admin", replace: true });
    if (context.user.role === "recruiter") throw redirect({ to: "/recruiting", replace: true });
  },
  loader: async ({ context }) => {
    await Promise.all([
      loadTexts("home"),
      context.queryClient.query({ ...interviewsQuery, staleTime: "static" }),
      context.queryClient.query(acceptedQuery),
    ]);
  },
  component: Home,
});

function Home() {
  const { user } = Route.useRouteContext();
  return <CandidateHome user={user} />;
}

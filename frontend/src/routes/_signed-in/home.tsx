import { createFileRoute, redirect } from "@tanstack/react-router";

import { CandidateHome } from "@/features/interviews/candidate-home";
import { OtherRoleHome } from "@/features/interviews/other-role-home";
import { interviewsQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/home")({
  beforeLoad: ({ context }) => {
    // Routes throw redirects.
    if (context.user.role === "admin") throw redirect({ to: "/admin", replace: true });
  },
  loader: async ({ context }) => {
    await Promise.all([
      loadTexts("home"),
      context.user.role === "candidate"
        ? context.queryClient.query({ ...interviewsQuery, staleTime: "static" })
        : null,
    ]);
  },
  component: Home,
});

function Home() {
  const { user } = Route.useRouteContext();
  return user.role === "candidate" ? <CandidateHome user={user} /> : <OtherRoleHome user={user} />;
}

import { createFileRoute, redirect } from "@tanstack/react-router";

import { NewPostingPage } from "@/features/recruiting/postings/new-posting-page";
import { companiesQuery } from "@/features/recruiting/postings/queries";
import { mayActAs } from "@/features/recruiting/roles";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/postings/new")({
  beforeLoad: ({ context: { organisation } }) => {
    // Routes throw redirects.
    if (!mayActAs(organisation.role, "recruiter"))
      throw redirect({ to: "/recruiting/postings", replace: true });
  },
  loader: async ({ context: { organisation, queryClient } }) => {
    const [, companies] = await Promise.all([
      loadTexts("postings", "newInterview"),
      queryClient.query(companiesQuery(organisation.id)),
    ]);
    if (companies.length === 0) throw redirect({ to: "/recruiting/company", replace: true });
  },
  component: NewPostingRoute,
});

function NewPostingRoute() {
  const { organisation } = Route.useRouteContext();
  return <NewPostingPage organisation={organisation} />;
}

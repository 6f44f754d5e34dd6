import { createFileRoute, redirect } from "@tanstack/react-router";

import { resumesQuery } from "@/features/resumes/queries";
import { ResumesPage } from "@/features/resumes/resumes-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/resumes/")({
  beforeLoad: ({ context }) => {
    // Résumés are a candidate's; the home page of the other roles says so.
    if (context.user.role !== "candidate") throw redirect({ to: "/home", replace: true });
  },
  loader: async ({ context }) => {
    await Promise.all([loadTexts("resumes"), context.queryClient.query({ ...resumesQuery, staleTime: 0 })]);
  },
  component: ResumesPage,
});

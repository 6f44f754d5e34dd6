import { createFileRoute, redirect } from "@tanstack/react-router";

import { consentsQuery } from "@/features/consent/queries";
import { configQuery } from "@/features/interviews/queries";
import { NewInterviewPage } from "@/features/new-interview/new-interview-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/interviews/new")({
  beforeLoad: ({ context }) => {
    // Practice belongs to candidates; the home page of the other roles says so.
    if (context.user.role !== "candidate") throw redirect({ to: "/home", replace: true });
  },
  loader: async ({ context }) => {
    await Promise.all([
      loadTexts("newInterview", "consent", "resumes"),
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
      // What is ticked must be what holds now.
      context.queryClient.query({ ...consentsQuery, staleTime: 0, select: undefined }),
    ]);
  },
  component: NewInterviewPage,
});

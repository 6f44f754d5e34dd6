import { createFileRoute, redirect } from "@tanstack/react-router";

import { resumeQuery } from "@/features/resumes/queries";
import { ResumePage } from "@/features/resumes/resume-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/resumes/$resumeId")({
  beforeLoad: ({ context }) => {
    if (context.user.role !== "candidate") throw redirect({ to: "/home", replace: true });
  },
  loader: async ({ context, params }) => {
    await Promise.all([
      loadTexts("resumes"),
      context.queryClient.query({ ...resumeQuery(params.resumeId), staleTime: 0 }),
    ]);
  },
  component: ResumeRoute,
});

function ResumeRoute() {
  const { resumeId } = Route.useParams();
  return <ResumePage key={resumeId} resumeId={resumeId} />;
}

import { createFileRoute } from "@tanstack/react-router";

import { interviewQuery } from "@/features/interviews/queries";
import { reportQuery } from "@/features/report/queries";
import { ReportPage } from "@/features/report/report-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/interviews/$interviewId/report")({
  loader: async ({ context, params }) => {
    await Promise.all([
      loadTexts("report", "rights", "coaching", "sharing"),
      context.queryClient.query({ ...interviewQuery(params.interviewId), staleTime: "static" }),
      context.queryClient.query({ ...reportQuery(params.interviewId), staleTime: "static" }),
    ]);
  },
  component: ReportRoute,
});

function ReportRoute() {
  const { interviewId } = Route.useParams();
  return <ReportPage key={interviewId} interviewId={interviewId} />;
}

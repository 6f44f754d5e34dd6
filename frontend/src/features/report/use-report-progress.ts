import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { interviewQuery, interviewsQuery } from "@/features/interviews/queries";
import { useEventStream } from "@/lib/use-event-stream";

import { evaluationEvent, withEvent, type Progress } from "./progress";
import { reportQuery } from "./queries";

/** Follows an interview until its report is there: returns how far it is, and keeps the queries fresh. */
export function useReportProgress(interviewId: string, { enabled }: { enabled: boolean }): Progress {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<Progress>(new Map());

  useEventStream(
    `/api/interviews/${interviewId}/events`,
    (message) => {
      const event = evaluationEvent(message);
      if (event !== null) setProgress((known) => withEvent(known, event));
      if (message.event === "interview.state") {
        void queryClient.invalidateQueries({ ...interviewQuery(interviewId), exact: true });
      }
      if (message.event === "report.ready") {
        void queryClient.invalidateQueries(reportQuery(interviewId));
        void queryClient.invalidateQueries({ ...interviewsQuery, exact: true });
      }
    },
    { enabled },
  );
  return progress;
}

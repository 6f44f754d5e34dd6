import { queryOptions } from "@tanstack/react-query";

import { readDelivery, readFeedback, readReport, type ReportAsRead } from "@/client";
import { ApiError, isApiError } from "@/lib/errors";

/** How often to look for a report where the event stream does not get through. */
const POLL_MS = 10_000;

/** The report, null while the first one is being made, or that it could not be made. */
export const reportQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "report"],
    queryFn: async ({ signal }) => {
      try {
        return await readReport({ path: { interview_id: interviewId }, signal });
      } catch (error) {
        if (isApiError(error, "ReportNotReady")) return null;
        if (isApiError(error, "ReportFailed")) return "failed";
        throw error;
      }
    },
    staleTime: ({ state }) => (isBeingMade(state.data) ? 0 : Infinity),
    refetchInterval: ({ state }) => (isBeingMade(state.data) ? POLL_MS : false),
  });

/** Whether a report, be it the first one, is on its way. */
export function isBeingMade(report: ReportAsRead | "failed" | null | undefined): boolean {
  return report !== "failed" && (report?.being_made ?? true);
}

/** How the candidate came across, or null where nothing was measured. */
export const deliveryQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "delivery"],
    queryFn: async ({ signal }) => {
      try {
        return await readDelivery({ path: { interview_id: interviewId }, signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

/** How satisfied the candidate said they were. */
export const feedbackQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "feedback"],
    queryFn: ({ signal }) => readFeedback({ path: { interview_id: interviewId }, signal }),
  });

import { queryOptions } from "@tanstack/react-query";

import { readDelivery, readReport } from "@/client";
import { ApiError, isApiError } from "@/lib/errors";

/** How often to look for a report where the event stream does not get through. */
const POLL_MS = 10_000;

/** The report, or null while it is being made. */
export const reportQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "report"],
    queryFn: async ({ signal }) => {
      try {
        return await readReport({ path: { interview_id: interviewId }, signal });
      } catch (error) {
        if (isApiError(error, "ReportNotReady")) return null;
        throw error;
      }
    },
    staleTime: ({ state }) => (state.data ? Infinity : 0),
    refetchInterval: ({ state }) => (state.data === null ? POLL_MS : false),
  });

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

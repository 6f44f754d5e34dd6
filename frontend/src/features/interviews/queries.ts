import { queryOptions } from "@tanstack/react-query";

import { listInterviews, readConfig, readInterview, readTranscripts } from "@/client";

/** The user's own interviews, newest first. */
export const interviewsQuery = queryOptions({
  queryKey: ["interviews"],
  queryFn: ({ signal }) => listInterviews({ signal }),
  select: (interviews) => interviews.toSorted((a, b) => b.created_at.localeCompare(a.created_at)),
});

export const interviewQuery = (id: string) =>
  queryOptions({
    queryKey: ["interviews", id],
    queryFn: ({ signal }) => readInterview({ path: { interview_id: id }, signal }),
  });

/** What was said, with the times of its words. */
export const transcriptsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "transcripts"],
    queryFn: ({ signal }) => readTranscripts({ path: { interview_id: interviewId }, signal }),
  });

/** What the platform runs: its engines and the languages they know. */
export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => readConfig({ signal }),
  staleTime: Infinity,
});

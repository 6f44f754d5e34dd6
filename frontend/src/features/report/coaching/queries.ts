import { queryOptions } from "@tanstack/react-query";

import { readDeliveryCoaching, readTranscripts } from "@/client";

/** When the candidate came across how, and what to practise. */
export const coachingQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "delivery", "coaching"],
    queryFn: ({ signal }) => readDeliveryCoaching({ path: { interview_id: interviewId }, signal }),
  });

/** What was said, with the times of its words. */
export const transcriptsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "transcripts"],
    queryFn: ({ signal }) => readTranscripts({ path: { interview_id: interviewId }, signal }),
  });

import { queryOptions } from "@tanstack/react-query";

import { readDeliveryCoaching } from "@/client";

/** When the candidate came across how, and what to practise. */
export const coachingQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "delivery", "coaching"],
    queryFn: ({ signal }) => readDeliveryCoaching({ path: { interview_id: interviewId }, signal }),
  });

import { queryOptions } from "@tanstack/react-query";

import { listShares, type SharePart } from "@/client";

/** What a link can show, in the order in which it is offered. */
export const PARTS = ["scores", "words", "coaching"] as const satisfies readonly SharePart[];

/** The links to a report, newest first. How often each was opened changes meanwhile. */
export const sharesQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "shares"],
    queryFn: ({ signal }) => listShares({ path: { interview_id: interviewId }, signal }),
    staleTime: 0,
  });

import { queryOptions } from "@tanstack/react-query";

import { listRecordings, openPlayback } from "@/client";

/** What was recorded of an interview, by turn and take. */
export const recordingsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "recordings"],
    queryFn: ({ signal }) => listRecordings({ path: { interview_id: interviewId }, signal }),
  });

/** The player's cookie is good for a quarter of an hour. */
const COOKIE_MS = 12 * 60 * 1_000;

/** Lets this browser play the recordings for as long as the page shows them. */
export const playbackQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "playback"],
    queryFn: async ({ signal }) => {
      await openPlayback({ path: { interview_id: interviewId }, signal });
      return true;
    },
    staleTime: COOKIE_MS,
    refetchInterval: COOKIE_MS,
    gcTime: 0,
  });

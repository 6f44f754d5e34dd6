import { queryOptions } from "@tanstack/react-query";

import { listInterviews, readConfig, readInterview, readTranscripts } from "@/client";
import { everyPage } from "@/lib/every-page";

/** The user's own interviews, newest first. */
export const interviewsQuery = queryOptions({
  queryKey: ["interviews"],
  queryFn: async ({ signal }) => {
    const pages = await everyPage((after) => listInterviews({ query: { after }, signal }));
    return pages.flatMap(({ interviews }) => interviews);
  },
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

import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";

import { readReview, type InterviewToReview } from "@/client";

/** How often to look while the answers are being judged anew. */
const POLL_MS = 5_000;

/** Reading it goes into the audit log as a view, so it is read when the page opens, and not at every glance. */
export const reviewQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "review"],
    queryFn: ({ signal }) => readReview({ path: { interview_id: interviewId }, signal }),
    staleTime: Infinity,
    refetchInterval: ({ state }) => (state.data?.being_judged ? POLL_MS : false),
  });

/** An act that answers with the interview as it stands after it. */
export function useActOn<Wanted>(
  interviewId: string,
  act: (wanted: Wanted) => Promise<InterviewToReview>,
): UseMutationResult<InterviewToReview, Error, Wanted> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (review) => {
      queryClient.setQueryData(reviewQuery(interviewId).queryKey, review);
    },
  });
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { decideConsent, readConsents } from "@/client";

import { changedDecisions, readDecisions, type Decisions } from "./decisions";

/** What the user agrees to now, by purpose. */
export const consentsQuery = queryOptions({
  queryKey: ["consents"],
  queryFn: ({ signal }) => readConsents({ signal }),
  select: readDecisions,
});

/** Sends the decisions that differ from those on the record. */
export function useDecide() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: Decisions) => {
      const current = readDecisions(
        await queryClient.query({ ...consentsQuery, staleTime: 0, select: undefined }),
      );
      try {
        for (const decision of changedDecisions(current, wanted)) await decideConsent({ body: decision });
      } finally {
        await queryClient.invalidateQueries({ queryKey: consentsQuery.queryKey });
      }
    },
  });
}

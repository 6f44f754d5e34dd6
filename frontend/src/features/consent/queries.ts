import { queryOptions, useMutation, useQueryClient, type Query } from "@tanstack/react-query";

import { decideConsent, readConfig, readConsents } from "@/client";

import { changedDecisions, readDecisions, requireShownText, type Decisions } from "./decisions";

/** What the user agrees to now, by purpose. */
export const consentsQuery = queryOptions({
  queryKey: ["consents"],
  queryFn: ({ signal }) => readConsents({ signal }),
  select: readDecisions,
});

function isOfRecordings({ queryKey }: Query): boolean {
  return queryKey[2] === "recordings";
}

/** Sends the decisions that differ from those on the record. A page with outdated texts can only withdraw. */
export function useDecide() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: Decisions) => {
      const current = readDecisions(
        await queryClient.query({ ...consentsQuery, staleTime: 0, select: undefined }),
      );
      const decisions = changedDecisions(current, wanted);
      if (decisions.length > 0) requireShownText(decisions, (await readConfig()).consent_version);
      try {
        for (const decision of decisions) await decideConsent({ body: decision });
      } finally {
        await queryClient.invalidateQueries({ queryKey: consentsQuery.queryKey });
        // Withdrawing deletes what was recorded.
        await queryClient.invalidateQueries({ queryKey: ["interviews"], predicate: isOfRecordings });
      }
    },
  });
}

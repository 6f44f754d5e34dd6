import { queryOptions } from "@tanstack/react-query";

import { listAcceptedInvitations, openInvitation } from "@/client";
import { keptToken } from "@/lib/kept-token";

export const keptInvitation = keptToken("visavis.invitation");

/** What the link with this token invites to, as this account, or nobody yet, sees it. */
export function welcomeQuery(token: string, userId: string | null) {
  return queryOptions({
    queryKey: ["invitation", token, userId],
    queryFn: ({ signal }) => openInvitation({ body: { token }, signal }),
  });
}

/** What the user's own screening interviews are for. */
export const acceptedQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) => listAcceptedInvitations({ signal }),
});

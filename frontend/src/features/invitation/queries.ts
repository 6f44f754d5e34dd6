import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";

import { listAcceptedInvitations, openInvitation, type AcceptedInvitation } from "@/client";
import { everyPage } from "@/lib/every-page";
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
  queryFn: async ({ signal }) => {
    const pages = await everyPage((after) => listAcceptedInvitations({ query: { after }, signal }));
    return pages.flatMap(({ invitations }) => invitations);
  },
});

/** What the interview is for, where an organisation invited to it. */
export function useInvitation(interviewId: string): AcceptedInvitation | undefined {
  const { data } = useSuspenseQuery(acceptedQuery);
  return data.find((invitation) => invitation.interview_id === interviewId);
}

import { infiniteQueryOptions } from "@tanstack/react-query";

import { listInvitations, type Imported, type InvitationState, type Language } from "@/client";
import { sendForm } from "@/lib/upload";

export const STATES = ["waiting", "accepted", "declined", "revoked", "expired"] as const;

export interface Filters {
  state: InvitationState | null;
  q: string;
}

export function invitationsQuery(postingId: string, { state, q }: Filters) {
  return infiniteQueryOptions({
    queryKey: ["postings", postingId, "invitations", state, q],
    queryFn: ({ pageParam, signal }) =>
      listInvitations({
        path: { posting_id: postingId },
        query: { q, ...(state && { state }), ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** All that was asked about a posting's invitations, to ask for it anew. */
export function invitationsKey(postingId: string) {
  return ["postings", postingId, "invitations"];
}

export async function importFile(postingId: string, file: File, language: Language): Promise<Imported> {
  const form = new FormData();
  form.append("file", file);
  const path = `/api/job-postings/${postingId}/invitations/import?language=${language}`;
  const answer = await sendForm(path, form, () => undefined, new AbortController().signal);
  return answer as Imported;
}

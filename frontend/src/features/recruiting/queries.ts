import { queryOptions } from "@tanstack/react-query";

import { listMemberInvitations, listMembers, listOrganisations, readMemberInvitation } from "@/client";
import type { OrganisationOut } from "@/client";
import { storage } from "@/lib/preferences";

const CHOSEN_KEY = "visavis.organisation";

export const organisationsQuery = queryOptions({
  queryKey: ["organisations"],
  queryFn: ({ signal }) => listOrganisations({ signal }),
});

/** The organisation that this browser showed last, of those that the user belongs to. */
export function chosenOrganisation(organisations: OrganisationOut[]): OrganisationOut | null {
  const chosen = storage.read(CHOSEN_KEY);
  return organisations.find(({ id }) => id === chosen) ?? organisations[0] ?? null;
}

export function chooseOrganisation(id: string): void {
  storage.write(CHOSEN_KEY, id);
}

export function membersQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "members"],
    queryFn: ({ signal }) => listMembers({ path: { organisation_id: organisationId }, signal }),
  });
}

/** Only owners may ask. */
export function memberInvitationsQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "invitations"],
    queryFn: ({ signal }) => listMemberInvitations({ path: { organisation_id: organisationId }, signal }),
  });
}

/** What the link with this token invites to. */
export function waitingInvitationQuery(token: string) {
  return queryOptions({
    queryKey: ["member-invitation", token],
    queryFn: ({ signal }) => readMemberInvitation({ body: { token }, signal }),
    staleTime: Infinity,
  });
}

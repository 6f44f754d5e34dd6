import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { chooseOrganisation, organisationsQuery } from "../queries";
import { keptToken } from "./kept-token";

/** Forgets the link that was used, and goes to the organisation's pages. */
export function useArrival(): (organisationId?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async (organisationId) => {
    keptToken.forget();
    if (organisationId !== undefined) chooseOrganisation(organisationId);
    queryClient.removeQueries({ queryKey: organisationsQuery.queryKey });
    await navigate({ to: "/recruiting", replace: true });
  };
}

import { queryOptions } from "@tanstack/react-query";

import { listDeliveries, listTokens, listWebhooks } from "@/client";

export function tokensQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "tokens"],
    queryFn: ({ signal }) => listTokens({ path: { organisation_id: organisationId }, signal }),
  });
}

export function webhooksQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "webhooks"],
    queryFn: ({ signal }) => listWebhooks({ path: { organisation_id: organisationId }, signal }),
  });
}

const LOOK_AGAIN_MS = 5000;

/** Looked at again and again while they are shown: messages go out by themselves. */
export function deliveriesQuery(organisationId: string, webhookId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "webhooks", webhookId, "deliveries"],
    queryFn: ({ signal }) =>
      listDeliveries({ path: { organisation_id: organisationId, webhook_id: webhookId }, signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

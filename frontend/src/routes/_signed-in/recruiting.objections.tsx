import { createFileRoute } from "@tanstack/react-router";

import { receivedObjectionsQuery } from "@/features/rights/queries";
import { ReceivedPage } from "@/features/rights/received-page";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/recruiting/objections")({
  loader: async ({ context: { organisation, queryClient } }) => {
    await Promise.all([
      loadTexts("rights"),
      queryClient.query({ ...receivedObjectionsQuery(organisation.id), staleTime: 0 }),
    ]);
  },
  component: ObjectionsRoute,
});

function ObjectionsRoute() {
  const { organisation } = Route.useRouteContext();
  return <ReceivedPage key={organisation.id} organisation={organisation} />;
}

import { createFileRoute, notFound, redirect } from "@tanstack/react-router";

import { chosenOrganisation, organisationsQuery } from "@/features/recruiting/queries";
import { loadTexts } from "@/i18n/load";

/** The pages of those who hire. Whose pages they are, routes below find in `context.organisation`. */
export const Route = createFileRoute("/_signed-in/recruiting")({
  beforeLoad: async ({ context }) => {
    // Routes throw what they find instead.
    if (context.user.role === "candidate") throw notFound();
    const organisation = chosenOrganisation(await context.queryClient.query(organisationsQuery));
    if (organisation === null) throw redirect({ to: "/no-organisation", replace: true });
    return { organisation };
  },
  loader: () => loadTexts("recruiting"),
});

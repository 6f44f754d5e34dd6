import { createFileRoute, notFound } from "@tanstack/react-router";

import { loadTexts } from "@/i18n/load";

/** Administrators' pages; to everybody else they do not exist. */
export const Route = createFileRoute("/_signed-in/admin")({
  beforeLoad: ({ context }) => {
    // Routes throw what they find instead.
    if (context.user.role !== "admin") throw notFound();
  },
  loader: () => loadTexts("admin"),
});

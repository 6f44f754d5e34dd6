import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_signed-in/recruiting/")({
  beforeLoad: () => {
    // Routes throw redirects.
    throw redirect({ to: "/recruiting/postings", replace: true });
  },
});

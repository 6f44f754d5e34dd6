import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_signed-in/admin/")({
  beforeLoad: () => {
    // Routes throw redirects.
    throw redirect({ to: "/admin/system", replace: true });
  },
});

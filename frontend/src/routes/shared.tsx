import { createFileRoute, redirect } from "@tanstack/react-router";

import { restoreQuietly } from "@/features/auth/guards";
import { keptShare } from "@/features/shared-report/queries";
import { NoSharedReport, SharedReportPage } from "@/features/shared-report/shared-report-page";
import { loadTexts } from "@/i18n/load";

/** Where the link to a shared report leads: /shared#<token>. */
export const Route = createFileRoute("/shared")({
  beforeLoad: async ({ context, location }) => {
    if (location.hash !== "") {
      keptShare.keep(location.hash);
      // Routes throw redirects.
      throw redirect({ to: "/shared", replace: true });
    }
    await restoreQuietly({ context });
  },
  loader: async () => {
    await loadTexts("sharing", "report");
    return { token: keptShare.read() };
  },
  component: SharedRoute,
});

function SharedRoute() {
  const { token } = Route.useLoaderData();
  return token === null ? <NoSharedReport /> : <SharedReportPage key={token} token={token} />;
}

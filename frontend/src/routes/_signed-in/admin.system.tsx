import { createFileRoute } from "@tanstack/react-router";

import { systemQuery } from "@/features/admin/queries";
import { SystemPage } from "@/features/admin/system/system-page";

export const Route = createFileRoute("/_signed-in/admin/system")({
  loader: async ({ context }) => {
    await context.queryClient.query({ ...systemQuery, staleTime: 0 });
  },
  component: SystemPage,
});

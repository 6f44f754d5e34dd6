import { createFileRoute } from "@tanstack/react-router";

import { variantsQuery } from "@/features/admin/queries";
import { VariantsPage } from "@/features/admin/variants/variants-page";

export const Route = createFileRoute("/_signed-in/admin/variants")({
  loader: async ({ context }) => {
    await context.queryClient.query(variantsQuery);
  },
  component: VariantsPage,
});

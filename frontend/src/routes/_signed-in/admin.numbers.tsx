import { createFileRoute } from "@tanstack/react-router";

import { NumbersPage } from "@/features/admin/numbers/numbers-page";
import { numbersQuery } from "@/features/admin/queries";

export const Route = createFileRoute("/_signed-in/admin/numbers")({
  loader: async ({ context }) => {
    await context.queryClient.query(numbersQuery);
  },
  component: NumbersPage,
});

import { createFileRoute } from "@tanstack/react-router";

import { BankPage } from "@/features/bank/bank-page";
import { readSearch } from "@/features/bank/filters";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/admin/questions/")({
  validateSearch: readSearch,
  loader: () => loadTexts("bank"),
  component: BankRoute,
});

function BankRoute() {
  return <BankPage search={Route.useSearch()} />;
}

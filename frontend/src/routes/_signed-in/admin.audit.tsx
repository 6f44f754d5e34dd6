import { createFileRoute } from "@tanstack/react-router";

import { AuditPage } from "@/features/admin/audit/audit-page";
import { readSearch } from "@/features/admin/audit/search";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/_signed-in/admin/audit")({
  validateSearch: readSearch,
  loader: () => loadTexts("audit"),
  component: Audit,
});

function Audit() {
  const navigate = Route.useNavigate();
  return (
    <AuditPage
      search={Route.useSearch()}
      onSearch={(search) => {
        void navigate({ search, replace: true });
      }}
    />
  );
}

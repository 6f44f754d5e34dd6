import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { exportAuditLog } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { saveFile } from "@/lib/save-file";

import type { AuditFilters } from "../queries";

/** Saves what the filters admit as a table for spreadsheets. */
export function ExportButton({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation("audit");
  const exporting = useMutation({
    mutationFn: () => exportAuditLog({ query: filters, parseAs: "blob" }),
    onSuccess: (table) => {
      saveFile(table, `visavis-audit-${new Date().toISOString().slice(0, 10)}.csv`);
    },
  });
  return (
    <div className="space-y-3">
      <Button
        variant="outline"
        aria-disabled={exporting.isPending || undefined}
        onClick={() => {
          if (!exporting.isPending) exporting.mutate();
        }}
      >
        {exporting.isPending ? <Spinner /> : <Download aria-hidden />}
        {t("export")}
      </Button>
      <p role="status" className="text-label text-muted empty:hidden">
        {exporting.isPending && t("exporting")}
        {exporting.isSuccess && t("exported")}
      </p>
      <Failure error={exporting.error} />
    </div>
  );
}

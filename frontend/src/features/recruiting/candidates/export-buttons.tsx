import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { exportCandidatesAsCsv, exportCandidatesAsJson } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { saveFile } from "@/lib/save-file";

import { filtersOf, type CandidateSearch } from "./queries";

const FORMS = { csv: exportCandidatesAsCsv, json: exportCandidatesAsJson } as const;
type Form = keyof typeof FORMS;

/** Saves all that the filters admit, not only what the list shows so far. */
export function ExportButtons({
  organisationId,
  search,
}: {
  organisationId: string;
  search: CandidateSearch;
}) {
  const { t } = useTranslation("candidates");
  const exporting = useMutation({
    mutationFn: async (form: Form) => {
      const file = await FORMS[form]({ query: filtersOf(organisationId, search), parseAs: "blob" });
      saveFile(file as Blob, `visavis-candidates.${form}`);
    },
  });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-3">
        {(["csv", "json"] as const).map((form) => (
          <Button
            key={form}
            variant="outline"
            disabled={exporting.isPending}
            onClick={() => {
              exporting.mutate(form);
            }}
          >
            {exporting.isPending && exporting.variables === form ? <Spinner /> : <Download aria-hidden />}
            {t(`export.${form}`)}
          </Button>
        ))}
      </div>
      <Failure error={exporting.error} />
    </div>
  );
}

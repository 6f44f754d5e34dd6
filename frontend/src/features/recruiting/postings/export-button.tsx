import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { exportPosting, type PostingOut } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { fileName, saveFile } from "@/lib/save-file";

/** Saves a posting with the newest version of its plan, to be kept or imported elsewhere. */
export function ExportButton({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await exportPosting({ path: { posting_id: posting.id }, parseAs: "blob" });
      saveFile(file, fileName(posting.title, "yaml"));
    },
  });
  return (
    <div className="space-y-3">
      <Button
        variant="outline"
        disabled={exporting.isPending}
        onClick={() => {
          exporting.mutate();
        }}
      >
        {exporting.isPending ? <Spinner /> : <Download aria-hidden />}
        {t("export")}
      </Button>
      <Failure error={exporting.error} />
    </div>
  );
}

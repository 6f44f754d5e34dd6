import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { readReportPdf } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { isApiError } from "@/lib/errors";
import { saveFile } from "@/lib/save-file";

/** The server itself waits some seconds for the document each time. */
const TRIES = 6;
const PAUSE_MS = 2000;

/** Saves the report as a PDF in the language of the page. It is made on demand, which may take a moment. */
export function DownloadPdf({ interviewId, endedAt }: { interviewId: string; endedAt: string }) {
  const { t } = useTranslation("report");
  const download = useMutation({
    mutationFn: () =>
      readReportPdf({
        path: { interview_id: interviewId },
        query: { language: currentLanguage() },
        parseAs: "blob",
      }),
    retry: (failures, error) => failures < TRIES && isApiError(error, "PdfNotReady"),
    retryDelay: PAUSE_MS,
    onSuccess: (document) => {
      saveFile(document, `visavis-report-${endedAt.slice(0, 10)}.pdf`);
    },
  });

  return (
    <div className="space-y-3">
      <Button
        variant="outline"
        aria-disabled={download.isPending}
        onClick={() => {
          if (!download.isPending) download.mutate();
        }}
      >
        {download.isPending ? <Spinner /> : <Download aria-hidden />}
        {t("pdf.download")}
      </Button>
      <p role="status" className="sr-only">
        {download.isPending && t("pdf.making")}
        {download.isSuccess && t("pdf.saved")}
      </p>
      <Failure error={download.error} />
    </div>
  );
}

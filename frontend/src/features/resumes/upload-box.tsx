import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ResumeSummary } from "@/client";
import { Alert } from "@/components/ui/alert";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { formatShare } from "@/lib/format";

import { resumesQuery, uploadFile } from "./queries";

const ACCEPTED = ".pdf,.docx,.hwpx,.md,.txt";

/** Takes a file, chosen or dropped, and shows how much of it has left. */
export function UploadBox({ onUploaded }: { onUploaded?: (resume: ResumeSummary) => void }) {
  const { t } = useTranslation("resumes");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const leaving = useRef<AbortController>(null);
  const hintId = useId();
  const [share, setShare] = useState(0);

  const uploading = useMutation({
    mutationFn: (file: File) => {
      setShare(0);
      leaving.current = new AbortController();
      return uploadFile(file, setShare, leaving.current.signal);
    },
    onSuccess: async (resume) => {
      await queryClient.invalidateQueries({ queryKey: resumesQuery.queryKey });
      onUploaded?.(resume);
    },
  });
  useEffect(() => () => leaving.current?.abort(), []);

  return (
    <section aria-label={t("upload.label")} className="space-y-4">
      {uploading.isPending ? (
        <div className="space-y-3 rounded-card border-2 border-dashed border-control px-6 py-12">
          <p role="status" className="wrap-anywhere">
            {t("upload.sending", { file: uploading.variables.name })}{" "}
            <span className="figures">{formatShare(share, currentLanguage())}</span>
          </p>
          <progress
            className="h-3 w-full overflow-hidden rounded-full bg-sunken accent-accent"
            value={share}
            aria-label={t("upload.progress")}
          />
        </div>
      ) : (
        // The browser's own input lies over the whole box: it takes clicks, keys and files that are dropped.
        <div className="relative flex flex-col items-center gap-4 rounded-card border-2 border-dashed border-control px-6 py-10 text-center transition-colors focus-within:border-accent focus-within:bg-accent-soft hover:border-accent">
          <input
            type="file"
            accept={ACCEPTED}
            className="absolute inset-0 cursor-pointer opacity-0"
            aria-label={t("upload.choose")}
            aria-describedby={hintId}
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) uploading.mutate(file);
            }}
          />
          <span
            aria-hidden
            className="inline-flex h-14 items-center gap-2 rounded-control bg-accent px-7 text-body font-semibold text-on-accent"
          >
            <FileUp className="size-[1.15em]" />
            {t("upload.choose")}
          </span>
          <p id={hintId} className="max-w-reading text-label text-muted">
            {t("upload.hint")}
          </p>
        </div>
      )}
      {uploading.error !== null && (
        <Alert tone="danger" role="alert" title={t("upload.refused")}>
          {describeError(uploading.error, common)}
        </Alert>
      )}
    </section>
  );
}

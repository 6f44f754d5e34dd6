import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { AskForResume, ResumeSummary } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { UploadBox } from "@/features/resumes/upload-box";

import { readiness } from "./readiness";

interface ResumeChoiceProps {
  ask: AskForResume;
  resumes: ResumeSummary[];
  chosen: ResumeSummary | null;
  onChoose: (id: string | null) => void;
}

/** One of the candidate's résumés to go with the interview, or another that is uploaded here. */
export function ResumeChoice({ ask, resumes, chosen, onChoose }: ResumeChoiceProps) {
  const { t } = useTranslation("invitation");
  const { t: ofResumes } = useTranslation("resumes");
  const hintId = useId();
  const state = readiness(ask, chosen);
  const label = t(ask === "required" ? "resume.needed" : "resume.label");
  return (
    <div className="space-y-4 rounded-panel border bg-raised p-5">
      {resumes.length === 0 ? (
        <p className="text-label font-semibold">{label}</p>
      ) : (
        <Select
          label={label}
          aria-describedby={hintId}
          value={chosen?.id ?? ""}
          onChange={(event) => {
            onChoose(event.target.value === "" ? null : event.target.value);
          }}
        >
          <option value="">{t(ask === "required" ? "resume.choose" : "resume.without")}</option>
          {resumes.map(({ id, file_name, state: read }) => (
            <option key={id} value={id}>
              {read === "parsed" ? file_name : `${file_name} · ${ofResumes(`state.${read}`)}`}
            </option>
          ))}
        </Select>
      )}
      <p id={hintId} className="text-label text-muted">
        {t("resume.hint")}
      </p>
      <div role="status">
        {state === "reading" && (
          <p className="flex items-center gap-3 text-label">
            <Spinner />
            {t("resume.reading")}
          </p>
        )}
        {state === "failed" && (
          <Alert tone="danger" title={ofResumes("failed")}>
            {chosen?.error?.detail}
          </Alert>
        )}
      </div>
      <details open={(ask === "required" && resumes.length === 0) || undefined}>
        <summary className="cursor-pointer text-label text-accent">{t("resume.upload")}</summary>
        <div className="mt-4">
          <UploadBox
            onUploaded={({ id }) => {
              onChoose(id);
            }}
          />
        </div>
      </details>
    </div>
  );
}

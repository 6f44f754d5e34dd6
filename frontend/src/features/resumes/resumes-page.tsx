import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileText, ListChecks, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ResumeSummary } from "@/client";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { DeleteResume } from "./delete-resume";
import { resumesQuery } from "./queries";
import { StateBadge } from "./state-badge";
import { UploadBox } from "./upload-box";

/** The candidate's résumés, and where another is uploaded. */
export function ResumesPage() {
  const { t } = useTranslation("resumes");
  const { data: resumes } = useSuspenseQuery(resumesQuery);

  return (
    <Page title={t("title")} className="max-w-4xl">
      <PageHeader
        back={<BackLink to={<Link to="/home" />}>{t("back")}</BackLink>}
        title={t("title")}
        lead={t("lead")}
        className="mb-8"
      />
      <UploadBox />
      {resumes.length === 0 ? (
        <HowItGoes />
      ) : (
        <section aria-labelledby="resumes" className="mt-10">
          <h2 id="resumes" className="mb-4 text-title">
            {t("list")}
          </h2>
          <ul className="space-y-3">
            {resumes.map((resume) => (
              <li key={resume.id}>
                <ResumeRow resume={resume} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

/** What happens with a résumé, for whoever has none here yet. */
function HowItGoes() {
  const { t } = useTranslation("resumes");
  const steps = [
    { key: "read", Icon: FileText },
    { key: "correct", Icon: ListChecks },
    { key: "private", Icon: Lock },
  ] as const;
  return (
    <Card className="mt-8">
      <h2 className="mb-5 text-title">{t("empty.title")}</h2>
      <ul className="space-y-5">
        {steps.map(({ key, Icon }) => (
          <li key={key} className="flex gap-4">
            <Icon aria-hidden className="mt-1 size-6 shrink-0 stroke-[1.5] text-accent" />
            <div>
              <h3 className="font-semibold">{t(`empty.${key}.title`)}</h3>
              <p className="text-muted">{t(`empty.${key}.detail`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ResumeRow({ resume }: { resume: ResumeSummary }) {
  const { t } = useTranslation("resumes");
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-4 rounded-card px-6 py-5 glass">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lead font-semibold">
          <span className="min-w-0 wrap-anywhere">{resume.file_name}</span>
          <StateBadge state={resume.state} />
        </p>
        <p className="text-label text-muted figures">
          {formatDateTime(resume.created_at, currentLanguage())}
          {resume.target_role !== null && ` · ${resume.target_role}`}
        </p>
        {resume.read_by.length > 0 && (
          <p className="text-label text-muted">
            {t("readBy.short", { organisations: resume.read_by.join(", ") })}
          </p>
        )}
        {resume.error !== null && <p className="text-label text-danger">{resume.error.detail}</p>}
      </div>
      <div className="flex flex-wrap gap-3">
        {resume.state === "parsed" && (
          <Button
            aria-label={t("openOf", { file: resume.file_name })}
            render={<Link to="/resumes/$resumeId" params={{ resumeId: resume.id }} />}
          >
            {t("open")}
          </Button>
        )}
        <DeleteResume resume={resume} />
      </div>
    </div>
  );
}

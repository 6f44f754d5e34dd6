import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ResumeOut } from "@/client";
import { Page } from "@/components/page";
import { BackLink } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { CareerChangeNote } from "./career-change-note";
import { DeleteResume } from "./delete-resume";
import { resumeQuery } from "./queries";
import { NewSection, Section } from "./section";
import { StateBadge } from "./state-badge";
import { TargetRoleForm } from "./target-role-form";

/** What was read in a résumé, to be corrected. */
export function ResumePage({ resumeId }: { resumeId: string }) {
  const { t } = useTranslation("resumes");
  const navigate = useNavigate();
  const { data: resume } = useSuspenseQuery(resumeQuery(resumeId));

  return (
    <Page title={resume.file_name} className="max-w-4xl">
      <header className="mb-10 space-y-3">
        <BackLink to={<Link to="/resumes" />}>{t("title")}</BackLink>
        <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <div className="min-w-0 space-y-2">
            <h1 className="text-headline wrap-anywhere">{resume.file_name}</h1>
            <p className="flex flex-wrap items-center gap-3 text-label text-muted figures">
              <StateBadge state={resume.state} />
              {formatDateTime(resume.created_at, currentLanguage())}
            </p>
          </div>
          <DeleteResume
            resume={resume}
            onDeleted={async () => {
              await navigate({ to: "/resumes", replace: true });
            }}
          />
        </div>
      </header>
      {resume.read_by.length > 0 && (
        <Alert className="mb-8" title={t("readBy.short", { organisations: resume.read_by.join(", ") })}>
          {t("readBy.detail")}
        </Alert>
      )}
      {resume.error !== null && (
        <Alert tone="danger" title={t("failed")}>
          {resume.error.detail}
        </Alert>
      )}
      {resume.state === "parsed" && <WhatWasRead resume={resume} />}
    </Page>
  );
}

function WhatWasRead({ resume }: { resume: ResumeOut }) {
  const { t } = useTranslation("resumes");
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className="space-y-12">
      <section aria-labelledby="target" className="space-y-5">
        <h2 id="target" className="text-title">
          {t("target.title")}
        </h2>
        <TargetRoleForm resume={resume} />
        {resume.career_change !== null && <CareerChangeNote change={resume.career_change} />}
      </section>
      <section aria-labelledby="sections" className="space-y-5">
        <div className="space-y-1">
          <h2 id="sections" className="text-title">
            {t("sections.title")}
          </h2>
          <p className="text-muted">{t("sections.lead")}</p>
        </div>
        {resume.sections.length === 0 && <p>{t("sections.none")}</p>}
        <ul className="space-y-4">
          {resume.sections.map((section) => (
            <li key={section.id}>
              <Section resume={resume} section={section} />
            </li>
          ))}
        </ul>
        {isAdding ? (
          <NewSection
            resume={resume}
            onClose={() => {
              setIsAdding(false);
            }}
          />
        ) : (
          <Button
            variant="outline"
            onClick={() => {
              setIsAdding(true);
            }}
          >
            <Plus aria-hidden />
            {t("sections.add")}
          </Button>
        )}
      </section>
    </div>
  );
}

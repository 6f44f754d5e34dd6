import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Explanation } from "@/client";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { Acts } from "./acts";
import { EraseInterview } from "./erase-interview";
import { ExplainedAnswers } from "./explained-answers";
import { GroupsForm } from "./groups-form";
import { Objections } from "./objections";
import { Promised } from "./promised";
import { explanationQuery } from "./queries";
import { WhoDidWhat } from "./who-did-what";

/** How a result came about, until when it is kept, and what its candidate can do about it. */
export function ExplanationPage({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("rights");
  const { data: explanation } = useSuspenseQuery(explanationQuery(interviewId));
  const { posting, status } = explanation;
  const isOver = status === "completed" || status === "cancelled";
  return (
    <Page title={t("explanation.title")} className="max-w-4xl">
      <PageHeader
        back={
          <BackLink to={<Link to="/interviews/$interviewId/report" params={{ interviewId }} />}>
            {t("explanation.back")}
          </BackLink>
        }
        title={t("explanation.title")}
        lead={posting === null ? t("explanation.leadPractice") : t("explanation.leadScreening", posting)}
      />
      <div className="space-y-8">
        <Section title={t("who.title")}>
          <WhoDidWhat explanation={explanation} />
        </Section>
        {posting !== null && (
          <Section title={t("acts.title")} lead={t("acts.hint")}>
            <Acts acts={explanation.acts} />
          </Section>
        )}
        <Section title={t("answers.title")} lead={t("answers.lead")}>
          {!explanation.names_key_points && <p className="text-muted">{t("answers.withoutKeyPoints")}</p>}
          <ExplainedAnswers explanation={explanation} />
        </Section>
        {posting !== null && (
          <Section
            title={t("objections.title")}
            lead={t("objections.lead", { days: explanation.objection_days })}
          >
            <Objections interviewId={interviewId} isOver={isOver} />
          </Section>
        )}
        {posting !== null && isOver && (
          <Section title={t("groups.title")} lead={t("groups.lead")}>
            <GroupsForm interviewId={interviewId} />
          </Section>
        )}
        {posting?.promise != null && (
          <Section title={t("promise.title")} lead={t("promise.lead")}>
            <Promised promise={posting.promise} />
            {posting.resume !== null && (
              <p>
                {t("promise.resume")}{" "}
                <Link
                  to="/resumes/$resumeId"
                  params={{ resumeId: posting.resume.id }}
                  className="wrap-anywhere text-accent underline underline-offset-4"
                >
                  {posting.resume.file_name}
                </Link>
              </p>
            )}
          </Section>
        )}
        <Section title={t("kept.title")} lead={keptUntil(explanation, t)}>
          <EraseInterview interviewId={interviewId} mode={explanation.mode} />
        </Section>
      </div>
    </Page>
  );
}

function keptUntil(
  { posting, kept_until }: Explanation,
  t: ReturnType<typeof useTranslation<"rights">>["t"],
): string {
  if (posting === null) return t("kept.practice");
  const days = posting.retention_days;
  if (kept_until === null) return t("kept.notOver", { days });
  return t("kept.until", { days, date: formatDate(kept_until, currentLanguage()) });
}

function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card role="region" aria-labelledby={id} className="space-y-6">
      <div className="space-y-2">
        <h2 id={id} className="text-title">
          {title}
        </h2>
        {lead !== undefined && <p className="max-w-reading text-muted">{lead}</p>}
      </div>
      {children}
    </Card>
  );
}

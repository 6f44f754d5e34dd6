import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ComparedInterview, Comparison, CompetencyScore, OrganisationOut } from "@/client";
import { BackLink } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { InterviewLink } from "../interview-link";
import { RecruitingShell } from "../recruiting-shell";
import { Overridden, Score } from "./candidate-table";
import { comparisonQuery } from "./queries";

interface ComparePageProps {
  organisation: OrganisationOut;
  interviewIds: string[];
}

/** Interviews of one posting beside each other, by what the posting looks for. */
export function ComparePage({ organisation, interviewIds }: ComparePageProps) {
  const { t } = useTranslation("candidates");
  const { data: comparison } = useSuspenseQuery(comparisonQuery(interviewIds));
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("compare.title")}
      lead={comparison.job_posting}
      back={<BackLink to={<Link to="/recruiting/candidates" />}>{t("compare.back")}</BackLink>}
    >
      <div className="space-y-6">
        {comparison.differs.length > 0 && (
          <Alert tone="caution" title={t("compare.apart.title")}>
            {comparison.differs.map((reason) => (
              <p key={reason}>{t(`compare.apart.${reason}`)}</p>
            ))}
          </Alert>
        )}
        <Beside comparison={comparison} />
        <p className="max-w-reading text-caption text-muted">{t("compare.note")}</p>
      </div>
    </RecruitingShell>
  );
}

function Beside({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation("candidates");
  const hasAxes = comparison.differs.length > 0;
  return (
    <Table label={t("compare.title")} stacks="above" className="sm:min-w-200 sm:table-fixed">
      <thead>
        <tr>
          <TableHead scope="col" className="max-sm:hidden!">
            {t("compare.competency")}
          </TableHead>
          {comparison.interviews.map((interview) => (
            <TableHead key={interview.interview_id} scope="col" className="text-ink">
              <Whose interview={interview} hasAxes={hasAxes} />
            </TableHead>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {comparison.competencies.map(({ slug, name }) => (
          <tr key={slug}>
            <RowHead>{name}</RowHead>
            {comparison.interviews.map((interview) => (
              <TableCell key={interview.interview_id} label={interview.name}>
                <Cell interview={interview} slug={slug} />
              </TableCell>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Whose({ interview, hasAxes }: { interview: ComparedInterview; hasAxes: boolean }) {
  const { t } = useTranslation("candidates");
  return (
    <div className="space-y-1">
      <InterviewLink
        interviewId={interview.interview_id}
        candidate={interview.name}
        className="block text-body"
      />
      <span className="block font-normal text-muted figures">
        {t("compare.plan", { version: interview.judged_on ?? interview.plan_version })}
        {interview.completed_at !== null && ` · ${formatDate(interview.completed_at, currentLanguage())}`}
      </span>
      {hasAxes && interview.axis !== null && (
        <Badge tone="caution">{t("compare.axis", { axis: interview.axis })}</Badge>
      )}
    </div>
  );
}

function Cell({ interview, slug }: { interview: ComparedInterview; slug: string }) {
  const { t } = useTranslation("candidates");
  if (interview.withheld !== null)
    return <p className="text-label text-muted">{t(`compare.withheld.${interview.withheld}`)}</p>;
  const competency = interview.competencies?.find((one) => one.competency === slug);
  return competency === undefined ? null : <Judged competency={competency} language={interview.language} />;
}

function Judged({ competency, language }: { competency: CompetencyScore; language: string }) {
  const { t } = useTranslation("candidates");
  return (
    <div className="space-y-3">
      <div className="figures">
        <Score score={competency.score} />
        {competency.overridden && <Overridden />}
      </div>
      {competency.quotes.map((quote) => (
        <figure key={quote.quote} className="space-y-1">
          <blockquote className="border-l-3 border-accent pl-3 text-label wrap-anywhere" lang={language}>
            {quote.quote}
          </blockquote>
          <figcaption className="text-caption text-muted">
            {t("compare.quote", { question: quote.question, criterion: quote.criterion, band: quote.band })}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

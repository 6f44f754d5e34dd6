import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { CriterionChange, EarlierInterview, MeasuredScore, ReportAsRead } from "@/client";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { positionName } from "@/features/interviews/position-name";
import { currentLanguage } from "@/i18n";
import { formatDate, formatScore, formatTenths } from "@/lib/format";

import { SCORES } from "./score-names";

const ScoreTrends = lazy(() => import("./score-trends"));

/** This report beside the candidate's earlier ones. What another judge scored is listed, and never drawn. */
export function Earlier({ report }: { report: ReportAsRead }) {
  const { t } = useTranslation("report");
  const { earlier, criteria } = report.progress;
  if (earlier.length === 0) return null;
  const areAllComparable = earlier.every(({ comparable }) => comparable);

  return (
    <section aria-labelledby="earlier" className="space-y-6">
      <div className="max-w-3xl space-y-2">
        <h2 id="earlier" className="text-headline">
          {t("earlier.title")}
        </h2>
        <p className="text-muted">{t("earlier.lead")}</p>
      </div>
      <Card className="space-y-8">
        <Suspense fallback={<Skeleton className="h-44" />}>
          <ScoreTrends report={report} />
        </Suspense>
        {criteria.length > 0 && <Criteria criteria={criteria} language={report.language} />}
        <Interviews report={report} />
        {!areAllComparable && (
          <p className="px-4 text-caption text-muted">{t("earlier.notComparableDetail")}</p>
        )}
      </Card>
    </section>
  );
}

function Criteria({ criteria, language }: { criteria: CriterionChange[]; language: "ko" | "en" }) {
  const { t } = useTranslation("report");
  const shown = currentLanguage();
  return (
    <div className="space-y-2">
      <h3 className="text-label font-semibold">{t("earlier.criteria")}</h3>
      <ul className="grid gap-x-10 gap-y-1.5 sm:grid-cols-2">
        {criteria.map(({ criterion, name, before, now, interviews }) => (
          <li
            key={`${criterion} ${name}`}
            className="flex flex-wrap justify-between gap-x-4 border-b py-1.5 text-label"
          >
            <span lang={language}>{name}</span>
            <span className="text-muted figures">
              {t("earlier.criterion", {
                before: formatTenths(before, shown),
                now: formatTenths(now, shown),
                count: interviews,
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Interviews({ report }: { report: ReportAsRead }) {
  const { t } = useTranslation("report");
  return (
    <Table label={t("earlier.table")} className="min-w-160">
      <thead>
        <tr>
          <TableHead scope="col">{t("earlier.interview")}</TableHead>
          {SCORES.map(({ score, label }) => (
            <TableHead key={score} scope="col" className="whitespace-nowrap">
              {t(label)}
            </TableHead>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {report.progress.earlier.map((interview) => (
          <Row key={interview.interview_id} interview={interview} />
        ))}
        <tr>
          <th scope="row" className="px-4 py-3 text-label font-semibold">
            {t("earlier.this")}
          </th>
          {SCORES.map(({ score }) => (
            <Value key={score} score={report[score]} />
          ))}
        </tr>
      </tbody>
    </Table>
  );
}

function Row({ interview }: { interview: EarlierInterview }) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  return (
    <tr>
      <th scope="row" className="px-4 py-3 text-label font-normal">
        <Link
          to="/interviews/$interviewId/report"
          params={{ interviewId: interview.interview_id }}
          className="text-accent underline underline-offset-4"
        >
          {formatDate(interview.ended_at, currentLanguage())}
        </Link>{" "}
        <span className="text-muted">{positionName(interview.position, common)}</span>
      </th>
      {interview.comparable ? (
        SCORES.map(({ score }) => <Value key={score} score={interview[score]} />)
      ) : (
        <TableCell colSpan={SCORES.length} className="py-3 text-label text-muted">
          {t("earlier.notComparable")}
        </TableCell>
      )}
    </tr>
  );
}

function Value({ score }: { score: MeasuredScore }) {
  const { t } = useTranslation("report");
  return (
    <TableCell className="py-3 text-label figures">
      {score.value === null ? t("scores.unmeasured") : formatScore(score.value)}
    </TableCell>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewOut } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { reportQuery } from "@/features/report/queries";

import { practiceOf } from "./practice";

const ScoreTrends = lazy(() => import("@/features/report/score-trends"));

/** How much a candidate has practised, and how their scores went: nothing before there is something to show. */
export function PracticeProgress({ interviews }: { interviews: readonly InterviewOut[] }) {
  const { t } = useTranslation("home");
  const practice = practiceOf(interviews, new Date());
  if (practice === null) return null;
  const { weeks, interviews: count, thisWeek, latestScored } = practice;
  const figures = [
    { name: t("progress.weeks"), value: t("progress.weekCount", { count: weeks }) },
    { name: t("progress.interviews"), value: t("progress.times", { count }) },
    ...(thisWeek > 0
      ? [{ name: t("progress.thisWeek"), value: t("progress.times", { count: thisWeek }) }]
      : []),
  ];
  return (
    <section aria-labelledby="progress" className="mb-12">
      <h2 id="progress" className="mb-4 text-title">
        {t("progress.title")}
      </h2>
      <Card className="space-y-6">
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          {figures.map(({ name, value }) => (
            <div key={name}>
              <dt className="text-label text-muted">{name}</dt>
              <dd className="text-title font-bold figures">{value}</dd>
            </div>
          ))}
        </dl>
        {latestScored !== undefined && (
          <Suspense fallback={<Skeleton className="h-36" />}>
            <Trends interviewId={latestScored.id} />
          </Suspense>
        )}
      </Card>
    </section>
  );
}

function Trends({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("home");
  const { data: report, error } = useQuery(reportQuery(interviewId));
  if (report === undefined) return error === null ? <Skeleton className="h-36" /> : <Failure error={error} />;
  if (report === null || report === "failed") return null;
  return (
    <div className="space-y-5 border-t pt-6">
      {report.progress.changes.length > 0 ? (
        <ScoreTrends report={report} />
      ) : (
        <p className="max-w-reading text-muted">{t("progress.once")}</p>
      )}
      <Button
        variant="link"
        size="inline"
        className="text-label"
        render={<Link to="/interviews/$interviewId/report" params={{ interviewId }} />}
      >
        {t("progress.report")}
      </Button>
    </div>
  );
}

import { useTranslation } from "react-i18next";

import type { MeasuredScore, ReportAsRead, ReportScore } from "@/client";
import { currentLanguage } from "@/i18n";
import { formatDate, formatScore } from "@/lib/format";

import { SCORES } from "./score-names";
import { Trend, type TrendPoint } from "./trend";

/** Each score of a report with the comparable ones before it. */
export default function ScoreTrends({ report }: { report: ReportAsRead }) {
  const { t } = useTranslation("report");
  return (
    <div className="grid gap-8 sm:grid-cols-2 xl:grid-cols-4">
      {SCORES.map(({ score, label }) => (
        <ScoreTrend key={score} report={report} score={score} label={t(label)} />
      ))}
    </div>
  );
}

interface ScoreTrendProps {
  report: ReportAsRead;
  score: ReportScore;
  label: string;
}

function ScoreTrend({ report, score, label }: ScoreTrendProps) {
  const { t } = useTranslation("report");
  const now = report[score].value;
  const before = report.progress.earlier
    .filter(({ comparable }) => comparable)
    .flatMap((interview) => point(formatDate(interview.ended_at, currentLanguage()), interview[score]));
  const change = report.progress.changes.find((found) => found.score === score);
  return (
    <div className="space-y-2">
      <h3 className="text-label text-muted">{label}</h3>
      {now === null || change === undefined ? (
        <p className="text-label">{t("earlier.nothingToCompare")}</p>
      ) : (
        <>
          <p className="flex flex-wrap items-baseline gap-x-2 figures">
            <span className="text-title font-bold">{formatScore(now)}</span>
            <span className="text-label text-muted">
              {t("earlier.change", { change: signed(Math.round(now) - Math.round(change.before)) })}
              {change.within_stability && ` · ${t("earlier.within")}`}
            </span>
          </p>
          <Trend
            label={t("earlier.trend", { score: label })}
            points={[...before, ...point(t("earlier.this"), report[score])]}
          />
        </>
      )}
    </div>
  );
}

function point(name: string, { value, stability }: MeasuredScore): TrendPoint[] {
  return value === null ? [] : [{ name, value, range: stability }];
}

function signed(points: number): string {
  if (points === 0) return "±0";
  return points > 0 ? `+${points}` : `−${-points}`;
}

import { useTranslation } from "react-i18next";

import type { MeasuredScore, Scores as ReportScores } from "@/client";
import { Card } from "@/components/ui/card";
import { formatScore } from "@/lib/format";

import { UnmeasuredReason } from "./unmeasured";

export function Scores({ scores }: { scores: ReportScores }) {
  const { t } = useTranslation("report");
  return (
    <Card className="grid gap-10 p-8 sm:p-10 lg:grid-cols-[minmax(16rem,2fr)_3fr] lg:gap-14">
      <h2 className="sr-only">{t("scores.title")}</h2>
      <OverallScore score={scores.overall} />
      <div className="grid content-center gap-7">
        <AreaScore label={t("scores.technical")} score={scores.technical} />
        <AreaScore label={t("scores.communication")} score={scores.communication} />
        <AreaScore label={t("scores.culturalFit")} score={scores.cultural_fit} />
      </div>
    </Card>
  );
}

function Basis({ score }: { score: MeasuredScore }) {
  const { t } = useTranslation("report");
  return (
    <p className="text-caption text-muted figures">
      {t("scores.basis", { measured: score.criteria_measured, count: score.criteria_total })}
      {score.stability !== null && (
        <span className="block">
          {t("scores.stability", {
            count: score.stability.n,
            low: formatScore(score.stability.low),
            high: formatScore(score.stability.high),
          })}
        </span>
      )}
    </p>
  );
}

export function OverallScore({ score }: { score: MeasuredScore }) {
  const { t } = useTranslation("report");
  return (
    <div className="flex flex-col justify-center gap-3">
      <h3 className="text-lead text-muted">{t("scores.overall")}</h3>
      {score.value === null ? (
        <div className="space-y-1">
          <p className="text-headline font-bold">{t("scores.unmeasured")}</p>
          <p className="text-lead text-muted">
            <UnmeasuredReason reason={score.reason} />
          </p>
        </div>
      ) : (
        <p className="flex items-baseline gap-3 figures">
          <span className="text-figure font-bold">{formatScore(score.value)}</span>
          <span className="text-label text-muted">{t("scores.outOf")}</span>
        </p>
      )}
      <Basis score={score} />
    </div>
  );
}

export function AreaScore({ label, score }: { label: string; score: MeasuredScore }) {
  const { t } = useTranslation("report");
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="text-body">{label}</h3>
        {score.value === null ? (
          <p className="text-label">
            <span className="font-semibold">{t("scores.unmeasured")}</span>
            <span className="text-muted">
              {" · "}
              <UnmeasuredReason reason={score.reason} />
            </span>
          </p>
        ) : (
          <p className="text-title font-bold figures">{formatScore(score.value)}</p>
        )}
      </div>
      {score.value === null ? (
        <div aria-hidden className="h-2.5 rounded-full border border-dashed border-control" />
      ) : (
        <div aria-hidden className="relative h-2.5 rounded-full bg-sunken inset-ring inset-ring-line">
          <div className="h-full rounded-full bg-accent" style={{ width: `${score.value}%` }} />
          {score.stability !== null && (
            <div
              className="absolute -inset-y-1 border-x-2 border-ink before:absolute before:inset-x-0 before:top-1/2 before:h-px before:bg-ink"
              style={{ left: `${score.stability.low}%`, right: `${100 - score.stability.high}%` }}
            />
          )}
        </div>
      )}
      <Basis score={score} />
    </div>
  );
}

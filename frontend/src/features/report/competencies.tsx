import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { Language, MeasuredCompetency, MeasuredScore } from "@/client";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import { formatScore } from "@/lib/format";

import { UnmeasuredReason } from "./unmeasured";

const CompetencyRadar = lazy(() => import("./competency-radar"));

/** A radar of fewer axes has no area to look at. */
const FEWEST_DRAWN = 3;

interface CompetenciesProps {
  competencies: readonly MeasuredCompetency[];
  /** The interview's language, which the criteria's names are in. */
  language: Language;
}

/** What the answers come to by competency, as a radar where enough was measured, and as a table. */
export function Competencies({ competencies, language }: CompetenciesProps) {
  const { t } = useTranslation("report");
  const nameOf = useName();
  if (competencies.length === 0) return null;
  const isDrawn = competencies.filter(({ score }) => score.value !== null).length >= FEWEST_DRAWN;
  const isJudgedRepeatedly = competencies.some(({ score }) => score.stability !== null);
  return (
    <section aria-labelledby="competencies" className="space-y-6">
      <div className="max-w-3xl space-y-2">
        <h2 id="competencies" className="text-headline">
          {t("competencies.title")}
        </h2>
        <p className="text-muted">{t("competencies.lead")}</p>
        {isDrawn && isJudgedRepeatedly && <p className="text-muted">{t("competencies.band")}</p>}
        {!isDrawn && <p className="text-muted">{t("competencies.tooFew")}</p>}
      </div>
      <Card className={cn("grid items-center gap-8", isDrawn && "lg:grid-cols-2")}>
        {isDrawn && (
          <Suspense fallback={<Skeleton className="mx-auto aspect-6/5 w-full max-w-120" />}>
            <CompetencyRadar
              axes={competencies.map((competency) => ({
                name: nameOf(competency),
                value: competency.score.value,
                range: competency.score.stability,
                unmeasured: t("scores.unmeasured"),
              }))}
            />
          </Suspense>
        )}
        <Table label={t("competencies.table")} stacks="beside">
          <thead>
            <tr>
              <TableHead scope="col">{t("competencies.competency")}</TableHead>
              <TableHead scope="col">{t("competencies.score")}</TableHead>
              <TableHead scope="col">{t("competencies.range")}</TableHead>
              <TableHead scope="col">{t("competencies.basis")}</TableHead>
            </tr>
          </thead>
          <tbody className="divide-y border-y">
            {competencies.map((competency) => (
              <tr key={competency.criterion ?? competency.category}>
                <RowHead className="py-3 text-label" lang={competency.name === null ? undefined : language}>
                  {nameOf(competency)}
                </RowHead>
                <Figures score={competency.score} />
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </section>
  );
}

function useName(): (competency: MeasuredCompetency) => string {
  const { t } = useTranslation();
  return ({ category, name }) => name ?? (category === null ? "" : t(`category.${category}`));
}

function Figures({ score }: { score: MeasuredScore }) {
  const { t } = useTranslation("report");
  const { value, reason, stability, criteria_measured, criteria_total } = score;
  return (
    <>
      <TableCell label={t("competencies.score")} className="py-3 text-label figures">
        {value === null ? (
          <>
            {t("scores.unmeasured")}
            <span className="block text-caption text-muted">
              <UnmeasuredReason reason={reason} />
            </span>
          </>
        ) : (
          <span className="font-semibold">{formatScore(value)}</span>
        )}
      </TableCell>
      <TableCell label={t("competencies.range")} className="py-3 text-label text-muted figures">
        {stability === null
          ? t(value === null ? "competencies.noRange" : "competencies.once")
          : t("competencies.rangeOf", {
              low: formatScore(stability.low),
              high: formatScore(stability.high),
              count: stability.n,
            })}
      </TableCell>
      <TableCell label={t("competencies.basis")} className="py-3 text-label text-muted figures">
        {t("competencies.basisOf", { measured: criteria_measured, total: criteria_total })}
      </TableCell>
    </>
  );
}

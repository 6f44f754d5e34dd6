import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";
import { useStore } from "@/lib/store";

import type { TrainingBench } from "./bench";
import { readingOf, type Exercise, type Reading } from "./exercises";

/** How the exercise goes at the moment, or why that cannot be told. */
export function LiveGauge({ bench, exercise }: { bench: TrainingBench; exercise: Exercise }) {
  const { t } = useTranslation("training");
  const { t: common } = useTranslation();
  const link = useStore(bench.link);
  const samples = useStore(bench.samples);
  const retry = () => {
    bench.link.retry();
  };
  switch (link.kind) {
    case "connected":
      return <Gauge exercise={exercise} reading={readingOf(exercise, samples)} />;
    case "failed":
      return (
        <Alert role="alert" tone="danger" title={t("failed.title")}>
          <p>{t("failed.detail")}</p>
          <Button variant="outline" className="mt-3" onClick={retry}>
            {common("error.retry")}
          </Button>
        </Alert>
      );
    case "over":
      return (
        <div className="space-y-3">
          <p role="status">{t("over")}</p>
          <Button variant="outline" onClick={retry}>
            <RotateCw aria-hidden />
            {t("again")}
          </Button>
        </div>
      );
    case "waiting":
    case "connecting":
    case "reconnecting":
      return <p role="status">{t("connecting")}</p>;
    case "occupied":
      return <p role="status">{t("occupied")}</p>;
  }
}

/** The bar and the figure are there to look at; a screen reader hears the word, whenever it becomes another. */
export function Gauge({ exercise, reading }: { exercise: Exercise; reading: Reading }) {
  const { t } = useTranslation("training");
  const percent = reading.kind === "measured" ? Math.round(reading.unit * 100) : 0;
  return (
    <div className="space-y-3">
      {reading.kind === "measured" && (
        <div
          role="meter"
          aria-label={t("gauge", { exercise: t(`exercise.${exercise}.name`) })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          aria-valuetext={t("value", {
            percent: formatShare(percent / 100, currentLanguage()),
            word: t(`word.${reading.word}`),
          })}
          className="h-5 overflow-hidden rounded-full border border-control bg-sunken forced-colors:bg-[Canvas]"
        >
          <div
            className="h-full origin-left rounded-full bg-accent motion-safe:transition-[scale] motion-safe:duration-300"
            style={{ scale: `${percent / 100} 1` }}
          />
        </div>
      )}
      <p className="flex items-baseline gap-3">
        {reading.kind === "measured" && (
          <span aria-hidden className="text-headline font-bold figures">
            {formatShare(percent / 100, currentLanguage())}
          </span>
        )}
        <span role="status" className="text-lead font-semibold">
          {reading.kind === "measured"
            ? t(`word.${reading.word}`)
            : reading.kind === "waiting"
              ? t("waiting")
              : t("cannot", { reason: t(`reason.${reading.reason}`) })}
        </span>
      </p>
    </div>
  );
}

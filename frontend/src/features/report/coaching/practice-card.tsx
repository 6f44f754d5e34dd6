import type { TFunction } from "i18next";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Aspect, Habit, Practice, PracticePoint, ReportedAnswer, Unmeasured } from "@/client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatElapsed } from "@/features/room/elapsed";
import { currentLanguage } from "@/i18n";
import { formatList, formatScore, formatShare, formatTenths } from "@/lib/format";

import { turnName } from "../turn-name";

interface PracticeCardProps {
  practice: Practice;
  answers: readonly ReportedAnswer[];
  onMoment: (turn: number, second: number) => void;
}

/** At most three things to practise, each with what it rests on; and why there are not more. */
export function PracticeCard({ practice, answers, onMoment }: PracticeCardProps) {
  const { t } = useTranslation("coaching");
  const { points, well } = practice;
  return (
    <Card className="space-y-6">
      <div className="space-y-1">
        <h3 className="text-title">{t("practice.title")}</h3>
        <p className="text-muted">{t(points.length === 0 ? "practice.none" : "practice.lead")}</p>
      </div>
      {points.length > 0 && (
        <ol className="divide-y">
          {points.map((point) => (
            <Point key={point.habit} point={point} answers={answers} onMoment={onMoment} />
          ))}
        </ol>
      )}
      <div className="space-y-0.5 text-caption text-muted">
        {points.length < 3 && <p>{t("practice.fewer")}</p>}
        {well.length > 0 && <p>{t("practice.well", { aspects: named(well, t) })}</p>}
        <NotJudged unmeasured={practice.unmeasured} />
      </div>
    </Card>
  );
}

function Point({
  point,
  answers,
  onMoment,
}: {
  point: PracticePoint;
  answers: readonly ReportedAnswer[];
  onMoment: PracticeCardProps["onMoment"];
}) {
  const { t } = useTranslation("coaching");
  const { t: report } = useTranslation("report");
  const { at, habit, turn } = point;
  const question = turnName(turn, answers, report);
  const figures = { figure: shown(point, point.figure, t), there: shown(point, point.turn_figure, t) };
  return (
    <li className="space-y-3 py-6 first:pt-0 last:pb-0">
      <h4 className="text-lead">{t(`habit.${habit}.title`)}</h4>
      <p className="figures">{t(`habit.${habit}.says`, { ...figures, question })}</p>
      <p>
        <span className="mr-2 text-label font-semibold">{t("practice.exercise")}</span>
        {t(`habit.${habit}.exercise`)}
      </p>
      {at !== null && (
        <Button
          variant="link"
          size="inline"
          className="text-label"
          onClick={() => {
            onMoment(turn, at);
          }}
        >
          {t("practice.show", { question, time: formatElapsed(at * 1_000) })}
          <ArrowRight aria-hidden />
        </Button>
      )}
    </li>
  );
}

/** What was not measured, by the reason why. */
function NotJudged({ unmeasured }: { unmeasured: Practice["unmeasured"] }) {
  const entries = Object.entries(unmeasured) as [Aspect, Unmeasured][];
  const reasons = [...new Set(entries.map(([, reason]) => reason))];
  return reasons.map((reason) => (
    <NotJudgedFor
      key={reason}
      reason={reason}
      aspects={entries.flatMap(([aspect, why]) => (why === reason ? [aspect] : []))}
    />
  ));
}

function NotJudgedFor({ reason, aspects }: { reason: Unmeasured; aspects: Aspect[] }) {
  const { t } = useTranslation("coaching");
  const { t: common } = useTranslation();
  return (
    <p>{t("practice.unmeasured", { aspects: named(aspects, t), reason: common(`reason.${reason}`) })}</p>
  );
}

function named(aspects: readonly Aspect[], t: TFunction<"coaching">): string {
  return formatList(
    aspects.map((aspect) => t(`aspect.${aspect}`)),
    currentLanguage(),
  );
}

const SHARES: readonly Habit[] = [
  "looking_away",
  "not_smiling",
  "restless",
  "tense",
  "long_pauses",
  "whispering",
];

/** A figure of the habit, in its own unit. */
function shown({ habit, language }: PracticePoint, value: number, t: TFunction<"coaching">): string {
  if (SHARES.includes(habit)) return formatShare(value, currentLanguage());
  switch (habit) {
    case "too_fast":
    case "too_slow":
      return t(language === "ko" ? "unit.syllables" : "unit.words", { value: formatScore(value) });
    case "many_fillers":
      return t("unit.fillers", { value: formatTenths(value, currentLanguage()) });
    case "monotonous":
      return t("unit.semitones", { value: formatTenths(value, currentLanguage()) });
    default:
      return t("unit.loudness", { value: formatTenths(value, currentLanguage()) });
  }
}

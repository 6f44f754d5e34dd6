import { useTranslation } from "react-i18next";

import type { EmotionShares, ExpressionSummary, ReportedAnswer } from "@/client";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

import { turnName } from "./turn-name";

const NAMES = [
  "happy",
  "neutral",
  "surprise",
  "sad",
  "angry",
  "fear",
  "disgust",
] as const satisfies readonly (keyof EmotionShares)[];

/** What a face looked like, answer by answer, as shares. Where too little was estimated it is unknown, never neutral. */
export function ExpressionTable({
  overall,
  questions,
  answers,
}: {
  overall: ExpressionSummary;
  questions: readonly ExpressionSummary[];
  answers: readonly ReportedAnswer[];
}) {
  const { t } = useTranslation("report");
  return (
    <div className="space-y-4">
      <Table label={t("expressions.table")} raised className="min-w-200">
        <thead>
          <tr>
            <TableHead scope="col" stays>
              {t("delivery.question")}
            </TableHead>
            {NAMES.map((name) => (
              <TableHead key={name} scope="col">
                {t(`expressions.${name}`)}
              </TableHead>
            ))}
            <TableHead scope="col">{t("expressions.certainty")}</TableHead>
          </tr>
        </thead>
        <tbody>
          {questions.map((summary) => (
            <Row key={summary.turn} summary={summary} name={turnName(summary.turn ?? 0, answers, t)} />
          ))}
        </tbody>
        <tfoot>
          <Row summary={overall} name={t("delivery.overall")} />
        </tfoot>
      </Table>
      <p className="px-4 text-caption text-muted">{t("expressions.note")}</p>
    </div>
  );
}

function Row({ summary, name }: { summary: ExpressionSummary; name: string }) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const { mean } = summary;
  const measured = t("delivery.measured", { share: formatShare(summary.measured, currentLanguage()) });
  return (
    <tr>
      <RowHead stays className="text-label whitespace-nowrap">
        {name}
      </RowHead>
      {mean === null ? (
        <TableCell colSpan={NAMES.length} className="text-label">
          {t("expressions.unknown", { reason: common(`reason.${summary.reason ?? "model_failed"}`) })}
        </TableCell>
      ) : (
        NAMES.map((emotion) => (
          <TableCell key={emotion} className="text-label figures">
            {formatShare(mean.shares[emotion], currentLanguage())}
          </TableCell>
        ))
      )}
      <TableCell>
        {mean !== null && (
          <span className="block text-label font-semibold">
            {t(`expressions.confidence.${mean.confidence}`)}
          </span>
        )}
        <span className="block text-caption whitespace-nowrap text-muted figures">{measured}</span>
      </TableCell>
    </tr>
  );
}

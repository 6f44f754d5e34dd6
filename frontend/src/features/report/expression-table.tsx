import { useTranslation } from "react-i18next";

import type { EmotionShares, ExpressionSummary, ReportedAnswer } from "@/client";
import { TableCell } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatParts, formatShare } from "@/lib/format";

import { AnswerHead, AnswersTable } from "./answers-table";
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
    <AnswersTable
      label={t("expressions.table")}
      columns={[...NAMES.map((name) => t(`expressions.${name}`)), t("expressions.certainty")]}
      className="min-w-200"
      overall={<Row summary={overall} name={t("delivery.overall")} />}
      notes={<p>{t("expressions.note")}</p>}
    >
      {questions.map((summary) => (
        <Row key={summary.turn} summary={summary} name={turnName(summary.turn ?? 0, answers, t)} />
      ))}
    </AnswersTable>
  );
}

function Row({ summary, name }: { summary: ExpressionSummary; name: string }) {
  const { t } = useTranslation("report");
  const { t: common } = useTranslation();
  const { mean } = summary;
  const measured = t("delivery.measured", { share: formatShare(summary.measured, currentLanguage()) });
  return (
    <tr>
      <AnswerHead>{name}</AnswerHead>
      {mean === null ? (
        <TableCell colSpan={NAMES.length} className="text-label">
          {t("expressions.unknown", { reason: common(`reason.${summary.reason ?? "model_failed"}`) })}
        </TableCell>
      ) : (
        formatParts(
          NAMES.map((emotion) => mean.shares[emotion]),
          currentLanguage(),
        ).map((share, index) => (
          <TableCell key={NAMES[index]} className="text-label figures">
            {share}
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

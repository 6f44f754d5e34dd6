import { useTranslation } from "react-i18next";

import type { CriterionJudgement, Explanation, Language, ReportedAnswer } from "@/client";
import { Badge } from "@/components/ui/badge";
import { UnmeasuredReason } from "@/features/report/unmeasured";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

/** Each question's rubric, how its answer was heard, and the words behind every band. */
export function ExplainedAnswers({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation("rights");
  const { answers, language } = explanation;
  if (answers.length === 0) return <p>{t("answers.none")}</p>;
  return (
    <ol className="space-y-10">
      {answers.map((answer) => (
        <li key={answer.turn}>
          <ExplainedAnswer answer={answer} language={language} />
        </li>
      ))}
    </ol>
  );
}

function ExplainedAnswer({ answer, language }: { answer: ReportedAnswer; language: Language }) {
  const { t } = useTranslation("rights");
  const { evaluation } = answer;
  return (
    <div className="space-y-4">
      <div className="space-y-2">
        <p className="flex flex-wrap gap-2">
          <Badge tone="accent">{t("answers.number", { turn: answer.turn })}</Badge>
          {evaluation !== null && (
            <Badge>{t("answers.rubric", { version: evaluation.versions.rubric })}</Badge>
          )}
          {answer.source === "typed" && <Badge>{t("answers.typed")}</Badge>}
          {answer.recognizer !== null && (
            <Badge>{t("answers.heardBy", { recognizer: answer.recognizer })}</Badge>
          )}
        </p>
        <h3 lang={language} className="text-lead">
          {answer.question}
        </h3>
      </div>
      {evaluation === null ? (
        <p className="text-muted">
          {t("answers.noEvaluation")} <UnmeasuredReason reason={answer.reason} />
        </p>
      ) : (
        <ul className="divide-y">
          {evaluation.criteria.map((criterion) => (
            <ExplainedBand key={criterion.criterion} judgement={criterion} language={language} />
          ))}
        </ul>
      )}
    </div>
  );
}

function ExplainedBand({ judgement, language }: { judgement: CriterionJudgement; language: Language }) {
  const { t } = useTranslation("rights");
  return (
    <li className="space-y-2 py-4">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span lang={language} className="font-semibold">
          {judgement.name}
        </span>
        <span className="figures">
          {judgement.band === null ? t("answers.unmeasured") : t("answers.band", { band: judgement.band })}
        </span>
        <span className="text-caption text-muted figures">
          {t("answers.weight", { weight: formatShare(judgement.weight, currentLanguage()) })}
        </span>
      </p>
      {judgement.band === null && <UnmeasuredReason reason={judgement.reason} className="block" />}
      {judgement.rationale !== "" && (
        <p lang={language} className="text-muted">
          {judgement.rationale}
        </p>
      )}
      {judgement.evidence.map((span) => (
        <p key={`${span.turn ?? ""} ${span.start}`} lang={language} className="text-label">
          <q>{span.quote}</q>
        </p>
      ))}
    </li>
  );
}

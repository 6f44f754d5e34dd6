import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewToReview, Judged, OpenedReview, QuestionToReview, Scores } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { ScrollRegion } from "@/components/scroll-region";
import { quotesOf } from "@/features/report/quotes";
import { UnmeasuredReason } from "@/features/report/unmeasured";
import { formatScore } from "@/lib/format";

import { JudgedCriterion } from "./judged-criterion";
import { QuestionCard } from "./question-card";

const AREAS = ["overall", "technical", "communication", "cultural_fit"] as const;

interface OpenedProps {
  review: InterviewToReview;
  opened: OpenedReview;
}

/** What the machine made of it beside what people did. */
export function Opened({ review, opened }: OpenedProps) {
  const { t } = useTranslation("review");
  const [lit, setLit] = useState<string | null>(null);
  /** As long as there is no judgement by the rubrics that count now. */
  const isWaiting = review.being_judged && opened.judged.every(({ evaluation }) => evaluation === null);
  return (
    <div className="space-y-8">
      <Alert tone="caution" title={t("notValidated.title")}>
        {t("notValidated.detail")}
      </Alert>
      {isWaiting ? (
        <Alert role="status" title={t("reevaluate.running.title")}>
          {t("reevaluate.running.detail")}
        </Alert>
      ) : (
        <ScoreTable asJudged={opened.as_judged} asOverridden={opened.as_overridden} />
      )}
      {review.questions.map((question) => (
        <JudgedQuestion
          key={question.number}
          review={review}
          opened={opened}
          question={question}
          judged={opened.judged.find(({ number }) => number === question.number)}
          lit={lit}
          onLight={setLit}
        />
      ))}
    </div>
  );
}

interface JudgedQuestionProps extends OpenedProps {
  question: QuestionToReview;
  judged: Judged | undefined;
  lit: string | null;
  onLight: (id: string) => void;
}

function JudgedQuestion({ review, opened, question, judged, lit, onLight }: JudgedQuestionProps) {
  const { t } = useTranslation("report");
  const evaluation = judged?.evaluation ?? null;
  const quotes = useMemo(
    () =>
      quotesOf({ turn: question.number, text: question.text, follow_ups: question.follow_ups, evaluation }),
    [question, evaluation],
  );
  return (
    <QuestionCard question={question} language={review.language} quotes={quotes} lit={lit}>
      {evaluation === null ? (
        !review.being_judged && (
          <Alert tone="caution" title={t("notEvaluated")}>
            <UnmeasuredReason reason={judged?.reason ?? null} />
          </Alert>
        )
      ) : (
        <div className="divide-y">
          {evaluation.criteria.map((judgement) => (
            <JudgedCriterion
              key={judgement.criterion}
              review={review}
              opened={opened}
              question={question.number}
              judgement={judgement}
              quotes={quotes}
              lit={lit}
              onLight={onLight}
            />
          ))}
        </div>
      )}
    </QuestionCard>
  );
}

function ScoreTable({ asJudged, asOverridden }: { asJudged: Scores; asOverridden: Scores }) {
  const { t } = useTranslation("review");
  return (
    <Card>
      <h2 className="mb-4 text-title">{t("scores.title")}</h2>
      <ScrollRegion label={t("scores.title")} className="overflow-x-auto">
        <table className="w-full text-left figures">
          <thead className="text-caption text-muted">
            <tr>
              <th scope="col" className="py-2 pr-4 font-semibold">
                {t("scores.area")}
              </th>
              <th scope="col" className="py-2 pr-4 font-semibold">
                {t("scores.asJudged")}
              </th>
              <th scope="col" className="py-2 font-semibold">
                {t("scores.asOverridden")}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {AREAS.map((area) => (
              <tr key={area}>
                <th scope="row" className="py-3 pr-4 font-medium">
                  {t(`scores.${area}`)}
                </th>
                <td className="py-3 pr-4">
                  <Figure score={asJudged[area]} />
                </td>
                <td className="py-3 font-semibold">
                  <Figure score={asOverridden[area]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}

function Figure({ score }: { score: Scores["overall"] }) {
  const { t } = useTranslation("review");
  if (score.value === null) {
    return (
      <span className="text-label text-muted">
        {t("scores.unmeasured")} · <UnmeasuredReason reason={score.reason} />
      </span>
    );
  }
  return (
    <>
      {formatScore(score.value)}
      {score.stability !== null && (
        <span className="ml-2 text-caption font-normal text-muted">
          {t("scores.band", {
            low: formatScore(score.stability.low),
            high: formatScore(score.stability.high),
          })}
        </span>
      )}
    </>
  );
}

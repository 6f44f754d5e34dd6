import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

import { Basics } from "./basics";
import { Criterion } from "./criterion";
import { newCriterion, weightSum, type CriterionDraft, type QuestionDraft } from "./draft";
import { ProblemsContext } from "./problems";
import type { Problems } from "./queries";
import { ProblemList, TextPair } from "./text-fields";

const MOST_CRITERIA = 4;

interface QuestionFormProps {
  value: QuestionDraft;
  problems: Problems;
  isNew: boolean;
  onChange: (value: QuestionDraft) => void;
}

/** A question with its rubric, in both languages. */
export function QuestionForm({ value, problems, isNew, onChange }: QuestionFormProps) {
  const { t } = useTranslation("bank");
  const { rubric } = value;
  const setCriteria = (criteria: CriterionDraft[]) => {
    onChange({ ...value, rubric: { ...rubric, criteria } });
  };
  const ofAll = [problems["rubric"], problems["rubric.criteria"]].filter((problem) => problem !== undefined);
  const sum = weightSum(value);
  return (
    <ProblemsContext value={problems}>
      <div className="space-y-14">
        <Basics value={value} isNew={isNew} onChange={onChange} />
        <section aria-labelledby="rubric" className="space-y-5">
          <div className="space-y-1">
            <h2 id="rubric" className="text-title">
              {t("form.rubric")}
            </h2>
            <p className="text-muted">{t("form.rubricHint")}</p>
            <p aria-live="polite" className="text-label figures">
              {Number.isFinite(sum) && t("form.weights", { sum: formatShare(sum, currentLanguage()) })}
            </p>
            <ProblemList problems={ofAll} />
          </div>
          {rubric.criteria.map((criterion, index) => (
            <Criterion
              key={index}
              number={index + 1}
              path={`rubric.criteria.${index}`}
              value={criterion}
              isOpen={isNew}
              onChange={(changed) => {
                setCriteria(rubric.criteria.with(index, changed));
              }}
              onRemove={
                rubric.criteria.length === 1
                  ? null
                  : () => {
                      setCriteria(rubric.criteria.toSpliced(index, 1));
                    }
              }
            />
          ))}
          {rubric.criteria.length < MOST_CRITERIA && (
            <Button
              variant="outline"
              onClick={() => {
                setCriteria([...rubric.criteria, newCriterion(rubric.criteria)]);
              }}
            >
              <Plus aria-hidden />
              {t("criterion.add")}
            </Button>
          )}
        </section>
        <section aria-labelledby="model-answer" className="space-y-4">
          <h2 id="model-answer" className="text-title">
            {t("form.modelAnswer")}
          </h2>
          <TextPair
            legend={<span className="sr-only">{t("form.modelAnswer")}</span>}
            hint={t("form.modelAnswerHint")}
            path="rubric.model_answer"
            value={rubric.model_answer}
            rows={12}
            onChange={(model_answer) => {
              onChange({ ...value, rubric: { ...rubric, model_answer } });
            }}
          />
        </section>
      </div>
    </ProblemsContext>
  );
}

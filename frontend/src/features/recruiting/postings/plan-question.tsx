import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PlannedQuestion, PostingOut } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { currentLanguage } from "@/i18n";
import { formatShare } from "@/lib/format";

import { BankSearch } from "./bank-search";
import { OwnQuestion } from "./own-question";
import type { Place } from "./queries";

interface PlanQuestionProps {
  posting: PostingOut;
  question: PlannedQuestion;
  /** What is to stand in this place of the next version; null keeps it. */
  change: Place | null;
  isWrong: boolean;
  /** Null where nothing may be changed. */
  onChange: ((change: Place | null) => void) | null;
}

/** A place of the plan: its question, what it is about, and how much each criterion counts. */
export function PlanQuestion({ posting, question, change, isWrong, onChange }: PlanQuestionProps) {
  const { t } = useTranslation("postings");
  const { t: common } = useTranslation();
  const [tool, setTool] = useState<"bank" | "own" | null>(null);
  const { number, content, category, competency, is_pinned } = question;
  const set = (place: Place) => {
    onChange?.(place);
    setTool(null);
  };
  return (
    <article
      className={`space-y-4 rounded-card px-6 py-5 glass ${isWrong ? "outline-2 outline-danger" : ""}`}
      aria-label={t("question.of", { number })}
    >
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-semibold figures">{number}</span>
        <Badge>{common(`category.${category}`)}</Badge>
        {is_pinned && <Badge tone="accent">{t("question.pinned")}</Badge>}
        {change !== null && <Badge tone="caution">{t(`question.change.${change.kind}`)}</Badge>}
      </div>
      {Object.entries(content).map(([language, text]) => (
        <p key={language} lang={language} className="wrap-anywhere">
          {text}
        </p>
      ))}
      {onChange === null ? (
        <p className="text-label text-muted">{competencyName(posting, competency) ?? t("question.none")}</p>
      ) : (
        <Select
          label={t("question.competency")}
          value={(change === null ? competency : change.competency) ?? ""}
          onChange={(event) => {
            const chosen = event.target.value === "" ? null : event.target.value;
            set({ ...(change ?? { kind: "kept", number }), competency: chosen });
          }}
        >
          <option value="">{t("question.none")}</option>
          {posting.competencies.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {(change === null || change.kind === "kept") && (
        <Weights
          question={question}
          weights={change?.kind === "kept" ? (change.weights ?? {}) : {}}
          onChange={
            onChange === null
              ? null
              : (weights) => {
                  onChange({ kind: "kept", number, competency, ...change, weights });
                }
          }
        />
      )}
      {change?.kind === "bank" && (
        <p className="text-label">{t("question.becomes", { slug: change.slug })}</p>
      )}
      {change?.kind === "own" && (
        <p className="text-label wrap-anywhere">{Object.values(change.content).join(" / ")}</p>
      )}
      {onChange !== null && (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="outline"
            aria-expanded={tool === "bank"}
            onClick={() => {
              setTool(tool === "bank" ? null : "bank");
            }}
          >
            {t("question.pin")}
          </Button>
          <Button
            variant="outline"
            aria-expanded={tool === "own"}
            onClick={() => {
              setTool(tool === "own" ? null : "own");
            }}
          >
            {t("question.own")}
          </Button>
          <Button
            variant="outline"
            onClick={() => {
              set({ kind: "planned", competency });
            }}
          >
            {t("question.replan")}
          </Button>
          {change !== null && (
            <Button
              variant="quiet"
              onClick={() => {
                onChange(null);
              }}
            >
              {t("question.undo")}
            </Button>
          )}
        </div>
      )}
      {tool === "bank" && (
        <BankSearch
          posting={posting}
          onChoose={(slug) => {
            set({ kind: "bank", slug, competency });
          }}
        />
      )}
      {tool === "own" && (
        <OwnQuestion
          posting={posting}
          category={category}
          onChoose={(own) => {
            set({ ...own, competency });
          }}
        />
      )}
    </article>
  );
}

function competencyName(posting: PostingOut, slug: string | null): string | undefined {
  return posting.competencies.find((one) => one.slug === slug)?.name;
}

interface WeightsProps {
  question: PlannedQuestion;
  /** Those that are to change, in per cent. */
  weights: Record<string, number>;
  onChange: ((weights: Record<string, number>) => void) | null;
}

function Weights({ question, weights, onChange }: WeightsProps) {
  const { t } = useTranslation("postings");
  const language = currentLanguage();
  return (
    <details>
      <summary className="text-label font-semibold">
        {t("weights.title", { count: question.rubric.criteria.length })}
      </summary>
      <ul className="mt-3 space-y-3">
        {question.rubric.criteria.map(({ slug, name, weight }) => (
          <li key={slug}>
            {onChange === null ? (
              <p className="text-label">
                {name[language]} · {formatShare(weight, language)}
              </p>
            ) : (
              <Field
                label={name[language]}
                type="number"
                min={1}
                max={100}
                value={weights[slug] ?? Math.round(weight * 100)}
                onChange={(event) => {
                  const changed = Number(event.target.value);
                  if (changed <= 0) return;
                  const now = question.rubric.criteria.map(
                    (one) => [one.slug, weights[one.slug] ?? one.weight * 100] as const,
                  );
                  onChange({ ...Object.fromEntries(now), [slug]: changed });
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {onChange !== null && <p className="mt-2 text-caption text-muted">{t("weights.hint")}</p>}
    </details>
  );
}

import { useTranslation } from "react-i18next";

import type { Scenario } from "@/client";
import { positionName } from "@/features/interviews/position-name";
import { POSITIONS, SCENARIOS } from "@/features/new-interview/options";

import { Choices } from "./choices";
import type { QuestionDraft } from "./draft";
import { CATEGORIES, DIFFICULTIES } from "./filters";
import { SlugField } from "./slug-field";
import { TextPair } from "./text-fields";

interface BasicsProps {
  value: QuestionDraft;
  /** The identifier of a question that is on the record never changes. */
  isNew: boolean;
  onChange: (value: QuestionDraft) => void;
}

/** What is asked, of whom, and when. */
export function Basics({ value, isNew, onChange }: BasicsProps) {
  const { t } = useTranslation("bank");
  const { t: common } = useTranslation();
  const others = value.positions.filter((position) => !POSITIONS.some((known) => known === position));
  return (
    <section aria-labelledby="question" className="space-y-6">
      <h2 id="question" className="text-title">
        {t("form.question")}
      </h2>
      {isNew && (
        <div className="max-w-form">
          <SlugField
            label={t("form.slug")}
            hint={t("form.slugHint")}
            path="slug"
            value={value.slug}
            onChange={(slug) => {
              onChange({ ...value, slug });
            }}
          />
        </div>
      )}
      <TextPair
        legend={t("form.content")}
        hint={t("form.contentHint")}
        path="content"
        value={value.content}
        rows={4}
        onChange={(content) => {
          onChange({ ...value, content });
        }}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <Choices
          label={t("form.category")}
          value={value.category}
          options={CATEGORIES.map((category) => [category, common(`category.${category}`)])}
          onChoose={(category) => {
            onChange({ ...value, category });
          }}
        />
        <Choices
          label={t("form.difficulty")}
          value={value.difficulty}
          options={DIFFICULTIES.map((difficulty) => [difficulty, t(`difficulty.${difficulty}`)])}
          onChoose={(difficulty) => {
            onChange({ ...value, difficulty });
          }}
        />
        <Choices<Scenario | "">
          label={t("form.scenario")}
          value={value.scenario ?? ""}
          options={[
            ["", t("scenario.any")],
            ...SCENARIOS.map((scenario) => [scenario, t(`scenario.${scenario}`)] as const),
          ]}
          onChoose={(scenario) => {
            onChange({ ...value, scenario: scenario === "" ? null : scenario });
          }}
        />
      </div>
      <fieldset className="space-y-3">
        <legend className="text-label font-semibold">{t("form.positions")}</legend>
        <p className="text-caption text-muted">{t("form.positionsHint")}</p>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {[...POSITIONS, ...others].map((position) => (
            <label key={position} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                className="size-4.5 accent-accent"
                checked={value.positions.includes(position)}
                onChange={(event) => {
                  const rest = value.positions.filter((known) => known !== position);
                  onChange({ ...value, positions: event.target.checked ? [...rest, position] : rest });
                }}
              />
              {positionName(position, common)}
            </label>
          ))}
        </div>
      </fieldset>
      <TextPair
        legend={t("form.project")}
        hint={t("form.projectHint")}
        path="project_content"
        value={value.project_content}
        rows={3}
        onChange={(project_content) => {
          onChange({ ...value, project_content });
        }}
      />
    </section>
  );
}

import { useTranslation } from "react-i18next";

import type { Scenario } from "@/client";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { positionName } from "@/features/interviews/position-name";
import { POSITIONS, SCENARIOS } from "@/features/new-interview/options";

import type { QuestionDraft } from "./draft";
import { CATEGORIES, DIFFICULTIES } from "./filters";
import { useProblem } from "./problems";
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
  const slugProblem = useProblem("slug");
  const others = value.positions.filter((position) => !POSITIONS.some((known) => known === position));
  return (
    <section aria-labelledby="question" className="space-y-6">
      <h2 id="question" className="text-title">
        {t("form.question")}
      </h2>
      {isNew && (
        <div className="max-w-form">
          <Field
            label={t("form.slug")}
            hint={t("form.slugHint")}
            error={slugProblem}
            value={value.slug}
            maxLength={80}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => {
              onChange({ ...value, slug: event.currentTarget.value });
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
        <Select
          label={t("form.category")}
          value={value.category}
          onChange={(event) => {
            const category = CATEGORIES.find((known) => known === event.target.value);
            if (category !== undefined) onChange({ ...value, category });
          }}
        >
          {CATEGORIES.map((category) => (
            <option key={category} value={category}>
              {common(`category.${category}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t("form.difficulty")}
          value={value.difficulty}
          onChange={(event) => {
            const difficulty = DIFFICULTIES.find((known) => known === event.target.value);
            if (difficulty !== undefined) onChange({ ...value, difficulty });
          }}
        >
          {DIFFICULTIES.map((difficulty) => (
            <option key={difficulty} value={difficulty}>
              {t(`difficulty.${difficulty}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t("form.scenario")}
          value={value.scenario ?? ""}
          onChange={(event) => {
            onChange({ ...value, scenario: (event.target.value || null) as Scenario | null });
          }}
        >
          <option value="">{t("scenario.any")}</option>
          {SCENARIOS.map((scenario) => (
            <option key={scenario} value={scenario}>
              {t(`scenario.${scenario}`)}
            </option>
          ))}
        </Select>
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

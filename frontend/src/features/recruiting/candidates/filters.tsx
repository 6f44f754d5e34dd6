import { useTranslation } from "react-i18next";

import type { CandidateSort, InterviewStatus, Language, Outcome } from "@/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { LANGUAGES } from "@/lib/preferences";

import { SCORES, type CandidateSearch, type ScoreName } from "./queries";

export const STATES = ["scheduled", "live", "completed", "cancelled"] as const satisfies InterviewStatus[];
export const DECISIONS = ["none", "advance", "hold", "decline"] as const satisfies (Outcome | "none")[];
export const SORTS = ["completed", "name", "overall"] as const satisfies CandidateSort[];

interface FiltersProps {
  search: CandidateSearch;
  postings: { id: string; title: string }[];
  onChange: (change: CandidateSearch) => void;
  onClear: () => void;
}

/** Which candidates are listed, and in what order. */
export function Filters({ search, postings, onChange, onClear }: FiltersProps) {
  const { t } = useTranslation("candidates");
  const { t: common } = useTranslation();
  return (
    <form
      aria-label={t("filter.title")}
      className="grid grid-cols-2 gap-4 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Choices
        label={t("filter.posting")}
        value={search.posting}
        options={postings.map(({ id, title }) => [id, title])}
        onChange={(posting) => {
          onChange({ posting });
        }}
      />
      <Choices
        label={t("filter.status")}
        value={search.status}
        options={STATES.map((state) => [state, t(`status.${state}`)])}
        onChange={(status) => {
          onChange({ status: status as InterviewStatus | undefined });
        }}
      />
      <Choices
        label={t("filter.decision")}
        value={search.decision}
        options={DECISIONS.map((decision) => [decision, t(`decision.${decision}`)])}
        onChange={(decision) => {
          onChange({ decision: decision as CandidateSearch["decision"] });
        }}
      />
      <Choices
        label={t("filter.language")}
        value={search.language}
        options={LANGUAGES.map((language) => [language, common(`language.${language}`)])}
        onChange={(language) => {
          onChange({ language: language as Language | undefined });
        }}
      />
      <Day
        label={t("filter.from")}
        value={search.from}
        onChange={(from) => {
          onChange({ from });
        }}
      />
      <Day
        label={t("filter.to")}
        value={search.to}
        onChange={(to) => {
          onChange({ to });
        }}
      />
      <Select
        label={t("filter.score")}
        value={search.score ?? "overall"}
        onChange={(event) => {
          onChange({ score: event.target.value as ScoreName });
        }}
      >
        {SCORES.map((score) => (
          <option key={score} value={score}>
            {t(`score.${score}`)}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-2 gap-3">
        <Bound
          label={t("filter.min")}
          value={search.min}
          onChange={(min) => {
            onChange({ min });
          }}
        />
        <Bound
          label={t("filter.max")}
          value={search.max}
          onChange={(max) => {
            onChange({ max });
          }}
        />
      </div>
      <Select
        label={t("filter.sort")}
        value={search.sort ?? "completed"}
        onChange={(event) => {
          onChange({ sort: event.target.value as CandidateSort });
        }}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sort.${sort}`)}
          </option>
        ))}
      </Select>
      <div className="flex items-end">
        <Button variant="outline" className="h-12" onClick={onClear}>
          {t("filter.clear")}
        </Button>
      </div>
    </form>
  );
}

interface ChoicesProps {
  label: string;
  value: string | undefined;
  options: (readonly [string, string])[];
  onChange: (value: string | undefined) => void;
}

function Choices({ label, value, options, onChange }: ChoicesProps) {
  const { t } = useTranslation("candidates");
  return (
    <Select
      label={label}
      value={value ?? ""}
      onChange={(event) => {
        onChange(event.target.value || undefined);
      }}
    >
      <option value="">{t("filter.all")}</option>
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </Select>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

function Day({ label, value, onChange }: DayProps) {
  return (
    <Field
      label={label}
      type="date"
      value={value ?? ""}
      onChange={(event) => {
        onChange(event.target.value || undefined);
      }}
    />
  );
}

interface BoundProps {
  label: string;
  value: number | undefined;
  onChange: (bound: number | undefined) => void;
}

function Bound({ label, value, onChange }: BoundProps) {
  return (
    <Field
      label={label}
      type="number"
      inputMode="numeric"
      min={0}
      max={100}
      value={value ?? ""}
      onChange={(event) => {
        const bound = event.target.valueAsNumber;
        onChange(Number.isNaN(bound) ? undefined : Math.min(100, Math.max(0, bound)));
      }}
    />
  );
}

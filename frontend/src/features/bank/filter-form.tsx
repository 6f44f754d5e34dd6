import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { positionName } from "@/features/interviews/position-name";
import { POSITIONS } from "@/features/new-interview/options";
import { LANGUAGES } from "@/lib/preferences";

import { Choices } from "./choices";
import { CATEGORIES, DIFFICULTIES, STATES, readSearch, type BankFilters, type BankSearch } from "./filters";

interface FilterFormProps {
  filters: BankFilters;
  onChange: (search: BankSearch) => void;
}

/** Words to look for, which count when they are sent, and choices, which count at once. */
export function FilterForm({ filters, onChange }: FilterFormProps) {
  const { t } = useTranslation("bank");
  const { t: common } = useTranslation();
  const all = ["", t("filter.any")] as const;
  const choose = (name: keyof BankFilters, value: string) => {
    onChange({ [name]: undefined, ...readSearch({ [name]: value }) });
  };
  return (
    <search className="mb-10 block space-y-5 rounded-card p-6 glass">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const sought = new FormData(event.currentTarget).get("q");
          choose("q", typeof sought === "string" ? sought.trim() : "");
        }}
      >
        <div className="min-w-0 flex-1 basis-72">
          <Field
            label={t("filter.q")}
            hint={t("filter.qHint")}
            name="q"
            type="search"
            maxLength={300}
            defaultValue={filters.q}
          />
        </div>
        <Button type="submit" className="h-12 sm:mb-8">
          <Search aria-hidden />
          {t("filter.search")}
        </Button>
      </form>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-5">
        <Choices
          label={t("filter.language")}
          value={filters.language}
          options={LANGUAGES.map((language) => [language, common(`language.${language}`)])}
          onChoose={(value) => {
            choose("language", value);
          }}
        />
        <Choices
          label={t("form.category")}
          value={filters.category ?? ""}
          options={[
            all,
            ...CATEGORIES.map((category) => [category, common(`category.${category}`)] as const),
          ]}
          onChoose={(value) => {
            choose("category", value);
          }}
        />
        <Choices
          label={t("form.difficulty")}
          value={filters.difficulty ?? ""}
          options={[
            all,
            ...DIFFICULTIES.map((difficulty) => [difficulty, t(`difficulty.${difficulty}`)] as const),
          ]}
          onChoose={(value) => {
            choose("difficulty", value);
          }}
        />
        <Choices
          label={t("filter.position")}
          value={filters.position ?? ""}
          options={[all, ...POSITIONS.map((position) => [position, positionName(position, common)] as const)]}
          onChoose={(value) => {
            choose("position", value);
          }}
        />
        <Choices
          label={t("filter.state")}
          value={filters.state}
          options={STATES.map((state) => [state, t(`filter.is.${state}`)])}
          onChoose={(value) => {
            choose("state", value);
          }}
        />
      </div>
    </search>
  );
}

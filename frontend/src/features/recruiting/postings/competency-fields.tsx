import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

import { freshSlug, type Draft } from "./draft";

const MOST = 8;

interface CompetencyFieldsProps {
  competencies: Draft["competencies"];
  onChange: (competencies: Draft["competencies"]) => void;
}

/** What the posting looks for; questions are about them, and candidates are compared by them. */
export function CompetencyFields({ competencies, onChange }: CompetencyFieldsProps) {
  const { t } = useTranslation("postings");
  return (
    <fieldset className="space-y-4">
      <legend className="mb-4 text-title">{t("competencies.title")}</legend>
      <p className="text-label text-muted">{t("competencies.hint")}</p>
      <ul className="space-y-4">
        {competencies.map((competency, place) => {
          const change = (part: Partial<typeof competency>) => {
            onChange(competencies.map((one) => (one.key === competency.key ? { ...one, ...part } : one)));
          };
          return (
            <li key={competency.key} className="grid items-end gap-3 sm:grid-cols-[1fr_2fr_auto]">
              <Field
                label={t("competencies.name", { place: place + 1 })}
                required
                maxLength={120}
                value={competency.name}
                onChange={(event) => {
                  change({ name: event.target.value });
                }}
              />
              <Field
                label={t("competencies.description", { place: place + 1 })}
                maxLength={4000}
                value={competency.description}
                onChange={(event) => {
                  change({ description: event.target.value });
                }}
              />
              <Button
                variant="outline"
                size="icon"
                className="size-12"
                aria-label={t("competencies.remove", { place: place + 1 })}
                onClick={() => {
                  onChange(competencies.filter((one) => one.key !== competency.key));
                }}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
      {competencies.length < MOST && (
        <Button
          variant="outline"
          onClick={() => {
            const key = Math.max(-1, ...competencies.map((one) => one.key)) + 1;
            onChange([...competencies, { key, slug: freshSlug(competencies), name: "", description: "" }]);
          }}
        >
          <Plus aria-hidden />
          {t("competencies.add")}
        </Button>
      )}
    </fieldset>
  );
}

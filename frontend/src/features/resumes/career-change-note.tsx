import { useTranslation } from "react-i18next";

import type { CareerChange } from "@/client";
import { Alert } from "@/components/ui/alert";

/** That this looks like a change of careers, and the words of the résumé that say so. */
export function CareerChangeNote({ change }: { change: CareerChange }) {
  const { t } = useTranslation("resumes");
  const from = t(`family.${change.experience_family}`);
  const to = t(`family.${change.target_family}`);
  return (
    <Alert title={t("change.title", { from, to })}>
      <p>{t("change.detail")}</p>
      <dl className="mt-2 space-y-1">
        <Words label={t("change.from", { family: from })} words={change.experience_words} />
        <Words label={t("change.to", { family: to })} words={change.target_words} />
      </dl>
    </Alert>
  );
}

function Words({ label, words }: { label: string; words: string[] }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <dt className="text-muted">{label}</dt>
      {words.map((word) => (
        <dd key={word} className="rounded-full bg-raised px-2.5 py-0.5 text-caption font-semibold">
          {word}
        </dd>
      ))}
    </div>
  );
}

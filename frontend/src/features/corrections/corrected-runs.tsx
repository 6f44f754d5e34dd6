import { useTranslation } from "react-i18next";

import type { CorrectedRun } from "@/client";

/** What the candidate put right of an answer, each with what had been heard there. */
export function CorrectedRuns({ text, runs }: { text: string; runs: readonly CorrectedRun[] }) {
  const { t } = useTranslation();
  const letters = Array.from(text);
  const told = runs
    .map(({ start, end, heard }) => ({ now: letters.slice(start, end).join("").trim(), heard: heard.trim() }))
    .filter(({ now, heard }) => now !== "" || heard !== "");
  if (told.length === 0) return null;
  return (
    <div className="mt-2 text-caption leading-normal text-muted">
      <p className="font-semibold">{t("correction.title")}</p>
      <ul>
        {told.map(({ now, heard }, index) => (
          <li key={index}>
            {now === ""
              ? t("correction.removed", { heard })
              : t(heard === "" ? "correction.added" : "correction.run", { now, heard })}
          </li>
        ))}
      </ul>
    </div>
  );
}

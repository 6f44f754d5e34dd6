import { useTranslation } from "react-i18next";

import type { SharedReport, TiedRemark } from "@/client";
import { Button } from "@/components/ui/button";

import { modelAnswerId, quoteOfRemark } from "./quotes";

interface RemarksProps {
  title: string;
  none: string;
  remarks: readonly TiedRemark[];
  report: Pick<SharedReport, "language" | "answers">;
}

/**
 * Strengths or next steps, each leading to the quote, or at least the question, that it rests on; a next step also to
 * the model answer that says what is missing.
 */
export function Remarks({ title, none, remarks, report }: RemarksProps) {
  const { t } = useTranslation("report");
  return (
    <section className="space-y-4">
      <h3 className="text-title">{title}</h3>
      {remarks.length === 0 && <p className="text-muted">{none}</p>}
      <ul className="space-y-5">
        {remarks.map((remark) => (
          <li
            key={`${remark.turn} ${remark.criterion} ${remark.text}`}
            className="space-y-1 border-l-2 border-accent pl-4"
          >
            <p lang={report.language}>{remark.text}</p>
            {remark.quote && (
              <p className="text-label text-muted">
                <q lang={report.language}>{remark.quote}</q>
              </p>
            )}
            {remark.example !== null && (
              <p className="text-label text-muted">
                {t("exampleSays")} <q lang={report.language}>{remark.example}</q>
              </p>
            )}
            <p className="flex flex-wrap gap-x-5">
              <Button
                variant="link"
                size="inline"
                className="text-label"
                onClick={() => {
                  goTo(quoteOfRemark(report, remark)?.id ?? `question-${remark.turn}`);
                }}
              >
                {t("showInAnswer", { turn: remark.turn })}
              </Button>
              {remark.example !== null && (
                <Button
                  variant="link"
                  size="inline"
                  className="text-label"
                  onClick={() => {
                    goTo(modelAnswerId(remark.turn));
                  }}
                >
                  {t("showModelAnswer")}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Focuses a quote, which lights it up, or a model answer, which opens; a heading takes the focus for this once. */
function goTo(id: string): void {
  const target = document.getElementById(id);
  if (target === null) return;
  if (target.parentElement instanceof HTMLDetailsElement) target.parentElement.open = true;
  else if (!(target instanceof HTMLButtonElement)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

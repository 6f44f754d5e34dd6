import { Check, CircleDashed, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";

import { countDone, type Progress } from "./progress";

const icons = {
  waiting: <CircleDashed aria-hidden className="size-5 text-muted" />,
  saved: <Spinner className="text-accent" />,
  evaluated: <Check aria-hidden className="size-5 text-good" />,
  failed: <TriangleAlert aria-hidden className="size-5 text-caution" />,
};

/** What is happening while the report is being made. `total` counts the answers there are to evaluate. */
export function WaitingForReport({ progress, total }: { progress: Progress; total: number }) {
  const { t } = useTranslation("report");
  const turns = Array.from({ length: total }, (_, index) => index + 1);
  const done = countDone(progress);
  const isWriting = done >= total;

  return (
    <Card className="max-w-reading space-y-7 sm:p-10">
      <div className="space-y-3">
        <h2 className="text-title">{t("waiting.title")}</h2>
        <p className="text-muted">{t("waiting.detail")}</p>
      </div>
      <p role="status" className="text-lead font-semibold figures">
        {isWriting ? t("waiting.writing") : t("waiting.progress", { done, total })}
      </p>
      <ol className="space-y-3">
        {turns.map((turn) => {
          const state = progress.get(turn) ?? "waiting";
          return (
            <li key={turn} className="flex items-center gap-3">
              {icons[state]}
              <span>{t("waiting.answer", { turn })}</span>
              <span className="ml-auto text-label text-muted">
                {t(state === "waiting" ? "waiting.waitingTurn" : `waiting.${state}`)}
              </span>
            </li>
          );
        })}
        <li className="flex items-center gap-3">
          {icons[isWriting ? "saved" : "waiting"]}
          <span>{t("waiting.writing")}</span>
        </li>
      </ol>
    </Card>
  );
}

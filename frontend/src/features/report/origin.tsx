import { useTranslation } from "react-i18next";

import type { QuestionOrigin, ReportedAnswer } from "@/client";

interface OriginProps {
  origin: QuestionOrigin;
  answer: Pick<ReportedAnswer, "question">;
}

/** Where a question came from; nothing is said of one that anybody in the role may be asked. */
export function Origin({ origin, answer }: OriginProps) {
  const { t } = useTranslation("report");
  const { source, about, by_model } = origin;
  if (source === "bank") return null;
  // The bank's questions are near a section of the résumé, but for those that name a project of it.
  const way =
    by_model || (about !== null && answer.question.includes(about)) ? "resume_about" : "resume_near";
  const said = [
    source === "resume" && about !== null ? t(`origin.${way}`, { about }) : t(`origin.${source}`),
    ...(by_model ? [t("origin.by_model")] : []),
  ];
  return <p className="text-caption text-muted">{said.join(" · ")}</p>;
}

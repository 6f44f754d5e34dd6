import type { TFunction } from "i18next";

import type { ReportedAnswer } from "@/client";

/** What an exchange is called in the report: the question, or a follow-up to it; no two alike. */
export function turnName(turn: number, answers: readonly ReportedAnswer[], t: TFunction<"report">): string {
  for (const { turn: question, follow_ups } of answers) {
    const place = follow_ups.findIndex((followUp) => followUp.turn === turn);
    if (place === -1) continue;
    return follow_ups.length === 1
      ? t("followUpTo", { turn: question })
      : t("followUpOf", { turn: question, number: place + 1 });
  }
  const asked = answers.find(({ asked_in }) => asked_in === turn);
  return t("questionNumber", { turn: asked?.turn ?? turn });
}

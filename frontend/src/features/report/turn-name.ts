import type { TFunction } from "i18next";

import type { ReportedAnswer } from "@/client";

/** What an exchange is called in the report: the question, or a follow-up to it. */
export function turnName(turn: number, answers: readonly ReportedAnswer[], t: TFunction<"report">): string {
  const followed = answers.find(({ follow_ups }) => follow_ups.some((followUp) => followUp.turn === turn));
  if (followed) return t("followUpTo", { turn: followed.turn });
  const asked = answers.find(({ asked_in }) => asked_in === turn);
  return t("questionNumber", { turn: asked?.turn ?? turn });
}

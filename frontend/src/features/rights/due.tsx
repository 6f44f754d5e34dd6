import { useTranslation } from "react-i18next";

import type { ObjectionOut } from "@/client";
import { Badge } from "@/components/ui/badge";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

const MINUTE = 60_000;

/** When an answer is due, or came. */
export function Due({
  objection,
}: {
  objection: Pick<ObjectionOut, "due_at" | "days_left" | "answered_at">;
}) {
  const { t } = useTranslation("rights");
  const { answered_at, days_left } = objection;
  if (answered_at !== null || days_left === null) {
    const date = formatDate(answered_at ?? objection.due_at, currentLanguage());
    return <Badge tone="good">{t("objections.answeredOn", { date })}</Badge>;
  }
  // It is due at the end of a day, which is the beginning of the next one.
  const lastDay = new Date(Date.parse(objection.due_at) - MINUTE).toISOString();
  const date = formatDate(lastDay, currentLanguage());
  if (days_left < 0) return <Badge tone="danger">{t("objections.overdue", { date })}</Badge>;
  if (days_left === 0) return <Badge tone="caution">{t("objections.dueToday")}</Badge>;
  return <Badge>{t("objections.due", { date, count: days_left })}</Badge>;
}

import { Link } from "@tanstack/react-router";
import { ArrowRight, CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { InterviewOut } from "@/client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

import { isTyped, shortfalls, type Checked } from "./readiness";

/** The way into the room, always open, and what the interview will lack on it. */
export function EnterCard({ interview, checked }: { interview: InterviewOut; checked: Checked }) {
  const { t } = useTranslation("check");
  const missing = shortfalls(checked);
  const isLive = interview.status === "live";
  return (
    <Card className="space-y-5">
      <h2 className="text-title">{t("enter.title")}</h2>
      {missing.length === 0 ? (
        <p className="flex gap-2 text-good">
          <CircleCheck aria-hidden className="mt-1 size-5 shrink-0" />
          {t("enter.ready")}
        </p>
      ) : (
        <div className="space-y-2 text-label">
          <p className="font-semibold">{t("enter.missing")}</p>
          <ul className="list-disc space-y-1.5 pl-5 text-muted marker:text-control">
            {missing.map((shortfall) => (
              <li key={shortfall}>{t(`enter.without.${shortfall}`)}</li>
            ))}
          </ul>
        </div>
      )}
      <Button
        size="lg"
        className="w-full"
        render={<Link to="/interviews/$interviewId/room" params={{ interviewId: interview.id }} />}
      >
        {t(
          isLive
            ? "enter.continue"
            : checked.mayType && isTyped(checked)
              ? "enter.actionTyped"
              : "enter.action",
        )}
        <ArrowRight aria-hidden />
      </Button>
      <p className="text-caption text-muted">{t(isLive ? "enter.noteLive" : "enter.note")}</p>
    </Card>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewStatus } from "@/client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { recordingUploads } from "@/features/recording/uploads";
import { useStore } from "@/lib/store";

/** Long enough to read, and for the interviewer's last word. */
const STAY_MS = 3_000;

/** The interview is over; its report follows by itself. */
export function Ended({ interviewId, status }: { interviewId: string; status: InterviewStatus }) {
  const { t } = useTranslation("room");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const hasReport = status === "completed";
  const { waiting } = useStore(recordingUploads);

  useEffect(() => {
    heading.current?.focus();
    void queryClient.invalidateQueries({ queryKey: ["interviews"], refetchType: "none" });
    if (!hasReport) return;
    const timer = setTimeout(() => {
      void navigate({ to: "/interviews/$interviewId/report", params: { interviewId }, replace: true });
    }, STAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [queryClient, navigate, interviewId, hasReport]);

  return (
    <Card className="mx-auto max-w-reading space-y-6 text-center sm:p-10">
      <div className="space-y-3">
        <h1 ref={heading} tabIndex={-1} className="text-headline outline-none">
          {t(hasReport ? "ended.title" : "ended.cancelled")}
        </h1>
        <p className="text-muted">{t(hasReport ? "ended.detail" : "ended.cancelledDetail")}</p>
      </div>
      <p role="status" className="text-label text-muted empty:hidden">
        {waiting > 0 && t("recording.saving", { count: waiting })}
      </p>
      {hasReport ? (
        <Button render={<Link to="/interviews/$interviewId/report" params={{ interviewId }} replace />}>
          {t("ended.report")}
          <ArrowRight aria-hidden />
        </Button>
      ) : (
        <Button render={<Link to="/home" />}>{t("failed.leave")}</Button>
      )}
    </Card>
  );
}

import { Link } from "@tanstack/react-router";
import { ArrowRightToLine, Keyboard, Mic, RotateCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ConnectionFailure } from "@/features/media/connection";

interface NoConnectionProps {
  failure: ConnectionFailure;
  onRetry: () => void;
  /** Has another window let go of the interview. */
  onTakeOver: () => void;
  /** Undefined where answers cannot be recorded. */
  onRecord: (() => void) | undefined;
  /** Undefined where answers cannot be typed. */
  onWrite: (() => void) | undefined;
}

/** What plain requests may get around: the connection does not come about, and the page itself was let through. */
const ROUNDABOUT: ConnectionFailure["reason"][] = ["blocked", "unreachable", "full"];
const ELSEWHERE: ConnectionFailure["reason"][] = ["occupied", "takenOver"];

/** There is no connection, and none comes by itself: why, what is kept, and the ways on. */
export function NoConnection({ failure, onRetry, onTakeOver, onRecord, onWrite }: NoConnectionProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  // Whoever is shut out has no way on until an administrator lets them in.
  const isShutOut = failure.reason === "refused" && failure.code === "AccountDeactivated";
  const isElsewhere = ELSEWHERE.includes(failure.reason);
  const offersWriting = onWrite !== undefined && !isElsewhere && !isShutOut;
  const offersRecording = onRecord !== undefined && ROUNDABOUT.includes(failure.reason);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);

  return (
    <Card className="mx-auto w-full max-w-3xl space-y-5">
      <div className="space-y-2">
        <h2 ref={heading} tabIndex={-1} className="text-title outline-none">
          {t(`failed.${failure.reason}.title`)}
        </h2>
        <p>
          {failure.reason === "refused"
            ? (failure.detail ?? t("failed.refused.detail", { code: failure.code }))
            : t(`failed.${failure.reason}.detail`)}
        </p>
        {offersRecording && <p>{t("failed.recordHint")}</p>}
        {offersWriting && <p>{t("failed.writeHint")}</p>}
        <p className="text-label text-muted">{t("failed.kept")}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        {offersRecording && (
          <Button onClick={onRecord}>
            <Mic aria-hidden />
            {t("failed.record")}
          </Button>
        )}
        {isElsewhere ? (
          <Button onClick={onTakeOver}>
            <ArrowRightToLine aria-hidden />
            {t("otherWindow.takeOver")}
          </Button>
        ) : (
          <Button variant={offersRecording ? "outline" : "primary"} onClick={onRetry}>
            <RotateCw aria-hidden />
            {common("error.retry")}
          </Button>
        )}
        {offersWriting && (
          <Button variant="outline" onClick={onWrite}>
            <Keyboard aria-hidden />
            {t("failed.write")}
          </Button>
        )}
        <Button variant="quiet" render={<Link to="/home" />}>
          {t("failed.leave")}
        </Button>
      </div>
    </Card>
  );
}

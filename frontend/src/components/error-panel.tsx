import { RotateCw } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, describeError, UnexpectedAnswerError } from "@/lib/errors";
import { isOfPage, reportPageError } from "@/lib/page-errors";

import { Button } from "./ui/button";
import { Card } from "./ui/card";

interface ErrorPanelProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** All that the page shows, so that its heading is the page's. */
  isPage?: boolean;
  /** Another way on, such as a link back to a list. */
  children?: ReactNode;
}

/** Eight characters that a person can read out and an administrator can search the log for. */
function newErrorId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/**
 * An error in the place of what failed. One that the server did not explain gets a number, also in the console and in
 * the server's log.
 */
export function ErrorPanel({ error, onRetry, isPage = false, children }: ErrorPanelProps) {
  const { t } = useTranslation();
  const Heading = isPage ? "h1" : "h2";
  const [ownId] = useState(newErrorId);
  const id = (error instanceof ApiError || error instanceof UnexpectedAnswerError ? error.id : null) ?? ownId;
  const explained = error instanceof ApiError && error.status < 500;

  useEffect(() => {
    if (explained) return;
    console.error(`error ${id}`, error);
    if (isOfPage(error)) void reportPageError(id, error);
  }, [error, explained, id]);

  return (
    <Card role="alert" className="mx-auto max-w-reading space-y-5">
      <div className="space-y-2">
        <Heading className="text-title">{t("error.title")}</Heading>
        <p>{describeError(error, t)}</p>
        {!explained && (
          <p className="text-label text-muted">
            <span className="font-semibold text-ink figures select-all">{t("error.id", { id })}</span>
            {" · "}
            {t("error.idHint")}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        {onRetry !== undefined && (
          <Button onClick={onRetry}>
            <RotateCw aria-hidden />
            {t("error.retry")}
          </Button>
        )}
        {children}
      </div>
    </Card>
  );
}

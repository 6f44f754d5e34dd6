import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";
import { describeError } from "@/lib/errors";

const LONGEST = 2000;

interface ReasonFormProps {
  label: string;
  hint?: string;
  action: string;
  acting: { error: Error | null; isPending: boolean };
  /** Whether what comes with the reason is chosen. */
  isReady?: boolean;
  onReason: (reason: string) => Promise<unknown>;
  /** What is chosen beside the reason, and what leads out of the form. */
  children?: ReactNode;
  leave?: ReactNode;
}

/** An act that needs a reason in words; the field empties when it has been done. */
export function ReasonForm({
  label,
  hint,
  action,
  acting,
  isReady = true,
  onReason,
  children,
  leave,
}: ReasonFormProps) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState("");
  const isGiven = isReady && reason.trim() !== "";
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isGiven || acting.isPending) return;
        onReason(reason.trim()).then(
          () => {
            setReason("");
          },
          () => undefined, // `acting.error` tells, and the words stay
        );
      }}
    >
      {children}
      <div className="space-y-2">
        <label htmlFor={id} className="block text-label font-semibold">
          {label}
        </label>
        <Textarea
          id={id}
          required
          maxLength={LONGEST}
          value={reason}
          className="min-h-24"
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-caption text-muted">
            {hint}
          </p>
        )}
      </div>
      {acting.error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(acting.error, t)}
        </Alert>
      )}
      <div className="flex flex-wrap gap-3">
        {leave}
        <Button type="submit" variant="outline" aria-disabled={!isGiven || acting.isPending || undefined}>
          {acting.isPending && <Spinner />}
          {action}
        </Button>
      </div>
    </form>
  );
}

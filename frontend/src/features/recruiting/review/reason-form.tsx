import { useState, type ReactNode } from "react";

import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { TextField } from "@/components/ui/text-field";

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
      <TextField
        label={label}
        hint={hint}
        required
        maxLength={LONGEST}
        value={reason}
        className="min-h-24"
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
      <Failure error={acting.error} />
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

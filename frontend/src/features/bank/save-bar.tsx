import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

interface SaveBarProps {
  saving: { error: Error | null; isPending: boolean; isSuccess: boolean };
  isUnsaved: boolean;
  problemCount: number;
  /** Why nobody knows whether something is wrong. */
  checkError: Error | null;
  save: string;
  onDiscard?: () => void;
  /** Ways on, where saving was refused for more than a field. */
  children?: ReactNode;
}

/** Stays in view at the end of a long form: whether all is saved, what went wrong, and the buttons. */
export function SaveBar({
  saving,
  isUnsaved,
  problemCount,
  checkError,
  save,
  onDiscard,
  children,
}: SaveBarProps) {
  const { t } = useTranslation("bank");
  const { t: common } = useTranslation();
  const state = () => {
    if (problemCount > 0) return t("save.problems", { count: problemCount });
    if (checkError !== null) return t("save.unchecked", { why: describeError(checkError, common) });
    if (isUnsaved) return t("save.unsaved");
    return saving.isSuccess ? t("save.saved") : "";
  };
  return (
    <div className="sticky bottom-4 z-10 space-y-3 rounded-card border bg-raised p-4 shadow-popup">
      {saving.error !== null && (
        <Alert tone="danger" role="alert">
          <p>{describeError(saving.error, common)}</p>
          {children}
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" disabled={saving.isPending || !isUnsaved}>
          {saving.isPending && <Spinner />}
          {save}
        </Button>
        {onDiscard !== undefined && isUnsaved && (
          <Button variant="quiet" disabled={saving.isPending} onClick={onDiscard}>
            {t("save.discard")}
          </Button>
        )}
        <p role="status" className="text-label text-muted">
          {state()}
        </p>
      </div>
    </div>
  );
}

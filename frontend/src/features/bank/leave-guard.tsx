import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Asks before a page is left on which something is not saved; the browser asks where its tab is closed. */
export function LeaveGuard({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation("bank");
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={blocker.status === "blocked"}
      onOpenChange={(isOpen) => {
        if (!isOpen) blocker.reset?.();
      }}
      title={t("leave.title")}
      description={t("leave.detail")}
    >
      <div className="flex flex-wrap gap-3">
        <Button onClick={blocker.reset}>{t("leave.stay")}</Button>
        <Button variant="outline" onClick={blocker.proceed}>
          {t("leave.go")}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

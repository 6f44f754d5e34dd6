import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

interface EndDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onEnd: () => Promise<void>;
}

/** Asks before the interview is ended early. */
export function EndDialog({ isOpen, onOpenChange, onEnd }: EndDialogProps) {
  const { t } = useTranslation("room");
  const { t: common } = useTranslation();
  const ending = useMutation({
    mutationFn: onEnd,
    onSuccess: () => {
      onOpenChange(false);
    },
  });

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("end.title")}
      description={t("end.detail")}
    >
      {ending.error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(ending.error, common)}
        </Alert>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          onClick={() => {
            onOpenChange(false);
          }}
        >
          {t("end.stay")}
        </Button>
        <Button
          variant="outline"
          aria-disabled={ending.isPending || undefined}
          onClick={() => {
            if (!ending.isPending) ending.mutate();
          }}
        >
          {ending.isPending && <Spinner />}
          {t("end.confirm")}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

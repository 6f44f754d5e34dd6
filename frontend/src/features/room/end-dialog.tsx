import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";

interface EndDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onEnd: () => Promise<void>;
}

/** Asks before the interview is ended early. */
export function EndDialog({ isOpen, onOpenChange, onEnd }: EndDialogProps) {
  const { t } = useTranslation("room");
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
      <Failure error={ending.error} />
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

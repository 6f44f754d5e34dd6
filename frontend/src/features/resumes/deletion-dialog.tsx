import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

interface DeletionDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: string;
  keep: string;
  confirm: string;
  deleting: { error: Error | null; isPending: boolean };
  onConfirm: () => void;
}

/** Asks before something is deleted; what stays as it is comes first. */
export function DeletionDialog({ keep, confirm, deleting, onConfirm, ...dialog }: DeletionDialogProps) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog {...dialog}>
      {deleting.error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(deleting.error, t)}
        </Alert>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          onClick={() => {
            dialog.onOpenChange(false);
          }}
        >
          {keep}
        </Button>
        <Button
          variant="outline"
          aria-disabled={deleting.isPending || undefined}
          onClick={() => {
            if (!deleting.isPending) onConfirm();
          }}
        >
          {deleting.isPending && <Spinner />}
          {confirm}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

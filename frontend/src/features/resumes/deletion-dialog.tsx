import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";

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
  return (
    <ConfirmDialog {...dialog}>
      <Failure error={deleting.error} />
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

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";

import { DialogSurface } from "./dialog";

interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: ReactNode;
  /** What went wrong, and the buttons; the one that changes nothing comes first, and has the focus. */
  children: ReactNode;
}

/** A question that has to be answered before anything else goes on. */
export function ConfirmDialog({ isOpen, onOpenChange, ...surface }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogSurface {...surface} />
    </AlertDialog.Root>
  );
}

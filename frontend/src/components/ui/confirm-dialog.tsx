import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";

interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: ReactNode;
  /** What went wrong, and the buttons; the one that changes nothing comes first, and has the focus. */
  children: ReactNode;
}

/** A question that has to be answered before anything else goes on. */
export function ConfirmDialog({ isOpen, onOpenChange, title, description, children }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-50 bg-[oklch(0.15_0.02_216/0.5)] backdrop-blur-sm transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Viewport className="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-5">
          <AlertDialog.Popup className="w-full max-w-form space-y-5 rounded-card border bg-raised p-6 text-ink shadow-popup transition-[opacity,scale] outline-none data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0 sm:p-8">
            <div className="space-y-3">
              <AlertDialog.Title className="text-title">{title}</AlertDialog.Title>
              <AlertDialog.Description className="text-muted">{description}</AlertDialog.Description>
            </div>
            {children}
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

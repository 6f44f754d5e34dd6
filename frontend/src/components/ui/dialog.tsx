import { Dialog as DialogPrimitive } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

import { Button } from "./button";

interface DialogSurfaceProps {
  title: string;
  description: ReactNode;
  className?: string;
  children: ReactNode;
}

/** What lies over the page in any dialog. */
export function DialogSurface({ title, description, className, children }: DialogSurfaceProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Backdrop className="fixed inset-0 z-50 bg-[oklch(0.15_0.02_216/0.5)] backdrop-blur-sm transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
      <DialogPrimitive.Viewport className="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-5">
        <DialogPrimitive.Popup
          className={cn(
            "relative w-full max-w-form space-y-5 rounded-card border bg-raised p-6 text-ink shadow-popup transition-[opacity,scale] outline-none data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0 sm:p-8",
            className,
          )}
        >
          <div className="space-y-3">
            <DialogPrimitive.Title className="text-title">{title}</DialogPrimitive.Title>
            <DialogPrimitive.Description className="text-muted">{description}</DialogPrimitive.Description>
          </div>
          {children}
        </DialogPrimitive.Popup>
      </DialogPrimitive.Viewport>
    </DialogPrimitive.Portal>
  );
}

interface DialogProps extends DialogSurfaceProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Something to do beside the page; Escape, a press outside or the cross lead back. */
export function Dialog({ isOpen, onOpenChange, children, ...surface }: DialogProps) {
  const { t } = useTranslation();
  return (
    <DialogPrimitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogSurface {...surface}>
        {children}
        {/* Last, so that the focus begins where there is something to do. */}
        <DialogPrimitive.Close
          aria-label={t("close")}
          className="absolute top-3 right-3 m-0 sm:top-5 sm:right-5"
          render={<Button variant="quiet" size="icon" />}
        >
          <X aria-hidden />
        </DialogPrimitive.Close>
      </DialogSurface>
    </DialogPrimitive.Root>
  );
}

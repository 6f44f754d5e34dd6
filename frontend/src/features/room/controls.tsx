import { Check, DoorOpen, Hourglass, Keyboard, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

import { SHORTCUTS, type Shortcut } from "./shortcuts";

interface ControlsProps {
  /** What can be done now; what is not named is not offered in this interview at all. */
  available: Partial<Record<Shortcut, boolean>>;
  /** The turn is held: silence ends nothing until words follow. */
  isHeld: boolean;
  hasShortcuts: boolean;
  /** Whether they stay in view: not over what is being typed. */
  isSticky: boolean;
  onUse: (shortcut: Shortcut) => void;
  onEnd: () => void;
}

const icons = { moment: Hourglass, done: Check, repeat: RotateCcw, type: Keyboard };

/** What the candidate may ask of the interviewer. A button that can do nothing now stays where it is. */
export function Controls({ available, isHeld, hasShortcuts, isSticky, onUse, onEnd }: ControlsProps) {
  const { t } = useTranslation("room");
  const offered = (["moment", "done", "repeat", "type"] as const).filter(
    (use) => available[use] !== undefined,
  );
  return (
    <div
      role="group"
      aria-label={t("control.label")}
      className={cn(
        "z-30 mx-auto flex max-w-full justify-center gap-1 rounded-card p-1.5 glass sm:w-fit sm:gap-2 sm:p-2",
        isSticky && "sticky bottom-3 sm:bottom-5",
      )}
    >
      {offered.map((use) => {
        const Icon = icons[use];
        return (
          <ControlButton
            key={use}
            isPressed={use === "moment" ? isHeld : undefined}
            isPrimary={use === "done" && available.done}
            isDisabled={available[use] !== true}
            shortcut={hasShortcuts ? SHORTCUTS[use] : undefined}
            onClick={() => {
              onUse(use);
            }}
          >
            <Icon aria-hidden />
            {t(`control.${use}`)}
          </ControlButton>
        );
      })}
      <ControlButton onClick={onEnd}>
        <DoorOpen aria-hidden />
        {t("control.end")}
      </ControlButton>
    </div>
  );
}

interface ControlButtonProps {
  /** Whether it holds now, of one that lasts. */
  isPressed?: boolean | undefined;
  isPrimary?: boolean | undefined;
  isDisabled?: boolean;
  shortcut?: string | undefined;
  onClick: () => void;
  children: ReactNode;
}

function ControlButton({
  isPressed,
  isPrimary = false,
  isDisabled = false,
  shortcut,
  onClick,
  children,
}: ControlButtonProps) {
  return (
    <Button
      variant={isPrimary ? "primary" : "quiet"}
      aria-pressed={isPressed}
      aria-disabled={isDisabled || undefined}
      aria-keyshortcuts={shortcut}
      className={cn(
        "max-sm:h-auto max-sm:min-h-15 max-sm:grow max-sm:basis-0 max-sm:flex-col max-sm:gap-1 max-sm:px-0 max-sm:py-1.5 max-sm:text-[0.8125rem] max-sm:whitespace-normal",
        "max-sm:leading-tight sm:px-4",
        isPressed === true &&
          "border-accent bg-accent-soft text-accent opacity-100 aria-disabled:opacity-100 forced-colors:border-[Highlight]",
      )}
      onClick={() => {
        if (!isDisabled) onClick();
      }}
    >
      {children}
      {shortcut !== undefined && (
        <kbd
          aria-hidden
          className={cn(
            "rounded-mark border px-1.5 font-sans text-caption uppercase max-lg:hidden",
            isPrimary ? "border-current opacity-80" : "text-muted",
          )}
        >
          {shortcut}
        </kbd>
      )}
    </Button>
  );
}

import {
  Circle,
  CircleAlert,
  CircleCheck,
  CircleMinus,
  LoaderCircle,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/lib/cn";

import type { ItemStatus } from "./readiness";

const looks = {
  todo: { tone: "neutral", Icon: Circle },
  busy: { tone: "accent", Icon: LoaderCircle },
  good: { tone: "good", Icon: CircleCheck },
  attention: { tone: "caution", Icon: TriangleAlert },
  failed: { tone: "danger", Icon: CircleAlert },
  skipped: { tone: "neutral", Icon: CircleMinus },
} as const satisfies Record<ItemStatus, { tone: string; Icon: LucideIcon }>;

interface CheckItemProps {
  title: string;
  /** Beside the title, such as that it may be left out. */
  note?: string;
  status: ItemStatus;
  why: string;
  children: ReactNode;
}

/** One item of the checklist. What happens in it is told to screen readers as it happens. */
export function CheckItem({ title, note, status, why, children }: CheckItemProps) {
  const { t } = useTranslation("check");
  const id = useId();
  const { tone, Icon } = looks[status];
  const { section, heading } = useKeptFocus();
  return (
    <li>
      <section ref={section} aria-labelledby={id} data-status={status}>
        <Card className="space-y-5">
          <div className="space-y-2">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <h2 ref={heading} id={id} tabIndex={-1} className="mr-auto rounded-mark text-title">
                {title}
                {note !== undefined && <span className="ml-2 text-label font-normal text-muted">{note}</span>}
              </h2>
              <Badge tone={tone}>
                <Icon aria-hidden className={cn(status === "busy" && "animate-spin")} />
                {t(`status.${status}`)}
              </Badge>
            </div>
            <p className="max-w-reading text-muted">{why}</p>
          </div>
          {children}
        </Card>
      </section>
    </li>
  );
}

/** When the control that has the focus goes, the focus moves to the heading: who uses the keyboard stays in place. */
function useKeptFocus() {
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const focused = useRef<EventTarget>(null);

  useEffect(() => {
    const element = section.current;
    const note = ({ target }: FocusEvent) => {
      focused.current = target;
    };
    element?.addEventListener("focusin", note);
    return () => element?.removeEventListener("focusin", note);
  }, []);

  useEffect(() => {
    const isGone = focused.current instanceof Node && !focused.current.isConnected;
    if (isGone && document.activeElement === document.body) heading.current?.focus();
  });

  return { section, heading };
}

/** What an item has to say at the moment. */
export function Says({ tone, children }: { tone?: "good" | "caution"; children: ReactNode }) {
  return (
    <p
      role="status"
      className={cn(
        "text-label empty:sr-only",
        tone === "good" && "font-semibold text-good",
        tone === "caution" && "font-semibold text-caution",
      )}
    >
      {children}
    </p>
  );
}

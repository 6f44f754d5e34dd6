import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { Card } from "./ui/card";

interface EmptyStateProps {
  Icon: LucideIcon;
  title: string;
  /** What will be here, and what has to be done for that. */
  detail: string;
  /** The way to do it. */
  children?: ReactNode;
}

/** In the place of a list that has nothing yet. */
export function EmptyState({ Icon, title, detail, children }: EmptyStateProps) {
  return (
    <Card className="flex flex-col items-center gap-3 py-14 text-center sm:py-18">
      <Icon aria-hidden className="mb-2 size-10 stroke-[1.5] text-accent" />
      <h2 className="text-title">{title}</h2>
      <p className="max-w-form text-muted">{detail}</p>
      {children !== undefined && <div className="mt-3 max-sm:w-full">{children}</div>}
    </Card>
  );
}

import type { ComponentProps } from "react";

import { ScrollRegion } from "@/components/scroll-region";
import { cn } from "@/lib/cn";

/** A table that scrolls sideways where it does not fit; `label` names the scrolling region. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollRegion label={label} className="relative overflow-x-auto rounded-panel">
      <table className={cn("w-full border-collapse text-left", className)} {...props} />
    </ScrollRegion>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return <th className={cn("px-4 py-3 text-caption font-semibold text-muted", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("px-4 py-4 align-top", className)} {...props} />;
}

import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

/** The place of something that is being fetched. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-breathe rounded-panel bg-sunken", className)} {...props} />;
}

import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

/** A sheet of glass. */
export function Card({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("rounded-card p-6 glass sm:p-8", className)} {...props} />;
}

import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      className={cn(
        "h-12 w-full rounded-control border border-control bg-raised px-4 text-body transition-colors",
        "placeholder:text-muted focus-visible:outline-offset-0 aria-invalid:border-danger",
        className,
      )}
      {...props}
    />
  );
}

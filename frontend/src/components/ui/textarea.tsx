import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(
        "block min-h-32 w-full resize-y rounded-control border border-control bg-raised px-4 py-3 text-body transition-colors",
        "placeholder:text-muted read-only:opacity-70 focus-visible:outline-offset-0 aria-invalid:border-danger",
        className,
      )}
      {...props}
    />
  );
}

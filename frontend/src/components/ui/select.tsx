import { ChevronDown } from "lucide-react";
import { useId, type ComponentProps } from "react";

import { cn } from "@/lib/cn";

interface SelectProps extends ComponentProps<"select"> {
  label: string;
  /** Where what stands around it says it to those who see. */
  isLabelHidden?: boolean;
}

/** The browser's own list of choices, with its label. */
export function Select({ label, isLabelHidden = false, className, ...props }: SelectProps) {
  const id = useId();
  return (
    <div className="space-y-2">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "block text-label font-semibold"}>
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          className={cn(
            "h-12 w-full appearance-none truncate rounded-control border border-control bg-raised pr-11 pl-4 text-body",
            "transition-colors focus-visible:outline-offset-0",
            className,
          )}
          {...props}
        />
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3.5 size-5 -translate-y-1/2 text-muted"
        />
      </div>
    </div>
  );
}

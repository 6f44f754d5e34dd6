import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";

interface ChoiceProps extends Omit<ComponentProps<"input">, "type" | "children"> {
  children: ReactNode;
}

/** One of several: a radio button as a tile. Its siblings share `name`, inside a radiogroup. */
export function Choice({ className, children, ...input }: ChoiceProps) {
  return (
    <label
      className={cn(
        "relative flex min-h-12 cursor-pointer items-center gap-3 rounded-control border border-control bg-raised px-4 py-2.5",
        "transition-colors hover:border-accent has-checked:border-accent has-checked:bg-accent-soft",
        "has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input type="radio" className="size-4.5 shrink-0 accent-accent outline-none" {...input} />
      <span className="min-w-0">{children}</span>
    </label>
  );
}

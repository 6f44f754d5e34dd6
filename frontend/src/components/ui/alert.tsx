import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";

const alertVariants = cva("flex gap-3 rounded-panel border border-transparent px-5 py-4 text-label", {
  variants: {
    tone: {
      info: "bg-accent-soft text-ink [&>svg]:text-accent",
      caution: "bg-caution-soft text-ink [&>svg]:text-caution",
      danger: "bg-danger-soft text-ink [&>svg]:text-danger",
    },
  },
  defaultVariants: { tone: "info" },
});

const icons = { info: Info, caution: TriangleAlert, danger: CircleAlert };

type AlertProps = Omit<ComponentProps<"div">, "title"> &
  VariantProps<typeof alertVariants> & { title?: ReactNode };

/** A notice in the page. Give `role="alert"` to one that appears in answer to what the user did. */
export function Alert({ className, tone, title, children, ...props }: AlertProps) {
  const Icon = icons[tone ?? "info"];
  return (
    <div className={cn(alertVariants({ tone }), className)} {...props}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 space-y-0.5">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}

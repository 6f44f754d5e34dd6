import { mergeProps } from "@base-ui/react/merge-props";
import { useRender } from "@base-ui/react/use-render";
import { cva, type VariantProps } from "class-variance-authority";

import { cn } from "@/lib/cn";

const buttonVariants = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,scale] active:scale-[0.985]",
    "disabled:pointer-events-none disabled:opacity-60 aria-disabled:opacity-60 [&_svg]:size-[1.15em] [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        outline: "border border-control bg-surface text-ink hover:border-accent hover:text-accent",
        quiet: "text-ink hover:bg-sunken",
        link: "text-accent underline decoration-1 underline-offset-4 hover:text-accent-strong",
      },
      size: {
        md: "h-11 px-5 text-label",
        lg: "h-14 px-7 text-body",
        icon: "size-11 text-body",
        inline: "h-auto px-0 text-[length:inherit]",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

type ButtonProps = useRender.ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

/** A button; `render={<Link to=… />}` gives a link the same looks. */
export function Button({ className, variant, size, render, ...props }: ButtonProps) {
  return useRender({
    defaultTagName: "button",
    render,
    props: mergeProps<"button">(
      { className: cn(buttonVariants({ variant, size }), className), ...(render ? {} : { type: "button" }) },
      props,
    ),
  });
}

import { Popover as PopoverPrimitive } from "@base-ui/react/popover";

import { cn } from "@/lib/cn";

export const Popover = PopoverPrimitive.Root;
export const PopoverTrigger = PopoverPrimitive.Trigger;

export function PopoverContent({
  className,
  title,
  children,
  ...props
}: PopoverPrimitive.Popup.Props & { title: string }) {
  return (
    <PopoverPrimitive.Portal>
      <PopoverPrimitive.Positioner
        positionMethod="fixed"
        sideOffset={8}
        align="end"
        collisionPadding={12}
        className="z-50"
      >
        <PopoverPrimitive.Popup
          className={cn(
            "w-80 max-w-[calc(100vw-1.5rem)] origin-(--transform-origin) space-y-5 rounded-panel border bg-raised p-5 text-ink shadow-popup outline-none",
            "transition-[opacity,scale] data-ending-style:scale-97 data-ending-style:opacity-0",
            "data-starting-style:scale-97 data-starting-style:opacity-0",
            className,
          )}
          {...props}
        >
          <PopoverPrimitive.Title className="text-label font-semibold text-muted">
            {title}
          </PopoverPrimitive.Title>
          {children}
        </PopoverPrimitive.Popup>
      </PopoverPrimitive.Positioner>
    </PopoverPrimitive.Portal>
  );
}

import { Menu as MenuPrimitive } from "@base-ui/react/menu";

import { cn } from "@/lib/cn";

export const Menu = MenuPrimitive.Root;
export const MenuTrigger = MenuPrimitive.Trigger;
export const MenuGroup = MenuPrimitive.Group;

const itemClass =
  "flex min-h-11 items-center gap-3 rounded-control px-3 text-label outline-none select-none data-highlighted:bg-sunken [&_svg]:size-[1.15em]";

export function MenuContent({
  className,
  align = "end",
  ...props
}: MenuPrimitive.Popup.Props & Pick<MenuPrimitive.Positioner.Props, "align">) {
  return (
    <MenuPrimitive.Portal>
      <MenuPrimitive.Positioner sideOffset={8} align={align} className="z-50">
        <MenuPrimitive.Popup
          className={cn(
            "min-w-52 origin-(--transform-origin) rounded-panel border bg-raised p-1.5 text-ink shadow-popup outline-none",
            "transition-[opacity,scale] data-ending-style:scale-97 data-ending-style:opacity-0",
            "data-starting-style:scale-97 data-starting-style:opacity-0",
            className,
          )}
          {...props}
        />
      </MenuPrimitive.Positioner>
    </MenuPrimitive.Portal>
  );
}

export function MenuItem({ className, ...props }: MenuPrimitive.Item.Props) {
  return <MenuPrimitive.Item className={cn(itemClass, className)} {...props} />;
}

export function MenuLabel({ className, ...props }: MenuPrimitive.GroupLabel.Props) {
  return (
    <MenuPrimitive.GroupLabel
      className={cn("px-3 pt-2 pb-1 text-caption font-semibold text-muted", className)}
      {...props}
    />
  );
}

export function MenuSeparator({ className, ...props }: MenuPrimitive.Separator.Props) {
  return <MenuPrimitive.Separator className={cn("mx-3 my-1.5 h-px bg-line", className)} {...props} />;
}

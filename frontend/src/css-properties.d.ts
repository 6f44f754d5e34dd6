import "react";

declare module "react" {
  interface CSSProperties {
    /** Custom properties, which a component hands to its stylesheet. */
    [name: `--${string}`]: string | number | undefined;
  }
}

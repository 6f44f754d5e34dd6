import type { ComponentProps } from "react";

/** What scrolls must be reachable by keyboard; `label` says what is in it. */
export function ScrollRegion({ label, ...props }: ComponentProps<"div"> & { label: string }) {
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <div role="region" aria-label={label} tabIndex={0} {...props} />;
}

import { Link, type LinkProps } from "@tanstack/react-router";

import { useCurrentInSight } from "@/lib/use-current-in-sight";

export interface SectionPage {
  to: LinkProps["to"];
  label: string;
  /** Whether only this very page counts as being there, and none below it. */
  exact?: boolean;
}

/** The way between the pages of a section; where it scrolls, the page that one is on is in sight. */
export function SectionNav({ label, pages }: { label: string; pages: SectionPage[] }) {
  const nav = useCurrentInSight();
  return (
    <nav
      ref={nav}
      aria-label={label}
      className="relative flex min-w-0 fades gap-2 overflow-x-auto max-sm:-mx-5 max-sm:px-5"
    >
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          activeOptions={{ exact: page.exact ?? false }}
          className="rounded-control px-4 py-2.5 text-label font-semibold whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-3"
          activeProps={{ className: "bg-sunken text-ink" }}
        >
          {page.label}
        </Link>
      ))}
    </nav>
  );
}

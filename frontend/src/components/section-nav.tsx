import { Link, type LinkProps } from "@tanstack/react-router";

export interface SectionPage {
  to: LinkProps["to"];
  label: string;
  /** Whether only this very page counts as being there, and none below it. */
  exact?: boolean;
}

/** The way between the pages of a section. */
export function SectionNav({ label, pages }: { label: string; pages: SectionPage[] }) {
  return (
    <nav aria-label={label} className="flex gap-2 overflow-x-auto">
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          activeOptions={{ exact: page.exact ?? false }}
          className="rounded-control px-4 py-2.5 text-label font-semibold whitespace-nowrap text-muted hover:text-ink"
          activeProps={{ className: "bg-sunken text-ink" }}
        >
          {page.label}
        </Link>
      ))}
    </nav>
  );
}

import { Link, useLocation, type LinkProps } from "@tanstack/react-router";
import { useLayoutEffect, useRef } from "react";

export interface SectionPage {
  to: LinkProps["to"];
  label: string;
  /** Whether only this very page counts as being there, and none below it. */
  exact?: boolean;
}

/** The way between the pages of a section; where it scrolls, the page that one is on is in sight. */
export function SectionNav({ label, pages }: { label: string; pages: SectionPage[] }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useLayoutEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (nav.current === null || here == null) return;
    nav.current.scrollLeft = here.offsetLeft - (nav.current.clientWidth - here.offsetWidth) / 2;
  }, [pathname]);
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

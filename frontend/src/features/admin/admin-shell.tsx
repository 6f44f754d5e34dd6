import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";

/** The administrators' pages, in the order of the navigation. */
const PAGES = [
  { to: "/admin/system", label: "nav.system" },
  { to: "/admin/people", label: "nav.people" },
  { to: "/admin/numbers", label: "nav.numbers" },
  { to: "/admin/audit", label: "nav.audit" },
  { to: "/admin/questions", label: "nav.questions" },
  { to: "/admin/variants", label: "nav.variants" },
] as const satisfies readonly {
  to: LinkProps["to"];
  label: string;
}[];

/** What administrators' pages share: the way from one to the next. */
export function AdminShell({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation("admin");
  return (
    <Page title={title}>
      <nav aria-label={t("nav.label")} className="mb-8 flex gap-2 overflow-x-auto">
        {PAGES.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className="rounded-control px-4 py-2.5 text-label font-semibold whitespace-nowrap text-muted hover:text-ink"
            activeProps={{ className: "bg-sunken text-ink" }}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      <h1 className="mb-3 text-headline">{title}</h1>
      {children}
    </Page>
  );
}

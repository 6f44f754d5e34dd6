import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { SectionNav } from "@/components/section-nav";

/** The administrators' pages, in the order of the navigation. */
const PAGES = [
  { to: "/admin/system", label: "nav.system" },
  { to: "/admin/people", label: "nav.people" },
  { to: "/admin/organisations", label: "nav.organisations" },
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
      <div className="mb-8">
        <SectionNav label={t("nav.label")} pages={PAGES.map(({ to, label }) => ({ to, label: t(label) }))} />
      </div>
      <h1 className="mb-3 text-headline">{title}</h1>
      {children}
    </Page>
  );
}

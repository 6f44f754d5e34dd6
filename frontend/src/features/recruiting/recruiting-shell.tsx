import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { OrganisationOut } from "@/client";
import { Page } from "@/components/page";
import { SectionNav, type SectionPage } from "@/components/section-nav";
import { Select } from "@/components/ui/select";
import { objectionCountQuery } from "@/features/rights/queries";

import { chooseOrganisation, organisationsQuery } from "./queries";

interface RecruitingShellProps {
  organisation: OrganisationOut;
  title: string;
  /** What the browser's tab says, where several pages share a title. */
  tab?: string;
  lead?: ReactNode;
  /** Leads out of a page that lies below another. */
  back?: ReactNode;
  /** Beside the title, such as the button that makes something new. */
  action?: ReactNode;
  children: ReactNode;
}

/** What recruiters' pages share: the way from one to the next, and whose they are. */
export function RecruitingShell({
  organisation,
  title,
  tab = title,
  lead,
  back,
  action,
  children,
}: RecruitingShellProps) {
  const { t } = useTranslation("recruiting");
  const { data: waiting } = useQuery(objectionCountQuery(organisation.id));
  /** In the order of the navigation. */
  const pages: SectionPage[] = [
    { to: "/recruiting/postings", label: t("nav.postings") },
    { to: "/recruiting/candidates", label: t("nav.candidates") },
    { to: "/recruiting/objections", label: t("nav.objections", { count: waiting?.open ?? 0 }) },
    ...(organisation.role === "owner"
      ? [{ to: "/recruiting/bias-audit" as const, label: t("nav.biasAudit") }]
      : []),
    { to: "/recruiting/company", label: t("nav.company") },
    { to: "/recruiting/organisation", label: t("nav.organisation"), exact: true },
    ...(organisation.role === "owner"
      ? [{ to: "/recruiting/organisation/integrations" as const, label: t("nav.integrations") }]
      : []),
  ];
  return (
    <Page title={tab}>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-4 max-sm:flex-col max-sm:flex-nowrap max-sm:items-stretch">
        <SectionNav label={t("nav.label")} pages={pages} />
        <OrganisationSwitch organisation={organisation} />
      </div>
      {back !== undefined && <div className="mb-3">{back}</div>}
      <div className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div className="min-w-0 space-y-3">
          <h1 className="text-headline wrap-anywhere">{title}</h1>
          {lead !== undefined && <div className="max-w-reading text-lead text-muted">{lead}</div>}
        </div>
        {action}
      </div>
      {children}
    </Page>
  );
}

/** Whose pages these are; a choice where the user belongs to several organisations. */
function OrganisationSwitch({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("recruiting");
  const router = useRouter();
  const { data: organisations } = useSuspenseQuery(organisationsQuery);
  if (organisations.length < 2) return <p className="text-label text-muted">{organisation.name}</p>;
  return (
    <Select
      label={t("switch")}
      isLabelHidden
      className="h-11"
      value={organisation.id}
      onChange={(event) => {
        chooseOrganisation(event.target.value);
        void router.navigate({ to: "/recruiting" }).then(() => router.invalidate());
      }}
    >
      {organisations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

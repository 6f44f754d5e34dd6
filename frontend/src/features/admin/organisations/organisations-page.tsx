import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { OrganisationEntry } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { MoreButton } from "@/components/more-button";
import { RowHead, Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { AdminShell } from "../admin-shell";
import { allOrganisationsQuery } from "../queries";
import { SearchBox, soughtIn } from "../search-box";
import { FoundForm } from "./found-form";
import { InviteOwner } from "./invite-owner";

/** Who hires here, and who answers for them; what they do is for their members alone. */
export function OrganisationsPage() {
  const { t } = useTranslation("admin");
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(allOrganisationsQuery(q));
  const organisations = list.data?.pages.flatMap((page) => page.organisations);
  return (
    <AdminShell title={t("organisations.title")}>
      <p className="mb-8 max-w-reading text-lead text-muted">{t("organisations.lead")}</p>
      <div className="space-y-8">
        <NameSearch onSearch={setQ} />
        {list.error !== null && (
          <ErrorPanel
            error={list.error}
            onRetry={() => {
              void list.refetch();
            }}
          />
        )}
        <p role="status" className="text-muted empty:hidden">
          {list.isPending
            ? t("organisations.loading")
            : organisations?.length === 0 && t("organisations.none")}
        </p>
        {organisations !== undefined && organisations.length > 0 && (
          <OrganisationTable organisations={organisations} />
        )}
        <MoreButton list={list}>{t("organisations.older")}</MoreButton>
        <section aria-labelledby="found" className="max-w-4xl space-y-4">
          <h2 id="found" className="text-title">
            {t("organisations.found.title")}
          </h2>
          <FoundForm />
        </section>
      </div>
    </AdminShell>
  );
}

function NameSearch({ onSearch }: { onSearch: (q: string) => void }) {
  const { t } = useTranslation("admin");
  return (
    <form
      role="search"
      className="max-w-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(soughtIn(event.currentTarget));
      }}
    >
      <SearchBox label={t("organisations.search")} find={t("organisations.find")} maxLength={120} />
    </form>
  );
}

function OrganisationTable({ organisations }: { organisations: OrganisationEntry[] }) {
  const { t } = useTranslation("admin");
  return (
    <Table label={t("organisations.title")} stacks="beside" className="sm:min-w-160">
      <thead>
        <tr>
          {(["name", "owners", "members", "since"] as const).map((column) => (
            <TableHead key={column} scope="col">
              {t(`organisations.${column}`)}
            </TableHead>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {organisations.map((organisation) => (
          <tr key={organisation.id}>
            <RowHead>{organisation.name}</RowHead>
            <TableCell label={t("organisations.owners")}>
              <Owners organisation={organisation} />
            </TableCell>
            <TableCell label={t("organisations.members")} className="whitespace-nowrap figures">
              {t("organisations.count", { count: organisation.members })}
            </TableCell>
            <TableCell label={t("organisations.since")} className="whitespace-nowrap figures">
              {formatDate(organisation.created_at, currentLanguage())}
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Owners({ organisation }: { organisation: OrganisationEntry }) {
  const { t } = useTranslation("admin");
  const { owners, invited } = organisation;
  return (
    <div className="space-y-3">
      <ul className="space-y-2 empty:hidden">
        {owners.map(({ full_name, email }) => (
          <li key={email}>
            {full_name}
            <span className="block text-caption text-muted">{email}</span>
          </li>
        ))}
        {invited.map((email) => (
          <li key={email} className="text-muted">
            {t("organisations.invited", { email })}
          </li>
        ))}
      </ul>
      {owners.length + invited.length === 0 && <p className="text-muted">{t("organisations.nobody")}</p>}
      {owners.length === 0 && <InviteOwner organisation={organisation} />}
    </div>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Role } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { MoreButton } from "@/components/more-button";
import { Select } from "@/components/ui/select";

import { AdminShell } from "../admin-shell";
import { peopleQuery, type PeopleFilters } from "../queries";
import { SearchBox, soughtIn } from "../search-box";
import { PeopleTable } from "./people-table";
import { ROLES } from "./roles";

export function PeoplePage() {
  const { t } = useTranslation("admin");
  const [filters, setFilters] = useState<PeopleFilters>({});
  const list = useInfiniteQuery(peopleQuery(filters));
  const people = list.data?.pages.flatMap((page) => page.people);
  return (
    <AdminShell title={t("people.title")}>
      <p className="mb-8 max-w-reading text-lead text-muted">{t("people.lead")}</p>
      <div className="space-y-8">
        <Filters filters={filters} onChange={setFilters} />
        {list.error !== null && (
          <ErrorPanel
            error={list.error}
            onRetry={() => {
              void list.refetch();
            }}
          />
        )}
        <p role="status" className="text-muted empty:hidden">
          {list.isPending ? t("people.loading") : people?.length === 0 && t("people.none")}
        </p>
        {people !== undefined && <PeopleTable people={people} />}
        <MoreButton list={list}>{t("people.older")}</MoreButton>
      </div>
    </AdminShell>
  );
}

const STATES = ["active", "deactivated"] as const;

interface FiltersProps {
  filters: PeopleFilters;
  onChange: (filters: PeopleFilters) => void;
}

/** A name is looked for when it is whole; the others at once. */
function Filters({ filters, onChange }: FiltersProps) {
  const { t } = useTranslation("admin");
  const { t: common } = useTranslation();
  return (
    <form
      role="search"
      className="grid items-end gap-4 sm:grid-cols-[2fr_1fr_1fr]"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...filters, q: soughtIn(event.currentTarget) });
      }}
    >
      <SearchBox label={t("people.search")} find={t("people.find")} maxLength={254} />
      <Select
        label={t("people.role")}
        value={filters.role ?? ""}
        onChange={(event) => {
          onChange({ ...filters, role: (event.target.value || undefined) as Role | undefined });
        }}
      >
        <option value="">{t("people.anyRole")}</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {common(`role.${role}`)}
          </option>
        ))}
      </Select>
      <Select
        label={t("people.state")}
        value={filters.active === undefined ? "" : STATES[filters.active === true ? 0 : 1]}
        onChange={(event) => {
          const state = event.target.value;
          onChange({ ...filters, active: state === "" ? undefined : state === "active" });
        }}
      >
        <option value="">{t("people.anyState")}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {t(`people.is.${state}`)}
          </option>
        ))}
      </Select>
    </form>
  );
}

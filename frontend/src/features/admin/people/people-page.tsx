import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Role } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

import { AdminShell } from "../admin-shell";
import { OlderButton } from "../older-button";
import { peopleQuery, type PeopleFilters } from "../queries";
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
        {people !== undefined && people.length > 0 && <PeopleTable people={people} />}
        <OlderButton list={list}>{t("people.older")}</OlderButton>
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
  const search = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = new FormData(event.currentTarget).get("q");
    onChange({ ...filters, q: typeof q === "string" ? q : "" });
  };
  return (
    <form role="search" onSubmit={search} className="grid items-end gap-4 sm:grid-cols-[2fr_1fr_1fr]">
      <Field
        type="search"
        name="q"
        label={t("people.search")}
        maxLength={254}
        adornment={
          <Button type="submit" variant="quiet" size="icon" aria-label={t("people.find")}>
            <Search aria-hidden />
          </Button>
        }
      />
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

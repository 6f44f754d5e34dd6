import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { AuditAction } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { MoreButton } from "@/components/more-button";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

import { AdminShell } from "../admin-shell";
import { auditQuery } from "../queries";
import { AuditList } from "./audit-list";
import { ExportButton } from "./export-button";
import { filtersOf, type AuditSearch } from "./search";

interface AuditPageProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { t } = useTranslation("audit");
  const filters = filtersOf(search);
  const log = useInfiniteQuery(auditQuery(filters));
  const entries = log.data?.pages.flatMap((page) => page.entries);
  const narrow = (change: AuditSearch) => {
    onSearch({ ...search, ...change });
  };
  return (
    <AdminShell title={t("title")}>
      <p className="mb-8 max-w-reading text-lead text-muted">{t("lead")}</p>
      <div className="space-y-8">
        <Filters search={search} onChange={narrow} />
        <Narrowed search={search} onClear={onSearch} />
        {log.error !== null && (
          <ErrorPanel
            error={log.error}
            onRetry={() => {
              void log.refetch();
            }}
          />
        )}
        <p role="status" className="text-muted empty:hidden">
          {log.isPending ? t("loading") : entries?.length === 0 && t("none")}
        </p>
        {entries !== undefined && entries.length > 0 && <AuditList entries={entries} onNarrow={narrow} />}
        <div className="flex flex-wrap items-start gap-3">
          <MoreButton list={log}>{t("older")}</MoreButton>
          <ExportButton filters={filters} />
        </div>
      </div>
    </AdminShell>
  );
}

interface FiltersProps {
  search: AuditSearch;
  onChange: (change: AuditSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("audit");
  return (
    <div role="group" aria-label={t("filters")} className="grid gap-4 sm:grid-cols-3">
      <Select
        label={t("action")}
        value={search.action ?? ""}
        onChange={(event) => {
          onChange({ action: (event.target.value || undefined) as AuditAction | undefined });
        }}
      >
        <option value="">{t("anyAction")}</option>
        {actionsOf(t("label", { returnObjects: true })).map(([action, label]) => (
          <option key={action} value={action}>
            {label}
          </option>
        ))}
      </Select>
      {(["since", "until"] as const).map((name) => (
        <Field
          key={name}
          type="date"
          label={t(name)}
          value={search[name] ?? ""}
          onChange={(event) => {
            onChange({ [name]: event.target.value || undefined });
          }}
        />
      ))}
    </div>
  );
}

/** Every action that the pages have words for, by its code. */
function actionsOf(labels: Record<string, Record<string, string>>): [action: string, label: string][] {
  return Object.entries(labels).flatMap(([about, actions]) =>
    Object.entries(actions).map(([done, label]): [string, string] => [`${about}.${done}`, label]),
  );
}

function Narrowed({ search, onClear }: { search: AuditSearch; onClear: (search: AuditSearch) => void }) {
  const { t } = useTranslation("audit");
  const { actor_id, subject_id, organisation_id } = search;
  if (actor_id === undefined && subject_id === undefined && organisation_id === undefined) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-panel bg-sunken px-5 py-3 text-label">
      {actor_id !== undefined && <p>{t("chosenActor")}</p>}
      {subject_id !== undefined && <p>{t("chosenSubject")}</p>}
      {organisation_id !== undefined && <p>{t("chosenOrganisation")}</p>}
      <Button
        variant="link"
        size="inline"
        onClick={() => {
          onClear({});
        }}
      >
        {t("clear")}
      </Button>
    </div>
  );
}

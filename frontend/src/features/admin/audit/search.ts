import type { AuditAction, AuditSubject } from "@/client";

import type { AuditFilters } from "../queries";

/** What the page's address says is wanted of the log; `since` and `until` are days, both of them included. */
export interface AuditSearch {
  action?: AuditAction | undefined;
  actor_id?: string | undefined;
  subject?: AuditSubject | undefined;
  subject_id?: string | undefined;
  organisation_id?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What an address means nothing by is left out; whether an action or an id exists is the server's to say. */
export function readSearch(search: Record<string, unknown>): AuditSearch {
  const text = (name: keyof AuditSearch) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const day = (name: "since" | "until") => {
    const value = text(name);
    return value !== undefined && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  return {
    action: text("action") as AuditAction | undefined,
    actor_id: text("actor_id"),
    subject: text("subject") as AuditSubject | undefined,
    subject_id: text("subject_id"),
    organisation_id: text("organisation_id"),
    since: day("since"),
    until: day("until"),
  };
}

/** The same for the API: days of this browser become instants. */
export function filtersOf({ since, until, ...filters }: AuditSearch): AuditFilters {
  return {
    ...filters,
    since: since === undefined ? undefined : startOf(since).toISOString(),
    until: until === undefined ? undefined : startOf(until, 1).toISOString(),
  };
}

function startOf(day: string, later = 0): Date {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + later);
  return start;
}

import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import {
  listAllOrganisations,
  listPeople,
  readAuditLog,
  readGpu,
  readNumbers,
  readSystem,
  readVariants,
  readWorkers,
  type ListPeopleData,
  type ReadAuditLogData,
} from "@/client";

/** How judges and interviewers that are compared do. */
export const variantsQuery = queryOptions({
  queryKey: ["admin", "variants"],
  queryFn: ({ signal }) => readVariants({ signal }),
});

const LOOK_AGAIN_MS = 5000;

/** Which engines work, and the work that is not done; looked at again as long as somebody looks. */
export const systemQuery = queryOptions({
  queryKey: ["admin", "system"],
  queryFn: ({ signal }) => readSystem({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Which workers answer; asking takes a second. */
export const workersQuery = queryOptions({
  queryKey: ["admin", "workers"],
  queryFn: ({ signal }) => readWorkers({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

/** The model server's GPU. One that does not answer is not asked again at once: the page says so. */
export const gpuQuery = queryOptions({
  queryKey: ["admin", "gpu"],
  queryFn: ({ signal }) => readGpu({ signal }),
  retry: false,
});

/** Numbers of the business, in weeks by this browser's clock. */
export const numbersQuery = queryOptions({
  queryKey: ["admin", "numbers"],
  queryFn: ({ signal }) =>
    readNumbers({ query: { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }, signal }),
});

export type PeopleFilters = Pick<NonNullable<ListPeopleData["query"]>, "q" | "role" | "active">;

/** Accounts, newest first, page by page. */
export const peopleQuery = (filters: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: ["admin", "people", filters],
    queryFn: ({ pageParam, signal }) => listPeople({ query: { ...filters, before: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ older }) => older,
    placeholderData: keepPreviousData,
  });

/** Organisations, newest first, page by page; `q` is in their names. */
export const allOrganisationsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["admin", "organisations", q],
    queryFn: ({ pageParam, signal }) => listAllOrganisations({ query: { q, before: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ older }) => older,
    placeholderData: keepPreviousData,
  });

export type AuditFilters = Omit<NonNullable<ReadAuditLogData["query"]>, "before" | "limit">;

/** The audit log, newest first, page by page. */
export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ["admin", "audit", filters],
    queryFn: ({ pageParam, signal }) => readAuditLog({ query: { ...filters, before: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ older }) => older,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

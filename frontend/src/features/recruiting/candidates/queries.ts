import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import {
  compareCandidates,
  listCandidates,
  listPostings,
  searchCandidates,
  type CandidateSort,
  type InterviewStatus,
  type Language,
  type Outcome,
} from "@/client";
import { everyPage } from "@/lib/every-page";

export const SCORES = ["overall", "technical", "communication", "cultural_fit"] as const;
export type ScoreName = (typeof SCORES)[number];

/** What the page's address says of the list. `min` and `max` are of `score`; the days are the reader's own. */
export interface CandidateSearch {
  posting?: string | undefined;
  status?: InterviewStatus | undefined;
  language?: Language | undefined;
  decision?: Outcome | "none" | undefined;
  score?: ScoreName | undefined;
  min?: number | undefined;
  max?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: CandidateSort | undefined;
}

/** As the API takes the filters; the last day counts whole. */
export function filtersOf(organisationId: string, search: CandidateSearch) {
  const score = search.score ?? "overall";
  return {
    organisation_id: organisationId,
    job_posting_id: search.posting,
    status: search.status,
    language: search.language,
    decision: search.decision,
    completed_from: search.from === undefined ? undefined : startOfDay(search.from, 0),
    completed_to: search.to === undefined ? undefined : startOfDay(search.to, 1),
    [`${score}_min`]: search.min,
    [`${score}_max`]: search.max,
  };
}

function startOfDay(day: string, later: number): string {
  const midnight = new Date(`${day}T00:00:00`);
  midnight.setDate(midnight.getDate() + later);
  return midnight.toISOString();
}

/** What candidates are listed by. */
export function postingChoicesQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "posting-choices"],
    queryFn: async ({ signal }) => {
      const query = { organisation_id: organisationId };
      const pages = await everyPage((after) => listPostings({ query: { ...query, after }, signal }));
      return pages.flatMap(({ postings }) => postings);
    },
  });
}

export function candidatesQuery(organisationId: string, search: CandidateSearch) {
  return infiniteQueryOptions({
    queryKey: ["organisations", organisationId, "candidates", search],
    queryFn: ({ signal, pageParam }) =>
      listCandidates({
        query: { ...filtersOf(organisationId, search), sort: search.sort, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function comparisonQuery(interviewIds: string[]) {
  return queryOptions({
    queryKey: ["comparison", ...interviewIds],
    queryFn: ({ signal }) => compareCandidates({ query: { interviews: interviewIds.join(",") }, signal }),
  });
}

export function passagesQuery(organisationId: string, sought: string) {
  return queryOptions({
    queryKey: ["organisations", organisationId, "passages", sought],
    queryFn: ({ signal }) =>
      searchCandidates({ query: { organisation_id: organisationId, q: sought }, signal }),
    enabled: sought !== "",
  });
}

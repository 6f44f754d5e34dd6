import { queryOptions } from "@tanstack/react-query";

import {
  countObjections,
  readBiasAudit,
  readDeclaredGroups,
  readExplanation,
  readObjections,
  readOwnObjections,
} from "@/client";

/** How the result of an interview came about. Who looked at it changes behind the page's back. */
export const explanationQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "explanation"],
    queryFn: ({ signal }) => readExplanation({ path: { interview_id: interviewId }, signal }),
  });

export const ownObjectionsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "objections"],
    queryFn: ({ signal }) => readOwnObjections({ path: { interview_id: interviewId }, signal }),
  });

/** What the candidate has said of themselves for the bias audit. */
export const declaredGroupsQuery = (interviewId: string) =>
  queryOptions({
    queryKey: ["interviews", interviewId, "groups"],
    queryFn: ({ signal }) => readDeclaredGroups({ path: { interview_id: interviewId }, signal }),
  });

export const receivedObjectionsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "objections"],
    queryFn: ({ signal }) => readObjections({ path: { organisation_id: organisationId }, signal }),
  });

/** How many wait for an answer; asking for it shows nothing of a candidate's. */
export const objectionCountQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "objections", "count"],
    queryFn: ({ signal }) => countObjections({ path: { organisation_id: organisationId }, signal }),
  });

/** Of one posting, or of all. */
export const biasAuditQuery = (organisationId: string, postingId: string | undefined) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "bias-audit", postingId],
    queryFn: ({ signal }) =>
      readBiasAudit({
        path: { organisation_id: organisationId },
        query: { posting_id: postingId },
        signal,
      }),
  });

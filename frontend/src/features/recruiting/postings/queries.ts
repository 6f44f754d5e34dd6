import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import {
  changePosting,
  changePostingState,
  listCompanies,
  listPostings,
  makePlan,
  readAgreement,
  readPlan,
  readPosting,
  type NewPlan,
  type PlannedQuestion,
  type PostingChange,
  type PostingOut,
} from "@/client";
import { everyPage } from "@/lib/every-page";
import { sendForm } from "@/lib/upload";

export type Place = NonNullable<NewPlan["questions"]>[number];

export const companiesQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["companies", organisationId],
    queryFn: async ({ signal }) => {
      const query = { organisation_id: organisationId };
      const pages = await everyPage((after) => listCompanies({ query: { ...query, after }, signal }));
      return pages.flatMap(({ companies }) => companies);
    },
  });

/** Newest first, page by page. */
export const postingsQuery = (organisationId: string) =>
  infiniteQueryOptions({
    queryKey: ["postings", "of", organisationId],
    queryFn: ({ pageParam, signal }) =>
      listPostings({ query: { organisation_id: organisationId, after: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const postingQuery = (postingId: string) =>
  queryOptions({
    queryKey: ["postings", postingId],
    queryFn: ({ signal }) => readPosting({ path: { posting_id: postingId }, signal }),
  });

export const agreementQuery = (postingId: string) =>
  queryOptions({
    queryKey: ["postings", postingId, "agreement"],
    queryFn: ({ signal }) => readAgreement({ path: { posting_id: postingId }, signal }),
  });

/** The newest version where none is named. */
export const planQuery = (postingId: string, version: number | null = null) =>
  queryOptions({
    queryKey: ["postings", postingId, "plan", version],
    queryFn: ({ signal }) =>
      readPlan({ path: { posting_id: postingId }, query: version === null ? {} : { version }, signal }),
  });

/** Every place as it stands, to be sent back with what changes. */
export function keptPlaces(questions: PlannedQuestion[]): Place[] {
  return questions.map(({ number, competency }) => ({ kind: "kept", number, competency }));
}

/** Makes a draft of a file of YAML, with its plan and, where it is missing, its company. */
export function useImport(organisationId: string, onImported: (posting: PostingOut) => Promise<void>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.append("file", file);
      const path = `/api/job-postings/import?organisation_id=${organisationId}`;
      return (await sendForm(path, form, () => undefined, new AbortController().signal)) as PostingOut;
    },
    onSuccess: async (posting) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["postings"] }),
        queryClient.invalidateQueries({ queryKey: companiesQuery(organisationId).queryKey }),
      ]);
      await onImported(posting);
    },
  });
}

/** Changes of a posting and of its plan; afterwards all that shows it is fetched anew. */
export function usePostingChanges(postingId: string) {
  const queryClient = useQueryClient();
  const path = { posting_id: postingId };
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: ["postings"] });
  return {
    saving: useMutation({ mutationFn: (body: PostingChange) => changePosting({ path, body }), onSuccess }),
    moving: useMutation({
      mutationFn: (state: "open" | "closed") => changePostingState({ path, body: { state } }),
      onSuccess,
    }),
    planning: useMutation({ mutationFn: (body: NewPlan) => makePlan({ path, body }), onSuccess }),
  };
}

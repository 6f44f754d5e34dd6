import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import {
  changeQuestion,
  checkQuestion,
  listQuestions,
  makeQuestion,
  readQuestion,
  readQuestionVersions,
  restoreQuestion,
  searchQuestions,
  type BankQuestionInput,
  type BankQuestionOut,
  type QuestionEdit,
  type WholeQuestion,
} from "@/client";
import { ApiError, isApiError } from "@/lib/errors";

import type { BankFilters } from "./filters";

export const PAGE_SIZE = 20;
const MOST_FOUND = 50;

interface Found {
  /** Of a list; a search has one page only. */
  total: number | null;
  questions: BankQuestionOut[];
}

/** A page of the bank, or what was found in it. */
export const bankQuery = ({ q, page, ...filters }: BankFilters) =>
  queryOptions({
    queryKey: ["questions", "list", q, page, filters],
    queryFn: async ({ signal }): Promise<Found> => {
      if (q !== "") {
        const { found } = await searchQuestions({ query: { ...filters, q, limit: MOST_FOUND }, signal });
        return { total: null, questions: found.map(({ question }) => question) };
      }
      const offset = (page - 1) * PAGE_SIZE;
      return listQuestions({ query: { ...filters, limit: PAGE_SIZE, offset }, signal });
    },
    placeholderData: keepPreviousData,
  });

export const questionQuery = (id: string) =>
  queryOptions({
    queryKey: ["questions", "one", id],
    queryFn: ({ signal }) => readQuestion({ path: { question_id: id }, signal }),
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["questions", "versions", id],
    queryFn: ({ signal }) => readQuestionVersions({ path: { question_id: id }, signal }),
  });

/** What is wrong at which field of a question; nothing where it may be saved. */
export type Problems = Readonly<Record<string, string>>;

export const checkQuery = (question: BankQuestionInput) =>
  queryOptions({
    queryKey: ["questions", "check", question],
    queryFn: async ({ signal }): Promise<Problems> => {
      try {
        await checkQuestion({ body: { question }, signal });
        return {};
      } catch (error) {
        if (isApiError(error, "InvalidInput")) return problemsOf(error);
        throw error;
      }
    },
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** By path within the question. */
export function problemsOf(error: unknown): Problems {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.problems).map(([field, problem]) => [field.replace(/^question\./, ""), problem]),
  );
}

/** Puts what was saved in the place of what was there. */
function useKeep() {
  const queryClient = useQueryClient();
  return async (saved: WholeQuestion) => {
    queryClient.setQueryData(questionQuery(saved.id).queryKey, saved);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ["questions", "list"], refetchType: "none" }),
      queryClient.invalidateQueries({ queryKey: versionsQuery(saved.id).queryKey }),
    ]);
  };
}

export function useMake() {
  return useMutation({
    mutationFn: (question: BankQuestionInput) => makeQuestion({ body: { question } }),
    onSuccess: useKeep(),
  });
}

export function useEdit(id: string) {
  return useMutation({
    mutationFn: (edit: QuestionEdit) => changeQuestion({ path: { question_id: id }, body: edit }),
    onSuccess: useKeep(),
  });
}

export function useRestore(id: string) {
  return useMutation({
    mutationFn: (version: number) => restoreQuestion({ path: { question_id: id }, query: { version } }),
    onSuccess: useKeep(),
  });
}

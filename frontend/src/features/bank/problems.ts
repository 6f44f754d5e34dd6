import { createContext, useContext } from "react";

import type { Problems } from "./queries";

/** What is wrong with the question that is being written, by path. */
export const ProblemsContext = createContext<Problems>({});

export function useProblem(path: string): string | undefined {
  return useContext(ProblemsContext)[path];
}

/** Whether something is wrong at `path` or within. */
export function useIsWrong(path: string): boolean {
  return Object.keys(useContext(ProblemsContext)).some(
    (field) => field === path || field.startsWith(`${path}.`),
  );
}

interface EntryProblem {
  /** Null where it is the list itself that is wrong. */
  entry: number | null;
  problem: string;
}

/** What is wrong with the list at `path`, and with which of its entries. */
export function useListProblems(path: string): EntryProblem[] {
  return Object.entries(useContext(ProblemsContext)).flatMap(([field, problem]): EntryProblem[] => {
    if (field === path) return [{ entry: null, problem }];
    if (!field.startsWith(`${path}.`)) return [];
    return [{ entry: Number(field.slice(path.length + 1)), problem }];
  });
}

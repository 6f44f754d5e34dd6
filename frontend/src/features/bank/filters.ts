import type { Difficulty, Language, ListQuestionsData, QuestionCategory } from "@/client";

export const CATEGORIES = [
  "technical",
  "behavioral",
  "situational",
  "cultural_fit",
] as const satisfies QuestionCategory[];
export const DIFFICULTIES = ["easy", "medium", "hard"] as const satisfies Difficulty[];
export const STATES = ["active", "inactive", "all"] as const satisfies NonNullable<
  NonNullable<ListQuestionsData["query"]>["state"]
>[];

/** What of the bank is shown. */
export interface BankFilters {
  /** What the questions are to be about; empty lists them all. */
  q: string;
  language: Language;
  category?: QuestionCategory;
  difficulty?: Difficulty;
  position?: string;
  state: (typeof STATES)[number];
  page: number;
}

/** What the address says of the filters; whatever makes no sense there is left out. */
export type BankSearch = Partial<BankFilters>;

export function readSearch(search: Record<string, unknown>): BankSearch {
  const { q, language, category, difficulty, position, state, page } = search;
  return {
    ...(typeof q === "string" && q.trim() !== "" && { q: q.slice(0, 300) }),
    ...((language === "ko" || language === "en") && { language }),
    ...oneOf("category", CATEGORIES, category),
    ...oneOf("difficulty", DIFFICULTIES, difficulty),
    ...(typeof position === "string" && /^[a-z0-9-]{1,80}$/.test(position) && { position }),
    ...oneOf("state", STATES, state),
    ...(Number.isSafeInteger(page) && Number(page) > 1 && { page: Number(page) }),
  };
}

function oneOf<Name extends string, Value extends string>(
  name: Name,
  values: readonly Value[],
  given: unknown,
): Partial<Record<Name, Value>> {
  const value = values.find((known) => known === given);
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

export function filtersOf(search: BankSearch, language: Language): BankFilters {
  return { q: "", language, state: "active", page: 1, ...search };
}

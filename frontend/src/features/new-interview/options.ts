import type { Difficulty, Scenario } from "@/client";
import { ApiError, isApiError } from "@/lib/errors";

/** The roles that the question bank has questions for. */
export const POSITIONS = [
  "backend",
  "frontend",
  "mobile",
  "data",
  "ml",
  "devops",
  "security",
  "product",
  "design",
  "sales",
  "support",
] as const;

export const COUNTS = [1, 2, 3, 4, 5, 6] as const;

const MINUTES_A_QUESTION = 3;

export function estimateMinutes(questions: number): number {
  return questions * MINUTES_A_QUESTION;
}

/** Null mixes them. */
export const DIFFICULTIES: readonly (Difficulty | null)[] = [null, "easy", "medium", "hard"];

export const SCENARIOS: readonly Scenario[] = ["standard", "career_change"];

/** Characters of a posting or a company's profile, as the server takes them. */
export const LONGEST_TEXT = 4000;

/** At most, to each question. */
export const FOLLOW_UPS = [0, 1, 2] as const;

const FIT_FIELDS = [
  "difficulty",
  "follow_ups",
  "scenario",
  "resume_id",
  "job_description",
  "company_profile",
] as const;
const FIELDS = ["position", "language", "question_count", ...FIT_FIELDS] as const;

export type FitField = (typeof FIT_FIELDS)[number];

export function isFitField(field: string | null): field is FitField {
  return FIT_FIELDS.some((known) => known === field);
}

/** The field that a refused request is about, or null where it is about none of them. */
export function fieldOf(error: unknown): (typeof FIELDS)[number] | null {
  if (isApiError(error, "BankTooSmall")) return "question_count";
  if (isApiError(error, "ResumeNotFound") || isApiError(error, "ResumeNotRead")) return "resume_id";
  if (!(error instanceof ApiError)) return null;
  return FIELDS.find((field) => error.fields.includes(field)) ?? null;
}

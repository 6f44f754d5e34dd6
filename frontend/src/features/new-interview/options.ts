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

const FIELDS = ["position", "language", "question_count"] as const;

/** The field that a refused request is about, or null where it is about none of them. */
export function fieldOf(error: unknown): (typeof FIELDS)[number] | null {
  if (isApiError(error, "BankTooSmall")) return "question_count";
  if (!(error instanceof ApiError)) return null;
  return FIELDS.find((field) => error.fields.includes(field)) ?? null;
}

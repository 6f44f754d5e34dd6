import type { ReportScore } from "@/client";

/** The scores of a report and what they are called. */
export const SCORES = [
  { score: "overall", label: "scores.overall" },
  { score: "technical", label: "scores.technical" },
  { score: "communication", label: "scores.communication" },
  { score: "cultural_fit", label: "scores.culturalFit" },
] as const satisfies readonly { score: ReportScore; label: string }[];

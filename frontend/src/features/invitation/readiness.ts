import type { AskForResume, ResumeSummary } from "@/client";
import { isBeingRead } from "@/features/resumes/queries";

/** Whether an invitation can be accepted with the résumé that was chosen; null is none. */
export function readiness(
  ask: AskForResume,
  chosen: ResumeSummary | null,
): "ready" | "missing" | "reading" | "failed" {
  if (chosen === null) return ask === "required" ? "missing" : "ready";
  if (isBeingRead(chosen.state)) return "reading";
  return chosen.state === "parsed" ? "ready" : "failed";
}

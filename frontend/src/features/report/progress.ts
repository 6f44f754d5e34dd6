import type { EventSourceMessage } from "eventsource-parser/stream";

import type { AnswerEvaluated, AnswerSaved, Event } from "@/client";

/** How far the evaluation of each answer is, by turn. */
export type Progress = ReadonlyMap<number, "saved" | "evaluated" | "failed">;

/** The events of `GET /api/interviews/{id}/events` that the way to a report consists of. */
type EvaluationEvent = AnswerSaved | AnswerEvaluated;

/** Reads what an event says about a turn; null for an event that is about something else. */
export function evaluationEvent(message: EventSourceMessage): EvaluationEvent | null {
  if (message.event !== "answer.saved" && message.event !== "answer.evaluated") return null;
  const { payload } = JSON.parse(message.data) as Event;
  return payload.kind === "answer.saved" || payload.kind === "answer.evaluated" ? payload : null;
}

/** Progress after one more event. Events may come twice, and a replayed `saved` does not undo an evaluation. */
export function withEvent(progress: Progress, event: EvaluationEvent): Progress {
  if (event.kind === "answer.saved" && progress.has(event.turn)) return progress;
  const state = event.kind === "answer.saved" ? "saved" : event.failed ? "failed" : "evaluated";
  return new Map(progress).set(event.turn, state);
}

export function countDone(progress: Progress): number {
  return [...progress.values()].filter((state) => state !== "saved").length;
}

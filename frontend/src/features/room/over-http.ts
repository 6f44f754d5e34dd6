import { completeInterview, startInterview, submitAnswer, type AskedQuestion } from "@/client";
import { isApiError } from "@/lib/errors";

import type { RoomEvent } from "./room-state";

/** Hands in what was typed; what the room hears of it. */
export async function handIn(interviewId: string, question: AskedQuestion, text: string): Promise<RoomEvent> {
  try {
    const reply = await submitAnswer({
      body: {
        interview_id: interviewId,
        turn: question.turn,
        question_id: question.id,
        text,
        source: "typed",
      },
    });
    if (reply.type === "ended") return { kind: "ended", status: reply.status };
    return { kind: "answer.taken", question: reply.question };
  } catch (error) {
    return { kind: "answer.failed", error };
  }
}

/** Where the interview is now: it may have moved on. Null where that cannot be told. */
export async function catchUp(interviewId: string): Promise<RoomEvent | null> {
  try {
    const { question } = await startInterview({ path: { interview_id: interviewId } });
    return { kind: "answer.taken", question };
  } catch (error) {
    return isApiError(error, "InterviewOver") ? { kind: "ended", status: "completed" } : null;
  }
}

/** Ends the interview early. Throws an error of lib/errors.ts. */
export async function complete(interviewId: string): Promise<RoomEvent> {
  try {
    const { status } = await completeInterview({ path: { interview_id: interviewId } });
    return { kind: "ended", status };
  } catch (error) {
    if (!isApiError(error, "InterviewOver")) throw error;
    return { kind: "ended", status: "completed" };
  }
}

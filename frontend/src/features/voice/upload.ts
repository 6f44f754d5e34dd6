import type { AnswerTaken, LastAnswerTaken } from "@/client";
import { sendForm } from "@/lib/upload";

export interface RecordedAnswer {
  session_id: string;
  question_id: string;
  turn_type: "main" | "followup";
  audio_file: Blob;
}

/** Hands a recorded answer in; see `sendForm`. */
export async function sendAnswer(
  answer: RecordedAnswer,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<AnswerTaken | LastAnswerTaken> {
  const form = new FormData();
  for (const [name, value] of Object.entries(answer) as [string, string | Blob][]) form.append(name, value);
  return (await sendForm("/api/answer/complete", form, onProgress, signal)) as AnswerTaken | LastAnswerTaken;
}

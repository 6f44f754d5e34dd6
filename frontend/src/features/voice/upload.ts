import type { AnswerTaken, LastAnswerTaken } from "@/client";
import { i18n } from "@/i18n";
import { session } from "@/lib/api";
import { readBody, toError } from "@/lib/errors";

export interface RecordedAnswer {
  session_id: string;
  question_id: string;
  turn_type: "main" | "followup";
  audio_file: Blob;
}

/**
 * Hands a recorded answer in. `onProgress` gets the share that has left, 0 to 1: fetch does not tell.
 * Throws an error of lib/errors.ts.
 */
export async function sendAnswer(
  answer: RecordedAnswer,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<AnswerTaken | LastAnswerTaken> {
  await session.restore();
  let response = await post(answer, onProgress, signal);
  if (response.status === 401) {
    await session.refresh();
    response = await post(answer, onProgress, signal);
  }
  if (!response.ok) throw toError(await readBody(response), response);
  return (await response.json()) as AnswerTaken | LastAnswerTaken;
}

function post(
  answer: RecordedAnswer,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(answer) as [string, string | Blob][]) form.append(name, value);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/answer/complete");
    request.setRequestHeader("Accept-Language", i18n.language);
    if (session.state.kind === "signed-in")
      request.setRequestHeader("Authorization", `Bearer ${session.state.accessToken}`);
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total === 0 ? 1 : loaded / total);
    };
    request.onload = () => {
      const id = request.getResponseHeader("X-Error-Id");
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: id === null ? {} : { "X-Error-Id": id },
        }),
      );
    };
    request.onerror = () => {
      reject(toError(new TypeError("the request failed")));
    };
    request.onabort = () => {
      reject(new DOMException("closed", "AbortError"));
    };
    signal.addEventListener(
      "abort",
      () => {
        request.abort();
      },
      { once: true },
    );
    request.send(form);
  });
}

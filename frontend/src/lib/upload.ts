import { i18n } from "@/i18n";

import { session } from "./api";
import { readBody, toError } from "./errors";

/**
 * Sends a form with a file. `onProgress` gets the share that has left, 0 to 1: fetch does not tell.
 * Returns the answer's JSON. Throws an error of errors.ts.
 */
export async function sendForm(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  await session.restore();
  let response = await post(path, form, onProgress, signal);
  if (response.status === 401) {
    await session.refresh();
    response = await post(path, form, onProgress, signal);
  }
  if (!response.ok) throw toError(await readBody(response), response);
  return response.json();
}

function post(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
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

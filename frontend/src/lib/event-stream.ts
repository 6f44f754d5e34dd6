import { EventSourceParserStream, type EventSourceMessage } from "eventsource-parser/stream";

import { session } from "./api";
import { readBody, toError } from "./errors";

/**
 * The messages of a server-sent event stream, read by fetch because `EventSource` cannot send a token.
 * Returns when the server closes the stream; throws an error of lib/errors.ts when it cannot be opened or breaks.
 */
export async function* readEventStream(
  path: string,
  { lastEventId, signal }: { lastEventId: string | null; signal: AbortSignal },
): AsyncGenerator<EventSourceMessage> {
  const headers = new Headers({ Accept: "text/event-stream" });
  if (lastEventId !== null) headers.set("Last-Event-ID", lastEventId);
  const request = new Request(new URL(path, location.origin), { headers, signal, cache: "no-store" });

  const response = await session.fetch(request).catch((error: unknown) => {
    throw toError(error);
  });
  if (!response.ok || response.body === null) throw toError(await readBody(response), response);

  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw toError(error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

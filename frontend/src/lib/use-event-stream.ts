import type { EventSourceMessage } from "eventsource-parser/stream";
import { useEffect, useEffectEvent, useState } from "react";

import { isTransient, toError } from "./errors";
import { readEventStream } from "./event-stream";
import { pause } from "./pause";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * Listens to an event stream for as long as the component is shown and `enabled`. A stream that ends or breaks is
 * opened again where it stopped, later each time until a message comes; a refusal (401, 403, 404) ends it, and is
 * thrown to the page's error boundary.
 */
export function useEventStream(
  path: string,
  onMessage: (message: EventSourceMessage) => void,
  { enabled = true }: { enabled?: boolean } = {},
): void {
  const handle = useEffectEvent(onMessage);
  const [refusal, setRefusal] = useState<Error | null>(null);

  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();

    async function listen() {
      let lastEventId: string | null = null;
      let delay = FIRST_DELAY_MS;
      while (!stop.signal.aborted) {
        try {
          for await (const message of readEventStream(path, { lastEventId, signal: stop.signal })) {
            if (message.id) lastEventId = message.id;
            delay = FIRST_DELAY_MS;
            handle(message);
          }
        } catch (error) {
          if (!isTransient(error)) {
            const isAborted = error instanceof DOMException;
            if (!isAborted) setRefusal(toError(error));
            return;
          }
        }
        await pause(delay, stop.signal);
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      }
    }

    void listen();
    return () => {
      stop.abort();
    };
  }, [path, enabled]);

  if (refusal !== null) throw refusal;
}

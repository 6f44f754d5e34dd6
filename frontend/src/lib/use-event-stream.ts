import type { EventSourceMessage } from "eventsource-parser/stream";
import { useEffect, useEffectEvent } from "react";

import { isTransient } from "./errors";
import { readEventStream } from "./event-stream";
import { pause } from "./pause";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * Listens to an event stream for as long as the component is shown and `enabled`. A stream that ends or breaks is
 * opened again where it stopped, later each time until a message comes; a refusal (401, 403, 404) ends it.
 */
export function useEventStream(
  path: string,
  onMessage: (message: EventSourceMessage) => void,
  { enabled = true }: { enabled?: boolean } = {},
): void {
  const handle = useEffectEvent(onMessage);

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
          if (!isTransient(error)) return;
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
}

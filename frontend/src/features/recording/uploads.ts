import { finishRecording, keepRecordingChunk } from "@/client";
import { ApiError } from "@/lib/errors";
import { Store } from "@/lib/store";

import {
  forgetChunk,
  forgetTake,
  keptChunk,
  keptNumbers,
  keptTakes,
  keyOf,
  type KeptTake,
  type TakeKey,
} from "./kept-chunks";

interface UploadsState {
  /** Chunks that the server does not have yet. */
  waiting: number;
  /** The take that the server refused last, and why; null while it takes all. */
  refused: { take: TakeKey; error: ApiError } | null;
}

/** A take that has not grown for so long has no page any more that records it. */
const ABANDONED_MS = 30_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * Sends what was recorded, the oldest first, again and again until the server has it; what it will never take is
 * dropped. One for the page: uploads go on while the candidate goes from the room to the report.
 */
class RecordingUploads extends Store<UploadsState> {
  #isSending = false;
  #again = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super({ waiting: 0, refused: null });
  }

  /** There is something new to send, or may be from an earlier visit. */
  wake(): void {
    this.#again = true;
    if (this.#isSending) return;
    this.#isSending = true;
    void this.#alone(() => this.#send()).finally(() => {
      this.#isSending = false;
      if (this.#again) this.wake();
    });
  }

  /** Another tab that sends the same is waited for; sending twice would do no harm. */
  #alone(task: () => Promise<void>): Promise<void> {
    return "locks" in navigator ? navigator.locks.request("visavis.uploads", task) : task();
  }

  async #send(): Promise<void> {
    let failures = 0;
    while (this.#again) {
      this.#again = false;
      try {
        for (const take of await keptTakes()) await this.#sendTake(take);
        await this.#count();
        await this.#lookAgainLater();
        failures = 0;
      } catch (error) {
        // Storage that is blocked holds nothing to send.
        if (error instanceof DOMException) {
          this.#again = false;
          return;
        }
        await this.#count();
        await online(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
        failures += 1;
        this.#again = true;
      }
    }
  }

  async #sendTake(take: KeptTake): Promise<void> {
    const key = keyOf(take);
    try {
      for (const number of await keptNumbers(key)) {
        const data = await keptChunk(key, number);
        if (data !== undefined) await sendChunk(take, number, data);
        await forgetChunk(key, number);
        await this.#count();
      }
      if (!take.isOver && Date.now() - take.grewAt < ABANDONED_MS) return;
      if ((await keptNumbers(key)).length > 0) return;
      await finishRecording({
        path: { interview_id: take.interview, question_id: take.question },
        query: { take: take.take },
        body: { chunks: take.chunks, seconds: take.seconds, clock: take.clock },
      });
      await forgetTake(key);
    } catch (error) {
      if (!(error instanceof ApiError) || isPassing(error)) throw error;
      await forgetTake(key);
      this.become({ ...this.state, refused: { take: key, error } });
    }
  }

  /** What stays is a take that goes on, or one whose page is gone: only time tells. */
  async #lookAgainLater(): Promise<void> {
    clearTimeout(this.#later);
    if ((await keptTakes()).length > 0)
      this.#later = setTimeout(() => {
        this.wake();
      }, ABANDONED_MS);
  }

  async #count(): Promise<void> {
    const numbers = await Promise.all((await keptTakes()).map((take) => keptNumbers(keyOf(take))));
    this.become({ ...this.state, waiting: numbers.flat().length });
  }
}

export const recordingUploads = new RecordingUploads();

/** Whether the same may be taken later. */
function isPassing({ status }: ApiError): boolean {
  return status >= 500 || status === 429 || status === 401;
}

async function sendChunk(take: KeptTake, number: number, data: Blob): Promise<void> {
  await keepRecordingChunk({
    path: { interview_id: take.interview, question_id: take.question, chunk: number },
    query: { take: take.take },
    body: data,
    headers: { "Content-Type": take.mediaType },
  });
}

/** Waits, but no longer than until the browser says that it is online again. */
function online(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener("online", end);
  });
}

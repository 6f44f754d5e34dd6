import { BrowserDatabase } from "@/lib/browser-database";

import type { Recording } from "./recorder";

const PIECES = "pieces";
/**
 * The answer that is being recorded, second by second, until the server has it: a reload or a crash loses at most the
 * last second. Storage may be blocked; the recording then lasts until the page is closed.
 */
const database = new BrowserDatabase("visavis.recordings", {
  [PIECES]: { keyPath: ["interview", "question", "index"] },
});

interface Piece {
  interview: string;
  question: string;
  index: number;
  sound: Blob;
}

export async function keepPiece(piece: Piece): Promise<void> {
  await database.use((transaction) => transaction.objectStore(PIECES).put(piece)).catch(ignoreBlocked);
}

/** What is kept of the answer to this question, or null. */
export async function findRecording(interview: string, question: string): Promise<Recording | null> {
  const pieces = await database
    .use(
      (transaction) =>
        transaction.objectStore(PIECES).getAll(range(interview, question)) as IDBRequest<Piece[]>,
    )
    .catch(ignoreBlocked);
  const [first] = pieces ?? [];
  if (pieces === undefined || first === undefined) return null;
  const sounds = pieces.map(({ sound }) => sound);
  return { sound: new Blob(sounds, { type: first.sound.type }), seconds: pieces.length };
}

/** The server has the answer, or the candidate wants it no more. */
export async function forgetRecording(interview: string, question: string): Promise<void> {
  await database
    .use((transaction) => transaction.objectStore(PIECES).delete(range(interview, question)))
    .catch(ignoreBlocked);
}

/** Whoever signs out leaves no voice behind for the next one at this computer. */
export function forgetEveryRecording(): void {
  database.forget();
}

function range(interview: string, question: string): IDBKeyRange {
  return IDBKeyRange.bound([interview, question, 0], [interview, question, Infinity]);
}

function ignoreBlocked(): undefined {
  return undefined;
}

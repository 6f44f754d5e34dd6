import type { Recording } from "./recorder";

/**
 * The answer that is being recorded, second by second, until the server has it: a reload or a crash loses at most the
 * last second. Storage may be blocked; the recording then lasts until the page is closed.
 */
const DATABASE = "visavis.recordings";
const PIECES = "pieces";

interface Piece {
  interview: string;
  question: string;
  index: number;
  sound: Blob;
}

export async function keepPiece(piece: Piece): Promise<void> {
  await withPieces("readwrite", (pieces) => pieces.put(piece)).catch(ignoreBlocked);
}

/** What is kept of the answer to this question, or null. */
export async function findRecording(interview: string, question: string): Promise<Recording | null> {
  const pieces = await withPieces(
    "readonly",
    (store) => store.getAll(range(interview, question)) as IDBRequest<Piece[]>,
  ).catch(ignoreBlocked);
  const [first] = pieces ?? [];
  if (pieces === undefined || first === undefined) return null;
  const sounds = pieces.map(({ sound }) => sound);
  return { sound: new Blob(sounds, { type: first.sound.type }), seconds: pieces.length };
}

/** The server has the answer, or the candidate wants it no more. */
export async function forgetRecording(interview: string, question: string): Promise<void> {
  await withPieces("readwrite", (pieces) => pieces.delete(range(interview, question))).catch(ignoreBlocked);
}

/** Whoever signs out leaves no voice behind for the next one at this computer. */
export function forgetEveryRecording(): void {
  try {
    indexedDB.deleteDatabase(DATABASE);
  } catch {
    // Storage is blocked: nothing was kept.
  }
}

function range(interview: string, question: string): IDBKeyRange {
  return IDBKeyRange.bound([interview, question, 0], [interview, question, Infinity]);
}

async function withPieces<Result>(
  mode: IDBTransactionMode,
  act: (pieces: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(PIECES, { keyPath: ["interview", "question", "index"] });
  };
  const database = await done(opening);
  try {
    return await done(act(database.transaction(PIECES, mode).objectStore(PIECES)));
  } finally {
    database.close();
  }
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException("storage failed", "UnknownError"));
    };
  });
}

function ignoreBlocked(): undefined {
  return undefined;
}

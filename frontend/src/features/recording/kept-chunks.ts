import type { ClockMark } from "@/client";
import { BrowserDatabase } from "@/lib/browser-database";

/** Of one take of one question: what is sent last, when all its chunks are there. */
export interface KeptTake {
  interview: string;
  question: string;
  /** Its beginning, in seconds since 1970: the server tells takes apart by it. */
  take: number;
  mediaType: string;
  chunks: number;
  seconds: number;
  clock: ClockMark[];
  /** When it last grew, in milliseconds since 1970. */
  grewAt: number;
  isOver: boolean;
}

export type TakeKey = [interview: string, question: string, take: number];

const TAKES = "takes";
const CHUNKS = "chunks";
/**
 * What was recorded and is not on the server yet. It outlives the page: a reload or a crash loses at most what was
 * recorded since the last chunk.
 */
const database = new BrowserDatabase("visavis.takes", {
  [TAKES]: { keyPath: ["interview", "question", "take"] },
  [CHUNKS]: {},
});

export function keyOf({ interview, question, take }: KeptTake): TakeKey {
  return [interview, question, take];
}

/** Keeps a chunk together with what is known of its take by then. Throws where storage is blocked or full. */
export async function keepChunk(take: KeptTake, number: number, data: Blob): Promise<void> {
  await database.use((transaction) => {
    transaction.objectStore(TAKES).put(take);
    return transaction.objectStore(CHUNKS).put(data, [...keyOf(take), number]);
  });
}

export async function keepTake(take: KeptTake): Promise<void> {
  await database.use((transaction) => transaction.objectStore(TAKES).put(take));
}

/** In the order in which they began. */
export async function keptTakes(): Promise<KeptTake[]> {
  const takes = await database.use(
    (transaction) => transaction.objectStore(TAKES).getAll() as IDBRequest<KeptTake[]>,
  );
  return takes.sort((one, other) => one.take - other.take);
}

/** The numbers of its chunks that are still here. */
export async function keptNumbers(take: TakeKey): Promise<number[]> {
  const keys = await database.use((transaction) =>
    transaction.objectStore(CHUNKS).getAllKeys(chunksOf(take)),
  );
  return keys.flatMap((key) => (Array.isArray(key) ? [Number(key[3])] : []));
}

export async function keptChunk(take: TakeKey, number: number): Promise<Blob | undefined> {
  return database.use(
    (transaction) => transaction.objectStore(CHUNKS).get([...take, number]) as IDBRequest<Blob | undefined>,
  );
}

/** The server has it. */
export async function forgetChunk(take: TakeKey, number: number): Promise<void> {
  await database.use((transaction) => transaction.objectStore(CHUNKS).delete([...take, number]));
}

export async function forgetTake(take: TakeKey): Promise<void> {
  await database.use((transaction) => {
    transaction.objectStore(CHUNKS).delete(chunksOf(take));
    return transaction.objectStore(TAKES).delete(take);
  });
}

/** Whoever signs out leaves neither voice nor picture behind for the next one at this computer. */
export function forgetEveryTake(): void {
  database.forget();
}

function chunksOf(take: TakeKey): IDBKeyRange {
  return IDBKeyRange.bound([...take, 0], [...take, Infinity]);
}

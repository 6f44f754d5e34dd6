import type { RecordingOut, TranscriptOut } from "@/client";
import { placeInRecording } from "@/features/recording/answer-clock";
import { segmentBySpans } from "@/lib/code-points";

/** A piece of an answer's text; `place` is where it is heard, null where nobody knows. */
export interface Piece {
  text: string;
  place: Place | null;
}

/** From `start` to `end`, in seconds of the recording of that take. */
export interface Place {
  take: number;
  start: number;
  end: number;
}

interface HeardWord {
  start: number;
  end: number;
  span: [number, number];
}

/** An answer's text in pieces, those that were heard with the place of their words in its recordings. */
export function timedPieces(
  { text, words }: Pick<TranscriptOut, "text" | "words">,
  takes: readonly RecordingOut[],
): Piece[] {
  const heard = words.flatMap((word: unknown) => (isPlacedWord(word) ? [word] : []));
  const spans = heard.map(({ span: [start, end] }) => ({ start, end }));
  return segmentBySpans(text, spans).map((segment) => {
    // Words that are written together, as "23%", sound from the first of them to the last.
    const own = segment.spans.flatMap((span) => heard[span] ?? []);
    const first = own[0];
    const last = own.at(-1);
    return { text: segment.text, place: first && last ? placeOf(takes, first.start, last.end) : null };
  });
}

/** The piece that sounds at `seconds` of a take: the last that has begun, until the next one does. */
export function pieceAt(pieces: readonly Piece[], take: number, seconds: number): number | null {
  const index = pieces.findLastIndex(({ place }) => place?.take === take && place.start <= seconds);
  const place = pieces[index]?.place;
  return place != null && seconds <= place.end + LINGER_SECONDS ? index : null;
}

/** A word stays lit over the short silence behind it. */
const LINGER_SECONDS = 0.4;

/**
 * Where an answer's seconds from `heard` until `until` are. One that was broken off goes on in another take: the last
 * take in which it has a place is its own. Null where nothing was recorded.
 */
export function placeOf(takes: readonly RecordingOut[], heard: number, until: number): Place | null {
  for (const { take, clock, seconds } of takes.toReversed()) {
    const start = placeInRecording(clock, heard);
    if (start !== null && start >= 0 && (seconds === null || start <= seconds))
      return { take, start, end: start + until - heard };
  }
  return null;
}

function isPlacedWord(word: unknown): word is HeardWord {
  return (
    typeof word === "object" &&
    word !== null &&
    "start" in word &&
    typeof word.start === "number" &&
    "end" in word &&
    typeof word.end === "number" &&
    "span" in word &&
    Array.isArray(word.span)
  );
}

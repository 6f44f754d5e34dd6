import type { ReportedAnswer, TranscriptOut } from "@/client";

import type { Quote } from "../quotes";

/** The id of what was said at a moment that somebody chose. */
export const MOMENT_ID = "moment";

interface HeardWord {
  start: number;
  span: [number, number];
}

/** What was said at that second of a turn, as a quote of the answer it is in: from that word to the end of a few. */
export function quoteAt(
  turn: number,
  second: number,
  answers: readonly ReportedAnswer[],
  transcripts: readonly TranscriptOut[],
): Quote | null {
  const said = transcripts.find((one) => one.turn === turn && one.speaker === "User");
  const words = (said?.words ?? []).flatMap(placedWord);
  const place = placeOf(turn, answers);
  if (said === undefined || place === null || words.length === 0) return null;
  const first = Math.max(
    0,
    words.findLastIndex(({ start }) => start <= second),
  );
  const last = Math.min(first + WORDS, words.length) - 1;
  const start = words[first]?.span[0] ?? 0;
  const end = words[last]?.span[1] ?? start;
  const text = Array.from(said.text).slice(start, end).join("");
  return { id: MOMENT_ID, ...place, criterion: null, start, end, text };
}

/** As many words as the eye takes in at once. */
const WORDS = 6;

function placeOf(turn: number, answers: readonly ReportedAnswer[]): Pick<Quote, "turn" | "followUp"> | null {
  for (const answer of answers) {
    if ((answer.asked_in ?? answer.turn) === turn) return { turn: answer.turn, followUp: null };
    if (answer.follow_ups.some((followUp) => followUp.turn === turn))
      return { turn: answer.turn, followUp: turn };
  }
  return null;
}

/** A word whose place in the text is not known has no span. */
function placedWord({ start, span }: Record<string, unknown>): HeardWord[] {
  if (typeof start !== "number" || !Array.isArray(span)) return [];
  const [from, to] = span as unknown[];
  return typeof from === "number" && typeof to === "number" ? [{ start, span: [from, to] }] : [];
}

/**
 * The server counts text in Unicode code points, JavaScript in UTF-16 units: "🙂" is one there and two here.
 * Every offset that comes from the API passes through this module.
 */

export interface CodePointSpan {
  start: number;
  end: number;
}

export interface Segment {
  text: string;
  /** Which of the given spans cover this piece, by their index. */
  spans: number[];
}

/** Where each code point begins in UTF-16 units; one entry more than there are code points. */
function unitOffsets(text: string): number[] {
  const offsets = [0];
  let unit = 0;
  for (const character of text) {
    unit += character.length;
    offsets.push(unit);
  }
  return offsets;
}

/** True when the span lies in the text and, where a quote is given, reads exactly as quoted. */
export function isSpanOf(text: string, span: CodePointSpan & { quote?: string }): boolean {
  const offsets = unitOffsets(text);
  const from = offsets[span.start];
  const to = offsets[span.end];
  if (from === undefined || to === undefined || from >= to) return false;
  return span.quote === undefined || text.slice(from, to) === span.quote;
}

/**
 * Cuts the text where a span begins or ends. The pieces, joined, are the text; spans may overlap or nest.
 * A span that does not lie in the text covers nothing.
 */
export function segmentBySpans(text: string, spans: readonly CodePointSpan[]): Segment[] {
  const offsets = unitOffsets(text);
  const ranges = spans.map((span) => ({ from: offsets[span.start], to: offsets[span.end] }));

  const cuts = new Set([0, text.length]);
  for (const { from, to } of ranges) {
    if (from === undefined || to === undefined) continue;
    cuts.add(from).add(to);
  }
  const bounds = [...cuts].sort((a, b) => a - b);

  return bounds.slice(1).map((to, index) => {
    const from = bounds[index] ?? 0;
    const covering = ranges.flatMap((range, span) =>
      range.from !== undefined && range.to !== undefined && range.from <= from && range.to >= to
        ? [span]
        : [],
    );
    return { text: text.slice(from, to), spans: covering };
  });
}

/** The words of a text and what lies between them, each with the code point where it begins; joined, they are the text. */
export function wordsOf(text: string): { text: string; start: number }[] {
  let start = 0;
  return (text.match(/\s+|\S+/gu) ?? []).map((piece) => {
    const word = { text: piece, start };
    start += Array.from(piece).length;
    return word;
  });
}

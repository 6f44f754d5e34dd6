import { describe, expect, it } from "vitest";

import { isSpanOf, segmentBySpans, wordsOf } from "./code-points";

const said = "저는 🙂 팀에서 👩‍💻 캐시를 도입했고 응답이 40% 빨라졌습니다.";

/** Where the quote stands, counted as Python counts. */
function spanOf(text: string, quote: string) {
  const start = Array.from(text.slice(0, text.indexOf(quote))).length;
  return { start, end: start + Array.from(quote).length, quote };
}

describe("isSpanOf", () => {
  it("counts an emoji as one, where UTF-16 counts two", () => {
    expect(isSpanOf(said, { start: 3, end: 4, quote: "🙂" })).toBe(true);
    expect(said.slice(3, 4)).not.toBe("🙂");
  });

  it("accepts a quote after an emoji and a joined emoji sequence", () => {
    expect(isSpanOf(said, spanOf(said, "응답이 40% 빨라졌습니다"))).toBe(true);
    expect(isSpanOf(said, spanOf(said, "👩‍💻 캐시"))).toBe(true);
  });

  it("refuses a quote that stands elsewhere, a span past the end, and an empty one", () => {
    const span = spanOf(said, "캐시를");
    expect(isSpanOf(said, { ...span, start: span.start + 1, end: span.end + 1 })).toBe(false);
    expect(isSpanOf(said, { start: 0, end: 4000 })).toBe(false);
    expect(isSpanOf(said, { start: 2, end: 2 })).toBe(false);
  });
});

describe("segmentBySpans", () => {
  it("loses no character and marks exactly the quoted ones", () => {
    const spans = [spanOf(said, "🙂 팀에서"), spanOf(said, "응답이 40%")];
    const segments = segmentBySpans(said, spans);
    expect(segments.map((segment) => segment.text).join("")).toBe(said);
    for (const [index, span] of spans.entries()) {
      const covered = segments.filter((segment) => segment.spans.includes(index));
      expect(covered.map((segment) => segment.text).join("")).toBe(span.quote);
    }
  });

  it("cuts overlapping and nested spans into pieces that know all their spans", () => {
    const segments = segmentBySpans("abcdef", [
      { start: 0, end: 4 },
      { start: 2, end: 6 },
      { start: 2, end: 3 },
    ]);
    expect(segments).toEqual([
      { text: "ab", spans: [0] },
      { text: "c", spans: [0, 1, 2] },
      { text: "d", spans: [0, 1] },
      { text: "ef", spans: [1] },
    ]);
  });

  it("lets a span outside the text cover nothing", () => {
    expect(segmentBySpans("ab", [{ start: 1, end: 9 }])).toEqual([{ text: "ab", spans: [] }]);
    expect(segmentBySpans("", [])).toEqual([]);
  });
});

describe("the words of a text", () => {
  it("begin where their code points do, and are the text when they are joined", () => {
    expect(wordsOf("🙂 속도를  높였나요?")).toEqual([
      { text: "🙂", start: 0 },
      { text: " ", start: 1 },
      { text: "속도를", start: 2 },
      { text: "  ", start: 5 },
      { text: "높였나요?", start: 7 },
    ]);
    expect(wordsOf("")).toEqual([]);
  });
});

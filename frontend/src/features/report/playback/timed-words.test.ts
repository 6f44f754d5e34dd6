import { describe, expect, it } from "vitest";

import type { RecordingOut } from "@/client";

import { pieceAt, timedPieces } from "./timed-words";

function recording(changes: Partial<RecordingOut>): RecordingOut {
  return {
    question_id: "01930000-0000-7000-8000-0000000000d1",
    turn: 1,
    take: 0,
    media_type: "video/webm",
    size: 1,
    seconds: 20,
    complete: true,
    clock: [{ heard: 0, at: 3, error: 0.01 }],
    created_at: "2026-11-21T06:00:00Z",
    ...changes,
  };
}

const answer = {
  text: "It 🙂 halved 23% more.",
  words: [
    { text: "it", start: 1, end: 1.2, span: [0, 2] },
    { text: "halved", start: 2, end: 2.5, span: [5, 11] },
    { text: "twenty", start: 2.6, end: 3, span: [12, 15] },
    { text: "three", start: 3, end: 3.4, span: [12, 15] },
    { text: "uh", start: 3.5, end: 3.6, span: null },
  ],
};

describe("an answer beside its recording", () => {
  it("has its words where they are heard, and its text whole", () => {
    const pieces = timedPieces(answer, [recording({})]);
    expect(pieces.map(({ text }) => text).join("")).toBe(answer.text);
    const placed = pieces.filter(({ place }) => place !== null);
    expect(placed.map(({ text }) => text)).toEqual(["It", "halved", "23%"]);
    expect(placed[2]?.place).toEqual({ take: 0, start: 5.6, end: 6.4 });
  });

  it("lights the word that sounds, and none in a long silence", () => {
    const pieces = timedPieces(answer, [recording({})]);
    const lit = (seconds: number) => pieces[pieceAt(pieces, 0, seconds) ?? -1]?.text;
    expect([3.9, 4.1, 4.9, 5.1, 6, 9].map(lit)).toEqual([
      undefined,
      "It",
      undefined,
      "halved",
      "23%",
      undefined,
    ]);
    expect(pieceAt(pieces, 1, 4.1)).toBeNull();
  });

  it("goes on in the take after the one that broke off", () => {
    const takes = [
      recording({ take: 7, seconds: 4.5 }),
      recording({ take: 8, clock: [{ heard: 0, at: -1.5, error: 0.01 }] }),
    ];
    const placed = timedPieces(answer, takes).filter(({ place }) => place !== null);
    expect(placed.map(({ place }) => place?.take)).toEqual([7, 8, 8]);
    expect(placed[1]?.place?.start).toBeCloseTo(0.5);
  });

  it("has no place where nothing was recorded or timed", () => {
    expect(timedPieces(answer, []).every(({ place }) => place === null)).toBe(true);
    expect(timedPieces(answer, [recording({ clock: [] })]).every(({ place }) => place === null)).toBe(true);
  });
});

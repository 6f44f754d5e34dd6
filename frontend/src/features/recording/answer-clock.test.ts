import { describe, expect, it } from "vitest";

import { AnswerClockMap, heardAt, placeInRecording } from "./answer-clock";

/** The recording began at 1 s of the page's clock, the answer at 4 s of the recording. */
const STARTED = 1_000;

function asked(at: number, heard: number | null) {
  return { asked: STARTED + at * 1_000, heard };
}

describe("the answer's clock", () => {
  it("finds where an answer's seconds are in the recording", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6.036, 2), STARTED + 6_056);
    expect(placeInRecording(map.marks, 0)).toBeCloseTo(4);
    expect(placeInRecording(map.marks, 2.5)).toBeCloseTo(6.5);
    expect(map.marks[0]?.error).toBeCloseTo(0.01);
  });

  it("believes the quickest reply, and says how far off that may be", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6.136, 2), STARTED + 6_436);
    map.note(asked(8.036, 4), STARTED + 8_046);
    map.note(asked(10.236, 6), STARTED + 10_736);
    expect(placeInRecording(map.marks, 1)).toBeCloseTo(5);
    expect(map.marks).toHaveLength(1);
    expect(map.marks[0]?.error).toBeCloseTo(0.005);
  });

  it("knows that a server which fell behind heard late, and not that anything stood still", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6.536, 2), STARTED + 6_546);
    map.note(asked(8.036, 4), STARTED + 8_046);
    map.note(asked(10.036, 5), STARTED + 10_046);
    map.note(asked(12.036, 8), STARTED + 12_046);
    expect(map.marks).toHaveLength(1);
    expect([0, 5, 8].map((heard) => placeInRecording(map.marks, heard))).toEqual([4, 9, 12]);
  });

  it("begins a mark where the line was cut and the answer's clock stood still", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6.036, 2), STARTED + 6_046);
    map.note(asked(13.036, 3), STARTED + 13_046);
    expect(placeInRecording(map.marks, 1.5)).toBeCloseTo(5.5);
    expect(placeInRecording(map.marks, 3)).toBeCloseTo(13);
    expect([5.5, 13].map((at) => heardAt(map.marks, at))).toEqual([expect.closeTo(1.5), expect.closeTo(3)]);
  });

  it("forgets what came before an answer that began anew", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6.036, 2), STARTED + 6_046);
    map.note(asked(8.036, 0.5), STARTED + 8_046);
    expect(map.marks).toHaveLength(1);
    expect(placeInRecording(map.marks, 0.5)).toBeCloseTo(8);
  });

  it("knows nothing before anything was heard", () => {
    const map = new AnswerClockMap(STARTED);
    map.note(asked(6, null), STARTED + 6_010);
    expect(placeInRecording(map.marks, 0)).toBeNull();
  });
});

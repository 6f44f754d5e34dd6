import { describe, expect, it } from "vitest";

import { countDone, evaluationEvent, withEvent, type Progress } from "./progress";

function message(kind: string, payload: object) {
  return { event: kind, id: "1", data: JSON.stringify({ sequence: 1, payload: { kind, ...payload } }) };
}

function replay(...messages: ReturnType<typeof message>[]): Progress {
  return messages
    .map(evaluationEvent)
    .reduce<Progress>((progress, event) => (event ? withEvent(progress, event) : progress), new Map());
}

describe("progress", () => {
  it("counts an answer that failed as done, and as failed", () => {
    const progress = replay(
      message("answer.saved", { turn: 1 }),
      message("answer.saved", { turn: 2 }),
      message("answer.saved", { turn: 3 }),
      message("answer.evaluated", { turn: 1, failed: false }),
      message("answer.evaluated", { turn: 2, failed: true }),
    );
    expect(Object.fromEntries(progress)).toEqual({ 1: "evaluated", 2: "failed", 3: "saved" });
    expect(countDone(progress)).toBe(2);
  });

  it("is the same after a replay from the start", () => {
    const events = [
      message("answer.saved", { turn: 1 }),
      message("answer.evaluated", { turn: 1, failed: false }),
    ];
    expect(replay(...events, ...events)).toEqual(replay(...events));
  });

  it("ignores the snapshot and events about other things", () => {
    expect(evaluationEvent({ event: "snapshot", id: undefined, data: "{}" })).toBeNull();
    expect(evaluationEvent(message("report.ready", { report_id: "x" }))).toBeNull();
  });
});

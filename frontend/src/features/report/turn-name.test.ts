import { describe, expect, it } from "vitest";

import type { ReportedAnswer } from "@/client";

import { turnName } from "./turn-name";

const t = ((key: string, values: Record<string, number>) =>
  [key, ...Object.values(values)].join(" ")) as unknown as Parameters<typeof turnName>[2];
const answers = [
  { turn: 1, asked_in: 1, follow_ups: [{ turn: 2 }, { turn: 3 }] },
  { turn: 2, asked_in: 4, follow_ups: [{ turn: 5 }] },
] as unknown as ReportedAnswer[];

describe("what an exchange is called", () => {
  it("is its question, or a follow-up to it", () => {
    expect([1, 2, 3, 4, 5].map((turn) => turnName(turn, answers, t))).toEqual([
      "questionNumber 1",
      "followUpOf 1 1",
      "followUpOf 1 2",
      "questionNumber 2",
      "followUpTo 2",
    ]);
  });

  it("is its number where the report is from before there were follow-ups", () => {
    expect(turnName(3, [], t)).toBe("questionNumber 3");
  });
});

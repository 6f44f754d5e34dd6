import { expect, it } from "vitest";

import type { InterviewOut } from "@/client";

import { practiceOf } from "./practice";

function interview(end: string | null, change: Partial<InterviewOut> = {}): InterviewOut {
  return {
    mode: "practice",
    status: "completed",
    end_time: end,
    overall_score: null,
    retry_of: null,
    ...change,
  } as InterviewOut;
}
// Without an offset: whichever zone the browser is in. 16 November 2026 is a Monday.
const now = new Date("2026-11-22T12:00:00");

it("counts the weeks that were practised, and says nothing of those between them", () => {
  const practice = practiceOf(
    [
      interview("2026-11-22T10:00:00"),
      interview("2026-11-16T00:00:00"),
      interview("2026-11-15T23:59:59"),
      interview("2026-09-01T10:00:00"),
    ],
    now,
  );
  expect(practice).toMatchObject({ weeks: 3, interviews: 4, thisWeek: 2 });
});

it("counts what was finished, of practice alone", () => {
  const others = [
    interview(null, { status: "live" }),
    interview("2026-11-20T10:00:00", { mode: "screening" }),
    interview("2026-11-20T10:00:00", { status: "cancelled" }),
  ];
  expect(practiceOf(others, now)).toBeNull();
  expect(practiceOf([...others, interview("2026-11-20T10:00:00")], now)).toMatchObject({ interviews: 1 });
});

it("takes the report of the latest interview that was scored", () => {
  const latest = practiceOf(
    [
      interview("2026-11-01T10:00:00", { id: "old", overall_score: 50 }),
      interview("2026-11-20T10:00:00", { id: "unscored" }),
      interview("2026-11-10T10:00:00", { id: "scored", overall_score: 60 }),
    ],
    now,
  );
  expect(latest?.latestScored?.id).toBe("scored");
});

it("shows the way of scores from a whole interview, and counts a question that was tried again as practice", () => {
  const whole = interview("2026-11-18T10:00:00", { overall_score: 60 });
  const retry = interview("2026-11-20T10:00:00", {
    overall_score: 90,
    retry_of: "an earlier one",
    retry_number: 1,
  });
  const practice = practiceOf([retry, whole], now);
  expect(practice?.interviews).toBe(2);
  expect(practice?.latestScored).toBe(whole);
});

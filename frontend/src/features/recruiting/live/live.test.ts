import { expect, it } from "vitest";

import type { LiveEntry } from "@/client";

import { next, type LiveList } from "./use-live-list";

const ENTRY: LiveEntry = {
  interview_id: "a",
  candidate: "Kim Minseo",
  language: "ko",
  status: "scheduled",
  question: 0,
  question_count: 3,
  start_time: null,
  end_time: null,
  report_ready: false,
  answers: null,
};

function after(...messages: [event: string, data: unknown][]): LiveList | null {
  return messages.reduce<LiveList | null>(
    (list, [event, data]) => next(list, event, JSON.stringify(data)),
    null,
  );
}

it("shows an interview as it stands by its newest event, each once", () => {
  const list = after(
    ["snapshot", { sequence: 1, invited: 2, entries: [ENTRY], left_out: 0 }],
    ["interview.state", { entry: { ...ENTRY, status: "live" } }],
    ["question.asked", { entry: { ...ENTRY, status: "live", question: 2 } }],
  );
  expect(list?.entries.map(({ status, question }) => [status, question])).toEqual([["live", 2]]);
  expect(list?.invited).toBe(2);
});

it("counts somebody who accepts no longer among those who have not answered", () => {
  const list = after(
    ["snapshot", { sequence: 0, invited: 1, entries: [], left_out: 3 }],
    ["interview.state", { entry: ENTRY }],
  );
  expect(list).toEqual({ invited: 0, entries: [ENTRY], leftOut: 3 });
});

it("begins anew with each snapshot", () => {
  const list = after(
    ["snapshot", { sequence: 0, invited: 1, entries: [ENTRY], left_out: 3 }],
    ["snapshot", { sequence: 9, invited: 0, entries: [], left_out: 0 }],
  );
  expect(list).toEqual({ invited: 0, entries: [], leftOut: 0 });
});

import { beforeEach, expect, it } from "vitest";

import type { AskedQuestion } from "@/client";

import { initialState, nextState } from "./room-state";
import { keepWay, readWay } from "./way";

const question: AskedQuestion = {
  id: "question-1",
  turn: 1,
  number: 1,
  total: 2,
  follow_up: false,
  text: "How did you make it faster?",
  category: "technical",
  language: "en",
};
const blocked = { kind: "failed", failure: { reason: "blocked" } } as const;

beforeEach(() => {
  sessionStorage.clear();
});

it.each([
  ["record", "recordings"],
  ["write", "writing"],
] as const)("to %s is kept for its interview until somebody tries to connect again", (kind, way) => {
  const failed = nextState(initialState(question), { kind: "connection", connection: blocked });
  keepWay("interview-1", failed);
  expect(readWay("interview-1")).toBeNull();

  const chosen = nextState(failed, { kind });
  keepWay("interview-1", chosen);
  expect(readWay("interview-1")).toBe(way);
  expect(readWay("interview-2")).toBeNull();

  keepWay(
    "interview-1",
    nextState(chosen, { kind: "answer.taken", question: { ...question, id: "2", turn: 2 } }),
  );
  expect(readWay("interview-1")).toBe(way);

  keepWay("interview-1", nextState(chosen, { kind: "rejoin" }));
  expect(readWay("interview-1")).toBeNull();
});

it("is over with the interview", () => {
  const chosen = nextState(initialState(question), { kind: "record" });
  keepWay("interview-1", chosen);
  keepWay("interview-1", nextState(chosen, { kind: "ended", status: "completed" }));
  expect(readWay("interview-1")).toBeNull();
});

import { describe, expect, it } from "vitest";

import { chanceOf } from "./upcoming";

const now = new Date("2026-11-22T09:00:00Z");
const [before, after] = ["2026-11-21T09:00:00Z", "2026-11-23T09:00:00Z"];
const open = { is_open: true, window_opens: null, window_closes: null };

describe("the chance to take an interview", () => {
  it.each([
    ["scheduled", open, { kind: "anyTime", date: null }],
    ["scheduled", { ...open, window_closes: after }, { kind: "until", date: after }],
    ["scheduled", { ...open, window_opens: before, window_closes: after }, { kind: "until", date: after }],
    ["scheduled", { ...open, window_opens: after }, { kind: "from", date: after }],
    ["scheduled", { ...open, is_open: false, window_closes: before }, { kind: "closed", date: null }],
    ["live", { ...open, is_open: false, window_closes: before }, { kind: "goesOn", date: null }],
  ] as const)("of one that is %s, where %j", (status, invitation, chance) => {
    expect(chanceOf({ status }, invitation, now)).toEqual(chance);
  });
});

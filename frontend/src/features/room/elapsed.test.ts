import { describe, expect, it } from "vitest";

import { clockStart, formatElapsed } from "./elapsed";

const MINUTE = 60_000;

describe("the clock", () => {
  it("shows minutes and seconds, and hours where there are some", () => {
    expect(formatElapsed(0)).toBe("0:00");
    expect(formatElapsed(9_999)).toBe("0:09");
    expect(formatElapsed(12 * MINUTE + 5_000)).toBe("12:05");
    expect(formatElapsed(61 * MINUTE + 1_000)).toBe("1:01:01");
    expect(formatElapsed(-5)).toBe("0:00");
  });

  it("counts from the interview's start, through reloads", () => {
    const now = Date.parse("2026-11-20T10:10:00Z");
    expect(clockStart("2026-11-20T10:00:00Z", now)).toBe(now - 10 * MINUTE);
  });

  it("counts anew for an interview that is taken up another day, or whose start lies ahead of this clock", () => {
    const now = Date.parse("2026-11-20T10:10:00Z");
    expect(clockStart("2026-11-18T10:00:00Z", now)).toBe(now);
    expect(clockStart("2026-11-20T10:12:00Z", now)).toBe(now);
    expect(clockStart(null, now)).toBe(now);
  });
});

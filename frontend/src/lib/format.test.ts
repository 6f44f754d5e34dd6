import { describe, expect, it } from "vitest";

import { formatParts } from "./format";

describe("the parts of a whole", () => {
  it.each([
    // Each rounded by itself, these are 101%.
    [
      [0.405, 0.405, 0.19],
      ["41%", "40%", "19%"],
    ],
    [
      [1 / 3, 1 / 3, 1 / 3],
      ["34%", "33%", "33%"],
    ],
    // What is there is not 0%, at the cost of the largest.
    [
      [0.986, 0.006, 0.004, 0.004, 0],
      ["97%", "1%", "1%", "1%", "0%"],
    ],
    [
      [1, 0],
      ["100%", "0%"],
    ],
    [
      [0.001, 0.001],
      ["1%", "1%"],
    ],
    [
      [0, 0],
      ["0%", "0%"],
    ],
    [[], []],
  ])("%j are shown as %j", (shares, shown) => {
    expect(formatParts(shares, "en")).toEqual(shown);
  });

  it("add up to the whole, whatever they are", () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const parts = Array.from({ length: 7 }, (_, index) => ((seed * 7919 * (index + 3)) % 101) ** 3);
      const whole = parts.reduce((sum, part) => sum + part, 0);
      const shown = formatParts(
        parts.map((part) => part / whole),
        "ko",
      ).map((text) => Number.parseInt(text, 10));
      expect(shown.reduce((sum, percent) => sum + percent, 0)).toBe(100);
      shown.forEach((percent, index) => {
        expect(percent > 0).toBe((parts[index] ?? 0) > 0);
      });
    }
  });
});

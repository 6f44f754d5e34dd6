import { describe, expect, it } from "vitest";

import { safeNext } from "./guards";

describe("safeNext", () => {
  it("keeps a path of our own with its search", () => {
    expect(safeNext("/interviews/1/report?x=1#answers")).toBe("/interviews/1/report?x=1#answers");
  });

  it.each([
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
    "",
    3,
  ])("refuses %s", (next) => {
    expect(safeNext(next)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";

import { browserOf, systemOf } from "./system";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";

describe("where a setting is", () => {
  it.each([
    [`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`, "chrome"],
    [
      `${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
      "edge",
    ],
    [`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Whale/4.1 Safari/537.36`, "other"],
    [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15`, "safari"],
    [`${mac} Gecko/20100101 Firefox/140.0`, "firefox"],
    ["something else", "other"],
  ])("knows the browser of %s", (userAgent, browser) => {
    expect(browserOf(userAgent)).toBe(browser);
  });

  it("knows the system", () => {
    expect(systemOf(mac)).toBe("mac");
    expect(systemOf(windows)).toBe("windows");
    expect(systemOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)")).toBe("other");
  });
});

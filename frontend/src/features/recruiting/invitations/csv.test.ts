import { expect, it } from "vitest";

import { linksFile, refusedFile } from "./csv";

const ROW = {
  line: 2,
  email: "kim@example.org",
  full_name: "김민서",
  verdict: "invited",
  link: null,
} as const;

it("saves the whole addresses of links, of those who have one", () => {
  const file = linksFile([{ ...ROW, link: "/invitation#token" }, ROW]);
  expect(file).toBe(
    `\uFEFF"email","name","link"\r\n"kim@example.org","김민서","${location.origin}/invitation#token"\r\n`,
  );
});

it("saves what a spreadsheet would run as text", () => {
  const file = refusedFile([{ ...ROW, full_name: '=HYPERLINK("x")' }], () => "why");
  expect(file.split("\r\n")[1]).toBe(`"kim@example.org","'=HYPERLINK(""x"")","why"`);
});

import { describe, expect, it } from "vitest";

import { OutdatedPageError, UnreachableError } from "./errors";
import { describePageError, isOfPage, noteComponents } from "./page-errors";

const { origin } = location;

function thrown(message: string, stack: string): Error {
  const error = new TypeError(message);
  error.stack = stack;
  return error;
}

describe("what the server is told of a page that failed", () => {
  it("is the places in our own files, as Chromium and as Firefox write them", () => {
    const chromium = thrown(
      "x",
      `TypeError: x\n    at ai (${origin}/assets/room-page-C3.js:1:2345)\n    at ${origin}/assets/index-B1.js:2:7\n    at <anonymous>`,
    );
    const frames = [
      { file: "room-page-C3.js", line: 1, column: 2345 },
      { file: "index-B1.js", line: 2, column: 7 },
    ];
    expect(describePageError("0a1b2c3d", chromium)).toMatchObject({
      number: "0a1b2c3d",
      error: "TypeError",
      frames,
    });
    const firefox = thrown(
      "x",
      `ai@${origin}/assets/room-page-C3.js:1:2345\n@${origin}/assets/index-B1.js:2:7\n`,
    );
    expect(describePageError("0a1b2c3d", firefox).frames).toEqual(frames);
  });

  it("is no message, no address and no query, and nothing of other origins", () => {
    const message = `Kim said\n at ${origin}/secret.js:1:1`;
    const error = thrown(
      message,
      `TypeError: ${message}\n    at a (${origin}/assets/a.js?token=secret:1:2)\n    at b (https://kim.example/b.js:1:2)`,
    );
    error.name = "Kim Minseo";
    const told = describePageError("0a1b2c3d", error);
    expect(told.error).toBe("Error");
    expect(told.frames).toEqual([{ file: "a.js", line: 1, column: 2 }]);
    expect(JSON.stringify(told)).not.toMatch(/Kim|secret|http/i);
    expect(describePageError("0a1b2c3d", "Kim said").error).toBe("string");
  });

  it("is the components too, where React has caught it", () => {
    const error = new RangeError("x");
    noteComponents(error, `\n    at Ru (${origin}/assets/room-page-C3.js:1:99)\n    at div`);
    expect(describePageError("0a1b2c3d", error).components).toEqual([
      { file: "room-page-C3.js", line: 1, column: 99 },
    ]);
  });
});

it("is told of what the page broke, and not of what the server did", () => {
  expect(
    [new TypeError("x"), "x", new UnreachableError("x"), new OutdatedPageError("x")].map(isOfPage),
  ).toEqual([true, true, false, false]);
});

import { describe, expect, it } from "vitest";

import { readShortcut } from "./shortcuts";

function press(init: KeyboardEventInit, element = "button"): KeyboardEvent {
  const target = document.createElement(element);
  const event = new KeyboardEvent("keydown", init);
  Object.defineProperty(event, "target", { value: target });
  return event;
}

describe("a shortcut", () => {
  it("is a letter, on any keyboard", () => {
    expect(readShortcut(press({ key: "m", code: "KeyM" }))).toBe("moment");
    expect(readShortcut(press({ key: "D", code: "KeyD" }))).toBe("done");
    expect(readShortcut(press({ key: "ㄱ", code: "KeyR" }))).toBe("repeat");
    expect(readShortcut(press({ key: "Process", code: "KeyT" }))).toBe("type");
  });

  it("is what is printed on the key, not where it lies", () => {
    expect(readShortcut(press({ key: "k", code: "KeyT" }))).toBeNull();
  });

  it.each(["input", "textarea", "select"])("is not taken from what is typed into: %s", (element) => {
    expect(readShortcut(press({ key: "m", code: "KeyM" }, element))).toBeNull();
  });

  it("is left to the browser with a modifier, and fires once while a key is held", () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }])
      expect(readShortcut(press({ key: "r", code: "KeyR", ...held }))).toBeNull();
  });
});

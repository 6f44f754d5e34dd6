import { describe, expect, it } from "vitest";

import { fileName } from "./save-file";

describe("the name of a file", () => {
  it("is the title, in whatever language", () => {
    expect(fileName("백엔드 엔지니어 · Backend", "yaml")).toBe("백엔드 엔지니어 · Backend.yaml");
  });

  it("leads into no other folder and hides from nobody", () => {
    expect(fileName("../a\\b: c?\n", "yaml")).toBe("a b c.yaml");
    expect(fileName(" ./ ", "yaml")).toBe("visavis.yaml");
  });
});

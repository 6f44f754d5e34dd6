import { describe, expect, it } from "vitest";

import type { QuestionToReview } from "@/client";

import { bandOfKey, draftOf, placesToBand } from "./bands";

describe("bands", () => {
  it.each([
    ["0", 0],
    ["4", 4],
    ["x", null],
    ["X", null],
    ["5", undefined],
    ["ArrowDown", undefined],
    ["", undefined],
  ])("reads the key %j as %j", (key, band) => {
    expect(bandOfKey(key)).toBe(band);
  });

  it("wants a band for every criterion of the questions that were answered", () => {
    const question = { criteria: [{ slug: "care" }, { slug: "sight" }] };
    const questions = [
      { ...question, number: 1, text: "We test." },
      { ...question, number: 2, text: "" },
    ] as QuestionToReview[];
    expect(placesToBand(questions)).toEqual(["1.care", "1.sight"]);
  });

  it("tells a criterion that cannot be judged from one without a band", () => {
    const draft = draftOf([{ question: 1, criterion: "care", band: null, note: "" }]);
    expect(draft.has("1.care")).toBe(true);
    expect(draft.has("1.sight")).toBe(false);
  });
});

import { render, screen, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { JudgeVariant } from "@/client";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import { JudgeTable } from "./judge-table";
import { QuestionTable } from "./question-table";

const judged: JudgeVariant = {
  variant: "whole",
  engine: "remote",
  model: "solar",
  prompt: "analytic-1@5d21c0aa",
  judgements: 2,
  interviews: 1,
  score: { value: 61.44, n: 2 },
  bands: [0, 1, 0, 3, 0],
  abstentions: { model_failed: 0.25 },
  flags: { invented_quote: 1 },
  stability_width: { value: 7.25, n: 2 },
  tokens: { value: 1834, n: 2 },
  seconds: { value: 6.42, n: 2 },
};
const unmeasured: JudgeVariant = {
  ...judged,
  variant: null,
  engine: "rubric",
  model: "visavis-rubric-1",
  prompt: "none",
  score: { value: null, n: 0 },
  stability_width: { value: null, n: 0 },
  tokens: { value: null, n: 0 },
  seconds: { value: 0.01, n: 1 },
};

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("admin");
});

describe("the variants of a judge", () => {
  it("are a row each, with what their criteria came to", () => {
    render(<JudgeTable variants={[judged]} />);
    const text = screen.getByRole("row", { name: /whole/ }).textContent;
    expect(text).toContain("remote · solar");
    expect(text).toContain("61.4of 2");
    expect(text).toContain("band 3: 3 times");
    expect(text).toContain("25% · The evaluation model gave no answer");
    expect(text).toContain("invented quotes: 1");
  });

  it("show no number where there is none", () => {
    render(<JudgeTable variants={[unmeasured]} />);
    const row = screen.getByRole("row", { name: /No variants/ });
    const [, score, , , width, effort] = within(row).getAllByRole("cell");
    expect(score?.textContent).toBe("–");
    expect(width?.textContent).toBe("–");
    expect(effort?.textContent).toBe("<\u20090.1 s");
  });
});

it("shows what an interviewer asked, and where others had to", () => {
  const asked = { interviews: 64, asked: 188, follow_ups: 121, failures: 3 };
  render(
    <QuestionTable variants={[{ variant: "b", engine: "remote", model: "llama", prompt: null, ...asked }]} />,
  );
  const cells = within(screen.getByRole("row", { name: /remote · llama/ })).getAllByRole("cell");
  expect(cells.map((cell) => cell.textContent)).toEqual(["64", "188", "121", "3"]);
});

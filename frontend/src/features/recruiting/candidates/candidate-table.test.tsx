import { screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";

import type { CandidateOut } from "@/client";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";
import { renderRouted } from "@/test/routed";

import { CandidateTable } from "./candidate-table";

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("candidates", "report");
});

const candidate = (name: string, posting: string): CandidateOut => ({
  interview_id: name,
  name,
  email: `${name}@example.org`,
  job_posting_id: posting,
  job_posting: posting,
  status: "completed",
  language: "en",
  plan_version: 1,
  judged_on: null,
  started_at: null,
  completed_at: null,
  scores: null,
  overridden: false,
  must_review_first: false,
  decision: null,
  decided_at: null,
  has_resume: null,
});

it("compares within one posting, also while a filter hides who was chosen first", async () => {
  renderRouted(
    <CandidateTable
      candidates={[candidate("Mina", "Backend"), candidate("Theo", "Frontend")]}
      chosen={[candidate("Jane", "Backend")]}
      onChoose={() => undefined}
    />,
  );
  const boxes = await screen.findAllByRole("checkbox");
  expect(boxes.map((box) => box.hasAttribute("disabled"))).toEqual([false, true]);
});

import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { SharedReport } from "@/client";
import * as api from "@/client";
import { loadTexts } from "@/i18n/load";
import { ApiError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query";

import { SharedReportPage } from "./shared-report-page";

vi.mock("@/client", async (original) => ({ ...(await original()), openShare: vi.fn() }));
const openShare = vi.mocked(api.openShare);

const measured = { value: 61, reason: null, criteria_measured: 1, criteria_total: 1, stability: null };
const answer: SharedReport["answers"][number] = {
  turn: 1,
  question: "How do you make a slow query fast?",
  category: "technical",
  text: null,
  corrected: [],
  source: null,
  unreliable_reason: null,
  follow_ups: [],
  evaluation: null,
  reason: null,
  model_answer: null,
};
const nothing: SharedReport = {
  name: null,
  parts: [],
  expires_at: "2026-11-28T05:00:00Z",
  language: "en",
  position: "backend",
  ended_at: "2026-11-20T05:00:00Z",
  created_at: "2026-11-20T05:00:00Z",
  scores: null,
  competencies: null,
  summary: null,
  evaluator_model: null,
  strengths: null,
  next_steps: null,
  answers: [answer],
};
const criterion = {
  criterion: "measuring",
  name: "Measuring",
  band: null,
  reason: null,
  band_description: null,
  rationale: "",
  evidence: [],
  missing: [],
};

function show(report: SharedReport) {
  openShare.mockResolvedValue(report);
  return open();
}

function open() {
  return render(
    <QueryClientProvider client={createQueryClient()}>
      <SharedReportPage token="a-token" />
    </QueryClientProvider>,
  );
}

beforeAll(() => loadTexts("sharing", "report"));

describe("a shared report", () => {
  it("of scores shows figures and bands, and no place for what was said", async () => {
    const scores = {
      overall: measured,
      technical: measured,
      communication: measured,
      cultural_fit: measured,
    };
    const evaluation = { score: 61, summary: null, criteria: [{ ...criterion, band: 3 }] };
    show({
      ...nothing,
      name: "Minseo",
      parts: ["scores"],
      scores,
      summary: "So it is.",
      answers: [{ ...answer, evaluation }],
    });
    expect(await screen.findByRole("heading", { name: "Interview report of Minseo" })).toBeTruthy();
    expect(screen.getAllByText("61")).toHaveLength(4);
    expect(screen.getByText("Band 3 of 4")).toBeTruthy();
    expect(screen.getByText("Not validated for selection")).toBeTruthy();
    expect(screen.queryByText("What was said")).toBeNull();
    expect(screen.queryByText("There is no answer.")).toBeNull();
    expect(screen.queryByRole("heading", { name: "What went well" })).toBeNull();
  });

  it("of answers shows words and quotes, and says of no score that it was not measured", async () => {
    const said = "I measured it.";
    const quote = { start: 2, end: 10, quote: "measured", turn: null };
    const evaluation = { score: null, summary: null, criteria: [{ ...criterion, evidence: [quote] }] };
    show({ ...nothing, parts: ["words"], answers: [{ ...answer, text: said, source: "typed", evaluation }] });
    expect(await screen.findByRole("button", { name: "measured" })).toBeTruthy();
    expect(screen.getByText("What was said")).toBeTruthy();
    expect(screen.queryByText("Not measured")).toBeNull();
    expect(screen.queryByText(/^Band/)).toBeNull();
    expect(screen.queryByText("Not validated for selection")).toBeNull();
  });

  it("says that delivery is not in it and that robots are to leave it alone, and is asked for once", async () => {
    openShare.mockClear();
    show({ ...nothing, parts: ["coaching"], strengths: [], next_steps: [] });
    expect(await screen.findByText(/Gaze, voice, expression and recordings are not in it/)).toBeTruthy();
    window.dispatchEvent(new Event("focus"));
    expect(openShare).toHaveBeenCalledTimes(1);
    expect(document.querySelector("meta[name=robots]")?.getAttribute("content")).toBe("noindex");
  });

  it("that was stopped says so in the server's words, and offers no other try", async () => {
    const detail = "Whoever sent this link has stopped sharing.";
    openShare.mockRejectedValue(new ApiError(410, { error: "ShareRevoked", detail, fields: {} }));
    open();
    expect((await screen.findByRole("alert")).textContent).toBe(detail);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("that is cut off is to be copied whole", async () => {
    const detail = "Correct the marked fields.";
    openShare.mockRejectedValue(new ApiError(422, { error: "InvalidInput", detail, fields: {} }));
    open();
    expect((await screen.findByRole("alert")).textContent).toContain("Copy the whole link");
  });
});

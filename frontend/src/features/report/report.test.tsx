import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { CriterionJudgement, ReportedAnswer } from "@/client";
import { loadTexts } from "@/i18n/load";

import { Answer } from "./answer";
import { FailedReport } from "./make-again";
import { AreaScore, OverallScore } from "./scores";

const text = "We saw 🙂 slow reads. I added a cache 🎉 and it halved the time.";

function judgement(changes: Partial<CriterionJudgement>): CriterionJudgement {
  return {
    criterion: "result",
    name: "Result",
    area: "technical",
    weight: 1,
    band: 3,
    reason: null,
    evidence: [],
    rationale: "Because.",
    band_description: "Names a result.",
    missing: [],
    flag: null,
    repeats: [],
    coverage: null,
    ...changes,
  };
}

function answer(criteria: CriterionJudgement[] | null): ReportedAnswer {
  return {
    turn: 1,
    asked_in: 1,
    question_id: "01930000-0000-7000-8000-0000000000d1",
    bank_question: null,
    question: "What did you improve?",
    origin: null,
    category: "technical",
    text,
    corrected: [],
    source: "speech",
    recognizer: null,
    unreliable_reason: null,
    sound_troubles: [],
    evaluation: criteria && {
      criteria,
      summary: null,
      score: null,
      reason: "not_enough_said",
      transcript_reliable: true,
      sentiment: null,
      versions: { engine: "bank", model: "rules", prompt: "1", rubric: 1, variant: null },
      stability: null,
      tokens: null,
    },
    evaluation_version: criteria ? 1 : null,
    judged_earlier: false,
    reason: criteria ? null : "model_failed",
    model_answer: "A model answer.",
    follow_ups: [],
  };
}

function LitAnswer({ answer }: { answer: ReportedAnswer }) {
  const [lit, setLit] = useState<string | null>(null);
  return <Answer answer={answer} language="en" lit={lit} onLight={setLit} />;
}

/** Where the quote stands, in code points, in the answer or in that to the follow-up of a turn. */
function evidence(quote: string, turn: number | null = null, said = text) {
  const start = Array.from(said.slice(0, said.indexOf(quote))).length;
  return { start, end: start + Array.from(quote).length, quote, turn };
}

function litText(): string {
  return [...document.querySelectorAll("[data-lit]")].map((mark) => mark.textContent).join("");
}

beforeAll(() => loadTexts("report"));

describe("scores", () => {
  it("shows a null score as words and its reason, and no number", () => {
    const nothing = {
      value: null,
      reason: "not_asked",
      criteria_measured: 0,
      criteria_total: 2,
      stability: null,
    } as const;
    render(<OverallScore score={nothing} />);
    render(<AreaScore label="Technical" score={nothing} />);
    expect(screen.getAllByText("Not measured")).toHaveLength(2);
    expect(screen.getAllByText("Not asked")).toHaveLength(2);
    expect(screen.queryByText("0")).toBeNull();
  });

  it("shows a measured zero as the number it is", () => {
    render(
      <OverallScore
        score={{ value: 0, reason: null, criteria_measured: 2, criteria_total: 2, stability: null }}
      />,
    );
    expect(screen.getByText("0")).toBeTruthy();
    expect(screen.queryByText("Not measured")).toBeNull();
  });
});

describe("the model answer", () => {
  it.each([
    ["A model answer.", 1],
    [null, 0],
  ])("is offered where there is one: %s", (model_answer, count) => {
    render(<LitAnswer answer={{ ...answer([]), model_answer }} />);
    expect(screen.queryAllByText("Show a model answer")).toHaveLength(count);
  });
});

describe("a score that was judged repeatedly", () => {
  it("says between which values it lay", () => {
    const stability = { low: 58.4, high: 71.6, n: 3 };
    const score = { value: 65, reason: null, criteria_measured: 2, criteria_total: 2, stability };
    render(<AreaScore label="Technical" score={score} />);
    expect(screen.getByText(/Judged 3 times, from 58 to 72/)).toBeTruthy();
  });
});

describe("an answer", () => {
  it("says what of the résumé its question came from, and that a model wrote it, and nothing of the bank's", () => {
    const asked = answer(null);
    const { rerender } = render(
      <LitAnswer
        answer={{ ...asked, origin: { source: "resume", about: "Harbour Ledger", by_model: true } }}
      />,
    );
    expect(screen.getByText("From your résumé: Harbour Ledger · written by a language model")).toBeTruthy();
    rerender(
      <LitAnswer answer={{ ...asked, origin: { source: "resume", about: "Skills", by_model: false } }} />,
    );
    expect(screen.getByText("Near “Skills” in your résumé")).toBeTruthy();
    rerender(
      <LitAnswer answer={{ ...asked, origin: { source: "posting", about: null, by_model: false } }} />,
    );
    expect(screen.getByText("From the job posting")).toBeTruthy();
    rerender(<LitAnswer answer={{ ...asked, origin: { source: "bank", about: null, by_model: false } }} />);
    expect(screen.queryByText(/^From/)).toBeNull();
  });

  it("says so where an answer could not be judged anew", () => {
    const stale = answer([judgement({})]);
    const { rerender } = render(<Answer answer={stale} language="en" lit={null} onLight={vi.fn()} />);
    expect(screen.queryByText("Shown as judged before")).toBeNull();
    const failed = { ...stale, judged_earlier: true };
    rerender(<Answer answer={failed} language="en" lit={null} onLight={vi.fn()} />);
    expect(screen.getByText("Shown as judged before")).toBeTruthy();
  });

  it("lights up exactly the quoted words after an emoji, by click and by keyboard", async () => {
    const user = userEvent.setup();
    render(
      <LitAnswer
        answer={answer([
          judgement({ evidence: [evidence("slow reads"), evidence("added a cache 🎉 and it halved")] }),
        ])}
      />,
    );
    expect(litText()).toBe("");

    await user.click(screen.getByRole("button", { name: "slow reads" }));
    expect(litText()).toBe("slow reads");

    await user.tab();
    expect(litText()).toBe("added a cache 🎉 and it halved");
    expect(screen.getByRole("button", { pressed: true }).textContent).toContain("added a cache");
  });

  it("offers no button for a quote that the answer does not contain", () => {
    const lost = { ...evidence("slow reads"), quote: "never said" };
    render(<LitAnswer answer={answer([judgement({ evidence: [lost] })])} />);
    expect(screen.queryByRole("button", { name: /never said/ })).toBeNull();
    expect(screen.getByText(/The place of this quote was not found/)).toBeTruthy();
  });

  it("lights up a quote in the answer to the follow-up that it is from", async () => {
    const said = "Later 🙂 I added a cache, too.";
    const followUp = {
      turn: 2,
      question: "What else?",
      text: said,
      corrected: [],
      source: "typed" as const,
      recognizer: null,
      unreliable_reason: null,
      sound_troubles: [],
    };
    const judged = answer([judgement({ evidence: [evidence("I added a cache", 2, said)] })]);
    render(<LitAnswer answer={{ ...judged, follow_ups: [followUp] }} />);
    expect(screen.getByText("What else?")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "I added a cache" }));
    expect(litText()).toBe("I added a cache");
    expect(document.querySelector("[data-lit]")?.closest("p")?.textContent).toBe(said);
  });

  it("tells band 0 from a criterion that was not measured", () => {
    render(
      <LitAnswer
        answer={answer([
          judgement({ criterion: "a", name: "Poor", band: 0 }),
          judgement({ criterion: "b", name: "Unknown", band: null, reason: "transcript_unreliable" }),
        ])}
      />,
    );
    const poor = screen.getByRole("article", { name: "Poor" });
    const unknown = screen.getByRole("article", { name: "Unknown" });
    expect(within(poor).getByText("Band 0 of 4")).toBeTruthy();
    expect(within(unknown).queryByText(/Band/)).toBeNull();
    expect(within(unknown).getByText("The transcript is unreliable")).toBeTruthy();
  });

  it("sums an answer up in its own words and lights their place", async () => {
    const spans = [evidence("I added a cache 🎉 and it halved the time.")];
    const evaluated = answer([judgement({})]);
    const summary = { text: spans[0]?.quote ?? "", spans, reason: null };
    render(
      <LitAnswer
        answer={{ ...evaluated, evaluation: evaluated.evaluation && { ...evaluated.evaluation, summary } }}
      />,
    );
    const inShort = screen.getByRole("article", { name: "In short" });
    await userEvent.click(within(inShort).getByRole("button", { name: /I added a cache/ }));
    expect(litText()).toBe("I added a cache 🎉 and it halved the time.");
  });

  it("says why an answer has no summary", () => {
    const evaluated = answer([judgement({})]);
    const summary = { text: null, spans: [], reason: "transcript_unreliable" as const };
    render(
      <LitAnswer
        answer={{ ...evaluated, evaluation: evaluated.evaluation && { ...evaluated.evaluation, summary } }}
      />,
    );
    const inShort = screen.getByRole("article", { name: "In short" });
    expect(within(inShort).getByText("The transcript is unreliable")).toBeTruthy();
    expect(within(inShort).queryByRole("button")).toBeNull();
  });

  it("says why an answer has no evaluation, and warns of an unreliable transcript", () => {
    render(<LitAnswer answer={{ ...answer(null), unreliable_reason: "a_code_without_words" }} />);
    expect(screen.getByText("The evaluation model gave no answer")).toBeTruthy();
    expect(screen.getByText("This transcript may be wrong")).toBeTruthy();
    expect(screen.queryByText(/a_code_without_words/)).toBeNull();
  });
});

describe("a report that could not be made", () => {
  const show = (mode: "practice" | "screening") =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <FailedReport interviewId="01930000-0000-7000-8000-0000000000a1" mode={mode} />
      </QueryClientProvider>,
    );

  it("is the candidate's to make again in practice, and the organisation's in screening", () => {
    const { unmount } = show("practice");
    expect(screen.getByRole("button", { name: "Make the report again" })).toBeTruthy();
    unmount();
    show("screening");
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByText(/The organisation that invited you/)).toBeTruthy();
  });
});

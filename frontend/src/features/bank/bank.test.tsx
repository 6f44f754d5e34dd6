import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, it } from "vitest";

import type { BankQuestionOutput, Localised } from "@/client";
import { i18n, startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import { changesBetween } from "./changes";
import { draftOf, isSame, newQuestion, questionOf, weightSum, type QuestionDraft } from "./draft";
import { filtersOf, readSearch } from "./filters";
import type { Problems } from "./queries";
import { QuestionForm } from "./question-form";
import { shownValue } from "./shown-value";

const said = (en: string, ko = "말"): Localised => ({ ko, en });
const question: BankQuestionOutput = {
  slug: "backend-slow-query",
  category: "technical",
  difficulty: "easy",
  positions: ["backend"],
  scenario: null,
  content: said("Why is it slow?"),
  project_content: null,
  rubric: {
    version: 2,
    criteria: [
      {
        slug: "diagnosis",
        name: said("Diagnosis", "진단"),
        area: "technical",
        weight: 0.7,
        bands: [said("0"), said("1"), said("2"), said("3"), said("4")],
        key_points: [
          {
            name: said("reads the plan"),
            ko: ["실행 계획"],
            en: ["explain", "query plan"],
            follow_up: said("How do you know?"),
            statement: false,
          },
        ],
      },
      {
        slug: "structure",
        name: said("Structure", "구조"),
        area: "communication",
        weight: 0.3,
        bands: [said("0"), said("1"), said("2"), said("3"), said("4")],
        key_points: [
          { name: said("says why"), ko: ["이유"], en: ["because"], follow_up: null, statement: false },
        ],
      },
    ],
    model_answer: said("First I look at the plan."),
  },
};

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("bank");
});

describe("a draft", () => {
  it("gives back the question that it was made of", () => {
    expect(questionOf(draftOf(question))).toEqual(question);
  });

  it("leaves out empty lines, and a follow-up that nobody wrote", () => {
    const draft = draftOf(question);
    const [first] = draft.rubric.criteria;
    const [point] = first?.key_points ?? [];
    if (first === undefined || point === undefined) throw new Error("a criterion with a key point");
    const written = { ...point, en: " explain \n\n query plan\n", follow_up: said("", " ") };
    const rubric = { ...draft.rubric, criteria: [{ ...first, key_points: [written] }] };
    const made = questionOf({ ...draft, rubric }).rubric.criteria[0]?.key_points[0];
    expect(made).toMatchObject({ en: ["explain", "query plan"], follow_up: null });
  });

  it("knows whether anything changed, and what its weights come to", () => {
    const draft = draftOf(question);
    expect(isSame(draft, draftOf(question))).toBe(true);
    expect(isSame(draft, { ...draft, difficulty: "hard" })).toBe(false);
    expect(weightSum(draft)).toBe(1);
    expect(weightSum(newQuestion())).toBe(1);
  });
});

describe("what changed between two versions", () => {
  it("is said by the text, lists as a whole, and whatever came or went", () => {
    const [first, second] = question.rubric.criteria;
    if (first === undefined || second === undefined) throw new Error("two criteria");
    const points = first.key_points.map((point) => ({ ...point, en: ["explain"], follow_up: null }));
    const after: BankQuestionOutput = {
      ...question,
      content: said("Why so slow?"),
      rubric: { ...question.rubric, version: 3, criteria: [{ ...first, key_points: points }, second] },
    };
    expect(changesBetween(question, after)).toEqual([
      { path: "content.en", before: "Why is it slow?", after: "Why so slow?" },
      { path: "rubric.criteria.0.key_points.0.en", before: "explain · query plan", after: "explain" },
      { path: "rubric.criteria.0.key_points.0.follow_up.ko", before: "말", after: null },
      { path: "rubric.criteria.0.key_points.0.follow_up.en", before: "How do you know?", after: null },
    ]);
    expect(changesBetween(question, question)).toEqual([]);
  });
});

describe("the history", () => {
  it.each([
    ["category", "situational", "상황"],
    ["difficulty", "hard", "어려움"],
    ["positions", "backend · sommelier", "백엔드 개발자 · sommelier"],
    ["positions", "", "모든 직무"],
    ["scenario", "career_change", "직무 전환 면접만"],
    ["rubric.criteria.0.area", "cultural_fit", "조직 적합성"],
    ["rubric.criteria.0.weight", "0.7", "70%"],
    ["rubric.criteria.0.key_points.1.statement", "true", "예"],
    ["content.ko", "true", "true"],
  ])("words %s as the form does: %s", async (path, value, shown) => {
    await i18n.changeLanguage("ko");
    const texts = { t: i18n.getFixedT("ko", "bank"), common: i18n.getFixedT("ko") };
    expect(shownValue(path, value, texts)).toBe(shown);
    await i18n.changeLanguage("en");
  });
});

describe("the filters", () => {
  it("are read from an address, and nonsense is left out", () => {
    expect(readSearch({ q: "slow", category: "technical", state: "inactive", page: 3 })).toEqual({
      q: "slow",
      category: "technical",
      state: "inactive",
      page: 3,
    });
    expect(readSearch({ q: " ", category: "trivia", position: "<b>", page: -1, language: "fr" })).toEqual({});
    expect(filtersOf({}, "ko")).toEqual({ q: "", language: "ko", state: "active", page: 1 });
  });
});

describe("the form", () => {
  const written: { value: QuestionDraft } = { value: draftOf(question) };

  function Form({ problems }: { problems: Problems }) {
    const [draft, setDraft] = useState(draftOf(question));
    return (
      <QuestionForm
        value={draft}
        problems={problems}
        isNew={false}
        onChange={(changed) => {
          written.value = changed;
          setDraft(changed);
        }}
      />
    );
  }

  it("says what is wrong at its field, and unfolds the criterion that it is in", () => {
    render(<Form problems={{ "rubric.criteria.0.key_points.0.en.1": "The question says this already." }} />);
    const wrong = screen
      .getAllByRole("textbox")
      .filter((field) => field.getAttribute("aria-invalid") === "true");
    expect(wrong.map((field) => (field as HTMLTextAreaElement).value)).toEqual(["explain\nquery plan"]);
    expect(screen.getByText("“query plan”: The question says this already.")).toBeDefined();
    const [first, second] = screen.getAllByRole("group").filter((group) => group.tagName === "DETAILS");
    expect([first, second].map((details) => (details as HTMLDetailsElement).open)).toEqual([true, false]);
  });

  it("takes what is typed into the language that it is typed in", async () => {
    render(<Form problems={{}} />);
    const content = screen.getByRole("group", { name: "What is asked" });
    await userEvent.type(within(content).getByLabelText("English"), " And now?");
    expect(written.value.content).toEqual(said("Why is it slow? And now?"));
    await userEvent.click(screen.getByRole("checkbox", { name: "Data engineer" }));
    expect(written.value.positions).toEqual(["backend", "data"]);
  });
});

import type {
  BankQuestionInput,
  BankQuestionOutput,
  CriterionInput,
  Difficulty,
  Language,
  Localised,
  QuestionCategory,
  Scenario,
  ScoreArea,
} from "@/client";

/** A key point as it is written: a line for each expression; an empty follow-up is none. */
export interface PointDraft {
  name: Localised;
  ko: string;
  en: string;
  follow_up: Localised;
  statement: boolean;
}

export interface CriterionDraft {
  slug: string;
  name: Localised;
  area: ScoreArea;
  /** As it was typed. */
  weight: string;
  bands: Localised[];
  key_points: PointDraft[];
}

/** A question as it is written; `draftOf` and `questionOf` go between it and what the server keeps. */
export interface QuestionDraft {
  slug: string;
  category: QuestionCategory;
  difficulty: Difficulty;
  positions: string[];
  scenario: Scenario | null;
  content: Localised;
  project_content: Localised;
  rubric: { version: number; criteria: CriterionDraft[]; model_answer: Localised };
}

const BANDS = [0, 1, 2, 3, 4] as const;

const nothing = (): Localised => ({ ko: "", en: "" });

export function draftOf(question: BankQuestionOutput): QuestionDraft {
  return {
    ...question,
    project_content: question.project_content ?? nothing(),
    rubric: {
      ...question.rubric,
      criteria: question.rubric.criteria.map((criterion) => ({
        ...criterion,
        weight: String(criterion.weight),
        key_points: criterion.key_points.map((point) => ({
          ...point,
          ko: point.ko.join("\n"),
          en: point.en.join("\n"),
          follow_up: point.follow_up ?? nothing(),
        })),
      })),
    },
  };
}

export function questionOf(draft: QuestionDraft): BankQuestionInput {
  return {
    ...draft,
    project_content: orNull(draft.project_content),
    rubric: {
      ...draft.rubric,
      criteria: draft.rubric.criteria.map((criterion) => ({
        ...criterion,
        weight: Number(criterion.weight),
        bands: criterion.bands as CriterionInput["bands"],
        key_points: criterion.key_points.map((point) => ({
          ...point,
          ko: expressionsOf(point, "ko"),
          en: expressionsOf(point, "en"),
          follow_up: orNull(point.follow_up),
        })),
      })),
    },
  };
}

/** A line each, without those that are empty: the server counts what is left. */
export function expressionsOf(point: Pick<PointDraft, Language>, language: Language): string[] {
  return point[language]
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function orNull(text: Localised): Localised | null {
  return text.ko.trim() === "" && text.en.trim() === "" ? null : text;
}

export function newPoint(): PointDraft {
  return { name: nothing(), ko: "", en: "", follow_up: nothing(), statement: false };
}

export function newCriterion(criteria: readonly CriterionDraft[]): CriterionDraft {
  const taken = new Set(criteria.map(({ slug }) => slug));
  let number = criteria.length + 1;
  while (taken.has(`criterion-${number}`)) number += 1;
  return {
    slug: `criterion-${number}`,
    name: nothing(),
    area: "technical",
    weight: "",
    bands: BANDS.map(nothing),
    key_points: [newPoint()],
  };
}

export function newQuestion(): QuestionDraft {
  const content = { ...newCriterion([]), slug: "content", weight: "0.7" };
  return {
    slug: "",
    category: "technical",
    difficulty: "medium",
    positions: [],
    scenario: null,
    content: nothing(),
    project_content: nothing(),
    rubric: {
      version: 1,
      criteria: [content, { ...newCriterion([]), slug: "structure", area: "communication", weight: "0.3" }],
      model_answer: nothing(),
    },
  };
}

/** What the weights come to; not a number while one of them is none. */
export function weightSum(draft: QuestionDraft): number {
  return draft.rubric.criteria.reduce((sum, { weight }) => sum + (weight === "" ? NaN : Number(weight)), 0);
}

export function isSame(one: QuestionDraft, other: QuestionDraft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

import type { BankQuestionOutput } from "@/client";

/** A text of a question that one version has otherwise than another; null where there is none. */
export interface Change {
  /** Into the question, as the server names fields. */
  path: string;
  before: string | null;
  after: string | null;
}

/** What is otherwise in `after`, in the order of the question. */
export function changesBetween(before: BankQuestionOutput, after: BankQuestionOutput): Change[] {
  const [old, young] = [textsOf(before), textsOf(after)];
  const paths = new Set([...old.keys(), ...young.keys()]);
  return [...paths].flatMap((path) => {
    const change = { path, before: old.get(path) ?? null, after: young.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

function textsOf(question: BankQuestionOutput): Map<string, string> {
  const { rubric, ...rest } = question;
  return new Map(
    leaves({ ...rest, rubric: { criteria: rubric.criteria, model_answer: rubric.model_answer } }),
  );
}

function leaves(tree: unknown, path = ""): [string, string][] {
  if (typeof tree === "string" || typeof tree === "number" || typeof tree === "boolean") {
    return [[path, String(tree)]];
  }
  if (typeof tree !== "object" || tree === null) return [];
  // Of a list of words every change is one of the list.
  if (Array.isArray(tree) && tree.every((entry) => typeof entry === "string")) {
    return [[path, tree.join(" · ")]];
  }
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    leaves(value, path === "" ? key : `${path}.${key}`),
  );
}

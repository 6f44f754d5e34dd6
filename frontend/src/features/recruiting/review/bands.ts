import type { GivenBandOutput, QuestionToReview } from "@/client";

export const BANDS = [0, 1, 2, 3, 4] as const;
/** The key that says that a criterion cannot be judged. */
const CANNOT_JUDGE = "x";

/** A criterion of a question, as the key under which its band is kept. */
export function placeOf(question: number, criterion: string): string {
  return `${question}.${criterion}`;
}

export type Draft = ReadonlyMap<string, GivenBandOutput>;

export function draftOf(bands: readonly GivenBandOutput[]): Draft {
  return new Map(bands.map((band) => [placeOf(band.question, band.criterion), band]));
}

/** The criteria that a review has to band: those of every question that was answered. */
export function placesToBand(questions: readonly QuestionToReview[]): string[] {
  return questions.flatMap(({ number, text, criteria }) =>
    text === "" ? [] : criteria.map(({ slug }) => placeOf(number, slug)),
  );
}

/** The band that a key stands for: null where it cannot be judged, undefined for any other key. */
export function bandOfKey(key: string): number | null | undefined {
  if (key.toLowerCase() === CANNOT_JUDGE) return null;
  return BANDS.find((band) => band.toString() === key);
}

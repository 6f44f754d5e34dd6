import type { DeliverySample, Obstacle } from "@/client";

export const EXERCISES = ["gaze", "calm", "smile", "posture", "relax"] as const;
export type Exercise = (typeof EXERCISES)[number];

export type UnseenReason = Obstacle | "no_face" | "eyes_shut" | "no_shoulders" | "not_calibrated";
export type Word = "low" | "middle" | "high";

export type Reading =
  | { kind: "waiting" }
  | { kind: "measured"; unit: number; word: Word }
  | { kind: "unseen"; reason: UnseenReason };

/** Two seconds at five frames a second: a gauge that follows every frame cannot be read. */
export const REMEMBERED = 10;
const GETTING_THERE = 0.4;
const THERE = 0.7;

/** What the latest samples say of an exercise: nothing, unless most of them have a measure. */
export function readingOf(exercise: Exercise, samples: readonly DeliverySample[]): Reading {
  const last = samples.at(-1);
  if (last === undefined) return { kind: "waiting" };
  const known = samples.map((sample) => unitOf(exercise, sample)).filter((unit) => unit !== null);
  if (known.length <= samples.length / 2) {
    const blind = samples.findLast((sample) => unitOf(exercise, sample) === null) ?? last;
    return { kind: "unseen", reason: reasonFor(exercise, blind) };
  }
  const unit = known.reduce((sum, one) => sum + one, 0) / known.length;
  return { kind: "measured", unit, word: unit < GETTING_THERE ? "low" : unit < THERE ? "middle" : "high" };
}

function unitOf(
  exercise: Exercise,
  { gaze, smile, posture, emotion, tension }: DeliverySample,
): number | null {
  switch (exercise) {
    case "gaze":
      return gaze;
    case "smile":
      return smile;
    case "posture":
      return posture;
    case "calm":
      return emotion;
    case "relax":
      return tension === null ? null : 1 - Math.max(tension.brow, tension.jaw ?? 0);
  }
}

function reasonFor(exercise: Exercise, { face_detected, quality, eyes_shut }: DeliverySample): UnseenReason {
  if (!face_detected) return "no_face";
  const [obstacle] = quality?.obstacles ?? [];
  if (obstacle !== undefined) return obstacle;
  if (exercise === "posture") return "no_shoulders";
  return exercise === "gaze" && eyes_shut === true ? "eyes_shut" : "not_calibrated";
}

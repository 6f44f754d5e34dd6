import { expect, it } from "vitest";

import type { DeliverySample } from "@/client";
import { deliverySample } from "@/test/delivery-sample";

import { HintWatch, type Hint } from "./hints";

const FINE = { face_detected: true, gaze: 1 };
const AWAY = { face_detected: true, gaze: 0.1 };
const EYES_SHUT = { face_detected: true, gaze: null };
const GONE = { face_detected: false };
const DARK = {
  face_detected: true,
  gaze: null,
  quality: { eye_span: 60, light: 0.05, sharpness: 0.1, obstacles: ["too_dark" as const] },
};

/** What is shown from when on: `frames` are looked at five times a second, each for so many seconds. */
function shown(
  frames: [seconds: number, sample: Partial<DeliverySample>, isAnswering?: boolean][],
): [second: number, hint: Hint | null][] {
  const watch = new HintWatch();
  const changes: [number, Hint | null][] = [];
  let index = 0;
  for (const [seconds, sample, isAnswering = true] of frames)
    for (const end = index + seconds * 5; index < end; index++) {
      const hint = watch.see(deliverySample({ ...sample, at: index / 5 }), isAnswering);
      if (hint !== (changes.at(-1)?.[1] ?? null)) changes.push([index / 5, hint]);
    }
  return changes;
}

it("says nothing while all is well, or for a moment", () => {
  expect(
    shown([
      [30, FINE],
      [3, GONE],
      [30, FINE],
      [7, AWAY],
      [10, FINE],
    ]),
  ).toEqual([]);
});

it("says what lasts, for some seconds, and the same only after a minute", () => {
  expect(shown([[70, GONE]])).toEqual([
    [4, "outOfPicture"],
    [10, null],
    [64, "outOfPicture"],
  ]);
});

it("says one thing at a time, and rests before the next", () => {
  expect(
    shown([
      [5, GONE],
      [40, DARK],
    ]),
  ).toEqual([
    [4, "outOfPicture"],
    [10, null],
    [30, "tooDark"],
    [36, null],
  ]);
});

it("takes eyes that are shut for a moment neither for looking away nor for looking back", () => {
  expect(
    shown([
      [4, AWAY],
      [1, EYES_SHUT],
      [4, AWAY],
    ]),
  ).toEqual([[8, "lookingAway"]]);
  expect(shown([[20, EYES_SHUT]])).toEqual([]);
});

it("is silent, and forgets, while the interviewer speaks", () => {
  expect(
    shown([
      [20, GONE, false],
      [5, GONE],
      [1, GONE, false],
    ]),
  ).toEqual([
    [24, "outOfPicture"],
    [25, null],
  ]);
});

import { describe, expect, it } from "vitest";

import { hear, loudness, meterPosition, notHeardYet, type Hearing } from "./level-meter";

/** What is heard after these levels, each for a number of milliseconds. */
function after(...levels: (readonly [level: number, ms: number])[]): Hearing {
  let hearing = notHeardYet;
  for (const [level, ms] of levels) for (let at = 0; at < ms; at += 50) hearing = hear(hearing, level, 50);
  return hearing;
}

const ROOM = -62;
const SPEECH = -25;

describe("hearing somebody", () => {
  it("takes speech that stands out from the room", () => {
    expect(after([ROOM, 1_000]).kind).toBe("listening");
    expect(after([ROOM, 1_000], [SPEECH, 600]).kind).toBe("heard");
  });

  it("takes speech with gaps between the words", () => {
    const words = Array.from({ length: 4 }, () => [[SPEECH, 150] as const, [ROOM, 100] as const]).flat();
    expect(after([ROOM, 500], ...words).kind).toBe("heard");
  });

  it("does not take a cough, or a knock now and then", () => {
    const knocks = Array.from({ length: 6 }, () => [[-10, 50] as const, [ROOM, 1_000] as const]).flat();
    expect(after([ROOM, 500], [-12, 200], [ROOM, 1_500]).kind).toBe("listening");
    expect(after([ROOM, 500], ...knocks).kind).not.toBe("heard");
  });

  it("does not take a loud fan, which never changes", () => {
    expect(after([-35, 4_000]).kind).not.toBe("heard");
    expect(after([-Infinity, 500], [-35, 4_000]).kind).not.toBe("heard");
  });

  it("tells a microphone that gives nothing from a voice that is too low", () => {
    expect(after([-Infinity, 4_000]).kind).toBe("silent");
    expect(after([ROOM, 9_000]).kind).toBe("quiet");
    expect(after([-Infinity, 4_000], [ROOM, 1_000]).kind).toBe("listening");
  });

  it("stays with somebody who was heard", () => {
    expect(after([ROOM, 500], [SPEECH, 600], [-Infinity, 20_000]).kind).toBe("heard");
  });
});

describe("loudness", () => {
  it("is in dBFS", () => {
    expect(loudness(new Float32Array([1, -1, 1, -1]))).toBeCloseTo(0);
    expect(loudness(new Float32Array([0.1, -0.1]))).toBeCloseTo(-20);
    expect(loudness(new Float32Array(8))).toBe(-Infinity);
  });

  it("has a place on the meter", () => {
    expect(meterPosition(-Infinity)).toBe(0);
    expect(meterPosition(-33)).toBeCloseTo(0.5);
    expect(meterPosition(0)).toBe(1);
  });
});

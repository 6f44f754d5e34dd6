import { describe, expect, it } from "vitest";

import { followVoice, type VoiceProgress } from "./speaker-test";

function after(...levels: (readonly [level: number, ms: number])[]): VoiceProgress["kind"] {
  let progress: VoiceProgress = { kind: "expected", ms: 0 };
  for (const [level, ms] of levels)
    for (let at = 0; at < ms; at += 50) progress = followVoice(progress, level, 50);
  return progress.kind;
}

describe("the interviewer's sentence", () => {
  it("is over when it has been quiet for a while, not in a pause for breath", () => {
    expect(after([-Infinity, 2_000])).toBe("expected");
    expect(after([-Infinity, 2_000], [-20, 800], [-Infinity, 500])).toBe("sounding");
    expect(after([-Infinity, 2_000], [-20, 800], [-Infinity, 500], [-20, 500], [-Infinity, 1_000])).toBe(
      "over",
    );
  });

  it("is missing when nothing comes", () => {
    expect(after([-Infinity, 7_000])).toBe("missing");
  });
});

import { describe, expect, it } from "vitest";

import type { SoundTrouble } from "@/client";

import { SoundAdvice } from "./sound-advice";

describe("advice on the sound", () => {
  const advice = new SoundAdvice();
  const tell = (trouble: SoundTrouble | null) => {
    advice.take({ type: "sound.notice", trouble, detail: trouble && "Do something." });
  };

  it("stands until it is taken back, and leaves to the level what the level shows", () => {
    tell("hum");
    expect(advice.state?.detail).toBe("Do something.");
    tell("silent");
    expect(advice.state).toBeNull();
    tell("clipping");
    tell(null);
    expect(advice.state).toBeNull();
  });

  it("goes with the connection", () => {
    tell("hum");
    advice.forget();
    expect(advice.state).toBeNull();
  });
});

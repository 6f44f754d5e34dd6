import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { DeliverySample, Obstacle } from "@/client";
import { loadTexts } from "@/i18n/load";
import { deliverySample } from "@/test/delivery-sample";

import { readingOf } from "./exercises";
import { Gauge } from "./live-gauge";

beforeAll(() => loadTexts("training"));

const seen = (measured: Partial<DeliverySample>) => deliverySample({ face_detected: true, ...measured });
const obstructed = (obstacle: Obstacle) =>
  seen({ quality: { eye_span: 20, light: 0.5, sharpness: 0.1, obstacles: [obstacle] } });

describe("an exercise", () => {
  it("goes by the mean of what was seen of it", () => {
    const samples = [0.2, 0.4, 0.6].map((smile) => seen({ smile }));
    expect(readingOf("smile", samples)).toEqual({
      kind: "measured",
      unit: expect.closeTo(0.4) as number,
      word: "middle",
    });
    expect(readingOf("calm", [seen({ emotion: 0.9 })])).toMatchObject({ word: "high" });
    const tense = seen({ tension: { brow: 0.2, jaw: 0.9, lips: 0 } });
    expect(readingOf("relax", [tense])).toMatchObject({ word: "low" });
  });

  it("says nothing of what most frames do not show, and why", () => {
    expect(readingOf("gaze", [])).toEqual({ kind: "waiting" });
    const hidden = [seen({ gaze: 1 }), obstructed("too_dark"), obstructed("too_dark")];
    expect(readingOf("gaze", hidden)).toEqual({ kind: "unseen", reason: "too_dark" });
    expect(readingOf("gaze", [deliverySample()])).toEqual({ kind: "unseen", reason: "no_face" });
    expect(readingOf("gaze", [seen({ eyes_shut: true })])).toEqual({ kind: "unseen", reason: "eyes_shut" });
    expect(readingOf("posture", [seen({ gaze: 1 })])).toEqual({ kind: "unseen", reason: "no_shoulders" });
    expect(readingOf("relax", [seen({ gaze: 1 })])).toEqual({ kind: "unseen", reason: "not_calibrated" });
  });
});

describe("the gauge", () => {
  it("has a figure and a word", () => {
    render(<Gauge exercise="smile" reading={{ kind: "measured", unit: 0.714, word: "high" }} />);
    const meter = screen.getByRole("meter", { name: "Smile: now" });
    expect(meter.getAttribute("aria-valuetext")).toBe("71%, that is it");
    expect(screen.getByRole("status").textContent).toBe("that is it");
  });

  it("is no gauge at zero where nothing can be seen", () => {
    render(<Gauge exercise="smile" reading={{ kind: "unseen", reason: "mouth_hidden" }} />);
    expect(screen.queryByRole("meter")).toBeNull();
    expect(screen.getByRole("status").textContent).toBe("Not measured: your mouth is covered.");
  });
});

import { render, screen, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { DeliveryObserved, ObservedMeasure } from "@/client";
import { loadTexts } from "@/i18n/load";

import { ObservedTable } from "./observed-table";

const of = (value: number, measured = 0.97): ObservedMeasure => ({ value, measured, reason: null });
const none = (reason: ObservedMeasure["reason"], measured = 0): ObservedMeasure => ({
  value: null,
  measured,
  reason,
});

const seen: DeliveryObserved = {
  turn: 1,
  frames: 300,
  present: 0.98,
  company: of(0.1),
  looking: of(0.72),
  yaw: of(-4.2),
  pitch: of(0.2),
  roll: of(1),
  turning: of(3),
  blinks_per_minute: of(12.4),
  brow: of(0.2),
  jaw: none("not_calibrated"),
  lips: of(0.1),
  shoulder_tilt: of(2.1),
  lean: of(3),
  movement: of(0.012),
  distance: of(61),
  obstacles: { too_dark: 0.25 },
};

beforeAll(() => loadTexts("report", "en"));

describe("what the camera saw", () => {
  it("is told in its own units, with the share that each figure rests on", () => {
    render(<ObservedTable observed={[seen, { ...seen, turn: null, looking: of(0.6) }]} answers={[]} />);
    const row = within(screen.getByRole("row", { name: /72%/ }));
    for (const text of ["98%", "Somebody else in 10%", "72%", "4° left, 0°", "At least 12 a minute"])
      expect(row.getByText(text)).toBeTruthy();
    for (const text of ["Brows 20%", "2.1° from level", "About 61 cm away", "Too dark: 25%"])
      expect(row.getByText(text)).toBeTruthy();
    expect(row.getAllByText("97% measured")).toHaveLength(5);
    expect(row.queryByText(/Chin/)).toBeNull();
    expect(screen.getByRole("row", { name: /^Overall.*60%/ })).toBeTruthy();
    expect(screen.queryByText(/Calibrate your camera/)).toBeNull();
  });

  it("counts no blink that was not seen", () => {
    const rates = [0, 0.3, 1];
    render(
      <ObservedTable
        observed={rates.map((rate, index) => ({ ...seen, turn: index + 1, blinks_per_minute: of(rate) }))}
        answers={[]}
      />,
    );
    for (const text of ["None seen", "Seen less than once a minute", "At least 1 a minute"])
      expect(screen.getByText(text)).toBeTruthy();
  });

  it("is words and no number where it could not be measured", () => {
    const unseen: DeliveryObserved = {
      ...seen,
      looking: none("not_calibrated"),
      brow: none("not_calibrated"),
      shoulder_tilt: none("no_shoulders", 0.3),
      blinks_per_minute: none("not_enough_frames"),
    };
    render(<ObservedTable observed={[unseen]} answers={[]} />);
    expect(screen.getAllByText("No calibration was done")).toHaveLength(2);
    expect(screen.getByText("Shoulders were not in the picture")).toBeTruthy();
    expect(screen.getByText("Too few frames were analysed")).toBeTruthy();
    expect(screen.getByText("30% measured")).toBeTruthy();
    expect(screen.getByText(/Calibrate your camera/)).toBeTruthy();
  });
});

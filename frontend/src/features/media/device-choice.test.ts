import { beforeEach, describe, expect, it } from "vitest";

import { calibratedAt, cameraName, rememberCalibration } from "./device-choice";

beforeEach(() => {
  localStorage.clear();
});

describe("what is remembered of a camera", () => {
  it("is a random name that stays the same and that the platform admits", () => {
    const name = cameraName("browser-id");
    expect(name).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
    expect(cameraName("browser-id")).toBe(name);
    expect(cameraName("another-id")).not.toBe(name);
  });

  it("is each person's own calibration", () => {
    const at = new Date("2026-11-21T06:00:00Z");
    rememberCalibration("haneul", "camera", at);
    expect(calibratedAt("haneul", "camera")).toEqual(at);
    expect(calibratedAt("somebody", "camera")).toBeNull();
  });

  it("is nothing where the storage holds nonsense", () => {
    localStorage.setItem("visavis.calibrations", "[1");
    localStorage.setItem("visavis.camera-names", "null");
    expect(calibratedAt("haneul", "camera")).toBeNull();
    expect(cameraName("browser-id")).toMatch(/^[0-9a-f]{32}$/);
  });
});

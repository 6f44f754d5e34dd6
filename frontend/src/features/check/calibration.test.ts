import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Calibration, ClientMessage, ServerMessage } from "@/client";
import { deliverySample } from "@/test/delivery-sample";

import { CalibrationRun } from "./calibration";
import type { CheckLink } from "./link";

const calibration: Calibration = {
  yaw: 1,
  pitch: 2,
  mouth_width: 0.5,
  corner_lift: 0,
  brow_gap: 0.3,
  brow_height: 0.4,
  lip_thickness: 0.1,
  chin_height: 0.4,
  frames: 14,
};

const error = {
  type: "error",
  error: "CalibrationFailed",
  detail: "Look at the camera.",
  fatal: false,
} as const;

function sample(face_detected: boolean): ServerMessage {
  return { type: "delivery.sample", sample: deliverySample({ face_detected }) };
}

/** A connection whose other end is the test. */
class FakeLink {
  readonly sent: ClientMessage[] = [];
  isOpen = true;
  readonly #listeners = new Set<(message: ServerMessage) => void>();
  send(message: ClientMessage): boolean {
    if (this.isOpen) this.sent.push(message);
    return this.isOpen;
  }
  onMessage(listener: (message: ServerMessage) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  say(...messages: ServerMessage[]) {
    for (const message of messages) for (const listener of [...this.#listeners]) listener(message);
  }
}

function run(save: () => Promise<unknown> = () => Promise.resolve()) {
  const link = new FakeLink();
  const measured = new CalibrationRun({
    link: link as unknown as CheckLink,
    userId: "haneul",
    save,
    now: () => new Date("2026-11-21T06:00:00Z"),
  });
  return { link, measured };
}

const COUNTDOWN_MS = 3_000;

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("calibrating", () => {
  it("counts down, measures, keeps the result and remembers the day", async () => {
    const save = vi.fn(() => Promise.resolve());
    const { link, measured } = run(save);
    const running = measured.start("camera-1");
    expect(measured.state).toEqual({ kind: "counting", secondsLeft: 3 });
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS);
    expect(link.sent).toEqual([{ type: "calibrate" }]);
    expect(measured.state.kind).toBe("measuring");
    link.say({ type: "calibrated", calibration });
    await running;
    expect(save).toHaveBeenCalledWith("camera-1", calibration);
    expect(measured.state.kind).toBe("done");

    const { measured: later } = run();
    later.prepare("camera-1");
    expect(later.state.kind).toBe("done");
    later.prepare("camera-2");
    expect(later.state.kind).toBe("idle");
  });

  it("passes on why not", async () => {
    const { link, measured } = run();
    const running = measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS);
    link.say(sample(true), sample(true), error);
    await running;
    expect(measured.state).toEqual({
      kind: "failed",
      failure: { reason: "refused", detail: "Look at the camera." },
    });
  });

  it("says that there was no face where the samples show none", async () => {
    const { link, measured } = run();
    const running = measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS);
    link.say(sample(false), sample(true), sample(false), error);
    await running;
    expect(measured.state).toEqual({ kind: "failed", failure: { reason: "no-face" } });
  });

  it("does not wait for ever, and not at all without a connection", async () => {
    const { measured } = run();
    const running = measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS + 60_000);
    await running;
    expect(measured.state).toEqual({ kind: "failed", failure: { reason: "no-answer" } });

    const cut = run();
    cut.link.isOpen = false;
    const failing = cut.measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS);
    await failing;
    expect(cut.measured.state).toEqual({ kind: "failed", failure: { reason: "no-answer" } });
  });

  it("tells measuring from keeping", async () => {
    const lost = new Error("away");
    const { link, measured } = run(() => Promise.reject(lost));
    const running = measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(COUNTDOWN_MS);
    link.say({ type: "calibrated", calibration });
    await running;
    expect(measured.state).toEqual({ kind: "failed", failure: { reason: "not-saved", error: lost } });
  });

  it("can be skipped in the middle of the countdown", async () => {
    const { link, measured } = run();
    const running = measured.start("camera-1");
    await vi.advanceTimersByTimeAsync(1_000);
    measured.skip();
    await running;
    expect(measured.state.kind).toBe("skipped");
    expect(link.sent).toEqual([]);
  });
});

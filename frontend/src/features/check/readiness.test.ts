import { describe, expect, it } from "vitest";

import type { OpenDevice } from "@/features/media/devices";

import {
  calibrationLacks,
  calibrationStatus,
  cameraStatus,
  isSettled,
  isTyped,
  linkStatus,
  microphoneStatus,
  shortfalls,
  speakerStatus,
  type Checked,
} from "./readiness";

const device = {} as OpenDevice;
const open = { kind: "open", device, isMuted: false } as const;

const ready: Checked = {
  mayType: true,
  microphoneNeed: { kind: "needed" },
  microphone: open,
  hearing: "heard",
  isWatched: true,
  isRecorded: false,
  camera: open,
  link: { kind: "connected", path: { route: "direct", roundTripMs: 20 } },
  speaker: { kind: "heard" },
  calibration: { kind: "done", at: new Date() },
};

const fresh: Checked = {
  ...ready,
  microphone: { kind: "off" },
  hearing: "listening",
  camera: { kind: "off" },
  link: { kind: "waiting" },
  speaker: { kind: "idle" },
  calibration: { kind: "idle" },
};

const deaf: Checked = { ...fresh, microphoneNeed: { kind: "unneeded", because: "language" } };

function statuses(checked: Checked) {
  return [microphoneStatus, cameraStatus, linkStatus, speakerStatus, calibrationStatus].map((status) =>
    status(checked),
  );
}

describe("the checklist", () => {
  it("has everything to do at first and is good in the end", () => {
    expect(statuses(fresh)).toEqual(["todo", "todo", "todo", "todo", "todo"]);
    expect(statuses(ready)).toEqual(["good", "good", "good", "good", "good"]);
  });

  it("has a camera to check for a recording alone, and no calibration", () => {
    const recorded = { ...fresh, isWatched: false, isRecorded: true };
    expect(statuses(recorded)).toEqual(["todo", "todo", "todo", "todo", "skipped"]);
    expect(shortfalls(recorded)).toContain("noPicture");
    expect(shortfalls({ ...recorded, camera: open })).not.toContain("noPicture");
  });

  it("leaves out what nobody would hear or look at", () => {
    expect(statuses({ ...deaf, isWatched: false })).toEqual([
      "skipped",
      "skipped",
      "todo",
      "todo",
      "skipped",
    ]);
  });

  it("wants a look at a microphone that gives no voice", () => {
    expect(microphoneStatus({ ...ready, hearing: "listening" })).toBe("busy");
    expect(microphoneStatus({ ...ready, hearing: "silent" })).toBe("attention");
    expect(microphoneStatus({ ...ready, microphone: { ...open, isMuted: true } })).toBe("attention");
    expect(microphoneStatus({ ...ready, microphone: { kind: "failed", failure: { reason: "busy" } } })).toBe(
      "failed",
    );
  });

  it("wants a look at a slow line", () => {
    const link = { kind: "connected", path: { route: "relayed", roundTripMs: 400 } } as const;
    expect(linkStatus({ ...ready, link })).toBe("attention");
  });
});

describe("trying the connection", () => {
  it("waits until microphone and camera are decided", () => {
    expect(isSettled(fresh)).toBe(false);
    expect(isSettled({ ...fresh, microphone: open, camera: { kind: "asking" } })).toBe(false);
    expect(
      isSettled({
        ...fresh,
        microphone: { kind: "failed", failure: { reason: "missing" } },
        camera: { kind: "skipped" },
      }),
    ).toBe(true);
  });

  it("waits for no device that is not used", () => {
    expect(isSettled({ ...deaf, isWatched: false })).toBe(true);
    expect(isSettled(deaf)).toBe(false);
  });
});

describe("calibrating", () => {
  it("says what it lacks, the first thing first", () => {
    expect(calibrationLacks({ ...fresh, isWatched: false })).toBe("consent");
    expect(calibrationLacks(fresh)).toBe("camera");
    expect(calibrationLacks({ ...ready, link: { kind: "connecting" } })).toBe("connection");
    expect(calibrationLacks(ready)).toBeNull();
  });
});

describe("entering the room", () => {
  it("lacks nothing when everything is ready", () => {
    expect(shortfalls(ready)).toEqual([]);
  });

  it("says what was not checked", () => {
    expect(shortfalls(fresh)).toEqual([
      "microphoneUnheard",
      "connectionPending",
      "speakerUntested",
      "noDelivery",
    ]);
  });

  it("offers no typing where answers are spoken only", () => {
    const spoken = { ...ready, mayType: false };
    expect(shortfalls({ ...spoken, microphone: { kind: "skipped" } })).toEqual(["speechless"]);
    expect(shortfalls({ ...spoken, link: { kind: "failed", failure: { reason: "blocked" } } })).toEqual([
      "recorded",
    ]);
  });

  it("says that answers are typed, whatever the reason", () => {
    const failed = { kind: "failed", failure: { reason: "blocked" } } as const;
    expect(shortfalls({ ...ready, microphone: { kind: "skipped" } })).toEqual(["typed"]);
    expect(shortfalls({ ...ready, microphone: failed })).toEqual(["typed"]);
    expect(shortfalls({ ...ready, microphoneNeed: { kind: "unneeded", because: "no-consent" } })).toEqual([
      "typed",
    ]);
    expect(shortfalls({ ...ready, link: failed })).toEqual(["noVoice"]);
    expect(isTyped({ ...ready, link: failed })).toBe(true);
    expect(isTyped(ready)).toBe(false);
  });

  it("speaks of delivery only where it would be measured", () => {
    expect(shortfalls({ ...ready, camera: { kind: "skipped" } })).toEqual(["noDelivery"]);
    expect(shortfalls({ ...ready, calibration: { kind: "skipped" } })).toEqual(["noCalibration"]);
    expect(shortfalls({ ...ready, isWatched: false, camera: { kind: "off" } })).toEqual([]);
  });

  it("warns of an interviewer who may not be heard", () => {
    expect(shortfalls({ ...ready, speaker: { kind: "unheard" } })).toEqual(["speakerUnheard"]);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";

import { DeviceError, nameDeviceFailure, openDevice, type DeviceFailure } from "./devices";

function refusal(name: string, message = ""): DOMException {
  return new DOMException(message, name);
}

interface FakeDevices {
  getUserMedia?: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  permission?: PermissionState | "unknown";
}

function withDevices({ getUserMedia, permission = "prompt" }: FakeDevices): void {
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("navigator", {
    mediaDevices: getUserMedia && { getUserMedia },
    permissions: {
      query: () =>
        permission === "unknown" ? Promise.reject(new TypeError()) : Promise.resolve({ state: permission }),
    },
  });
}

function stream(deviceId: string): MediaStream {
  const track = { getSettings: () => ({ deviceId }) };
  return { getTracks: () => [track] } as unknown as MediaStream;
}

async function failureOf(opening: Promise<unknown>): Promise<DeviceFailure | undefined> {
  const error: unknown = await opening.catch((reason: unknown) => reason);
  return error instanceof DeviceError ? error.failure : undefined;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the reason why a device did not open", () => {
  it.each([
    ["NotFoundError", "missing"],
    ["DevicesNotFoundError", "missing"],
    ["NotReadableError", "busy"],
    ["TrackStartError", "busy"],
    ["OverconstrainedError", "constraint"],
    ["ConstraintNotSatisfiedError", "constraint"],
    ["AbortError", "interrupted"],
    ["SecurityError", "policy"],
    ["NotSupportedError", "unsupported"],
  ])("of %s is %s", (name, reason) => {
    expect(nameDeviceFailure(refusal(name), "prompt", "prompt")).toEqual({ reason });
  });

  it("of a TypeError is a browser that cannot", () => {
    expect(nameDeviceFailure(new TypeError("no"), "unknown", "unknown")).toEqual({ reason: "unsupported" });
  });

  it("keeps the browser's name for what is not known here", () => {
    expect(nameDeviceFailure(refusal("HeatError"), "granted", "granted")).toEqual({
      reason: "unknown",
      name: "HeatError",
    });
  });

  it.each([
    ["no just now", "", "prompt", "denied", "denied"],
    ["no where the browser does not tell", "", "unknown", "unknown", "denied"],
    ["an earlier no", "Permission denied", "denied", "denied", "blocked"],
    ["no answer", "Permission dismissed", "prompt", "prompt", "dismissed"],
    ["the operating system", "Permission denied by system", "prompt", "prompt", "system"],
    ["a yes that did not help", "", "granted", "granted", "system"],
    ["the page's surroundings", "disallowed by permissions policy", "denied", "denied", "policy"],
  ] as const)("of a refusal tells %s from the others", (_, message, before, after, reason) => {
    expect(nameDeviceFailure(refusal("NotAllowedError", message), before, after)).toEqual({ reason });
  });
});

describe("openDevice", () => {
  it("knows a page that is not secure, whatever the browser has", async () => {
    withDevices({ getUserMedia: () => Promise.resolve(stream("a")) });
    vi.stubGlobal("isSecureContext", false);
    expect(await failureOf(openDevice("microphone"))).toEqual({ reason: "insecure" });
  });

  it("knows a browser without devices", async () => {
    withDevices({});
    expect(await failureOf(openDevice("camera"))).toEqual({ reason: "unsupported" });
  });

  it("opens the device that is asked for", async () => {
    const getUserMedia = vi
      .fn<(constraints: MediaStreamConstraints) => Promise<MediaStream>>()
      .mockResolvedValue(stream("second"));
    withDevices({ getUserMedia });
    const device = await openDevice("microphone", "second");
    expect(getUserMedia.mock.calls[0]?.[0].audio).toMatchObject({ deviceId: { exact: "second" } });
    expect(device).toMatchObject({ deviceId: "second", isReplacement: false });
  });

  it("opens another one where the wanted one has gone, and says so", async () => {
    const getUserMedia = vi
      .fn<(constraints: MediaStreamConstraints) => Promise<MediaStream>>()
      .mockRejectedValueOnce(refusal("OverconstrainedError"))
      .mockResolvedValueOnce(stream("other"));
    withDevices({ getUserMedia });
    expect(await openDevice("camera", "gone")).toMatchObject({ deviceId: "other", isReplacement: true });
  });

  it("does not blame the permission for a device that is busy", async () => {
    withDevices({ getUserMedia: () => Promise.reject(refusal("NotReadableError")), permission: "denied" });
    expect(await failureOf(openDevice("microphone"))).toEqual({ reason: "busy" });
  });

  it("tells a remembered no from a fresh one", async () => {
    withDevices({ getUserMedia: () => Promise.reject(refusal("NotAllowedError")), permission: "denied" });
    expect(await failureOf(openDevice("microphone"))).toEqual({ reason: "blocked" });
    withDevices({ getUserMedia: () => Promise.reject(refusal("NotAllowedError")), permission: "unknown" });
    expect(await failureOf(openDevice("microphone"))).toEqual({ reason: "denied" });
  });
});

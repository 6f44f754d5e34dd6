import { beforeEach, describe, expect, it } from "vitest";

import { chosenDevice, isLeftOff } from "./device-choice";
import { DeviceControl } from "./device-control";
import { DeviceError, type OpenDevice } from "./devices";

class FakeTrack extends EventTarget {
  muted = false;
  isStopped = false;
  stop() {
    this.isStopped = true;
  }
  become(muted: boolean) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }
}

function device(deviceId = "a", isReplacement = false): { track: FakeTrack; device: OpenDevice } {
  const track = new FakeTrack();
  const stream = { getTracks: () => [track] };
  return { track, device: { stream, track, deviceId, isReplacement } as unknown as OpenDevice };
}

beforeEach(() => {
  localStorage.clear();
});

describe("a device of the page", () => {
  it("follows the mute switch", async () => {
    const { track, device: opened } = device();
    const control = new DeviceControl("microphone", () => Promise.resolve(opened));
    await control.open();
    expect(control.state).toMatchObject({ kind: "open", isMuted: false });
    track.become(true);
    expect(control.state).toMatchObject({ kind: "open", isMuted: true });
    track.become(false);
    expect(control.state).toMatchObject({ kind: "open", isMuted: false });
  });

  it("says when it was unplugged", async () => {
    const { track, device: opened } = device();
    const control = new DeviceControl("microphone", () => Promise.resolve(opened));
    await control.open();
    track.dispatchEvent(new Event("ended"));
    expect(control.state).toEqual({ kind: "failed", failure: { reason: "lost" } });
  });

  it("passes the failure on", async () => {
    const control = new DeviceControl("camera", () => Promise.reject(new DeviceError({ reason: "busy" })));
    await control.open();
    expect(control.state).toEqual({ kind: "failed", failure: { reason: "busy" } });
  });

  it("stops a device that opens after somebody decided to go without", async () => {
    const { track, device: opened } = device();
    let answer: (opened: OpenDevice) => void = () => undefined;
    const control = new DeviceControl("camera", () => new Promise((resolve) => (answer = resolve)));
    const opening = control.open();
    expect(control.state.kind).toBe("asking");
    control.skip();
    answer(opened);
    await opening;
    expect(control.state.kind).toBe("skipped");
    expect(track.isStopped).toBe(true);
  });

  it("lets go of the first device when a second one is chosen, and remembers the choice", async () => {
    const first = device("a");
    const second = device("b");
    const control = new DeviceControl("microphone", (_, id) =>
      Promise.resolve(id === "b" ? second.device : first.device),
    );
    await control.open();
    expect(chosenDevice("microphone")).toBeNull();
    await control.open("b");
    expect(first.track.isStopped).toBe(true);
    expect(second.track.isStopped).toBe(false);
    expect(chosenDevice("microphone")).toBe("b");
  });

  it("forgets a choice that is no longer there", async () => {
    const control = new DeviceControl("microphone", () => Promise.resolve(device("other", true).device));
    await control.open("gone");
    expect(chosenDevice("microphone")).toBeNull();
  });

  it("remembers going without, until it is opened again", async () => {
    new DeviceControl("camera").skip();
    expect(isLeftOff("camera")).toBe(true);
    const control = new DeviceControl("camera", () => Promise.resolve(device().device));
    expect(control.state.kind).toBe("skipped");
    await control.open();
    expect(isLeftOff("camera")).toBe(false);
  });
});

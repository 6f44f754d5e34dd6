import { describe, expect, it } from "vitest";

import type { ConnectionState, MediaConnection } from "@/features/media/connection";

import { CheckLink, linkState } from "./link";

class FakeConnection {
  state: ConnectionState = { kind: "idle" };
  voice = null;
  #listener: () => void = () => undefined;
  subscribe(listener: () => void) {
    this.#listener = listener;
  }
  onMessage() {
    return () => undefined;
  }
  stats() {
    return Promise.resolve(null);
  }
  connect() {
    this.become({ kind: "connecting" });
  }
  close() {
    this.become({ kind: "closed" });
  }
  become(state: ConnectionState) {
    this.state = state;
    this.#listener();
  }
}

function link() {
  const made: FakeConnection[] = [];
  const check = new CheckLink("interview", () => {
    const connection = new FakeConnection();
    made.push(connection);
    return connection as unknown as MediaConnection;
  });
  return { check, made };
}

const wanted = {
  tracks: { microphone: null, camera: null },
  deviceId: null,
  consents: { transcription: true, delivery: false, expression: false, recording: false },
};

describe("the connection of a check", () => {
  it("is shown as what it is", () => {
    expect(linkState({ kind: "idle" }, null)).toEqual({ kind: "waiting" });
    expect(linkState({ kind: "occupied" }, null)).toEqual({ kind: "occupied" });
    expect(linkState({ kind: "connected" }, null)).toEqual({ kind: "connected", path: null });
    const failed = { kind: "failed", failure: { reason: "blocked" } } as const;
    expect(linkState(failed, null)).toEqual(failed);
  });

  it("stays while it carries the same", () => {
    const { check, made } = link();
    check.carry(wanted);
    check.carry({ ...wanted, consents: { ...wanted.consents } });
    expect(made).toHaveLength(1);
    expect(check.state.kind).toBe("connecting");
  });

  it("is made anew for another device or another consent, and the old one is closed", () => {
    const { check, made } = link();
    const camera = {} as MediaStreamTrack;
    check.carry(wanted);
    check.carry({ ...wanted, tracks: { ...wanted.tracks, camera }, deviceId: "camera-1" });
    check.carry({ ...wanted, consents: { ...wanted.consents, delivery: true } });
    expect(made.map(({ state }) => state.kind)).toEqual(["closed", "closed", "connecting"]);
  });

  it("no longer listens to a connection that it gave up", () => {
    const { check, made } = link();
    check.carry(wanted);
    check.retry();
    made[0]?.become({ kind: "failed", failure: { reason: "blocked" } });
    expect(check.state.kind).toBe("connecting");
    check.close();
    expect(check.state.kind).toBe("waiting");
  });
});

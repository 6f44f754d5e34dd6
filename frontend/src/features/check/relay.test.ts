import { beforeEach, describe, expect, it, vi } from "vitest";

import { FakePeer } from "@/test/fake-media";

import { askRelay, RelayProbe } from "./relay";

const relay = { urls: ["turn:relay.example:3478?transport=udp"], username: "u", credential: "c" };
const stun = { urls: "stun:stun.example" };
const never = new AbortController().signal;

beforeEach(() => {
  FakePeer.all = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
});

/** What the browser tells of its candidates, in this order. */
function told(...events: (["candidate", string] | ["error", number] | ["gathered"])[]): void {
  const peer = FakePeer.all.at(-1);
  for (const [kind, value] of events) {
    if (kind === "candidate")
      peer?.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { type: value } }));
    else if (kind === "error")
      peer?.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode: value }));
    else peer?.gathered();
  }
}

describe("the relay", () => {
  it("is not looked for where none is configured", async () => {
    expect(await askRelay([], never)).toBe("none");
    expect(await askRelay([stun], never)).toBe("none");
    expect(FakePeer.all).toEqual([]);
  });

  it.each([
    [
      "ready",
      [
        ["error", 701],
        ["candidate", "relay"],
      ],
    ],
    ["silent", [["error", 701], ["gathered"]]],
    ["silent", [["gathered"]]],
    ["refused", [["error", 701], ["error", 401], ["gathered"]]],
    ["refused", [["error", 486], ["error", 701], ["gathered"]]],
  ] as const)("is %s after %j", async (verdict, events) => {
    const asked = askRelay([stun, relay], never);
    told(...events.map((event) => [...event] as Parameters<typeof told>[number]));
    expect(await asked).toBe(verdict);
    const [peer] = FakePeer.all;
    expect(peer?.configuration).toEqual({ iceServers: [relay], iceTransportPolicy: "relay" });
    expect(peer?.isClosed).toBe(true);
  });

  it("that says nothing at all is given up", async () => {
    vi.useFakeTimers();
    const asked = askRelay([relay], never);
    await vi.runAllTimersAsync();
    expect(await asked).toBe("silent");
    vi.useRealTimers();
  });

  it("is asked once more, and the answer to the first question counts no more", async () => {
    const probe = new RelayProbe(() => Promise.resolve([relay]));
    const first = probe.ask();
    await vi.waitFor(() => {
      expect(FakePeer.all).toHaveLength(1);
    });
    const second = probe.ask();
    await first;
    expect(probe.state).toEqual({ kind: "asking" });
    told(["candidate", "relay"]);
    await second;
    expect(probe.state).toEqual({ kind: "ready" });
    expect(FakePeer.all.map((peer) => peer.isClosed)).toEqual([true, true]);
  });
});

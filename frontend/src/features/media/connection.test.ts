import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ServerMessage } from "@/client";
import { ApiError, UnreachableError } from "@/lib/errors";
import {
  FakePeer,
  FakeSocket,
  fakeMedia,
  fakeTracks,
  letPeerThrough,
  liveError,
  pass,
  peer,
  socket,
  stand,
  type FakeServer,
} from "@/test/fake-media";

import { MediaConnection } from "./connection";

let server: FakeServer;
let connection: MediaConnection;

beforeEach(() => {
  server = fakeMedia();
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

function connect(options: Partial<ConstructorParameters<typeof MediaConnection>[0]> = {}) {
  const given = {
    interviewId: "interview",
    purpose: "offer",
    tracks: fakeTracks,
    signalling: server,
  } as const;
  connection = new MediaConnection({ ...given, ...options });
  connection.connect();
}

const refusal = (status: number, code: string) =>
  new ApiError(status, { error: code, detail: "…", fields: {} });

describe("connecting", () => {
  it("offers only once all candidates are gathered, and asks for each ticket just before its door", async () => {
    connect({ deviceId: "front-camera" });
    await pass(1_000);
    expect(server.offers).toEqual([]);
    expect(server.tickets).toEqual([]);
    peer().gathered();
    await pass();
    expect(server.offers).toEqual(["offer with candidates"]);
    expect(server.tickets).toEqual([
      { purpose: "offer", device_id: "front-camera" },
      { purpose: "socket", device_id: null },
    ]);
    expect(peer().answer).toBe("answer");
    expect(peer().configuration.iceServers).toEqual([{ urls: "stun:example.org" }]);
  });

  it("does without candidates that do not come in time", async () => {
    connect();
    await pass(3_000);
    expect(server.offers).toEqual(["offer without candidates"]);
  });

  it("authenticates first, and stands once sound and picture flow", async () => {
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(server.offeredTo).toEqual(["/media/one"]);
    expect(socket().url).toBe("/media/one/ws/session-1");
    socket().open();
    await pass();
    expect(socket().sent).toEqual([{ type: "authenticate", ticket: "ticket-2" }]);
    expect(connection.state.kind).toBe("connecting");
    peer().become("connected");
    await pass();
    expect(connection.state.kind).toBe("connected");
  });

  it("limits what the camera sends", async () => {
    connect();
    await pass();
    expect(peer().transceivers).toEqual([
      { kind: "audio", direction: "sendrecv", encodings: [{ maxBitrate: 48_000 }] },
      {
        kind: "video",
        direction: "sendonly",
        encodings: [{ maxFramerate: 10, maxBitrate: 600_000, scaleResolutionDownBy: 2 }],
      },
    ]);
  });

  it("only listens where there is neither microphone nor camera", async () => {
    connect({ tracks: { microphone: null, camera: null } });
    await pass();
    expect(peer().transceivers).toEqual([{ kind: "audio", direction: "recvonly", encodings: [] }]);
  });

  it("asks for a check under its own name", async () => {
    connect({ purpose: "check" });
    await pass();
    peer().gathered();
    await pass();
    expect(server.tickets[0]?.purpose).toBe("check");
  });

  it("says that the network blocks it when sound and picture find no way", async () => {
    connect();
    for (let attempt = 0; attempt < 2; attempt++) {
      await pass(1_000);
      peer().gathered();
      await pass();
      socket().open();
      await pass(15_000);
    }
    expect(connection.state).toEqual({ kind: "failed", failure: { reason: "blocked" } });
    expect(peer().isClosed).toBe(true);
  });

  it("waits while another connection holds the interview, and then takes it", async () => {
    server.refusal = refusal(409, "PeerAlreadyConnected");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state.kind).toBe("occupied");
    server.refusal = null;
    await pass(2_000);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
  });

  it("takes over at once when it is told to, and says so in one offer alone", async () => {
    server.refusal = refusal(409, "PeerAlreadyConnected");
    connect();
    await pass();
    peer().gathered();
    await pass();
    server.refusal = null;
    connection.takeOver();
    await pass();
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    peer().become("failed");
    await pass(1_000);
    peer().gathered();
    await pass();
    expect(server.takesOver).toEqual([false, true, false]);
  });

  it("stops trying when another window has taken over", async () => {
    connect();
    await pass();
    await letPeerThrough();
    socket().say(liveError("TakenOver", true));
    await pass(10_000);
    expect(connection.state).toEqual({ kind: "failed", failure: { reason: "takenOver" } });
    expect(peer().isClosed).toBe(true);
  });

  it("gives up where a server refuses for good, with its reason", async () => {
    server.refusal = refusal(403, "NotAllowed");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state).toEqual({
      kind: "failed",
      failure: { reason: "refused", code: "NotAllowed", detail: "…" },
    });
    server.refusal = null;
    connection.connect();
    await pass();
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
  });

  it("gives up on a server that cannot be reached", async () => {
    server.refusal = new UnreachableError("no answer");
    connect();
    for (let attempt = 0; attempt < 5; attempt++) {
      await pass(10_000);
      peer().gathered();
    }
    await pass();
    expect(connection.state).toEqual({ kind: "failed", failure: { reason: "unreachable" } });
  });

  it("knows that the interview is over", async () => {
    server.refusal = refusal(409, "InterviewOver");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state.kind).toBe("over");
  });
});

describe("messages", () => {
  it("are passed on, but for what is none", async () => {
    connection = await stand(server);
    const messages: ServerMessage[] = [];
    connection.onMessage((message) => messages.push(message));
    const state = {
      type: "turn.state",
      phase: "listening",
      turn: 1,
      prep_seconds: null,
      held: false,
      seconds_left: null,
    } as const;
    socket().dispatchEvent(new MessageEvent("message", { data: "no JSON" }));
    socket().dispatchEvent(new MessageEvent("message", { data: '{"type":"of the future"}' }));
    socket().say(state);
    socket().say(liveError("EngineFailed", false));
    expect(messages).toEqual([state, liveError("EngineFailed", false)]);
    expect(connection.state.kind).toBe("connected");
  });

  it("are sent while there is a socket, and refused while there is none", async () => {
    connection = await stand(server);
    expect(connection.send({ type: "done" })).toBe(true);
    expect(socket().sent.at(-1)).toEqual({ type: "done" });
    socket().lose();
    expect(connection.send({ type: "done" })).toBe(false);
  });

  it("end the connection with the session", async () => {
    connection = await stand(server);
    socket().say({ type: "session.ended", status: "completed" });
    await pass();
    expect(connection.state.kind).toBe("over");
    socket().lose();
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(peer().isClosed).toBe(false);
  });
});

describe("closing", () => {
  it("leaves nothing, whatever was going on", async () => {
    connection = await stand(server);
    const heard = vi.fn();
    connection.subscribe(heard);
    connection.onMessage(heard);
    connection.close();
    expect(connection.state.kind).toBe("closed");
    expect(peer().isClosed).toBe(true);
    expect(socket().readyState).toBe(3);
    heard.mockClear();
    socket().lose();
    peer().become("failed");
    await pass(60_000);
    expect(heard).not.toHaveBeenCalled();
    expect(FakePeer.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("in the middle of an attempt sends no offer", async () => {
    connect();
    await pass();
    connection.close();
    peer().gathered();
    await pass(60_000);
    expect(server.offers).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("while waiting to try again stops that", async () => {
    connection = await stand(server);
    socket().lose();
    await pass();
    connection.close();
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

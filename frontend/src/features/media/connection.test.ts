import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ServerMessage, TicketRequest } from "@/client";
import { ApiError, UnreachableError } from "@/lib/errors";

import { MediaConnection } from "./connection";
import type { Signalling } from "./signalling";

class FakePeer extends EventTarget {
  static all: FakePeer[] = [];
  iceGatheringState = "new";
  connectionState = "new";
  localDescription: { sdp: string } | null = null;
  answer: string | null = null;
  isClosed = false;
  transceivers: { kind: string; direction: string; encodings: RTCRtpEncodingParameters[] }[] = [];
  configuration: RTCConfiguration;

  constructor(configuration: RTCConfiguration) {
    super();
    this.configuration = configuration;
    FakePeer.all.push(this);
  }
  addTransceiver(what: { kind: string } | string, init: RTCRtpTransceiverInit) {
    const kind = typeof what === "string" ? what : what.kind;
    this.transceivers.push({
      kind,
      direction: init.direction ?? "sendrecv",
      encodings: init.sendEncodings ?? [],
    });
  }
  setLocalDescription() {
    this.iceGatheringState = "gathering";
    this.localDescription = { sdp: "offer without candidates" };
    return Promise.resolve();
  }
  gathered() {
    this.localDescription = { sdp: "offer with candidates" };
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
  setRemoteDescription({ sdp }: { sdp: string }) {
    this.answer = sdp;
    return Promise.resolve();
  }
  become(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
  close() {
    this.isClosed = true;
    this.connectionState = "closed";
  }
}

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: unknown[] = [];
  url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  say(message: ServerMessage) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }
  /** As the network or the server closes it; `close()` in the page tells nobody before the close is through. */
  lose() {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
  close() {
    this.readyState = 3;
  }
}

const microphone = { kind: "audio" } as MediaStreamTrack;
const camera = { kind: "video", getSettings: () => ({ height: 960 }) } as MediaStreamTrack;

let tickets: TicketRequest[];
let offers: string[];
let refuse: (() => Error | null) | null;
let signalling: Signalling;
let connection: MediaConnection;

function connect(options: Partial<ConstructorParameters<typeof MediaConnection>[0]> = {}) {
  connection = new MediaConnection({
    interviewId: "interview",
    purpose: "offer",
    tracks: { microphone, camera },
    signalling,
    ...options,
  });
  connection.connect();
}

const peer = () => newest(FakePeer.all);
const socket = () => newest(FakeSocket.all);
/** Lets everything happen that waits for nothing but the time given. */
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

function newest<Made>(all: Made[]): Made {
  const made = all.at(-1);
  if (made === undefined) throw new Error("nothing was made yet");
  return made;
}

async function stand() {
  connect();
  await pass();
  await letPeerThrough();
}

async function letPeerThrough() {
  peer().gathered();
  await pass();
  socket().open();
  await pass();
  peer().become("connected");
  await pass();
}

const error = (code: string, fatal: boolean): ServerMessage => ({
  type: "error",
  error: code,
  detail: "…",
  fatal,
});
const refusal = (status: number, code: string) =>
  new ApiError(status, { error: code, detail: "…", fields: {} });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("WebSocket", FakeSocket);
  FakePeer.all = [];
  FakeSocket.all = [];
  tickets = [];
  offers = [];
  refuse = null;
  signalling = {
    config: () => Promise.resolve({ mediaUrl: "/media", iceServers: [{ urls: "stun:example.org" }] }),
    ticket(wanted) {
      tickets.push(wanted);
      return Promise.resolve(`ticket-${tickets.length}`);
    },
    offer(_url, { sdp }) {
      offers.push(sdp);
      const refused = refuse?.() ?? null;
      if (refused) return Promise.reject(refused);
      return Promise.resolve({ type: "answer", sdp: "answer", session_id: `session-${offers.length}` });
    },
    socket: (mediaUrl, sessionId) => new FakeSocket(`${mediaUrl}/ws/${sessionId}`) as unknown as WebSocket,
  };
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

describe("connecting", () => {
  it("offers only once all candidates are gathered, and asks for each ticket just before its door", async () => {
    connect({ deviceId: "front-camera" });
    await pass(1_000);
    expect(offers).toEqual([]);
    expect(tickets).toEqual([]);
    peer().gathered();
    await pass();
    expect(offers).toEqual(["offer with candidates"]);
    expect(tickets).toEqual([
      { purpose: "offer", device_id: "front-camera" },
      { purpose: "socket", device_id: null },
    ]);
    expect(peer().answer).toBe("answer");
    expect(peer().configuration.iceServers).toEqual([{ urls: "stun:example.org" }]);
  });

  it("does without candidates that do not come in time", async () => {
    connect();
    await pass(3_000);
    expect(offers).toEqual(["offer without candidates"]);
  });

  it("authenticates first, and stands once sound and picture flow", async () => {
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(socket().url).toBe("/media/ws/session-1");
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
        encodings: [{ maxFramerate: 15, maxBitrate: 600_000, scaleResolutionDownBy: 2 }],
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
    expect(tickets[0]?.purpose).toBe("check");
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
    refuse = () => refusal(409, "PeerAlreadyConnected");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state.kind).toBe("occupied");
    refuse = null;
    await pass(2_000);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
  });

  it("gives up where a server refuses for good, with its reason", async () => {
    refuse = () => refusal(403, "NotAllowed");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state).toEqual({
      kind: "failed",
      failure: { reason: "refused", code: "NotAllowed", detail: "…" },
    });
    refuse = null;
    connection.connect();
    await pass();
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
  });

  it("gives up on a server that cannot be reached", async () => {
    refuse = () => new UnreachableError("no answer");
    connect();
    for (let attempt = 0; attempt < 5; attempt++) {
      await pass(10_000);
      peer().gathered();
    }
    await pass();
    expect(connection.state).toEqual({ kind: "failed", failure: { reason: "unreachable" } });
  });

  it("knows that the interview is over", async () => {
    refuse = () => refusal(409, "InterviewOver");
    connect();
    await pass();
    peer().gathered();
    await pass();
    expect(connection.state.kind).toBe("over");
  });
});

describe("messages", () => {
  it("are passed on, but for what is none", async () => {
    await stand();
    const messages: ServerMessage[] = [];
    connection.onMessage((message) => messages.push(message));
    const state = { type: "turn.state", phase: "listening", turn: 1 } as const;
    socket().dispatchEvent(new MessageEvent("message", { data: "no JSON" }));
    socket().dispatchEvent(new MessageEvent("message", { data: '{"type":"of the future"}' }));
    socket().say(state);
    socket().say(error("EngineFailed", false));
    expect(messages).toEqual([state, error("EngineFailed", false)]);
    expect(connection.state.kind).toBe("connected");
  });

  it("are sent while there is a socket, and refused while there is none", async () => {
    await stand();
    expect(connection.send({ type: "done" })).toBe(true);
    expect(socket().sent.at(-1)).toEqual({ type: "done" });
    socket().lose();
    expect(connection.send({ type: "done" })).toBe(false);
  });

  it("end the connection with the session", async () => {
    await stand();
    socket().say({ type: "session.ended", status: "completed" });
    await pass();
    expect(connection.state.kind).toBe("over");
    socket().lose();
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(peer().isClosed).toBe(false);
  });
});

describe("a lost socket", () => {
  it("is opened again on the same session, with a ticket of its own and no new offer", async () => {
    await stand();
    socket().lose();
    await pass();
    expect(connection.state.kind).toBe("reconnecting");
    await pass(500);
    socket().open();
    await pass(1_000);
    expect(connection.state.kind).toBe("connected");
    expect(socket().url).toBe("/media/ws/session-1");
    expect(tickets.map(({ purpose }) => purpose)).toEqual(["offer", "socket", "socket"]);
    expect(offers).toHaveLength(1);
    expect(FakePeer.all).toHaveLength(1);
  });

  it("leads to a new offer when its session is gone", async () => {
    await stand();
    const [first] = FakePeer.all;
    socket().lose();
    await pass(500);
    socket().open();
    await pass();
    socket().say(error("NotFound", true));
    await pass(1_000);
    expect(first?.isClosed).toBe(true);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    expect(socket().url).toBe("/media/ws/session-2");
  });

  it("waits longer each time, but not once the browser is online again", async () => {
    await stand();
    socket().lose();
    await pass(500);
    socket().lose();
    await pass(999);
    expect(FakeSocket.all).toHaveLength(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(3);
    socket().lose();
    await pass();
    window.dispatchEvent(new Event("online"));
    await pass();
    expect(FakeSocket.all).toHaveLength(4);
  });
});

describe("a lost peer", () => {
  it("is offered anew, with new tickets", async () => {
    await stand();
    const [first] = FakePeer.all;
    peer().become("failed");
    await pass(500);
    expect(first?.isClosed).toBe(true);
    await letPeerThrough();
    expect(connection.state.kind).toBe("connected");
    expect(tickets.map(({ purpose }) => purpose)).toEqual(["offer", "socket", "offer", "socket"]);
    expect(socket().url).toBe("/media/ws/session-2");
  });

  it("that comes back by itself is kept", async () => {
    await stand();
    peer().become("disconnected");
    expect(connection.state.kind).toBe("reconnecting");
    await pass(10_000);
    peer().become("connected");
    expect(connection.state.kind).toBe("connected");
    await pass(30_000);
    expect(FakePeer.all).toHaveLength(1);
    expect(offers).toHaveLength(1);
  });

  it("that does not come back is given up before the media server forgets the answer", async () => {
    await stand();
    peer().become("disconnected");
    await pass(20_500);
    expect(FakePeer.all).toHaveLength(2);
  });
});

describe("a session that the server ends with an error", () => {
  it("is opened again when it broke, and given up when it keeps breaking", async () => {
    await stand();
    for (let broken = 1; broken < 4; broken++) {
      socket().say(error("VisavisError", true));
      await pass(8_000);
      await letPeerThrough();
      expect(connection.state.kind).toBe("connected");
    }
    socket().say(error("VisavisError", true));
    await pass();
    expect(connection.state).toMatchObject({ kind: "failed", failure: { code: "VisavisError" } });
  });

  it("counts from the start again after a while without trouble", async () => {
    await stand();
    for (let broken = 1; broken < 8; broken++) {
      await pass(10_000);
      socket().say(error("VisavisError", true));
      await pass(500);
      await letPeerThrough();
    }
    expect(connection.state.kind).toBe("connected");
  });

  it("asks for a new ticket when the old one was too old", async () => {
    await stand();
    socket().say(error("TicketInvalid", true));
    await pass(500);
    expect(tickets.at(-1)?.purpose).toBe("socket");
    expect(FakePeer.all).toHaveLength(1);
  });

  it("is over when the interview is", async () => {
    await stand();
    socket().say(error("InterviewOver", true));
    await pass();
    expect(connection.state.kind).toBe("over");
  });

  it("fails where this page may not come in", async () => {
    await stand();
    socket().say(error("NotAllowed", true));
    await pass();
    expect(connection.state.kind).toBe("failed");
  });
});

describe("closing", () => {
  it("leaves nothing, whatever was going on", async () => {
    await stand();
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
    expect(offers).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("while waiting to try again stops that", async () => {
    await stand();
    socket().lose();
    await pass();
    connection.close();
    await pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

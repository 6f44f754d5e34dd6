import { vi } from "vitest";

import type { Answer, Offer, ServerMessage, Ticket, TicketRequest } from "@/client";
import { MediaConnection, type OutboundTracks } from "@/features/media/connection";
import type { Signalling } from "@/features/media/signalling";

/** Stand-ins for a browser's peer connection and WebSocket, and for the two servers, which do as a test says. */

export class FakePeer extends EventTarget {
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

export class FakeSocket extends EventTarget {
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

export const fakeTracks: OutboundTracks = {
  microphone: { kind: "audio" } as MediaStreamTrack,
  camera: { kind: "video", getSettings: () => ({ height: 960 }) } as MediaStreamTrack,
};

/** The API and the media server: what they were asked, and what they refuse. */
export class FakeServer implements Signalling {
  tickets: TicketRequest[] = [];
  offers: string[] = [];
  takesOver: (boolean | undefined)[] = [];
  offeredTo: string[] = [];
  /** The media server that tickets lead to. */
  mediaUrl = "/media/one";
  refusal: Error | null = null;

  iceServers(): Promise<RTCIceServer[]> {
    return Promise.resolve([{ urls: "stun:example.org" }]);
  }
  ticket(wanted: TicketRequest): Promise<Ticket> {
    this.tickets.push(wanted);
    return Promise.resolve({
      ticket: `ticket-${this.tickets.length}`,
      expires_at: "2026-11-21T01:01:00Z",
      media_url: this.mediaUrl,
    });
  }
  offer(mediaUrl: string, { sdp, takes_over }: Offer): Promise<Answer> {
    this.offers.push(sdp);
    this.takesOver.push(takes_over);
    this.offeredTo.push(mediaUrl);
    if (this.refusal) return Promise.reject(this.refusal);
    return Promise.resolve({ type: "answer", sdp: "answer", session_id: `session-${this.offers.length}` });
  }
  socket(mediaUrl: string, sessionId: string): WebSocket {
    return new FakeSocket(`${mediaUrl}/ws/${sessionId}`) as unknown as WebSocket;
  }
}

/** Puts the stand-ins in place, and stops the clock. `vi.useRealTimers` starts it again. */
export function fakeMedia(): FakeServer {
  vi.useFakeTimers();
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("WebSocket", FakeSocket);
  FakePeer.all = [];
  FakeSocket.all = [];
  return new FakeServer();
}

export const peer = () => newest(FakePeer.all);
export const socket = () => newest(FakeSocket.all);

/** Lets everything happen that waits for nothing but the time given. */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** A connection that stands. */
export async function stand(server: FakeServer): Promise<MediaConnection> {
  const connection = new MediaConnection({
    interviewId: "interview",
    purpose: "offer",
    tracks: fakeTracks,
    signalling: server,
  });
  connection.connect();
  await pass();
  await letPeerThrough();
  return connection;
}

/** The newest peer gathers, its socket opens, and sound and picture flow. */
export async function letPeerThrough(): Promise<void> {
  peer().gathered();
  await pass();
  socket().open();
  await pass();
  peer().become("connected");
  await pass();
}

export function liveError(code: string, fatal: boolean): ServerMessage {
  return { type: "error", error: code, detail: "…", fatal };
}

function newest<Made>(all: Made[]): Made {
  const made = all.at(-1);
  if (made === undefined) throw new Error("nothing was made yet");
  return made;
}

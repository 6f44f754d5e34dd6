import type { ClientMessage, ServerMessage, Ticket, TicketRequest } from "@/client";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

import { parseServerMessage } from "./messages";
import { connected, createPeer, gatherOffer, type OutboundTracks } from "./peer";
import {
  nextStep,
  PeerLostError,
  SessionRefusedError,
  SocketLostError,
  type ConnectionFailure,
  type NextStep,
} from "./recovery";
import { authenticate, signallingFor, type Signalling } from "./signalling";

export type { ConnectionFailure } from "./recovery";
export type { OutboundTracks } from "./peer";

export type ConnectionState =
  | { kind: "idle" }
  | { kind: "connecting" }
  /** Another window holds the interview, or a connection that this page had before is not given up yet. */
  | { kind: "occupied" }
  | { kind: "connected" }
  /** It stood, broke, and is being mended; what the server knows is kept there. */
  | { kind: "reconnecting" }
  /** The interview has ended. */
  | { kind: "over" }
  | { kind: "failed"; failure: ConnectionFailure }
  | { kind: "closed" };

interface MediaConnectionOptions {
  interviewId: string;
  /** `offer` carries the interview, `check` a trial of connection, camera and sound before it. */
  purpose: "offer" | "check";
  /** The camera's name, under which its calibration is kept. */
  deviceId?: string | undefined;
  tracks: OutboundTracks;
  signalling?: Signalling;
}

/** A peer that is "disconnected" often comes back by itself; the media server gives it up after 25 s. */
const PEER_PATIENCE_MS = 20_000;
/** A connection that lived this long was none of a row of failures. */
const STABLE_MS = 10_000;
/** For the media server's first word on a socket that joins a running session. */
const FIRST_WORD_MS = 1_000;

/**
 * The live connection of an interview: voice and face out, the interviewer's voice in, messages both ways.
 *
 * A lost WebSocket is opened again on the same session; a lost peer means a new offer, and the interview goes on at
 * its open question. Every attempt asks for tickets of its own, which may lead to another media server. The tracks
 * belong to the caller and are never stopped.
 */
export class MediaConnection extends Store<ConnectionState> {
  #voice: MediaStreamTrack | null = null;
  #peer: RTCPeerConnection | null = null;
  #socket: WebSocket | null = null;
  #sessionId = "";
  #takesOver = false;
  #life = new AbortController();
  #wait = new AbortController();
  readonly #messageListeners = new Set<(message: ServerMessage) => void>();
  readonly #options: MediaConnectionOptions;
  readonly #signalling: Signalling;

  constructor(options: MediaConnectionOptions) {
    super({ kind: "idle" });
    this.#options = options;
    this.#signalling = options.signalling ?? signallingFor(options.interviewId);
  }

  /** The interviewer's voice: another track after each new peer, null while there is none. Listeners learn of it too. */
  get voice(): MediaStreamTrack | null {
    return this.#voice;
  }

  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  /** Starts to connect, or starts over after a failure. */
  connect(): void {
    if (this.state.kind !== "idle" && this.state.kind !== "failed") return;
    this.#life = new AbortController();
    this.#become({ kind: "connecting" });
    void this.#live(this.#life.signal);
  }

  /** Has another window's connection end for this one, with the next offer and at once. */
  takeOver(): void {
    this.#takesOver = true;
    this.#wait.abort();
  }

  /** Whether the message is on its way; false while there is no connection. */
  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** What the browser measures of the peer; null while there is none. */
  async stats(): Promise<RTCStatsReport | null> {
    return (await this.#peer?.getStats()) ?? null;
  }

  /** Hangs up. The media server learns of it at once. */
  close(): void {
    if (this.state.kind === "closed") return;
    this.#life.abort();
    this.#dropSocket();
    this.#dropPeer();
    this.#become({ kind: "closed" });
    this.#messageListeners.clear();
  }

  /** Connects again and again, until the interview is over, the caller closes, or there is no hope. */
  async #live(life: AbortSignal): Promise<void> {
    const row = { failures: 0, hasStood: false };
    while (!life.aborted) {
      const step = await this.#attempt(life, row);
      if (step === null) return;
      if (step.kind !== "retry") {
        this.#become(step.kind === "over" ? step : { kind: "failed", failure: step.failure });
        return;
      }
      if (step.waitsFor === "other-window") this.#become({ kind: "occupied" });
      else this.#become({ kind: row.hasStood ? "reconnecting" : "connecting" });
      this.#wait = new AbortController();
      await backOnline(step.delayMs, AbortSignal.any([life, this.#wait.signal]));
    }
  }

  /** Holds one connection for as long as it lasts. Returns what to do then; null when the caller has closed. */
  async #attempt(life: AbortSignal, row: { failures: number; hasStood: boolean }): Promise<NextStep | null> {
    const attempt = new AbortController();
    let since = Infinity;
    try {
      await this.#hold(AbortSignal.any([life, attempt.signal]), () => {
        since = performance.now();
        row.hasStood = true;
        this.#become({ kind: "connected" });
      });
      return { kind: "over" };
    } catch (error) {
      attempt.abort();
      if (life.aborted) return null;
      row.failures = performance.now() - since >= STABLE_MS ? 1 : row.failures + 1;
      const step = nextStep(error, row.failures, row.hasStood);
      this.#dropSocket();
      if (step.kind === "fail" || (step.kind === "retry" && step.renew === "peer")) this.#dropPeer();
      return step;
    }
  }

  /** Opens what is missing and returns when the interview is over. Throws what broke the connection. */
  async #hold(signal: AbortSignal, onConnected: () => void): Promise<void> {
    const joins = this.#peer !== null && isAlive(this.#peer);
    const peer = joins && this.#peer ? this.#peer : await this.#openPeer(signal);
    const socket = await this.#openSocket(signal);
    const end = this.#watch(peer, socket, signal);
    // A loss meanwhile is thrown below.
    end.catch(() => undefined);
    if (joins) await Promise.race([end, firstMessage(socket), pause(FIRST_WORD_MS, signal)]);
    await Promise.race([end, connected(peer, signal)]);
    signal.throwIfAborted();
    onConnected();
    await end;
  }

  async #openPeer(signal: AbortSignal): Promise<RTCPeerConnection> {
    this.#dropPeer();
    // Anew for every peer: a relay's credentials end.
    const peer = createPeer(await this.#signalling.iceServers(signal), this.#options.tracks);
    this.#peer = peer;
    peer.addEventListener("track", ({ track }) => {
      if (this.#peer !== peer) return;
      this.#hear(track);
    });
    try {
      const sdp = await gatherOffer(peer, signal);
      const { ticket, media_url } = await this.#ticket(this.#options.purpose, signal);
      const offer = { type: "offer", sdp, ticket, takes_over: this.#takesOver } as const;
      const answer = await this.#signalling.offer(media_url, offer, signal);
      this.#takesOver = false;
      this.#sessionId = answer.session_id;
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      signal.throwIfAborted();
      return peer;
    } catch (error) {
      if (this.#peer === peer) this.#dropPeer();
      throw error;
    }
  }

  async #openSocket(signal: AbortSignal): Promise<WebSocket> {
    const { ticket, media_url } = await this.#ticket("socket", signal);
    const socket = this.#signalling.socket(media_url, this.#sessionId);
    this.#socket = socket;
    await opened(socket, signal);
    socket.send(JSON.stringify(authenticate(ticket)));
    return socket;
  }

  #ticket(purpose: TicketRequest["purpose"], signal: AbortSignal): Promise<Ticket> {
    const device_id = purpose === "socket" ? null : (this.#options.deviceId ?? null);
    return this.#signalling.ticket({ purpose, device_id }, signal);
  }

  /** Passes messages on until the interview is over; rejects with what was lost. */
  #watch(peer: RTCPeerConnection, socket: WebSocket, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let patience: ReturnType<typeof setTimeout> | undefined;
      let hasStood = isAlive(peer);
      socket.addEventListener(
        "message",
        ({ data }) => {
          const message = parseServerMessage(data);
          if (message === null) return;
          if (message.type === "error" && message.fatal) {
            reject(new SessionRefusedError(message));
            return;
          }
          for (const listener of [...this.#messageListeners]) listener(message);
          if (message.type === "session.ended") resolve();
        },
        { signal },
      );
      const lose = () => {
        reject(new SocketLostError());
      };
      socket.addEventListener("close", lose, { signal });
      peer.addEventListener(
        "connectionstatechange",
        () => {
          clearTimeout(patience);
          const state = peer.connectionState;
          hasStood ||= state === "connected";
          // One that never stood was not lost: it is blocked, and `connected` says so.
          if (hasStood && (state === "failed" || state === "closed")) reject(new PeerLostError(state));
          if (state === "disconnected") {
            if (this.state.kind === "connected") this.#become({ kind: "reconnecting" });
            patience = setTimeout(() => {
              reject(new PeerLostError(state));
            }, PEER_PATIENCE_MS);
          }
          if (state === "connected" && this.state.kind === "reconnecting")
            this.#become({ kind: "connected" });
        },
        { signal },
      );
      signal.addEventListener("abort", () => {
        clearTimeout(patience);
        reject(new DOMException("closed", "AbortError"));
      });
    });
  }

  #dropSocket(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #dropPeer(): void {
    this.#peer?.close();
    this.#peer = null;
    if (this.#voice !== null) this.#hear(null);
  }

  #hear(voice: MediaStreamTrack | null): void {
    this.#voice = voice;
    this.become({ ...this.state });
  }

  #become(state: ConnectionState): void {
    if (state.kind !== this.state.kind || state.kind === "failed") this.become(state);
  }
}

function isAlive(peer: RTCPeerConnection): boolean {
  return peer.connectionState === "connected" || peer.connectionState === "disconnected";
}

function opened(socket: WebSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    socket.addEventListener("close", () => {
      reject(new SocketLostError());
    });
    signal.addEventListener("abort", () => {
      socket.close();
      reject(new DOMException("closed", "AbortError"));
    });
  });
}

function firstMessage(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.addEventListener(
      "message",
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

/** Waits, but no longer than until the browser says that it is online again. */
async function backOnline(ms: number, signal: AbortSignal): Promise<void> {
  const online = new AbortController();
  const end = () => {
    online.abort();
  };
  window.addEventListener("online", end);
  await pause(ms, AbortSignal.any([signal, online.signal]));
  window.removeEventListener("online", end);
}

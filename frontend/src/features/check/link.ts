import type { ClientMessage, ServerMessage } from "@/client";
import { changedDecisions, type Decisions } from "@/features/consent/decisions";
import {
  MediaConnection,
  type ConnectionFailure,
  type ConnectionState,
  type OutboundTracks,
} from "@/features/media/connection";
import { Store } from "@/lib/store";

import { readPath, type MediaPath } from "./path";

export type LinkState =
  /** It is not known yet what to send. */
  | { kind: "waiting" }
  | { kind: "connecting" }
  /** Another window holds the interview's connection. */
  | { kind: "occupied" }
  | { kind: "connected"; path: MediaPath | null }
  | { kind: "reconnecting" }
  /** The interview has ended meanwhile. */
  | { kind: "over" }
  | { kind: "failed"; failure: ConnectionFailure };

interface Wanted {
  tracks: OutboundTracks;
  /** The camera's name, or null without one. */
  deviceId: string | null;
  /** The media server learns of consents when it is connected to: others mean another connection. */
  consents: Decisions;
}

const PATH_INTERVAL_MS = 2_000;

/** The check's own media connection, made anew whenever what it carries changes. */
export class CheckLink extends Store<LinkState> {
  readonly #interviewId: string;
  readonly #connect: (options: ConstructorParameters<typeof MediaConnection>[0]) => MediaConnection;
  readonly #listeners = new Set<(message: ServerMessage) => void>();
  #wanted: Wanted | null = null;
  #connection: MediaConnection | null = null;
  #pathTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    interviewId: string,
    connect = (options: ConstructorParameters<typeof MediaConnection>[0]) => new MediaConnection(options),
  ) {
    super({ kind: "waiting" });
    this.#interviewId = interviewId;
    this.#connect = connect;
  }

  /** Connects with these tracks, unless it does already. */
  carry(wanted: Wanted): void {
    if (this.#connection !== null && this.#wanted !== null && isSame(this.#wanted, wanted)) return;
    this.close();
    this.#wanted = wanted;
    this.#open(wanted);
  }

  /** Tries again after a failure. */
  retry(): void {
    if (this.#wanted === null) return;
    const wanted = this.#wanted;
    this.close();
    this.#wanted = wanted;
    this.#open(wanted);
  }

  close(): void {
    clearInterval(this.#pathTimer);
    this.#connection?.close();
    this.#connection = null;
    this.#wanted = null;
    this.become({ kind: "waiting" });
  }

  /** The interviewer's voice, while connected. */
  get voice(): MediaStreamTrack | null {
    return this.state.kind === "connected" ? (this.#connection?.voice ?? null) : null;
  }

  send(message: ClientMessage): boolean {
    return this.#connection?.send(message) ?? false;
  }

  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open({ tracks, deviceId }: Wanted): void {
    const connection = this.#connect({
      interviewId: this.#interviewId,
      purpose: "check",
      deviceId: deviceId ?? undefined,
      tracks,
    });
    this.#connection = connection;
    connection.subscribe(() => {
      if (this.#connection === connection) this.#follow(connection);
    });
    connection.onMessage((message) => {
      for (const listener of [...this.#listeners]) listener(message);
    });
    connection.connect();
  }

  #follow(connection: MediaConnection): void {
    clearInterval(this.#pathTimer);
    const path = this.state.kind === "connected" ? this.state.path : null;
    this.become(linkState(connection.state, path));
    if (connection.state.kind !== "connected") return;
    const measure = () => {
      void this.#measure(connection);
    };
    measure();
    this.#pathTimer = setInterval(measure, PATH_INTERVAL_MS);
  }

  async #measure(connection: MediaConnection): Promise<void> {
    const stats = await connection.stats();
    if (stats === null || this.#connection !== connection || this.state.kind !== "connected") return;
    this.become({ kind: "connected", path: readPath(stats as ReadonlyMap<string, never>) });
  }
}

/** What the check shows for a state of the connection. */
export function linkState(state: ConnectionState, path: MediaPath | null): LinkState {
  switch (state.kind) {
    case "idle":
    case "closed":
      return { kind: "waiting" };
    case "connected":
      return { kind: "connected", path };
    default:
      return state;
  }
}

function isSame(one: Wanted, other: Wanted): boolean {
  return (
    one.tracks.microphone === other.tracks.microphone &&
    one.tracks.camera === other.tracks.camera &&
    one.deviceId === other.deviceId &&
    changedDecisions(one.consents, other.consents).length === 0
  );
}

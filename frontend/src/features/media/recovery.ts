import type { LiveError } from "@/client";
import { ApiError, isTransient } from "@/lib/errors";

import { PeerBlockedError } from "./peer";

/** Why there is no connection, once nothing is tried any more by itself. */
export type ConnectionFailure =
  /** Sound and picture find no way through this network. */
  | { reason: "blocked" }
  | { reason: "unreachable" }
  /** Another window holds the interview. */
  | { reason: "occupied" }
  /** Another window took the interview over. */
  | { reason: "takenOver" }
  /** All places are taken. */
  | { reason: "full" }
  /** The server says no, in `detail`, to something that asking again does not change. */
  | { reason: "refused"; code: string; detail: string | null };

/** The peer connection is gone, and with it the media server's session. */
export class PeerLostError extends Error {
  override readonly name = "PeerLostError";
}

/** The WebSocket is gone; the session may well live on. */
export class SocketLostError extends Error {
  override readonly name = "SocketLostError";
}

/** The media server ended the session, or did not let the WebSocket in. */
export class SessionRefusedError extends Error {
  override readonly name = "SessionRefusedError";
  readonly code: string;

  constructor({ error, detail }: LiveError) {
    super(detail);
    this.code = error;
  }
}

export type NextStep =
  /** Try again after `delayMs`; `renew` says what with. */
  | { kind: "retry"; renew: "peer" | "socket"; waitsFor: "line" | "other-window"; delayMs: number }
  | { kind: "over" }
  | { kind: "fail"; failure: ConnectionFailure };

const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** A media server lets go of a page that was reloaded after some seconds without a sign of life. */
const OCCUPIED_MS = 2_000;
const FULL_MS = 5_000;

/** How often each is tried in a row: longer where there is an interview to go back to. */
const TRIES = { first: 5, again: 24, blocked: 2, occupied: 15, full: 6, refused: 4 };

/**
 * What to do after `error`, the `failures`-th in a row (from 1). `resuming`: the connection stood before.
 */
export function nextStep(error: unknown, failures: number, resuming: boolean): NextStep {
  const retry = (renew: "peer" | "socket", tries: number, failure: ConnectionFailure): NextStep =>
    failures < tries
      ? { kind: "retry", renew, waitsFor: "line", delayMs: delayAfter(failures) }
      : { kind: "fail", failure };
  const patience = resuming ? TRIES.again : TRIES.first;

  if (error instanceof PeerLostError) return retry("peer", patience, { reason: "unreachable" });
  if (error instanceof SocketLostError) return retry("socket", patience, { reason: "unreachable" });
  if (error instanceof PeerBlockedError)
    return retry("peer", resuming ? TRIES.refused : TRIES.blocked, { reason: "blocked" });

  const refusal = readRefusal(error);
  if (refusal === null)
    return isTransient(error)
      ? retry("socket", patience, { reason: "unreachable" })
      : { kind: "fail", failure: { reason: "refused", code: errorName(error), detail: null } };

  const refused: ConnectionFailure = { reason: "refused", ...refusal };
  switch (refusal.code) {
    case "InterviewOver":
      return { kind: "over" };
    case "PeerAlreadyConnected":
      return failures < TRIES.occupied
        ? { kind: "retry", renew: "peer", waitsFor: "other-window", delayMs: OCCUPIED_MS }
        : { kind: "fail", failure: { reason: "occupied" } };
    case "TakenOver":
      return { kind: "fail", failure: { reason: "takenOver" } };
    case "AtCapacity":
      return failures < TRIES.full
        ? { kind: "retry", renew: "peer", waitsFor: "line", delayMs: FULL_MS }
        : { kind: "fail", failure: { reason: "full" } };
    case "TicketInvalid":
      return retry("socket", TRIES.refused, refused);
    case "NotFound":
      // The WebSocket's session is gone; whether a new one may be had is another question.
      return error instanceof SessionRefusedError
        ? retry("peer", patience, refused)
        : { kind: "fail", failure: refused };
    default:
      if (isTransient(error)) return retry("socket", patience, { reason: "unreachable" });
      return isCrash(error) ? retry("peer", TRIES.refused, refused) : { kind: "fail", failure: refused };
  }
}

interface Refusal {
  code: string;
  detail: string;
}

function readRefusal(error: unknown): Refusal | null {
  if (error instanceof ApiError || error instanceof SessionRefusedError)
    return { code: error.code, detail: error.message };
  return null;
}

/** A session that broke, or that another answer overtook, may be opened again at the question that is open. */
function isCrash(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500;
  return (
    error instanceof SessionRefusedError &&
    ["VisavisError", "TurnOutOfOrder", "Unavailable"].includes(error.code)
  );
}

function delayAfter(failures: number): number {
  return DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1] ?? 0;
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}

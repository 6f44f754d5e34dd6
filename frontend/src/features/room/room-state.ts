import type {
  AskedQuestion,
  InterviewStatus,
  LiveError,
  ServerMessage,
  SoundNotice,
  TurnState,
} from "@/client";
import type { ConnectionFailure, ConnectionState } from "@/features/media/connection";

/** What is on stage; it stays there while a connection is mended. */
export interface Scene {
  question: AskedQuestion;
  /** How many code points of the question have sounded. */
  spoken: number;
  caption: Caption;
  phase: Phase;
  /** The candidate asked for a moment, and has not gone on yet. */
  isMoment: boolean;
  /** The time to prepare this answer, as the interviewer gave it; null when it is over. */
  preparation: Preparation | null;
  /** Why nobody hears the candidate for the rest of this connection: the answers are typed. */
  deaf: LiveError | null;
  /** The latest trouble of this turn. */
  notice: LiveError | null;
  /** What is wrong with the candidate's sound now. */
  sound: SoundNotice | null;
  /** The answer is so long that it has to come to its end. */
  isClosing: boolean;
}

export interface Preparation {
  /** What was left of it when it was told. */
  seconds: number;
}

export interface Caption {
  /** What will not change any more, in the pieces in which it came: a screen reader hears each once. */
  stable: readonly string[];
  /** What is still being made out. */
  unstable: string;
}

/** What the interviewer does. */
export type Phase = Exclude<TurnState["phase"], "connecting" | "ended">;

/**
 * The interview as its page shows it. `writing` goes on without voice and picture, `recordings` with recorded answers,
 * both over HTTP alone; whoever is there stays there.
 */
export type RoomState =
  | { kind: "connecting"; waitsFor: "line" | "other-window"; scene: Scene }
  | { kind: Phase; scene: Scene }
  | { kind: "reconnecting"; waitsFor: "line" | "other-window"; scene: Scene }
  | { kind: "failed"; failure: ConnectionFailure; scene: Scene }
  | { kind: "writing"; isSending: boolean; error: unknown; scene: Scene }
  | { kind: "recordings"; scene: Scene }
  | { kind: "ended"; status: InterviewStatus; scene: Scene };

export type RoomEvent =
  | { kind: "message"; message: ServerMessage }
  | { kind: "connection"; connection: ConnectionState }
  /** The candidate goes on without voice and picture. */
  | { kind: "write" }
  /** The candidate goes on with recorded answers. */
  | { kind: "record" }
  /** The candidate tries to connect once more. */
  | { kind: "rejoin" }
  | { kind: "answer.sent" }
  | { kind: "answer.failed"; error: unknown }
  | { kind: "answer.taken"; question: AskedQuestion }
  | { kind: "ended"; status: InterviewStatus };

const NO_CAPTION: Caption = { stable: [], unstable: "" };
const DEAF = ["ConsentMissing", "LanguageUnsupported"];

export function initialState(question: AskedQuestion): RoomState {
  return { kind: "connecting", waitsFor: "line", scene: openingScene(question) };
}

export function nextState(state: RoomState, event: RoomEvent): RoomState {
  if (state.kind === "ended") return state;
  switch (event.kind) {
    case "ended":
      return { kind: "ended", status: event.status, scene: state.scene };
    case "message":
      return isOverHttp(state) ? state : afterMessage(state, event.message);
    case "connection":
      return isOverHttp(state) ? state : afterConnection(state, event.connection);
    case "write":
      return writing({ ...state.scene, phase: "listening", spoken: Infinity, notice: null });
    case "record":
      return {
        kind: "recordings",
        scene: { ...state.scene, phase: "listening", spoken: Infinity, notice: null },
      };
    case "rejoin":
      return { kind: "connecting", waitsFor: "line", scene: state.scene };
    case "answer.sent":
      return { ...writing({ ...state.scene, phase: "thinking" }), isSending: true };
    case "answer.failed":
      return { ...writing({ ...state.scene, phase: "listening" }), error: event.error };
    case "answer.taken": {
      const scene: Scene = { ...openingScene(event.question), phase: "listening", spoken: Infinity };
      return state.kind === "recordings" ? { kind: "recordings", scene } : writing(scene);
    }
  }
}

/** Whether the interview goes on without a connection. */
export function isOverHttp({ kind }: RoomState): boolean {
  return kind === "writing" || kind === "recordings";
}

function openingScene(question: AskedQuestion): Scene {
  return {
    question,
    spoken: 0,
    caption: NO_CAPTION,
    phase: "speaking",
    isMoment: false,
    preparation: null,
    deaf: null,
    notice: null,
    sound: null,
    isClosing: false,
  };
}

function writing(scene: Scene): RoomState & { kind: "writing" } {
  return { kind: "writing", isSending: false, error: null, scene };
}

function afterConnection(state: RoomState, connection: ConnectionState): RoomState {
  const { scene } = state;
  switch (connection.kind) {
    case "connecting":
      return { kind: "connecting", waitsFor: "line", scene };
    case "occupied":
      return { kind: hasStood(state) ? "reconnecting" : "connecting", waitsFor: "other-window", scene };
    case "reconnecting":
      return { kind: "reconnecting", waitsFor: "line", scene };
    case "connected":
      return { kind: scene.phase, scene };
    case "failed":
      return { kind: "failed", failure: connection.failure, scene };
    case "over":
      return { kind: "ended", status: "completed", scene };
    case "idle":
    case "closed":
      return state;
  }
}

function hasStood(state: RoomState): boolean {
  return state.kind !== "connecting" && state.kind !== "failed";
}

function afterMessage(state: RoomState, message: ServerMessage): RoomState {
  if (message.type === "session.ended") return { kind: "ended", status: message.status, scene: state.scene };
  const scene = afterTold(state.scene, message);
  if (scene === state.scene) return state;
  return isTalking(state) ? { kind: scene.phase, scene } : { ...state, scene };
}

function isTalking(state: RoomState): state is RoomState & { kind: Phase } {
  return ["speaking", "listening", "thinking", "paused"].includes(state.kind);
}

function afterTold(scene: Scene, message: ServerMessage): Scene {
  switch (message.type) {
    case "question.started":
      // The same question again is a new connection: what was heard of its answer is still true.
      return message.question.id === scene.question.id
        ? { ...scene, question: message.question, notice: null }
        : { ...openingScene(message.question), deaf: scene.deaf };
    case "question.words":
      return message.turn === scene.question.turn ? { ...scene, spoken: message.spoken } : scene;
    case "turn.state":
      return message.phase === "connecting" || message.phase === "ended"
        ? scene
        : {
            ...scene,
            phase: message.phase,
            isMoment: message.held,
            preparation: message.prep_seconds === null ? null : { seconds: message.prep_seconds },
            // Asked once more, the question lights up from its start.
            spoken: message.phase === "speaking" && scene.phase === "listening" ? 0 : scene.spoken,
            isClosing: message.seconds_left !== null,
          };
    case "caption":
      return message.turn === scene.question.turn
        ? { ...scene, caption: nextCaption(scene.caption, message) }
        : scene;
    case "error":
      return DEAF.includes(message.error) ? { ...scene, deaf: message } : { ...scene, notice: message };
    case "sound.notice":
      return { ...scene, sound: message.trouble === null ? null : message };
    case "delivery.sample":
    case "turn.stages":
    case "calibrated":
    case "answer.clock":
    case "session.ended":
      return scene;
  }
}

function nextCaption(
  before: Caption,
  { text, stable, final }: { text: string; stable: number; final: boolean },
): Caption {
  const characters = Array.from(text);
  const settled = final ? text : characters.slice(0, stable).join("");
  const known = before.stable.join("");
  const pieces = settled.startsWith(known)
    ? [...before.stable, settled.slice(known.length)].filter((piece) => piece !== "")
    : [settled];
  return { stable: pieces, unstable: text.slice(settled.length) };
}

import { describe, expect, it } from "vitest";

import type { AskedQuestion, ServerMessage } from "@/client";

import { initialState, nextState, type RoomEvent, type RoomState } from "./room-state";

const question = (turn: number): AskedQuestion => ({
  id: `question-${turn}`,
  turn,
  number: turn,
  total: 3,
  follow_up: false,
  text: "What did you improve? 🙂",
  category: "technical",
  language: "en",
});

const told = (message: ServerMessage): RoomEvent => ({ kind: "message", message });
const phase = (
  name: "connecting" | "speaking" | "listening" | "thinking" | "paused" | "ended",
  changes: { held?: boolean; prep_seconds?: number; seconds_left?: number } = {},
) =>
  told({
    type: "turn.state",
    phase: name,
    turn: 1,
    prep_seconds: null,
    held: false,
    seconds_left: null,
    ...changes,
  });
const caption = (text: string, stable: number, changes: { final?: boolean; turn?: number } = {}) =>
  told({ type: "caption", turn: 1, text, stable, final: false, ...changes });
const connected: RoomEvent = { kind: "connection", connection: { kind: "connected" } };
const reconnecting: RoomEvent = { kind: "connection", connection: { kind: "reconnecting" } };
const occupied: RoomEvent = { kind: "connection", connection: { kind: "occupied" } };
const failed: RoomEvent = {
  kind: "connection",
  connection: { kind: "failed", failure: { reason: "blocked" } },
};
const trouble = (error: string) => told({ type: "error", error, detail: "…", fatal: false });

function after(...events: RoomEvent[]): RoomState {
  return events.reduce(nextState, initialState(question(1)));
}

describe("the room", () => {
  it("connects, and then does what the interviewer does", () => {
    expect(after().kind).toBe("connecting");
    expect(after(connected).kind).toBe("speaking");
    for (const name of ["speaking", "listening", "thinking", "paused"] as const)
      expect(after(connected, phase(name)).kind).toBe(name);
  });

  it("stays where it is when the server says that it connects or has ended its words", () => {
    expect(after(connected, phase("listening"), phase("ended")).kind).toBe("listening");
    expect(after(connected, phase("listening"), phase("connecting")).kind).toBe("listening");
  });

  it("lights the words of the open question alone, forwards and, when it is repeated, from the start", () => {
    const words = (turn: number, spoken: number) => told({ type: "question.words", turn, spoken });
    expect(after(connected, words(1, 8)).scene.spoken).toBe(8);
    expect(after(connected, words(2, 8)).scene.spoken).toBe(0);
    expect(after(connected, words(1, 24), words(1, 4)).scene.spoken).toBe(4);
  });

  it("clears the stage for the next question", () => {
    const { scene } = after(
      connected,
      caption("I did", 5),
      trouble("EngineFailed"),
      told({ type: "question.started", question: question(2) }),
    );
    expect(scene).toMatchObject({ question: question(2), spoken: 0, notice: null });
    expect(scene.caption).toEqual({ stable: [], unstable: "" });
  });
});

describe("the time to prepare", () => {
  it("lasts for as long as the interviewer says so", () => {
    const preparing = phase("listening", { prep_seconds: 30 });
    expect(after(connected, preparing).scene.preparation).toEqual({ seconds: 30 });
    expect(after(connected, preparing, phase("listening")).scene.preparation).toBeNull();
    expect(after(connected, preparing, phase("thinking")).scene.preparation).toBeNull();
  });
});

describe("a question", () => {
  const words = (spoken: number) => told({ type: "question.words", turn: 1, spoken });

  it("that is asked once more lights up from its start", () => {
    const asked = [connected, phase("speaking"), words(12), phase("listening")];
    expect(after(...asked).scene.spoken).toBe(12);
    expect(after(...asked, phase("speaking")).scene.spoken).toBe(0);
  });

  it("that pauses for a voice goes on lit where it was", () => {
    const paused = [connected, phase("speaking"), words(5), phase("paused"), phase("speaking")];
    expect(after(...paused).scene.spoken).toBe(5);
  });
});

describe("the candidate's sound", () => {
  const hum = told({ type: "sound.notice", trouble: "hum", detail: "Move the cable." });

  it("is told of until that is taken back, or the next question comes", () => {
    const fine = told({ type: "sound.notice", trouble: null, detail: null });
    const next = told({ type: "question.started", question: question(2) });
    expect(after(connected, hum).scene.sound?.detail).toBe("Move the cable.");
    expect(after(connected, hum).kind).toBe("speaking");
    expect(after(connected, hum, fine).scene.sound).toBeNull();
    expect(after(connected, hum, next).scene.sound).toBeNull();
  });
});

describe("a long answer", () => {
  it("is said to come to its end, until the turn does", () => {
    const closing = phase("listening", { seconds_left: 30 });
    expect(after(connected, closing).scene.isClosing).toBe(true);
    expect(after(connected, closing, phase("thinking")).scene.isClosing).toBe(false);
  });
});

describe("a moment", () => {
  const moment = phase("listening", { held: true });

  it("lasts for as long as the interviewer says so, whatever is understood meanwhile", () => {
    expect(after(connected, moment).scene.isMoment).toBe(true);
    expect(after(connected, moment, caption("I", 0)).scene.isMoment).toBe(true);
    expect(after(connected, moment, phase("listening")).scene.isMoment).toBe(false);
    const again = told({ type: "question.started", question: question(1) });
    expect(after(connected, moment, again).scene.isMoment).toBe(true);
  });
});

describe("captions", () => {
  it("part what is settled from what may change, in code points", () => {
    expect(after(connected, caption("🙂 ok maybe", 4)).scene.caption).toEqual({
      stable: ["🙂 ok"],
      unstable: " maybe",
    });
  });

  it("add what has settled since as a piece of its own", () => {
    const { scene } = after(
      connected,
      caption("I did", 2),
      caption("I did it", 5),
      caption("I did it all", 5),
    );
    expect(scene.caption).toEqual({ stable: ["I ", "did"], unstable: " it all" });
  });

  it("begin anew when the settled words are others", () => {
    expect(after(connected, caption("I did", 5), caption("He did", 6)).scene.caption.stable).toEqual([
      "He did",
    ]);
  });

  it("are settled as a whole at the end of the turn", () => {
    expect(after(connected, caption("I did it", 0, { final: true })).scene.caption).toEqual({
      stable: ["I did it"],
      unstable: "",
    });
  });

  it("of another turn are not shown", () => {
    expect(after(connected, caption("late", 4, { turn: 2 })).scene.caption.stable).toEqual([]);
  });
});

describe("an interruption", () => {
  const heard = [connected, phase("listening"), caption("I did", 5)];

  it("keeps the question and what was heard", () => {
    const state = after(...heard, reconnecting);
    expect(state.kind).toBe("reconnecting");
    expect(state.scene.caption.stable).toEqual(["I did"]);
  });

  it("takes in what comes meanwhile, and shows it once it is over", () => {
    const broken = after(...heard, reconnecting, caption("I did it", 8), phase("thinking"));
    expect(broken.kind).toBe("reconnecting");
    expect(broken.scene.caption.stable).toEqual(["I did", " it"]);
    expect(nextState(broken, connected).kind).toBe("thinking");
  });

  it("keeps what was heard when a new connection announces the same question", () => {
    const again = told({ type: "question.started", question: question(1) });
    expect(after(...heard, reconnecting, again, connected).scene.caption.stable).toEqual(["I did"]);
  });

  it("says so when another window holds the interview, before and after it stood", () => {
    expect(after(occupied)).toMatchObject({ kind: "connecting", waitsFor: "other-window" });
    expect(after(occupied, occupied)).toMatchObject({ kind: "connecting", waitsFor: "other-window" });
    expect(after(connected, occupied)).toMatchObject({ kind: "reconnecting", waitsFor: "other-window" });
  });

  it("that cannot be mended is a failure, which may be tried again", () => {
    expect(after(connected, failed)).toMatchObject({ kind: "failed", failure: { reason: "blocked" } });
    expect(after(failed, { kind: "connection", connection: { kind: "connecting" } }).kind).toBe("connecting");
  });
});

describe("troubles", () => {
  it.each(["ConsentMissing", "LanguageUnsupported"])(
    "%s means that nobody hears, for every question",
    (error) => {
      const { scene } = after(
        connected,
        trouble(error),
        told({ type: "question.started", question: question(2) }),
      );
      expect(scene.deaf?.error).toBe(error);
    },
  );

  it("of other kinds last until the next question", () => {
    expect(after(connected, trouble("EngineFailed")).scene.notice?.error).toBe("EngineFailed");
  });
});

describe("writing without a connection", () => {
  const write: RoomEvent = { kind: "write" };

  it("shows the whole question and waits for an answer", () => {
    expect(after(failed, write)).toMatchObject({
      kind: "writing",
      isSending: false,
      scene: { spoken: Infinity, phase: "listening" },
    });
  });

  it("goes from question to question", () => {
    const sending = after(failed, write, { kind: "answer.sent" });
    expect(sending).toMatchObject({ kind: "writing", isSending: true, scene: { phase: "thinking" } });
    expect(nextState(sending, { kind: "answer.taken", question: question(2) })).toMatchObject({
      kind: "writing",
      isSending: false,
      scene: { question: { turn: 2 } },
    });
  });

  it("keeps the question when an answer does not arrive", () => {
    const error = new Error("away");
    expect(after(failed, write, { kind: "answer.sent" }, { kind: "answer.failed", error })).toMatchObject({
      kind: "writing",
      isSending: false,
      error,
      scene: { question: { turn: 1 } },
    });
  });

  it("is left for another try to connect, at the question that is open", () => {
    const taken: RoomEvent = { kind: "answer.taken", question: question(2) };
    const again = after(failed, { kind: "write" }, { kind: "answer.sent" }, taken, { kind: "rejoin" });
    expect(again).toMatchObject({ kind: "connecting", scene: { question: { turn: 2 } } });
    expect(nextState(again, connected).kind).toBe("listening");
  });

  it("is not disturbed by a connection that was given up", () => {
    expect(after(failed, write, connected, phase("thinking")).kind).toBe("writing");
  });
});

describe("the end", () => {
  const ended = told({ type: "session.ended", status: "completed" });

  it("comes from the session, from the connection, or from the candidate", () => {
    expect(after(connected, ended)).toMatchObject({ kind: "ended", status: "completed" });
    expect(after({ kind: "connection", connection: { kind: "over" } }).kind).toBe("ended");
    expect(after(connected, { kind: "ended", status: "cancelled" })).toMatchObject({ status: "cancelled" });
  });

  it("is final", () => {
    expect(after(connected, ended, reconnecting, phase("speaking"), failed).kind).toBe("ended");
  });
});

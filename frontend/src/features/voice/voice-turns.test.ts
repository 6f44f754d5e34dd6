import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { AskedQuestion } from "@/client";
import type { AudioOutput } from "@/features/media/audio-output";
import { ApiError, UnreachableError } from "@/lib/errors";

import type { Recording } from "./recorder";
import { VoiceTurns } from "./voice-turns";

const question: AskedQuestion = {
  id: "question-1",
  turn: 1,
  number: 1,
  total: 2,
  follow_up: false,
  text: "What did you improve?",
  category: "technical",
  language: "en",
};
const recording: Recording = { sound: new Blob(["words"], { type: "audio/webm" }), seconds: 3 };

const { startVoiceSession, sendAnswer, kept } = vi.hoisted(() => ({
  startVoiceSession: vi.fn(),
  sendAnswer: vi.fn(),
  kept: { find: vi.fn(), forget: vi.fn() },
}));
vi.mock("@/client", async (original) => ({ ...(await original<object>()), startVoiceSession }));
vi.mock("./upload", () => ({ sendAnswer }));
vi.mock("./kept-recordings", () => ({
  keepPiece: vi.fn(),
  findRecording: kept.find,
  forgetRecording: kept.forget,
}));

const open = (id: string) => ({
  session_id: "interview",
  question: { id, text: "…", audio_url: "/api/speech/link", type: "main" },
});
const metrics = { duration_sec: 3, wpm: null, filler_count: null };

function turns() {
  const told = { onQuestion: vi.fn(), onEnd: vi.fn(), onMovedOn: vi.fn() };
  const made = new VoiceTurns(question, {
    interviewId: "interview",
    candidateId: "candidate",
    output: { playPiece: () => Promise.resolve(true), stop: vi.fn() } as unknown as AudioOutput,
    microphone: () => null,
    ...told,
  });
  return { ...told, turns: made };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("sound")));
  startVoiceSession.mockReset().mockResolvedValue(open("question-1"));
  sendAnswer.mockReset();
  kept.find.mockReset().mockResolvedValue(null);
  kept.forget.mockReset().mockResolvedValue(undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a recorded turn", () => {
  it("asks the question and then waits for the candidate", async () => {
    const { turns: made } = turns();
    await made.open();
    expect(made.state.step).toEqual({ kind: "ready", error: null });
  });

  it("comes back to a recording that was never sent", async () => {
    kept.find.mockResolvedValue(recording);
    const { turns: made } = turns();
    await made.open();
    expect(made.state.step).toEqual({ kind: "recorded", recording, error: null });
  });

  it("lets the question be read where it cannot be played", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const { turns: made } = turns();
    await made.open();
    expect(made.state.step).toMatchObject({ kind: "ready", error: expect.any(UnreachableError) as Error });
  });

  it("stays with the question that a follow-up belongs to", async () => {
    sendAnswer.mockResolvedValue({
      answer_text: "the queries",
      metrics,
      next_question: { id: "question-2", text: "Why?", audio_url: "/api/speech/2", type: "followup" },
    });
    startVoiceSession.mockResolvedValueOnce(open("question-1")).mockResolvedValue(open("question-2"));
    const { turns: made, onQuestion } = turns();
    await made.send(recording);
    const asked = { id: "question-2", text: "Why?", turn: 2, number: 1, follow_up: true };
    expect(onQuestion).toHaveBeenCalledWith({ ...question, ...asked });
  });

  it("goes on to the next question, and says what was heard", async () => {
    sendAnswer.mockResolvedValue({
      answer_text: "the queries",
      metrics,
      next_question: { id: "question-2", text: "And then?", audio_url: "/api/speech/2", type: "main" },
    });
    startVoiceSession.mockResolvedValueOnce(open("question-1")).mockResolvedValue(open("question-2"));
    const { turns: made, onQuestion } = turns();
    await made.send(recording);
    expect(onQuestion).toHaveBeenCalledWith({
      ...question,
      id: "question-2",
      text: "And then?",
      turn: 2,
      number: 2,
    });
    expect(made.state).toEqual({ step: { kind: "ready", error: null }, heard: "the queries" });
    expect(kept.forget).toHaveBeenCalledWith("interview", "question-1");
  });

  it("says goodbye before it ends", async () => {
    sendAnswer.mockResolvedValue({
      answer_text: "done",
      metrics,
      next_question: null,
      closing: { text: "Thank you.", audio_url: "/api/speech/0" },
    });
    const { turns: made, onEnd } = turns();
    await made.send(recording);
    expect(made.state.step).toEqual({ kind: "closing", text: "Thank you." });
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it("sends again while nobody answers, and keeps the recording when that does not help", async () => {
    const away = new UnreachableError("no answer");
    sendAnswer.mockRejectedValue(away);
    const { turns: made } = turns();
    const sending = made.send(recording);
    await vi.advanceTimersByTimeAsync(60_000);
    await sending;
    expect(sendAnswer).toHaveBeenCalledTimes(4);
    expect(made.state.step).toEqual({ kind: "recorded", recording, error: away });
    expect(kept.forget).not.toHaveBeenCalled();
  });

  it("does not send again what the server refuses", async () => {
    const refused = new ApiError(422, { error: "NothingHeard", detail: "…", fields: {} });
    sendAnswer.mockRejectedValue(refused);
    const { turns: made, onMovedOn } = turns();
    await made.send(recording);
    expect(sendAnswer).toHaveBeenCalledOnce();
    expect(made.state.step).toEqual({ kind: "recorded", recording, error: refused });
    expect(onMovedOn).not.toHaveBeenCalled();
  });

  it("tells when another question is open by now", async () => {
    startVoiceSession.mockResolvedValue(open("question-2"));
    const { turns: made, onMovedOn } = turns();
    await made.open();
    expect(onMovedOn).toHaveBeenCalledOnce();
  });
});

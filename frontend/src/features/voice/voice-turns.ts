import {
  startVoiceSession,
  type AnswerTaken,
  type AskedQuestion,
  type LastAnswerTaken,
  type VoiceQuestion,
} from "@/client";
import type { AudioOutput } from "@/features/media/audio-output";
import { isApiError, isTransient, readBody, toError } from "@/lib/errors";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

import { findRecording, forgetRecording, keepPiece } from "./kept-recordings";
import { LONGEST_SECONDS, Recorder, type Recording } from "./recorder";
import { sendAnswer } from "./upload";

export type Step =
  /** The question and its sound are on their way. */
  | { kind: "opening" }
  | { kind: "asking" }
  /** The question has been asked. `error`: why it was not heard, or could not be had. */
  | { kind: "ready"; error: unknown }
  | { kind: "recording"; seconds: () => number }
  /** `share` of it has left, 0 to 1; from 1 on it is being heard. */
  | { kind: "sending"; share: number; isAgain: boolean }
  /** It is kept here, and not sent. `error`: why sending failed; null for one that was found after a reload. */
  | { kind: "recorded"; recording: Recording; error: unknown }
  | { kind: "closing"; text: string };

export interface VoiceView {
  step: Step;
  /** What was understood of the answer before. */
  heard: string | null;
}

interface VoiceTurnsOptions {
  interviewId: string;
  candidateId: string;
  output: AudioOutput;
  /** The candidate's microphone, while it is open. */
  microphone: () => MediaStreamTrack | null;
  onQuestion: (question: AskedQuestion) => void;
  onEnd: () => void;
  /** The interview has moved on elsewhere: another question is open, or none. */
  onMovedOn: () => void;
}

/** Between tries to send, while the network or the server is away; after the last one the candidate decides. */
const PAUSES_MS = [2_000, 5_000, 10_000];

/** An interview as plain requests: a question is played, its answer recorded and sent, and the next one comes back. */
export class VoiceTurns extends Store<VoiceView> {
  #question: AskedQuestion;
  #voice: VoiceQuestion | null = null;
  #recorder: Recorder | null = null;
  readonly #life = new AbortController();
  readonly #options: VoiceTurnsOptions;

  constructor(question: AskedQuestion, options: VoiceTurnsOptions) {
    super({ step: { kind: "opening" }, heard: null });
    this.#question = question;
    this.#options = options;
  }

  /** Asks the open question, or comes back to the answer that was recorded and not sent. */
  async open(): Promise<void> {
    this.#go({ kind: "opening" });
    const kept = await findRecording(this.#options.interviewId, this.#question.id);
    if (kept === null) await this.ask();
    else this.#go({ kind: "recorded", recording: kept, error: null });
  }

  /** Plays the question, for the first time or once more. */
  async ask(): Promise<void> {
    this.#go({ kind: "opening" });
    try {
      // Its link lives for minutes, and a candidate may think for longer.
      this.#voice = await this.#fetchQuestion();
      const sound = await fetchSound(this.#voice.audio_url, this.#life.signal);
      this.#go({ kind: "asking" });
      await this.#options.output.playPiece(sound);
      if (this.state.step.kind === "asking") this.#go({ kind: "ready", error: null });
    } catch (error) {
      if (hasMovedOn(error)) this.#options.onMovedOn();
      else if (this.state.step.kind !== "recording") this.#go({ kind: "ready", error });
    }
  }

  /** Starts to record the answer, over a question that still sounds. Does nothing without a microphone. */
  record(): void {
    const track = this.#options.microphone();
    if (track === null || this.#recorder !== null) return;
    track.enabled = true;
    const { interviewId: interview } = this.#options;
    const { id: question } = this.#question;
    const recorder = new Recorder(track, (sound, index) => {
      void keepPiece({ interview, question, index, sound });
      if (recorder.seconds > LONGEST_SECONDS) void this.finish();
    });
    this.#recorder = recorder;
    this.#go({ kind: "recording", seconds: () => recorder.seconds });
    this.#options.output.stop();
    void recorder.stopped.then(async () => {
      // The microphone was lost in the middle: what it gave is the candidate's to send or not.
      if (this.#recorder !== recorder) return;
      this.#recorder = null;
      this.#go({ kind: "recorded", recording: await recorder.stop(), error: null });
    });
  }

  /** The answer has been said: sends it. */
  async finish(): Promise<void> {
    const recorder = this.#takeRecorder();
    if (recorder !== null) await this.send(await recorder.stop());
  }

  /** Drops what was recorded, to record anew. */
  async discard(): Promise<void> {
    await this.#takeRecorder()?.stop();
    await forgetRecording(this.#options.interviewId, this.#question.id);
    this.#go({ kind: "ready", error: null });
  }

  /** Hands the recording in, again and again while nobody answers; it is kept until the server has it. */
  async send(recording: Recording): Promise<void> {
    for (const pauseMs of [...PAUSES_MS, null]) {
      const isAgain = pauseMs !== PAUSES_MS[0];
      this.#go({ kind: "sending", share: 0, isAgain });
      try {
        const voice = (this.#voice ??= await this.#fetchQuestion());
        const taken = await sendAnswer(
          {
            session_id: this.#options.interviewId,
            question_id: this.#question.id,
            turn_type: voice.type,
            audio_file: recording.sound,
          },
          (share) => {
            this.#go({ kind: "sending", share, isAgain });
          },
          this.#life.signal,
        );
        await this.#goOn(taken);
        return;
      } catch (error) {
        if (pauseMs === null || !isTransient(error)) {
          this.#go({ kind: "recorded", recording, error });
          if (hasMovedOn(error)) this.#options.onMovedOn();
          return;
        }
      }
      await pause(pauseMs, this.#life.signal);
    }
  }

  /** Leaves; a recording that goes on stays kept. */
  close(): void {
    this.#life.abort();
    void this.#takeRecorder()?.stop();
    this.#options.output.stop();
  }

  async #goOn(taken: AnswerTaken | LastAnswerTaken): Promise<void> {
    await forgetRecording(this.#options.interviewId, this.#question.id);
    if (this.#life.signal.aborted) return;
    const { next_question: next, answer_text: heard } = taken;
    if (next === null) {
      this.become({ step: { kind: "closing", text: taken.closing.text }, heard });
      await this.#say(taken.closing.audio_url);
      this.#options.onEnd();
      return;
    }
    const { turn, number } = this.#question;
    const isFollowUp = next.type === "followup";
    this.#question = {
      ...this.#question,
      id: next.id,
      text: next.text,
      turn: turn + 1,
      number: isFollowUp ? number : number + 1,
      follow_up: isFollowUp,
    };
    this.become({ step: { kind: "opening" }, heard });
    this.#options.onQuestion(this.#question);
    await this.ask();
  }

  async #fetchQuestion(): Promise<VoiceQuestion> {
    const { interviewId, candidateId } = this.#options;
    const { question } = await startVoiceSession({
      body: { user_id: candidateId, mode: "voice", interview_id: interviewId },
      signal: this.#life.signal,
    });
    if (question.id !== this.#question.id) throw new MovedOnError();
    return question;
  }

  /** A goodbye that cannot be played is read. */
  async #say(url: string): Promise<void> {
    try {
      await this.#options.output.playPiece(await fetchSound(url, this.#life.signal));
    } catch {
      await pause(3_000, this.#life.signal);
    }
  }

  #takeRecorder(): Recorder | null {
    const recorder = this.#recorder;
    this.#recorder = null;
    return recorder;
  }

  #go(step: Step): void {
    if (!this.#life.signal.aborted) this.become({ ...this.state, step });
  }
}

/** Another question than ours is open. */
class MovedOnError extends Error {
  override readonly name = "MovedOnError";
}

function hasMovedOn(error: unknown): boolean {
  return (
    error instanceof MovedOnError || isApiError(error, "TurnOutOfOrder") || isApiError(error, "InterviewOver")
  );
}

async function fetchSound(url: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw toError(error);
  });
  if (!response.ok) throw toError(await readBody(response), response);
  return response.blob();
}

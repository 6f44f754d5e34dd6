import type { PreferencesOutput } from "@/client";
import { wakeAudioContext } from "@/features/media/audio-context";
import { chime, type AudioOutput } from "@/features/media/audio-output";
import { LEVEL_INTERVAL_MS, LevelMeter } from "@/features/media/level-meter";
import { voiceSettings } from "@/features/media/messages";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

import type { CheckLink } from "./link";

type VoicePreferences = PreferencesOutput["voice"];

/** What sounds: the interviewer's own voice, or a chime made here because the voice could not be had. */
export type Sound = { kind: "voice" } | { kind: "chime"; because: "no-connection" | "voice-failed" };

export type SpeakerState =
  | { kind: "idle" }
  | { kind: "playing"; sound: Sound }
  /** It has sounded; only the user knows whether it was heard. */
  | { kind: "asking"; sound: Sound }
  | { kind: "heard" }
  | { kind: "unheard" }
  /** `refused`: the browser did not let the page play; `broken`: there is no working speaker. */
  | { kind: "failed"; reason: "refused" | "broken" };

/** Plays something to hear. */
export class SpeakerTest extends Store<SpeakerState> {
  readonly #output: AudioOutput;
  readonly #link: CheckLink;
  #run = new AbortController();
  #voice: VoicePreferences | null = null;

  constructor(output: AudioOutput, link: CheckLink) {
    super({ kind: "idle" });
    this.#output = output;
    this.#link = link;
  }

  /** The voice to be heard: its volume from now on, the rest with the next sentence. */
  tune(voice: VoicePreferences): void {
    this.#voice = voice;
    this.#output.volume = voice.volume;
  }

  /** Follows a volume that is not settled yet. */
  setVolume(volume: number): void {
    this.#output.volume = volume;
  }

  async play(): Promise<void> {
    this.stop();
    const { signal } = (this.#run = new AbortController());
    try {
      const voice = this.#link.voice;
      const spoke = voice !== null && (await this.#speak(voice, signal));
      if (signal.aborted || spoke) return;
      await this.#chime(voice === null ? "no-connection" : "voice-failed", signal);
    } catch (error) {
      if (!signal.aborted) this.become({ kind: "failed", reason: whyNot(error) });
    }
  }

  answer(wasHeard: boolean): void {
    this.become({ kind: wasHeard ? "heard" : "unheard" });
  }

  stop(): void {
    this.#run.abort();
    if (this.state.kind === "playing") {
      this.#output.stop();
      this.become({ kind: "idle" });
    }
  }

  /** Lets the interviewer say a sentence; false where nothing came. */
  async #speak(voice: MediaStreamTrack, signal: AbortSignal): Promise<boolean> {
    const sound: Sound = { kind: "voice" };
    this.become({ kind: "playing", sound });
    const stream = new MediaStream([voice]);
    await this.#output.playStream(stream);
    const failed = new AbortController();
    const forget = this.#link.onMessage((message) => {
      if (message.type === "error") failed.abort();
    });
    try {
      if (this.#voice !== null) this.#link.send(voiceSettings(this.#voice));
      if (!this.#link.send({ type: "sound_check" })) return false;
      const meter = new LevelMeter(await wakeAudioContext(), stream);
      const sounded = await follow(meter, AbortSignal.any([signal, failed.signal]));
      meter.close();
      if (signal.aborted) return true;
      this.#output.stop();
      if (sounded) this.become({ kind: "asking", sound });
      return sounded;
    } finally {
      forget();
    }
  }

  async #chime(because: "no-connection" | "voice-failed", signal: AbortSignal): Promise<void> {
    const sound: Sound = { kind: "chime", because };
    this.become({ kind: "playing", sound });
    await this.#output.playPiece(chime());
    if (!signal.aborted) this.become({ kind: "asking", sound });
  }
}

/** A voice on its way: how long nothing came, and how long it has been quiet since it came. */
export interface VoiceProgress {
  kind: "expected" | "sounding" | "over" | "missing";
  ms: number;
}

const AUDIBLE_LEVEL = -55;
const MISSING_AFTER_MS = 6_000;
const OVER_AFTER_MS = 900;

/** The next state after `ms` milliseconds at `level` (dBFS). */
export function followVoice(before: VoiceProgress, level: number, ms: number): VoiceProgress {
  if (before.kind === "over" || before.kind === "missing") return before;
  if (level > AUDIBLE_LEVEL) return { kind: "sounding", ms: 0 };
  const quiet = before.ms + ms;
  if (before.kind === "expected")
    return { kind: quiet >= MISSING_AFTER_MS ? "missing" : "expected", ms: quiet };
  return { kind: quiet >= OVER_AFTER_MS ? "over" : "sounding", ms: quiet };
}

async function follow(meter: LevelMeter, signal: AbortSignal): Promise<boolean> {
  let progress: VoiceProgress = { kind: "expected", ms: 0 };
  while (!signal.aborted) {
    progress = followVoice(progress, meter.read(), LEVEL_INTERVAL_MS);
    if (progress.kind === "over" || progress.kind === "missing") return progress.kind === "over";
    await pause(LEVEL_INTERVAL_MS, signal);
  }
  return false;
}

function whyNot(error: unknown): "refused" | "broken" {
  return error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "broken";
}

/** Measures how loud a stream is, in dBFS: 0 is full scale, silence is minus infinity. */
export class LevelMeter {
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(context: AudioContext, stream: MediaStream) {
    this.#source = context.createMediaStreamSource(stream);
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    // Not connected to the destination: nobody wants to hear the own voice all the time.
    this.#source.connect(this.#analyser);
  }

  /** The loudness of the last 40 ms or so. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudness(this.#samples);
  }

  close(): void {
    this.#source.disconnect();
  }
}

/** Root mean square in dBFS. */
export function loudness(samples: Float32Array): number {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return 10 * Math.log10(energy / samples.length);
}

/** Where a level stands on a meter from 0 to 1; what is below −60 dBFS is not worth showing. */
export function meterPosition(level: number): number {
  return Math.min(1, Math.max(0, (level + 60) / 54));
}

/** How often a level is read. */
export const LEVEL_INTERVAL_MS = 50;

const SPEECH_LEVEL = -42;
/** Speech stands out from the room's noise by at least this much. */
const ABOVE_NOISE = 10;
const SPEECH_MS = 400;
/** No microphone that is on is quieter: its own noise is louder than this. */
const DEAD_LEVEL = -85;
const SILENT_AFTER_MS = 3_000;
const QUIET_AFTER_MS = 8_000;

/**
 * What a microphone has given so far: `listening` for the first words, `heard` once a voice was there, `silent` when
 * nothing at all comes, `quiet` when there is sound and none of it loud enough for speech.
 */
export interface Hearing {
  kind: "listening" | "heard" | "silent" | "quiet";
  /** The quietest level so far, which rises slowly: the room. */
  noise: number;
  /** Milliseconds of speech, of nothing at all, and of waiting. */
  speech: number;
  dead: number;
  waited: number;
}

export const notHeardYet: Hearing = { kind: "listening", noise: Infinity, speech: 0, dead: 0, waited: 0 };

/** The next state after `ms` milliseconds at `level`. Somebody who was heard stays heard. */
export function hear(before: Hearing, level: number, ms: number): Hearing {
  const isDead = level < DEAD_LEVEL;
  const noise = isDead ? before.noise : Math.min(level, before.noise + (ms / 1_000) * 3);
  const isSpeech = level > SPEECH_LEVEL && level > before.noise + ABOVE_NOISE;
  const next = {
    noise,
    // Gaps between syllables cost a little, so that a cough or a click does not add up to a voice.
    speech: isSpeech ? before.speech + ms : Math.max(0, before.speech - ms / 4),
    dead: isDead ? before.dead + ms : 0,
    waited: before.waited + ms,
  };
  if (before.kind === "heard" || next.speech >= SPEECH_MS) return { kind: "heard", ...next };
  if (next.dead >= SILENT_AFTER_MS) return { kind: "silent", ...next };
  return { kind: next.waited >= QUIET_AFTER_MS ? "quiet" : "listening", ...next };
}

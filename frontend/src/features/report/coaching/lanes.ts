import type { TimelineTurn } from "@/client";

export const LANES = ["gaze", "smile", "tension"] as const;
export type Lane = (typeof LANES)[number];

export type VoiceState = "speaking" | "pause" | "silent" | "unknown";

/** What is known of one moment of an answer. */
export interface Moment extends Record<Lane, number | null> {
  voice: VoiceState;
}

/** A stretch of steps, from the first up to and without the last. */
export interface Run {
  from: number;
  to: number;
}

/**
 * The line of a lane in a box of one unit a step by one unit: flat over each step, so that a single known step between
 * two gaps is seen, and broken where nothing is known.
 */
export function lanePath(values: readonly (number | null)[]): string {
  let isOpen = false;
  const parts = values.flatMap((value, step) => {
    const wasOpen = isOpen;
    isOpen = value !== null;
    if (value === null) return [];
    const y = round(1 - value);
    return [wasOpen ? `V${y}` : `M${step} ${y}`, `H${step + 1}`];
  });
  return parts.join("");
}

/** Where nothing is known. */
export function gaps(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  values.forEach((value, step) => {
    if (value !== null) return;
    const last = runs.at(-1);
    if (last?.to === step) last.to = step + 1;
    else runs.push({ from: step, to: step + 1 });
  });
  return runs;
}

/** What is known of the answer at a second of it. */
export function momentAt(turn: TimelineTurn, step: number, second: number): Moment {
  const index = Math.min(Math.floor(second / step), turn.gaze.length - 1);
  const at = (values: readonly (number | null)[]) => values[index] ?? null;
  return {
    gaze: at(turn.gaze),
    smile: at(turn.smile),
    tension: at(turn.tension),
    voice: voiceAt(turn, second),
  };
}

function voiceAt({ speech, pauses }: TimelineTurn, second: number): VoiceState {
  if (speech === null || pauses === null) return "unknown";
  const covers = ({ start, end }: { start: number; end: number }) => start <= second && second < end;
  if (speech.some(covers)) return "speaking";
  return pauses.some(covers) ? "pause" : "silent";
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

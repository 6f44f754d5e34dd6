import type { Language } from "@/client";

/** Where the words change: where the audio score of docs/delivery.md has full marks, and where it has none. */
const PACE = { ko: [240, 380], en: [110, 170] } as const satisfies Record<
  Language,
  readonly [number, number]
>;
const AUDIBLE_LUFS = -48;
const SHOUTED_LUFS = -13;
const WHISPERED_SHARE = 0.1;
const FLAT_SEMITONES = 1.5;
const LIVELY_SEMITONES = 4;

/** Of syllables a minute in Korean, of words in English. */
export function paceOf(rate: number, language: Language): "slow" | "easy" | "fast" {
  const [slow, fast] = PACE[language];
  if (rate < slow) return "slow";
  return rate > fast ? "fast" : "easy";
}

export function strengthOf(lufs: number, voicedShare: number): "whispered" | "low" | "clear" | "loud" {
  if (voicedShare <= WHISPERED_SHARE) return "whispered";
  if (lufs < AUDIBLE_LUFS) return "low";
  return lufs > SHOUTED_LUFS ? "loud" : "clear";
}

export function melodyOf(semitones: number): "flat" | "level" | "lively" {
  if (semitones <= FLAT_SEMITONES) return "flat";
  return semitones < LIVELY_SEMITONES ? "level" : "lively";
}

import type { ConsentDecision, ConsentOut, ConsentPurpose, InterviewMode } from "@/client";
import { OutdatedPageError } from "@/lib/errors";

/** What interviews ask consent for, in the order in which they ask. */
export const PURPOSES = [
  "transcription",
  "delivery",
  "expression",
  "recording",
] as const satisfies readonly ConsentPurpose[];

export type Purpose = (typeof PURPOSES)[number];
/** Nobody measures how a candidate comes across in a screening interview, nor is it recorded. */
export function purposesOf(mode: InterviewMode): readonly Purpose[] {
  return mode === "practice" ? PURPOSES : ["transcription"];
}
export type Decisions = Record<Purpose, boolean>;

/** Of the texts in i18n. Consent to an older text is asked for again. */
export const TEXT_VERSION = "2026-11";

/** What the user agrees to now. What was never decided, or to another text, is not agreed to. */
export function readDecisions(consents: readonly ConsentOut[]): Decisions {
  const isGranted = (purpose: Purpose) =>
    consents.some(
      (consent) => consent.purpose === purpose && consent.granted && consent.version === TEXT_VERSION,
    );
  return {
    transcription: isGranted("transcription"),
    delivery: isGranted("delivery"),
    expression: isGranted("expression"),
    recording: isGranted("recording"),
  };
}

/** Expressions are estimated from what measuring delivery sees: without the one there is nothing to agree to. */
export function isOffered(purpose: Purpose, wanted: Decisions): boolean {
  return purpose !== "expression" || wanted.delivery;
}

/** The wish, once a box was changed. What can no longer be agreed to is agreed to no longer. */
export function withDecision(wanted: Decisions, purpose: Purpose, isWanted: boolean): Decisions {
  const changed = { ...wanted, [purpose]: isWanted };
  return { ...changed, expression: changed.expression && isOffered("expression", changed) };
}

/** What has to be sent, so that `wanted` holds where `current` did: a decision that stays is not made again. */
export function changedDecisions(current: Decisions, wanted: Decisions): ConsentDecision[] {
  return PURPOSES.filter((purpose) => current[purpose] !== wanted[purpose]).map((purpose) => ({
    purpose,
    granted: wanted[purpose],
  }));
}

/** Consent is given to a text: throws where the platform's is not the one that this page shows. */
export function requireShownText(decisions: readonly ConsentDecision[], platformVersion: string): void {
  if (platformVersion !== TEXT_VERSION && decisions.some(({ granted }) => granted))
    throw new OutdatedPageError();
}

import type { ConfigOut, InterviewOut } from "@/client";
import type { Decisions } from "@/features/consent/decisions";
import { knowsLanguage } from "@/features/interviews/speech";
import type { DeviceKind } from "@/features/media/devices";
import { canRecord } from "@/features/recording/take";

/** What an interview does with its candidate's voice and picture, as far as they agreed. */
export interface Uses {
  /** Somebody understands what is said. */
  isHeard: boolean;
  /** The picture is measured. */
  isSeen: boolean;
  /** Sound and picture are kept for the candidate. */
  isRecorded: boolean;
}

export function usesOf(
  { language, mode }: Pick<InterviewOut, "language" | "mode">,
  consents: Decisions,
  { engines, recording }: Pick<ConfigOut, "engines" | "recording">,
): Uses {
  const isHeard = consents.transcription && knowsLanguage(engines.stt, language);
  const isPractice = mode === "practice";
  return {
    isHeard,
    isSeen: consents.delivery && isPractice,
    isRecorded: isHeard && recording && consents.recording && isPractice && canRecord(),
  };
}

/** Devices are asked for only where something is done with what they give. */
export function wantedDevices({ isHeard, isSeen, isRecorded }: Uses): DeviceKind[] {
  return [
    ...(isHeard ? (["microphone"] as const) : []),
    ...(isSeen || isRecorded ? (["camera"] as const) : []),
  ];
}

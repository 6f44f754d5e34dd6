import type { ClientMessage, PreferencesOutput, ServerMessage } from "@/client";

/** How the interviewer is to speak from the next sentence on. */
export function voiceSettings({ speed, voice }: PreferencesOutput["voice"]): ClientMessage {
  return { type: "voice", speed, voice };
}

/** Every kind there is: the compiler complains when the contract has one more. */
const kinds = {
  "turn.state": true,
  "question.started": true,
  "question.words": true,
  caption: true,
  "delivery.sample": true,
  "turn.stages": true,
  calibrated: true,
  error: true,
  "sound.notice": true,
  "answer.clock": true,
  "session.ended": true,
} as const satisfies Record<ServerMessage["type"], true>;

/** A message of the media server; null for what is none, or is of a kind that this page is too old to know. */
export function parseServerMessage(data: unknown): ServerMessage | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    return isServerMessage(message) ? message : null;
  } catch {
    return null;
  }
}

function isServerMessage(value: unknown): value is ServerMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    Object.hasOwn(kinds, value.type)
  );
}

import type { DeviceState } from "@/features/media/device-control";
import type { Hearing } from "@/features/media/level-meter";

import type { CalibrationState } from "./calibration";
import type { LinkState } from "./link";
import type { SpeakerState } from "./speaker-test";

/** How an item of the checklist stands. */
export type ItemStatus = "todo" | "busy" | "good" | "attention" | "failed" | "skipped";

/** Whether anything would hear the microphone in this interview. */
export type MicrophoneNeed = { kind: "needed" } | { kind: "unneeded"; because: "no-consent" | "language" };

export interface Checked {
  /** Whether answers may be typed, which a posting may rule out. */
  mayType: boolean;
  microphoneNeed: MicrophoneNeed;
  microphone: DeviceState;
  hearing: Hearing["kind"];
  /** Whether delivery is measured: with consent, in practice. */
  isWatched: boolean;
  /** Whether sound and picture are recorded: with consent, in practice, where answers are heard. */
  isRecorded: boolean;
  camera: DeviceState;
  link: LinkState;
  speaker: SpeakerState;
  calibration: CalibrationState;
}

export function microphoneStatus({ microphoneNeed, microphone, hearing }: Checked): ItemStatus {
  switch (microphone.kind) {
    case "off":
      return microphoneNeed.kind === "unneeded" ? "skipped" : "todo";
    case "open":
      if (microphone.isMuted || hearing === "silent" || hearing === "quiet") return "attention";
      return hearing === "heard" ? "good" : "busy";
    default:
      return deviceStatus(microphone.kind);
  }
}

/** Whether anything is done with the picture. */
export function isCameraUsed({ isWatched, isRecorded }: Pick<Checked, "isWatched" | "isRecorded">): boolean {
  return isWatched || isRecorded;
}

export function cameraStatus(checked: Checked): ItemStatus {
  const { camera } = checked;
  switch (camera.kind) {
    case "off":
      return isCameraUsed(checked) ? "todo" : "skipped";
    case "open":
      return camera.isMuted ? "attention" : "good";
    default:
      return deviceStatus(camera.kind);
  }
}

function deviceStatus(kind: "asking" | "failed" | "skipped"): ItemStatus {
  return kind === "asking" ? "busy" : kind;
}

export function linkStatus({ link }: Checked): ItemStatus {
  switch (link.kind) {
    case "waiting":
      return "todo";
    case "connecting":
    case "reconnecting":
      return "busy";
    case "connected":
      return isSlow(link) ? "attention" : "good";
    case "occupied":
    case "over":
      return "attention";
    case "failed":
      return "failed";
  }
}

/** From here on a turn's pause is noticeably longer. */
const SLOW_MS = 250;

export function isSlow(link: LinkState & { kind: "connected" }): boolean {
  return (link.path?.roundTripMs ?? 0) > SLOW_MS;
}

export function speakerStatus({ speaker }: Checked): ItemStatus {
  switch (speaker.kind) {
    case "idle":
      return "todo";
    case "playing":
    case "asking":
      return "busy";
    case "heard":
      return "good";
    case "unheard":
      return "attention";
    case "failed":
      return "failed";
  }
}

export function calibrationStatus(checked: Checked): ItemStatus {
  if (!checked.isWatched || checked.camera.kind === "skipped") return "skipped";
  const { calibration } = checked;
  switch (calibration.kind) {
    case "idle":
      return "todo";
    case "counting":
    case "measuring":
    case "saving":
      return "busy";
    case "done":
      return "good";
    case "skipped":
      return "skipped";
    case "failed":
      return "failed";
  }
}

/** What calibrating still lacks; null when it can be done. */
export function calibrationLacks({
  isWatched,
  camera,
  link,
}: Checked): "consent" | "camera" | "connection" | null {
  if (!isWatched) return "consent";
  if (camera.kind !== "open") return "camera";
  return link.kind === "connected" ? null : "connection";
}

/** Whether it is decided what the connection carries, so that it can be tried. */
export function isSettled({
  microphoneNeed,
  microphone,
  isWatched,
  camera,
}: Omit<Checked, "mayType" | "isRecorded" | "hearing" | "link" | "speaker" | "calibration">): boolean {
  const isDecided = (device: DeviceState) => device.kind !== "off" && device.kind !== "asking";
  return (microphoneNeed.kind === "unneeded" || isDecided(microphone)) && (!isWatched || isDecided(camera));
}

export type Shortfall =
  | "typed"
  | "noVoice"
  | "recorded"
  | "speechless"
  | "connectionPending"
  | "microphoneUnheard"
  | "speakerUntested"
  | "speakerUnheard"
  | "noDelivery"
  | "noPicture"
  | "noCalibration";

/** What the interview will lack when the room is entered as things stand. */
export function shortfalls(checked: Checked): Shortfall[] {
  const { mayType, microphoneNeed, microphone, hearing, camera, link, speaker, calibration } = checked;
  const { isWatched, isRecorded } = checked;
  const list: Shortfall[] = [];
  const types = isTyped(checked);
  if (link.kind === "failed") list.push(mayType ? "noVoice" : "recorded");
  else if (types) list.push(mayType ? "typed" : "speechless");
  if (!types && microphoneNeed.kind === "needed" && (microphone.kind !== "open" || hearing !== "heard"))
    list.push("microphoneUnheard");
  if (link.kind !== "failed" && link.kind !== "connected") list.push("connectionPending");
  if (speaker.kind === "unheard" || speaker.kind === "failed") list.push("speakerUnheard");
  else if (speaker.kind !== "heard") list.push("speakerUntested");
  if (isWatched && camera.kind !== "open") list.push("noDelivery");
  else if (isWatched && calibration.kind !== "done") list.push("noCalibration");
  if (isRecorded && camera.kind !== "open") list.push("noPicture");
  return list;
}

/** Whether nothing of an answer would be heard. */
export function isTyped({ microphoneNeed, microphone, link }: Checked): boolean {
  return (
    microphoneNeed.kind === "unneeded" ||
    microphone.kind === "skipped" ||
    microphone.kind === "failed" ||
    link.kind === "failed"
  );
}

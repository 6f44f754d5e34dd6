import { storage } from "@/lib/preferences";

import type { DeviceKind } from "./devices";

/** What the user chose on this browser's device check; the interview room opens the same devices. */

export type ChosenKind = DeviceKind | "speaker";

const key = (kind: ChosenKind) => `visavis.${kind}`;
const offKey = (kind: DeviceKind) => `visavis.${kind}-off`;
const CAMERA_NAMES_KEY = "visavis.camera-names";
const CALIBRATIONS_KEY = "visavis.calibrations";

/** The browser's id of the chosen device, or null for the one that it prefers. */
export function chosenDevice(kind: ChosenKind): string | null {
  return storage.read(key(kind));
}

export function rememberDevice(kind: ChosenKind, deviceId: string | null): void {
  storage.write(key(kind), deviceId);
}

/** Whether the user chose to go without one: to type the answers, to be unseen. */
export function isLeftOff(kind: DeviceKind): boolean {
  return storage.read(offKey(kind)) !== null;
}

export function rememberLeftOff(kind: DeviceKind, isOff: boolean): void {
  storage.write(offKey(kind), isOff ? "1" : null);
}

/**
 * The name under which the platform keeps this camera's calibration: random, and the same each time this browser sees
 * the camera. The browser's own id of it stays here.
 */
export function cameraName(deviceId: string): string {
  const names = readRecord(CAMERA_NAMES_KEY);
  const known = names[deviceId];
  if (known !== undefined) return known;
  const name = randomName();
  storage.write(CAMERA_NAMES_KEY, JSON.stringify({ ...names, [deviceId]: name }));
  return name;
}

/** When the user last calibrated a camera in this browser, or null. */
export function calibratedAt(userId: string, name: string): Date | null {
  const at = readRecord(CALIBRATIONS_KEY)[`${userId}/${name}`];
  return at === undefined ? null : new Date(at);
}

export function rememberCalibration(userId: string, name: string, at: Date): void {
  const calibrations = { ...readRecord(CALIBRATIONS_KEY), [`${userId}/${name}`]: at.toISOString() };
  storage.write(CALIBRATIONS_KEY, JSON.stringify(calibrations));
}

/** `crypto.randomUUID` needs a secure context, which a page without a camera may lack. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function readRecord(name: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(storage.read(name) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return {};
  }
}

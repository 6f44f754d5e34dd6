/** Microphones and cameras: opening one, and every way in which that fails, each under its own name. */

export type DeviceKind = "microphone" | "camera";

/**
 * Why a device could not be opened.
 *
 * - `insecure`: browsers give out microphones and cameras on https and localhost only
 * - `unsupported`: this browser cannot
 * - `policy`: the page's surroundings forbid it (a frame, an organisation's rule)
 * - `dismissed`: the browser asked and was sent away without an answer
 * - `denied`: the user said no just now
 * - `blocked`: an earlier no, which the browser remembers; it will not ask again
 * - `system`: the operating system keeps the device from the browser
 * - `missing`: there is none
 * - `busy`: another program holds it, or it does not start
 * - `constraint`: none fits what was asked for
 * - `interrupted`: it stopped while it was being opened
 * - `lost`: it was open and is gone: unplugged, switched off, or taken back in the browser
 * - `unknown`: something else, by the browser's name for it
 */
export type DeviceFailure =
  | {
      reason:
        | "insecure"
        | "unsupported"
        | "policy"
        | "dismissed"
        | "denied"
        | "blocked"
        | "system"
        | "missing"
        | "busy"
        | "constraint"
        | "interrupted"
        | "lost";
    }
  | { reason: "unknown"; name: string };

export class DeviceError extends Error {
  override readonly name = "DeviceError";
  readonly failure: DeviceFailure;

  constructor(failure: DeviceFailure, options?: ErrorOptions) {
    super(failure.reason, options);
    this.failure = failure;
  }
}

/** What the browser remembers; `unknown` where it does not tell. */
export type Permission = PermissionState | "unknown";

async function readPermission(kind: DeviceKind): Promise<Permission> {
  try {
    return (await navigator.permissions.query({ name: kind })).state;
  } catch {
    return "unknown";
  }
}

export interface OpenDevice {
  stream: MediaStream;
  track: MediaStreamTrack;
  /** The browser's name for the device, which lasts as long as its permission. */
  deviceId: string;
  /** The wanted device was not there, and another one was opened in its place. */
  isReplacement: boolean;
}

/**
 * Asks for a device and opens it: the one with `deviceId`, else the one that the browser prefers. Raises
 * `DeviceError`. Whoever opens a device stops its tracks.
 */
export async function openDevice(kind: DeviceKind, deviceId: string | null = null): Promise<OpenDevice> {
  if (!window.isSecureContext) throw new DeviceError({ reason: "insecure" });
  // The type does not know of browsers, and of frames, that have none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new DeviceError({ reason: "unsupported" });

  const before = await readPermission(kind);
  try {
    return opened(await devices.getUserMedia(constraints(kind, deviceId)), false);
  } catch (error) {
    if (deviceId === null || nameOf(error) !== "OverconstrainedError")
      throw await toDeviceError(kind, error, before);
  }
  try {
    return opened(await devices.getUserMedia(constraints(kind, null)), true);
  } catch (error) {
    throw await toDeviceError(kind, error, before);
  }
}

function opened(stream: MediaStream, isReplacement: boolean): OpenDevice {
  const [track] = stream.getTracks();
  if (track === undefined) throw new DOMException("a stream without a track", "NotFoundError");
  return { stream, track, deviceId: track.getSettings().deviceId ?? "", isReplacement };
}

function constraints(kind: DeviceKind, deviceId: string | null): MediaStreamConstraints {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return kind === "microphone"
    ? { audio: { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true } }
    : {
        video: {
          ...device,
          width: { ideal: 640 },
          height: { ideal: 480 },
          frameRate: { ideal: 24, max: 30 },
          facingMode: "user",
        },
      };
}

async function toDeviceError(kind: DeviceKind, error: unknown, before: Permission): Promise<DeviceError> {
  const failure = nameDeviceFailure(error, before, await readPermission(kind));
  return new DeviceError(failure, { cause: error });
}

/** What an error of getUserMedia means, given what the browser remembered before it asked and after. */
export function nameDeviceFailure(error: unknown, before: Permission, after: Permission): DeviceFailure {
  const name = nameOf(error);
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return { reason: whoRefused(error, before, after) };
    case "SecurityError":
      return { reason: "policy" };
    case "NotFoundError":
    case "DevicesNotFoundError":
      return { reason: "missing" };
    case "NotReadableError":
    case "TrackStartError":
      return { reason: "busy" };
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return { reason: "constraint" };
    case "AbortError":
      return { reason: "interrupted" };
    case "NotSupportedError":
    case "TypeError":
      return { reason: "unsupported" };
    default:
      return { reason: "unknown", name };
  }
}

function whoRefused(
  error: unknown,
  before: Permission,
  after: Permission,
): "system" | "policy" | "dismissed" | "denied" | "blocked" {
  const message = error instanceof Error ? error.message : "";
  // Permission was there, and the device was refused all the same: that was not the browser.
  if (/by system/i.test(message) || after === "granted") return "system";
  if (/permissions? policy|feature policy/i.test(message)) return "policy";
  if (before === "denied") return "blocked";
  if (/dismissed/i.test(message)) return "dismissed";
  return "denied";
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : typeof error;
}

export interface DeviceChoices {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** What there is to choose from; nameless, and perhaps nothing, before a permission was given. */
export async function listDevices(): Promise<DeviceChoices> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = (await devices?.enumerateDevices().catch(() => [])) ?? [];
  const known = all.filter((device) => device.deviceId !== "");
  return {
    microphones: known.filter((device) => device.kind === "audioinput"),
    cameras: known.filter((device) => device.kind === "videoinput"),
    speakers: known.filter((device) => device.kind === "audiooutput"),
  };
}

import { Store } from "@/lib/store";

import { chosenDevice, isLeftOff, rememberDevice, rememberLeftOff } from "./device-choice";
import { DeviceError, openDevice, type DeviceFailure, type DeviceKind, type OpenDevice } from "./devices";

export type DeviceState =
  | { kind: "off" }
  | { kind: "asking" }
  /** `isMuted`: the browser or the system gives silence, or black, in the device's place. */
  | { kind: "open"; device: OpenDevice; isMuted: boolean }
  | { kind: "failed"; failure: DeviceFailure }
  /** The user goes without one. */
  | { kind: "skipped" };

/** One microphone or camera of the page: opens it, watches it, and stops what it opened. */
export class DeviceControl extends Store<DeviceState> {
  readonly kind: DeviceKind;
  readonly #open: typeof openDevice;
  #attempt = new AbortController();

  constructor(kind: DeviceKind, open = openDevice) {
    super(isLeftOff(kind) ? { kind: "skipped" } : { kind: "off" });
    this.kind = kind;
    this.#open = open;
  }

  get track(): MediaStreamTrack | null {
    return this.state.kind === "open" ? this.state.device.track : null;
  }

  /** Opens the device with this id, or the one that was chosen last; a choice is remembered once it opened. */
  async open(deviceId: string | null = chosenDevice(this.kind)): Promise<void> {
    const { signal } = this.#startOver();
    this.become({ kind: "asking" });
    rememberLeftOff(this.kind, false);
    try {
      const device = await this.#open(this.kind, deviceId);
      if (signal.aborted) {
        stop(device);
        return;
      }
      if (deviceId !== null) rememberDevice(this.kind, device.isReplacement ? null : deviceId);
      this.#watch(device, signal);
    } catch (error) {
      if (signal.aborted) return;
      const failure: DeviceFailure =
        error instanceof DeviceError ? error.failure : { reason: "unknown", name: String(error) };
      this.become({ kind: "failed", failure });
    }
  }

  /** Goes without it, here and in the interview, until it is opened again. */
  skip(): void {
    this.#startOver();
    rememberLeftOff(this.kind, true);
    this.become({ kind: "skipped" });
  }

  /** Lets go of the device. */
  close(): void {
    this.#startOver();
    if (this.state.kind !== "skipped") this.become({ kind: "off" });
  }

  #watch(device: OpenDevice, signal: AbortSignal): void {
    const { track } = device;
    const show = () => {
      this.become({ kind: "open", device, isMuted: track.muted });
    };
    track.addEventListener("mute", show, { signal });
    track.addEventListener("unmute", show, { signal });
    track.addEventListener(
      "ended",
      () => {
        this.#startOver();
        this.become({ kind: "failed", failure: { reason: "lost" } });
      },
      { signal },
    );
    show();
  }

  #startOver(): AbortController {
    this.#attempt.abort();
    if (this.state.kind === "open") stop(this.state.device);
    this.#attempt = new AbortController();
    return this.#attempt;
  }
}

function stop(device: OpenDevice): void {
  for (const track of device.stream.getTracks()) track.stop();
}

import { DeviceControl, type DeviceState } from "@/features/media/device-control";
import type { DeviceKind } from "@/features/media/devices";

/** Microphone and camera of a stay in the room: those that are wanted open, the others stay off. */
export class RoomDevices {
  readonly microphone = new DeviceControl("microphone");
  readonly camera = new DeviceControl("camera");
  readonly #isWanted: (kind: DeviceKind) => boolean;

  constructor(isWanted: (kind: DeviceKind) => boolean) {
    this.#isWanted = isWanted;
  }

  get state(): Record<DeviceKind, DeviceState> {
    return { microphone: this.microphone.state, camera: this.camera.state };
  }

  subscribe(listener: () => void): void {
    for (const device of this.#all) device.subscribe(listener);
  }

  /** Opens what is wanted, is not left off, and is not open. */
  async open(): Promise<void> {
    // One after the other: a browser shows one question at a time.
    for (const device of this.#all)
      if (this.#isWanted(device.kind) && device.state.kind !== "skipped" && device.track === null)
        await device.open();
  }

  close(): void {
    for (const device of this.#all) device.close();
  }

  get #all(): DeviceControl[] {
    return [this.microphone, this.camera];
  }
}

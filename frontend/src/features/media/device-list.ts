import { Store } from "@/lib/store";

import { listDevices, type DeviceChoices } from "./devices";

/** The devices to choose from, kept up to date while it is followed. */
export class DeviceList extends Store<DeviceChoices> {
  constructor() {
    super({ microphones: [], cameras: [], speakers: [] });
  }

  /** Devices come and go, and get their names once a permission is given: call this then, too. */
  refresh = (): void => {
    void listDevices().then((devices) => {
      this.become(devices);
    });
  };

  /** Returns what ends the following. */
  follow(): () => void {
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener("devicechange", this.refresh);
    this.refresh();
    return () => {
      devices?.removeEventListener("devicechange", this.refresh);
    };
  }
}

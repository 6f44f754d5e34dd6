import { issueTrainingTicket, saveCalibration, type DeliverySample } from "@/client";
import { CalibrationRun } from "@/features/check/calibration";
import { CheckLink } from "@/features/check/link";
import { MediaConnection } from "@/features/media/connection";
import { DeviceControl } from "@/features/media/device-control";
import { DeviceList } from "@/features/media/device-list";
import { signallingFor, type Signalling } from "@/features/media/signalling";
import { Store } from "@/lib/store";

import { REMEMBERED } from "./exercises";

/** The latest samples of the training, and none of an earlier connection. */
class Samples extends Store<readonly DeliverySample[]> {
  constructor() {
    super([]);
  }

  take(sample: DeliverySample): void {
    this.become([...this.state, sample].slice(-REMEMBERED));
  }

  forget(): void {
    if (this.state.length > 0) this.become([]);
  }
}

/** Camera and connection of one visit of the training page: what the device check uses, of no interview. */
export class TrainingBench {
  readonly devices = new DeviceList();
  readonly camera = new DeviceControl("camera");
  readonly samples = new Samples();
  readonly link: CheckLink;
  readonly calibration: CalibrationRun;

  constructor(userId: string) {
    this.link = new CheckLink(
      userId,
      (options) => new MediaConnection({ ...options, signalling: trainingSignalling(userId) }),
    );
    this.calibration = new CalibrationRun({
      link: this.link,
      userId,
      save: (device_id, calibration) => saveCalibration({ path: { device_id }, body: calibration }),
    });
  }

  /** Starts to follow what happens; returns what lets go of everything. */
  open(): () => void {
    let wasCalibrating = false;
    const ends = [
      this.devices.follow(),
      this.camera.subscribe(() => {
        this.devices.refresh();
        if (this.camera.state.kind === "open") return;
        this.calibration.stop();
        this.link.close();
      }),
      this.link.subscribe(() => {
        if (this.link.state.kind !== "connected") this.samples.forget();
      }),
      this.link.onMessage((message) => {
        if (message.type === "delivery.sample") this.samples.take(message.sample);
      }),
      this.calibration.subscribe(() => {
        const { kind } = this.calibration.state;
        // The server measures against what it knew when it was connected to.
        if (wasCalibrating && kind === "done") this.link.retry();
        wasCalibrating = kind === "saving";
      }),
    ];
    return () => {
      this.calibration.stop();
      this.link.close();
      this.camera.close();
      for (const end of ends) end();
    };
  }
}

function trainingSignalling(userId: string): Signalling {
  return {
    ...signallingFor(userId),
    ticket: ({ purpose, device_id = null }, signal) =>
      issueTrainingTicket({
        body: { purpose: purpose === "socket" ? "socket" : "check", device_id },
        signal,
      }),
  };
}

import { saveCalibration } from "@/client";
import { AudioOutput } from "@/features/media/audio-output";
import { chosenDevice, rememberDevice } from "@/features/media/device-choice";
import { DeviceControl } from "@/features/media/device-control";
import { DeviceList } from "@/features/media/device-list";
import { HearingWatch } from "@/features/media/hearing-watch";
import { signallingFor } from "@/features/media/signalling";

import { CalibrationRun } from "./calibration";
import { EchoTest } from "./echo-test";
import { FaceWatch } from "./face-watch";
import { CheckLink } from "./link";
import { RelayProbe } from "./relay";
import { SoundAdvice } from "./sound-advice";
import { SpeakerTest } from "./speaker-test";

/** Everything that one visit of the check page opens, so that it is let go together. */
export class CheckBench {
  readonly devices = new DeviceList();
  readonly microphone = new DeviceControl("microphone");
  readonly hearing = new HearingWatch();
  readonly sound = new SoundAdvice();
  readonly camera = new DeviceControl("camera");
  readonly face = new FaceWatch();
  readonly link: CheckLink;
  readonly relay: RelayProbe;
  readonly output = new AudioOutput();
  readonly echo = new EchoTest(this.output);
  readonly speaker: SpeakerTest;
  readonly calibration: CalibrationRun;

  constructor(interviewId: string, userId: string) {
    this.link = new CheckLink(interviewId);
    this.relay = new RelayProbe((signal) => signallingFor(interviewId).iceServers(signal));
    this.speaker = new SpeakerTest(this.output, this.link);
    this.calibration = new CalibrationRun({
      link: this.link,
      userId,
      save: (device_id, calibration) => saveCalibration({ path: { device_id }, body: calibration }),
    });
  }

  /** Starts to follow what the devices do; returns what lets go of everything. */
  open(): () => void {
    const ends = [
      this.devices.follow(),
      this.microphone.subscribe(() => {
        this.devices.refresh();
        const { state } = this.microphone;
        if (state.kind === "open") void this.hearing.watch(state.device.stream);
        else {
          this.hearing.stop();
          this.echo.stop();
        }
      }),
      this.camera.subscribe(() => {
        this.devices.refresh();
        if (this.camera.state.kind !== "open") this.calibration.stop();
      }),
      this.link.subscribe(() => {
        if (this.link.state.kind === "connected") return;
        this.face.forget();
        this.sound.forget();
      }),
      this.link.onMessage((message) => {
        this.face.take(message);
        this.sound.take(message);
      }),
    ];
    void this.output.route(chosenDevice("speaker"));
    void this.relay.ask();
    return () => {
      this.calibration.stop();
      this.speaker.stop();
      this.echo.stop();
      this.link.close();
      this.relay.close();
      this.microphone.close();
      this.camera.close();
      for (const end of ends) end();
      this.hearing.stop();
      this.output.stop();
    };
  }

  /** Plays on this speaker from now on; resolves to whether it could be had. */
  async chooseSpeaker(deviceId: string | null): Promise<boolean> {
    const isThere = await this.output.route(deviceId);
    rememberDevice("speaker", isThere ? deviceId : null);
    if (!isThere) await this.output.route(null);
    return isThere;
  }
}

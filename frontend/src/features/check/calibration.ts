import type { Calibration, ServerMessage } from "@/client";
import { calibratedAt, rememberCalibration } from "@/features/media/device-choice";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

import type { CheckLink } from "./link";

export type CalibrationFailure =
  /** The media server says why, in the user's language. */
  | { reason: "refused"; detail: string }
  | { reason: "no-face" }
  /** The connection went away, or nothing came back. */
  | { reason: "no-answer" }
  /** It was measured and could not be kept. */
  | { reason: "not-saved"; error: unknown };

export type CalibrationState =
  | { kind: "idle" }
  | { kind: "counting"; secondsLeft: number }
  | { kind: "measuring" }
  | { kind: "saving" }
  | { kind: "done"; at: Date }
  | { kind: "skipped" }
  | { kind: "failed"; failure: CalibrationFailure };

interface CalibrationOptions {
  link: CheckLink;
  userId: string;
  save: (cameraName: string, calibration: Calibration) => Promise<unknown>;
  now?: () => Date;
}

const COUNTDOWN_SECONDS = 3;
/** The server waits for a first picture, for what looks at it to load, and for three seconds of a face. */
const PATIENCE_MS = 40_000;

/** Measures the face at rest for three seconds and keeps the result, per camera. */
export class CalibrationRun extends Store<CalibrationState> {
  readonly #options: CalibrationOptions;
  readonly #now: () => Date;
  #run = new AbortController();

  constructor(options: CalibrationOptions) {
    super({ kind: "idle" });
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Looks up whether this camera was calibrated today. */
  prepare(cameraName: string): void {
    this.#run.abort();
    const at = calibratedAt(this.#options.userId, cameraName);
    const isToday = at?.toDateString() === this.#now().toDateString();
    this.become(isToday ? { kind: "done", at } : { kind: "idle" });
  }

  skip(): void {
    this.#run.abort();
    this.become({ kind: "skipped" });
  }

  stop(): void {
    this.#run.abort();
    if (["counting", "measuring", "saving"].includes(this.state.kind)) this.become({ kind: "idle" });
  }

  async start(cameraName: string): Promise<void> {
    this.#run.abort();
    const { signal } = (this.#run = new AbortController());
    const isStopped = () => signal.aborted;
    for (let secondsLeft = COUNTDOWN_SECONDS; secondsLeft > 0; secondsLeft--) {
      this.become({ kind: "counting", secondsLeft });
      await pause(1_000, signal);
      if (isStopped()) return;
    }
    this.become({ kind: "measuring" });
    const outcome = await this.#measure(signal);
    if (isStopped()) return;
    if (outcome.kind === "failed") {
      this.become(outcome);
      return;
    }
    this.become({ kind: "saving" });
    try {
      await this.#options.save(cameraName, outcome.calibration);
    } catch (error) {
      if (!isStopped()) this.become({ kind: "failed", failure: { reason: "not-saved", error } });
      return;
    }
    const at = this.#now();
    rememberCalibration(this.#options.userId, cameraName, at);
    if (!isStopped()) this.become({ kind: "done", at });
  }

  async #measure(signal: AbortSignal): Promise<Outcome> {
    const decided = new AbortController();
    let watch: Watch = { frames: 0, faces: 0, outcome: null };
    const forget = this.#options.link.onMessage((message) => {
      watch = watchMeasuring(watch, message);
      if (watch.outcome !== null) decided.abort();
    });
    const sent = this.#options.link.send({ type: "calibrate" });
    if (sent) await pause(PATIENCE_MS, AbortSignal.any([signal, decided.signal]));
    forget();
    return watch.outcome ?? { kind: "failed", failure: { reason: "no-answer" } };
  }
}

type Outcome =
  { kind: "measured"; calibration: Calibration } | { kind: "failed"; failure: CalibrationFailure };

interface Watch {
  frames: number;
  faces: number;
  outcome: Outcome | null;
}

/** Takes in one message of the media server while it measures. */
function watchMeasuring(before: Watch, message: ServerMessage): Watch {
  if (before.outcome !== null) return before;
  switch (message.type) {
    case "delivery.sample": {
      const { face_detected } = message.sample;
      return { ...before, frames: before.frames + 1, faces: before.faces + (face_detected ? 1 : 0) };
    }
    case "calibrated":
      return { ...before, outcome: { kind: "measured", calibration: message.calibration } };
    case "error": {
      const isFaceless = before.frames > 0 && before.faces < before.frames / 2;
      const failure: CalibrationFailure = isFaceless
        ? { reason: "no-face" }
        : { reason: "refused", detail: message.detail };
      return { ...before, outcome: { kind: "failed", failure } };
    }
    default:
      return before;
  }
}

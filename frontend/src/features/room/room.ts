import type { AskedQuestion, PreferencesOutput } from "@/client";
import { MediaConnection } from "@/features/media/connection";
import { cameraName, isLeftOff } from "@/features/media/device-choice";
import type { DeviceKind } from "@/features/media/devices";
import { voiceSettings } from "@/features/media/messages";
import { InterviewRecorder } from "@/features/recording/interview-recorder";
import { canRecord } from "@/features/voice/recorder";
import { VoiceTurns } from "@/features/voice/voice-turns";
import { isApiError } from "@/lib/errors";
import { pause } from "@/lib/pause";
import { Store } from "@/lib/store";

import { forgetDraft } from "./drafts";
import { HintWatch } from "./hints";
import { catchUp, complete, handIn } from "./over-http";
import { RoomDevices } from "./room-devices";
import { RoomSound } from "./room-sound";
import { initialState, isOverHttp, nextState, type RoomEvent } from "./room-state";
import type { RoomView } from "./room-view";
import { keepWay, readWay } from "./way";

interface RoomOptions {
  interviewId: string;
  candidateId: string;
  question: AskedQuestion;
  /** What somebody would hear and look at, or what is recorded: the other devices stay off. */
  wanted: readonly DeviceKind[];
  /** Whether the camera's picture is sent to be measured. */
  isSeen: boolean;
  isRecorded: boolean;
  /** Whether answers may be typed, which a posting may rule out. */
  mayType: boolean;
}

type VoicePreferences = PreferencesOutput["voice"];

/** The last syllable is still on its way when the server says that it has been spoken. */
const LAST_SYLLABLE_MS = 800;

/** One candidate's stay in the interview room: owns devices, connection and sound from `enter` to `close`. */
export class InterviewRoom extends Store<RoomView> {
  readonly sound = new RoomSound();
  #connection: MediaConnection | null = null;
  #typing = false;
  #voice: VoicePreferences | null = null;
  readonly #life = new AbortController();
  readonly #options: RoomOptions;
  readonly #devices = new RoomDevices((kind) => this.#wants(kind));
  readonly #recorder: InterviewRecorder | null;

  constructor(options: RoomOptions) {
    const isHeard = options.wanted.includes("microphone") && !isLeftOff("microphone");
    super({
      interview: initialState(options.question),
      devices: { microphone: { kind: "off" }, camera: { kind: "off" } },
      sound: "on",
      isHeard: false,
      isTyping: options.mayType && !isHeard,
      turns: null,
      recording: { kind: "off" },
      hint: undefined,
    });
    this.#options = options;
    this.#recorder = options.isRecorded
      ? new InterviewRecorder(options.interviewId, (message) => this.#connection?.send(message))
      : null;
    this.#recorder?.subscribe(() => {
      if (!this.#wants("camera")) this.#devices.camera.close();
      this.#show({});
    });
    this.#devices.subscribe(() => {
      const wasTyping = this.state.isTyping;
      this.#show({ devices: this.#devices.state });
      if (this.state.isTyping !== wasTyping) this.#holdWhileTyping();
    });
  }

  /** Opens the devices and connects with those that opened; goes on without a connection where that was chosen. */
  async enter(): Promise<void> {
    await this.sound.open();
    const way = readWay(this.#options.interviewId);
    if (way === "recordings" && this.canRecord) return this.recordInstead();
    if (way === "writing" && this.mayType) return this.writeInstead();
    await this.#devices.open();
    this.#goOn();
  }

  /** Opens a device that failed, or was left off, and goes on with it at the open question. */
  async open(kind: DeviceKind): Promise<void> {
    await this.#devices[kind].open();
    this.#goOn();
  }

  /** Tries to connect once more after a failure; leaves writing, or recording, where that was the way on. */
  async reconnect(): Promise<void> {
    this.#endTurns();
    this.#take({ kind: "rejoin" });
    await this.#devices.open();
    this.#goOn();
  }

  /** Goes on in this window: another one's connection ends for it. */
  async takeOver(): Promise<void> {
    if (this.state.interview.kind === "failed") await this.reconnect();
    this.#connection?.takeOver();
  }

  get mayType(): boolean {
    return this.#options.mayType;
  }

  /** Whether this browser can record what somebody would hear. */
  get canRecord(): boolean {
    return this.#options.wanted.includes("microphone") && canRecord();
  }

  /** Goes on without a connection: questions are played, answers recorded and sent. */
  async recordInstead(): Promise<void> {
    this.#hangUp();
    this.#endTurns();
    this.#typing = false;
    this.#take({ kind: "record" });
    // Nobody looks any more.
    this.#devices.camera.close();
    if (this.#devices.microphone.state.kind !== "open") await this.open("microphone");
    await this.#catchUp();
    if (this.state.interview.kind === "recordings") this.#beginTurns();
  }

  /** The browser lets sound play after a click: this is to be called in one. */
  async startSound(): Promise<void> {
    this.sound.wake();
    await this.#play();
  }

  /** Lets the interviewer sound like this: the volume from now on, the rest from the next sentence on. */
  tune(voice: VoicePreferences): void {
    const before = this.#voice;
    this.#voice = voice;
    this.sound.setVolume(voice.volume);
    if (before?.speed !== voice.speed || before.voice !== voice.voice) this.#sendVoice();
  }

  /** "I need a moment": silence ends nothing until words follow. */
  moment(): void {
    this.#connection?.send({ type: "moment" });
  }

  /** "Start now": the time to prepare is over. */
  start(): void {
    this.#connection?.send({ type: "start" });
  }

  done(): void {
    this.#connection?.send({ type: "done" });
  }

  repeat(): void {
    this.#connection?.send({ type: "repeat" });
  }

  /** While the candidate types, silence ends no answer and the microphone hears nothing. */
  type(isTyping: boolean): void {
    this.#typing = isTyping;
    this.#show({});
    this.#holdWhileTyping();
  }

  /** Hands a typed answer in. What was heard of this answer is dropped for it. */
  async answer(text: string): Promise<void> {
    if (this.state.interview.kind === "writing") await this.#write(text);
    else this.#connection?.send({ type: "typed", text });
  }

  /** Goes on without voice and picture: questions are read, answers typed. */
  async writeInstead(): Promise<void> {
    this.#hangUp();
    this.#endTurns();
    this.#take({ kind: "write" });
    // Nobody hears or looks any more.
    this.#closeDevices();
    await this.#catchUp();
  }

  /** Ends the interview early; what was answered is evaluated. Throws an error of lib/errors.ts. */
  async end(): Promise<void> {
    this.#take(await complete(this.#options.interviewId));
  }

  /** Leaves. The interview stays at its open question, for whoever comes back. */
  close(): void {
    this.#life.abort();
    this.#recorder?.close();
    this.#hangUp();
    this.#endTurns();
    this.#closeDevices();
    this.sound.close();
  }

  /** A camera that was there for a recording alone rests when that has stopped. */
  #wants(kind: DeviceKind): boolean {
    if (kind === "camera" && !this.#options.isSeen && this.#recorder?.state.kind === "failed") return false;
    return this.#options.wanted.includes(kind);
  }

  #closeDevices(): void {
    this.sound.listenTo(null);
    this.#devices.close();
  }

  #goOn(): void {
    const { kind } = this.state.interview;
    if (this.#life.signal.aborted || kind === "ended") return;
    this.sound.listenTo(this.#devices.microphone.track);
    if (!isOverHttp(this.state.interview)) this.#connect();
  }

  #connect(): void {
    this.#hangUp();
    const camera = this.#devices.camera.state;
    const connection = new MediaConnection({
      interviewId: this.#options.interviewId,
      purpose: "offer",
      deviceId: camera.kind === "open" ? cameraName(camera.device.deviceId) : undefined,
      tracks: {
        microphone: this.#devices.microphone.track,
        camera: this.#options.isSeen ? this.#devices.camera.track : null,
      },
    });
    this.#connection = connection;
    let voice: MediaStreamTrack | null = null;
    const hints = new HintWatch();
    connection.onMessage((message) => {
      if (message.type === "delivery.sample") {
        const { kind } = this.state.interview;
        const hint = hints.see(message.sample, kind === "listening" && !this.state.isTyping);
        if (hint !== this.state.hint) this.#show({ hint });
        return;
      }
      if (message.type === "answer.clock") this.#recorder?.note(message);
      this.#take({ kind: "message", message });
    });
    connection.subscribe(() => {
      if (connection.voice !== voice) {
        voice = connection.voice;
        void this.#play();
      }
      // What was changed while there was no connection has not been heard of there.
      if (connection.state.kind === "connected") this.#sendVoice();
      this.#take({ kind: "connection", connection: connection.state });
    });
    connection.connect();
  }

  #sendVoice(): void {
    if (this.#voice !== null) this.#connection?.send(voiceSettings(this.#voice));
  }

  #beginTurns(): void {
    const turns = new VoiceTurns(this.state.interview.scene.question, {
      interviewId: this.#options.interviewId,
      candidateId: this.#options.candidateId,
      output: this.sound.output,
      microphone: () => this.#devices.microphone.track,
      onQuestion: (question) => {
        this.#take({ kind: "answer.taken", question });
      },
      onEnd: () => {
        this.#take({ kind: "ended", status: "completed" });
      },
      onMovedOn: () => {
        void this.recordInstead();
      },
    });
    this.#show({ turns });
    void turns.open();
  }

  #endTurns(): void {
    this.state.turns?.close();
    this.#show({ turns: null });
  }

  #hangUp(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  async #play(): Promise<void> {
    const voice = this.#connection?.voice ?? null;
    if (voice === null) {
      this.sound.stop();
      return;
    }
    try {
      await this.sound.play(voice);
      this.#show({ sound: "on" });
    } catch {
      this.#show({ sound: "blocked" });
    }
  }

  #take(event: RoomEvent): void {
    const before = this.state.interview;
    const interview = nextState(before, event);
    if (interview === before) return;
    const isNext = interview.scene.question.id !== before.scene.question.id;
    if (isNext) {
      this.#typing = false;
      forgetDraft();
    }
    this.#show({ interview });
    keepWay(this.#options.interviewId, interview);
    if (interview.kind !== before.kind || isNext) this.#holdWhileTyping();
    // Whoever was interrupted needs a moment to find the thread again.
    if (before.kind === "reconnecting" && interview.kind === "listening") this.moment();
    if (interview.kind === "failed" && interview.failure.reason === "takenOver") this.#closeDevices();
    if (interview.kind === "ended") void this.#leave();
  }

  #holdWhileTyping(): void {
    const microphone = this.#devices.microphone.track;
    if (microphone) microphone.enabled = !this.#typing;
    if (this.state.isTyping && ["speaking", "listening", "paused"].includes(this.state.interview.kind))
      this.moment();
  }

  async #leave(): Promise<void> {
    forgetDraft();
    this.#closeDevices();
    await pause(LAST_SYLLABLE_MS, this.#life.signal);
    this.#hangUp();
    this.sound.stop();
  }

  async #write(text: string): Promise<void> {
    const { question } = this.state.interview.scene;
    this.#take({ kind: "answer.sent" });
    const outcome = await handIn(this.#options.interviewId, question, text);
    this.#take(outcome);
    if (
      outcome.kind === "answer.failed" &&
      (isApiError(outcome.error, "TurnOutOfOrder") || isApiError(outcome.error, "InterviewOver"))
    )
      await this.#catchUp();
  }

  /** The interview may have moved on while there was no connection. */
  async #catchUp(): Promise<void> {
    const now = await catchUp(this.#options.interviewId);
    // Otherwise the question at hand stays, and sending its answer tells what is wrong.
    if (now?.kind === "ended") this.#take(now);
    else if (now?.kind === "answer.taken" && isOverHttp(this.state.interview)) {
      if (now.question.id !== this.state.interview.scene.question.id) this.#take(now);
    }
  }

  #show(changes: Partial<Pick<RoomView, "interview" | "devices" | "sound" | "turns" | "hint">>): void {
    if (this.#life.signal.aborted) return;
    const { interview, devices, sound, turns, hint } = { ...this.state, ...changes };
    const isHeard =
      !isOverHttp(interview) && interview.scene.deaf === null && devices.microphone.kind === "open";
    const isAsking = devices.microphone.kind === "asking";
    this.become({
      interview,
      devices,
      sound,
      turns,
      isHeard,
      isTyping: this.mayType && (this.#typing || !(isHeard || isAsking)),
      recording: this.#recorder?.state ?? { kind: "off" },
      hint,
    });
    this.#record();
  }

  /** A connection that is being mended ends no take: what is said meanwhile is in the recording alone. */
  #record(): void {
    const { kind, scene } = this.state.interview;
    if (kind === "reconnecting") return;
    const microphone = this.#devices.microphone.track;
    const isUnderWay = ["speaking", "listening", "thinking", "paused"].includes(kind);
    const source = microphone && { microphone, camera: this.#devices.camera.track };
    this.#recorder?.follow(isUnderWay && source ? { question: scene.question, source } : null);
  }
}

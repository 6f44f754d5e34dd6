/**
 * The one owner of an audio element: it plays a live stream or a piece of sound, one at a time, on the chosen
 * speaker. What is played next ends what was played before.
 */
export class AudioOutput {
  readonly #element = new Audio();
  #playing = 0;

  /** Whether this browser lets a page choose the speaker. */
  static get canChooseSpeaker(): boolean {
    return "setSinkId" in HTMLMediaElement.prototype;
  }

  /** Whether this browser lets a page set the volume: on an iPhone only its buttons do. */
  static readonly canSetVolume = keepsVolume(new Audio());

  /** From 0 to 1, of whatever plays now and later. */
  set volume(volume: number) {
    this.#element.volume = volume;
  }

  /** Chooses the speaker by the browser's id; null is the system's. Resolves to whether it could be had. */
  async route(deviceId: string | null): Promise<boolean> {
    if (!AudioOutput.canChooseSpeaker) return deviceId === null;
    try {
      await this.#element.setSinkId(deviceId ?? "");
      return true;
    } catch {
      return false;
    }
  }

  /** Starts a live stream; resolves once it plays. Raises where the browser will not play. */
  async playStream(stream: MediaStream): Promise<void> {
    this.stop();
    this.#element.srcObject = stream;
    await this.#element.play().catch(ignoreInterruption);
  }

  /** Plays a piece of sound; resolves to whether it sounded to its end, and was not stopped before. */
  async playPiece(sound: Blob): Promise<boolean> {
    this.stop();
    const own = this.#playing;
    const url = URL.createObjectURL(sound);
    try {
      const ended = new Promise<void>((resolve, reject) => {
        this.#element.onended = () => {
          resolve();
        };
        this.#element.onpause = () => {
          resolve();
        };
        this.#element.onerror = () => {
          reject(new DOMException("the sound could not be decoded", "NotSupportedError"));
        };
      });
      this.#element.src = url;
      await Promise.all([this.#element.play().catch(ignoreInterruption), ended]);
      return own === this.#playing;
    } finally {
      URL.revokeObjectURL(url);
      if (own === this.#playing) this.stop();
    }
  }

  stop(): void {
    this.#playing += 1;
    this.#element.onerror = null;
    if (!this.#element.paused) this.#element.pause();
    this.#element.onended?.(new Event("ended"));
    this.#element.onended = null;
    this.#element.onpause = null;
    this.#element.srcObject = null;
    this.#element.removeAttribute("src");
  }
}

function keepsVolume(probe: HTMLMediaElement): boolean {
  probe.volume = 0.5;
  return probe.volume === 0.5;
}

/** A pause, or a new source, ends `play()` with an AbortError: that is what was asked for. */
function ignoreInterruption(error: unknown): void {
  if (error instanceof DOMException && error.name === "AbortError") return;
  throw error;
}

/** A calm two-note chime as a WAV file, for when there is no voice to play. */
export function chime(): Blob {
  const rate = 24_000;
  const samples = new Int16Array(rate * 1.4);
  for (const [start, frequency] of [
    [0, 523.25],
    [0.35, 659.25],
  ] as const) {
    for (let at = Math.round(start * rate); at < samples.length; at++) {
      const seconds = at / rate - start;
      const envelope = Math.min(1, seconds / 0.02) * Math.exp(-3.5 * seconds);
      const value = 0.3 * envelope * Math.sin(2 * Math.PI * frequency * seconds);
      samples[at] = (samples[at] ?? 0) + value * 32_767;
    }
  }
  return new Blob([wavHeader(samples.byteLength, rate), samples], { type: "audio/wav" });
}

function wavHeader(bytes: number, rate: number): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(44));
  const write = (offset: number, text: string) => {
    for (const [index, byte] of new TextEncoder().encode(text).entries())
      header.setUint8(offset + index, byte);
  };
  write(0, "RIFF");
  header.setUint32(4, 36 + bytes, true);
  write(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  write(36, "data");
  header.setUint32(40, bytes, true);
  return header.buffer;
}

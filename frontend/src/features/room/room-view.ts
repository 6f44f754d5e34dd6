import type { DeviceState } from "@/features/media/device-control";
import type { DeviceKind } from "@/features/media/devices";
import type { RecorderState } from "@/features/recording/interview-recorder";
import type { VoiceTurns } from "@/features/voice/voice-turns";

import type { Hint } from "./hints";
import type { RoomState } from "./room-state";

export type Devices = Readonly<Record<DeviceKind, DeviceState>>;

export interface RoomView {
  interview: RoomState;
  devices: Devices;
  /** `blocked`: the browser wants a click before it lets the interviewer be heard. */
  sound: "on" | "blocked";
  /** Whether answers can be spoken here and now. */
  isHeard: boolean;
  /** Whether the candidate is typing, by choice or because nothing else is possible. */
  isTyping: boolean;
  /** The turns of an interview whose answers are recorded and sent; null while there is a connection, or writing. */
  turns: VoiceTurns | null;
  /** Whether sound and picture are kept for the candidate to look back at. */
  recording: RecorderState;
  /** What the candidate could change at once; undefined where nobody looks. */
  hint: Hint | null | undefined;
}

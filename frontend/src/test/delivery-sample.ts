import type { DeliverySample } from "@/client";

const nothing: DeliverySample = {
  at: 0,
  turn: 0,
  face_detected: false,
  gaze: null,
  smile: null,
  posture: null,
  emotion: null,
  audio: null,
  heard: null,
  faces: null,
  head: null,
  eyes_shut: null,
  tension: null,
  body: null,
  distance: null,
  quality: null,
  expression: null,
};

/** A sample of which only what is given was measured. */
export function deliverySample(measured: Partial<DeliverySample> = {}): DeliverySample {
  return { ...nothing, ...measured };
}

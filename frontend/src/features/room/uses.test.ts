import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { EnginesOut, InterviewOut, Language } from "@/client";
import type { Decisions } from "@/features/consent/decisions";

import { usesOf, wantedDevices } from "./uses";

const practice = { language: "ko", mode: "practice" } as const;
const nothing: Decisions = { transcription: false, delivery: false, expression: false, recording: false };

function devices(
  agreed: Partial<Decisions>,
  {
    interview = practice,
    languages = null,
  }: { interview?: Pick<InterviewOut, "language" | "mode">; languages?: Language[] | null } = {},
) {
  const config = { engines: { stt: { name: "ear", languages } } as EnginesOut, recording: true };
  return wantedDevices(usesOf(interview, { ...nothing, ...agreed }, config));
}

beforeEach(() => {
  vi.stubGlobal("MediaRecorder", { isTypeSupported: () => true });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the devices that are asked for", () => {
  it("are those that somebody would hear and look at, with consent", () => {
    expect(devices({ transcription: true, delivery: true })).toEqual(["microphone", "camera"]);
    expect(devices({ transcription: true })).toEqual(["microphone"]);
    expect(devices({ delivery: true })).toEqual(["camera"]);
  });

  it("are a camera for a recording alone, which takes a voice and a browser that records", () => {
    expect(devices({ transcription: true, recording: true })).toEqual(["microphone", "camera"]);
    expect(devices({ recording: true })).toEqual([]);
    vi.stubGlobal("MediaRecorder", undefined);
    expect(devices({ transcription: true, recording: true })).toEqual(["microphone"]);
  });

  it("are no microphone for a language that nobody knows, and no camera in screening", () => {
    const all = { transcription: true, delivery: true, recording: true };
    expect(devices(all, { languages: ["en"] })).toEqual(["camera"]);
    expect(devices(all, { interview: { language: "en", mode: "screening" } })).toEqual(["microphone"]);
  });
});

import { expect, it } from "vitest";

import { cloudEar, knowsLanguage, unheard } from "./speech";

const ear = (name: string, languages: ("ko" | "en")[] | null = null) => ({
  name,
  languages,
  voices: null,
  unverified: false,
  degraded: false,
});

it("names the company whose service hears the candidate", () => {
  expect(cloudEar(ear("deepgram/nova-3"))).toBe("Deepgram");
  expect(cloudEar(ear("google/chirp_2"))).toBe("Google Cloud");
});

it.each(["pocketsphinx", "whisper", "remote/whisper-large-v3-turbo"])("names none for %s", (name) => {
  expect(cloudEar(ear(name))).toBeNull();
});

it("takes an engine that lists no languages to know all", () => {
  expect(knowsLanguage(ear("any"), "ko")).toBe(true);
  expect(knowsLanguage(ear("pocketsphinx", ["en"]), "ko")).toBe(false);
});

it("calls no language unheard while the recogniser does not answer", () => {
  expect(unheard(ear("pocketsphinx", ["en"]), ["ko", "en"])).toEqual(["ko"]);
  expect(unheard(ear("remote", []), ["ko", "en"])).toEqual([]);
});

import type { EngineOut, Language } from "@/client";

/** Whether an engine of speech knows the language; one that lists none knows all. */
export function knowsLanguage(engine: EngineOut, language: Language): boolean {
  return engine.languages?.includes(language) ?? true;
}

/** False of a server that does not say what it knows, and may be back in a moment. */
export function responds(engine: EngineOut): boolean {
  return engine.languages?.length !== 0;
}

/** Which of the languages nobody can answer in by speaking, now or later. */
export function unheard(stt: EngineOut, languages: readonly Language[]): Language[] {
  return responds(stt) ? languages.filter((language) => !knowsLanguage(stt, language)) : [];
}

const CLOUD_EARS: Record<string, string> = { deepgram: "Deepgram", google: "Google Cloud" };

/** The company whose service hears the candidate; none where the platform's own engines do. */
export function cloudEar(stt: EngineOut): string | null {
  return CLOUD_EARS[stt.name.split("/", 1)[0] ?? ""] ?? null;
}

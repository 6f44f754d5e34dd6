import type { EngineOut, Language } from "@/client";

/** Whether an engine of speech knows the language; one that lists none knows all. */
export function knowsLanguage(engine: EngineOut, language: Language): boolean {
  return engine.languages?.includes(language) ?? true;
}

import i18next, { type BackendModule, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";

import type { Language } from "@/client";

/** One file per language and part of the product, fetched when a page first needs it. */
const files = import.meta.glob<Record<string, unknown>>("./{ko,en}/*.json", { import: "default" });

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language: string, namespace: string, callback: ReadCallback) {
    const load = files[`./${language}/${namespace}.json`];
    if (load === undefined) {
      callback(new Error(`no translations for ${language}/${namespace}`), null);
      return;
    }
    load().then(
      (keys) => {
        callback(null, keys);
      },
      (error: unknown) => {
        callback(error as Error, null);
      },
    );
  },
};

export const i18n = i18next;

/** Ready when the texts that every page needs are there; a route's loader asks for its own. */
export async function startI18n(language: Language): Promise<void> {
  i18n.on("languageChanged", (changed) => {
    document.documentElement.lang = changed;
  });
  await i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: ["ko", "en"],
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

/** The language of the page. */
export function currentLanguage(): Language {
  return i18n.language === "en" ? "en" : "ko";
}

import type { Language } from "@/client";

/**
 * What a visitor chose for this browser: theme and language. Kept in local storage and applied to the root
 * element; public/preferences.js applies the same before the first paint.
 */

export type Theme = "light" | "dark";

export const LANGUAGES = ["ko", "en"] as const satisfies readonly Language[];

const THEME_KEY = "visavis.theme";
const LANGUAGE_KEY = "visavis.language";

/** Storage may be blocked; a preference then lasts until the page is closed. */
export const storage = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Nothing to do: see above.
    }
  },
};

const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
const themeListeners = new Set<() => void>();

function systemTheme(): Theme {
  return systemIsDark.matches ? "dark" : "light";
}

/** What the visitor chose; the page follows the system where that is nothing. */
export function chosenTheme(): Theme | "system" {
  const chosen = storage.read(THEME_KEY);
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function shownTheme(): Theme {
  const chosen = chosenTheme();
  return chosen === "system" ? systemTheme() : chosen;
}

export function otherTheme(theme: Theme): Theme {
  return theme === "dark" ? "light" : "dark";
}

/** Shows a theme. One that the system shows as well is not remembered: the page follows the system from then on. */
export function showTheme(theme: Theme): void {
  chooseTheme(theme === systemTheme() ? "system" : theme);
}

export function chooseTheme(choice: Theme | "system"): void {
  storage.write(THEME_KEY, choice === "system" ? null : choice);
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  for (const listener of themeListeners) listener();
}

export function subscribeToTheme(listener: () => void): () => void {
  themeListeners.add(listener);
  systemIsDark.addEventListener("change", listener);
  return () => {
    themeListeners.delete(listener);
    systemIsDark.removeEventListener("change", listener);
  };
}

/** The stored language, else the browser's where it is one of ours, else Korean. */
export function readLanguage(): Language {
  const stored = storage.read(LANGUAGE_KEY);
  const wanted = stored ?? navigator.language.split("-")[0];
  return LANGUAGES.find((language) => language === wanted) ?? "ko";
}

export function rememberLanguage(language: Language): void {
  storage.write(LANGUAGE_KEY, language);
}

import type { Language } from "@/client";

const locales = { ko: "ko-KR", en: "en-GB" } as const satisfies Record<Language, string>;

export function formatDateTime(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeStyle: "short" }).format(
    new Date(instant),
  );
}

export function formatDate(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "medium" }).format(new Date(instant));
}

/** A score or measure as it is shown: whole numbers, because the decimals mean nothing. */
export function formatScore(value: number): string {
  return Math.round(value).toString();
}

/** A share between 0 and 1 as a percentage; never rounded up to 100 or down to 0. */
export function formatShare(share: number, language: Language): string {
  const percent = share > 0 && share < 1 ? Math.min(99, Math.max(1, Math.round(share * 100))) : share * 100;
  return new Intl.NumberFormat(locales[language], { style: "percent" }).format(percent / 100);
}

/** A figure with one decimal where it has any. */
export function formatTenths(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(value);
}

/** Several things in one breath: "a, b and c". */
export function formatList(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(locales[language], { type: "conjunction" }).format(items);
}

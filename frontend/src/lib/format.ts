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

/**
 * The parts of one whole as percentages that add up as the whole does, by largest remainder; as in `formatShare`, what
 * is there is never 0%.
 */
export function formatParts(shares: readonly number[], language: Language): string[] {
  const exact = shares.map((share) => share * 100);
  const shown = exact.map((percent) => (percent > 0 ? Math.max(1, Math.floor(percent)) : 0));
  const whole = Math.max(Math.round(sum(exact)), exact.filter((percent) => percent > 0).length);
  const rest = whole - sum(shown);
  const step = Math.sign(rest);
  for (let left = Math.abs(rest); left > 0; left -= 1) {
    const gaps = exact.map((percent, index) => {
      const now = shown[index] ?? 0;
      return percent > 0 && now + step >= 1 ? (percent - now) * step : -Infinity;
    });
    const furthest = gaps.indexOf(Math.max(...gaps));
    shown[furthest] = (shown[furthest] ?? 0) + step;
  }
  const format = new Intl.NumberFormat(locales[language], { style: "percent" });
  return shown.map((percent) => format.format(percent / 100));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A figure with one decimal where it has any. */
export function formatTenths(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(value);
}

/** Several things in one breath: "a, b and c". */
export function formatList(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(locales[language], { type: "conjunction" }).format(items);
}

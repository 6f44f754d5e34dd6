/** Where this page runs, as far as it takes to say where a setting is. Nothing else depends on it. */

export type Browser = "chrome" | "edge" | "safari" | "firefox" | "other";
export type System = "windows" | "mac" | "other";

export function browserOf(userAgent: string): Browser {
  if (/Firefox\/|FxiOS\//.test(userAgent)) return "firefox";
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return "edge";
  if (/OPR\/|SamsungBrowser\/|Whale\//.test(userAgent)) return "other";
  if (/(Chrome|CriOS)\//.test(userAgent)) return "chrome";
  if (userAgent.includes("Safari/")) return "safari";
  return "other";
}

export function systemOf(userAgent: string): System {
  if (userAgent.includes("Windows")) return "windows";
  // iPhones and iPads say "like Mac OS X", and have settings of their own.
  if (userAgent.includes("Macintosh")) return "mac";
  return "other";
}

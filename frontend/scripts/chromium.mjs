import { execFileSync } from "node:child_process";

/** The browser named by CHROMIUM_PATH, else the first that is installed. */
export function findChromium() {
  const wanted = process.env["CHROMIUM_PATH"];
  if (wanted) return wanted;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      continue;
    }
  }
  throw new Error("no Chromium found; name one in CHROMIUM_PATH");
}

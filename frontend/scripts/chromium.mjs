import { execFileSync } from "node:child_process";

/** For a browser without a window, whose microphone and camera are made up, and granted without a question. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Letters as wide on every machine, whatever its settings of fonts.
  "--font-render-hinting=none",
  "--disable-lcd-text",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];

/** The browser named by CHROMIUM_PATH, else the first that is installed; undefined where there is none. */
export function findChromium() {
  const wanted = process.env["CHROMIUM_PATH"];
  if (wanted) return wanted;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      continue;
    }
  }
  return undefined;
}

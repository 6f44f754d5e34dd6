import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FRONTEND = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["src", "public", "index.html", "package-lock.json", "vite.config.ts"];

/** Builds the pages where what is built is older than a source, or nothing is. */
export default function build() {
  const built = statSync(`${FRONTEND}dist/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = Math.max(...SOURCES.map((source) => lastChange(`${FRONTEND}${source}`)));
  if (newest > built) execFileSync("npm", ["run", "build"], { cwd: FRONTEND, stdio: "inherit" });
}

/** @param {string} path @returns {number} */
function lastChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => lastChange(`${path}/${name}`)));
}

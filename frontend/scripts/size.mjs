// Prints how much compressed JavaScript each page loads, and fails when the landing page is over its budget.
// `npm run size`, after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LANDING_BUDGET_KB = 200;

/** @typedef {{ file: string, imports?: string[], dynamicImports?: string[] }} Chunk */

const dist = new URL("../dist/", import.meta.url);
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** @param {string} file */
function gzippedKb(file) {
  return gzipSync(readFileSync(new URL(file, dist))).length / 1000;
}

/**
 * The files that loading these modules loads: themselves and what they import statically.
 * @param {string[]} modules
 */
function closure(modules) {
  /** @type {Set<string>} */
  const files = new Set();
  const seen = new Set();
  const queue = [...modules];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (seen.has(name)) continue;
    seen.add(name);
    files.add(chunk.file);
    queue.push(...(chunk.imports ?? []));
  }
  return files;
}

/** @param {string} route @param {string[]} texts */
function page(route, texts) {
  return [
    "index.html",
    `src/routes/${route}.tsx?tsr-split=component`,
    ...texts.map((name) => `src/i18n/ko/${name}.json`),
  ];
}

/** @type {Record<string, string[]>} */
const pages = {
  landing: page("index", ["common", "landing"]),
  "sign-in": page("sign-in", ["common", "auth"]),
  home: page("_signed-in/home", ["common", "home"]),
  room: page("_signed-in/interviews.$interviewId.room", ["common", "room", "devices"]),
  report: page("_signed-in/interviews.$interviewId.report", ["common", "report"]),
};
/** What home and the report load once they draw one of these. */
pages["+ charts"] = ["competency-radar", "score-trends"].map((name) => `src/features/report/${name}.tsx`);

for (const [name, modules] of Object.entries(pages)) {
  const files = closure(modules);
  const total = [...files].reduce((sum, file) => sum + gzippedKb(file), 0);
  console.log(`${name.padEnd(8)} ${total.toFixed(1).padStart(6)} kB gzipped in ${files.size} files`);
  if (name === "landing" && total > LANDING_BUDGET_KB) {
    console.error(`the landing page is over its budget of ${LANDING_BUDGET_KB} kB`);
    process.exitCode = 1;
  }
}

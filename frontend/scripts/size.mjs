// Prints how much compressed JavaScript each page loads, and fails when one is over its budget.
// `npm run size`, after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Of what somebody loads who comes to read, and of the pages that do more than that. */
const READING_BUDGET_KB = 200;
const WORKING_BUDGET_KB = 280;

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

/** @type {Record<string, { budget: number, modules: string[] }>} */
const pages = {
  landing: { budget: READING_BUDGET_KB, modules: page("index", ["common", "landing"]) },
  "sign-in": { budget: READING_BUDGET_KB, modules: page("sign-in", ["common", "auth"]) },
  home: { budget: READING_BUDGET_KB, modules: page("_signed-in/home", ["common", "home"]) },
  room: {
    budget: WORKING_BUDGET_KB,
    modules: page("_signed-in/interviews.$interviewId.room", ["common", "room", "devices"]),
  },
  report: {
    budget: WORKING_BUDGET_KB,
    modules: page("_signed-in/interviews.$interviewId.report", ["common", "report"]),
  },
  // What home and the report load once they draw one of these.
  "+ charts": {
    budget: WORKING_BUDGET_KB,
    modules: ["competency-radar", "score-trends"].map((name) => `src/features/report/${name}.tsx`),
  },
};

for (const [name, { budget, modules }] of Object.entries(pages)) {
  const files = closure(modules);
  const total = [...files].reduce((sum, file) => sum + gzippedKb(file), 0);
  console.log(`${name.padEnd(8)} ${total.toFixed(1).padStart(6)} kB gzipped in ${files.size} files`);
  if (total > budget) {
    console.error(`${name} is over its budget of ${budget} kB`);
    process.exitCode = 1;
  }
}

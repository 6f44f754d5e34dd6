// Takes a picture of every page in both languages and themes, wide and narrow, against the mock API:
// `npm run screens [-- NAME…]`, after `npm run build`. Pictures go to test-results/screens. It also fails on anything
// that the browser's console or axe complains about.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { chromium } from "@playwright/test";

import { findChromium, FLAGS } from "../scripts/chromium.mjs";
import { start } from "./mock-api/server.mjs";
import { screens } from "./screens.mjs";

const OUT = fileURLToPath(new URL("../test-results/screens/", import.meta.url));
const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds that keeps people out. @param {import("@playwright/test").Page} page @returns {Promise<string[]>} */
async function seriousFindings(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    /** @type {import("axe-core")} */
    const runner = Reflect.get(window, "axe");
    const { violations } = await runner.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  });
}

const only = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const server = await start();
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
let complaints = 0;
try {
  for (const [name, screen] of Object.entries(screens)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const language of ["ko", "en"]) {
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        const context = await browser.newContext({
          baseURL: server.url,
          locale: language === "ko" ? "ko-KR" : "en-GB",
          timezoneId: "Asia/Seoul",
          colorScheme,
          reducedMotion: "reduce",
        });
        if (screen.as)
          await context.request.post("/api/token", { form: { username: screen.as, password: "-" } });
        const page = await context.newPage();
        if (screen.before) await page.addInitScript(screen.before);
        page.on("console", (message) => {
          // A refused request is part of some of the screens.
          if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
          complaints += 1;
          console.error(`${name}: ${message.text()}`);
        });
        for (const [width, viewport] of Object.entries(WIDTHS)) {
          await page.setViewportSize(viewport);
          await page.goto(screen.path);
          await page.locator("main h1, main [role=alert]").first().waitFor();
          await screen.act?.(page);
          await page.evaluate(() => document.fonts.ready);
          const fullPage = !screen.asScrolled;
          // Sticky parts stand where they belong only in an unscrolled page.
          if (fullPage) await page.evaluate(() => window.scrollTo(0, 0));
          await page.screenshot({ path: `${OUT}${name}-${language}-${colorScheme}-${width}.png`, fullPage });
          for (const finding of await seriousFindings(page)) {
            complaints += 1;
            console.error(`${name} ${language} ${colorScheme} ${width}: ${finding}`);
          }
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          if (overflow > 0) {
            complaints += 1;
            console.error(`${name} ${language} ${width}: ${overflow} px wider than the window`);
          }
        }
        await context.close();
      }
    }
    console.log(name);
  }
} finally {
  await browser.close();
  server.close();
}
if (complaints > 0) process.exitCode = 1;

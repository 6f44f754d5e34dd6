// Draws the icons of the installed app from public/favicon.svg: `npm run icons`, after a change of it.
import { readFileSync, writeFileSync } from "node:fs";

import { chromium } from "@playwright/test";

import { findChromium } from "./chromium.mjs";

const folder = new URL("../public/", import.meta.url);
const drawing = readFileSync(new URL("favicon.svg", folder), "utf8");
// Systems that cut icons into their own shape want them whole, up to the corners.
const whole = drawing.replace(/ rx="\d+"/, "");

const icons = /** @type {const} */ ([
  ["icon-192.png", 192, drawing],
  ["icon-512.png", 512, drawing],
  ["icon-maskable-512.png", 512, whole],
  ["apple-touch-icon.png", 180, whole],
]);

const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
for (const [name, size, svg] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();

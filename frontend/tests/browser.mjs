import { test as base } from "@playwright/test";

import { findChromium, FLAGS } from "../scripts/chromium.mjs";
import { start } from "./mock-api/server.mjs";
import { screens } from "./screens.mjs";

const program = findChromium();

/** @typedef {(name: keyof typeof screens) => Promise<import("@playwright/test").Page>} Show */

/**
 * `show` opens one of the screens as whoever it is meant for. The clock stands still, and nothing moves.
 * @type {import("@playwright/test").Fixtures<{ show: Show }, { server: string },
 *   import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions,
 *   import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions>}
 */
const fixtures = {
  server: [
    // Playwright reads from the braces what a fixture is made of.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await start();
      await use(server.url);
      server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server),
  locale: "ko-KR",
  timezoneId: "Asia/Seoul",
  contextOptions: { reducedMotion: "reduce" },
  launchOptions: [{ ...(program && { executablePath: program }), args: FLAGS }, { scope: "worker" }],
  show: async ({ context, page }, use) => {
    await use(async (name) => {
      const screen = screens[name];
      if (screen === undefined) throw new Error(`there is no screen “${name}”`);
      if (screen.as)
        await context.request.post("/api/token", { form: { username: screen.as, password: "-" } });
      await page.clock.setFixedTime("2026-11-21T01:10:00Z");
      if (screen.before) await page.addInitScript(screen.before);
      await page.goto(screen.path);
      await page.locator("main h1, main [role=alert]").first().waitFor();
      await screen.act?.(page);
      // The header's menu and other parts come when the page is there.
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => document.fonts.ready);
      return page;
    });
  },
};

export const test = base.extend(fixtures);

/** What `test.skip` takes, in every file of tests. @type {[boolean, string]} */
export const WITHOUT_BROWSER = [program === undefined, "no Chromium or Chrome on this machine"];

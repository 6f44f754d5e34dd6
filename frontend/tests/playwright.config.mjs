// Tests of the built pages in a real browser, against the mock API: `npm run test:pages`. They build the pages where
// these are older than their sources. `npm run snapshots` takes the pictures anew that snapshots.spec.mjs compares with.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "../test-results/pages-tests",
  snapshotPathTemplate: "{testDir}/snapshots/{arg}{ext}",
  globalSetup: "./built.mjs",
  fullyParallel: true,
  // Nothing here is about time, and a machine may be busy.
  timeout: 240_000,
  reporter: "list",
});

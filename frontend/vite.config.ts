import { fileURLToPath } from "node:url";

import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds the API; in production the pages and the API share one origin. */
const backend = process.env["VISAVIS_BACKEND_URL"] ?? "http://localhost:8000";

export default defineConfig({
  plugins: [tanstackRouter({ target: "react", autoCodeSplitting: true }), react(), tailwindcss()],
  resolve: {
    alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) },
  },
  build: {
    manifest: true,
    // The content security policy admits scripts, styles and fonts of our own origin, and no data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Every first visit brings all routes, without their pages. In a file of its own each, most of it is the names
        // of other files.
        codeSplitting: { groups: [{ name: "routes", test: /\/src\/routes\/[^?]+$/ }] },
      },
    },
  },
  server: {
    port: 3000,
    proxy: { "/api": backend },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

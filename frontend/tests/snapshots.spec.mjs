// Key screens as they are first seen, compared with the pictures in snapshots/. Both are shrunk to a quarter before: what
// remains is where things are and in what colour, not how the edges of a letter are smoothed. A button without a fill is
// twenty pixels and more then, and the letters of a display that smooths them otherwise are none.
import { expect } from "@playwright/test";

import { test, WITHOUT_BROWSER } from "./browser.mjs";

const SHRINK = 4;
const KEY_SCREENS = /** @type {const} */ ([
  "landing",
  "sign-in",
  "home",
  "check",
  "room",
  "report",
  "recruiter-candidates",
  "recruiter-review",
]);
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
/** What Chromium's made-up devices show and sound like changes all the time. */
const STILL = "video, meter, [role=meter] { visibility: hidden !important }";
const LOADING = ".animate-breathe, .animate-spin";

test.skip(...WITHOUT_BROWSER);

for (const name of KEY_SCREENS) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(() => {
      test.use({ viewport });

      test(`${name}, ${size}`, async ({ show }) => {
        const page = await show(name);
        await expect(page.locator(LOADING)).toHaveCount(0);
        const pictures = new Map();
        for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          pictures.set(colorScheme, await page.screenshot({ animations: "disabled", style: STILL }));
        }
        await page.goto("about:blank");
        for (const [theme, picture] of pictures) {
          const tolerance = { threshold: 0.1, maxDiffPixels: 20 };
          expect.soft(await shrunk(page, picture)).toMatchSnapshot(`${name}-${theme}-${size}.png`, tolerance);
        }
      });
    });
  }
}

/** From PNG to PNG. @param {import("@playwright/test").Page} studio Empty, to draw on. @param {Buffer} picture */
async function shrunk(studio, picture) {
  const small = await studio.evaluate(
    async ([data, factor]) => {
      const image = await createImageBitmap(
        new Blob([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))]),
      );
      const canvas = document.createElement("canvas");
      canvas.width = image.width / factor;
      canvas.height = image.height / factor;
      const pen = canvas.getContext("2d");
      if (pen === null) throw new Error("nothing to draw with");
      pen.imageSmoothingQuality = "high";
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/png");
    },
    /** @type {const} */ ([picture.toString("base64"), SHRINK]),
  );
  return Buffer.from(small.slice(small.indexOf(",") + 1), "base64");
}

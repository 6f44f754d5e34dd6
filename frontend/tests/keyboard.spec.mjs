// Every page by Tab alone: all that can be used is reached, in the order in which it is seen, with a ring around it, and
// Tab leaves the page again.
import { expect } from "@playwright/test";

import { test, WITHOUT_BROWSER } from "./browser.mjs";

/** Each page, with the button on it that opens a dialog, where there is one. */
const PAGES = /** @type {const} */ ([
  ["landing"],
  ["sign-in"],
  ["sign-up"],
  ["forgot-password"],
  ["reset-password"],
  ["home"],
  ["settings", "내 데이터 내려받기"],
  ["resumes"],
  ["interview-new-fit"],
  ["check-open"],
  ["room", "면접 끝내기"],
  ["report", "공유"],
  ["shared"],
  ["training"],
  ["recruiter-postings"],
  ["recruiter-candidates"],
  ["recruiter-review-blind"],
  ["admin-people"],
  ["admin-system"],
]);

test.skip(...WITHOUT_BROWSER);

for (const [name, opener] of PAGES)
  test(`Tab goes through ${name}`, async ({ show }) => {
    const page = await show(name);
    await page.evaluate(watchFocus);
    const { usable, presses } = await page.evaluate(() => Reflect.get(window, "walk").begin());
    expect(usable.length).toBeGreaterThan(0);
    for (let press = 0; press < presses; press += 1) await page.keyboard.press("Tab");
    const { stops, hasLeft } = await page.evaluate(() => Reflect.get(window, "walk").end());
    expect.soft(stops[0]?.name, "the first stop leads to the content").toBe("본문으로 건너뛰기");
    expect.soft(missing(usable, stops), "out of reach").toEqual([]);
    expect
      .soft(stops.filter((/** @type {Stop} */ stop) => !stop.hasRing).map(named), "without a ring")
      .toEqual([]);
    expect.soft(backwards(stops), "against the order on the screen").toEqual([]);
    expect.soft(hasLeft, "Tab leaves the page").toBe(true);
    if (opener !== undefined) await expectDialog(page, opener);
  });

test("the skip link leads past the header", async ({ show }) => {
  const page = await show("landing");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator("main :focus")).toHaveCount(1);
});

/** Keeps the focus while it is open, and gives it back. @param {import("@playwright/test").Page} page @param {string} opener */
async function expectDialog(page, opener) {
  const button = page.getByRole("button", { name: opener, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog.locator(":focus")).toHaveCount(1);
  for (const key of ["Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    await expect(dialog.locator(":focus")).toHaveCount(1);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
}

/** @typedef {{ id: number, name: string, hasRing: boolean, left: number, right: number, top: number, bottom: number }} Stop */

/** @param {Stop} stop */
const named = ({ name }) => name;

/** @param {Stop[]} usable @param {Stop[]} stops */
function missing(usable, stops) {
  const reached = new Set(stops.map(({ id }) => id));
  return usable.filter(({ id }) => !reached.has(id)).map(named);
}

/** Steps that go up, but into the next column, or back to the left in one line. @param {Stop[]} stops */
function backwards(stops) {
  return stops.slice(1).flatMap((stop, index) => {
    const before = /** @type {Stop} */ (stops[index]);
    const isUp = stop.bottom <= before.top && stop.left < before.right;
    const isBack = stop.right <= before.left && stop.top < before.bottom && stop.bottom > before.top;
    return isUp || isBack ? [`${before.name} → ${stop.name}`] : [];
  });
}

/** Runs in the page: remembers where the focus comes to. */
function watchFocus() {
  const USABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  /** @type {Element[]} */
  const known = [];
  /** @type {Stop[]} */
  const stops = [];

  /** @param {Element} element */
  const describe = (element) => {
    if (!known.includes(element)) known.push(element);
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const { left, right, top, bottom } = (labels[0] ?? element).getBoundingClientRect();
    const text = element.getAttribute("aria-label") ?? labels[0]?.textContent ?? element.textContent;
    return {
      id: known.indexOf(element),
      name: `${text || element.outerHTML.slice(0, 80)}`.trim().slice(0, 60),
      hasRing: hasRing(element),
      left,
      right,
      top: top + scrollY,
      bottom: bottom + scrollY,
    };
  };

  /** Drawn by the element or, where that is a bare input, by what surrounds it. @param {Element | null} element @returns {boolean} */
  const hasRing = (element, depth = 0) => {
    if (element === null || depth > 3) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return (
      (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || hasRing(element.parentElement, depth + 1)
    );
  };

  /** One of a group of radio buttons is a stop, the others its arrows'. @param {Element} element */
  const isStop = (element) => {
    if (element.matches(":disabled, [tabindex='-1'], [data-base-ui-focus-guard]")) return false;
    if (element instanceof HTMLInputElement && element.type === "radio") {
      const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)];
      const checked = group.find((one) => one instanceof HTMLInputElement && one.checked);
      return element === (checked ?? group[0]);
    }
    return true;
  };

  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(USABLE)) stops.push(describe(target));
  });
  /** A date has a stop for each of its parts, and for its calendar. @param {Element} element */
  const stopsOf = (element) => (element instanceof HTMLInputElement && element.type === "date" ? 4 : 1);

  Reflect.set(window, "walk", {
    begin: () => {
      // Tab goes on from what was used last: from here, that is the top.
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      scrollTo(0, 0);
      const usable = [...document.querySelectorAll(USABLE)]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => element.closest("[inert]") === null)
        .filter(isStop);
      // After the last stop the focus is the browser's, and then begins anew.
      const presses = usable.reduce((sum, element) => sum + stopsOf(element), 2);
      return { usable: usable.map(describe), presses };
    },
    end: () => {
      const again = stops.findIndex(({ id }, index) => index > 0 && id === stops[0]?.id);
      const hasLeft = again > 0 || document.activeElement === document.body;
      return { stops: again > 0 ? stops.slice(0, again) : stops, hasLeft };
    },
  });
}

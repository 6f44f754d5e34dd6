// Every page against the mock API, and how it comes to look like something worth seeing.
import { ids, question } from "./mock-api/data.mjs";
import { reviewed } from "./mock-api/hiring.mjs";
import { listening, mockMedia } from "./mock-media.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/**
 * `before` runs ahead of the page's own scripts.
 * @typedef {{ path: string, as?: string, asScrolled?: boolean, before?: () => void, act?: (page: Page) => Promise<void> }} Screen
 */
/** Up to where the app's first code is asked for. @param {Page} page */
async function beginSecondFactor(page) {
  await page.getByRole("button", { name: /^(Set it up|켜기)$/ }).click();
  await page.locator("[name=password]").fill("a long enough passphrase");
  await page.locator("[role=alertdialog] [type=submit]").click();
  await page.locator("[role=alertdialog] [name=code]").waitFor();
}

const TAKE_OVER = /^(여기서 계속하기|Go on here)$/;

/** @param {Page} page */
async function enterRoom(page) {
  await page
    .getByRole("button")
    .filter({ hasText: /면접실 들어가기|Enter the room/ })
    .click();
}

/** @type {Record<string, Screen>} */
export const screens = {
  landing: { path: "/" },
  "sign-in": {
    path: "/sign-in?next=/home",
    act: async (page) => {
      await page.locator("[name=email]").fill("haneul@example.com");
      await page.locator("[name=password]").fill("wrong-password");
      await page.locator("[type=submit]").click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  "sign-up": {
    path: "/sign-up",
    act: async (page) => {
      await page.locator("[name=email]").fill("haneul");
      await page.locator("[type=submit]").click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  "forgot-password": { path: "/forgot-password" },
  "reset-password": { path: "/reset-password#a-token" },
  home: {
    path: "/home",
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator(".recharts-line").first().waitFor();
    },
  },
  "home-offline": {
    path: "/home",
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(navigator, "onLine", { value: false });
        window.dispatchEvent(new Event("offline"));
      });
      await page.locator("[aria-live=polite]").filter({ hasText: /./ }).first().waitFor();
    },
  },
  "home-empty": { path: "/home", as: "new@example.com" },
  "home-recruiter": { path: "/home", as: "recruiter@example.com" },
  resumes: { path: "/resumes", as: "haneul@example.com" },
  training: {
    path: "/training",
    as: "haneul@example.com",
    act: async (page) => {
      await page
        .getByRole("button")
        .filter({ hasText: /카메라 켜기|Switch the camera on/ })
        .click();
      await page.locator("video").waitFor();
    },
  },
  "admin-system": { path: "/admin", as: "admin@example.com" },
  "admin-system-quiet": { path: "/home", as: "admin-new@example.com" },
  "admin-people": { path: "/admin/people", as: "admin@example.com" },
  "admin-people-refused": {
    path: "/admin/people",
    as: "admin@example.com",
    asScrolled: true,
    act: async (page) => {
      await page.locator("tbody [aria-haspopup=menu]").first().click();
      await page.getByRole("menuitem").nth(2).click();
      await page.getByRole("alertdialog").getByRole("button").nth(1).click();
      await page.getByRole("alertdialog").getByRole("alert").waitFor();
    },
  },
  "admin-numbers": { path: "/admin/numbers", as: "admin@example.com" },
  "admin-audit": { path: "/admin/audit", as: "admin@example.com" },
  "admin-variants": { path: "/admin/variants", as: "admin@example.com" },
  "admin-variants-empty": { path: "/admin/variants", as: "admin-new@example.com" },
  "interview-new": { path: "/interviews/new", as: "new@example.com" },
  "interview-new-refused": {
    path: "/interviews/new",
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator("[name=question_count]").nth(5).check();
      await page.locator("[type=submit]").click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  "interview-new-fit": {
    path: "/interviews/new",
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator("summary").click();
      await page.locator("[name=scenario]").nth(1).check();
      await page.locator("textarea").first().fill("Kubernetes, PostgreSQL");
    },
  },
  settings: { path: "/settings", as: "haneul@example.com" },
  "settings-saved": {
    path: "/settings",
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page.locator("[name=prep-seconds]").nth(1).check();
      await page.locator("[role=status]").filter({ hasText: /./ }).waitFor();
    },
  },
  "settings-consents": {
    path: "/settings",
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator("details summary").click();
      await page.locator("[name=consent-delivery]").uncheck();
    },
  },
  "settings-export": {
    path: "/settings",
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page
        .getByRole("button")
        .filter({ hasText: /내 데이터 내려받기|Download your data/ })
        .click();
      await page.locator("[name=password]").fill("wrong-password");
      await page.locator("[role=alertdialog] [type=submit]").click();
      await page.locator("[role=alertdialog] [role=alert]").waitFor();
    },
  },
  "settings-second-factor": {
    path: "/settings",
    as: "haneul@example.com",
    asScrolled: true,
    act: beginSecondFactor,
  },
  "settings-recovery-codes": {
    path: "/settings",
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await beginSecondFactor(page);
      await page.locator("[name=code]").fill("123456");
      await page.locator("[role=alertdialog] [type=submit]").click();
      await page.locator("[role=alertdialog] li").first().waitFor();
    },
  },
  "settings-staff": { path: "/settings", as: "admin@example.com" },
  "settings-erase": {
    path: "/settings/erase",
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator("[name=confirmation]").fill("haneul@example.org");
      await page.locator("[name=password]").fill("secret");
      await page.locator("form [type=submit]").click();
    },
  },
  "settings-erase-staff": { path: "/settings/erase", as: "admin@example.com" },
  "landing-erased": { path: "/?erased=01a203cf-0c0d-779e-864c-c3ad0c671f18" },
  check: { path: `/interviews/${ids.scheduled}/check`, as: "haneul@example.com" },
  "check-typed": {
    path: `/interviews/${ids.scheduledKorean}/check`,
    as: "new@example.com",
    act: async (page) => {
      await page.locator("details summary").click();
    },
  },
  "check-open": {
    path: `/interviews/${ids.scheduled}/check`,
    as: "haneul@example.com",
    act: async (page) => {
      const items = page.locator("main ol > li");
      await items.nth(0).getByRole("button").first().click();
      await items.nth(1).getByRole("button").first().click();
      await items.nth(1).locator("video").waitFor();
      await items.nth(3).getByRole("button").first().click();
      await items
        .nth(3)
        .getByRole("group")
        .filter({ has: page.getByRole("button") })
        .waitFor();
      await items.nth(2).locator("[data-status=attention]").waitFor();
    },
  },
  "check-failed": {
    path: `/interviews/${ids.scheduled}/check`,
    as: "haneul@example.com",
    before: refuseDevices,
    act: async (page) => {
      const items = page.locator("main ol > li");
      await items.nth(0).getByRole("button").first().click();
      await items.nth(1).getByRole("button").first().click();
      await items.nth(1).locator("[role=alert]").waitFor();
      await items.nth(2).locator("[data-status=attention]").waitFor();
    },
  },
  room: {
    path: `/interviews/${ids.scheduled}/room`,
    as: "haneul@example.com",
    act: async (page) => {
      await mockMedia(page, listening(question));
      await enterRoom(page);
      await page.getByRole("log").filter({ hasText: /./ }).waitFor();
      await page.locator("video").waitFor();
    },
  },
  "room-occupied": {
    path: `/interviews/${ids.scheduled}/room`,
    as: "haneul@example.com",
    act: async (page) => {
      await page.route("**/media/offer", (route) =>
        route.fulfill({ status: 409, json: { error: "PeerAlreadyConnected", detail: "", fields: {} } }),
      );
      await enterRoom(page);
      await page.getByRole("button", { name: TAKE_OVER }).waitFor();
    },
  },
  "room-taken-over": {
    path: `/interviews/${ids.scheduled}/room`,
    as: "haneul@example.com",
    act: async (page) => {
      await mockMedia(page, [
        ...listening(question),
        { type: "error", error: "TakenOver", detail: "", fatal: true },
      ]);
      await enterRoom(page);
      await page.getByRole("button", { name: TAKE_OVER }).waitFor();
    },
  },
  report: {
    path: `/interviews/${ids.reported}/report`,
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator(".recharts-radar").waitFor();
      await page.locator(".recharts-line").first().waitFor();
    },
  },
  "report-quote": {
    path: `/interviews/${ids.reported}/report`,
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page.locator("#quote-1-result-1").focus();
    },
  },
  "report-remake": {
    path: `/interviews/${ids.reported}/report`,
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page.locator("main [aria-haspopup=menu]").click();
      await page.getByRole("menuitem").nth(1).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  "report-share": {
    path: `/interviews/${ids.reported}/report`,
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page
        .getByRole("button")
        .filter({ hasText: /^(공유|Share)$/ })
        .click();
      await page.getByRole("dialog").getByRole("list").waitFor();
      await page.getByRole("dialog").locator("[type=submit]").click();
      await page.getByRole("dialog").getByRole("textbox").nth(1).waitFor();
    },
  },
  "report-correct": {
    path: `/interviews/${ids.reported}/report`,
    as: "haneul@example.com",
    asScrolled: true,
    act: async (page) => {
      await page
        .getByRole("button")
        .filter({ hasText: /^(잘못 들린 말 고치기|Correct what was misheard)$/ })
        .first()
        .click();
      await page
        .getByRole("dialog")
        .getByRole("button")
        .filter({ hasText: /^(고치기|Correct)$/ })
        .click();
      await page.getByRole("dialog").getByRole("textbox").waitFor();
    },
  },
  shared: { path: "/shared#scores-words-coaching" },
  "shared-scores": { path: "/shared#scores" },
  "shared-words": { path: "/shared#words" },
  "shared-revoked": { path: "/shared#revoked" },
  "report-unmeasured": { path: `/interviews/${ids.unmeasured}/report`, as: "haneul@example.com" },
  "report-waiting": {
    path: `/interviews/${ids.waiting}/report`,
    as: "haneul@example.com",
    act: async (page) => {
      await page.locator("ol li").nth(3).waitFor();
    },
  },
  "report-live": { path: `/interviews/${ids.live}/report`, as: "haneul@example.com" },
  "report-missing": {
    path: "/interviews/01930000-0000-7000-8000-0000000000ff/report",
    as: "haneul@example.com",
  },
  "recruiter-postings": { path: "/recruiting/postings", as: "recruiter@example.com" },
  "recruiter-candidates": { path: "/recruiting/candidates", as: "recruiter@example.com" },
  "recruiter-review": { path: `/recruiting/interviews/${reviewed.open}`, as: "recruiter@example.com" },
  "recruiter-review-blind": {
    path: `/recruiting/interviews/${reviewed.blind}`,
    as: "recruiter@example.com",
  },
  "not-found": { path: "/nowhere" },
  components: { path: "/dev/components" },
};

/** A microphone that was blocked, and a camera that another program holds. Runs in the page. */
function refuseDevices() {
  navigator.permissions.query = () => Promise.resolve(/** @type {PermissionStatus} */ ({ state: "denied" }));
  navigator.mediaDevices.getUserMedia = (constraints) =>
    Promise.reject(new DOMException("", constraints?.audio ? "NotAllowedError" : "NotReadableError"));
}

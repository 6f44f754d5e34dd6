"""What axe finds on a page, whose context must let its script in (`bypass_csp`)."""

from typing import Any

from playwright.sync_api import Page
from visavis.launcher.settings import checkout

AXE = checkout() / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
THEMES = ("light", "dark")
ALL_FADED = """async () => {
  const isFading = ({ playState, effect }) =>
    playState === "running" && effect.getComputedTiming().endTime !== Infinity;
  for (let frame = 0, still = 0; still < 5 && frame < 120; frame += 1) {
    await new Promise(requestAnimationFrame);
    still = document.getAnimations().some(isFading) ? 0 : still + 1;
  }
}"""
"""A theme's colours are handed on from element to element, a frame each; halfway, every contrast is low."""


def assert_accessible(page: Page, where: str) -> None:
    """No serious finding, as the page is now."""
    page.add_script_tag(path=AXE)
    # A menu's focus guards hand the focus on and never keep it, which axe cannot know.
    checked = "{ exclude: [['[data-base-ui-focus-guard]']] }"
    found: dict[str, Any] = page.evaluate(f"axe.run({checked}, {{ resultTypes: ['violations'] }})")
    serious = [
        (finding["id"], [(node["html"], node["failureSummary"]) for node in finding["nodes"]])
        for finding in found["violations"]
        if finding["impact"] in {"serious", "critical"}
    ]
    assert not serious, (where, serious)


def assert_accessible_in_both_themes(page: Page, where: str) -> None:
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(ALL_FADED)
        assert_accessible(page, f"{where}, {theme}")


def assert_fits_a_phone(page: Page, where: str) -> None:
    viewport = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], f"{where} is wider than a phone"
    assert viewport
    page.set_viewport_size(viewport)

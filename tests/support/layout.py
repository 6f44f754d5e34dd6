"""What moves on a page without anybody having asked for it."""

from typing import Any

from playwright.sync_api import Page

WATCH = """
window.visavisShifts = [];
const nameOf = (node) =>
  node instanceof Element ? `${node.localName} “${node.textContent.trim().slice(0, 40)}”` : String(node?.nodeName);
const boxOf = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
new PerformanceObserver((list) => {
  for (const { value, startTime, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput)
      window.visavisShifts.push({
        value,
        startTime,
        path: location.pathname,
        moved: sources.map(({ node, previousRect, currentRect }) =>
          `${nameOf(node)}: ${boxOf(previousRect)} → ${boxOf(currentRect)}`),
      });
}).observe({ type: "layout-shift" });
"""
MOVING = """document.getAnimations()
  .filter(({ timeline }) => timeline instanceof DocumentTimeline)
  .filter(({ effect }) => effect.getComputedTiming().activeDuration > 1)
  .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)"""
"""What takes more than a millisecond; what follows the scrolling has no duration."""
GAP_MS, WINDOW_MS = 1_000, 5_000

Shift = dict[str, Any]


def watch_shifts(page: Page) -> None:
    """Before the page is opened."""
    page.add_init_script(WATCH)


def assert_stands_still(page: Page, path: str, *, budget: float = 0.01) -> None:
    """Since the page was loaded, its cumulative layout shift under addresses that end with `path` is at most `budget`.

    The unit is that of the Layout Instability API, the part of the window that moved times how far; summed over the
    worst burst, as in Core Web Vitals: shifts with less than a second between them, within five seconds.
    """
    shifts = [shift for shift in page.evaluate("window.visavisShifts") if shift["path"].endswith(path)]
    worst = max(bursts(shifts), key=_total, default=[])
    assert _total(worst) <= budget, worst


def bursts(shifts: list[Shift]) -> list[list[Shift]]:
    found: list[list[Shift]] = []
    for shift in shifts:
        now = shift["startTime"]
        if found and now - found[-1][-1]["startTime"] < GAP_MS and now - found[-1][0]["startTime"] < WINDOW_MS:
            found[-1].append(shift)
        else:
            found.append([shift])
    return found


def assert_no_motion(page: Page) -> None:
    """Nothing is animated, for somebody who asked their system for that."""
    assert page.evaluate(MOVING) == []


def _total(shifts: list[Shift]) -> float:
    return sum(shift["value"] for shift in shifts)

"""Scores, bands and progress as vectors, each with its figures beside it as text."""

from contracts.evaluation import MeasuredScore, Stability

from ai_worker.report_pdf.sheet import ACCENT, INK, LINE, MUTED, SMALL, SUNKEN, Sheet
from ai_worker.report_pdf.texts import figure, reason_in

BAR_HEIGHT = 2.6
STEPS = 4
CHART_HEIGHT = 38.0


def score_bar(sheet: Sheet, label: str, score: MeasuredScore, *, x: float, width: float) -> None:
    """A label with its score, a bar of 0–100 under it, and what the score rests on; a dashed bar without a score."""
    sheet.set_x(x)
    sheet.type(10.5)
    sheet.cell(width - 40, 6, label)
    value = sheet.texts["unmeasured"] if score.value is None else figure(score.value)
    sheet.type(10.5 if score.value is None else 13, bold=True)
    sheet.cell(40, 6, value, align="R")
    sheet.ln(6.5)
    y = sheet.get_y()
    if score.value is None:
        sheet.set_draw_color(*MUTED)
        sheet.set_dash_pattern(1, 1)
        sheet.rect(x, y, width, BAR_HEIGHT, style="D")
        sheet.set_dash_pattern()
    else:
        _bar(sheet, x, y, width, SUNKEN)
        _bar(sheet, x, y, width * score.value / 100, ACCENT)
        if score.stability:
            _range(sheet, x, y, width, score.stability)
    sheet.set_xy(x, y + BAR_HEIGHT + 0.8)
    sheet.type(SMALL, colour=MUTED)
    sheet.cell(width, 4.5, basis(sheet, score))
    sheet.ln(7.5)


def basis(sheet: Sheet, score: MeasuredScore) -> str:
    rests_on = sheet.texts["basis"].format(measured=score.criteria_measured, total=score.criteria_total)
    if (stability := score.stability) is not None:
        band = {"low": figure(stability.low), "high": figure(stability.high), "n": stability.n}
        rests_on += " · " + sheet.texts["stability"].format(**band)
    return rests_on if score.value is not None else f"{rests_on} · {reason_in(sheet.language, score.reason)}"


def band_scale(sheet: Sheet, band: int) -> None:
    """As many filled steps as the band, and the band in words."""
    y = sheet.get_y() + 1.3
    for step in range(1, STEPS + 1):
        _bar(sheet, sheet.l_margin + (step - 1) * 8.4, y, 7.4, ACCENT if step <= band else SUNKEN)
    sheet.set_x(sheet.l_margin + STEPS * 8.4 + 1.5)
    sheet.type(SMALL, bold=True)
    sheet.cell(60, 5, sheet.texts["band"].format(band=band))
    sheet.ln(6)


def progress_line(sheet: Sheet, points: list[tuple[str, float]]) -> None:
    """Scores of 0–100 in order of time, each with its label under it; the last one is this interview's."""
    sheet.keep_together(CHART_HEIGHT + 14)
    left, top = sheet.l_margin + 8, sheet.get_y() + 5
    width = sheet.epw - 16
    _grid(sheet, left, top, width)
    step = width / len(points)
    places = [
        (left + step * (index + 0.5), top + CHART_HEIGHT * (1 - value / 100)) for index, (_, value) in enumerate(points)
    ]
    sheet.set_draw_color(*ACCENT)
    sheet.set_line_width(0.6)
    sheet.polyline(places)
    sheet.set_line_width(0.2)
    for (x, y), (label, value) in zip(places, points, strict=True):
        is_last = (x, y) == places[-1]
        sheet.set_fill_color(*(ACCENT if is_last else (255, 255, 255)))
        sheet.circle(x, y, 1.2, style="DF")
        _centred(sheet, x, y - 5.5, figure(value), bold=True)
        _centred(sheet, x, top + CHART_HEIGHT + 1, label, colour=INK if is_last else MUTED)
    sheet.set_xy(sheet.l_margin, top + CHART_HEIGHT + 8)


def _range(sheet: Sheet, x: float, y: float, width: float, stability: Stability) -> None:
    """A bracket over the bar, from the lowest score of repeated judging to the highest."""
    low, high = x + width * stability.low / 100, x + width * stability.high / 100
    sheet.set_draw_color(*INK)
    sheet.set_line_width(0.35)
    sheet.line(low, y + BAR_HEIGHT / 2, high, y + BAR_HEIGHT / 2)
    for end in (low, high):
        sheet.line(end, y - 0.6, end, y + BAR_HEIGHT + 0.6)
    sheet.set_line_width(0.2)


def _grid(sheet: Sheet, left: float, top: float, width: float) -> None:
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.2)
    for mark in (0, 50, 100):
        y = top + CHART_HEIGHT * (1 - mark / 100)
        sheet.line(left, y, left + width, y)
        sheet.set_xy(left - 8, y - 2)
        sheet.type(7, colour=MUTED)
        sheet.cell(6.5, 4, str(mark), align="R")


def _centred(
    sheet: Sheet, x: float, y: float, text: str, *, bold: bool = False, colour: tuple[int, int, int] = INK
) -> None:
    sheet.set_xy(x - 15, y)
    sheet.type(7, bold=bold, colour=colour)
    sheet.cell(30, 4, text, align="C")


def _bar(sheet: Sheet, x: float, y: float, width: float, colour: tuple[int, int, int]) -> None:
    sheet.set_fill_color(*colour)
    radius = min(BAR_HEIGHT / 2, width / 2)
    if width > 0:
        sheet.rect(x, y, width, BAR_HEIGHT, style="F", round_corners=True, corner_radius=radius)

"""Scores on an axis each, in a circle, with the band between which repeated judging moved them."""

import math
from collections.abc import Sequence
from itertools import pairwise

from contracts.evaluation import MeasuredScore

from ai_worker.report_pdf.sheet import ACCENT, INK, LINE, MUTED, Sheet
from ai_worker.report_pdf.texts import figure

FEWEST = 3
"""A radar of fewer scores has no area to look at."""
RADIUS = 30.0
HEIGHT = 2 * RADIUS + 22
LABEL_WIDTH = 44.0
BAND = (206, 226, 231)
Place = tuple[float, float]


def radar(sheet: Sheet, scores: Sequence[tuple[str, MeasuredScore]]) -> None:
    """Each score of 0–100 under its name. Between an axis without a score and its neighbours nothing is drawn, for in
    the centre it would read as a zero.
    """
    sheet.keep_together(HEIGHT)
    centre = (sheet.l_margin + sheet.epw / 2, sheet.get_y() + HEIGHT / 2)
    angles = [2 * math.pi * index / len(scores) for index in range(len(scores))]
    _grid(sheet, centre, angles)
    axes = [(angle, score) for angle, (_, score) in zip(angles, scores, strict=True)]
    neighbours = list(pairwise([*axes, axes[0]]))
    for one, other in neighbours:
        _band(sheet, centre, one, other)
    for one, other in neighbours:
        _line(sheet, centre, one, other)
    for angle, score in axes:
        if score.value is not None:
            sheet.set_fill_color(*ACCENT)
            sheet.circle(*_at(centre, angle, score.value), 1.1, style="F")
    for angle, (name, score) in zip(angles, scores, strict=True):
        _label(sheet, centre, angle, name, score)
    sheet.set_xy(sheet.l_margin, centre[1] + HEIGHT / 2)


def _at(centre: Place, angle: float, score: float) -> Place:
    """The first axis points up, the others follow clockwise."""
    return centre[0] + math.sin(angle) * RADIUS * score / 100, centre[1] - math.cos(angle) * RADIUS * score / 100


def _grid(sheet: Sheet, centre: Place, angles: Sequence[float]) -> None:
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.2)
    for mark in (25, 50, 75, 100):
        sheet.polygon([_at(centre, angle, mark) for angle in angles], style="D")
    for angle in angles:
        sheet.line(*centre, *_at(centre, angle, 100))


def _band(sheet: Sheet, centre: Place, one: tuple[float, MeasuredScore], other: tuple[float, MeasuredScore]) -> None:
    if (first := one[1].stability) is None or (second := other[1].stability) is None:
        return
    sheet.set_fill_color(*BAND)
    corners = ((one[0], first.low), (one[0], first.high), (other[0], second.high), (other[0], second.low))
    sheet.polygon([_at(centre, angle, score) for angle, score in corners], style="F")


def _line(sheet: Sheet, centre: Place, one: tuple[float, MeasuredScore], other: tuple[float, MeasuredScore]) -> None:
    if one[1].value is None or other[1].value is None:
        return
    sheet.set_draw_color(*ACCENT)
    sheet.set_line_width(0.6)
    sheet.line(*_at(centre, one[0], one[1].value), *_at(centre, other[0], other[1].value))
    sheet.set_line_width(0.2)


def _label(sheet: Sheet, centre: Place, angle: float, name: str, score: MeasuredScore) -> None:
    """Beside the end of its axis: to the right of it on the right side, centred above and below."""
    x, y = _at(centre, angle, 108)
    sideways = math.sin(angle)
    align, left = (
        ("C", x - LABEL_WIDTH / 2) if abs(sideways) < 0.2 else ("L", x) if sideways > 0 else ("R", x - LABEL_WIDTH)
    )
    top = y - 4 - 4 * math.cos(angle)
    value = sheet.texts["unmeasured"] if score.value is None else figure(score.value)
    for line, bold, colour in (
        (name, True, INK),
        (value, score.value is not None, MUTED if score.value is None else ACCENT),
    ):
        sheet.set_xy(left, top)
        sheet.type(8, bold=bold, colour=colour)
        sheet.cell(LABEL_WIDTH, 4, line, align=align)
        top += 4

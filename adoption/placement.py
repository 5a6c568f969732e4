"""Where ticks and labels go: round scales, dates at the ends of periods, labels that never overlap.

Plain arithmetic in pixels. Text is measured in the font that comes with matplotlib, which is wider
than the system fonts of a page, so that what fits here fits there.
"""

from __future__ import annotations

import functools
import itertools
import math
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any

import pandas as pd

from adoption import labels

EM_WIDE = 1.05  # an ideograph fills its square; a little air on both sides
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
EVENTS_AT_MOST = 8


@functools.cache
def _font(bold: bool) -> tuple[Any, Any]:
    """Return a font object of our own (matplotlib's are shared, and change size) and its map."""
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else 400)))
    font.set_size(100, 72)
    return font, font.get_charmap()


@functools.cache
def _advance(character: str, bold: bool) -> float:
    """Return the width of one character in ems."""
    font, known = _font(bold)
    if unicodedata.combining(character):
        return 0.0
    if ord(character) not in known:
        return EM_WIDE
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100


def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """Return the width of the longest line of `text` in pixels, at `size` pixels."""
    return max(
        (size * sum(_advance(c, bold) for c in line) for line in text.split("\n")), default=0.0
    )


def wrap(text: str, *, size: float, width: float, bold: bool = False) -> str:
    r"""Break `text` into lines of at most `width` pixels; a single word may be wider.

    Examples
    --------
    >>> wrap("Republic of Korea", size=12, width=80)
    'Republic of\nKorea'
    """
    if text_width(text, size=size, bold=bold) <= width:
        return text
    characters = max(4, int(len(text) * width / text_width(text, size=size, bold=bold)))
    for count in range(characters + 4, 3, -1):
        broken = "\n".join(textwrap.wrap(text, count, break_long_words=False)) or text
        if text_width(broken, size=size, bold=bold) <= width:
            return broken
    return "\n".join(text.split())


def shorten(text: str, *, size: float, width: float, bold: bool = False) -> str:
    """Cut `text` so that it fits, with an ellipsis; the full words stand in the table."""
    while len(text) > 1 and text_width(text + "…", size=size, bold=bold) > width:
        text = text[:-1].rstrip()
    return text + "…"


def value_ticks(
    lower: float, upper: float, *, count: int = 5, top: float | None = None
) -> list[float]:
    """Return round ticks from zero (or below) that span the values, both ends included.

    Parameters
    ----------
    lower, upper : float
        The smallest and the largest value to be shown; zero is always shown too.
    count : int
        Steps at most.
    top : float, optional
        A ceiling no tick may pass: 100 for shares.

    Examples
    --------
    >>> value_ticks(0, 42.8), value_ticks(0, 602e6, count=4)
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [0.0, 200000000.0, 400000000.0, 600000000.0, 800000000.0])
    >>> value_ticks(-1.2, 3.9), value_ticks(0, 97.0, top=100)
    ([-2.0, 0.0, 2.0, 4.0], [0.0, 20.0, 40.0, 60.0, 80.0, 100.0])
    """
    lower, upper = min(0.0, lower), max(0.0, upper)
    if upper == lower:
        upper = 1.0
    rough = (upper - lower) / count
    exponent = math.floor(math.log10(rough))
    steps = sorted(m * 10.0**p for m in (1, 2, 2.5, 5) for p in range(exponent, exponent + 3))
    for step in steps:
        first, last = math.floor(lower / step + 1e-9), math.ceil(upper / step - 1e-9)
        if last - first <= count and (top is None or last * step <= top or upper > top):
            return [round(k * step, 12) for k in range(first, last + 1)]
    raise ValueError(f"no round scale from {lower} to {upper}")


def date_ticks(
    first: pd.Timestamp, last: pd.Timestamp, *, width: float, size: float, quarters: bool = False
) -> list[tuple[pd.Timestamp, str]]:
    """Return ticks at the ends of months, as "Dec 2025" or "2025 Q4", few enough to be read.

    A figure stands at the end of its reference period, so a tick named "Dec 2025" stands on
    31 December 2025.

    Parameters
    ----------
    first, last : Timestamp
        Ends of the axis.
    width, size : float
        Length of the axis and size of the text in pixels.
    quarters : bool
        Name quarters instead of months; for series of quarters.
    """
    room = max(2, min(8, int(width / (text_width("Sep 2025", size=size) + 1.6 * size))))
    months = [(12 * end.year + end.month, end) for end in pd.date_range(first, last, freq="ME")]
    for step in MONTH_STEPS[2:] if quarters else MONTH_STEPS:
        ends = [end for count, end in months if count % step == 0]
        if 1 <= len(ends) <= room:
            return [(end, _date_words(end, quarters)) for end in ends]
    return [(last, _date_words(last, quarters))]


def _date_words(end: pd.Timestamp, quarters: bool) -> str:
    return f"{end.year} Q{(end.month + 2) // 3}" if quarters else labels.month(end, short=True)


def spread(
    centres: Sequence[float], heights: Sequence[float], *, lower: float, upper: float
) -> list[float]:
    """Move labels along one axis, as little as possible, until none overlap.

    Minimises the sum of squared moves with the order kept (pooled adjacent violators), inside
    `lower` to `upper`. Raises `ValueError` where the labels are taller than the room.

    Examples
    --------
    >>> spread([50.0, 52.0, 90.0], [10.0, 10.0, 10.0], lower=0, upper=100)
    [46.0, 56.0, 90.0]
    """
    if sum(heights) > upper - lower + 1e-9:
        raise ValueError(f"labels of {sum(heights):.0f} px do not fit in {upper - lower:.0f} px")
    order = sorted(range(len(centres)), key=lambda i: (centres[i], i))
    offsets, total = [], 0.0
    for k, i in enumerate(order):
        total += (heights[order[k - 1]] + heights[i]) / 2 if k else 0.0
        offsets.append(total)
    pools: list[tuple[float, int]] = []
    for k, i in enumerate(order):
        mean, size = centres[i] - offsets[k], 1
        while pools and pools[-1][0] > mean:
            before, n = pools.pop()
            mean, size = (before * n + mean * size) / (n + size), n + size
        pools.append((mean, size))
    if not order:
        return []
    low = lower + heights[order[0]] / 2
    high = upper - heights[order[-1]] / 2 - offsets[-1]
    placed = [0.0] * len(order)
    flat = [mean for mean, size in pools for _ in range(size)]
    for k, i in enumerate(order):
        placed[i] = min(max(flat[k], low), high) + offsets[k]
    return placed


def along(
    xs: Sequence[float], ys: Sequence[float], *, step: float = 4.0
) -> list[tuple[float, float]]:
    """Return points on a line at most `step` pixels apart, its corners among them."""
    points = []
    for (x0, y0), (x1, y1) in itertools.pairwise(zip(xs, ys, strict=True)):
        count = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
        points += [(x0 + (x1 - x0) * k / count, y0 + (y1 - y0) * k / count) for k in range(count)]
    return [*points, *zip(xs[-1:], ys[-1:], strict=True)]


def free_corner(
    x: float, y: float, width: float, height: float, *, taken: Sequence[tuple[float, float]],
    left: float, right: float, bottom: float, top: float, gap: float = 8.0,
) -> tuple[float, float] | None:  # fmt: skip
    """Return the lower left corner of a free place for a label beside the point (x, y), or None.

    Tried in this order: right of the point, above it, below it; free means inside the plot and
    with no point of `taken` in it or within 3 pixels of it.

    Examples
    --------
    >>> free_corner(50, 50, 20, 10, taken=[(70, 50)], left=0, right=100, bottom=0, top=100)
    (35, 58.0)
    """
    places = [
        (x + gap, y - height / 2),
        (x + 5 - width, y + gap),
        (x - 5, y + gap),
        (x + 5 - width, y - gap - height),
        (x - 5, y - gap - height),
    ]
    for at_x, at_y in places:
        inside = left <= at_x and at_x + width <= right and bottom <= at_y and at_y + height <= top
        if inside and is_free(at_x, at_y, width, height, taken=taken):
            return at_x, at_y
    return None


def is_free(
    left: float, bottom: float, width: float, height: float, *, taken: Sequence[tuple[float, float]]
) -> bool:
    """Return whether no point of `taken` lies in a box or within 3 pixels of it."""
    return not any(
        left - 3 < x < left + width + 3 and bottom - 3 < y < bottom + height + 3 for x, y in taken
    )


def stagger(
    positions: Sequence[float], widths: Sequence[float], *, lower: float, upper: float
) -> list[tuple[int, str]]:
    """Give each event a row and a side for its label, so that labels and ticks never cross.

    A tick rises from the plot to the row of its label; the label stands to the right of the tick
    ("left": the label begins there) or, near the right edge, to the left of it ("right").

    Returns
    -------
    list of (row, alignment)
        Rows count upwards from 0, next to the plot. In the order of `positions`.
    """
    if len(positions) > EVENTS_AT_MOST:
        raise ValueError(
            f"{len(positions)} events: a chart shows at most {EVENTS_AT_MOST}, "
            "so choose those that matter"
        )
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    best: list[tuple[int, str]] | None = None
    for turned in range(len(order) + 1):
        sides = {i: "right" if k >= len(order) - turned else "left" for k, i in enumerate(order)}
        spans = {
            i: (positions[i], positions[i] + widths[i])
            if sides[i] == "left"
            else (positions[i] - widths[i], positions[i])
            for i in order
        }
        if any(a < lower - 1e-9 or b > upper + 1e-9 for a, b in spans.values()):
            continue
        rows = _rows(order, positions, spans)
        if rows is None:
            continue
        if best is None or max(rows.values()) < max(row for row, _ in best):
            best = [(rows[i], sides[i]) for i in range(len(order))]
    if best is None:
        raise ValueError("the labels of the events do not fit: shorten them")
    return best


def _rows(
    order: list[int], positions: Sequence[float], spans: dict[int, tuple[float, float]]
) -> dict[int, int] | None:
    """Return the lowest rows that work, or None: who lies over whose tick must be above it."""
    above: dict[int, set[int]] = {i: set() for i in order}
    apart: dict[int, set[int]] = {i: set() for i in order}
    for i, j in itertools.permutations(order, 2):
        if spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1]:
            apart[i].add(j)
        covers = spans[i][0] <= positions[j] <= spans[i][1]
        if covers and (positions[i] != positions[j] or order.index(i) < order.index(j)):
            above[i].add(j)
    if any(i in above[j] for i in order for j in above[i]):
        return None
    rows: dict[int, int] = {}
    while len(rows) < len(order):
        ready = [i for i in order if i not in rows and above[i] <= rows.keys()]
        if not ready:
            return None
        i = ready[0]
        row = max((rows[j] + 1 for j in above[i]), default=0)
        while any(rows.get(j) == row for j in apart[i]):
            row += 1
        rows[i] = row
    return rows

"""Charts of rows: one dot for each row with its interval, or two dots joined, in the order given.

For rankings, for measures side by side, for dates as ranges. Charts over time are in `charts.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from adoption import placement
from adoption.descriptions import Unit, date_of, rank_words, row_table, row_words
from adoption.drawing import (
    COLOUR_OF,
    GAP,
    LINE,
    SIZE,
    SMALL,
    WIDTHS,
    Chart,
    Layout,
    Panel,
    day_numbers,
    scale_of,
    text_width,
    tick_words,
    value_axis,
)

# Charts of rows


def dots(
    table: pd.DataFrame,
    *,
    unit: Unit = "percent",
    ranks: bool = False,
    caption: str | None = None,
    layout: Layout = "wide",
) -> Chart:
    """Draw one dot for each row, with its interval; the order of the table is kept.

    Parameters
    ----------
    table : DataFrame
        `label` and `value`; and where there are any: `lower` and `upper`, `rounding` (sets the
        decimals), `detail` (a second, smaller line), `highlight` (bool), `geo` (ink of a
        highlighted row), `words` (written at the right instead of the value). Values may be
        dates; an `upper` that is missing beside a `lower` runs to the end of the axis.
    unit : {"percent", "points", "persons", "number", "date"}
        What the values are.
    ranks : bool
        Write ranks before the labels: those of the column `rank` (needed where the table is a part
        of a longer ranking), else those among these rows; overlapping intervals share them ("2–4").
    caption, layout
        As in `lines`.
    """
    rows = row_table(table, unit, ("value", "lower", "upper"))
    words = row_words(rows, unit, "value")
    panel, centres = _row_panel(rows, words, unit, layout, caption, ranks, heads=0)
    right = panel.x_limits[1]
    for y, (_, row) in zip(centres, rows.iterrows(), strict=True):
        ink = _row_ink(row, rows)
        if not math.isnan(row["lower"]):
            end = right if math.isnan(row["upper"]) else row["upper"]
            panel.rule([row["lower"], end], [y, y], ink, width=2.4, cap="butt")
        if not math.isnan(row["value"]):
            panel.dots([row["value"]], [y], ink, marker="o")
    return panel.chart


def dumbbell(
    table: pd.DataFrame,
    *,
    before: str,
    after: str,
    unit: Unit = "percent",
    ranks: bool = False,
    caption: str | None = None,
    layout: Layout = "wide",
) -> Chart:
    """Draw two joined dots for each row: open for the earlier period, full for the later.

    Parameters
    ----------
    table : DataFrame
        `label`, `before` and `after`; optional columns as in `dots`.
    before, after : str
        The two periods in words, written once above the first row.
    unit, ranks, caption, layout
        As in `dots`; ranks are those of `after`.
    """
    rows = row_table(table, unit, ("before", "after", "lower", "upper"))
    rows["value"] = rows["after"]
    words = row_words(rows, unit, "after")
    panel, centres = _row_panel(rows, words, unit, layout, caption, ranks, heads=1)
    size = 6.5 if layout == "wide" else 5.5
    for y, (_, row) in zip(centres, rows.iterrows(), strict=True):
        ink = _row_ink(row, rows)
        panel.rule([row["before"], row["after"]], [y, y], ink, width=1.6)
        panel.dots([row["before"]], [y], ink, size=size, hollow=True)
        panel.dots([row["after"]], [y], ink, size=size)
    _heads(panel, rows.iloc[0], before, after)
    return panel.chart


# Rows


def _row_panel(
    rows: pd.DataFrame,
    words: Sequence[str],
    unit: Unit,
    layout: Layout,
    caption: str | None,
    ranks: bool,
    heads: int,
) -> tuple[Panel, list[float]]:
    """Return a panel with one line for each row, labels at its left, or above it where narrow."""
    full = WIDTHS[layout]
    rank = [""] * len(rows)
    if ranks:
        rank = [str(r) for r in rows["rank"]] if "rank" in rows.columns else rank_words(rows)
    rank_width = max(text_width(word, size=SMALL) for word in rank)
    indent = rank_width + GAP if ranks else 0.0
    widths = [
        max(text_width(row["label"], bold=bool(row["highlight"])),
            text_width(row["detail"], size=SMALL - 1))
        for _, row in rows.iterrows()
    ]  # fmt: skip
    most = full * (0.48 if layout == "wide" else 0.42)
    above = layout == "narrow" and indent + max(widths) + GAP > most
    has_detail = bool(rows["detail"].astype(bool).any())
    label_width = 0.0 if above else min(indent + max(widths) + 0.5 * GAP, most) + GAP
    right = max(text_width(word) for word in words) + 1.5 * GAP
    ticks, tick_labels = _row_ticks(rows, unit, full - label_width - right)
    label_width = max(label_width, text_width(tick_labels[0], size=SMALL) / 2)
    right = max(right, text_width(tick_labels[-1], size=SMALL) / 2)
    details = SMALL * LINE if has_detail else 0.0
    pitch = 22.0 + (details + 16 if above else max(0.0, details - 2))
    top = 8.0 + heads * 20 + (SIZE * LINE + 6 if caption else 0)
    bottom, height = 26.0, pitch * len(rows)
    panel = Chart(full, bottom + height + top).panel(
        left=label_width, bottom=bottom, width=full - label_width - right, height=height
    )
    panel.y_limits = 0.0, height
    value_axis(panel, ticks, tick_labels, "x")
    centres = []
    for k, (_, row) in enumerate(rows.iterrows()):
        middle = height - (k + 0.5) * pitch
        dot = middle - (details / 2 + 8 if above else 0)
        name_y = bottom + (dot + 15 + details if above else middle + details / 2)
        strong = bool(row["highlight"])
        ink = _row_ink(row, rows) if strong else "ink"
        start = label_width + 5 if above else 0.0
        if ranks:
            panel.text(start + rank_width, name_y, rank[k], size=SMALL, ink="muted", at="right")
        start += indent
        room = (full if above else label_width - GAP) - start
        name = _fitting(str(row["label"]), room, size=SIZE, bold=strong)
        panel.text(start, name_y, name, bold=strong, ink=ink, halo=above)
        if row["detail"]:
            detail = _fitting(str(row["detail"]), room, size=SMALL - 1)
            level = name_y - SMALL * LINE
            panel.text(start, level, detail, size=SMALL - 1, ink="muted", halo=above)
        panel.text(full, bottom + dot, words[k], bold=strong, at="right")
        centres.append(dot)
    if caption:
        y = bottom + height + top - SIZE * LINE / 2
        panel.text(0, y, caption, size=SMALL, ink="muted")
    return panel, centres


def _fitting(words: str, width: float, *, size: float, bold: bool = False) -> str:
    """Cut words that would leave the picture; the table has them whole."""
    if text_width(words, size=size, bold=bold) <= width:
        return words
    return placement.shorten(words, size=size, width=width, bold=bold)


def _row_ticks(rows: pd.DataFrame, unit: Unit, width: float) -> tuple[list[float], list[str]]:
    """Return ticks and their words for the axis under rows."""
    shown = [
        name for name in ("value", "before", "after", "lower", "upper") if name in rows.columns
    ]
    values = [float(v) for v in rows[shown].to_numpy(dtype=float).ravel() if not math.isnan(v)]
    if unit == "date":
        first, last = date_of(min(values)), date_of(max(values))
        found = placement.date_ticks(
            first - pd.Timedelta(days=45), last + pd.Timedelta(days=45), width=width, size=SMALL
        )
        ends = [
            (first - pd.Timedelta(days=45), ""),
            *found,
            (last + pd.Timedelta(days=45), ""),
        ]
        return day_numbers(day for day, _ in ends), [word for _, word in ends]
    ticks = placement.value_ticks(
        min(values), max(values), count=5 if width > 300 else 4,
        top=100.0 if unit == "percent" and max(values) <= 100 else None,
    )  # fmt: skip
    words = tick_words(ticks, percent=unit == "percent", signed=unit == "points")
    if unit == "persons":
        words[-1] = f"{words[-1]} {scale_of(max(ticks))[1]}".strip()
    return ticks, words


def _row_ink(row: pd.Series, rows: pd.DataFrame) -> str:
    """Return the ink of a row: its country's when highlighted, grey beside a highlighted one."""
    if row["highlight"]:
        return COLOUR_OF.get(str(row["geo"]), "c1")
    return "muted" if rows["highlight"].any() else "c1"


def _heads(panel: Panel, row: pd.Series, before: str, after: str) -> None:
    """Name the two periods once, above the dots of the first row."""
    y = panel.bottom + panel.height + 9
    early, late = (panel.x(row["before"]), before), (panel.x(row["after"]), after)
    (left_x, left), (right_x, right) = sorted((early, late), key=lambda pair: pair[0])
    start = min(right_x - 4, panel.chart.width - text_width(right, size=SMALL))
    end = min(left_x + 4, start - GAP)
    panel.text(start, y, right, size=SMALL, ink="muted", halo=True)
    panel.text(
        max(end, text_width(left, size=SMALL)), y, left, size=SMALL, ink="muted", at="right",
        halo=True,
    )  # fmt: skip

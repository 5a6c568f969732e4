"""One function for each kind of chart.

Each takes tidy tables and gives a `Chart` in a wide or a narrow layout, in CSS pixels. Titles,
sources and dates are text of the page and not of the picture; only the figures of `pictures.py`,
for notebooks, have them.
`descriptions.py` says in words what each chart shows, `svg.py` makes it part of a page.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from adoption import labels, placement, rates, svg
from adoption.descriptions import (
    BANDS,
    by_series,
    checked,
    cuts_of,
    errors_of,
    head_values,
    names_of,
    number_words,
    pieces,
    quantiles_of,
    value_words,
)
from adoption.descriptions import reading_notes as reading_notes  # part of drawing a chart
from adoption.drawing import (
    COLOUR_OF,
    GAP,
    LINE,
    ROW,
    SIZE,
    SMALL,
    WIDTHS,
    Band,
    Chart,
    End,
    Layout,
    Mark,
    Panel,
    day_number,
    day_numbers,
    draw_marks,
    end_height,
    end_width,
    finite,
    label_ends,
    name_dates,
    place_marks,
    scale_of,
    text_height,
    text_width,
    tick_words,
    time_axis,
    value_axis,
)

SERIES_AT_MOST = 5
ACROSS = 18.0  # between small panels
BAND_OPACITY = {95: 0.14, 80: 0.20, 50: 0.32}  # one over the other: three tints


# Charts over time


def lines(
    observations: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
    highlight: Collection[str] | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    caption: str | None = None,
    layout: Layout = "wide",
) -> Chart:
    """Draw series over time: a dot for each published figure, whiskers for its published error.

    A line joins only figures of one definition: it stops at a break (a row of `breaks`, or the
    status letter `b`) and on both sides of a figure whose definition differs (`d`). Open dots are
    lower bounds.

    Parameters
    ----------
    observations : DataFrame
        Rows of one or several series, one row for each period; all shares or all counts.
    names : mapping, optional
        What to write at the end of a line, by series; without it the country or the product.
    colours : mapping, optional
        Ink of a series: "c1" to "c5". Without it the ink of its country or product.
    highlight : collection, optional
        Series in colour; all others become grey lines. Needed for more than five series.
    breaks : DataFrame, optional
        Changes of definition (`date`, `kind`, series before and after; `label` for other words).
    events : DataFrame, optional
        `date` and `label` (else `title`); those inside the time shown, at most eight.
    caption : str, optional
        Unit of the axis in words, above it.
    layout : {"wide", "narrow"}
        720 or 340 pixels.
    """
    rows = checked(observations)
    inks = _inks(rows, colours, highlight)
    names = names_of(rows, names)
    cuts = cuts_of(rows, breaks)
    first, last = _span(rows["period_end"])
    ticks = _value_ticks(rows, layout)
    ends = [
        End(
            group["period_end"].iloc[-1],
            float(group["value"].iloc[-1]),
            names[series_id] if len(inks) > 1 else "",
            value_words(group.iloc[-1]),
            "muted" if inks[series_id] == "faint" else inks[series_id],
        )
        for series_id, group in by_series(rows)
        if inks[series_id] != "faint" or len(inks) <= 2 * SERIES_AT_MOST
    ]
    marks = _marks(events, cuts, first, last)
    panel = _time_panel(layout, first, last, ticks, ends, marks, rows, caption)
    for series_id in sorted(inks, key=lambda name: inks[name] != "faint"):
        group = rows[rows["series_id"] == series_id]
        _series(panel, group, inks[series_id], cuts[cuts["inside"] == series_id]["date"])
    label_ends(panel, ends)
    return panel.chart


def fan(
    series: pd.DataFrame,
    forecasts: pd.DataFrame,
    *,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    thresholds: pd.DataFrame | None = None,
    colour: str | None = None,
    caption: str | None = None,
    layout: Layout = "wide",
) -> Chart:
    """Draw one series and its forecast: median and bands of 50, 80 and 95 percent.

    The bands open at the last figure that the forecast knew. Later figures, if given, are open
    dots.

    Parameters
    ----------
    series : DataFrame
        One series, one row for each period.
    forecasts : DataFrame
        Quantiles of one model and one origin for that series.
    thresholds : DataFrame, optional
        `value` and `label`; with `lower`, `median` and `upper` (dates) the time at which the
        threshold is passed is drawn on it as a range.
    breaks, events, colour, caption, layout
        As in `lines`.
    """
    rows = checked(series)
    quantiles = quantiles_of(forecasts, rows)
    known = rows[rows["period_end"] < quantiles.index[0]]
    if known.empty:
        raise ValueError("the forecast begins before the first figure: nothing to start from")
    start = known.iloc[-1]
    ink = _inks(rows, {start["series_id"]: colour} if colour else None, None)[start["series_id"]]
    cuts = cuts_of(rows, breaks)
    first, last = _span(rows["period_end"], quantiles.index)
    top = float(quantiles[BANDS[0][2]].max())
    if thresholds is not None and len(thresholds):
        top = max(top, float(thresholds["value"].max()))
    ticks = _value_ticks(rows, layout, upper=top)
    final = quantiles.iloc[-1]
    when = quantiles.index[-1]
    ends = [
        End(when, float(final[0.5]), "median", number_words(rows, final[0.5]), ink),
        *(
            End(when, float(final[upper]), f"{level}% range", "", "muted", bold=False)
            for level, _, upper in BANDS
        ),
    ]
    marks = _marks(events, cuts, first, last)
    panel = _time_panel(layout, first, last, ticks, ends, marks, rows, caption)
    _bands(panel, start, quantiles, ink)
    inside = cuts[cuts["inside"] == start["series_id"]]["date"]
    _series(panel, known, ink, inside)
    later = rows[rows["period_end"] >= quantiles.index[0]]
    panel.dots(later["period_end"], later["value"], ink, marker="o", hollow=True)
    _thresholds(panel, thresholds)
    label_ends(panel, ends)
    return panel.chart


def small_multiples(
    observations: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    highlight: Collection[str] | None = None,
    breaks: pd.DataFrame | None = None,
    forecasts: pd.DataFrame | None = None,
    context: bool = True,
    caption: str | None = None,
    layout: Layout = "wide",
) -> Chart:
    """Draw one small panel for each series, all on the same scales, in the order given.

    Parameters
    ----------
    observations : DataFrame
        Rows of several series, one row for each period.
    highlight : collection, optional
        Series in the ink of their country; all others are grey.
    forecasts : DataFrame, optional
        Median and bands for some or all of the series.
    context : bool
        Draw all other series in grey behind each (not with forecasts).
    names, breaks, caption, layout
        As in `lines`.
    """
    rows = checked(observations)
    names = names_of(rows, names)
    order = list(dict.fromkeys(rows["series_id"]))
    cuts = cuts_of(rows, breaks)
    ahead = {
        name: quantiles_of(forecasts[forecasts["series_id"] == name], rows)
        for name in order
        if forecasts is not None and (forecasts["series_id"] == name).any()
    }
    first, last = _span(rows["period_end"], *(q.index for q in ahead.values()))
    top = max([float(q[BANDS[0][2]].max()) for q in ahead.values()], default=0.0)
    ticks = _value_ticks(rows, "narrow", upper=top, count=3)
    values = {name: value_words(rows[rows["series_id"] == name].iloc[-1]) for name in order}
    titles = [(names[name], values[name]) for name in order]
    grid = _grid(titles, layout, ticks, rows, caption)
    for k, name in enumerate(order):
        group = rows[rows["series_id"] == name]
        strong = highlight is not None and name in highlight
        ink = _inks(group, None, None)[name] if strong else "c1" if not highlight else "muted"
        panel = _small_panel(grid, k, first, last, ticks)
        if context and not ahead and len(order) > 1:
            _context(panel, rows[rows["series_id"] != name])
        if name in ahead:
            known = group[group["period_end"] < ahead[name].index[0]]
            _bands(panel, known.iloc[-1], ahead[name], ink)
        _series(panel, group, ink, cuts[cuts["inside"] == name]["date"], small=True)
        _panel_title(panel, *titles[k], ink if strong else "ink", stacked=grid.stacked)
    return grid.chart


# Series over time: what is shown


def _inks(
    rows: pd.DataFrame, colours: Mapping[str, str] | None, highlight: Collection[str] | None
) -> dict[str, str]:
    """Give each series its ink: as asked, else that of its country or product, else a free one."""
    geos, products = head_values(rows, "geo"), head_values(rows, "product")
    wanted = [name for name in geos if highlight is None or name in highlight]
    if unknown := (set(colours or ()) | set(highlight or ())) - set(geos):
        raise ValueError(f"not in the chart: {', '.join(f'`{n}`' for n in sorted(unknown))}")
    if len(wanted) > SERIES_AT_MOST:
        raise ValueError(
            f"{len(wanted)} series in colour: at most {SERIES_AT_MOST}; use `highlight` for those "
            "that matter, or `small_multiples`"
        )
    by = geos if len(set(geos.values())) == len(geos) else products
    chosen = dict(colours or {})
    for name in wanted:
        ink = COLOUR_OF.get(by[name])
        if name not in chosen and ink and ink not in chosen.values():
            chosen[name] = ink
    free = (f"c{k}" for k in range(1, 6) if f"c{k}" not in chosen.values())
    for name in wanted:
        if name not in chosen:
            chosen[name] = next(free)
    return {name: chosen.get(name, "faint") for name in geos}


def _span(*dates: Iterable[pd.Timestamp]) -> tuple[pd.Timestamp, pd.Timestamp]:
    every = sorted(itertools.chain.from_iterable(dates))
    first, last = every[0], every[-1]
    if first == last:
        half = pd.Timedelta(days=184)
        return first - half, last + half
    return first, last


def _marks(
    events: pd.DataFrame | None, cuts: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> list[Mark]:
    """Return events and breaks inside the time shown, in the order of their dates."""
    marks = [
        Mark(cut["mark"], cut["words"], is_break=True)
        for cut in cuts.drop_duplicates(["mark", "words"]).to_dict("records")
    ]
    for event in events.to_dict("records") if events is not None else []:
        words = event["label"] if isinstance(event.get("label"), str) else event["title"]
        marks.append(Mark(pd.Timestamp(event["date"]), str(words)))
    return sorted(
        (mark for mark in marks if first <= mark.when <= last), key=lambda m: (m.when, m.words)
    )


def _value_ticks(
    rows: pd.DataFrame, layout: Layout, *, upper: float = 0.0, count: int | None = None
) -> list[float]:
    share = bool(rows["indicator"].isin(rates.SHARES).all())
    known = zip(rows["value"], errors_of(rows), strict=True)
    top = max(upper, *(value + (0.0 if math.isnan(error) else error) for value, error in known))
    steps = count or (5 if layout == "wide" else 4)
    return placement.value_ticks(0.0, top, count=steps, top=100.0 if share else None)


def _quarterly(rows: pd.DataFrame) -> bool:
    """Return whether every figure is about a quarter of the calendar."""
    starts, ends = rows["period_start"], rows["period_end"]
    return bool(
        (starts.dt.is_quarter_start & ends.dt.is_quarter_end).all()
        and ((ends - starts).dt.days < 93).all()
    )


# Series over time: how it is drawn


def _time_panel(
    layout: Layout,
    first: pd.Timestamp,
    last: pd.Timestamp,
    ticks: Sequence[float],
    ends: Sequence[End],
    marks: Sequence[Mark],
    rows: pd.DataFrame,
    caption: str | None,
) -> Panel:
    """Return a panel with both axes, its marks, and room for the labels at the ends of lines."""
    percent = bool(rows["indicator"].isin(rates.SHARES).all())
    words = tick_words(ticks, percent=percent)
    full = WIDTHS[layout]
    left = max(text_width(word, size=SMALL) for word in words) + GAP
    left = max(left, text_width("Dec 2025", size=SMALL) / 2 - 6)
    most = full * (0.24 if layout == "wide" else 0.27)
    label_width = max(end_width(ends, most), text_width("Dec 2025", size=SMALL) / 2 - GAP)
    width = full - left - GAP - label_width - 2
    places = place_marks(marks, first=first, last=last, left=left, width=width, full=full)
    rows_above = max((row + 1 for row, _ in places), default=0)
    caption = caption or _count_caption(rows, ticks)
    top = 12 + rows_above * ROW + (SIZE * LINE + 6 if caption else 0)
    bottom = 26.0
    height = max(300.0 if layout == "wide" else 230.0, end_height(ends, most))
    panel = Chart(full, bottom + height + top).panel(
        left=left, bottom=bottom, width=width, height=height
    )
    panel.label_width = label_width
    time_axis(panel, first, last)
    name_dates(panel, first, last, quarters=_quarterly(rows))
    value_axis(panel, ticks, words, "y")
    draw_marks(panel, marks, places)
    if caption:
        panel.text(0, bottom + height + top - SIZE * LINE / 2, caption, size=SMALL, ink="muted")
    return panel


def _count_caption(rows: pd.DataFrame, ticks: Sequence[float]) -> str:
    """Name the unit of a count above its axis; a share says "%" at each tick."""
    if rows["indicator"].isin(rates.SHARES).all():
        return ""
    word = scale_of(max(ticks))[1]
    kinds = set(rows["indicator"])
    unit = kinds.pop() if len(kinds) == 1 else ""
    return " ".join(part for part in (word, unit) if part).capitalize()


def _series(
    panel: Panel, rows: pd.DataFrame, ink: str, cuts: Iterable[pd.Timestamp], *, small: bool = False
) -> None:
    """Draw one series: whiskers, line pieces, dots; open dots for lower bounds."""
    faint = ink == "faint"
    xs, ys = day_numbers(rows["period_end"]), [float(v) for v in rows["value"]]
    panel.points += [(panel.x(x), panel.y(y)) for x, y in zip(xs, ys, strict=True)]
    gap = panel.width / max(len(xs), 1)
    if not small and not faint:
        for x, y, error in zip(xs, ys, errors_of(rows), strict=True):
            if finite(error):
                low = max(y - error, panel.y_limits[0])
                panel.rule(
                    [x, x],
                    [low, y + error],
                    ink,
                    width=1.2 if gap > 6 else 0.7,
                    order=2.5,
                )
    for piece in pieces(rows, cuts):
        if len(piece) > 1:
            line_x, line_y = [xs[i] for i in piece], [ys[i] for i in piece]
            panel.occupy([panel.x(x) for x in line_x], [panel.y(y) for y in line_y])
            panel.rule(
 line_x, line_y, ink, width=1.4 if small or faint else 1.8, cap="round",
                order=2 if faint else 3,
            )  # fmt: skip
    if faint:
        panel.dots(xs[-1:], ys[-1:], ink, size=4.5, order=2)
        return
    marker = svg.markers()[int(ink[1]) - 1] if ink.startswith("c") else "o"
    size = min(4.5 if small else 6.5, max(2.4, gap * 0.55))
    lower = rows["bound"].eq("lower").to_list() if "bound" in rows.columns else [False] * len(rows)
    for open_dots in (False, True):
        chosen = [i for i, is_lower in enumerate(lower) if is_lower is open_dots]
        if chosen:
            panel.dots(
                [xs[i] for i in chosen], [ys[i] for i in chosen], ink, marker=marker,
                size=size, hollow=open_dots,
            )  # fmt: skip


def _bands(panel: Panel, start: pd.Series, quantiles: pd.DataFrame, ink: str) -> None:
    """Draw the median and the bands, opening at the last figure known."""
    value = float(start["value"])
    xs = [day_number(start["period_end"]), *day_numbers(quantiles.index)]
    for level, lower, upper in BANDS:
        low = [value, *map(float, quantiles[lower])]
        high = [value, *map(float, quantiles[upper])]
        panel.marks.append(Band(xs, low, high, ink, BAND_OPACITY[level]))
        for x in np.linspace(xs[0], xs[-1], 40):
            ends = [panel.y(float(np.interp(x, xs, edge))) for edge in (low, high)]
            panel.occupy([panel.x(x)] * 2, ends)
    panel.rule(
        xs,
        [value, *map(float, quantiles[0.5])],
        ink,
        width=1.8,
        dashes=(4, 2),
        order=3,
    )


def _thresholds(panel: Panel, thresholds: pd.DataFrame | None) -> None:
    """Draw each threshold as a line, and on it the range of dates at which it is passed."""
    low, high = panel.x_limits
    for row in thresholds.to_dict("records") if thresholds is not None else []:
        y = float(row["value"])
        panel.rule([low, high], [y, y], "muted", width=1, dashes=(2, 3), order=2.2)
        words, left = str(row["label"]), panel.left + 4
        width, height = text_width(words, size=SMALL), text_height(words, size=SMALL)
        above, below = panel.y(y) + 1, panel.y(y) - 1 - height
        free = placement.is_free(left, above, width, height, taken=panel.points)
        lower = not free and placement.is_free(left, below, width, height, taken=panel.points)
        panel.text(
            left,
            (below if lower else above) + height / 2,
            words,
            size=SMALL,
            ink="muted",
            halo=True,
        )
        if not pd.isna(row.get("lower")):
            upper = row.get("upper")
            start, end = day_number(row["lower"]), high if pd.isna(upper) else day_number(upper)
            panel.rule([start, end], [y, y], "ink", width=3, order=4.2)
        if not pd.isna(row.get("median")):
            panel.dots([day_number(row["median"])], [y], "ink", marker="D", size=6)


# Small multiples


@dataclass(frozen=True)
class _Grid:
    """Panels of one size in rows, counted from the upper left."""

    chart: Chart
    columns: int
    count: int
    left: float
    top: float
    width: float
    height: float
    between: tuple[float, float]
    words: list[str]
    stacked: bool  # name and value of a panel stand one over the other

    def corner(self, k: int) -> tuple[float, float]:
        """Return left and bottom of panel `k` in pixels."""
        row, column = divmod(k, self.columns)
        x = self.left + column * (self.width + self.between[0])
        return x, self.chart.height - self.top - row * (self.height + self.between[1]) - self.height


def _grid(
    titles: Sequence[tuple[str, str]],
    layout: Layout,
    ticks: Sequence[float],
    rows: pd.DataFrame,
    caption: str | None,
) -> _Grid:
    words = tick_words(ticks, percent=bool(rows["indicator"].isin(rates.SHARES).all()))
    left = max(text_width(word, size=SMALL) for word in words) + GAP
    columns = min(len(titles), 4 if layout == "wide" else 2)
    full = WIDTHS[layout]
    width = (full - left - 2 - ACROSS * (columns - 1)) / columns
    height = 104.0 if layout == "wide" else 92.0
    stacked = any(
        text_width(name, bold=True) + GAP + text_width(value) > width for name, value in titles
    )
    down = 50.0 if stacked else 34.0
    caption = caption or _count_caption(rows, ticks)
    top = down - 8 + (SIZE * LINE + 4 if caption else 0)
    deep = math.ceil(len(titles) / columns)
    chart = Chart(full, top + deep * height + (deep - 1) * down + 24)
    if caption:
        chart.text(0, chart.height - SIZE * LINE / 2, caption, size=SMALL, ink="muted")
    return _Grid(
        chart, columns, len(titles), left, top, width, height, (ACROSS, down), words, stacked
    )


def _small_panel(
    grid: _Grid, k: int, first: pd.Timestamp, last: pd.Timestamp, ticks: Sequence[float]
) -> Panel:
    """Return panel `k` with the scales all panels share, which are written at the edges only."""
    left, bottom = grid.corner(k)
    panel = grid.chart.panel(left=left, bottom=bottom, width=grid.width, height=grid.height)
    time_axis(panel, first, last)
    if k + grid.columns >= grid.count:
        start, end = (labels.month(day, short=True) for day in (first, last))
        panel.text(left, bottom - 13, start, size=SMALL, ink="muted")
        if start != end:
            panel.text(left + grid.width, bottom - 13, end, size=SMALL, ink="muted", at="right")
    value_axis(panel, ticks, grid.words if k % grid.columns == 0 else [""] * len(ticks), "y")
    return panel


def _context(panel: Panel, others: pd.DataFrame) -> None:
    """Draw all other series as one grey line with gaps."""
    xs: list[float] = []
    ys: list[float] = []
    for _, group in by_series(others):
        for piece in pieces(group, ()):
            xs += [*day_numbers(group["period_end"].iloc[piece]), math.nan]
            ys += [*map(float, group["value"].iloc[piece]), math.nan]
    panel.rule(xs, ys, "faint", width=0.9, order=1.6)


def _panel_title(panel: Panel, name: str, value: str, ink: str, *, stacked: bool) -> None:
    """Write name and latest value above a small panel; a name too long is cut, the table has it."""
    y = panel.bottom + panel.height + 14
    room = panel.width + ACROSS - GAP
    room = min(room, panel.chart.width - panel.left) if stacked else panel.width
    sizes = (SIZE, SMALL, SMALL - 1)
    size = next((s for s in sizes if text_width(name, size=s, bold=True) <= room), sizes[-1])
    if text_width(name, size=size, bold=True) > room:
        name = placement.shorten(name, size=size, width=room, bold=True)
    panel.text(panel.left, y + (16 if stacked else 0), name, ink=ink, bold=True, size=size)
    if stacked:
        panel.text(panel.left, y, value, ink=ink)
    else:
        panel.text(panel.left + panel.width, y, value, ink=ink, at="right")

"""What charts are made of: panels with their axes, marks, lines and labels, placed in pixels.

No function here knows what a chart says; `charts.py` does. Data stand in panels, in the values of
their axes; labels stand on the chart, at pixels counted from its lower left corner. `svg.py` writes
a chart for a page, `pictures.py` makes a matplotlib figure of it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import pandas as pd

from adoption import labels, placement

Layout: TypeAlias = Literal["wide", "narrow"]

LAYOUTS: tuple[Layout, ...] = ("wide", "narrow")
WIDTHS = {"wide": 720.0, "narrow": 340.0}
SIZE = 12.5  # text of a chart in pixels; `font.size` of the style
SMALL = 12.0
LINE = 1.25  # line height in text sizes
ROW = 17.0  # height of a row of event labels
GAP = 8.0
LABEL_GAP = 3.0  # between labels one above the other
LABEL_ROOM = 8.0  # how far labels beside a plot may reach over it
# The same country or product has the same ink through the whole edition.
COLOUR_OF = {
    "USA": "c1", "CHN": "c2", "EU27": "c3", "WLD": "c4", "IND": "c5",
    "chatgpt": "c3", "gemini": "c1", "doubao": "c2", "deepseek": "c5", "qwen": "c4",
}  # fmt: skip
SCALES = ((2e9, 1e9, "billion"), (1e6, 1e6, "million"), (1e4, 1e3, "thousand"))  # from, unit, word


@dataclass(frozen=True)
class End:
    """A label for the end of a line: where the line ends, its name and its value in words."""

    when: pd.Timestamp
    value: float
    name: str
    words: str
    ink: str
    bold: bool = True

    def text(self, width: float) -> str:
        """Return name and value in few lines, the value on a line of its own if it can be."""
        fit = functools.partial(placement.wrap, size=SIZE, width=width, bold=self.bold)
        run_on = fit(f"{self.name} {self.words}".strip())
        apart = f"{fit(self.name)}\n{fit(self.words)}" if self.name and self.words else run_on
        one_line = "\n" not in run_on
        return run_on if one_line or run_on.count("\n") < apart.count("\n") else apart


@dataclass(frozen=True)
class Mark:
    """An event (a tick at the top edge) or a break (a line through the plot)."""

    when: pd.Timestamp
    words: str
    is_break: bool = False


@dataclass(frozen=True)
class Rule:
    """A line through points; where a point is missing (NaN) it stops and begins anew."""

    xs: Sequence[float]
    ys: Sequence[float]
    ink: str
    width: float = 1.0
    dashes: tuple[float, float] | None = None  # in widths of the line
    cap: Literal["butt", "round"] = "butt"
    order: float = 2


@dataclass(frozen=True)
class Dots:
    """Published figures; open ones have the paper inside."""

    xs: Sequence[float]
    ys: Sequence[float]
    ink: str
    marker: str = "o"
    size: float = 6.5
    hollow: bool = False
    order: float = 4

    @property
    def edge(self) -> float:
        """The width of the outline: of paper round a full dot, of ink round an open one."""
        return 1.5 if self.hollow else 0.8 if self.size >= 4 else 0.0

    @property
    def drawn_size(self) -> float:
        """The size at which the marker looks as large as a round one."""
        return self.size if self.marker == "o" else self.size * 0.94


@dataclass(frozen=True)
class Band:
    """The area between two curves; bands lie over one another and so give tints of one ink."""

    xs: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    ink: str
    opacity: float
    order: float = 1.5

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The points round the area."""
        there = zip(self.xs, self.lower, strict=True)
        return [*there, *zip(reversed(self.xs), reversed(self.upper), strict=True)]


@dataclass(frozen=True)
class Words:
    """Words at a pixel of the chart: the left, middle or right of them, and of their height."""

    x: float
    y: float
    text: str
    ink: str = "ink"
    size: float = SIZE
    bold: bool = False
    at: Literal["left", "center", "right"] = "left"
    over: Literal["bottom", "center", "top"] = "center"
    halo: bool = False
    order: float = 5


@dataclass
class Panel:
    """A field with two axes, and where it stands in the chart, in pixels."""

    chart: Chart
    left: float
    bottom: float
    width: float
    height: float
    x_limits: tuple[float, float] = (0.0, 1.0)
    y_limits: tuple[float, float] = (0.0, 1.0)
    x_ticks: list[tuple[float, str]] = field(default_factory=list)
    y_ticks: list[tuple[float, str]] = field(default_factory=list)
    marks: list[Rule | Dots | Band] = field(default_factory=list)  # in the values of the axes
    label_width: float = 0.0
    points: list[tuple[float, float]] = field(default_factory=list)  # pixels that are drawn on

    def occupy(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Remember that a line runs through these pixels, so that no label is put on it."""
        self.points += placement.along(xs, ys)

    def x(self, value: Any) -> float:
        """Return the pixel of a value or date on the horizontal axis."""
        low, high = self.x_limits
        at = day_number(value) if isinstance(value, pd.Timestamp) else float(value)
        return self.left + (at - low) / (high - low) * self.width

    def y(self, value: float) -> float:
        """Return the pixel of a value on the vertical axis."""
        low, high = self.y_limits
        return self.bottom + (value - low) / (high - low) * self.height

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Write words at a pixel of the chart."""
        self.chart.text(x, y, words, **style)

    def rule(self, xs: Sequence[float], ys: Sequence[float], ink: str, **style: Any) -> None:
        """Draw a line through values of the axes."""
        self.marks.append(Rule(xs, ys, ink, **style))

    def dots(self, xs: Sequence[float], ys: Sequence[float], ink: str, **style: Any) -> None:
        """Draw dots at values of the axes."""
        self.marks.append(Dots(xs, ys, ink, **style))


@dataclass
class Chart:
    """A drawing of so many pixels: its panels, and what stands on it outside of them."""

    width: float
    height: float
    panels: list[Panel] = field(default_factory=list)
    marks: list[Rule | Words] = field(default_factory=list)  # in pixels

    def panel(self, *, left: float, bottom: float, width: float, height: float) -> Panel:
        """Add a field at pixels of the chart."""
        self.panels.append(Panel(self, left, bottom, width, height))
        return self.panels[-1]

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Write words at a pixel."""
        self.marks.append(Words(x, y, words, **style))

    def rule(self, xs: Sequence[float], ys: Sequence[float], ink: str, **style: Any) -> None:
        """Draw a line through pixels."""
        self.marks.append(Rule(xs, ys, ink, **style))

    def grow(self, *, above: float, below: float, sides: float) -> None:
        """Add room around what is drawn, nothing else moved."""
        self.width, self.height = self.width + 2 * sides, self.height + above + below
        for panel in self.panels:
            panel.left, panel.bottom = panel.left + sides, panel.bottom + below
        self.marks = [
            replace(mark, x=mark.x + sides, y=mark.y + below)
            if isinstance(mark, Words)
            else replace(mark, xs=[x + sides for x in mark.xs], ys=[y + below for y in mark.ys])
            for mark in self.marks
        ]


def day_number(date: pd.Timestamp) -> float:
    """Return a date as matplotlib counts: days since 1970."""
    return (date - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)


def day_numbers(dates: Iterable[Any]) -> list[float]:
    """Return dates as matplotlib counts."""
    return [day_number(pd.Timestamp(date)) for date in dates]


def text_width(words: str, *, size: float = SIZE, bold: bool = False) -> float:
    """Return the width of a label of a chart in pixels."""
    return placement.text_width(words, size=size, bold=bold)


def text_height(words: str, *, size: float = SIZE) -> float:
    """Return the height of a label of a chart in pixels."""
    return (words.count("\n") + 1) * size * LINE


def scale_of(top: float) -> tuple[float, str]:
    """Return the unit in which counts up to `top` are written on an axis.

    Examples
    --------
    >>> scale_of(602e6), scale_of(40)
    ((1000000.0, 'million'), (1.0, ''))
    """
    return next(((size, word) for least, size, word in SCALES if top >= least), (1.0, ""))


def tick_words(ticks: Sequence[float], *, percent: bool, signed: bool = False) -> list[str]:
    """Return ticks in words: "40%", or counts in the unit of the largest.

    Examples
    --------
    >>> tick_words([0, 2.5, 5], percent=True), tick_words([0, 5e8, 1e9], percent=False)
    (['0%', '2.5%', '5.0%'], ['0', '500', '1,000'])
    """
    size = 1.0 if percent else scale_of(max(map(abs, ticks)))[0]
    shown = [tick / size for tick in ticks]
    decimals = next(
        d for d in range(7) if all(abs(v - round(v, d)) < 1e-9 * max(1, abs(v)) for v in shown)
    )
    words = [
        "0" if v == 0 else labels.number(v, decimals=decimals, signed=signed and v > 0)
        for v in shown
    ]
    return [word + "%" for word in words] if percent else words


def value_axis(panel: Panel, ticks: Sequence[float], words: Sequence[str], axis: str) -> None:
    """Give a panel a thin grid and tick labels on its value axis, and a visible zero."""
    named = list(zip(ticks, words, strict=True))
    if axis == "y":
        panel.y_limits, panel.y_ticks = (ticks[0], ticks[-1]), named
    else:
        panel.x_limits, panel.x_ticks = (ticks[0], ticks[-1]), named
    for tick, word in named:
        if axis == "x" and not word:
            continue
        zero = tick == 0
        ends = ((tick, tick), panel.y_limits) if axis == "x" else (panel.x_limits, (tick, tick))
        panel.rule(*ends, "axis" if zero else "grid", order=1.2 if zero else 0.5)


def time_axis(panel: Panel, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Let a panel run from one date to another, with room for a dot at both ends."""
    days = max((last - first).days, 1)
    edge = days * 6 / max(panel.width - 12, 1)
    panel.x_limits = day_number(first) - edge, day_number(last) + edge


def name_dates(
    panel: Panel, first: pd.Timestamp, last: pd.Timestamp, *, quarters: bool, size: float = SMALL
) -> None:
    """Name dates under a panel, at the ends of months."""
    ticks = placement.date_ticks(first, last, width=panel.width, size=size, quarters=quarters)
    panel.x_ticks = [(day_number(day), word) for day, word in ticks]


def label_ends(panel: Panel, ends: Sequence[End]) -> None:
    """Name the lines at their ends.

    A line that ends inside the plot is named there where nothing is in the way. All other labels
    stand beside the plot at the heights of their lines, moved where they would touch.
    """
    beside = [end for end in ends if not _named_inside(panel, end)]
    shown = [end.text(panel.label_width) for end in beside]
    places = placement.spread(
        [panel.y(end.value) for end in beside],
        [text_height(words) + LABEL_GAP for words in shown],
        lower=panel.bottom - LABEL_ROOM,
        upper=panel.bottom + panel.height + LABEL_ROOM,
    )
    edge = panel.left + panel.width
    for end, words, y in zip(beside, shown, places, strict=True):
        at_x, at_y = panel.x(end.when) + 5, panel.y(end.value)
        if abs(y - at_y) > 4 or edge - at_x > 12:
            xs, ys = [at_x, max(at_x, edge - 2), edge + GAP - 2], [at_y, at_y, y]
            panel.chart.rule(xs, ys, "axis", width=0.8, dashes=(1.5, 2), order=1.3)
        panel.text(edge + GAP, y, words, ink=end.ink, bold=end.bold, halo=True)


def _named_inside(panel: Panel, end: End) -> bool:
    """Name a line at its end inside the plot if there is room, and say whether there was."""
    x, y = panel.x(end.when), panel.y(end.value)
    if panel.left + panel.width - x < 24:
        return False
    words = end.text(max(panel.label_width, panel.width * 0.3))
    width, height = text_width(words, bold=end.bold), text_height(words)
    corner = placement.free_corner(
        x, y, width, height, taken=panel.points, left=panel.left,
        right=panel.left + panel.width, bottom=panel.bottom, top=panel.bottom + panel.height,
    )  # fmt: skip
    if corner is None:
        return False
    left, bottom = corner
    panel.text(left, bottom + height / 2, words, ink=end.ink, bold=end.bold, halo=True)
    for k in range(3):
        level = bottom + k * height / 2
        panel.occupy([left, left + width], [level, level])
    return True


def end_width(ends: Sequence[End], most: float) -> float:
    """Return the width the labels of lines need, wrapped to at most `most` where words allow."""
    return max((text_width(end.text(most), bold=end.bold) for end in ends), default=0.0)


def end_height(ends: Sequence[End], most: float) -> float:
    """Return the height of plot that the labels of lines need beside it."""
    return sum(text_height(end.text(most)) + LABEL_GAP for end in ends) - 2 * LABEL_ROOM


def place_marks(
    marks: Sequence[Mark], *, first: pd.Timestamp, last: pd.Timestamp, left: float, width: float,
    full: float,
) -> list[tuple[int, str]]:  # fmt: skip
    """Return row and side of each mark's label, before the height of the figure is known."""
    days = max((last - first).days, 1)
    positions = [left + 6 + (mark.when - first).days / days * (width - 12) for mark in marks]
    widths = [text_width(mark.words, size=SMALL) + GAP for mark in marks]
    return placement.stagger(positions, widths, lower=0.0, upper=full)


def draw_marks(panel: Panel, marks: Sequence[Mark], places: Sequence[tuple[int, str]]) -> None:
    """Draw events as ticks at the top edge and breaks as lines through the plot."""
    top = panel.bottom + panel.height
    for mark, (row, side) in zip(marks, places, strict=True):
        x, y = panel.x(mark.when), top + 6 + row * ROW + ROW / 2
        foot = panel.bottom if mark.is_break else top - 6
        panel.occupy([x, x], [foot, top])
        panel.chart.rule(
            [x, x], [foot, y + ROW / 2 - 3], "muted" if mark.is_break else "axis",
            dashes=(4, 3) if mark.is_break else None, order=1.4,
        )  # fmt: skip
        panel.text(
            x + 4 if side == "left" else x - 4, y, mark.words, size=SMALL, ink="muted",
            at="left" if side == "left" else "right",
        )  # fmt: skip


def finite(value: Any) -> bool:
    """Return whether a value is there and is a number."""
    return value is not None and not pd.isna(value) and math.isfinite(float(value))

"""What charts are made of: panels with their axes, marks, lines and labels, placed in pixels.

No function here knows what a chart says; `charts.py` does. Data stand on matplotlib axes; labels
stand on the figure at pixels counted from its lower left corner.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pandas as pd

from adoption import labels, placement, svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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


@dataclass
class Panel:
    """Axes and where they stand in the figure, in pixels from its lower left corner."""

    figure: Figure
    axes: Axes
    left: float
    bottom: float
    width: float
    height: float
    label_width: float = 0.0
    points: list[tuple[float, float]] = field(default_factory=list)  # pixels that are drawn on

    def occupy(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Remember that a line runs through these pixels, so that no label is put on it."""
        self.points += placement.along(xs, ys)

    def x(self, value: Any) -> float:
        """Return the pixel of a value or date on the horizontal axis."""
        low, high = self.axes.get_xlim()
        at = day_number(value) if isinstance(value, pd.Timestamp) else float(value)
        return self.left + (at - low) / (high - low) * self.width

    def y(self, value: float) -> float:
        """Return the pixel of a value on the vertical axis."""
        low, high = self.axes.get_ylim()
        return self.bottom + (value - low) / (high - low) * self.height

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Write words at a pixel of the figure."""
        write(self.figure, x, y, words, **style)


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


@functools.cache
def _chart_class() -> type[Figure]:
    from matplotlib.figure import Figure

    class Chart(Figure):
        """A figure that a notebook shows without pyplot and its hidden state."""

        def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
            return svg.to_png(self)

    return Chart


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of so many pixels."""
    return _chart_class()(figsize=(width / 72, height / 72))


def add_panel(figure: Figure, *, left: float, bottom: float, width: float, height: float) -> Panel:
    """Add axes at pixels of the figure, without ticks and frames."""
    full_width, full_height = (inches * 72 for inches in figure.get_size_inches())
    axes = figure.add_axes(
        (left / full_width, bottom / full_height, width / full_width, height / full_height)
    )
    axes.set_xticks([])
    axes.set_yticks([])
    return Panel(figure, axes, left, bottom, width, height)


def write(
    figure: Figure,
    x: float,
    y: float,
    words: str,
    *,
    ink: str = "ink",
    size: float = SIZE,
    bold: bool = False,
    at: Literal["left", "center", "right"] = "left",
    over: Literal["bottom", "center", "top", "baseline"] = "center",
    halo: bool = False,
) -> None:
    """Write words at a pixel of the figure."""
    figure.text(
        x / 72,
        y / 72,
        words,
        transform=figure.dpi_scale_trans,
        color=svg.inks()[ink],
        fontsize=size,
        fontweight="bold" if bold else "normal",
        ha=at,
        va="center_baseline" if over == "center" and "\n" not in words else over,
        multialignment=at,
        linespacing=LINE,
        gid=svg.HALO if halo else None,
        zorder=5,
    )


def rule(
    target: Axes | Figure,
    xs: Sequence[float],
    ys: Sequence[float],
    ink: str,
    *,
    width: float = 1.0,
    dashes: tuple[float, float] | None = None,
    cap: Literal["butt", "round"] = "butt",
    zorder: float = 2,
) -> None:
    """Draw a line in the values of axes, or in the pixels of a figure."""
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    on_figure = isinstance(target, Figure)
    points = [[v / 72 for v in xs], [v / 72 for v in ys]] if on_figure else [list(xs), list(ys)]
    line = Line2D(
        points[0],
        points[1],
        color=svg.inks()[ink],
        linewidth=width,
        linestyle=(0, dashes) if dashes else "-",
        solid_capstyle=cap,
        zorder=zorder,
        clip_on=False,
        marker="",
    )
    if on_figure:
        line.set_transform(target.dpi_scale_trans)  # type: ignore[union-attr]
    target.add_artist(line)


def dots_on(
    axes: Axes,
    xs: Iterable[float],
    ys: Iterable[float],
    ink: str,
    *,
    marker: str = "o",
    size: float = 6.5,
    hollow: bool = False,
    zorder: float = 4,
) -> None:
    """Draw published figures; open ones have the paper inside."""
    inks = svg.inks()
    line = axes.plot(list(xs), list(ys), linestyle="none", clip_on=False, zorder=zorder)[0]
    line.set_marker(marker)
    line.set_markersize(size if marker == "o" else size * 0.94)
    line.set_markerfacecolor(inks["paper"] if hollow else inks[ink])
    line.set_markeredgecolor(inks[ink] if hollow else inks["paper"])
    line.set_markeredgewidth(1.5 if hollow else 0.8 if size >= 4 else 0.0)


def band(
    axes: Axes, xs: Sequence[float], lower: Sequence[float], upper: Sequence[float], ink: str,
    opacity: float,
) -> None:  # fmt: skip
    """Fill between two curves; bands lie over one another and so give tints of one ink."""
    from matplotlib.patches import Polygon

    corners = [*zip(xs, lower, strict=True), *zip(reversed(xs), reversed(upper), strict=True)]
    axes.add_patch(
        Polygon(
            corners, closed=True, facecolor=svg.inks()[ink], edgecolor="none", alpha=opacity,
            zorder=1.5, clip_on=False,
        )
    )  # fmt: skip


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
    axes = panel.axes
    limits, set_ticks, line = (
        (axes.set_ylim, axes.set_yticks, axes.axhline)
        if axis == "y"
        else (axes.set_xlim, axes.set_xticks, axes.axvline)
    )
    limits(ticks[0], ticks[-1])
    set_ticks(list(ticks), list(words))
    inks = svg.inks()
    for tick, word in zip(ticks, words, strict=True):
        if axis == "x" and not word:
            continue
        zero = tick == 0
        line(
            tick, color=inks["axis" if zero else "grid"], linewidth=1, clip_on=False,
            zorder=1.2 if zero else 0.5,
        )  # fmt: skip
    for spine in axes.spines.values():
        spine.set_visible(False)


def time_axis(
    panel: Panel, first: pd.Timestamp, last: pd.Timestamp, *, quarters: bool, size: float = SMALL
) -> None:
    """Give a panel its dates, at the ends of months."""
    days = max((last - first).days, 1)
    edge = days * 6 / max(panel.width - 12, 1)
    low, high = day_number(first) - edge, day_number(last) + edge
    panel.axes.set_xlim(low, high)
    ticks = placement.date_ticks(first, last, width=panel.width, size=size, quarters=quarters)
    panel.axes.set_xticks(day_numbers(tick for tick, _ in ticks), [word for _, word in ticks])


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
            rule(panel.figure, xs, ys, "axis", width=0.8, dashes=(1.5, 2), zorder=1.3)
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
        rule(
            panel.figure, [x, x], [foot, y + ROW / 2 - 3], "muted" if mark.is_break else "axis",
            width=1.0, dashes=(4, 3) if mark.is_break else None, zorder=1.4,
        )  # fmt: skip
        panel.text(
            x + 4 if side == "left" else x - 4, y, mark.words, size=SMALL, ink="muted",
            at="left" if side == "left" else "right",
        )  # fmt: skip


def finite(value: Any) -> bool:
    """Return whether a value is there and is a number."""
    return value is not None and not pd.isna(value) and math.isfinite(float(value))


def grow(figure: Figure, *, above: float, below: float, sides: float) -> None:
    """Add room around what is drawn, nothing else moved."""
    width, height = (inches * 72 for inches in figure.get_size_inches())
    new_width, new_height = width + 2 * sides, height + above + below
    for axes in figure.axes:
        box = axes.get_position()
        axes.set_position(
            (
                (box.x0 * width + sides) / new_width,
                (box.y0 * height + below) / new_height,
                box.width * width / new_width,
                box.height * height / new_height,
            )
        )
    from matplotlib.transforms import Affine2D

    moved = Affine2D().translate(sides / 72, below / 72) + figure.dpi_scale_trans
    for artist in [*figure.texts, *figure.artists, *figure.lines]:
        artist.set_transform(moved)
    figure.set_size_inches(new_width / 72, new_height / 72)

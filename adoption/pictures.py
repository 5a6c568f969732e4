"""Charts for notebooks: matplotlib figures with their title and source, and PNG.

A figure holds the data of its chart on axes, so that a reader can go on with it.
"""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from adoption import labels, placement, svg
from adoption.arguments import require_table
from adoption.charts import fan, lines
from adoption.descriptions import (
    checked,
    describe_fan,
    describe_lines,
    number_words,
    quantiles_of,
    value_words,
    when_words,
)
from adoption.drawing import GAP, LINE, SMALL, Chart, Dots, Panel, Rule, Words, text_height
from adoption.schema import FIGURES, FORECASTS, USAGE_WINDOWS, RenderError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MEASURES = {
    "users": "Users of {}",
    "accounts": "Accounts of {}",
    "penetration": "Share of people who use {}",
    "firms_share": "Share of firms that use {}",
    "services": "Services of {}",
    "population": "Population",
}
DRAWN_COLUMNS = (
    "series_id", "source_id", "geo", "indicator", "product", "population_group", "usage_window",
    "period_start", "period_end", "value", "rounding",
)  # fmt: skip
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei")


def plot_series(series: pd.DataFrame) -> Figure:
    """Draw one published series with its title, measure and source on the figure.

    Parameters
    ----------
    series : DataFrame
        One series, as `adoption.series` returns it.

    Returns
    -------
    Figure
        A matplotlib figure; save it with `figure.savefig("chart.png")`. Its label
        (`figure.get_label()`) says what it shows, for those who cannot see it.

    Raises
    ------
    ValueError
        When the table holds several series, or several vintages of one period.
    DataError, TypeError
        For a table without the columns of `adoption.load` that a chart shows, or with cells of
        another type, missing or negative.
    RenderError
        When no font has a character of a label.

    Examples
    --------
    >>> import adoption
    >>> one = adoption.series(adoption.load(), "cnnic-genai-penetration-chn")
    >>> print(plot_series(one).get_label())
    Chart over time. One series, June 2024 to December 2025. China: 4 figures between 16.4% and
    42.8%; latest 42.8% in December 2025, +6.2 to +6.4 percentage points since June 2025.
    """
    one = _one(series)
    last = one.iloc[-1]
    made = _with_title(lines(one), one, f"{value_words(last)} {when_words(last)}")
    made.set_label(describe_lines(one))
    return made


def plot_forecast(series: pd.DataFrame, forecasts: pd.DataFrame) -> Figure:
    """Draw one series and its forecast with title, measure and source on the figure.

    Parameters
    ----------
    series : DataFrame
        One series, as `adoption.series` returns it.
    forecasts : DataFrame
        A forecasts table that holds this series once; rows of other series are left out.

    Returns
    -------
    Figure
        As of `plot_series`: the figures as dots, the forecast as its median and its 50, 80 and 95%
        intervals, in the unit of the series.

    Raises
    ------
    ValueError
        When `forecasts` holds no forecast of the series, several, or lacks a level of an interval.
    DataError, TypeError, RenderError
        As of `plot_series`.

    Examples
    --------
    >>> import adoption
    >>> known = adoption.as_of(adoption.load(), "2026-06-30")
    >>> one = adoption.series(known, "cnnic-genai-penetration-chn")
    >>> ahead = adoption.forecast(known, "cnnic-genai-penetration-chn", model="naive")
    >>> print(plot_forecast(one, ahead).get_label().partition("June 2025. ")[2])
    Forecast to June 2028: median 42.8%, 50% range 21.4% to 67.3%, 80% range 7.9% to 86.7% and
    95% range 1.1% to 98.1%.
    """
    one = _one(series)
    require_table(forecasts, "forecasts", FORECASTS, FORECASTS.names, unique=True)
    quantiles = quantiles_of(forecasts, one)
    final = quantiles.iloc[-1]
    low, high = (number_words(one, final[level]) for level in (0.1, 0.9))
    title = (
        f"{number_words(one, final[0.5])} by {labels.month(quantiles.index[-1])} "
        f"(80% range: {labels.interval(low, high)})"
    )
    made = _with_title(fan(one, forecasts), one, title)
    made.set_label(describe_fan(one, forecasts))
    return made


def _one(series: pd.DataFrame) -> pd.DataFrame:
    require_table(
        series,
        "series",
        FIGURES,
        DRAWN_COLUMNS,
        optional=["bound", "obs_status", "margin_of_error"],
    )
    names = list(dict.fromkeys(series["series_id"]))
    if len(names) != 1:
        raise ValueError(
            f"the table holds {len(names)} series: "
            "take one with `adoption.series(observations, name)`"
        )
    return checked(series)


def _with_title(chart: Chart, one: pd.DataFrame, finding: str) -> Figure:
    """Return the chart with finding, measure and source written on it, for a notebook."""
    from adoption.data import geo_name

    head = one.iloc[-1]
    fit = functools.partial(placement.wrap, width=chart.width)
    title = fit(f"{geo_name(head['geo'])}: {finding}", size=16, bold=True)
    product = _called("products", head["product"], "name")
    measure = fit(
        f"{MEASURES.get(head['indicator'], '{}').format(product)}; {head['population_group']}; "
        f"{USAGE_WINDOWS.get(head['usage_window'], head['usage_window'])}",
        size=SMALL,
    )
    publisher = _called("sources", head["source_id"], "publisher")
    source = fit(f"Source: {publisher}, series {head['series_id']}", size=SMALL - 1)
    title_height = text_height(title, size=16)
    above = 24 + title_height + text_height(measure, size=SMALL)
    chart.grow(above=above, below=16 + text_height(source, size=SMALL - 1), sides=12)
    chart.text(12, chart.height - 10, title, size=16, bold=True, over="top")
    under = chart.height - 14 - title_height
    chart.text(12, under, measure, size=SMALL, ink="muted", over="top")
    chart.text(12, 8, source, size=SMALL - 1, ink="muted", over="bottom")
    return figure(chart)


def _called(table: str, code: str, column: str) -> str:
    """Return what a code is called in a table of the raw data; the code where it is not there."""
    from adoption.data import load_table

    rows = load_table(table)
    known = rows.set_index(rows.columns[0])[column]
    return str(known.get(code, code))


# A figure of a chart


def figure(chart: Chart) -> Figure:
    """Return a chart as a matplotlib figure, 72 dots to an inch: one unit is one CSS pixel."""
    with drawing():
        made = _figure_class()(figsize=(chart.width / 72, chart.height / 72))
        for panel in chart.panels:
            _axes(made, chart, panel)
        for mark in chart.marks:
            if isinstance(mark, Words):
                _text(made, mark)
            else:
                line = _line(mark, [x / 72 for x in mark.xs], [y / 72 for y in mark.ys])
                line.set_transform(made.dpi_scale_trans)
                made.add_artist(line)
    supply_glyphs(made)
    return made


@functools.cache
def _figure_class() -> type[Figure]:
    from matplotlib.figure import Figure

    class Drawn(Figure):
        """A figure that a notebook shows without pyplot; its label says what there is to see."""

        def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
            picture, about = to_png(self)
            return picture, about | {"alt": str(self.get_label())}

        def _repr_html_(self) -> str:
            picture, about = self._repr_png_()
            return (
                f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}" '
                f'width="{about["width"]}" height="{about["height"]}" alt="{escape(about["alt"])}" '
                'style="max-width: 100%; height: auto">'
            )

        def _mime_(self) -> tuple[str, str]:  # marimo's, which puts one on every figure
            return "text/html", self._repr_html_()

    return Drawn


def _axes(figure: Figure, chart: Chart, panel: Panel) -> None:
    from matplotlib.patches import Polygon

    width, height = chart.width, chart.height
    axes = figure.add_axes(
        (panel.left / width, panel.bottom / height, panel.width / width, panel.height / height)
    )
    axes.set(xlim=panel.x_limits, ylim=panel.y_limits)
    axes.set_xticks([at for at, _ in panel.x_ticks], [word for _, word in panel.x_ticks])
    axes.set_yticks([at for at, _ in panel.y_ticks], [word for _, word in panel.y_ticks])
    axes.tick_params(axis="y", length=0, pad=GAP)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for mark in panel.marks:
        if isinstance(mark, Rule):
            axes.add_artist(_line(mark, mark.xs, mark.ys))
        elif isinstance(mark, Dots):
            _dots(axes, mark)
        else:
            axes.add_patch(
                Polygon(
                    mark.corners, closed=True, facecolor=svg.inks()[mark.ink], edgecolor="none",
                    alpha=mark.opacity, zorder=mark.order, clip_on=False,
                )
            )  # fmt: skip


def _line(rule: Rule, xs: Any, ys: Any) -> Any:
    from matplotlib.lines import Line2D

    return Line2D(
        list(xs), list(ys), color=svg.inks()[rule.ink], linewidth=rule.width,
        linestyle=(0, rule.dashes) if rule.dashes else "-", solid_capstyle=rule.cap,
        zorder=rule.order, clip_on=False, marker="",
    )  # fmt: skip


def _dots(axes: Axes, dots: Dots) -> None:
    ink, paper = svg.inks()[dots.ink], svg.inks()["paper"]
    axes.plot(
        list(dots.xs), list(dots.ys), linestyle="none", clip_on=False, zorder=dots.order,
        marker=dots.marker, markersize=dots.drawn_size, markeredgewidth=dots.edge,
        markerfacecolor=paper if dots.hollow else ink,
        markeredgecolor=ink if dots.hollow else paper,
    )  # fmt: skip


def _text(figure: Figure, words: Words) -> None:
    over = words.over
    figure.text(
        words.x / 72,
        words.y / 72,
        words.text,
        transform=figure.dpi_scale_trans,
        color=svg.inks()[words.ink],
        fontsize=words.size,
        fontweight="bold" if words.bold else "normal",
        ha=words.at,
        va="center_baseline" if over == "center" and "\n" not in words.text else over,
        multialignment=words.at,
        linespacing=LINE,
        zorder=words.order,
    )


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the style of the package, whatever the reader has set."""
    from matplotlib import style

    with style.context(svg.STYLE, after_reset=True):
        yield


def missing_glyphs(figure: Figure) -> dict[str, str]:
    """Return the texts of a figure whose font lacks characters, each with those characters."""
    from matplotlib.text import Text

    missing = {}
    for text in figure.findobj(Text):
        words = text.get_text()
        known = set().union(*map(_characters, text.get_fontfamily() if words else []))
        lacking = "".join(dict.fromkeys(c for c in words if c != "\n" and ord(c) not in known))
        if lacking:
            missing[words] = lacking
    return missing


@functools.cache
def _characters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family=family))).get_charmap())


def supply_glyphs(figure: Figure) -> None:
    """Add a font for characters the style's font lacks, or raise `RenderError`.

    For pictures in pixels (notebooks, PNG). An SVG keeps its text, and the reader's browser has
    the fonts.
    """
    from matplotlib.font_manager import fontManager
    from matplotlib.text import Text

    missing = missing_glyphs(figure)
    if not missing:
        return
    installed = {font.name for font in fontManager.ttflist}
    spare = [name for name in CJK_FONTS if name in installed]
    for text in figure.findobj(Text):
        if text.get_text() in missing:
            text.set_fontfamily([*text.get_fontfamily(), *spare])
    for words, lacking in missing_glyphs(figure).items():
        raise RenderError(
            f"no font has the characters {lacking!r} of the label {words!r}: "
            f"install one of {', '.join(CJK_FONTS)}, or give the label in other words"
        )


def to_png(figure: Figure) -> tuple[bytes, dict[str, Any]]:
    """Return a figure as PNG with the size at which a notebook shows it."""
    buffer = io.BytesIO()
    with drawing():
        figure.savefig(buffer, format="png", metadata={"Software": None})
    width, height = figure.get_size_inches() * 72
    return buffer.getvalue(), {"width": round(width), "height": round(height)}

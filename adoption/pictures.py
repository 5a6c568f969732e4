"""Charts as matplotlib figures and as PNG, for notebooks and for the pictures of links.

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

from adoption import svg
from adoption.drawing import GAP, LINE, Chart, Dots, Panel, Rule, Words
from adoption.schema import RenderError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei")


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

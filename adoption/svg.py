"""Charts into SVG that belongs to its page: small, the same bytes every time, inks as variables.

Text stays text, in the font of the page. Every ink of `adoption.mplstyle` becomes a CSS variable
with the light ink behind it, so that one drawing serves a light page, a dark page and paper. Names
inside a drawing carry a prefix, so that many drawings share a page.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from adoption.drawing import GAP, LINE, SMALL, Band, Chart, Dots, Panel, Rule, Words

STYLE = Path(__file__).with_name("adoption.mplstyle")
SVG = "{http://www.w3.org/2000/svg}"
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
MIDDLE = 0.36  # of a text's size: from the middle of its capitals and digits to its baseline
TICK_DROP = 18.5  # from a panel's lower edge to the baseline of what stands under it
LABELS = 1.5  # tick labels lie over grid and bands, under lines and dots
_ANCHORS = {"left": "", "center": "middle", "right": "end"}


@functools.cache
def style() -> dict[str, str]:
    """Return the settings of `adoption.mplstyle` as they stand there."""
    lines = (line.partition("#")[0] for line in STYLE.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition(":") for line in lines if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


@functools.cache
def inks() -> dict[str, str]:
    """Return the inks of the style by the name of their CSS variable.

    Examples
    --------
    >>> inks()["ink"], inks()["c1"]
    ('#1b1f24', '#1f61b8')
    """
    named = {
        "paper": "figure.facecolor",
        "ink": "text.color",
        "muted": "axes.labelcolor",
        "axis": "axes.edgecolor",
        "grid": "grid.color",
        "faint": "hatch.color",
    }
    colours = {name: f"#{style()[key]}" for name, key in named.items()}
    cycle = re.findall(r"'([0-9a-f]{6})'", style()["axes.prop_cycle"])
    return colours | {f"c{k}": f"#{colour}" for k, colour in enumerate(cycle, start=1)}


@functools.cache
def markers() -> tuple[str, ...]:
    """Return the markers of the style, one for each series ink, in their order."""
    return tuple(re.findall(r"'(.)'", style()["axes.prop_cycle"]))


def to_svg(chart: Chart, *, prefix: str, alt: str = "", classes: str = "") -> str:
    """Return a chart as an `<svg>` element for a page.

    Parameters
    ----------
    chart : Chart
    prefix : str
        Beginning of every name inside; unique in the page: lower-case letters, digits, hyphens.
    alt : str
        What the drawing shows, for those who cannot see it.
    classes : str
        Class names of the element.

    Returns
    -------
    str
        One element without XML header, comments, dates or style sheet; the same bytes for the
        same chart.
    """
    if not IDENTIFIER.fullmatch(prefix):
        raise ValueError(
            f"`prefix` is {prefix!r}: lower-case letters, digits and hyphens, a letter first"
        )
    writer = _Writer(chart, prefix)
    for panel in chart.panels:
        writer.panel(panel)
    for mark in sorted(chart.marks, key=lambda one: one.order):
        writer.mark(mark, float, float)
    body = "".join(node.write() for node in _joined(writer.nodes))
    label = f' role="img" aria-label="{escape(alt)}"' if alt else ' aria-hidden="true"'
    size = f'viewBox="0 0 {_short(chart.width)} {_short(chart.height)}" '
    size += f'width="{_short(chart.width)}" height="{_short(chart.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(classes)}" {size}{label} '
        f'stroke-linejoin="round">{body}</svg>'
    )


@dataclass
class _Node:
    """An element with its style apart, until like ones are joined."""

    tag: str
    attributes: dict[str, str]
    style: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[_Node] = field(default_factory=list)

    def write(self, *, styled: bool = True) -> str:
        body = self.text + "".join(child.write(styled=False) for child in self.children)
        attributes = dict(self.attributes)
        if styled and self.style:
            attributes["style"] = ";".join(
                f"{k}:{value}" for k, value in sorted(self.style.items())
            )
        inside = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{self.tag}{inside}>{body}</{self.tag}>" if body else f"<{self.tag}{inside}/>"


def _joined(nodes: Iterable[_Node]) -> list[_Node]:
    """Put neighbours of one kind and style into one group, so that the style is written once."""
    found: list[_Node] = []
    for node in nodes:
        last = found[-1] if found else None
        alike = last is not None and node.style and last.style == node.style
        if last is not None and alike and last.tag == "g" and last.children[0].tag == node.tag:
            last.children.append(node)
        elif last is not None and alike and last.tag == node.tag:
            found[-1] = _Node("g", {}, node.style, children=[last, node])
        else:
            found.append(node)
    return found


class _Writer:
    """The elements of one drawing, in the order in which they are painted."""

    def __init__(self, chart: Chart, prefix: str) -> None:
        self.height, self.prefix = chart.height, prefix
        self.nodes: list[_Node] = []
        self.shapes: dict[str, str] = {}  # outline of a marker to its name

    def panel(self, panel: Panel) -> None:
        """Add what stands in a panel, its tick labels among it."""
        marks: list[Rule | Dots | Band] = sorted(panel.marks, key=lambda one: one.order)
        under = [mark for mark in marks if mark.order <= LABELS]
        for mark in under:
            self.mark(mark, panel.x, panel.y)
        for words in tick_labels(panel):
            self.mark(words, float, float)
        for mark in marks[len(under) :]:
            self.mark(mark, panel.x, panel.y)

    def mark(
        self, mark: Rule | Dots | Band | Words, x: Callable[[float], float],
        y: Callable[[float], float],
    ) -> None:  # fmt: skip
        """Add one mark; `x` and `y` turn its values into pixels from the lower left."""
        if isinstance(mark, Words):
            self._words(mark)
            return
        if isinstance(mark, Band):
            style = {"fill": _ink(mark.ink), "opacity": _short(mark.opacity, 2)}
            points = [(x(a), self.height - y(b)) for a, b in mark.corners]
            self.nodes.append(_Node("path", {"d": _path(points) + "z"}, style))
            return
        points = [(x(a), self.height - y(b)) for a, b in zip(mark.xs, mark.ys, strict=True)]
        if isinstance(mark, Rule):
            self.nodes.append(_Node("path", {"d": _path(points)}, _line_style(mark)))
        else:
            self._dots(mark, points)

    def _dots(self, mark: Dots, points: Sequence[tuple[float, float]]) -> None:
        inside, outside = ("paper", mark.ink) if mark.hollow else (mark.ink, "paper")
        style = {"fill": _ink(inside)}
        if mark.edge:
            style |= {"stroke": _ink(outside), "stroke-width": _short(mark.edge, 2)}
        shape = _outline(mark.marker, mark.drawn_size / 2)
        if shape not in self.shapes:
            self.shapes[shape] = f"{self.prefix}-{len(self.shapes)}"
            path = _Node("path", {"id": self.shapes[shape], "d": shape})
            self.nodes.append(_Node("defs", {}, children=[path]))
        for x, y in points:
            place = {"href": f"#{self.shapes[shape]}", "x": _short(x), "y": _short(y)}
            self.nodes.append(_Node("use", place, style))

    def _words(self, words: Words) -> None:
        style = {"fill": _ink(words.ink, text=True), "font-size": f"{_short(words.size)}px"}
        if words.bold:
            style["font-weight"] = "600"
        if anchor := _ANCHORS[words.at]:
            style["text-anchor"] = anchor
        for text, y in zip(words.text.split("\n"), baselines(words), strict=True):
            if not text.strip():
                continue
            place = {"x": _short(words.x), "y": _short(self.height - y)}
            if words.halo:  # the page gives it an outline of paper
                place |= {"class": "halo", "paint-order": "stroke"}
            self.nodes.append(_Node("text", place, style, text=escape(text, quote=False)))


def baselines(words: Words) -> list[float]:
    r"""Return the height of the baseline of each line of words.

    Examples
    --------
    >>> baselines(Words(0, 100, "one", size=10))
    [96.4]
    >>> baselines(Words(0, 100, "one\nother", size=10, over="top"))
    [90.15, 77.65]
    """
    step = words.size * LINE
    count = words.text.count("\n") + 1
    top = {"bottom": count * step, "center": count * step / 2, "top": 0.0}[words.over]
    first = words.y + top - step / 2 - MIDDLE * words.size
    return [round(first - k * step, 6) for k in range(count)]


def tick_labels(panel: Panel) -> list[Words]:
    """Return what stands under and beside a panel as words at pixels."""
    under = panel.bottom - TICK_DROP + MIDDLE * SMALL
    left = panel.left - GAP
    return [
        *(Words(panel.x(at), under, word, "muted", SMALL, at="center")
          for at, word in panel.x_ticks if word),
        *(Words(left, panel.y(at), word, "muted", SMALL, at="right")
          for at, word in panel.y_ticks if word),
    ]  # fmt: skip


def _line_style(rule: Rule) -> dict[str, str]:
    style = {"fill": "none", "stroke": _ink(rule.ink)}
    if rule.width != 1:
        style["stroke-width"] = _short(rule.width, 2)
    if rule.dashes:
        style["stroke-dasharray"] = ",".join(_short(part * rule.width, 2) for part in rule.dashes)
    if rule.cap == "round" and not rule.dashes:
        style["stroke-linecap"] = "round"
    return style


def _ink(name: str, *, text: bool = False) -> str:
    word = f"{name}-text" if text and re.fullmatch(r"c\d", name) else name
    return f"var(--{word},{inks()[name]})"


def _path(points: Iterable[tuple[float, float]]) -> str:
    parts = []
    pen = "M"
    for x, y in points:
        if math.isnan(x) or math.isnan(y):
            pen = "M"
            continue
        parts.append(f"{pen}{_short(x)} {_short(y)}")
        pen = "L"
    return "".join(parts)


def _outline(marker: str, half: float) -> str:
    """Return the path of a marker round the origin; `half` is half its size."""
    r, whole, diagonal = (_short(half * k, 2) for k in (1, 2, math.sqrt(2)))
    return {
        "o": f"M-{r} 0a{r} {r} 0 1 0 {whole} 0a{r} {r} 0 1 0-{whole} 0z",
        "s": f"M-{r}-{r}H{r}V{r}H-{r}z",
        "^": f"M0-{r}L{r} {r}H-{r}z",
        "v": f"M0 {r}L{r}-{r}H-{r}z",
        "D": f"M0-{diagonal}L{diagonal} 0L0 {diagonal}L-{diagonal} 0z",
    }[marker]


def _short(value: float, decimals: int = 1) -> str:
    """Write a number with at most so many decimals and no sign on nought."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text

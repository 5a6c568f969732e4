"""Figures into SVG that belongs to its page: small, the same bytes every time, inks as variables.

matplotlib draws; this module takes its SVG apart. Text stays text, in the font of the page. Every
ink of `adoption.mplstyle` becomes a CSS variable with the light ink behind it, so that one drawing
serves a light page, a dark page and paper. Names inside a drawing carry a prefix, so that many
drawings share a page.
"""

from __future__ import annotations

import functools
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from adoption.schema import RenderError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("adoption.mplstyle")
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
HALO = "halo"  # gid of a text that stands on lines: the page gives it an outline of paper
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+")
_SPACE = re.compile(r"\s*\n\s*")


@functools.cache
def inks() -> dict[str, str]:
    """Return the inks of the style by the name of their CSS variable.

    Examples
    --------
    >>> inks()["ink"], inks()["c1"]
    ('#1b1f24', '#1f61b8')
    """
    from matplotlib import rc_params_from_file
    from matplotlib.colors import to_hex

    style: Any = rc_params_from_file(STYLE, use_default_template=False)
    named = {
        "paper": "figure.facecolor",
        "ink": "text.color",
        "muted": "axes.labelcolor",
        "axis": "axes.edgecolor",
        "grid": "grid.color",
        "faint": "hatch.color",
    }
    colours = {name: to_hex(style[key]) for name, key in named.items()}
    cycle = style["axes.prop_cycle"].by_key()["color"]
    return colours | {f"c{k}": to_hex(colour) for k, colour in enumerate(cycle, start=1)}


@functools.cache
def markers() -> tuple[str, ...]:
    """Return the markers of the style, one for each series ink, in their order."""
    from matplotlib import rc_params_from_file

    style: Any = rc_params_from_file(STYLE, use_default_template=False)
    return tuple(style["axes.prop_cycle"].by_key()["marker"])


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the style of the package, whatever the reader has set."""
    from matplotlib import style

    with style.context(STYLE, after_reset=True):
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


def to_svg(figure: Figure, *, prefix: str, alt: str = "", classes: str = "") -> str:
    """Return a figure as an `<svg>` element for a page.

    Parameters
    ----------
    figure : Figure
        Drawn in the style of the package, 72 dots to an inch: one unit is one CSS pixel.
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
        same figure.
    """
    if not IDENTIFIER.fullmatch(prefix):
        raise ValueError(
            f"`prefix` is {prefix!r}: lower-case letters, digits and hyphens, a letter first"
        )
    buffer = io.StringIO()
    with drawing(), warnings.catch_warnings():
        # The reader's browser draws the text; whether matplotlib's own font could is no matter.
        warnings.filterwarnings("ignore", message=r"Glyph \d+", category=UserWarning)
        figure.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None})
    root = ElementTree.fromstring(buffer.getvalue())
    width, height = root.get("viewBox", "").split()[2:]
    names = _names(root, prefix)
    nodes = _joined([node for child in root for node in _nodes(child, names)])
    body = "".join(node.write({}) for node in nodes)
    label = f' role="img" aria-label="{escape(alt)}"' if alt else ' aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(classes)}" '
        f'viewBox="0 0 {_short(width, 1)} {_short(height, 1)}" '
        f'width="{_short(width, 1)}" height="{_short(height, 1)}"{label} '
        f'stroke-linejoin="round">{body}</svg>'
    )


def _names(root: ElementTree.Element, prefix: str) -> dict[str, str]:
    """Return new names for the ids something points to; all others are dropped."""
    wanted = dict.fromkeys(
        node.get(LINK, "").removeprefix("#") for node in root.iter() if node.get(LINK)
    )
    return {name: f"{prefix}-{k}" for k, name in enumerate(wanted)}


@dataclass
class _Node:
    """An element with its style apart, until like ones are joined."""

    tag: str
    attributes: dict[str, str]
    style: dict[str, str]
    text: str = ""
    children: list[_Node] = field(default_factory=list)

    def write(self, above: dict[str, str]) -> str:
        own = {name: value for name, value in self.style.items() if above.get(name) != value}
        body = self.text + "".join(child.write(above | self.style) for child in self.children)
        if self.tag == "g" and not own and not self.attributes:
            return body
        attributes = dict(self.attributes)
        if own:
            attributes["style"] = ";".join(f"{name}:{value}" for name, value in sorted(own.items()))
        inside = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{self.tag}{inside}>{body}</{self.tag}>" if body else f"<{self.tag}{inside}/>"


def _nodes(element: ElementTree.Element, names: dict[str, str]) -> list[_Node]:
    """Return what an element becomes: groups that only group give way to what is in them."""
    tag = element.tag.removeprefix(SVG)
    if tag in ("metadata", "style"):
        return []
    node = _Node(tag, _attributes(element, tag, names), _style(element, tag))
    if tag == "text":
        node.text = escape(element.text or "", quote=False)
        return [node] if node.text.strip() else []
    node.children = _joined([new for child in element for new in _nodes(child, names)])
    if tag == "path":
        return [] if node.style.get("fill") == "none" and "stroke" not in node.style else [node]
    if tag == "defs":
        return [node] if node.children else []
    if tag != "g":
        return [node]
    for child in node.children:
        child.style = node.style | child.style
        if "class" in node.attributes and child.tag != "defs":
            child.attributes.setdefault("class", node.attributes["class"])
    return node.children


def _joined(nodes: list[_Node]) -> list[_Node]:
    """Put neighbours of one style into one group, so that the style is written once."""
    found: list[_Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if last and last.tag == "g" and node.tag == "g" and last.style == node.style:
            last.children += node.children
        elif last and last.tag == "g" and node.tag != "defs" and last.style == node.style:
            last.children.append(node)
        elif (
            last
            and node.tag not in ("defs", "g")
            and last.tag == node.tag != "defs"
            and (last.style == node.style)
        ):
            found[-1] = _Node("g", {}, dict(node.style), children=[last, node])
        else:
            found.append(node)
    return found


def _attributes(node: ElementTree.Element, tag: str, names: dict[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in node.attrib.items():
        if key == "id":
            if value in names:
                kept["id"] = names[value]
            elif value == HALO:
                kept["class"] = HALO
        elif key == LINK:
            kept["href"] = "#" + names[value.removeprefix("#")]
        elif key == "d":
            kept["d"] = _path(value, 2 if "id" in node.attrib else 1)
        elif key == "transform" and tag == "text":
            # A label is never turned: matplotlib writes `translate(x y)` or a rotation by nought.
            moved = re.search(r"translate\((\S+) (\S+)\)", value)
            if moved:
                kept |= {"x": _short(moved[1], 1), "y": _short(moved[2], 1)}
        elif key in ("x", "y", "width", "height"):
            kept[key] = _short(value, 1)
        elif key not in ("style", "clip-path"):
            kept[key] = value
    return kept


def _style(node: ElementTree.Element, tag: str) -> dict[str, str]:
    """Return the style of an element with inks as variables and the font left to the page."""
    found: dict[str, str] = {}
    for part in (node.get("style") or "").split(";"):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        if not name:
            continue
        if name == "font":
            found |= _font(value)
        elif name in ("font-family", "stroke-linejoin"):
            continue
        else:
            found[name] = _ink(value, tag) if name in ("fill", "stroke") else _rounded(value)
    if found.get("stroke-linecap") == "butt":
        del found["stroke-linecap"]
    if found.get("opacity") == "1":
        del found["opacity"]
    return found


def _font(value: str) -> dict[str, str]:
    """Take size and weight out of a CSS font: `bold 12px 'DejaVu Sans'`."""
    size = re.search(r"([\d.]+)px", value)
    found = {"font-size": _short(size[1], 1) + "px"} if size else {}
    weight = re.search(r"\b(bold|[6-9]00)\b", value.split("px")[0])
    return found | ({"font-weight": "600"} if weight else {})


def _ink(value: str, tag: str) -> str:
    names = {colour: name for name, colour in inks().items()}
    name = names.get(value)
    if name is None:
        return value
    word = f"{name}-text" if tag == "text" and re.fullmatch(r"c\d", name) else name
    return f"var(--{word},{value})"


def _path(value: str, decimals: int) -> str:
    text = _NUMBER.sub(lambda found: _short(found[0], decimals), _SPACE.sub("", value.strip()))
    return re.sub(r"(?<=[A-Za-z]) | (?=[A-Za-z])", "", text)


def _rounded(value: str) -> str:
    return _NUMBER.sub(lambda found: _short(found[0], 2), value)


def _short(value: str | float, decimals: int) -> str:
    """Write a number with at most so many decimals and no sign on nought."""
    text = f"{float(value):.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def to_png(figure: Figure) -> tuple[bytes, dict[str, Any]]:
    """Return a figure as PNG with the size at which a notebook shows it."""
    supply_glyphs(figure)
    buffer = io.BytesIO()
    with drawing():
        figure.savefig(buffer, format="png", metadata={"Software": None})
    width, height = figure.get_size_inches() * 72
    return buffer.getvalue(), {"width": round(width), "height": round(height)}

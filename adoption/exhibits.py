"""A chart or a table as it stands in a report: caption, definition, source, table, download.

Each function returns Markdown for a `.qmd`, the same for Quarto and for the built-in renderer: a
numbered block (`::: {#fig-...}`) with raw HTML in it and its caption as the last paragraph.
Everything that comes from data is escaped, for HTML or for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

import pandas as pd

from adoption import svg, tables
from adoption.drawing import LAYOUTS, Chart, Layout

_ID = re.compile(r"(fig|tbl)-[a-z0-9]+(?:-[a-z0-9]+)*")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Draw(Protocol):
    """A chart that can be drawn in either layout, such as a `functools.partial` of one."""

    def __call__(self, *, layout: Layout) -> Chart:
        """Draw it."""


@dataclass(frozen=True)
class Definition:
    """What a figure is about: stands under each headline, table and chart.

    All six are needed; `source_url` makes the source a link.
    """

    population: str
    window: str
    product: str
    period: str
    source: str
    as_of: str
    source_url: str = ""

    def html(self) -> str:
        """Return the strip of terms and their meanings.

        Examples
        --------
        >>> strip = Definition("all residents", "not stated", "generative AI", "December 2025",
        ...                    "CNNIC", "15 July 2026")
        >>> strip.html().count("<dt>")
        6
        """
        heads = {
            "population": "Population", "window": "Use within", "product": "Product",
            "period": "Reference period", "source": "Source", "as_of": "As of",
        }  # fmt: skip
        parts = []
        for name, head in heads.items():
            words = getattr(self, name)
            if not words.strip():
                raise ValueError(f"`{name}` is empty: a figure is shown with all of its definition")
            linked = name == "source" and self.source_url
            content = tables.link(words, self.source_url) if linked else escape(words)
            parts.append(f"<div><dt>{head}</dt><dd>{content}</dd></div>")
        return '<dl class="definition">' + "".join(parts) + "</dl>"


def figure_block(
    draw: Draw,
    identifier: str,
    *,
    title: str,
    alt: str,
    definition: Definition,
    table: pd.DataFrame,
    columns: Sequence[tables.Column],
    table_caption: str,
    subtitle: str = "",
    note: str = "",
    highlight: Sequence[bool] | None = None,
    download: pd.DataFrame | None = None,
) -> str:
    """Return a chart with everything a reader needs to trust it.

    Parameters
    ----------
    draw : callable
        Draws the chart in the layout it is asked for; called twice.
    identifier : str
        Name of the block, `fig-` first; `@fig-...` refers to it.
    title : str
        The finding, in words; becomes the caption.
    alt : str
        What the drawing shows, from `descriptions`.
    definition : Definition
        Population, window, product, period, source and as-of date.
    table, columns, table_caption, highlight
        The figures behind the chart, folded under it; see `tables.html_table`.
    subtitle : str
        Measure and unit, with the population.
    note : str
        What a reader must know to read the chart: open dots, breaks, ties.
    download : DataFrame, optional
        What the CSV holds where it is more than `table`.

    Returns
    -------
    str
        Markdown.
    """
    _check(identifier, "fig", alt=alt, title=title)
    drawings = "\n".join(
        svg.to_svg(draw(layout=layout), prefix=f"{identifier}-{layout}", alt=alt, classes=layout)
        for layout in LAYOUTS
    )
    parts = [
        f'<p class="subtitle">{escape(subtitle)}</p>' if subtitle else "",
        f'<div class="chart">\n{drawings}\n</div>',
        f'<p class="note">{escape(note)}</p>' if note else "",
        definition.html(),
        _folded(identifier, table, columns, table_caption, highlight, download),
    ]
    return _block(identifier, "\n".join(part for part in parts if part), title)


def table_block(
    table: pd.DataFrame,
    columns: Sequence[tables.Column],
    identifier: str,
    *,
    title: str,
    table_caption: str,
    definition: Definition | None = None,
    note: str = "",
    highlight: Sequence[bool] | None = None,
    download: pd.DataFrame | None = None,
    folded: bool = False,
) -> str:
    """Return a table with its definition and its CSV; parameters as in `figure_block`.

    A `folded` table is opened by the reader; its summary says how many rows it has.
    """
    _check(identifier, "tbl", title=title)
    rows = table if download is None else download
    body = tables.html_table(table, columns, caption=table_caption, highlight=highlight)
    if folded:
        summary = f"<summary>All {len(table)} rows</summary>"
        body = f'<details class="data">{summary}\n{body}\n</details>'
    parts = [
        body,
        f'<p class="note">{escape(note)}</p>' if note else "",
        definition.html() if definition else "",
        f'<p class="downloads">{tables.csv_link(rows, identifier + ".csv")}</p>',
    ]
    return _block(identifier, "\n".join(part for part in parts if part), title)


def markdown_text(text: str) -> str:
    r"""Return text that Markdown prints as it stands.

    Examples
    --------
    >>> print(markdown_text("5 * 4 <b> [x](y) @fig-a"))
    5 \* 4 \<b\> \[x\]\(y\) \@fig\-a
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def raw_html(html: str) -> str:
    """Return HTML as a raw block of Markdown, which nothing in it can close."""
    return "```{=html}\n" + html.replace("`", "&#96;") + "\n```"


def _block(identifier: str, html: str, title: str) -> str:
    return f"\n::: {{#{identifier}}}\n\n{raw_html(html)}\n\n{markdown_text(title)}\n\n:::\n"


def _folded(
    identifier: str,
    table: pd.DataFrame,
    columns: Sequence[tables.Column],
    caption: str,
    highlight: Sequence[bool] | None,
    download: pd.DataFrame | None,
) -> str:
    body = tables.html_table(table, columns, caption=caption, highlight=highlight)
    rows = table if download is None else download
    return (
        f'<details class="data"><summary>Table and download</summary>\n{body}\n'
        f'<p class="downloads">{tables.csv_link(rows, identifier + ".csv")}</p>\n</details>'
    )


def _check(identifier: str, kind: str, **words: str) -> None:
    if not _ID.fullmatch(identifier) or not identifier.startswith(kind):
        raise ValueError(
            f"`identifier` is {identifier!r}: `{kind}-` and lower-case words joined by hyphens"
        )
    for name, text in words.items():
        if not text.strip():
            raise ValueError(f"`{name}` is empty: `{identifier}` needs it")

"""The frame of every page of the site: head, navigation, title, footer; links between pages.

A page is a string of HTML. Everything from data passes through `html.escape` or `plain` first;
nothing here asks anything of another site, and no page needs a script to be read.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from adoption import drawing, exhibits, svg, tables

SITE_NAME = "Use of generative AI"
STYLE_SHEET, SEARCH_SCRIPT, PICTURE = "assets/site.css", "assets/search.js", "assets/picture.png"
NAVIGATION = (
    ("index.html", "Overview"),
    ("world/index.html", "World"),
    ("countries/index.html", "Economies"),
    ("series/index.html", "Series"),
    ("record/index.html", "Forecast record"),
    ("data/index.html", "Data"),
    ("editions.html", "Editions"),
)
_POLICY = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
    "{scripts}base-uri 'none'; form-action {forms}"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would reorder what follows them
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Page:
    """What stands on one page, before the frame is put round it.

    `path` is its place in the site; `trail` are the pages above it; `dataset` its schema.org
    description; `searches` says that it has the search script, `asks` that it has a form.
    """

    path: str
    title: str
    description: str
    body: str
    subtitle: str = ""
    trail: Sequence[tuple[str, str]] = ()
    dataset: dict[str, Any] = field(default_factory=dict)
    searches: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Frame:
    """What all pages share: where the site will stand, and the edition that it tells of."""

    address: str  # "https://example.org/genai", or "" where it is not known
    edition: str
    as_of: str  # in words
    version: str

    def html(self, page: Page) -> str:
        """Return the whole page."""
        up = "../" * page.path.count("/")
        picture = self.absolute(PICTURE) if self.address else up + PICTURE
        head = [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta name="description" content="{escape(page.description)}">',
            f"<title>{escape(whole_title(page.title))}</title>",
            *open_graph(page, picture, self.absolute(page.path) if self.address else ""),
            '<link rel="icon" href="data:,">',
            f'<link rel="stylesheet" href="{up}{STYLE_SHEET}">',
            f'<link rel="alternate" type="application/atom+xml" title="Releases and corrections" '
            f'href="{up}feed.xml">',
        ]
        if page.searches:
            head.append(f'<script src="{up}{SEARCH_SCRIPT}" defer></script>')
        if page.dataset:
            head.append(linked_data(page.dataset))
        subtitle = f'\n<p class="subtitle">{escape(page.subtitle)}</p>' if page.subtitle else ""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
            + "\n".join(head)
            + '\n</head>\n<body>\n<a class="skip-link" href="#content">Skip to the content</a>\n'
            + navigation(page.path)
            + f"\n<header>\n{_trail(page)}<h1>{escape(page.title)}</h1>{subtitle}\n</header>\n"
            + f'<main id="content">\n{page.body}\n</main>\n'
            + self._footer(up)
            + "\n</body>\n</html>\n"
        )

    def absolute(self, path: str) -> str:
        """Return the address of a path of the site, or the path where no address is known."""
        return f"{self.address}/{path.removesuffix('index.html')}" if self.address else path

    def _footer(self, up: str) -> str:
        return (
            f'<footer>\n<p>Edition <a href="{up}{self.edition}/index.html">{self.edition}</a>: '
            f"what was known on {escape(self.as_of)}. Figures as published, each with its source; "
            f'made with adoption {escape(self.version)}. <a href="{up}data/index.html">Data and '
            f'terms of use</a>, <a href="{up}data/codebook.html">codebook</a>, '
            f'<a href="{up}feed.xml">feed of releases and corrections</a>.</p>\n</footer>'
        )


def policy(page: Page) -> str:
    """Return the content security policy of a page: nothing from elsewhere, scripts only to search.

    `file:` stands for a site that is read from a folder.
    """
    scripts = "script-src 'self' file:; " if page.searches else ""
    return _POLICY.format(scripts=scripts, forms="'self' file:" if page.asks else "'none'")


def whole_title(title: str) -> str:
    """Return a page's title with the name of the site."""
    return title if title == SITE_NAME else f"{title} | {SITE_NAME}"


def open_graph(page: Page, picture: str, address: str) -> list[str]:
    """Return what other sites show of a page that is linked there."""
    told = {
        "og:type": "website",
        "og:site_name": SITE_NAME,
        "og:title": page.title,
        "og:description": page.description,
        "og:image": picture,
        "og:image:alt": "Title of the site above a chart of published shares",
    }
    if address:
        told["og:url"] = address
    found = [f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items()]
    if address:
        found.append(f'<link rel="canonical" href="{escape(address)}">')
    return found


def linked_data(data: dict[str, Any]) -> str:
    r"""Return JSON-LD that nothing in it can close.

    Examples
    --------
    >>> linked_data({"name": "</script>"})
    '<script type="application/ld+json">{"name":"\\u003c/script\\u003e"}</script>'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def navigation(path: str) -> str:
    """Return the links to the parts of the site, the present one marked."""
    up = "../" * path.count("/")
    here = next((p for p, _ in NAVIGATION if p == path), path.split("/")[0] + "/index.html")
    items = "".join(
        f'<li><a href="{up}{target}"{current(target, path, here)}>{words}</a></li>'
        for target, words in NAVIGATION
    )
    return f'<nav class="site" aria-label="Site"><ul>{items}</ul></nav>'


def current(target: str, path: str, here: str) -> str:
    """Return the mark of the link to the page itself, or to the part it belongs to."""
    if target == path:
        return ' aria-current="page"'
    return ' aria-current="true"' if target == here else ""


def _trail(page: Page) -> str:
    if not page.trail:
        return ""
    items = "".join(f"<li>{link(words, page.path, path)}</li>" for words, path in page.trail)
    return f'<nav class="trail" aria-label="Above this page"><ol>{items}</ol></nav>\n'


# Links and text ------------------------------------------------------------------------------


def plain(text: str) -> str:
    r"""Return text without characters that no page may hold or that reorder what follows them.

    Examples
    --------
    >>> plain("a\x00b\u202ec")
    'a\ufffdbc'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _BIDI.sub("", text))


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def name_of(identifier: str) -> str:
    """Return the name that a series or an economy has in addresses, or refuse it.

    Examples
    --------
    >>> name_of("US-CA"), name_of("cnnic-genai-users-chn")
    ('us-ca', 'cnnic-genai-users-chn')
    """
    name = re.sub("[_+]", "-", identifier.lower())
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"the identifier {identifier!r} cannot stand in an address: letters, digits and "
            "single hyphens are expected"
        )
    return name


def series_path(series_id: str) -> str:
    """Return the place of the page of a series.

    Examples
    --------
    >>> series_path("cnnic-genai-users-chn")
    'series/cnnic-genai-users-chn/index.html'
    """
    return f"series/{name_of(series_id)}/index.html"


def country_path(geo: str) -> str:
    """Return the place of the page of an economy, a state or a group."""
    return f"countries/{name_of(geo)}/index.html"


def link(words: str, here: str, target: str) -> str:
    """Return a link from one page of the site to another.

    Examples
    --------
    >>> link("China", "series/index.html", "countries/chn/index.html")
    '<a href="../countries/chn/index.html">China</a>'
    """
    return f'<a href="{escape(relative(here, target))}">{escape(words)}</a>'


def relative(here: str, target: str) -> str:
    """Return the address of `target` as written on the page `here`."""
    return posixpath.relpath(target, posixpath.dirname(here) or ".")


# Parts of a page -----------------------------------------------------------------------------


def section(identifier: str, title: str, *parts: str) -> str:
    """Return a section with its heading, or nothing where it has no part."""
    body = "\n".join(part for part in parts if part)
    if not body:
        return ""
    head = f'<h2 id="{identifier}">{escape(title)}</h2>'
    return f"<section>\n{head}\n{body}\n</section>"


def paragraph(text: str) -> str:
    """Return a paragraph of text, or nothing."""
    return f"<p>{escape(text)}</p>" if text else ""


def note(text: str) -> str:
    """Return a paragraph in small type, or nothing."""
    return f'<p class="note">{escape(text)}</p>' if text else ""


def figure(
    draw: exhibits.Draw,
    identifier: str,
    *,
    title: str,
    alt: str,
    subtitle: str = "",
    note: str = "",
    below: str = "",
) -> str:
    """Return a chart in both layouts with its caption; `below` is HTML."""
    drawings = "\n".join(
        svg.to_svg(draw(layout=layout), prefix=f"{identifier}-{layout}", alt=alt, classes=layout)
        for layout in drawing.LAYOUTS
    )
    words = f'<p class="subtitle">{escape(subtitle)}</p>\n' if subtitle else ""
    remark = f'\n<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<figure id="{identifier}">\n{words}<div class="chart">\n{drawings}\n</div>{remark}\n'
        f"{below}<figcaption>{escape(title)}</figcaption>\n</figure>"
    )


def linked_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    numeric: Sequence[int] = (),
    highlight: Sequence[bool] = (),
) -> str:
    """Return a table whose cells are HTML; the columns `numeric` are set at the right."""
    classes = [' class="number"' if k in numeric else "" for k in range(len(heads))]
    head = "".join(
        f'<th scope="col"{classes[k]}>{escape(words)}</th>' for k, words in enumerate(heads)
    )
    lines = []
    for n, row in enumerate(rows):
        first, *rest = row
        cells = "".join(f"<td{classes[k]}>{cell}</td>" for k, cell in enumerate(rest, start=1))
        marked = ' class="highlight"' if n < len(highlight) and highlight[n] else ""
        lines.append(f'<tr{marked}><th scope="row"{classes[0]}>{first}</th>{cells}</tr>')
    return (
        f'<div class="table-frame" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f'<table class="figures">\n<caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>\n"
        "</div>"
    )


def folded(summary: str, body: str) -> str:
    """Return what a reader may open."""
    return f'<details class="data"><summary>{escape(summary)}</summary>\n{body}\n</details>'


def downloads(files: Sequence[tuple[str, str]]) -> str:
    """Return links to files beside the page: name and words."""
    items = "".join(
        f'<li><a href="{escape(name)}" download>{escape(words)}</a></li>' for name, words in files
    )
    return f'<ul class="files">{items}</ul>'


def code(text: str, *, title: str) -> str:
    """Return a block of code that the keyboard can scroll."""
    return (
        f'<figure class="code"><figcaption>{escape(title)}</figcaption>'
        f'<pre tabindex="0" role="region" aria-label="{escape(title)}"><code>{escape(text)}</code>'
        "</pre></figure>"
    )


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms and their meanings (HTML), without those that are empty."""
    parts = [f"<div><dt>{escape(term)}</dt><dd>{html}</dd></div>" for term, html in pairs if html]
    return f'<dl class="terms">{"".join(parts)}</dl>' if parts else ""


def outside(words: str, address: Any) -> str:
    """Return a link to a publisher's page, or the words alone where there is no address."""
    if tables.is_missing(address) or not address:
        return escape(words)
    return tables.link(words, str(address))


def cleaned(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text no page and no download stumbles over (`plain`).

    Text columns come as objects, which small tables are cut up with fastest.
    """
    text = [name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)]
    return table.assign(
        **{name: table[name].astype(object).map(_plain_cell, na_action="ignore") for name in text}
    )


def _plain_cell(cell: Any) -> Any:
    return plain(cell) if isinstance(cell, str) else cell

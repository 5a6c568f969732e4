"""Documents into prose: plain text, Markdown, HTML and `.qmd` read as paragraphs and sentences.

Markup, code, scripts and invisible characters are left out; each number of a table becomes a
sentence of its own (`grids`). Every character that is kept remembers where it stood in the
document, so that a statement can be marked in the original.
All scans are linear in the length of the document, whatever it holds.
"""

from __future__ import annotations

import re

from adoption.claims.hypertext import read_html
from adoption.claims.markdown import read_markdown
from adoption.claims.paragraphs import Prose
from adoption.claims.transcripts import Transcript

_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:div|p|span|article|section|h[1-6]|[uod]l|li|table|figure|main|blockquote)\b",
    re.IGNORECASE,
)
_LOOKS_LIKE_MARKDOWN = re.compile(
    r"^(?: {0,3}#{1,6} +\S|\|.{0,500}\|[ \t]*$|[-*+] +\S|```|---[ \t]*$|!\[)", re.MULTILINE
)


def read_prose(document: str, *, tables: bool = True) -> Prose:
    """Read a document as prose; HTML is recognised by its tags, all else is read as Markdown.

    Tables, lists and figures in HTML are read inside Markdown, too.

    Parameters
    ----------
    document : str
        Plain text, Markdown, a `.qmd` file or an HTML page.
    tables : bool, optional
        Read the numbers of tables, too.

    Returns
    -------
    Prose
        The readable text, its paragraphs, and the place of each character in the document.

    Examples
    --------
    >>> prose = read_prose("<p>A share of <b>42.8</b>&nbsp;%.</p><script>var x = 99;</script>")
    >>> prose.text.strip()
    'A share of 42.8 %.'
    >>> start = prose.text.index("42.8")
    >>> prose.source[slice(*prose.span(start, start + 6))]
    '42.8</b>&nbsp;%'
    """
    transcript = Transcript(document, tables=tables)
    if _is_html(document):
        read_html(transcript, 0, len(document))
    else:
        read_markdown(transcript)
    return transcript.prose()


def _is_html(document: str) -> bool:
    """Return whether a document is a page or a piece of one, without Markdown in it."""
    if _PAGE.search(document, 0, 20_000):
        return True
    looks = _LOOKS_LIKE_HTML.search(document, 0, 20_000)
    return bool(looks) and not _LOOKS_LIKE_MARKDOWN.search(document, 0, 20_000)

"""What HTML and Markdown have in common: entities, tags and marks in a line, pictures and tables.

Tags and marks are left out. A table is written with the caption and the source under it, a picture
with the words that stand for it.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from adoption.claims import grids
from adoption.claims.paragraphs import Echo
from adoption.claims.transcripts import REMOVED, Transcript, in_simple_characters

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")
TAGS = re.compile(r"<[^<>]{0,300}>")
_INLINE = re.compile(
    r"`+[^`\n]{0,400}`+"  # code, also `{python} x`
    r"|!\[[^\]\n]{0,400}\]\([^)\s]{0,800}\)(?:\{[^}\n]{0,200}\})?"  # image
    r"|\]\([^)\n]{0,800}\)(?:\{[^}\n]{0,200}\})?"  # the address of a link
    r"|\[\^[^\]\n]{1,60}\]"  # footnote
    r"|\{\{<[^\n]{0,300}?>\}\}"  # shortcode
    r"|\{[.#][^}\n]{0,200}\}"  # attributes
    r"|https?://[^\s<>)\]]{1,2000}"
    r"|\*{1,3}|_{2,3}|\["
)
_ATTRIBUTES = re.compile(r"\{[^{}\n]{0,300}\}\s*$")
_CAPTION_LINE = re.compile(r" {0,3}(?:Table ?[0-9]{0,3})?: +(?P<words>\S.*)")
_FIGCAPTION = re.compile(
    r"(?:\s|</div>){0,40}<figcaption\b[^<>]{0,300}>(?P<words>[^\n]{1,600}?)</figcaption>",
    re.IGNORECASE,
)
_THOUSANDS_APART = re.compile(r"(?<=[0-9]) (?=[0-9]{3})")


def write_text(transcript: Transcript, start: int, end: int) -> None:
    """Write a text without tags, each entity as its character."""
    position = start
    for entity in _ENTITY.finditer(transcript.source, start, end):
        transcript.copy(position, entity.start())
        character = html.unescape(entity.group())
        if len(character) == 1 and not REMOVED.match(character):
            transcript.put(character, *entity.span())
        position = entity.end()
    transcript.copy(position, end)


def write_untagged(transcript: Transcript, start: int, end: int) -> None:
    """Write a text without its tags; a `<` that opens none is kept."""
    source = transcript.source
    position = start
    while True:
        opening = source.find("<", position, end)
        if opening < 0:
            break
        close = source.find(">", opening + 1, min(end, opening + 300))
        if close > 0 and TAG_NAME.match(source, opening + 1):
            write_text(transcript, position, opening)
            position = close + 1
        else:
            write_text(transcript, position, opening + 1)
            position = opening + 1
    write_text(transcript, position, end)


def write_line(transcript: Transcript, start: int, end: int) -> None:
    """Write one line of Markdown without its marks; tags inside it are left out too."""
    source = transcript.source
    position = start
    for mark in _INLINE.finditer(source, start, end):
        write_untagged(transcript, position, mark.start())
        if mark.group()[0] in "`!h{":
            transcript.put(" ", *mark.span())
        position = mark.end()
    write_untagged(transcript, position, end)


def write_figure(transcript: Transcript, start: int, end: int) -> None:
    """Write the words that stand for a picture as a paragraph, if they tell of a number."""
    if any(c.isdigit() for c in transcript.source[start:end]):
        transcript.close(item=True)
        write_line(transcript, start, end)
        transcript.close()


def write_grid(transcript: Transcript, grid: grids.Grid | None, end: int) -> None:
    """Write each number of a table as a sentence; `end` is where the table ends."""
    if not grid:
        return
    transcript.close()
    if not transcript.tables:
        return
    above = transcript.last
    under, note = _under(transcript.source, end)
    whole = replace(grid, caption=grid.caption or _plain(under))
    for number in grids.numbers(whole, above, note):
        transcript.numbers += 1
        if transcript.numbers > grids.MAX_NUMBERS:
            transcript.unread.append((number.cell.start, number.cell.end))
        else:
            _write_number(transcript, number)
    transcript.close()
    transcript.last = above


def _write_number(transcript: Transcript, number: grids.Number) -> None:
    """Write a number of a table with caption, heads and labels before it, its unit behind it."""
    transcript.close(item=True)
    start, label, cell = transcript.length, number.label, number.cell
    transcript.add(in_simple_characters(number.about), label.start, label.end - label.start)
    names = transcript.length
    transcript.add(in_simple_characters(number.names), label.start, label.end - label.start)
    transcript.echoes.append(Echo(start, names, transcript.length))
    if len(cell.words) == cell.end - cell.start:
        words = _THOUSANDS_APART.sub(",", cell.words)
        transcript.add(in_simple_characters(words), cell.start, 0)
    else:
        write_untagged(transcript, cell.start, cell.end)
    if number.unit:
        transcript.add(number.unit, cell.end - 1, 1)


def _under(source: str, position: int) -> tuple[str, str]:
    """Return the caption and the line that names the source of a table, if they are under it."""
    caption = ""
    if figure := _FIGCAPTION.match(source, position):
        caption = figure.group("words")
    following = TAGS.sub("\n", source[position : position + 600]).strip()
    for line in [line for line in following.split("\n") if line.strip()][:2]:
        said = _CAPTION_LINE.fullmatch(line)
        if said and not caption:
            caption = said.group("words")
        elif grids.SOURCE_NOTE.search(line):
            return caption, line
        else:
            break
    return caption, ""


def _plain(caption: str) -> str:
    """Return a caption without tags and the attributes behind it."""
    return html.unescape(_ATTRIBUTES.sub("", TAGS.sub(" ", caption)).strip())

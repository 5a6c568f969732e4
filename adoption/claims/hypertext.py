"""HTML read into paragraphs: a page, a piece of one, or an element inside Markdown.

Block elements part the text into paragraphs; code, scripts and what else is no prose are left out.
"""

from __future__ import annotations

import html
import re

from adoption.claims import grids
from adoption.claims.markup import TAG_NAME, TAGS, write_figure, write_grid, write_text
from adoption.claims.transcripts import LONGEST_ROW, Transcript

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6r]|header|html|li|main|nav|ol|p|section|summary|title|"
    r"ul|td|th|tr"
)
_SKIPPED = re.compile(
    r"audio|button|canvas|code|del|iframe|kbd|math|noscript|object|pre|s|samp|script|select|style|"
    r"sup|svg|table|template|textarea|var|video"
)
_HEADINGS = re.compile(r"h[1-6]|title")
_ITEMS = re.compile(r"li|dd|dt|figcaption|caption")
_ALT = re.compile(r"\balt\s*=\s*([\"'])(?P<words>[^<>\"]{1,1500}?)\1", re.IGNORECASE)


def read_html(transcript: Transcript, start: int, end: int) -> None:
    """Write what is readable between two places of a document in HTML."""
    source, position = transcript.source, start
    while position < end:
        opening = source.find("<", position, end)
        if opening < 0:
            write_text(transcript, position, end)
            return
        write_text(transcript, position, opening)
        position = _past_tag(transcript, opening, end)


def _past_tag(transcript: Transcript, opening: int, end: int) -> int:
    """Read a tag, or the whole element where it is left out, and return the place after it."""
    source, lowered = transcript.source, transcript.lowered
    if source.startswith("<!--", opening):
        close = _find_once(transcript, "-->", opening + 4)
        return close + 3 if close >= 0 else _literal(transcript, opening)
    following = source.find("<", opening + 1, end)
    close = source.find(">", opening + 1, following if following >= 0 else end)
    name = TAG_NAME.match(source, opening + 1)
    if close < 0 or not (name or source[opening + 1 : opening + 2] in ("!", "?")):
        return _literal(transcript, opening)
    if not name:
        return close + 1
    tag = name.group(1).lower()
    closing = source[opening + 1] == "/"
    if _SKIPPED.fullmatch(tag) and not closing and source[close - 1] != "/":
        transcript.put(" ", opening, close + 1)
        after = past_element(transcript, tag, close + 1, end)
        if tag == "table" and lowered.find("<table", close + 1, after) < 0:
            write_grid(transcript, grids.from_html(source, close + 1, after), after)
        return after
    if tag == "img" and (words := _ALT.search(source, opening, close)):
        write_figure(transcript, *words.span("words"))
    elif _BLOCKS.fullmatch(tag):
        level = (int(tag[1]) if tag[1:].isdigit() else 1) if _HEADINGS.fullmatch(tag) else 0
        transcript.close(
            level=0 if closing else level, item=bool(_ITEMS.fullmatch(tag)) and not closing
        )
        if tag == "li" and not closing:
            item = source[close + 1 : close + 1 + 2 * LONGEST_ROW].partition("</li")[0]
            transcript.introduce(html.unescape(TAGS.sub("", item)).strip(), close + 1)
    elif tag == "br":
        transcript.put(" ", opening, close + 1)
    return close + 1


def past_element(transcript: Transcript, tag: str, position: int, end: int) -> int:
    """Return the place after the element; nested tables are counted, an unclosed one is ignored."""
    start, depth = position, 1
    while depth:
        close = _find_once(transcript, f"</{tag}", position)
        if close < 0:
            return end if tag in ("script", "style") else start
        if tag == "table":
            depth += transcript.lowered.count("<table", position, close)
        depth -= 1
        position = close + len(tag) + 2
    after = transcript.lowered.find(">", position, position + 200)
    return after + 1 if after >= 0 else position


def _find_once(transcript: Transcript, mark: str, position: int) -> int:
    """Return the place of a closing mark, -1 if none comes; that is found out only once."""
    if mark in transcript.missing:
        return -1
    found = transcript.lowered.find(mark, position)
    if found < 0:
        transcript.missing.add(mark)
    return found


def _literal(transcript: Transcript, position: int) -> int:
    """Write a character that opens no tag as it stands."""
    transcript.copy(position, position + 1)
    return position + 1

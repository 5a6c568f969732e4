"""The readable text of a document: its paragraphs, their sentences, and where each character stood.

A sentence ends at a full stop, but not at that of an abbreviation; Chinese stops and the end of a
line end one, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from adoption.claims import chinese

# characters; a longer run without a full stop is cut, so that work stays linear
MAX_SENTENCE = 1200
MIN_TRADITIONAL, MOST_LOOKED_AT = 3, 20_000  # signs that tell of a script; characters read for it
_TRADITIONAL = re.compile(f"[{chinese.TRADITIONAL}]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Inc|Corp|Ltd|Co|No|Nos|vs|etc|approx|est|ca|al|cf|Fig|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|pct|p|pp|e\.g|i\.e|U\.S|U\.K|E\.U|a\.m|p\.m)"
    r")\.$"
)
# a word that begins a sentence also after "U.S.", which mostly does not end one
_OPENERS = re.compile(
    r" +(?:The|In|But|And|However|Additionally|Meanwhile|It|This|That|These|Those|For|At|On|By|As|"
    r"While|According|Among|About|More|Some|Still|Yet|Only|A|An|Its|Their|They|We|Of|With|If)\b"
)
_STOP = re.compile(
    r"[.!?][\"')\]”’¹²³⁴-⁹⁰]{0,3} +"
    r"(?=[\"'(\[“‘]?[A-Z0-9À-ÖØ-ÞČĎĞİŁŃŐŘŚŠŤŰŹŻŽ一-鿿]|[\u2600-\u27bf\U0001f1e6-\U0001faff])"
    r"|[。！？；]+[”’」』）)]?|\n"
    # ...达到1.14亿 [3] - 豆包在除夕: items of a list in one line
    r"|(?<![0-9A-Za-z])\[?[0-9]{1,3}\] ?(?=[-–•·] )"
)


# "48%. That is the share of people who ...": a number alone is the label of what follows, be it
# the "Number of the day: 48%."
_LABEL = re.compile(
    r"[\"'“*]{0,2}(?:[A-Z][A-Za-z]+ (?:of the|to) [a-z ]{3,20}: |By the numbers: )?"
    r"(?:(?:About|Around|Nearly|Almost|Over|More than|Just) )?[0-9][0-9.,]*"
    r"(?: ?%| per ?cent| (?:m|b|tr)illion)?(?: per ?cent)?[.!:]?[\"'”*]{0,2}[.!]? +"
)


@dataclass(frozen=True)
class Span:
    """A stretch of the readable text, from `start` to before `end`.

    A heading or an item of a list belongs to what stands around it; other text stands alone.
    """

    start: int
    end: int
    heading: bool = False
    item: bool = False


@dataclass(frozen=True)
class Echo:
    """What is said again before a number of a table, from `start` to `end`; `names` are its own."""

    start: int
    names: int
    end: int


@dataclass
class Prose:
    """The readable text of a document, with the place of every character in the document."""

    source: str
    text: str
    paragraphs: list[Span]
    echoes: list[Echo] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)  # numbers of tables, over the limit
    _starts: list[int] = field(default_factory=list)
    _origins: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def is_traditional(self) -> bool:
        """Whether the document is written in the characters of Taiwan and Hong Kong."""
        return len(_TRADITIONAL.findall(self.source, 0, MOST_LOOKED_AT)) >= MIN_TRADITIONAL

    def position(self, index: int) -> int:
        """Return where the character `index` of the text stands in the document."""
        return self._place(index)[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the document from which text[start:end] was read."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, index: int) -> tuple[int, int]:
        segment = max(0, bisect_right(self._starts, index) - 1)
        origin, width = self._origins[segment]
        if width:  # one character that stands for `width` characters of the document
            return origin, origin + width
        place = origin + index - self._starts[segment]
        return place, place + 1

    def sentences(self, paragraph: Span) -> Iterator[Span]:
        """Yield the sentences of one paragraph."""
        start = paragraph.start
        body = self.text[paragraph.start : paragraph.end]
        for stop in _STOP.finditer(body):
            end = paragraph.start + stop.end()
            before = body[max(0, stop.start() - 8) : stop.start() + 1]
            short = stop.group()[0] == "." and _ABBREVIATION.search(before)
            if short and not (
                before.endswith((".S.", ".K.", ".U.")) and _OPENERS.match(body, stop.start() + 1)
            ):
                continue
            if stop.group()[0] == "." and _LABEL.fullmatch(self.text, start, end):
                continue
            yield from self._pieces(start, end, paragraph.heading)
            start = end
        yield from self._pieces(start, paragraph.end, paragraph.heading)

    def _pieces(self, start: int, end: int, heading: bool) -> Iterator[Span]:
        while end - start > MAX_SENTENCE:
            cut = self.text.rfind(" ", start + 1, start + MAX_SENTENCE)
            cut = cut if cut > start else start + MAX_SENTENCE
            yield Span(start, cut, heading)
            start = cut
        if self.text[start:end].strip():
            yield Span(start, end, heading)

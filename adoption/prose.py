"""Documents into prose: plain text, Markdown, HTML and `.qmd` read as paragraphs and sentences.

Markup, code, scripts and invisible characters are left out; each number of a table becomes a
sentence of its own (`grids`). Every character that is kept remembers where it stood in the
document, so that a statement can be marked in the original.
All scans are linear in the length of the document, whatever it holds.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from adoption import chinese, grids

MAX_HEADLINE = 100  # characters of a line that is no part of a paragraph
MAX_SENTENCE = (
    1200  # characters; a longer run without a full stop is cut, so that work stays linear
)
SHORT = 40  # characters of a heading that does not stand alone: "2024"
LONGEST_ROW = 120  # characters of an item that is a label with its number

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
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
_THIN = r"[ \u00a0\u2009\u202f]"
# what is not seen, and the space that some set between Chinese and digits: 达 6.02 亿人
_REMOVED = re.compile(f"[{_INVISIBLE}]+|(?<=[一-鿿]){_THIN}(?=[0-9])|(?<=[0-9]){_THIN}(?=[一-鿿])")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")
_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:div|p|span|article|section|h[1-6]|[uod]l|li|table|figure|main|blockquote)\b",
    re.IGNORECASE,
)
_LOOKS_LIKE_MARKDOWN = re.compile(
    r"^(?: {0,3}#{1,6} +\S|\|.{0,500}\|[ \t]*$|[-*+] +\S|```|---[ \t]*$|!\[)", re.MULTILINE
)
_HTML_BLOCK = re.compile(
    r" {0,3}<(?P<tag>table|figure|[uod]l|p|h[1-6]|blockquote|img)\b", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]{0,300}>")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIST_ITEM = re.compile(r"\s{0,12}(?:[-*+•·]|[0-9]{1,3}[.)、])\s+")
_HEADING_LINE = re.compile(r" {0,3}#{1,6}\s+")
_DATA_LANGUAGES = ("", "csv", "tsv", "text")
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*$")
_CAPTION_LINE = re.compile(r" {0,3}(?:Table ?[0-9]{0,3})?: +(?P<words>\S.*)")
_FIGURE = re.compile(
    r"\s*!\[(?P<words>[^\]\n]{1,1500})\]\([^)\n]{0,800}\)(?:\{[^}\n]{0,200}\})?\s*"
)
_ALT = re.compile(r"\balt\s*=\s*([\"'])(?P<words>[^<>\"]{1,1500}?)\1", re.IGNORECASE)
_FIGCAPTION = re.compile(
    r"(?:\s|</div>){0,40}<figcaption\b[^<>]{0,300}>(?P<words>[^\n]{1,600}?)</figcaption>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\{[^{}\n]{0,300}\}\s*$")
_DEFINITION = re.compile(r" {0,3}:[ \t]+\S")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`")
# what a line above a list says of the numbers in it
_OF_USE = re.compile(
    r"%|\b(?:shares?|per ?cent(?:age)?|us(?:e|es|ed|ers?|ing|age)|adopt\w*|diffusion|penetration|"
    r"employees|aged|ages|20[0-9]{2})\b|使用|用户|普及|渗透|采用|比例|占比",
    re.IGNORECASE,
)
# an item that is a label with its number: "Denmark – 42.0%", "18–29: 58%"
_LABELLED = re.compile(
    r"(?P<label>[^:：;.!?。\n]{1,70}?) {0,3}(?:[:：=]|(?<= )[–—-]+) {0,4}"
    r"(?:[~≈<>+−-]|about |around |some |over |more than |nearly |almost |约|超过)? ?[0-9]"
)
_THOUSANDS_APART = re.compile(r"(?<=[0-9]) (?=[0-9]{3})")
_DIV_LINE = re.compile(r"\s*:{3,}")
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
_WIDE = {
    **{ord(old): new for old, new in zip(chinese.TRADITIONAL, chinese.SIMPLIFIED, strict=True)},
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))},
    **{code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)},
    0xFF05: "%", 0xFF0E: ".", 0xFF0B: "+", 0xFF0D: "-", 0x2212: "-", 0x2010: "-", 0x2011: "-",
    0x2019: "'", 0xFE6A: "%",
}  # fmt: skip
_HAN_DATE = re.compile(
    r"[一二][〇零九][〇零一二三四五六七八九]{2}年(?:(?:十[一二]|[一二三四五六七八九])月)?"
)
# half-width marks beside Chinese: 达5.15亿人,普及率36.5%
_HAN_PAUSE = re.compile(r"[,;:?!()](?=[一-鿿《“「])|(?<=[一-鿿》”」])[,;:?!()]")
_HAN_PAUSES = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
# a short line of Chinese is a headline or a verse, not the beginning of the next line
_HAN_LINE = re.compile(r"(?=.*[一-鿿])[^\n]{1,40}?[^，、,\s]\s*")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九十", "001234567891")
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
    r"[.!?][\"')\]”’¹²³⁴-⁹⁰]{0,3} +(?=[\"'(\[“‘]?[A-Z0-9一-鿿])|[。！？；]+[”’」』）)]?|\n"
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


class _Writer:
    """Collects readable characters and where they came from."""

    def __init__(self, source: str, *, tables: bool) -> None:
        self.source, self.tables = source, tables
        self.parts: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        self.origins: list[tuple[int, int]] = []
        self.paragraphs: list[Span] = []
        self.opened = 0
        self.level, self.item = 0, False  # of the paragraph that is written
        self.echoes: list[Echo] = []
        self.last = ""  # the last paragraph
        self.over: list[tuple[int, str]] = []  # the headings over it, with their levels
        self.intro = ""  # the line above a list, with the heading over it
        self.row: tuple[int, int] | None = None  # where an item with a label begins, and its label
        self.first_part = 0
        self.numbers = 0  # of tables
        self.missing: set[str] = set()  # closing marks known not to come any more
        self.unread: list[tuple[int, int]] = []

    @cached_property
    def lowered(self) -> str:
        """The source in lower case with every character in its place."""
        lowered = self.source.lower()
        if len(lowered) == len(self.source):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.source)

    def grid(self, grid: grids.Grid, note: str) -> None:
        """Write each number of a table as a sentence: caption, heads and labels before it."""
        self.close()
        if not self.tables:
            return
        caption = self.last
        for number in grids.numbers(grid, caption, note):
            self.numbers += 1
            if self.numbers > grids.MAX_NUMBERS:
                self.unread.append((number.cell.start, number.cell.end))
                continue
            self.close(item=True)
            start, (label, cell) = self.length, (number.label, number.cell)
            self._add(number.about.translate(_WIDE), label.start, label.end - label.start)
            names = self.length
            self._add(number.names.translate(_WIDE), label.start, label.end - label.start)
            self.echoes.append(Echo(start, names, self.length))
            if len(cell.words) == cell.end - cell.start:
                self._add(_THOUSANDS_APART.sub(",", cell.words).translate(_WIDE), cell.start, 0)
            else:
                _html_inline(self, cell.start, cell.end)
            if number.unit:
                self._add(number.unit, cell.end - 1, 1)
        self.close()
        self.last = caption

    def copy(self, start: int, end: int) -> None:
        """Take over source[start:end] without invisible characters, each run of space as one."""
        position = start
        for gap in _REMOVED.finditer(self.source, start, end):
            self._words(position, gap.start())
            position = gap.end()
        self._words(position, end)

    def put(self, character: str, start: int, end: int) -> None:
        """Write one character for source[start:end]."""
        if character.isspace() and (self.length == self.opened or self.parts[-1].endswith(" ")):
            return
        self._add(" " if character.isspace() else character.translate(_WIDE), start, end - start)

    def close(self, *, level: int = 0, item: bool = False) -> None:
        """End the paragraph here; the next one is a heading of a level or an item if asked."""
        if self.length > self.opened:
            self.paragraphs.append(Span(self.opened, self.length, self.level > 0, self.item))
            self.last = "".join(self.parts[self.first_part :]).strip()
            if not self.item:
                self._remember(self.last)
            elif self.row:
                self._label(*self.row)
            self._add("\n", self.origins[-1][0], 1)
        self.row = None
        self.opened = self.length
        self.first_part = len(self.parts)
        self.level, self.item = level, item

    def _remember(self, text: str) -> None:
        """Keep a heading or the line above a list for the items under it."""
        over = self.over[-1][1] if self.over else ""
        if self.level:
            self.over = [(level, words) for level, words in self.over if level < self.level]
            over = self.over[-1][1] if self.over else ""
        whole = f"{over}, {text}" if over and len(text) < SHORT else text
        if self.level:
            self.over.append((self.level, whole))
        opens = (
            self.level
            or text.endswith((":", "："))
            or (len(text) < SHORT and text[-1:] not in ".!?。")
        )
        self.intro = whole if opens else ""

    def introduce(self, words: str, position: int) -> None:
        """Say the line above a list before an item that is a label with its number."""
        says = self.tables and _OF_USE.search(self.intro)
        if says and len(words) < LONGEST_ROW and _LABELLED.match(words):
            start = self.length
            self._add(f"{grids.plain(self.intro, grids.LONGEST_CONTEXT)}, ", position, 1)
            self.row = start, self.length

    def _label(self, start: int, names: int) -> None:
        """Set the label of an item apart from its number."""
        written = "".join(self.parts[self.first_part :])[names - self.opened :]
        if label := _LABELLED.match(written):
            self.echoes.append(Echo(start, names, names + label.end("label")))

    def end_line(self, position: int) -> None:
        """End a line that is a sentence of its own, within its paragraph."""
        if self.length > self.opened:
            self._add("\n", position, 1)

    def prose(self) -> Prose:
        self.close()
        if not self.starts:
            self.starts, self.origins = [0], [(0, 0)]
        text = _HAN_DATE.sub(_in_digits, "".join(self.parts))
        text = _HAN_PAUSE.sub(lambda mark: _HAN_PAUSES[mark.group()], text)
        return Prose(
            self.source, text, self.paragraphs, self.echoes, self.unread, self.starts, self.origins
        )  # fmt: skip

    def _words(self, start: int, end: int) -> None:
        position = start
        for gap in _SPACES.finditer(self.source, start, end):
            if gap.start() > position:
                self._add(self.source[position : gap.start()].translate(_WIDE), position, 0)
            self.put(" ", gap.start(), gap.end())
            position = gap.end()
        if end > position:
            self._add(self.source[position:end].translate(_WIDE), position, 0)

    def _add(self, text: str, origin: int, width: int) -> None:
        self.starts.append(self.length)
        self.origins.append((origin, width))
        self.parts.append(text)
        self.length += len(text)


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
    writer = _Writer(document, tables=tables)
    if _is_html(document):
        _read_html(writer, 0, len(document))
    else:
        _read_markdown(writer)
    return writer.prose()


def _in_digits(date: re.Match[str]) -> str:
    """Write 二〇二五年十二月 in digits, as many signs as before."""
    return date.group().translate(_HAN_DIGITS)


def _is_html(document: str) -> bool:
    """Return whether a document is a page or a piece of one, without Markdown in it."""
    if _PAGE.search(document, 0, 20_000):
        return True
    looks = _LOOKS_LIKE_HTML.search(document, 0, 20_000)
    return bool(looks) and not _LOOKS_LIKE_MARKDOWN.search(document, 0, 20_000)


def _read_html(writer: _Writer, start: int, end: int) -> None:
    source, position = writer.source, start
    while position < end:
        opening = source.find("<", position, end)
        if opening < 0:
            _text_with_entities(writer, position, end)
            return
        _text_with_entities(writer, position, opening)
        position = _past_tag(writer, opening, end)


def _past_tag(writer: _Writer, opening: int, end: int) -> int:
    source, lowered, missing = writer.source, writer.lowered, writer.missing
    if source.startswith("<!--", opening):
        close = _find_once(lowered, "-->", opening + 4, missing)
        return close + 3 if close >= 0 else _literal(writer, opening)
    following = source.find("<", opening + 1, end)
    close = source.find(">", opening + 1, following if following >= 0 else end)
    name = _TAG_NAME.match(source, opening + 1)
    if close < 0 or not (name or source[opening + 1 : opening + 2] in ("!", "?")):
        return _literal(writer, opening)
    if not name:
        return close + 1
    tag = name.group(1).lower()
    closing = source[opening + 1] == "/"
    if _SKIPPED.fullmatch(tag) and not closing and source[close - 1] != "/":
        writer.put(" ", opening, close + 1)
        after = _past_element(lowered, tag, close + 1, end, missing)
        if tag == "table" and lowered.find("<table", close + 1, after) < 0:
            _write_grid(writer, grids.from_html(source, close + 1, after), after)
        return after
    if tag == "img" and (words := _ALT.search(source, opening, close)):
        _figure(writer, *words.span("words"))
    elif _BLOCKS.fullmatch(tag):
        level = (int(tag[1]) if tag[1:].isdigit() else 1) if _HEADINGS.fullmatch(tag) else 0
        writer.close(
            level=0 if closing else level, item=bool(_ITEMS.fullmatch(tag)) and not closing
        )
        if tag == "li" and not closing:
            item = source[close + 1 : close + 1 + 2 * LONGEST_ROW].partition("</li")[0]
            writer.introduce(html.unescape(_TAGS.sub("", item)).strip(), close + 1)
    elif tag == "br":
        writer.put(" ", opening, close + 1)
    return close + 1


def _past_element(lowered: str, tag: str, position: int, end: int, missing: set[str]) -> int:
    """Return the place after the element; nested tables are counted, an unclosed one is ignored."""
    start, depth = position, 1
    while depth:
        close = _find_once(lowered, f"</{tag}", position, missing)
        if close < 0:
            return end if tag in ("script", "style") else start
        if tag == "table":
            depth += lowered.count("<table", position, close)
        depth -= 1
        position = close + len(tag) + 2
    after = lowered.find(">", position, position + 200)
    return after + 1 if after >= 0 else position


def _under(source: str, position: int) -> tuple[str, str]:
    """Return the caption and the line that names the source of a table, if they are under it."""
    caption = ""
    if figure := _FIGCAPTION.match(source, position):
        caption = figure.group("words")
    following = _TAGS.sub("\n", source[position : position + 600]).strip()
    for line in [line for line in following.split("\n") if line.strip()][:2]:
        said = _CAPTION_LINE.fullmatch(line)
        if said and not caption:
            caption = said.group("words")
        elif grids.SOURCE_NOTE.search(line):
            return caption, line
        else:
            break
    return caption, ""


def _find_once(lowered: str, mark: str, position: int, missing: set[str]) -> int:
    if mark in missing:
        return -1
    found = lowered.find(mark, position)
    if found < 0:
        missing.add(mark)
    return found


def _literal(writer: _Writer, position: int) -> int:
    writer.copy(position, position + 1)
    return position + 1


def _text_with_entities(writer: _Writer, start: int, end: int) -> None:
    position = start
    for entity in _ENTITY.finditer(writer.source, start, end):
        writer.copy(position, entity.start())
        character = html.unescape(entity.group())
        if len(character) == 1 and not _REMOVED.match(character):
            writer.put(character, *entity.span())
        position = entity.end()
    writer.copy(position, end)


def _read_markdown(writer: _Writer) -> None:
    source = writer.source
    fence, language = "", ""
    comment = False
    rows: list[tuple[int, int]] = []  # of a table, or of data between fences
    in_columns = False
    lines = [*_lines_after_front_matter(source), (len(source), len(source))]
    past = 0  # the end of the last block in HTML
    for (start, end), below in pairwise(lines):
        if start < past:
            continue
        line = source[start:end]
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line[mark.end() :].strip():
                if language in _DATA_LANGUAGES:
                    _write_grid(writer, grids.from_delimited(source, rows), end)
                fence, rows = "", []
            else:
                rows.append((start, end))
            continue
        if rows and not (line.strip() if in_columns else "|" in line):
            _write_rows(writer, rows, in_columns, start - 1)
            rows, in_columns = [], False
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            continue
        if mark:
            fence, language = mark.group(1), line[mark.end() :].strip().lower()
            writer.close()
        elif rows or _TABLE_LINE.match(line) or _opens_table(source, line, *below):
            in_columns = in_columns or not (rows or "|" in line)
            rows.append((start, end))
            writer.close()
        elif not line.strip() or _DIV_LINE.match(line):
            writer.close()
        elif heading := _HEADING_LINE.match(line):
            writer.close(level=line.count("#", 0, heading.end()))
            _inline(writer, start + heading.end(), end)
            writer.close()
        elif (block := _HTML_BLOCK.match(line)) and (past := _past_block(writer, start, block)):
            writer.close()
        elif figure := _FIGURE.fullmatch(line):
            _figure(writer, start + figure.start("words"), start + figure.end("words"))
        else:
            item = _LIST_ITEM.match(line)
            defined = _DEFINITION.match(source, *below)
            if item or defined:
                writer.close(item=True)
                words = line[item.end() :] if item else f"{line} {source[slice(*below)]}"
                writer.introduce(_EMPHASIS.sub("", words), start)
            _inline(writer, start + (item.end() if item else 0), end)
            if _HAN_LINE.fullmatch(line) or _is_headline(line, source[slice(*below)]):
                writer.end_line(end)
            else:
                writer.put(" ", end, end + 1)
    if rows and not fence:
        _write_rows(writer, rows, in_columns, len(source))


def _is_headline(line: str, below: str) -> bool:
    """Return whether a line is much shorter than the one below, which opens with a capital."""
    words, text = line.strip(), below.strip()
    if not 0 < len(words) <= MAX_HEADLINE or words[-1] in ".,;:!?-–—":
        return False
    opens = text[:1].isupper() or text[:1].isdigit()
    return opens and not words[-1].isdigit() and 2 * len(words) < len(text)


def _past_block(writer: _Writer, start: int, block: re.Match[str]) -> int:
    """Read a block in HTML inside Markdown and return its end, 0 if it has none."""
    tag, after = block.group("tag").lower(), start + block.end()
    if tag == "img":
        end = writer.source.find(">", after) + 1
    else:
        end = _past_element(writer.lowered, tag, after, len(writer.source), writer.missing)
    if end <= after:
        return 0
    writer.close()
    _read_html(writer, start, end)
    return end


def _opens_table(source: str, line: str, start: int, end: int) -> bool:
    """Return whether a line holds the heads of a table: the one below it is of dashes."""
    if "|" in line:
        ruled = grids.RULE_LINE.fullmatch(source, start, end)
        return ruled is not None and "-" in ruled.group() and "|" in ruled.group()
    return bool(line.strip() and grids.DASHES.fullmatch(source, start, end))


def _write_rows(writer: _Writer, rows: list[tuple[int, int]], in_columns: bool, end: int) -> None:
    read = grids.from_columns if in_columns else grids.from_markdown
    _write_grid(writer, read(writer.source, rows), end)


def _write_grid(writer: _Writer, grid: grids.Grid | None, end: int) -> None:
    if grid:
        caption, note = _under(writer.source, end)
        writer.grid(replace(grid, caption=grid.caption or _plain(caption)), note)


def _plain(caption: str) -> str:
    """Return a caption without tags and the attributes behind it."""
    return html.unescape(_ATTRIBUTES.sub("", _TAGS.sub(" ", caption)).strip())


def _figure(writer: _Writer, start: int, end: int) -> None:
    """Write the words that stand for a picture as a paragraph, if they tell of a number."""
    if any(c.isdigit() for c in writer.source[start:end]):
        writer.close(item=True)
        _inline(writer, start, end)
        writer.close()


def _lines_after_front_matter(source: str) -> Iterator[tuple[int, int]]:
    position = 0
    if source.startswith(("---\n", "---\r\n")):
        close = source.find("\n---", 3)
        if close >= 0:
            after = source.find("\n", close + 4)
            position = after + 1 if after >= 0 else len(source)
    while position < len(source):
        end = source.find("\n", position)
        end = len(source) if end < 0 else end
        yield position, end
        position = end + 1


def _inline(writer: _Writer, start: int, end: int) -> None:
    """Write one line of Markdown without its marks; tags inside it are left out too."""
    source = writer.source
    position = start
    for mark in _INLINE.finditer(source, start, end):
        _html_inline(writer, position, mark.start())
        if mark.group()[0] in "`!h{":
            writer.put(" ", *mark.span())
        position = mark.end()
    _html_inline(writer, position, end)


def _html_inline(writer: _Writer, start: int, end: int) -> None:
    source = writer.source
    position = start
    while True:
        opening = source.find("<", position, end)
        if opening < 0:
            break
        close = source.find(">", opening + 1, min(end, opening + 300))
        if close > 0 and _TAG_NAME.match(source, opening + 1):
            _text_with_entities(writer, position, opening)
            position = close + 1
        else:
            _text_with_entities(writer, position, opening + 1)
            position = opening + 1
    _text_with_entities(writer, position, end)

"""What is read of a document, written down character by character with its place in the document.

Invisible characters are left out, a run of space is one space, and characters that are variants of
a simple one (full-width digits, traditional Chinese) become that one, and so do the words of Taiwan
and Hong Kong for which the mainland has one of as many characters. A transcript also remembers
what stands over an item of a list, to say it again before the item's number.
"""

from __future__ import annotations

import re
from functools import cached_property

from adoption.claims import chinese, grids
from adoption.claims.paragraphs import Echo, Prose, Span

SHORT = 40  # characters of a heading that does not stand alone: "2024"
LONGEST_ROW = 120  # characters of an item that is a label with its number
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
_THIN = r"[ \u00a0\u2009\u202f]"
# what is not seen, and the space that some set around Chinese: 达 6.02 亿人, 使用 AI 工具
REMOVED = re.compile(
    f"[{_INVISIBLE}]+|(?<=[一-鿿]){_THIN}(?=[0-9A-Za-z])|(?<=[0-9A-Za-z]){_THIN}(?=[一-鿿])"
    rf"|(?<=[一-鿿][0-9]\.){_THIN}(?=[0-9]{{1,2}} ?[亿億万萬%％])"  # 超过了4. 5亿
)
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# what a line above a list says of the numbers in it
_OF_USE = re.compile(
    r"%|\b(?:shares?|per ?cent(?:age)?|us(?:e|es|ed|ers?|ing|age)|adopt\w*|diffusion|penetration|"
    r"employees|aged|ages|20[0-9]{2})\b|使用|用户|普及|渗透|采用|比例|占比",
    re.IGNORECASE,
)
# an item that is a label with its number: "Denmark – 42.0%", "18–29: 58%"
_LABELLED = re.compile(
    r"(?P<label>[^:：;.!?。|\n]{1,70}?) {0,3}(?:[:：=|]|(?<= )[–—-]+) {0,4}"
    r"(?:[~≈<>+−-]|about |around |some |over |more than |nearly |almost |约|超过)? ?[0-9]"
)
_WIDE = {
    **{ord(old): new for old, new in zip(chinese.TRADITIONAL, chinese.SIMPLIFIED, strict=True)},
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))},
    **{code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)},
    0xFF05: "%", 0xFF0E: ".", 0xFF0B: "+", 0xFF0D: "-", 0x2212: "-", 0x2010: "-", 0x2011: "-",
    0x2019: "'", 0xFE6A: "%",
}  # fmt: skip
_HAN_DATE = re.compile(
    r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年(?:(?:十[一二]|[一二三四五六七八九])月)?"
)
_ELSEWHERE = re.compile("|".join(chinese.ELSEWHERE))
# 八八·七五％, ○·三六個百分點: digits of a number written one by one
_HAN_DECIMAL = re.compile(
    r"[〇○零一二三四五六七八九]{1,3}[·‧・•][〇○零一二三四五六七八九]{1,3}(?=%|个?百分点|[万亿])"
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九十·‧・•", "0001234567891....")
# half-width marks beside Chinese: 达5.15亿人,普及率36.5%
_HAN_PAUSE = re.compile(r"[,;:?!()](?=[一-鿿《“「])|(?<=[一-鿿》”」])[,;:?!()]")
# 用于下单 腾讯元宝日活突破5000万: a space between Chinese words parts clauses
_HAN_SPACE = re.compile(
    r"(?<=[一-鿿]{2}) (?=[一-鿿]{2})|(?<=[亿万]人) (?=[一-鿿]{2})"
    r"|(?<=%) (?=用户|网民|普及率|渗透率|月活|日活|其中|同比|环比)"
    r"|(?<=[亿万]) (?=[月日周]活跃?(?:用户)?(?:数|规模)?(?:已|达|超|突破|为|约))"
)
_HAN_PAUSES = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}


class Transcript:
    """Readable characters in the order of a document, and where they came from."""

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

    def copy(self, start: int, end: int) -> None:
        """Take over source[start:end] without invisible characters, each run of space as one."""
        position = start
        for gap in REMOVED.finditer(self.source, start, end):
            self._words(position, gap.start())
            position = gap.end()
        self._words(position, end)

    def put(self, character: str, start: int, end: int) -> None:
        """Write one character for source[start:end]."""
        if character.isspace() and (self.length == self.opened or self.parts[-1].endswith(" ")):
            return
        written = " " if character.isspace() else in_simple_characters(character)
        self.add(written, start, end - start)

    def add(self, text: str, origin: int, width: int) -> None:
        """Write a text that stands for `width` characters from `origin` on, 0 for one each."""
        self.starts.append(self.length)
        self.origins.append((origin, width))
        self.parts.append(text)
        self.length += len(text)

    def close(self, *, level: int = 0, item: bool = False) -> None:
        """End the paragraph here; the next one is a heading of a level or an item if asked."""
        if self.length > self.opened:
            self.paragraphs.append(Span(self.opened, self.length, self.level > 0, self.item))
            self.last = "".join(self.parts[self.first_part :]).strip()
            if not self.item:
                self._remember(self.last)
            elif self.row:
                self._label(*self.row)
            self.add("\n", self.origins[-1][0], 1)
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
            self.add(f"{grids.plain(self.intro, grids.LONGEST_CONTEXT)}, ", position, 1)
            self.row = start, self.length

    def _label(self, start: int, names: int) -> None:
        """Set the label of an item apart from its number."""
        written = "".join(self.parts[self.first_part :])[names - self.opened :]
        if label := _LABELLED.match(written):
            self.echoes.append(Echo(start, names, names + label.end("label")))

    def end_line(self, position: int) -> None:
        """End a line that is a sentence of its own, within its paragraph."""
        if self.length > self.opened:
            self.add("\n", position, 1)

    def prose(self) -> Prose:
        """Return all that was written."""
        self.close()
        if not self.starts:
            self.starts, self.origins = [0], [(0, 0)]
        text = _HAN_DATE.sub(_in_digits, "".join(self.parts))
        text = _HAN_DECIMAL.sub(_in_digits, text)
        text = _HAN_SPACE.sub("，", text)
        text = _HAN_PAUSE.sub(lambda mark: _HAN_PAUSES[mark.group()], text)
        text = _ELSEWHERE.sub(lambda word: chinese.ELSEWHERE[word.group()], text)
        return Prose(
            self.source, text, self.paragraphs, self.echoes, self.unread, self.starts, self.origins
        )  # fmt: skip

    def _words(self, start: int, end: int) -> None:
        position = start
        for gap in _SPACES.finditer(self.source, start, end):
            if gap.start() > position:
                self.add(in_simple_characters(self.source[position : gap.start()]), position, 0)
            self.put(" ", gap.start(), gap.end())
            position = gap.end()
        if end > position:
            self.add(in_simple_characters(self.source[position:end]), position, 0)


def in_simple_characters(text: str) -> str:
    """Return a text with each variant of a character as the simple one, as many as before."""
    return text.translate(_WIDE)


def _in_digits(number: re.Match[str]) -> str:
    """Write 二〇二五年十二月 and 八八·七五 in digits, as many signs as before."""
    return number.group().translate(_HAN_DIGITS)

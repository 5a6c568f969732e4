"""Tables of documents: Markdown, HTML and comma-separated grids, each number with what it is of.

A number of a table is read like a sentence: its caption, the source under it, the heads of its
column and the labels of its row stand before it, and the unit of the head or caption behind it.
A cell that spans rows or columns stands in each of them; its number is read once.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

MAX_NUMBERS = 1500  # in a document; more are a data set
MAX_CELLS = 100_000  # of one table, each as often as it stands in a row or column that it spans
LONGEST_CONTEXT, LONGEST_LABEL = 200, 70
MOST_LABELS = 3
_TAG = re.compile(r"<[^<>]{0,500}>")
_RAISED = re.compile(r"<sup\b[^<>]{0,300}>[^<>]{0,40}</sup>", re.IGNORECASE)
_MARKS = re.compile(r"\[\^[^\]\n]{1,60}\]|\*{1,3}|_{2,3}|`|\[|\]\([^)\n]{0,300}\)")
_TABLE_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>tr|t[dh]|table|caption|thead|tbody|tfoot)\b(?P<rest>[^<>]{0,500})>",
    re.IGNORECASE,
)
_SPANS = {
    way: re.compile(rf"\b{way}span\s*=\s*[\"']?([1-9][0-9]{{0,2}})", re.IGNORECASE)
    for way in ("col", "row")
}
RULE_LINE = re.compile(r"[\s|:+-]+")
DASHES = re.compile(r" {0,12}-{2,}(?: +-{2,})+ *")  # under the heads of a table without bars
_VALUE = re.compile(
    r"(?P<sign>[+−-])?(?P<bound>[~≈<>]|>=|≥|≤)? ?(?P<number>[0-9]{1,3}(?P<apart>[, ])[0-9]{3}(?:(?P=apart)[0-9]{3})*|[0-9]{1,12}(?:\.[0-9]{1,6})?)"
    r" ?(?P<unit>%|per ?cent|percent|pp|points?|pts|x|×|k|thousand|m|mn|million|bn|billion|万|亿|个百分点)?",
    re.IGNORECASE,
)
# the mark of a footnote: "42.0*", "17.6 (b)"
_NOTE_MARK = re.compile(r" ?(?:[*†‡§¹²³⁴-⁹ᵃᵇᶜ]{1,3}|\((?:[a-z]|[0-9])\))$")
# a value with its change: "48.4% (+3.8)"
_WITH_CHANGE = re.compile(r"(?P<value>[^()]{1,24}) \((?P<change>[+−-][^()]{1,16})\)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE_HEAD = re.compile(r"year|date|period|quarter|month|wave|half|年|期|月|时间", re.IGNORECASE)
_NO_NUMBER_HEAD = re.compile(
    r"^#$|\brank|\bn\b|\b(?:naics|nace|sic|iso|code|id)\b|\bno\b|\bsample|\bbase\b|\bsize\b|population|denominator|impl(?:y|ied)|interval|range|margin|error|人口|排名|序号|样本",
    re.IGNORECASE,
)
_NUMBERED = re.compile(  # "Table A3. Enterprises using AI"
    r"^[\s*_#]*(?:tab(?:le|\.)|fig(?:ure|\.)|chart|exhibit|[表图]) ?[A-Z]?[0-9]+(?:[.-][0-9]+)*[.:：]?\s*",
    re.IGNORECASE,
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")
_AGE_HEAD = re.compile(r"ages?(?: groups?)?|年龄段?", re.IGNORECASE)
_SIZE_HEAD = re.compile(
    r"(?:number of )?(?:employees|staff|persons employed)|(?:firm |enterprise |company )?size(?: class)?",
    re.IGNORECASE,
)
_USE = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|usage|adoption|uptake|penetration)\b|使用|采用|普及", re.IGNORECASE
)
_NO_LABEL_HEAD = re.compile(
    r"known|releas|publi|access|retriev|\burl\b|\blink|remark|note|source|vintage|发布|备注|来源",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bchange|growth|increase|\bgain|\brise|yoy|y/y|q/q|year[ -]on[ -]year|Δ|增长|变化|增幅|同比|环比",
    re.IGNORECASE,
)
_POINTS = " points"
_ONLY_POINTS = re.compile(
    r"[(+/− -]*(?:pp|pts|points?|percentage points?|百分点)\)?", re.IGNORECASE
)
_UNITS = (
    (_POINTS, r"\bpp\b|\bpoints?\b|\bpts\b|百分点"),
    ("%", r"%|\bper ?cent(?:ages?)?\b|\bpct\b|\bshare\b|\brate\b|penetration|比例|普及率|渗透率|使用率|占比"),
    (" billion", r"\bbillions?\b|\bbn\b"),
    (" million", r"\bmillions?\b|\bmn\b|\(m\)|百万"),
    (" thousand", r"\bthousands?\b|'000|\(k\)"),
    ("亿", r"亿"),
    ("万", r"万"),
)  # fmt: skip
SOURCE_NOTE = re.compile(
    r"(?:^|\b)(?:data )?(?:source|资料来源|数据来源|来源)s?\s*[:：]", re.IGNORECASE
)
_NEXT_SENTENCE = re.compile(r"(?<=[a-z0-9%)][.!?]) (?=[A-Z])|(?<=[。！？])(?!$)")
_NOTE = re.compile(r"[\s*_(]*(?:notes?|sources?|注|来源) ?[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where its words stand in the document, and the words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a table: its cell, what is said of it, and the unit that its cell leaves out.

    `about` is said of the whole table, `names` are the head of the column and the labels of the row.
    """

    cell: Cell
    label: Cell
    about: str
    names: str
    unit: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the heads of its columns, its rows of cells, and its caption."""

    heads: list[str]
    rows: list[list[Cell]]
    caption: str = ""


@dataclass
class _Spanned:
    """The rows of a table in HTML while they are read: each cell in all rows and columns it spans."""

    rows: list[list[Cell]] = field(default_factory=list)
    of_heads: list[bool] = field(default_factory=list)  # for each row: whether it is one of heads
    hanging: dict[int, tuple[Cell, int]] = field(default_factory=dict)  # down into so many rows
    cells: int = 0

    def open(self, in_head: bool) -> None:
        self.close()
        self.rows.append([])
        self.of_heads.append(in_head)
        self._hang()

    def add(self, cell: Cell, across: int, down: int) -> None:
        for _ in range(across):
            if down > 1:
                self.hanging[len(self.rows[-1])] = (cell, down)
            self.rows[-1].append(cell)
            self.cells += 1
        self._hang()

    def close(self) -> None:
        self.hanging = {at: (c, down - 1) for at, (c, down) in self.hanging.items() if down > 1}

    def _hang(self) -> None:
        """Continue the row with the cells that hang down into it."""
        while len(self.rows[-1]) in self.hanging:
            self.rows[-1].append(self.hanging[len(self.rows[-1])][0])
            self.cells += 1


def from_markdown(source: str, lines: Sequence[tuple[int, int]]) -> Grid | None:
    """Return the table of lines with bars; the line of dashes follows the heads, or is left out."""
    if len(lines) < 3:
        return None
    if not RULE_LINE.fullmatch(source, *lines[1]):
        return _without_rule([_between_bars(source, *line) for line in lines])
    rows = [_between_bars(source, *line) for line in (lines[0], *lines[2:])]
    return Grid([c.words for c in rows[0]], rows[1:])


def has_values(source: str, start: int, end: int) -> bool:
    """Return whether a line between bars is a row of a table: a name, and a number for a cell."""
    cells = _between_bars(source, start, end)
    values = [c for c in cells if _VALUE.fullmatch(c.words)]
    return len(cells) >= 2 and bool(values) and len(values) < len(cells)


def _without_rule(rows: list[list[Cell]]) -> Grid | None:
    """Return the table of rows that are alike, of which the first holds words, the others numbers."""
    heads, below = rows[0], rows[1:]
    alike = len({len(row) for row in rows}) == 1 and len(heads) >= 2
    worded = not any(_VALUE.fullmatch(c.words) for c in heads)
    numbered = all(any(re.search("[0-9]", c.words) for c in row) for row in below)
    return Grid([c.words for c in heads], below) if alike and worded and numbered else None


def from_columns(source: str, lines: Sequence[tuple[int, int]]) -> Grid | None:
    """Return the table of lines in columns; the dashes under the heads say how wide they are."""
    first, ruled = lines[0][0], source[slice(*lines[1])]
    ends = [dashes.end() for dashes in re.finditer("-+", ruled)]
    rows = []
    for start, end in (lines[0], *lines[2:]):
        stops = [start, *(min(start + stop, end) for stop in ends[:-1]), end]
        rows.append([_cell(source, a, b) for a, b in pairwise(stops)])
    return Grid([c.words for c in rows[0]], rows[1:]) if first < lines[-1][0] else None


def from_delimited(source: str, lines: Sequence[tuple[int, int]]) -> Grid | None:
    """Return the table of lines with commas, semicolons or tabs: as many in each, heads first."""
    lines = [line for line in lines if source[slice(*line)].strip()]
    for mark in ("\t", ";", ","):
        counts = {source.count(mark, *line) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            rows = [_split(source, *line, mark) for line in lines]
            heads_only = not any(_VALUE.fullmatch(c.words) for c in rows[0])
            whole = heads_only and len({len(r) for r in rows}) == 1
            return Grid([c.words for c in rows[0]], rows[1:]) if whole else None
    return None


def from_html(source: str, start: int, end: int) -> Grid | None:
    """Return the table between two places of a page."""
    table, caption = _Spanned(), ""
    opened, name, across, down = -1, "", 1, 1
    in_head = False
    for tag in _TABLE_TAG.finditer(source, start, end):
        kind, closes = tag.group("name").lower(), bool(tag.group("close"))
        if opened >= 0:
            cell = _cell(source, opened, tag.start())
            if name == "caption":
                caption = cell.words
            elif table.rows:
                table.of_heads[-1] &= in_head or name == "th"
                table.add(cell, across, down)
            opened = -1
        if kind in ("thead", "tbody", "tfoot"):
            in_head = kind == "thead" and not closes
        elif kind == "tr" and not closes:
            table.open(True)
        elif kind != "tr" and not closes:
            opened, name = tag.end(), kind
            across, down = (
                int(found.group(1)) if (found := _SPANS[way].search(tag.group("rest"))) else 1
                for way in ("col", "row")
            )
        if table.cells > MAX_CELLS:
            return None
    return _with_heads(table, caption)


def _with_heads(table: _Spanned, caption: str) -> Grid | None:
    """Return a table with its rows of heads made one; a first row of one cell is its caption."""
    rows = [(row, head) for row, head in zip(table.rows, table.of_heads, strict=True) if row]
    if len(rows) > 2 and len(rows[0][0]) > 1 and _is_one_cell(rows[0][0]):
        caption = caption or rows[0][0][0].words
        rows = rows[1:]
    if len(rows) < 2:
        return None
    body = next((k for k, (_, head) in enumerate(rows) if not head), len(rows))
    if body == 0 and not any(_is_number(c, "") for c in rows[0][0]):
        body = 1
    if body == len(rows):
        body = 1
    width = max(len(row) for row, _ in rows[: body or 1])
    heads = [
        ", ".join(dict.fromkeys(row[k].words for row, _ in rows[:body] if k < len(row)))
        for k in range(width)
    ]
    return Grid(heads, [row for row, _ in rows[body:]], caption) if width > 1 else None


def _is_one_cell(row: Sequence[Cell]) -> bool:
    return len({(c.start, c.end) for c in row}) == 1


def numbers(grid: Grid, caption: str, note: str) -> Iterator[Number]:
    """Yield the numbers of a table, row by row, each with what stands around it."""
    heads = [head.replace("_", " ") for head in grid.heads]
    title = grid.caption or ("" if _NOTE.match(caption) else _of_prose(caption))
    about = plain(_NUMBERED.sub("", title), LONGEST_CONTEXT)
    source = plain(SOURCE_NOTE.sub("", note).partition(". ")[0], LONGEST_CONTEXT)
    said = "".join(f"{part}, " for part in (source, about) if part)
    part: list[Cell] = []  # the label over the rows of a part of the table
    read: set[int] = set()
    for row in grid.rows:
        if len(row) > len(heads):
            continue
        if len(row) > 1 and _is_one_cell(row):
            part = row[:1]
            continue
        values = [_is_number(c, head) for c, head in zip(row, heads, strict=False)]
        labels = [
            _with_head(c, head)
            for c, value, head in zip(row, values, heads, strict=False)
            if not value and _says(c, head) and not _NO_LABEL_HEAD.search(head)
        ] + part  # fmt: skip
        if not labels:
            continue
        for cell, value, head in zip(row, values, heads, strict=False):
            if not value or _NO_NUMBER_HEAD.search(head) or cell.start in read:
                continue
            read.add(cell.start)
            for single in _apart(cell):
                unit = _unit(single, head, about, labels)
                if unit is None:
                    continue
                names = [plain(head, LONGEST_LABEL)]
                names += [plain(c.words, LONGEST_LABEL) for c in labels[1:MOST_LABELS]]
                names.append(plain(labels[0].words, LONGEST_LABEL))
                change = _CHANGE.search(head) and single.words[:1] not in "+-−"
                spoken = ", ".join(name for name in names if name)
                yield Number(single, labels[0], said, f"{spoken} {'up ' if change else ''}", unit)


def _of_prose(above: str) -> str:
    """Return the caption, of a paragraph too long for one its first sentence, or that with a colon."""
    if len(above) <= LONGEST_CONTEXT:
        return above
    sentences = _NEXT_SENTENCE.split(above)
    return sentences[-1] if sentences[-1].rstrip().endswith(":") else sentences[0]


def _with_head(cell: Cell, head: str) -> Cell:
    """Return a label that says what it is: "18–29" below "Age", "10–49" below "Employees"."""
    if _AGE_HEAD.fullmatch(head) and cell.words[:1].isdigit():
        return replace(cell, words=f"aged {cell.words}")
    if _SIZE_HEAD.fullmatch(head) and cell.words[:1].isdigit() and cell.words[-1:] in "0123456789+":
        return replace(cell, words=f"{cell.words} employees")
    return cell


def _apart(cell: Cell) -> list[Cell]:
    """Return the value of a cell and its change, if it holds both: "48.4% (+3.8)"."""
    both = _WITH_CHANGE.fullmatch(cell.words)
    if not both or cell.end - cell.start != len(cell.words):
        return [cell]
    return [
        Cell(cell.start + both.start(part), cell.start + both.end(part), both.group(part).strip())
        for part in ("value", "change")
    ]


def _unit(cell: Cell, head: str, caption: str, labels: Sequence[Cell]) -> str | None:
    """Return the unit to be written behind a number, "" if the cell has it, None if none is said.

    A level is never in points, and what else is in points is no level. A change is in the unit of
    its head or label; in that of the caption only if the caption speaks of the change.
    """
    value = _VALUE.fullmatch(cell.words)
    assert value
    if value.group("unit"):
        return ""
    names = [head, *(c.words for c in labels)]
    changes = bool(value.group("sign")) or any(_CHANGE.search(name) for name in names)
    changes = changes or bool(_ONLY_POINTS.fullmatch(head))
    if _CHANGE.search(caption) and not changes:
        return None  # a level or a change
    told_in = names if changes and not _CHANGE.search(caption) else [*names, caption]
    for words in told_in:
        for unit, pattern in _UNITS:
            if re.search(pattern, words, re.IGNORECASE):
                if changes or unit != _POINTS:
                    return unit
                if words is not caption:
                    return None
    counted = value.group("apart") or len(value.group("number")) > 3
    fine = "." in value.group("number") and not value.group("apart") and not changes
    if fine and float(value.group("number")) <= 100 and _USE.search(f"{head} {caption}"):
        return "%"  # "Enterprises using AI": no count has decimals and is so small
    people = re.search(r"\b(?:users|people|persons)\b|用户", f"{head} {caption}", re.IGNORECASE)
    return " users" if counted and people and "." not in value.group("number") else None


def _is_number(cell: Cell, head: str) -> bool:
    single = [_VALUE.fullmatch(part.words) for part in _apart(cell)]
    return all(single) and not (
        _YEAR.fullmatch(cell.words) and (_DATE_HEAD.search(head) or not head)
    )


def _says(cell: Cell, head: str) -> bool:
    """Return whether a cell is a label: words, or figures where no rank or interval is told."""
    if cell.words.lower() in ("n/a", "na", "nan"):
        return False
    if any(c.isalpha() for c in cell.words):
        return True
    return any(c.isdigit() for c in cell.words) and not _NO_NUMBER_HEAD.search(head)


def plain(words: str, most: int) -> str:
    """Return words without stops that would end the sentence or the clause; identifiers as words."""
    words = re.sub(r"[.:;!?。：；！？](?=\s|$)|[\n|]", " ", words[:most])
    words = re.sub(r"\bai\b", "AI", words)
    return " ".join(words.split()).strip(" ,*")


def _split(source: str, start: int, end: int, mark: str) -> list[Cell]:
    cells, position = [], start
    while True:
        stop = source.find(mark, position, end)
        if stop < 0:
            cells.append(_cell(source, position, end))
            return cells
        cells.append(_cell(source, position, stop))
        position = stop + 1


def _between_bars(source: str, start: int, end: int) -> list[Cell]:
    """Return the cells of a line with bars, with or without one at each end."""
    cells = _split(source, start, end, "|")
    first = 1 if cells and not cells[0].words else 0
    last = len(cells) - 1 if len(cells) > 1 and source[start:end].rstrip().endswith("|") else None
    return cells[first:last]


def _cell(source: str, start: int, end: int) -> Cell:
    raw = source[start:end]
    words = html.unescape(_MARKS.sub("", _TAG.sub(" ", _RAISED.sub("", raw[:2000]))))
    words = " ".join(words.strip('"').split())
    left = start + len(raw) - len(raw.lstrip())
    right = max(left, start + len(raw.rstrip()))
    value = _NOTE_MARK.sub("", words.translate(_FULL_WIDTH))
    if _VALUE.fullmatch(value) or _WITH_CHANGE.fullmatch(value):
        at = left + source[left:right].translate(_FULL_WIDTH).find(value)
        at = at if at >= left else -1
        if at >= 0:  # without marks and tags
            return Cell(at, at + len(value), value)
    return Cell(left, right, words)

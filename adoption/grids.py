"""Tables of documents: Markdown, HTML and comma-separated grids, each number with what it is of.

A number of a table is read like a sentence: its caption, the source under it, the head of its
column and the labels of its row stand before it, and the unit of the head or caption behind it.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_NUMBERS = 1500  # in a document; more are a data set
LONGEST_CONTEXT, LONGEST_LABEL = 200, 70
MOST_LABELS = 3
_TAG = re.compile(r"<[^<>]{0,500}>")
_MARKS = re.compile(r"\*{1,3}|_{2,3}|`|\[|\]\([^)\n]{0,300}\)")
_ROW_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>tr|t[dh]|caption)\b(?P<rest>[^<>]{0,500})>", re.IGNORECASE
)
_SPANNING = re.compile(r"\b(?:col|row)span\s*=\s*[\"']?(?!1\b)", re.IGNORECASE)
_RULE_LINE = re.compile(r"[\s|:+-]+")
_VALUE = re.compile(
    r"(?P<sign>[+−-])?(?P<bound>[~≈<>]|>=|≥|≤)? ?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}(?:\.[0-9]{1,6})?)"
    r" ?(?P<unit>%|per ?cent|percent|pp|points?|pts|x|×|k|thousand|m|mn|million|bn|billion|万|亿|个百分点)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE_HEAD = re.compile(r"year|date|period|quarter|month|wave|half|年|期|月|时间", re.IGNORECASE)
_NO_NUMBER_HEAD = re.compile(
    r"^#$|\brank|\bn\b|\bno\b|\bsample|\bbase\b|\bsize\b|population|denominator|impl(?:y|ied)|interval|range|margin|error|人口|排名|序号|样本",
    re.IGNORECASE,
)
_NO_LABEL_HEAD = re.compile(
    r"known|releas|publi|access|retriev|\burl\b|\blink|remark|note|source|vintage|发布|备注|来源",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bchange|growth|increase|\bgain|\brise|yoy|y/y|q/q|year[ -]on[ -]year|Δ|增长|变化|增幅|同比|环比",
    re.IGNORECASE,
)
_UNITS = (
    (" points", r"\bpp\b|\bpoints?\b|\bpts\b|百分点"),
    ("%", r"%|\bper ?cent\b|\bpct\b|\bshare\b|\brate\b|penetration|比例|普及率|渗透率|使用率|占比"),
    (" billion", r"\bbillions?\b|\bbn\b"),
    (" million", r"\bmillions?\b|\bmn\b|\(m\)|百万"),
    (" thousand", r"\bthousands?\b|'000|\(k\)"),
    ("亿", r"亿"),
    ("万", r"万"),
)  # fmt: skip
SOURCE_NOTE = re.compile(
    r"[\s*_>(（]*(?:data )?(?:source|资料来源|数据来源|来源)s?\s*[:：]", re.IGNORECASE
)
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
    """A table: rows of cells, the first the heads of the columns, and its caption."""

    rows: list[list[Cell]]
    caption: str = ""


def from_markdown(source: str, lines: Sequence[tuple[int, int]]) -> Grid | None:
    """Return the table of lines with bars; the line of dashes follows the heads."""
    if len(lines) < 3 or not _RULE_LINE.fullmatch(source, *lines[1]):
        return None
    rows = [_split(source, *lines[0], "|"), *(_split(source, *line, "|") for line in lines[2:])]
    return Grid([row[1:-1] for row in rows])


def from_delimited(source: str, lines: Sequence[tuple[int, int]]) -> Grid | None:
    """Return the table of lines with commas, semicolons or tabs: as many in each, heads first."""
    lines = [line for line in lines if source[slice(*line)].strip()]
    for mark in ("\t", ";", ","):
        counts = {source.count(mark, *line) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            rows = [_split(source, *line, mark) for line in lines]
            heads_only = not any(_VALUE.fullmatch(c.words) for c in rows[0])
            return Grid(rows) if heads_only and len({len(r) for r in rows}) == 1 else None
    return None


def from_html(source: str, start: int, end: int) -> Grid | None:
    """Return the table between two places of a page; None if its cells span rows or columns."""
    rows: list[list[Cell]] = []
    caption, opened, name = "", -1, ""
    for tag in _ROW_TAG.finditer(source, start, end):
        kind = tag.group("name").lower()
        if opened >= 0:
            cell = _cell(source, opened, tag.start())
            if name == "caption":
                caption = cell.words
            elif rows:
                rows[-1].append(cell)
            opened = -1
        if tag.group("close"):
            continue
        if _SPANNING.search(tag.group("rest")):
            return None
        if kind == "tr":
            rows.append([])
        else:
            opened, name = tag.end(), kind
    rows = [row for row in rows if row]
    return Grid(rows, caption) if len(rows) > 1 and len(rows[0]) > 1 else None


def numbers(grid: Grid, caption: str, note: str) -> Iterator[Number]:
    """Yield the numbers of a table, row by row, each with what stands around it."""
    heads = [c.words.replace("_", " ") for c in grid.rows[0]]
    about = _plain(grid.caption or ("" if _NOTE.match(caption) else caption), LONGEST_CONTEXT)
    source = _plain(SOURCE_NOTE.sub("", note).partition(". ")[0], LONGEST_CONTEXT)
    for row in grid.rows[1:]:
        values = [_is_number(c, heads[k] if k < len(heads) else "") for k, c in enumerate(row)]
        if len(row) > len(heads):
            continue
        labels = [
            c
            for c, value, head in zip(row, values, heads, strict=False)
            if not value and _says(c) and not _NO_LABEL_HEAD.search(head)
        ]
        if not labels:
            continue
        for cell, value, head in zip(row, values, heads, strict=False):
            if not value or _NO_NUMBER_HEAD.search(head):
                continue
            unit = _unit(cell, head, about, labels)
            if unit is None:
                continue
            names = [_plain(head, LONGEST_LABEL)]
            names += [_plain(c.words, LONGEST_LABEL) for c in labels[1:MOST_LABELS]]
            names.append(_plain(labels[0].words, LONGEST_LABEL))
            change = _CHANGE.search(head) and cell.words[:1] not in "+-−"
            yield Number(
                cell,
                labels[0],
                "".join(f"{part}, " for part in (source, about) if part),
                f"{', '.join(name for name in names if name)} {'up ' if change else ''}",
                unit,
            )


def _unit(cell: Cell, head: str, caption: str, labels: Sequence[Cell]) -> str | None:
    """Return the unit to be written behind a number, "" if the cell has it, None if none is said."""
    value = _VALUE.fullmatch(cell.words)
    assert value
    if value.group("unit"):
        return ""
    if _CHANGE.search(caption) and not _CHANGE.search(head):
        return None  # a level or a change
    for words in (head, *(c.words for c in labels), caption):
        for unit, pattern in _UNITS:
            if re.search(pattern, words, re.IGNORECASE):
                return unit
    return (
        " users"
        if "," in value.group("number") and re.search(r"users|用户", f"{head} {caption}")
        else None
    )


def _is_number(cell: Cell, head: str) -> bool:
    return bool(_VALUE.fullmatch(cell.words)) and not (
        _YEAR.fullmatch(cell.words) and (_DATE_HEAD.search(head) or not head)
    )


def _says(cell: Cell) -> bool:
    return any(c.isalpha() or c.isdigit() for c in cell.words) and cell.words.lower() not in (
        "n/a",
        "na",
        "nan",
    )


def _plain(words: str, most: int) -> str:
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


def _cell(source: str, start: int, end: int) -> Cell:
    words = source[start:end]
    words = html.unescape(_MARKS.sub("", _TAG.sub(" ", words[:2000])))
    left = len(source[start:end]) - len(source[start:end].lstrip())
    right = len(source[start:end].rstrip())
    return Cell(start + left, max(start + left, start + right), " ".join(words.strip('"').split()))

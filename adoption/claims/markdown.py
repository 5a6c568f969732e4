"""Markdown, plain text and `.qmd` files read into paragraphs, line by line.

The front matter, code between fences and comments are left out; data between fences are a table.
Elements of HTML that hold text of their own are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from adoption.claims import grids
from adoption.claims.hypertext import past_element, read_html
from adoption.claims.markup import write_figure, write_grid, write_line
from adoption.claims.transcripts import Transcript

MAX_HEADLINE = 100  # characters of a line that is no part of a paragraph
WRAPPED = 120  # characters of the longest line of a text that is broken to a width
_DATA_LANGUAGES = ("", "csv", "tsv", "text")
_HTML_BLOCK = re.compile(
    r" {0,3}<(?P<tag>table|figure|[uod]l|p|h[1-6]|blockquote|img)\b", re.IGNORECASE
)
# "Users who pay: 40 million", "Ages 18–29 | 66%": a line of a box of figures, with its label
_LABELLED_LINE = re.compile(
    r" {0,3}(?=[A-Z0-9一-鿿])[^:：|\n]{2,70}(?:[:：](?!//|[0-9]{2}\b)|\|)"
    r"(?=[^\n]*[0-9])[^|\n]{1,160}"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIST_ITEM = re.compile(r"\s{0,12}(?:[-–—*+•·●■▪◆▶➡✅☑✔✓👉🔹🔸📌]\ufe0f?|[0-9]{1,3}[.)、])\s+")
_HEADING_LINE = re.compile(r" {0,3}#{1,6}\s+")
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*$")
_FIGURE = re.compile(
    r"\s*!\[(?P<words>[^\]\n]{1,1500})\]\([^)\n]{0,800}\)(?:\{[^}\n]{0,200}\})?\s*"
)
_DEFINITION = re.compile(r" {0,3}:[ \t]+\S")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`")
_DIV_LINE = re.compile(r"\s*:{3,}")
# a short line of Chinese is a headline or a verse, not the beginning of the next line
_HAN_LINE = re.compile(r"(?=.*[一-鿿])[^\n]{1,40}?[^，、,\s]\s*")


def read_markdown(transcript: Transcript) -> None:
    """Write what is readable in a document in Markdown."""
    source = transcript.source
    fence, language = "", ""
    comment = False
    rows: list[tuple[int, int]] = []  # of a table, or of data between fences
    in_columns = False
    lines = [*_lines_after_front_matter(source), (len(source), len(source))]
    unbroken = any(end - start > WRAPPED for start, end in lines)  # a line is a paragraph
    past = 0  # the end of the last block in HTML
    in_box = False  # whether the line above has a label
    for (start, end), below in pairwise(lines):
        if start < past:
            continue
        line = source[start:end]
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line[mark.end() :].strip():
                if language in _DATA_LANGUAGES:
                    write_grid(transcript, grids.from_delimited(source, rows), end)
                fence, rows = "", []
            else:
                rows.append((start, end))
            continue
        if rows and not (line.strip() if in_columns else "|" in line):
            _write_rows(transcript, rows, in_columns, start - 1)
            rows, in_columns = [], False
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            continue
        if mark:
            fence, language = mark.group(1), line[mark.end() :].strip().lower()
            transcript.close()
        elif rows or _TABLE_LINE.match(line) or _opens_table(source, line, *below):
            in_columns = in_columns or not (rows or "|" in line)
            rows.append((start, end))
            transcript.close()
        elif not line.strip() or _DIV_LINE.match(line):
            transcript.close()
        elif heading := _HEADING_LINE.match(line):
            transcript.close(level=line.count("#", 0, heading.end()))
            write_line(transcript, start + heading.end(), end)
            transcript.close()
        elif (block := _HTML_BLOCK.match(line)) and (past := _past_block(transcript, start, block)):
            transcript.close()
        elif figure := _FIGURE.fullmatch(line):
            write_figure(transcript, start + figure.start("words"), start + figure.end("words"))
        else:
            item = _LIST_ITEM.match(line)
            defined = _DEFINITION.match(source, *below)
            labelled = bool(_LABELLED_LINE.fullmatch(line))
            in_box = labelled and (in_box or bool(_LABELLED_LINE.fullmatch(source, *below)))
            if item or defined or in_box:
                transcript.close(item=True)
                words = (
                    f"{line} {source[slice(*below)]}"
                    if defined
                    else line[item.end() if item else 0 :]
                )
                transcript.introduce(_EMPHASIS.sub("", words), start)
            write_line(transcript, start + (item.end() if item else 0), end)
            if _HAN_LINE.fullmatch(line) or _ends_with_its_line(
                line, source[slice(*below)], unbroken=unbroken
            ):
                transcript.end_line(end)
            else:
                transcript.put(" ", end, end + 1)
    if rows and not fence:
        _write_rows(transcript, rows, in_columns, len(source))


def _ends_with_its_line(line: str, below: str, *, unbroken: bool) -> bool:
    """Return whether a sentence ends with its line: a headline, or any where lines are not wrapped.

    A headline is much shorter than the line below, which opens with a capital.
    """
    words, text = line.strip(), below.strip()
    if not words or words[-1] in ".,;:!?-–—":
        return False
    opens = text[:1].isupper() or text[:1].isdigit()
    if unbroken and opens:
        return True
    short = len(words) <= MAX_HEADLINE and 2 * len(words) < len(text)
    return opens and short and not words[-1].isdigit()


def _past_block(transcript: Transcript, start: int, block: re.Match[str]) -> int:
    """Read a block in HTML inside Markdown and return its end, 0 if it has none."""
    tag, after = block.group("tag").lower(), start + block.end()
    if tag == "img":
        end = transcript.source.find(">", after) + 1
    else:
        end = past_element(transcript, tag, after, len(transcript.source))
    if end <= after:
        return 0
    transcript.close()
    read_html(transcript, start, end)
    return end


def _opens_table(source: str, line: str, start: int, end: int) -> bool:
    """Return whether a line holds the heads of a table: the one below it is of dashes."""
    if "|" in line:
        ruled = grids.RULE_LINE.fullmatch(source, start, end)
        if ruled is None:
            return line.count("|") == source.count("|", start, end) > 1 and grids.has_values(
                source, start, end
            )
        return "-" in ruled.group() and "|" in ruled.group()
    return bool(line.strip() and grids.DASHES.fullmatch(source, start, end))


def _write_rows(
    transcript: Transcript, rows: list[tuple[int, int]], in_columns: bool, end: int
) -> None:
    read = grids.from_columns if in_columns else grids.from_markdown
    write_grid(transcript, read(transcript.source, rows), end)


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

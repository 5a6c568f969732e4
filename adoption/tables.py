"""Tables for readers: accessible HTML, text for a console, CSV that is safe in a spreadsheet."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import numbers
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from adoption import descriptions, labels

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"  # a spreadsheet takes text that begins so for a formula
FIGURE_SPACE, PUNCTUATION_SPACE = "\u2007", "\u2008"  # as wide as a digit, as wide as a point
CONSOLE_WIDTH = 60  # of a text in a console before it goes on in the next line
_NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.(?P<decimals>\d+))?%?(?P<word> million| billion)?")
_FILE = re.compile(r"[a-z0-9][a-z0-9-]*\.csv")


@dataclass(frozen=True)
class Column:
    """A column of a printed table.

    `name` is the column of the data, `head` what stands above it, `unit` its unit, `show` puts a
    value into words, `missing` stands where there is no value, `link` is the column of the data
    that holds the address of the cell. Without `show`, published figures (`value`) are written with
    their published decimals, other numbers with the decimals of the column.
    """

    name: str
    head: str
    unit: str = ""
    show: Callable[[Any], str] | None = None
    missing: str = labels.NOT_PUBLISHED
    link: str = ""


def html_table(
    table: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    highlight: Sequence[bool] | None = None,
) -> str:
    """Return a table as HTML in a frame of its own that scrolls where the page does not.

    The first column heads its row. Columns of numbers are set at the right and aligned on the
    decimal point; what is missing says so.

    Parameters
    ----------
    table : DataFrame
        The rows, in their order.
    columns : sequence of Column
        What is shown, in its order.
    caption : str
        What the table holds, and when.
    highlight : sequence of bool, optional
        The rows of interest, set in a heavier weight.

    Returns
    -------
    str
        A `<div>` with one `<table>`; everything from the data escaped.
    """
    if not columns:
        raise ValueError("a table needs at least one column")
    cells = [_cells(table, column) for column in columns]
    numeric = [_is_numeric(column) for column in cells]
    cells = [
        _aligned(column) if is_numeric else column
        for column, is_numeric in zip(cells, numeric, strict=True)
    ]
    marked = list(highlight) if highlight is not None else [False] * len(table)
    heads = "".join(
        f'<th scope="col"{_class("number" if is_numeric else "")}>{_head(column)}</th>'
        for column, is_numeric in zip(columns, numeric, strict=True)
    )
    rows = "".join(
        f"<tr{_class('highlight' if mark else '')}>"
        + "".join(
            _cell(table, columns[j], k, cells[j][k], numeric[j], first=j == 0)
            for j in range(len(columns))
        )
        + "</tr>\n"
        for k, mark in zip(range(len(table)), marked, strict=True)
    )
    words = escape(caption)
    return (
        f'<div class="table-frame" role="region" tabindex="0" aria-label="{words}">\n'
        f'<table class="figures" data-quarto-disable-processing="true">\n'
        f"<caption><span>{words}</span></caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def text_table(table: pd.DataFrame, columns: Sequence[Column], *, caption: str) -> str:
    """Return a table as text for a console; parameters as in `html_table`.

    Examples
    --------
    >>> shares = pd.DataFrame({"economy": ["China", "Norway"], "share": [16.4, 48.0]})
    >>> columns = [Column("economy", "Economy"), Column("share", "Share", "percent")]
    >>> print(text_table(shares, columns, caption="Shares, December 2025"))
    Shares, December 2025
    Economy      Share
             (percent)
    -------  ---------
    China         16.4
    Norway        48.0
    """
    heads = [[column.head, f"({column.unit})" if column.unit else ""] for column in columns]
    cells = [_cells(table, column) for column in columns]
    right = [_is_numeric(column) for column in cells]
    blocks = [
        [[cell] for cell in _aligned(column)] if numeric else [_wrapped(cell) for cell in column]
        for column, numeric in zip(cells, right, strict=True)
    ]
    widths = [
        max(_width(line) for lines in [head, *column] for line in lines)
        for head, column in zip(heads, blocks, strict=True)
    ]
    lines = [
        caption,
        *_console_lines(heads, widths, right)[: 1 + any(column.unit for column in columns)],
        "  ".join("-" * width for width in widths),
    ]
    for row in zip(*blocks, strict=True):
        lines += _console_lines(row, widths, right)
    return "\n".join(lines)


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV that no spreadsheet takes for formulas.

    Text that begins like a formula gets an apostrophe in front, and its cell quotation marks;
    numbers stay numbers, dates are ISO dates, what is missing is empty.

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"name": ["=1+1", "China"], "change": [-0.5, 25.2]})), end="")
    name,change
    "'=1+1",-0.5
    China,25.2
    """
    rows: list[Iterable[Any]] = [map(str, table.columns)]
    rows += table.itertuples(index=False, name=None)
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in rows)


def csv_link(table: pd.DataFrame, file_name: str, *, words: str = "Download as CSV") -> str:
    """Return a link that holds the table as CSV, so that one page is enough.

    Parameters
    ----------
    file_name : str
        What the file is called when saved: lower-case letters, digits, hyphens, `.csv`.
    """
    if not _FILE.fullmatch(file_name):
        raise ValueError(f"`file_name` is {file_name!r}: lower-case letters, digits, hyphens, .csv")
    content = base64.b64encode(csv_text(table).encode()).decode()
    return (
        f'<a class="download" download="{file_name}" '
        f'href="data:text/csv;charset=utf-8;base64,{content}">{escape(words)}</a>'
    )


def link(words: str, address: str) -> str:
    """Return a link to an http or https address.

    Examples
    --------
    >>> link("CNNIC", "https://www.cnnic.com.cn/")
    '<a href="https://www.cnnic.com.cn/">CNNIC</a>'
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(
            f"the address {address!r} is not one of the web: http or https is expected"
        )
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def is_missing(value: Any) -> bool:
    """Return whether a cell holds nothing."""
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _cells(table: pd.DataFrame, column: Column) -> list[str]:
    values = table[column.name]
    if column.show is None and column.name == "value" and {"indicator", "rounding"} <= {*table}:
        shown = [
            descriptions.value_words(row).removesuffix("%") for row in table.to_dict("records")
        ]
    elif column.show is None:
        decimals = max((_decimals(value) for value in values), default=0)
        shown = [_plain(value, decimals) for value in values]
    else:
        shown = ["" if is_missing(value) or value == "" else column.show(value) for value in values]
    return [
        column.missing if is_missing(value) or value == "" else words
        for value, words in zip(values, shown, strict=True)
    ]


def _is_number(value: Any) -> bool:
    return type(value) is not bool and isinstance(value, numbers.Real) and not is_missing(value)


def _decimals(value: Any) -> int:
    if not _is_number(value):
        return 0
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


def _plain(value: Any, decimals: int) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return labels.day(value)
    return (
        labels.number(Decimal(str(value)), decimals=decimals) if _is_number(value) else str(value)
    )


def _is_numeric(cells: Iterable[str]) -> bool:
    present = [cell for cell in cells if cell not in (labels.NOT_PUBLISHED, "")]
    return bool(present) and all(_NUMBER.fullmatch(cell) for cell in present)


def _aligned(cells: list[str]) -> list[str]:
    """Fill numbers with fewer decimals up with spaces as wide as the digits they lack.

    Counts in words ("602 million") end with their word, which is alignment enough.
    """
    found = [_NUMBER.fullmatch(cell) for cell in cells]
    if any(match["word"] for match in found if match):
        return cells
    most = max((len(match["decimals"] or "") for match in found if match), default=0)
    out = []
    for cell, match in zip(cells, found, strict=True):
        lacking = most - len(match["decimals"] or "") if match else 0
        point = PUNCTUATION_SPACE if match and not match["decimals"] and lacking else ""
        out.append(cell + point + FIGURE_SPACE * lacking)
    return out


def _console_lines(
    row: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]
) -> list[str]:
    """Return the lines of a row whose cells have lines of their own."""
    lines = []
    for parts in itertools.zip_longest(*row, fillvalue=""):
        spaces = [" " * (width - _width(part)) for part, width in zip(parts, widths, strict=True)]
        filled = [
            space + part if at_right else part + space
            for part, space, at_right in zip(parts, spaces, right, strict=True)
        ]
        lines.append("  ".join(filled).rstrip())
    return lines


def _wrapped(cell: str) -> list[str]:
    """Break a long text of a console into lines."""
    return textwrap.wrap(cell, CONSOLE_WIDTH) if _width(cell) > CONSOLE_WIDTH else [cell]


def _width(words: str) -> int:
    """Return the width of a text in a console, where Chinese takes two places."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in words)


def _head(column: Column) -> str:
    unit = f' <span class="unit">{escape(column.unit)}</span>' if column.unit else ""
    return escape(column.head) + unit


def _cell(
    table: pd.DataFrame, column: Column, k: int, words: str, numeric: bool, *, first: bool
) -> str:
    value = table[column.name].iloc[k]
    absent = is_missing(value) or value == ""
    classes = " ".join(name for name, holds in (("number", numeric), ("missing", absent)) if holds)
    content = escape(words)
    address = table[column.link].iloc[k] if column.link else ""
    if not is_missing(address) and address:
        content = link(words, str(address))
    if first:
        return f'<th scope="row"{_class(classes)}>{content}</th>'
    return f"<td{_class(classes)}>{content}</td>"


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _csv_cell(value: Any) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp):
        whole = value == value.normalize()
        return value.strftime("%Y-%m-%d") if whole else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, numbers.Real) or hasattr(value, "is_finite"):
        return repr(float(value)).removesuffix(".0") if isinstance(value, float) else str(value)
    text = str(value)
    if text[:1] and text[0] in FORMULA_STARTS:
        return "\"'" + text.replace('"', '""') + '"'
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text

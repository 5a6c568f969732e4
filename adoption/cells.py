"""Cells as text: is this a number, a date, a known code? And what to write instead.

Each column of a table is checked by pandera against its kind and its closed list; a distinct text
is looked at once, so that a million rows take seconds. Nothing is repaired: the finding says what
would be right.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from adoption.schema import Column, Problem, Table

Places = list[tuple[str, int]]  # file and line of each row
Codes = Mapping[str, Mapping[str, str]]  # `file.column` -> code -> its names, joined by |

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
_PATTERNS = {
    "id": r"[a-z0-9]+(-[a-z0-9]+)*",
    "url": r"https?://[^\s<>\"'`\\]+",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "count": r"0|[1-9][0-9]*",
    "date": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "year": r"(19|20)[0-9]{2}",
    "flag": r"yes|no",
    "status": r"b?d?e?i?p?u?",
    "code": r".+",
    "text": r".+",
}
_EXPECTED = {
    "id": "lower-case words joined by hyphens, such as `cnnic-genai-users-chn`",
    "url": "an address that starts with http:// or https://",
    "number": "a number alone, such as 42.8 or 602000000",
    "count": "a whole number alone, such as 30000",
    "date": "a date as YYYY-MM-DD, such as 2025-12-31",
    "year": "a year of four digits, such as 2025",
    "flag": "yes or no",
    "status": "letters of b d e i p u in this order, or nothing",
}


def check_cells(rows: pd.DataFrame, table: Table, codes: Codes, places: Places) -> list[Problem]:
    """Check every cell of raw rows as text.

    Parameters
    ----------
    rows : DataFrame
        Text, with a RangeIndex.
    table : Table
        What the rows hold.
    codes : mapping
        The closed lists, by `file.column`.
    places : list of (file, line)
        Where each row stands.

    Returns
    -------
    list of Problem
        At most one for each cell.
    """
    import pandera.pandas as pa

    checks = {column.name: _cell_checks(column, codes) for column in table.columns}
    schema = pa.DataFrameSchema(
        {
            name: pa.Column(
                "str", [pa.Check(good, name=rule, error=rule) for rule, good, _ in of_column]
            )
            for name, of_column in checks.items()
        }
    )
    found: dict[tuple[str, int], Problem] = {}
    for column, rule, value, position in failures(schema, rows):
        advice = next(advice for name, _, advice in checks[column] if name == rule)
        message = f"`{column}` is {_shown(value)}: {advice(value)}"
        problem = Problem(*places[position], column, value, rule, message)
        found.setdefault((column, position), problem)
    return list(found.values())


def typed(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn checked text into typed columns (dates, numbers, yes or no)."""
    columns: dict[str, Any] = {}
    for column in table.columns:
        text = rows[column.name]
        filled = text.where(text != "")
        if column.kind == "date":
            columns[column.name] = pd.to_datetime(filled, format="%Y-%m-%d").astype(
                "datetime64[us]"
            )
        elif column.kind == "number":
            columns[column.name] = pd.to_numeric(filled).astype("float64")
        elif column.kind == "count":
            whole = pd.to_numeric(filled, dtype_backend="numpy_nullable")
            columns[column.name] = whole.astype("Int64")
        elif column.kind == "year":
            columns[column.name] = pd.to_numeric(text).astype("int64")
        elif column.kind == "flag":
            columns[column.name] = text == "yes"
        else:
            columns[column.name] = text
    return pd.DataFrame(columns)


_CellCheck = tuple[str, Callable[["pd.Series[str]"], "pd.Series[bool]"], Callable[[str], str]]


def _cell_checks(column: Column, codes: Codes) -> list[_CellCheck]:
    filled = "an empty cell: this column is never empty"
    checks: list[_CellCheck] = []
    if not column.empty:
        checks.append(("empty", lambda text: text != "", lambda value: filled))
    kind = column.kind
    if kind in ("code", "text"):
        if column.codes is not None:
            allowed = _allowed(column, codes)
            if allowed:  # a list whose own file is missing is reported there
                checks.append(("code", _each(allowed.__contains__), _code_advice(column, codes)))
        checks.append(("text", _each(_clean_text), _text_advice))
        return checks
    pattern = re.compile(_PATTERNS[kind])
    if kind == "date":
        checks.append(("date", _each(_real_date), _date_advice))
    else:
        checks.append((kind, _each(lambda text: bool(pattern.fullmatch(text))), _advice(kind)))
    return checks


def _each(good: Callable[[str], bool]) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    """Check each distinct text once; an empty cell is another rule's business."""

    def check(text: pd.Series[str]) -> pd.Series[bool]:
        bad = [value for value in text.unique() if value and not good(value)]
        return ~text.isin(bad)

    return check


def _allowed(column: Column, codes: Codes) -> Mapping[str, str]:
    return codes[column.codes] if isinstance(column.codes, str) else dict(column.codes or {})


def _code_advice(column: Column, codes: Codes) -> Callable[[str], str]:
    allowed = _allowed(column, codes)
    by_name = {
        name.casefold(): code for code, names in allowed.items() for name in names.split("|")
    }
    where = f" of {column.codes.split('.')[0]}.csv" if isinstance(column.codes, str) else ""

    def advice(value: str) -> str:
        meant = by_name.get(value.strip().casefold())
        if meant is None:
            near = difflib.get_close_matches(value, allowed, 1, 0.5)
            near = near or [c for c in allowed if c.casefold() == value.strip().casefold()]
            meant = near[0] if near else None
        listed = "" if len(allowed) > 12 else f" ({', '.join(allowed)})"
        hint = f"; the nearest code is `{meant}`" if meant else ""
        return f"not a code{where}{listed}{hint}"

    return advice


def _clean_text(text: str) -> bool:
    return not _text_fault(text)


def _text_advice(value: str) -> str:
    return _text_fault(value)


def _text_fault(text: str) -> str:
    if text != text.strip():
        return "spaces at its start or end: remove them"
    if "\ufffd" in text:
        return "a replacement character stands where a letter was lost: restore it from the source"
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") for c in text):
        return "an invisible control character: remove it"
    if not unicodedata.is_normalized("NFC", text):
        return (
            f"accents are separate characters: write {unicodedata.normalize('NFC', text)!r} (NFC)"
        )
    repaired = _undo_double_encoding(text)
    if repaired != text:
        return f"letters were encoded twice: probably {repaired!r} is meant"
    if text[0] in "=+@\t\r" or re.match(r"-[^\s\d]", text):
        return "text must not start as a formula of a spreadsheet: = + - @"
    if re.search(r"<\s*[a-zA-Z/!]", text):
        return "markup in text: write plain words"
    if re.search(r"[^\W\d_]\?[^\W\d_]", text) and "://" not in text:
        return "a question mark inside a word: a letter was lost in another encoding"
    return ""


def _undo_double_encoding(text: str) -> str:
    if text.isascii():
        return text
    for encoding in ("cp1252", "latin-1", "mac_roman"):
        try:
            once = text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(once) < len(text):
            return once
    # a stretch of the text may be damaged while the rest is beyond the old code page
    return re.sub(
        r"[\u00c2-\u00f4][\u0080-\u00bf\u2010-\u203a\u20ac\u0152-\u0192]{1,3}", _undo, text
    )


def _undo(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]


def _real_date(text: str) -> bool:
    if not re.fullmatch(_PATTERNS["date"], text):
        return False
    try:
        return EARLIEST <= dt.date.fromisoformat(text) <= LATEST
    except ValueError:
        return False


def _date_advice(value: str) -> str:
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", value):
        return "day and month cannot be told apart: write YYYY-MM-DD"
    if re.fullmatch(r"\d{6}|\d{4}-\d{2}|\d{4}", value):
        return "which day? write the first or last day of the period as YYYY-MM-DD"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"no such day, or outside {EARLIEST.year} to {LATEST.year}"
    return "write a date as YYYY-MM-DD, such as 2025-12-31"


def _advice(kind: str) -> Callable[[str], str]:
    return (
        _number_advice if kind in ("number", "count") else lambda value: f"write {_EXPECTED[kind]}"
    )


def _number_advice(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip()
    if text.casefold() in ("true", "false", "yes", "no"):
        return "a yes or no is not a number"
    if text.casefold().lstrip("+-") in ("inf", "infinity", "∞"):
        return "infinity is not a figure that was published"
    if text.casefold() in ("nan", "na", "n/a", "null", "none", "-", "–", "..", ":", "#n/a"):
        return "a figure that was not published is absent: remove the row or leave the cell empty"
    if "%" in text or "‰" in text:
        return f"write the number without its unit: {text.rstrip('%‰ ') or '42.8'}"
    if re.fullmatch(r"-?\d{1,3}([,' \u00a0\u202f]\d{3})+(\.\d+)?", text):
        return f"write it without separators: {re.sub(r'[^0-9.-]', '', text)}"
    if re.fullmatch(r"-?\d+,\d+", text):
        return f"write a decimal point: {text.replace(',', '.')}"
    if re.fullmatch(r"\d+(\.\d+)?\s*([-–—~]|to)\s*\d+(\.\d+)?", text):
        return "a range is not a figure: it needs two columns or is left out"
    if re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d+", text):
        return f"write it in full: {float(text):f}".rstrip("0").rstrip(".")
    if text != value and re.fullmatch(_PATTERNS["number"], text):
        return f"full-width digits or spaces: write {text}"
    if re.fullmatch(r"[+]?0*\d+(\.\d+)?", text):
        return f"no sign and no leading zeros: write {text.lstrip('+').lstrip('0') or '0'}"
    return "text in a column of numbers: write a number alone, such as 42.8 or 602000000"


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")


def failures(schema: Any, rows: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Run a pandera schema whatever the environment says; return column, rule, value, index."""
    from pandera.config import ValidationDepth, config_context
    from pandera.errors import SchemaErrors

    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        try:
            schema.validate(rows, lazy=True)
        except SchemaErrors as errors:
            cases = errors.failure_cases
        else:
            return []
    unplaced = cases[cases["index"].isna()]
    if len(unplaced):
        raise RuntimeError(f"a rule itself failed: {unplaced.iloc[0].to_dict()}")
    return [
        (str(column), str(check), str(value), int(place))
        for column, check, value, place in zip(
            cases["column"], cases["check"], cases["failure_case"], cases["index"], strict=True
        )
    ]

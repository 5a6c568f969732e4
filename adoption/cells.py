"""Cells as text: is this a number, a date, a known code? And what to write instead.

Each column of a table is checked by pandera against its kind and its closed list; a distinct text
is looked at once, so that a million rows take seconds. Nothing is repaired: the finding says what
would be right.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adoption.labels import decimals_of
from adoption.schema import Column, Problem, Table

Codes = Mapping[str, Mapping[str, str]]  # `file.column` -> code -> its names, joined by |

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
_PATTERNS = {
    "id": r"[a-z0-9]+(-[a-z0-9]+)*",
    "url": r"https?://[^\s<>\"'`\\/?#@.]+(\.[^\s<>\"'`\\/?#@.]+)+([/?#][^\s<>\"'`\\]*)?",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "real": r"-?[0-9]+(\.[0-9]+)?(e[+-][0-9]{2})?",
    "count": r"0|[1-9][0-9]*",
    "date": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "year": r"(19|20)[0-9]{2}",
    "flag": r"yes|no",
    "status": r"b?d?e?i?p?u?",
}
# what is certainly right, for a quick first look at a million texts
_PLAIN = {
    "id": _PATTERNS["id"],
    "url": r"https?://[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+(/[!#-&(-;=?-\[\]^_a-~]*)?",
    "number": _PATTERNS["number"],
    "real": _PATTERNS["real"],
    "count": _PATTERNS["count"],
    "text": r"[0-9A-Za-z(]([ !#-%'-;=>@-\[^_a-~]*[!#-%'-;=>@-\[^_a-~])?",
}
_LONGEST = {
    "id": 120,
    "url": 1000,
    "number": 25,
    "real": 25,
    "count": 15,
    "text": 1000,
    "code": 120,
}
_EXPECTED = {
    "id": "lower-case words joined by hyphens, such as `cnnic-genai-users-chn`",
    "url": "an address that starts with http:// or https://",
    "number": "a number alone, such as 42.8 or 602000000",
    "real": "a number alone, such as 42.8 or 6.02e+08",
    "count": "a whole number alone, such as 30000",
    "date": "a date as YYYY-MM-DD, such as 2025-12-31",
    "year": "a year of four digits, such as 2025",
    "flag": "yes or no",
    "status": "letters of b d e i p u in this order, or nothing",
}


@dataclass(frozen=True)
class Places:
    """The file and line of each row of a table."""

    files: tuple[str, ...]
    file_of_row: NDArray[np.int64]
    lines: NDArray[np.int64]

    @classmethod
    def of(cls, file: str, lines: Iterable[int]) -> Places:
        """Return the places of rows of one file."""
        numbers = np.fromiter(lines, dtype=np.int64)
        return cls((file,), np.zeros(len(numbers), dtype=np.int64), numbers)

    @classmethod
    def joined(cls, parts: list[Places]) -> Places:
        """Return the places of the rows of several files, one after the other."""
        files = [file for part in parts for file in part.files]
        starts = np.cumsum([0, *(len(part.files) for part in parts)])
        of_rows = [part.file_of_row + start for part, start in zip(parts, starts, strict=False)]
        none = np.array([], dtype=np.int64)
        lines = [part.lines for part in parts]
        return cls(tuple(files), np.concatenate([none, *of_rows]), np.concatenate([none, *lines]))

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, row: int) -> tuple[str, int]:
        return self.files[self.file_of_row[row]], int(self.lines[row])

    def where(self, keep: NDArray[np.bool_]) -> Places:
        """Return the places of the rows that are kept."""
        return Places(self.files, self.file_of_row[keep], self.lines[keep])


def check_cells(
    rows: pd.DataFrame, table: Table, codes: Codes, places: Places
) -> tuple[list[Problem], NDArray[np.bool_]]:
    """Check every cell of raw rows as text.

    Parameters
    ----------
    rows : DataFrame
        Text, with a RangeIndex.
    table : Table
        What the rows hold.
    codes : mapping
        The closed lists, by `file.column`.
    places : Places
        Where each row stands.

    Returns
    -------
    list of Problem
        At most one for each cell.
    array of bool
        Whether each row is without one.
    """
    import pandera.pandas as pa

    checks = {column.name: _cell_checks(column, codes) for column in table.columns}
    schema = pa.DataFrameSchema(
        {
            name: pa.Column(
                checks=[pa.Check(good, name=rule, error=rule) for rule, good, _ in of_column]
            )
            for name, of_column in checks.items()
        }
    )
    advices = {
        (name, rule): advice for name, of_column in checks.items() for rule, _, advice in of_column
    }
    messages: dict[tuple[str, str, str], str] = {}
    found: dict[tuple[str, int], Problem] = {}
    for column, rule, value, position in failures(schema, rows):
        if (column, position) in found:
            continue
        case = (column, rule, value)
        if case not in messages:
            messages[case] = f"`{column}` is {_shown(value)}: {advices[column, rule](value)}"
        file, line = places[position]
        found[column, position] = Problem(
            file, line, column, _shortened(value), rule, messages[case]
        )
    clean = np.ones(len(rows), dtype=np.bool_)
    clean[[position for _, position in found]] = False
    problems = list(found.values())
    if table.as_printed:
        problems += _wrong_digits(rows if clean.all() else rows[clean], places.where(clean))
    return problems, clean


def _wrong_digits(rows: pd.DataFrame, places: Places) -> list[Problem]:
    """Find values that are not printed with the digits that their rounding says.

    A lost trailing zero (78 for 78.0) misstates the precision tenfold; a count with decimals
    (602000000.0) has been through a program that does not keep whole numbers whole.
    """
    expected_by_rounding = {
        half: decimals_of(float(half)) for half in rows["rounding"].unique() if float(half) > 0
    }
    printed = rows["value"].str.len() - 1 - rows["value"].str.find(".")
    printed = printed.where(rows["value"].str.contains(".", regex=False), 0)
    off = printed != rows["rounding"].map(expected_by_rounding).fillna(printed)
    found = []
    for position in np.flatnonzero(off.to_numpy()).tolist():
        value, half = rows["value"].iloc[position], rows["rounding"].iloc[position]
        expected = decimals_of(float(half))
        words = {0: "no decimals", 1: "one decimal"}.get(expected, f"{expected} decimals")
        message = (
            f"`value` is {_shown(value)} and `rounding` {half}: a figure published to that "
            f"precision is written with {words}"
        )
        found.append(Problem(*places[position], "value", _shortened(value), "digits", message))
    return found


def typed(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn checked text into typed columns (dates, numbers, yes or no)."""
    columns: dict[str, Any] = {}
    for column in table.columns:
        text = rows[column.name]
        if column.kind == "date":
            days = pd.to_datetime(text.where(text != ""), format="%Y-%m-%d")
            columns[column.name] = days.astype("datetime64[us]")
        elif column.kind in ("number", "real"):
            columns[column.name] = pd.to_numeric(text.where(text != "")).astype("float64")
        elif column.kind == "count":
            whole = pd.to_numeric(text.where(text != ""), dtype_backend="numpy_nullable")
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
    checks: list[_CellCheck] = []
    if not column.empty:
        checks.append(("empty", lambda text: text != "", _empty_advice))
    kind = column.kind
    if kind in ("code", "text"):
        if column.codes is not None:
            allowed = _allowed(column, codes)
            if allowed:  # a list whose own file is missing is reported there
                checks.append(("code", _each(allowed.__contains__), _code_advice(column, codes)))
        checks.append(("text", _each(_clean_text, plain="text"), _text_fault))
    elif kind == "date":
        checks.append(("date", _each(_real_date), _date_advice))
    else:
        checks.append((kind, _each(_of_kind(kind), plain=kind), _advice(kind)))
    return checks


def _each(
    good: Callable[[str], bool], *, plain: str = ""
) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    """Check each distinct text once; an empty cell is another rule's business.

    A text of a plain form is good without a closer look.
    """

    def check(text: pd.Series[str]) -> pd.Series[bool]:
        distinct = pd.Series(text.unique(), dtype="str")
        if plain in _PLAIN:
            is_plain = distinct.str.fullmatch(_PLAIN[plain]) & (
                distinct.str.len() <= _LONGEST[plain]
            )
            distinct = distinct[~is_plain.astype(bool)]
        bad = [value for value in distinct if value and not good(value)]
        return ~text.isin(bad) if bad else pd.Series(True, index=text.index)

    return check


def _of_kind(kind: str) -> Callable[[str], bool]:
    pattern = re.compile(_PATTERNS[kind])
    longest = _LONGEST.get(kind, 10)

    def good(text: str) -> bool:
        return len(text) <= longest and bool(pattern.fullmatch(text)) and not _invisible(text)

    return good


def _advice(kind: str) -> Callable[[str], str]:
    def advice(value: str) -> str:
        if len(value) > _LONGEST.get(kind, 10) and re.fullmatch(_PATTERNS[kind], value):
            return (
                f"{len(value)} characters, more than the {_LONGEST[kind]} a cell of this kind has"
            )
        known_mistake = _number_mistake(value) if kind in ("number", "count") else ""
        return known_mistake or f"write {_EXPECTED[kind]}"

    return advice


def _allowed(column: Column, codes: Codes) -> Mapping[str, str]:
    return codes[column.codes] if isinstance(column.codes, str) else dict(column.codes or {})


def _code_advice(column: Column, codes: Codes) -> Callable[[str], str]:
    allowed = _allowed(column, codes)
    names = {code: words.split("|") for code, words in allowed.items()}
    by_name = {name.casefold(): code for code, of_code in names.items() for name in of_code}
    by_name |= {code.casefold(): code for code in allowed}
    where = f" of {column.codes.split('.')[0]}.csv" if isinstance(column.codes, str) else ""
    listed = "" if len(allowed) > 12 else f" ({', '.join(allowed)})"

    def advice(value: str) -> str:
        text = unicodedata.normalize("NFC", value.strip())
        meant = by_name.get(text.casefold())
        near = [meant] if meant else _near(text, list(allowed))
        shown = [f"`{code}`{_named(code, names[code][0], column)}" for code in near]
        hint = f"; the nearest code{' is' if len(near) == 1 else 's are'} {', '.join(shown)}"
        return f"not a code{where}{listed}{hint if near else ''}"

    return advice


def _named(code: str, name: str, column: Column) -> str:
    """Return the name of a code in brackets, where its own file has one."""
    return f" ({name})" if isinstance(column.codes, str) and name not in ("", code) else ""


def _near(text: str, codes: list[str]) -> list[str]:
    """Return up to three codes near a text: for a code of two letters, those it may stand for."""
    if re.fullmatch(r"[A-Za-z]{2}", text):
        pair = text.upper()
        fitting = re.compile(f"{pair[0]}(?=.*{pair[1]})[A-Z]{{2}}")
        letters = [code for code in codes if fitting.fullmatch(code)]
        return sorted(letters, key=lambda code: (code[:2] != pair, code[2] != pair[1]))[:3]
    return difflib.get_close_matches(text, codes, 1, 0.5)


def _empty_advice(value: str) -> str:
    return "an empty cell: this column is never empty"


def _clean_text(text: str) -> bool:
    return not _text_fault(text)


def _text_fault(text: str) -> str:
    """Say what is wrong with a text and what to write, or nothing."""
    repaired = _undo_double_encoding(text)
    for fault, advice in (
        (len(text) > _LONGEST["text"], f"{len(text)} characters, more than {_LONGEST['text']}"),
        (text != text.strip(), "spaces at its start or end: remove them"),
        ("\ufffd" in text, "a replacement character stands where a letter was lost: restore it"),
        (_invisible(text), "an invisible control character: remove it"),
        (
            not unicodedata.is_normalized("NFC", text),
            f"accents are separate characters: write {unicodedata.normalize('NFC', text)!r} (NFC)",
        ),
        (repaired != text, f"letters were encoded twice: probably {repaired!r} is meant"),
        (text[0] in "=+-@", "text must not start as a formula of a spreadsheet: = + - @"),
        (text.count('"') % 2, "a quotation mark without its partner: add or remove one"),
        (re.search(_MARKUP, text), "markup or code in text: write plain words"),
        (
            re.search(r"[^\W\d_]\?[^\W\d_]", text) and "://" not in text,
            "a question mark inside a word: a letter was lost in another encoding",
        ),
    ):
        if fault:
            return advice
    return ""


_MARKUP = r"<\s*[a-zA-Z/!]|&#?\w+;|\]\(|`\s*\{|\{\{"


def _invisible(text: str) -> bool:
    hidden = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
    return not text.isprintable() and any(unicodedata.category(c) in hidden for c in text)


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
        r"[\u00c2-\u00f4][\u0080-\u00bf\u2010-\u203a\u20ac\u0152-\u0192\u02c6\u02dc\u2122]{1,3}",
        _undo,
        text,
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
    if re.fullmatch(r"(?a)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", value):
        return "day and month cannot be told apart: write YYYY-MM-DD"
    if re.fullmatch(r"(?a)\d{6}|\d{4}-\d{2}|\d{4}", value):
        return "which day? write the first or last day of the period as YYYY-MM-DD"
    if re.fullmatch(r"(?a)\d{4}-\d{2}-\d{2}", value):
        return f"no such day, or outside {EARLIEST.year} to {LATEST.year}"
    return "write a date as YYYY-MM-DD, such as 2025-12-31"


_NOT_PUBLISHED = ("nan", "na", "n/a", "null", "none", "-", "–", "—", "..", "...", ":", "#n/a")


def _number_mistake(value: str) -> str:
    """Name a mistake that is often made with numbers, and what to write; else nothing."""
    text = unicodedata.normalize("NFKC", value).strip()
    if text.casefold() in ("true", "false", "yes", "no"):
        return "a yes or no is not a number"
    if text.casefold().lstrip("+-") in ("inf", "infinity", "∞"):
        return "infinity is not a figure that was published"
    if text.casefold() in _NOT_PUBLISHED:
        return "a figure that was not published is absent: remove the row or leave the cell empty"
    if "%" in text or "‰" in text:
        return f"write the number without its unit: {text.rstrip('%‰ ') or '42.8'}"
    if re.fullmatch(r"(?a)-?\d{1,3}([,' ]\d{3})+(\.\d+)?", text):
        return f"write it without separators: {re.sub(r'[^0-9.-]', '', text)}"
    if re.fullmatch(r"(?a)-?\d+,\d+", text):
        return f"write a decimal point: {text.replace(',', '.')}"
    if re.fullmatch(r"(?a)\d+(\.\d+)?\s*([-–—~]|to)\s*\d+(\.\d+)?", text):
        return "a range is not a figure: it needs two columns or is left out"
    if re.fullmatch(r"(?a)-?\d+(\.\d+)?[eE][+-]?\d{1,2}", text):
        return f"write it in full: {Decimal(text):f}"
    if re.fullmatch(r"(?a)\d+\.0+", text) and text == value:
        return f"a whole number has no decimals: write {text.partition('.')[0]}"
    if text != value and re.fullmatch(_PATTERNS["number"], text):
        return f"full-width digits or spaces: write {text}"
    if re.fullmatch(r"(?a)[+]?\d+(\.\d+)?", text):
        return f"no sign and no leading zeros: write {Decimal(text):f}"
    return ""


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."


def _shown(value: str) -> str:
    return repr(_shortened(value))


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
    names = ("column", "check", "failure_case")
    texts = [cases[name].astype("str").tolist() for name in names]
    return list(zip(*texts, cases["index"].astype("int64").tolist(), strict=True))


def as_text(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column of any type as it would stand in a raw file."""
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("").astype("str")
    if column.dtype == object:  # True and 1.0 are equal and yet not the same
        return pd.Series([_written(value) for value in column], index=column.index, dtype="str")
    texts = {value: _written(value) for value in column.dropna().unique()}
    return column.map(texts).astype("object").fillna("").astype("str")


def _written(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        day = pd.Timestamp(value)
        return f"{day:%Y-%m-%d}" if day == day.normalize() else str(value)
    if isinstance(value, float) and math.isfinite(value):
        return f"{Decimal(repr(float(value))):f}".removesuffix(".0")
    return "" if isinstance(value, float) and math.isnan(value) else str(value)

"""Raw files: bytes into rows of text, each with its line, and the manifest that vouches for them.

A raw file is UTF-8, comma-separated, one record a line, with the exact header of its table. What is
not so is listed by line and never repaired: a repaired figure would be a figure nobody published.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import hashlib
import io
import itertools
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from adoption.schema import (
    CONTEXT,
    OBSERVATIONS,
    REFERENCE_TABLES,
    DataError,
    Problem,
    Table,
    codebook,
)

MANIFEST = "manifest.json"
CODEBOOK_BEGIN = "<!-- codebook begin -->"
CODEBOOK_END = "<!-- codebook end -->"
_LINE_DIGEST = 4  # hexadecimal digits for each line: enough to say where a file was changed
_LONGEST_HEADER = 10_000  # characters; more is no header
_CODEBOOK = "data/raw/README.md has the codebook, with every column and its order"
_APPEND_ONLY = "raw files are append-only; if the change is meant, run `adoption manifest`"
_TABLE_LIKE = re.compile(r"\.(csv|tsv|xlsx?|ods|parquet|feather)\b", re.IGNORECASE)
_HAN_MARKS = "，。、；：？！（）《》“”％"
_OTHER_ENCODINGS = ("mac_roman", "cp1252", "gb18030", "utf-16")


def raw_files(folder: Path) -> list[Path]:
    """Return the raw files of a folder (its CSV files and those of `context/`), sorted."""
    return sorted([*folder.glob("*.csv"), *folder.glob("context/*.csv")])


def table_of(path: Path) -> Table:
    """Return the kind of table that a raw file holds, by its name and folder."""
    if path.parent.name == CONTEXT.name:
        return CONTEXT
    return REFERENCE_TABLES.get(path.stem, OBSERVATIONS)


def read(path: Path, table: Table, name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a raw file as text.

    Parameters
    ----------
    path : Path
        The file.
    table : Table
        What it should hold.
    name : str
        How problems call the file.

    Returns
    -------
    DataFrame
        The columns of `table` as text, indexed by line; rows of another width are left out.
    list of Problem
        Every line that could not be read, with the reason.
    """
    fault = _not_a_file(path, table)
    if fault:
        return nothing(table), [_file_problem(name, 0, *fault)]
    content = path.read_bytes()
    if not content or content.isspace():
        return nothing(table), [_file_problem(name, 0, "empty-file", "the file is empty")]
    problems = _byte_problems(content, name)
    header, of_header = _header_problems(content, table, name)
    problems += of_header
    if not header:
        return nothing(table), problems
    frame = None if problems else _read_whole(content, header)
    if frame is None:
        text = content.decode("utf-8", errors="replace")
        frame, of_lines = _records(text, header, name)
        problems += of_lines
        undecoded = [problem.line for problem in problems if problem.rule == "encoding"]
        frame = frame[~frame.index.isin(undecoded)]
    if frame.empty and not problems:
        problems.append(_file_problem(name, 1, "no-rows", "the file has a header and no row"))
    return frame[table.names], problems


def text_of(content: bytes, name: str) -> str:
    """Return prose from bytes in UTF-8, with or without a byte order mark.

    Raises
    ------
    DataError
        Where a line of the file `name` is not UTF-8, with what it may be instead.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError([*_encoding_problems(content, name)]) from None


def cells_of(path: Path) -> pd.DataFrame:
    """Return anybody's CSV file as text, whatever its columns; nothing becomes missing.

    Raises
    ------
    DataError
        Where the file is not UTF-8, or is no table.
    """
    try:
        return pd.read_csv(
            io.StringIO(text_of(path.read_bytes(), str(path))), dtype="str", keep_default_na=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        message = f"not a table with a header and one record a line ({error})"
        raise DataError([_file_problem(str(path), 0, "table", message)]) from None


def write_manifest(folder: Path) -> Path:
    """Record rows, bytes, SHA-256 and a digest of each line for every raw file of a folder.

    The manifest is what `adoption.load` compares the files with; write it anew after rows were
    added. The file is written beside its place and moved there.
    """
    entries = {str(path.relative_to(folder).as_posix()): entry(path) for path in raw_files(folder)}
    path = folder / MANIFEST
    _replace(path, json.dumps({"files": entries}, indent=1, sort_keys=True) + "\n")
    return path


def write_codebook(readme: Path) -> Path:
    """Write the codebook of `schema.codebook()` into a README, between its two markers.

    Raises
    ------
    ValueError
        When the README does not have each marker once, in this order.
    """
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(CODEBOOK_BEGIN)
    _, end, after = rest.partition(CODEBOOK_END)
    if not (begin and end) or CODEBOOK_BEGIN in rest or CODEBOOK_END in before + after:
        raise ValueError(
            f"{readme} has no place for the codebook: put `{CODEBOOK_BEGIN}` and "
            f"`{CODEBOOK_END}` there, each once on a line of its own"
        )
    _replace(readme, f"{before}{begin}\n{codebook()}{end}{after}")
    return readme


def _replace(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that it is never half written."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, encoding="utf-8", newline="\n"
    ) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def entry(path: Path) -> dict[str, Any]:
    """Return the manifest's entry of one file: rows, bytes, sha256, lines."""
    content = path.read_bytes()
    return {
        "rows": max(0, content.count(b"\n") - 1),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "lines": "".join(_line_digests(content)),
    }


def manifest_problems(folder: Path) -> list[Problem]:
    """Compare the raw files of a folder with its manifest, naming the lines that differ."""
    path = folder / MANIFEST
    if not path.is_file():
        message = "there is no manifest: write it with `adoption manifest` after reading the rows"
        return [_file_problem(MANIFEST, 0, "manifest-missing", message)]
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))["files"]
        return [*_differences(folder, recorded)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"[:120]
        message = f"the manifest cannot be read ({reason}): write it anew with `adoption manifest`"
        return [_file_problem(MANIFEST, 0, "manifest-damaged", message)]


def stray_files(folder: Path) -> list[Problem]:
    """Find tables that no one would read: other formats, other endings, other folders."""
    read = set(raw_files(folder))
    return [
        _file_problem(
            path.relative_to(folder).as_posix(),
            0,
            "file-unknown",
            "not a raw file: figures stand in CSV files of this folder or of context/; remove it",
        )
        for path in sorted(folder.rglob("*"))
        if path not in read and not path.name.startswith(".") and _TABLE_LIKE.search(path.name)
    ]


def _not_a_file(path: Path, table: Table) -> tuple[str, str] | None:
    """Return the rule and the message when there is no plain, readable file."""
    if path.is_symlink():
        return "not-a-file", "a link: put the file itself here"
    if not path.exists():
        return "file-missing", f"the file is missing: {table.description}"
    if not path.is_file():
        what = "a folder" if path.is_dir() else "a device or pipe"
        return "not-a-file", f"{what} where a file should be"
    try:
        with path.open("rb"):
            return None
    except OSError as error:
        return "unreadable", f"the file cannot be read: {error.strerror}"


def _differences(folder: Path, recorded: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    present = {path.relative_to(folder).as_posix(): path for path in raw_files(folder)}
    for name in sorted(recorded.keys() - present.keys()):
        message = f"the manifest has this file, with {recorded[name]['rows']} rows"
        yield _file_problem(name, 0, "file-missing", message)
    for name in sorted(present.keys() - recorded.keys()):
        message = "not in the manifest: run `adoption manifest` once its rows are right"
        yield _file_problem(name, 0, "file-unknown", message)
    for name in sorted(present.keys() & recorded.keys()):
        if not present[name].is_file() or entry(present[name]) == recorded[name]:
            continue
        lines = [*_changed_lines(name, present[name].read_bytes(), recorded[name])]
        message = f"not as the manifest has it, though no line differs: {_APPEND_ONLY}"
        yield from lines or [_file_problem(name, 0, "manifest", message)]


def _changed_lines(name: str, content: bytes, recorded: dict[str, Any]) -> Iterator[Problem]:
    rows = max(0, content.count(b"\n") - 1)
    step = _LINE_DIGEST
    before = [recorded["lines"][i : i + step] for i in range(0, len(recorded["lines"]), step)]
    matcher = difflib.SequenceMatcher(None, before, _line_digests(content), autojunk=False)
    fewer = recorded["rows"] - rows
    if fewer > 0:
        message = f"{fewer} rows fewer than the manifest's {recorded['rows']}: {_APPEND_ONLY}"
        yield _file_problem(name, min(rows + 2, len(before)), "rows-lost", message)
    for kind, _, _, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        line = first + 1
        what = {"replace": "changed", "insert": "added", "delete": "removed before this line"}[kind]
        many = f"lines {line} to {last}" if last > line else f"line {line}"
        yield _file_problem(
            name, line, "manifest", f"{many} {what} since the manifest was written: {_APPEND_ONLY}"
        )


def _line_digests(content: bytes) -> list[str]:
    return [
        hashlib.sha256(line).hexdigest()[:_LINE_DIGEST]
        for line in content.removesuffix(b"\n").split(b"\n")
    ]


def _byte_problems(content: bytes, name: str) -> list[Problem]:
    return [*_damaged_bytes(content, name)]


def _damaged_bytes(content: bytes, name: str) -> Iterator[Problem]:
    if content.startswith(b"\xef\xbb\xbf"):
        message = "the file starts with a byte order mark: save it as UTF-8 without one"
        yield _file_problem(name, 1, "byte-order-mark", message)
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        message = "lines end with a carriage return: save the file with line feeds only"
        yield _file_problem(name, line, "line-ends", message)
    if b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        yield _file_problem(name, line, "zero-byte", "a zero byte: the file is damaged or not text")
    if not content.endswith(b"\n"):
        line = content.count(b"\n") + 1
        message = "the last line has no end: the file may be cut off"
        yield _file_problem(name, line, "cut-off", message)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        yield from _encoding_problems(content, name)


def _encoding_problems(content: bytes, name: str) -> Iterator[Problem]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = (
            f"byte 0x{content[:1].hex()} is not UTF-8 (a mark of UTF-16): save the file as UTF-8"
        )
        yield _file_problem(name, 1, "encoding", message)
        return
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            damaged = line[error.start : error.start + 1]
            start = max(0, error.start - 12)
            piece = line[start : error.start + 12]
            likely = _likely_reading(piece)
            message = f"byte 0x{damaged.hex()} is not UTF-8{likely}: save the file as UTF-8"
            yield Problem(name, number, "", repr(piece)[2:-1], "encoding", message)


def _likely_reading(piece: bytes) -> str:
    whole = (piece, piece[:-1])  # the last character may be cut in two
    for encoding, part in itertools.product(_OTHER_ENCODINGS, whole):
        try:
            text = part.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = _HAN_MARKS if encoding == "gb18030" else ""
        strange = [
            c
            for c in text
            if ord(c) > 127 and c not in plain and not unicodedata.category(c).startswith("L")
        ]
        if not strange:
            return f" (as {encoding} it reads {text!r})"
    return ""


def _header_problems(content: bytes, table: Table, name: str) -> tuple[list[str], list[Problem]]:
    """Compare the first line with the columns of a table; without them no row can be read."""
    start = content[:_LONGEST_HEADER].removeprefix(b"\xef\xbb\xbf")
    text = re.split(rb"[\r\n]", start, maxsplit=1)[0].decode("utf-8", errors="replace")
    header = next(csv.reader([text]), [])
    if len(header) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in header[0]:
                message = f"fields are separated by {word}: a raw file is separated by commas"
                return [], [_file_problem(name, 1, "delimiter", message)]
    problems = []
    for column in header:
        if column not in table.names:
            near = difflib.get_close_matches(column, table.names, 1)
            hint = f"; the nearest name is `{near[0]}`" if near else ""
            message = f"no column `{column[:60]}` in {table.name}{hint}"
            problems.append(Problem(name, 1, column[:60], column[:60], "column-unknown", message))
    missing = [column for column in table.names if column not in header]
    for column in missing:
        message = f"the column `{column}` is missing: {_CODEBOOK}"
        problems.append(Problem(name, 1, column, "", "column-missing", message))
    twice = sorted({column for column in header if header.count(column) > 1})
    for column in twice:
        message = f"the column `{column}` stands {header.count(column)} times in the header"
        problems.append(Problem(name, 1, column[:60], column[:60], "column-twice", message))
    if not problems and header != table.names:
        message = f"the columns are in another order; the header is {','.join(table.names)}"
        problems.append(_file_problem(name, 1, "column-order", message))
    return [] if missing or twice else header, problems


def _read_whole(content: bytes, header: list[str]) -> pd.DataFrame | None:
    """Read a file in which every record is one line of the right width, else return None."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    if content.count(b'"') % 2 or b"\n\n" in content or _stray_quotes(content):
        return None
    text = pa.large_string()
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=header, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, text), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    if table.num_rows != content.count(b"\n") - 1:  # a record of several lines
        return None
    frame: pd.DataFrame = table.to_pandas()
    frame.index = pd.RangeIndex(2, len(frame) + 2, name="line")
    return frame


def _stray_quotes(content: bytes) -> bool:
    """Return whether a quotation mark stands inside a word, where a quoted cell cannot end."""
    if b'"' not in content:
        return False
    text = np.frombuffer(content, dtype=np.uint8)
    marks = np.flatnonzero(text == ord('"'))
    marks = marks[(marks > 0) & (marks < len(text) - 1)]
    at_edge = np.frombuffer(b',\n"', dtype=np.uint8)
    inside = ~np.isin(text[marks - 1], at_edge) & ~np.isin(text[marks + 1], at_edge)
    return bool(inside.any())


def _records(text: str, header: list[str], name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read line by line, leaving out the lines that are not one record of the right width."""
    rows: list[list[str]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    longest = csv.field_size_limit(len(text) + 1)
    try:
        parsed = [*_parsed(text.removeprefix("\ufeff"), len(header))]
    finally:
        csv.field_size_limit(longest)
    for line, record, rule, message in parsed:
        if rule:
            value = record[0][:60] if record else ""
            problems.append(Problem(name, line, "", value, rule, message))
        else:
            rows.append(record)
            lines.append(line)
    index = pd.Index(lines, dtype="int64", name="line")
    return pd.DataFrame(rows, columns=header, index=index, dtype="str"), problems


def _parsed(text: str, width: int) -> Iterator[tuple[int, list[str], str, str]]:
    """Yield line, fields, and the rule and message where the line is not a record."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"the quotation marks of this line do not close ({error})"
            yield start, [], "quoting", message
            continue
        if start == 1:
            continue
        if reader.line_num > start:
            message = "a cell contains a line break: one record stands on one line"
            yield start, record, "line-break", message
        elif not record:
            yield start, record, "empty-line", "an empty line: remove it"
        elif len(record) != width:
            message = (
                f"{len(record)} fields where the header has {width}: "
                "a separator is missing or too many; text with a comma stands in double quotes"
            )
            yield start, record, "field-count", message
        else:
            yield start, record, "", ""


def _file_problem(name: str, line: int, rule: str, message: str) -> Problem:
    return Problem(name, line, "", "", rule, message)


def nothing(table: Table) -> pd.DataFrame:
    """Return a raw table without a row."""
    return pd.DataFrame(columns=table.names, index=pd.Index([], name="line")).astype("str")

"""Other people's tables: observations and targets read in chunks and checked by line.

A file is CSV (UTF-8, comma-separated, one record a line) or Parquet, by its suffix. Every chunk
becomes a checked table with the line of each row; what is wrong is listed, never repaired.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption.data import ASSUMED_LAG_DAYS
from adoption.measurement import known_error
from adoption.schema import Problem

Array = npt.NDArray[Any]

OBSERVATION_COLUMNS = ("series_id", "period_end", "value")
OPTIONAL_COLUMNS = (
    "period_start", "cap", "rounding", "margin_of_error", "released", "peer_group", "indicator",
)  # fmt: skip
TARGET_COLUMNS = ("series_id", "period_end")
OPTIONAL_TARGET_COLUMNS = ("period_start",)
SHARES = ("penetration", "firms_share")
SUFFIXES = (".csv", ".parquet")
BLOCK_BYTES = 8 << 20
BLOCK_ROWS = 250_000
_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_PLAUSIBLE = (np.datetime64("1700-01-01"), np.datetime64("2200-12-31"))
_EMPTY = np.datetime64("NaT")


@dataclass
class Chunk:
    """Part of a file: rows with their `line`, and what is wrong with them."""

    rows: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)


def checked_suffix(path: Path) -> str:
    """Return the suffix of a table's file, `.csv` or `.parquet`."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path}: a table is a file that ends in .csv or .parquet")
    return suffix


def estimated_rows(path: Path) -> int:
    """Return how many rows a file holds, for CSV from its size; 0 where it is no Parquet file."""
    suffix, size = checked_suffix(path), path.stat().st_size
    if suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        try:
            return int(parquet.read_metadata(path).num_rows)
        except pa.ArrowInvalid:  # who reads the file says what is wrong with it
            return 0
    return size // 32


def read_observations(path: Path) -> Iterator[Chunk]:
    """Read `series_id`, `period_end`, `value` and the optional columns, chunk by chunk.

    Parameters
    ----------
    path : Path
        CSV or Parquet.

    Yields
    ------
    Chunk
        Rows with `line`, `series_id`, `period_end`, `value`, `cap` (100 for an `indicator` that is
        a share, infinite where there is none), `noise`, `known_from`, `peer_group`, and
        `period_start` where the file has it. Figures are known from `released`; where that is
        empty, from 60 days after the period's end; in a file without that column, from the
        period's end.
    """
    for columns, lines, problems in _blocks(path, OBSERVATION_COLUMNS, OPTIONAL_COLUMNS):
        cells = _Cells(path.name, columns, lines, problems)
        rows = pd.DataFrame(
            {
                "line": lines,
                "series_id": pd.Series(cells.names("series_id"), dtype="str"),
                "period_end": cells.dates("period_end", required=True),
                "value": cells.numbers("value", required=True),
                "rounding": cells.numbers("rounding"),
                "margin_of_error": cells.numbers("margin_of_error"),
                "peer_group": pd.Series(cells.text("peer_group"), dtype="str"),
            }
        )
        cap = cells.numbers("cap", above_zero=True)
        share = np.isin(cells.text("indicator"), SHARES)
        rows["cap"] = np.where(np.isnan(cap), np.where(share, 100.0, np.inf), cap)
        released = cells.dates("released")
        lag = np.timedelta64(ASSUMED_LAG_DAYS if "released" in columns else 0, "D")
        assumed = rows["period_end"].to_numpy("datetime64[us]") + lag
        rows["known_from"] = np.where(np.isnat(released), assumed, released)
        rows["noise"] = known_error(rows)
        _check_observations(cells, rows, released)
        _add_starts(cells, rows)
        yield Chunk(rows.drop(columns=["rounding", "margin_of_error"]), cells.problems)


def read_targets(path: Path) -> Iterator[Chunk]:
    """Read `series_id`, `period_end` of what is to be forecast, chunk by chunk.

    And `period_start`, where the file has it.
    """
    for columns, lines, problems in _blocks(path, TARGET_COLUMNS, OPTIONAL_TARGET_COLUMNS):
        cells = _Cells(path.name, columns, lines, problems)
        rows = pd.DataFrame(
            {
                "line": lines,
                "series_id": pd.Series(cells.names("series_id"), dtype="str"),
                "period_end": cells.dates("period_end", required=True),
            }
        )
        _add_starts(cells, rows)
        yield Chunk(rows, cells.problems)


def _add_starts(cells: _Cells, rows: pd.DataFrame) -> None:
    """Add `period_start`, where the file has it; a period ends on the day it begins or later."""
    if "period_start" not in cells.columns:
        return
    starts, ends = cells.dates("period_start"), rows["period_end"].to_numpy("datetime64[D]")
    cells.refuse(
        "period_start",
        starts.astype("datetime64[D]") > ends,
        lambda i: (
            f"`period_start` is {np.datetime_as_string(starts[i], 'D')}, after its period ends "
            f"on {ends[i]}"
        ),
    )
    rows["period_start"] = starts


def _check_observations(cells: _Cells, rows: pd.DataFrame, released: Array) -> None:
    value, cap = rows["value"].to_numpy(), rows["cap"].to_numpy()
    cells.refuse(
        "value",
        value > cap,
        lambda i: (
            f"`value` is {value[i]:.15g}, above its `cap` {cap[i]:.15g}, the largest possible"
        ),
    )
    for name in ("value", "rounding", "margin_of_error"):
        numbers = rows[name].to_numpy()
        cells.refuse(
            name,
            numbers < 0,
            lambda i, name=name, numbers=numbers: f"`{name}` is {numbers[i]:.15g}, below zero",
        )
    ends = rows["period_end"].to_numpy("datetime64[D]")
    early = released.astype("datetime64[D]") < ends
    cells.refuse(
        "released",
        early,
        lambda i: (
            f"released on {np.datetime_as_string(released[i], 'D')}, before its period ends "
            f"on {ends[i]}"
        ),
    )


def _blocks(
    path: Path, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[dict[str, Any], Array, list[Problem]]]:
    """Yield the columns of each block, the line of each row, and what could not be read."""
    reader = _csv_blocks if checked_suffix(path) == ".csv" else _parquet_blocks
    if not path.is_file():
        raise FileNotFoundError(f"no file {path}")
    wanted = (*required, *optional)
    empty = True
    for block, lines, problems in reader(path, required, optional):
        empty = empty and len(lines) == 0 and not problems
        columns = {name: block.column(name) for name in wanted if name in block.schema.names}
        yield columns, lines, problems
    if empty:
        problem = Problem(path.name, 0, "", "", "no-rows", "the file has no row")
        yield {}, np.zeros(0, int), [problem]


def _header_problems(
    path: Path, names: list[str], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[Problem]:
    """List missing and doubled columns, and those that look like a misspelt optional one."""
    found = [
        (name, f"the column `{name}` is missing: the columns are {', '.join(names) or 'none'}")
        for name in required
        if name not in names
    ]
    found += [
        (n, f"two columns are called `{n}`") for n in sorted(set(names)) if names.count(n) > 1
    ]
    known = (*required, *optional)
    for name in names:
        near = difflib.get_close_matches(name, known, 1, 0.8)
        if name not in known and near and near[0] not in names:
            found.append((name, f"the column `{name}` is not known: is `{near[0]}` meant?"))
    return [Problem(path.name, 1, name, "", "columns", message) for name, message in found]


def _csv_blocks(
    path: Path, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[Any, Array, list[Problem]]]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    problems = list(_encoding_problems(path))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        names = next(csv.reader(file), [])
    problems += _header_problems(path, names, required, optional)
    if problems:
        yield pa.table({}), np.zeros(1, int)[:0], problems
        return
    skipped: list[int] = []
    ragged: list[Problem] = []

    def skip(row: Any) -> str:
        skipped.append(row.number)
        if row.text.strip():
            message = f"{row.actual_columns} fields, the header has {row.expected_columns}"
            ragged.append(Problem(path.name, row.number, "", row.text[:60], "fields", message))
        return "skip"

    blocks = arrow_csv.open_csv(
        path,
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
        parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=skip),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    line = 2
    for block in blocks:
        lines = _lines(line, len(block), skipped)
        line = int(lines[-1]) + 1 if len(lines) else line
        written = _not_blank(block)
        yield block.filter(pa.array(written)), lines[written], ragged[:]
        ragged.clear()
    if ragged:
        yield pa.table({}), np.zeros(0, int), ragged


def _not_blank(block: Any) -> Array:
    """Return which rows hold anything: an empty line is no row."""
    import pyarrow.compute as pc

    written = [np.asarray(pc.not_equal(column, "")) for column in block.columns]
    return np.asarray(np.any(written, axis=0), dtype=bool)


def _lines(first: int, count: int, skipped: list[int]) -> Array:
    """Return the next line numbers that were not skipped."""
    lines = np.arange(first, first + count + len(skipped))
    return lines[~np.isin(lines, skipped)][:count]


def _encoding_problems(path: Path) -> Iterator[Problem]:
    """Name the lines that are not UTF-8."""
    line = 0
    with path.open("rb") as file:
        while piece := file.readlines(BLOCK_BYTES):
            try:
                b"".join(piece).decode("utf-8")
            except UnicodeDecodeError:
                for number, content in enumerate(piece, start=line + 1):
                    try:
                        content.decode("utf-8")
                    except UnicodeDecodeError as error:
                        message = f"not UTF-8 text: {error.reason} at byte {error.start + 1}"
                        yield Problem(path.name, number, "", "", "encoding", message)
            line += len(piece)


def _parquet_blocks(
    path: Path, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[Any, Array, list[Problem]]]:
    import pyarrow as pa
    from pyarrow import parquet

    line = 1
    try:
        with parquet.ParquetFile(path) as file:
            types = dict(zip(file.schema_arrow.names, file.schema_arrow.types, strict=True))
            problems = _header_problems(path, file.schema_arrow.names, required, optional)
            wanted = [name for name in (*required, *optional) if name in types]
            for name in wanted:
                if pa.types.is_nested(types[name]):
                    message = f"`{name}` is of type {types[name]}: one value a row is expected"
                    problems.append(Problem(path.name, 0, name, "", "columns", message))
            if problems:
                yield pa.table({}), np.zeros(0, int), problems
                return
            for batch in file.iter_batches(batch_size=BLOCK_ROWS, columns=wanted):
                yield batch, np.arange(line, line + len(batch)), []
                line += len(batch)
    except (pa.ArrowInvalid, OSError) as error:
        message = f"not a whole Parquet file: {error}"
        problem = Problem(path.name, line - 1, "", "", "not-parquet", message)
        yield pa.table({}), np.zeros(0, int), [problem]


class _Cells:
    """The columns of one block, read as text, numbers or dates, with what is wrong by line."""

    def __init__(
        self, file: str, columns: dict[str, Any], lines: Array, problems: list[Problem]
    ) -> None:
        self.file, self.columns, self.lines = file, columns, lines
        self.problems = list(problems)

    def refuse(self, column: str, bad: Array, message: Any) -> None:
        """Add a problem for each bad row."""
        for i in np.flatnonzero(bad):
            line = int(self.lines[i])
            self.problems.append(Problem(self.file, line, column, "", "value", message(i)))

    def text(self, name: str) -> Array:
        """Return a column as text, empty where there is none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if name not in self.columns:
            return np.full(len(self.lines), "", dtype=object)
        column = self.columns[name]
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        filled = pc.fill_null(column.cast(pa.string()), "")
        return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=object)

    def names(self, name: str) -> Array:
        """Return series names: not empty, without space around them."""
        values = self.text(name)
        stripped = pd.Series(values, dtype="str").str.strip().to_numpy(dtype=object)
        self.refuse(name, values == "", lambda i: f"`{name}` is empty")
        self.refuse(
            name,
            (values != stripped) & (stripped != ""),
            lambda i: f"`{name}` is {values[i]!r}: no space before or after a name",
        )
        return values

    def numbers(self, name: str, *, required: bool = False, above_zero: bool = False) -> Array:
        """Return a column of plain numbers, nan where empty."""
        import pyarrow as pa
        import pyarrow.compute as pc

        count = len(self.lines)
        if name not in self.columns:
            return np.full(count, np.nan)
        column = self.columns[name]
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            values = column.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(float)
            empty, written = np.isnan(values), values
            good = ~empty
        else:
            written = self.text(name)
            texts = pa.array(written, pa.string())
            empty = written == ""
            good = np.asarray(pc.match_substring_regex(texts, _NUMBER))
            values = np.asarray(pc.if_else(pa.array(good), texts, "nan").cast(pa.float64()))
        bad = ~good & ~empty | np.isinf(values)
        self.refuse(
            name,
            bad,
            lambda i: f"`{name}` is {written[i]!s}: a plain number is expected, like 42.8",
        )
        if required:
            self.refuse(name, empty, lambda i: f"`{name}` is empty")
        if above_zero:
            self.refuse(
                name, values <= 0, lambda i: f"`{name}` is {values[i]:.15g}, not above zero"
            )
        return np.where(bad, np.nan, values)

    def dates(self, name: str, *, required: bool = False) -> Array:
        """Return a column of dates, NaT where empty."""
        import pyarrow as pa

        if name not in self.columns:
            return np.full(len(self.lines), _EMPTY, dtype="datetime64[us]")
        column = self.columns[name]
        if pa.types.is_temporal(column.type):
            values = column.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
            written, empty = values, np.isnat(values)
            good = ~empty
        else:
            written = self.text(name)
            empty = written == ""
            values, good = _dates_of(written)
        outside = good & ~((values >= _PLAUSIBLE[0]) & (values <= _PLAUSIBLE[1]))
        self.refuse(
            name,
            ~good & ~empty | outside,
            lambda i: f"`{name}` is {written[i]!s}: a date is expected, like 2026-06-30",
        )
        if required:
            self.refuse(name, empty, lambda i: f"`{name}` is empty")
        return np.asarray(values, dtype="datetime64[us]")


def _dates_of(written: Array) -> tuple[Array, Array]:
    """Return ISO dates, and which are; each different text is read once."""
    distinct, position = np.unique(written.astype(str), return_inverse=True)
    days = np.full(len(distinct), _EMPTY, dtype="datetime64[us]")
    for i, text in enumerate(distinct):
        try:
            days[i] = np.datetime64(dt.date.fromisoformat(text)) if len(text) == 10 else _EMPTY
        except ValueError:
            continue
    values = days[position]
    return values, ~np.isnat(values)

"""What callers give to the public functions, checked at the door: tables, names, numbers, days.

A message says which argument it is about and what is wrong with which value, then what is expected.
Inside the package, functions trust what they are given.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from adoption.schema import Column, DataError, Problem, Table

_MADE_BY = {
    "observations": "adoption.load()",
    "figures": "adoption.load()",
    "series": "adoption.series(observations, series_id)",
    "forecasts": "adoption.forecast(observations)",
}
_EXPECTED = {  # of the cells of a column: what they are, and what makes them of others
    "date": "dates are expected, pd.to_datetime makes them",
    "number": "numbers are expected, pd.to_numeric makes them",
    "text": "text is expected, `.astype(str)` makes it",
}
_HELD = {
    "string": "text", "empty": "nothing", "integer": "whole numbers", "floating": "numbers",
    "datetime64": "dates", "date": "datetime.date objects", "mixed": "values of several types",
}  # fmt: skip
_NUMBERS = ("number", "real", "count", "year")
_RECKONED = ("indicator", "bound")  # codes that decide how a value is used; others are labels
_MOST_COLUMNS, _MOST_ROWS = 40, 5  # are listed in a message, of rows those of one kind


def require_table(
    table: Any,
    argument: str,
    of: Table,
    needed: Collection[str],
    *,
    optional: Collection[str] = (),
    typed: bool = True,
    unique: bool = False,
    empty: bool = False,
) -> None:
    """Raise unless an argument is a table with columns that can be used.

    Types are looked at once for each column, cells by arrays: it costs less than sorting the table.

    Parameters
    ----------
    table : Any
        What was given.
    argument : str
        Its name, for the message.
    of : Table
        What the columns hold: kinds of cells, codes, and the key.
    needed, optional : collection of str
        Columns that must be there, in every row unless the cells of `of` may be empty; and those
        that are read where they are there, in which any cell may be missing.
    typed : bool
        Whether columns must be of their type; otherwise the cells are read as text elsewhere.
    unique : bool
        Whether two rows with one key are refused (by the columns of the key that are there).
    empty : bool
        Whether a table without a row will do.

    Raises
    ------
    TypeError
        For anything but a DataFrame.
    DataError
        With every problem: columns that are missing, with the nearest name; columns of another
        type; and by row, counted from 1, missing, negative or infinite numbers, unknown codes,
        repeated keys.

    Examples
    --------
    >>> from adoption.schema import FIGURES
    >>> table = pd.DataFrame({"series_id": ["example-share"], "valeu": [42.8]})
    >>> require_table(table, "table", FIGURES, ["series_id", "value"])
    Traceback (most recent call last):
    adoption.schema.DataError: 1 problem in `table` (columns: series_id, valeu)
      table  no column `value`; the nearest name is `valeu`
    """
    if not isinstance(table, pd.DataFrame):
        columns = f" with the columns {', '.join(needed)}" if needed else ""
        made = f", as {_MADE_BY[argument]} returns it" if argument in _MADE_BY else ""
        expected = f"a DataFrame{columns} is expected{made}"
        raise TypeError(f"`{argument}` is {_described(table)}: {expected}")
    header = list(_header_problems(table, argument, of, needed, optional))
    problems = header[:]
    if not (len(table) or header or empty):
        problems.append(Problem(argument, 0, "", "", "no-rows", "the table has no row"))
    there = Counter(table.columns)
    for column in of.columns if typed and len(table) else ():
        name = column.name
        if there[name] == 1 and (name in needed or name in optional):
            problems += _cell_problems(table[name], column, argument, name in needed)
    key = [name for name in of.key if name in there]
    if unique and key and not problems:
        problems += _repeats(table, argument, key)
    if problems:
        where = f"`{argument}`" + (_listed(table, argument) if header else "")
        raise DataError(problems, where=where, most=_MOST_ROWS)


def _described(value: Any) -> str:
    """Return a value for a message: its type, and itself where it is short."""
    shown = repr(value) if isinstance(value, (str, Real)) else ""
    kind = type(value).__name__
    article = "an" if kind[0].lower() in "aeiou" else "a"
    return "None" if value is None else f"{shown:.60}, {article} {kind}".removeprefix(", ")


def _listed(table: pd.DataFrame, argument: str) -> str:
    """Return which columns a table has, for a reader who gave another one than was meant."""
    made = f"; {_MADE_BY[argument]} returns such a table" if argument in _MADE_BY else ""
    names = [str(name) for name in table.columns]
    more = f" and {len(names) - _MOST_COLUMNS} more" if len(names) > _MOST_COLUMNS else ""
    return f" (columns: {', '.join(names[:_MOST_COLUMNS]) or 'none'}{more}{made})"


def nearest(name: str, names: Iterable[Any], *, cutoff: float = 0.5) -> str:
    """Return the end of a message about an unknown name: which known one is nearest, if any is.

    Examples
    --------
    >>> nearest("naiv", ["engine", "naive"])
    '; the nearest name is `naive`'
    """
    near = difflib.get_close_matches(name, [str(one) for one in names], 1, cutoff)
    return f"; the nearest name is `{near[0]}`" if near else ""


def _header_problems(
    table: pd.DataFrame,
    argument: str,
    of: Table,
    needed: Collection[str],
    optional: Collection[str],
) -> Iterator[Problem]:
    """Say which columns are missing or there twice, and which look like a misspelt one."""
    names = list(table.columns)
    used = (*needed, *optional)
    strange = [name for name in names if name not in used and name not in of.names]
    missing = [name for name in needed if name not in names]
    hints = {name: hint for name in missing if (hint := nearest(name, strange, cutoff=0.7))}
    for name, hint in hints.items():
        yield Problem(argument, 0, name, "", "column-missing", f"no column `{name}`{hint}")
    if rest := ", ".join(f"`{name}`" for name in missing if name not in hints):
        yield Problem(argument, 0, "", "", "column-missing", f"no column {rest}")
    if not table.columns.is_unique:
        for name in used:
            if names.count(name) > 1:
                message = f"two columns are called `{name}`"
                yield Problem(argument, 0, name, "", "column-twice", message)
    absent = [name for name in optional if name not in names]
    for name in strange if absent else ():
        near = difflib.get_close_matches(str(name), absent, 1, 0.85)
        if near:
            message = f"no column is called `{name}`: is `{near[0]}` meant?"
            yield Problem(argument, 0, str(name), "", "column-unknown", message)


def _cell_problems(
    values: pd.Series, about: Column, argument: str, needed: bool
) -> Iterator[Problem]:
    """Say what is wrong with the cells of one column, by the kind that the schema gives it."""
    name = about.name
    missing = values.isna().to_numpy(bool)
    if missing.all() and (about.empty or not needed):
        return
    if fault := _type_fault(values, about):
        yield Problem(argument, 0, name, "", "type", fault)
        return
    bad: list[tuple[str, np.ndarray[Any, Any], str]] = []
    if needed and not about.empty:
        bad.append(("empty", missing, "it is expected in every row"))
    if about.kind in _NUMBERS:
        numbers = values.to_numpy(float, na_value=np.nan)
        if not (about.kind == "real" and about.empty):  # a measure without a bound
            bad.append(("range", np.isinf(numbers), "a finite number is expected"))
        if about.kind != "real":
            bad.append(("range", numbers < 0, "a published number is never negative"))
    elif name in _RECKONED and isinstance(about.codes, dict):
        expected = f"it is one of {', '.join(about.codes)}"
        bad.append(("code", ~(values.isin(list(about.codes)).to_numpy(bool) | missing), expected))
    for rule, rows, expected in bad:
        for row in np.flatnonzero(rows):
            shown = "missing" if rule == "empty" else f"{values.iloc[row]}"
            yield Problem(argument, int(row) + 1, name, shown, rule,
                          f"`{name}` is {shown}: {expected}")  # fmt: skip


def _type_fault(values: pd.Series, about: Column) -> str:
    """Say which type a column has where it cannot hold what it should, or nothing."""
    types = pd.api.types
    kind = about.kind if about.kind in ("date", "flag") else "text"
    kind = "number" if about.kind in _NUMBERS else kind
    held = values.cat.categories.to_series() if values.dtype == "category" else values
    if kind == "date" and held.dtype.kind == "M":
        zone = held.dt.tz
        return zone and (
            f"`{about.name}` has the time zone {zone}: days without one are expected, "
            "`.dt.tz_localize(None)` takes it off"
        )  # fmt: skip
    good = kind == "flag"
    if kind == "number":
        good = types.is_numeric_dtype(held) and held.dtype.kind in "iuf"
    elif kind == "text" and held.dtype == object:
        good = types.infer_dtype(held, skipna=True) == "string"
    elif kind == "text":
        good = types.is_string_dtype(held)
    if good:
        return ""
    found = types.infer_dtype(held, skipna=True)
    return f"`{about.name}` holds {_HELD.get(found, found)}: {_EXPECTED[kind]}"


def _repeats(table: pd.DataFrame, argument: str, key: list[str]) -> Iterator[Problem]:
    """Name the rows whose key stands in the table before."""
    repeated = np.flatnonzero(table.duplicated(key).to_numpy())
    if not len(repeated):
        return
    rows = table[key].iloc[repeated].astype("str").itertuples(index=False)
    for position, cells in zip(repeated, rows, strict=True):
        known = [(name, cell) for name, cell in zip(key, cells, strict=True) if not pd.isna(cell)]
        same = ", ".join(f"{name} {cell}" for name, cell in known)
        message = f"a second row for {same}"
        yield Problem(argument, int(position) + 1, key[0], cells[0], "duplicate", message)


def require_known(argument: str, value: Any, allowed: Collection[str]) -> None:
    """Raise `ValueError` unless a value is one of a fixed set."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"`{argument}` is {value!r:.60}: it is one of {', '.join(allowed)}")


def require_all_known(argument: str, values: Any, allowed: Collection[str]) -> None:
    """Raise `ValueError` unless a value is a list of names that are each one of a fixed set."""
    if isinstance(values, str) or not isinstance(values, Collection) or not len(values):
        raise ValueError(
            f"`{argument}` is {values!r:.60}: a list of names is expected, of {', '.join(allowed)}"
        )
    for value in values:
        if value not in allowed:
            raise ValueError(f"`{argument}` has {value!r:.60}: it is one of {', '.join(allowed)}")


def require_series(series_id: Any, names: Collection[Any]) -> None:
    """Raise unless a name is that of a series: `TypeError` for no text, `KeyError` for no name."""
    if not isinstance(series_id, str):
        raise TypeError(
            f"`series_id` is {_described(series_id)}: the name of one series is expected"
        )
    if series_id not in names:
        raise KeyError(f"no series `{series_id}`{nearest(series_id, names)}")


def require_whole(argument: str, value: Any, *, least: int, also: Collection[int] = ()) -> None:
    """Raise `ValueError` unless a value is a whole number of at least so much, or one of a few."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or not (value >= least or value in also):
        others = "".join(f" (or {number})" for number in also)
        raise ValueError(
            f"`{argument}` is {value!r:.60}: a whole number of at least {least}{others} is expected"
        )


def require_above_zero(argument: str, value: Any, unit: str) -> None:
    """Raise `ValueError` unless a value is a finite number above zero."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or not 0 < value < np.inf:
        raise ValueError(f"`{argument}` is {value!r:.60}: {unit}, more than 0, is expected")


def day_of(value: str | dt.date | np.datetime64, name: str) -> pd.Timestamp:
    """Return the day that an argument gives, as a date or as ISO text.

    Parameters
    ----------
    value : date or ISO text
    name : str
        The argument, for the message.

    Raises
    ------
    ValueError
        For anything else, a time zone included: 06/07/2025 is a day in June or in July.

    Examples
    --------
    >>> day_of("2026-07-15", "until")
    Timestamp('2026-07-15 00:00:00')
    """
    written = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    try:
        if written or isinstance(value, (dt.date, np.datetime64)):
            day = pd.Timestamp(value)
            if not pd.isna(day) and day.tz is None:
                return day
    except ValueError:
        pass  # 2026-02-30
    raise ValueError(f"`{name}` is {value!r:.60}: a day is written as year-month-day, 2026-07-15")


def path_of(value: str | os.PathLike[str], name: str) -> Path:
    """Return the path that an argument gives; what is no path, or empty, is refused."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"`{name}` is {_described(value)}: a path is expected")
    if not str(value):
        raise ValueError(f"`{name}` is empty: a path is expected")
    return Path(value)

"""`adoption forecast`: a file of observations into a file of quantiles, in bounded memory.

The rows are spread over temporary parts by a hash of the peer group (or of the series), so that
peers stay together, and each part is checked before any is forecast. Parts do not depend on the
order of the rows, the number of processes or a cluster.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption import exchange
from adoption.arguments import day_of
from adoption.forecasts import (
    EVERY,
    GOAL_COLUMNS,
    MODELS,
    Result,
    known_rows,
    measured,
    predict_rows,
    regular_goals,
)
from adoption.schema import QUANTILE_LEVELS, DataError, Problem

Array = npt.NDArray[Any]

PART_ROWS = 200_000
FORMATS = ("table", "hub")


@dataclass
class Report:
    """What was forecast and what was not; it lies beside the forecasts as `*.report.json`."""

    model: str
    origin: str
    series: int = 0
    forecasts: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)


def report_path(output: str | Path) -> Path:
    """Return where the report of an output lies."""
    path = Path(output)
    return path.with_name(f"{path.stem}.report.json")


def forecast_file(
    observations: str | Path | None,
    output: str | Path,
    *,
    targets: str | Path | None = None,
    until: str | pd.Timestamp | None = None,
    every: str = "quarter",
    model: str = "engine",
    as_of: str | pd.Timestamp | None = None,
    layout: str = "table",
    jobs: int = -1,
    dask: str | None = None,
    progress: bool = False,
) -> Report:
    """Forecast the series of a file and write the quantiles, and a report beside them.

    Parameters
    ----------
    observations : path or None
        CSV or Parquet with `series_id`, `period_end`, `value` and, optional, `period_start`, `cap`,
        `rounding`, `margin_of_error`, `released`, `peer_group`, `indicator`
        (`exchange.read_observations`). None: the series of `data/raw`.
    output : path
        CSV or Parquet; written beside its place and moved there when complete.
    targets : path, optional
        CSV or Parquet with `series_id`, `period_end` and, optional, `period_start`; a period
        without a start is as long as the last one of its series.
    until, every
        Instead of targets: the period ends after each last figure up to a day, and how far apart.
    model : str
        A name of `MODELS`.
    as_of : date, optional
        Only what was known by the end of this day; by default the day the last figure was known.
    layout : str
        `table`: `series_id`, `model`, `origin`, `period_end`, `quantile_level`, `predicted`;
        `hub`: the columns of a hubverse model output file.
    jobs : int
        Processes; -1 is one for each core. The result is the same to the last bit.
    dask : str, optional
        Address of the scheduler of an existing Dask cluster, which then does the work.
    progress : bool
        Show on standard error how many series are done, when it is a terminal.

    Returns
    -------
    Report
        Its `refused` names each series that could not be forecast, with the reason.

    Raises
    ------
    DataError
        If anything in the files is wrong; every problem by file and line, before any work starts.
    ValueError, OSError
        For a wrong argument, or an `output` that cannot be written or is one of the files read.
    """
    _check_arguments(model, every, layout, targets, until, jobs)
    path = Path(output)
    _check_output(path, observations, targets)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".forecast-") as folder:
        work = Path(folder)
        if observations is None:
            parts = _package_parts(targets, until, every, as_of)
        else:
            goals_path = Path(targets) if targets is not None else None
            spread = _spread(work, Path(observations), goals_path)
            parts = _file_parts(spread, until, every, as_of)
        report = Report(model, f"{parts.origin:%Y-%m-%d}", inputs=_digests(observations, targets))
        complete = work / f"complete{path.suffix.lower()}"
        with _workers(jobs, dask) as processes, _Writer(complete, layout) as writer:
            for rows, goals, left_out in _shown(parts, progress):
                report.series += len(left_out)
                report.refused |= left_out
                if goals.empty:
                    continue
                result = predict_rows(rows, goals, model=model, jobs=processes)
                writer.write(result, model, parts.origin)
                _add(report, result, goals)
        _write_report(report, report_path(path), work)
        os.replace(complete, path)
    return report


def _check_arguments(
    model: str, every: str, layout: str, targets: Any, until: Any, jobs: int
) -> None:
    for argument, value, allowed in (
        ("model", model, MODELS),
        ("every", every, EVERY),
        ("layout", layout, FORMATS),
    ):
        if value not in allowed:
            raise ValueError(f"`{argument}` is {value!r}: it is one of {', '.join(allowed)}")
    if (targets is None) == (until is None):
        raise ValueError("give `targets` or `until`: one of them says what to forecast")
    if jobs < 1 and jobs != -1:
        raise ValueError(f"`jobs` is {jobs}: it is a number of processes, or -1 for one a core")


def _check_output(path: Path, *inputs: str | Path | None) -> None:
    """Refuse a place that no table can be written to, and one that a table is read from."""
    exchange.checked_suffix(path)
    if not path.parent.is_dir():
        raise NotADirectoryError(f"no folder {path.parent}")
    for source in inputs:
        if source is not None and path.exists() and path.samefile(source):
            raise ValueError(f"`output` is {path}, a file that is read: name another file")


@dataclass
class _Parts:
    """What is to be done, part by part: rows that models take, and goals, both with `cap`.

    The third is why a series has no goal.
    """

    origin: pd.Timestamp
    count: int
    read: Iterator[tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]]


def _package_parts(targets: str | Path | None, until: Any, every: str, as_of: Any) -> _Parts:
    """Return the one part that the package's own figures are."""
    from adoption.data import load, load_table

    observations = load()
    origin = day_of(as_of, "as_of") if as_of is not None else observations["known_from"].max()
    names = sorted(observations["series_id"].unique())
    left_out: dict[str, str] = {}
    if targets is None:
        rows = known_rows(observations, names, origin=origin)
        goals, left_out = _goals(_last_ends(rows).reindex(names), until, every)
    else:
        chunks = list(exchange.read_targets(Path(targets)))
        goals = pd.concat([chunk.rows for chunk in chunks])
        problems = [problem for chunk in chunks for problem in chunk.problems]
        problems += _target_problems(goals, names, Path(targets).name)
        if problems:
            raise DataError(problems, where=str(targets))
        rows = known_rows(observations, sorted(set(goals["series_id"])), origin=origin)
    goals = goals[[name for name in GOAL_COLUMNS if name in goals]]
    return _Parts(origin, 1, iter([(*measured(rows, goals, load_table("population")), left_out)]))


@dataclass
class _Spread:
    """A file of observations, and one of targets, spread over parts in a folder and checked."""

    folder: Path
    count: int
    last_known: pd.Timestamp
    targets: bool

    def part(self, kind: str, number: int) -> pd.DataFrame:
        """Return one part, in no order."""
        path = self.folder / f"{kind}-{number}.parquet"
        return pd.read_parquet(path) if path.exists() else pd.DataFrame()


def _spread(folder: Path, observations: Path, targets: Path | None) -> _Spread:
    """Read and check both files, rows spread so that one part holds what belongs together."""
    count = max(1, -(-exchange.estimated_rows(observations) // PART_ROWS))
    problems: list[Problem] = []
    latest = pd.Timestamp.min
    homes = _Homes(count)
    with _Parted(folder, "rows", count) as parts:
        for chunk in exchange.read_observations(observations):
            problems += chunk.problems
            if len(chunk.rows):
                parts.write(chunk.rows, homes.add(chunk.rows))
                latest = max(latest, chunk.rows["known_from"].max())
    with _Parted(folder, "goals", count) as parts:
        for chunk in exchange.read_targets(targets) if targets is not None else ():
            problems += chunk.problems
            if len(chunk.rows):
                parts.write(chunk.rows, homes.of(chunk.rows["series_id"]))
    spread = _Spread(folder, count, latest, targets is not None)
    if not problems:
        for number in range(count):
            problems += _part_problems(spread, number, observations.name, targets, homes)
    if problems:
        where = str(observations) if targets is None else f"{observations} and {targets}"
        raise DataError(problems, where=where)
    return spread


def _hashes(values: pd.Series) -> Array:
    return pd.util.hash_array(values.to_numpy(dtype=object), categorize=False)


class _Homes:
    """Which part each series belongs to: that of its peer group, else one of its own."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.series = np.zeros(0, np.uint64)
        self.home = np.zeros(0, np.uint64)

    def add(self, rows: pd.DataFrame) -> Array:
        """Return the part of each row, and remember it by the hash of its series."""
        group = rows["peer_group"]
        series = _hashes(rows["series_id"])
        home = np.where(group == "", series, _hashes("group " + group))
        pairs = np.unique(
            np.stack([np.append(self.series, series), np.append(self.home, home)]), axis=1
        )
        self.series, self.home = pairs
        return np.asarray(home % np.uint64(self.count), dtype=int)

    def of(self, names: pd.Series) -> Array:
        """Return the part of each series, the first for an unknown one."""
        wanted = _hashes(names)
        place = np.searchsorted(self.series, wanted).clip(max=max(len(self.series) - 1, 0))
        known = self.series[place] == wanted if len(self.series) else np.zeros(len(wanted), bool)
        home = self.home[place] if len(self.series) else wanted
        return np.where(known, home % np.uint64(self.count), 0).astype(int)

    @property
    def torn(self) -> Array:
        """Hashes of the series that name more than one peer group."""
        return np.asarray(self.series[1:][self.series[1:] == self.series[:-1]])


class _Parted(contextlib.AbstractContextManager["_Parted"]):
    """Parquet files, one for each part, to which chunks of rows are added."""

    def __init__(self, folder: Path, kind: str, count: int) -> None:
        self.paths = [folder / f"{kind}-{number}.parquet" for number in range(count)]
        self.writers: dict[int, Any] = {}

    def write(self, rows: pd.DataFrame, parts: Array) -> None:
        """Add rows to their parts."""
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.Table.from_pandas(rows, preserve_index=False)
        order = np.argsort(parts, kind="stable")
        bounds = np.searchsorted(parts[order], np.arange(len(self.paths) + 1))
        table = table.take(pa.array(order)) if len(self.paths) > 1 else table
        for number, (start, stop) in enumerate(itertools.pairwise(bounds)):
            if stop > start:
                if number not in self.writers:
                    self.writers[number] = parquet.ParquetWriter(self.paths[number], table.schema)
                self.writers[number].write_table(table.slice(start, stop - start))

    def __exit__(self, *_: object) -> None:
        for writer in self.writers.values():
            writer.close()


def _part_problems(
    spread: _Spread, number: int, name: str, targets: Path | None, homes: _Homes
) -> list[Problem]:
    """List rows of one part that contradict each other, and targets of unknown series."""
    rows = spread.part("rows", number)
    if rows.empty:
        rows = pd.DataFrame({"series_id": pd.Series(dtype="str")})
        problems = []
    else:
        problems = _doubles(rows, ["series_id", "period_end", "known_from"], name)
        torn = rows[np.isin(_hashes(rows["series_id"]), homes.torn)]
        torn = torn.drop_duplicates(["series_id", "peer_group"])
        for line, series_id, group in zip(
            torn["line"], torn["series_id"], torn["peer_group"], strict=True
        ):
            message = f"`{series_id}` is in the peer group `{group}` and in another one"
            problems.append(Problem(name, int(line), "peer_group", group, "peer-group", message))
    if targets is not None:
        goals = spread.part("goals", number)
        if len(goals):
            problems += _target_problems(goals, rows["series_id"].unique(), targets.name)
    return problems


def _doubles(rows: pd.DataFrame, key: list[str], name: str) -> list[Problem]:
    """Name the rows that repeat a key."""
    repeated = rows[rows.duplicated(key, keep=False)].sort_values([*key, "line"])
    if repeated.empty:
        return []
    first = repeated.groupby(key)["line"].transform("min")
    again = repeated.assign(first=first)[repeated["line"] != first]
    columns = (again[column] for column in ("line", "first", "series_id", "period_end"))
    problems = []
    for line, before, series_id, end in zip(*columns, strict=True):
        message = (
            f"a second row for `{series_id}`, period ending {end:%Y-%m-%d}: "
            f"the first is in line {before}"
        )
        problems.append(Problem(name, int(line), "series_id", series_id, "double", message))
    return problems


def _target_problems(goals: pd.DataFrame, names: Any, name: str) -> list[Problem]:
    """Name targets that repeat, or whose series has no observation."""
    problems = _doubles(goals, ["series_id", "period_end"], name)
    unknown = goals[~goals["series_id"].isin(names)]
    pairs = zip(unknown["line"], unknown["series_id"], strict=True)
    for position, (line, series_id) in enumerate(pairs):
        near = difflib.get_close_matches(series_id, names, 1) if position < 20 else []
        hint = f"; the nearest name is `{near[0]}`" if near else ""
        message = f"no series `{series_id}` in the observations{hint}"
        problems.append(Problem(name, int(line), "series_id", series_id, "unknown", message))
    return problems


def _last_ends(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("series_id")["period_end"].max()


def _goals(last: pd.Series, until: Any, every: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the period ends to forecast, and why a series has none."""
    known = last.dropna()
    goals = regular_goals(known, day_of(until, "until"), every)
    left_out = dict.fromkeys(last.index[last.isna()], "has no figure known at the origin")
    for name, end in known.drop(goals["series_id"].unique()).items():
        left_out[str(name)] = (
            f"its last figure is for {end:%Y-%m-%d}: no {every} ends after it and by "
            f"{day_of(until, 'until'):%Y-%m-%d}"
        )
    return goals, left_out


def _file_parts(spread: _Spread, until: Any, every: str, as_of: Any) -> _Parts:
    """Return the parts of a file as models take them: the last vintage known of each period."""
    origin = day_of(as_of, "as_of") if as_of is not None else spread.last_known

    def read() -> Iterator[tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]]:
        for number in range(spread.count):
            every_row = spread.part("rows", number)
            if every_row.empty:
                continue
            rows = every_row[every_row["known_from"] <= origin]
            rows = rows.sort_values(["series_id", "period_end", "known_from"])
            rows = rows.drop_duplicates(["series_id", "period_end"], keep="last")
            left_out: dict[str, str] = {}
            if spread.targets:
                goals = spread.part("goals", number)
                if goals.empty:
                    continue
            else:
                last = _last_ends(rows).reindex(sorted(every_row["series_id"].unique()))
                goals, left_out = _goals(last, until, every)
            cap = rows.groupby("series_id")["cap"].last()
            goals = goals[[name for name in GOAL_COLUMNS if name in goals]]
            goals = goals.assign(cap=goals["series_id"].map(cap))
            yield rows, goals, left_out

    return _Parts(origin, spread.count, read())


@contextlib.contextmanager
def _workers(jobs: int, dask: str | None) -> Iterator[int]:
    """Give the number of processes; with a Dask cluster, what joblib runs goes there."""
    import joblib

    if dask is None:
        yield joblib.effective_n_jobs(jobs)
        return
    from distributed import Client

    connect: Any = Client
    with connect(dask), joblib.parallel_config(backend="dask"):
        yield joblib.effective_n_jobs(-1)


class _Writer(contextlib.AbstractContextManager["_Writer"]):
    """A file of forecasts, CSV or Parquet, written part by part."""

    def __init__(self, path: Path, layout: str) -> None:
        self.path, self.layout = path, layout
        self.writer: Any = None

    def write(self, result: Result, model: str, origin: pd.Timestamp) -> None:
        """Add the forecasts of one part, a slice at a time."""
        for start in range(0, max(len(result.goals), 1), SLICE_GOALS):
            stop = start + SLICE_GOALS
            part = Result(
                result.goals.iloc[start:stop].reset_index(drop=True),
                result.predicted[start:stop], {}, {},
            )  # fmt: skip
            self._write(self._columns(part.table(model, origin)))

    def _columns(self, table: pd.DataFrame) -> pd.DataFrame:
        if self.layout == "table":
            return table
        return pd.DataFrame(
            {
                "model_id": table["model"],
                "origin_date": table["origin"],
                "target": pd.Series("published figure", index=table.index, dtype="str"),
                "series_id": table["series_id"],
                "target_end_date": table["period_end"],
                "output_type": pd.Series("quantile", index=table.index, dtype="str"),
                "output_type_id": table["quantile_level"],
                "value": table["predicted"],
            }
        )

    def _write(self, table: pd.DataFrame) -> None:
        import pyarrow as pa
        from pyarrow import csv, parquet

        arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        fields = [
            pa.field(f.name, pa.string() if pa.types.is_large_string(f.type) else f.type)
            for f in arrow.schema
        ]
        if self.path.suffix == ".csv":
            fields = [
                pa.field(f.name, pa.date32() if pa.types.is_timestamp(f.type) else f.type)
                for f in fields
            ]
        arrow = arrow.cast(pa.schema(fields))
        if self.writer is None:
            options = csv.WriteOptions(quoting_style="needed", quoting_header="none")
            self.writer = (
                csv.CSVWriter(self.path, arrow.schema, write_options=options)
                if self.path.suffix == ".csv"
                else parquet.ParquetWriter(self.path, arrow.schema)
            )
        self.writer.write_table(arrow)

    def __exit__(self, kind: Any, *_: object) -> None:
        if self.writer is None and kind is None:
            empty = Result(pd.DataFrame({"series_id": pd.Series(dtype="str"),
                                         "period_end": pd.Series(dtype="datetime64[us]")}),
                           np.zeros((0, len(QUANTILE_LEVELS))), {}, {})  # fmt: skip
            self._write(self._columns(empty.table("", pd.Timestamp(0))))
        if self.writer is not None:
            self.writer.close()


SLICE_GOALS = 50_000


def _shown(
    parts: _Parts, progress: bool
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]]:
    """Give the parts, with a progress bar on standard error when that is a terminal."""
    from tqdm import tqdm

    quiet = None if progress else True
    yield from tqdm(parts.read, total=parts.count, desc="forecast", disable=quiet, file=sys.stderr)


def _add(report: Report, result: Result, goals: pd.DataFrame) -> None:
    report.series += goals["series_id"].nunique()
    report.forecasts += len(result.goals)
    report.refused |= result.refused
    report.notes |= result.notes


def _digests(*paths: str | Path | None) -> dict[str, str]:
    """Return the SHA-256 of each input, by file name."""
    digests = {}
    for path in paths:
        if path is not None:
            with Path(path).open("rb") as file:
                digests[Path(path).name] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def _write_report(report: Report, path: Path, folder: Path) -> None:
    content = asdict(report)
    for name in ("refused", "notes"):
        content[name] = dict(sorted(content[name].items()))
    temporary = folder / "report.json"
    temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    os.replace(temporary, path)

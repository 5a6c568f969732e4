"""Raw files into observations: reading, checking, vintages, and one series out of many."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from adoption import cells, raw, rules
from adoption.arguments import day_of, nearest, path_of, require_series, require_table
from adoption.schema import (
    CONTEXT,
    FIGURES,
    FORECASTS,
    GEOGRAPHIES,
    OBSERVATIONS,
    POPULATION,
    REFERENCE_TABLES,
    SOURCES,
    DataError,
    Problem,
    Table,
    in_order,
)

_PACKAGE = Path(__file__).resolve().parent
ASSUMED_LAG_DAYS = 60
State = tuple[tuple[str, int, int], ...]  # of files: name, size, when each was written
EDITION = re.compile(r"\d{4}Q[1-4]")
_CODE_LISTS = (
    "sources.source_id",
    "geographies.code",
    "products.product",
    "population_groups.population_group",
)


def raw_folder() -> Path:
    """Return the folder of the raw files: of this checkout, else those shipped with the package."""
    checkout = _PACKAGE.parent / "data" / "raw"
    return checkout if checkout.is_dir() else _PACKAGE / "shipped" / "data" / "raw"


def load(folder: str | Path | None = None) -> pd.DataFrame:
    """Return every published figure in every vintage, checked.

    All files of the folder are read and checked, the reference tables too, and compared with the
    manifest, before the first figure is returned.

    Parameters
    ----------
    folder : path, optional
        A folder of raw files; by default the one of the package.

    Returns
    -------
    DataFrame
        Observations (see data/raw/README.md), ordered by series, reference period and release;
        with `known_from`, the day from which the figure was known, and `known_from_assumed`,
        whether that day is assumed: `released`, else the publisher's documented lag after the
        period's end (`release_lag_days` in sources.csv), else 60 days after it.

    Raises
    ------
    DataError
        When anything is wrong, with every problem by file and line.

    Examples
    --------
    >>> observations = load()
    >>> series(observations, "cnnic-genai-penetration-chn")["value"].tolist()
    [16.4, 17.7, 36.5, 42.8]
    """
    place = Path(folder) if folder is not None else raw_folder()
    where = str(folder) if folder is not None else "data/raw"
    return _loaded(place.resolve(), where, state(folder)).copy()


def state(folder: str | Path | None = None) -> State:
    """Return what changes when any file of a folder does, or of the package's own.

    What was made of the figures can be kept for as long as it stays the same.
    """
    homes = dict.fromkeys((Path(folder) if folder is not None else raw_folder(), raw_folder()))
    return tuple(sorted(found for home in homes for found in _states(home)))


def _states(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Yield what is below a folder, each with its state; links to folders are not followed."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            yield entry.path, *_state(entry)
            if entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path)


@lru_cache(maxsize=2)
def _loaded(place: Path, where: str, state: State) -> pd.DataFrame:
    """Read and check a folder, once for each state of its files."""
    files = _Files(place)
    if files.problems:
        raise DataError(files.problems, where=where)
    return _with_known_from(files.observations, files.tables["sources"])


def check(path: str | Path) -> list[Problem]:
    """Check a folder of raw files, or one file of one's own.

    A folder is checked with its own lists and its manifest. A file is checked against the lists
    and populations of the package, whoever made it: its header must be that of the observations
    (or, by its name, of a reference table), as the codebook in data/raw/README.md has it.

    Returns
    -------
    list of Problem
        Everything that is wrong, by file and line; empty when nothing is.

    Raises
    ------
    FileNotFoundError
        When there is no such file or folder.
    """
    place = Path(path)
    if place.is_dir():
        return in_order(_Files(place).problems)
    if not place.exists():
        raise FileNotFoundError(f"no file or folder {place}")
    return in_order(_one_file(place))


def validate(table: pd.DataFrame, *, folder: str | Path | None = None) -> pd.DataFrame:
    """Check a table of observations that was made elsewhere, and return it as `load` would.

    Parameters
    ----------
    table : DataFrame
        The columns of the raw files (text or typed); `known_from` columns are made anew.
    folder : path, optional
        Where the lists lie that it is checked against (sources, places, products, groups,
        populations); by default those of the package.

    Returns
    -------
    DataFrame
        As of `load`: typed columns, ordered, with `known_from` and `known_from_assumed`.

    Raises
    ------
    DataError
        With every problem; the line is the row's position, counted from 1.
    TypeError, FileNotFoundError
        For anything but a DataFrame; where there is no such folder.
    ValueError
        For a `folder` that is empty text.

    Examples
    --------
    >>> own = series(load(), "cnnic-genai-penetration-chn").assign(value=[16.4, 17.7, 36.5, 428.0])
    >>> validate(own)
    Traceback (most recent call last):
    adoption.schema.DataError: 1 problem in the table
    table:4  `value` is 428: a penetration is a share in percent, 0 to 100
    """
    place = path_of(folder, "folder") if folder is not None else raw_folder()
    if not place.is_dir():
        raise FileNotFoundError(f"no folder `{place}`")
    require_table(table, "table", OBSERVATIONS, OBSERVATIONS.names, typed=False)
    files = _Files(place, only_reference=True)
    if files.problems:
        raise DataError(files.problems, where=str(files.folder))
    text = pd.DataFrame({name: cells.as_text(table[name]) for name in OBSERVATIONS.names})
    text = text.reset_index(drop=True)
    places = cells.Places.of("table", range(1, len(table) + 1))
    as_numbers = replace(OBSERVATIONS, as_printed=False)  # a float does not keep 78.0 apart from 78
    rows, problems, places = _typed_rows(text, as_numbers, files.codes, places)
    problems += rules.check_rows(rows, rules.observation_rules(files.population), places)
    if problems:
        raise DataError(problems, where="the table")
    return _with_known_from(rows, files.tables["sources"])


def as_of(observations: pd.DataFrame, date: str | dt.date) -> pd.DataFrame:
    """Return what was known on a day: of each series and period, the vintage known last.

    Parameters
    ----------
    observations : DataFrame
        Every vintage (`load`).
    date : date or ISO text
        The end of that day; figures known from that day on are included.

    Returns
    -------
    DataFrame
        The columns of `observations`, at most one row for each series and reference period, ordered
        by series and period.

    Raises
    ------
    ValueError
        When the date is none, or lies after the day on which the figures were last read: what was
        known then is not in the table.
    DataError, TypeError
        For a table without the columns of `load`, with dates of another type, or with one figure
        twice.

    Examples
    --------
    >>> known = as_of(load(), "2025-06-30")
    >>> series(known, "cnnic-genai-penetration-chn")["value"].tolist()
    [16.4, 17.7]
    """
    needed = (*FIGURES.key, "retrieved")
    require_table(observations, "observations", FIGURES, needed, unique=True, empty=True)
    day = day_of(date, "date")
    last_read = observations["retrieved"].max()
    if day > last_read:
        raise ValueError(
            f"`date` is {day.date()}, after {last_read.date()}, when the figures were last read: "
            "what was known then is not in the table"
        )
    known = observations[observations["known_from"] <= day]
    order = ["series_id", "period_end", "period_start", "known_from", "released"]
    last = known.sort_values(order, kind="stable", na_position="first")
    return last.drop_duplicates(
        ["series_id", "period_start", "period_end"], keep="last", ignore_index=True
    )


def series(observations: pd.DataFrame, series_id: str) -> pd.DataFrame:
    """Return one series: the last vintage of each period, ordered by reference period.

    Parameters
    ----------
    observations : DataFrame
        Every vintage (`load`), or what was known on a day (`as_of`).
    series_id : str
        The name of the series; `observations["series_id"].unique()` has them all.

    Returns
    -------
    DataFrame
        The columns of `observations`, one row for each reference period.

    Raises
    ------
    KeyError
        When there is no such series, with the nearest name.
    DataError, TypeError
        For a table without the columns of `load`, or with dates of another type.

    Examples
    --------
    >>> one = series(load(), "cnnic-genai-penetration-chn")
    >>> one[["period_end", "value"]].tail(2).values.tolist()
    [[Timestamp('2025-06-30 00:00:00'), 36.5], [Timestamp('2025-12-31 00:00:00'), 42.8]]
    """
    require_table(observations, "observations", FIGURES, FIGURES.key, empty=True)
    require_series(series_id, observations["series_id"].unique())
    rows = observations[observations["series_id"] == series_id]
    order = ["period_end", "period_start", "known_from", "released"]
    rows = rows.sort_values(order, kind="stable", na_position="first")
    return rows.drop_duplicates(["period_start", "period_end"], keep="last", ignore_index=True)


def revisions(observations: pd.DataFrame, *, after: str | dt.date | None = None) -> pd.DataFrame:
    """List every revision: a later vintage whose value differs from the one before it.

    Parameters
    ----------
    observations : DataFrame
        Every vintage known by the day in question (not `as_of`, which keeps one of each).
    after : date, optional
        Only revisions known after this day.

    Returns
    -------
    DataFrame
        `series_id`, `period_start`, `period_end`, `value_before`, `released_before`, `value`,
        `released`, `change` (in the unit of the series), `known_from`, `known_from_assumed`.
    """
    key = ["series_id", "period_start", "period_end"]
    rows = observations.sort_values(
        [*key, "known_from", "released"], kind="stable", na_position="first"
    )
    before = rows.groupby(key, sort=False)[["value", "released"]].shift(1)
    revised = rows.assign(value_before=before["value"], released_before=before["released"])
    revised = revised[
        revised["value_before"].notna() & (revised["value"] != revised["value_before"])
    ]
    if after is not None:
        revised = revised[revised["known_from"] > day_of(after, "after")]
    revised = revised.assign(change=(revised["value"] - revised["value_before"]).round(9))
    columns = [
        *key, "value_before", "released_before", "value", "released", "change",
        "known_from", "known_from_assumed",
    ]  # fmt: skip
    return revised[columns].sort_values(["known_from", *key], ignore_index=True)


def load_table(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Return a reference table, checked cell by cell.

    Parameters
    ----------
    name : str
        `population`, `events`, `claims`, `sources`, `breaks`, `corrections`, `geographies`,
        `products` or `population_groups`.
    folder : path, optional
        A folder of raw files; by default the one of the package.

    Raises
    ------
    KeyError
        For another name.
    DataError
        When the file does not hold what it should.
    """
    if name not in REFERENCE_TABLES:
        raise KeyError(f"no table `{name}`: there are {', '.join(REFERENCE_TABLES)}")
    home = raw_folder()
    place = home if folder is None else Path(folder).resolve()
    read = [name, *(file.partition(".")[0] for file in _CODE_LISTS)]
    homes = dict.fromkeys((place, home))
    state = tuple(_state(home / f"{file}.csv") for home in homes for file in read)
    return _table(name, place, state).copy()


def _state(file: Path | os.DirEntry[str]) -> tuple[int, int]:
    """Return what changes when a file does: its size and when it was written."""
    try:
        about = file.stat()
    except FileNotFoundError:
        return (-1, -1)
    return about.st_size, about.st_mtime_ns


@lru_cache(maxsize=32)
def _table(name: str, place: Path, state: tuple[tuple[int, int], ...]) -> pd.DataFrame:
    """Read and check a reference table, once for each state of the files it depends on."""
    table = REFERENCE_TABLES[name]
    text, problems, places = _read_all([(place / f"{name}.csv", f"{name}.csv")], table)
    rows, found, _ = _typed_rows(text, table, _closed_lists(place), places)
    if problems + found:
        raise DataError(problems + found, where=str(place))
    return rows


def load_context(folder: str | Path | None = None) -> pd.DataFrame:
    """Return the context tables (internet use, usage indices) in the columns of observations."""
    place = Path(folder) if folder is not None else raw_folder()
    files = [(path, path.name) for path in sorted((place / CONTEXT.name).glob("*.csv"))]
    text, problems, places = _read_all(files, CONTEXT)
    rows, found, _ = _typed_rows(text, CONTEXT, _closed_lists(place), places)
    if problems + found:
        raise DataError(problems + found, where=str(place))
    return _with_known_from(rows, load_table("sources", folder))


def forecasts_folder() -> Path:
    """Return where published forecasts are kept: of this checkout, else as shipped."""
    checkout = _PACKAGE.parent / "data" / "forecasts"
    return checkout if checkout.is_dir() else _PACKAGE / "shipped" / "data" / "forecasts"


def forecasts_file(edition: str, folder: str | Path | None = None) -> Path:
    """Return where the forecasts of an edition are kept, whether or not they are."""
    if not isinstance(edition, str) or not EDITION.fullmatch(edition):
        raise ValueError(
            f"`edition` is {edition!r:.60}: an edition is a year and a quarter, 2026Q2"
        )
    return (Path(folder) if folder is not None else forecasts_folder()) / f"{edition}.csv"


def editions(folder: str | Path | None = None) -> list[str]:
    """Return the editions whose forecasts are stored, the oldest first."""
    place = Path(folder) if folder is not None else forecasts_folder()
    return sorted(path.stem for path in place.glob("*.csv") if EDITION.fullmatch(path.stem))


def load_forecasts(edition: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Return the forecasts that an edition published, checked.

    Parameters
    ----------
    edition : str
        Year and quarter, `2026Q2`.
    folder : path, optional
        Where they are stored; by default `data/forecasts`.

    Returns
    -------
    DataFrame
        A forecasts table.

    Raises
    ------
    KeyError
        If no forecasts of that edition are stored, naming those that are.
    DataError
        When the file does not hold what it should, with every problem by line.
    """
    path = forecasts_file(edition, folder)
    if not path.is_file():
        stored = ", ".join(editions(folder)) or "none"
        raise KeyError(f"no stored forecasts of the edition {edition}; stored are: {stored}")
    text, problems, places = _read_all([(path, path.name)], FORECASTS)
    rows, found, places = _typed_rows(text, FORECASTS, {}, places)
    problems += [*found, *rules.check_rows(rows, rules.forecast_rules(), places)]
    if problems:
        raise DataError(problems, where=str(path.parent))
    return rows


@cache
def _geo_names(folder: Path) -> dict[str, str]:
    rows, _ = raw.read(folder / "geographies.csv", GEOGRAPHIES, "geographies.csv")
    return dict(zip(rows["code"], rows["name"], strict=True))


def geo_name(code: str) -> str:
    """Return the name of an economy, state or group as a newspaper prints it.

    Examples
    --------
    >>> geo_name("CHN"), geo_name("TUR")
    ('China', 'Türkiye')
    """
    names = _geo_names(raw_folder())
    if code not in names:
        near = difflib.get_close_matches(code, names, 1, 0.5)
        hint = f"; the nearest code is `{near[0]}`" if near else ""
        raise KeyError(f"no economy or group `{code}`{hint}")
    return names[code]


class _Files:
    """The raw files of a folder, read and checked; every problem is kept, none is raised."""

    def __init__(self, folder: Path, *, only_reference: bool = False) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.tables: dict[str, pd.DataFrame] = {}
        self.places: dict[str, cells.Places] = {}
        self.codes = _closed_lists(folder)
        for table in (SOURCES, POPULATION) if only_reference else REFERENCE_TABLES.values():
            file = f"{table.name}.csv"
            rows, places = self._rows([(folder / file, file)], table)
            self.problems += rules.check_rows(rows, rules.reference_rules(table), places)
        self.population = self.tables["population"]
        if not only_reference:
            self.observations = self._observations(OBSERVATIONS)
            self.context = self._observations(CONTEXT)
            if not self.problems:  # rows that could not be read would be missed here as well
                self.problems += [*self._unknown_series(), *self._unflagged_breaks()]
            self.problems += [*raw.stray_files(folder), *raw.manifest_problems(folder)]

    def _rows(
        self, files: list[tuple[Path, str]], table: Table
    ) -> tuple[pd.DataFrame, cells.Places]:
        text, problems, places = _read_all(files, table)
        rows, found, places = _typed_rows(text, table, self.codes, places)
        self.problems += problems + found
        self.tables[table.name], self.places[table.name] = rows, places
        return rows, places

    def _observations(self, table: Table) -> pd.DataFrame:
        files = [
            (path, path.relative_to(self.folder).as_posix())
            for path in raw.raw_files(self.folder)
            if raw.table_of(path) is table
        ]
        if not files and table is OBSERVATIONS:
            message = "no file of observations: there is one CSV for each publisher"
            self.problems.append(Problem(".", 0, "", "", "file-missing", message))
        rows, places = self._rows(files, table)
        of_rows = rules.observation_rules(self.population, context=table is CONTEXT)
        self.problems += rules.check_rows(rows, of_rows, places)
        self.problems += self._misplaced(rows, places)
        return rows

    def _misplaced(self, rows: pd.DataFrame, places: cells.Places) -> Iterator[Problem]:
        sources = self.tables["sources"]
        homes = dict(zip(sources["source_id"], sources["file"], strict=True))
        for position, source in enumerate(rows["source_id"]):
            file, line = places[position]
            home = homes.get(source, "")
            if home and home != file:
                message = f"rows of `{source}` stand in {home} (see sources.csv)"
                yield Problem(file, line, "source_id", source, "wrong-file", message)

    def _unknown_series(self) -> Iterator[Problem]:
        tables = (self.observations, self.context, self.tables["claims"])
        known = {series_id for table in tables for series_id in table["series_id"]}
        for name, columns in (
            ("breaks", ("series_id_before", "series_id_after")),
            ("corrections", ("series_id",)),
        ):
            for column in columns:
                for position, series_id in enumerate(self.tables[name][column]):
                    if series_id not in known:
                        hint = nearest(series_id, known, cutoff=0.6)
                        message = f"no series `{series_id}` in observations or claims{hint}"
                        file, line = self.places[name][position]
                        yield Problem(file, line, column, series_id, "series-unknown", message)

    def _unflagged_breaks(self) -> Iterator[Problem]:
        """Compare breaks.csv with the flag b: the first figure of the new definition carries it."""
        breaks = self.tables["breaks"]
        inside = breaks[
            (breaks["series_id_before"] == breaks["series_id_after"])
            & (breaks["kind"] != "restatement")
        ]
        dates = inside.groupby("series_id_before")["date"].agg(list).to_dict()
        for name in ("observations", "context"):
            rows = self.tables[name]
            rows = rows[rows["series_id"].isin(dates) | rows["obs_status"].str.contains("b")]
            for series_id, figures in rows.groupby("series_id"):
                expected = _first_after(figures, dates.get(series_id, []))
                flagged = set(figures.loc[figures["obs_status"].str.contains("b"), "period_end"])
                for position in figures.index[figures["period_end"].isin(expected ^ flagged)]:
                    end = rows.loc[position, "period_end"]
                    message = (
                        f"breaks.csv has a break of `{series_id}` before the period ending "
                        f"{end.date()}: this figure carries the flag b"
                        if end in expected
                        else f"flagged b, but breaks.csv has no break of `{series_id}` there"
                    )
                    file, line = self.places[name][position]
                    flags = str(rows.loc[position, "obs_status"])
                    yield Problem(file, line, "obs_status", flags, "break-flag", message)


def _first_after(figures: pd.DataFrame, dates: list[pd.Timestamp]) -> set[pd.Timestamp]:
    """Return the end of the first period on or after each date that has a figure before it."""
    ends = figures["period_end"]
    return {
        ends[ends >= date].min() for date in dates if (ends < date).any() and (ends >= date).any()
    }


def _closed_lists(folder: Path) -> dict[str, dict[str, str]]:
    """Return the closed lists of a folder, of the package where the folder has none."""
    lists = {}
    for name in _CODE_LISTS:
        file, column = name.split(".")
        table = REFERENCE_TABLES[file]
        rows, _ = raw.read(folder / f"{file}.csv", table, file)
        if rows.empty:
            rows, _ = raw.read(raw_folder() / f"{file}.csv", table, file)
        names = rows["name"] + "|" + rows["aliases"] if "aliases" in rows else rows[column]
        lists[name] = dict(zip(rows[column], names, strict=True))
    return lists


def _read_all(
    files: list[tuple[Path, str]], table: Table
) -> tuple[pd.DataFrame, list[Problem], cells.Places]:
    """Read files of one kind as text into one table, with the place of each row."""
    problems: list[Problem] = []
    places = []
    frames = []
    for path, file in files:
        rows, found = raw.read(path, table, file)
        problems += found
        places.append(cells.Places.of(file, rows.index))
        frames.append(rows)
    if len(frames) == 1:
        return frames[0].reset_index(drop=True), problems, places[0]
    text = pd.concat([raw.nothing(table), *frames], ignore_index=True)
    return text, problems, cells.Places.joined(places)


def _typed_rows(
    text: pd.DataFrame, table: Table, codes: cells.Codes, places: cells.Places
) -> tuple[pd.DataFrame, list[Problem], cells.Places]:
    """Check the cells and type the rows without a finding."""
    problems, clean = cells.check_cells(text, table, codes, places)
    if not clean.all():
        text, places = text[clean].reset_index(drop=True), places.where(clean)
    return cells.typed(text, table), problems, places


def _one_file(path: Path) -> Iterator[Problem]:
    reference = _Files(raw_folder(), only_reference=True)
    table = raw.table_of(path)
    text, problems, places = _read_all([(path.resolve(), path.name)], table)
    rows, found, places = _typed_rows(text, table, reference.codes, places)
    of_rows = (
        rules.observation_rules(reference.population, context=table is CONTEXT)
        if table in (OBSERVATIONS, CONTEXT)
        else rules.reference_rules(table)
    )
    yield from [*problems, *found, *rules.check_rows(rows, of_rows, places)]


def _with_known_from(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    lags = sources.set_index("source_id")["release_lag_days"].astype("Float64")
    lag = observations["source_id"].map(lags).astype("Float64").fillna(ASSUMED_LAG_DAYS)
    assumed = observations["period_end"] + pd.to_timedelta(lag.astype("int64"), unit="D")
    known_from = observations["released"].fillna(assumed).astype("datetime64[us]")
    table = observations.assign(
        known_from=known_from, known_from_assumed=observations["released"].isna()
    )
    order = ["series_id", "period_start", "period_end", "released"]
    return table.sort_values(order, kind="stable", ignore_index=True, na_position="first")

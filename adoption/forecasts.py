"""Observations into a table of quantiles: one call for one series and for thousands.

What a model sees are shares of the largest possible value at each date, known at the origin, after
the last break. A figure is dated by the middle of its period: the average of a half-year and that
of the quarter after it lie 137 days apart, not 90. Peers are the series of one programme that
measure the same thing in other places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption import bank, baselines
from adoption.arguments import (
    day_of,
    nearest,
    require_known,
    require_series,
    require_table,
    require_whole,
)
from adoption.bank import Windows
from adoption.baselines import Model, Prediction
from adoption.measurement import POPULATION_COLUMNS, known_error, largest_possible
from adoption.schema import FIGURES, POPULATION, QUANTILE_LEVELS, FitError

Array = npt.NDArray[Any]

FORECAST_COLUMNS = ("series_id", "model", "origin", "period_end", "quantile_level", "predicted")
PEER_IDENTITY = (
    "source_id", "indicator", "product", "population_group", "usage_window",
    "unit_of_observation", "weighting",
)  # fmt: skip
KNOWN_COLUMNS = (
    "series_id", *PEER_IDENTITY, "geo", "period_start", "period_end", "value", "rounding", "bound",
    "margin_of_error", "standard_error", "obs_status", "released", "known_from",
)  # fmt: skip
NEEDED_COLUMNS = (
    "series_id", *PEER_IDENTITY, "geo", "period_end", "value", "known_from",
)  # fmt: skip
GOAL_COLUMNS = ("series_id", "period_end", "period_start")
EVERY = {"month": "ME", "quarter": "QE", "half-year": "6ME", "year": "YE"}
BATCH_SERIES = 2_000


def _engine(windows: Windows, ends: Array, levels: Array) -> Prediction:
    return Prediction(bank.predict(windows, ends, levels))


MODELS: dict[str, Model] = {
    "engine": Model(
        "engine",
        "the pooled growth bank: what earlier technologies teach, updated by peers and figures, "
        "with the series' own damped drift",
        1,
        _engine,
        peers=True,
    ),
    **baselines.MODELS,
}


def forecast(
    observations: pd.DataFrame,
    series_id: str | None = None,
    *,
    until: str | pd.Timestamp | None = None,
    every: str = "quarter",
    targets: pd.DataFrame | None = None,
    model: str = "engine",
    origin: str | pd.Timestamp | None = None,
    population: pd.DataFrame | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """Forecast one series, or every series of the table at once.

    A model sees what was known at the origin: for each period the last vintage known by then, and
    nothing from before the last break (flag b, or a row of `breaks.csv` inside the series). The
    quantiles are of the figure to be published, so they include its rounding and survey error. For
    a series of lower bounds ("more than 800 million") that is the next such statement: the true
    number is at or above it.

    Parameters
    ----------
    observations : pandas.DataFrame
        As `load` returns them; the whole table, also for one series: peers inform each other. Of
        figures of your own: `series_id`, `period_end`, `value`, `known_from`, the columns that say
        what is measured (`source_id`, `geo`, `indicator`, `product`, `population_group`,
        `usage_window`, `unit_of_observation`, `weighting`), and where known `period_start`,
        `released`, `rounding`, `bound`, `margin_of_error`, `standard_error`, `obs_status`.
    series_id : str, optional
        The series to forecast; by default every series.
    until : date, optional
        Forecast the period ends after each series' last figure up to this day; by default to the
        end of the eighth quarter after the origin.
    every : str
        `month`, `quarter`, `half-year` or `year`: how far apart.
    targets : pandas.DataFrame, optional
        `series_id`, `period_end` and, optional, `period_start` (dates or ISO text), instead of
        `until`. A period without a start is as long as the last one of its series.
    model : str
        `engine` (the pooled growth bank), or a baseline: `naive`, `damped-logit-drift` and the
        other names of `adoption.forecasts.MODELS`, each with its formula.
    origin : date, optional
        What was known by the end of this day is used; by default the latest `known_from` of
        `observations`.
    population : pandas.DataFrame, optional
        The largest possible number of users: `geo`, `year`, `population_group`, `value`; by
        default the package's own.
    jobs : int
        Processes, -1 for one on each core; the result is the same to the last bit.

    Returns
    -------
    pandas.DataFrame
        `series_id`, `model`, `origin`, `period_end`, `quantile_level`, `predicted`, sorted, in the
        unit of each series.

    Raises
    ------
    KeyError
        If there is no such series, with the nearest name.
    ValueError
        For another model, step or day, or an `until` before the next period.
    DataError, TypeError
        For a table without the columns above, with cells of another type, missing or negative, or
        with one figure twice.
    FitError
        If a series cannot be forecast; every one is named with the reason.

    References
    ----------
    Each model names its own in `adoption.baselines`; the engine stands in `adoption.bank`.

    Examples
    --------
    >>> observations = pd.DataFrame({
    ...     "series_id": "example-share", "source_id": "example", "geo": "CHN",
    ...     "indicator": "penetration", "product": "any-genai", "usage_window": "unspecified",
    ...     "population_group": "total population", "unit_of_observation": "person",
    ...     "weighting": "person", "value": [17.7, 36.5, 42.8], "rounding": 0.05,
    ...     "period_end": pd.to_datetime(["2024-12-31", "2025-06-30", "2025-12-31"]),
    ...     "known_from": pd.to_datetime(["2025-01-17", "2025-10-18", "2026-02-05"])})
    >>> ahead = forecast(observations, until="2026-12-31", every="half-year", model="naive")
    >>> ahead[ahead["quantile_level"] == 0.5]["predicted"].round(1).tolist()
    [42.8, 42.8]
    """
    require_known("model", model, MODELS)
    require_known("every", every, EVERY)
    require_whole("jobs", jobs, least=1, also=[-1])
    if targets is not None and until is not None:
        raise ValueError("give `targets` or `until`, not both")
    require_figures(observations, population)
    moment = _origin(observations, origin)
    chosen = _chosen(observations, series_id)
    if targets is not None:
        _require_goals(targets, chosen)
    rows = known_rows(observations, chosen, origin=moment)
    goals = _goals(rows, chosen, targets, until, every, moment)
    result = predict_rows(*measured(rows, goals, population), model=model, jobs=jobs)
    absent = sorted(set(chosen) - set(rows["series_id"]))
    unknown = f"has no figure known by {moment:%Y-%m-%d}, or none after its last break"
    result.refused.update(dict.fromkeys(absent, unknown))
    if result.refused:
        reasons = [f"`{name}` {why}" for name, why in sorted(result.refused.items())]
        raise FitError("\n".join(reasons))
    return result.table(model, moment)


def require_figures(observations: pd.DataFrame, population: pd.DataFrame | None) -> None:
    """Raise unless the tables hold what models need: what `forecast` and `backtest` check."""
    require_table(
        observations, "observations", FIGURES, NEEDED_COLUMNS, optional=KNOWN_COLUMNS, unique=True
    )
    if population is not None:
        require_table(population, "population", POPULATION, POPULATION_COLUMNS)


def _origin(observations: pd.DataFrame, origin: str | pd.Timestamp | None) -> pd.Timestamp:
    if origin is not None:
        return day_of(origin, "origin")
    return pd.Timestamp(observations["known_from"].max())


def _chosen(observations: pd.DataFrame, series_id: str | None) -> list[str]:
    names = sorted(observations["series_id"].unique())
    if series_id is None:
        return names
    require_series(series_id, names)
    return [series_id]


def _require_goals(targets: pd.DataFrame, chosen: list[str]) -> None:
    """Raise unless the targets are a table of series that are forecast."""
    needed = ("series_id", "period_end")
    require_table(targets, "targets", FIGURES, needed, optional=["period_start"], typed=False)
    unknown = targets["series_id"][~targets["series_id"].isin(chosen)]
    if len(unknown):
        name = str(unknown.iloc[0])
        raise KeyError(
            f"`series_id` in `targets` is `{name}`, no series to forecast{nearest(name, chosen)}"
        )


def breaks_inside(breaks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the breaks inside one series, of the package's own table by default."""
    if breaks is None:
        from adoption.data import load_table

        breaks = load_table("breaks")
    return breaks[breaks["series_id_before"] == breaks["series_id_after"]]


def known_rows(
    observations: pd.DataFrame,
    chosen: list[str],
    *,
    origin: pd.Timestamp,
    breaks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the last vintage of each period known at the origin, after the last break.

    A restatement breaks the vintages: nothing published before it joins.

    Parameters
    ----------
    observations : pandas.DataFrame
        Every vintage.
    chosen : list of str
        The series to forecast; their peers stay in the table, other series are left out.
    origin : pandas.Timestamp
        What was known by the end of this day is used.
    breaks : pandas.DataFrame, optional
        Breaks inside series; by default the package's own.

    Returns
    -------
    pandas.DataFrame
        Observations with a column `peer_group`, one row for each series and period.
    """
    if breaks is None:
        breaks = breaks_inside()
    breaks = breaks[breaks["date"] <= origin]
    columns = [name for name in KNOWN_COLUMNS if name in observations]
    rows = observations.loc[observations["known_from"] <= origin, columns]
    rows = rows.assign(peer_group=_peer_group(rows))
    wanted = set(rows.loc[rows["series_id"].isin(chosen), "peer_group"])
    rows = rows[rows["peer_group"].isin(wanted)]
    restated = breaks["kind"] == "restatement"
    since = _last_break(rows, breaks[restated])
    rows = rows[since.isna() | (rows["known_from"] >= since)]
    order = ["series_id", "period_end", "known_from", "released", "period_start", "value"]
    rows = rows.sort_values([name for name in order if name in rows], na_position="first")
    rows = rows.drop_duplicates(["series_id", "period_end"], keep="last")
    start = _last_break(rows, breaks[~restated])
    if "obs_status" in rows:
        flagged = rows["period_end"].where(rows["obs_status"].astype("str").str.contains("b"))
        last = flagged.groupby(rows["series_id"]).transform("max")
        start = start.where(last.isna() | (start > last), last)
    return rows[start.isna() | (rows["period_end"] >= start)].reset_index(drop=True)


def _last_break(rows: pd.DataFrame, breaks: pd.DataFrame) -> pd.Series:
    """Return for each row the date of its series' last break."""
    last = breaks.groupby("series_id_after")["date"].max()
    dates = last.reindex(rows["series_id"]).to_numpy(dtype="datetime64[us]")
    return pd.Series(dates, index=rows.index)


def _peer_group(rows: pd.DataFrame) -> pd.Series:
    """Return what the series of one programme share that measure the same thing."""
    label = rows[PEER_IDENTITY[0]].astype("str")
    for name in PEER_IDENTITY[1:]:
        label = label + "|" + rows[name].astype("str")
    return label


def _goals(
    rows: pd.DataFrame,
    chosen: list[str],
    targets: pd.DataFrame | None,
    until: str | pd.Timestamp | None,
    every: str,
    origin: pd.Timestamp,
) -> pd.DataFrame:
    """Return `series_id`, `period_end` of what is to be forecast, without repeats."""
    if targets is not None:
        columns = [name for name in GOAL_COLUMNS if name in targets]
        goals = targets.loc[targets["series_id"].isin(chosen), columns]
        dates = {name: _days(goals[name]) for name in columns[1:]}
        goals = goals.assign(**dates).sort_values(columns, ignore_index=True)
        return goals.drop_duplicates(["series_id", "period_end"], ignore_index=True)
    end = day_of(until, "until") if until is not None else _default_until(origin)
    last = rows[rows["series_id"].isin(chosen)].groupby("series_id")["period_end"].max()
    goals = regular_goals(last, end, every)
    if goals.empty and len(last):
        raise ValueError(
            f"`until` is {end:%Y-%m-%d}: no {every} ends after the last figure, for "
            f"{last.max():%Y-%m-%d}, and by then"
        )
    return goals


def _days(dates: pd.Series) -> pd.Series:
    """Return dates or ISO text as dates; a period may have no start."""
    known = dates.dropna() if dates.name == "period_start" else dates
    days = {value: day_of(value, str(dates.name)) for value in known.unique()}
    return dates.map(days).astype("datetime64[us]")


def _default_until(origin: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp(pd.date_range(origin, periods=9, freq="QE")[-1].normalize())


def regular_goals(last: pd.Series, until: pd.Timestamp, every: str) -> pd.DataFrame:
    """Return the ends of calendar periods after the last figure of each series, up to a day.

    Parameters
    ----------
    last : pandas.Series
        Last period end, indexed by series.
    until : pandas.Timestamp
        Last day.
    every : str
        A name of `EVERY`.

    Returns
    -------
    pandas.DataFrame
        `series_id`, `period_end`, sorted.

    Examples
    --------
    >>> last = pd.Series(pd.to_datetime(["2026-06-30"]), index=["example-share"])
    >>> regular_goals(last, pd.Timestamp("2027-01-15"), "quarter")["period_end"].dt.date.tolist()
    [datetime.date(2026, 9, 30), datetime.date(2026, 12, 31)]
    """
    if last.empty:
        return pd.DataFrame({"series_id": pd.Series(dtype="str"), "period_end": last})
    first = pd.Timestamp(f"{last.min().year}-01-01")
    ends = pd.date_range(first - pd.Timedelta(days=1), until, freq=EVERY[every])
    grid = ends.as_unit("us").to_numpy()
    position = np.searchsorted(grid, last.to_numpy(dtype="datetime64[us]"), side="right")
    counts = len(grid) - position
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return pd.DataFrame(
        {
            "series_id": np.repeat(last.index.to_numpy(dtype=object), counts),
            "period_end": grid[np.repeat(position, counts) + offsets],
        }
    ).astype({"series_id": "str"})


def _population(rows: pd.DataFrame, population: pd.DataFrame | None) -> pd.DataFrame | None:
    if population is not None or not (rows["indicator"] == "users").any():
        return population
    from adoption.data import load_table

    return load_table("population")


def measured(
    rows: pd.DataFrame, goals: pd.DataFrame, population: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the largest possible value and the known error, which `predict_rows` needs.

    Parameters
    ----------
    rows : pandas.DataFrame
        As of `known_rows`.
    goals : pandas.DataFrame
        `series_id`, `period_end` of what is to be forecast.
    population : pandas.DataFrame or None
        As of `forecast`.

    Returns
    -------
    tuple
        Both tables, with `cap`; the rows with `noise` too.
    """
    table = _population(rows, population)
    identity = rows.drop_duplicates("series_id")
    identity = identity[["series_id", "indicator", "geo", "population_group"]]
    wide = goals.merge(identity, on="series_id", how="left", validate="m:1")
    rows = rows.assign(cap=largest_possible(rows, table), noise=known_error(rows))
    return rows, goals.assign(cap=largest_possible(wide, table))


@dataclass(frozen=True)
class Result:
    """What a model gave for measured rows: compact, one line of quantiles for each goal."""

    goals: pd.DataFrame  # series_id, period_end; sorted, only those forecast
    predicted: Array  # goals x quantile levels, in the unit of each series
    refused: dict[str, str]
    notes: dict[str, str]

    def table(self, model: str, origin: pd.Timestamp) -> pd.DataFrame:
        """Return the forecasts table."""
        levels = len(QUANTILE_LEVELS)
        rows = range(len(self.goals) * levels)
        names = np.repeat(self.goals["series_id"].to_numpy(dtype=object), levels)
        return pd.DataFrame(
            {
                "series_id": pd.Series(names, dtype="str"),
                "model": pd.Series(model, index=rows, dtype="str"),
                "origin": pd.Series(origin, index=rows).astype("datetime64[us]"),
                "period_end": np.repeat(
                    self.goals["period_end"].to_numpy("datetime64[us]"), levels
                ),
                "quantile_level": np.tile(np.array(QUANTILE_LEVELS), len(self.goals)),
                "predicted": self.predicted.ravel(),
            }
        )


def predict_rows(rows: pd.DataFrame, goals: pd.DataFrame, *, model: str, jobs: int = 1) -> Result:
    """Forecast from measured rows: what `forecast` and the file command have in common.

    Parameters
    ----------
    rows : pandas.DataFrame
        `series_id`, `period_end`, `value`, `cap` (infinite where there is none), `noise`,
        `peer_group` and, optional, `period_start`; one row for each period.
    goals : pandas.DataFrame
        `series_id`, `period_end`, `cap` and, optional, `period_start`.
    model : str
        A name of `MODELS`.
    jobs : int
        Processes.

    Returns
    -------
    Result
        Quantiles, and the series that could not be forecast with the reason.
    """
    if not MODELS[model].peers:
        rows = rows[rows["series_id"].isin(set(goals["series_id"]))]
    rows = rows.sort_values(["series_id", "period_end"], ignore_index=True)
    goals = goals.sort_values(["series_id", "period_end"], ignore_index=True)
    refused = _impossible(rows, goals)
    rows = rows[~rows["series_id"].isin(refused)].reset_index(drop=True)
    goals = goals[~goals["series_id"].isin(refused)].reset_index(drop=True)
    names, codes = np.unique(rows["series_id"].to_numpy(dtype=str), return_inverse=True)
    goal_codes = np.searchsorted(names, goals["series_id"].to_numpy(dtype=str))
    scale = _scales(rows, codes)
    times, goal_times = _middles(rows, codes, goals, goal_codes)
    ahead, slots = _padded(goal_codes, goal_times, len(names))
    prediction = _run(MODELS[model], _windows(rows, codes, times, scale), ahead, jobs)
    asked = set(np.unique(goal_codes).tolist())
    refused |= {str(names[i]): why for i, why in prediction.refused.items() if i in asked}
    limit = np.where(np.isfinite(goals["cap"]), goals["cap"], scale[goal_codes])
    predicted = prediction.shares[goal_codes, slots] * limit[:, None]
    kept = ~goals["series_id"].isin(refused).to_numpy(bool)
    return Result(
        goals.loc[kept, ["series_id", "period_end"]].reset_index(drop=True),
        predicted[kept],
        refused,
        {str(names[i]): note for i, note in prediction.notes.items() if i in asked},
    )


def _scales(rows: pd.DataFrame, codes: Array) -> Array:
    """Return for each series the scale of an unbounded count: far above its largest figure."""
    largest = np.zeros(codes.max() + 1 if len(codes) else 0)
    np.maximum.at(largest, codes, rows["value"].to_numpy(float))
    return np.asarray(UNBOUNDED * np.maximum(largest, 1e-300))


# Shares of the panel, forecast as if nothing bounded them: 80% intervals then hold 80%.
UNBOUNDED = 7.0


def _impossible(rows: pd.DataFrame, goals: pd.DataFrame) -> dict[str, str]:
    """Name the series that no model can take, with the reason."""
    reasons: dict[str, str] = {}
    above = rows[rows["value"] > rows["cap"]]
    for series_id, value, cap in zip(above["series_id"], above["value"], above["cap"], strict=True):
        reasons[series_id] = f"has a figure of {value:.15g}, above the largest possible {cap:.15g}"
    last = rows.groupby("series_id")["period_end"].max()
    goals = goals.assign(latest=last.reindex(goals["series_id"]).to_numpy())
    for series_id in goals.loc[goals["latest"].isna(), "series_id"]:
        reasons[series_id] = "has no figure known at the origin"
    for row in goals[goals["period_end"] <= goals["latest"]].itertuples():
        reasons[str(row.series_id)] = (
            f"cannot be forecast for the period ending {row.period_end:%Y-%m-%d}: "
            f"its last known figure is of {row.latest:%Y-%m-%d}"
        )
    return reasons


def _middles(
    rows: pd.DataFrame, codes: Array, goals: pd.DataFrame, goal_codes: Array
) -> tuple[Array, Array]:
    """Return the middles of the periods of sorted rows and goals, in years.

    A period without a start is as long as the one before in its series, else the one after; where
    a series has none, its figures are dated by their ends. What is asked for lies at least a day
    after the last figure.
    """
    lengths = _lengths(rows).groupby(codes).ffill()
    lengths = lengths.groupby(codes).bfill().fillna(0.0)
    last = np.searchsorted(codes, goal_codes, side="right") - 1
    own = _lengths(goals).to_numpy(float)
    own = np.where(np.isnan(own), lengths.to_numpy(float)[last], own)
    times = _years(rows["period_end"]) - lengths.to_numpy(float) / 2
    latest = pd.Series(times).groupby(codes).max().to_numpy(float)
    asked = _years(goals["period_end"]) - own / 2
    return times, np.maximum(asked, latest[goal_codes] + 1 / bank.DAYS_PER_YEAR)


def _lengths(rows: pd.DataFrame) -> pd.Series:
    """Return how many years each period lasts; nan where its start is not known."""
    if "period_start" not in rows:
        return pd.Series(np.nan, index=rows.index)
    return pd.Series(_years(rows["period_end"]) - _years(rows["period_start"]), index=rows.index)


def _years(dates: pd.Series) -> Array:
    return bank.years(dates.to_numpy("datetime64[us]"))


def _padded(codes: Array, values: Array, count: int) -> tuple[Array, Array]:
    """Return sorted long values as rows padded with nan, and the slot each value went to."""
    sizes = np.bincount(codes, minlength=count)
    slots = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wide = np.full((count, max(int(sizes.max(initial=0)), 1)), np.nan)
    wide[codes, slots] = values
    return wide, slots


def _windows(rows: pd.DataFrame, codes: Array, times: Array, scale: Array) -> Windows:
    limit = np.where(np.isfinite(rows["cap"]), rows["cap"], scale[codes])
    return Windows.of(
        codes,
        times,
        rows["value"].to_numpy(float) / limit,
        rows["noise"].to_numpy(float) / limit,
        groups=rows.groupby(codes)["peer_group"].first().to_numpy(dtype=object),
    )


def _run(model: Model, windows: Windows, ends: Array, jobs: int) -> Prediction:
    """Run a model on parts that keep groups whole, on several processes, and join the parts."""
    levels = np.array(QUANTILE_LEVELS)
    parts = [part for part in windows.split(BATCH_SERIES) if len(part)]
    if jobs == 1 or len(parts) < 2:
        done = [model.predict(windows.take(part), ends[part], levels) for part in parts]
    else:
        from joblib import Parallel, delayed

        done = Parallel(n_jobs=jobs)(
            delayed(model.predict)(windows.take(part), ends[part], levels) for part in parts
        )
    joined = Prediction(np.full((*ends.shape, len(levels)), np.nan))
    for part, prediction in zip(parts, done, strict=True):
        joined.shares[part] = prediction.shares
        joined.refused |= {int(part[i]): why for i, why in prediction.refused.items()}
        joined.notes |= {int(part[i]): note for i, note in prediction.notes.items()}
    return joined


def threshold_dates(forecasts: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return when each series passes a threshold, as a range for each level of probability.

    The earliest date of level p is the first period end at which the quantile (1 + p) / 2 is at or
    above the threshold, the latest the first at which the quantile (1 - p) / 2 is.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        A forecasts table.
    threshold : float
        In the unit of the series.

    Returns
    -------
    pandas.DataFrame
        `series_id`, `model`, `origin`, `threshold`, `level` (0.5, 0.8, 0.95), `earliest`, `median`,
        `latest`, `horizon` (the last period forecast). NaT: not within the horizon.

    Examples
    --------
    >>> forecasts = pd.DataFrame({
    ...     "series_id": "example-share", "model": "naive", "origin": pd.Timestamp("2026-02-05"),
    ...     "period_end": pd.to_datetime(["2026-12-31"] * 3 + ["2027-12-31"] * 3),
    ...     "quantile_level": [0.25, 0.5, 0.75] * 2,
    ...     "predicted": [46.0, 49.0, 52.0, 48.0, 51.0, 56.0]})
    >>> row = threshold_dates(forecasts, 50.0).iloc[0]
    >>> str(row["earliest"].date()), str(row["median"].date()), row["latest"]
    ('2026-12-31', '2027-12-31', NaT)
    """
    keys = ["series_id", "model", "origin"]
    passed = forecasts[forecasts["predicted"] >= threshold]
    first = passed.groupby([*keys, "quantile_level"])["period_end"].min()
    records = []
    for key, part in forecasts.groupby(keys):
        for level in (0.5, 0.8, 0.95):
            below, above = round((1 - level) / 2, 4), round((1 + level) / 2, 4)
            if not {below, above} <= set(part["quantile_level"]):
                continue
            dates = [first.get((*key, quantile), pd.NaT) for quantile in (above, 0.5, below)]
            records.append((*key, float(threshold), level, *dates, part["period_end"].max()))
    columns = [*keys, "threshold", "level", "earliest", "median", "latest", "horizon"]
    return pd.DataFrame(records, columns=columns)

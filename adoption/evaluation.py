"""How good forecasts are: proper scores, coverage, skill, on what was known at the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption.arguments import (
    require_all_known,
    require_series,
    require_table,
    require_whole,
)
from adoption.data import load_table
from adoption.forecasts import (
    MODELS,
    breaks_inside,
    known_rows,
    measured,
    predict_rows,
    require_figures,
)
from adoption.schema import FIGURES, FORECASTS, FitError

Array = npt.NDArray[Any]

KEY = ["series_id", "model", "origin", "period_end"]
COVERAGE = (0.5, 0.8, 0.95)


def score(forecasts: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Score each forecast for which a figure has arrived, against its last vintage.

    Where the publisher restated the series after the forecast's origin (a break of the kind
    `restatement`), it is the last vintage before: the forecast knew the old basis only.

    With the quantiles q of K pairs of levels p and 1 - p and the median m, and y the figure,

        wis = (|y - m| / 2 + sum over pairs of p (u - l) + (l - y)+ + (y - u)+) / (K + 1/2)

    which is twice the mean pinball loss. It is `dispersion` (the widths) plus `overprediction` (the
    figure below a quantile) plus `underprediction` (above it), the median's error included.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        A forecasts table.
    observations : pandas.DataFrame
        Observations, vintages and all. Figures known at the origin give the scale of
        `absolute_scaled_error`.

    Returns
    -------
    pandas.DataFrame
        `series_id`, `model`, `origin`, `period_end`, `observed`, `median` (of the forecast), `unit`
        (`percent` or `count`), `wis`, `dispersion`, `underprediction`, `overprediction`,
        `absolute_error`, `absolute_scaled_error` (over the mean absolute change between the figures
        known at the origin), `covered_50`, `covered_80`, `covered_95`, `width_50`, `width_80`,
        `width_95`, `bias` (-1 when all quantiles lie below the figure, 1 when all lie above), `pit`
        (the probability the forecast gave to a value up to the figure). Forecasts without a figure
        have no row.

    Raises
    ------
    ValueError
        If a forecast lacks the median or one of a pair of levels.
    DataError, TypeError
        For a table without its columns (of the observations: `series_id`, `indicator`,
        `period_end`, `value`, `known_from`), with cells of another type or missing, with a quantile
        or a figure twice.

    References
    ----------
    Bracher, Ray, Gneiting and Reich (2021), Evaluating epidemic forecasts in an interval format,
    doi:10.1371/journal.pcbi.1008618. Hyndman and Koehler (2006), Another look at measures of
    forecast accuracy, doi:10.1016/j.ijforecast.2006.03.001.

    Examples
    --------
    >>> forecasts = pd.DataFrame({
    ...     "series_id": "example-share", "model": "naive", "origin": pd.Timestamp("2026-02-05"),
    ...     "period_end": pd.Timestamp("2026-06-30"), "quantile_level": [0.1, 0.5, 0.9],
    ...     "predicted": [44.0, 47.0, 52.0]})
    >>> observations = pd.DataFrame({
    ...     "series_id": "example-share", "indicator": "penetration", "value": [42.8, 53.0],
    ...     "period_end": pd.to_datetime(["2025-12-31", "2026-06-30"]),
    ...     "known_from": pd.to_datetime(["2026-02-05", "2026-08-29"])})
    >>> scored = score(forecasts, observations)
    >>> scored[["dispersion", "underprediction", "overprediction", "wis"]].round(3).values.tolist()
    [[0.533, 2.667, 0.0, 3.2]]
    """
    require_table(forecasts, "forecasts", FORECASTS, FORECASTS.names, unique=True, empty=True)
    needed = ("series_id", "indicator", "period_end", "value", "known_from")
    vintage = ("period_start", "released")
    require_table(
        observations, "observations", FIGURES, needed, optional=vintage, unique=True, empty=True
    )
    restated = _restatements()
    figures = _last_vintages(observations, restated)
    asked = forecasts.assign(basis=_basis(forecasts, "origin", restated))
    on = ["series_id", "period_end", "basis"]
    met = asked.merge(figures, on=on, how="inner", validate="m:1").drop(columns="basis")
    if met.empty:
        return empty_scores()
    wide = met.pivot_table(
        index=[*KEY, "observed", "unit"], columns="quantile_level", values="predicted", sort=True
    )
    scores = wide.index.to_frame(index=False)
    columns = quantile_scores(
        scores["observed"].to_numpy(float), wide.to_numpy(float), np.asarray(wide.columns, float)
    )
    for name, values in columns.items():
        scores[name] = values
    scores["absolute_scaled_error"] = scores["absolute_error"] / _known_change(scores, observations)
    return scores[[*KEY, "observed", "median", "unit", *SCORES]]


SCORES = (
    "wis", "dispersion", "underprediction", "overprediction", "absolute_error",
    "absolute_scaled_error", "covered_50", "covered_80", "covered_95", "width_50", "width_80",
    "width_95", "bias", "pit",
)  # fmt: skip


def quantile_scores(observed: Array, predicted: Array, levels: Array) -> dict[str, Array]:
    """Return the scores of `score` that need only figures and quantiles.

    Parameters
    ----------
    observed : array
        Figures.
    predicted : array
        Figures x levels, increasing along the levels.
    levels : array
        Probabilities, increasing, symmetric about one half, which is among them.

    Returns
    -------
    dict
        One array for each score.

    Examples
    --------
    >>> columns = quantile_scores(
    ...     np.array([53.0]), np.array([[44.0, 47.0, 52.0]]), np.array([0.1, 0.5, 0.9]))
    >>> float(columns["wis"][0].round(3)), bool(columns["covered_80"][0])
    (3.2, False)
    """
    pairs = len(levels) // 2
    if len(levels) % 2 == 0 or not np.allclose(levels + levels[::-1], 1):
        raise ValueError(
            f"`quantile_level` holds {', '.join(f'{level:g}' for level in levels)}: "
            "the levels are pairs p and 1 - p about the median, 0.5"
        )
    if np.isnan(predicted).any():
        raise ValueError("`forecasts` mixes forecasts with different quantile levels")
    y = observed[:, None]
    median = predicted[:, pairs]
    lower, upper = predicted[:, :pairs], predicted[:, :pairs:-1]
    parts = pairs + 0.5
    dispersion = np.sum(levels[:pairs] * (upper - lower), axis=1) / parts
    over = np.sum(np.maximum(lower - y, 0), axis=1) + np.maximum(median - observed, 0) / 2
    under = np.sum(np.maximum(y - upper, 0), axis=1) + np.maximum(observed - median, 0) / 2
    scores = {
        "median": median,
        "wis": dispersion + (over + under) / parts,
        "dispersion": dispersion,
        "underprediction": under / parts,
        "overprediction": over / parts,
        "absolute_error": np.abs(observed - median),
        "bias": _bias(observed, predicted, levels),
        "pit": _pit(observed, predicted, levels),
    }
    for level in COVERAGE:
        name = f"{100 * level:.0f}"
        position = np.flatnonzero(np.isclose(levels, (1 - level) / 2))
        if len(position):
            low, high = predicted[:, position[0]], predicted[:, -1 - position[0]]
            scores[f"covered_{name}"] = (low <= observed) & (observed <= high)
            scores[f"width_{name}"] = high - low
        else:
            scores[f"covered_{name}"] = np.full(len(observed), np.nan)
            scores[f"width_{name}"] = np.full(len(observed), np.nan)
    return scores


def _bias(observed: Array, predicted: Array, levels: Array) -> Array:
    """Return 1 - 2 p, p the level nearest the median whose quantile is beyond the figure."""
    median = predicted[:, len(levels) // 2]
    at_most = np.max(np.where(predicted <= observed[:, None], levels, 0.0), axis=1)
    at_least = np.min(np.where(predicted >= observed[:, None], levels, 1.0), axis=1)
    beyond = np.where(observed < median, at_most, at_least)
    return np.where(observed == median, 0.0, 1 - 2 * beyond)


def _pit(observed: Array, predicted: Array, levels: Array) -> Array:
    """Interpolate the level of the figure; beyond the outer quantiles, half of their tail."""
    ends = np.array([levels[0] / 2, 1 - levels[0] / 2])
    pairs = zip(observed, predicted, strict=True)
    return np.array([np.interp(y, q, levels, left=ends[0], right=ends[1]) for y, q in pairs])


def _restatements() -> dict[str, Array]:
    """Return the days on which each series was restated by its publisher, in order."""
    breaks = breaks_inside()
    restated = breaks[breaks["kind"] == "restatement"]
    return {
        str(name): np.sort(days.to_numpy("datetime64[us]"))
        for name, days in restated.groupby("series_id_after")["date"]
    }


def _basis(rows: pd.DataFrame, day: str, restated: dict[str, Array]) -> Array:
    """Return how often the series of each row had been restated by a day of the row."""
    basis = np.zeros(len(rows), dtype=int)
    days = rows[day].to_numpy("datetime64[us]")
    names = rows["series_id"].to_numpy()
    for name in restated.keys() & set(names):
        own = names == name
        basis[own] = np.searchsorted(restated[name], days[own], side="right")
    return basis


def _last_vintages(observations: pd.DataFrame, restated: dict[str, Array]) -> pd.DataFrame:
    """Return the last vintage of each period on each basis."""
    rows = observations.assign(basis=_basis(observations, "known_from", restated))
    key = ["series_id", "period_end", "basis"]
    rows = _by_vintage(rows).drop_duplicates(key, keep="last")
    share = rows["indicator"].isin(["penetration", "firms_share"])
    unit = pd.Series(np.where(share, "percent", "count"), index=rows.index, dtype="str")
    figures = rows[[*key, "value"]].assign(unit=unit)
    return figures.rename(columns={"value": "observed"})


def _by_vintage(observations: pd.DataFrame) -> pd.DataFrame:
    """Order rows by series and period, and those of one period by when they were known."""
    order = ["series_id", "period_end", "known_from", "released", "period_start", "value"]
    present = [name for name in order if name in observations]
    return observations.sort_values(present, na_position="first")


def _known_change(scores: pd.DataFrame, observations: pd.DataFrame) -> Array:
    """Return the mean absolute change between the figures known at each origin."""
    changes: dict[tuple[str, pd.Timestamp], float] = {}
    origins = scores.groupby("series_id")["origin"].unique()
    rows = observations[observations["series_id"].isin(origins.index)]
    for series_id, part in _by_vintage(rows).groupby("series_id"):
        columns = ("period_end", "known_from", "value")
        ends, known, values = (part[name].to_numpy() for name in columns)
        for origin in origins[str(series_id)]:
            seen = known <= np.datetime64(origin)
            last = np.append(ends[seen][1:] != ends[seen][:-1], True)[: seen.sum()]
            figures = values[seen][last].astype(float)
            change = float(np.mean(np.abs(np.diff(figures)))) if len(figures) > 1 else np.nan
            changes[str(series_id), pd.Timestamp(origin)] = change if change > 0 else np.nan
    keys = zip(scores["series_id"], scores["origin"], strict=True)
    return np.array([changes[key] for key in keys])


def empty_scores() -> pd.DataFrame:
    """Return a scores table without a row."""
    dates = pd.Series(dtype="datetime64[us]")
    columns: dict[str, Any] = {
        "series_id": pd.Series(dtype="str"),
        "model": pd.Series(dtype="str"),
        "origin": dates,
        "period_end": dates,
        "observed": pd.Series(dtype=float),
        "median": pd.Series(dtype=float),
        "unit": pd.Series(dtype="str"),
    }
    return pd.DataFrame(columns | {name: pd.Series(dtype=float) for name in SCORES})


BASELINES = ("naive", "damped-logit-drift")
MEANS = (
    "wis", "dispersion", "underprediction", "overprediction", "absolute_error",
    "absolute_scaled_error", "covered_50", "covered_80", "covered_95", "width_80", "bias",
)  # fmt: skip


def summarise(
    scores: pd.DataFrame,
    *,
    by: Sequence[str] = ("model",),
    replicates: int = 1000,
    seed: int = 20260715,
) -> pd.DataFrame:
    """Average scores, with counts, and skill against the baselines with bootstrap intervals.

    Skill is 1 - mean WIS / mean WIS of the baseline over the forecasts (series, origin and period)
    that both made. Its 95% interval resamples whole series: figures of one series are not
    independent. Percent and counts are never averaged together.

    Parameters
    ----------
    scores : pandas.DataFrame
        As `score` returns them, with any further columns to group by.
    by : sequence of str
        Columns, `model` among them; `unit` is always added.
    replicates, seed : int
        Bootstrap samples, and the seed of their generator.

    Returns
    -------
    pandas.DataFrame
        The groups, `forecasts` and `series` (how many), the mean of each score, and for both
        baselines `paired_*` (how many), `skill_*`, `skill_*_lower`, `skill_*_upper`; nan where a
        baseline made none of the forecasts.

    Examples
    --------
    >>> scores = pd.DataFrame({
    ...     "series_id": ["a", "a", "b", "b"], "model": ["engine", "naive"] * 2,
    ...     "origin": pd.Timestamp("2026-02-05"), "period_end": pd.Timestamp("2026-06-30"),
    ...     "unit": "percent", "wis": [1.0, 2.0, 2.0, 4.0]})
    >>> summarise(scores)[["model", "forecasts", "wis", "skill_naive"]].values.tolist()
    [['engine', 2, 1.5, 0.5], ['naive', 2, 3.0, 0.0]]
    """
    if "model" not in by:
        raise ValueError(f"`by` is {tuple(by)}: `model` must be among them")
    groups = list(dict.fromkeys([*by, "unit"]))
    means = [name for name in MEANS if name in scores]
    table = scores.groupby(groups)[means].mean()
    counts = scores.groupby(groups)["series_id"].agg(forecasts="size", series="nunique")
    result = counts.join(table)
    for baseline in BASELINES:
        result = result.join(_skill(scores, groups, baseline, replicates, seed))
    summary: pd.DataFrame = result.reset_index()
    return summary


def _skill(
    scores: pd.DataFrame, groups: list[str], baseline: str, replicates: int, seed: int
) -> pd.DataFrame:
    """Return the skill of each group against one baseline, with its bootstrap interval."""
    name = baseline.replace("-", "_")
    case = ["series_id", "origin", "period_end"]
    reference = scores.loc[scores["model"] == baseline, [*case, "wis"]]
    paired = scores.merge(reference, on=case, suffixes=("", "_baseline"), validate="m:1")
    records = []
    for key, part in paired.groupby(groups):
        sums = part.groupby("series_id")[["wis", "wis_baseline"]].sum().to_numpy(float)
        draws = np.random.default_rng(seed).integers(0, len(sums), (replicates, len(sums)))
        wis, base = np.moveaxis(sums[draws].sum(axis=1), -1, 0)
        ratios = np.divide(wis, base, out=np.full(replicates, np.nan), where=base > 0)
        total = sums.sum(axis=0)
        skill = 1 - total[0] / total[1] if total[1] > 0 else np.nan
        lower, upper = (
            (np.nan, np.nan)
            if np.isnan(ratios).all()
            else np.nanquantile(1 - ratios, [0.025, 0.975])
        )
        records.append((*key, len(part), skill, lower, upper))
    columns = [f"paired_{name}", f"skill_{name}", f"skill_{name}_lower", f"skill_{name}_upper"]
    return pd.DataFrame(records, columns=[*groups, *columns]).set_index(groups)


def backtest(
    observations: pd.DataFrame,
    series_id: str | None = None,
    *,
    models: Sequence[str] = ("engine", *BASELINES),
    figures_ahead: int = 8,
    minimum_points: int = 2,
    population: pd.DataFrame | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """Forecast again at every past release, from what was known on that day.

    An origin of a series is a day on which one of its figures became known. The targets are the
    periods for which a figure became known later, after the last one known. Every model forecasts
    the same origins: those with `minimum_points` figures, or the minimum of the most demanding
    model where that is more.

    Parameters
    ----------
    observations : pandas.DataFrame
        Every vintage (`load`), with the columns that `forecast` needs.
    series_id : str, optional
        One series; by default all. Peers are taken from the whole table either way.
    models : sequence of str
        Models as of `forecast`.
    figures_ahead : int
        At most so many targets for one origin.
    minimum_points : int
        Origins with fewer known figures are left out.
    population : pandas.DataFrame, optional
        As of `forecast`.
    jobs : int
        Processes, -1 for one on each core.

    Returns
    -------
    pandas.DataFrame
        A forecasts table: `series_id`, `model`, `origin`, `period_end`, `quantile_level`,
        `predicted`, in the unit of each series; `score(backtest(...), observations)` scores it.

    Raises
    ------
    KeyError, ValueError, DataError, TypeError
        As of `forecast`.
    FitError
        If a model refuses a series that has enough figures, naming each with origin and reason; if
        no series has enough figures.

    Examples
    --------
    >>> observations = pd.DataFrame({
    ...     "series_id": "example-share", "source_id": "example", "geo": "CHN",
    ...     "indicator": "penetration", "product": "any-genai", "usage_window": "unspecified",
    ...     "population_group": "total population", "unit_of_observation": "person",
    ...     "weighting": "person", "value": [17.7, 36.5, 42.8], "rounding": 0.05,
    ...     "period_end": pd.to_datetime(["2024-12-31", "2025-06-30", "2025-12-31"]),
    ...     "known_from": pd.to_datetime(["2025-01-17", "2025-10-18", "2026-02-05"])})
    >>> past = backtest(observations, models=["naive"])
    >>> medians = past[past["quantile_level"] == 0.5]
    >>> medians[["origin", "period_end", "predicted"]].round({"predicted": 1})
           origin period_end  predicted
    11 2025-10-18 2025-12-31       36.5
    """
    require_all_known("models", models, MODELS)
    require_whole("figures_ahead", figures_ahead, least=1)
    require_whole("minimum_points", minimum_points, least=1)
    require_whole("jobs", jobs, least=1, also=[-1])
    require_figures(observations, population)
    rows = observations
    if series_id is not None:
        require_series(series_id, observations["series_id"].unique())
        rows = observations[observations["series_id"] == series_id]
    needed = max([minimum_points, *(MODELS[name].minimum_points for name in models)])
    breaks = breaks_inside()
    if population is None:
        population = load_table("population")
    starts = _starts(rows)
    origins: list[pd.Timestamp] = []
    seen, wanted = [], []
    for origin, targets in _origins(rows, breaks, figures_ahead).items():
        known = known_rows(observations, list(targets), origin=origin, breaks=breaks)
        counts = known["series_id"].value_counts()
        ready = {name: ends for name, ends in targets.items() if counts.get(name, 0) >= needed}
        pairs = [(name, end) for name, ends in ready.items() for end in ends]
        if not pairs:
            continue
        goals = pd.DataFrame(pairs, columns=["series_id", "period_end"])
        goals["period_end"] = goals["period_end"].dt.as_unit("us")
        goals = goals.merge(starts, on=["series_id", "period_end"], how="left", validate="1:1")
        seen.append(_apart(known, len(origins)))
        wanted.append(_apart(goals, len(origins)))
        origins.append(origin)
    if not origins:
        raise FitError(
            f"no series has {needed} figures known when another was still to come: at least the "
            "`minimum_points`, and what the models need"
        )
    known, goals = (pd.concat(parts, ignore_index=True) for parts in (seen, wanted))
    prepared = measured(known, goals, population)
    results = {name: predict_rows(*prepared, model=name, jobs=jobs) for name in models}
    refused = [
        f"`{name[_TAG:]}`, {model}, {origins[int(name[:_TAG])]:%Y-%m-%d}: {why}"
        for model, result in results.items()
        for name, why in result.refused.items()
    ]
    if refused:
        raise FitError("\n".join(sorted(refused)))
    table = pd.concat([result.table(name, origins[0]) for name, result in results.items()])
    number = table["series_id"].str[:_TAG].astype(int)
    order = ["series_id", "model", "origin", "period_end", "quantile_level"]
    return table.assign(
        series_id=table["series_id"].str[_TAG:],
        origin=np.array(origins, dtype="datetime64[us]")[number],
    ).sort_values(order, ignore_index=True)


_TAG = 7  # characters before the name of a series that say at which origin it is forecast


def _apart(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """Keep series and peers of one origin apart from those of others, to forecast all at once."""
    names = [name for name in ("series_id", "peer_group") if name in rows]
    return rows.assign(**{name: f"{number:0{_TAG}d}" + rows[name].astype("str") for name in names})


def _starts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return when each period begins, as its last vintage has it."""
    key = ["series_id", "period_end"]
    if "period_start" not in rows:
        return pd.DataFrame({name: rows[name].head(0) for name in key})
    last = rows.sort_values([*key, "known_from", "period_start"])
    return last.drop_duplicates(key, keep="last")[[*key, "period_start"]]


def _origins(
    rows: pd.DataFrame, breaks: pd.DataFrame, figures_ahead: int
) -> dict[pd.Timestamp, dict[str, list[pd.Timestamp]]]:
    """Return for each release day the series released on it, with the periods still to come.

    No period after a break is asked of what was known before it: neither a period of another
    definition nor, where a publisher restated the past, a figure published since.
    """
    first = rows.groupby(["series_id", "period_end"], as_index=False)["known_from"].min()
    periods: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for name, end, known in zip(*(first[column] for column in first.columns), strict=True):
        periods.setdefault(name, []).append((end, known))
    redefined, restated = _break_dates(rows, breaks)
    origins: dict[pd.Timestamp, dict[str, list[pd.Timestamp]]] = {}
    releases = rows[["series_id", "known_from"]].drop_duplicates()
    for name, origin in zip(releases["series_id"], releases["known_from"], strict=True):
        last = max(end for end, known in periods[name] if known <= origin)
        ends = [
            end
            for end, known in periods[name]
            if end > last
            and not any(last < date <= end for date in redefined.get(name, ()))
            and not any(origin < date <= known for date in restated.get(name, ()))
        ]
        if ends:
            origins.setdefault(origin, {})[name] = ends[:figures_ahead]
    return dict(sorted(origins.items()))


def _break_dates(rows: pd.DataFrame, breaks: pd.DataFrame) -> list[dict[str, list[pd.Timestamp]]]:
    """Return for each series the days of a new definition, and those of a restatement."""
    days: list[dict[str, list[pd.Timestamp]]] = [{}, {}]
    for name, date, kind in zip(
        breaks["series_id_after"], breaks["date"], breaks["kind"], strict=True
    ):
        days[kind == "restatement"].setdefault(name, []).append(date)
    if "obs_status" in rows:
        flagged = rows[rows["obs_status"].astype("str").str.contains("b")]
        for name, end in zip(flagged["series_id"], flagged["period_end"], strict=True):
            days[0].setdefault(name, []).append(end)
    return days

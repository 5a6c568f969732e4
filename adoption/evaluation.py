"""How good forecasts are: proper scores, coverage, skill, on what was known at the time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]

KEY = ["series_id", "model", "origin", "period_end"]
COVERAGE = (0.5, 0.8, 0.95)


def score(forecasts: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Score each forecast for which a figure has arrived, against its last vintage.

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
        `series_id`, `model`, `origin`, `period_end`, `observed`, `unit` (`percent` or `count`),
        `wis`, `dispersion`, `underprediction`, `overprediction`, `absolute_error`,
        `absolute_scaled_error` (over the mean absolute change between the figures known at the
        origin), `covered_50`, `covered_80`, `covered_95`, `width_50`, `width_80`, `width_95`,
        `bias` (-1 when all quantiles lie below the figure, 1 when all lie above), `pit` (the
        probability the forecast gave to a value up to the figure). Forecasts without a figure have
        no row.

    Raises
    ------
    ValueError
        If a forecast lacks the median or one of a pair of levels.

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
    figures = _last_vintages(observations)
    met = forecasts.merge(figures, on=["series_id", "period_end"], how="inner", validate="m:1")
    if met.empty:
        return _empty_scores()
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
    return scores[[*KEY, "observed", "unit", *SCORES]]


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


def _last_vintages(observations: pd.DataFrame) -> pd.DataFrame:
    order = ["series_id", "period_end", "known_from", "released", "period_start", "value"]
    rows = observations.sort_values([n for n in order if n in observations], na_position="first")
    rows = rows.drop_duplicates(["series_id", "period_end"], keep="last")
    share = rows["indicator"].isin(["penetration", "firms_share"])
    unit = pd.Series(np.where(share, "percent", "count"), index=rows.index, dtype="str")
    figures = rows[["series_id", "period_end", "value"]].assign(unit=unit)
    return figures.rename(columns={"value": "observed"})


def _known_change(scores: pd.DataFrame, observations: pd.DataFrame) -> Array:
    """Return the mean absolute change between the figures known at each origin."""
    changes: dict[tuple[str, pd.Timestamp], float] = {}
    by_series = dict(list(observations.groupby("series_id")))
    for series_id, origin in set(zip(scores["series_id"], scores["origin"], strict=True)):
        rows = by_series[series_id]
        known = _last_vintages(rows[rows["known_from"] <= origin])
        values = known["observed"].to_numpy(float)
        change = float(np.mean(np.abs(np.diff(values)))) if len(values) > 1 else np.nan
        changes[series_id, origin] = change if change > 0 else np.nan
    keys = zip(scores["series_id"], scores["origin"], strict=True)
    return np.array([changes[key] for key in keys])


def _empty_scores() -> pd.DataFrame:
    dates = pd.Series(dtype="datetime64[us]")
    columns: dict[str, Any] = {
        "series_id": pd.Series(dtype="str"),
        "model": pd.Series(dtype="str"),
        "origin": dates,
        "period_end": dates,
        "observed": pd.Series(dtype=float),
        "unit": pd.Series(dtype="str"),
    }
    return pd.DataFrame(columns | {name: pd.Series(dtype=float) for name in SCORES})

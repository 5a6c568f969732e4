"""How exact a published figure is, and how large it can get."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]

POPULATION_COLUMNS = ("geo", "year", "population_group", "value")
ERROR_COLUMNS = ("rounding", "standard_error", "margin_of_error", "bound")


def largest_possible(rows: pd.DataFrame, population: pd.DataFrame | None) -> Array:
    """Return the largest value each row can take, in the unit of its value.

    100 for a share. For users, the population of the group at the end of the period: between two
    mid-years on a straight line, outside the table its nearest year; where the table does not know
    the group, the total population of the place; where it does not know the place, infinity.
    Accounts, seats and services have no bound: a person can hold several.

    Parameters
    ----------
    rows : pandas.DataFrame
        `indicator`, `period_end` and, for counts, `geo` and `population_group`.
    population : pandas.DataFrame or None
        `geo`, `year`, `population_group`, `value`; without it counts have no bound.

    Returns
    -------
    numpy.ndarray
        One number for each row.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": ["penetration", "users"], "geo": "CHN",
    ...     "population_group": "total population", "period_end": pd.to_datetime("2025-01-01")})
    >>> table = pd.DataFrame({"geo": "CHN", "year": [2024, 2025], "value": [1400.0, 1390.0],
    ...     "population_group": "total population"})
    >>> largest_possible(rows, table).round(1)
    array([ 100., 1395.])
    """
    limits = np.full(len(rows), np.inf)
    indicator = rows["indicator"].to_numpy(dtype=object)
    limits[np.isin(indicator, ["penetration", "firms_share"])] = 100.0
    counts = np.flatnonzero(indicator == "users")
    if population is None or not len(counts):
        return limits
    users = rows.iloc[counts]
    known = {
        key: part.groupby("year")["value"].max()
        for key, part in population[population["geo"].isin(users["geo"])].groupby(
            ["geo", "population_group"]
        )
    }
    moments = users["period_end"].dt.year + (users["period_end"].dt.day_of_year - 183) / 365.25
    for place, geo, group, moment in zip(
        counts, users["geo"], users["population_group"], moments, strict=True
    ):
        table = known.get((geo, group), known.get((geo, "total population")))
        if table is not None:
            limits[place] = np.interp(moment, table.index.to_numpy(float), table.to_numpy(float))
    return limits


def known_error(rows: pd.DataFrame) -> Array:
    """Return the known standard deviation of each figure, in the unit of its value.

    sqrt(rounding**2 / 3 + standard_error**2); where only a 95% margin of error was published the
    standard error is margin_of_error / 1.96. A lower bound ("more than 800 million") may lie
    anywhere up to the next number of the same precision: its rounding is at least half of the
    place of its last digit that is not zero.

    Parameters
    ----------
    rows : pandas.DataFrame
        `value` and, where known, `rounding`, `standard_error`, `margin_of_error`, `bound`.

    Returns
    -------
    numpy.ndarray
        One number for each row, zero where nothing is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [42.8, 18.0], "rounding": [0.05, 0.5],
    ...                      "margin_of_error": [float("nan"), 1.7]})
    >>> known_error(rows).round(3)
    array([0.029, 0.914])
    """
    rounding = _column(rows, "rounding")
    survey = _column(rows, "standard_error")
    margin = _column(rows, "margin_of_error") / 1.96
    survey = np.where(survey > 0, survey, margin)
    if "bound" in rows:
        lower = (rows["bound"] == "lower").to_numpy(bool)
        rounding[lower] = np.maximum(rounding[lower], _last_place(rows["value"])[lower] / 2)
    return np.asarray(np.sqrt(rounding**2 / 3 + survey**2))


def _column(rows: pd.DataFrame, name: str) -> Array:
    if name not in rows:
        return np.zeros(len(rows))
    return rows[name].astype("float64").fillna(0.0).to_numpy(dtype=float, copy=True)


def _last_place(values: pd.Series) -> Array:
    """Return the place of the last digit that is not zero: 100 million for 800 million."""
    places = []
    for value in values:
        digits = f"{value:.12g}" if abs(value) < 1 else f"{value:.0f}"
        whole = digits.rstrip("0") if "." not in digits else digits
        places.append(10.0 ** (len(digits) - len(whole)) if value >= 1 else 0.0)
    return np.array(places)

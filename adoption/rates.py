"""Arithmetic of change, with the exact closed bounds that rounding implies.

A published figure is an interval: 42.8% printed with one decimal is anything from 42.75 to 42.85,
both ends included, because publishers round halves either way. Changes of such figures are
intervals too. Everything here is computed in decimals of 60 digits, so that a bound that can be
written down (25.2 points) is hit exactly and a statement on the edge is not rejected by binary
rounding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any, TypeAlias

import pandas as pd

from adoption.arguments import require_table
from adoption.schema import FIGURES

Number: TypeAlias = Decimal | int | float | str

DAYS_PER_YEAR = Decimal("365.2425")
YOY_TOLERANCE_DAYS = 16  # two-week cycles fall on other days a year later (364 days, 371 days)
PERIOD_LENGTH_TOLERANCE = 0.2  # of the longer one: a quarter is no year-ago base for a half-year
SHARES = ("penetration", "firms_share")  # indicators in percent; every other one is a count
INFINITY = Decimal("Infinity")
_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Interval:
    """A closed interval of decimals; `upper` may be infinite, `lower` minus infinite.

    Examples
    --------
    >>> published("42.8", rounding="0.05") - published("17.7", rounding="0.05")
    Interval(25, 25.2)
    """

    lower: Decimal
    upper: Decimal

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            raise ValueError(f"the interval starts at {self.lower} and ends below, at {self.upper}")

    def __repr__(self) -> str:
        return f"Interval({_short(self.lower)}, {_short(self.upper)})"

    def __contains__(self, value: Number) -> bool:
        return self.lower <= exact(value) <= self.upper

    def meets(self, other: Interval) -> bool:
        """Return whether the two share at least one value, edges included."""
        return self.lower <= other.upper and other.lower <= self.upper

    @property
    def is_one_sided(self) -> bool:
        """Whether it is a bound of levels, not a value: 800 million or more, up to a third."""
        return self.upper.is_infinite() or self.lower == 0

    def intersection(self, other: Interval) -> Interval | None:
        """Return what both contain, or None."""
        if not self.meets(other):
            return None
        return Interval(max(self.lower, other.lower), min(self.upper, other.upper))

    def __add__(self, other: Interval | Number) -> Interval:
        other = _interval(other)
        with localcontext(_EXACT):
            return Interval(self.lower + other.lower, self.upper + other.upper)

    def __neg__(self) -> Interval:
        return Interval(-self.upper, -self.lower)

    def __sub__(self, other: Interval | Number) -> Interval:
        return self + -_interval(other)

    def __mul__(self, other: Interval | Number) -> Interval:
        other = _interval(other)
        return _hull(
            _times(a, b) for a in (self.lower, self.upper) for b in (other.lower, other.upper)
        )

    def __truediv__(self, other: Interval | Number) -> Interval:
        other = _interval(other)
        if other.lower < 0:
            raise ZeroDivisionError(f"{other} reaches below zero: a ratio of levels has no bounds")
        if self.lower < 0:
            raise ValueError(f"{self} reaches below zero: a ratio is of levels, not of changes")
        with localcontext(_EXACT):
            lower = Decimal(0) if other.upper.is_infinite() else self.lower / other.upper
            unbounded = other.lower == 0 or self.upper.is_infinite()
            return Interval(lower, INFINITY if unbounded else self.upper / other.lower)


def exact(value: Number) -> Decimal:
    """Return a number as the decimal that its shortest printed form says.

    Examples
    --------
    >>> exact(42.8), exact("0.05"), exact(602_000_000)
    (Decimal('42.8'), Decimal('0.05'), Decimal('602000000'))
    """
    if isinstance(value, Decimal):
        return value
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(str(value))
    if number.is_nan():
        raise ValueError("a figure that was not published is absent: `nan` has no bounds")
    return number


def published(value: Number, *, rounding: Number, bound: str = "exact") -> Interval:
    """Return the interval of true values behind a published figure.

    Parameters
    ----------
    value : number
        As published: percent or whole persons; never below zero.
    rounding : number
        Half the width of the published precision, in the same unit.
    bound : {"exact", "lower"}
        `lower` for "more than ...": the true value is at or above what rounds to `value`.

    Examples
    --------
    >>> published(602_000_000, rounding=500_000)
    Interval(601500000, 602500000)
    >>> published(800_000_000, rounding=50_000_000, bound="lower")
    Interval(800000000, Infinity)
    """
    centre, half = exact(value), exact(rounding)
    if half < 0:
        raise ValueError(
            f"`rounding` is {rounding}: half the published precision is never negative"
        )
    if bound == "lower":
        return Interval(centre, INFINITY)
    if bound != "exact":
        raise ValueError(f"`bound` is {bound!r}: a figure is `exact` or a `lower` bound")
    with localcontext(_EXACT):
        lower = centre - half
        return Interval(max(lower, Decimal(0)) if centre >= 0 else lower, centre + half)


def change_points(start: Interval, end: Interval) -> Interval:
    """Return the difference of two shares in percentage points: end - start.

    Examples
    --------
    >>> change_points(published(17.7, rounding=0.05), published(42.8, rounding=0.05))
    Interval(25, 25.2)
    """
    return end - start


def ratio(start: Interval, end: Interval) -> Interval:
    """Return the multiple: end / start.

    Examples
    --------
    >>> ratio(published(249, rounding=0.5), published(602, rounding=0.5))
    Interval(2.41082, 2.42455)
    """
    return end / start


def growth_percent(start: Interval, end: Interval) -> Interval:
    """Return the change in percent of the earlier level: 100 (end / start - 1).

    Examples
    --------
    >>> growth_percent(published(249, rounding=0.5), published(602, rounding=0.5))
    Interval(141.082, 142.455)
    """
    return (ratio(start, end) - 1) * 100


def compound_growth_percent(start: Interval, end: Interval, *, years: Number) -> Interval:
    """Return the constant yearly growth that leads from `start` to `end`.

    100 ((end / start) ** (1 / years) - 1)

    Parameters
    ----------
    start, end : Interval
        Levels in one unit, above zero.
    years : number
        Time between the ends of the two reference periods, above zero.

    Returns
    -------
    Interval
        Percent a year.

    Examples
    --------
    >>> compound_growth_percent(published(100, rounding=0), published(400, rounding=0), years=2)
    Interval(100, 100)
    """
    power = 1 / _years(years)
    multiple = ratio(start, end)
    with localcontext(_EXACT):
        ends = (_root(multiple.lower, power), _root(multiple.upper, power))
        return (Interval(*ends) - 1) * 100


def doubling_time_years(start: Interval, end: Interval, *, years: Number) -> Interval | None:
    """Return how long a doubling takes at this pace: years ln 2 / ln(end / start).

    Returns
    -------
    Interval or None
        Years; unbounded above where the rounding leaves room for no growth at all;
        None where the level did not certainly or possibly grow.

    Examples
    --------
    >>> doubling_time_years(published(249, rounding=0.5), published(602, rounding=0.5), years=1)
    Interval(0.782647, 0.787696)
    """
    multiple = ratio(start, end)
    if multiple.upper <= 1:
        return None
    with localcontext(_EXACT):
        scaled = _years(years) * Decimal(2).ln()
        fastest = Decimal(0) if multiple.upper.is_infinite() else scaled / multiple.upper.ln()
        return Interval(fastest, scaled / multiple.lower.ln() if multiple.lower > 1 else INFINITY)


def implied_population(users: Interval, penetration: Interval) -> Interval:
    """Return the population that a count and a share in percent imply: 100 users / penetration.

    Examples
    --------
    >>> implied_population(published(602, rounding=0.5), published(42.8, rounding=0.05))
    Interval(1403.73, 1409.36)
    """
    return users * 100 / penetration


def implied_base(end: Interval, growth: Interval) -> Interval:
    """Return the earlier level that a level and its growth imply: end / (1 + growth / 100).

    Examples
    --------
    >>> implied_base(published(602, rounding=0.5), published(141.7, rounding=0.05))
    Interval(248.811, 249.328)
    """
    with localcontext(_EXACT):
        return end / (growth * (Decimal(1) / 100) + 1)


def penetration_percent(users: Interval, population: Interval) -> Interval:
    """Return users as a share of a population, in percent.

    Examples
    --------
    >>> penetration_percent(published(602, rounding=0.5), published(1404.89, rounding=0.005))
    Interval(42.8146, 42.8861)
    """
    return users * 100 / population


def years_between(start: dt.date, end: dt.date) -> Decimal:
    """Return the years from one date to another, a year being 365.2425 days.

    Examples
    --------
    >>> round(years_between(dt.date(2024, 12, 31), dt.date(2025, 12, 31)), 4)
    Decimal('0.9993')
    """
    return Decimal((end - start).days) / DAYS_PER_YEAR


GROWTH_COLUMNS = ("series_id", "indicator", "period_start", "period_end", "value", "rounding")
_RELATIVE = ("growth_percent", "compound_growth_percent", "doubling_time_years")


def growth(series: pd.DataFrame) -> pd.DataFrame:
    """Compute how one series changed, with the closed bounds that rounding implies.

    Each figure is compared with the last one whose period ended before it and, year on year, with
    the figure whose period of the same length ended a year earlier (give or take 16 days, because
    survey cycles of two and four weeks fall on other days). Nothing is computed across a break
    (`obs_status` b: the definition differs from all figures before); the reason says so.

    The bounds are those of rounding alone: every pair of true values that prints as published
    gives a change inside them, edges included. Sampling error is not in them, and a change inside
    the survey's own error is no finding. A lower bound ("more than 800 million") has no upper end,
    so the changes it takes part in have none either, and no lower end as a base; the value beside
    them then only compares the printed figures. A pace (`compound_growth_percent`,
    `doubling_time_years`) divides by the time between the ends of the two periods; where the
    periods differ in length (half-years, then a quarter), their figures are averages over unequal
    times and the pace is to be read with care.

        change_points, change_count     end - start
        growth_percent                  100 (end / start - 1)
        compound_growth_percent         100 ((end / start) ** (1 / years) - 1)
        doubling_time_years             years ln 2 / ln(end / start)

    Parameters
    ----------
    series : DataFrame
        Observations of one series, one row for each period (`adoption.series`).

    Returns
    -------
    DataFrame
        One row for each figure in order of reference period, levels and `change_count` in the unit
        of the series, changes of shares in percentage points: `series_id`, `period_start`,
        `period_end`, `value`; then, against the figure before, `base_period_end`, `years`,
        `change_points` (of a share) or `change_count` (of a count), `growth_percent`,
        `compound_growth_percent` (a year), `doubling_time_years`; and year on year
        `yoy_base_period_end`, `yoy_change_points` or `yoy_change_count`, `yoy_growth_percent`.
        Each measure stands beside its `_lower` and `_upper` (infinite where there is no bound,
        NaN where the measure does not exist: no doubling of what certainly fell, no percent of
        zero); `reason` and `yoy_reason` say why a row has no change.

    Raises
    ------
    ValueError
        When the table holds several series or two rows for one period.
    DataError, TypeError
        For a table without `series_id`, `indicator`, `period_start`, `period_end`, `value` or
        `rounding`, or with cells of another type, missing or negative.

    Examples
    --------
    >>> series = pd.DataFrame({
    ...     "series_id": "example-share", "indicator": "penetration", "rounding": 0.05,
    ...     "period_start": pd.to_datetime(["2024-07-01", "2025-07-01"]),
    ...     "period_end": pd.to_datetime(["2024-12-31", "2025-12-31"]), "value": [17.7, 42.8]})
    >>> changes = growth(series).iloc[-1]
    >>> print(*changes[["change_points", "change_points_lower", "change_points_upper"]])
    25.1 25.0 25.2
    """
    require_table(series, "series", FIGURES, GROWTH_COLUMNS, optional=["bound", "obs_status"])
    rows = _one_series(series)
    difference = "change_points" if rows["indicator"].isin(SHARES).all() else "change_count"
    figures = rows.to_dict("records")
    records = []
    for position, figure in enumerate(figures):
        base, reason = _base_before(figure, figures[:position])
        year_base, year_reason = _base_year_before(figure, figures[:position])
        records.append(
            {
                "series_id": figure["series_id"],
                "period_start": figure["period_start"],
                "period_end": figure["period_end"],
                "value": figure["value"],
                "base_period_end": base["period_end"] if base else pd.NaT,
                **_changes(base, figure, (difference, *_RELATIVE), ""),
                "reason": reason,
                "yoy_base_period_end": year_base["period_end"] if year_base else pd.NaT,
                **_changes(year_base, figure, (difference, "growth_percent"), "yoy_"),
                "yoy_reason": year_reason,
            }
        )
    return pd.DataFrame(records).astype(
        dict.fromkeys(("base_period_end", "yoy_base_period_end"), "datetime64[us]")
    )


def interval_of(figure: dict[Any, Any]) -> Interval:
    """Return the closed interval behind one row of the observations."""
    whole = published(
        figure["value"], rounding=figure["rounding"], bound=figure.get("bound", "exact")
    )
    if figure["indicator"] in SHARES:
        return Interval(min(whole.lower, Decimal(100)), min(whole.upper, Decimal(100)))
    return whole


def _one_series(series: pd.DataFrame) -> pd.DataFrame:
    names = series["series_id"].unique()
    if len(names) != 1:
        raise ValueError(
            f"`series` holds {len(names)} series: growth is computed of one at a time; "
            "pick it with adoption.series(observations, series_id)"
        )
    twice = series[series.duplicated(["period_start", "period_end"])]
    if len(twice):
        ends = twice["period_end"].iloc[0].date()
        raise ValueError(
            f"`{names[0]}` has two figures for the period ending {ends}: "
            "pick one vintage with adoption.series(observations, series_id)"
        )
    return series.sort_values(["period_end", "period_start"], kind="stable")


def _base_before(
    figure: dict[Any, Any], earlier: list[dict[Any, Any]]
) -> tuple[dict[Any, Any] | None, str]:
    ended = [row for row in earlier if row["period_end"] < figure["period_end"]]
    if not ended:
        return None, "first figure of the series"
    return _unbroken(ended[-1], figure, earlier)


def _base_year_before(
    figure: dict[Any, Any], earlier: list[dict[Any, Any]]
) -> tuple[dict[Any, Any] | None, str]:
    year_ago = _year_before(figure["period_end"])
    near = [
        row for row in earlier if abs((row["period_end"] - year_ago).days) <= YOY_TOLERANCE_DAYS
    ]
    if not near:
        return None, "no figure a year before"
    alike = [row for row in near if _same_length(row, figure)]
    if not alike:
        return None, "the figure a year before is of a period of another length"
    base = min(alike, key=lambda row: abs((row["period_end"] - year_ago).days))
    return _unbroken(base, figure, earlier)


def _unbroken(
    base: dict[Any, Any], figure: dict[Any, Any], earlier: list[dict[Any, Any]]
) -> tuple[dict[Any, Any] | None, str]:
    """Return the base, or the reason why there is a break between it and the figure."""
    for row in (*earlier, figure):
        later = row is not base and row["period_end"] >= base["period_end"]
        if later and "b" in str(row.get("obs_status", "")):
            ended = row["period_end"].date()
            return None, f"break: the definition changed with the period ending {ended}"
    return base, ""


def _year_before(day: pd.Timestamp) -> pd.Timestamp:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _same_length(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    lengths = sorted((row["period_end"] - row["period_start"]).days + 1 for row in (one, other))
    return bool(lengths[1] - lengths[0] <= max(3, PERIOD_LENGTH_TOLERANCE * lengths[1]))


def _changes(
    base: dict[Any, Any] | None, figure: dict[Any, Any], measures: tuple[str, ...], prefix: str
) -> dict[str, float]:
    row = {} if prefix else {"years": float("nan")}
    if base is None:
        ends = ("", "_lower", "_upper")
        empty = {f"{prefix}{measure}{end}": float("nan") for measure in measures for end in ends}
        return row | empty
    years = years_between(base["period_end"].date(), figure["period_end"].date())
    if not prefix:
        row["years"] = float(years)
    point = [Interval(exact(r["value"]), exact(r["value"])) for r in (base, figure)]
    bounds = [interval_of(r) for r in (base, figure)]
    for measure in measures:
        centre = _MEASURES[measure](point[0], point[1], years)
        around = _MEASURES[measure](bounds[0], bounds[1], years)
        row[f"{prefix}{measure}"] = _ends(centre)["_lower"]
        for end, value in _ends(around).items():
            row[f"{prefix}{measure}{end}"] = value
    return row


_MEASURES: dict[str, Callable[[Interval, Interval, Decimal], Interval | None]] = {
    "change_points": lambda start, end, years: change_points(start, end),
    "change_count": lambda start, end, years: end - start,
    "growth_percent": lambda start, end, years: (
        growth_percent(start, end) if start.upper > 0 else None
    ),
    "compound_growth_percent": lambda start, end, years: (
        compound_growth_percent(start, end, years=years) if start.upper > 0 else None
    ),
    "doubling_time_years": lambda start, end, years: (
        doubling_time_years(start, end, years=years) if start.upper > 0 else None
    ),
}


def _ends(interval: Interval | None) -> dict[str, float]:
    if interval is None:
        return {"_lower": float("nan"), "_upper": float("nan")}
    return {"_lower": float(interval.lower), "_upper": float(interval.upper)}


def _interval(value: Interval | Number) -> Interval:
    return value if isinstance(value, Interval) else Interval(exact(value), exact(value))


def _times(a: Decimal, b: Decimal) -> Decimal:
    with localcontext(_EXACT):
        return Decimal(0) if a == 0 or b == 0 else a * b


def _hull(values: Any) -> Interval:
    found = list(values)
    return Interval(min(found), max(found))


def _root(value: Decimal, power: Decimal) -> Decimal:
    if value.is_infinite() or value == 0:
        return value
    # rounding to 50 digits makes exact roots exact: 4 ** 0.5 is 2, not 1.99...9
    return Context(prec=50).plus(value**power)


def _years(years: Number) -> Decimal:
    length = exact(years)
    if length <= 0:
        raise ValueError(f"`years` is {years}: the later period must end after the earlier one")
    return length


def _short(value: Decimal) -> str:
    if value.is_infinite():
        return str(value)
    return f"{Context(prec=max(6, value.adjusted() + 1)).plus(value).normalize():f}"

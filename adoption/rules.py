"""What must be true of the rows: ranges, periods, keys, identities, plausible neighbours.

A rule is a name, the column it reports, a function that finds the rows that break it, and a
sentence. pandera runs them over the typed rows, all of them, whatever the environment says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adoption import labels
from adoption.cells import Places, failures
from adoption.rates import SHARES
from adoption.schema import FORECASTS, IDENTITY, Problem, Table

Find = Callable[[pd.DataFrame], "pd.Series[bool]"]

SPIKE_FACTOR = 4.0  # an inner figure this far above or below both neighbours is a misprint
STEP_FACTOR = 80.0  # a last or first figure this far from its only neighbour
POPULATION_STEP = 1.35  # from one year to the next, for population.csv
DENOMINATOR_STEP = 1.5  # from one year to the next, for published denominators


class Row:
    """One row of a table; a column is read when its cell is asked for."""

    def __init__(self, columns: Callable[[str], list[Any]], position: int) -> None:
        self._columns = columns
        self._position = position

    def __getitem__(self, column: str) -> Any:
        return self._columns(column)[self._position]


@dataclass(frozen=True)
class Rule:
    """A rule over rows: its name, the column it reports, which rows break it, what it says."""

    name: str
    column: str
    broken: Find
    message: Callable[[Row], str]


def check_rows(rows: pd.DataFrame, rules: Iterable[Rule], places: Places) -> list[Problem]:
    """Check typed rows against rules that look at several cells or rows.

    Parameters
    ----------
    rows : DataFrame
        Typed rows with a RangeIndex.
    rules : iterable of Rule
    places : Places
        Where each row stands.

    Returns
    -------
    list of Problem
    """
    import pandera.pandas as pa

    by_name = {rule.name: rule for rule in rules}
    # one column for each rule, true where the row obeys it
    obeyed = pd.DataFrame(
        {name: ~rule.broken(rows).fillna(False).astype(bool) for name, rule in by_name.items()}
    )
    schema = pa.DataFrameSchema(
        {
            name: pa.Column(checks=pa.Check(_all_true, name=name, error=name))
            for name in by_name
            if not obeyed[name].all()
        }
    )
    broken = failures(schema, obeyed)
    positions = sorted({position for *_, position in broken})
    number = {position: n for n, position in enumerate(positions)}
    bad_rows = rows.iloc[positions]

    @cache
    def columns(name: str) -> list[Any]:
        cells: list[Any] = bad_rows[name].tolist()
        return cells

    found = []
    for name, _, _, position in broken:
        rule, row = by_name[name], Row(columns, number[position])
        value = row[rule.column]
        file, line = places[position]
        shown = "" if pd.isna(value) else str(value)
        found.append(Problem(file, line, rule.column, shown, name, rule.message(row)))
    return found


def _all_true(obeyed: pd.Series[bool]) -> pd.Series[bool]:
    return obeyed


def observation_rules(population: pd.DataFrame, *, context: bool = False) -> list[Rule]:
    """Return the rules for observations.

    Parameters
    ----------
    population : DataFrame
        Typed rows of population.csv, to compare counts with.
    context : bool
        Whether the rows are context tables, whose values may be longer than their precision.
    """
    rules = [
        Rule("period-order", "period_end", _ends_before_start, _period_message),
        Rule("released-early", "released", _released_early, _released_message),
        Rule("retrieved-early", "retrieved", _retrieved_early, _retrieved_message),
        Rule("share-range", "value", _share_outside, _share_message),
        Rule("count-whole", "value", _count_broken, _count_message),
        Rule("rounding-range", "rounding", _rounding_broken, _rounding_message),
        Rule("survey-error-range", "margin_of_error", _error_broken, _error_message),
        Rule("duplicate", "series_id", _duplicate, _duplicate_message),
        Rule("identity", "series_id", _identity_changes, _identity_message),
        Rule("neighbours", "value", _neighbours_far, _neighbours_message),
        Rule("denominator", "value", _denominator_jumps, _denominator_message),
        Rule("imputed", "obs_status", _unflagged_pools, _pool_message),
        Rule("population", "value", _above_population(population), _population_message(population)),
        Rule("implied-population", "value", _implied_off(population), _implied_message(population)),
    ]
    if context:  # estimates for a year are published within it; values carry more digits
        return [rule for rule in rules if rule.name != "released-early"]
    return [*rules, Rule("precision", "value", _imprecise, _precision_message)]


def reference_rules(table: Table) -> list[Rule]:
    """Return the rules for a reference table (population, claims, events ...)."""
    rules = [Rule("duplicate", table.key[0], _twice(table.key), _twice_message(table.key))]
    if table.name == "population":
        rules += [
            Rule("positive", "value", lambda rows: rows["value"] <= 0, _positive_message),
            Rule("year-step", "value", _population_jumps, _jump_message),
        ]
    if table.name == "claims":
        rules += [
            Rule("base-order", "base_period_end", _base_late, _base_message),
            Rule("base-missing", "base_period_end", _base_missing, _base_missing_message),
            Rule("rounding-range", "rounding", _rounding_broken, _rounding_message),
        ]
    return rules


def forecast_rules() -> list[Rule]:
    """Return the rules for stored forecasts: probabilities, one quantile of each, in order."""
    return [
        Rule("quantile-level", "quantile_level", _level_outside, _level_message),
        Rule(
            "double",
            "quantile_level",
            _level_twice,
            _quantile_message("a second quantile of its level"),
        ),
        Rule(
            "quantile-order",
            "predicted",
            _quantiles_cross,
            _quantile_message("below a quantile of a lower level"),
        ),
    ]


# --- rows --------------------------------------------------------------------------------------


def _ends_before_start(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["period_end"] < rows["period_start"]


def _period_message(row: Row) -> str:
    start, end = row["period_start"].date(), row["period_end"].date()
    return f"the period starts on {start} and ends before, on {end}"


def _released_early(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["released"] < rows["period_end"]


def _released_message(row: Row) -> str:
    return (
        f"released on {row['released'].date()}, before its period ends on "
        f"{row['period_end'].date()}: one of the two dates is wrong"
    )


def _retrieved_early(rows: pd.DataFrame) -> pd.Series[bool]:
    return (rows["retrieved"] < rows["released"]) | (rows["retrieved"] < rows["period_end"])


def _retrieved_message(row: Row) -> str:
    return (
        f"read on {row['retrieved'].date()}, before it was released or its period ended: "
        "one of the dates is wrong"
    )


def _share_outside(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["indicator"].isin(SHARES) & ~rows["value"].between(0, 100)


def _share_message(row: Row) -> str:
    return f"`value` is {row['value']:g}: a {row['indicator']} is a share in percent, 0 to 100"


def _count_broken(rows: pd.DataFrame) -> pd.Series[bool]:
    count = ~rows["indicator"].isin((*SHARES, "usage_index"))
    return (count & (rows["value"] % 1 != 0)) | (rows["value"] < 0)


def _count_message(row: Row) -> str:
    return f"`value` is {row['value']:g}: {row['indicator']} are a whole count, zero or more"


def _rounding_broken(rows: pd.DataFrame) -> pd.Series[bool]:
    return ~(rows["rounding"] > 0) | (rows["rounding"] > rows["value"].abs().clip(lower=50))


def _rounding_message(row: Row) -> str:
    return (
        f"`rounding` is {row['rounding']:g}: half the published precision is above zero "
        "and below the figure"
    )


def _error_broken(rows: pd.DataFrame) -> pd.Series[bool]:
    errors = rows[["margin_of_error", "standard_error"]]
    outside = ((errors <= 0) | (errors > 50)).any(axis="columns")
    return outside | (errors.notna().any(axis="columns") & ~rows["indicator"].isin(SHARES))


def _error_message(row: Row) -> str:
    return "a survey error is in points, above 0 and at most 50, and belongs to a share"


def _duplicate(rows: pd.DataFrame) -> pd.Series[bool]:
    key = ["series_id", "period_start", "period_end", "released"]
    return pd.Series(rows.duplicated(key, keep=False), index=rows.index)


def _duplicate_message(row: Row) -> str:
    released = (
        "without a release date"
        if pd.isna(row["released"])
        else f"released {row['released'].date()}"
    )
    return (
        f"two rows for `{row['series_id']}`, period ending {row['period_end'].date()}, {released}"
    )


def _identity_changes(rows: pd.DataFrame) -> pd.Series[bool]:
    """Find rows that differ in a column of the identity from most rows of their series."""
    nothing = pd.Series(False, index=rows.index)
    series, names = pd.factorize(rows["series_id"])
    first = pd.Series(np.arange(len(rows))).groupby(series).first().to_numpy()
    mixed = np.zeros(len(names), dtype=bool)
    for column in IDENTITY:
        codes = pd.factorize(rows[column])[0]
        mixed[series[codes != codes[first][series]]] = True
    if not mixed.any():
        return nothing
    found = rows.loc[mixed[series], ["series_id", *IDENTITY]]
    usual = found.value_counts(sort=True).reset_index().drop_duplicates("series_id")
    expected = found[["series_id"]].merge(usual, on="series_id", how="left", validate="m:1")
    columns = list(IDENTITY)
    differs = (found[columns].to_numpy() != expected[columns].to_numpy()).any(axis=1)
    return nothing.mask(rows.index.isin(found.index[differs]), True)


def _identity_message(row: Row) -> str:
    return (
        f"`{row['series_id']}` has another {', '.join(IDENTITY[:-1])} or {IDENTITY[-1]} in its "
        "other rows: a changed definition is a new series"
    )


def _neighbours_far(rows: pd.DataFrame) -> pd.Series[bool]:
    """Find figures far from those before and after them in their series."""
    series = pd.factorize(rows["series_id"])[0]
    order = np.lexsort((rows["period_start"], rows["period_end"], series))
    in_order = pd.DataFrame(
        {"series": series[order], "value": rows["value"].to_numpy()[order]}, index=rows.index[order]
    )
    values = in_order.groupby("series", sort=False)["value"]
    value = in_order["value"].replace(0, np.nan)
    before, after = value / values.shift(1), value / values.shift(-1)
    low, high = np.fmin(before, after), np.fmax(before, after)
    inner = before.notna() & after.notna()
    spike = inner & ((low > SPIKE_FACTOR) | (high < 1 / SPIKE_FACTOR))
    step = ~inner & ((low > STEP_FACTOR) | (high < 1 / STEP_FACTOR))
    small = rows["indicator"].isin(SHARES) & (rows["value"] < 1)  # rounding makes these jump
    return (spike | step).reindex(rows.index) & ~small


def _denominator_jumps(rows: pd.DataFrame) -> pd.Series[bool]:
    """Find populations and counts of internet users that change faster than any of them does."""
    slow = rows[rows["product"].isin(("none", "internet")) & ~rows["indicator"].isin(SHARES)]
    order = slow.sort_values(["series_id", "period_end"], kind="stable")
    by_series = order.groupby("series_id", sort=False)
    years = (order["period_end"] - by_series["period_end"].shift(1)).dt.days / 365.25
    step = order["value"] / by_series["value"].shift(1)
    limit = DENOMINATOR_STEP ** years.clip(lower=1)
    jumps = (step > limit) | (step < 1 / limit)
    return rows.index.to_series().isin(jumps.index[jumps])


def _denominator_message(row: Row) -> str:
    return (
        f"`value` is {row['value']:,.0f}, far from the year before in `{row['series_id']}`: "
        "a figure of another year, or a digit lost?"
    )


def _neighbours_message(row: Row) -> str:
    return (
        f"`value` is {row['value']:,g}, far from the figures of `{row['series_id']}` before and "
        "after it: a power of ten, another year or another series?"
    )


def _unflagged_pools(rows: pd.DataFrame) -> pd.Series[bool]:
    """Find economies of one source that share all their figures with two others (imputed means)."""
    modelled = rows[rows["weighting"] == "model"].sort_values(["period_end", "released"])
    paths: dict[tuple[float, ...], list[str]] = {}
    for name, values in modelled.groupby("series_id")["value"]:
        if len(values) >= 2:
            paths.setdefault(tuple(values), []).append(str(name))
    pooled = [name for names in paths.values() if len(names) >= 3 for name in names]
    return rows["series_id"].isin(pooled) & ~rows["obs_status"].str.contains("i", regex=False)


def _pool_message(row: Row) -> str:
    return (
        f"`{row['series_id']}` has the same figures as at least two other economies: a shared "
        "regional estimate is flagged i (imputed) in `obs_status`"
    )


def _sizes(population: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the largest known size of each group in each place."""
    largest = population.groupby(["geo", "population_group"])["value"].max().reset_index()
    pairs = zip(largest["geo"], largest["population_group"], strict=True)
    return dict(zip(pairs, largest["value"].astype("float64"), strict=True))


def _size_of(rows: pd.DataFrame, sizes: dict[tuple[str, str], float]) -> NDArray[np.float64]:
    pairs = zip(rows["geo"], rows["population_group"], strict=True)
    return np.array([sizes.get(pair, np.nan) for pair in pairs], dtype=np.float64)


def _above_population(population: pd.DataFrame) -> Find:
    sizes = _sizes(population)

    def broken(rows: pd.DataFrame) -> pd.Series[bool]:
        persons = rows["indicator"].isin(("users", "population"))
        counts = rows[persons & (rows["unit_of_observation"] != "user")]
        size = _size_of(counts, sizes)
        everyone = _size_of(counts.assign(population_group="total population"), sizes)
        limit = 1.03 * np.where(np.isnan(size), everyone, size)
        above = counts["value"] - counts["rounding"] > limit
        return rows.index.to_series().isin(counts.index[above])

    return broken


def _population_message(population: pd.DataFrame) -> Callable[[Row], str]:
    return lambda row: (
        f"{labels.persons(row['value'])} is more than the {row['population_group']} of {row['geo']}"
    )


def _implied_off(population: pd.DataFrame) -> Find:
    """Find a count and a share of one source, place and period that imply another population."""
    sizes = _sizes(population)

    def broken(rows: pd.DataFrame) -> pd.Series[bool]:
        same = ("source_id", "geo", "product", "purpose", "population_group", "usage_window")
        keys = [*same, "period_end"]
        users = rows[(rows["indicator"] == "users") & (rows["bound"] == "exact")]
        shares = rows[rows["indicator"] == "penetration"]
        pairs = users.reset_index().merge(
            shares.reset_index(), on=keys, suffixes=("", "_share"), how="inner"
        )
        size = _size_of(pairs, sizes)
        low = (
            100
            * (pairs["value"] - pairs["rounding"])
            / (pairs["value_share"] + pairs["rounding_share"])
        )
        high = (
            100
            * (pairs["value"] + pairs["rounding"])
            / (pairs["value_share"] - pairs["rounding_share"]).clip(lower=1e-9)
        )
        off = pairs[(low > 1.05 * size) | (high < 0.95 * size)]
        return rows.index.to_series().isin([*off["index"], *off["index_share"]])

    return broken


def _implied_message(population: pd.DataFrame) -> Callable[[Row], str]:
    return lambda row: (
        f"the count and the share of {row['geo']} for the period ending {row['period_end'].date()} "
        f"imply another {row['population_group']} than population.csv has"
    )


def _imprecise(rows: pd.DataFrame) -> pd.Series[bool]:
    steps = rows["value"] / (2 * rows["rounding"])
    off = (steps - steps.round()).abs() > 1e-6 * steps.abs().clip(lower=1)
    return off & (rows["bound"] == "exact")


def _precision_message(row: Row) -> str:
    return (
        f"`value` is {row['value']:.12g} and its `rounding` {row['rounding']:g}: the figure has "
        "other digits than the precision it was published with"
    )


# --- rows of the reference tables --------------------------------------------------------------


def _twice(key: tuple[str, ...]) -> Find:
    return lambda rows: rows.duplicated(list(key), keep=False)


def _twice_message(key: tuple[str, ...]) -> Callable[[Row], str]:
    return lambda row: "two rows for " + ", ".join(f"`{n}` {_text(row[n])}" for n in key)


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime) and not pd.isna(value):
        return str(value.date())
    return "(empty)" if pd.isna(value) or value == "" else str(value)


def _positive_message(row: Row) -> str:
    return f"`value` is {row['value']}: a population is above zero"


def _population_jumps(rows: pd.DataFrame) -> pd.Series[bool]:
    order = rows.sort_values(["geo", "population_group", "source_id", "year"])
    by_group = order.groupby(["geo", "population_group", "source_id"], sort=False)
    value = order["value"].astype("float64")
    years = (order["year"] - by_group["year"].shift(1)).clip(lower=1)
    step = value / by_group["value"].shift(1).astype("float64")
    limit = POPULATION_STEP**years
    return ((step > limit) | (step < 1 / limit)).reindex(rows.index)


def _jump_message(row: Row) -> str:
    return (
        f"{row['value']:,} in {row['year']} is far from the year before in {row['geo']}: "
        "a digit lost, or another group?"
    )


def _base_late(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["base_period_end"] >= rows["period_end"]


def _base_message(row: Row) -> str:
    return (
        f"the base period ends on {row['base_period_end'].date()}, not before the period that is "
        f"compared with it, {row['period_end'].date()}"
    )


def _base_missing(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["base_period_end"].isna() != (rows["claim_kind"] == "level")


def _base_missing_message(row: Row) -> str:
    return "a change names the period it compares with; a level has none"


# --- forecasts ---------------------------------------------------------------------------------


def _level_outside(rows: pd.DataFrame) -> pd.Series[bool]:
    return ~rows["quantile_level"].between(0, 1, inclusive="neither")


def _level_message(row: Row) -> str:
    return f"`quantile_level` is {row['quantile_level']:g}: a probability between 0 and 1"


def _above_the_last(rows: pd.DataFrame, column: str) -> pd.Series[float]:
    """Return how far each row is above the one of its forecast with the next lower level."""
    ordered = rows.sort_values(list(FORECASTS.key), kind="stable")
    forecast = ordered[list(FORECASTS.key[:-1])]
    same = (forecast == forecast.shift()).all(axis="columns")
    return ordered[column].diff().where(same).reindex(rows.index)


def _level_twice(rows: pd.DataFrame) -> pd.Series[bool]:
    return _above_the_last(rows, "quantile_level") == 0


def _quantiles_cross(rows: pd.DataFrame) -> pd.Series[bool]:
    return _above_the_last(rows, "predicted") < 0


def _quantile_message(words: str) -> Callable[[Row], str]:
    return lambda row: f"{words}: `{row['series_id']}`, period ending {row['period_end'].date()}"

"""What a chart shows, in words: figures, breaks, notes for the reader, alternative text.

Everything said here is made from the data. A change is given with the bounds that rounding implies,
and not at all across a break.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from adoption import labels, rates
from adoption.drawing import day_number, finite

Unit: TypeAlias = Literal["percent", "points", "persons", "number", "date"]

BANDS = ((95, 0.025, 0.975), (80, 0.10, 0.90), (50, 0.25, 0.75))  # drawn in this order
BREAK_WORDS = {
    "question": "Question changed",
    "population": "Population changed",
    "method": "Method changed",
    "restatement": "Figures restated",
    "product": "Product redefined",
}


# Alternative text


def describe_lines(
    observations: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    breaks: pd.DataFrame | None = None,
) -> str:
    """Say what `charts.lines` or `charts.small_multiples` shows.

    Parameters
    ----------
    observations, names, breaks
        As given to the chart.

    Returns
    -------
    str
        Time span; for each series its number of figures, range, latest value and change since the
        first comparable figure; then the breaks.
    """
    rows = checked(observations)
    called = names_of(rows, names)
    cuts = cuts_of(rows, breaks)
    every = by_series(rows)
    head = f"{len(every)} series" if len(every) > 1 else "One series"
    parts = [f"Chart over time. {head}, {_span_words(rows)}."]
    for name, group in every:
        cut = cuts.loc[cuts["inside"] == name, "date"]
        parts.append(f"{called[name]}: {_series_words(group, cut)}.")
    return " ".join(parts + _break_sentences(cuts))


def describe_fan(
    series: pd.DataFrame,
    forecasts: pd.DataFrame,
    *,
    name: str | None = None,
    breaks: pd.DataFrame | None = None,
) -> str:
    """Say what `charts.fan` shows: the published figures, and where the forecast ends.

    Parameters
    ----------
    series, forecasts, breaks
        As given to the chart.
    name : str, optional
        What the series is called.
    """
    quantiles = quantiles_of(forecasts, series)
    when, final = quantiles.index[-1], quantiles.iloc[-1]
    ranges = [
        f"{level}% range "
        + labels.interval(number_words(series, final[low]), number_words(series, final[high]))
        for level, low, high in reversed(BANDS)
    ]
    known = describe_lines(series, names={series["series_id"].iloc[0]: name} if name else None,
                           breaks=breaks)  # fmt: skip
    return (
        f"{known} Forecast to {labels.month(when)}: median {number_words(series, final[0.5])}, "
        f"{labels.listing(ranges)}."
    )


def describe_dots(
    table: pd.DataFrame, *, unit: Unit = "percent", what: str = "one dot for each row"
) -> str:
    """Say what `rankings.dots` shows: how many rows, highest, lowest, and those set apart."""
    rows = row_table(table, unit, ("value", "lower", "upper"))
    words = [f"{row['label']} {_with_range(row, unit)}" for _, row in rows.iterrows()]
    values = rows["value"]
    parts = [f"Chart of {len(rows)} rows, {what}."]
    if values.notna().any():
        parts.append(
            f"{'Latest' if unit == 'date' else 'Highest'}: {words[int(values.argmax())]}; "
            f"{'earliest' if unit == 'date' else 'lowest'}: {words[int(values.argmin())]}."
        )
    apart = [words[i] for i in range(len(rows)) if rows["highlight"].iloc[i]]
    if apart:
        parts.append(f"Set apart: {labels.listing(apart)}.")
    return " ".join(parts)


def describe_dumbbell(
    table: pd.DataFrame, *, before: str, after: str, unit: Unit = "percent"
) -> str:
    """Say what `rankings.dumbbell` shows: both periods, and the largest rise and fall."""
    rows = row_table(table, unit, ("before", "after"))
    shown = rows.assign(value=rows["after"])
    known = describe_dots(shown, unit=unit, what=f"two dots each: {before} and {after}")
    change = rows["after"] - rows["before"]
    parts = [known]
    for word, k in (("rise", int(change.argmax())), ("fall", int(change.argmin()))):
        if (change.iloc[k] > 0) if word == "rise" else (change.iloc[k] < 0):
            row = rows.iloc[k]
            ends = [unit_words(float(row[c]), unit, row["rounding"]) for c in ("before", "after")]
            parts.append(f"Largest {word}: {row['label']}, from {ends[0]} to {ends[1]}.")
    return " ".join(parts)


def reading_notes(observations: pd.DataFrame, *, breaks: pd.DataFrame | None = None) -> list[str]:
    """Return what a reader must know to read the marks of a chart over time.

    One sentence for each thing that is there: open dots, whiskers, figures that stand alone,
    breaks with their date and what changed.
    """
    rows = checked(observations)
    notes = []
    if "bound" in rows.columns and rows["bound"].eq("lower").any():
        notes.append("Open dots are lower bounds (“more than”).")
    if "margin_of_error" in rows.columns and rows["margin_of_error"].notna().any():
        notes.append("Whiskers are the published 95% margin of error.")
    elif "standard_error" in rows.columns and rows["standard_error"].notna().any():
        notes.append("Whiskers are 1.96 published standard errors to either side.")
    status = rows["obs_status"] if "obs_status" in rows.columns else pd.Series(dtype=str)
    alone = rows[status.str.contains("d")] if len(status) else rows.iloc[:0]
    if len(alone):
        periods = [
            labels.period(row["period_start"], row["period_end"]) for _, row in alone.iterrows()
        ]
        notes.append(
            f"No line joins {labels.listing(list(dict.fromkeys(periods)))} to the other figures: "
            "the wording differs."
        )
    return notes + _break_sentences(cuts_of(rows, breaks))


def _span_words(rows: pd.DataFrame) -> str:
    first, last = rows["period_end"].min(), rows["period_end"].max()
    start, end = labels.month(first), labels.month(last)
    return start if start == end else f"{start} to {end}"


def _series_words(group: pd.DataFrame, cuts: Iterable[pd.Timestamp]) -> str:
    """Say range, latest value and change of one series."""
    last = group.iloc[-1]
    latest = f"{value_words(last)} in {labels.month(last['period_end'])}"
    if len(group) == 1:
        return latest
    low, high = (group.iloc[int(k(group["value"]))] for k in (np.argmin, np.argmax))
    spread = f"{len(group)} figures between {value_words(low)} and {value_words(high)}"
    return f"{spread}; latest {latest}{_change_words(group, cuts)}"


def _change_words(group: pd.DataFrame, cuts: Iterable[pd.Timestamp]) -> str:
    """Say the change over the last piece that a line joins, with the bounds of rounding."""
    piece = next(p for p in pieces(group, cuts) if p[-1] == len(group) - 1)
    first, last = group.iloc[piece[0]], group.iloc[-1]
    if len(piece) < 2 or "lower" in (first.get("bound"), last.get("bound")):
        return ""
    start, end = (rates.interval_of(row.to_dict()) for row in (first, last))
    if last["indicator"] in rates.SHARES:
        change, unit = rates.change_points(start, end), " percentage points"
        decimals = labels.decimals_of(float(last["rounding"]))
    elif start.lower > 0:
        change, unit, decimals = rates.growth_percent(start, end), "%", 0
    else:
        return ""
    low, high = (
        labels.number(bound, decimals=decimals, signed=True)
        for bound in (change.lower, change.upper)
    )
    return f", {labels.interval(low, high)}{unit} since {labels.month(first['period_end'])}"


def _with_range(row: pd.Series, unit: Unit) -> str:
    words = "" if math.isnan(row["value"]) else unit_words(row["value"], unit, row["rounding"])
    if math.isnan(row["lower"]):
        return words
    low = unit_words(row["lower"], unit, row["rounding"])
    if math.isnan(row["upper"]):
        return f"{words} ({low} or later)"
    return f"{words} ({labels.interval(low, unit_words(row['upper'], unit, row['rounding']))})"


def _break_sentences(cuts: pd.DataFrame) -> list[str]:
    return list(
        dict.fromkeys(
            f"{cut['words']} on {labels.day(cut['date'])}"
            + (f": {cut['description']}." if cut["description"] else ".")
            for cut in cuts.to_dict("records")
        )
    )


# Rows of a ranking


def row_table(table: pd.DataFrame, unit: Unit, numbers: Iterable[str]) -> pd.DataFrame:
    """Return the rows with every optional column, dates as days."""
    if table.empty:
        raise ValueError("there are no rows to draw")
    rows = table.reset_index(drop=True).copy()
    for name in numbers:
        if name not in rows.columns:
            rows[name] = math.nan
        elif unit == "date":
            rows[name] = [
                math.nan if pd.isna(v) else day_number(pd.Timestamp(v)) for v in rows[name]
            ]
    for name, default in (
        ("detail", ""),
        ("geo", ""),
        ("highlight", False),
        ("rounding", math.nan),
    ):
        if name not in rows.columns:
            rows[name] = default
    return rows


def row_words(rows: pd.DataFrame, unit: Unit, column: str) -> list[str]:
    """Return what is written at the right of each row: its `words`, else its value."""
    if "words" in rows.columns:
        return [str(words) for words in rows["words"]]
    return [
        "" if math.isnan(row[column]) else unit_words(float(row[column]), unit, row["rounding"])
        for _, row in rows.iterrows()
    ]


def unit_words(value: float, unit: Unit, rounding: float) -> str:
    """Return a value of a row in words."""
    if unit == "date":
        return labels.month(date_of(value), short=True)
    if unit == "persons":
        return labels.persons(value, rounding=rounding if finite(rounding) else None)
    decimals = labels.decimals_of(rounding) if finite(rounding) else 1
    if unit == "percent":
        return labels.percent(value, decimals=decimals)
    return labels.number(value, decimals=decimals, signed=unit == "points")


def date_of(days: float) -> pd.Timestamp:
    """Return the date that matplotlib counts as so many days."""
    return pd.Timestamp("1970-01-01") + pd.Timedelta(days=days)


def rank_words(rows: pd.DataFrame) -> list[str]:
    """Return the rank each row may have: "1", or "2–4" where intervals overlap.

    Rows without an interval are compared by their values; equal values are ties.

    Examples
    --------
    >>> rank_words(pd.DataFrame({"value": [61.0, 48.0, 47.0], "lower": [60.0, 46.0, 45.0],
    ...                          "upper": [62.0, 50.0, 49.0]}))
    ['1', '2–3', '2–3']
    """
    low = rows["lower"].fillna(rows["value"]).to_list()
    high = rows["upper"].fillna(rows["value"]).to_list()
    words = []
    for i in range(len(rows)):
        best = 1 + sum(low[j] > high[i] for j in range(len(rows)))
        worst = sum(high[j] >= low[i] for j in range(len(rows)))
        words.append(str(best) if best == worst else f"{best}–{worst}")
    return words


# What the figures are


def value_words(row: pd.Series | Mapping[Any, Any]) -> str:
    """Return a published figure in words, with its published decimals.

    Examples
    --------
    >>> value_words(pd.Series({"indicator": "penetration", "value": 42.8, "rounding": 0.05}))
    '42.8%'
    >>> value_words(
    ...     pd.Series({"indicator": "users", "value": 8e8, "rounding": 5e7, "bound": "lower"})
    ... )
    'over 800 million'
    """
    rounding = float(row.get("rounding") or math.nan)
    over = "over " if row.get("bound") == "lower" else ""
    value = float(row["value"])
    if row["indicator"] in rates.SHARES:
        decimals = 1 if math.isnan(rounding) else labels.decimals_of(rounding)
        return over + labels.percent(value, decimals=decimals)
    return over + labels.persons(value, rounding=None if math.isnan(rounding) else rounding)


def quantiles_of(forecasts: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Return the forecast of one series: one row for each date, one column for each level.

    Raises
    ------
    ValueError
        Where the table holds no forecast of the series, or more than one for a date.
    """
    names = set(series["series_id"])
    mine = forecasts[forecasts["series_id"].isin(names)]
    if mine.empty:
        raise ValueError(f"no forecast of {', '.join(f'`{n}`' for n in sorted(names))}")
    ways = dict.fromkeys(zip(mine["series_id"], mine["model"], mine["origin"], strict=True))
    if len(ways) > 1:
        listed = "; ".join(
            f"`{name}` by `{model}` from {origin:%Y-%m-%d}" for name, model, origin in ways
        )
        raise ValueError(f"{len(ways)} forecasts ({listed}): a fan shows one; choose it first")
    ends, row = np.unique(mine["period_end"].to_numpy(), return_inverse=True)
    level = mine["quantile_level"].to_numpy(float).round(4)
    levels, column = np.unique(level, return_inverse=True)
    needed = {0.5, *(level for _, *pair in BANDS for level in pair)}
    if lacking := needed - set(levels.tolist()):
        raise ValueError(f"the forecast lacks the quantile levels {sorted(lacking)}")
    wide = np.full((len(ends), len(levels)), math.nan)
    wide[row, column] = mine["predicted"].to_numpy(float)
    return pd.DataFrame(wide, index=pd.DatetimeIndex(ends, name="period_end"), columns=levels)


def checked(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in order, or say why they cannot stand in one chart."""
    if observations.empty:
        raise ValueError("there are no figures to draw")
    if len({name in rates.SHARES for name in observations["indicator"]}) > 1:
        raise ValueError("shares and counts have no common axis: draw two charts")
    names = list(observations["series_id"])
    ends, starts = (observations[name].astype("int64").tolist() for name in
                    ("period_end", "period_start"))  # fmt: skip
    figures = list(zip(names, ends, starts, strict=True))
    if len(set(figures)) < len(figures):
        name = next(one for one, count in Counter(figures).items() if count > 1)[0]
        raise ValueError(
            f"`{name}` has several vintages of one period: take one with `adoption.series`"
        )
    rank = {name: k for k, name in enumerate(dict.fromkeys(names))}
    order = sorted(range(len(names)), key=lambda k: (rank[names[k]], ends[k], starts[k]))
    return observations.take(order).reset_index(drop=True)


def by_series(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of each series, in the order of their first appearance."""
    return [(str(name), group) for name, group in rows.groupby("series_id", sort=False)]


def head_values(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """Return what never changes within a series (`geo`, `product`), by its name."""
    pairs = zip(rows["series_id"], rows[column], strict=True)
    return {str(name): str(value) for name, value in dict(pairs).items()}


def names_of(rows: pd.DataFrame, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Name series: as given, else by the country or product that tells them apart, else by id."""
    named = {str(name): words for name, words in (given or {}).items()}
    geos, products = head_values(rows, "geo"), head_values(rows, "product")
    rest = [name for name in geos if name not in named]
    if not rest:
        return named
    if len(set(geos.values())) == len(geos):
        from adoption.data import geo_name

        return {name: geo_name(geos[name]) for name in rest} | named
    if len(set(products.values())) == len(products):
        from adoption.data import load_table

        called = load_table("products").set_index("product")["name"]
        return {name: str(called.get(products[name], products[name])) for name in rest} | named
    return {name: name for name in rest} | named


def when_words(row: pd.Series) -> str:
    """Return the reference period of a figure with its preposition.

    Examples
    --------
    >>> when_words(pd.Series({"period_start": "2025-12-31", "period_end": "2025-12-31"}))
    'on 31 December 2025'
    >>> when_words(pd.Series({"period_start": "2026-01-01", "period_end": "2026-03-31"}))
    'in Q1 2026'
    """
    words = labels.period(row["period_start"], row["period_end"])
    return f"{'on' if words[0].isdigit() and ' ' in words else 'in'} {words}"


def cuts_of(rows: pd.DataFrame, breaks: pd.DataFrame | None) -> pd.DataFrame:
    """Return the breaks that concern these series: date, words, and the series cut inside."""
    names = set(rows["series_id"])
    found = []
    for row in _concerning(breaks, names):
        before, after = row["series_id_before"], row["series_id_after"]
        words = row.get("label")
        words = words if isinstance(words, str) else BREAK_WORDS.get(str(row["kind"]))
        found.append(
            {
                "date": pd.Timestamp(row["date"]),
                "words": words or "Definition changed",
                "inside": before if before == after else "",
                "description": row.get("description") or "",
                "mark": _mark_date(rows, pd.Timestamp(row["date"]), before, after),
            }
        )
    return pd.DataFrame(found, columns=["date", "words", "inside", "description", "mark"])


def _concerning(breaks: pd.DataFrame | None, names: Set[str]) -> list[dict[Any, Any]]:
    """Return the breaks before or after one of these series."""
    if breaks is None:
        return []
    pairs = zip(breaks["series_id_before"], breaks["series_id_after"], strict=True)
    own = [k for k, pair in enumerate(pairs) if not names.isdisjoint(pair)]
    return breaks.iloc[own].to_dict("records") if own else []


def _mark_date(
    rows: pd.DataFrame, date: pd.Timestamp, before: object, after: object
) -> pd.Timestamp:
    """Return where a break is drawn: at its date, or midway where a dot already stands there.

    A new question may ask about weeks before the day it was first put.
    """
    ends = rows["period_end"]
    last = ends[(rows["series_id"] == before) & (before != after)].max()
    first = ends[(rows["series_id"] == after) & (before != after)].min()
    if pd.isna(last) or pd.isna(first) or last < date < first or first <= last:
        return date
    return pd.Timestamp(last + (first - last) / 2)


def errors_of(rows: pd.DataFrame) -> list[float]:
    """Return the half widths of the published 95% intervals of figures, NaN where there is none."""
    nothing = pd.Series(math.nan, index=rows.index)
    margins = rows.get("margin_of_error", nothing)
    errors = rows.get("standard_error", nothing)
    return [
        float(margin) if finite(margin) else 1.96 * float(error) if finite(error) else math.nan
        for margin, error in zip(margins, errors, strict=True)
    ]


def number_words(rows: pd.DataFrame, value: float) -> str:
    """Return a modelled number in words, in the decimals of the last published figure."""
    last = rows.iloc[-1]
    if last["indicator"] in rates.SHARES:
        decimals = min(1, labels.decimals_of(last["rounding"])) if last["rounding"] > 0 else 1
        return labels.percent(float(value), decimals=decimals)
    return labels.persons(round(float(value)))


def pieces(rows: pd.DataFrame, cuts: Iterable[pd.Timestamp]) -> list[list[int]]:
    """Return which figures a line may join: positions of rows, piece by piece.

    A piece ends before a break (a date of `cuts`, or status `b`); a figure whose definition
    differs (status `d`) stands alone, and no line passes over it.
    """
    dates = [pd.Timestamp(cut) for cut in cuts]
    status = (
        rows["obs_status"].fillna("").to_list()
        if "obs_status" in rows.columns
        else [""] * len(rows)
    )
    found: list[list[int]] = [[]]
    alone: list[list[int]] = []
    for i, (end, letters) in enumerate(zip(rows["period_end"], status, strict=True)):
        if "d" in letters:
            alone.append([i])
            if found[-1]:
                found.append([])
            continue
        previous = rows["period_end"].iloc[found[-1][-1]] if found[-1] else None
        crossed = previous is not None and any(previous < cut <= end for cut in dates)
        if ("b" in letters or crossed) and found[-1]:
            found.append([])
        found[-1].append(i)
    return sorted(alone + [piece for piece in found if piece])

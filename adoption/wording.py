"""The words of a report: definitions, what is new, findings as titles, rows as printed tables.

Shared by the sections of the quarterly report (`sections.py`, `outlook.py`, `appendix.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd

from adoption import data, exhibits, labels, rates, report, tables
from adoption.report import Edition
from adoption.schema import OBS_STATUS, USAGE_WINDOWS

Column = tables.Column
FIGURES = (
    Column("period", "Reference period"),
    Column("figure", "Figure", link="url"),
    Column("known", "Known from"),
    Column("remark", "Remark", missing=""),
)  # of the rows that `printed` makes


def figure_words(edition: Edition) -> dict[str, str]:
    """Return the words of every key figure by its name, for the prose."""
    figures = report.key_figures(edition)
    return dict(zip(figures["name"], figures["words"], strict=True))


def definition(
    edition: Edition, rows: pd.DataFrame, *, period: str = "", population: str = ""
) -> exhibits.Definition:
    """Say what figures are about: population, window, product, period, source, as-of date.

    Parameters
    ----------
    edition : Edition
    rows : DataFrame
        The observations shown.
    period : str, optional
        The reference periods in words; by default from the first to the last of `rows`.
    population : str, optional
        The population in words; by default the groups of `rows`.
    """
    sources = [edition.source(source_id) for source_id in rows["source_id"].unique()]
    assumed = int(rows["known_from_assumed"].sum())
    as_of = labels.day(edition.as_of)
    if assumed:
        as_of += f"; the release date of {assumed} of {len(rows)} figures is assumed"
    return exhibits.Definition(
        population=population or _some(group_words(rows["population_group"].unique())),
        window=_some(window_words(window) for window in rows["usage_window"].unique()),
        product=_some(product_words(rows["product"].unique())),
        period=period or _span_words(rows),
        source=_some(f"{source['publisher']}, {source['programme']}" for source in sources),
        as_of=as_of,
        source_url=str(sources[0]["address"]) if len(sources) == 1 else "",
    )


def group_words(groups: Iterable[str]) -> list[str]:
    """Return population groups in words.

    Examples
    --------
    >>> group_words(["working-age 15-64"])
    ['residents aged 15 to 64']
    """
    words = _meanings("population_groups", "population_group", "description")
    return [words[group] for group in groups]


def product_words(products: Iterable[str]) -> list[str]:
    """Return products by the names they are printed with.

    Examples
    --------
    >>> product_words(["chatgpt", "any-genai"])
    ['ChatGPT', 'generative AI']
    """
    words = _meanings("products", "product", "name")
    return [words[product] for product in products]


@cache
def _meanings(table: str, code: str, meaning: str) -> dict[str, str]:
    rows = data.load_table(table)
    return dict(zip(rows[code], rows[meaning], strict=True))


def window_words(window: str) -> str:
    """Return a usage window in words.

    Examples
    --------
    >>> window_words("last-2-weeks"), window_words("unspecified")
    ('used in the last two weeks', 'not stated')
    """
    return "not stated" if window == "unspecified" else USAGE_WINDOWS[window].partition(":")[0]


def news(edition: Edition, series_ids: Iterable[str]) -> str:
    """Say which figures of a section are new since the edition before."""
    key = ["series_id", "period_start", "period_end"]
    rows = edition.vintages[edition.vintages["series_id"].isin(list(series_ids))]
    if rows.empty:
        return f"No figure was published by {labels.day(edition.as_of)}."
    rows = rows.sort_values("known_from", kind="stable").drop_duplicates(key)
    fresh = rows[rows["known_from"] > report.previous_date(edition)]
    newest = rows.iloc[-1]
    assumed = " (an assumed date)" if newest["known_from_assumed"] else ""
    since = labels.day(newest["known_from"])
    if fresh.empty:
        return (
            f"No figure is new since the edition before; the newest has been known since "
            f"{since}{assumed}."
        )
    count = "One figure is" if len(fresh) == 1 else f"{labels.number(len(fresh))} figures are"
    return f"{count} new since the edition before, the newest known since {since}{assumed}."


def _some(words: Iterable[str], *, most: int = 4) -> str:
    found = list(dict.fromkeys(words))
    if len(found) > most:
        return "; ".join(found[:most]) + f"; and {len(found) - most} more, see the table"
    return "; ".join(found)


def _span_words(rows: pd.DataFrame) -> str:
    ordered = sorted(zip(rows["period_end"], rows["period_start"], strict=True))
    first, last = (labels.period(start, end) for end, start in (ordered[0], ordered[-1]))
    return labels.interval(first, last)


PRINTED = [
    "indicator", "value", "rounding", "bound", "margin_of_error", "standard_error", "obs_status",
    "known_from_assumed",
]  # fmt: skip


def printed(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what a printed table of figures shows: `period`, `figure`, `known`, `remark`."""
    periods = zip(rows["period_start"], rows["period_end"], strict=True)
    records = rows[PRINTED].fillna({"obs_status": ""}).to_dict("records")
    return rows.assign(
        period=[labels.period(start, end) for start, end in periods],
        figure=[report.level_words(row).removeprefix("more than ") for row in records],
        known=[labels.day(date) for date in rows["known_from"]],
        remark=[_remark(row) for row in records],
    )


def download(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of observations that a reader’s own work needs, for the CSV."""
    columns = [
        "series_id", "geo", "indicator", "product", "purpose", "population_group",
        "unit_of_observation", "weighting", "usage_window", "period_start", "period_end", "value",
        "rounding", "bound", "margin_of_error", "standard_error", "obs_status", "released",
        "known_from", "known_from_assumed", "url",
    ]  # fmt: skip
    return rows[columns]


def marks(edition: Edition, chosen: Mapping[str, str]) -> pd.DataFrame:
    """Return the events named in `chosen` that had happened, with their short labels."""
    events = edition.events[edition.events["event_id"].isin(list(chosen))]
    return events.assign(label=events["event_id"].map(dict(chosen))).reset_index(drop=True)


def chart_breaks(edition: Edition) -> pd.DataFrame:
    """Return the breaks at a reference period; a restatement has the date of its release."""
    breaks = edition.breaks
    return breaks[breaks["kind"] != "restatement"].reset_index(drop=True)


def growth_title(subject: str, series: pd.DataFrame) -> str:
    """Return the finding of a growing count: "more than doubled in a year", else its percent.

    The multiple is claimed only where every value within the rounding is above it. Figures of which
    one alone is flagged as of another definition are compared over a year only, as publishers do.
    """
    changes = rates.growth(series)
    last = changes.iloc[-1]
    differs = dict(zip(series["period_end"], series["obs_status"].str.contains("d"), strict=True))
    for prefix, base in (("yoy_", "yoy_base_period_end"), ("", "base_period_end")):
        if pd.isna(last[base]):
            continue
        if not prefix and differs[last[base]] != differs[last["period_end"]]:
            return f"{subject} stood at {report.level_words(series.iloc[-1])}"
        span = "a year" if prefix else _months_words(last[base], last["period_end"])
        lower, value = last[f"{prefix}growth_percent_lower"], last[f"{prefix}growth_percent"]
        upper = last[f"{prefix}growth_percent_upper"]
        for multiple, word in ((4, "more than quadrupled"), (3, "more than tripled"),
                               (2, "more than doubled")):  # fmt: skip
            if lower > 100 * (multiple - 1):
                return f"{subject} {word} in {span}"
        if lower > 0:
            half = (upper - lower) / 2
            words = report.change_words(value, "growth_percent", half).lstrip("+")
            return f"{subject} grew by {words} in {span}"
        if upper < 0:
            return f"{subject} fell in {span}"
        return f"{subject} hardly changed in {span}"
    return f"{subject}: one figure so far"


def _months_words(start: pd.Timestamp, end: pd.Timestamp) -> str:
    months = round((end - start).days / 30.44)
    if months < 1:
        return f"{(end - start).days} days"
    return "a month" if months == 1 else f"{months} months"


def _remark(row: Mapping[Any, Any]) -> str:
    remarks = ["more than"] if row["bound"] == "lower" else []
    error = row["standard_error"]
    if pd.notna(row["margin_of_error"]):
        remarks.append(f"margin of error {row['margin_of_error']:g} points")
    elif pd.notna(error):
        remarks.append(f"standard error {error:g} points")
    remarks += [OBS_STATUS.get(letter, letter).partition(":")[0] for letter in row["obs_status"]]
    if row["known_from_assumed"]:
        remarks.append("date assumed")
    return "; ".join(remarks)

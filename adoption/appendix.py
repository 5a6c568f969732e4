"""Why sources differ, what was revised, and where everything comes from."""

from __future__ import annotations

from functools import partial

import pandas as pd

from adoption import data, descriptions, exhibits, labels, rankings, report, tables, wording
from adoption.rates import SHARES
from adoption.report import Edition
from adoption.schema import PURPOSES, UNITS, USAGE_WINDOWS, WEIGHTINGS

Column = tables.Column
_OLDEST_MONTHS = 18  # a measure older than this is not set beside today's


def measures(edition: Edition, geo: str) -> pd.DataFrame:
    """Return the newest figure of every share measured in one place, side by side.

    Ordered by what is counted, by the window from narrow to wide and by group; never by value,
    because the rows measure different things.
    """
    known = edition.known
    rows = known[
        (known["geo"] == geo)
        & known["indicator"].isin(SHARES)
        & known["product"].isin(("any-genai", "any-ai"))
        & (known["period_end"] >= edition.as_of - pd.DateOffset(months=_OLDEST_MONTHS))
    ]
    rows = rows.sort_values("period_end").drop_duplicates("series_id", keep="last")
    rows = rows[~_is_detail(rows)]
    windows, units = list(USAGE_WINDOWS), list(UNITS)
    rows = rows.assign(
        unit_order=[units.index(unit) for unit in rows["unit_of_observation"]],
        window_order=[windows.index(window) for window in rows["usage_window"]],
    ).sort_values(["unit_order", "window_order", "product", "series_id"], ignore_index=True)
    return rows.drop(columns=["unit_order", "window_order"])


def _is_detail(rows: pd.DataFrame) -> pd.Series:
    """Find parts of a group (an age, a size, a sector) that stand beside their whole."""
    group = rows["population_group"]
    ages = group.str.contains(r"(?:18-29|30-49|50-64|65\+|50\+|13-17|16-24)", regex=True)
    sizes = group.str.contains(r"employer firms \d|NAICS|Ramp customers,", regex=True)
    return ages | sizes


def why_sources_differ(edition: Edition, geo: str = "USA") -> str:
    """Return every measure of one country side by side, with what makes them differ."""
    rows = measures(edition, geo)
    if len(rows) < 2:
        return f"Fewer than two measures of {data.geo_name(geo)} were known."
    name = data.geo_name(geo)
    publishers = [str(edition.source(source)["publisher"]) for source in rows["source_id"]]
    half = rows["margin_of_error"].fillna(1.96 * rows["standard_error"]).fillna(0)
    chart = rows.assign(
        label=publishers,
        detail=[_detail(row) for _, row in rows.iterrows()],
        lower=(rows["value"] - half - rows["rounding"]).clip(lower=0),
        upper=(rows["value"] + half + rows["rounding"]).clip(upper=100),
    )
    low, high = rows.iloc[rows["value"].argmin()], rows.iloc[rows["value"].argmax()]
    table = wording.printed(rows).assign(
        publisher=publishers,
        group=wording.group_words(rows["population_group"]),
        window=[wording.window_words(window) for window in rows["usage_window"]],
        purpose_words=[PURPOSES[purpose] for purpose in rows["purpose"]],
        unit=[f"{unit}, {WEIGHTINGS[weight]}" for unit, weight in
              zip(rows["unit_of_observation"], rows["weighting"], strict=True)],
        product_words=wording.product_words(rows["product"]),
        method=[edition.source(source)["method"] for source in rows["source_id"]],
        question=[edition.source(source)["question"] for source in rows["source_id"]],
    )  # fmt: skip
    return exhibits.figure_block(
        partial(rankings.dots, chart),
        "fig-measures",
        title=f"{name}: measures run from {report.level_words(low)} to "
        f"{report.level_words(high)}, because they ask different things",
        subtitle="Newest share by each measure, percent; grouped by what is counted and by window",
        alt=descriptions.describe_dots(chart),
        note="The order is by unit and window, from narrow to wide; it is no ranking, because "
        "no two rows measure the same thing. Lines are published errors and rounding.",
        definition=wording.definition(edition, rows),
        table=table,
        columns=[
            Column("publisher", "Source", link="url"),
            Column("figure", "Figure"),
            Column("group", "Population"),
            Column("window", "Use within"),
            Column("product_words", "Product"),
            Column("purpose_words", "Purpose"),
            Column("unit", "Unit and weight"),
            Column("method", "Method"),
            Column("question", "What is asked"),
            Column("period", "Reference period"),
        ],
        table_caption=f"Every measure of {name}, as of {labels.day(edition.as_of)}",
        download=wording.download(rows),
    )


def _detail(row: pd.Series) -> str:
    window = "" if row["usage_window"] == "unspecified" else f", {row['usage_window']}"
    purpose = "" if row["purpose"] == "any" else f", {row['purpose']}"
    return f"{row['population_group']}{window}{purpose}"


def revisions(edition: Edition) -> str:
    """Return every figure revised since the edition before, with the size of the revision."""
    before = report.previous_date(edition)
    rows = data.revisions(edition.vintages, after=before)
    if rows.empty:
        return (
            f"No figure was revised between {labels.day(before)} and {labels.day(edition.as_of)}."
        )
    known = edition.known.drop_duplicates("series_id").set_index("series_id")
    table = rows.assign(
        period=[labels.period(start, end) for start, end in
                zip(rows["period_start"], rows["period_end"], strict=True)],
        publisher=[str(edition.source(known.loc[name, "source_id"])["publisher"])
                   for name in rows["series_id"]],
    )  # fmt: skip
    decimals = partial(labels.number, decimals=2)
    return exhibits.table_block(
        table,
        [
            Column("series_id", "Series"),
            Column("publisher", "Source"),
            Column("period", "Reference period"),
            Column("value_before", "Before", show=decimals),
            Column("value", "Revised", show=decimals),
            Column("change", "Revision", show=partial(labels.number, decimals=2, signed=True)),
            Column("known_from", "Known from", show=labels.day),
        ],
        "tbl-revisions",
        title=f"{len(rows)} figures were revised since the edition before",
        table_caption=f"Revisions known after {labels.day(before)} and by "
        f"{labels.day(edition.as_of)}, in the unit of each series",
        download=rows,
    )


def corrections(edition: Edition) -> str:
    """Return the known errors in publications and copies of them."""
    rows = edition.corrections
    if rows.empty:
        return ""
    return exhibits.table_block(
        rows,
        [
            Column("series_id", "Series"),
            Column("period_end", "Period end", show=labels.day, missing="all"),
            Column("what", "What was printed"),
            Column("reason", "How we know"),
        ],
        "tbl-corrections",
        title="Known errors in publications and in copies of them",
        table_caption="Errors found while the figures were collected",
        download=rows,
        folded=True,
    )


def sources(edition: Edition) -> str:
    """Return the sources of the edition’s figures, with their newest release."""
    used = edition.known.groupby("source_id").agg(
        newest=("released", "max"), figures=("value", "size")
    )
    rows = edition.sources[edition.sources["source_id"].isin(used.index)]
    rows = rows.assign(
        newest=rows["source_id"].map(used["newest"]), figures=rows["source_id"].map(used["figures"])
    ).sort_values(["publisher", "programme"], ignore_index=True)
    return exhibits.table_block(
        rows,
        [
            Column("publisher", "Publisher"),
            Column("programme", "Programme", link="address"),
            Column("method", "Method"),
            Column("figures", "Figures"),
            Column("newest", "Newest release", show=labels.day, missing="not stated"),
            Column("next_release", "Next release", show=labels.day, missing="not known"),
            Column("licence", "Licence"),
        ],
        "tbl-sources",
        title="Where the figures come from",
        table_caption=f"Sources of the figures known on {labels.day(edition.as_of)}",
        download=rows,
        folded=True,
    )

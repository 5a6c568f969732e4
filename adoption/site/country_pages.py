"""The page of an economy, a state or a group: every measure side by side, and why they differ."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from adoption import appendix, descriptions, labels, rankings, report, tables, wording
from adoption.schema import PURPOSES, UNITS, USAGE_WINDOWS, WEIGHTINGS
from adoption.schema import Column as Described
from adoption.site import downloads, pages, world_pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

Column = tables.Column
MEASURES_DRAWN = 24  # rows of the chart; all are in the table
# what makes two figures differ: the column, the question it answers, and its words
DIFFERENCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "unit_of_observation": ("What is counted", UNITS),
    "population_group": ("Whom the share is of", {}),
    "weighting": ("What each unit weighs", WEIGHTINGS),
    "usage_window": ("Use within which time", USAGE_WINDOWS),
    "product": ("Use of what", {}),
    "purpose": ("Use for what", PURPOSES),
    "method": ("How it is known", {}),
}


def page(collection: Collection, frame: Frame, geo: str) -> str:
    """Return the page of one economy, state or group as HTML."""
    name = collection.place(geo)
    heads = collection.heads[collection.heads["geo"] == geo]
    shares = appendix.measures(collection.edition, geo)
    body = "\n".join(
        part
        for part in (
            pages.section("measures", "Measures side by side",
                          *_measures(collection, geo, name, shares)),
            pages.section("differ", "Why they differ", *_differences(collection, shares)),
            pages.section("rank", "Among other places", _ranks(collection, geo)),
            pages.section("all", "Every series", _every(collection, geo, heads)),
            pages.section("events", "Launches and rules", _events(collection, geo)),
            pages.section("files", "Downloads", pages.downloads(
                downloads.links(pages.name_of(geo), "Every figure in every vintage",
                                package=downloads.PACKAGE))),
        )
        if part
    )  # fmt: skip
    count = f"{len(heads)} series" if len(heads) > 1 else "One series"
    programmes = len(set(heads["source_id"]))
    return frame.html(
        Page(
            path=pages.country_path(geo),
            title=f"{name}: use of generative AI",
            subtitle=f"{count} from {programmes} programme{'s' if programmes > 1 else ''}",
            description=f"Every published measure of the use of generative AI in {name}, side by "
            "side, with the reasons why they differ.",
            trail=(("All economies", "countries/index.html"),),
            body=body,
            dataset=_dataset(frame, geo, name, heads),
        )
    )


def files(collection: Collection, geo: str) -> dict[str, str]:
    """Return the files beside the page of an economy."""
    rows = collection.edition.vintages
    return downloads.page_files(
        collection, pages.name_of(geo), f"{collection.place(geo)}: every published figure",
        rows[rows["geo"] == geo], about={"geo": geo},
    )  # fmt: skip


# Side by side --------------------------------------------------------------------------------


def _measures(collection: Collection, geo: str, name: str, rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return []
    table = _described(collection, rows)
    here = pages.country_path(geo)
    listed = pages.linked_table(
        ["Source", "Figure", "Population", "Use within", "Product", "Purpose", "Unit and weight",
         "Method", "Period"],
        [
            [pages.link(row["publisher"], here, pages.series_path(row["series_id"])),
             *(escape(str(row[column])) for column in
               ("figure", "group", "window", "product_words", "purpose_words", "unit", "method",
                "period"))]
            for row in table.to_dict("records")
        ],
        caption=f"Newest share by each measure, as known on {labels.day(collection.edition.as_of)}",
        numeric=(1,),
    )  # fmt: skip
    if len(rows) < 2:
        return [
            pages.paragraph(
                f"One recent share was known for {name}: {_one(table.iloc[0])}. Nothing else is "
                "there to hold it against."
            ),
            listed,
        ]
    drawn = table.head(MEASURES_DRAWN)
    low, high = rows.iloc[int(rows["value"].argmin())], rows.iloc[int(rows["value"].argmax())]
    shown = f"; the first {len(drawn)} of {len(table)}" if len(drawn) < len(table) else ""
    chart = pages.figure(
        functools.partial(rankings.dots, drawn),
        "fig-measures",
        title=f"{name}: from {report.level_words(low)} to {report.level_words(high)}",
        subtitle="Newest share by each measure, percent, ordered by unit and window, not by "
        f"value{shown}",
        alt=descriptions.describe_dots(drawn),
        note="No two rows measure the same thing, so this is no ranking. Lines are published "
        "errors and rounding.",
    )
    return [chart, pages.folded("Table of the measures", listed)]


def _described(collection: Collection, rows: pd.DataFrame) -> pd.DataFrame:
    """Add to the measures of a place the words of their table and the columns of their chart."""
    sources = collection.edition.sources.set_index("source_id")
    half = rows["margin_of_error"].fillna(1.96 * rows["standard_error"]).fillna(0)
    return wording.printed(rows).assign(
        publisher=rows["source_id"].map(sources["publisher"]),
        method=rows["source_id"].map(sources["method"]),
        group=wording.group_words(rows["population_group"]),
        window=[wording.window_words(window) for window in rows["usage_window"]],
        purpose_words=[PURPOSES[purpose] for purpose in rows["purpose"]],
        product_words=wording.product_words(rows["product"]),
        unit=[f"{unit}; {WEIGHTINGS[weight]}" for unit, weight in
              zip(rows["unit_of_observation"], rows["weighting"], strict=True)],
        label=rows["source_id"].map(sources["publisher"]),
        detail=[_detail(row) for row in rows.to_dict("records")],
        lower=(rows["value"] - half - rows["rounding"]).clip(lower=0),
        upper=(rows["value"] + half + rows["rounding"]).clip(upper=100),
    )  # fmt: skip


def _detail(row: Mapping[Any, Any]) -> str:
    parts = [row["population_group"], row["usage_window"], row["purpose"]]
    return ", ".join(str(part) for part in parts if part not in ("unspecified", "any"))


def _one(row: pd.Series[Any]) -> str:
    return f"{row['figure']}, {row['publisher']}, {row['period']}"


def _differences(collection: Collection, rows: pd.DataFrame) -> list[str]:
    """Say in which respects the measures differ, and what parts the highest from the lowest."""
    if len(rows) < 2:
        return []
    table = _described(collection, rows)
    items = []
    for column, (question, meanings) in DIFFERENCES.items():
        words = _dimension(table, column, meanings)
        counts = words.value_counts(sort=False)
        if len(counts) > 1:
            listed = "; ".join(f"{word} ({count})" for word, count in counts.items())
            items.append(f"<li><strong>{question}.</strong> {escape(listed)}.</li>")
    by_time = table.sort_values(["period_end", "period_start"])
    if (span := (by_time["period"].iloc[0], by_time["period"].iloc[-1]))[0] != span[1]:
        items.append(f"<li><strong>When.</strong> From {' to '.join(map(escape, span))}.</li>")
    low, high = table.iloc[int(table["value"].argmin())], table.iloc[int(table["value"].argmax())]
    return [pages.paragraph(apart(low, high)), f"<ul>{''.join(items)}</ul>" if items else ""]


def _dimension(table: pd.DataFrame, column: str, meanings: Mapping[str, str]) -> pd.Series[str]:
    words = {"population_group": "group", "product": "product_words"}.get(column, column)
    return pd.Series([
        (meanings[value].partition(":")[0] if meanings else str(value)) for value in table[words]
    ])  # fmt: skip


def apart(low: pd.Series[Any], high: pd.Series[Any]) -> str:
    """Say what parts the highest measure of a place from the lowest.

    Parameters
    ----------
    low, high : Series
        Rows with `publisher`, `figure`, `period` and the words of the columns of `DIFFERENCES`.
    """
    respects = {
        "unit_of_observation": "what is counted", "group": "the population",
        "weighting": "the weights", "window": "the time within which use counts",
        "product_words": "the product", "purpose_words": "the purpose", "method": "the method",
        "period": "the reference period",
    }  # fmt: skip
    differing = [words for column, words in respects.items() if low[column] != high[column]]
    both = f"The lowest measure ({_one(low)}) and the highest ({_one(high)})"
    if not differing:
        return f"{both} ask the same of the same population; sample and wording remain."
    return f"{both} differ in {labels.listing(differing)}."


# Among others, all series, events ------------------------------------------------------------


def _ranks(collection: Collection, geo: str) -> str:
    """Return the ranks that the rounding allows, in every comparison the place is part of."""
    here = pages.country_path(geo)
    rows = []
    for one in world_pages.comparisons(collection):
        newest = one.rankings[0]
        own = newest.table[newest.table["geo"] == geo]
        for row in own.to_dict("records"):
            rows.append(
                [pages.link(pages.capital(one.measure), here, one.path), escape(row["words"]),
                 escape(world_pages.rank_words(row)), str(len(newest.table)),
                 escape(newest.period)]
            )  # fmt: skip
    if not rows:
        return ""
    return pages.linked_table(
        ["Comparison", "Figure", "Rank", "Of", "Period"], rows,
        caption="Ranks among the places asked the same; a range where rounding leaves it open",
        numeric=(1, 3),
    )  # fmt: skip


def _every(collection: Collection, geo: str, heads: pd.DataFrame) -> str:
    here = pages.country_path(geo)
    order = {"penetration": 0, "firms_share": 1, "users": 2}
    rows = heads.assign(order=heads["indicator"].map(order).fillna(3)).sort_values(
        ["order", "publisher", "measure", "series_id"]
    )
    return pages.linked_table(
        ["Measure", "Newest figure", "Period", "Publisher"],
        [
            [pages.link(pages.capital(row["measure"]), here, pages.series_path(row["series_id"])),
             escape(row["words"]), escape(row["period"]), escape(row["publisher"])]
            for row in rows.to_dict("records")
        ],
        caption=f"Every series of {collection.place(geo)}",
    )  # fmt: skip


def _events(collection: Collection, geo: str) -> str:
    events = collection.edition.events
    rows = events[events["geo"] == geo].sort_values(["date", "event_id"], ascending=[False, True])
    if rows.empty:
        return ""
    return tables.html_table(
        rows,
        [Column("date", "Date", show=labels.day), Column("title", "What happened", link="url"),
         Column("organisation", "Who"), Column("kind", "Kind")],
        caption=f"Events in {collection.place(geo)}",
    )  # fmt: skip


def _dataset(frame: Frame, geo: str, name: str, heads: pd.DataFrame) -> dict[str, Any]:
    file = pages.name_of(geo)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{name}: use of generative AI",
        "description": f"Every published figure on the use of generative AI in {name}: "
        f"{len(heads)} series in every vintage, with definitions and sources.",
        "identifier": geo,
        "url": frame.absolute(pages.country_path(geo)),
        "spatialCoverage": name,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "The adoption developers"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media,
             "contentUrl": frame.absolute(f"countries/{file}/{file}.{ending}")}
            for media, ending in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }  # fmt: skip


PLACES = (
    Described("geo", "id", "code of the place"),
    Described("place", "text", "its name"),
    Described("kind", "text", "economy, state or group"),
    Described("series", "count", "series with a figure of the place"),
    Described("programmes", "count", "programmes that published them"),
    Described("share", "text", "Microsoft's estimate of the share of ages 15 to 64", empty=True),
)


def places(collection: Collection) -> pd.DataFrame:
    """Return every economy, state and group with published figures, by kind and name."""
    kinds = collection.geographies.set_index("code")["kind"]
    heads = collection.heads
    found = (
        heads.groupby("geo")
        .agg(place=("place", "first"), series=("series_id", "size"),
             programmes=("source_id", "nunique"))
        .reset_index()
    )  # fmt: skip
    newest = heads[heads["series_id"].str.startswith(report.WORLD_SHARE.removesuffix("-wld"))]
    share = newest.set_index("geo")["words"]
    found["kind"] = found["geo"].map(kinds).fillna("group")
    found["share"] = [share.get(geo) for geo in found["geo"]]
    order = found["kind"].map({"economy": 0, "state": 1, "group": 2})
    return found.assign(_order=order).sort_values(["_order", "place"], ignore_index=True)


def index_files(collection: Collection) -> dict[str, str]:
    """Return the list of places as files."""
    return downloads.table_files(
        "places", "Economies, states and groups", places(collection), PLACES,
        edition=collection.edition, key=("geo",),
    )  # fmt: skip


def index(collection: Collection, frame: Frame) -> str:
    """Return the page of all economies, states and groups."""
    every = places(collection)
    parts = []
    for kind, title in (("economy", "Economies"), ("state", "States"), ("group", "Groups")):
        rows = every[every["kind"] == kind]
        if rows.empty:
            continue
        table = pages.linked_table(
            [title, "Share of ages 15 to 64", "Series", "Programmes"],
            [
                [pages.link(row["place"], "countries/index.html", pages.country_path(row["geo"])),
                 escape(str(row["share"] or "not published")), str(row["series"]),
                 str(row["programmes"])]
                for row in rows.to_dict("records")
            ],
            caption=f"{len(rows)} {title.lower()} with published figures, by name; the share is "
            "Microsoft's estimate",
            numeric=(1, 2, 3),
        )  # fmt: skip
        parts.append(pages.section(kind, title, table))
    files = pages.downloads(downloads.links("places", "Every place"))
    parts.append(pages.section("files", "Downloads", files))
    return frame.html(
        Page(
            path="countries/index.html",
            title="Economies, states and groups",
            subtitle="Every measure of a place side by side, with the reasons why they differ",
            description="Index of the places with published figures on the use of generative AI.",
            body="\n".join(parts),
        )
    )

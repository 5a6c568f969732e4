"""The page of all series: a plain list by place, which a script searches where it may run."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from adoption.schema import Column
from adoption.site import downloads, pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

COLUMNS = (
    Column("series_id", "id", "the series; never changes meaning"),
    Column("title", "text", "place and measure in words"),
    Column("geo", "id", "code of the place"),
    Column("indicator", "text", "what is measured"),
    Column("product", "text", "product"),
    Column("population_group", "text", "whom it is of"),
    Column("usage_window", "text", "within which time use counts"),
    Column("publisher", "text", "who publishes it"),
    Column("programme", "text", "in which programme"),
    Column("figures", "count", "reference periods with a figure"),
    Column("first_period_end", "date", "end of the first reference period"),
    Column("period_start", "date", "first day of the newest reference period"),
    Column("period_end", "date", "last day of the newest reference period"),
    Column("value", "number", "the newest figure: percent, or a count"),
    Column("known_from", "date", "the day from which it was known"),
)


def files(collection: Collection) -> dict[str, str]:
    """Return the list of series as files."""
    heads = collection.heads.sort_values("series_id")
    return downloads.table_files(
        "series", "All series, each with its newest figure", heads, COLUMNS,
        edition=collection.edition, key=("series_id",),
        sources=list(heads["source_id"].unique()),
    )  # fmt: skip


def page(collection: Collection, frame: Frame) -> str:
    """Return the page of all series: a plain list by place, which a script can search."""
    heads = collection.heads.sort_values(["place", "measure", "series_id"])
    parts = [_search_form(heads)]
    for place, rows in heads.groupby("place", sort=True):
        geo = rows["geo"].iloc[0]
        items = "".join(_item(row) for row in rows.to_dict("records"))
        title = pages.link(str(place), "series/index.html", pages.country_path(geo))
        parts.append(
            f'<section data-place><h2 class="place">{title}</h2><ul>{items}</ul></section>'
        )
    body = "\n".join(parts)
    listed = pages.downloads(downloads.links("series", "Every series with its newest figure"))
    return frame.html(
        Page(
            path="series/index.html",
            title="All series",
            subtitle=f"{len(heads)} series of {heads['source_id'].nunique()} programmes, each with "
            "chart, definition, revisions, forecast and downloads",
            description=f"Index of {len(heads)} series on the use of generative AI, with search by "
            "place, publisher, product and measure.",
            body=f'<div class="index">\n{body}\n</div>\n'
            + pages.section("files", "Downloads", listed),
            searches=True,
        )
    )


def _search_form(heads: pd.DataFrame) -> str:
    def options(values: Sequence[str]) -> str:
        return "".join(f"<option>{escape(value)}</option>" for value in values)

    publishers = sorted(heads["publisher"].unique(), key=str.casefold)
    kinds = {"penetration": "Share of people", "firms_share": "Share of firms", "users": "Users"}
    return (
        '<form class="search" role="search" hidden>\n'
        '<p><label for="q">Search</label> <input type="search" id="q" name="q" autocomplete="off" '
        'spellcheck="false"></p>\n'
        '<p><label for="kind">Measure</label> <select id="kind" name="kind">'
        '<option value="">All</option>'
        + "".join(f'<option value="{code}">{words}</option>' for code, words in kinds.items())
        + '<option value="other">Other counts</option></select></p>\n'
        '<p><label for="publisher">Publisher</label> <select id="publisher" name="publisher">'
        f'<option value="">All</option>{options(publishers)}</select></p>\n'
        '<p class="found" role="status"></p>\n</form>'
    )


def _item(row: dict[Any, Any]) -> str:
    name = pages.name_of(row["series_id"])
    kind = row["indicator"] if row["indicator"] in ("penetration", "firms_share", "users") else ""
    measure = pages.capital(row["measure"])
    return (
        f'<li data-k="{kind or "other"}"><a href="{name}/index.html">{escape(measure)}</a> '
        f"<span>{escape(row['words'])}, {escape(row['period'])}; <b>{escape(row['publisher'])}</b>"
        f" <code>{name}</code></span></li>"
    )

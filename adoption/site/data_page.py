"""The page of the downloads: the files of the whole, the sources and their terms."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from adoption.site import pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page


def page(collection: Collection, frame: Frame, sizes: Mapping[str, int]) -> str:
    """Return the page of the downloads."""
    edition = collection.edition
    words = {
        "observations.csv": "Every figure in every vintage",
        "observations.json": "The same as JSON",
        "observations.parquet": "The same as Parquet, with types",
        "forecasts.parquet": "Forecasts of the edition, as quantiles",
        "sources.csv": "Programmes: who is covered, what is asked, how, on which terms",
        "breaks.csv": "Changes of definition",
        "corrections.csv": "Misprints and doubts",
        "events.csv": "Launches, rules, interruptions",
        "claims.csv": "Statements as printed",
        "population.csv": "Sizes of population groups",
        "geographies.csv": "Economies, states and groups",
        "products.csv": "Products",
        "population_groups.csv": "Population groups",
        "codelists.csv": "Every code, with its concept in SDMX",
        "codelists.json": "The same as JSON",
        "datapackage.json": "Description of the CSV files (Data Package, version 2)",
        "README.md": "Definitions",
    }
    rows = [
        [f'<a href="{name}" download>{name}</a>', escape(words[name]), _size(sizes[name])]
        for name in words
    ]
    sources = [
        [pages.outside(f"{row['publisher']}, {row['programme']}", row["address"]),
         escape(row["method"]), escape(row["licence"])]
        for row in edition.sources.sort_values(["publisher", "programme"]).to_dict("records")
        if row["source_id"] in set(edition.vintages["source_id"])
    ]  # fmt: skip
    body = "\n".join(
        [
            pages.paragraph(
                "Every page has its own figures as CSV and JSON beside it, with a Data Package. "
                "Here is the whole. File names never change."
            ),
            pages.linked_table(
                ["File", "What it holds", "Size"], rows, caption=f"Files of the edition "
                f"{edition.name}", numeric=(2,),
            ),
            '<p><a href="codebook.html">Codebook</a>: what each column and each code means.</p>',
            pages.section(
                "terms", "Sources and terms of use",
                pages.paragraph(
                    "The figures are facts read in publications, each with its address, and remain "
                    "under the terms of those who published them. Cite the publisher, the "
                    "programme, the reference period and the release, then this collection with "
                    "its edition."
                ),
                pages.linked_table(
                    ["Programme", "Method", "Terms of use"], sources,
                    caption=f"Programmes of the edition {edition.name}",
                ),
            ),
        ]
    )  # fmt: skip
    return frame.html(
        Page(
            path="data/index.html",
            title="Data",
            subtitle=f"{len(edition.vintages):,} vintages of "
            f"{edition.known['series_id'].nunique()} series, as known on {frame.as_of}",
            description="All figures as CSV, JSON and Parquet, with a Data Package and a codebook.",
            body=body,
            dataset=_catalogue(collection, frame),
        )
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"


def _catalogue(collection: Collection, frame: Frame) -> dict[str, Any]:
    files = {"text/csv": "csv", "application/json": "json", "application/vnd.apache.parquet":
             "parquet"}  # fmt: skip
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{pages.SITE_NAME}: published figures",
        "description": "Counts of users and shares of people and firms that use generative AI, as "
        "published, in every vintage, with definitions, sources, breaks and corrections.",
        "identifier": "genai-adoption",
        "url": frame.absolute("data/index.html"),
        "version": collection.edition.name,
        "dateModified": str(collection.edition.as_of.date()),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "The adoption developers"},
        "keywords": ["generative AI", "adoption", "official statistics", "forecasts"],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media,
             "contentUrl": frame.absolute(f"data/observations.{ending}")}
            for media, ending in files.items()
        ],
    }  # fmt: skip

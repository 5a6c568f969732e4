"""The codebook of the site: columns and codes, with their concepts in SDMX."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from adoption import data, schema
from adoption.site import pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

# SDMX: the cross-domain concept of each column, and how codes differ from the SDMX code lists
CONCEPTS = {
    "series_id": "SERIES", "source_id": "DATA_PROVIDER", "geo": "REF_AREA",
    "indicator": "INDICATOR", "product": "PRODUCT", "purpose": "ACTIVITY",
    "population_group": "POPULATION_GROUP", "unit_of_observation": "STAT_POP",
    "weighting": "WEIGHTING", "usage_window": "REF_PER_DET", "period_start": "TIME_PERIOD_START",
    "period_end": "TIME_PERIOD", "value": "OBS_VALUE", "rounding": "PRECISION",
    "bound": "OBS_BOUND", "sample_size": "SAMPLE_SIZE", "margin_of_error": "MARGIN_OF_ERROR",
    "standard_error": "STANDARD_ERROR", "obs_status": "OBS_STATUS", "released": "RELEASE_DATE",
    "url": "DOC_METHOD_URL", "source_title": "TITLE_COMPL", "primary": "PRIMARY",
    "retrieved": "COLL_DATE", "notes": "COMMENT_OBS",
}  # fmt: skip
STANDARD_CONCEPTS = (
    "REF_AREA", "INDICATOR", "DATA_PROVIDER", "STAT_POP", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS",
    "TITLE_COMPL", "COMMENT_OBS",
)  # of the SDMX cross-domain concepts; the others are this project's own  # fmt: skip
FREQUENCIES = {
    "D": "one day", "W": "up to two weeks", "M": "a month", "Q": "a quarter", "S": "a half-year",
    "A": "a year", "_U": "another span",
}  # fmt: skip
_OBS_STATUS = {"": "A", **{letter: letter.upper() for letter in schema.OBS_STATUS}}
_UNIT_MEASURE = {
    "penetration": "PT", "firms_share": "PT", "users": "PS", "population": "PS",
    "accounts": "NUMBER", "services": "NUMBER", "usage_index": "IX",
}  # fmt: skip
COLUMNS = (
    schema.Column("column", "text", "the column of the observations"),
    schema.Column("code", "text", "the code in that column", empty=True),
    schema.Column("meaning", "text", "what it means"),
    schema.Column("sdmx_concept", "text", "the concept of SDMX"),
    schema.Column("sdmx_code", "text", "the code of the SDMX list, where there is one", empty=True),
)


def codes(collection: Collection) -> pd.DataFrame:
    """Return every code of every column with its meaning and its place in SDMX."""
    lists: dict[str, Mapping[str, str]] = {
        "indicator": schema.INDICATORS,
        "product": _names("products", "product", "name"),
        "purpose": schema.PURPOSES,
        "population_group": _names("population_groups", "population_group", "description"),
        "unit_of_observation": schema.UNITS,
        "weighting": schema.WEIGHTINGS,
        "usage_window": schema.USAGE_WINDOWS,
        "bound": schema.BOUNDS,
        "obs_status": {"": "normal: none of the flags", **schema.OBS_STATUS},
        "geo": dict(zip(collection.geographies["code"], collection.geographies["name"],
                        strict=True)),
    }  # fmt: skip
    rows = [
        (column, code, meaning, CONCEPTS[column], _OBS_STATUS[code] if column == "obs_status" else
         f"UNIT_MEASURE={_UNIT_MEASURE[code]}" if column == "indicator" else "")
        for column, codes_of in lists.items()
        for code, meaning in codes_of.items()
    ]  # fmt: skip
    rows += [("period_start, period_end", "", meaning, "FREQ", code)
             for code, meaning in FREQUENCIES.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def _names(table: str, code: str, name: str) -> dict[str, str]:
    rows = pages.cleaned(data.load_table(table))
    return dict(zip(rows[code], rows[name], strict=True))


def page(collection: Collection, frame: Frame) -> str:
    """Return the codebook: columns, codes, and their concepts in SDMX."""
    columns = [
        [f"<code>{column.name}</code>", escape(column.description),
         escape(schema.KINDS[column.kind]), _concept(column.name)]
        for column in schema.OBSERVATIONS.columns
    ]  # fmt: skip
    parts = [
        pages.section(
            "columns", "Columns of the observations",
            pages.paragraph(
                "One row is one figure as published; a revised figure is a new row with a later "
                "release. The last column names the concept of SDMX, the standard of statistical "
                "offices for the exchange of data; those in italics have no cross-domain concept "
                "and are this project's own."
            ),
            pages.linked_table(["Column", "Meaning", "Cell", "SDMX concept"], columns,
                               caption="Columns of the observations"),
        )
    ]  # fmt: skip
    table = codes(collection)
    for column, rows in table.groupby("column", sort=False):
        if column in ("geo", "population_group"):
            continue
        lines = [
            [f"<code>{escape(row['code']) or 'empty'}</code>" if column in CONCEPTS
             else f"<code>{row['sdmx_code']}</code>", escape(row["meaning"]),
             f"<code>{escape(row['sdmx_code'])}</code>" if row["sdmx_code"] else ""]
            for row in rows.to_dict("records")
        ]  # fmt: skip
        title = str(column) if column in CONCEPTS else "frequency (from the reference period)"
        identifier = "codes-" + pages.name_of(title.partition(" ")[0])
        parts.append(
            pages.section(identifier, f"Codes of {title}",
                          pages.linked_table(["Code", "Meaning", "SDMX code"], lines,
                                             caption=f"Codes of {title}"))
        )  # fmt: skip
    parts.append(
        pages.paragraph(
            "The codes of places and of population groups are in the file of "
            "codes beside this page."
        )
        + pages.downloads(
            [
                ("codelists.csv", "Every code as CSV"),
                ("codelists.json", "The same as JSON"),
                ("datapackage.json", "Data Package that describes the CSV"),
            ]
        )
    )
    return frame.html(
        Page(
            path="data/codebook.html",
            title="Codebook",
            subtitle="What each column and each code means",
            description="Columns and codes of the observations, with their concepts in SDMX.",
            trail=(("Data", "data/index.html"),),
            body="\n".join(parts),
        )
    )


def _concept(column: str) -> str:
    concept = CONCEPTS[column]
    words = f"<code>{concept}</code>"
    return words if concept in STANDARD_CONCEPTS else f"<em>{words}</em>"

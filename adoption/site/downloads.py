"""The files a reader takes away: CSV, JSON, Parquet, their description as Data Package, the codes.

CSV cells that a spreadsheet would take for formulas carry an apostrophe (`tables.csv_text`); JSON
and Parquet hold the text as it is.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from adoption import data, schema, tables
from adoption.report import Edition
from adoption.site import codebook, pages
from adoption.site.collection import Collection

FORECASTS = (
    schema.Column("series_id", "id", "the series; never changes meaning"),
    schema.Column("model", "id", "the model that made the forecast"),
    schema.Column("origin", "date", "the day whose knowledge was used"),
    schema.Column("period_end", "date", "last day of the period forecast"),
    schema.Column("quantile_level", "number", "0.1 is the level exceeded nine times in ten"),
    schema.Column("predicted", "number", "the quantile, in the unit of the series"),
)
FORECASTS_KEY = ("series_id", "model", "origin", "period_end", "quantile_level")
KEY_FIGURES = (
    schema.Column("name", "id", "name of the number in the report"),
    schema.Column("value", "number", "the number"),
    schema.Column("lower", "number", "lower bound that rounding, or the forecast, leaves open"),
    schema.Column("upper", "number", "upper bound"),
    schema.Column("unit", "text", "persons, percent, percentage points, count"),
    schema.Column("words", "text", "the number as the report prints it"),
    schema.Column("series_id", "id", "the series it is from", empty=True),
    schema.Column("period_start", "date", "first day of the reference period"),
    schema.Column("period_end", "date", "last day of the reference period"),
    schema.Column("base_period_end", "date", "end of the period it is compared with", empty=True),
)
UNBOUND = (
    schema.Column("text", "text", "the number and its words, as the report has them"),
    schema.Column("kind", "text", "what is stated: a level, a change, a rank ..."),
    schema.Column("value", "number", "the number"),
    schema.Column("unit", "text", "percent, points, persons ...", empty=True),
    schema.Column("lower", "number", "lower bound of what the words allow, if any", empty=True),
    schema.Column("upper", "number", "upper bound of what they allow, if any", empty=True),
    schema.Column("period_end", "date", "end of the period it is about", empty=True),
    schema.Column("verdict", "text", "what can be said of it all the same"),
    schema.Column("reason", "text", "why it is bound to no figure"),
)
PACKAGE = "datapackage.json"  # of the one page of a folder
PROFILE = "https://datapackage.org/profiles/2.0/"
_TYPES = {"number": "number", "count": "integer", "date": "date", "year": "year", "flag": "boolean"}


# Tables as files -----------------------------------------------------------------------------


def figures_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return observations with the columns of the downloads, in their order."""
    return rows[schema.FIGURES.names]


def json_text(content: Any) -> str:
    """Return JSON that is the same each time, its text as it is."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows for JSON: dates as ISO text, what is missing as null, whole numbers whole.

    Examples
    --------
    >>> records(pd.DataFrame({"when": [pd.Timestamp("2026-02-05"), pd.NaT], "value": [42.8, 3.0]}))
    [{'when': '2026-02-05', 'value': 42.8}, {'when': None, 'value': 3}]
    """
    names = [str(name) for name in table.columns]
    return [
        dict(zip(names, map(_json_cell, row), strict=True))
        for row in table.itertuples(index=False, name=None)
    ]


def _json_cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell
    if tables.is_missing(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return cell.item() if hasattr(cell, "item") else cell


def parquet(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet, types and all."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


# Data Package --------------------------------------------------------------------------------


def descriptor(
    name: str,
    title: str,
    files: Mapping[str, tuple[str | None, Sequence[schema.Column]]],
    *,
    edition: Edition,
    sources: Sequence[str],
    keys: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Return the `datapackage.json` of CSV files (Data Package, version 2).

    Parameters
    ----------
    name, title : str
        Of the package.
    files : mapping
        File name to its text and columns. A text that is not at hand (None) is described without
        its size and digest.
    edition : Edition
    sources : sequence of str
        Programmes whose figures the files hold.
    keys : mapping, optional
        File name to the columns that identify a row.
    """
    about = [edition.source(source) for source in sorted(set(sources))]
    package: dict[str, Any] = {
        "$schema": PROFILE + "datapackage.json",
        "name": name,
        "title": title,
        "version": edition.name,
        "created": f"{edition.as_of.date()}T00:00:00Z",
    }
    if about:
        package["sources"] = [
            {"title": f"{one['publisher']}, {one['programme']}", "path": str(one["address"])}
            for one in about
        ]
    package["resources"] = [
        _resource(file, text, columns, (keys or {}).get(file, ()))
        for file, (text, columns) in files.items()
    ]
    return package


def _resource(
    file: str, text: str | None, columns: Sequence[schema.Column], key: Sequence[str]
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "$schema": PROFILE + "tableschema.json",
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
    }
    if key:
        fields["uniqueKeys"] = [list(key)]
    resource: dict[str, Any] = {
        "name": file.removesuffix(".csv").replace("_", "-").lower(),
        "path": file,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    if text is not None:
        content = text.encode()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return resource | {"schema": fields}


def _field(column: schema.Column) -> dict[str, Any]:
    kind = _TYPES.get(column.kind, "string")
    found: dict[str, Any] = {
        "name": column.name, "type": kind, "description": column.description,
    }  # fmt: skip
    if kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    limits: dict[str, Any] = {} if column.empty else {"required": True}
    if isinstance(column.codes, dict) and column.kind == "code":
        limits["enum"] = list(column.codes)
    if limits:
        found["constraints"] = limits
    return found


# Files of one page ---------------------------------------------------------------------------


def table_files(
    name: str,
    title: str,
    table: pd.DataFrame,
    columns: Sequence[schema.Column],
    *,
    edition: Edition,
    key: Sequence[str],
    sources: Sequence[str] = (),
    about: Mapping[str, Any] | None = None,
    package: str = "",
    rows: str = "rows",
) -> dict[str, str]:
    """Return CSV, JSON and Data Package of a table that a page shows.

    Parameters
    ----------
    name : str
        What the files are called.
    title : str
        What they hold.
    table : DataFrame
    columns : sequence of Column
        The columns that are given, with their meaning.
    edition : Edition
    key : sequence of str
        The columns that identify a row.
    sources : sequence of str, optional
        Programmes whose figures the table holds.
    about : mapping, optional
        What stands above the rows in the JSON.
    package : str, optional
        Name of the Data Package, by default `<name>.datapackage.json`: for pages that share a
        folder.
    rows : str
        What the rows are called in the JSON.
    """
    shown = table.reindex(columns=[column.name for column in columns])
    text = tables.csv_text(shown)
    described = descriptor(
        name, title, {f"{name}.csv": (text, columns)}, edition=edition, sources=sources,
        keys={f"{name}.csv": key},
    )  # fmt: skip
    head = {"title": title, "edition": edition.name, "as_of": str(edition.as_of.date())}
    return {
        f"{name}.csv": text,
        f"{name}.json": json_text(head | dict(about or {}) | {rows: records(shown)}),
        package or package_of(name): json_text(described),
    }


def package_of(name: str) -> str:
    """Return what the Data Package of one page is called where several share a folder."""
    return f"{name}.datapackage.json"


def links(name: str, words: str, *, package: str = "") -> list[tuple[str, str]]:
    """Return the files of `table_files` with words, for `pages.downloads`."""
    return [
        (f"{name}.csv", f"{words} as CSV"),
        (f"{name}.json", "The same as JSON"),
        (package or package_of(name), "Data Package that describes the CSV"),
    ]


def page_files(
    collection: Collection,
    name: str,
    title: str,
    rows: pd.DataFrame,
    *,
    about: Mapping[str, Any] | None = None,
    package: str = PACKAGE,
) -> dict[str, str]:
    """Return CSV, JSON and Data Package of the observations that a page shows (`table_files`)."""
    return table_files(
        name, title, rows, schema.FIGURES.columns, edition=collection.edition,
        key=schema.OBSERVATIONS.key, sources=list(rows["source_id"].unique()), about=about,
        package=package, rows="figures",
    )  # fmt: skip


def series_files(collection: Collection, series_id: str) -> dict[str, str]:
    """Return the files beside the page of a series."""
    head = collection.head(series_id)
    identity = {name: str(head[name]) for name in ("series_id", *schema.IDENTITY)}
    return page_files(
        collection, pages.name_of(series_id), str(head["title"]), collection.vintages[series_id],
        about=identity | {"publisher": head["publisher"], "programme": head["programme"]},
    )  # fmt: skip


def edition_files(
    edition: Edition, key_figures: pd.DataFrame, forecasts: pd.DataFrame, unbound: pd.DataFrame
) -> dict[str, str]:
    """Return the tables beside a report, with their Data Package.

    `unbound` are the numbers of the prose that the claims checker could bind to no figure.
    """
    observations = figures_table(edition.vintages)
    ahead = forecasts.reindex(columns=[column.name for column in FORECASTS])
    open_numbers = unbound.reindex(columns=[column.name for column in UNBOUND])
    open_numbers = open_numbers.replace([float("inf"), float("-inf")], float("nan"))
    files: dict[str, tuple[str, Sequence[schema.Column]]] = {
        "key_figures.csv": (tables.csv_text(key_figures), KEY_FIGURES),
        "observations.csv": (
            tables.csv_text(observations),
            schema.FIGURES.columns,
        ),
        "forecasts.csv": (tables.csv_text(ahead), FORECASTS),
        "unbound_statements.csv": (tables.csv_text(open_numbers), UNBOUND),
    }
    package = descriptor(
        f"genai-adoption-{edition.name.lower()}",
        f"{pages.SITE_NAME}: tables of the edition {edition.name}",
        files,
        edition=edition,
        sources=list(observations["source_id"].unique()),
        keys={
            "observations.csv": schema.OBSERVATIONS.key,
            "key_figures.csv": ("name",),
            "forecasts.csv": FORECASTS_KEY,
        },
    )
    told = {name: text for name, (text, _) in files.items()}
    return told | {
        "key_figures.json": json_text(records(key_figures)),
        "datapackage.json": json_text(package),
    }


# The whole -----------------------------------------------------------------------------------

_TABLES = ("sources", "breaks", "corrections", "events", "claims", "population")
_LISTS = ("geographies", "products", "population_groups")


def whole(collection: Collection) -> dict[str, str | bytes]:
    """Return the files of `data/`: every vintage and every reference table of the edition."""
    edition = collection.edition
    figures = figures_table(edition.vintages)
    contents: dict[str, tuple[pd.DataFrame, Sequence[schema.Column]]] = {
        "observations.csv": (figures, schema.FIGURES.columns),
    }
    for name in _TABLES:
        table = schema.REFERENCE_TABLES[name]
        contents[f"{name}.csv"] = (getattr(edition, name)[table.names], table.columns)
    for name in _LISTS:
        table = schema.REFERENCE_TABLES[name]
        contents[f"{name}.csv"] = (pages.cleaned(data.load_table(name))[table.names], table.columns)
    files = {name: (tables.csv_text(table), columns) for name, (table, columns) in contents.items()}
    lists = codebook.codes(collection)
    files["codelists.csv"] = (tables.csv_text(lists), codebook.COLUMNS)
    keys = {f"{name}.csv": schema.REFERENCE_TABLES[name].key for name in (*_TABLES, *_LISTS)}
    package = descriptor(
        "genai-adoption",
        f"{pages.SITE_NAME}: published figures, edition {edition.name}",
        files,
        edition=collection.edition,
        sources=list(edition.vintages["source_id"].unique()),
        keys=keys | {"observations.csv": schema.OBSERVATIONS.key},
    )
    found: dict[str, str | bytes] = {name: text for name, (text, _) in files.items()}
    return found | {
        "observations.json": json_text(records(figures)),
        "codelists.json": json_text(records(lists)),
        "observations.parquet": parquet(figures),
        "forecasts.parquet": parquet(collection.forecasts),
        "datapackage.json": json_text(package),
        "README.md": readme(collection, [*found, *_OTHERS]),
    }


_OTHERS = ("observations.json", "codelists.json", "observations.parquet", "forecasts.parquet")


def readme(collection: Collection, files: Sequence[str]) -> str:
    """Return the README of the downloads: what each file is, and the codebook."""
    edition = collection.edition
    about = {
        "observations": "every published figure in every vintage known on the edition's date",
        "forecasts": "quantiles of the edition's forecasts",
        "codelists": "every code with its meaning and its concept in SDMX",
    } | {name: schema.REFERENCE_TABLES[name].description for name in (*_TABLES, *_LISTS)}
    listed = "\n".join(f"| `{file}` | {about[file.partition('.')[0]]} |" for file in files)
    return f"""# {pages.SITE_NAME}: data of the edition {edition.name}

What was known on {edition.as_of.date()}: {len(edition.vintages)} vintages of \
{edition.known["series_id"].nunique()} series. File names never change; their contents do, from \
edition to edition.

| file | one row is |
|---|---|
{listed}

`datapackage.json` describes the CSV files (Data Package, version 2). Text that a spreadsheet would
take for a formula carries an apostrophe in the CSV files, not in JSON and Parquet. An empty cell
was not published; it is never zero. Shares are in percent, counts are whole numbers.

The figures are facts read in publications, each with its address, and remain under the terms of
those who published them: see `licence` in `sources.csv`.

## Codebook

{schema.codebook()}"""

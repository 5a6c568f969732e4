"""What changed from one edition to the next: new, revised, corrected and dropped figures."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from adoption import labels, rates, tables
from adoption.report import Edition
from adoption.schema import Column
from adoption.site import downloads, pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

KEY = ["series_id", "period_start", "period_end"]
KINDS = {
    "new": "New figures",
    "revised": "Revised figures",
    "corrected": "Corrected figures",
    "dropped": "Dropped figures",
}
ROWS_SHOWN = 30  # of one programme on the page; all are in the CSV


_COMPARED = [
    *KEY, "indicator", "value", "rounding", "released", "known_from", "known_from_assumed", "notes",
]  # fmt: skip
COLUMNS = (
    Column("series_id", "id", "the series; never changes meaning"),
    Column("period_start", "date", "first day of the reference period"),
    Column("period_end", "date", "last day of the reference period"),
    Column("kind", "text", "new, revised, corrected or dropped"),
    Column("indicator", "text", "what is measured"),
    Column("value_before", "number", "the figure in the edition before", empty=True),
    Column("value", "number", "the figure in this edition", empty=True),
    Column("rounding_before", "number", "half the width of its published precision", empty=True),
    Column("rounding", "number", "half the width of its published precision", empty=True),
    Column("change", "number", "the difference, in the unit of the series", empty=True),
    Column("reason", "text", "why it changed"),
    Column("released", "date", "when it was published", empty=True),
    Column("known_from", "date", "the day from which it was known", empty=True),
    Column("known_from_assumed", "flag", "whether that day is assumed", empty=True),
)
_RETURNED = [column.name for column in COLUMNS]


def differences(
    before: pd.DataFrame, after: pd.DataFrame, *, corrections: pd.DataFrame, breaks: pd.DataFrame
) -> pd.DataFrame:
    """Compare what two editions knew, figure by figure.

    Parameters
    ----------
    before, after : DataFrame
        Observations as known (`as_of`) on the dates of the editions: one row for each series and
        period.
    corrections, breaks : DataFrame
        The tables of known errors and of changes of definition; they give reasons.

    Returns
    -------
    DataFrame
        `series_id`, `period_start`, `period_end`, `kind` (`new`, `revised`, `corrected`,
        `dropped`), `indicator`, `value_before`, `value`, `rounding_before`, `rounding`, `change`
        (in the unit of the series), `reason`, `released`, `known_from`, `known_from_assumed`;
        ordered by kind, series and period.

        A figure is corrected where corrections.csv has it, else revised.
    """
    joined = before[_COMPARED].merge(
        after[_COMPARED], on=KEY, how="outer", suffixes=("_before", ""), indicator=True,
        validate="one_to_one",
    )  # fmt: skip
    changed = (joined["_merge"] != "both") | (joined["value"] != joined["value_before"])
    rows = joined[changed].reset_index(drop=True)
    erred = set(zip(corrections["series_id"], corrections["period_end"], strict=True))
    words = corrections.drop_duplicates(["series_id", "period_end"]).set_index(
        ["series_id", "period_end"]
    )
    kinds, reasons = [], []
    restated = breaks[breaks["kind"] == "restatement"].set_index("series_id_after")
    for row in rows.to_dict("records"):
        figure = (row["series_id"], row["period_end"])
        if row["_merge"] == "right_only":
            kinds.append("new")
            reasons.append("first published")
        elif row["_merge"] == "left_only":
            kinds.append("dropped")
            reasons.append("no longer among the figures")
        elif figure in erred:
            kinds.append("corrected")
            reasons.append(str(words.loc[figure, "reason"]))
        else:
            kinds.append("revised")
            reasons.append(_reason(row, restated))
    rows["kind"], rows["reason"] = kinds, reasons
    rows["change"] = (rows["value"] - rows["value_before"]).round(9)
    order = pd.Categorical(rows["kind"], list(KINDS), ordered=True)
    rows = rows.assign(_order=order).sort_values(["_order", *KEY], ignore_index=True)
    rows["indicator"] = rows["indicator"].fillna(rows["indicator_before"])
    return rows[_RETURNED]


def _reason(row: Mapping[Any, Any], restated: pd.DataFrame) -> str:
    """Say why a figure was revised: a restatement, what the row says, or its new release."""
    if row["series_id"] in restated.index:
        found = restated.loc[[row["series_id"]]]
        mine = found[found["date"] == row["released"]]
        if len(mine):
            return f"restated: {mine['description'].iloc[0]}"
    said = str(row["notes"]) if isinstance(row["notes"], str) else ""
    released = row["released"]
    when = f"release of {labels.day(released)}" if isinstance(released, pd.Timestamp) and not (
        pd.isna(released)
    ) else "a later release"  # fmt: skip
    return f"{when}: {said}" if said else when


def files(edition: Edition, before: Edition, rows: pd.DataFrame) -> dict[str, str]:
    """Return the differences between an edition and the one before as files."""
    known = edition.vintages.drop_duplicates("series_id").set_index("series_id")["source_id"]
    return downloads.table_files(
        "changes", f"What changed from {before.name} to {edition.name}", rows, COLUMNS,
        edition=edition, key=KEY, sources=list(rows["series_id"].map(known).dropna().unique()),
    )  # fmt: skip


def page(
    collection: Collection, frame: Frame, edition: Edition, before: Edition, rows: pd.DataFrame
) -> str:
    """Return the page of differences between an edition and the one before."""
    here = f"{edition.name}/changes.html"
    counts = rows["kind"].value_counts()
    listed = labels.listing([f"{counts.get(kind, 0)} {kind}" for kind in KINDS])
    parts = [
        pages.paragraph(
            f"Between {labels.day(before.as_of)} and {labels.day(edition.as_of)}: {listed}. "
            "Sizes are in the unit of each series: percentage points for shares, whole numbers "
            "for counts."
        ),
        *(
            pages.section(kind, title, _kind(collection, here, rows[rows["kind"] == kind]))
            for kind, title in KINDS.items()
        ),
        pages.section(
            "misprints", "Misprints found in what these figures were read from",
            _misprints(collection, here, edition, rows),
        ),
        pages.section("files", "Downloads",
                      pages.downloads(downloads.links("changes", "Every difference"))),
    ]  # fmt: skip
    return frame.html(
        Page(
            path=here,
            title=f"What changed in {edition.name}",
            subtitle=f"Figures of the edition {edition.name} held against those of {before.name}",
            description=f"New, revised, corrected and dropped figures of {edition.name}, each with "
            "size and reason.",
            trail=(("Editions", "editions.html"), (edition.name, f"{edition.name}/index.html")),
            body="\n".join(part for part in parts if part),
        )
    )


def _kind(collection: Collection, here: str, rows: pd.DataFrame) -> str:
    """Return the figures of one kind, programme by programme, each folded."""
    if rows.empty:
        return pages.paragraph("None.")
    heads = collection.heads
    programme = [
        f"{heads.loc[name, 'publisher']}, {heads.loc[name, 'programme']}"
        if name in heads.index
        else "Series that have ended"
        for name in rows["series_id"]
    ]
    parts = []
    for words, part in rows.assign(_programme=programme).groupby("_programme", sort=True):
        count = f"{len(part)} figure{'' if len(part) == 1 else 's'}"
        series = part["series_id"].nunique()
        of = f"{count} of {series} series" if series > 1 else count
        table = _table(collection, here, part.drop(columns="_programme"), str(words))
        parts.append(pages.folded(f"{words}: {of}", table))
    return "\n".join(parts)


def _table(collection: Collection, here: str, rows: pd.DataFrame, programme: str) -> str:
    kind = rows["kind"].iloc[0]
    shown = rows.head(ROWS_SHOWN)
    heads = ["Series", "Period"]
    heads += ["Figure"] if kind == "new" else ["Before", "Now", "Change"]
    heads += ["Known from", "Reason"] if kind != "new" else ["Known from"]
    lines = [_line(collection, here, row) for row in shown.to_dict("records")]
    caption = f"{programme}: {KINDS[kind].lower()}"
    if len(shown) < len(rows):
        caption += f", the first {len(shown)} of {len(rows)}; all are in the CSV"
    return pages.linked_table(
        heads, lines, caption=caption, numeric=(2,) if kind == "new" else (2, 3, 4)
    )


def _line(collection: Collection, here: str, row: Mapping[Any, Any]) -> list[str]:
    series_id = str(row["series_id"])
    known = series_id in collection.heads.index
    title = str(collection.head(series_id)["title"]) if known else series_id
    name = pages.link(title, here, pages.series_path(series_id)) if known else escape(title)
    period = escape(labels.period(row["period_start"], row["period_end"]))
    when = "" if tables.is_missing(row["known_from"]) else labels.day(row["known_from"])
    when += " (assumed)" if row["known_from_assumed"] is True else ""
    now = _words(row, "value")
    if row["kind"] == "new":
        return [name, period, now, when]
    change = _words(row, "change", signed=True)
    return [name, period, _words(row, "value_before"), now, change, when, escape(row["reason"])]


def _words(row: Mapping[Any, Any], column: str, *, signed: bool = False) -> str:
    value = row[column]
    if tables.is_missing(value):
        return ""
    half = row["rounding"] if not tables.is_missing(row["rounding"]) else row["rounding_before"]
    share = row["indicator"] in rates.SHARES
    if signed:
        decimals = labels.decimals_of(half)
        return labels.number(value, decimals=decimals, signed=True) + (" points" if share else "")
    if share:
        return labels.percent(value, decimals=labels.decimals_of(half))
    return labels.persons(value, rounding=half)


def _misprints(collection: Collection, here: str, edition: Edition, rows: pd.DataFrame) -> str:
    """Return the known errors in copies of the figures that changed in this edition."""
    changed = set(zip(rows["series_id"], rows["period_end"], strict=True))
    found = [
        row for row in edition.corrections.to_dict("records")
        if (row["series_id"], row["period_end"]) in changed
    ]  # fmt: skip
    if not found:
        return ""
    items = []
    for row in found:
        series_id = str(row["series_id"])
        name = (
            pages.link(str(collection.head(series_id)["title"]), here, pages.series_path(series_id))
            if series_id in collection.heads.index
            else escape(series_id)
        )
        items.append(
            f"<li>{name}: {escape(row['what'])}. {escape(pages.capital(row['reason']))}.</li>"
        )
    return f"<ul>{''.join(items)}</ul>"


def of_editions(edition: Edition, before: Edition) -> pd.DataFrame:
    """Return the differences between an edition and the one before."""
    return differences(
        before.known, edition.known, corrections=edition.corrections, breaks=edition.breaks
    )

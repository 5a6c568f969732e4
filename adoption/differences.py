"""What changed from one edition to the next: new, revised, corrected and dropped figures."""

from __future__ import annotations

import functools
from html import escape

import pandas as pd

from adoption import labels, pages, rates, tables
from adoption.collection import Collection
from adoption.pages import Frame, Page
from adoption.report import Edition

KEY = ["series_id", "period_start", "period_end"]
KINDS = {
    "new": "New figures",
    "revised": "Revised figures",
    "corrected": "Corrected figures",
    "dropped": "Dropped figures",
}
ROWS_SHOWN = 250  # of one kind on the page; all are in the CSV


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
        `dropped`), `value_before`, `value`, `change` (in the unit of the series), `reason`,
        `released`, `known_from`, `known_from_assumed`; ordered by kind, series and period.

        A figure is corrected where corrections.csv has it, else revised.
    """
    columns = [*KEY, "value", "released", "known_from", "known_from_assumed", "notes"]
    joined = before[columns].merge(
        after[columns], on=KEY, how="outer", suffixes=("_before", ""), indicator=True,
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
    return rows[
        [*KEY, "kind", "value_before", "value", "change", "reason", "released", "known_from",
         "known_from_assumed"]
    ]  # fmt: skip


def _reason(row: dict[object, object], restated: pd.DataFrame) -> str:
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
            pages.section(kind, title, _table(collection, here, rows[rows["kind"] == kind]))
            for kind, title in KINDS.items()
        ),
        pages.section(
            "misprints", "Misprints found in what these figures were read from",
            _misprints(collection, here, edition, rows),
        ),
        pages.section("files", "Downloads",
                      pages.downloads([("changes.csv", "Every difference as CSV")])),
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


def _table(collection: Collection, here: str, rows: pd.DataFrame) -> str:
    if rows.empty:
        return pages.paragraph("None.")
    kind = rows["kind"].iloc[0]
    shown = rows.head(ROWS_SHOWN)
    heads = ["Series", "Period"]
    heads += ["Figure"] if kind == "new" else ["Before", "Now", "Change"]
    heads += ["Known from", "Reason"] if kind != "new" else ["Known from"]
    lines = [_line(collection, here, row, kind) for row in shown.to_dict("records")]
    caption = f"{len(rows)} {KINDS[kind].lower()}"
    if len(shown) < len(rows):
        caption += f", the first {len(shown)}; all are in the CSV"
    numeric = (2,) if kind == "new" else (2, 3, 4)
    return pages.linked_table(heads, lines, caption=caption, numeric=numeric)


def _line(collection: Collection, here: str, row: dict[object, object], kind: str) -> list[str]:
    series_id = str(row["series_id"])
    known = series_id in collection.heads.index
    head = collection.head(series_id) if known else None
    title = str(head["title"]) if head is not None else series_id
    name = pages.link(title, here, pages.series_path(series_id)) if known else escape(title)
    period = labels.period(row["period_start"], row["period_end"])  # type: ignore[arg-type]
    share = head is not None and head["indicator"] in rates.SHARES

    def number(value: object, *, signed: bool = False) -> str:
        if tables.is_missing(value):
            return ""
        shown = functools.partial(labels.number, decimals=2) if share else labels.number
        return shown(float(value), signed=signed)  # type: ignore[arg-type]

    assumed = " (assumed)" if row["known_from_assumed"] is True else ""
    when = "" if tables.is_missing(row["known_from"]) else labels.day(row["known_from"])  # type: ignore[arg-type]
    values = (
        [number(row["value"])]
        if kind == "new"
        else [number(row["value_before"]), number(row["value"]), number(row["change"], signed=True)]
    )
    reason = [] if kind == "new" else [escape(str(row["reason"]))]
    return [name, escape(period), *values, escape(when + assumed), *reason]


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
        items.append(f"<li>{name}: {escape(row['what'])}. {escape(row['reason'])}.</li>")
    return f"<ul>{''.join(items)}</ul>"


def of_editions(edition: Edition, before: Edition) -> pd.DataFrame:
    """Return the differences between an edition and the one before."""
    return differences(
        before.known, edition.known, corrections=edition.corrections, breaks=edition.breaks
    )

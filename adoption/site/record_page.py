"""The record of the forecasts: kept as published, scored as figures arrive, misses shown."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from html import escape

import pandas as pd

from adoption import evaluation, labels, rates
from adoption.report import Edition
from adoption.schema import Column
from adoption.site import downloads, pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

UNITS = {"percent": "shares", "count": "counts"}
HORIZONS = ((0.5, "up to six months"), (1.0, "six to twelve months"), (99.0, "over a year"))
MISSES_SHOWN = 150
COLUMNS = (
    Column("edition", "text", "the edition that made the forecast"),
    Column("series_id", "id", "the series; never changes meaning"),
    Column("model", "id", "the model; `naive` carries the last value forward"),
    Column("origin", "date", "the day whose knowledge was used"),
    Column("period_end", "date", "last day of the period forecast"),
    Column("horizon", "text", "how far ahead that is"),
    Column("source_id", "id", "the programme"),
    Column("observed", "number", "the figure, in its newest vintage"),
    Column("median", "number", "the median of the forecast"),
    Column("unit", "text", "percent or count"),
    Column("wis", "number", "weighted interval score, lower is better"),
    Column("dispersion", "number", "its part for the width of the intervals"),
    Column("underprediction", "number", "its part for figures above the intervals"),
    Column("overprediction", "number", "its part for figures below the intervals"),
    Column("absolute_error", "number", "distance of the median from the figure"),
    Column("absolute_scaled_error", "number",
           "the same, over the mean change between the figures known", empty=True),
    *(Column(f"covered_{level}", "flag", f"whether the {level}% interval held the figure",
             empty=True) for level in (50, 80, 95)),
    *(Column(f"width_{level}", "number", f"width of the {level}% interval", empty=True)
      for level in (50, 80, 95)),
    Column("bias", "number", "1 all too low, 0 at the median, -1 all too high"),
    Column("pit", "number", "the quantile level of the figure"),
)  # fmt: skip
_DAYS = 365.25


def scored(observations: pd.DataFrame, forecasts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Score the forecasts of each edition against the figures first known after it.

    Parameters
    ----------
    observations : DataFrame
        Every vintage known now.
    forecasts : mapping of str to DataFrame
        Edition to its forecasts, those of the last value carried forward (`naive`) among them.

    Returns
    -------
    DataFrame
        `edition`, the columns of `evaluation.score`, `horizon` (in words) and `source_id`.
    """
    first = observations.groupby(["series_id", "period_end"])["known_from"].min()
    source = observations.drop_duplicates("series_id").set_index("series_id")["source_id"]
    tables = []
    for name, table in forecasts.items():
        if table.empty:
            continue
        scores = evaluation.score(table, observations)
        known = first.reindex(pd.MultiIndex.from_frame(scores[["series_id", "period_end"]]))
        scores = scores[known.to_numpy() > scores["origin"].to_numpy()]
        years = (scores["period_end"] - scores["origin"]).dt.days / _DAYS
        words = [next(text for most, text in HORIZONS if value <= most) for value in years]
        tables.append(
            scores.assign(edition=name, horizon=words, source_id=scores["series_id"].map(source))
        )
    if not tables:
        return pd.DataFrame(columns=["edition", "horizon", "source_id", "model", "unit"])
    return pd.concat(tables, ignore_index=True)


def files(edition: Edition, scores: pd.DataFrame, editions: Iterable[str]) -> dict[str, str]:
    """Return every score as files, and the description of the forecasts as stored; from `data/`."""
    made = downloads.table_files(
        "scores", "Forecasts of every edition, scored", scores, COLUMNS, edition=edition,
        key=("edition", "series_id", "model", "origin", "period_end"),
        sources=list(scores["source_id"].unique()),
    )  # fmt: skip
    stored = downloads.descriptor(
        "forecasts", "Forecasts of every edition, as quantiles",
        {f"{name}.csv": (None, downloads.FORECASTS) for name in editions},
        edition=edition, sources=(),
        keys={f"{name}.csv": downloads.FORECASTS_KEY for name in editions},
    )  # fmt: skip
    return {f"record/{name}": text for name, text in made.items()} | {
        f"data/forecasts/{downloads.PACKAGE}": downloads.json_text(stored)
    }


def page(
    collection: Collection, frame: Frame, scores: pd.DataFrame, kept: Mapping[str, bool]
) -> str:
    """Return the page of the record.

    Parameters
    ----------
    scores : DataFrame
        As of `scored`.
    kept : mapping
        Edition to whether its forecasts are those kept at publication, or made afterwards from
        what was known on its date.
    """
    parts = [_head(scores, kept)]
    if len(scores):
        parts += [
            pages.section("sources", "By source and horizon", _by(collection, scores)),
            pages.section("editions", "By edition", _by_edition(scores, kept)),
            pages.section("misses", "Misses", *_misses(collection, scores)),
        ]
    parts.append(
        pages.section(
            "files", "Downloads",
            pages.downloads(
                downloads.links("scores", "Every score")
                + [(f"../data/forecasts/{name}.csv", f"Forecasts of {name} as CSV")
                   for name in kept]
                + [(f"../data/forecasts/{downloads.PACKAGE}",
                    "Data Package that describes the forecasts")]
            ),
        )
    )  # fmt: skip
    return frame.html(
        Page(
            path="record/index.html",
            title="Forecast record",
            subtitle="The forecasts of every edition, held against the figures that came",
            description="How good the forecasts of every edition have been, by source and horizon, "
            "with every miss.",
            body="\n".join(part for part in parts if part),
        )
    )


def _head(scores: pd.DataFrame, kept: Mapping[str, bool]) -> str:
    later = [name for name, whether in kept.items() if not whether]
    words = (
        f"The forecasts of {labels.listing(later)} were made afterwards, by today's model, from "
        "what was known on the date of each edition. Those of later editions are kept as they were "
        "published."
        if later
        else "The forecasts are kept as they were published."
    )
    model = scores[scores["model"] == "engine"]
    if model.empty:
        return pages.paragraph(f"No forecast has met its figure yet. {words}")
    covered = [labels.percent(100 * float(model[f"covered_{level}"].mean()), decimals=0)
               for level in (50, 80, 95)]  # fmt: skip
    return pages.paragraph(
        f"{labels.number(len(model))} forecasts of {model['series_id'].nunique()} series have met "
        f"their figures. The intervals of 50, 80 and 95% held {covered[0]}, {covered[1]} and "
        f"{covered[2]} of them. {words}"
    )


def _summary(rows: pd.DataFrame) -> list[str]:
    """Return count, score against the last value carried forward, and coverage of one group."""
    model, naive = rows[rows["model"] == "engine"], rows[rows["model"] == "naive"]
    base = naive["wis"].mean()
    ratio = labels.number(model["wis"].mean() / base, decimals=2) if base > 0 else "not defined"
    return [
        labels.number(len(model)),
        labels.number(model["series_id"].nunique()),
        ratio,
        *(labels.percent(100 * float(model[f"covered_{level}"].mean()), decimals=0)
          for level in (50, 80, 95)),
    ]  # fmt: skip


_HEADS = (
    "Forecasts", "Series", "Score against the last value", "Inside 50%", "Inside 80%", "Inside 95%",
)  # fmt: skip


def _by(collection: Collection, scores: pd.DataFrame) -> str:
    sources = collection.edition.sources.set_index("source_id")
    order = {words: k for k, (_, words) in enumerate(HORIZONS)}
    rows = []
    groups = [
        (str(source), str(unit), str(horizon), part)
        for (source, unit, horizon), part in scores.groupby(["source_id", "unit", "horizon"])
        if (part["model"] == "engine").any()
    ]
    names = {
        source: f"{row['publisher']}, {row['programme']}" for source, row in sources.iterrows()
    }
    groups.sort(key=lambda one: (names[one[0]].casefold(), one[1], order[one[2]]))
    rows = [
        [escape(names[source]), UNITS[unit], horizon, *_summary(part)]
        for source, unit, horizon, part in groups
    ]
    rows += [
        ["All", UNITS[str(unit)], str(horizon), *_summary(part)]
        for (unit, horizon), part in sorted(
            scores.groupby(["unit", "horizon"]),
            key=lambda one: (str(one[0][0]), order[str(one[0][1])]),
        )
        if (part["model"] == "engine").any()
    ]
    return pages.note(
        "The score is the ratio of the mean weighted interval score to that of the last value "
        "carried forward: below 1 is better. Scores of shares and of counts are never averaged "
        "together."
    ) + pages.linked_table(
        ["Source", "Figures", "Horizon", *_HEADS], rows,
        caption="Forecasts that have met their figures, by source and horizon",
        numeric=range(3, 9), highlight=[row[0] == "All" for row in rows],
    )  # fmt: skip


def _by_edition(scores: pd.DataFrame, kept: Mapping[str, bool]) -> str:
    rows = [
        [str(name), "kept as published" if kept[str(name)] else "made afterwards",
         UNITS[str(unit)], *_summary(part)]
        for (name, unit), part in scores.groupby(["edition", "unit"])
        if (part["model"] == "engine").any()
    ]  # fmt: skip
    return pages.linked_table(
        ["Edition", "Origin", "Figures", *_HEADS], rows, caption="The same by edition",
        numeric=range(3, 9),
    )  # fmt: skip


def _misses(collection: Collection, scores: pd.DataFrame) -> list[str]:
    """Return every figure outside its 95% interval, the furthest out first."""
    out = scores[(scores["model"] == "engine") & ~scores["covered_95"].astype(bool)]
    if out.empty:
        return [pages.paragraph("Every figure lay inside its 95% interval.")]
    out = out.assign(ratio=out["wis"] / out["width_95"].where(out["width_95"] > 0))
    out = out.sort_values(["ratio", "series_id", "period_end", "edition"],
                          ascending=[False, True, True, True])  # fmt: skip
    rows = []
    for row in out.head(MISSES_SHOWN).to_dict("records"):
        head = collection.head(str(row["series_id"]))
        share = head["indicator"] in rates.SHARES
        words = functools.partial(labels.percent, decimals=1) if share else labels.persons
        side = "above" if row["underprediction"] > row["overprediction"] else "below"
        rows.append(
            [pages.link(str(head["title"]), "record/index.html",
                        pages.series_path(str(row["series_id"]))),
             str(row["edition"]), labels.day(row["period_end"]), words(row["observed"]),
             words(row["median"]), f"{side} the interval"]
        )  # fmt: skip
    shown = f", the {len(rows)} furthest out" if len(rows) < len(out) else ""
    return [
        pages.linked_table(
            ["Series", "Edition", "Period end", "Figure", "Median forecast", "Where"], rows,
            caption=f"{len(out)} figures outside their 95% interval{shown}", numeric=(3, 4),
        )
    ]  # fmt: skip

"""The page of a series: chart, figures, definition, vintages, breaks, forecast, citation, code."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import Any

import pandas as pd

from adoption import charts, descriptions, labels, outlook, rates, report, tables, wording
from adoption.schema import (
    BOUNDS,
    INDICATORS,
    PURPOSES,
    UNITS,
    USAGE_WINDOWS,
    WEIGHTINGS,
)
from adoption.site import citations, downloads, pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame, Page

Column = tables.Column
P = functools.partial
PEERS_SHOWN = 12
EVENTS_SHOWN = 12
GROWTH_MONTHS = 15  # as far back as a change year on year looks
FEWEST_SCORED = 5  # forecasts of a series below which its own score says nothing


def page(collection: Collection, frame: Frame, series_id: str) -> str:
    """Return the page of one series as HTML."""
    head = collection.head(series_id)
    rows = collection.figures[series_id]
    words = f"{head['words']} {_in(head['period'])}"
    change = change_words(rows, collection.edition.claims)
    body = "\n".join(
        part
        for part in (
            _main_point(head, change),
            pages.section("chart", "The figures", *_figures(collection, series_id, change)),
            pages.section("definition", "What is measured", _definition(collection, head, rows)),
            pages.section("forecast", "Forecast", *_forecast(collection, series_id)),
            pages.section("vintages", "Vintages and revisions", *_vintages(collection, series_id)),
            pages.section("breaks", "Breaks and corrections", *_breaks(collection, series_id)),
            pages.section("events", "Launches and rules in this time", _events(collection, head)),
            pages.section("use", "Download, cite, load", *_use(collection, frame, head)),
        )
        if part
    )
    return frame.html(
        Page(
            path=pages.series_path(series_id),
            title=str(head["title"]),
            subtitle=f"{head['publisher']}, {head['programme']}",
            description=f"{head['title']}: {words}, as published by {head['publisher']}, with its "
            "definition, revisions, forecast and downloads.",
            trail=(
                ("All series", "series/index.html"),
                (str(head["place"]), pages.country_path(head["geo"])),
            ),
            body=body,
            dataset=_dataset(frame, head, words),
        )
    )


# What the figures say ------------------------------------------------------------------------


def _main_point(head: pd.Series[Any], change: str) -> str:
    """Return the newest figure with its change, in one line."""
    assumed = ", a date that is assumed" if head["known_from_assumed"] else ""
    known = f"Known from {labels.day(head['known_from'])}{assumed}."
    return (
        f'<p class="main-figure"><strong>{escape(head["words"])}</strong> '
        f"<span>{escape(_in(head['period']))}{escape(change)}. {escape(known)}</span></p>"
    )


def change_words(rows: pd.DataFrame, claims: pd.DataFrame) -> str:
    """Say the change of the newest figure, year on year where it can be.

    As its publisher printed it where that lies within the bounds that rounding implies, else as the
    figures have it, with no more digits than those bounds allow.
    """
    figure = rows.iloc[-1]
    if len(rows) < 2 or figure["bound"] == "lower":
        return ""
    recent = rows["period_end"] >= figure["period_end"] - pd.DateOffset(months=GROWTH_MONTHS)
    last = rates.growth(rows[recent | (rows.index >= len(rows) - 2)]).iloc[-1]
    measure = "change_points" if figure["indicator"] in rates.SHARES else "growth_percent"
    for prefix, base in (("yoy_", "yoy_base_period_end"), ("", "base_period_end")):
        value = last[f"{prefix}{measure}"]
        if pd.isna(last[base]) or pd.isna(value):
            continue
        low, high = last[f"{prefix}{measure}_lower"], last[f"{prefix}{measure}_upper"]
        half = (high - low) / 2
        printed = report.printed_change(claims, figure, last[base], measure)
        if printed is not None and low - 1e-9 <= printed[0] <= high + 1e-9:
            value, half = printed
        when = "on a year before" if prefix else f"since {labels.day(last[base])}"
        if value == 0:
            return f", unchanged {when}"
        return f", {report.change_words(value, measure, half)} {when}"
    return ""


def _in(period: str) -> str:
    """Return a period with its preposition."""
    if re.match(r"\d+ [A-Z]", period):
        return f"on {period}"
    return f"in the {period}" if period.startswith(("first", "second")) else f"in {period}"


def _figures(collection: Collection, series_id: str, change: str) -> list[str]:
    """Return the chart and the table of figures; a single figure stands among its peers."""
    rows = collection.figures[series_id]
    head = collection.head(series_id)
    parts = [_lines(collection, head, rows, change) if len(rows) > 1 else ""]
    parts.append(_among_peers(collection, series_id))
    parts.append(
        tables.html_table(
            wording.printed(rows).iloc[::-1],
            [*wording.FIGURES, Column("source_title", "Read at", link="url")],
            caption=f"{head['title']}, as known on {labels.day(collection.edition.as_of)}",
        )
    )
    return parts


def _lines(collection: Collection, head: pd.Series[Any], rows: pd.DataFrame, change: str) -> str:
    breaks = wording.chart_breaks(collection.edition)
    names = {str(head["series_id"]): str(head["place"])}
    ahead = collection.ahead.get(str(head["series_id"]))
    said = " ".join(descriptions.reading_notes(rows, breaks=breaks))
    if ahead is None:
        draw = P(charts.lines, rows, names=names, breaks=breaks)
        alt = descriptions.describe_lines(rows, names=names, breaks=breaks)
    else:
        draw = P(charts.fan, rows, ahead, breaks=breaks)
        alt = descriptions.describe_fan(rows, ahead, name=str(head["place"]), breaks=breaks)
        said = f"The bands hold 50, 80 and 95% of the forecast. {said}"
    return pages.figure(
        draw,
        "fig-series",
        title=f"{head['words']} {_in(head['period'])}{change}",
        subtitle=pages.capital(head["measure"]),
        alt=alt,
        note=said,
    )


def _among_peers(collection: Collection, series_id: str) -> str:
    """Return the newest figure among those of the same question in other places or groups."""
    word, peers = collection.peers(series_id)
    if not word:
        return ""
    place = list(peers.index).index(series_id)
    start = min(max(place - PEERS_SHOWN // 2, 0), max(len(peers) - PEERS_SHOWN, 0))
    near = peers.iloc[start : start + PEERS_SHOWN]
    here = pages.series_path(series_id)
    columns = {"places": "place", "groups": "population_group"}
    rows = [
        [
            pages.link(str(row[columns[word]]), here, pages.series_path(str(name)))
            if name != series_id
            else escape(str(row[columns[word]])),
            escape(str(row["words"])),
        ]
        for name, row in near.iterrows()
    ]
    of = "places" if word == "places" else "groups of the same population"
    which = (
        f"{len(near)} of {len(peers)}, the nearest" if len(near) < len(peers) else f"{len(peers)}"
    )
    head = collection.head(series_id)
    table = pages.linked_table(
        ["Place" if word == "places" else "Group", "Figure"],
        rows,
        caption=f"The same question in other {of} ({which}), {head['period']}",
        numeric=(1,),
        highlight=[name == series_id for name in near.index],
    )
    return pages.folded(f"The same question in other {of}", table)


# What is measured ----------------------------------------------------------------------------


def _definition(collection: Collection, head: pd.Series[Any], rows: pd.DataFrame) -> str:
    source = collection.edition.source(head["source_id"])
    group, product = str(head["population_group"]), str(head["product"])
    coded = [
        ("Place", "geo", pages.link(head["place"], pages.series_path(head["series_id"]),
                                    pages.country_path(head["geo"])), head["geo"]),
        ("Indicator", "indicator", escape(INDICATORS[head["indicator"]]), head["indicator"]),
        ("Product", "product", escape(wording.product_words([product])[0]), product),
        ("Purpose", "purpose", escape(PURPOSES[head["purpose"]]), head["purpose"]),
        ("Population", "population_group", escape(wording.group_words([group])[0]), group),
        ("Unit", "unit_of_observation", escape(UNITS[head["unit_of_observation"]]),
         head["unit_of_observation"]),
        ("Weighting", "weighting", escape(WEIGHTINGS[head["weighting"]]), head["weighting"]),
        ("Use within", "usage_window", escape(USAGE_WINDOWS[head["usage_window"]]),
         head["usage_window"]),
        ("Bound", "bound", escape(BOUNDS[head["bound"]]), head["bound"]),
    ]  # fmt: skip
    codes = pages.linked_table(
        ["What", "Meaning", "Column", "Code"],
        [[name, html, f"<code>{column}</code>", f"<code>{escape(str(code))}</code>"]
         for name, column, html, code in coded],
        caption="Identity of the series; none of it ever changes",
    )  # fmt: skip
    terms = pages.terms(
        [
            ("What is asked or measured", escape(source["question"])),
            ("How", escape(source["method_description"])),
            ("Who is covered", escape(source["population"])),
            ("Appears", escape(source["cadence"])),
            ("Next release", escape(_day(source["next_release"]) or "not known")),
            ("Terms of use", escape(source["licence"])),
            ("Source", pages.outside(f"{source['publisher']}, {source['programme']}",
                                     source["address"])),
            ("Notes", "<br>".join(escape(text) for text in _notes(rows))),
        ]
    )  # fmt: skip
    return (
        wording.definition(collection.edition, rows).html()
        + terms
        + pages.folded("Codes of the series", codes)
    )


def _notes(rows: pd.DataFrame) -> list[str]:
    return [text for text in dict.fromkeys(rows["notes"]) if text][-6:]


# Forecast ------------------------------------------------------------------------------------


def _forecast(collection: Collection, series_id: str) -> list[str]:
    ahead = collection.ahead.get(series_id)
    if ahead is None:
        return []
    wide = outlook.quantile_table(ahead)
    head = collection.head(series_id)
    share = head["indicator"] in rates.SHARES
    show = P(labels.number, decimals=1) if share else labels.persons
    unit = "percent" if share else ""
    columns = [
        Column("period_end", "Period end", show=labels.day),
        *(
            Column(name, words, unit, show=show)
            for name, words in (
                ("q0.025", "95% from"), ("q0.1", "80% from"), ("q0.25", "50% from"),
                ("q0.5", "Median"), ("q0.75", "50% to"), ("q0.9", "80% to"), ("q0.975", "95% to"),
            )
        ),
    ]  # fmt: skip
    lower = "" if head["bound"] == "exact" else (
        " The figures are lower bounds, so the forecast is of the next such statement."
    )  # fmt: skip
    return [
        pages.paragraph(
            "What the next published figures may be, if adoption goes on as that of earlier "
            "technologies and of this publisher's other series, by what was known on "
            f"{labels.day(collection.edition.as_of)}. {_score_words(collection, head)}{lower}"
        ),
        tables.html_table(wide, columns, caption=f"Quantiles of the forecast, {head['measure']}"),
    ]


def _score_words(collection: Collection, head: pd.Series[Any]) -> str:
    """Say how good the model was on past figures of the series, or of its publisher's others."""
    scores = collection.scores
    own = scores[scores["series_id"] == head["series_id"]]
    whose = "this series"
    if (own["model"] == "engine").sum() < FEWEST_SCORED:
        alike = collection.heads
        same = alike[
            (alike["source_id"] == head["source_id"]) & (alike["indicator"] == head["indicator"])
        ]
        own = scores[scores["series_id"].isin(same.index)]
        whose = "this and the publisher's other series of the kind"
    engine = own[own["model"] == "engine"]
    if len(engine) < FEWEST_SCORED:
        return "There are too few past figures to judge the model by on such series."
    covered = labels.percent(100 * float(engine["covered_80"].mean()), decimals=0)
    naive = own.loc[own["model"] == "naive", "wis"].mean()
    ratio = (
        f"its mean score was {labels.number(engine['wis'].mean() / naive, decimals=2)} of that of "
        "the last value carried forward (below 1 is better), and "
        if naive > 0
        else ""
    )
    return (
        f"On {len(engine)} past figures of {whose}, {ratio}its 80% interval held {covered} of them."
    )


# Vintages, breaks, events --------------------------------------------------------------------


def _vintages(collection: Collection, series_id: str) -> list[str]:
    rows = collection.vintages[series_id]
    revised = collection.revised.get(series_id)
    if len(rows) == len(collection.figures[series_id]):
        return [pages.paragraph("Every figure was published once; none has been revised.")]
    table = wording.printed(rows).assign(
        published=[_day(date) or "not stated" for date in rows["released"]]
    )
    count = 0 if revised is None else len(revised)
    said = {0: "No figure changed from one vintage to the next.", 1: "One figure was revised."}
    return [
        pages.paragraph(said.get(count, f"{count} figures were revised.")),
        _revisions(collection, series_id, revised) if revised is not None else "",
        pages.folded(
            f"All {len(table)} vintages",
            tables.html_table(
                table,
                [Column("period", "Reference period"), Column("figure", "Figure"),
                 Column("published", "Released"), Column("remark", "Remark", missing="")],
                caption="Every vintage: each figure in each release",
            ),
        ),
    ]  # fmt: skip


def _revisions(collection: Collection, series_id: str, revised: pd.DataFrame) -> str:
    digits = _decimals(collection.figures[series_id])
    number = P(labels.number, decimals=digits)
    table = revised.assign(
        period=[labels.period(start, end) for start, end in
                zip(revised["period_start"], revised["period_end"], strict=True)],
    )  # fmt: skip
    return tables.html_table(
        table,
        [
            Column("period", "Reference period"),
            Column("value_before", "Before", show=number),
            Column("value", "Revised", show=number),
            Column("change", "Revision", show=P(labels.number, decimals=digits, signed=True)),
            Column("known_from", "Known from", show=labels.day),
        ],
        caption="Revisions, in the unit of the series",
    )


def _decimals(rows: pd.DataFrame) -> int:
    return int(max(labels.decimals_of(half) for half in rows["rounding"]))


def _breaks(collection: Collection, series_id: str) -> list[str]:
    here = pages.series_path(series_id)
    breaks = collection.edition.breaks
    own = breaks[
        (breaks["series_id_before"] == series_id) | (breaks["series_id_after"] == series_id)
    ].sort_values("date")
    items = []
    for row in own.to_dict("records"):
        other = next(
            (row[name] for name in ("series_id_before", "series_id_after")
             if row[name] != series_id), "",
        )  # fmt: skip
        way = "continues as" if row["series_id_before"] == series_id else "continues"
        linked = ""
        if other:
            shown = (
                pages.link(other, here, pages.series_path(other))
                if other in collection.heads.index
                else escape(other)
            )
            linked = f" The series {way} {shown}, and the two are never joined."
        items.append(
            f"<li>{labels.day(row['date'])}, {escape(row['kind'])}: {escape(row['description'])}."
            f"{linked}</li>"
        )
    corrections = collection.edition.corrections
    items += [
        f"<li>Printed wrongly: {escape(row['what'])}. {escape(pages.capital(row['reason']))}.</li>"
        for row in corrections[corrections["series_id"] == series_id].to_dict("records")
    ]
    return [f"<ul>{''.join(items)}</ul>"] if items else []


def _events(collection: Collection, head: pd.Series[Any]) -> str:
    """Return the newest events of the place, or of the product, in the time of the series."""
    events = collection.edition.events
    name = wording.product_words([head["product"]])[0]
    own = events["product"].str.startswith(name) & ~events["product"].eq("")
    rows = events[
        ((events["geo"] == head["geo"]) | own) & (events["date"] >= head["first_period_end"])
    ].sort_values(["date", "event_id"], ascending=[False, True])
    if rows.empty:
        return ""
    shown = rows.head(EVENTS_SHOWN)
    return pages.note(
        "That a figure rises after a launch does not show that the launch raised it."
    ) + tables.html_table(
        shown,
        [Column("date", "Date", show=labels.day), Column("title", "What happened", link="url"),
         Column("organisation", "Who"), Column("kind", "Kind")],
        caption=f"The newest {len(shown)} of {len(rows)} events"
        if len(shown) < len(rows)
        else "Events since the first figure",
    )  # fmt: skip


# Download, cite, load ----------------------------------------------------------------------


def _use(collection: Collection, frame: Frame, head: pd.Series[Any]) -> list[str]:
    name = str(head["series_id"])
    place = frame.absolute(f"series/{name}/{name}.csv")
    return [
        pages.downloads(downloads.links(name, "Every vintage", package=downloads.PACKAGE)),
        f'<p class="citation">{escape(citations.citation(frame, head))}</p>',
        pages.folded("BibTeX", pages.code(citations.bibtex(frame, head), title="BibTeX")),
        pages.folded("Code for pandas, R and a spreadsheet", citations.code(name, place, frame)),
    ]


def _dataset(frame: Frame, head: pd.Series[Any], words: str) -> dict[str, Any]:
    """Describe the series for machines, by schema.org."""
    name = str(head["series_id"])
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": head["title"],
        "description": f"{head['title']}: {words}. Published by {head['publisher']}, "
        f"{head['programme']}; every vintage, with definition and sources.",
        "identifier": name,
        "url": frame.absolute(pages.series_path(name)),
        "creator": {"@type": "Organization", "name": head["publisher"]},
        "isAccessibleForFree": True,
        "dateModified": str(pd.Timestamp(head["known_from"]).date()),
        "temporalCoverage": f"{pd.Timestamp(head['first_period_end']).date()}/"
        f"{pd.Timestamp(head['period_end']).date()}",
        "spatialCoverage": head["place"],
        "variableMeasured": pages.capital(head["measure"]),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": frame.absolute(f"series/{name}/{name}.{ending}"),
            }
            for media, ending in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }


def _day(date: Any) -> str:
    return "" if tables.is_missing(date) else labels.day(date)

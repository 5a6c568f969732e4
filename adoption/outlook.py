"""Growth, forecasts and events: the sections of the report that look along time.

A forecast is shown with its interval and with the score that its model earned on past figures.
"""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from adoption import (
    charts,
    data,
    descriptions,
    exhibits,
    labels,
    rankings,
    rates,
    report,
    skill,
    tables,
    wording,
)
from adoption.report import Edition

Column = tables.Column
EVENT_QUARTERS = 4
FEWEST_SCORED = 5  # past figures of a series below which its own score says nothing

# marks on the forecast of China’s users: at most eight
LAUNCH_MARKS = {
    "china-labelling-measures-in-force": "Labelling rule",
    "sora-2": "Sora 2",
    "veo-3-1": "Veo 3.1",
    "cac-filings-2025-annual": "Filings of 2025",
    "tencent-cloud-ai-comic": "Tencent comics",
    "qwen-image-2": "Qwen-Image 2.0",
    "seedream-5": "Seedream 5.0",
    "seedance-2-official": "Seedance 2.0",
}
GROWTH_SERIES = {
    report.CHINA_USERS: "China, users",
    report.CHINA_SHARE: "China, share of residents",
    report.WORLD_SHARE: "World, share of ages 15 to 64",
    report.USA_SHARE: "United States, share of ages 15 to 64",
    report.USA_CHATGPT: "United States, adults who ever used ChatGPT",
    report.USA_WORKERS: "United States, employees",
    report.USA_FIRMS: "United States, firms, any function",
    report.USA_CUSTOMERS: "United States, customers of Ramp",
    report.EUROPE_FIRMS: "European Union, firms",
    "questmobile-doubao-mau-chn": "Doubao, monthly users in China",
    "questmobile-deepseek-mau-chn": "DeepSeek, monthly users in China",
    report.CHATGPT_USERS: "ChatGPT, weekly users",
}


# --- growth ------------------------------------------------------------------------------------


def growth(edition: Edition) -> str:
    """Return the table of growth: changes with the bounds that rounding implies."""
    rows, latest = [], []
    for series_id, name in GROWTH_SERIES.items():
        if not edition.has(series_id):
            continue
        last = rates.growth(edition.series(series_id)).iloc[-1]
        figure = edition.latest(series_id)
        latest.append(figure)
        rows.append(_growth_row(edition, name, last))
    if not rows:
        return ""
    shown = pd.DataFrame(latest).reset_index(drop=True)
    table = pd.DataFrame(rows)
    return exhibits.table_block(
        table,
        [
            Column("name", "Measure"),
            Column("figure", "Newest figure"),
            Column("period", "Reference period"),
            Column("since", "Compared with", missing="nothing"),
            Column("change", "Change", missing="not computed"),
            Column("percent", "Percent", missing="not computed"),
            Column("yearly", "Percent a year", missing="not computed"),
            Column("doubling", "Doubling time", missing="not computed"),
            Column("yoy", "Year on year", missing="not computed"),
            Column("reason", "Remark", missing=""),
        ],
        "tbl-growth",
        title="How fast the measures grow, with the bounds that their rounding implies",
        table_caption=f"Growth on the figure before and year on year, as of "
        f"{labels.day(edition.as_of)}; in brackets the closed bounds implied by rounding",
        definition=wording.definition(edition, shown),
        note="A rate for a year is the constant growth that would lead from one figure to the "
        "other; a doubling time assumes that it lasts. Nothing is computed across a change of "
        "definition, and no growth from lower bounds. Survey error comes on top of rounding.",
        download=pd.DataFrame(
            [
                rates.growth(edition.series(name)).iloc[-1].to_dict()
                for name in GROWTH_SERIES
                if edition.has(name)
            ]
        ),
    )


def _growth_row(edition: Edition, name: str, last: pd.Series) -> dict[str, str]:
    figure = edition.latest(last["series_id"])
    row = {
        "name": name,
        "figure": report.level_words(figure),
        "period": labels.period(figure["period_start"], figure["period_end"]),
        "since": "" if pd.isna(last["base_period_end"]) else labels.day(last["base_period_end"]),
        "change": "", "percent": "", "yearly": "", "doubling": "", "yoy": "",
        "reason": str(last["reason"]) or str(last["yoy_reason"]),
    }  # fmt: skip
    if figure["bound"] == "lower" or pd.isna(last["base_period_end"]):
        bounds = "a lower bound: no growth can be computed"
        return row | ({"reason": bounds} if figure["bound"] == "lower" else {})
    difference = "change_points" if figure["indicator"] in rates.SHARES else "change_count"
    row["change"] = _bounded(last, difference)
    row["percent"] = _bounded(last, "growth_percent")
    row["yearly"] = _bounded(last, "compound_growth_percent")
    row["yoy"] = _bounded(_as_printed(edition, figure, last), "yoy_growth_percent")
    row["doubling"] = _doubling(last)
    return row


def _as_printed(edition: Edition, figure: pd.Series, last: pd.Series) -> pd.Series:
    """Put the publisher's own growth in the place of the computed one where the bounds hold it."""
    measure, base = "yoy_growth_percent", last["yoy_base_period_end"]
    printed = report.printed_change(edition.claims, figure, base, "growth_percent")
    if printed is None or not last[f"{measure}_lower"] <= printed[0] <= last[f"{measure}_upper"]:
        return last
    return pd.Series(last.to_dict() | {measure: printed[0]})


def _bounded(last: pd.Series, measure: str) -> str:
    value, lower, upper = (last[f"{measure}{end}"] for end in ("", "_lower", "_upper"))
    if pd.isna(value) or math.isinf(lower) or math.isinf(upper):
        return ""  # the figure compared with is a lower bound
    if measure == "change_count":
        half = (upper - lower) / 2
        low, high = (labels.persons(end, rounding=half, signed=True) for end in (lower, upper))
        return f"{labels.persons(value, rounding=half, signed=True)} ({low} to {high})"
    decimals = 2 if upper - lower < 0.1 else 1 if upper - lower < 10 else 0
    words = [labels.number(x, decimals=decimals, signed=True) for x in (value, lower, upper)]
    unit = " points" if measure == "change_points" else "%"
    return f"{words[0]}{unit} ({words[1]} to {words[2]})"


def _doubling(last: pd.Series) -> str:
    value, lower, upper = (last[f"doubling_time_years{end}"] for end in ("", "_lower", "_upper"))
    if pd.isna(lower) or pd.isna(value):
        return ""
    low = labels.number(lower, decimals=1)
    if upper == float("inf"):
        return f"{low} years or more"
    words = labels.interval(low, labels.number(upper, decimals=1))
    return f"{words} years"


# --- forecasts ---------------------------------------------------------------------------------


def forecasts(edition: Edition) -> str:
    """Return the section on forecasts: fans, when thresholds are passed, how good the model was."""
    scores = skill.scores(edition)
    parts = [_fan(edition, series_id, name, scores) for series_id, name in _FANS.items()]
    parts += [_thresholds(edition), _quantiles(edition), _scores(edition, scores), _record(edition)]
    return "\n".join(parts)


_FANS = {
    report.CHINA_SHARE: "china",
    report.WORLD_SHARE: "world",
    report.USA_WORKERS: "usa-workers",
    report.USA_FIRMS: "usa-firms",
    report.EUROPE_FIRMS: "europe-firms",
}
_SUBTITLES = {
    report.CHINA_SHARE: "China: share of residents who use generative AI, percent",
    report.WORLD_SHARE: "World: share of residents aged 15 to 64 who used generative AI, percent",
    report.USA_WORKERS: "United States: share of employed adults who use AI at work at least a few "
    "times a year, percent",
    report.USA_FIRMS: "United States: share of firms that used AI in the last two weeks, percent",
    report.EUROPE_FIRMS: "European Union: share of firms with ten or more employees that use AI, "
    "percent",
}


def _ahead(edition: Edition, series_id: str) -> pd.DataFrame:
    if edition.forecasts.empty:
        return edition.forecasts
    return edition.forecasts[edition.forecasts["series_id"] == series_id].reset_index(drop=True)


def _fan(edition: Edition, series_id: str, name: str, scores: pd.DataFrame) -> str:
    ahead = _ahead(edition, series_id)
    if ahead.empty:
        return ""
    series = edition.series(series_id)
    day = report.forecast_day(edition, ahead)
    at = ahead[ahead["period_end"] == day].set_index("quantile_level")["predicted"]
    low, high = (labels.percent(at[level], decimals=0) for level in (0.1, 0.9))
    threshold = next(
        (level for level in report.THRESHOLDS_PERCENT if level > series["value"].iloc[-1]), None
    )
    lines = None
    if threshold is not None and ahead["predicted"].max() > threshold:
        lines = pd.DataFrame(
            {"value": [threshold], "label": [labels.percent(threshold, decimals=0)]}
        )
    return exhibits.figure_block(
        partial(charts.fan, series, ahead, thresholds=lines),
        f"fig-ahead-{name}",
        title=f"{report.FORECAST_SERIES[series_id]}: likely between {low} and {high} on "
        f"{labels.day(day)}",
        subtitle=_SUBTITLES[series_id],
        alt=descriptions.describe_fan(series, ahead),
        note=f"Dots are published figures; the bands hold 50, 80 and 95% of the forecast from "
        f"{labels.day(edition.as_of)}. {_skill_sentence(series_id, scores)}",
        definition=wording.definition(edition, series),
        table=quantile_table(ahead),
        columns=QUANTILES,
        table_caption=f"{report.FORECAST_SERIES[series_id]}: forecast of "
        f"{labels.day(edition.as_of)}, percent, by period end",
        download=ahead,
    )


QUANTILES = (
    Column("period_end", "Period end", show=labels.day),
    *(
        Column(f"q{level:g}", head, "percent", show=partial(labels.number, decimals=1))
        for level, head in (
            (0.025, "95% from"), (0.1, "80% from"), (0.25, "50% from"), (0.5, "Median"),
            (0.75, "50% to"), (0.9, "80% to"), (0.975, "95% to"),
        )
    ),
)  # fmt: skip


def quantile_table(ahead: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each period end, one column `q0.1` for each quantile level."""
    wide = ahead.set_index(["period_end", "quantile_level"])["predicted"].unstack()  # noqa: PD010
    return wide.set_axis([f"q{level:g}" for level in wide.columns], axis=1).reset_index()


def _thresholds(edition: Edition) -> str:
    rows = report.thresholds(edition)
    rows = rows[rows["level"] == 0.8] if len(rows) else rows
    rows = rows[rows["earliest"].notna()].reset_index(drop=True) if len(rows) else rows
    if rows.empty:
        return ""
    chart = rows.assign(
        label=[
            f"{report.FORECAST_SERIES[name]}: {labels.percent(value, decimals=0)}"
            for name, value in zip(rows["series_id"], rows["threshold"], strict=True)
        ],
        detail=[_threshold_words(row, edition) for _, row in rows.iterrows()],
    )
    drawn = chart.assign(value=chart["median"], lower=chart["earliest"], upper=chart["latest"])
    drawn = drawn[drawn["value"].notna()].reset_index(drop=True)
    drawn = drawn.assign(words=[labels.month(date, short=True) for date in drawn["value"]])
    columns = [
        Column("label", "Measure and threshold"),
        Column("detail", "80% range of the date at which it is passed"),
    ]
    shown = edition.known[edition.known["series_id"].isin(rows["series_id"])].reset_index(drop=True)
    caption = f"When thresholds are passed, forecast of {labels.day(edition.as_of)}"
    if drawn.empty:
        return exhibits.table_block(
            chart, columns, "tbl-thresholds", title="When thresholds are passed",
            table_caption=caption, definition=wording.definition(edition, shown),
        )  # fmt: skip
    return exhibits.figure_block(
        partial(rankings.dots, drawn, unit="date"),
        "fig-thresholds",
        title=f"When the next thresholds are passed: {drawn['label'][0]} {drawn['detail'][0]}",
        subtitle="Median and 80% range of the period end at which the share is at or above the "
        "threshold",
        alt=descriptions.describe_dots(drawn, unit="date"),
        note="A range without an end runs past the horizon; a threshold may have been passed "
        "before the edition’s date without a figure having been published yet.",
        definition=wording.definition(edition, shown),
        table=chart,
        columns=columns,
        table_caption=caption,
        download=rows,
    )


def _threshold_words(row: pd.Series, edition: Edition) -> str:
    early, late = row["earliest"], row["latest"]
    first = (
        f"perhaps before {labels.month(edition.as_of)}"
        if early <= edition.as_of
        else f"{labels.month(early)} at the earliest"
    )
    if pd.isna(late):
        return f"{first}, perhaps after {labels.month(row['horizon'])}"
    return f"{first}, {labels.month(late)} at the latest"


def _quantiles(edition: Edition) -> str:
    rows, names = [], []
    for series_id, name in report.FORECAST_SERIES.items():
        ahead = _ahead(edition, series_id)
        if ahead.empty:
            continue
        day = report.forecast_day(edition, ahead)
        rows.append(quantile_table(ahead[ahead["period_end"] == day]))
        names.append(name)
    if not rows:
        return ""
    table = pd.concat(rows, ignore_index=True).assign(name=names)
    return exhibits.table_block(
        table,
        [Column("name", "Measure"), *QUANTILES],
        "tbl-forecasts",
        title="Forecasts a year after the quarter",
        table_caption=f"Quantiles of the forecasts of {labels.day(edition.as_of)}",
        definition=_forecast_definition(edition),
        download=table,
    )


def _forecast_definition(edition: Edition) -> exhibits.Definition:
    names = edition.forecasts["series_id"].unique()
    latest = [edition.latest(name) for name in report.FORECAST_SERIES if name in names]
    return wording.definition(edition, pd.DataFrame(latest).reset_index(drop=True))


def _skill_sentence(series_id: str, scores: pd.DataFrame) -> str:
    rows = scores[scores["series_id"] == series_id] if len(scores) else scores
    if rows.empty:
        return "This series is too short for the model to have been scored on it."
    row = rows.iloc[0]
    if row["forecasts"] < FEWEST_SCORED:
        return (
            f"Past figures of this series on which the model could be scored: "
            f"{int(row['forecasts'])}, too few to judge it by."
        )
    return (
        f"On {int(row['forecasts'])} past figures of this series the model’s mean score was "
        f"{labels.number(row['relative_wis'], decimals=2)} of that of the last value carried "
        f"forward, and its 80% interval held {labels.percent(100 * row['covered_80'], decimals=0)} "
        "of them."
    )


def _scores(edition: Edition, rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    return exhibits.table_block(
        rows.assign(name=rows["series_id"].map(report.FORECAST_SERIES)),
        [
            Column("name", "Measure"),
            Column("forecasts", "Figures"),
            Column("wis", "Mean score", "points",
                   show=partial(labels.number, decimals=2)),
            Column("relative_wis", "Ratio to last value",
                   show=partial(labels.number, decimals=2)),
            Column("covered_50", "Inside 50%", show=_share),
            Column("covered_80", "Inside 80%", show=_share),
            Column("covered_95", "Inside 95%", show=_share),
        ],
        "tbl-scores",
        title="How good such forecasts have been",
        table_caption="Scores of forecasts from past release dates, on what was known then",
        definition=_forecast_definition(edition),
        note="The score is the weighted interval score, lower is better. Each past release date "
        "is an origin; the model saw only what was known on it. A ratio below one is better than "
        "carrying the last value forward.",
        download=rows,
    )  # fmt: skip


def _record(edition: Edition) -> str:
    """Return what earlier editions forecast beside the figures that have arrived, misses too."""
    rows = skill.record(edition)
    if rows.empty:
        return ""
    rows = rows[rows["series_id"].isin(report.FORECAST_SERIES)].sort_values(
        ["period_end", "series_id", "edition"], ascending=[False, True, False], ignore_index=True
    )
    held = int(rows["covered_80"].sum())
    shown = edition.known[edition.known["series_id"].isin(rows["series_id"])].reset_index(drop=True)
    number = partial(labels.number, decimals=1)
    return exhibits.table_block(
        rows.assign(
            name=rows["series_id"].map(report.FORECAST_SERIES),
            inside=rows["covered_80"].astype(bool).map({True: "inside", False: "outside"}),
        ),
        [
            Column("name", "Measure"),
            Column("edition", "Edition"),
            Column("period_end", "Period end", show=labels.day),
            Column("median", "Median forecast", "percent", show=number),
            Column("observed", "Published", "percent", show=number),
            Column("inside", "80% interval"),
            Column("wis", "Score", "points", show=partial(labels.number, decimals=2)),
        ],
        "tbl-record",
        title=f"Of {len(rows)} figures that earlier editions forecast, {held} lay inside the 80% "
        "interval",
        table_caption=f"Forecasts of earlier editions met by figures known on "
        f"{labels.day(edition.as_of)}",
        definition=wording.definition(edition, shown),
        note="Every forecast that was met by a figure is listed, misses included; the figure is "
        "its newest vintage. " + _made(rows),
        download=rows,
        folded=True,
    )


def _made(rows: pd.DataFrame) -> str:
    later = sorted(rows.loc[~rows["stored"], "edition"].unique())
    if not later:
        return "Forecasts are those that the editions published."
    return (
        f"The forecasts of {labels.listing(later)} were made afterwards by the present model, from "
        "what was known on the date of each."
    )


def _share(value: float) -> str:
    return labels.percent(100 * value, decimals=0)


# --- events ------------------------------------------------------------------------------------


def events(edition: Edition) -> str:
    """Return the section on events: marks on a chart, and every event of the last year."""
    parts = [_events_chart(edition), _events_table(edition)]
    return "\n".join(part for part in parts if part)


def _events_chart(edition: Edition) -> str:
    ahead = _ahead(edition, report.CHINA_USERS)
    if ahead.empty:
        return ""
    series = edition.series(report.CHINA_USERS)
    last = series.iloc[-1]
    chosen = wording.marks(edition, LAUNCH_MARKS)
    after = int((chosen["date"] > last["period_end"]).sum())
    end = edition.as_of + pd.DateOffset(months=9)
    return exhibits.figure_block(
        partial(charts.fan, series, ahead[ahead["period_end"] <= end], events=chosen),
        "fig-events",
        title="Whether the launches of early 2026 moved China’s users is not yet measured"
        if after
        else "Launches and rules beside China’s users",
        subtitle="Users of generative AI in China with launches and rules as marks",
        alt=descriptions.describe_fan(series, ahead[ahead["period_end"] <= end])
        + (f" Marks: {labels.listing(chosen['label'].tolist())}." if len(chosen) else ""),
        note=f"The newest figure is for {labels.day(last['period_end'])}; {after} of the "
        f"{len(chosen)} marks lie after it. A mark beside a figure is no proof of a cause.",
        definition=wording.definition(edition, series),
        table=chosen,
        columns=[
            Column("date", "Date", show=labels.day),
            Column("label", "Mark"),
            Column("organisation", "Who"),
            Column("title", "What"),
        ],
        table_caption="Launches and rules marked in the chart",
        download=chosen.drop(columns="label"),
    )


def _events_table(edition: Edition) -> str:
    since = edition.as_of - pd.DateOffset(months=3 * EVENT_QUARTERS)
    rows = edition.events[edition.events["date"] >= since]
    rows = rows.sort_values(["date", "event_id"], ascending=[False, True], ignore_index=True)
    if rows.empty:
        return ""
    return exhibits.table_block(
        rows.assign(place=rows["geo"].map(data.geo_name)),
        [
            Column("date", "Date", show=labels.day),
            Column("title", "What happened", link="url"),
            Column("organisation", "Who"),
            Column("place", "Where"),
            Column("kind", "Kind"),
        ],
        "tbl-events",
        title="Launches, rules and interruptions of the last four quarters",
        table_caption=f"Events from {labels.day(since)} to {labels.day(edition.as_of)}",
        download=rows,
        folded=True,
    )

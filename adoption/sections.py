"""The sections of the quarterly report: each returns Markdown for one edition.

A section is a sentence on what is new, then charts and tables, each with its definition. The
findings in titles are chosen by the figures; nothing here computes a statistic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

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
    standings,
    tables,
    wording,
)
from adoption.report import Edition

ROWS_AT_MOST = 25
FIGURES_OF_A_LINE = 4
Column = tables.Column

# rules that stand as marks on the chart of filed services
RULE_MARKS = {
    "china-genai-filing-list-first": "First list",
    "china-labelling-measures-published": "Labelling rule",
    "china-labelling-measures-in-force": "in force",
    "china-anthropomorphic-published": "Human-like AI rule",
}


def _lines(
    edition: Edition,
    identifier: str,
    names: Mapping[str, str],
    *,
    title: str,
    subtitle: str,
    table_caption: str,
    head: str = "Series",
    note: str = "",
    **chart: Any,
) -> str:
    """Return a chart of the known series among `names`, each with its name at its line's end."""
    rows = pd.concat([edition.series(name) for name in names if edition.has(name)])
    rows = rows.reset_index(drop=True)
    first = [Column("series_id", head, show=names.__getitem__)] if len(names) > 1 else []
    return exhibits.figure_block(
        partial(charts.lines, rows, names=names, **chart),
        identifier,
        title=title,
        subtitle=subtitle,
        alt=descriptions.describe_lines(rows, names=names),
        note=" ".join([note, *descriptions.reading_notes(rows)]).strip(),
        definition=wording.definition(edition, rows),
        table=wording.printed(rows),
        columns=[*first, *wording.FIGURES],
        table_caption=f"{table_caption}, as of {labels.day(edition.as_of)}",
        download=wording.download(rows),
    )


# --- China -------------------------------------------------------------------------------------


def china(edition: Edition) -> str:
    """Return the section on China: users, share, what they imply, services filed."""
    ids = (report.CHINA_USERS, report.CHINA_SHARE, report.CHINA_SERVICES)
    parts = [wording.news(edition, ids), ""]
    if not edition.has(report.CHINA_USERS):
        return "\n".join(parts)
    users = edition.series(report.CHINA_USERS)
    parts.append(
        _lines(
            edition,
            "fig-china-users",
            {report.CHINA_USERS: "China"},
            title=wording.growth_title("China’s users of generative AI", users),
            subtitle="Users of generative AI, all residents",
            table_caption="Users of generative AI in China",
        )
    )
    parts.append(_china_consistency(edition))
    parts.append(_services(edition))
    return "\n".join(parts)


def _china_consistency(edition: Edition) -> str:
    rows = report.implied_populations(edition)
    if rows.empty:
        return ""
    shown = edition.known[edition.known["series_id"].isin((report.CHINA_USERS, report.CHINA_SHARE))]
    return exhibits.table_block(
        rows,
        [
            Column("period_end", "Wave", show=labels.month),
            Column("users_words", "Users"),
            Column("share_words", "Share"),
            Column("implied_words", "Population both imply"),
            Column("population_words", "Year-end population"),
            Column("computed_words", "Users over it"),
            Column("agrees", "Agrees"),
        ],
        "tbl-china-consistency",
        title="China’s counts and shares imply one population"
        if (rows["agrees"] != "no").all()
        else "China’s counts and shares do not all imply one population",
        table_caption="Users, share and the population they imply, by wave",
        definition=wording.definition(edition, shown.reset_index(drop=True)),
        note=(
            "The year-end population is the one that the National Bureau of Statistics had "
            "published before the wave. The publisher divides by it, and compares with a base "
            "restated on the newer population; the difference of two printed shares can "
            "therefore miss the printed change by a tenth of a point."
        ),
    )


def _services(edition: Edition) -> str:
    if not edition.has(report.CHINA_SERVICES):
        return ""
    services = edition.series(report.CHINA_SERVICES)
    newest = services.iloc[-1]
    return _lines(
        edition,
        "fig-china-services",
        {report.CHINA_SERVICES: "Filed services"},
        title=f"China’s regulator had {report.level_words(newest)} generative-AI services on file "
        f"by {labels.day(newest['period_end'])}",
        subtitle="Services filed with the national regulator since the start, a count of services",
        table_caption="Generative-AI services filed with China’s national regulator",
        events=wording.marks(edition, RULE_MARKS),
    )


# --- the world ---------------------------------------------------------------------------------


def world(edition: Edition) -> str:
    """Return the section on the world: groups of economies, and their ranking with moves."""
    ids = [report.WORLD_SHARE, report.NORTH_SHARE, report.SOUTH_SHARE]
    ranking = standings.economies(edition.known)
    parts = [wording.news(edition, [*ids, *ranking.get("series_id", [])]), ""]
    if ranking.empty:
        return "\n".join(parts)
    names = {ids[0]: "World", ids[1]: "Global North", ids[2]: "Global South"}
    now = labels.period(ranking["period_start"].iloc[0], ranking["period_end"].iloc[0])
    if edition.has(report.WORLD_SHARE):
        parts.append(
            _lines(
                edition,
                "fig-world",
                names,
                title="The gap between North and South widened"
                if _gap_widened(edition)
                else f"{report.level_words(edition.latest(ids[0]))} of the world’s residents of "
                "working age use generative AI",
                subtitle="Share of residents aged 15 to 64 who used generative AI, percent",
                table_caption="Share of residents aged 15 to 64 who used generative AI",
                head="Group",
                note="Periods differ in length: half-years, then quarters.",
            )
        )
    parts.append(_ranking(edition, ranking, now))
    return "\n".join(parts)


def _gap_widened(edition: Edition) -> bool:
    if not (edition.has(report.NORTH_SHARE) and edition.has(report.SOUTH_SHARE)):
        return False
    north, south = edition.series(report.NORTH_SHARE), edition.series(report.SOUTH_SHARE)
    if len(north) < 2 or len(south) < 2:
        return False
    gaps = [
        rates.interval_of(north.iloc[k].to_dict()) - rates.interval_of(south.iloc[k].to_dict())
        for k in (-2, -1)
    ]
    return gaps[1].lower > gaps[0].upper


def _ranking(edition: Edition, ranking: pd.DataFrame, now: str) -> str:
    top = ranking.head(ROWS_AT_MOST)
    source = edition.known[edition.known["series_id"].isin(ranking["series_id"])]
    source = source[source["period_end"] == ranking["period_end"].max()].reset_index(drop=True)
    chart = top.assign(label=top["name"], highlight=top["geo"].isin(_FOLLOWED))
    has_before = bool(top["value_before"].notna().all())
    if has_before:
        before = edition.known[
            (edition.known["geo"] == top["geo"].iloc[0])
            & (edition.known["source_id"] == "microsoft-aiei")
            & (edition.known["period_end"] == top["period_end_before"].iloc[0])
        ].iloc[0]
        then = labels.period(before["period_start"], before["period_end"])
        chart = chart.assign(before=top["value_before"], after=top["value"])
        draw = partial(rankings.dumbbell, chart, before=then, after=now, ranks=True)
        alt = descriptions.describe_dumbbell(chart, before=then, after=now)
    else:
        then = ""
        chart = chart.assign(
            lower=top["value"] - top["rounding"], upper=top["value"] + top["rounding"]
        )
        draw = partial(rankings.dots, chart, ranks=True)
        alt = descriptions.describe_dots(chart)
    table = ranking.assign(
        rank=_rank_words(ranking["rank_best"], ranking["rank_worst"]),
        rank_before=_rank_words(ranking["rank_before_best"], ranking["rank_before_worst"])
        if has_before
        else "",
        imputed=ranking["obs_status"].str.contains("i").map({True: "imputed", False: ""}),
    )
    leaders = labels.listing(top["name"].head(3).tolist())
    moved = _moves(ranking) if has_before else ""
    return exhibits.figure_block(
        draw,
        "fig-ranking",
        title=f"{leaders} lead {len(ranking)} economies",
        subtitle=f"Share of residents aged 15 to 64 who used generative AI, percent; the first "
        f"{len(top)} of {len(ranking)} economies",
        alt=alt,
        note="Economies whose intervals overlap share their ranks. " + moved,
        definition=wording.definition(edition, source, period=f"{then} and {now}" if then else now),
        table=table,
        columns=[
            Column("name", "Economy"),
            Column("rank", "Rank"),
            Column("value", now, "percent", show=partial(labels.number, decimals=1)),
            Column("rank_before", "Rank before"),
            Column("value_before", then or "Period before", "percent",
                   show=partial(labels.number, decimals=1)),
            Column("change_points", "Change", "percentage points",
                   show=partial(labels.number, decimals=1, signed=True)),
            Column("imputed", "Remark", missing=""),
        ],
        table_caption=f"Share of residents aged 15 to 64 who used generative AI in "
        f"{len(ranking)} economies; imputed: a regional estimate shared by several economies",
        highlight=ranking["geo"].isin(_FOLLOWED).tolist(),
        download=ranking,
    )  # fmt: skip


_FOLLOWED = ("CHN", "USA")


def _rank_words(best: pd.Series[int], worst: pd.Series[int]) -> list[str]:
    pairs = zip(best, worst, strict=True)
    return [str(first) if first == last else f"{first}–{last}" for first, last in pairs]


def _moves(ranking: pd.DataFrame) -> str:
    """Say which economies certainly moved most, ties aside."""
    climbed = ranking["rank_before_best"] - ranking["rank_worst"]
    rows = (
        ranking[climbed >= 1]
        .assign(climbed=climbed)
        .sort_values(["climbed", "name"], ascending=[False, True])
    )
    if rows.empty:
        return "No economy certainly climbed."
    first = rows.iloc[0]
    return (
        f"{len(rows)} of {len(ranking)} economies certainly climbed, ties aside; the furthest was "
        f"{first['name']}, by at least {int(first['climbed'])} "
        f"{'rank' if first['climbed'] == 1 else 'ranks'}."
    )


# --- the United States -------------------------------------------------------------------------


def usa_people(edition: Edition) -> str:
    """Return the section on people in the United States."""
    names = {
        report.USA_WORKERS: "A few times a year or more",
        report.USA_WORKERS_WEEKLY: "A few times a week or more",
        report.USA_WORKERS_DAILY: "Daily",
    }
    ids = [name for name in names if edition.has(name)]
    if not ids:
        return wording.news(edition, names)
    newest = edition.latest(ids[0])
    chart = _lines(
        edition,
        "fig-usa-people",
        names,
        title=f"{report.level_words(newest)} of employees in the United States use AI at work at "
        "least a few times a year",
        subtitle="Share of employed adults who use AI in their job, percent, by how often",
        table_caption="Share of employed adults in the United States who use AI at work",
        head="Use",
        note="Three answers to one question; each line is a measure of its own.",
        colours=dict(zip(ids, ("c1", "c2", "c3"), strict=False)),
    )
    return "\n".join([wording.news(edition, ids), "", chart])


def usa_firms(edition: Edition) -> str:
    """Return the section on firms in the United States."""
    names = {
        report.USA_FIRMS_V1: "In producing goods or services",
        report.USA_FIRMS: "In any business function",
    }
    ids = [name for name in names if edition.has(name)]
    parts = [wording.news(edition, [*ids, report.USA_CUSTOMERS]), ""]
    if ids:
        newest = edition.latest(ids[-1])
        function = " for any business function" if report.USA_FIRMS in ids else ""
        parts.append(
            _lines(
                edition,
                "fig-usa-firms",
                names,
                title=f"{report.level_words(newest)} of US firms use AI{function}",
                subtitle="Share of firms with employees that used AI in two weeks, percent",
                table_caption="Share of firms with employees that used AI in the last two weeks",
                head="Question",
                breaks=wording.chart_breaks(edition),
                colours=dict(zip(ids, ("c2", "c1"), strict=False)),
            )
        )
    parts.append(_firm_sizes(edition))
    parts.append(_customers(edition))
    return "\n".join(parts)


_SIZES = ("1-4", "5-9", "10-19", "20-49", "50-99", "100-249", "250plus")


def _firm_sizes(edition: Edition) -> str:
    ids = [f"{report.USA_FIRMS}-{size}" for size in _SIZES]
    rows = [edition.latest(name) for name in ids if edition.has(name)]
    if len(rows) < len(ids):
        return ""
    table = pd.DataFrame(rows).reset_index(drop=True)
    sizes = [size.replace("plus", " or more").replace("-", "–") for size in _SIZES]
    half = 1.96 * table["standard_error"].fillna(0) + table["rounding"]
    chart = table.assign(
        label=sizes,
        lower=(table["value"] - half).clip(lower=0),
        upper=table["value"] + half,
    )
    small, large = (report.level_words(table.iloc[k]) for k in (0, -1))
    return exhibits.figure_block(
        partial(rankings.dots, chart, caption="Employees"),
        "fig-usa-sizes",
        title=f"{large} of firms with 250 or more employees use AI, {small} of those with one to "
        "four",
        subtitle="Share of firms that used AI in the last two weeks, percent, by number of "
        "employees",
        alt=descriptions.describe_dots(chart),
        note="Lines are 95% intervals from the published standard errors and the rounding.",
        definition=wording.definition(
            edition, table, population="US employer businesses by number of employees"
        ),
        table=wording.printed(chart),
        columns=[Column("label", "Employees"), *wording.FIGURES],
        table_caption="Share of firms that used AI in the last two weeks, by size",
        download=wording.download(table),
    )


def _customers(edition: Edition) -> str:
    stem = report.USA_CUSTOMERS.removesuffix("usa-businesses")
    names = {report.USA_CUSTOMERS: "Any vendor"} | {
        f"{stem}{vendor}-usa-businesses": name
        for vendor, name in (
            ("anthropic", "Anthropic"), ("openai", "OpenAI"), ("google", "Google"), ("xai", "xAI"),
        )
    }  # fmt: skip
    ids = [name for name in names if edition.has(name)]
    if not ids:
        return ""
    newest = edition.latest(ids[0])
    shares = sorted(
        ((float(edition.latest(name)["value"]), name) for name in ids[1:]), reverse=True
    )
    leaders = [
        f"{names[name]} {report.level_words(edition.latest(name))}" for _, name in shares[:2]
    ]
    detail = f": {labels.listing(leaders)}" if leaders else ""
    return _lines(
        edition,
        "fig-usa-customers",
        names,
        title=f"{report.level_words(newest)} of Ramp’s customers pay for AI{detail}",
        subtitle="Share of businesses with a paid AI transaction in the month, percent of the "
        "customers of Ramp: not all firms",
        table_caption="Share of Ramp’s customers in the United States that pay for AI",
        head="Vendor",
        colours=dict(zip(ids, ("c1", "c2", "c3", "c4", "c5"), strict=False)),
    )


# --- Europe ------------------------------------------------------------------------------------


def europe(edition: Edition) -> str:
    """Return the section on Europe: residents and firms, by country."""
    known = edition.known
    people = known[known["series_id"].str.fullmatch(r"eurostat-genai-any-[a-z0-9]{2,4}")]
    firms = known[known["series_id"].str.fullmatch(r"eurostat-ai-firms-[a-z0-9]{2,4}")]
    parts = [wording.news(edition, [*people["series_id"], *firms["series_id"]]), ""]
    if len(people):
        parts.append(_europe_people(edition, standings.require_one_definition(people)))
    if len(firms):
        parts.append(_europe_firms(edition, standings.require_one_definition(firms)))
    return "\n".join(parts)


def _europe_people(edition: Edition, people: pd.DataFrame) -> str:
    newest = people[people["period_end"] == people["period_end"].max()]
    rows = newest.assign(label=newest["geo"].map(data.geo_name)).sort_values(
        ["value", "label"], ascending=[False, True], ignore_index=True
    )
    countries = rows[~rows["geo"].isin(("EU27", "EA"))]
    chart = rows.assign(
        lower=rows["value"] - rows["rounding"],
        upper=rows["value"] + rows["rounding"],
        highlight=rows["geo"] == "EU27",
    ).head(ROWS_AT_MOST)
    ends = (countries.iloc[0], countries.iloc[-1])
    title = (
        f"Use ranges from {report.level_words(ends[1])} in {ends[1]['label']} to "
        f"{report.level_words(ends[0])} in {ends[0]['label']}"
    )
    return exhibits.figure_block(
        partial(rankings.dots, chart),
        "fig-europe-people",
        title=title,
        subtitle="Share of residents aged 16 to 74 who used generative AI in the last three "
        f"months, percent; the first {len(chart)} of {len(rows)} countries and groups",
        alt=descriptions.describe_dots(chart),
        note="Sampling errors are not published; the survey is yearly, its months differ by "
        "country.",
        definition=wording.definition(edition, rows),
        table=wording.printed(rows),
        columns=[Column("label", "Country or group"), *wording.FIGURES],
        table_caption="Share of residents aged 16 to 74 who used generative AI",
        highlight=(rows["geo"] == "EU27").tolist(),
        download=wording.download(rows),
    )


def _europe_firms(edition: Edition, firms: pd.DataFrame) -> str:
    years = sorted(firms["period_end"].unique())
    now = firms[firms["period_end"] == years[-1]]
    then = firms[firms["period_end"] == years[-2]] if len(years) > 1 else now.head(0)
    rows = now.merge(
        then[["series_id", "value"]].rename(columns={"value": "before"}),
        on="series_id", how="left", validate="one_to_one",
    )  # fmt: skip
    rows = rows.assign(
        label=rows["geo"].map(data.geo_name), after=rows["value"], highlight=rows["geo"] == "EU27"
    ).sort_values(["value", "label"], ascending=[False, True], ignore_index=True)
    paired = rows[rows["before"].notna()]
    if paired.empty:
        return ""
    top = paired.head(ROWS_AT_MOST).reset_index(drop=True)
    before, after = str(years[-2].year), str(years[-1].year)
    rose = int((paired["after"] - paired["before"] > 2 * paired["rounding"]).sum())
    shown = pd.concat([then, now], ignore_index=True)
    table = wording.printed(rows).assign(
        before_words=[
            labels.percent(value, decimals=2) if pd.notna(value) else "" for value in rows["before"]
        ],
        change=(rows["after"] - rows["before"]).round(9),
    )
    return exhibits.figure_block(
        partial(rankings.dumbbell, top, before=before, after=after),
        "fig-europe-firms",
        title=f"The share of firms that use AI rose in {rose} of {len(paired)} countries and "
        f"groups from {before} to {after}",
        subtitle="Share of firms with ten or more employees that used at least one AI technology, "
        f"percent; the first {len(top)} of {len(paired)}",
        alt=descriptions.describe_dumbbell(top, before=before, after=after),
        note="AI of any kind, generative or not. Survey in the first quarter of the year.",
        definition=wording.definition(edition, shown),
        table=table,
        columns=[
            Column("label", "Country or group"),
            Column("figure", after),
            Column("before_words", before),
            Column("change", "Change", "percentage points",
                   show=partial(labels.number, decimals=2, signed=True)),
            Column("remark", "Remark", missing=""),
        ],
        table_caption=f"Share of firms that used AI, {before} and {after}",
        highlight=(rows["geo"] == "EU27").tolist(),
        download=wording.download(shown),
    )  # fmt: skip


# --- products ----------------------------------------------------------------------------------


def products(edition: Edition) -> str:
    """Return the section on the users of single products."""
    known = edition.known
    rows = known[
        known["unit_of_observation"].isin(("user", "account", "seat"))
        & ~known["product"].isin(("any-genai", "any-ai"))
    ]
    if rows.empty:
        return wording.news(edition, [])
    wide = rows[rows["geo"].isin(("WLD", "CHN"))]
    counts = wide["series_id"].value_counts()
    long = sorted(counts[counts >= FIGURES_OF_A_LINE].index)
    parts = [wording.news(edition, rows["series_id"].unique()), ""]
    if long:
        parts.append(_product_lines(edition, rows[rows["series_id"].isin(long)]))
    parts.append(_product_table(edition, rows))
    return "\n".join(parts)


def _product_lines(edition: Edition, rows: pd.DataFrame) -> str:
    last = rows.drop_duplicates("series_id", keep="last")
    last = last.sort_values(["product", "usage_window", "series_id"], ignore_index=True)
    order = last["series_id"].tolist()
    shown = pd.concat([edition.series(name) for name in order], ignore_index=True)
    titles = {
        series_id: f"{name}, {window}"
        for series_id, name, window in zip(
            last["series_id"],
            wording.product_words(last["product"]),
            last["usage_window"],
            strict=True,
        )
    }
    newest = last.sort_values(["period_end", "value"]).iloc[-1]
    return exhibits.figure_block(
        partial(charts.small_multiples, shown, names=titles, context=False),
        "fig-products",
        title=f"{wording.product_words([newest['product']])[0]} had {report.level_words(newest)} "
        f"{newest['usage_window']} users by {labels.month(newest['period_end'])}",
        subtitle="Users as the company or a tracker counts them; each panel has its own definition",
        alt=descriptions.describe_lines(shown, names=titles),
        note="Panels differ in window, channel and place: they share a scale, not a definition. "
        + " ".join(descriptions.reading_notes(shown)),
        definition=wording.definition(edition, shown),
        table=wording.printed(shown),
        columns=[Column("series_id", "Measure", show=titles.__getitem__), *wording.FIGURES],
        table_caption="Users of products, every figure of the series drawn",
        download=wording.download(shown),
    )


def _product_table(edition: Edition, rows: pd.DataFrame) -> str:
    latest = rows.sort_values("period_end").drop_duplicates("series_id", keep="last")
    latest = wording.printed(latest.reset_index(drop=True))
    latest = latest.assign(
        product_name=wording.product_words(latest["product"]),
        place=latest["geo"].map(data.geo_name),
        counted=[
            f"{unit}s" if window in ("ever", "unspecified") else f"{window} {unit}s"
            for unit, window in zip(
                latest["unit_of_observation"], latest["usage_window"], strict=True
            )
        ],
        publisher=[edition.source(name)["publisher"] for name in latest["source_id"]],
    ).sort_values(["product_name", "usage_window", "place"], ignore_index=True)
    return exhibits.table_block(
        latest,
        [
            Column("product_name", "Product"),
            Column("figure", "Newest figure"),
            Column("counted", "Counted"),
            Column("place", "Place"),
            Column("period", "Reference period"),
            Column("publisher", "Source", link="url"),
            Column("remark", "Remark", missing=""),
        ],
        "tbl-products",
        title="The newest count of each product, by window and place",
        table_caption=f"Users of products, newest figure of each series, as of "
        f"{labels.day(edition.as_of)}",
        definition=wording.definition(edition, latest),
        note="Rows of different windows, places or sources cannot be compared or added.",
        download=wording.download(latest),
        folded=True,
    )

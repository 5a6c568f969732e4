"""One edition of the quarterly report: its date, what was known then, its key figures.

`exhibits.py` makes the charts and tables, `reports/quarterly.qmd` holds the prose. Every number of
the prose is a row of `key_figures`, so that it can be checked without rendering a page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from adoption import data, labels, rates, standings
from adoption.arguments import day_of
from adoption.forecasts import forecast, threshold_dates
from adoption.rates import SHARES, Interval
from adoption.schema import RenderError

RELEASE_LAG_DAYS = 15  # an edition is as of the fifteenth day after its quarter's end
FIRST_EDITION = "2025Q2"
HORIZON_YEARS = 2  # beyond the edition's quarter
THRESHOLDS_PERCENT = (25.0, 50.0, 75.0)

# the series that the report follows; every one has its own definition and none is joined to another
CHINA_USERS = "cnnic-genai-users-chn"
CHINA_SHARE = "cnnic-genai-penetration-chn"
CHINA_SERVICES = "cac-genai-filed-national-chn"
CHINA_POPULATION = "nbs-population-chn"
WORLD_SHARE = "microsoft-ai-diffusion-wld"
NORTH_SHARE = "microsoft-ai-diffusion-global-north"
SOUTH_SHARE = "microsoft-ai-diffusion-global-south"
USA_SHARE = "microsoft-ai-diffusion-usa"
USA_CHATGPT = "pew-chatgpt-ever-usa-adults"
USA_WORKERS = "gallup-workforce-ai-total-usa-employees"
USA_WORKERS_WEEKLY = "gallup-workforce-ai-frequent-usa-employees"
USA_WORKERS_DAILY = "gallup-workforce-ai-daily-usa-employees"
USA_FIRMS_V1 = "btos-ai-use-v1-usa-firms"
USA_FIRMS = "btos-ai-use-v2-usa-firms"
USA_FIRMS_EXPECTED = "btos-ai-expected-6m-v2-usa-firms"
USA_CUSTOMERS = "ramp-ai-index-paid-adoption-usa-businesses"
EUROPE_SHARE = "eurostat-genai-any-eu27"
EUROPE_FIRMS = "eurostat-ai-firms-eu27"
CHATGPT_USERS = "openai-chatgpt-wau-wld"
GEMINI_USERS = "google-gemini-app-mau-wld"

FORECAST_SERIES = {
    CHINA_SHARE: "China, residents",
    WORLD_SHARE: "World, ages 15 to 64",
    USA_WORKERS: "United States, employees",
    USA_FIRMS: "United States, firms",
    EUROPE_FIRMS: "European Union, firms",
}


@dataclass(frozen=True)
class Edition:
    """What an edition knows: its name, its date, and the tables as they stood on that day."""

    name: str
    as_of: pd.Timestamp
    vintages: pd.DataFrame
    known: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    breaks: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    population: pd.DataFrame

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """Forecasts of the followed shares and of China's users, from the edition's date.

        Those that the edition published, where they are stored.
        """
        return _forecasts(self)

    def has(self, series_id: str) -> bool:
        """Return whether any figure of the series was known."""
        return series_id in self._known_series

    def series(self, series_id: str) -> pd.DataFrame:
        """Return the figures of one series as known (`adoption.series`)."""
        if series_id not in self._series:
            self._series[series_id] = data.series(self.known, series_id)
        return self._series[series_id].copy()

    def latest(self, series_id: str) -> pd.Series[Any]:
        """Return the newest figure of one series."""
        return self.series(series_id).iloc[-1]

    def source(self, source_id: str) -> pd.Series[Any]:
        """Return the row of sources.csv."""
        return self._sources[source_id]

    @cached_property
    def _key_figures(self) -> pd.DataFrame:
        return pd.DataFrame(list(_key_figures(self)), columns=_KEY_COLUMNS)

    @cached_property
    def _known_series(self) -> set[str]:
        return set(self.known["series_id"])

    @cached_property
    def _series(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _sources(self) -> dict[str, pd.Series[Any]]:
        return {row["source_id"]: row for _, row in self.sources.iterrows()}


def newest_edition(observations: pd.DataFrame) -> str:
    """Return the last quarter that ended before the newest published release.

    Examples
    --------
    >>> newest_edition(pd.DataFrame({"released": pd.to_datetime(["2026-07-10", None])}))
    '2026Q2'
    """
    newest = observations["released"].max()
    return labels.quarter((newest.to_period("Q") - 1).end_time.date())


def edition_names(observations: pd.DataFrame, *, first: str = FIRST_EDITION) -> list[str]:
    """Return every edition from `first` to the newest, in order."""
    quarters = pd.period_range(first, newest_edition(observations), freq="Q")
    return [str(quarter) for quarter in quarters]


def edition_date(name: str) -> pd.Timestamp:
    """Return the day an edition is as of: the fifteenth after its quarter's end.

    Examples
    --------
    >>> str(edition_date("2026Q2").date())
    '2026-07-15'
    """
    if not re.fullmatch(r"20\d\d[Qq][1-4]", name):
        raise ValueError(f"`edition` is {name!r}: an edition is named by its quarter, as 2026Q2")
    end = pd.Period(name, freq="Q").end_time.normalize()
    return end + pd.Timedelta(days=RELEASE_LAG_DAYS)


def edition(
    name: str | None = None,
    *,
    as_of: str | dt.date | None = None,
    folder: str | Path | None = None,
    observations: pd.DataFrame | None = None,
) -> Edition:
    """Gather what one edition knows.

    Parameters
    ----------
    name : str, optional
        A quarter such as `2026Q2`; by default the newest.
    as_of : date, optional
        The day whose knowledge is used; by default fifteen days after the quarter's end.
    folder : path, optional
        The raw files; by default those of the package.
    observations : DataFrame, optional
        What `load` returned, where it is at hand.

    Raises
    ------
    ValueError
        For a name that is no quarter, or a date before it begins or after the figures were last
        read.
    """
    if name is not None:
        name = name.upper()
        edition_date(name)  # a wrong name fails before anything is read
    observations = data.load(folder) if observations is None else observations
    name = name or newest_edition(observations)
    day = day_of(as_of, "as_of") if as_of is not None else edition_date(name)
    if as_of is None and day > pd.Timestamp(observations["retrieved"].max()):
        raise ValueError(
            f"the edition {name} is not due: the newest that the figures allow is "
            f"{newest_edition(observations)}"
        )
    begins = pd.Period(name, freq="Q").start_time
    if day < begins:
        raise ValueError(
            f"`as_of` is {day:%Y-%m-%d}, before the quarter {name} begins: an edition is as of "
            f"{begins:%Y-%m-%d} or later"
        )
    known = data.as_of(observations, day)
    tables = {table: data.load_table(table, folder) for table in _TABLES}
    claims, events = tables["claims"], tables["events"]
    return Edition(
        name=name,
        as_of=day,
        vintages=observations[observations["known_from"] <= day].reset_index(drop=True),
        known=known,
        **tables
        | {
            "claims": claims[~(claims["released"] > day)].reset_index(drop=True),
            "events": events[events["date"] <= day].reset_index(drop=True),
        },
    )


_TABLES = ("claims", "events", "breaks", "sources", "corrections", "population")


def previous_date(edition: Edition) -> pd.Timestamp:
    """Return the day that the edition before this one is as of."""
    return edition_date(str(pd.Period(edition.name, freq="Q") - 1))


def key_figures(edition: Edition) -> pd.DataFrame:
    """Return every number of the report's prose, as published or with the bounds of its rounding.

    A change that the publisher printed is taken as printed when it lies within the bounds that the
    levels imply; otherwise it is computed from the levels and printed with no more digits than
    its bounds allow.

    Returns
    -------
    DataFrame
        `name`, `value`, `lower`, `upper`, `unit` (`persons`, `percent`, `percentage points`,
        `count`), `words`, `series_id`, `period_start`, `period_end`, `base_period_end`. A figure
        that was not known on the edition's date has no row.
    """
    return edition._key_figures.copy()


_KEY_COLUMNS = [
    "name", "value", "lower", "upper", "unit", "words",
    "series_id", "period_start", "period_end", "base_period_end",
]  # fmt: skip
_LEVELS = {
    "china_users": CHINA_USERS,
    "china_penetration": CHINA_SHARE,
    "china_services": CHINA_SERVICES,
    "world_penetration": WORLD_SHARE,
    "north_penetration": NORTH_SHARE,
    "south_penetration": SOUTH_SHARE,
    "usa_penetration": USA_SHARE,
    "usa_chatgpt_ever": USA_CHATGPT,
    "usa_workers": USA_WORKERS,
    "usa_workers_daily": USA_WORKERS_DAILY,
    "usa_firms": USA_FIRMS,
    "usa_firms_expected": USA_FIRMS_EXPECTED,
    "usa_customers": USA_CUSTOMERS,
    "europe_penetration": EUROPE_SHARE,
    "europe_firms": EUROPE_FIRMS,
    "chatgpt_users": CHATGPT_USERS,
    "gemini_users": GEMINI_USERS,
}


def _key_figures(edition: Edition) -> Iterator[dict[str, Any]]:
    for name, series_id in _LEVELS.items():
        if not edition.has(series_id):
            continue
        figure = edition.latest(series_id)
        bounds = rates.interval_of(figure.to_dict())
        yield _key(name, figure, figure["value"], bounds, _level_unit(figure), level_words(figure))
        yield from _change_figures(edition, name, series_id)
    yield from _implied_population(edition)
    yield from _counts(edition)
    yield from _forecast_figures(edition)


def _change_figures(edition: Edition, name: str, series_id: str) -> Iterator[dict[str, Any]]:
    """Give the change year on year where there is a figure a year before, else since the last."""
    last = rates.growth(edition.series(series_id)).iloc[-1]
    figure = edition.latest(series_id)
    share = figure["indicator"] in SHARES
    difference = "change_points" if share else "change_count"
    for prefix, base in (("yoy_", "yoy_base_period_end"), ("", "base_period_end")):
        if pd.isna(last[base]) or figure["bound"] != "exact":
            continue
        for measure, key in (
            (difference, f"{name}_{prefix}change"),
            ("growth_percent", f"{name}_{prefix}growth"),
        ):
            bounds = (last[f"{prefix}{measure}_lower"], last[f"{prefix}{measure}_upper"])
            printed = printed_change(edition.claims, figure, last[base], measure)
            within = printed is not None and bounds[0] - 1e-9 <= printed[0] <= bounds[1] + 1e-9
            value = printed[0] if printed and within else last[f"{prefix}{measure}"]
            half = printed[1] if printed and within else (bounds[1] - bounds[0]) / 2
            words = change_words(value, measure, half)
            unit = {"change_points": "percentage points", "growth_percent": "percent"}.get(
                measure, "persons"
            )
            yield _key(key, figure, value, bounds, unit, words, base_period_end=last[base])


def _implied_population(edition: Edition) -> Iterator[dict[str, Any]]:
    """Give the population that China's count and share imply, and the restated change."""
    if not (edition.has(CHINA_USERS) and edition.has(CHINA_SHARE)):
        return
    users, share = edition.latest(CHINA_USERS), edition.latest(CHINA_SHARE)
    if users["period_end"] != share["period_end"]:
        return
    implied = rates.implied_population(
        rates.interval_of(users.to_dict()), rates.interval_of(share.to_dict())
    )
    middle = 100 * users["value"] / share["value"]
    words = labels.interval(
        labels.persons(implied.lower, rounding=500_000),
        labels.persons(implied.upper, rounding=500_000),
    )
    yield _key("china_implied_population", users, middle, implied, "persons", words)


def _counts(edition: Edition) -> Iterator[dict[str, Any]]:
    ranking = standings.economies(edition.known)
    if len(ranking):
        leader = edition.latest(ranking.iloc[0]["series_id"])
        yield _key(
            "economies", leader, len(ranking), None, "count", str(len(ranking)), series_id=""
        )
        words = labels.percent(leader["value"])
        yield _key("leader_penetration", leader, leader["value"], None, "percent", words)
    changed = data.revisions(edition.vintages, after=previous_date(edition))
    anything = edition.known.iloc[-1]
    yield _key("revisions", anything, len(changed), None, "count", str(len(changed)), series_id="")
    counts = {"figures": len(edition.vintages), "all_series": edition.known["series_id"].nunique(),
              "publishers": edition.known["source_id"].nunique()}  # fmt: skip
    for name, count in counts.items():
        yield _key(name, anything, count, None, "count", labels.number(count), series_id="")


def _forecast_figures(edition: Edition) -> Iterator[dict[str, Any]]:
    for series_id in FORECAST_SERIES:
        ahead = edition.forecasts[edition.forecasts["series_id"] == series_id]
        if ahead.empty:
            continue
        name = {value: key for key, value in _LEVELS.items()}[series_id]
        figure = edition.latest(series_id)
        final = ahead[ahead["period_end"] == forecast_day(edition, ahead)]
        at = final.set_index("quantile_level")["predicted"]
        low, high = labels.percent(at[0.1], decimals=0), labels.percent(at[0.9], decimals=0)
        yield _key(
            f"{name}_ahead", figure, at[0.5], (at[0.1], at[0.9]), "percent",
            labels.interval(low, high), period_end=final["period_end"].iloc[0],
        )  # fmt: skip


def forecast_day(edition: Edition, ahead: pd.DataFrame) -> pd.Timestamp:
    """Return the period end nearest to one year after the edition's quarter."""
    target = pd.Period(edition.name, freq="Q").end_time.normalize() + pd.DateOffset(years=1)
    days = ahead["period_end"].drop_duplicates().sort_values()
    return pd.Timestamp(days.iloc[int((days - target).abs().argmin())])


def printed_change(
    claims: pd.DataFrame, figure: pd.Series[Any], base: pd.Timestamp, measure: str
) -> tuple[float, float] | None:
    """Return a change as the publisher printed it, with its rounding, or None."""
    kinds = {"change_points": ("yoy_points", "change_absolute"), "growth_percent": ("yoy_percent",),
             "change_count": ("change_absolute",)}[measure]  # fmt: skip
    rows = claims[
        (claims["series_id"] == figure["series_id"])
        & (claims["period_end"] == figure["period_end"])
        & (claims["base_period_end"] == base)
        & claims["claim_kind"].isin(kinds)
        & ~claims["notes"].str.startswith("CONTRADICTS")
    ]
    if rows.empty:
        return None
    return float(rows.iloc[0]["value"]), float(rows.iloc[0]["rounding"])


def level_words(figure: pd.Series[Any] | Mapping[Any, Any]) -> str:
    """Return a published level in words with its published digits.

    A lower bound reads "more than ...".
    """
    if figure["indicator"] in SHARES:
        words = labels.percent(figure["value"], decimals=labels.decimals_of(figure["rounding"]))
    else:
        words = labels.persons(figure["value"], rounding=figure["rounding"])
    return f"more than {words}" if figure["bound"] == "lower" else words


def change_words(value: float, measure: str, half_width: float) -> str:
    """Return a change in words, with no more digits than half its width allows."""
    decimals = 1 if half_width < 0.5 else 0
    if measure == "change_points":
        return labels.points(value, decimals=decimals)
    if measure == "growth_percent":
        return labels.percent(value, decimals=decimals if half_width < 1 else 0, signed=True)
    return labels.persons(value, rounding=max(half_width, 0.5), signed=True)


def _level_unit(figure: pd.Series[Any]) -> str:
    return "percent" if figure["indicator"] in SHARES else "persons"


def _key(
    name: str,
    figure: pd.Series[Any],
    value: float,
    bounds: Interval | tuple[float, float] | None,
    unit: str,
    words: str,
    **more: Any,
) -> dict[str, Any]:
    if isinstance(bounds, Interval):
        bounds = (float(bounds.lower), float(bounds.upper))
    lower, upper = bounds if bounds is not None else (float(value), float(value))
    row = {
        "name": name, "value": float(value), "lower": float(lower), "upper": float(upper),
        "unit": unit, "words": words, "series_id": figure["series_id"],
        "period_start": figure["period_start"], "period_end": figure["period_end"],
        "base_period_end": pd.NaT,
    }  # fmt: skip
    return row | more


def _forecasts(edition: Edition) -> pd.DataFrame:
    followed = [name for name in (*FORECAST_SERIES, CHINA_USERS) if edition.has(name)]
    if edition.name in data.editions() and edition.as_of == edition_date(edition.name):
        stored = data.load_forecasts(edition.name)
        quarters = stored[stored["period_end"].dt.is_quarter_end]
        frames = [quarters[quarters["series_id"] == name] for name in followed]
    else:
        quarter = pd.Period(edition.name, freq="Q").end_time.normalize()
        until = quarter + pd.DateOffset(years=HORIZON_YEARS)
        frames = [
            forecast(
                edition.vintages, name, until=until, origin=edition.as_of,
                population=edition.population,
            )
            for name in followed
            if len(edition.series(name)) > 1
        ]  # fmt: skip
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def thresholds(edition: Edition) -> pd.DataFrame:
    """Return when the forecast shares pass the next thresholds, as ranges.

    Returns
    -------
    DataFrame
        The rows of `forecasts.threshold_dates` for the first threshold above each series' newest
        figure that its median or its upper quantiles reach within the horizon.
    """
    found = []
    for series_id in FORECAST_SERIES:
        ahead = edition.forecasts[edition.forecasts["series_id"] == series_id]
        if ahead.empty:
            continue
        value = edition.latest(series_id)["value"]
        above = [threshold for threshold in THRESHOLDS_PERCENT if threshold > value]
        if above:
            found.append(threshold_dates(ahead, above[0]))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def implied_populations(edition: Edition) -> pd.DataFrame:
    """Hold China's counts against its shares: the population that both imply, wave by wave.

    The publisher divides by the year-end population that the statistical office had published
    before the wave's release.

    Returns
    -------
    DataFrame
        `period_end`, `implied_lower`, `implied_upper` (persons), `population` (persons, missing
        where none was known), `computed_lower`, `computed_upper` (percent), `agrees` (yes where
        the closed intervals meet), and the words of each.
    """
    if not (edition.has(CHINA_USERS) and edition.has(CHINA_SHARE)):
        return pd.DataFrame()
    users, shares = edition.series(CHINA_USERS), edition.series(CHINA_SHARE)
    both = users.merge(shares, on="period_end", suffixes=("", "_share"), validate="one_to_one")
    population = edition.vintages[edition.vintages["series_id"] == CHINA_POPULATION]
    records = []
    for _, row in both.iterrows():
        count = rates.interval_of(row.to_dict())
        share = rates.published(row["value_share"], rounding=row["rounding_share"])
        implied = rates.implied_population(count, share)
        before = population[population["released"] < row["released"]].sort_values("period_end")
        record = {
            "period_end": row["period_end"],
            "implied_lower": float(implied.lower),
            "implied_upper": float(implied.upper),
            "users_words": labels.persons(row["value"], rounding=row["rounding"]),
            "share_words": labels.percent(row["value_share"]),
            "implied_words": _million_range(implied),
        }
        if len(before):
            base = before.iloc[-1]
            exact = rates.published(base["value"], rounding=base["rounding"])
            computed = rates.penetration_percent(count, exact)
            record |= {
                "population": base["value"],
                "population_words": labels.persons(base["value"], rounding=500_000),
                "computed_lower": float(computed.lower),
                "computed_upper": float(computed.upper),
                "computed_words": labels.interval(
                    labels.percent(computed.lower, decimals=2),
                    labels.percent(computed.upper, decimals=2),
                ),
                "agrees": "yes" if computed.meets(share) else "no",
            }
        records.append(record)
    return pd.DataFrame(records)


def _million_range(interval: Interval) -> str:
    low, high = (labels.number(end / 1_000_000) for end in (interval.lower, interval.upper))
    return f"{labels.interval(low, high)} million"


def check_page(page: str, edition: Edition) -> pd.DataFrame:
    """Hold the sentences of a rendered page against the figures known on the edition's date.

    Parameters
    ----------
    page : str
        The page as HTML.
    edition : Edition

    Returns
    -------
    DataFrame
        The statements that are bound to no figure (`adoption.check_claims`), to be looked at.

    Raises
    ------
    RenderError
        When a sentence contradicts the figures, with each sentence and the reason.
    """
    # its tables are the figures themselves
    from adoption import claims  # its many patterns: 0.4 s that rendering does not need

    findings = claims.check_claims(page, edition.vintages, as_of=edition.as_of.date(), tables=False)
    wrong = findings[findings["verdict"] == "contradicted"]
    if len(wrong):
        lines = [
            f"  {text!r}: {reason}"
            for text, reason in zip(wrong["text"], wrong["reason"], strict=True)
        ]
        count = f"{len(wrong)} sentence{'s contradict' if len(wrong) > 1 else ' contradicts'}"
        raise RenderError("\n".join([f"{count} the figures of {edition.name}", *lines]))
    return claims.unbound(findings)

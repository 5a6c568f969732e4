"""What the pages of a site are made from: one edition, its series by name, forecasts and scores.

Gathered once, then handed to the functions that write pages, in as many processes as there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from adoption import data, labels, report, wording
from adoption.evaluation import backtest, score
from adoption.forecasts import forecast, known_rows, regular_goals
from adoption.rates import SHARES
from adoption.report import Edition
from adoption.schema import IDENTITY
from adoption.site import pages

FORECAST_YEARS = 2  # beyond the edition's quarter
FEWEST_FIGURES = 3  # of the present definition, for a forecast
OLDEST_YEARS = 2  # a series without a figure for so long has ended
PEER_IDENTITY = tuple(name for name in IDENTITY if name != "geo")
GROUP_IDENTITY = tuple(name for name in IDENTITY if name != "population_group")
_PERIOD = ("period_end", "period_start")
_PURPOSES = {
    "any": "", "work": " at work", "private": " outside work", "education": " for education",
    "information-search": " to look for information", "news": " to get news",
    "companionship": " for company", "images-and-video": " to make images or videos",
    "questions-and-answers": " to ask questions",
    "personal-assistance": " as a personal assistant",
}  # fmt: skip
_WINDOWS = {
    "daily": " daily", "weekly": " weekly", "last-2-weeks": " within two weeks",
    "monthly": " monthly", "last-3-months": " within three months",
    "last-12-months": " within twelve months", "ever": ", ever", "next-6-months": "",
    "unspecified": "",
}  # fmt: skip


@dataclass(frozen=True)
class Collection:
    """The newest edition with everything its pages show.

    `forecasts` has every series that is long enough, `scores` those of the same model and of the
    last value carried forward on past figures.
    """

    edition: Edition
    forecasts: pd.DataFrame
    scores: pd.DataFrame
    geographies: pd.DataFrame

    @cached_property
    def heads(self) -> pd.DataFrame:
        """One row for each series: its identity, newest figure, title and publisher.

        Further columns: `title`, `place`, `measure`, `publisher`, `programme`, `figures` (how many
        periods), `words` and `period` of the newest figure, `first_period_end`.
        """
        known = self.edition.known
        last = known.sort_values(["series_id", "period_end", "period_start"], kind="stable")
        grouped = last.groupby("series_id")["period_end"]
        heads = last.drop_duplicates("series_id", keep="last").set_index("series_id", drop=False)
        heads.index.name = None
        sources = self.edition.sources.set_index("source_id")
        measures = [measure_words(row) for row in heads.to_dict("records")]
        places = [self.place(geo) for geo in heads["geo"]]
        heads = heads.assign(
            figures=grouped.size().reindex(heads.index),
            first_period_end=grouped.min().reindex(heads.index),
            place=places,
            measure=measures,
            title=[f"{place}: {words}" for place, words in zip(places, measures, strict=True)],
            publisher=heads["source_id"].map(sources["publisher"]),
            programme=heads["source_id"].map(sources["programme"]),
            words=[report.level_words(row) for row in heads.to_dict("records")],
            period=[
                labels.period(start, end)
                for start, end in zip(heads["period_start"], heads["period_end"], strict=True)
            ],
        )
        text = [name for name in heads if pd.api.types.is_string_dtype(heads[name].dtype)]
        return heads.astype(dict.fromkeys(text, object))

    def head(self, series_id: str) -> pd.Series[Any]:
        """Return the row of `heads` of one series."""
        return self._heads[series_id]

    @cached_property
    def _heads(self) -> dict[str, pd.Series[Any]]:
        return {str(name): row for name, row in self.heads.iterrows()}

    def place(self, geo: str) -> str:
        """Return the name of an economy, a state or a group."""
        return self._places.get(geo, geo)

    @cached_property
    def _places(self) -> dict[str, str]:
        return dict(zip(self.geographies["code"], self.geographies["name"], strict=True))

    @cached_property
    def figures(self) -> dict[str, pd.DataFrame]:
        """The figures of each series as known, one row for each period."""
        return _by_series(self.edition.known, ["period_end", "period_start"])

    @cached_property
    def vintages(self) -> dict[str, pd.DataFrame]:
        """Every vintage of each series."""
        order = ["period_end", "period_start", "known_from"]
        return _by_series(self.edition.vintages, order)

    @cached_property
    def ahead(self) -> dict[str, pd.DataFrame]:
        """The forecast of each series that has one, at the ends of quarters."""
        if self.forecasts.empty:
            return {}
        quarters = self.forecasts[self.forecasts["period_end"].dt.is_quarter_end]
        return _by_series(quarters, ["period_end", "quantile_level"])

    @cached_property
    def revised(self) -> dict[str, pd.DataFrame]:
        """The revisions of each series that was revised."""
        return _by_series(data.revisions(self.edition.vintages), ["known_from", "period_end"])

    def peers(self, series_id: str) -> tuple[str, pd.DataFrame]:
        """Return the series that measure the same in other places, else of other groups.

        Returns
        -------
        tuple
            `places`, `groups` or an empty word, and the heads, the series among them, of figures
            for the same period, from the highest.
        """
        one = self.head(series_id)
        for word, identity in (("places", PEER_IDENTITY), ("groups", GROUP_IDENTITY)):
            rows = self._alike[word].get(tuple(one[name] for name in (*identity, *_PERIOD)))
            if rows is not None:
                return word, rows
        return "", self.heads.loc[[series_id]]

    @cached_property
    def _alike(self) -> dict[str, dict[Any, pd.DataFrame]]:
        """The heads that share an identity and a period, where there are several."""
        ordered = self.heads.sort_values(["value", "title"], ascending=[False, True])
        return {
            word: {
                key: rows
                for key, rows in ordered.groupby([*identity, *_PERIOD], sort=False)
                if len(rows) > 1
            }
            for word, identity in (("places", PEER_IDENTITY), ("groups", GROUP_IDENTITY))
        }


def collect(edition: Edition, forecasts: pd.DataFrame, scores: pd.DataFrame) -> Collection:
    """Gather what the pages of a site are made from.

    Parameters
    ----------
    edition : Edition
        The newest, its text cleaned (`cleaned`).
    forecasts : DataFrame
        Those of the newest (`forecasts_of`).
    scores : DataFrame
        Those of the model on past figures (`scores_of`).
    """
    return Collection(
        edition=edition,
        forecasts=forecasts,
        scores=scores,
        geographies=pages.cleaned(data.load_table("geographies")),
    )


def cleaned(edition: Edition) -> Edition:
    """Return an edition whose text no page and no download stumbles over (`pages.cleaned`)."""
    tables: dict[str, Any] = {
        one.name: pages.cleaned(getattr(edition, one.name))
        for one in fields(edition)
        if isinstance(getattr(edition, one.name), pd.DataFrame)
    }
    return replace(edition, **tables)


def forecasts_of(edition: Edition, *, model: str = "engine") -> pd.DataFrame:
    """Forecast every series of an edition that is long enough and goes on.

    A series needs three figures of its present definition, the newest of the last two years, and no
    successor. Forecast are the quarters up to two years after the edition's, and for one year the
    periods that follow in the series' own step, so that its next figures can be held against them.
    """
    vintages, origin = edition.vintages, edition.as_of
    rows = known_rows(vintages, sorted(vintages["series_id"].unique()), origin=origin)
    spans = rows.groupby("series_id")["period_end"].agg(["size", "max"])
    long = spans["size"] >= FEWEST_FIGURES
    goes_on = spans["max"] >= origin - pd.DateOffset(years=OLDEST_YEARS)
    last = spans.loc[long & goes_on & ~spans.index.isin(ended(edition)), "max"]
    if last.empty:
        return pd.DataFrame()
    quarter = pd.Period(edition.name, freq="Q").end_time.normalize()
    until = quarter + pd.DateOffset(years=FORECAST_YEARS)
    quarters = regular_goals(last, until, "quarter")
    steps = own_step(rows[rows["series_id"].isin(last.index)], origin)
    known = pd.MultiIndex.from_frame(quarters)
    further = steps[~pd.MultiIndex.from_frame(steps).isin(known)]
    tables = []
    for goals in (quarters, further):  # apart, because all series of a call get as many ends
        peers = rows.loc[rows["series_id"].isin(goals["series_id"]), "peer_group"]
        names = rows.loc[rows["peer_group"].isin(peers), "series_id"]
        if len(goals):
            tables.append(
                forecast(
                    vintages[vintages["series_id"].isin(names)],
                    targets=goals, model=model, origin=origin, population=edition.population,
                )
            )  # fmt: skip
    order = ["series_id", "model", "origin", "period_end", "quantile_level"]
    return pd.concat(tables).sort_values(order, ignore_index=True)


def own_step(rows: pd.DataFrame, origin: pd.Timestamp) -> pd.DataFrame:
    """Return the ends of the periods that follow each series in its own step, up to a year ahead.

    A series steps by weeks or by months, as its last figures did; one without a step that repeats
    has none.

    Examples
    --------
    >>> rows = pd.DataFrame({"series_id": "a", "period_end": pd.to_datetime(
    ...     ["2026-01-31", "2026-02-28", "2026-03-31"])})
    >>> own_step(rows, pd.Timestamp("2025-05-15"))["period_end"].dt.date.tolist()
    [datetime.date(2026, 4, 30), datetime.date(2026, 5, 31)]
    """
    found = []
    for name, part in rows.groupby("series_id"):
        ends = part["period_end"].drop_duplicates().sort_values()
        step = _step(ends.iloc[-3:])
        until = origin + pd.DateOffset(years=1, months=1)
        if step is not None:
            following = pd.date_range(ends.iloc[-1], until, freq=step)
            ahead = following[following > ends.iloc[-1]]
            found.append(pd.DataFrame({"series_id": str(name), "period_end": ahead}))
    if not found:
        return pd.DataFrame({"series_id": pd.Series(dtype="str"), "period_end": rows["period_end"]
                             .iloc[:0]})  # fmt: skip
    return pd.concat(found, ignore_index=True).astype({"series_id": "str"})


def _step(ends: pd.Series[Any]) -> str | None:
    """Return the frequency of the last steps, if they are alike: months, or days."""
    months = ends.dt.to_period("M").astype("int64").diff().dropna().unique()
    if len(months) == 1 and months[0] > 0 and ends.dt.is_month_end.all():
        return f"{int(months[0])}ME"
    days = ends.diff().dropna().dt.days.unique()
    return f"{int(days[0])}D" if len(days) == 1 and days[0] in (7, 14, 21, 28) else None


def ended(edition: Edition) -> set[str]:
    """Return the series that another one has taken the place of by the edition's date."""
    breaks = edition.breaks
    past = breaks[
        (breaks["series_id_before"] != breaks["series_id_after"])
        & (breaks["date"] <= edition.as_of)
    ]
    return set(past["series_id_before"])


def scores_of(edition: Edition) -> pd.DataFrame:
    """Score the model and the last value carried forward on every past figure of every series."""
    past = backtest(edition.vintages, models=("engine", "naive"), population=edition.population)
    return score(past, edition.known)


def measure_words(row: Mapping[Any, Any]) -> str:
    """Say in one line what a series measures, without its place.

    Examples
    --------
    >>> measure_words({"indicator": "penetration", "product": "any-genai", "purpose": "work",
    ...     "population_group": "working-age 15-64", "usage_window": "last-3-months"})
    'share of residents aged 15 to 64 who use generative AI at work within three months'
    """
    group = _group(row["population_group"])
    product = wording.product_words([row["product"]])[0]
    window, purpose = _WINDOWS[row["usage_window"]], _PURPOSES[row["purpose"]]
    if row["indicator"] in SHARES:
        persons = row.get("unit_of_observation", "person")
        who = "who" if persons in ("person", "worker") else "that"
        use = "expect to use" if row["usage_window"] == "next-6-months" else "use"
        within = " within six months" if row["usage_window"] == "next-6-months" else window
        return f"share of {group} {who} {use} {product}{purpose}{within}"
    if row["indicator"] == "users":
        return f"users of {product}{purpose}{window}"
    if row["product"] in ("none", "any-genai"):
        return group
    return f"{product}, {group}"


def _group(group: str) -> str:
    """Return whom a share is of in a few words: remarks on the sample are in the definition."""
    words = wording.group_words([group])[0].partition(";")[0]
    words = words.removesuffix(", firm-weighted").removesuffix(" (US labour force)")
    return words.replace(", employment-weighted", " (by employment)")


def _by_series(table: pd.DataFrame, order: list[str]) -> dict[str, pd.DataFrame]:
    if table.empty:
        return {}
    rows = table.sort_values(["series_id", *order], kind="stable", na_position="first")
    return {
        str(name): part.reset_index(drop=True)
        for name, part in rows.groupby("series_id", sort=False)
    }

"""The same question in many places: who ranks where, at each date, as far as rounding tells."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from adoption import descriptions, labels, rankings, report, standings
from adoption.site import downloads, pages
from adoption.site.collection import PEER_IDENTITY, Collection
from adoption.site.pages import Frame, Page

FEWEST_PLACES = 8
ROWS_DRAWN = 20
WORLD = "world/index.html"
_PLURAL = {"economy": "economies", "state": "states"}


@dataclass(frozen=True)
class Ranking:
    """All places of one period, from the highest, with the ranks that rounding allows.

    `table` has the columns of observations and `place`, `words`, `best`, `worst`, `imputed`, and
    `label`, `lower`, `upper` for a chart.
    """

    period: str
    period_end: pd.Timestamp
    table: pd.DataFrame


@dataclass(frozen=True)
class Comparison:
    """One question asked in many places, with a ranking for each period, the newest first."""

    name: str
    path: str
    measure: str
    kind: str
    publisher: str
    rankings: tuple[Ranking, ...]

    @property
    def places(self) -> int:
        """How many places the newest ranking has."""
        return len(self.rankings[0].table)

    @property
    def kinds(self) -> str:
        """What the places are, in the plural."""
        return _PLURAL[self.kind]


_found: dict[int, tuple[Collection, tuple[Comparison, ...]]] = {}


def comparisons(collection: Collection) -> tuple[Comparison, ...]:
    """Return every comparison of at least eight places, that of most places first."""
    known = _found.get(id(collection))
    if known is None or known[0] is not collection:
        known = (collection, tuple(_comparisons(collection)))
        _found.clear()
        _found[id(collection)] = known
    return known[1]


def comparison(collection: Collection, name: str) -> Comparison:
    """Return one comparison by its name."""
    return next(one for one in comparisons(collection) if one.name == name)


def _comparisons(collection: Collection) -> list[Comparison]:
    kinds = collection.geographies.set_index("code")["kind"]
    known = collection.edition.known
    rows = known.assign(kind=known["geo"].map(kinds))
    rows = rows[rows["kind"].isin(list(_PLURAL))]
    found = []
    for _, group in rows.groupby([*PEER_IDENTITY, "kind"], sort=False):
        periods = {
            period: part
            for period, part in group.groupby(["period_end", "period_start"])
            if len(part) >= FEWEST_PLACES and part["geo"].is_unique
        }
        if not periods:
            continue
        heads = collection.heads.loc[group["series_id"].unique()]
        kind = str(group["kind"].iloc[0])
        stem = _stem(list(heads.index))
        name = pages.name_of(stem if kind == "economy" else f"{stem}-{_PLURAL[kind]}")
        found.append(
            Comparison(
                name=name,
                path=f"world/{name}.html",
                measure=str(heads["measure"].iloc[0]),
                kind=kind,
                publisher=f"{heads['publisher'].iloc[0]}, {heads['programme'].iloc[0]}",
                rankings=tuple(
                    _ranking(collection, periods[period])
                    for period in sorted(periods, reverse=True)
                ),
            )
        )
    found.sort(key=lambda one: (-one.places, one.name))
    if found:  # the comparison of most places is the page of the world
        found[0] = replace(found[0], path=WORLD)
    return found


def _stem(names: list[str]) -> str:
    """Return the words that the names of series begin with alike.

    Examples
    --------
    >>> _stem(["eurostat-genai-any-bel", "eurostat-genai-any-bgr"])
    'eurostat-genai-any'
    """
    parts = zip(*(name.split("-") for name in names), strict=False)
    alike = itertools.takewhile(lambda words: len(set(words)) == 1, parts)
    return "-".join(words[0] for words in alike)


def _ranking(collection: Collection, rows: pd.DataFrame) -> Ranking:
    best, worst = standings.ranks(rows["value"], rows["rounding"])
    places = [collection.place(geo) for geo in rows["geo"]]
    table = rows.assign(
        place=places,
        label=places,
        words=[report.level_words(row) for _, row in rows.iterrows()],
        best=best,
        worst=worst,
        lower=(rows["value"] - rows["rounding"]).clip(lower=0),
        upper=rows["value"] + rows["rounding"],
        imputed=rows["obs_status"].str.contains("i"),
        rank=[rank_words({"best": b, "worst": w}) for b, w in zip(best, worst, strict=True)],
    ).sort_values(["value", "place"], ascending=[False, True], ignore_index=True)
    first = table.iloc[0]
    period = labels.period(first["period_start"], first["period_end"])
    return Ranking(period, pd.Timestamp(first["period_end"]), table)


def rank_words(row: Mapping[Any, Any]) -> str:
    """Return a rank, or the range of ranks that rounding leaves open.

    Examples
    --------
    >>> rank_words({"best": 3, "worst": 3}), rank_words({"best": 3, "worst": 5})
    ('3', '3–5')
    """
    best, worst = row["best"], row["worst"]
    return str(best) if best == worst else f"{best}–{worst}"


# Pages ---------------------------------------------------------------------------------------


def page(collection: Collection, frame: Frame, name: str) -> str:
    """Return the page of one comparison: a ranking at each date, and all dates side by side."""
    one = comparison(collection, name)
    newest, whole = one.rankings[0], "The world"
    leader = newest.table.iloc[0]
    parts = [
        pages.paragraph(
            f"Highest of {one.places} {one.kinds} in {newest.period}: {leader['place']}, "
            f"{leader['words']}. {_ties(newest)}"
        ),
        *(
            pages.section(
                f"at-{ranking.period_end.date()}", pages.capital(ranking.period), _drawn(one, k)
            )
            for k, ranking in enumerate(one.rankings)
        ),
        pages.section("dates", "Every place at every date", _side_by_side(one)),
        pages.section(
            "files", "Downloads", pages.downloads(downloads.links(one.name, "Every date"))
        ),
        _others(collection) if one.path == WORLD else "",
    ]
    return frame.html(
        Page(
            path=one.path,
            title=f"{whole if one.path == WORLD else pages.capital(one.kinds)}: {one.measure}",
            subtitle=one.publisher,
            description=f"{one.places} {one.kinds} ranked at {len(one.rankings)} dates: "
            f"{one.measure}.",
            trail=() if one.path == WORLD else (("World", WORLD),),
            body="\n".join(part for part in parts if part),
            dataset=_dataset(frame, one),
        )
    )


def nothing(frame: Frame) -> str:
    """Return the page of the world where no question was asked alike in enough places."""
    said = f"No question was asked alike in {FEWEST_PLACES} places or more."
    return frame.html(
        Page(path=WORLD, title="The world", description=said, body=pages.paragraph(said))
    )


def _ties(ranking: Ranking) -> str:
    tied = int((ranking.table["best"] != ranking.table["worst"]).sum())
    imputed = int(ranking.table["imputed"].sum())
    words = (
        f"Figures within their rounding of each other share their ranks, as {tied} do."
        if tied
        else "No two figures lie within their rounding of each other."
    )
    return (
        f"{words} {imputed} figures are regional estimates shared by several places."
        if imputed
        else words
    )


def _drawn(one: Comparison, k: int) -> str:
    """Return the chart of one date: beside the date before where all of its rows were there."""
    ranking = one.rankings[k]
    before = one.rankings[k + 1] if k + 1 < len(one.rankings) else None
    rows = ranking.table.head(ROWS_DRAWN)
    draw: Any = functools.partial(rankings.dots, rows, ranks=True)
    alt = descriptions.describe_dots(rows)
    if before is not None:
        earlier = before.table.set_index("geo")["value"]
        pairs = rows.assign(before=rows["geo"].map(earlier), after=rows["value"])
        if pairs["before"].notna().all():
            then, now = before.period, ranking.period
            draw = functools.partial(rankings.dumbbell, pairs, before=then, after=now, ranks=True)
            alt = descriptions.describe_dumbbell(pairs, before=then, after=now)
    all_of = len(ranking.table)
    shown = f"; the first {len(rows)} of {all_of} {one.kinds}" if len(rows) < all_of else ""
    return pages.figure(
        draw,
        f"fig-{ranking.period_end.date()}",
        title=f"{labels.listing(rows['place'].head(3).tolist())} lead",
        subtitle=f"{pages.capital(one.measure)}, percent{shown}",
        alt=alt,
    )


def _side_by_side(one: Comparison) -> str:
    """Return one row for each place with its figure and rank at every date."""
    tables = [ranking.table.set_index("geo") for ranking in one.rankings]
    places: dict[str, str] = {}
    for table in tables:
        for geo, place in table["place"].items():
            places.setdefault(str(geo), str(place))
    rows = []
    for geo, place in places.items():
        cells = [pages.link(place, one.path, pages.country_path(geo))]
        for table in tables:
            cells += (
                _cells(one, pd.Series(table.loc[geo]))
                if geo in table.index
                else ["not published", ""]
            )
        rows.append(cells)
    heads = ["Place"]
    for ranking in one.rankings:
        heads += [pages.capital(ranking.period), "Rank"]
    return pages.linked_table(
        heads,
        rows,
        caption=f"{pages.capital(one.measure)}: {len(rows)} {one.kinds}, with their ranks",
        numeric=range(1, len(heads)),
    )


def _cells(one: Comparison, row: pd.Series[Any]) -> list[str]:
    figure = pages.link(str(row["words"]), one.path, pages.series_path(str(row["series_id"])))
    mark = " <small>imputed</small>" if row["imputed"] else ""
    return [figure + mark, escape(rank_words(row.to_dict()))]


def _others(collection: Collection) -> str:
    rows = [
        [
            pages.link(pages.capital(one.measure), WORLD, one.path),
            escape(one.publisher),
            f"{one.places} {one.kinds}",
            escape(one.rankings[0].period),
            str(len(one.rankings)),
        ]
        for one in comparisons(collection)
        if one.path != WORLD
    ]
    if not rows:
        return ""
    table = pages.linked_table(
        ["Question", "Publisher", "Places", "Newest period", "Dates"],
        rows,
        caption="Other questions asked alike in at least eight places",
        numeric=(4,),
    )
    return pages.section("others", "Other comparisons", table)


# Downloads -----------------------------------------------------------------------------------


def files(collection: Collection, name: str) -> dict[str, str]:
    """Return the files beside the page of a comparison, each under the comparison's name."""
    one = comparison(collection, name)
    ids = {name for ranking in one.rankings for name in ranking.table["series_id"]}
    rows = collection.edition.known
    rows = rows[rows["series_id"].isin(ids)]
    title = f"{one.publisher}: {one.measure}"
    return downloads.page_files(collection, name, title, rows, package=downloads.package_of(name))


def _dataset(frame: Frame, one: Comparison) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{pages.capital(one.measure)}: {one.places} {one.kinds}",
        "description": f"{one.publisher}: {one.measure}, {one.places} {one.kinds} at "
        f"{len(one.rankings)} dates.",
        "identifier": one.name,
        "url": frame.absolute(one.path),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": one.publisher},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": frame.absolute(f"world/{one.name}.{ending}"),
            }
            for media, ending in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }

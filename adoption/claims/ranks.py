"""Ranks of a text judged: of the set of places that the words name, counted in the reason.

"Third in Europe" is a rank among the economies of Europe that have a figure of the period; ties of
overlapping intervals leave several ranks open, and a set without a list leaves all open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from adoption import data
from adoption.claims.bindings import Docket, all_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.ordinals import UNLISTED_FIELD
from adoption.claims.statements import Statement
from adoption.claims.subjects import FIELDS
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

NAMED = "those named"
MIN_NAMED = 3  # places with a level before, for "none" or "the highest" to be of these
MIN_RANKED = 5  # places with a figure, for a rank to mean anything
# economies on the edge of a continent, which some lists leave out
_DISPUTED = frozenset(
    ("ARE", "ARM", "AZE", "BHR", "CYP", "GEO", "IRN", "IRQ", "ISR", "JOR", "KAZ", "KWT", "LBN",
     "OMN", "PSE", "QAT", "RUS", "SAU", "SYR", "TUR", "YEM")
)  # fmt: skip
_CAPITAL_DISTRICT = "US-DC"  # a place among the states, and not one of them


@dataclass(frozen=True)
class Field:
    """The set of places that a rank is among."""

    name: str
    members: frozenset[str]
    disputed: frozenset[str] = frozenset()  # members by some lists only


def rank(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a rank among the places of its set with a figure of the period."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    places = statement.subject.places
    if not places or places == ("WLD",):
        return Verdict(UNDETERMINED, "no place is named")
    if statement.rivals:
        return _order(docket, i)
    if len(places) > 1 and statement.relation == "at most":
        return all_of([(place, _rank_of(docket, i, place)) for place in places])
    return _rank_of(docket, i, places[0])


def _rank_of(docket: Docket, i: int, place: str) -> Verdict:
    """Return the verdict on the rank of one place."""
    statement = docket.statements[i]
    field = _field(statement.field, place)
    if field is None:
        return Verdict(UNDETERMINED, f"no list of the places it is ranked among: {statement.field}")
    if len(statement.subject.places) > 1:
        how = statement.subject.how | {"places": "here"}
        statement = replace(statement, subject=replace(statement.subject, places=(place,), how=how))
    results = list(_ranked(docket, i, statement, field))
    held = [v for _, v in results if v.verdict == SUPPORTED]
    if held:
        return held[0]
    if not statement.field and (named := _among_those_named(docket, i, statement, place)):
        return named
    sure = [v for named, v in results if named]
    if sure and place in field.members and not _may_be_of_the_young(docket, statement, place):
        return sure[0]
    reason = results[0][1].reason if results else f"no ranking in the data covers it ({field.name})"
    return Verdict(UNDETERMINED, reason)


def _may_be_of_the_young(docket: Docket, statement: Statement, place: str) -> bool:
    """Return whether the place has a share in the sentence that may be one of the young.

    "Greece leads with 82%" after "the young": the list it leads is not that of everybody.
    """
    return any(
        s.kind == "level" and s.unit == "percent" and s.subject.places == (place,)
        and docket.verdicts[j].verdict == UNDETERMINED
        and "the young" in s.subject.how.get("words", "")
        for j, s in docket.beside(statement)
    )  # fmt: skip


def _among_those_named(docket: Docket, i: int, statement: Statement, place: str) -> Verdict | None:
    """Return the verdict on a rank without a field if it holds among the places named before.

    Being first or last of them can be all that is meant; being third of three may be chance.
    """
    for places in named_before(docket, i):
        if place in places and len(places) >= MIN_NAMED:
            field = Field(NAMED, frozenset(places))
            for _, verdict in _ranked(docket, i, statement, field):
                if verdict.verdict == SUPPORTED:
                    meant = SUPPORTED if statement.value == 1 else UNDETERMINED
                    return replace(verdict, verdict=meant)
    return None


def named_before(docket: Docket, i: int) -> list[list[str]]:
    """Return the places of the sentence, of the levels in its passage, and in the one before."""
    here = docket.statements[i]
    inside = [
        s.subject.places[0] for s in docket.statements
        if s.sentence == here.sentence and s.kind == "level" and len(s.subject.places) == 1
    ]  # fmt: skip
    lists = [s.listed for s in docket.statements[:i] if s.passage == here.passage and s.quota]
    sets = [list(here.listed), inside, *map(list, lists[-1:])]
    for passage in (here.passage, here.passage - 1):
        sets.append(
            [
                s.subject.places[0] for s in docket.statements[:i]
                if s.passage == passage and s.kind == "level" and len(s.subject.places) == 1
            ]
        )  # fmt: skip
    return [list(dict.fromkeys(p for p in places if p not in FIELDS)) for places in sets]


def _order(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a rank among a few places: by the publishers named, else by all."""
    statement = docket.statements[i]
    field = Field(NAMED, frozenset((*statement.subject.places, *statement.rivals)))
    results = list(_ranked(docket, i, statement, field))
    results = [pair for pair in results if pair[0]] or results
    verdicts = {v.verdict for _, v in results}
    if not results:
        return Verdict(UNDETERMINED, "no figures of all places that are compared")
    if len(verdicts) > 1:
        said = "; ".join(v.reason for _, v in results)
        return Verdict(UNDETERMINED, f"the figures disagree: {said}")
    named, verdict = results[0]
    if verdict.verdict == CONTRADICTED and not named:
        return Verdict(UNDETERMINED, verdict.reason)
    return verdict


def _ranked(
    docket: Docket, i: int, statement: Statement, field: Field
) -> Iterable[tuple[bool, Verdict]]:
    """Yield the verdict by each series it may speak of, and whether the text names that series."""
    beside = {
        docket.verdicts[j].series_id: docket.verdicts[j].figure
        for j, s in docket.beside(statement)
        if s.kind == "level" and j in docket.verdicts
        and s.subject.places == statement.subject.places and statement.period_how != "relative"
    }  # fmt: skip
    share = replace(statement, kind="level", unit="percent")
    bound = spoken_of(docket, i) if statement.rivals else []
    for candidate in docket.binder.candidates(share, share=True):
        series = candidate.series
        own = beside.get(series.series_id)
        named = own is not None or series.source_id in statement.subject.sources
        if bound:  # what the numbers of the passage are bound to
            named = any(twins(series, other) for other in bound)
        if own is not None:
            figures = [own]
        elif statement.period and statement.period_how in ("carried", "distant"):
            days = docket.days_of(statement.passage)  # whichever of those the passage names
            figures = [f for f in series.figures if f.period_end in days]
            figures = figures or figures_at(series, statement.period)
        elif statement.period:
            figures = figures_at(series, statement.period)
        else:
            figures = list(series.figures[-1:])
        if not figures and statement.rivals and statement.period_how in ("carried", "distant"):
            figures = list(series.figures[-1:])  # of another publisher, whose dates are others
        for f in {x.period_end: x for x in figures}.values():
            verdict = _verdict(docket, statement, series, f, field)
            if verdict:
                yield named and (statement.period is not None or own is not None), verdict


def spoken_of(docket: Docket, i: int) -> list[Series]:
    """Return the series of the supported levels before a statement in its passage."""
    here = docket.statements[i]
    found = [
        docket.catalogue.series[docket.verdicts[j].series_id]
        for j, s in enumerate(docket.statements[:i])
        if s.passage == here.passage and s.kind == "level" and j in docket.verdicts
        and docket.verdicts[j].verdict == SUPPORTED
    ]  # fmt: skip
    sources = here.subject.sources
    return [s for s in found if s.share and (not sources or s.source_id in sources)][-3:]


def _verdict(
    docket: Docket, statement: Statement, series: Series, figure: Figure, field: Field
) -> Verdict | None:
    period = (figure.period_start, figure.period_end)
    others = {
        peer.geo: f
        for peer in docket.of_source(series.source_id)
        if peer.geo in field.members and peer is not series and twins(series, peer)
        if (f := peer.latest.get(period)) is not None
    }
    size, wanted = len(others) + 1, int(statement.value)
    if size < (len(field.members) if field.name == NAMED else MIN_RANKED):
        return None
    if statement.from_the_end:
        ahead = {geo for geo, f in others.items() if f.nominal.upper < figure.nominal.lower}
    else:
        ahead = {geo for geo, f in others.items() if f.nominal.lower > figure.nominal.upper}
    level_with = sum(f.nominal.meets(figure.nominal) for f in others.values())
    low, high = len(ahead - field.disputed) + 1, len(ahead) + 1 + level_with
    order = f"{low}" if low == high else f"{low} to {high}"
    end = " from the end" if statement.from_the_end else ""
    said = f"{figure.words()} is rank {order}{end} of {size} ({field.name}) [{series.series_id}]"
    missing = 0 if field.name in ("world", "US states", NAMED) else len(field.members) - size
    if low <= wanted <= high or (statement.relation == "at most" and low <= wanted):
        return Verdict(SUPPORTED, said, series.series_id, figure)
    if wanted < low or wanted > high + missing:
        return Verdict(CONTRADICTED, said, series.series_id, figure)
    said += f"; {missing} of the set have no figure"
    return Verdict(UNDETERMINED, said, series.series_id, figure)


def twins(one: Series, other: Series) -> bool:
    """Return whether two series measure the same thing in different places."""
    return (
        one.source_id == other.source_id
        and one.indicator == other.indicator
        and one.product == other.product
        and one.population_group == other.population_group
        and one.usage_window == other.usage_window
        and one.purpose == other.purpose
    )


def _field(named: str, place: str) -> Field | None:
    """Return the set that a rank is among: the one named, else all places of the kind."""
    if named == UNLISTED_FIELD:
        return None
    if not named:
        named = "US states" if place.startswith("US-") else "world"
    return _fields().get(named)


def fields_of(named: str) -> list[Field]:
    """Return the sets that "countries" can mean: those named, else all and those of the union."""
    names = {"": ["world", "EU27"], "US states": ["US states", "the fifty states"]}.get(
        named, [named]
    )
    return [found for name in names if (found := _fields().get(name))]


@cache
def _fields() -> dict[str, Field]:
    """Return the sets that can be counted, by name."""
    table = data.load_table("geographies")
    economies = table[table["kind"] == "economy"]
    states = frozenset(table.loc[table["kind"] == "state", "code"])
    found = {
        "world": frozenset(economies["code"]),
        "US states": states,
        "the fifty states": states - {_CAPITAL_DISTRICT},
    }
    for region, rows in economies.groupby("region"):
        found[str(region)] = frozenset(rows["code"])
    for row in table[table["kind"] == "group"].itertuples():
        members = re.fullmatch(r"members: ((?:[A-Z]{3} ?)+)", str(row.notes))
        if members:
            found[str(row.code)] = frozenset(members.group(1).split())
    regions = set(economies["region"])
    return {
        name: Field(name, members, _DISPUTED & members if name in regions else frozenset())
        for name, members in found.items()
    }

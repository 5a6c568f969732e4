"""Places that follow another in a ranking judged: "Singapore is second, followed by Norway"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from adoption import data
from adoption.claims.bindings import Docket
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import twins
from adoption.claims.ordinals import OF_THE_YOUNG, SOME_PLACES
from adoption.claims.ranked_figures import fields_meant, is_of_another_level, placed_among
from adoption.claims.records import is_above
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

A_RANKING = 3  # places listed, for their order to be that of a ranking


def next_in_order(docket: Docket, statement: Statement) -> Verdict:
    """Return the verdict on a place that comes next to one ranked, by the figures of that one.

    A list of three and more is one in their order. In a shorter one nothing is said against a
    place that is among those listed but at another place of the list.
    """
    start, many = statement.follows
    first, verdict = next(
        (s, docket.verdicts[j]) for j, s in docket.beside(statement)
        if s.kind == "rank" and s.start == start and not s.follows[1] and not s.moved_to
    )  # fmt: skip
    open_ = verdict.verdict != SUPPORTED or verdict.base or verdict.figure is None
    if open_ or is_of_another_level(docket, first, first.subject.places[0], verdict):
        return Verdict(UNDETERMINED, "next to a rank that is not certain")
    (place,) = statement.subject.places
    of_all = _figures(docket, statement, verdict)
    if place not in of_all:
        return Verdict(UNDETERMINED, "no figure of the place beside that of the first")
    series, figure = of_all[place]
    unsure = first.subject.how.get("words") == OF_THE_YOUNG and not first.subject.ages
    if many >= A_RANKING and (passed := _passed(docket, statement, of_all)):
        return passed
    if statement.field == SOME_PLACES:
        return Verdict(UNDETERMINED, "which places it is ranked among is not known")
    geos = {place, docket.catalogue.series[verdict.series_id].geo}
    fields = [f for f in fields_meant(statement, place) if f.members >= geos]

    def at(rank: Decimal) -> list[Verdict]:
        one = replace(statement, value=rank)
        return [v for f in fields if (v := placed_among(docket, one, series, figure, f))]

    results = sorted(at(statement.value), key=lambda v: v.verdict != SUPPORTED)
    if not results:
        return Verdict(UNDETERMINED, "no ranking in the data covers it")
    others = [v for n in range(1, many + 1) for v in at(first.value + n)]
    listed = SUPPORTED in {v.verdict for v in others}
    if results[0].verdict == CONTRADICTED and unsure:  # how young they are is not said
        return replace(results[0], verdict=UNDETERMINED)
    if results[0].verdict == CONTRADICTED and listed:
        return replace(results[0], verdict=UNDETERMINED, reason=f"{results[0].reason}; listed so")
    return results[0]


def _figures(
    docket: Docket, statement: Statement, first: Verdict
) -> dict[str, tuple[Series, Figure]]:
    """Return the figures of the places that follow, of the measure and date of the first."""
    assert first.figure is not None
    own = docket.catalogue.series[first.series_id]
    period = (first.figure.period_start, first.figure.period_end)
    listed = {s.subject.places[0] for s in _listed(docket, statement)}
    return {
        series.geo: (series, series.latest[period]) for series in docket.of_source(own.source_id)
        if series.geo in listed and twins(own, series) and period in series.latest
    }  # fmt: skip


def _listed(docket: Docket, statement: Statement) -> list[Statement]:
    """Return the ranks of all that follow the same one, in the order of the text."""
    found = [s for _, s in docket.beside(statement) if s.follows == statement.follows]
    return sorted(found, key=lambda s: s.start)


def _passed(
    docket: Docket, statement: Statement, of_all: dict[str, tuple[Series, Figure]]
) -> Verdict | None:
    """Return the verdict on the first of a list that is behind one named after it."""
    listed = [p for s in _listed(docket, statement) if (p := s.subject.places[0]) in of_all]
    for k, place in enumerate(listed):
        series, figure = of_all[place]
        behind = [
            p for p in listed[k + 1 :]
            if _is_before(of_all[p][1], figure, from_the_end=statement.from_the_end)
        ]  # fmt: skip
        if behind:
            if place != statement.subject.places[0]:
                return None
            ahead = of_all[behind[0]]
            said = f"{figure.words()} is behind {ahead[1].words()} ({data.geo_name(behind[0])})"
            return Verdict(CONTRADICTED, f"{said} [{series.series_id}]", series.series_id, figure)
    return None


def _is_before(one: Figure, other: Figure, *, from_the_end: bool) -> bool:
    """Return whether one stands before another, counted from the top or from the end."""
    return is_above(other, one) if from_the_end else is_above(one, other)

"""Misfits: a number among figures of one publisher and date that is none of them.

"Taiwan reached 31.8% in the first quarter, Japan 22.5%, South Korea 27.1%": the first two are
figures of a publisher and a date, so the third is said of them, too. What it has of its own (the
country here, else the product, the people, the purpose, how often) its words must name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from adoption.claims import continuity, verdicts
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import fits_window
from adoption.claims.misprints import OF_ITSELF, is_of_others, open_levels
from adoption.claims.siblings import names_group
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NOBODY, NOT_NAMED, NOT_USE
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED

SAID = ("here", "sentence", "each")
KNOWN = ("", NOT_USE, NOBODY)  # doubts that the figures beside it take away
FAR = Decimal("2.5")  # a number so many times off is no slip of the figure, but another number
WIDE = 1  # percentage points: a fraction in words allows more, and is said of much


@dataclass(frozen=True)
class Told:
    """A level that is supported by a figure."""

    index: int
    statement: Statement
    series: Series
    figure: Figure


class Company:
    """The levels of a document that are supported."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket

    @cached_property
    def told(self) -> list[Told]:
        """The supported levels, in order."""
        docket = self._docket
        return [
            Told(j, docket.statements[j], docket.catalogue.series[held.series_id], held.figure)
            for j, held in sorted(docket.verdicts.items())
            if docket.statements[j].kind == "level"
            and held.verdict == SUPPORTED
            and held.series_id
            and held.figure
        ]

    def beside(self, i: int) -> list[Told]:
        """Return the last level before, and the next of its sentence; else that of its passage."""
        ends = [t for t in self.told if not t.statement.base_level and t.index != i]
        here = self._docket.statements[i]
        before = [t for t in ends if t.index < i][-1:]
        if self._follows_an_open_level(i):
            return []
        after = [t for t in ends if t.index > i and t.statement.passage == here.passage][:1]
        if before:
            after = [t for t in after if t.statement.sentence == here.sentence]
        return before + after

    def _follows_an_open_level(self, i: int) -> bool:
        """Return whether the level before it in its passage is of who knows what."""
        docket = self._docket
        passage = docket.statements[i].passage
        before = [
            j for j, _ in docket.held_in(passage) if j < i and docket.statements[j].kind == "level"
        ]
        return bool(before) and docket.verdicts[before[-1]].verdict == UNDETERMINED

    def is_spoken_of_alone(self, statement: Statement, source_id: str) -> bool:
        """Return whether a publisher is quoted for a level, or the document tells of no other."""
        subject = statement.subject
        if subject.sources and source_id not in subject.sources:
            return False  # a national office is quoted, and the union's figures stand beside it
        quoted = source_id in subject.sources and subject.how.get("sources") != "later"
        return quoted or {t.series.source_id for t in self.told} == {source_id}


def of_the_date_stated(docket: Docket) -> None:
    """Contradict the open levels that are none of the figures they are told among.

    A level beside it is a figure of the publisher and date; its words ask for one series of that
    publisher, of which the document states nothing at that date, and which has no such figure at
    any. A number that is a figure of the publisher at that date, of a place that the document
    names, is left open: it may be of that place or part.
    """
    company = Company(docket)
    for i, statement in open_levels(docket):
        if not _is_plain(statement):
            continue
        found = [
            (series, figure)
            for series in _asked_for(docket, company, statement)
            for figure in _meant(company, i, statement, series)
            if not _may_be_another(docket, statement, series, figure)
        ]
        if len({(figure.series_id, figure.period_end) for _, figure in found}) != 1:
            continue
        series, figure = found[-1]
        if continuity.may_be_of_the_part_before(docket, i, series):
            continue
        at = [f for f in series.figures if f.period_end == figure.period_end]
        verdict = verdicts.level(series, claimed_of(statement), at)
        if verdict.verdict == CONTRADICTED:
            docket.verdicts[i] = verdicts.with_reason(
                verdict, f" [{series.series_id}]; the figures beside it are of that date"
            )


def _is_plain(statement: Statement) -> bool:
    """Return whether nothing but the date or the publisher of a number is left to its company."""
    subject = statement.subject
    width = statement.printed.upper - statement.printed.lower
    if is_of_others(statement) or statement.stranger or statement.quantified:
        return False
    if statement.base_level or statement.negated or statement.relation not in ("", "about"):
        return False
    if statement.unit == "percent" and width > WIDE and not statement.relation:
        return False
    if statement.weak not in KNOWN and not statement.weak.endswith(NOT_NAMED):
        return False
    if statement.weak == NOT_USE and statement.period_how == "sentence":
        return False  # "if the trend held, the world would pass 20 percent by the year's end"
    return subject.indicator != "services"


def _may_be_of_the_young(statement: Statement) -> bool:
    """Return whether the young were spoken of, and nobody else is named with a level."""
    subject = statement.subject
    anybody = not subject.ages and subject.group in ("", "person")
    return "the young" in subject.how.get("words", "") and anybody


def _asked_for(docket: Docket, company: Company, statement: Statement) -> Iterator[Series]:
    """Yield the series that the words of a level ask for, of the publisher spoken of.

    Those told beside it are of the same people and place where its words leave them open.
    """
    for candidate in docket.binder.candidates(statement):
        series, left_open = candidate.series, set(candidate.open_parts) - OF_ITSELF
        if not company.is_spoken_of_alone(statement, series.source_id):
            continue
        told = [t.series for t in company.told if t.series.source_id == series.source_id]
        if "group" in left_open and {t.population_group for t in told} != {series.population_group}:
            continue
        if left_open <= {"source", "group"}:
            yield series


def _meant(company: Company, i: int, statement: Statement, series: Series) -> list[Figure]:
    """Return the figures of a series that a level must be of, by its date and those told beside."""
    told = [t for t in company.told if t.series.source_id == series.source_id and t.index != i]
    if _goes_on_with_a_part(i, statement, series, told):
        return []
    if statement.undated is not None:
        return []
    figures = list(series.figures)
    if statement.period is not None and statement.period_how != "distant":
        figures = figures_at(series, statement.period)
    carried = figures_at(series, statement.period) if statement.period is not None else []
    figures = [f for f in figures if not carried or f in carried]
    stated = {t.figure.period_end: t for t in told if t.series is series}
    before = {t.figure.period_end for t in told if t.series is series and t.index < i}
    here = {day for day, t in stated.items() if t.statement.passage == statement.passage}
    around = _days_around(statement, series, told) - here - before
    if len(around) == 1 and (found := [f for f in figures if f.period_end in around]):
        return found
    last = max((t.figure.period_end for t in told), default=None)
    beside = {
        t.figure.period_end
        for t in company.beside(i)
        if t.series.source_id == series.source_id
        and t.figure.period_end not in stated
        and _names_what_is_new(statement, series, t.series)
        and (statement.period_how in OWN_DATE or t.figure.period_end == last)
    }
    return [f for f in figures if f.period_end in beside]


def _goes_on_with_a_part(i: int, statement: Statement, series: Series, told: list[Told]) -> bool:
    """Return whether a level may be of the part told of beside it: "young Italians (47.2%)"."""
    here = [t for t in told if t.statement.sentence == statement.sentence]
    before = [t for t in told if t.index < i and t.statement.passage == statement.passage]
    near = here or before[-1:]
    part = bool(near) and near[-1].series.group.is_part and not series.group.is_part
    subject = statement.subject
    return part and not (subject.group or subject.ages or subject.employees or subject.detail)


def _days_around(statement: Statement, series: Series, told: list[Told]) -> set[dt.date]:
    """Return the dates that the levels of its publisher around a level are of.

    They stand in its sentence, or in its passage where the publisher is named with the level, they
    are of the same part of the people, or the level has a date.
    """
    if series.source_id not in statement.subject.sources or not statement.tied:
        return set()
    if _may_be_of_the_young(statement):
        return set()
    named = statement.subject.how.get("sources") == "sentence" or statement.period is not None
    return {
        t.figure.period_end
        for t in told
        if t.statement.passage == statement.passage
        and t.series.share == series.share
        and (statement.period is not None or not t.statement.base_level)
        and (
            named
            or t.statement.sentence == statement.sentence
            or (series.group.is_part and t.series.population_group == series.population_group)
        )
    }


def _names_what_is_new(statement: Statement, series: Series, beside: Series) -> bool:
    """Return whether its words name all that the series of a level has other than that beside."""
    subject = statement.subject
    group = (
        names_group(statement, series)
        and not _may_be_of_the_young(statement)
        and (
            series.group.kind in (beside.group.kind, subject.group)
            or subject.ages == series.group.ages is not None
        )
    )
    named = {
        "geo": subject.how.get("places") in SAID,
        "product": subject.how.get("products") in SAID,
        "population_group": group,
        "purpose": bool(subject.purpose),
        "usage_window": fits_window(subject, series) == "",
    }
    new = [part for part in named if getattr(series, part) != getattr(beside, part)]
    told = [part for part in new if part != "usage_window" or subject.window]
    return bool(told) and all(named[part] for part in new)


def _may_be_another(docket: Docket, statement: Statement, series: Series, figure: Figure) -> bool:
    """Return whether a number is another figure that may be meant, or too far off to be a slip."""
    claimed = claimed_of(statement)
    if any(f.nominal.meets(claimed.loose) for f in series.figures):
        return True
    if not figure.value / FAR < claimed.value < figure.value * FAR:
        return True
    here = statement.subject.how.get("places") == "here"
    places = {series.geo, *(statement.named if here else docket.places_named)}
    return any(
        f.nominal.meets(claimed.printed)
        for other in docket.of_source(series.source_id)
        if other.share == series.share and other.geo in places
        for f in other.figures
        if f.period_end == figure.period_end
    )

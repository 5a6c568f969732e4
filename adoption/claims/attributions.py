"""Levels read by their publisher alone: "Hakuhodo DY has 33.6% among people aged 15 to 69".

Where the words name a publisher but not all that is measured, a number that fits one of its
figures, and goes against nothing that is said, is taken as a quotation of it. Nothing is
contradicted here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from adoption.claims import levels, verdicts
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import fits_group, fits_product, fits_purpose, fits_window
from adoption.claims.statements import Statement
from adoption.claims.vagueness import OF_AN_AGE
from adoption.claims.verdicts import SUPPORTED, UNDETERMINED

WHOLES = ("WLD", "EU27", "OECD", "DNR48")  # what a publisher counts in all goes without saying
FEW = 4  # a rounder number is a quotation only where the publisher has so few figures to quote
YOUNG, OLD = 34, 50  # years; a group that ends, or starts, there is called young, or old
AGREEING = 3  # levels that fit one measure are no accident
MOST_AGREEING = 40


def quoted(docket: Docket) -> None:
    """Support the open levels that quote a figure of the publisher named."""
    for i, statement in enumerate(docket.statements):
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.blocked or statement.stranger or statement.subject.outsider:
            continue
        if not statement.subject.sources or docket.verdicts[i].fit == verdicts.AT_THE_EDGE:
            continue
        figures = _quotable(docket, statement)
        fitting = [f for f in figures if _fits(statement, f) and _is_spoken_of(docket, f)]
        if not fitting or not (statement.is_precise or len(figures) <= FEW):
            continue
        if not statement.is_precise and len({f.series_id for f in fitting}) > 1:
            continue  # a round number that fits figures of several measures
        series = docket.catalogue.series[fitting[-1].series_id]
        verdict = verdicts.level(series, claimed_of(statement), [fitting[-1]])
        if verdict.verdict == SUPPORTED:
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")


def by_the_only_one(docket: Docket) -> None:
    """Support the open levels that are figures of the only publisher that the document names."""
    for i, statement in enumerate(docket.statements):
        alone = tuple(statement.subject.how.get("alone", "").split())
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if not (alone and open_) or statement.blocked or statement.stranger or statement.weak:
            continue
        subject = statement.subject
        quoted_ = replace(subject, sources=alone, how=subject.how | {"sources": "carried"})
        said = replace(statement, subject=quoted_)
        verdict = levels.level_of_one(docket, said)
        if verdict.verdict == SUPPORTED:
            docket.statements[i], docket.verdicts[i] = said, verdict


def of_an_age(docket: Docket) -> None:
    """Support the shares of "the young" that are a figure of the publisher's own young, or old."""
    for i, statement in enumerate(docket.statements):
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        vague = statement.weak.startswith(OF_AN_AGE) and statement.has_decimals
        if not (open_ and vague) or statement.blocked or statement.stranger:
            continue
        found = []
        for ages in _ages_of(docket, statement):
            subject = replace(statement.subject, ages=ages, group="person")
            verdict = levels.level_of_one(docket, replace(statement, subject=subject, weak=""))
            if verdict.verdict == SUPPORTED:
                found.append(verdict)
        if len(found) == 1:
            docket.verdicts[i] = found[0]


def _ages_of(docket: Docket, statement: Statement) -> list[tuple[int, int | None]]:
    """Return the ages of the young, or of the old, that the publishers named count."""
    old = statement.weak.endswith(("older", "elderly", "老年人", "老年用户", "中老年"))
    groups = {
        series.group.ages
        for source in statement.subject.sources
        for series in docket.of_source(source)
        if series.geo in statement.subject.places and not series.group.has_general_ages
    }
    return sorted(
        (
            ages
            for ages in groups
            if ages and (ages[0] >= OLD if old else ages[1] and ages[1] <= YOUNG)
        ),
        key=lambda ages: ages[0],
    )


def agreed(docket: Docket) -> None:
    """Support the levels of a passage that names nobody, if they all fit one measure together.

    Each has its place; at least `AGREEING` precise ones must be figures of one publisher, one
    product and one group, and of no other.
    """
    passages: dict[int, list[int]] = defaultdict(list)
    for i, s in enumerate(docket.statements):
        nobody = not (s.subject.products or s.subject.outsider or s.stranger) and (
            not s.subject.sources or s.subject.how.get("sources") == "later"
        )
        open_ = s.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if nobody and open_ and not s.blocked and len(s.subject.places) == 1:
            passages[s.passage].append(i)
    for members in passages.values():
        if not AGREEING <= len(members) <= MOST_AGREEING:
            continue
        fitting: dict[tuple[str, ...], dict[int, Figure]] = defaultdict(dict)
        for i in members:
            statement = docket.statements[i]
            for series in docket.catalogue.by_geo.get(statement.subject.places[0], []):
                if not _allowed(statement, series):
                    continue
                for figure in _dated(statement, series):
                    if _fits(statement, figure):
                        key = (*series.measure, series.product, series.population_group)
                        fitting[key].setdefault(i, figure)
        if not fitting:
            continue
        ranked = sorted(fitting.values(), key=len, reverse=True)
        best, rest = ranked[0], ranked[1:]
        fine = sum(_has_decimals(docket.statements[i]) for i in best)
        if fine < AGREEING or (rest and len(rest[0]) * 2 > len(best)):
            continue
        for i, figure in best.items():
            series = docket.catalogue.series[figure.series_id]
            verdict = verdicts.level(series, claimed_of(docket.statements[i]), [figure])
            docket.verdicts[i] = verdicts.with_reason(
                verdict, f" [{series.series_id}]; bound because {len(best)} levels here fit it"
            )


def _fits(statement: Statement, figure: Figure) -> bool:
    claimed = claimed_of(statement)
    return figure.nominal.meets(claimed.printed) and not verdicts.only_touches(
        figure, claimed, claimed.printed
    )


def _has_decimals(statement: Statement) -> bool:
    return statement.value != statement.value.to_integral_value()


def _quotable(docket: Docket, statement: Statement) -> list[Figure]:
    """Return the figures of the publishers named that nothing said rules out."""
    found: list[Figure] = []
    for source in statement.subject.sources:
        own = [s for s in docket.of_source(source) if _allowed(statement, s)]
        places = statement.subject.places
        found += [f for s in own if s.geo in places for f in _dated(statement, s)]
        at_home = {s.geo for s in docket.of_source(source)}
        said = statement.subject.tight("place") and not set(places) & set(WHOLES)
        if not at_home & set(places) and not said:  # the place was of something else
            found += [f for s in own for f in _dated(statement, s)]
    return found


def _is_spoken_of(docket: Docket, figure: Figure) -> bool:
    """Return whether a figure is of a place that is named, or that need not be."""
    series = docket.catalogue.series[figure.series_id]
    home = {s.geo for s in docket.of_source(series.source_id)}
    return len(home) == 1 or series.geo in docket.places_named or series.geo in WHOLES


def _allowed(statement: Statement, series: Series) -> bool:
    subject = statement.subject
    if series.share != (statement.unit == "percent") or series.product == "none":
        return False
    named = subject.how.get("products") in ("here", "sentence")
    if named and fits_product(subject, series) is None:
        return False
    everybody = not (subject.group or subject.ages or subject.employees or subject.detail)
    return (
        (fits_group(subject, series) is not None or (everybody and series.group.kind == "panel"))
        and fits_window(subject, series) is not None
        and fits_purpose(subject, series) is not None
    )


def _dated(statement: Statement, series: Series) -> list[Figure]:
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    return list(series.latest.values())

"""Levels read by their publisher alone: "Hakuhodo DY has 33.6% among people aged 15 to 69".

Where the words name a publisher but not all that is measured, a number that fits one of its
figures, and goes against nothing that is said, is taken as a quotation of it. Nothing is
contradicted here.
"""

from __future__ import annotations

from adoption import verdicts
from adoption.bindings import (
    Docket,
    claimed_of,
    figures_at,
    fits_group,
    fits_product,
    fits_purpose,
    fits_window,
)  # fmt: skip
from adoption.catalogue import Figure, Series
from adoption.statements import Statement
from adoption.verdicts import SUPPORTED, UNDETERMINED

PRECISE_DIGITS = 3  # so many digits fit no figure by chance
FEW = 4  # a rounder number is a quotation only where the publisher has so few figures to quote
OWN_DATE = ("here", "only", "sentence")


def quoted(docket: Docket) -> None:
    """Support the open levels that quote a figure of the publisher named."""
    for i, statement in enumerate(docket.statements):
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.blocked or statement.stranger or statement.subject.outsider:
            continue
        if not statement.subject.sources or "the edge" in docket.verdicts[i].reason:
            continue
        figures = _quotable(docket, statement)
        claimed = claimed_of(statement)
        fitting = [
            f
            for f in figures
            if f.nominal.meets(claimed.printed)
            and not verdicts.only_touches(f, claimed, claimed.printed)
        ]
        if not fitting or not (_is_precise(statement) or len(figures) <= FEW):
            continue
        series = docket.catalogue.series[fitting[-1].series_id]
        verdict = verdicts.level(series, claimed, [fitting[-1]])
        if verdict.verdict == SUPPORTED:
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")


def _quotable(docket: Docket, statement: Statement) -> list[Figure]:
    """Return the figures of the publishers named that nothing said rules out."""
    found: list[Figure] = []
    for source in statement.subject.sources:
        own = [s for s in docket.of_source(source) if _allowed(statement, s)]
        places = statement.subject.places
        found += [f for s in own if s.geo in places for f in _dated(statement, s)]
        at_home = {s.geo for s in docket.of_source(source)}
        if not at_home & set(places):  # it counts elsewhere: the place was of something else
            found += [f for s in own for f in _dated(statement, s)]
    return found


def _allowed(statement: Statement, series: Series) -> bool:
    subject = statement.subject
    if series.share != (statement.unit == "percent") or series.product == "none":
        return False
    named = subject.how.get("products") in ("here", "sentence")
    if named and fits_product(subject, series) is None:
        return False
    return (
        fits_group(subject, series) is not None
        and fits_window(subject, series) is not None
        and fits_purpose(subject, series) is not None
    )


def _dated(statement: Statement, series: Series) -> list[Figure]:
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    return list(series.latest.values())


def _is_precise(statement: Statement) -> bool:
    return statement.digits >= PRECISE_DIGITS

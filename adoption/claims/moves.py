"""Moves in a ranking judged: where one stood before is of the figure before the one it moved to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from adoption.claims import ranked_figures
from adoption.claims.bindings import Docket, bases_of
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict


def before_a_move(docket: Docket, statement: Statement) -> Verdict:
    """Return the verdict on the rank held before a move: "from 25th to 18th".

    It is of the date that is told with it, else of any before that of the rank it has now.
    """
    now = [
        docket.verdicts[j] for j, s in docket.beside(statement)
        if s.kind == "rank" and not s.moved_to and s.value == statement.moved_to
        and s.subject.places == statement.subject.places and j in docket.verdicts
    ]  # fmt: skip
    if not now or now[0].figure is None or len(statement.subject.places) != 1:
        return Verdict(UNDETERMINED, "it moved to a rank that is bound to no figure")
    found = _stood(docket, statement, now[0])
    if found.verdict == CONTRADICTED and now[0].verdict != SUPPORTED:
        return replace(found, verdict=UNDETERMINED)
    return found


def came_from_there(docket: Docket, statement: Statement, now: Verdict) -> bool:
    """Return whether one stood where it is said to have come from before the rank it has now."""
    earlier = replace(statement, value=Decimal(statement.came_from))
    return _stood(docket, earlier, now).verdict == SUPPORTED


def moved_as_said(docket: Docket, statement: Statement, now: Verdict) -> Verdict:
    """Return a verdict on the rank it has now, contradicted where it moved less or more places.

    "Climbed seven places to 18th"; a rank before that is told itself is judged itself.
    """
    told = any(s.moved_to == statement.value for _, s in docket.beside(statement))
    if now.verdict != SUPPORTED or not statement.came_from or told:
        return now
    before = _stood(docket, replace(statement, value=Decimal(statement.came_from)), now)
    if before.verdict != CONTRADICTED:
        return now
    return replace(now, verdict=CONTRADICTED, reason=f"{now.reason}; before, {before.reason}")


def _stood(docket: Docket, statement: Statement, now: Verdict) -> Verdict:
    """Return the verdict on a rank at any date before that of another of the same place."""
    assert now.figure is not None
    series = docket.catalogue.series[now.series_id]
    figures = bases_of(series, now.figure, statement.base)[::-1]
    fields = ranked_figures.fields_meant(statement, series.geo)
    fields = [f for f in fields if series.geo in f.members]
    found = [
        verdict for figure in figures for field in fields
        if (verdict := ranked_figures.placed_among(docket, statement, series, figure, field))
    ]  # fmt: skip
    held = [v for v in found if v.verdict == SUPPORTED]
    if held or found:
        return (held or found)[0]
    return Verdict(UNDETERMINED, "no ranking of the date before")

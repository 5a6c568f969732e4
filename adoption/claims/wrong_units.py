"""Changes in the wrong unit: percent that are points, and points that are growth in percent."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from adoption import rates
from adoption.claims import continuations, continuity, misprints, verdicts
from adoption.claims.bindings import (
    OWN_DATE,
    Docket,
    bases_of,
    claimed_of,
    figures_at,
)
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import twins
from adoption.claims.statements import PRECISE_DIGITS, Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

_TOLD_BY = {"change_percent": misprints.FEW_DIGITS, "change_points": PRECISE_DIGITS}


def in_the_other_unit(docket: Docket) -> None:
    """Contradict the open changes in percent that are points, and in points that are growth."""
    for i, statement in enumerate(docket.statements):
        open_ = docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.digits < _TOLD_BY.get(statement.kind, math.inf):
            continue
        if misprints.is_of_others(statement) or statement.stranger:
            continue
        if by_text := _between_its_numbers(docket, i):
            docket.verdicts[i] = by_text
            continue
        for base, end in _compared(docket, i):
            found = _in_the_other(statement, base, end)
            if found:
                docket.verdicts[i] = found
                break


def _between_its_numbers(docket: Docket, i: int) -> Verdict | None:
    """Return that a change is the distance in points of the two shares its sentence names."""
    statement = docket.statements[i]
    if statement.kind != "change_percent":
        return None
    claimed = claimed_of(statement)
    named = [
        s for _, s in docket.beside(statement)
        if s.kind == "level" and s.unit == "percent" and not s.blocked and not s.relation
        and not s.negated and s.printed.lower > 0 and s.subject.places == statement.subject.places
    ]  # fmt: skip
    pairs = [(one, other) for one in named for other in named if one is not other]
    if any(
        rates.growth_percent(one.printed, other.printed).meets(claimed.loose)
        for one, other in pairs
    ):
        return None
    for one, other in pairs:
        if rates.change_points(one.printed, other.printed).meets(claimed.printed):
            growth = rates.growth_percent(one.printed, other.printed)
            first, last = (verdicts.amount(s.value, "percent") for s in (one, other))
            reason = (
                f"by its own numbers, {first} to {last} is "
                f"{verdicts.change_words(growth, 'percent')}; "
                f"{claimed.words()} fits in percentage points"
            )
            return Verdict(CONTRADICTED, reason)
    return None


def _in_the_other(statement: Statement, base: Figure, end: Figure) -> Verdict | None:
    """Return that a change fits in the other unit and not in its own, if that is so."""
    claimed = claimed_of(statement)
    if base.nominal.lower <= 0:
        return None
    growth = rates.growth_percent(base.nominal, end.nominal)
    points = rates.change_points(base.nominal, end.nominal) if end.share else None
    both = (growth, "percent"), (points, "points")
    in_percent = statement.kind == "change_percent"
    (own, unit), (other, _) = both if in_percent else both[::-1]
    name = "in percentage points" if in_percent else "as growth in percent"
    if other is None or not other.meets(claimed.printed):
        return None
    if own is not None and own.meets(claimed.loose):
        return None
    counted = (
        verdicts.change_words(own, unit) if own is not None else "a count changes by no points"
    )
    reason = (
        f"published: {base.words()}, then {end.words()}: {counted} "
        f"[{end.series_id}]; {claimed.words()} fits {name}"
    )
    return Verdict(CONTRADICTED, reason, end.series_id, end, base)


def _compared(docket: Docket, i: int) -> Iterator[tuple[Figure, Figure]]:
    """Yield the figures between which a change can have been counted."""
    statement = docket.statements[i]
    for series, end in _ends(docket, i):
        earlier = bases_of(series, end, statement.base)
        if statement.base is None and not statement.is_precise:
            last = max((f.period_end for f in earlier), default=None)
            year = [f for f in earlier if abs((end.period_end - f.period_end).days - 365) <= 45]
            earlier = year + [f for f in earlier if f.period_end == last]
        for base in earlier:
            if not series.breaks_between(base.period_end, end.period_end):
                yield base, end
        for place in sorted(statement.named - {series.geo}):
            for other in docket.of_source(series.source_id):
                if other.geo == place and twins(series, other):
                    for figure in other.figures:
                        if figure.period_end == end.period_end:
                            yield figure, end


def _ends(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures a change can end at: of its level, of its date, of the text before."""
    statement = docket.statements[i]
    only_shares = True if statement.kind == "change_percent" else None
    held = docket.verdicts[statement.level] if statement.level is not None else None
    if held is not None and held.figure and held.verdict == SUPPORTED:
        if held.figure.share or not only_shares:
            yield docket.catalogue.series[held.series_id], held.figure
        return
    if statement.period is not None and statement.period_how in OWN_DATE:
        as_growth = replace(statement, kind="change_percent", unit="percent")
        for candidate in docket.binder.candidates(as_growth, share=only_shares):
            at = figures_at(candidate.series, statement.period)
            if at and candidate.confirmed:
                yield candidate.series, at[-1]
    for series, anchor in continuations.continued(docket, docket.statements[i], i):
        at = continuity.figures_of(statement, series, anchor)
        if at and (series.share or not only_shares):
            yield series, at[-1]
        break

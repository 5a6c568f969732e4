"""The direction of a verb held against the levels: no "rose to 33 percent" after 34.

Only levels that are bound count, or two numbers of one sentence that contradict their own verb.
"""

from __future__ import annotations

from dataclasses import replace

from adoption import rates
from adoption.claims.bindings import Docket, bases_of
from adoption.claims.catalogue import Figure, Series
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED

NEXT_DAYS = 400  # the figure of the next year at the latest
FURTHEST = 6  # statements back to the level that a verb leads on from


def judged(docket: Docket) -> None:
    """Contradict the supported levels that their verb leads to from the wrong side."""
    for i, statement in enumerate(docket.statements):
        held = docket.verdicts[i]
        if not statement.moved or statement.kind != "level" or held.verdict != SUPPORTED:
            continue
        if statement.stranger or statement.negated or statement.subject.outsider:
            continue
        pair = _moved_between(docket, i)
        if pair is None or not _is_opposite(statement.moved, *pair):
            continue
        base, end = pair
        verb = "rose" if statement.moved > 0 else "fell"
        reason = (
            f"it is said that it {verb}; published: {base.words()}, then {end.words()} "
            f"[{end.series_id}]"
        )
        docket.verdicts[i] = replace(held, verdict=CONTRADICTED, reason=reason)


def _is_opposite(way: int, base: Figure, end: Figure) -> bool:
    """Return whether not even values inside the rounding of both moved that way."""
    change = rates.change_points(base.nominal, end.nominal)
    return change.upper <= 0 if way > 0 else change.lower >= 0


def _moved_between(docket: Docket, i: int) -> tuple[Figure, Figure] | None:
    """Return the figures between which a level moved, the earlier first."""
    statement, held = docket.statements[i], docket.verdicts[i]
    if held.figure is None:
        return None
    series = docket.catalogue.series[held.series_id]
    base, end = held.figure, held.figure
    if statement.base_level:
        after = _end_of(docket, i, series)
        if after is None:
            return None
        end = after
    else:
        before = _base_of(docket, i, series)
        if before is None:
            return None
        base = before
    ordered = base.period_end < end.period_end
    broken = series.breaks_between(base.period_end, end.period_end)
    return (base, end) if ordered and not broken else None


def _end_of(docket: Docket, i: int, series: Series) -> Figure | None:
    """Return the figure of the level that an earlier one is named beside, or after.

    If none is stated, it is the next one, where only one can be meant: 较上年的9.8%继续上升.
    """
    level, figure = docket.statements[i].level, docket.verdicts[i].figure
    assert figure is not None
    if level is None:
        for j in _levels_before(docket, i, docket.statements[i]):
            held = docket.verdicts[j]
            if held.series_id == series.series_id and held.verdict == SUPPORTED:
                return held.figure
        days = [(f.period_end - figure.period_end).days for f in series.latest.values()]
        once = sum(0 < n <= NEXT_DAYS for n in days) == 1
        return series.after(figure.period_end) if once else None
    held = docket.verdicts[level]
    same = held.verdict == SUPPORTED and held.series_id == series.series_id
    return held.figure if same else None


def _base_of(docket: Docket, i: int, series: Series) -> Figure | None:
    """Return the figure that a level moved from: of the time named, else the last one stated."""
    statement, figure = docket.statements[i], docket.verdicts[i].figure
    assert figure is not None
    if statement.moved_since is not None:
        return next(iter(bases_of(series, figure, statement.moved_since)[-1:]), None)
    beside = [j for j, s in docket.beside(statement) if s.base_level and s.level == i]
    for j in beside or _levels_before(docket, i, statement):
        held = docket.verdicts[j]
        if held.verdict == SUPPORTED and held.series_id == series.series_id:
            return held.figure
    return None if beside else _any_before(series, figure, statement.moved)


def _any_before(series: Series, figure: Figure, way: int) -> Figure | None:
    """Return the figure before, if from no figure of the year before it moved the way said."""
    before = [
        f
        for f in series.latest.values()
        if 0 < (figure.period_end - f.period_end).days <= NEXT_DAYS
    ]
    exact = all(f.bound != "lower" for f in (*before, figure))
    if not before or not exact or not all(_is_opposite(way, f, figure) for f in before):
        return None
    return max(before, key=lambda f: f.period_end)


def _levels_before(docket: Docket, i: int, statement: Statement) -> list[int]:
    return [
        j
        for j in range(i - 1, max(-1, i - 1 - FURTHEST), -1)
        if docket.statements[j].passage == statement.passage
        and docket.statements[j].kind == "level"
    ]

"""Changes held against the numbers of their own sentence: from 64.0 to 70.1 percent is no rise of 8."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

from adoption import rates
from adoption.claims import verdicts
from adoption.claims.bindings import (
    Docket,
    bases_of,
    claimed_of,
)
from adoption.claims.statements import Statement, counted_alike
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict
from adoption.rates import Interval


def between_the_same(docket: Docket, i: int) -> Verdict | None:
    """Support a change that says again what the one before it says: 增长2.66亿人，增幅106.6%."""
    statement, held = docket.statements[i], docket.verdicts.get(i - 1)
    if not i or held is None or held.verdict != SUPPORTED or not (held.figure and held.base):
        return None
    before = docket.statements[i - 1]
    apart = (
        before.sentence != statement.sentence
        or before.subject.places != statement.subject.places
        or before.subject.products != statement.subject.products
    )
    series = docket.catalogue.series[held.series_id]
    apart = apart or held.base not in bases_of(series, held.figure, statement.base)
    if apart or (statement.kind == "change_points" and not series.share):
        return None
    ends = (held.figure,), (held.base,)
    verdict = verdicts.change(series, statement.kind, claimed_of(statement), *ends)
    if verdict.verdict != SUPPORTED:
        return None
    return verdicts.with_reason(verdict, f" [{series.series_id}]")


def both_held(docket: Docket, i: int) -> tuple[Verdict, Verdict] | None:
    """Return the verdicts on the two levels of a change, if one series holds both."""
    statement = docket.statements[i]
    assert statement.level is not None
    end = docket.verdicts[statement.level]
    for j, s in docket.beside(statement):
        if s.base_level and s.level == statement.level:
            base = docket.verdicts[j]
            both = base.verdict == end.verdict == SUPPORTED
            if both and base.series_id == end.series_id and base.figure and end.figure:
                return base, end
    return None


def is_counted_from_its_numbers(docket: Docket, i: int) -> bool:
    """Return whether a change is what its own two numbers give as printed: 80% from 11.3 to 20.3."""
    statement = docket.statements[i]
    assert statement.level is not None
    end = docket.statements[statement.level].value
    return any(
        verdicts.MEASURES[statement.kind](Interval(s.value, s.value), Interval(end, end))
        .meets(claimed_of(statement).printed)
        for _, s in docket.beside(statement)
        if s.base_level and s.level == statement.level
    )  # fmt: skip


def holds_between(statement: Statement, base: Verdict, end: Verdict) -> bool:
    """Return whether a change holds between two figures, as rounded by their publisher."""
    assert base.figure
    assert end.figure
    result = verdicts.MEASURES[statement.kind](base.figure.nominal, end.figure.nominal)
    return result.meets(claimed_of(statement).loose)


def by_its_own_numbers(docket: Docket, i: int) -> Verdict | None:
    """Hold a change against the two levels its own sentence names."""
    statement = docket.statements[i]
    if statement.level is None or statement.against:
        return None
    level = docket.statements[statement.level]
    bases = [
        s
        for _, s in docket.beside(statement)
        if (_is_base(s, statement) or is_earlier_by(docket, statement, s)) and counted_alike(s, level)
        and not s.blocked
        and s.subject.places == level.subject.places
    ]  # fmt: skip
    if len(bases) != 1 or bases[0].relation or level.relation or not same_base(statement, bases[0]):
        return None
    start, end = bases[0].printed, level.printed
    if end.lower <= 0 or start.lower <= 0:
        return None
    claimed = claimed_of(statement)
    result = verdicts.MEASURES[statement.kind](start, end)
    said = (
        f"{verdicts.amount(bases[0].value, level.unit)} to {verdicts.amount(level.value, level.unit)} "
        f"is {verdicts.change_words(result, claimed.unit)}"
    )
    wide = verdicts.MEASURES[statement.kind](bases[0].loose, level.loose)
    if result.meets(claimed.loose) or wide.meets(claimed.printed):
        return Verdict(UNDETERMINED, f"the numbers of the sentence agree: {said}")
    if statement.kind == "change_percent" and level.unit == "percent":
        points = rates.change_points(start, end)
        if points.meets(claimed.printed):
            said += f"; {claimed.words()} fits in percentage points"
    return Verdict(CONTRADICTED, f"by its own numbers, {said}")


def _is_base(base: Statement, change: Statement) -> bool:
    return base.base_level and base.level == change.level


def is_earlier_by(docket: Docket, change: Statement, base: Statement) -> bool:
    """Return whether a level is the only one of so long before: 31%，一年前为23%，增长8%."""
    beside = [s for _, s in docket.beside(change)]
    earlier = [
        s for s in beside
        if s.kind == "level" and s.period_how == "relative" and s.base is not None
    ]  # fmt: skip
    if earlier != [base] or [s for s in beside if s.start < change.start][-1:] != [base]:
        return False
    if change.base is None or change.base.previous:  # 上季度末为1500万，环比增长33%
        return True
    return change.base.months_before in (0, base.base.months_before if base.base else 0)


def same_base(change: Statement, base: Statement) -> bool:
    """Return whether the earlier level is of the period the change is counted from."""
    if change.base is None or base.period is None:
        return True
    if change.base.period is None:  # "from 8% in March 2023 to 20%, 8 points more than in July"
        month = change.base.month
        return not month or base.period.start.month <= month <= base.period.end.month
    return (
        change.base.period.start <= base.period.end and base.period.start <= change.base.period.end
    )

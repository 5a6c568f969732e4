"""Over how many months a change is counted: "in ten months"; a change has one base."""

from __future__ import annotations

from adoption.claims.bindings import Docket
from adoption.claims.periods import Period, with_year
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, Verdict


def wandering_base(docket: Docket, i: int) -> Verdict | None:
    """Count the months: "in ten months" from June to March, or one multiple with two bases."""
    statement = docket.statements[i]
    counted = _months_counted(statement)
    ahead = statement.subject.purpose == "expected"  # "expect to use it in six months"
    if counted is not None and not ahead and statement.months_named not in (0, counted):
        return Verdict(
            CONTRADICTED,
            f"from its base to its end are {counted} months, not {statement.months_named}",
        )
    key = (statement.passage, statement.value, statement.subject.products)
    first = docket.multiples.get(key, i)
    if statement.kind == "ratio" and first < i and statement.value > 2:
        other = docket.statements[first]
        spans = [_span_of(s, statement.period) for s in (other, statement)]
        if spans[0] and spans[1] and spans[0] != spans[1]:
            return Verdict(
                CONTRADICTED,
                f"the same multiple is counted over {spans[0]} months and over {spans[1]} "
                "months: a change has one base",
            )
    return None


def _months_counted(statement: Statement) -> int | None:
    """Return the months from the named base to the named end, where both are sharp enough."""
    base, end = statement.base, statement.period
    if base is None or base.period is None or end is None or not statement.months_named:
        return None
    if any((p.end - p.start).days > 31 or p.vague for p in (base.period, end)):
        return None
    return 12 * (end.end.year - base.period.end.year) + end.end.month - base.period.end.month


def _span_of(statement: Statement, end: Period | None) -> int:
    """Return over how many months a multiple is counted, 0 if that is not known."""
    base, end = statement.base, statement.period or end
    if base is None:
        return 0
    if base.months_before:
        return base.months_before
    if end is None or (end.end - end.start).days > 31:
        return 0
    start = base.period or (with_year(base, end) if base.unfinished else None)
    if start is None or (start.end - start.start).days > 31:
        return 0
    return 12 * (end.end.year - start.end.year) + end.end.month - start.end.month

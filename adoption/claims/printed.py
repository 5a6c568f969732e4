"""Changes as their publishers printed them: they stand beside the levels they are counted between.

Rounded levels allow a range, a lower bound nearly anything; the printed change says what was meant.
"""

# ruff: noqa: E501 -- a reason is written in one piece

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from adoption import labels
from adoption.claims import verdicts
from adoption.claims.bindings import SAME_SPAN_DAYS, Docket, claimed_of
from adoption.claims.catalogue import Figure, Series
from adoption.claims.periods import months_before
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, Verdict


def decided(docket: Docket, statement: Statement, verdict: Verdict) -> Verdict:
    """Return the verdict on a change as its publisher printed it: in support, or for good.

    For good it decides of a set that has to reach a mark, and where one level is a lower bound: of
    "15 million, then more than 20 million" much would be true, but 33 percent were printed.
    """
    end, base = verdict.period_end, verdict.base_period_end
    if end is None or base is None:
        return verdict
    claimed = claimed_of(statement)
    printed = docket.printed.get((verdict.series_id, end, base), {}).get(statement.kind)
    if printed is None:
        return verdict
    middle = ((printed.lower + printed.upper) / 2).normalize()
    said = f"printed by the publisher: {verdicts.amount(middle, claimed.unit)}"
    if printed.meets(claimed.printed):
        return replace(verdict, verdict=SUPPORTED, reason=f"{said}; {verdict.reason}")
    if statement.quantified:
        return replace(verdict, verdict=CONTRADICTED, reason=f"{said}; {verdict.reason}")
    bounds = [f for f in (verdict.figure, verdict.base) if f and f.bound != "exact"]
    if len(bounds) == 1 and not printed.meets(claimed.loose):
        return replace(verdict, verdict=CONTRADICTED, reason=f"{said}; {verdict.reason}")
    return verdict


def alone(
    docket: Docket, statement: Statement, ends: list[tuple[Series, list[Figure], bool]]
) -> Verdict | None:
    """Support a change that the publisher printed, where the figure it is counted from is not known.

    "18.34 million, up 149% on the month": what October was is not published, the growth is.
    """
    claimed, told = claimed_of(statement), statement.base
    for series, figures, _ in ends:
        for (name, end, base), kinds in docket.printed.items():
            if name != series.series_id or statement.kind not in kinds:
                continue
            own = [f for f in figures if f.period_end == end]
            if not own or not kinds[statement.kind].meets(claimed.printed):
                continue
            if told and told.months_before and not _is_months_before(base, end, told.months_before):
                continue
            if told and told.period and not told.period.start <= base <= told.period.end:
                continue
            said = f"printed by the publisher, from {labels.day(base)} to {labels.day(end)}"
            return Verdict(SUPPORTED, f"{said} [{name}]", name, own[-1])
    return None


def _is_months_before(base: dt.date, end: dt.date, months: int) -> bool:
    return abs((base - months_before(end, months)).days) <= SAME_SPAN_DAYS

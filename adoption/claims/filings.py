"""Services newly filed with the regulator in a period, where those filed so far are counted, too.

新增446款 is held against the figures of what was filed in a period; a number of another whole
period that follows, and the growth from it, may be of the same: 较2024年的238款增加87.4%.
"""

from __future__ import annotations

from dataclasses import replace

from adoption.claims import levels, verdicts
from adoption.claims.bindings import A_MONTH, OWN_DATE, Docket, bases_of, claimed_of
from adoption.claims.periods import Period, months_before
from adoption.claims.quantities import SERVICES
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

NEW = "-new"  # ends the kind of those counted by the period in which they were filed
YEAR = 12  # months
COUNTED_FROM = ("change_percent", "ratio")


def newly_filed(docket: Docket, statement: Statement) -> Verdict | None:
    """Hold 新增446款 against the figures of what was filed in a period, where they are published.

    It is contradicted only by the figure of the very period that is said.
    """
    if not _is_added(docket, statement) or statement.period is None:
        return None
    verdict = _of_the_new(docket, statement)
    if verdict.verdict == CONTRADICTED and statement.period_how in OWN_DATE and verdict.figure:
        figure, said = verdict.figure, statement.period
        same = (figure.period_start, figure.period_end) == (said.start, said.end)
        return verdict if same and not statement.weak else None
    return verdict if verdict.verdict == SUPPORTED else None


def _is_added(docket: Docket, statement: Statement) -> bool:
    """Return whether services are counted that were added within a period: 全年新增446款."""
    base, period = statement.base, statement.period
    if statement.unit != SERVICES or statement.kind != "change_absolute" or statement.value <= 0:
        return False
    if base is None or base.months_before != YEAR or period is None:
        return base is None
    level = docket.statements[statement.level] if statement.level is not None else None
    own = (
        level is None
        or level.start > statement.start
        or (level.subject.group != statement.subject.group)
    )
    return own and (period.end.month, period.end.day) == (12, 31)


def of_the_added_before(docket: Docket, i: int) -> Verdict | None:
    """Judge 新增446款，约为上年新增数的1.9倍 by the figures of what was filed in each period."""
    statement, held = docket.statements[i], docket.verdicts.get(i - 1)
    if not i or held is None or held.figure is None or held.verdict != SUPPORTED:
        return None
    series = docket.catalogue.series[held.series_id]
    if docket.statements[i - 1].sentence != statement.sentence or not series.group.kind.endswith(
        NEW
    ):
        return None
    earlier = bases_of(series, held.figure, statement.base) if statement.base else []
    same = [f for f in earlier if abs(f.days - held.figure.days) <= A_MONTH]
    if len(same) != 1:
        return None
    verdict = verdicts.change(series, "ratio", claimed_of(statement), [held.figure], same)
    return verdicts.with_reason(verdict, f" [{series.series_id}]")


def settle(docket: Docket) -> None:
    """Take a number after one of services added for one of those added, if it fits so only.

    A number of a whole period alone stays open: 2025年有446款完成备案 may be either.
    """
    added: int | None = None
    for i, statement in enumerate(docket.statements):
        if i and docket.statements[i - 1].sentence != statement.sentence:
            added = None
        if _is_added(docket, statement):
            added = i
        elif statement.kind == "level" and statement.unit == SERVICES:
            added = _settle_level(docket, i, added)
        elif statement.kind in COUNTED_FROM and added is not None and i:
            base = docket.statements[i - 1]
            if base.base_level and base.level == added:
                subject = _new(statement.subject)
                docket.statements[i] = replace(statement, level=added, subject=subject)


def _settle_level(docket: Docket, i: int, added: int | None) -> int | None:
    """Settle a number of services; return the number added that the next one may go on from."""
    statement, held = _in_its_year(docket, i, added), docket.verdicts[i]
    if held.verdict == SUPPORTED or statement.blocked or not _is_long(statement):
        return None
    verdict = _of_the_new(docket, statement)
    if verdict.verdict != SUPPORTED:
        return None
    if added is None:
        if held.verdict == CONTRADICTED:
            reason = f"it may be of those filed in the period: {verdict.reason}; {held.reason}"
            docket.verdicts[i] = replace(held, verdict=UNDETERMINED, reason=reason)
        return None
    docket.verdicts[i] = verdict
    level = added if statement.base_level else statement.level
    docket.statements[i] = replace(statement, level=level, subject=_new(statement.subject))
    return added


def _in_its_year(docket: Docket, i: int, added: int | None) -> Statement:
    """Return a number of the year before that of services added with its year: 上一年为238款."""
    statement = docket.statements[i]
    year = docket.statements[added].period if added is not None else None
    told = statement.base
    if year is None or statement.period or told is None or told.months_before != YEAR:
        return statement
    if (year.start.month, year.start.day, year.end.month, year.end.day) != (1, 1, 12, 31):
        return statement
    before = Period(months_before(year.start, YEAR), months_before(year.end, YEAR))
    return replace(statement, period=before)


def _is_long(statement: Statement) -> bool:
    """Return whether a whole period is named, no day or month at which all are counted."""
    period = statement.period
    return period is not None and (period.end - period.start).days > A_MONTH


def _of_the_new(docket: Docket, statement: Statement) -> Verdict:
    new = replace(statement, kind="level", level=None, subject=_new(statement.subject))
    return levels.level_of_one(docket, new)


def _new(subject: Subject) -> Subject:
    return replace(subject, group=f"{subject.group.removesuffix(NEW)}{NEW}")

"""Which year a date said without one is of: "in December", 第三季度, "six months later".

It is the year of the date named before it, or in its paragraph, or of the day of the report; after
a month of that year the same month, or an earlier one, may be of the next.
"""

from __future__ import annotations

import datetime as dt
import re

from adoption.claims.bases import is_base
from adoption.claims.memory import within
from adoption.claims.periods import (
    Period,
    PeriodMention,
    as_printed_on,
    in_year,
    months_before,
    with_year,
)  # fmt: skip
from adoption.claims.sentences import Sentence

RESULTS_DAYS = 50  # so long after a quarter its results are told
_RESULTS = re.compile(
    r" (?:earnings|(?:financial |quarterly )?results|investor (?:call|letter)|shareholder letter)"
    r"|(?:的)?(?:财报|財報|业绩|業績|财务|電話會議|电话会)"
)
DAY_NAMED_WITHIN = 400  # characters back to the day from which 去年 is counted
_BASE_LEVEL_BEFORE = re.compile(
    r"\b(?:up|down) from (?:about |around |some |just )?[0-9][0-9.,]*"
    r"(?: ?%| per ?cent| million| billion)?"
    r" (?:in|at|on|during|for) (?:the )?$",
    re.IGNORECASE,
)


def is_said(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether the year is said, of the period itself or in its sentence."""
    anchored = mention.period or mention.months_after or sentence.memory.printed
    known = sentence.memory.carried_period
    if sentence.is_chinese and known and sentence.memory.period_in == sentence.passage:
        own_year = mention.unfinished and mention.shift is None
        if own_year and in_year(mention, known.end.year).end >= known.start:
            return True  # a year is said once in a Chinese paragraph
    return bool(anchored) or any(p.period for p in sentence.periods)


def is_guessed(sentence: Sentence, mention: PeriodMention, period: Period) -> bool:
    """Return whether a month may be of the year after the one named before it."""
    looked_back = sentence.memory.looked_back_in == sentence.passage
    if looked_back and mention.unfinished and not any(p.period for p in sentence.periods):
        return True  # 2025年末…。2024年末…。年末…
    own_year = mention.named_year is not None or sentence.memory.printed  # 当年4月
    if not mention.month or own_year or is_base(sentence, mention):
        return False
    before = [p.period for p in sentence.periods if p.period and p.start < mention.start]
    named = any(p.period for p in sentence.periods)
    if named and not before and all(is_base(sentence, p) for p in sentence.periods if p.period):
        return True  # only the year of the base is said
    known = before[-1] if before else None if named else sentence.memory.carried_period
    return known is not None and period.end < known.start


def resolved(sentence: Sentence, mention: PeriodMention, *, forward: bool = False) -> Period | None:
    """Return the period; a month without a year takes the year of the last period named."""
    if mention.months_after:
        return _later(sentence, mention)
    if mention.period or not mention.unfinished:
        return _until_told(sentence, mention)
    printed = sentence.memory.printed
    if mention.shift is not None:
        printed = printed or _day_named_before(sentence, mention)
        return as_printed_on(mention, printed) if printed else None
    bases = [p for p in sentence.periods if is_base(sentence, p) or _dates_a_base(sentence, p)]
    last = next(
        (p for p in reversed(sentence.periods) if p.period and p.start < mention.start), None
    )
    alike = last in bases and mention.part and last.period
    if alike and mention.part[0] == _part_of(alike):
        # "from 16.3% in the second half of 2025; in the first"
        return in_year(mention, alike.end.year)
    before = _told_before(sentence, mention, bases)
    carried = sentence.memory.carried_period
    near = before or (carried if sentence.memory.period_in == sentence.passage else None)
    known = near or (
        Period(printed, printed) if printed else _told_elsewhere(sentence, mention, bases)
    )
    if mention.named_year is not None:
        return in_year(mention, known.end.year + mention.named_year) if known else None
    if near and _goes_on(sentence, mention, near):
        return in_year(mention, near.end.year)
    earlier = next((p.period for p in bases if p.period), None)
    if known is None and earlier:
        return with_year(mention, Period(earlier.end, months_before(earlier.end, -12)))
    if near and forward and (later := _counted_on(mention, near, before, printed)):
        return later
    if known and mention.month and not before:
        said = within(sentence.memory.periods, 0, mention.start)
        same = [p.period for p in said if p.period and _month_of(p.period) == mention.month]
        if same:
            return in_year(mention, same[-1].end.year)
    return with_year(mention, known) if known else None


def _until_told(sentence: Sentence, mention: PeriodMention) -> Period | None:
    """Return the period of a mention; what is said with the results of a quarter is of later days.

    "On its Q2 2025 earnings call Google said ..." was said in July.
    """
    period = mention.period
    quarter = period is not None and _part_of(period) == "q"
    if period and quarter and _RESULTS.match(sentence.text, mention.end):
        return Period(period.start, period.end + dt.timedelta(days=RESULTS_DAYS))
    return period


def _told_before(
    sentence: Sentence, mention: PeriodMention, bases: list[PeriodMention]
) -> Period | None:
    """Return the last period told before in the sentence that is no base."""
    told = [
        period for p in sentence.periods
        if p.start < mention.start and p not in bases
        and (period := resolved(sentence, p) if p.shift is not None else p.period)
    ]  # fmt: skip
    return told[-1] if told else None


def _told_elsewhere(
    sentence: Sentence, mention: PeriodMention, bases: list[PeriodMention]
) -> Period | None:
    """Return the first period of the sentence that is no base, else the one carried from afar.

    "In December, three times the 75 million of December 2024": the bare one is a later one.
    """
    for p in sentence.periods:
        if p.period is None or p in bases:
            continue
        same = 0 < mention.month == _month_of(p.period)
        if not (same and p.start > mention.start):
            return p.period
    return sentence.memory.carried_period


def _counted_on(
    mention: PeriodMention, known: Period, before: Period | None, printed: dt.date | None
) -> Period | None:
    """Return the month of the year told before, or the quarter or half-year that follows."""
    if mention.month:
        same_year = Period(known.start, dt.date(known.end.year, 12, 31))
        if with_year(mention, same_year).start <= (printed or dt.date.max):
            return with_year(mention, same_year)
    if before and mention.part and mention.part[0] == _part_of(known):
        later = Period(known.start, months_before(known.end, -12 if mention.part[0] == "q" else -6))
        return with_year(mention, later)
    return None


def _month_of(period: Period) -> int:
    """Return the month that a period lies in, 0 if in several."""
    return period.start.month if period.start.month == period.end.month else 0


def _dates_a_base(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a date is that of an earlier level: "up from 9.1% in the first half"."""
    return bool(_BASE_LEVEL_BEFORE.search(sentence.text, sentence.span.start, mention.start))


def _goes_on(sentence: Sentence, mention: PeriodMention, known: Period) -> bool:
    """Return whether a Chinese month is of the year named before: 2025年3月…10月末."""
    if not re.match(
        r"[0-9]{1,2}[月、和]|第?[一二三四1-4]季|[上下]半年|[HQ][1-4]|年[初中底末]",
        sentence.text[mention.start :],
    ):
        return False
    before = sentence.text[max(sentence.span.start, mention.start - 4) : mention.start]
    later = in_year(mention, known.end.year).start > known.end
    return not (later and (is_base(sentence, mention) or re.search(r"截[至止]", before)))


def _day_named_before(sentence: Sentence, mention: PeriodMention) -> dt.date | None:
    """Return the last day named before with its year: after 2026年2月5日, 去年 is 2025."""
    start = max(0, mention.start - DAY_NAMED_WITHIN)
    days = [
        p.period.end
        for p in within(sentence.memory.periods, start, mention.start)
        if p.period and p.period.start == p.period.end
    ]
    return days[-1] if days else None


def _later(sentence: Sentence, mention: PeriodMention) -> Period | None:
    """Return what "six months later" is: counted from the date named last."""
    before = [p.period for p in sentence.periods if p.period and p.start < mention.start]
    known = before[-1] if before else sentence.memory.carried_period
    if known is None:
        return None
    months = -mention.months_after
    days = (known.end - known.start).days
    if 31 < days < 360 and not _part_of(known):  # after the last of several months
        known = Period(known.end.replace(day=1), known.end)
    return Period(months_before(known.start, months), months_before(known.end, months), vague=True)


def _part_of(period: Period) -> str:
    """Return "q" for a quarter, "h" for a half-year, else nothing."""
    days = (period.end - period.start).days
    return "q" if 85 <= days <= 95 else "h" if 175 <= days <= 190 else ""

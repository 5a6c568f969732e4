"""Dates that a text takes up again: "in the same year", "since then", "over the same period".

They stand for the date, or for the span a change is counted over, that was named last before them.
A day without its month is of the month named with a day before it: 2月5日只有707万，7日增至7352万.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from adoption.claims.periods import Period, PeriodMention

REACH = 600  # characters back to the date that is taken up
A_YEAR, A_HALF, A_QUARTER, A_MONTH = 366, 184, 92, 31
# "on the same day", "in that month", but not "in the same month of 2024" or "a year before"
_SAME_DATE = re.compile(
    r"\b(?:in|on|during|for)\s(?:the\ssame|that(?:\ssame)?)\s(?P<what>year|half-year|quarter|month|day)\b"
    r"(?!\s(?:of|last|a|one|two|in|before|earlier|previous|the|when|that|as)\b|['’-])"
)
_SAME_SPAN = re.compile(
    r"\b(?:(?:over|in|during|within|across)\s(?:the|that)\ssame\s(?:period|time|span|interval)|over\sthe\ssame\syear)\b"
    r"(?!\s(?:of|last|a|one|in|before|earlier|when|that|as)\b)"
)
# 7日, and not 近7日, 7日均值, 5日电
_DAY_ALONE = re.compile(
    r"(?<![0-9月年第近前后满每~～—–-])(?P<day>[12]?[0-9]|3[01])日(?![内均活留游后间线元圆电讯报本])"
)
DAY_REACH = 120  # characters back to the month of such a day
_SINCE_THEN = re.compile(r"\bsince\s(?P<then>then)\b")
# "ten times the number of March 2025": a date that something is compared with
_COMPARED = re.compile(r"\b(?:of|from|since|than|against|with|over|versus)\s(?:in\s|the\s)*$")


def taken_up(text: str, periods: list[PeriodMention]) -> list[PeriodMention]:
    """Return the dates and spans that words take up again, at the places of these words.

    Examples
    --------
    >>> from adoption.claims.periods import find_periods
    >>> text = "11.3 million on 2 March 2026; ChatGPT had 250.5 million on the same day"
    >>> [m.period.end.isoformat() for m in taken_up(text, find_periods(text))]
    ['2026-03-02']
    """
    found = []
    for match in _SAME_DATE.finditer(text):
        for mention in _before(match, periods):
            if _COMPARED.search(text, max(0, mention.start - 20), mention.start):
                continue
            if date := _as_long(mention, match.group("what")):
                found.append(replace(date, start=match.start(), end=match.end()))
                break
    found += _days_alone(text, periods)
    for match in _SINCE_THEN.finditer(text):
        if dates := [m for m in _before(match, periods) if m.period]:
            found.append(replace(dates[0], start=match.start("then"), end=match.end("then")))
    for match in _SAME_SPAN.finditer(text):
        spans = [m for m in _before(match, periods) if m.months_before and not m.period]
        if spans:
            found.append(replace(spans[0], start=match.start(), end=match.end()))
    return found


def _days_alone(text: str, periods: list[PeriodMention]) -> list[PeriodMention]:
    """Return the days without a month, each of the month of a day named shortly before it."""
    found: list[PeriodMention] = []
    for match in _DAY_ALONE.finditer(text):
        day, start = int(match.group("day")), match.start()
        named = [
            m for m in (*periods, *found)
            if start - DAY_REACH <= m.start and m.end <= start and _day_of(m)
        ]  # fmt: skip
        if not named:
            continue
        last = max(named, key=lambda m: m.start)
        if day > _day_of(last) or any(_day_of(m) == day for m in named):
            found.append(_on_day(replace(last, start=start, end=match.end()), day))
    return found


def _day_of(mention: PeriodMention) -> int:
    """Return the day of the month that a mention names, 0 if it is no single day."""
    period = mention.period
    if period is None:
        return mention.day
    return period.end.day if period.start == period.end else 0


def _on_day(mention: PeriodMention, day: int) -> PeriodMention:
    """Return a mention moved to another day of its month."""
    if mention.period is None:
        return replace(mention, day=day)
    end = mention.period.end
    last = (end.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    date = end.replace(day=min(day, last.day))
    return replace(mention, period=Period(date, date))


def _before(match: re.Match[str], periods: list[PeriodMention]) -> list[PeriodMention]:
    """Return the dates named shortly before some words, the last first."""
    start = match.start()
    return [m for m in reversed(periods) if start - REACH <= m.start and m.end <= start]


def _as_long(mention: PeriodMention, what: str) -> PeriodMention | None:
    """Return a date if it is one day, month, quarter or year, or lies in one, as the words say."""
    if mention.period is None:
        named = {"day": mention.day, "month": mention.month}.get(what)
        return mention if named and mention.shift is None else None
    first, last = mention.period.start, mention.period.end
    days = (last - first).days + 1
    if what == "year":
        year = Period(dt.date(last.year, 1, 1), dt.date(last.year, 12, 31))
        return replace(mention, period=year) if days <= A_YEAR else None
    longest = {"day": 1, "month": A_MONTH, "quarter": A_QUARTER, "half-year": A_HALF}[what]
    shortest = {"day": 1, "month": 1, "quarter": A_QUARTER - 2, "half-year": A_HALF - 3}[what]
    return mention if shortest <= days <= longest else None

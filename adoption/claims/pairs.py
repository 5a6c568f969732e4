"""Two numbers in brackets, of the two that were named before them: "North and South (24.7% vs. 14.1%)".

What is named twice before the brackets (places, products, purposes, ages or sectors) goes to the
numbers in its order.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from adoption.claims.sentences import Sentence, Subject
from adoption.claims.statements import Statement, with_part

_BETWEEN = re.compile(r",? (?:vs\.?|v\.?|versus|against|compared (?:to|with)|and|as opposed to) ")
_CLOSES = re.compile(r"(?:,? respectively)?[)）]")
_LISTS = ("place", "product", "purpose", "sector")


def in_brackets(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Give two levels in brackets each its own of the two that are named before them."""
    result = list(found)
    levels = [k for k, s in enumerate(found) if s.kind == "level"]
    for k, j in pairwise(levels):
        one, other = found[k], found[j]
        if one.unit != other.unit or not _stand_in_brackets(sentence.text, one, other):
            continue
        parts = _two_named(sentence, one.start)
        if parts is None or _says_apart(one, other):
            continue
        for at, part in zip((k, j), parts, strict=True):
            own = replace(
                found[at], subject=_with(found[at].subject, *part), base_level=False, weak=""
            )
            result[at] = own
        if other.base_level:  # it was read as a start, with a date of its own
            result[j] = replace(result[j], period=one.period, period_how=one.period_how, level=None)
    return result


def _stand_in_brackets(text: str, one: Statement, other: Statement) -> bool:
    """Return whether two numbers, and nothing else, stand in one pair of brackets."""
    opened = text[: one.start].rstrip().endswith(("(", "（"))
    between = _BETWEEN.fullmatch(text, one.end, other.start)
    return opened and between is not None and _CLOSES.match(text, other.end) is not None


def _says_apart(one: Statement, other: Statement) -> bool:
    """Return whether the two numbers are of different places or dates already."""
    return one.subject.places != other.subject.places and one.subject.tight("place")


def _two_named(sentence: Sentence, end: int) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the kind and the value of the only two of a kind that are named before a place."""
    start = sentence.clause(end)
    start = sentence.span.start if start >= end - 1 else start
    for tag in _LISTS:
        values = dict.fromkeys(
            m.value for m in sentence.mentions if m.tag == tag and start <= m.start < end
        )
        if len(values) == 2:
            first, second = values
            return (tag, first), (tag, second)
    ages = [a for a in sentence.ages if not a.employees and start <= a.start < end]
    if len(ages) == 2:
        first, second = (f"{a.low}|{'' if a.high is None else a.high}" for a in ages)
        return ("ages", first), ("ages", second)
    return None


def _with(subject: Subject, tag: str, value: str) -> Subject:
    """Return a subject with a place, product, purpose, sector or age named at its number."""
    if tag in ("place", "product"):
        return with_part(subject, tag, value)
    if tag == "purpose":
        return replace(subject, purpose=value)
    if tag == "sector":
        return replace(subject, group="firm", detail=value)
    low, high = value.split("|")
    return replace(subject, ages=(int(low), int(high) if high else None))

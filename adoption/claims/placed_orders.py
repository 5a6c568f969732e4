"""Orders without a number made ranks: "second only to ChatGPT", "ahead of Germany".

An order tells the rank of its place, product or sector among those that it names, or among all.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from adoption.claims import (
    dating,
    ordinals,
    subjects,
    vagueness,
)
from adoption.claims.fields import is_one
from adoption.claims.memory import within
from adoption.claims.orders import (
    Order,
    Overtaking,
)
from adoption.claims.sentences import Sentence, Subject
from adoption.claims.statements import Statement
from adoption.rates import Interval


def _told(sentence: Sentence, at: Order | Overtaking, rank: int, subject: Subject) -> Statement:
    """Return the rank that an order tells, at the date of its sentence."""
    value = Decimal(rank)
    period, dated, _, _ = dating.dates_between(
        sentence, sentence.span.start, sentence.span.end, at.start
    )
    return Statement(
        start=at.start, end=at.end, passage=sentence.passage,
        sentence=sentence.memory.sentence_number, sentence_span=(sentence.span.start, sentence.span.end),
        kind="rank", unit="rank", value=value, printed=Interval(value, value),
        loose=Interval(value, value), relation="", subject=subject, period=period, period_how=dated,
    )  # fmt: skip


def behind_rivals(sentence: Sentence, order: Order) -> Statement:
    """Return the rank of a product that names all that are ahead of it: "second only to ChatGPT"."""
    subject = subjects.subject_between(
        sentence, sentence.span.start, order.start, order.start, 0, remember=False
    )
    own = replace(subject, products=order.place, how=subject.how | {"products": "here"})
    return replace(
        _told(sentence, order, order.rank, own),
        after=order.rivals, blocked=blocked_order(sentence, order.start, order.end, subject),
    )  # fmt: skip


def blocked_order(sentence: Sentence, start: int, end: int, subject: Subject) -> str:
    """Return what the clause of a rank or order is about instead of use; Ramp counts who pays.

    A product can be ranked by much else than its users, and have been ahead at another time.
    """
    paid, clause = "ramp-ai-index" in subject.sources, sentence.clause(start)
    about = vagueness.blocked_between(sentence, clause, end, paid=paid)
    if about or not subject.names_a_product:
        return about
    stop = ordinals.CLAUSE_STOP.search(sentence.text, end, sentence.span.end)
    around = sentence.text[clause : stop.start() if stop else sentence.span.end]
    before = sentence.text[sentence.span.start : end]
    if ordinals.NOT_BY_USE.search(before) or ordinals.NOT_BY_USE.search(around):
        return "a rank that is not by use"
    return "an order of another time" if ordinals.NOT_NOW.search(around) else ""


def overtaken(sentence: Sentence, one: Overtaking) -> Statement:
    """Return one product or sector being ahead of another, first of the two, or behind it."""
    subject = subjects.subject_between(
        sentence, sentence.span.start, one.start, one.start, 0, remember=False
    )
    rival = None
    if one.own and one.rival.tag == "sector":
        subject = replace(subject, group="firm", detail=one.own.value)
        rival = Subject(group="firm", detail=one.rival.value, how={"products": "missing"})
    elif one.own:
        how = subject.how | {"products": "here"}
        subject = replace(subject, products=(one.own.value,), how=how)
    return replace(
        _told(sentence, one, 1 if one.side > 0 else 2, subject),
        side=one.side, counterpart=rival,
        compared_product=one.rival.value if one.rival.tag == "product" else "",
        blocked=blocked_order(sentence, one.start, one.end, subject),
    )  # fmt: skip


def ordered(sentence: Sentence, order: Order, levels: list[Statement]) -> Statement:
    """Return an order as a rank: among the places named, or among all if those are the only ones.

    An order after a share of its place is of what that share is of.
    """
    subject = subjects.subject_between(
        sentence, sentence.span.start, order.start, order.end, 0, remember=False
    )
    of = [s.subject for s in levels if s.end <= order.start and s.subject.places == order.place]
    subject = of[-1] if of and not order.only else subject
    named = any(m.value == order.place[0] and m.start < order.end for m in sentence.mentions)
    field = ordinals.field_of(order.among) or _field_around(sentence, order.start, order.end)
    how = subject.how | {"places": "here" if named else "carried"}
    return replace(
        _told(sentence, order, order.rank, replace(subject, places=order.place, how=how)),
        rivals=() if order.only else order.rivals, after=order.rivals if order.only else (),
        field=field if order.only else "", from_the_end=order.only and order.ahead,
        blocked=blocked_order(sentence, order.start, order.end, subject),
    )  # fmt: skip


def _field_around(sentence: Sentence, start: int, end: int) -> str:
    """Return the set that is named after an order, in its clause, or before it."""
    stop = ordinals.CLAUSE_STOP.search(sentence.text, end, sentence.span.end)
    after = without_names(sentence, end, stop.start() if stop else sentence.span.end)
    before = without_names(sentence, sentence.clause(start), start)
    return ordinals.field_of(after) or ordinals.field_of(before)


def without_names(sentence: Sentence, start: int, end: int) -> str:
    """Return the words of a stretch without the names of publishers and of single places.

    欧盟统计局 names no set, and South Africa is not Africa.
    """
    words = sentence.text[start:end]
    for m in within(sentence.mentions, start, end):
        told = sentence.text[m.start : m.end]
        one = m.tag == "place" and is_one(m.value) and told[:1].isupper()
        name = m.tag == "source" or (one and ordinals.field_of(told))
        if name and start <= m.start and m.end <= end:
            words = words[: m.start - start] + " " * (m.end - m.start) + words[m.end - start :]
    return words

"""What the numbers of a sentence count: people, services, percent, where no unit stands beside them."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from adoption.claims import cues
from adoption.claims.memory import Memory
from adoption.claims.paragraphs import Span
from adoption.claims.phrases import Mention
from adoption.claims.quantities import BARE, COUNT, PERCENT, SERVICES, TIMES, Quantity

SHARE_SAID_WITHIN = 240  # characters back to the words that make a list of numbers shares
MIN_COUNT = 1000  # smaller whole numbers without a unit are no statement about users
_LEADS_TO_NUMBER = re.compile(
    r"(?:\b(?:at|with|had|has|been|was|is|to|from|reached|by|and|such as|like|including|of|than|against|below|above|behind|total(?:l?ed|s)|numbered|hit|recorded)"
    r"|[:,(]|'s,) ?$"
)
_FIGURE_IS = re.compile(
    r"\b(?:[Tt]he|[Tt]hat|[Tt]his|[Ii]ts|[Tt]heir) (?:(?:right|correct|true|actual|real|published) )?"
    r"(?:share|rate|proportion|figure|percentage|level|number) "
    r"(?:is|was|should be|should read|had been|stands at|stood at) (?:in fact |actually |really )?$"
)
_RATHER_THAN = re.compile(r",? (?:rather than|instead of|and not|not) $")
_STANDS_ALONE = re.compile(
    r" ?(?:[;,.()—–\n]|$|(?:in|on|at|by|and|to|against|from|a year|last|this|during|as of|as at|over|after) )"
)
_SHARE = re.compile(r"%|\bper ?cent\b|\bshares?\b|\bpenetration\b|\badoption rates?\b", re.I)
_NEXT_NUMBER = re.compile(r", [0-9]")  # a row of numbers whose dates are not said
_TIMES_THE = re.compile(r" (?:as many as |that of )?(?:the|its|[\w ]{1,30}'s) (?:[a-z]+ of )?")
_LIST_GOES_ON = re.compile(
    r",? ?(?:and |to |against )?(?:in |the |for )*(?:[A-Z][\w.'-]*(?: (?:and|of|the))? ){0,4}(?:at |with |had |has |was |is |about |some )?"
)


class Sentence(Protocol):
    """What of a sentence tells what its numbers count (`sentences.Sentence` has it)."""

    memory: Memory
    span: Span
    passage: int
    text: str
    mentions: list[Mention]

    @property
    def is_chinese(self) -> bool:
        """Return whether the sentence is written in Chinese."""

    def filing(self, start: int, end: int) -> str:
        """Return how services are said to be filed around a stretch, if they are."""


def with_units(sentence: Sentence, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities that count something, those printed without a unit with the one meant."""
    kept: list[Quantity] = []
    for i, quantity in enumerate(quantities):
        if quantity.unit == BARE:
            unit = _bare_unit(sentence, quantity, kept) or _unit_of_the_list(
                sentence, quantities, i
            )
            if not unit:
                continue
            quantity = replace(quantity, unit=unit)
        kept.append(quantity)
    return kept


def _unit_of_the_list(sentence: Sentence, quantities: list[Quantity], i: int) -> str:
    """Return the unit that ends a list: "Kenya stands at 8.7 and South Africa at 23.1 percent"."""
    for one, following in zip(quantities[i:], quantities[i + 1 :], strict=False):
        if one.unit != BARE:
            return one.unit if one.unit == PERCENT else BARE
        left = sentence.text[max(sentence.span.start, one.start - 16) : one.start]
        between = sentence.text[one.end : following.start]
        listed = _LIST_GOES_ON.fullmatch(between) and _LEADS_TO_NUMBER.search(left)
        if not listed or not is_decimal(one):
            return BARE
    return quantities[-1].unit if quantities[-1].unit == PERCENT else BARE


def _bare_unit(sentence: Sentence, quantity: Quantity, before: list[Quantity]) -> str:
    """Return what a number without a unit counts: people, or percent as the numbers before."""
    right = sentence.text[quantity.end : quantity.end + 60]
    if _counts_services(sentence, quantity, right) and sentence.filing(
        quantity.start, quantity.end
    ):
        return SERVICES
    if _goes_on_with_services(sentence, quantity, right):
        return SERVICES
    if unit := _unit_multiplied(sentence, quantity, before):
        return unit
    if quantity.value >= MIN_COUNT:
        if cues.PEOPLE_NOUN.match(right) and not cues.OTHER_NOUN.match(right):
            return COUNT
        printed = sentence.text[quantity.start : quantity.end]
        alone = _STANDS_ALONE.match(right) and _LEADS_TO_NUMBER.search(
            sentence.text, sentence.span.start, quantity.start
        )
        return COUNT if alone and "," in printed else BARE
    last = before[-1].unit if before else sentence.memory.unit_in.get(sentence.passage)
    start = before[-1].end if before else sentence.span.start
    listed = last == PERCENT and _STANDS_ALONE.match(right)
    if last == PERCENT and quantity.value <= 100 and _STANDS_ALONE.match(right):
        told = _FIGURE_IS.search(sentence.text, sentence.span.start, quantity.start)
        other = before and _RATHER_THAN.fullmatch(sentence.text, before[-1].end, quantity.start)
        if told or other:
            return PERCENT
    named = listed and _LEADS_TO_NUMBER.search(sentence.text, start, quantity.start)
    goes_on = before or cues.SAME_MEASURE.search(sentence.text, start, quantity.start)
    if is_decimal(quantity) and ((named and goes_on) or _labelled_share(sentence, quantity, right)):
        return PERCENT
    return BARE


def _unit_multiplied(sentence: Sentence, quantity: Quantity, before: list[Quantity]) -> str:
    """Return the unit of "ten times the 72,809 of March", "three times the world's 1.5"."""
    if not before or before[-1].unit != TIMES:
        return ""
    if not _TIMES_THE.fullmatch(sentence.text, before[-1].end, quantity.start):
        return ""
    counted = [q.unit for q in before if q.unit != TIMES]
    exact = is_decimal(quantity) or "," in sentence.text[quantity.start : quantity.end]
    return counted[-1] if counted and exact else ""


def _counts_services(sentence: Sentence, quantity: Quantity, right: str) -> bool:
    """Return whether the noun of a number is a service, after it or before it: 备案大模型346项."""
    if cues.SERVICE_NOUN.match(right):
        return True
    left = sentence.text[sentence.span.start : quantity.start]
    return bool(cues.HAN_ITEMS.match(right) and cues.HAN_SERVICES_ARE.search(left))


def _goes_on_with_services(sentence: Sentence, quantity: Quantity, right: str) -> bool:
    """Return whether "it had been 346" counts the services of the sentence before."""
    whole = quantity.value == quantity.value.to_integral_value() and not is_decimal(quantity)
    if not whole or sentence.is_chinese:
        return False
    if cues.NUMBER_OF_SERVICES.search(sentence.text, sentence.span.start, quantity.start):
        return bool(sentence.filing(quantity.start, quantity.end))
    spoken_of = sentence.memory.unit_in.get(sentence.passage) == SERVICES
    if spoken_of and cues.WERE_FILED.match(right):
        return bool(sentence.filing(quantity.start, quantity.end))
    return bool(
        spoken_of
        and _STANDS_ALONE.match(right)
        and _LEADS_TO_NUMBER.search(sentence.text, sentence.span.start, quantity.start)
        and cues.SAME_MEASURE.search(sentence.text, sentence.span.start, quantity.start)
    )


def _labelled_share(sentence: Sentence, quantity: Quantity, right: str) -> bool:
    """Return whether a place has its share beside it: "the share reads: Finland 29.5, Malta 31.2"."""
    if quantity.value > 100 or not _STANDS_ALONE.match(right) or _NEXT_NUMBER.match(right):
        return False
    labels = [m for m in sentence.mentions if m.tag == "place" and m.end <= quantity.start]
    tight = labels and cues.LABEL.fullmatch(sentence.text, labels[-1].end, quantity.start)
    before = sentence.text[max(0, quantity.start - SHARE_SAID_WITHIN) : quantity.start]
    ends_line = re.match(r" ?(?:\n|$)", right)  # an item of a list
    return bool(tight and (_SHARE.search(before) or (ends_line and cues.USE.search(before))))


def is_decimal(quantity: Quantity) -> bool:
    """Return whether decimals are printed, if only a zero: 31.0."""
    return quantity.half < Decimal("0.5")

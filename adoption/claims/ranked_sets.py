"""Of which set a rank is: places of a union or the world, sectors, ages, products or markets."""

# ruff: noqa: E501 -- a condition is read in one piece

from __future__ import annotations

import re
from dataclasses import replace

from adoption.claims import cues, leads, ordinals, placed_orders, superlatives
from adoption.claims.phrases import Mention, is_specific
from adoption.claims.sentences import Sentence, Subject

TOLD_BEFORE = 300  # characters in which a text may have turned to some of the places
# words after which the set need not be named: "the highest shares were in"
_OF_A_LIST = (
    superlatives.HAS_GAIN,
    superlatives.NTH_HIGHEST,
    superlatives.HAN_IS_MOST,
    ordinals.HAN_EXTREME_AT_PLACE,
    *leads.OF_A_LIST,
)


def set_ranked(
    sentence: Sentence, match: re.Match[str], subject: Subject, *, several: bool
) -> tuple[str, Subject]:
    """Return the set that a rank is among, and its subject with the part of it that is ranked."""
    told = match.groupdict()
    field = _field(sentence, match) or ("" if several else _parts_ranked(sentence, match))
    if not field and match.re in _OF_A_LIST:
        field = _whole_spoken_of(sentence, match) or ordinals.LISTED
    if match.re in superlatives.OF_MARKETS:
        span = sentence.span
        some = superlatives.SOME_MARKETS.search(sentence.text, span.start, span.end)
        own = replace(subject, products=()) if some else subject
        return ordinals.UNLISTED_FIELD if some else ordinals.MARKETS, own
    if told.get("used"):
        subject = _with_product(sentence, match, subject)
        known = subject.products and not _is_of_some(sentence, match)
        return "" if known else ordinals.UNLISTED_FIELD, subject
    if sector := _named_after(sentence, match, "sector"):
        return "sectors", replace(subject, group="firm", detail=sector.value)
    if field in ordinals.PARTS:
        return field, _with_part(sentence, match, subject)
    if ages := _ages_ranked(sentence, match):
        return field, replace(subject, ages=ages)
    if subject.names_a_product and ordinals.AMONG_PRODUCTS.match(sentence.text, match.end()):
        return "", subject
    return field, subject


def _whole_spoken_of(sentence: Sentence, match: re.Match[str]) -> str:
    """Return the union or the world, if the text speaks of it and of no part: whose list it is."""
    memory, text = sentence.memory, sentence.text
    near = memory.carried_in.get("place", -1) >= sentence.passage - 1
    spoken_of = memory.carried.get("place", ()) if near else ()
    whole = {"EU27": "EU27", "WLD": "world"}.get("|".join(spoken_of), "")
    told = text[max(0, sentence.span.start - TOLD_BEFORE) : match.start()]
    named = {ordinals.field_of(part) for part in re.split(r"[.;。；]", told)}
    here = text[sentence.span.start : match.end()].removesuffix("in the ").removesuffix("in ")
    return "" if named - {"", whole} or leads.OF_SOME.search(here) else whole


def _parts_ranked(sentence: Sentence, match: re.Match[str]) -> str:
    """Return what a sector, an age or a size is ranked among that no place or product stands by.

    "Information (37.6%) ranked first": among the sectors of its publisher
    """
    start, end = sentence.clause(match.start()), match.start()
    parts = [m.start for m in sentence.mentions if m.tag == "sector" and start <= m.start < end]
    spans = [a for a in sentence.ages if start <= a.start < end]
    others = [
        m for m in sentence.mentions
        if start <= m.start < match.end() and (m.tag == "place" or (m.tag == "product" and is_specific(m)))
    ]  # fmt: skip
    if others or bool(parts) == bool(spans):
        return ""
    return "sectors" if parts else "sizes" if spans[-1].employees else "ages"


def _named_after(sentence: Sentence, match: re.Match[str], tag: str) -> Mention | None:
    """Return the sector or product that a superlative is said of after it: "the most used is X"."""
    said = superlatives.IS_WHO.match(sentence.text, match.end()) or ordinals.HAN_WHOSE.match(
        sentence.text, match.end()
    )
    named = [m for m in sentence.mentions if said and m.start == said.end() and m.tag == tag]
    return named[0] if named else None


def _with_product(sentence: Sentence, match: re.Match[str], subject: Subject) -> Subject:
    """Return the subject of "the most used app" with the product named after it, or before."""
    start = sentence.clause(match.start())
    before = [
        m for m in sentence.mentions
        if m.tag == "product" and is_specific(m) and start <= m.start < match.start()
    ]  # fmt: skip
    own = _named_after(sentence, match, "product") or (before[-1] if before else None)
    if own is None or not is_specific(own):
        return replace(subject, products=())
    return replace(subject, products=(own.value,), how=subject.how | {"products": "here"})


def _is_of_some(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a product is ranked by some people only, and no number tells of which."""
    some = sentence.ages or any(m.tag == "unknown_group" for m in sentence.mentions)
    narrowed = superlatives.NARROWED.match(sentence.text, match.end())
    return bool(narrowed or (some and not sentence.quantities))


def _ages_ranked(sentence: Sentence, match: re.Match[str]) -> tuple[int, int | None] | None:
    """Return the only ages that the clause of a rank names: "the keenest of those aged 16 to 24"."""
    start, end = sentence.clause(match.start()), range_end(sentence, match)
    named = {(a.low, a.high) for a in sentence.ages if start <= a.start < end and not a.employees}
    return next(iter(named)) if len(named) == 1 else None


def _with_part(sentence: Sentence, match: re.Match[str], subject: Subject) -> Subject:
    """Return the subject of a rank with the sector, age or size that stands nearest before it."""
    start, end = sentence.clause(match.start()), match.start()
    sectors = [m for m in sentence.mentions if m.tag == "sector" and start <= m.start < end]
    spans = [a for a in sentence.ages if start <= a.start < end]
    if sectors:
        return replace(subject, group="firm", detail=sectors[-1].value)
    if spans and spans[-1].employees:
        return replace(subject, employees=(spans[-1].low, spans[-1].high))
    return replace(subject, ages=(spans[-1].low, spans[-1].high)) if spans else subject


def _field(sentence: Sentence, match: re.Match[str]) -> str:
    """Return the set of places a rank is among, from the words after it or before it."""
    end = min(sentence.span.end, match.end() + 60)
    stop = ordinals.CLAUSE_STOP.search(sentence.text, match.end(), end)
    after = placed_orders.without_names(sentence, match.end(), stop.start() if stop else end)
    start = max(sentence.clause(match.start()), match.start() - 60)
    start = min([start, *(m.start for m in sentence.mentions if m.start < start < m.end)])
    before = placed_orders.without_names(sentence, start, match.start())
    among = after if match.groupdict().get("top") else match.group() + after
    known = ordinals.field_of(among) or ordinals.field_of(before)
    if ordinals.SOME_OF_ALL.match(sentence.text, sentence.span.start, match.start()):
        return ordinals.SOME_PLACES
    opening = ordinals.OPENING_FIELD.match(sentence.text, sentence.span.start, match.start())
    if opening and known in ("", ordinals.UNLISTED_FIELD):
        known = ordinals.field_of(opening.group().replace("Of ", "of ", 1)) or known
    return known or (ordinals.UNLISTED_FIELD if ordinals.OTHER_FIELD.search(after) else "")


def range_end(sentence: Sentence, match: re.Match[str]) -> int:
    """Return where the words end that can belong to a rank."""
    stop = cues.DELIMITER.search(
        sentence.text, match.end(), min(sentence.span.end, match.end() + 40)
    )
    return stop.start() if stop else min(sentence.span.end, match.end() + 40)

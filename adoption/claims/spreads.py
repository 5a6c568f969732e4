"""How far two lie apart: "an eight-fold gap between first and last", "separates Denmark from Romania"."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace

from adoption.claims import ordinals
from adoption.claims.fields import is_one
from adoption.claims.sentences import Sentence
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NOT_NAMED

OF_ALL = "of all"  # the set of "the first and the last", where none is named
_GAP = (
    r"(?:gaps?|differences?|divides?|spreads?|disparit(?:y|ies)|chasm|gulf|range|margin|distance)"
)
# "an eight-fold gap between the leading and trailing member states", "... separates Denmark from"
_GAP_AFTER = re.compile(
    rf"[- ]?(?:percentage[- ])?(?:points?)?[- ](?:[a-z]+ )?{_GAP}\b(?: [a-z ]{{3,30}}?)? (?P<how>between|separates?|separated|separating|divid(?:es?|ed|ing)) (?:the )?(?P<whom>[^,;:.()]{{3,90}})",
    re.IGNORECASE,
)
# "the gap between the highest and the lowest is 36.8 points"
_GAP_BEFORE = re.compile(
    rf"\b{_GAP} between (?:the )?(?P<whom>[^,;:.()]{{3,90}}?) (?:is|was|are|stands? at|stood at|amounts? to|amounted to|reached|of)(?: (?:now|about|some|almost|nearly|roughly|around|a|an|more than|over))* $",
    re.IGNORECASE,
)
_HAN_GAP = re.compile(
    "(?P<whom>(?:首尾|最高(?:的|与|和|者)[^，。；]{0,12}最低[^，。；]{0,8}|第一名?[与和][^，。；]{0,4}最后一?名?|头尾))(?:之间)?(?:两国)?(?:的)?(?:差距|相差|落差|差)(?:达到?|为|约|近|是|了)*$"
)
_TOP = r"(?:leading|leaders?|highest|top|first|best|strongest|most advanced|front-?runners?)"
_END = r"(?:trailing|laggards?|lowest|bottom|last|weakest|worst|least advanced)"
_ENDS = re.compile(
    rf"\b{_TOP}\b[^,;:.]{{0,30}}?\band (?:the )?(?:[a-z-]+ ){{0,2}}?{_END}\b|首尾|头尾|最高|第一",
    re.IGNORECASE,
)
# "between leading and trailing firms": of the parts of a whole, and not of places
_NO_PLACES = re.compile(
    r"\b(?:firms|companies|businesses|enterprises|sectors|industries|groups|ages|brackets|cohorts|classes|adopters|users|workers|products|apps|tools|chatbots)\b|行业|企业|年龄|应用",
    re.IGNORECASE,
)


def with_ends(sentence: Sentence, i: int, read: Statement) -> Statement:
    """Return a multiple or a distance with the two, or with the set, whose ends lie so far apart."""
    if read.kind not in ("ratio", "gap"):
        return read
    quantity = sentence.quantities[i]
    left = sentence.text[sentence.span.start : quantity.start]
    found = _GAP_AFTER.match(sentence.text, quantity.end, sentence.span.end)
    found = found or _GAP_BEFORE.search(left) or _HAN_GAP.search(left)
    if found is None:
        return read
    start = found.start("whom") + (0 if found.re is _GAP_AFTER else sentence.span.start)
    whom = found["whom"]
    places = [
        m for m in sentence.mentions
        if m.tag == "place" and start <= m.start < start + len(whom) and is_one(m.value)
    ]  # fmt: skip
    if len(places) == 2:
        one, other = places
        how = read.subject.how | {"places": "here"}
        subject = replace(read.subject, places=(one.value,), how=how)
        weak = "" if read.weak.endswith(NOT_NAMED) else read.weak
        return replace(read, subject=subject, compared_place=other.value, side=0, weak=weak)
    if _ENDS.search(whom) and not _NO_PLACES.search(whom):
        subject = replace(read.subject, places=())
        return replace(read, subject=subject, spread=ordinals.field_of(whom) or OF_ALL)
    if read.kind == "ratio" and not (read.counterpart or read.compared_place):
        return replace(read, blocked=read.blocked or "how far two lie apart that are not known")
    return read

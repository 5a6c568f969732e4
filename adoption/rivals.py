"""With whom a clause compares: 比新加坡高3.1个百分点, "three times as many users as Claude"."""

from __future__ import annotations

import re

from adoption import cues
from adoption.phrases import Mention
from adoption.quantities import PERCENT, TIMES
from adoption.sentences import Sentence, is_specific

_COMPARED = re.compile(
    r"(?:比|较|与|和|同|跟|距|离|领先于?|落后于?|超过|超出|超|高于|低于|多于|少于|是|为|相当于)"
    r"(?P<rival>[^，。；：,;0-9]{1,24}?)(?:的|时)?"
    r"(?:[高低多少]|领先|落后|相?差|只差|仅差|还差|增加|增长|提高|倍)?(?:出|了|约|近|超过?|逾|整整|将近)*$"
)
_AGAINST = re.compile(
    r"\b(?:as(?: use| used)?|than|of|ahead of|behind|over)(?: (?:the|that of|those of))? $"
)
_PART_OF = re.compile(
    r"(?:是|为|相当于|只有|仅有|仅|不到|不足|只及|仅及|不及|连)(?P<rival>[^，。；：,;0-9]{1,12}?)的(?:约|近|将近|大约)?$"
)
REACH = 90  # characters after a multiple in which the other is named
_PARTED = re.compile(r"[，；：。,;:]")


def rival_after(sentence: Sentence, i: int) -> Mention | None:
    """Return the product a multiple is counted against: "as many use ChatGPT as Claude"."""
    start, end = sentence.right(i)
    if sentence.is_chinese or not cues.COMPARES_RIGHT.match(sentence.text, start):
        return None
    found = [
        m
        for m in sentence.mentions
        if start <= m.start < min(end, start + REACH) and m.tag == "product" and is_specific(m)
    ]
    named = [m for m in found if _AGAINST.search(sentence.text[start : m.start])]
    return named[0] if named else None


def is_part_of_rival(sentence: Sentence, i: int) -> bool:
    """Return whether a part in words is one of another place or product: 只有豆包的六成."""
    quantity = sentence.quantities[i]
    in_words = sentence.text[quantity.end - 1] not in "%％"
    return sentence.is_chinese and in_words and _of_rival(sentence, i) is not None


def _of_rival(sentence: Sentence, i: int) -> Mention | None:
    start, end = sentence.left(i)[0], sentence.quantities[i].start
    found = (
        _PART_OF.search(sentence.text, start, end)
        if sentence.quantities[i].unit == PERCENT
        else None
    )
    if found is None:
        return None
    inside = [m for m in sentence.mentions if found.start("rival") <= m.start < found.end("rival")]
    named = [m for m in inside if m.tag == "place" or (m.tag == "product" and is_specific(m))]
    return named[0] if named and named[0].start == found.start("rival") else None


def rival_of(sentence: Sentence, i: int) -> Mention | None:
    """Return the place or product that a difference or multiple is counted against."""
    if not sentence.is_chinese:
        return None
    if part := _of_rival(sentence, i):
        return part
    start, end = sentence.left(i)[0], sentence.quantities[i].start
    stops = [m.end() for m in _PARTED.finditer(sentence.text, start, end)]
    start = stops[-1] if stops else start
    times = sentence.quantities[i].unit == TIMES
    for opening in re.finditer("[比较与和同跟距离领落超高低多少是为相]", sentence.text[start:end]):
        if opening.group() in "是为" and not times:
            continue
        found = _COMPARED.fullmatch(sentence.text, start + opening.start(), end)
        if not found:
            continue
        inside = [
            m for m in sentence.mentions
            if found.start("rival") <= m.start < found.end("rival")
        ]  # fmt: skip
        named = [m for m in inside if m.tag == "place" or (m.tag == "product" and is_specific(m))]
        dated = any(found.start("rival") <= p.start < found.end("rival") for p in sentence.periods)
        if named and not dated:
            return named[0]
    return None

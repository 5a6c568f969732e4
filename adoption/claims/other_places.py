"""Places beside a number's own: compared with, a mere field, of a part of it, of a union."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims import counterparts, cues
from adoption.claims.memory import within
from adoption.claims.phrases import Mention, codes_of, is_specific
from adoption.claims.quantities import COUNT
from adoption.claims.sentences import Sentence

FIELDS = ("WLD", "EU27", "EA", "OECD")  # wholes within which places are compared

# 全球约六分之一人口, 全球平均的16.3%: the number is of the world
_OF_THE_WORLD = re.compile(
    r"(?:平均|均值|水平|总体|整体)*(?:的|为|是|有)?(?:约|近|超|逾|共|已)*(?:[0-9]|[一二三四五六七八九十]+[分成])"
)
_OF_ITS_USE = re.compile(
    r"in [Gg]lobal (?:AI|generative|adoption|use|usage)\b"
)  # Congo's 7.8% in it
_OF_THEM_IN = re.compile(r" (?:of (?:them|whom|these|those|which) )?(?:are |were )?in (?:the )?")
_LIVING_IN = re.compile(r" [a-z]+(?: [a-z]+)? in (?:the )?")


def compared_place(sentence: Sentence, i: int, kind: str) -> str:
    """Return the place compared with ("three times that of Japan"), ? for another product."""
    if kind not in ("ratio", "gap", "ratio_of_changes"):
        return ""
    rival = counterparts.rival_of(sentence, i)
    if rival:
        return rival.value.split("|")[0] if rival.tag == "place" else "?"
    quantity = sentence.quantities[i]
    left = sentence.left(i)
    dated = any(p.period or p.counts_back for p in within(sentence.periods, *left))
    dated = dated or bool(cues.OF_BEFORE.search(sentence.text[: quantity.start][-12:]))
    if cues.IS_TIMES_LEFT.search(sentence.text[slice(*left)]) and not dated:
        return "?"
    if kind == "gap":  # "the lead of Norway over Spain was 4.6 points"
        places = [m for m in within(sentence.mentions, *left) if m.tag == "place"]
        codes = codes_of(places)
        if len(codes) == 2:
            return codes[0]
        if len(codes) == 1 and sentence.is_example(places[0]):
            return codes[0]  # "It trails Canada by 0.2 points"
    start, end = quantity.end, min(sentence.right(i)[1], quantity.end + 90)
    if not cues.COMPARES_RIGHT.match(sentence.text[start:end]):
        return ""
    if not sentence.is_chinese:  # "seven times as many as a year earlier; Grok has ..."
        stop = re.compile("[;]").search(sentence.text, start, end)
        dates = [p.start for p in within(sentence.periods, start, end)]
        end = min([stop.start() if stop else end, *dates])
    for mention in sentence.mentions:
        if start <= mention.start < end:
            if mention.tag == "place":
                return mention.value.split("|")[0]
            if mention.tag == "product" and is_specific(mention):
                return "?"
    return ""


def without_the_world(text: str, mentions: list[Mention]) -> list[Mention]:
    """Leave out the world or a region that is only the field of a comparison: "leads the EU"."""
    if not mentions:
        return mentions
    others = any(m.value not in FIELDS for m in mentions)
    return [
        m
        for m in mentions
        if m.value not in FIELDS
        or (m.value != "WLD" and not others)
        or not _is_field(text, m, others)
    ]


def _is_field(text: str, mention: Mention, others: bool) -> bool:
    word = text[mention.start : mention.end].lower()
    if _OF_THE_WORLD.match(text, mention.end):
        return False
    if _OF_ITS_USE.search(text, max(0, mention.start - 3), mention.end + 24):
        return True
    if others and word in ("world", "the world", "globe", "世界", "全球"):
        return True
    after, before = (
        text[mention.end : mention.end + 14],
        text[max(0, mention.start - 60) : mention.start],
    )
    return bool(
        re.match(
            r" ?(?:ranking|league)|'s (?:largest|biggest|second|most|top|leading|first|highest|fastest)|(?:第|排名|领先|最|之[首最冠]|冠军|榜首|首位|居首|龙头|前[列茅沿0-9一二三四五六七八九十])",
            after,
        )
        or re.search(
            r"(?:est|most \w+|first|leader|leads?|led|ranks?|place|top) (?:\w+ ){0,7}(?:(?:in|of) )?(?:the )?$",
            before,
        )
    )


def is_of_a_part(sentence: Sentence, i: int, place: Mention) -> bool:
    """Return whether a place is that of a part counted next: "900 million users, 100 million of them in India"."""
    part = sentence.quantities[i + 1 : i + 2]
    if not part or part[0].unit != COUNT or place.start < part[0].end:
        return False
    return _OF_THEM_IN.fullmatch(sentence.text, part[0].end, place.start) is not None


def member_of_a_union(sentence: Sentence, places: list[Mention]) -> Mention | None:
    """Return the country in which people of a union live: "of EU citizens in Denmark"."""
    if len(places) < 2 or places[0].value not in FIELDS:
        return None
    living = _LIVING_IN.fullmatch(sentence.text, places[0].end, places[1].start)
    return places[1] if living else None

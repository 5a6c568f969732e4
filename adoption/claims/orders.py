"""Which place is said to be ahead of which, without a number: "Spain is ahead of Germany".

Whoever is ahead is first of those named, whoever is behind comes after all of them; so an order is
a rank among the places of the sentence (`ranks`).
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adoption.claims.phrases import Mention, is_specific
from adoption.claims.sentences import Sentence
from adoption.claims.subjects import FIELDS

LONGEST_STEP = 60  # characters from the place that is ahead to the words that say so
_AHEAD = re.compile(
    r"\b(?:(?P<ahead>ahead of|in front of|outpac(?:es|ed|ing)|outstrip(?:s|ped)|surpass(?:es|ed)|overt(?:ook|akes|aken)|eclips(?:es|ed)|beats?|leads|led|tops|topped|higher than|more than|above)"
    r"|(?P<behind>below|behind|trails?|trailed|lags?(?: behind)?|lagged(?: behind)?|lower than|less than))"
    r" (?:(?:only|just|even|both|either|all|in|that of|those of|neighbou?ring) )*(?:the )?$"
)
_HAN_AHEAD = re.compile(
    r"(?:(?P<ahead>高于|超过|超越|反超|赶超|领先于?|压过|胜过|大于)|(?P<behind>低于|落后于?|不及|逊于|不如|少于))"
    r"了?(?:同期|邻国|同期的)?$"
)
_COMPARES_USE = re.compile(r"\b(?:more|less) than\b")
_USES = re.compile(r"\bus(?:e|es|ed|ing)\b")
_MORE_OF = re.compile(r"\b(?P<more>more|fewer) $", re.IGNORECASE)
_THAN = re.compile(r",? than (?:the )?")
_AND = re.compile(r"(?:'s)?[、和与及]?,? ?(?:(?:and|or|nor) )?(?:both )?(?:the )?")
_STOP = re.compile(r"[;:.!?；：。！？]| (?:while|whereas|but|although) |[，,][^，]*[，,]")
_CHANGES = re.compile(
    r"\b(?:gr[eo]w\w*|gain\w*|increas\w*|ris\w*|rose|added|fast\w*|quick\w*|pace|speed|jump\w*|invest\w*|spend\w*|economy|gdp|by [0-9.,]+ (?:place|rank|spot)s?)\b"
    r"|增|涨|升幅|提升|提高|速|投资|支出|人口|经济|差距|数量|连续|一直|始终",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:It|The country|The state|They)\b")


@dataclass(frozen=True)
class Order:
    """One place ahead of others, or behind all of them, and where the text says so."""

    start: int
    end: int
    place: tuple[str, ...]
    rivals: tuple[str, ...]
    ahead: bool

    @property
    def rank(self) -> int:
        """The rank among those named."""
        return 1 if self.ahead else len(self.rivals) + 1


def find_orders(sentence: Sentence) -> Iterator[Order]:
    """Yield the orders of places that a sentence states."""
    places = [m for m in sentence.mentions if m.tag == "place" and "|" not in m.value]
    for k, rival in enumerate(places):
        before = sentence.text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        found = _AHEAD.search(before) or (sentence.is_chinese and _HAN_AHEAD.search(before))
        if found:
            said = rival.start - len(before) + found.start()
            yield from _order(sentence, places, k, said, ahead=bool(found.group("ahead")))
        elif k and _THAN.fullmatch(sentence.text, places[k - 1].end, rival.start):
            more = _MORE_OF.search(before[: len(before) - (rival.start - places[k - 1].start)])
            if more and _USES.search(sentence.text[rival.end : rival.end + 24]):
                first, ahead = places[k - 1], more.group("more").lower() == "more"
                yield Order(first.start, rival.end, (first.value,), (rival.value,), ahead)


def find_overtakings(sentence: Sentence) -> Iterator[tuple[int, Mention, int]]:
    """Yield where a product is said to be ahead of another (1) or behind it (-1): 反超豆包."""
    products = [m for m in sentence.mentions if m.tag == "product" and is_specific(m)]
    for rival in products if sentence.is_chinese else []:
        before = sentence.text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        found = _HAN_AHEAD.search(before)
        after = sentence.text[rival.end : rival.end + 8]
        distance = any(
            rival.end <= q.start <= rival.end + 4 and "的" not in sentence.text[rival.end : q.start]
            for q in sentence.quantities
        )  # 领先元宝7800万
        if found and not distance and not _CHANGES.search(before) and not _CHANGES.search(after):
            said = rival.start - len(before) + found.start()
            yield said, rival, 1 if found.group("ahead") else -1


def _order(
    sentence: Sentence, places: list[Mention], k: int, said: int, *, ahead: bool
) -> Iterator[Order]:
    """Yield the order whose rivals begin with a place, if one stands before to be ahead of them."""
    text, rivals = sentence.text, [places[k]]
    if rivals[0].value in FIELDS and text.startswith(("lead", "led", "top"), said):
        return  # "leads the EU": first in it, not ahead of it
    for following in places[k + 1 :]:
        if not _AND.fullmatch(_without_numbers(text[rivals[-1].end : following.start])):
            break
        rivals.append(following)
    first = [m for m in places[:k] if m.end <= said]
    if sentence.is_chinese:  # 低于韩国，但高于中国
        first = [m for m in first if not sentence.is_example(m)]
    between = text[first[-1].end : said] if first else ""
    if first and (len(between) > LONGEST_STEP or _STOP.search(_without_numbers(between))):
        first = []
    opens = _GOES_ON.match(text[sentence.span.start : sentence.span.end].lstrip("\"'( "))
    own: tuple[str, ...] = (first[-1].value,) if first else ()
    if not own and opens and len(text[sentence.span.start : said]) < LONGEST_STEP:
        near = sentence.memory.carried_in.get("place") == sentence.passage
        own = sentence.memory.carried.get("place", ()) if near else ()
    start = first[-1].start if first else sentence.span.start
    words = text[start : rivals[-1].end]
    if _COMPARES_USE.search(text[said : rivals[0].start]) and not _USES.search(words):
        return
    end = min(sentence.span.end, rivals[-1].end + LONGEST_STEP)
    others = tuple(dict.fromkeys(m.value for m in rivals))
    if len(own) == 1 and own[0] not in others and not _CHANGES.search(text[start:end]):
        yield Order(said, rivals[-1].end, own, others, ahead)


def _without_numbers(text: str) -> str:
    """Leave out what stands in brackets, and the points of decimals: "Denmark (48.4%) and"."""
    return re.sub(r" ?\([^()]{1,30}\)|(?<=[0-9])\.(?=[0-9])", "", text)

"""Moves in a ranking: "from 25th to 18th", "climbed seven places to 18th", 从第25名跃升至第18名.

Where one stands now is a rank like others; where it stood before is told with it, as a rank of its
own or in places moved, and is of the figure before.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from adoption.claims import ordinals, other_places
from adoption.claims.ordinals import HAN_DIGITS, ORDINAL
from adoption.claims.quantities import NUMBER_WORDS, WORD_VALUES
from adoption.claims.sentences import Sentence
from adoption.claims.statements import Statement
from adoption.rates import Interval

_SPOT = r"(?:[- ](?:place|spot|position|rank|slot))?"
_NO_RANK = r"(?! (?:century|grade|grader|graders|percentile|floor|quarter|half|week|month|year|day|of (?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:January|February|March|April|May|June|July|August|September|October|November|December)|birthday|anniversary|wave|generation|edition)s?\b)"
# "leapt from 25th to 18th", "from 25th place in the first half to 18th"
FROM_TO = re.compile(
    rf"\bfrom (?P<old>{ORDINAL}){_SPOT}(?: \([^()]{{1,40}}\)| (?:in|at) [^,;:.]{{3,40}}?)?,? (?:up |down )?to (?:the )?(?P<word>{ORDINAL})\b{_NO_RANK}",
    re.IGNORECASE,
)
# "vaulted to 18th from 25th"
TO_FROM = re.compile(
    rf"\bto (?P<word>{ORDINAL}){_SPOT}(?: (?:globally|worldwide|in the world|overall))?,? (?:up |down )?from (?P<old>{ORDINAL})\b{_NO_RANK}",
    re.IGNORECASE,
)
# "climbed seven places to 18th", "up three spots to twenty-first"
BY_PLACES = re.compile(
    rf"\b(?:(?P<fell>fell|fall(?:s|en|ing)?|dropp?(?:s|ed|ing)?|slip(?:s|ped|ping)?|slid(?:es?|ing)?|down|lost|los(?:es|ing)|sank|sink(?:s|ing)?|tumbl(?:es?|ed|ing)|declin(?:es?|ed|ing)|back)|[a-z]+)(?: (?:another|a further|just|only|up|down))? "
    rf"(?P<many>{NUMBER_WORDS}|an?|[0-9]{{1,2}}) (?:places?|spots?|positions?|ranks?|notch(?:es)?|rungs?)(?: (?:in|on|up|down) [^,;:.0-9]{{0,40}}?)?,? to (?:the )?(?P<word>{ORDINAL})\b{_NO_RANK}",
    re.IGNORECASE,
)
# "16th, up from 25th", "having moved up from 24th position": beside the rank it has now
_UP_FROM = re.compile(
    rf",? (?:and |having |which |(?:is|was|has|had) )*(?:up|down|moved up|moved|climbed|risen|rising|jump(?:ed|ing)|fallen|falling|slipping|dropping|improving|compared with|against)(?: up| down)? from (?P<old>{ORDINAL})\b{_NO_RANK}",
    re.IGNORECASE,
)
_HAN_N = rf"(?:[0-9]{{1,3}}|[{HAN_DIGITS}]{{1,4}})"
_HAN_TO = r"(?:[至到为成]|来到|跃居|升居|退居|[升降跌]至|[升降跌]到|滑落至)(?:了|全球|世界)*"
_HAN_NO_RANK = "(?![个大届次期季版类种款家年月])"
# 从第25名一举跃升至第18名, 由第23下滑至第24名
HAN_FROM_TO = re.compile(
    rf"[从由自][^，。；0-9]{{0,12}}?(?P<old>第{_HAN_N}[位名]?|{_HAN_N}[位名])[^，。；0-9第]{{0,14}}?{_HAN_TO}(?P<han>第{_HAN_N}[位名]?|{_HAN_N}[位名]){_HAN_NO_RANK}"
)
# 进步七名至第18名, 排名下滑1位，降至第二
HAN_BY_PLACES = re.compile(
    rf"(?:(?P<fell>退步|后退|倒退|下滑|下降|下跌|滑落|退后|跌|降)|进步|前进|上升|跃升|攀升|飙升|狂升|提升|蹿升|升)了?(?P<many>[0-9]{{1,2}}|[{HAN_DIGITS}两]{{1,3}})个?(?:名次|位次|名|位)[，,]?{_HAN_TO}(?P<han>第{_HAN_N}[位名]?){_HAN_NO_RANK}"
)
# without one of these no move is told: most sentences have none
_HINT = re.compile(r"\bto\b.{1,24}(?:st|nd|rd|th)\b|[位名第]", re.IGNORECASE | re.DOTALL)
ALL = (FROM_TO, TO_FROM, BY_PLACES, HAN_FROM_TO, HAN_BY_PLACES)
# "from 24th position in the prior quarter"
_AT_DATE = re.compile(
    rf"{_SPOT}(?: (?:globally|worldwide|in the world))?(?:,| ?[(])? ?(?:in |at |as of |during )?(?:the )?|[位名]?"
)


def find(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return where a text says that one moved in a ranking, and where to.

    Examples
    --------
    >>> [m["old"] for m in find("It rose from 25th to 18th.", 0, 26)]
    ['25th']
    """
    if _HINT.search(text, start, end) is None:
        return []
    return [m for pattern in ALL for m in pattern.finditer(text, start, end)]


def came_from(match: re.Match[str], rank: int) -> int:
    """Return the rank before a move, 0 if a match tells of none."""
    told = match.groupdict()
    if told.get("old"):
        return ordinals.value_of(told["old"])
    if not told.get("many"):
        return 0
    many = told["many"].lower()
    moved = WORD_VALUES.get(many) or ordinals.value_of(many)
    return max(0, rank - moved if told.get("fell") else rank + moved)


def earlier_ranks(sentence: Sentence, ranks: list[Statement]) -> list[Statement]:
    """Return the ranks that were held before those of a sentence, where they are told."""
    found = []
    for now in ranks:
        inside = [m for m in find(sentence.text, now.start, now.end) if m.groupdict().get("old")]
        after = _UP_FROM.match(sentence.text, now.end, sentence.span.end)
        after = after or _beside(sentence, now)
        if (told := inside[0] if inside else after) and not (now.relation or now.from_the_end):
            found.append(_earlier(sentence, told, now))
    return found


def _beside(sentence: Sentence, now: Statement) -> re.Match[str] | None:
    """Return "having moved up from 24th position" after the level of the only rank of a sentence."""
    told = list(_UP_FROM.finditer(sentence.text, now.end, sentence.span.end))
    places = {m.value for m in sentence.mentions if m.tag == "place" and m.start >= now.end}
    others = places - {*now.subject.places, *other_places.FIELDS}
    return told[0] if len(told) == 1 and not others else None


def _earlier(sentence: Sentence, told: re.Match[str], now: Statement) -> Statement:
    value = Decimal(ordinals.value_of(told["old"]))
    dated = [
        p for p in sentence.periods
        if p.start >= told.end("old") and _AT_DATE.fullmatch(sentence.text, told.end("old"), p.start)
    ]  # fmt: skip
    own = told.start() if told.start() >= now.end else told.start("old")
    return replace(
        now, start=own, end=told.end("old"), value=value, printed=Interval(value, value),
        loose=Interval(value, value), base=dated[0] if dated else None, came_from=0,
        moved_to=int(now.value), after=(),
    )  # fmt: skip

"""Which dates are bases: those that something is compared with, "from", "since", 较, 比."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from itertools import pairwise

from adoption.claims import cues
from adoption.claims.periods import PeriodMention
from adoption.claims.sentences import Sentence

_AT = re.compile(r" (?:users |people |of firms )?(?:in|at|by|for|as of|of|on)?(?: the)? ?")
# "from 10.9% in the second half of 2025": of the line above a list, whose numbers are not read again
_FROM_A_NUMBER = re.compile(
    r"\bfrom (?:about |just |only |some )?[0-9][0-9.,]*(?: ?%| per ?cent| [mb]illion)?(?: users)? (?:in|at|by|for|of)(?: the)? $"
)
# "Pew's 23 percent is from February 2024": its date, no base
_DATED_FROM = re.compile(r"\b(?:is|are|was|were|dates?|dated|stems?|comes?|taken)(?: back)? from\b")
_DATES_FROM = re.compile(rf"{_DATED_FROM.pattern} (?:the |early |late |mid[- ])*[A-Z0-9][^,;.]*$")


def _starts_of_spans(sentence: Sentence) -> set[int]:
    """Return where the earlier ends of spans stand: "between 2024 and 2025", 从…到."""
    starts = set()
    for first, second in pairwise(sentence.periods):
        between = sentence.text[first.end : second.start]
        before = sentence.text[max(0, first.start - 20) : first.start]
        joined = re.fullmatch(
            r" ?(?:[(（][^()（）]{1,14}[)）])? ?(?:and|to|until|through|and the|to the|and in the|–|-|—|至|到|与|和)(?: end of)? ?",
            between,
        )
        if joined and re.search(r"(?:between|from|从|由|自)(?: the)? ?$", before, re.I):
            starts.add(first.start)
    return starts


# "half the share of 2023"; "half of US employees use it in 2025" is no half of an earlier level
_HALF_OF_A_LEVEL = (
    r"half (?=as |what |that |of (?:what|that)|(?:of )?(?:the|its) (?:earlier |previous )?"
    r"(?:share|level|rate|figure|number|count|proportion|total|size|value))"
)


# "than in", "above that of the", "from its level in late", 较
_COMPARED_WITH = re.compile(
    r"(?:\b(?:from|since|than|compared (?:with|to)|versus|vs\.?|against|over|on|relative to|after)"
    r"|\b(?:above|below)(?= (?:that|the|its|their)\b)|较|比|(?:相比|相较|对比|比起|较)[于之]?|自|与|从|由)"
    r"(?: (?:the|its|their|in|at|that|levels?|of|for|end|start|late|early|mid|close|beginning|same|period|figure|first|second|half|as"
    r"|share|number|rate|reading|value|restated|revised|it|they|had|has|been|was|were|stood))*\s?$",
    re.I,
)
_STARTS_WITH_IT = re.compile(r"(?:since|from|than in) ", re.I)
_SINCE = re.compile(r"\bsince\b[^,;.]{0,60}$", re.I)
# "three times the share of", "has doubled from the level in"
_TIMES_THAT_OF = re.compile(
    rf"(?:doubl(?!ed by )|tripl(?!ed by )|twice|(?<!few )(?<!several )(?<!some)times|{_HALF_OF_A_LEVEL}|fold)"
    r"[^,;.0-9]{0,44}\b(?:in|of|at|from|by)(?: the)? $",
    re.I,
)
# "four times what it had [in February]", where the preposition is part of the date
_TIMES_WHAT_IT_HAD = re.compile(
    r"(?:double|triple|twice|times|half) (?:what|that|the (?:number|share|figure|level|rate|count))(?: \w+){0,4} $",
    re.I,
)


def is_base(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a date is what something is compared with: "from", "since", 较."""
    if mention not in sentence.bases:  # asked once for each number of the sentence
        sentence.bases[mention] = _is_compared_with(sentence, mention)
    return sentence.bases[mention]


def _is_compared_with(sentence: Sentence, mention: PeriodMention) -> bool:
    if sentence.span_starts is None:
        sentence.span_starts = _starts_of_spans(sentence)
    if mention.start in sentence.span_starts or _dates_an_earlier_level(sentence, mention):
        return True
    before = sentence.text[max(sentence.span.start, mention.start - 70) : mention.start]
    after = sentence.text[mention.end : mention.end + 24]
    is_day = mention.day or (mention.period and mention.period.start == mention.period.end)
    if is_day and re.search(r"\bon $", before):
        return False
    if _dates_from(sentence, mention):
        return False
    if cues.HAN_TIMES_THAT_OF.search(before) and re.match(
        r"[^，。；]{0,14}的[^，。；]{0,6}倍", after
    ):
        return True
    if cues.HAN_COUNTED_FROM.match(after) or _FROM_A_NUMBER.search(before):
        return True
    words = sentence.text[mention.start : mention.end]
    if _COMPARED_WITH.search(before) or _STARTS_WITH_IT.match(words) or _SINCE.search(before):
        return True
    return bool(_TIMES_THAT_OF.search(before) or _TIMES_WHAT_IT_HAD.search(before))


def _dates_from(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether "from" gives a number's date: "the first dates from May, the next, from July"."""
    told = sentence.text[sentence.span.start : mention.start]
    words = told + sentence.text[mention.start : mention.end]
    return bool(_DATES_FROM.search(words)) or bool(
        re.search(r", from $", told) and _DATED_FROM.search(told)
    )


def _dates_an_earlier_level(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a date is that of a number compared with: "up from 9.1% in mid-2025"."""
    if sentence.is_chinese:
        return False
    before = [q for q in sentence.quantities if q.end <= mention.start][-1:]
    if not before or not _AT.fullmatch(sentence.text, before[0].end, mention.start):
        return False
    start = max(sentence.span.start, before[0].start - 40)
    return cues.is_earlier_level(sentence.text[start : before[0].start])

"""Which way a level is said to have moved: "rose to 33 percent", "down from 24.7%", 环比上升.

The verb needs no number of its own: it is held against the levels.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import dataclass

from adoption.claims.memory import within
from adoption.claims.periods import PeriodMention
from adoption.claims.sentences import Sentence

_UP = (
    r"rose|risen|ris(?:es|ing)|climb(?:ed|s|ing)|jump(?:ed|s|ing)|surg(?:ed|es|ing)|soar(?:ed|s|ing)|grew|grown|grow(?:s|ing)|"
    r"increas(?:ed|es|ing)|advanc(?:ed|es|ing)|(?:edg|tick|inch|creep)(?:ed|ing) (?:up|higher)|crept up|leapt|swelled"
)
_DOWN = (
    r"fell|fallen|fall(?:s|ing)|declin(?:ed|es|ing)|dropp(?:ed|ing)|drops|slipp(?:ed|ing)|slips|slid|shrank|shrunk|dipp(?:ed|ing)|"
    r"plung(?:ed|ing)|tumbl(?:ed|ing)|sank|decreas(?:ed|es|ing)|eased|edg(?:ed|ing) (?:down|lower)"
)
_SOME = r"(?: (?:about|around|just|only|nearly|almost|some|over|more than|roughly))?"
_TO = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?P<between>[^;:.]{{0,60}}?),? to{_SOME} ?$", re.I
)
# "down from 24.72%", "falling from 34": the number is what it moved from
_FROM = re.compile(
    rf"\b(?:(?P<up>up|{_UP})|(?P<down>down|{_DOWN}))(?: [a-z]+ly| a little| a bit| again| back)? from{_SOME} ?$",
    re.I,
)
_TO_THE_NEXT = re.compile(rf" ?(?:(?:in|at|on|during) (?:the )?)?,? ?(?:to|and then to){_SOME} ?")
_NOT = re.compile(
    r"\b(?:not|never|no|fail(?:ed|s)?|without|if|would|could|will|may|might)\b|n't", re.I
)
HAN_UP = "上升|增长|提高|提升|攀升|增加|扩大|跃升|飙升|激增|猛增|回升|反弹|走高|上扬|升|增|涨"
HAN_DOWN = "下降|减少|降低|回落|下滑|下跌|跌落|滑落|萎缩|走低|缩减|降|跌|减|落"
_HAN_TO = re.compile(rf"(?:(?P<up>{HAN_UP})|(?P<down>{HAN_DOWN}))(?:至|到)了?(?:约|近|逾|超过?)?$")
_HAN_HOW = "(?:也|仍|都|均|又|再|还|则|却|但|且|并|同样|依然|仍然)*"
_HAN_MUCH = "(?:有所|略有|略微|略|小幅|继续|持续|再度|再次|进一步|明显|大幅|稳步|连续|仍在)+"
# 8.9%，也比上年有所上升
_HAN_AFTER = re.compile(
    rf"[，,]?{_HAN_HOW}(?P<since>[^，。；,0-9]{{0,8}}?)?{_HAN_HOW}(?P<much>{_HAN_MUCH})?"
    rf"(?:(?P<up>上升|增长|提高|提升|攀升|走高|增加|回升)|(?P<down>下降|下滑|下跌|回落|走低|减少|降低))(?=[，。；,;！]|$)"
)


@dataclass(frozen=True)
class Movement:
    """Which way a level moved, 1 or -1, and since when, if that is said; 0 if nothing is said."""

    way: int = 0
    since: PeriodMention | None = None


STILL = Movement()


def movement(sentence: Sentence, i: int, left: str) -> Movement:
    """Return the movement that leads to a level, or from it: `left` are the words before it."""
    if sentence.is_chinese:
        return _in_chinese(sentence, i, left)
    found = _FROM.search(left)
    if found and _leads_to_the_next(sentence, i):
        return STILL  # "rose from 8.2% in 2024 to 16.4%": said of the second
    found = found or _TO.search(left)
    if found is None and i and _leads_to_the_next(sentence, i - 1):
        start, end = sentence.left(i - 1)
        found = _FROM.search(sentence.text[start:end])
    if found is None or _NOT.search(left[: found.start()][-24:]):
        return STILL
    if _is_of_another_group(sentence, i):
        return STILL  # "58% of the young; the figure falls to 41% for those aged 30 to 49"
    between = found.groupdict().get("between") or ""
    if _NOT.search(between) or re.search(rf"\b(?:by|and|{_UP}|{_DOWN})\b", between):
        return STILL
    return Movement(-1 if found.group("down") else 1)


def _is_of_another_group(sentence: Sentence, i: int) -> bool:
    """Return whether the words after a number say of whom it is: a level beside another, no move."""
    start, end = sentence.quantities[i].end, sentence.near_right(i)
    named = any(
        m.tag in ("group", "sector", "place") for m in within(sentence.mentions, start, end)
    )
    return named or any(start <= a.start < end for a in sentence.ages)


def _undated(sentence: Sentence, start: int, end: int) -> str:
    """Return a stretch of text without its dates."""
    words = sentence.text[start:end]
    for p in reversed(within(sentence.periods, start, end)):
        words = words[: p.start - start] + words[p.end - start :]
    return words


def _leads_to_the_next(sentence: Sentence, i: int) -> bool:
    """Return whether but "to" and dates stand between a number and the next."""
    start, end = sentence.right(i)
    words = _undated(sentence, start, end)
    return end < sentence.span.end and _TO_THE_NEXT.fullmatch(words) is not None


def _in_chinese(sentence: Sentence, i: int, left: str) -> Movement:
    start, end = sentence.quantities[i].start - len(left), sentence.quantities[i].end
    words = _undated(sentence, start, sentence.quantities[i].start)
    found = _HAN_TO.search(left) or _HAN_TO.search(words.removesuffix("的"))
    if found:  # 降至47.8%, 降至2026年第一季度的47.8%
        return Movement(-1 if found.group("down") else 1)
    stop = sentence.right(i)[1]
    found = _HAN_AFTER.match(sentence.text, end, stop)
    if found is None or (found.end() == stop < sentence.span.end):
        return STILL  # 环比增长14%: a change of its own
    way = -1 if found.group("down") else 1
    dates = [p for p in within(sentence.periods, end, found.end()) if p.counts_back]
    return Movement(way, dates[0] if dates else None) if dates or found.group("much") else STILL

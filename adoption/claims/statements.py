"""Statements: one quantity each, with its role and subject, tied to the others of its sentence.

A statement is a level (602 million, 42.8%), a change in percent, points or units, a multiple, a
rank. A change belongs to the level beside it; what blocks one number of a list blocks them all.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from adoption.claims import bounds, cues, publishers
from adoption.claims.memory import within
from adoption.claims.periods import Period, PeriodMention
from adoption.claims.phrases import is_specific
from adoption.claims.quantifiers import Quota
from adoption.claims.sentences import Sentence, Subject
from adoption.claims.vagueness import SAID_AGAIN
from adoption.rates import Interval

STANCES = tuple(f"about {s}, not about use" for s in ("opinion", "awareness", "intent", "payment"))
_TO_ITS_END = re.compile(
    r"[^;.。；]{0,40}\bto (?:just |only |about |over |nearly )?|[^，。；]{0,8}[至到][了约約近逾]?"
)
# "It rose by a half, but that compares with 81%": a level of another, to which no change leads
_TURNS = re.compile(
    r"\b(?:but|while|whereas|against|compare[sd]? (?:with|to)|versus|(?:lower|higher|smaller|larger|less|more) than (?:that )?(?:in|of)|(?:below|above|behind|ahead of) (?:that (?:in|of) )?(?-i:[A-Z]))\b|;|，(?:而|但)",
    re.I,
)
_IN_PLACE = re.compile(r" in (?:the )?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:,|,? and|;) ?")
_SINCE_THEN = re.compile(r",? (?:ever )?since(?: then)?(?=[.,;:)]|$)")
PRECISE_DIGITS = 3
DISTANCE_CHANGED = "how much a distance changed"
CHANGES = ("change_percent", "change_points", "change_absolute")
COUNTED = (*CHANGES, "ratio")
MOST_DECIMALS = 12
WIDEST_RANGE = 2  # times its lower end: what lies further apart is a change
_A_LIST = re.compile(r"[^，。；：！？]+")
_ITEM = re.compile(r"(?:(?!以及|、|和|与|及)[^，。；：！？])+")  # of 豆包、文心一言以及天工
_RESPECTIVELY = re.compile(r"\brespectively\b|分别|依次", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """One quantity with its role, what its words allow, its subject and its periods."""

    start: int
    end: int
    passage: int
    sentence: int
    sentence_span: tuple[int, int]
    kind: str
    unit: str
    value: Decimal
    printed: Interval
    loose: Interval
    relation: str
    subject: Subject
    period: Period | None = None
    period_how: str = ""
    base: PeriodMention | None = None
    undated: PeriodMention | None = None  # its month, quarter or half, where no year is known
    base_level: bool = False  # an earlier level: "from 17.7 percent"
    level: int | None = None  # the statement of the level that a change belongs to
    side: int = 0  # a distance ahead of another, 1, or behind it, -1
    compared_place: str = ""
    compared_product: str = ""
    counterpart: Subject | None = None  # with what it is compared: only what is named of it
    measure: str = ""  # how "twice as fast" is counted, if that is said: points, percent, added
    against: int = (
        0  # the number a multiple is of: the next (1), "double the 18%", or the last (-1)
    )
    in_order: int = 0  # of the former of two against the latter, 1, or the other way round, -1
    of_the_last: bool = False  # a multiple of the number before it: "..., three times as many"
    beyond: int = 0  # the level before it is said to be above it, 1, or below it, -1
    more: bool = False  # so much more or less, without a than: "16 per cent higher."
    blocked: str = ""  # why no figure can be held against it
    weak: str = ""  # why it must not be contradicted
    stranger: str = ""  # a name that no list knows, of which the number may be
    spread: str = ""  # the set of whose first and last it is a distance or a multiple
    field: str = ""  # the set of places that a rank is among
    of_a_change: bool = False  # a rank of how much it grew
    from_the_end: bool = False  # a rank counted from the lowest
    threshold: Decimal = Decimal(0)  # the level that a tally of places is counted from
    quota: Quota | None = None  # of how many a tally is
    listed: tuple[str, ...] = ()  # the places that its sentence lists before it
    rivals: tuple[str, ...] = ()  # the places it is among, where they are named one by one
    after: tuple[str, ...] = ()  # the places said to be all that are ahead of it
    came_from: int = 0  # the rank before, of one that moved: "climbed seven places to 18th"
    moved_to: int = 0  # the rank after, of the one before a move: "from 25th to 18th"
    follows: tuple[int, int] = (0, 0)  # where the rank is said that it is next to; of how many
    negated: bool = False  # a share of those who do not use it
    date_at_it: bool = False  # the date stands at the number: "42.8 percent in December 2025"
    days_named: frozenset[dt.date] = frozenset()  # the ends of the periods of its sentence
    whole: bool = False  # said of all, not of the part spoken of before: "at all", "on average"
    tied: bool = False  # its sentence names something of what is measured
    refers_back: bool = False  # its words name nothing new: "so it tripled", "it stood at 40.3%"
    named: frozenset[str] = frozenset()  # the places and products of its sentence
    moved: int = 0  # which way the verb of a level says it moved: "rose to", "down from"
    moved_since: PeriodMention | None = None  # since when, if that is said: 环比上升
    quantified: bool = False
    months_named: int = 0

    @property
    def digits(self) -> int:
        """How many digits are printed before the zeros of a round count: 3 of 42.0%, 1 of 600 million."""
        if self.unit in ("percent", "points", "times"):
            return len(self.value.as_tuple().digits) if self._is_printed else 1
        return len(self.value.normalize().as_tuple().digits)

    @property
    def has_decimals(self) -> bool:
        """Whether decimals of a percentage are printed, if only a zero."""
        return int(self.value.as_tuple().exponent) < 0 and self._is_printed

    @property
    def is_precise(self) -> bool:
        """Whether it has so many digits that it fits no figure by chance."""
        return self.digits >= PRECISE_DIGITS

    @property
    def _is_printed(self) -> bool:
        """Whether the digits are those of the text, not of a fraction in words: a third."""
        return int(self.value.as_tuple().exponent) > -MOST_DECIMALS


def with_ranges(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Let each end of a range stand for all of it: "5-7% of firms" is true of 6%."""
    result = list(found)
    for i, (low, high) in enumerate(pairwise(found)):
        alike = low.kind == high.kind == "level" and low.unit == high.unit
        if not alike or low.relation not in ("", "about") or high.relation:
            continue
        start, end = sentence.quantities[i].end, sentence.quantities[i + 1].start
        left = sentence.text[sentence.left(i)[0] : sentence.quantities[i].start]
        narrow = low.value < high.value <= low.value * WIDEST_RANGE
        round_ones = not (low.is_precise and high.is_precise)  # "17.7 to 42.8%" is a change
        between = sentence.text[start:end]
        if narrow and round_ones and bounds.is_a_range(left, between):
            for k, one in ((i, low), (i + 1, high)):
                result[k] = replace(
                    one, relation="range", base_level=False,
                    printed=Interval(low.printed.lower, high.printed.upper),
                    loose=Interval(low.loose.lower, high.loose.upper),
                )  # fmt: skip
    return result


def tied(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Tie the statements of a sentence: to their level, to the places of a list, to one another."""
    found = _with_rivals(_blocked_together(sentence.text, found))
    return _paired(sentence, _linked(sentence, found))


def _with_rivals(found: list[Statement]) -> list[Statement]:
    """Take a distance that names nobody as that of the one before: "a lead of 0.8, now 6.7 points"."""
    result = list(found)
    for i in range(1, len(found)):
        last, here = result[i - 1], found[i]
        how = {here.subject.how.get("places"), here.subject.how.get("products")}
        rival = here.compared_place or here.compared_product or here.counterpart
        again = last.kind == here.kind == "gap" and last.unit == here.unit and not rival
        if again and "here" not in how and last.subject.places == here.subject.places:
            result[i] = replace(
                here, compared_place=last.compared_place, side=here.side or last.side,
                compared_product=last.compared_product, counterpart=last.counterpart,
            )  # fmt: skip
    return result


def _paired(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Give "A, B and C stood at x, y and z, respectively" one place and one number each."""
    start, end = sentence.span.start, sentence.span.end
    told_apart = [m.start() for m in _RESPECTIVELY.finditer(sentence.text, start, end)]
    if not told_apart:
        return found
    unpaired = list(found)
    found = _by_order(sentence, found)
    if found != unpaired or not sentence.is_chinese:
        return found
    for first, place, last in zip(
        [start, *told_apart], told_apart, [*told_apart[1:], end], strict=False
    ):
        paired = _by_names(sentence, found, (first, place, last))
        found = paired if paired != found else [
            replace(s, weak=s.weak or "it is told apart by its order")
            if place <= s.start < last else s for s in found
        ]  # fmt: skip
    return found


def _by_order(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Give the places, products, ages, sectors or dates of a list to its numbers, if as many."""
    for tag in ("place", "product"):
        mentions = [m for m in sentence.mentions if m.tag == tag]
        if tag == "place":
            mentions = publishers.without_homes(sentence, mentions)
        values = list(dict.fromkeys(m.value for m in mentions))
        levels = [
            k for k, s in enumerate(found) if s.kind == "level" or s.kind.startswith("change")
        ]
        if len(values) > 1 and len(values) == len(levels):
            for k, value in zip(levels, values, strict=True):
                found[k] = replace(found[k], subject=with_part(found[k].subject, tag, value))
    dates = [p.period for p in sentence.periods if p.period]
    levels = [k for k, s in enumerate(found) if s.kind == "level"]
    ages = [a for a in sentence.ages if levels and a.start < found[levels[0]].start]
    if len(ages) > 1 and len(ages) == len(levels):
        for k, age in zip(levels, ages, strict=True):
            subject, limits = found[k].subject, (age.low, age.high)
            subject = (
                replace(subject, employees=limits)
                if age.employees
                else replace(subject, ages=limits)
            )
            found[k] = replace(found[k], subject=subject)
    sectors = [m for m in sentence.mentions if m.tag == "sector"]
    sectors = [m for m in sectors if levels and m.start < found[levels[0]].start]
    if len(sectors) > 1 and len(sectors) == len(levels):
        for k, m in zip(levels, sectors, strict=True):
            subject = replace(found[k].subject, group="firm", detail=m.value)
            found[k] = replace(found[k], subject=subject)
    if len(dates) > 1 and len(dates) == len(levels):
        for k, period in zip(levels, dates, strict=True):
            found[k] = replace(found[k], period=period, period_how="here")
    return found


def _by_names(
    sentence: Sentence, found: list[Statement], around: tuple[int, int, int]
) -> list[Statement]:
    """Give each number its name in a list of which some are unknown: 豆包、天工和Kimi分别为...

    The list is the last stretch before 分别 that has an enumeration comma; `around` is where the
    words begin in which it may stand, 分别 itself, and where its numbers end.
    """
    first, place, last = around
    chunks = [m for m in _A_LIST.finditer(sentence.text, first, place) if "、" in m.group()]
    numbers = [k for k, s in enumerate(found) if s.kind == "level" and place <= s.start < last]
    if not chunks:
        return found
    items = [m.span() for m in _ITEM.finditer(sentence.text, *chunks[-1].span())]
    named = [
        [
            m
            for m in within(sentence.mentions, *item)
            if m.tag == "product" and is_specific(m) and m.value != "ai-native"
        ]
        for item in items
    ]
    measured = [any(m.tag == "window" for m in within(sentence.mentions, *item)) for item in items]
    measures = any(measured[:-1]) or (measured[-1:] == [True] and not named[-1])
    if measures or len(items) < 2 or len(items) != len(numbers) or not any(named):
        return found  # Gemini的月活、日活分别为3.5亿和3500万
    result = list(found)
    for k, item, products in zip(numbers, items, named, strict=True):
        if products:
            subject = with_part(found[k].subject, "product", products[-1].value)
            result[k] = replace(found[k], subject=subject)
        else:
            name = sentence.text[slice(*item)]
            result[k] = replace(found[k], blocked=f"it is not known what this is: {name}")
    return result


def _blocked_together(text: str, found: list[Statement]) -> list[Statement]:
    """Block the numbers of one range or list alike: "between 38% and 80%", "50, 80 and 95%"."""
    result = list(found)
    for i in range(1, len(found)):
        if re.search(
            r"[(（;；] ?(?:in )?(?:19|20)[0-9]{2} ?[:：] ?$", text[: found[i].start][-16:]
        ):
            one = result[i - 1]  # "83 percent view AI as an opportunity (2024: 78 percent)"
            result[i] = replace(found[i], blocked=one.blocked, weak=one.weak or found[i].weak)
    order = range(len(found) - 1)
    for pairs in ((order, 0, 1), (reversed(order), 1, 0)):
        for i in pairs[0]:
            one, other = result[i + pairs[1]], result[i + pairs[2]]
            between = text[result[i].end : result[i + 1].start]
            if (
                one.blocked
                and not other.blocked
                and "rank" not in (one.kind, other.kind)
                and re.fullmatch(r",? ?(?:to|and|or|–|-|至|和|、)? ?", between)
            ):
                result[i + pairs[2]] = replace(other, blocked=one.blocked)
    for i in order:
        between = text[result[i].end : result[i + 1].start]
        again = result[i].weak == SAID_AGAIN and result[i + 1].unit == result[i].unit
        if again and result[i + 1].blocked and cues.RESTATED.fullmatch(between):
            result[i] = replace(result[i], blocked=result[i + 1].blocked)
        stance = result[i].base_level and result[i].blocked in STANCES
        to_end = stance and _TO_ITS_END.fullmatch(between)
        joined = to_end or _IN_PLACE.fullmatch(between)
        if result[i].blocked and not result[i + 1].blocked and joined:
            result[i + 1] = replace(result[i + 1], blocked=result[i].blocked)
    return result


def _linked(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Tie changes, multiples and earlier levels to the level of their sentence."""
    result = list(found)
    found = _with_bases(found) if sentence.is_chinese else found
    for i, statement in enumerate(found):
        result[i] = statement
        if statement.kind == "level" and not statement.base_level:
            continue
        if statement.kind == "rank":
            continue
        fits = [
            j for j, s in enumerate(found)
            if s.kind == "level" and not s.base_level and not s.blocked and _same_measure(s, statement)
            and _same_subject(s, statement) and (s.period_how != "relative" or s.undated)
            and not _is_counted_against(found, j, i)
        ]  # fmt: skip
        if statement.kind in COUNTED and statement.period_how == "here" and not sentence.is_chinese:
            fits = [
                j for j in fits
                if not _is_apart(statement, found[j]) or _leads_to(sentence, statement, found[j])
            ]  # fmt: skip
        before = [j for j in fits if j < i]
        turns = [j for j in fits if j > i and _turns_to(sentence, statement, found[j])]
        after = [j for j in fits if i < j < min(turns, default=len(found))]
        if sentence.is_chinese and i:  # 元宝3092万，环比+23.6%，Kimi 992万
            own = statement.subject.products, statement.subject.places
            after = [
                j for j in after if (found[j].subject.products, found[j].subject.places) == own
            ]
        link = before[-1] if before else after[0] if after else None
        if before and statement.kind in COUNTED:
            link = _latest(found, before)
        if statement.base_level and i + 1 in fits and _leads_to(sentence, statement, found[i + 1]):
            link = i + 1  # 中小企业从4.2%升至14.5%，大型企业从44%增至62.5%
        if link is None:
            continue
        if sentence.is_chinese:
            later = _end_of_span(found, statement, before)
            link = link if later is None else later
        level = found[link]
        if level.period and statement.kind in COUNTED and _is_since_then(sentence, statement):
            then = PeriodMention(level.start, level.end, level.period)
            result[i] = replace(statement, base=then, period=None, period_how="now")
            continue
        own_period = statement.period_how == "here" and not statement.base_level
        if own_period and statement.kind in CHANGES and _ends_before(statement, level):
            continue
        result[i] = replace(
            statement, level=link, subject=_inherit(statement.subject, level.subject),
            period=statement.period if own_period or statement.base_level else level.period,
            period_how=statement.period_how if own_period or statement.base_level else level.period_how,
        )  # fmt: skip
    return result


def _is_since_then(sentence: Sentence, change: Statement) -> bool:
    """Return whether a level is what a change is counted from: "it was 6.3% and has grown by 0.9 since"."""
    return _SINCE_THEN.match(sentence.text, change.end, sentence.span.end) is not None


def _turns_to(sentence: Sentence, change: Statement, level: Statement) -> bool:
    """Return whether the level after a change is that of another place: "but China had 81%"."""
    own = level.subject.how.get("places") == "here" and change.subject.how.get("places") != "here"
    return own and _TURNS.search(sentence.text, change.end, level.start) is not None


def _is_counted_against(found: list[Statement], j: int, i: int) -> bool:
    """Return whether a level is but the one that a multiple before a change is of: 是欧盟（20%）的两倍."""
    return (j + 1 < i and found[j + 1].against == -1) or (0 < j < i and found[j - 1].against == 1)


def with_blocked_changes(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Block a Chinese change of what is no use: 审结案件1.3万件，同比上升38.7%."""
    if not sentence.is_chinese:
        return found
    result = _blocked_together(sentence.text, found)
    for i, here in list(enumerate(result))[1:]:
        before = result[i - 1]
        moved = here.kind in CHANGES or here.kind == "ratio"
        if moved and before.blocked and not here.blocked:
            parts = {
                m.tag for m in sentence.mentions
                if before.end <= m.start < sentence.quantities[i].end
            }  # fmt: skip
            if not parts & {"product", "indicator", "place", "filing"}:
                result[i] = replace(here, blocked=before.blocked)
    return result


def _with_bases(found: list[Statement]) -> list[Statement]:
    """Count 增幅54% from the base of the change beside it: 比9月增加5400万，增幅54%."""
    result = list(found)
    for i in range(1, len(found)):
        before, here = result[i - 1], found[i]
        same = before.subject.products == here.subject.products
        if here.kind not in CHANGES or here.base or not same:
            continue
        if before.kind in CHANGES and before.base:
            result[i] = replace(here, base=before.base)
        elif before.base_level and before.period:
            told = PeriodMention(before.start, before.end, before.period)
            result[i] = replace(here, base=told)
    return result


def _end_of_span(found: list[Statement], change: Statement, before: list[int]) -> int | None:
    """Return the later of two levels that lie as far apart as a change says: 五个月增长近3倍."""
    months = change.base.months_before if change.base else 0
    if len(before) < 2 or not months or change.period_how == "here":
        return None
    last = found[before[-1]]
    for j in before[-2::-1]:
        other = found[j]
        if last.period and other.period and last.unit == other.unit:
            first, end = last.period.end, other.period.end
            if 12 * (end.year - first.year) + end.month - first.month == months:
                return j
    return None


def _is_apart(change: Statement, level: Statement) -> bool:
    """Return whether a change is of another period than a level that has its own."""
    own, other = change.period, level.period
    return bool(own and other and not (own.start <= other.end and other.start <= own.end))


def _leads_to(sentence: Sentence, change: Statement, level: Statement) -> bool:
    """Return whether a level is where a change ends: "had doubled in a year, to 21.1% in March"."""
    return _TO_ITS_END.fullmatch(sentence.text, change.end, level.start) is not None


def _latest(found: list[Statement], before: list[int]) -> int:
    """Return the level nearest before a change, unless it is said to be older than another."""
    near, link = found[before[-1]], before[-1]
    for j in before:
        one = found[j]
        told = one.period and near.period and one.period_how == near.period_how == "here"
        same = one.unit == near.unit and _same_subject(one, near)
        same = same and one.subject.sources == near.subject.sources
        if told and same and near.period.end < one.period.start:  # type: ignore[union-attr]
            near, link = one, j
    return link


def _ends_before(change: Statement, level: Statement) -> bool:
    """Return whether a change ends before the period of a level begins."""
    own, other = change.period, level.period
    return bool(own and other and own.end < other.start)


def with_part(subject: Subject, tag: str, value: str) -> Subject:
    """Return a subject with a place or product named right at its number."""
    codes = tuple(value.split("|"))
    if tag == "place":
        return replace(subject, places=codes, how=subject.how | {"places": "here", "tight": tag})
    return replace(subject, products=codes, how=subject.how | {"products": "here", "tight": tag})


def _inherit(subject: Subject, level: Subject) -> Subject:
    """Take over from the level of the sentence who is counted, how often and for what."""
    if subject.group or subject.ages or subject.employees or subject.detail:
        return subject
    return replace(
        subject, group=level.group, ages=level.ages, employees=level.employees, detail=level.detail,
        window=subject.window or level.window, purpose=subject.purpose or level.purpose,
    )  # fmt: skip


def _same_subject(level: Statement, statement: Statement) -> bool:
    """Return whether a change can belong to a level: it names no other place or product."""
    return all(
        statement.subject.how.get(part) != "here"
        or not getattr(level.subject, part)
        or getattr(level.subject, part) == getattr(statement.subject, part)
        for part in ("places", "products")
    )


def counted_alike(one: Statement, other: Statement) -> bool:
    """Return whether two numbers have one unit; persons may be said of accounts."""
    counts = ("persons", "accounts")
    return one.unit == other.unit or (one.unit in counts and other.unit in counts)


def _same_measure(level: Statement, statement: Statement) -> bool:
    if statement.kind == "change_points":
        return level.unit == "percent"
    if statement.kind == "change_absolute":
        return level.unit == statement.unit or {level.unit, statement.unit} == {
            "persons",
            "accounts",
        }
    if statement.kind == "level":
        return level.unit == statement.unit
    return True

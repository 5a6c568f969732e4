"""One sentence with what was found in it, and what the sentences before it have left in memory.

Stretches of text belong to a quantity: what stands between it and the one before, and what follows
it up to a comma, a new clause or the next number.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar

from adoption import cues
from adoption.heads import read_labels
from adoption.paragraphs import Prose, Span
from adoption.periods import Period, PeriodMention, find_periods
from adoption.phrases import Mention, find_mentions, fold
from adoption.quantities import (
    BARE,
    COUNT,
    PERCENT,
    SERVICES,
    TIMES,
    AgeOrSize,
    Quantity,
    find_ages_and_sizes,
    find_quantities,
)  # fmt: skip

MAX_QUANTITIES = 40  # a sentence with more numbers is a table
DATELINE_REACH = 70  # characters in which a dateline ends
ESTIMATES = ("估算", "推算", "预估", "测算")
OUR_COUNTRY = {"我国", "全国", "国内", "境内", "国人", "我们国家", "咱们国家"}
HOME_SOURCES = {
    "cnnic",
    "cac-genai-filing",
    "nbs-china",
    "questmobile|questmobile-nbd",
    "questmobile-nbd",
}
SHARE_SAID_WITHIN = 240  # characters back to the words that make a list of numbers shares
MIN_COUNT = 1000  # smaller whole numbers without a unit are no statement about users
_START = attrgetter("start")
T = TypeVar("T", Mention, PeriodMention, AgeOrSize, Quantity)


@dataclass(frozen=True)
class Subject:
    """What a statement is about; an empty field is unknown. `how` says where each part was read.

    `how` of a part: here (in the words of the quantity), sentence, carried, or missing.
    """

    places: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outsider: str = ""  # a publisher that is none of ours
    group: str = ""  # kind of phrases.WORDS["group"]
    ages: tuple[int, int | None] | None = None
    employees: tuple[int, int | None] | None = None
    detail: str = ""  # a part of the population that the vocabulary does not know as a group
    window: str = ""
    purpose: str = ""
    indicator: str = ""
    how: dict[str, str] = field(default_factory=dict)

    def tight(self, part: str) -> bool:
        """Return whether a place or product stands at the number itself: "Vietnam (26.5%)"."""
        return part in self.how.get("tight", "").split()

    @property
    def members(self) -> tuple[str, ...]:
        """The places of a statement about several."""
        return self.places if self.how.get("places") == "each" else ()


class Stretch(NamedTuple):
    """What stands before and after a quantity, up to the next ones and up to a change of clause."""

    left: tuple[int, int]
    right: tuple[int, int]
    near_left: int
    near_right: int


class Memory:
    """A document read so far: everything found in it, and what was spoken of last."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.text = prose.text
        self.folded = fold(prose.text)
        self.source_in = -1  # the passage in which a publisher was named last
        self.printed: dt.date | None = None  # the day of the report, from its dateline
        self.mentions = find_mentions(self.text)
        self.periods = find_periods(self.text)
        self.datelines: dict[int, int] = {}  # where each starts and ends
        self._set_aside_datelines()
        self._set_aside_estimates()
        self.ages = find_ages_and_sizes(self.text)
        self._read_labels()
        spans = [(p.start, p.end) for p in self.periods] + [(a.start, a.end) for a in self.ages]
        self.quantities = _outside(
            find_quantities(self.text, spans), [(e.start, e.end) for e in prose.echoes]
        )
        self.echoes = {echo.start: echo for echo in prose.echoes}
        self.sentence_number = 0
        self.carried: dict[str, tuple[str, ...]] = {}
        self.carried_in: dict[str, int] = {}  # the passage it was named in
        self.carried_period: Period | None = None
        self.period_in = -1
        self.in_item = self.dated_by_item = False  # what is read, and what named the period
        self.looked_back_in = -1  # the passage in which an earlier date was named after a later one
        self.unit_in: dict[int, str] = {}  # the unit of the last number of each passage
        self.asked_for = (
            -1,
            "",
        )  # the sentence of a question, and whom it asks about: "And firms?"
        self.use_told_in = -1  # the passage in which use was last spoken of
        self.young_in = -1  # the passage in which the young or the old were last spoken of
        self.outsider = ""
        self.region = ""  # a part of a country that the passage is about: 全省
        self.region_in = -1
        self.population_in = -1  # the passage in which a population was last counted

    @cached_property
    def at_home(self) -> bool:
        """Return whether a Chinese text names neither a place but China nor a foreign publisher."""
        if not cues.HAN.search(self.text):
            return False
        named = {m.value for m in self.mentions if m.tag == "place"}
        sources = {m.value for m in self.mentions if m.tag == "source"}
        return named <= {"CHN", "WLD"} and sources <= HOME_SOURCES

    @cached_property
    def home_is_open(self) -> bool:
        """Return whether 我国 may be another country: neither China nor one of its publishers is named."""
        sources = {m.value for m in self.mentions if m.tag == "source"}
        words = {self.text[m.start : m.end] for m in self.mentions if m.value == "CHN"}
        return bool(words) and words <= OUR_COUNTRY and not sources & HOME_SOURCES

    def _set_aside_estimates(self) -> None:
        """Leave out the forecast where a publisher estimates what is: Sensor Tower估算."""
        ends = {m.end for m in self.mentions if m.tag == "source"}
        self.mentions = [
            m for m in self.mentions
            if m.tag != "future" or self.text[m.start : m.end] not in ESTIMATES
            or not ends & {m.start, m.start - 1}
        ]  # fmt: skip

    def _read_labels(self) -> None:
        """Add what words alone say in the heads and labels of tables and lists."""
        words, ranges = read_labels(self.text, self.prose.echoes)
        taken = [(m.start, m.end) for m in words]
        others = [
            a for a in self.ages if not any(a.start < r.end and r.start < a.end for r in ranges)
        ] if ranges else self.ages  # fmt: skip
        self.mentions = sorted([*_outside(self.mentions, taken), *words], key=_START)
        self.ages = sorted([*others, *ranges], key=_START)

    def _set_aside_datelines(self) -> None:
        """Take the place and day of "BEIJING, Feb. 5 --" for those of the report."""
        datelines = []
        for paragraph in self.prose.paragraphs:
            for start in [] if paragraph.item else self._lines(paragraph):  # "Denmark – 42.0%"
                end = min(paragraph.end, start + DATELINE_REACH)
                line = cues.DATELINE.match(self.text, start, end) or self._place_at(start, end)
                if line and not self._is_label(line):
                    datelines.append(line.span())
                    self.datelines[start] = line.end()
            tail = max(paragraph.start, paragraph.end - DATELINE_REACH // 2)
            printed = cues.PRINTED_AT_END.search(self.text, tail, paragraph.end)
            if printed and self._day(*printed.span("date")):
                datelines.append(printed.span("date"))
        days = {day for start, end in datelines if (day := self._day(start, end))}
        self.printed = next(iter(days)) if len(days) == 1 else None  # several: a digest
        if datelines:
            self.mentions = _outside(self.mentions, datelines)
            self.periods = _outside(self.periods, datelines)

    def _day(self, start: int, end: int) -> dt.date | None:
        """Return the first date of a stretch if it is one day."""
        dates = [p.period for p in within(self.periods, start, end) if p.period]
        return dates[0].end if dates and dates[0].start == dates[0].end else None

    def _lines(self, paragraph: Span) -> list[int]:
        """Return where the lines of a paragraph start."""
        breaks = re.finditer("\n", self.text[paragraph.start : paragraph.end])
        return [paragraph.start, *(paragraph.start + m.end() for m in breaks)]

    def _place_at(self, start: int, end: int) -> re.Match[str] | None:
        """Return a bracket at the start of a line that holds nothing but a city and a date."""
        line = cues.OPENS_WITH_PLACE.match(self.text, start, end)
        if line is None:
            return None
        named = {m.value for m in within(self.mentions, *line.span())}
        dated = any(p.period for p in within(self.periods, *line.span()))
        return line if named == {"region"} or (dated and not named) else None

    def _is_label(self, line: re.Match[str]) -> bool:
        """Return whether it is no dateline but the label of a list: "October 2024 -- Gemini"."""
        named = within(self.mentions, line.start(), line.end())
        dated = [p for p in self.periods if line.start() == p.start]
        return (
            bool(dated or cues.NUMBER_FOLLOWS.match(self.text, line.end()))
            or any(m.tag == "product" for m in named)
        )  # fmt: skip


class Sentence:
    """One sentence: its quantities, and the words between them."""

    def __init__(self, memory: Memory, span: Span, passage: int) -> None:
        start = memory.datelines.get(span.start, span.start)
        span = replace(span, start=min(start, span.end))
        self.memory, self.span, self.passage = memory, span, passage
        self.text = memory.text
        self.mentions = within(memory.mentions, span.start, span.end)
        self.quantities = self._kept(within(memory.quantities, span.start, span.end))
        if len(self.quantities) > MAX_QUANTITIES:
            self.quantities = []
        self._leave_out_makers()
        self.periods = _joined(self.text, within(memory.periods, span.start, span.end))
        self.ages = within(memory.ages, span.start, span.end)
        if self.ages:
            self.mentions = [
                m for m in self.mentions if not any(a.start <= m.start < a.end for a in self.ages)
            ]
        self.stretches = self._stretches()
        self.span_starts: set[int] | None = None  # found when first asked for
        self.days: frozenset[dt.date] | None = None  # likewise
        self.chosen: list[dict[str, tuple[str, ...]]] = []
        self.dates: list[Period | None] = []
        self.undated: dict[int, PeriodMention] = {}  # quantities dated without a known year
        self.present: set[int] = set()  # the quantities said to be of now
        self.read_subjects: list[Subject] = []
        self.made: list[tuple[str, Decimal]] = []  # kind and value of the statements so far
        self.ranked_among: list[Mention] = []  # wholes that a rank is among
        self.outsiders: list[tuple[int, str]] = []  # surveys without a name: "a poll of nurses"
        self.told_of_use = self._tells_of_use()
        self.named = frozenset(
            code
            for m in self.mentions
            if m.tag in ("place", "product")
            for code in m.value.split("|")
        )

    def _leave_out_makers(self) -> None:
        """Take 微软 in 微软Copilot for a part of the name where another publisher is quoted."""
        sources = [m for m in self.mentions if m.tag == "source"]
        starts = {m.start for m in self.mentions if m.tag == "product" and is_specific(m)}
        makers = [m for m in sources if m.end in starts]
        quoted = self.memory.carried.get("source") or len(sources) > len(makers)
        if self.is_chinese and makers and quoted:
            self.mentions = [m for m in self.mentions if m not in makers]

    def _kept(self, quantities: list[Quantity]) -> list[Quantity]:
        kept: list[Quantity] = []
        for i, quantity in enumerate(quantities):
            if quantity.unit == BARE:
                unit = self._bare_unit(quantity, kept) or self._unit_of_the_list(quantities, i)
                if not unit:
                    continue
                quantity = replace(quantity, unit=unit)
            kept.append(quantity)
        return kept

    def _unit_of_the_list(self, quantities: list[Quantity], i: int) -> str:
        """Return the unit that ends a list: "Kenya stands at 8.7 and South Africa at 23.1 percent"."""
        for one, following in zip(quantities[i:], quantities[i + 1 :], strict=False):
            if one.unit != BARE:
                return one.unit if one.unit == PERCENT else BARE
            left = self.text[max(self.span.start, one.start - 16) : one.start]
            between = self.text[one.end : following.start]
            listed = cues.LIST_GOES_ON.fullmatch(between) and cues.LEADS_TO_NUMBER.search(left)
            if not listed or not is_decimal(one):
                return BARE
        return quantities[-1].unit if quantities[-1].unit == PERCENT else BARE

    def _bare_unit(self, quantity: Quantity, before: list[Quantity]) -> str:
        """Return what a number without a unit counts: people, or percent as the numbers before."""
        right = self.text[quantity.end : quantity.end + 60]
        if cues.SERVICE_NOUN.match(right) and self.filing(quantity.start, quantity.end):
            return SERVICES
        if self._goes_on_with_services(quantity, right):
            return SERVICES
        if unit := self._unit_multiplied(quantity, before):
            return unit
        if quantity.value >= MIN_COUNT:
            if cues.PEOPLE_NOUN.match(right) and not cues.OTHER_NOUN.match(right):
                return COUNT
            printed = self.text[quantity.start : quantity.end]
            alone = cues.STANDS_ALONE.match(right) and cues.LEADS_TO_NUMBER.search(
                self.text, self.span.start, quantity.start
            )
            return COUNT if alone and "," in printed else BARE
        last = before[-1].unit if before else self.memory.unit_in.get(self.passage)
        start = before[-1].end if before else self.span.start
        listed = last == PERCENT and cues.STANDS_ALONE.match(right)
        if last == PERCENT and quantity.value <= 100 and cues.STANDS_ALONE.match(right):
            told = cues.FIGURE_IS.search(self.text, self.span.start, quantity.start)
            other = before and cues.RATHER_THAN.fullmatch(self.text, before[-1].end, quantity.start)
            if told or other:
                return PERCENT
        named = listed and cues.LEADS_TO_NUMBER.search(self.text, start, quantity.start)
        goes_on = before or cues.SAME_MEASURE.search(self.text, start, quantity.start)
        if is_decimal(quantity) and ((named and goes_on) or self._labelled_share(quantity, right)):
            return PERCENT
        return BARE

    def _unit_multiplied(self, quantity: Quantity, before: list[Quantity]) -> str:
        """Return the unit of "ten times the 72,809 of March", "three times the world's 1.5"."""
        if not before or before[-1].unit != TIMES:
            return ""
        if not cues.TIMES_THE.fullmatch(self.text, before[-1].end, quantity.start):
            return ""
        counted = [q.unit for q in before if q.unit != TIMES]
        exact = is_decimal(quantity) or "," in self.text[quantity.start : quantity.end]
        return counted[-1] if counted and exact else ""

    def _goes_on_with_services(self, quantity: Quantity, right: str) -> bool:
        """Return whether "it had been 346" counts the services of the sentence before."""
        whole = quantity.value == quantity.value.to_integral_value() and not is_decimal(quantity)
        if not whole or self.is_chinese:
            return False
        if cues.NUMBER_OF_SERVICES.search(self.text, self.span.start, quantity.start):
            return bool(self.filing(quantity.start, quantity.end))
        return bool(
            self.memory.unit_in.get(self.passage) == SERVICES
            and cues.STANDS_ALONE.match(right)
            and cues.LEADS_TO_NUMBER.search(self.text, self.span.start, quantity.start)
            and cues.SAME_MEASURE.search(self.text, self.span.start, quantity.start)
        )

    def _labelled_share(self, quantity: Quantity, right: str) -> bool:
        """Return whether a place has its share beside it: "the share reads: Finland 29.5, Malta 31.2"."""
        if (
            quantity.value > 100
            or not cues.STANDS_ALONE.match(right)
            or cues.NEXT_NUMBER.match(right)
        ):
            return False
        labels = [m for m in self.mentions if m.tag == "place" and m.end <= quantity.start]
        tight = labels and cues.LABEL.fullmatch(self.text, labels[-1].end, quantity.start)
        before = self.text[max(0, quantity.start - SHARE_SAID_WITHIN) : quantity.start]
        ends_line = re.match(r" ?(?:\n|$)", right)  # an item of a list
        return bool(
            tight and (cues.SHARE.search(before) or (ends_line and cues.USE.search(before)))
        )

    @cached_property
    def is_chinese(self) -> bool:
        """Return whether the sentence is written in Chinese."""
        return bool(cues.HAN.search(self.text, self.span.start, self.span.end))

    @cached_property
    def goes_on_with_it(self) -> bool:
        """Return whether its first word stands for what the sentence before spoke of."""
        return bool(cues.GOES_ON_WITH_IT.match(self.text, self.span.start, self.span.end))

    @cached_property
    def is_silent(self) -> bool:
        """Return whether neither the sentence nor what came before says what a number is about."""
        memory = self.memory
        return not (
            self.mentions or self.periods or self.ages or memory.carried or memory.carried_period
            or memory.outsider or self.outsiders or memory.printed or self.is_chinese
        )  # fmt: skip

    def filing(self, start: int, end: int) -> str:
        """Return whether a number of services is of those filed or registered, and where."""
        found = [m for m in self.mentions if m.tag == "filing"]
        stops = [m.end() for m in re.finditer("[，；;]", self.text[self.span.start : start])]
        clause = self.span.start + (stops[-1] if stops else 0)
        stop = re.compile("[，；。]").search(self.text, end, self.span.end)
        near = [m for m in found if clause <= m.start < (stop.start() if stop else self.span.end)]
        before = [m for m in found if m.start < start]
        told = any("cac-genai-filing" in m.value for m in self.mentions if m.tag == "source")
        if not found and (told or "cac-genai-filing" in self.memory.carried.get("source", ())):
            return "filed"
        done = cues.DONE_TO_SERVICES.match(self.text, end, self.span.end)
        own = [m for m in near if done and done.start("what") <= m.start < done.end("what")]
        nearest = sorted(near, key=lambda m: abs(m.start - start))[:1]
        picked = own or nearest or before[-1:] or found[:1]
        new = cues.NEWLY.search(self.text, clause, stop.start() if stop else self.span.end)
        new = new or cues.NEW_ONES.match(self.text, end)
        new = new or cues.FILED_OVER.search(self.text, self.span.start, start)
        return picked[0].value + ("-new" if new else "") if picked else ""

    def names_a_part(self, i: int) -> bool:
        """Return whether the words of a quantity say something of what is measured."""
        start, end = self.left(i)[0], self.near_right(i)
        parts = ("place", "product", "group", "window", "purpose", "indicator", "sector")
        return (
            any(start <= m.start < end and m.tag in parts for m in self.mentions)
            or any(start <= a.start < end for a in self.ages)
            or any(start <= p.start < end for p in self.periods)
            or bool(cues.SAME_MEASURE.search(self.text, start, end))
            or bool(cues.USE.search(self.text, start, end))
        )

    def _stretches(self) -> list[Stretch]:
        ends = [self.span.start, *(q.end for q in self.quantities)]
        starts = [*(q.start for q in self.quantities), self.span.end]
        found = []
        for i, quantity in enumerate(self.quantities):
            furthest = min(starts[i + 1], quantity.end + 120)
            stop = cues.DELIMITER.search(self.text, quantity.end, furthest)
            found.append(
                Stretch(
                    (ends[i], quantity.start),
                    (quantity.end, starts[i + 1]),
                    self.near_left_at(ends[i], quantity.start),
                    stop.start() if stop else furthest,
                )
            )
        return found

    def left(self, i: int) -> tuple[int, int]:
        """Return the stretch from the quantity before to this one."""
        return self.stretches[i].left

    def right(self, i: int) -> tuple[int, int]:
        """Return the stretch from this quantity to the next one."""
        return self.stretches[i].right

    def near_right(self, i: int) -> int:
        """Return where the words that still belong to the quantity end."""
        return self.stretches[i].near_right

    def near_left(self, i: int) -> int:
        """Return where the clause of the quantity starts."""
        return self.stretches[i].near_left

    def clause(self, position: int) -> int:
        """Return where the clause of a position starts."""
        stops = list(cues.STRONG.finditer(self.text, self.span.start, position))
        return stops[-1].end() if stops else self.span.start

    def new_source(self, i: int) -> int | None:
        """Return where another publisher is named between the number before and this one.

        "(Pew)" and ", Pew said," after the number before are that number's own.
        """
        if i == 0:
            return None
        start, end = self.left(i)
        places = [
            m.start
            for m in self.mentions
            if m.tag == "source"
            and start <= m.start < end
            and not self._is_closed(m, end)
            and not self._tells_before(m)
        ]
        return places[-1] if places else None

    def _tells_before(self, mention: Mention) -> bool:
        """Return whether a publisher stands after what it says: ", the ONS said, ..."."""
        before = self.text[max(self.span.start, mention.start - 24) : mention.start]
        after = cues.SAID_SO.match(self.text, mention.end, self.span.end)
        return after is not None and bool(after.group("verb") or cues.BY_WHOM.search(before))

    def _is_closed(self, mention: Mention, end: int) -> bool:
        """Return whether a mention stands in brackets that close before a place."""
        before, after = self.text[self.span.start : mention.start], self.text[mention.end : end]
        opened = max(before.rfind("("), before.rfind("（"))
        return opened > max(before.rfind(")"), before.rfind("）")) and bool(
            re.search("[)）]", after)
        )

    def continues_before(self, i: int) -> bool:
        """Return whether nothing between two quantities says that the subject changes."""
        if i == 0 or i > len(self.read_subjects):
            return False
        if (self.quantities[i].unit == COUNT) != (self.quantities[i - 1].unit == COUNT):
            return False
        start = self.near_right(i - 1)
        changing = {"place", "product", "group", "indicator", "unknown_group", "purpose"}
        near = self.near_right(i)
        if cues.WHOLE.search(self.text, self.quantities[i - 1].end, near):
            return False
        if self.new_source(i) is not None:
            return False
        end = self.quantities[i].start
        before = self.read_subjects[i - 1]
        same = {*before.places, *before.products}  # "57 percent of them, and 31 use AI daily"
        return not any(
            (
                m.tag in changing
                and start <= m.start < near
                and not same.issuperset(m.value.split("|"))
            )
            or (m.tag == "source" and end <= m.start < near)
            for m in self.mentions
        )

    def clause_end(self, position: int, near_end: int) -> int:
        """Return where the clause after a quantity ends: at a strong stop or the next quantity."""
        following = [q.start for q in self.quantities if q.start > position][:1]
        end = following[0] if following else self.span.end
        stop = cues.STRONG.search(self.text, position, end)
        return max(near_end, min(stop.start() if stop else end, position + 120))

    def near_left_at(self, start: int, position: int) -> int:
        """Return where the clause of a position starts, after `start` at the earliest.

        The colon of "Firms with 1 to 4 staff: 20.1%" does not part the label from its number.
        """
        stops = [
            stop
            for stop in cues.STRONG.finditer(self.text, start, position)
            if stop.group() not in (":", "：") or self.text[stop.end() : position].strip()
        ]
        return stops[-1].end() if stops else start

    def is_example(self, mention: Mention) -> bool:
        """Return whether a product or place is named only for comparison."""
        if mention.value.startswith("any-"):
            return False
        if mention.tag == "product" and cues.AS_EVENT.match(self.text, mention.end):
            return True
        before = self.text[max(self.span.start, mention.start - 40) : mention.start]
        return bool(
            re.search(
                r"(?:such as|\blike\b|including|e\.g\.|for example|similar to|rivals?|compet(?:es|ing|itor)s?(?: with)?|ahead of|behind|unlike|例如|比如|包括|诸如)[^.;0-9]{0,24}$"
                r"|\b(?:overt(?:ook|ak\w+)|surpass\w*|outpac\w+|outstrip\w*|eclips\w+|beat(?:s|ing)?|leads|led|trail(?:s|ed|ing)|leapfrog\w*|overhaul\w*|dethron\w+|topp(?:ed|ing)|pass(?:ed|es|ing)|(?:edg|inch|mov|pull)\w+ past|went past)(?: (?:the|that of|those of|both|even|rival))* $"
                r"|\b(?:more|less|higher|lower|fewer|larger|greater|times|points?|per ?cent|%)(?: [a-z]+){0,3}? (?:than|above|below)(?: (?:in|for|that|those|of|the|its))* $"
                r"|(?:领先于?|超过了?|超越了?|反超了?|落后于?|低于|高于|逊于|赶超|压过)$",
                before,
                re.I,
            )
        )

    def refers_back(self, mention: Mention) -> bool:
        """Return whether "the chatbot" or "the assistant" means a product named before."""
        before = self.text[max(0, mention.start - 4) : mention.start].lower()
        word = self.text[mention.start : mention.end].lower()
        return before.endswith(("the ", "'s ", "its ")) and word in (
            "chatbot", "ai assistant", "ai chatbot",
        )  # fmt: skip

    def _tells_of_use(self) -> bool:
        """Return whether the sentence says that something is used, adopted, spread."""
        text = self.text[self.span.start : self.span.end]
        return bool(cues.USE.search(text)) or any(
            m.tag in ("indicator", "window")
            or m.value in ("internet", "microsoft-aiei")
            or (self.is_chinese and "microsoft-aiei" in m.value)
            for m in self.mentions
        )

    def continues_use(self, i: int) -> bool:
        """Return whether a sentence without its own people goes on about the use told before."""
        if self.memory.use_told_in != self.passage:
            return False
        own = any(m.tag in ("group", "unknown_group") for m in self.mentions)
        if self.is_chinese and any(m.value == "region" for m in self.mentions):
            return False
        end = self.quantities[i].start
        return not own or bool(cues.SAME_MEASURE.search(self.text, self.span.start, end))


def _joined(text: str, periods: list[PeriodMention]) -> list[PeriodMention]:
    """Take two months joined by a dash or "to" as one period: "November 2025 to February 2026"."""
    kept: list[PeriodMention] = []
    for p in periods:
        before = kept[-1] if kept else None
        spans = before and before.period and p.period and before.period.end < p.period.start
        if before and spans and cues.SPAN_JOINS.fullmatch(text, before.end, p.start):
            told = re.search(r"\b(?:from|between) $", text[: before.start][-10:], re.I)
            months = all(
                27 <= (q.period.end - q.period.start).days <= 31 for q in (before, p) if q.period
            )
            if months and not told and before.period and p.period:
                whole = Period(before.period.start, p.period.end)
                kept[-1] = replace(before, end=p.end, period=whole)
                continue
        kept.append(p)
    return kept


def is_decimal(quantity: Quantity) -> bool:
    """Return whether decimals are printed, if only a zero: 31.0."""
    return quantity.half < Decimal("0.5")


def codes_of(text: str, mentions: list[Mention]) -> tuple[str, ...]:
    """Return the codes of mentions, each once, in order."""
    return tuple(dict.fromkeys(v for m in mentions for v in m.value.split("|")))


def is_specific(mention: Mention) -> bool:
    """Return whether a mention is of one product, not of AI or the internet as such."""
    return not mention.value.startswith("any-") and mention.value != "internet"


def _outside(items: list[T], spans: list[tuple[int, int]]) -> list[T]:
    """Return the items that start in none of the spans; all are in order."""
    starts = [start for start, _ in spans]
    kept = []
    for item in items:
        before = bisect_right(starts, item.start) - 1
        if before < 0 or spans[before][1] <= item.start:
            kept.append(item)
    return kept


def within(items: Sequence[T], start: int, end: int) -> list[T]:
    """Return the items that start in a stretch of the text; `items` are in order."""
    if not items:
        return []
    first = bisect_left(items, start, key=_START)
    last = bisect_left(items, end, lo=first, key=_START)
    return list(items[first:last])

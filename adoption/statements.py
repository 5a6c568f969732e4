"""Prose into typed statements: what is said to be how much, of whom, where, when, against what.

A statement is one quantity with its role in the sentence: a level (602 million, 42.8%), a change in
percent, points or units, a multiple, a rank. Its subject is read from the words around it and, where
they do not say, carried from the words before. Nothing here looks at figures.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from adoption import cues
from adoption.periods import Period, PeriodMention, find_periods, months_before, with_year
from adoption.phrases import Mention, find_mentions, fold
from adoption.prose import Prose, Span
from adoption.quantities import (
    BARE,
    COUNT,
    PERCENT,
    POINTS,
    TIMES,
    AgeOrSize,
    Quantity,
    find_ages_and_sizes,
    find_quantities,
)  # fmt: skip
from adoption.rates import Interval

CHANGES = ("change_percent", "change_points", "change_absolute")
MAX_QUANTITIES = 40  # a sentence with more numbers is a table
MIN_COUNT = 1000  # smaller whole numbers without a unit are no statement about users
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

    @property
    def members(self) -> tuple[str, ...]:
        """The places of a statement about several."""
        return self.places if self.how.get("places") == "each" else ()


@dataclass(frozen=True)
class Statement:
    """One quantity with its role, what its words allow, its subject and its periods."""

    start: int
    end: int
    paragraph: int
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
    base_level: bool = False  # an earlier level: "from 17.7 percent"
    level: int | None = None  # the statement of the level that a change belongs to
    other: int | None = None  # the statement it is compared with
    compared_place: str = ""
    blocked: str = ""  # why no figure can be held against it
    weak: str = ""  # why it must not be contradicted
    quantified: bool = False
    months_named: int = 0


def read_statements(prose: Prose) -> list[Statement]:
    """Read the statements of a document, in order.

    Examples
    --------
    >>> from adoption.prose import read_prose
    >>> text = "In December 2025 China had 602 million generative AI users, up 141.7% on the year."
    >>> for s in read_statements(read_prose(text)):
    ...     print(s.kind, s.value, s.unit, s.subject.places, s.period.end)
    level 602000000 persons ('CHN',) 2025-12-31
    change_percent 141.7 percent ('CHN',) 2025-12-31
    """
    reader = _Reader(prose)
    for number, paragraph in enumerate(prose.paragraphs):
        reader.paragraph(number, paragraph)
    return reader.statements


class _Reader:
    """Goes through the sentences of a document, and remembers what was spoken of."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.text = prose.text
        self.folded = fold(prose.text)
        self.mentions = find_mentions(self.text)
        self.periods = find_periods(self.text)
        self.ages = find_ages_and_sizes(self.text)
        spans = [(p.start, p.end) for p in self.periods] + [(a.start, a.end) for a in self.ages]
        self.quantities = find_quantities(self.text, spans)
        self.statements: list[Statement] = []
        self.sentence_number = 0
        self.carried: dict[str, tuple[str, ...]] = {}
        self.carried_in: dict[str, int] = {}  # the paragraph it was named in
        self.carried_period: Period | None = None
        self.period_in = -1
        self.use_told_in = -1  # the paragraph in which use was last spoken of
        self.outsider = ""

    def paragraph(self, number: int, paragraph: Span) -> None:
        """Read one paragraph."""
        for sentence in self.prose.sentences(paragraph):
            self.sentence_number += 1
            offset = len(self.statements)
            for statement in _Sentence(self, sentence, number).read():
                level = None if statement.level is None else statement.level + offset
                other = None if statement.other is None else statement.other + offset
                self.statements.append(replace(statement, level=level, other=other))


def _within(items: Sequence[T], start: int, end: int) -> list[T]:
    first = bisect_left(items, start, key=lambda item: item.start)
    last = bisect_left(items, end, key=lambda item: item.start)
    return list(items[first:last])


class _Sentence:
    """One sentence: its quantities, and the words between them."""

    def __init__(self, reader: _Reader, span: Span, paragraph: int) -> None:
        self.reader, self.span, self.paragraph = reader, span, paragraph
        self.text = reader.text
        self.quantities = self._kept(_within(reader.quantities, span.start, span.end))
        if len(self.quantities) > MAX_QUANTITIES:
            self.quantities = []
        self.mentions = _within(reader.mentions, span.start, span.end)
        self.periods = _within(reader.periods, span.start, span.end)
        self.ages = _within(reader.ages, span.start, span.end)
        self.mentions = [
            m for m in self.mentions if not any(a.start <= m.start < a.end for a in self.ages)
        ]
        self.span_starts = self._starts_of_spans()
        self.chosen: list[dict[str, tuple[str, ...]]] = []
        self.dates: list[Period | None] = []
        self.read_subjects: list[Subject] = []
        self.made: list[Statement] = []
        self.told_of_use = self._tells_of_use()

    def read(self) -> list[Statement]:
        """Return the statements of the sentence; what it speaks of is carried to the next."""
        self._publishers()
        for i in range(len(self.quantities)):
            self.made.append(self._statement(i))
        found = list(self.made)
        found += [s for match in self._ranks() if (s := self._rank(match))]
        found = self._paired(_linked(_blocked_together(self.text, found)))
        self._carry()
        return found

    # -- which numbers count

    def _kept(self, quantities: list[Quantity]) -> list[Quantity]:
        kept = []
        for quantity in quantities:
            if quantity.unit == BARE:
                right = self.text[quantity.end : quantity.end + 60]
                people = cues.PEOPLE_NOUN.match(right)
                if quantity.value < MIN_COUNT or not people or cues.OTHER_NOUN.match(right):
                    continue
                quantity = replace(quantity, unit=COUNT)
            kept.append(quantity)
        return kept

    def _left(self, i: int) -> tuple[int, int]:
        start = self.quantities[i - 1].end if i else self.span.start
        return start, self.quantities[i].start

    def _right(self, i: int) -> tuple[int, int]:
        last = i + 1 == len(self.quantities)
        return self.quantities[i].end, self.span.end if last else self.quantities[i + 1].start

    def _near_right(self, i: int) -> int:
        """Return where the words that still belong to the quantity end."""
        start, end = self._right(i)
        stop = cues.DELIMITER.search(self.text, start, min(end, start + 120))
        return stop.start() if stop else min(end, start + 120)

    def _near_left(self, i: int) -> int:
        """Return where the clause of the quantity starts."""
        start, end = self._left(i)
        stops = list(cues.STRONG.finditer(self.text, start, end))
        return stops[-1].end() if stops else start

    # -- one statement

    def _statement(self, i: int) -> Statement:
        quantity = self.quantities[i]
        start, end = quantity.start, quantity.end
        left = self.text[self._left(i)[0] : start]
        right = self.text[end : self._right(i)[1]]
        near_left = left[-90:]
        name, before, reach = cues.relation(near_left, right[:20])
        if reach and name == "over" and right[:1] == "+" and quantity.unit == TIMES:
            reach = 1
        way = cues.direction(quantity, before, right[reach : reach + 80])
        if not way and self._coordinated(i):
            way = 1 if self.made[-1].value >= 0 else -1
        kind = self._kind(i, way, before, right[reach:])
        printed, loose = cues.allowed(quantity, name)
        value = quantity.value
        if way < 0 and kind.startswith("change"):
            value, printed, loose = -value, -printed, -loose
        if kind == "ratio" and way and quantity.unit == TIMES and self._adds_one(quantity, left):
            value, printed, loose = value + 1, printed + 1, loose + Decimal(1)
        subject = self._subject(i, kind)
        period, how, base, months = self._periods_of(i, kind)
        first = start - (len(near_left) - len(before)) if name and not reach else start
        return Statement(
            start=first, end=end + reach, paragraph=self.paragraph,
            sentence=self.reader.sentence_number, sentence_span=(self.span.start, self.span.end),
            kind=kind, unit=self._unit(quantity, kind, subject), value=value, printed=printed,
            loose=loose, relation=name, subject=subject, period=period, period_how=how, base=base,
            base_level=kind == "level" and (cues.is_earlier_level(before) or self._after_base_date(i)),
            compared_place=self._compared_place(i, kind),
            blocked=self._blocked(i, kind, subject), quantified=self._quantified(i),
            weak=self._weak(i, kind, subject),
            months_named=months,
        )  # fmt: skip

    def _kind(self, i: int, way: int, left: str, right: str) -> str:
        quantity = self.quantities[i]
        if quantity.unit == POINTS:
            return "gap" if cues.is_gap(left, right) else "change_points"
        if quantity.unit == TIMES:
            return "ratio_of_changes" if cues.AS_FAST.match(right) else "ratio"
        if way and not cues.is_earlier_level(left):
            return "change_percent" if quantity.unit == PERCENT else "change_absolute"
        return "level"

    def _coordinated(self, i: int) -> bool:
        """Return whether a percentage continues a change: "11.3 percent in A and 9.2 percent in B"."""
        if not self.made or self.made[-1].kind != "change_percent":
            return False
        start, end = self._left(i)
        between = self.text[start:end]
        return self.quantities[i].unit == PERCENT and bool(
            re.fullmatch(
                r"[^,;.]{0,45}(?:,| and| against| versus| compared (?:with|to)|、|和)[^,;.]{0,25}",
                between,
            )
            and not re.search(
                r"\b(?:to|was|is|at|reach\w*|stood|hit|from|use\w*)\b|为|达|至|到", between
            )
        )

    def _adds_one(self, quantity: Quantity, left: str) -> bool:
        """Return whether "grew 1.4 times" means 2.4 times: in Chinese, 增长1.4倍."""
        if quantity.word or self.text[quantity.end - 1 : quantity.end] != "倍":
            return False
        return bool(
            re.search(
                r"(?:增长|增加|提高|上升|提升|增幅|扩大|涨)(?:了|约|近|超过?|逾|达|\s)*$", left
            )
        )

    def _unit(self, quantity: Quantity, kind: str, subject: Subject) -> str:
        if kind.startswith("ratio"):
            return "times"
        if quantity.unit in (PERCENT, POINTS):
            return quantity.unit
        return "accounts" if subject.indicator == "accounts" else "persons"

    def _ranks(self) -> list[re.Match[str]]:
        return list(cues.RANK.finditer(self.text, self.span.start, self.span.end))

    def _rank(self, match: re.Match[str]) -> Statement | None:
        rank = cues.rank_of(match)
        if not rank:
            return None
        before = [q for q in self.quantities if q.start < match.start()]
        i = len(before)
        subject = self._subject_between(
            before[-1].end if before else self.span.start,
            match.start(),
            self._range_end(match),
            i,
            remember=False,
        )
        value = Decimal(rank)
        period, how, _, _ = self._dates_between(self.span.start, self.span.end, match.start())
        return Statement(
            start=match.start(), end=match.end(), paragraph=self.paragraph,
            sentence=self.reader.sentence_number, sentence_span=(self.span.start, self.span.end),
            kind="rank", unit="rank", value=value, printed=Interval(value, value),
            loose=Interval(value, value), relation="", subject=subject, period=period,
            period_how=how, blocked=self._blocked_between(self._clause(match.start()), match.end()),
        )  # fmt: skip

    def _range_end(self, match: re.Match[str]) -> int:
        stop = cues.DELIMITER.search(self.text, match.end(), min(self.span.end, match.end() + 40))
        return stop.start() if stop else min(self.span.end, match.end() + 40)

    def _clause(self, position: int) -> int:
        stops = list(cues.STRONG.finditer(self.text, self.span.start, position))
        return stops[-1].end() if stops else self.span.start

    # -- the subject

    def _subject(self, i: int, kind: str) -> Subject:
        quantity = self.quantities[i]
        compares = bool(self._compared_place(i, kind))
        near = quantity.start if compares else self._near_right(i)
        subject = self._subject_between(*self._left(i), near, i)
        right = self.text[quantity.end : self._right(i)[1]][:80]
        indicator = subject.indicator
        if quantity.unit == COUNT:
            indicator = "accounts" if cues.ACCOUNT_NOUN.match(right) else "users"
            if subject.indicator == "accounts" and not cues.PEOPLE_NOUN.match(right):
                indicator = "accounts"
        elif quantity.unit == PERCENT and kind == "level":
            indicator = "penetration"
        group, ages, employees, detail = self._group(i, kind, subject)
        if not (group or ages or employees or detail) and self._continues(i):
            earlier = self.read_subjects[i - 1]
            group, ages, employees = earlier.group, earlier.ages, earlier.employees
            detail = earlier.detail
            subject = replace(
                subject, window=subject.window or earlier.window,
                purpose=subject.purpose or earlier.purpose,
            )  # fmt: skip
        said = self.reader.folded[self._near_left(i) : self._near_right(i)]
        words = "penetration" if re.search(r"penetration|普及率|渗透率", said) else ""
        if "ramp-ai-index" in subject.sources:
            subject = self._paid_vendor(i, subject)
        whole = replace(
            subject, indicator=indicator, group=group, ages=ages, employees=employees,
            detail=detail, how=subject.how | {"words": words},
        )  # fmt: skip
        while len(self.read_subjects) <= i:
            self.read_subjects.append(whole)
        self.read_subjects[i] = whole
        return whole

    def _paid_vendor(self, i: int, subject: Subject) -> Subject:
        """Take a vendor as the product where the Ramp index is quoted: it counts by vendor."""
        start, end = self._left(i)[0], self.quantities[i].start
        named = re.findall(
            r"\b(openai|anthropic|google|xai|deepseek)\b", self.reader.folded[start:end]
        )
        if not named:
            return subject
        return replace(subject, products=(named[-1],), how=subject.how | {"products": "here"})

    def _continues(self, i: int) -> bool:
        """Return whether nothing between two quantities says that the subject changes."""
        if i == 0 or i > len(self.read_subjects):
            return False
        if (self.quantities[i].unit == COUNT) != (self.quantities[i - 1].unit == COUNT):
            return False
        start = self._near_right(i - 1)
        changing = {"place", "product", "group", "indicator", "unknown_group", "purpose"}
        near = self._near_right(i)
        return not any(m.tag in changing and start <= m.start < near for m in self.mentions)

    def _subject_between(
        self, start: int, position: int, near_end: int, i: int, *, remember: bool = True
    ) -> Subject:
        how: dict[str, str] = {}
        found: dict[str, tuple[str, ...]] = {}
        for tag in ("place", "product"):
            found[tag], how[tag + "s"] = self._nearest(tag, start, position, near_end, i)
        while remember and len(self.chosen) <= i:
            self.chosen.append({})
        if remember:
            self.chosen[i] = {
                tag: values
                for tag, values in found.items()
                if values and how[tag + "s"] not in ("carried", "distant")
            }
        clause = (self._near_left_at(start, position), self._clause_end(position, near_end))
        sources, how["sources"] = self._sources(*clause)
        window = self._one("window", clause[0], position, near_end)
        if not window and how["products"] in ("sentence", "here"):
            window = self._one("window", self.span.start, position, near_end)
        purpose = self._one("purpose", clause[0], position, clause[1])
        indicator = self._one("indicator", start, position, near_end)
        return Subject(
            places=found["place"], products=found["product"], sources=sources,
            outsider=self.reader.outsider if not sources else "", window=window, purpose=purpose,
            indicator=indicator, how=how,
        )  # fmt: skip

    def _clause_end(self, position: int, near_end: int) -> int:
        """Return where the clause after a quantity ends: at a strong stop or the next quantity."""
        following = [q.start for q in self.quantities if q.start > position][:1]
        end = following[0] if following else self.span.end
        stop = cues.STRONG.search(self.text, position, end)
        return max(near_end, min(stop.start() if stop else end, position + 120))

    def _near_left_at(self, start: int, position: int) -> int:
        stops = list(cues.STRONG.finditer(self.text, start, position))
        return stops[-1].end() if stops else start

    def _nearest(
        self, tag: str, start: int, position: int, near_end: int, i: int
    ) -> tuple[tuple[str, ...], str]:
        """Find the place or product a quantity belongs to, and how sure that is."""
        mentions = [
            m for m in self.mentions
            if m.tag == tag and not self._is_example(m) and not self._refers_back(m)
        ]  # fmt: skip
        after = [m for m in mentions if position <= m.start < near_end]
        before = [m for m in mentions if start <= m.start < position]
        if tag == "place":
            before = _without_the_world(self.text, before)
            after = _without_the_world(self.text, after)
            mentions = _without_the_world(self.text, mentions)
        elif any(_is_specific(m) for m in before):
            before = [m for m in before if _is_specific(m)]
        joined = [m for m in after if self._is_joined(position, m)]
        if joined:
            return _values(self.text, joined[:1]), "here"
        if before:
            several = _listed(self.text, before)
            if len(several) > 1:
                return _values(self.text, several), "each" if tag == "place" else "several"
            return _values(self.text, before[-1:]), "here"
        if after and tag == "product":
            return _values(self.text, after[:1]), "here"
        for earlier in range(min(i, len(self.chosen)) - 1, -1, -1):
            if values := self.chosen[earlier].get(tag):
                return values, "sentence"
        first = (
            [m for m in mentions if m.start < start]
            or after
            or [m for m in mentions if m.start >= near_end]
        )
        if first:
            earlier = first[0].start < start
            values = _values(self.text, first[-1:] if earlier else first[:1])
            alone = len(set(_values(self.text, mentions))) == 1
            return values, "sentence" if earlier or alone else "later"
        carried = self.reader.carried.get(tag, ())
        if carried and self.reader.carried_in.get(tag) != self.paragraph:
            return carried, "distant"
        return carried, "carried" if carried else "missing"

    def _is_joined(self, position: int, mention: Mention) -> bool:
        between = self.text[position : mention.start]
        return (
            bool(
                re.search(
                    r"\b(?:in|of|for|across|among|within|throughout|inside)(?: the| all| its)?(?: \w+){0,2} ?$",
                    between,
                    re.I,
                )
                or re.fullmatch(r"[^ ]* ?(?:\w+ ){0,3}", between)
            )
            and len(between) < 70
        )

    def _is_example(self, mention: Mention) -> bool:
        before = self.text[max(self.span.start, mention.start - 40) : mention.start]
        return bool(
            re.search(
                r"(?:such as|\blike|including|e\.g\.|for example|similar to|rivals?|compet(?:es|ing|itor)s?(?: with)?|ahead of|behind|unlike|例如|比如|包括|诸如)[^.;0-9]{0,24}$",
                before,
                re.I,
            )
        )

    def _refers_back(self, mention: Mention) -> bool:
        """Return whether "the chatbot" or "the assistant" means a product named before."""
        before = self.text[max(0, mention.start - 4) : mention.start].lower()
        word = self.text[mention.start : mention.end].lower()
        return before == "the " and word in ("chatbot", "ai assistant", "ai chatbot")

    def _one(self, tag: str, start: int, position: int, near_end: int) -> str:
        mentions = [m for m in self.mentions if m.tag == tag]
        right = [m for m in mentions if position <= m.start < near_end]
        left = [m for m in mentions if start <= m.start < position]
        if tag in ("window", "purpose"):
            return right[0].value if right else left[-1].value if left else ""
        return left[-1].value if left else right[0].value if right else ""

    def _group(
        self, i: int, kind: str, subject: Subject
    ) -> tuple[str, tuple[int, int | None] | None, tuple[int, int | None] | None, str]:
        """Return who is counted: kind, ages, employees, and a part that has no figures."""
        quantity = self.quantities[i]
        near = self._near_right(i)
        noun = cues.NOUN_PHRASE.match(self.text, quantity.end, self._right(i)[1])
        end = max(near, noun.end() if noun and noun.group("np") else near)
        clause = self._near_left(i)
        after = [m for m in self.mentions if m.tag == "group" and quantity.end - 1 <= m.start < end]
        before = [
            m for m in self.mentions if m.tag == "group" and clause <= m.start < quantity.start
        ]
        if quantity.unit == PERCENT and kind == "level":
            base = self._named_base(i, noun)
            if base is not None:
                return base
        if quantity.unit == COUNT:
            after = [m for m in after if m.value == "internet"]
            before = [m for m in before if m.value == "internet"]
        after = [m for m in after if m.value != "genai" or m.start - quantity.end <= 2]
        picked = after[:1] or before[-1:]
        value = picked[0].value if picked else ""
        weighted = [m for m in (*after, *before) if m.value == "weighted"]
        group, _, extra = value.partition(":")
        ages = employees = None
        if extra:
            low, _, high = extra.partition("-")
            limits = (int(low), int(high) if high else None)
            ages, employees = (None, limits) if group == "firm" else (limits, None)
        spans = [a for a in self.ages if clause <= a.start < end]
        for span in [a for a in spans if a.start >= quantity.end][:1] or spans[-1:]:
            limits = (span.low, span.high)
            ages, employees = (ages, limits) if span.employees else (limits, employees)
            group = group or ("firm" if span.employees else "person")
        parts = [m for m in self.mentions if m.tag == "unknown_group" and clause <= m.start < end]
        led = after[0].start if after and quantity.unit == PERCENT else quantity.end
        detail = " ".join(
            m.value if m.value != "part" else self.reader.folded[m.start : m.end] for m in parts
        )
        if weighted:
            detail = "employment-weighted"
        elif noun and noun.group("np") and quantity.unit == PERCENT and kind == "level":
            detail = detail or self._unknown_words(noun.start("np"), noun.end("np"))
        elif kind == "level" and led - quantity.end < 40:
            detail = detail or self._unknown_words(quantity.end, led)
        if detail in ("large", "大型") and group == "firm":
            employees, detail = (250, None), ""
        return group, ages, employees, detail

    def _named_base(self, i: int, noun: re.Match[str] | None) -> tuple[str, None, None, str] | None:
        """Return the base where the words name one that is no group: "of its users", 占专利的."""
        if noun and noun.group("np"):
            head = noun.group("np")[:60]
            if re.match(r"(?:\w+ ){0,5}?users\b", head) and not re.match(
                r"(?:\w+ ){0,3}(?:internet|online|web|smartphone) users", head
            ):
                return "genai", None, None, ""
            return None
        left = self.text[self._near_left(i) : self.quantities[i].start]
        if re.search(
            r"用户[^，。；]{0,12}占比[^，。；0-9]{0,6}$|用户的?比例[^，。；0-9]{0,6}$", left
        ):
            return "genai", None, None, ""
        if re.search(r"占比|比例|占比达", left[-12:]):
            return "", None, None, "占比"
        han = cues.HAN_BASE.search(left)
        if not han:
            return None
        words = han.group("np")
        start = self.quantities[i].start - len(left) + han.start("np")
        inside = [
            m for m in self.mentions if start < m.end <= start + len(words) and m.tag == "group"
        ]
        if inside:
            return inside[0].value.partition(":")[0], None, None, ""
        return ("genai" if "用户" in words else ""), None, None, "" if "用户" in words else words

    def _unknown_words(self, start: int, end: int) -> str:
        """Return the words of a noun phrase that no list knows: "of knowledge workers"."""
        known = [(m.start, m.end) for m in self.mentions if start <= m.start < end]
        known += [(a.start, a.end) for a in self.ages if start <= a.start < end]
        known += [(p.start, p.end) for p in self.periods if start <= p.start < end]
        for word in re.finditer(r"[A-Za-z][A-Za-z'-]*", self.text[start:end]):
            place = start + word.start()
            if re.fullmatch(
                r"uses?|used|using|say|said|have|has|had|are|were|is|was|now|report(?:ed)?|reached|stood|who|that|tried|in|at|by",
                word.group(),
                re.I,
            ):
                return ""
            if any(s <= place < e for s, e in known) or word.group().lower() in cues.NEUTRAL:
                continue
            return word.group().lower()
        return ""

    # -- publishers

    def _publishers(self) -> None:
        """Remember who is quoted: one of our publishers, or one that is not ours."""
        own = [m for m in self.mentions if m.tag == "source"]
        text = self.text[self.span.start : self.span.end]
        for match in cues.OUTSIDER.finditer(text):
            name = match.group("name") or match.group("subject") or match.group("han") or ""
            words = [w.lower().rstrip(".'s") for w in re.findall(r"[A-Za-z]+|[一-鿿]+", name)]
            ours = any(
                self.span.start + match.start() <= m.start < self.span.start + match.end()
                for m in self.mentions
                if m.tag in ("source", "product", "place")
            )
            if match.group("anonymous"):
                if not own and not self.reader.carried.get("source"):
                    self.reader.outsider = match.group("anonymous")
            elif words and not (ours or own or all(w in cues.NOT_NAMES for w in words)):
                self.reader.outsider = name
                self.reader.carried.pop("source", None)
        if own:
            self.reader.outsider = ""
            self.reader.carried["source"] = tuple(
                dict.fromkeys(v for m in own for v in m.value.split("|"))
            )

    def _sources(self, start: int, end: int) -> tuple[tuple[str, ...], str]:
        """Return the publishers quoted: in the clause from start to end, else in the sentence."""
        here = [m for m in self.mentions if m.tag == "source"]
        near = [m for m in here if start <= m.start < end]
        if here:
            whole = _values(self.text, here)
            vendors = "ramp-ai-index" in whole  # it counts by vendor: OpenAI is no source beside it
            return (whole if vendors else _values(self.text, near or here)), "sentence"
        carried = self.reader.carried.get("source", ())
        return carried, "carried" if carried else "missing"

    # -- periods

    def _periods_of(
        self, i: int, kind: str
    ) -> tuple[Period | None, str, PeriodMention | None, int]:
        quantity = self.quantities[i]
        left, right = self._left(i), self._right(i)
        after = [p for p in self.periods if right[0] <= p.start < right[1]]
        before = [p for p in self.periods if left[0] <= p.start < left[1]]
        after = [p for p in after if self._belongs(quantity.end, p)]
        before = [p for p in before if not self._is_of_the_one_before(i, p)]
        base, months = None, 0
        own: list[PeriodMention] = []
        for p in (*before, *after):
            if kind != "level" and (self._is_base(p) or not p.period):
                if p.months_before and not self._is_base(p):
                    months = p.months_before
                base = base if base is not None and base.period else p
            elif (p.period or p.unfinished) and (
                not self._is_base(p) or self._is_earlier(i) or self._in_parenthesis(i, p)
            ):
                own.append(p)
        if kind == "level":
            relative = [p for p in (*after, *before) if self._names_earlier_time(p)]
            if relative and not any(p.start >= quantity.end for p in own):
                return None, "relative", relative[0], 0
        pick = [p for p in own if p.start >= quantity.end] or own[-1:]
        forward = not (self._is_earlier(i) or (bool(pick) and self._is_base(pick[0])))
        period = self._resolved(pick[0], forward=forward) if pick else None
        how = "here" if not pick or self._has_its_year(pick[0]) else "distant"
        if period is None and cues.NOW.search(self.text, self._near_left(i), self._near_right(i)):
            return None, "now", base, months
        if period is None:
            period, how = self._inherited(i)
        if self._is_earlier(i) and how != "here":
            period, how = None, "missing"
        while len(self.dates) <= i:
            self.dates.append(None)
        if how in ("here", "only", "sentence") and (kind == "level" or not self.dates[i]):
            self.dates[i] = period
        return period, how if period else "missing", base, months

    def _is_of_the_one_before(self, i: int, mention: PeriodMention) -> bool:
        """Return whether a date between two numbers dates the first: "7% in 2023 and 47% now"."""
        if i == 0 or not self._belongs(self.quantities[i - 1].end, mention):
            return False
        return bool(
            re.search(r"[,，;；、]| and ", self.text[mention.end : self.quantities[i].start])
        )

    def _has_its_year(self, mention: PeriodMention) -> bool:
        """Return whether the year is said, of the period itself or in its sentence."""
        return mention.period is not None or any(p.period for p in self.periods)

    def _names_earlier_time(self, mention: PeriodMention) -> bool:
        """Return whether a span dates a level ("a year earlier"), not a habit ("in three months")."""
        words = self.text[mention.start : mention.end].lower()
        return mention.year_end_before or bool(
            mention.months_before
            and re.search(
                r"earlier|ago|before|prior|previous|preceding|last|上|去年|前|同期", words
            )
        )

    def _in_parenthesis(self, i: int, mention: PeriodMention) -> bool:
        return bool(re.fullmatch(r" ?[(（]", self.text[mention.end : self.quantities[i].start]))

    def _is_earlier(self, i: int) -> bool:
        start, end = self._left(i)
        return cues.is_earlier_level(self.text[start:end]) or self._after_base_date(i)

    def _after_base_date(self, i: int) -> bool:
        """Return whether the number is that of an earlier date: 比2025年下半年的30.7%."""
        start, end = self._left(i)
        return any(
            self._is_base(p)
            and re.fullmatch(r"(?:'s|的|时的|末的)? ?[(（]?", self.text[p.end : end])
            for p in _within(self.periods, start, end)
            if p.period
        )

    def _inherited(self, i: int) -> tuple[Period | None, str]:
        for earlier in range(min(i, len(self.dates)) - 1, -1, -1):
            if self.dates[earlier]:
                return self.dates[earlier], "sentence"
        period, how, _, _ = self._dates_between(
            self.span.start, self.span.end, self.quantities[i].start
        )
        return period, how

    def _dates_between(
        self, start: int, end: int, position: int
    ) -> tuple[Period | None, str, None, int]:
        found = [
            p for p in self.periods
            if (p.period or p.unfinished) and start <= p.start < end and not self._is_base(p)
        ]  # fmt: skip
        if found:
            nearest = [p for p in found if p.start < position][-1:] or found[:1]
            first = self.quantities[0].start if self.quantities else end
            leads = len(found) == 1 and found[0].start < position <= first
            return self._resolved(nearest[0]), "only" if leads else "sentence", None, 0
        carried = self.reader.carried_period
        how = "carried" if self.reader.period_in == self.paragraph else "distant"
        return carried, how if carried else "missing", None, 0

    def _belongs(self, end: int, mention: PeriodMention) -> bool:
        """Return whether a date after a number is its own: no comma and no new clause between."""
        following = [q.start for q in self.quantities if q.start >= mention.end][:1]
        if following and re.fullmatch(
            r"(?:的|时的|为|达|末|'s)? ?[(（]?", self.text[mention.end : following[0]]
        ):
            return False
        between = self.text[end : mention.start]
        if (
            mention.months_before
            or mention.previous
            or mention.year_end_before
            or self._is_base(mention)
        ):
            return len(between) < 90 and not re.search(r"[;；。]", between)
        return len(between) < 70 and not re.search(
            r"[;；。，、]|,(?! compared| up| down| from| in | as )", between
        )

    def _starts_of_spans(self) -> set[int]:
        """Return where the earlier ends of spans stand: "between 2024 and 2025", 从…到."""
        starts = set()
        for first, second in pairwise(self.periods):
            between = self.text[first.end : second.start]
            before = self.text[max(0, first.start - 20) : first.start]
            joined = re.fullmatch(
                r" ?(?:and|to|until|through|and the|to the|and in the|–|-|—|至|到|与|和)(?: end of)? ?",
                between,
            )
            if joined and re.search(r"(?:between|from|从|由|自)(?: the)? ?$", before, re.I):
                starts.add(first.start)
        return starts

    def _is_base(self, mention: PeriodMention) -> bool:
        if mention.start in self.span_starts:
            return True
        before = self.text[max(self.span.start, mention.start - 70) : mention.start]
        return (
            bool(
                re.search(
                    r"(?:\bfrom|\bsince|\bthan|\bthan in|\bcompared (?:with|to)|\bversus|\bvs\.?|\bagainst|\bover|\bon|\brelative to|\bafter|较|比|相比|自|与|从|由)"
                    r"(?: (?:the|its|in|at|that|level|levels|of|end|start|late|early|mid|close|beginning|same|period|figure|first|second|half|as))*\s?$",
                    before,
                    re.I,
                )
            )
            or bool(
                re.search(
                    r"(?:doubl|tripl|twice|times|half|fold)[^,;.0-9]{0,44}\b(?:in|of|at|from|by)(?: the)? $",
                    self.text[max(self.span.start, mention.start - 70) : mention.start],
                    re.I,
                )
            )
            or bool(
                re.match(r"(?:since|from|than in) ", self.text[mention.start : mention.end], re.I)
                or re.search(r"\bsince\b[^,;.]{0,60}$", before, re.I)
            )
        )

    def _resolved(self, mention: PeriodMention, *, forward: bool = False) -> Period | None:
        """Return the period; a month without a year takes the year of the last period named."""
        if mention.period or not mention.unfinished:
            return mention.period
        named = [p for p in self.periods if p.period and not self._is_base(p)]
        before = [p.period for p in named if p.start < mention.start][-1:]
        known = (before or [p.period for p in named] or [self.reader.carried_period])[0]
        bases = [p.period for p in self.periods if p.period and self._is_base(p)]
        if known is None and bases and bases[0]:
            following = Period(bases[0].end, months_before(bases[0].end, -12))
            return with_year(mention, following)
        if known and forward and before and mention.part and mention.part[0] == _part_of(known):
            later = Period(
                known.start, months_before(known.end, -12 if mention.part[0] == "q" else -6)
            )
            return with_year(mention, later)
        return with_year(mention, known) if known else None

    # -- what stands in the way

    def _blocked(self, i: int, kind: str, subject: Subject) -> str:
        quantity = self.quantities[i]
        near = self._near_right(i)
        right = self.text[quantity.end : near]
        if (
            quantity.unit == COUNT
            and cues.OTHER_NOUN.match(right)
            and not cues.PEOPLE_NOUN.match(right[:40])
        ):
            return "not a count of users"
        if re.match(r"[)）] (?=[a-z])", self.text[quantity.end : quantity.end + 3]):
            stop = cues.DELIMITER.search(self.text, quantity.end + 2, self.span.end)
            near = min(stop.start() if stop else self.span.end, self._right(i)[1])
        return self._blocked_between(
            self._focus(i), near, count=quantity.unit == COUNT,
            paid="ramp-ai-index" in subject.sources,
        )  # fmt: skip

    def _focus(self, i: int) -> int:
        """Return where the words start that govern the quantity: the last clause with a subject."""
        start, position = self._near_left(i), self.quantities[i].start
        commas = [m.end() for m in re.finditer(r"[,，]", self.text[start:position])]
        for offset in reversed(commas):
            tags = {m.tag for m in self.mentions if start + offset <= m.start < position}
            if tags & {"indicator", "product", "place", "other_topic"}:
                return start + offset
        return start

    def _blocked_between(
        self, start: int, end: int, *, count: bool = False, paid: bool = False
    ) -> str:
        for mention in self.mentions:
            if start <= mention.start < end:
                if mention.tag == "other_topic" and mention.value == "sample" and not count:
                    continue
                if mention.tag == "stance" and mention.value == "payment" and paid:
                    continue
                if mention.tag == "other_topic":
                    return f"about {self.text[mention.start : mention.end]}, not about use"
                if mention.tag == "stance":
                    return f"about {mention.value}, not about use"
                if mention.tag == "future":
                    return "a forecast or an aim, not a figure"
                if mention.tag == "doubt":
                    return "quoted as an error or denied"
        return ""

    def _compared_place(self, i: int, kind: str) -> str:
        """Return the place compared with ("three times that of Japan"), ? for another product."""
        if kind not in ("ratio", "gap", "ratio_of_changes"):
            return ""
        quantity = self.quantities[i]
        left = self._left(i)
        dated = any(p.period for p in _within(self.periods, *left))
        if cues.IS_TIMES_LEFT.search(self.text[slice(*left)]) and not dated:
            return "?"
        start, end = quantity.end, min(self._right(i)[1], quantity.end + 90)
        if not cues.COMPARES_RIGHT.match(self.text[start:end]):
            return ""
        for mention in self.mentions:
            if start <= mention.start < end:
                if mention.tag == "place":
                    return mention.value.split("|")[0]
                if mention.tag == "product" and _is_specific(mention):
                    return "?"
        return ""

    def _quantified(self, i: int) -> bool:
        start = self._near_left(i)
        return bool(cues.EACH.search(self.text, start, self.quantities[i].start))

    def _weak(self, i: int, kind: str, subject: Subject) -> str:
        """Return why the words leave open what is counted, though nothing speaks against it."""
        quantity = self.quantities[i]
        near = self._near_right(i)
        for part in ("places", "products"):
            if subject.how.get(part) in ("distant", "later"):
                return f"the {part[:-1]} is not named with it"
        if kind != "level":
            return ""
        right = self.text[quantity.end : near]
        if quantity.unit == COUNT:
            if cues.PEOPLE_NOUN.match(right[:60]) or cues.ACCOUNT_NOUN.match(right[:60]):
                return ""
            before = self.reader.folded[self.span.start : quantity.start]
            told = re.search(r"user|people|netizen|用户|网民|人|活|\bmau\b|\bwau\b|\bdau\b", before)
            bare = re.match(
                r"(?: (?:in|as|by|on|at|from|to|and|since|this|last|during|worldwide|globally|each|every|a|per)\b|[^A-Za-z一-鿿 ]| ?$|[一-鿿])",
                right,
            )
            return "" if told and bare else "it is not said who is counted"
        if not self.told_of_use and not self._continues_use(i):
            return "it is not said that it is use"
        end = max(near, min(self._right(i)[1], quantity.end + 90))
        words = self.text[quantity.end : end]
        first = re.match(r" ?-?([A-Za-z]+)", words)
        if first and self._unknown_words(quantity.end, quantity.end + first.end()):
            return f"it is not said of whom: {first.group(1)}"
        if cues.USE.search(words) or any(
            m.tag in ("product", "indicator") and quantity.end <= m.start < end
            for m in self.mentions
        ):
            return ""
        odd = self._unknown_words(quantity.end, near)
        return f"it is not said what they do: {odd}" if odd else ""

    def _tells_of_use(self) -> bool:
        """Return whether the sentence says that something is used, adopted, spread."""
        text = self.text[self.span.start : self.span.end]
        return bool(cues.USE.search(text)) or any(
            m.tag in ("indicator", "window") or m.value in ("internet", "microsoft-aiei")
            for m in self.mentions
        )

    def _continues_use(self, i: int) -> bool:
        """Return whether a sentence without its own people goes on about the use told before."""
        own = any(m.tag in ("group", "unknown_group") for m in self.mentions)
        return self.reader.use_told_in == self.paragraph and not own

    # -- several statements of one sentence

    def _paired(self, found: list[Statement]) -> list[Statement]:
        """Give "A, B and C stood at x, y and z, respectively" one place and one number each."""
        text = self.text[self.span.start : self.span.end]
        if not cues.RESPECTIVELY.search(text):
            return found
        for tag in ("place", "product"):
            mentions = [m for m in self.mentions if m.tag == tag]
            values = list(dict.fromkeys(m.value for m in mentions))
            levels = [
                k for k, s in enumerate(found) if s.kind == "level" or s.kind.startswith("change")
            ]
            if len(values) > 1 and len(values) == len(levels):
                for k, value in zip(levels, values, strict=True):
                    found[k] = replace(found[k], subject=_with_part(found[k].subject, tag, value))
        dates = [p.period for p in self.periods if p.period]
        levels = [k for k, s in enumerate(found) if s.kind == "level"]
        if len(dates) > 1 and len(dates) == len(levels):
            for k, period in zip(levels, dates, strict=True):
                found[k] = replace(found[k], period=period, period_how="here")
        return found

    def _carry(self) -> None:
        if self.told_of_use:
            self.reader.use_told_in = self.paragraph
        for tag in ("place", "product"):
            values = [
                m for m in self.mentions
                if m.tag == tag and not self._is_example(m) and not self._refers_back(m)
            ]  # fmt: skip
            if tag == "place":
                values = _without_the_world(self.text, values)
            if tag == "product":
                values = [m for m in values if _is_specific(m)] or values
            if values:
                self.reader.carried[tag] = tuple(values[0].value.split("|"))
                self.reader.carried_in[tag] = self.paragraph
        named = [p for p in self.periods if (p.period or p.unfinished) and not self._is_base(p)]
        reference = [p for p in named if self._has_its_year(p)]
        period = self._resolved(reference[0]) if reference else None
        if period:
            self.reader.carried_period = period
            self.reader.period_in = self.paragraph


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
                and re.fullmatch(r",? ?(?:to|and|or|–|-|至|和|、)? ?", between)
            ):
                result[i + pairs[2]] = replace(other, blocked=one.blocked)
    return result


def _linked(found: list[Statement]) -> list[Statement]:
    """Tie changes, multiples and earlier levels to the level of their sentence."""
    result = list(found)
    for i, statement in enumerate(found):
        if statement.kind == "level" and not statement.base_level:
            continue
        if statement.kind == "rank":
            continue
        fits = [
            j for j, s in enumerate(found)
            if s.kind == "level" and not s.base_level and not s.blocked and _same_measure(s, statement)
            and _same_subject(s, statement)
        ]  # fmt: skip
        before = [j for j in fits if j < i]
        after = [j for j in fits if j > i]
        link = before[-1] if before else after[0] if after else None
        if link is None:
            continue
        level = found[link]
        own_period = statement.period_how == "here" and not statement.base_level
        result[i] = replace(
            statement, level=link, subject=_inherit(statement.subject, level.subject),
            period=statement.period if own_period or statement.base_level else level.period,
            period_how=statement.period_how if own_period or statement.base_level else level.period_how,
        )  # fmt: skip
    return result


def _with_part(subject: Subject, tag: str, value: str) -> Subject:
    codes = tuple(value.split("|"))
    if tag == "place":
        return replace(subject, places=codes, how=subject.how | {"places": "here"})
    return replace(subject, products=codes, how=subject.how | {"products": "here"})


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


def _same_measure(level: Statement, statement: Statement) -> bool:
    if statement.kind == "change_points":
        return level.unit == "percent"
    if statement.kind == "change_absolute":
        return level.unit in ("persons", "accounts")
    if statement.kind == "level":
        return level.unit == statement.unit
    return True


def _values(text: str, mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for m in mentions for v in m.value.split("|")))


def _part_of(period: Period) -> str:
    """Return "q" for a quarter, "h" for a half-year, else nothing."""
    days = (period.end - period.start).days
    return "q" if 85 <= days <= 95 else "h" if 175 <= days <= 190 else ""


def _is_specific(mention: Mention) -> bool:
    return not mention.value.startswith("any-") and mention.value != "internet"


def _listed(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the last run of mentions joined by commas and "and"."""
    run = mentions[-1:]
    for mention in reversed(mentions[:-1]):
        between = text[mention.end : run[0].start]
        if not re.fullmatch(
            r"(?:'s)?,? ?(?:and |or |the |和|与|及|、|，|as well as )*(?:the )?", between
        ):
            break
        run.insert(0, mention)
    return run


def _without_the_world(text: str, mentions: list[Mention]) -> list[Mention]:
    """Leave out the world where it is only the field of a comparison: "leads the world"."""
    others = any(m.value != "WLD" for m in mentions)
    return [m for m in mentions if m.value != "WLD" or not _is_field(text, m, others)]


def _is_field(text: str, mention: Mention, others: bool) -> bool:
    word = text[mention.start : mention.end].lower()
    if others and word in ("world", "the world", "globe", "世界", "全球"):
        return True
    after, before = (
        text[mention.end : mention.end + 14],
        text[max(0, mention.start - 40) : mention.start],
    )
    return bool(
        re.match(
            r"'s (?:largest|biggest|second|most|top|leading|first|highest|fastest)|(?:第|排名|领先|最)",
            after,
        )
        or re.search(
            r"(?:est|most \w+|first|leader|leads?|led|ranks?|place|top) (?:\w+ ){0,3}(?:(?:in|of) )?(?:the )?$",
            before,
        )
    )

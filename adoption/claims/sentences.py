"""One sentence with what was found in it.

Stretches of text belong to a quantity: what stands between it and the one before, and what follows
it up to a comma, a new clause or the next number.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from adoption.claims import cues, units
from adoption.claims.memory import Memory, within
from adoption.claims.paragraphs import Span
from adoption.claims.periods import Period, PeriodMention, joined
from adoption.claims.phrases import Mention, is_specific
from adoption.claims.quantities import COUNT, Quantity
from adoption.claims.venues import COMPANIES

MAX_QUANTITIES = 40  # a sentence with more numbers is a table
# "It now stands at 22.5%": what a sentence speaks of was named before
_GOES_ON_WITH_IT = re.compile(r"(?:(?:And|But|So|Yet|Still|Now|Then),? )?(?:It|Its|They|Their)\b")
# 用过ChatGPT、Gemini等AI工具, Gemini或Copilot这类聊天机器人: of them all
_AND_OTHERS = re.compile(
    r"(?:[、和及与或][^，。；、的]{1,14}?){0,4}(?:等等?|这[类样种]|[一之]类)的?(?:各类|各种|主流)?(?:生成式|大)?(?:AI|人工智能|智能|聊天|语言)[^，。；]{0,6}(?:工具|产品|应用|服务|助手|机器人|软件|平台|模型)"
)
# 百度旗下的文心一言: what stands between a maker and its product
_OWN_PRODUCT = re.compile(r"(?:公司)?(?:旗下|自家|推出|开发|研发|自研)?的?")
# DeepSeek之后: a product named for what happened
_AS_EVENT = re.compile(r"(?:之后|以来|以后|热潮|效应|时刻|带动|冲击)")
# 2.0大模型发布时，全球用户突破2200万: the day of a release, not whose users
_RELEASED = re.compile(
    r"(?:正式)?(?:发布|推出|开源|升级|亮相|问世|更新)(?:时|后|当[日天月]|之[际后时]|期间)"
)
# what stands before and after a number whose unit is left out: "France at 37.5; Germany at 32.3"
# "The figure is 18, rather than 24", of the percent of the sentence before
_STRONG = re.compile(
    r"[;；:：。]|\bwhile\b|\bwhereas\b|\bbut\b|\bexcept\b|\bapart from\b|, and |(?:说|称|表示|宣布|显示|指出|披露|透露)，"
)
_NEWLY = re.compile(r"新(?:完成|通过|获|备案|登记|上线)")
# 六国调查（阿根廷、丹麦、法国）
_MEMBERS = re.compile(r"(?<=[查究卷调均])（[^（）。0-9]{3,80}、[^（）。0-9]{1,20}）")
UNIONS = ("EU27", "WLD", "OECD")
_COMPARISON = re.compile(
    r"(?: [a-z]+)? (?:comparisons?|tables?|rankings?|league|lists?|statistics|surveys?|data|figures|reports?)\b"
)
_ASIDE = re.compile(r", (?:which|who|whose|where) [^,;:()]{3,120},")
_OF_A_CLAUSE = ("place", "product", "unknown_group", "sector")
# "Among its rivals, Gemini is used by 24%": the one that the number is of
_ACTS = re.compile(
    r"(?: app| chatbot|'s app)? (?:has|had|reached|hit|counts?|counted|stands|stood|is|was|claims?|reported)\b"
)
_AMONG_RIVALS = re.compile(
    r"\b[Aa]mong (?:[a-z]+ ){0,2}(?:rival|compet)[a-z]*(?: [a-z]+)?, (?:only )?$"
)
# "Nearly one in five of them used AI, the bureau found: the share was 18.5%"
# "China (84.4%), the United States (84.7%) and Germany (72.7%)"
_AFTER_AN_ITEM = re.compile(r"[)）]?(?:, and |, | and |; |、|，|和)(?:the |in |in the )?")
# "46.8%, lower than 84.7% in the US, 84.4% in China and 72.7% in Germany"
_IN, _AND_NEXT = (
    re.compile(r" (?:in|for) (?:the )?"),
    re.compile(
        r"(?: (?:in|for) (?:the )?)?,? ?(?:and )?(?:(?:far |well |much )?(?:(?:compared|in comparison) (?:to|with)|against|versus|vs\.?"
        r"|(?:lower|higher|less|more|smaller|larger) than|below|above|behind|ahead of)(?: the)? )?"
    ),
)
_BEFORE_ITS_NUMBER = re.compile(r" ?[(（]| at | with | |")
_IN_FIGURES = re.compile(
    r"[:：] ?(?:(?:the|its) )?(?:(?:exact|actual) )?(?:share|rate|figure|proportion|比例|占比)"
    r"(?: (?:was|is|stood at|came to) |[为是])$"
)
_DASH = re.compile(r"[*_]{0,2} ?(?:—|–|--|:) ")
# ", the ONS said, up from 36%", ", according to Eurostat, after ..."
_SAID_SO = re.compile(
    r"(?:'s)?(?: (?:data|figures|survey|report|poll|numbers|estimates?))?"
    r"(?P<verb> (?:also |then )?(?:said|says|say|found|finds|reported|reports|shows?|showed|estimates?|estimated|reckons?|counted|writes|wrote))?"
    r"(?: on [A-Z]?[a-z]+(?: [0-9]+)?| in [0-9A-Z][\w ]{2,14})? ?(?:[,;.—–]|$)"
)
_BY_WHOM = re.compile(r"\b(?:according to|per|by|from|on|in)(?: the)? $")


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
    def names_a_product(self) -> bool:
        """Whether a product is named, and not AI of any kind."""
        return any(not product.startswith("any-") for product in self.products)

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


class Sentence:
    """One sentence: its quantities, and the words between them."""

    def __init__(self, memory: Memory, span: Span, passage: int) -> None:
        start = memory.datelines.get(span.start, span.start)
        span = replace(span, start=min(start, span.end))
        self.memory, self.span, self.passage = memory, span, passage
        self.text = memory.text
        self._examples: dict[Mention, bool] = {}
        self.bases: dict[PeriodMention, bool] = {}  # which dates something is compared with
        self.mentions = within(memory.mentions, span.start, span.end)
        self._leave_out_members()
        self.quantities = units.with_units(self, within(memory.quantities, span.start, span.end))
        if len(self.quantities) > MAX_QUANTITIES:
            self.quantities = []
        self._leave_out_makers()
        self.periods = joined(self.text, within(memory.periods, span.start, span.end))
        self.ages = within(memory.ages, span.start, span.end)
        if self.ages:
            self.mentions = [m for m in self.mentions if self._stands_beside_ages(m)]
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

    def _leave_out_members(self) -> None:
        """Leave out the places that a survey of several lists in brackets: its figures are of them all.

        So is a union that only names a table: "Spain stands at 75.6% in the European tables".
        """
        listed = [m.span() for m in _MEMBERS.finditer(self.text, self.span.start, self.span.end)]
        others = {m.value for m in self.mentions if m.tag == "place"} - set(UNIONS)
        tables = [
            m for m in self.mentions
            if m.tag == "place" and m.value in UNIONS and others and _COMPARISON.match(self.text, m.end)
        ]  # fmt: skip
        self.mentions = [
            m
            for m in self.mentions
            if m not in tables
            and (m.tag != "place" or not any(start < m.start < end for start, end in listed))
        ]

    def _stands_beside_ages(self, mention: Mention) -> bool:
        """Return whether a mention is none of the words of ages or sizes: "with 10 employees".

        A place is, and who is of an age: "workers aged 18 to 64", "women aged 50 and over".
        """
        inside = [a for a in self.ages if a.start <= mention.start < a.end]
        people = mention.tag in ("group", "unknown_group")
        people = people and mention.value not in ("adult", "genai")
        return not inside or mention.tag == "place" or (people and not inside[0].employees)

    def _leave_out_makers(self) -> None:
        """Take 微软 in 微软Copilot and 微软旗下的Copilot for a part of the name where another is quoted."""
        sources = [m for m in self.mentions if m.tag == "source"]
        starts = {m.start for m in self.mentions if m.tag == "product" and is_specific(m)}
        makers = [
            m for m in sources
            if m.end in starts
            or (m.value in COMPANIES and (own := _OWN_PRODUCT.match(self.text, m.end)) and own.end() in starts)
        ]  # fmt: skip
        quoted = self.memory.carried.get("source") or len(sources) > len(makers)
        if self.is_chinese and makers and quoted:
            self.mentions = [replace(m, tag="name") if m in makers else m for m in self.mentions]

    @cached_property
    def is_chinese(self) -> bool:
        """Return whether the sentence is written in Chinese."""
        return bool(cues.HAN.search(self.text, self.span.start, self.span.end))

    @cached_property
    def goes_on_with_it(self) -> bool:
        """Return whether its first word stands for what the sentence before spoke of."""
        return bool(_GOES_ON_WITH_IT.match(self.text, self.span.start, self.span.end))

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
        done = cues.DONE_TO_SERVICES.match(self.text, end, self.span.end)
        own = [m for m in near if done and done.start("what") <= m.start < done.end("what")]
        nearest = sorted(near, key=lambda m: abs(m.start - start))[:1]
        picked = own or nearest or before[-1:] or found[:1]
        new = _NEWLY.search(self.text, clause, stop.start() if stop else self.span.end)
        new = new or cues.NEW_ONES.match(self.text, end)
        new = new or cues.FILED_OVER.search(self.text, self.span.start, start)
        new = new or cues.FILED_IN_A_YEAR.match(self.text, end)
        if not found and (told or "cac-genai-filing" in self.memory.carried.get("source", ())):
            return "filed-new" if new else "filed"
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
            after = quantity.end + (self._says_again(i) or self._dash_of_item(quantity))
            stop = cues.DELIMITER.search(self.text, after, furthest)
            found.append(
                Stretch(
                    (ends[i], quantity.start),
                    (quantity.end, starts[i + 1]),
                    self.near_left_at(ends[i], quantity.start),
                    stop.start() if stop else furthest,
                )
            )
        return found

    def _says_again(self, i: int) -> bool:
        """Return whether a number in brackets repeats a part in words, whose clause goes on.

        "One in four (24%) uses it daily"
        """
        if i == 0 or self.quantities[i - 1].word != "fraction":
            return False
        start, end = self.quantities[i - 1].end, self.quantities[i].start
        closed = self.text[self.quantities[i].end : self.quantities[i].end + 2] == ") "
        return closed and cues.RESTATED.fullmatch(self.text, start, end) is not None

    def _dash_of_item(self, quantity: Quantity) -> int:
        """Return how long the dash is behind a number that opens an item: "44.7% — people in ..."."""
        opens = not self.text[self.span.start : quantity.start].strip("*_ \n")
        dash = _DASH.match(self.text, quantity.end, self.span.end) if opens else None
        return len(dash.group()) if dash else 0

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
        stops = list(_STRONG.finditer(self.text, self.span.start, position))
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
        after = _SAID_SO.match(self.text, mention.end, self.span.end)
        return after is not None and bool(after.group("verb") or _BY_WHOM.search(before))

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
        if self._says_again(i) or _IN_FIGURES.search(
            self.text, self.quantities[i - 1].end, self.quantities[i].start
        ):
            return True
        if self._is_next_of_a_list(i):
            return True
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

    def _is_next_of_a_list(self, i: int) -> bool:
        """Return whether but a place stands between two numbers: "China (84%), Germany (73%)"."""
        start, end = self.quantities[i - 1].end, self.quantities[i].start
        places = [m for m in within(self.mentions, start, end) if m.tag == "place"]
        if self._is_followed_by_its_place(i):
            words = self.text[start:end]
            for m in places:
                words = words.replace(self.text[m.start : m.end], "", 1)
            return len(places) <= 1 and _AND_NEXT.fullmatch(words) is not None
        return (
            len(places) == 1
            and _AFTER_AN_ITEM.fullmatch(self.text, start, places[0].start) is not None
            and _BEFORE_ITS_NUMBER.fullmatch(self.text, places[0].end, end) is not None
        )

    def _is_followed_by_its_place(self, i: int) -> bool:
        """Return whether a place stands right after a number: "84.7% in the US"."""
        end = self.quantities[i].end
        after = next((m for m in self.mentions if m.tag == "place" and m.start >= end), None)
        return after is not None and _IN.fullmatch(self.text, end, after.start) is not None

    def clause_end(self, position: int, near_end: int) -> int:
        """Return where the clause after a quantity ends: at a strong stop or the next quantity."""
        following = [q.start for q in self.quantities if q.start > position][:1]
        end = following[0] if following else self.span.end
        stop = _STRONG.search(self.text, position, end)
        return max(near_end, min(stop.start() if stop else end, position + 120))

    def near_left_at(self, start: int, position: int) -> int:
        """Return where the clause of a position starts, after `start` at the earliest.

        The colon of "Firms with 1 to 4 staff: 20.1%" does not part the label from its number, nor
        does the comma inside a name: "Among firms in arts, entertainment, and recreation it was".
        """
        stops = [
            stop
            for stop in _STRONG.finditer(self.text, start, position)
            if (
                stop.group() not in (":", "：")
                or not cues.HEDGES.fullmatch(self.text, stop.end(), position)
            )
            and not any(m.start < stop.start() < m.end for m in self.mentions)
        ]
        return stops[-1].end() if stops else start

    def is_example(self, mention: Mention) -> bool:
        """Return whether a product or place is named only for comparison."""
        if mention not in self._examples:  # asked once for each number of the sentence
            self._examples[mention] = self._is_named_for_comparison(mention)
        return self._examples[mention]

    def _is_named_for_comparison(self, mention: Mention) -> bool:
        if mention.value.startswith("any-"):
            return _RELEASED.match(self.text, mention.end) is not None
        if mention.tag == "product" and _AS_EVENT.match(self.text, mention.end):
            return True
        if mention.tag == "product" and _AND_OTHERS.match(self.text, mention.end):
            return True
        before = self.text[max(self.span.start, mention.start - 90) : mention.start]
        if _AMONG_RIVALS.search(before):
            return False
        if before.lower().endswith("rival ") and _ACTS.match(self.text, mention.end):
            return False  # "Rival Gemini had 650 million"
        return cues.FOR_COMPARISON.search(before) is not None

    def is_aside(self, mention: Mention, quantity: Quantity) -> bool:
        """Return whether a name stands in a clause of its own that closes before a quantity.

        "Gemini, which comes with Android phones, had 1.24 million"
        """
        return mention.tag in _OF_A_CLAUSE and any(
            start <= mention.start < end <= quantity.start for start, end in self._asides
        )

    def comments(self, i: int, mention: Mention) -> bool:
        """Return whether a word stands in what is made of a number: "... shows demand among consumers"."""
        start, end = self.right(i)
        return start <= mention.start < end and bool(
            cues.COMMENT.search(self.text, start, mention.start)
        )

    @cached_property
    def _asides(self) -> list[tuple[int, int]]:
        return [m.span() for m in _ASIDE.finditer(self.text, self.span.start, self.span.end)]

    def refers_back(self, mention: Mention) -> bool:
        """Return whether "the chatbot" or "the assistant" means a product named before."""
        before = self.text[max(0, mention.start - 4) : mention.start].lower()
        word = self.text[mention.start : mention.end].lower()
        again = word in ("chatbot", "ai assistant", "ai chatbot") and not is_specific(mention)
        return again and before.endswith(("the ", "'s ", "its "))

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

"""A document read so far: what was found in it, and what its sentences have left in memory."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from adoption.claims import backreferences, cues, descriptions, venues
from adoption.claims.ages import AgeOrSize, find_ages_and_sizes
from adoption.claims.heads import read_labels
from adoption.claims.paragraphs import Prose, Span
from adoption.claims.periods import Period, PeriodMention, find_periods
from adoption.claims.phrases import COUNTRY_CODE, Mention, find_mentions, fold, sets_of_places
from adoption.claims.quantities import Quantity, find_quantities

LONGEST_WINDOW = 40  # characters of words for the months ahead
DATELINE_REACH = 70  # characters in which a dateline ends
ESTIMATES = ("预估", "thinks", "believes")
OUR_COUNTRY = {"我国", "全国", "国内", "境内", "国人", "我们国家", "咱们国家"}
HOME_SOURCES = {
    "cnnic",
    "cac-genai-filing",
    "nbs-china",
    "questmobile|questmobile-nbd",
    "questmobile-nbd",
}
UNION, STATES = "EU27", "US-"  # the codes of the European Union and of the American states
_START = attrgetter("start")
T = TypeVar("T", Mention, PeriodMention, AgeOrSize, Quantity)
# "BEIJING, Feb. 5 (Xinhua) --": where and when a report was written, not what it is about
_DATELINE = re.compile(
    r"\**(?:[A-Z][\w.'’ -]{1,30}?)(?:, [A-Z][\w.]{1,14})?(?:, [A-Z]?[\w. ]{2,22}?(?:, ?20[0-9]{2})?)?"
    r"(?: ?\([^()]{2,40}\))? ?(?:—|–|--|(?<= )-(?= ))"
    r"|[^，。；\n]{0,16}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|消息)"
    r"|[^，。；：\n0-9]{2,16}(?:讯|电) |[（(【]?(?:本报|本刊)?[一-鿿]{2,8}(?:专?电|讯)[)）】]"
)
# "(伦敦)", "(2025年12月10日，杭州)" before the first word of an article
_OPENS_WITH_PLACE = re.compile(r"[（(][^()（）\n]{2,24}[)）]")
_ITS_REPORT = re.compile(
    r"\b(?:(?:In|From|For|By) its|Its) (?:own |new |latest |annual |yearly )*(?P<title>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,4})"
    r" (?:report|survey|study|index|poll|panel|tracker|barometer|yearbook)s?\b"
)
# "the Global North stands at 27.5% and the South at 15.4%": half of the world, once the other is told
_HALF_OF_THE_WORLD = re.compile(r"\bthe (?P<which>South|North)\b(?! [A-Z])|(?P<han>[南北])方")
_HALVES = {
    "North": "GLOBAL_NORTH",
    "South": "GLOBAL_SOUTH",
    "北": "GLOBAL_NORTH",
    "南": "GLOBAL_SOUTH",
}
_IN_A_LIST = re.compile(r",? ?(?:and |or )?(?:in )?(?:the )?|[、和与及]")
_NUMBER_FOLLOWS = re.compile(r" ?[~≈><+]?[0-9]")
# the halves of the world of the only publisher that has them: "developed and developing economies"
_RICH_AND_POOR = {
    "GLOBAL_NORTH": r"developed|advanced|industriali[sz]ed|rich(?:er)?|wealth(?:y|ier)|high-income",
    "GLOBAL_SOUTH": r"developing|poor(?:er)?|low(?:er)?-income|emerging and developing",
}
_ECONOMIES = r"(?: (?:economies|nations|countries|markets|world|regions)\b|(?= (?:and|or|versus|vs\.?) (?:[a-z-]+) (?:economies|nations|countries|markets|world)))"
_HALVES_OF = "microsoft-aiei"
_A_SHARE_OF = re.compile(r"(?:占|相当于|等于)(?:了|到|约|我国|全国|全部|整个|的){0,3}$")
# 超过网民总数的一半
PART_OF_THEM = re.compile(
    r"(?:总?人数|总[数量]|数量?|规模)?的(?:一半|半数|大半|[一二三四五六七八九两0-9.]+(?:成|分之|%))"
)
# "rebranded from Bard in", "was launched in"; not "since it was launched in", from which it grew
_EVENT = re.compile(
    r"(?<!since it )(?<!since it was )(?<!since they )(?<!after it )(?<!when it )\b(?:launched|rebranded|renamed|debuted|introduced|founded|rolled out|went live)"
    r"(?: (?!and\b|with\b|has\b|had\b)[A-Za-z.]+){0,4} (?:in|on)(?: early| late| mid)?(?: the)? ?$"
)
EVENT_REACH = 70  # characters before a date that may name an event
_PRINTED_AT_END = re.compile(r"[(（](?:[^()（）]{0,12} )?(?P<date>[^()（）]{6,18})[)）] ?$")


# "41% had used ChatGPT in the past year", 41%的网民过去一年用过生成式AI
_OF_THE_UNION = ("eurostat-isoc-ai-iaiu|eurostat-isoc-eb-ai",)  # publishers that count the union
_USED_WITHIN_A_YEAR = re.compile(
    r"\b(?:use|uses|used|using|tried)\b(?:(?!\b(?:rose|rise|grew|grow|increas|climb|jump|surg|soar|doubl|tripl|fell|drop|declin))[^,;.:()%0-9]){1,70}?"
    r" (?P<english>(?:in|over|within|during|at some point in) the "
    r"(?:past|last|previous|preceding|prior) (?:12 months|twelve months|year))\b"
    r"|\b(?:every|each) (?:day|week|month)\b[^.;]{0,40}?[0-9](?:%| per ?cent) (?P<beside>(?:in|over|within|during) the (?:past|last|previous) (?:12 months|twelve months|year))\b"
    r"|\bdid so (?P<so>(?:in|over|within|during) the (?:past|last|previous) (?:12 months|twelve months|year))\b"
    r"|(?P<chinese>(?:过去|最近|近)(?:一年|12个月|十二个月)(?:内|里|中|之内|以内)?)"
    r"(?:曾经?|都|已经?|有)?(?:使用|用过)"
)

ANY_PURPOSE = "any"
_A_PURPOSE = r"(?:日常|个人)?(?:工作|学习|娱乐|生活|办公|教育|休闲|社交|创作|解决(?:日常)?(?:生活)?问题)(?:新?(?:东西|知识|事物|技能))?"
# 工作、学习或娱乐; 工作和学习分别为15%和9% are two
_ANY_PURPOSE = re.compile(
    rf"{_A_PURPOSE}(?:(?:、|或者?|还是|和|与|及|以及)(?:在|为了?|用于)?{_A_PURPOSE})+(?!(?:都|均)?[不没无]|[^。；]{{0,16}}(?:分别|依次|各))"
)

# "The share was ...": a paragraph goes on with the one before, as those of news reports do
_REFERS_BACK = re.compile(
    r"(?:It|That|This|They) (?:is|was|were|had|has|compares|rose|fell|grew|represents|marks)\b"
    r"|(?:The|That|This|Its|Their) (?:share|figure|rate|proportion|percentage|number|level)\b"
    r"|A (?:year|month|quarter) (?:earlier|before)\b"
)


class Memory:
    """A document read so far: everything found in it, and what was spoken of last."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.text = prose.text
        self.folded = fold(prose.text)
        self.source_in = -1  # the passage in which a publisher was named last
        self.printed: dt.date | None = None  # the day of the report, from its dateline
        self.mentions = venues.set_apart(self.text, find_mentions(self.text))
        self.mentions = descriptions.named(self.text, self.mentions)
        self.periods = find_periods(self.text)
        again = backreferences.taken_up(self.text, self.periods)
        self.periods = sorted([*self.periods, *again], key=_START)
        self.datelines: dict[int, int] = {}  # where each starts and ends
        self._set_aside_datelines()
        self._set_aside_estimates()
        self._name_titles()
        self._name_sets()
        self._name_rich_and_poor()
        self._name_halves()
        self._name_wholes()
        self._name_bases()
        self._read_years_of_use()
        self._name_any_purpose()
        self.ages = find_ages_and_sizes(self.text)
        self._read_labels()
        spans = [(p.start, p.end) for p in self.periods] + [(a.start, a.end) for a in self.ages]
        self.quantities = _outside(
            find_quantities(self.text, spans), [(e.start, e.end) for e in prose.echoes]
        )
        self.periods = [p for p in self.periods if not self._is_of_an_event(p)]
        self.echoes = {echo.start: echo for echo in prose.echoes}
        self.sentence_number = 0
        self.carried: dict[str, tuple[str, ...]] = {}
        self._sole: dict[str, bool] = {}
        self.carried_in: dict[str, int] = {}  # the passage it was named in
        self.carried_period: Period | None = None
        self.period_in = -1
        self.date_told: dict[int, Period] = {}  # of the last number that has one, in each passage
        self.in_item = self.dated_by_item = False  # what is read, and what named the period
        self.looked_back_in = -1  # the passage in which an earlier date was named after a later one
        self.unit_in: dict[int, str] = {}  # the unit of the last number of each passage
        self.asked_for = (
            -1,
            "",
        )  # the sentence of a question, and whom it asks about: "And firms?"
        self.use_told_in = -1  # the passage in which use was last spoken of
        self.told: tuple[str, str] = ("", "")  # what for, and how often, until another is named
        self.young_in = -1  # the passage in which the young or the old were last spoken of
        self.outsider = ""
        self.region = ""  # a part of a country that the passage is about: 全省
        self.region_in = -1
        self.population_in = -1  # the passage in which a population was last counted

    @cached_property
    def at_home(self) -> bool:
        """Return whether a Chinese text names neither a place but China nor a foreign publisher.

        One in the characters of Taiwan and Hong Kong must name China or a publisher of it.
        """
        if not cues.HAN.search(self.text):
            return False
        named = {m.value for m in self.mentions if m.tag == "place"}
        sources = {m.value for m in self.mentions if m.tag == "source"}
        if self.prose.is_traditional and not (sources or "CHN" in named):
            return False
        return named <= {"CHN", "WLD"} and sources <= HOME_SOURCES

    @cached_property
    def shortened(self) -> dict[str, int]:
        """Return the last words of the products' names of several words, and where each is first."""
        found: dict[str, int] = {}
        for m in self.mentions:
            if m.tag == "product" and " " in self.folded[m.start : m.end]:
                found.setdefault(self.folded[m.start : m.end].split()[-1], m.start)
        return found

    def names_only(self, tag: str) -> bool:
        """Return whether the document names a single place or product, and so speaks of it all along."""
        if tag not in self._sole:
            self._sole[tag] = len({m.value for m in self.mentions if m.tag == tag}) == 1
        return self._sole[tag]

    def goes_on(self, paragraph: Span) -> bool:
        """Return whether a paragraph goes on with the one before: "The share was ...", "Others:".

        Its first sentence refers back, or announces a list, and names nothing of what is measured.
        """
        span = next(iter(self.prose.sentences(paragraph)), None)
        if span is None or paragraph.heading:
            return False
        words = self.text[span.start : span.end].strip()
        if not (words.endswith((":", "：")) or _REFERS_BACK.match(words)):
            return False
        named = {m.tag for m in within(self.mentions, span.start, span.end)}
        return not named & {"product", "source", "window", "purpose", "group", "sector", "place"}

    @cached_property
    def names_one_date(self) -> bool:
        """Return whether the document names a single date, and so speaks of it all along."""
        return len({p.period for p in self.periods if p.period or p.unfinished}) == 1

    @cached_property
    def home_is_open(self) -> bool:
        """Return whether 我国 may be another country: neither China nor one of its publishers is named."""
        sources = {m.value for m in self.mentions if m.tag == "source"}
        words = {self.text[m.start : m.end] for m in self.mentions if m.value == "CHN"}
        return bool(words) and words <= OUR_COUNTRY and not sources & HOME_SOURCES

    def _set_aside_estimates(self) -> None:
        """Leave out the forecast or opinion where a publisher estimates: "Similarweb thinks", 预估."""
        ends = {m.end for m in self.mentions if m.tag == "source"}
        self.mentions = [
            m for m in self.mentions
            if m.tag not in ("future", "stance") or self.text[m.start : m.end] not in ESTIMATES
            or not ends & {m.start, m.start - 1}
        ]  # fmt: skip

    def _name_titles(self) -> None:
        """Take the title of a report of somebody spoken of for no publisher: "its Online Nation report"."""
        titles = [
            Mention(*m.span("title"), "name", "title")
            for m in _ITS_REPORT.finditer(self.text)
            if not within(self.mentions, *m.span("title"))
        ]
        self.mentions = sorted([*self.mentions, *titles], key=_START)

    def _name_sets(self) -> None:
        """Take a list of places that are all the members of a set for the set: the six of a survey."""
        for run in _lists(self.text, [m for m in self.mentions if m.tag == "place"]):
            code = sets_of_places().get(frozenset(m.value for m in run))
            if code:
                whole = replace(run[0], end=run[-1].end, value=code)
                self.mentions = [whole if m is run[0] else m for m in self.mentions]
                self.mentions = [m for m in self.mentions if m not in run[1:]]

    def _name_halves(self) -> None:
        """Take "the South" for the Global South where the Global North is named before, and back."""
        told = [m.start for m in self.mentions if m.value in _HALVES.values()]
        halves = [
            Mention(*m.span(), "place", _HALVES[m.group("which") or m.group("han")])
            for m in _HALF_OF_THE_WORLD.finditer(self.text, min(told, default=len(self.text)))
            if not any(one.start < m.end() and m.start() < one.end for one in self.mentions)
        ]
        self.mentions = sorted([*self.mentions, *halves], key=_START)

    def _read_years_of_use(self) -> None:
        """Add the window of those who used it "in the past year", which dates nothing.

        Nor do the six months in which they expect to.
        """
        found = [
            Mention(*m.span(m.lastgroup or 0), "window", "last-12-months")
            for m in _USED_WITHIN_A_YEAR.finditer(self.text)
        ]
        self.mentions = sorted([*self.mentions, *found], key=_START)
        ahead = [m for m in self.mentions if m.value == "next-6-months"]
        self.periods = [
            p for p in self.periods
            if not any(p.start < m.end for m in within(ahead, p.start - LONGEST_WINDOW, p.end))
        ]  # fmt: skip

    def _name_any_purpose(self) -> None:
        """Take a list of purposes for use as such: 工作、学习或娱乐."""
        listed = [m.span() for m in _ANY_PURPOSE.finditer(self.text)]
        if listed:
            anything = [Mention(*span, "purpose", ANY_PURPOSE) for span in listed]
            self.mentions = sorted([*_outside(self.mentions, listed), *anything], key=_START)

    def _name_bases(self) -> None:
        """Take the netizens of whom a share is for those counted: 占网民总数的53.5%, 网民的一半."""
        for k, m in enumerate(self.mentions):
            netizens = m.value == "internet" and self.text.startswith("网民", m.start)
            part = PART_OF_THEM.match(self.text, m.end)
            if netizens and (part or _A_SHARE_OF.search(self.text, max(0, m.start - 8), m.start)):
                self.mentions[k] = replace(m, tag="group")

    def _name_rich_and_poor(self) -> None:
        """Take "developed countries" for the Global North where its publisher is quoted."""
        if not any(m.tag == "source" and _HALVES_OF in m.value for m in self.mentions):
            return
        found = [
            Mention(*m.span(), "place", code)
            for code, words in _RICH_AND_POOR.items()
            for m in re.finditer(rf"\b(?:{words}){_ECONOMIES}", self.text, re.IGNORECASE)
        ]
        kept = _outside(self.mentions, sorted((m.start, m.end) for m in found))
        self.mentions = sorted([*kept, *found], key=_START)

    def _name_wholes(self) -> None:
        """Take "nationally" after a state for its country, "the bloc" after its members for the union.

        "The country" is the only one named before in its paragraph, else in the text; "the state"
        the only one of the United States.
        """
        opens = [p.start for p in self.prose.paragraphs]
        named = _PlacesNamed()
        for k, mention in enumerate(self.mentions):
            named.turn_to(bisect_right(opens, mention.start))
            if mention.tag == "whole":
                code = named.whole(mention.value)
                if mention.value == "state" and not code:  # of which there are no figures
                    mention = replace(mention, tag="unknown_group", value="part")
                else:
                    mention = replace(mention, tag="place", value=code)
                self.mentions[k] = mention
            named.add(mention)
        self.mentions = [m for m in self.mentions if m.tag != "place" or m.value]

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
                line = _DATELINE.match(self.text, start, end) or self._place_at(start, end)
                if line and not self._is_label(line):
                    datelines.append(line.span())
                    self.datelines[start] = line.end()
            tail = max(paragraph.start, paragraph.end - DATELINE_REACH // 2)
            printed = _PRINTED_AT_END.search(self.text, tail, paragraph.end)
            if printed and self._day(*printed.span("date")):
                datelines.append(printed.span("date"))
        days = {day for start, end in datelines if (day := self._day(start, end))}
        self.printed = next(iter(days)) if len(days) == 1 else None  # several: a digest
        if datelines:
            self.mentions = _outside(self.mentions, datelines)
            self.periods = _outside(self.periods, datelines)

    def _is_of_an_event(self, mention: PeriodMention) -> bool:
        """Return whether a date is that of a launch or a new name: "Gemini, renamed in 2024, has ..."."""
        return bool(_EVENT.search(self.text, max(0, mention.start - EVENT_REACH), mention.start))

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
        line = _OPENS_WITH_PLACE.match(self.text, start, end)
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
            bool(dated or _NUMBER_FOLLOWS.match(self.text, line.end()))
            or any(m.tag == "product" for m in named)
        )  # fmt: skip


class _PlacesNamed:
    """The places that a document has named so far, and in its last paragraph."""

    def __init__(self) -> None:
        self.last, self.union = "", False
        self.states: set[str] = set()
        self.countries: set[str] = set()
        self.here: set[str] = set()  # the countries of the paragraph
        self.paragraph = 0

    def turn_to(self, paragraph: int) -> None:
        """Go on in a paragraph; in another one no country is named yet."""
        if paragraph != self.paragraph:
            self.paragraph, self.here = paragraph, set()

    def add(self, mention: Mention) -> None:
        """Take up a mention."""
        self.union = self.union or mention.value in _OF_THE_UNION
        if mention.tag != "place":
            return
        self.last = mention.value
        self.union = self.union or mention.value == UNION
        if mention.value.startswith(STATES):
            self.states.add(mention.value)
        if len(mention.value) == COUNTRY_CODE:
            self.countries.add(mention.value)
            self.here.add(mention.value)

    def whole(self, kind: str) -> str:
        """Return the place that a word for a whole stands for; empty if none, or more than one."""
        if kind == "bloc":
            return UNION if self.union else ""
        if kind == "state":
            return _only(self.states)
        if kind == "country":
            return _only(self.here) or _only(self.countries)
        return "USA" if self.last.startswith(STATES) else ""


def _only(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _lists(text: str, places: list[Mention]) -> list[list[Mention]]:
    """Return the places joined by commas and "and", list by list."""
    runs: list[list[Mention]] = []
    for place in places:
        if runs and _IN_A_LIST.fullmatch(text, runs[-1][-1].end, place.start):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


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

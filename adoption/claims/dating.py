"""Which date belongs to which number, and from which base a change is counted.

A date follows its number in English ("42.8 percent in December 2025") and precedes it in Chinese;
a date after "from", "since" or 较 is a base.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from adoption.claims import bounds, cues, years
from adoption.claims.bases import is_base
from adoption.claims.memory import within
from adoption.claims.periods import Period, PeriodMention
from adoption.claims.phrases import is_specific
from adoption.claims.sentences import Sentence

_TO = re.compile(
    r",? to (?:an? |the )?(?:about |around |nearly |almost |just |over |more than |some )*"
)
OWN = ("here", "only", "sentence", "now")  # where a date was read in the sentence itself
_AT_A_DATE = re.compile(
    r" ?(?:users |people |adults )?[(（]?(?:in |by |at |on |as of |during |for )?(?:the )?"
)
_DATE_LABEL = re.compile(r" ?(?:[:：,，]|的|为|是|达|it was|was|at)? ?")
_NOW = re.compile(
    r"\b(?:now|currently|today|at present|to date|so far|these days|nowadays|later|since then|"
    r"(?:this|last|next) (?:year|month|week|quarter|fall|spring|summer|winter|autumn))\b"
    r"|目前|如今|现在|当前|节后|春节|迄今|今年|本月|此后",
    re.I,
)
# 2024年7月为71%，最新一期升至79%; "the latest survey puts it at 19%": after another number
_LATEST = re.compile(
    r"最新(?:的?(?:一期|一轮|一次|一版|一季|数据|调查|读数|结果|数字))?(?:则|已|又|再|的|为|达|升|降|增|跌|回)"
    r"|最新(?:一期|一轮|一次|一版)"
    r"|\b(?:the|its) (?:latest|newest|most recent) (?:survey|wave|reading|figure|edition|round|poll|count|estimate|number|release)\b",
    re.I,
)
_STARTS_FROM = re.compile(
    r"(?:\bfrom(?: (?:just|only|about|around|some|nearly))?|[由从自])(?:约|近)? ?$", re.IGNORECASE
)
# 再上一期为15.1%: a date that only another one tells
_THE_ONE_BEFORE = re.compile(r"(?:再|更|上)(?:上|前)一?(?:期|次|轮|季|个季度)[^，。；0-9]{0,6}$")
# "surged to 10.72 million in just one month", 五个月内跌到1.43亿; not "in the past six months"
_IN_A_SPAN = re.compile(
    r"(?:in|within)(?! the)\b.*|短短.*|.*(?:之?[内內]|[时時][间間]里?)", re.IGNORECASE
)
_REACHES = re.compile(r"\bto (?:about |just |only )?$|[至到破达達][了约約]?$")
_AT_THAT_TIME = re.compile(r"(?<![年季月上])同(?:期|一时期|一?季度)(?!相?比)[^，。；：,;:]*$")
_RELEASED = re.compile(r"[^，。；：0-9]{0,12}(?:公布|发布|披露|宣布|通报|出炉|推出|表示)")

_THEN = re.compile(r"\b(?:then|at (?:the|that) time|that (?:month|year|quarter))\b")
_SET_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|vs\.?|than)(?: (?:just|only|about|some|the))* $"
)
_PARTS = ("place", "group", "unknown_group", "sector")
_OF_WHOM = re.compile(r" (?:in|for|among|amongst|of|at) (?:the |all )?")
# "double the share of 2021, which was 3.72%"
_WHICH_WAS = re.compile(
    r",? (?:which|when (?:it|(?:the|its|their) (?:share|rate|figure|number))) "
    r"(?:was|stood at|had been|came to) (?:about |only |just |some )?"
)
# 普及率为42.8%，数据截至2025年12月
_OF_THE_FIGURE = re.compile(
    r"(?:这|该|上述|以上|此|数据|数字|统计|调查|时间|口径|截至|截止|为|是|来自|源自|出自|基于|取自|对应|均|都|的|于|到|至|（)*"
)
# the day on which a number was published, and not that which it is of
_SAID_ON = re.compile(
    r"\b(?:said|says|reported|wrote|announced|published|disclosed|found)(?: (?:on|in|last|early|late))?(?: the)? ?$"
)


def periods_of(
    sentence: Sentence, i: int, kind: str
) -> tuple[Period | None, str, PeriodMention | None, int]:
    """Return the period of a quantity, how it was found, the base of a change, months named."""
    before, after = _dates_beside(sentence, i)
    own, base, months = _own_and_base(sentence, i, kind, [*before, *after])
    if kind == "level":
        own = _of_which(sentence, i) or own
        if not any(p.start >= sentence.quantities[i].end for p in own) and (
            relative := _time_before(sentence, i, before, after)
        ):
            return None, "relative", relative, 0
    span = _span_of(sentence, i) if kind == "level" else None
    pick = span or _nearest(sentence, i, own)
    period, how = _resolved_of(sentence, i, pick)
    if period is None and (pick or _is_counted_back(sentence, i)):
        if pick:  # 去年12月 in a text without a date: it must not take another one
            sentence.undated[i] = pick
        return None, "relative", base, months
    if pick is None and kind == "level" and _ends_a_span(sentence, i, [*before, *after]):
        return None, "relative", None, 0
    if kind != "level" and base is not None and _is_of_the_span_before(sentence, base):
        return None, "relative", None, months  # "in the six months before it had added 266 million"
    if period is None and _is_of_now(sentence, i):
        sentence.present.add(i)
        return None, "now", base, months
    if period is None:
        period, how = _inherited(sentence, i, kind)
        if base and base.period and period and how not in OWN and period.end < base.period.start:
            period = None  # a date carried from before its base is not that of its end
        if kind == "level" and how not in OWN and (leading := _leading(sentence)):
            return None, "relative", leading, months
    leads = kind == "level" and pick and not span and _dates_the_change(sentence, i, pick)
    if is_earlier(sentence, i) and (how != "here" or leads):
        period, how = None, "missing"
    _remember(sentence, i, kind, period, how)
    return period, how if period or how == "now" else "missing", base, months


def _dates_beside(sentence: Sentence, i: int) -> tuple[list[PeriodMention], list[PeriodMention]]:
    """Return the dates before and after a number that are none of its neighbours'."""
    left, right, end = sentence.left(i), sentence.right(i), sentence.quantities[i].end
    after = [
        p
        for p in within(sentence.periods, *right)
        if _belongs(sentence, end, p) and not _is_of_the_next(sentence, i, p)
    ]
    before = [
        p for p in within(sentence.periods, *left) if not _is_of_the_one_before(sentence, i, p)
    ]
    return before, after


def _own_and_base(
    sentence: Sentence, i: int, kind: str, mentions: list[PeriodMention]
) -> tuple[list[PeriodMention], PeriodMention | None, int]:
    """Return the dates that are a number's own, the base of a change, and the months it spans."""
    earlier, end = is_earlier(sentence, i), sentence.quantities[i].end
    own: list[PeriodMention] = []
    base, months = None, 0
    for p in mentions:
        dated = p.period or p.months_after or p.unfinished
        if kind != "level" and (is_base(sentence, p) or not dated):
            if p.months_before and not is_base(sentence, p):
                months = p.months_before
            nearer = base is not None and base.start >= end and not (p.period or p.unfinished)
            if base is None or not (base.period or nearer):
                base = p
        elif dated and (not is_base(sentence, p) or earlier or _leads_to(sentence, i, p)):
            own.append(p)
    return own, base, months


def _of_which(sentence: Sentence, i: int) -> list[PeriodMention]:
    """Return the date of "double the share of 2021, which was 3.72%"."""
    start = sentence.quantities[i].start
    return [p for p in sentence.periods if _WHICH_WAS.fullmatch(sentence.text, p.end, start)]


def _time_before(
    sentence: Sentence, i: int, before: list[PeriodMention], after: list[PeriodMention]
) -> PeriodMention | None:
    """Return the time before that a level is of: "a year earlier it was 7%", in the same clause."""
    if sentence.is_chinese:  # 每十人里四个多，一年前还不到两个
        end = sentence.quantities[i].end
        after = [p for p in after if not cues.HAN_STOP.search(sentence.text, end, p.start)]
    return next((p for p in (*after, *before) if _names_earlier_time(sentence, p)), None)


def _nearest(sentence: Sentence, i: int, own: list[PeriodMention]) -> PeriodMention | None:
    """Return the first of its dates after a number, else the last before it."""
    after = [p for p in own if p.start >= sentence.quantities[i].end]
    return next(iter(after or own[-1:]), None)


def _resolved_of(
    sentence: Sentence, i: int, pick: PeriodMention | None
) -> tuple[Period | None, str]:
    """Return the period of the date picked, and how sure its year is."""
    if pick is None:
        return None, "here"
    earlier = is_earlier(sentence, i) and not _is_of_another_product(sentence, i)
    period = years.resolved(sentence, pick, forward=not (earlier or is_base(sentence, pick)))
    how = "here" if years.is_said(sentence, pick) else "distant"
    if period and not earlier and years.is_guessed(sentence, pick, period):
        return period, "carried"
    if how == "here" and _is_one_of_those_above(sentence, pick):
        return period, "sentence"
    return period, how


def _is_of_another_product(sentence: Sentence, i: int) -> bool:
    """Return whether a number is set against that of another product: "56 million for Claude in June"."""
    if not 0 < i <= len(sentence.read_subjects):
        return False
    near = within(sentence.mentions, sentence.quantities[i].end, sentence.near_right(i))
    named = {m.value for m in near if m.tag == "product" and is_specific(m)}
    return bool(named) and not named & set(sentence.read_subjects[i - 1].products)


def _is_counted_back(sentence: Sentence, i: int) -> bool:
    """Return whether words without a date tell a time before: "at first", 再上一期."""
    start, position = sentence.near_left(i), sentence.quantities[i].start
    return bool(
        cues.AT_FIRST.search(sentence.text, start, sentence.near_right(i))
        or _THE_ONE_BEFORE.search(sentence.text, start, position)
    )


def _ends_a_span(sentence: Sentence, i: int, mentions: list[PeriodMention]) -> bool:
    """Return whether a level was reached in a span after the date told: 五个月内跌到1.43亿."""
    left = sentence.text[sentence.left(i)[0] : sentence.quantities[i].start]
    _, left, _ = bounds.relation(left, "")
    return bool(_REACHES.search(left)) and any(
        p.months_before and _IN_A_SPAN.fullmatch(sentence.text, p.start, p.end) for p in mentions
    )


def _is_of_now(sentence: Sentence, i: int) -> bool:
    """Return whether the words beside a number say that it is the present one, or the latest."""
    here = sentence.near_left(i), sentence.near_right(i)
    return bool(_NOW.search(sentence.text, *here) or (i and _LATEST.search(sentence.text, *here)))


def _remember(sentence: Sentence, i: int, kind: str, period: Period | None, how: str) -> None:
    """Keep the date read for a number, for the numbers and sentences after it."""
    while len(sentence.dates) <= i:
        sentence.dates.append(None)
    dated = how in ("here", "only", "sentence")
    if sentence.is_chinese and is_earlier(sentence, i):
        dated = False
    if dated and (kind == "level" or not sentence.dates[i]):
        sentence.dates[i] = period
        if period:
            sentence.memory.date_told[sentence.passage] = period


def _dates_the_change(sentence: Sentence, i: int, mention: PeriodMention) -> bool:
    """Return whether a date is that of the change that an earlier level starts.

    2025年下半年，用户由5.15亿增至6.02亿; "in 2025 the share rose from 8.2% to 16.4%"
    """
    start = sentence.quantities[i].start
    if mention.end > start:
        return False
    parted = sentence.is_chinese and cues.HAN_STOP.search(sentence.text, mention.end, start)
    return bool(parted or _STARTS_FROM.search(sentence.text, mention.end, start))


def _span_of(sentence: Sentence, i: int) -> PeriodMention | None:
    """Return the end of a span that a number is of: "between May and June it rose from 3 to 4"."""
    earlier = is_earlier(sentence, i)
    first, last = (i, i + 1) if earlier else (i - 1, i)
    if (
        first < 0
        or last >= len(sentence.quantities)
        or not (earlier or is_earlier(sentence, first))
    ):
        return None
    between = sentence.text[sentence.quantities[first].end : sentence.quantities[last].start]
    spans = [
        pair for pair in pairwise(sentence.periods)
        if is_base(sentence, pair[0]) and pair[0].start in (sentence.span_starts or ())
    ]  # fmt: skip
    if len(spans) != 1 or not _TO.fullmatch(between):
        return None
    return spans[0][0 if earlier else 1]


def _leading(sentence: Sentence) -> PeriodMention | None:
    """Return the earlier time that opens a sentence and holds to its end: "A year earlier, ..."."""
    first = sentence.periods[0] if sentence.periods else None
    if first is None or not _names_earlier_time(sentence, first):
        return None
    opens = not sentence.text[sentence.span.start : first.start].strip(" \"'“")
    return first if opens and not sentence.is_chinese else None


def of_another_item(sentence: Sentence, how: str) -> str:
    """Return the doubt about the date of a row of a list or table that only another row names."""
    memory = sentence.memory
    doubtful = how == "carried" and memory.dated_by_item and sentence.span.start in memory.echoes
    return "its date is that of another row" if doubtful else ""


def _is_one_of_those_above(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a date of an item stands in the line above its list, which names several."""
    echo = sentence.memory.echoes.get(sentence.span.start)
    if echo is None or mention.start >= echo.names:
        return False
    return len({p.period for p in within(sentence.periods, echo.start, echo.names)}) > 1


def _is_of_the_one_before(sentence: Sentence, i: int, mention: PeriodMention) -> bool:
    """Return whether a date between two numbers dates the first: "7% in 2023 and 47% now".

    Or it is the day on which that was said: "64% do, Pew said in February, and 54% ...".
    """
    if i == 0:
        return False
    last = sentence.quantities[i - 1].end
    said = _SAID_ON.search(sentence.text, last, mention.start)
    if not said and not _belongs(sentence, last, mention):
        return False
    return bool(
        re.search(
            r"[,，;；、:：—–]| and ", sentence.text[mention.end : sentence.quantities[i].start]
        )
    )


def _is_of_the_next(sentence: Sentence, i: int, mention: PeriodMention) -> bool:
    """Return whether a Chinese clause after a number has a number of its own: 增长31%，为2024年的2倍."""
    if not sentence.is_chinese or i + 1 >= len(sentence.quantities):
        return False
    start, end = sentence.quantities[i].end, sentence.quantities[i + 1].start
    return bool(
        cues.HAN_STOP.search(sentence.text, start, mention.start)
        and not cues.HAN_STOP.search(sentence.text, mention.end, end)
    )


def is_of_the_release(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a Chinese day is that on which something was published: 2026年2月4日公布财报."""
    one_day = mention.day or (mention.period and mention.period.start == mention.period.end)
    return bool(one_day and _RELEASED.match(sentence.text, mention.end, sentence.span.end))


def _is_of_the_span_before(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a span lies before the one spoken of: "in the six months before", "earlier"."""
    words = sentence.text[mention.start : mention.end + 8].lower()
    before = sentence.text[max(0, mention.start - 14) : mention.end].lower()
    return bool(
        mention.months_before
        and re.search(r"months (?:before|earlier|prior)\b", words)
        and re.search(r"\b(?:in|over|during|within) the (?:\w+ )?\w+ months", before)
    )


def _names_earlier_time(sentence: Sentence, mention: PeriodMention) -> bool:
    """Return whether a span dates a level ("a year earlier"), not a habit ("in three months")."""
    words = sentence.text[mention.start : mention.end].lower()
    if re.search(r"\b(?:last|past|previous|preceding) \S+ (?:days|weeks|months)$", words):
        return False
    wave_before = mention.previous and not mention.months_before  # "in the previous survey"
    told = r"earlier|ago|before|prior|previous|preceding|last|上|去年|前|同期"
    ago = mention.months_before and re.search(told, words)
    return bool(mention.year_end_before or wave_before or mention.days_before or ago)


def _leads_to(sentence: Sentence, i: int, mention: PeriodMention) -> bool:
    """Return whether a base date is that of a level: "on 2024 (13.5%)", "since June, when it had 5"."""
    return bool(
        re.fullmatch(
            r" ?[(（]|,? when (?:[\w']+ ){1,4}(?:just |only |about |some |over |more than )?",
            sentence.text[mention.end : sentence.quantities[i].start],
        )
    )


def is_earlier(sentence: Sentence, i: int) -> bool:
    """Return whether a number is said of an earlier date, to compare with: "from", "than", 较."""
    start, end = sentence.left(i)
    if sentence.is_chinese and any(
        (p.months_before or p.days_before)
        and sentence.text[p.end - 1] == "前"
        and not cues.HAN_STOP.search(sentence.text, p.end, end)
        for p in within(sentence.periods, start, end)
    ):
        return True  # 半年前的2025年12月为17.8%
    earlier = cues.is_earlier_level(sentence.text[start:end]) and not is_set_against(sentence, i)
    return earlier or after_base_date(sentence, i)


def is_set_against(sentence: Sentence, i: int) -> bool:
    """Return whether a number is that of others, then: "5% in Germany, compared with 4% in Italy"."""
    start, end = sentence.left(i)
    if sentence.is_chinese or not _SET_AGAINST.search(sentence.text, start, end):
        return False
    stop = sentence.near_right(i)
    if within(sentence.periods, sentence.quantities[i].end, stop):
        return False
    after = sentence.quantities[i].end
    named = [m for m in within(sentence.mentions, after, stop) if m.tag in _PARTS]
    told = {m.value for m in within(sentence.mentions, sentence.span.start, start)}
    if i and i <= len(sentence.read_subjects):
        told = {v for v in told if v not in (m.value for m in named if m.tag == "place")}
        told |= set(sentence.read_subjects[i - 1].places)
    new = [m.start for m in named if m.value not in told]
    new += [a.start for a in within(sentence.ages, after, stop)]
    return any(_OF_WHOM.fullmatch(sentence.text, after, place) for place in new)


def _shares_the_date(sentence: Sentence, i: int) -> bool:
    """Return whether a number is set against another in a sentence that names a single date."""
    dates = {p.period for p in sentence.periods if p.period or p.unfinished or p.counts_back}
    return len(dates) == 1 and is_set_against(sentence, i)


def after_base_date(sentence: Sentence, i: int) -> bool:
    """Return whether the number is that of an earlier date: 比2025年下半年的30.7%."""
    start, end = sentence.left(i)
    return bool(sentence.periods) and any(
        (is_base(sentence, p) or sentence.text[p.start] in "比较与从自由")
        and re.fullmatch(
            r"(?:'s|[^，。；;、0-9%A-Za-z]{0,12}的)? ?(?:约|大约|将?近|超过?|逾|不足|不到)?[(（]?|,? (?:when|which) (?:[\w']+ ){1,4}",
            sentence.text[p.end : end],
        )
        for p in within(sentence.periods, start, end)
        if p.period or p.unfinished or p.counts_back
    )


def _inherited(sentence: Sentence, i: int, kind: str) -> tuple[Period | None, str]:
    """Return the date of the number before, else that of the sentence or of the text before."""
    for earlier in range(i - 1, -1, -1):
        if kind != "level" and is_earlier(sentence, earlier):
            continue  # "since 2023, when it was 55 percent, it has doubled": to a later date
        if not sentence.is_chinese and is_earlier(sentence, earlier) and not _is_then(sentence, i):
            continue  # "44%, up from 8% in 2023, and 10% of them daily": of the date of the first
        if earlier in sentence.present:
            return None, "now"
        if earlier < len(sentence.dates) and sentence.dates[earlier]:
            sure = _leads_all(sentence) or _shares_the_date(sentence, i)
            return sentence.dates[earlier], "only" if sure else "sentence"
    quantity = sentence.quantities[i]
    period, how, _, _ = dates_between(
        sentence, sentence.span.start, sentence.span.end, quantity.start
    )
    if how == "sentence" and _dates_another(sentence, i):
        carried = sentence.memory.carried_period
        near = carried and sentence.memory.period_in == sentence.passage
        return (carried, "carried") if near else (period, "later")
    if kind == "level" and how == "carried" and _is_of_that_time(sentence, i):
        return period, "here"
    return period, how


def _is_then(sentence: Sentence, i: int) -> bool:
    """Return whether a number is one more of an earlier date: "from 14% in June 2025; it had 39% then"."""
    own = _THEN.search(sentence.text, sentence.near_left(i), sentence.near_right(i))
    return is_earlier(sentence, i) or own is not None


def _is_of_that_time(sentence: Sentence, i: int) -> bool:
    """Return whether a Chinese number is said to be of the one date told so far: 美国同期为28.3%."""
    memory = sentence.memory
    words = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    only = memory.date_told.get(sentence.passage) == memory.carried_period
    return only and not is_earlier(sentence, i) and bool(_AT_THAT_TIME.search(words))


def _dates_what_follows(sentence: Sentence, start: int, date: int) -> bool:
    """Return whether a date of a later clause is of what that tells: 64%居首，可追溯至2017年."""
    stops = [m.end() for m in cues.HAN_STOP.finditer(sentence.text, start, date)]
    return bool(stops) and not _OF_THE_FIGURE.fullmatch(sentence.text, stops[-1], date)


def _dates_another(sentence: Sentence, i: int) -> bool:
    """Return whether the first date stands after a number and belongs to a later one."""
    dates = [p for p in sentence.periods if p.period and not is_base(sentence, p)]
    if not dates or dates[0].start < sentence.quantities[i].start:
        return False
    end = sentence.quantities[i].end
    if sentence.is_chinese and _dates_what_follows(sentence, end, dates[0].start):
        return True
    return any(
        q.start > dates[0].start or not cues.RESTATED.fullmatch(sentence.text, end, q.start)
        for q in sentence.quantities[i + 1 :]
    )


def _leads_all(sentence: Sentence) -> bool:
    """Return whether one date opens a Chinese sentence and holds for all of its numbers."""
    if not sentence.is_chinese or not sentence.quantities:
        return False
    named = [
        p for p in sentence.periods
        if (p.period or p.unfinished or p.months_after) and not is_base(sentence, p)
    ]  # fmt: skip
    return len(named) == 1 and named[0].start < sentence.quantities[0].start


def dates_between(
    sentence: Sentence, start: int, end: int, position: int
) -> tuple[Period | None, str, None, int]:
    """Return the nearest reference date of a stretch of text, else the one carried."""
    found = [
        p for p in sentence.periods
        if (p.period or p.unfinished) and start <= p.start < end and not is_base(sentence, p)
    ]  # fmt: skip
    carried = sentence.memory.carried_period
    in_passage = sentence.memory.period_in == sentence.passage
    if (
        sentence.is_chinese
        and carried
        and in_passage
        and not [p for p in found if p.start < position]
    ):
        found = []  # a date named later in a Chinese sentence is that of a later number
    if found:
        nearest = [p for p in found if p.start < position][-1:] or found[:1]
        first = sentence.quantities[0].start if sentence.quantities else end
        leads = len(found) == 1 and found[0].start < position <= first
        return years.resolved(sentence, nearest[0]), "only" if leads else "sentence", None, 0
    how = "carried" if in_passage or sentence.memory.names_one_date else "distant"
    return carried, how if carried else "missing", None, 0


def _belongs(sentence: Sentence, end: int, mention: PeriodMention) -> bool:
    """Return whether a date after a number is its own: no comma and no new clause between."""
    following = [q for q in sentence.quantities if q.start >= mention.end][:1]
    if following and re.fullmatch(
        r"(?:的|时的|为|达|末|'s)? ?(?:约|大约|将?近|超过?|逾|不足|不到)?[(（]?",
        sentence.text[mention.end : following[0].start],
    ):
        return bool(following[0].sign)  # "5.09 million in March (+23%)"
    between = sentence.text[end : mention.start]
    inside = following and not re.search(r"[)）]", sentence.text[mention.end : following[0].start])
    if inside and re.search(r"[(（][^()（）]*$", between):
        return False  # "one in five pays for it (a year ago, it was one in 25)"
    if mention.months_after and re.search(r"\band\b|[:：]", between):
        return False
    if mention.counts_back or is_base(sentence, mention):
        return len(between) < 90 and not re.search(r"[;；。]", between)
    return len(between) < 70 and not re.search(
        r"[;；。，、]|,(?! compared| up| down| from| in | as | for $)", between
    )


def stands_at(sentence: Sentence, i: int) -> bool:
    """Return whether a date stands at a number itself, before or after it."""
    start, end = sentence.quantities[i].start, sentence.quantities[i].end
    after = [p for p in sentence.periods if p.start >= end][:1]
    before = [p for p in sentence.periods if p.end <= start][-1:]
    if sentence.is_chinese and before and not is_base(sentence, before[0]):
        between = sentence.text[max(before[0].end, sentence.left(i)[0]) : start]
        if before[0].start >= sentence.left(i)[0] and not cues.HAN_STOP.search(between):
            return True  # 截至2025年6月末生成式AI普及率已达42.8%
    return any(_AT_A_DATE.fullmatch(sentence.text, end, p.start) for p in after) or any(
        _DATE_LABEL.fullmatch(sentence.text, p.end, start) for p in before
    )


def days_named(sentence: Sentence) -> frozenset[dt.date]:
    """Return the ends of the periods that a sentence names, found once."""
    if sentence.days is None:
        found = (years.resolved(sentence, p, forward=True) for p in sentence.periods)
        sentence.days = frozenset(p.end for p in found if p)
    return sentence.days

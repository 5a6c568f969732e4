"""With whom a number is compared: "twice Japan's share", 比新加坡高3.1个百分点.

In English the counterpart is named after the number: a place, a product, a part of the population,
a purpose; of all that the words do not name, it is like the subject of the number itself. A rival
is a place or product alone: in Chinese it stands before the number.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace

from adoption.claims import cues, ordinals, publishers, strangers, vendors
from adoption.claims.bases import is_base
from adoption.claims.memory import within
from adoption.claims.phrases import Mention, codes_of, is_specific
from adoption.claims.quantities import COUNT, PERCENT, POINTS, TIMES
from adoption.claims.sentences import Sentence, Subject

UNNAMED = "?"  # a rival that is not named with the number
COMPARED = ("gap", "ratio", "ratio_of_changes")
REACH = 90  # characters after a number in which its counterpart is named
_MORE = re.compile(
    r" ?-?(?:(?:more|higher|greater|larger|bigger|(?P<down>less|fewer|lower|smaller))\b(?: [a-z]+){0,6}? than\b"
    r"|(?:above|ahead of|(?P<behind>below|behind))\b)"
)
_MORE_IN = re.compile(r" ?(?:more|higher|(?P<down>less|fewer|lower)) ")
_TIMES_AS = re.compile(
    r" ?(?:as (?:many|much|high|large|big|likely|common|widespread|frequent(?:ly)?|often|fast|quickly|rapidly)\b[^,;:.()0-9]{0,40}? as\b"
    r"|(?:(?:the (?:[a-z-]+ ){0,3}(?:share|rate|level|figure|proportion|percentage|number|average|total)s?|that|those|what it is)\b)"
    r"|(?=[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}'s? )|(?:higher|more|larger) than\b)"
)
_STOP = re.compile(r"[,;:()—–]|\.(?: |$)|\b(?:and|but|while|whereas|from|up|down|when|according)\b")
YARDSTICK_REACH = 30  # characters
_MEASURED_BY = re.compile(
    r"\b(?:above|below|ahead of|behind|than|over(?:took|taking|takes)|surpass(?:ed|ing|es)?|exceed(?:ed|ing|s)?"
    r"|outpac(?:ed|ing|es)|trail(?:ed|ing|s)?|beat(?:ing|s)?|topp(?:ed|ing))(?: (?:both|the|that of|that in))* $"
)
_WITH_SO_MUCH = re.compile(
    r"(?:'s)?(?: (?:average|mean|level|rate|figure|share))?(?:,? (?:with|at)(?: [a-z]+){0,3} ?|: (?:only |just |about )?| [(—–] ?)"
)
_OF_ALL = ("average", "mean", "norm", "neighbours", "neighbors")
_PARTS = ("group", "purpose", "window", "sector")
_UNKNOWN = ("unknown_group", "other_topic", "stance", "future", "doubt")
_WHOLE = re.compile(
    r"\b(?:as a whole|overall|on average|in general|general population|everybody|everyone|all (?:people|adults|persons|firms|businesses|enterprises|companies|employees|workers))\b"
)
# between "more than" and the date a change is counted from
_TO_A_DATE = re.compile(
    r" ?(?:it (?:was|had been) |they (?:were|had been) |its (?:level|share|rate) |(?:the|that|those) (?:level|share|rate|figure|number|ones?) )?"
    r"(?:(?:of|in|at|by|during|on|for|as of|back in) )*(?:the (?:same|previous) )?(?:the )?"
)
_HAN_COMPARED = re.compile(
    r"(?:比|较|与|和|同(?!期|比|时|样|月|年)|跟|距|离|领先于?|落后于?|超过|超出|超|高[于出]|低于|多[于出]|少于|是|为|相当于)"
    r"(?P<rival>(?:[^，。；：,;0-9（(]|[（(][^）)]{1,20}[）)]){1,24}?)(?:的|时)?"
    r"(?:[高低多少]|领先|落后|相?差|只差|仅差|还差|增加|增长|提高|倍)?(?:出|了|约|近|超过?|逾|整整|将近)*$"
)
# 比美国（68.8%）低42.1个百分点: the number in brackets is that of the one compared with
_HAN_IN_BRACKETS = re.compile(
    r"(?P<number>[（(][0-9.]+ ?[%％][）)]|的[0-9.]+ ?[%％])(?P<tail>(?:要|还)?(?:高|低|多|少|领先|落后)?(?:出|了|约|近|超过?|逾)*)$"
)
_HAN_BY_ITSELF = ("高于", "低于", "领先", "落后", "超过")  # 低于美国（68.8%）42.1个百分点
_AGAINST = re.compile(
    r"\b(?:as(?: use| used)?|than|of|ahead of|behind|over)(?: (?:the|that of|those of))? $"
)
_HAN_PART_OF = re.compile(
    r"(?:是|为|相当于|只有|仅有|仅|不到|不足|只及|仅及|不及|连)(?P<rival>[^，。；：,;0-9]{1,12}?)的(?:约|近|将近|大约)?$"
)
# 是65岁以上者的近六倍, 比总体高31个百分点: between the two words stands with whom it is compared
_HAN_OPENS = re.compile(r"比|较|高于|低于|高出|超过|接近|将近|是|为|达到?|相当于|约为")
_HAN_TIMES_OF = re.compile(r"(?:的水平)?的?(?:约|近|将近|大约|整整|不到|超过?|逾)*$")
_HAN_MORE_THAN = re.compile(
    r"(?:要|还)?(?:高|低|多|少|领先|落后)(?:出|了|约|近|超过?|逾|整整|将近|足足|大约)*$"
)
_HAN_MORE_THAN_THEN = re.compile(
    r"(?:[初中末底]|同期|时)?(?:的?水平|的?约?(?:[0-9.]+%|百分之[一-鿿]{1,8}?)(?:的水平)?)?，?(?:要|还|又|已|则)?(?P<way>高|低|多|少)(?:出|了|约|近|超过?|逾|将近)*"
)
_HAN_WHOLE = re.compile(r"总体|整体|全体|平均|全部|所有人")
# 前者是后者的三倍, "the former is twice the latter": the two last numbers, in their order
_FORMER, _LATTER = (re.compile(rf"{han}|\bthe {word}\b", re.I) for han, word in (
    ("前者", "former"), ("后者", "latter")
))  # fmt: skip
# 前者领先2.9个百分点: the latter goes without saying
_FORMER_LEADS = re.compile(
    r"前者(?:则|的|目前|已)?(?:领先|高出|多出|超出)[^，。；0-9后]{0,6}$|\bthe former (?:leads|led|is ahead) by $"
)
_CLAUSE_ENDS = re.compile(r"[，；：。,;:]|\.(?![0-9])")
_HAN_PARTED = re.compile(r"[，；：。,;:]")
_CALLED = re.compile(r"(?:\b(?:an?|the|its|their|our)|'s) (?:[\w-]+ ){0,4}$")
_WHICH_HAS = re.compile(
    r"(?:, (?:an?|the|its|their) [^,;:.()]{2,40})?, (?:which|who) [^,;:.()]{2,24} "
)
_AFTER_THE_CLAUSE = re.compile(
    r", (?:just |narrowly |well |far )?(?:ahead of|behind|followed by|before|above|below) (?:the )?$"
)
_HAS = re.compile(r",? (?:with|at|on) (?:about |only |just )?")


# "leads OpenAI by 2.9 points": whom it is counted against stands before the number
_LED_BY = re.compile(
    r"\b(?:(?P<ahead>leads?|led|leading|beats?|beat|ahead of)|(?P<behind>trails?|trailed|trailing|lags?(?: behind)?|lagged(?: behind)?|behind))"
    r" (?:the )?(?P<rival>[^,;:.0-9]{2,40}?) by (?:(?:a|about|only|just|some|over|nearly|almost|around|roughly) )*$"
)
# "was already 14 million ahead of it"
_AHEAD_OF_IT = re.compile(
    r" ?(?:(?:more )?(?:monthly |daily |weekly )?(?:active )?(?:users|people) )?(?:ahead of|behind|clear of|above|below) (?:it|them|its (?:nearest |closest )?rival)\b"
)
_AHEAD_BY = re.compile(
    r" ?(?:(?:monthly |daily |weekly )?(?:active )?(?:users|people) )?(?:ahead of|behind|clear of)\b"
)


def products(sentence: Sentence) -> list[Mention]:
    """Return the products that a sentence names; where the Ramp index is quoted, the vendors too."""
    named = [m for m in sentence.mentions if m.tag == "product" and is_specific(m)]
    start, end = sentence.span.start, sentence.span.end
    if "ramp-ai-index" not in publishers.quoted(sentence, start, end)[0]:
        return named
    taken = {m.start for m in named}
    more = [v for v in vendors.named(sentence, start, end) if v.start not in taken]
    return sorted((*named, *more), key=lambda m: m.start)


def counts_ahead(sentence: Sentence, i: int) -> bool:
    """Return whether a number of people is one by which something is ahead: "14 million ahead of it"."""
    return _AHEAD_BY.match(sentence.text, sentence.quantities[i].end) is not None


def product_led(sentence: Sentence, i: int) -> str:
    """Return the product that another is so far ahead of, "?" for one told before: "ahead of it"."""
    if _AHEAD_OF_IT.match(sentence.text, sentence.quantities[i].end):
        return UNNAMED
    led = _LED_BY.search(sentence.text, sentence.left(i)[0], sentence.quantities[i].start)
    named = [m.value for m in products(sentence) if led and m.start == led.start("rival")]
    return named[0] if named else ""


def compared_product(sentence: Sentence, i: int, kind: str) -> str:
    """Return the product that a difference or a multiple is counted against."""
    if kind not in ("gap", "ratio"):
        return ""
    rival = rival_of(sentence, i) or rival_after(sentence, i)
    if rival in sentence.mentions:
        return rival.value if rival and rival.tag == "product" else ""
    if ordinals.NOT_NOW.search(sentence.text, sentence.left(i)[0], sentence.quantities[i].start):
        return ""  # 去年同期还领先Anthropic 25个百分点
    if rival:
        return rival.value
    return product_led(sentence, i) if kind == "gap" else ""


def without_rival(sentence: Sentence, i: int, subject: Subject, rival: str) -> Subject:
    """Return a subject with the product before the rival, where only the rival was found for it."""
    found = set(subject.products)
    if not rival or not all(p == rival or p.startswith("any-") for p in found):
        return subject
    start = sentence.quantities[i].start
    before = [m.value for m in products(sentence) if m.end <= start and m.value != rival]
    if not before:
        return subject
    return replace(subject, products=tuple(before[-1:]), how=subject.how | {"products": "here"})


def _stretch(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Return where the words of comparison after a number end, and where their clause does."""
    quantity = sentence.quantities[i]
    if sentence.is_chinese or quantity.unit not in (PERCENT, POINTS, TIMES, COUNT):
        return None
    pattern = _TIMES_AS if quantity.unit == TIMES else _MORE
    start, furthest = quantity.end, min(sentence.right(i)[1], quantity.end + REACH)
    head = pattern.match(sentence.text, start, furthest)
    if head is None:
        return None
    stop = _STOP.search(sentence.text, head.end(), furthest)
    return head.end(), stop.start() if stop else furthest


def _han_stretch(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Return where a part of the people that a Chinese number is compared with is named before it.

    Of a place or product, `rival_of` tells.
    """
    quantity = sentence.quantities[i]
    if not sentence.is_chinese or quantity.unit not in (PERCENT, POINTS, TIMES):
        return None
    tail = _HAN_TIMES_OF if quantity.unit == TIMES else _HAN_MORE_THAN
    bracket = _bracket_before(sentence, i)
    start, end = sentence.left(i - 1 if bracket else i)[0], quantity.start
    start = max([start, *(m.end() for m in _HAN_PARTED.finditer(sentence.text, start, end))])
    opening = _HAN_OPENS.search(sentence.text, start, end)
    closing = tail.search(sentence.text, opening.end(), end) if opening else None
    if opening and bracket and (bracket.group("tail") or opening.group() in _HAN_BY_ITSELF):
        closing = bracket
    if opening is None or closing is None or opening.end() == closing.start():
        return None
    inside = within(sentence.mentions, opening.end(), closing.start())
    rival = any(m.tag == "place" or (m.tag == "product" and is_specific(m)) for m in inside)
    return None if rival else (opening.end(), closing.start())


def _bracket_before(sentence: Sentence, i: int) -> re.Match[str] | None:
    """Return the number in brackets of whom points are counted from: 比美国（68.8%）低42.1个百分点."""
    if not i or sentence.quantities[i].unit != POINTS or sentence.quantities[i - 1].unit != PERCENT:
        return None
    start = sentence.left(i - 1)[0]
    return _HAN_IN_BRACKETS.search(sentence.text, start, sentence.quantities[i].start)


def counterpart(sentence: Sentence, i: int, kind: str = "gap") -> Subject | None:
    """Return what a number is compared with, only the parts that the words name."""
    found = _stretch(sentence, i) or _han_stretch(sentence, i)
    if found is None or kind not in COMPARED:
        return None
    start, end = found
    near = within(sentence.mentions, start, end)
    places = [m for m in near if m.tag == "place"]
    rivals = [m for m in products(sentence) if start <= m.start < end]
    parts = {tag: [m.value for m in near if m.tag == tag] for tag in _PARTS}
    ages = [a for a in sentence.ages if start <= a.start < end]
    whole = (_HAN_WHOLE if sentence.is_chinese else _WHOLE).search(sentence.text, start, end)
    named = [m.start for m in (*places, *rivals)] + [a.start for a in ages]
    named += [m.start for m in near if m.tag in _PARTS] + ([whole.start()] if whole else [])
    dates = [p.start for p in sentence.periods if start < p.end and p.start < end]
    if not named or (dates and dates[0] < min(named)) or any(m.tag in _UNKNOWN for m in near):
        return None
    unknown = strangers.rest_of if sentence.is_chinese else strangers.unknown_words
    odd = unknown(sentence, min(named), end)
    if odd and not (whole or cues.WORD_OF_CHANGE.fullmatch(odd) or odd in _OF_ALL):
        return None
    group = (parts["group"][-1] if parts["group"] else "").partition(":")[0]
    sector = (parts["sector"] or [""])[0]
    group = group or ("firm" if sector else "")
    one = ages[0] if ages else None
    how = {
        "places": "here" if places else "missing", "products": "here" if rivals else "missing",
        "sources": "missing", "words": "",
    }  # fmt: skip
    return Subject(
        places=codes_of(places[:1]), products=codes_of(rivals[:1]),
        group=group or ("person" if whole and not places else ""),
        ages=(one.low, one.high) if one and not one.employees else None,
        employees=(one.low, one.high) if one and one.employees else None, detail=sector,
        window=(parts["window"] or [""])[0], purpose=(parts["purpose"] or [""])[0], how=how,
    )  # fmt: skip


def own_words_end(sentence: Sentence, i: int) -> int:
    """Return up to where the words are of the number itself: "twice as many use ChatGPT | as Grok"."""
    found = _stretch(sentence, i)
    return found[0] if found else sentence.quantities[i].end


def in_order(sentence: Sentence, i: int) -> int:
    """Return 1 if the former of two is compared with the latter, -1 if the latter, else 0."""
    quantity, (start, end) = sentence.quantities[i], (sentence.left(i)[0], sentence.right(i)[1])
    stops = [m.start() for m in _CLAUSE_ENDS.finditer(sentence.text, start, end)]
    start = max([start, *(stop for stop in stops if stop < quantity.start)])
    end = min([end, *(stop for stop in stops if stop >= quantity.end)])
    former, latter = (w.search(sentence.text, start, end) for w in (_FORMER, _LATTER))
    if former and latter is None:
        return int(bool(_FORMER_LEADS.search(sentence.text[start : quantity.start])))
    if former is None or latter is None:
        return 0
    return 1 if former.start() < latter.start() else -1


def side(sentence: Sentence, i: int) -> int:
    """Return 1 if a number is said to be so much more than another, -1 if less."""
    found = _MORE.match(sentence.text, sentence.quantities[i].end)
    if found is None:
        led = _LED_BY.search(sentence.text, sentence.left(i)[0], sentence.quantities[i].start)
        return 0 if led is None else 1 if led["ahead"] else -1
    return -1 if found.group("down") or found.group("behind") else 1


def way_in_time(sentence: Sentence, i: int) -> int:
    """Return 1 or -1 where a number is so much more or less than at another date."""
    start = sentence.quantities[i].end
    if sentence.is_chinese:
        return _han_way_in_time(sentence, start=sentence.quantities[i].start)
    within_span = _MORE_IN.match(sentence.text, start)
    if within_span and any(
        p.start == within_span.end() for p in sentence.periods if p.months_before
    ):
        return -1 if within_span.group("down") else 1
    found = _MORE.match(sentence.text, start, min(sentence.right(i)[1], start + REACH))
    if found is None:
        return 0
    dates = [p.start for p in sentence.periods if found.end() < p.end]
    near = dates and (
        found.start() < dates[0] <= found.end()  # "than in March"
        or _TO_A_DATE.fullmatch(sentence.text, found.end(), dates[0])
    )
    return side(sentence, i) if near else 0


def _han_way_in_time(sentence: Sentence, start: int) -> int:
    """Return 1 or -1 where nothing but a level stands between a date and "higher": 比2024年的13%高出."""
    for p in sentence.periods:
        told = _HAN_MORE_THAN_THEN.fullmatch(sentence.text, p.end, start)
        if told and (is_base(sentence, p) or sentence.text[p.start] in "比较"):
            return 1 if told.group("way") in "高多" else -1
    return 0


def rival_after(sentence: Sentence, i: int) -> Mention | None:
    """Return the product a multiple is counted against: "as many use ChatGPT as Claude"."""
    start, end = sentence.right(i)
    if sentence.is_chinese or not cues.COMPARES_RIGHT.match(sentence.text, start):
        return None
    found = [
        m
        for m in sentence.mentions
        if start <= m.start < min(end, start + REACH) and m.tag == "product" and is_specific(m)
    ]
    named = [m for m in found if _AGAINST.search(sentence.text[start : m.start])]
    return named[0] if named else None


def is_part_of_rival(sentence: Sentence, i: int) -> bool:
    """Return whether a part in words is one of another place or product: 只有豆包的六成."""
    quantity = sentence.quantities[i]
    in_words = sentence.text[quantity.end - 1] not in "%％"
    rival = _of_rival(sentence, i) is not None or in_order(sentence, i) != 0
    return sentence.is_chinese and in_words and rival


def _of_rival(sentence: Sentence, i: int) -> Mention | None:
    start, end = sentence.left(i)[0], sentence.quantities[i].start
    found = (
        _HAN_PART_OF.search(sentence.text, start, end)
        if sentence.quantities[i].unit == PERCENT
        else None
    )
    if found is None:
        return None
    inside = [m for m in sentence.mentions if found.start("rival") <= m.start < found.end("rival")]
    named = [m for m in inside if m.tag == "place" or (m.tag == "product" and is_specific(m))]
    return named[0] if named and named[0].start == found.start("rival") else None


def rival_of(sentence: Sentence, i: int) -> Mention | None:
    """Return the place or product that a difference or multiple is counted against."""
    if not sentence.is_chinese:
        return None
    if part := _of_rival(sentence, i):
        return part
    bracket = _bracket_before(sentence, i)
    start, end = sentence.left(i - 1 if bracket else i)[0], sentence.quantities[i].start
    end = bracket.start() if bracket else end
    stops = [m.end() for m in _HAN_PARTED.finditer(sentence.text, start, end)]
    start = stops[-1] if stops else start
    times = sentence.quantities[i].unit == TIMES
    for opening in re.finditer("[比较与和同跟距离领落超高低多少是为相]", sentence.text[start:end]):
        if opening.group() in "是为" and not times:
            continue
        found = _HAN_COMPARED.fullmatch(sentence.text, start + opening.start(), end)
        if not found:
            continue
        rivals = [m for m in sentence.mentions if m.tag == "place"] + products(sentence)
        named = sorted(
            (m for m in rivals if found.start("rival") <= m.start < found.end("rival")),
            key=lambda m: m.start,
        )
        dated = any(found.start("rival") <= p.start < found.end("rival") for p in sentence.periods)
        if named and not dated:
            return named[0]
    return None


def described(text: str, labels: list[Mention]) -> list[Mention]:
    """Leave out what a product is called: "Doubao, China's most used AI chatbot, with 226 million"."""
    if len(labels) < 2 or not any(is_specific(m) for m in labels[:-1]) or is_specific(labels[-1]):
        return labels
    last = labels[-1]
    called = _CALLED.search(text, labels[-2].end, last.start)
    return labels[:-1] if called and not text[last.start : last.end].endswith("s") else labels


def is_owner(text: str, name: Mention, position: int) -> bool:
    """Return whether a number is of the name before it, though that is but compared with another.

    "It overtook Doubao, the usual leader, which had 78.71 million", "Norway leads, ahead of Denmark
    with 48.4 percent"
    """
    if _WHICH_HAS.fullmatch(text, name.end, position):
        return True
    behind = _AFTER_THE_CLAUSE.search(text[max(0, name.start - 30) : name.start])
    return behind is not None and _HAS.fullmatch(text, name.end, position) is not None


def without_yardsticks(text: str, places: list[Mention], position: int) -> list[Mention]:
    """Return the places without the one that another is measured by before a number.

    "Germany was above the EU average with 26%", "Taiwan overtook the US, at 28.4%"
    """
    if not places or not _WITH_SO_MUCH.fullmatch(text, places[-1].end, position):
        return places
    measured = _MEASURED_BY.search(
        text, max(0, places[-1].start - YARDSTICK_REACH), places[-1].start
    )
    return places[:-1] if measured else places

"""Prose into statements: what is said to be how much, of whom, where, when, against what.

The subject of a number is read from the words around it and, where they do not say, carried from
the words before. Nothing here looks at figures.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from adoption.claims import (
    bases,
    bounds,
    breadth,
    bylines,
    counterparts,
    cues,
    dating,
    movements,
    orders,
    other_places,
    pairs,
    placings,
    publishers,
    quantifiers,
    reservations,
    spreads,
    strangers,
    subjects,
    vagueness,
    years,
)
from adoption.claims.memory import ANY_PURPOSE, Memory, within
from adoption.claims.paragraphs import Prose
from adoption.claims.periods import PeriodMention
from adoption.claims.phrases import codes_of, is_specific, listed
from adoption.claims.quantities import COUNT, PERCENT, POINTS, SERVICES, TIMES, Quantity
from adoption.claims.sentences import Sentence, Subject
from adoption.claims.statements import (
    COUNTED,
    DISTANCE_CHANGED,
    Statement,
    tied,
    with_blocked_changes,
    with_ranges,
)
from adoption.rates import Interval

NOTHING = Subject(how={"places": "missing", "products": "missing", "sources": "missing"})
# "602 million users, up 141.7%, a penetration of 42.8%": the word up is of the number before
_A_SHARE_OF = re.compile(
    r"\b(?:penetration|adoption|usage|diffusion)(?: rates?| levels?)?,? (?:of|at|is|was|stands at|stood at|reached|hit)"
    r"(?: (?:about|around|just|nearly|almost|roughly|some|over|more than))? $",
    re.IGNORECASE,
)
_JOINS = re.compile(r",? (?:and|or|equal to|equivalent to|corresponding to) ")
_OF_PEOPLE = re.compile(
    r" of (?:the |all |its |their )?(?:[a-z]+'s |[A-Z][a-z]+'s )?(?:total |whole |entire )?"
    r"(?:population|people|residents|adults|inhabitants|firms|companies|businesses|enterprises)\b"
)
_SOURCE_LINE = re.compile(
    r"[(\s*_]*(?:data )?sources? ?[:：]|[（\s]*(?:资料|数据)?来源[:：]", re.IGNORECASE
)
# 激增近9倍, 增幅达8.7倍, and not 激增至9倍
_GREW_BY = re.compile(
    rf"(?:{movements.HAN_UP}|[增涨升]幅为?|暴涨|多出|高出)(?:了|约|近|超过?|逾|达|\s)*$"
)
_HAN_FROM = re.compile(r"[由从][^，。；0-9]{0,8}$")  # 差距由上一期的10.6扩大到12.1个百分点
SHORT_QUESTION = 30  # characters: "And the firms?", no question of its own
_STOPS = tuple('.!?。！？)）"”')


def read_statements(prose: Prose) -> list[Statement]:
    """Read the statements of a document, in order.

    Examples
    --------
    >>> from adoption.claims.prose import read_prose
    >>> text = "In December 2025 China had 602 million generative AI users, up 141.7% on the year."
    >>> for s in read_statements(read_prose(text)):
    ...     print(s.kind, s.value, s.unit, s.subject.places, s.period.end)
    level 602000000 persons ('CHN',) 2025-12-31
    change_percent 141.7 percent ('CHN',) 2025-12-31
    """
    memory = Memory(prose)
    found: list[Statement] = []
    passage = 0
    under_heading = True
    noted: dict[int, set[str]] = defaultdict(set)  # the publishers that notes on sources name
    for paragraph in prose.paragraphs:
        passage += not (paragraph.item or under_heading or memory.goes_on(paragraph))
        under_heading = paragraph.heading or _introduces(
            prose.text[paragraph.start : paragraph.end]
        )
        memory.in_item = paragraph.item
        for span in prose.sentences(paragraph):
            memory.sentence_number += 1
            offset = len(found)
            sentence = Sentence(memory, span, passage)
            if _SOURCE_LINE.match(prose.text, span.start, span.end):
                noted[passage] |= {
                    code
                    for m in sentence.mentions
                    if m.tag == "source"
                    for code in m.value.split("|")
                }
            for statement in _read(sentence):
                if statement.level is not None:
                    statement = replace(statement, level=statement.level + offset)
                found.append(statement)
    return bylines.attributed(found, noted, memory)


def _introduces(text: str) -> bool:
    """Return whether a paragraph is the line above a list or a title without mark-up."""
    words = text.strip()
    ended = words.endswith(_STOPS)
    if words.endswith((")", "）")):  # "White paper: key figures (Japan)"
        ended = re.search(r"[.!?。！？](?: |$)|。", words) is not None
    return words.endswith((":", "：")) or (len(words) < 100 and not ended)


def _read(sentence: Sentence) -> list[Statement]:
    """Return the statements of the sentence; what it speaks of is carried to the next."""
    publishers.remember(sentence)
    found: list[Statement] = []
    ranks = placings.find_ranks(sentence)
    sentence.ranked_among = placings.ranked_among(sentence, ranks)
    for i in range(len(sentence.quantities)):
        found.append(_statement(sentence, i))
        sentence.made.append((found[-1].kind, found[-1].value))
    found = with_blocked_changes(sentence, with_ranges(sentence, found))
    found += placings.placings(sentence, ranks, found)
    found = _with_tallies(sentence, found)
    found += breadth.breadths(sentence)
    found = pairs.in_brackets(sentence, tied(sentence, found))
    _carry(sentence, found)
    return found


def _statement(sentence: Sentence, i: int) -> Statement:
    quantity = sentence.quantities[i] = _as_multiple(sentence, i)
    start, end = quantity.start, quantity.end
    left = sentence.text[sentence.left(i)[0] : start]
    right = sentence.text[end : sentence.right(i)[1]]
    near_left = left[-90:]
    name, before, reach = bounds.relation(near_left, right[:20])
    if reach and i + 1 < len(sentence.quantities) and cues.MORE_BY.fullmatch(right):
        name, reach = "", 0
    if reach and name == "over" and right[:1] == "+" and quantity.unit == TIMES:
        reach = 1
    passed = cues.crosses(near_left)
    way = 0 if passed else cues.direction(quantity, before, right[reach : reach + 80])
    if not (way or passed) and quantity.unit in (PERCENT, COUNT):
        way = counterparts.way_in_time(sentence, i) or _way_from_the_next(sentence, i)
        way = way or _way_restated(sentence, i, before, right)
    if not way and quantity.unit == POINTS:
        way = counterparts.way_in_time(sentence, i)
    bare = cues.BARE_COMPARATIVE.match(right[reach:])
    more = bool(bare) and quantity.unit in (PERCENT, POINTS) and not sentence.is_chinese
    if more and bare and not way:
        way = -1 if bare.group("down") else 1
    if not way and _coordinated(sentence, i):
        way = 1 if sentence.made[-1][1] >= 0 else -1
    kind = _kind(sentence, i, way, before, right[reach:])
    printed, loose = bounds.allowed(quantity, name)
    value = quantity.value
    if way < 0 and kind.startswith("change"):
        value, printed, loose = -value, -printed, -loose
    if kind == "ratio" and way and quantity.unit == TIMES and _adds_one(sentence, quantity, left):
        value, printed, loose = value + 1, printed + 1, loose + Decimal(1)
    first = start - (len(near_left) - len(before)) if name and not reach else start
    read = Statement(
        start=first, end=end + reach, passage=sentence.passage,
        sentence=sentence.memory.sentence_number, sentence_span=(sentence.span.start, sentence.span.end),
        kind=kind, unit=_unit(quantity, kind), value=value, printed=printed, loose=loose,
        relation=name, subject=NOTHING, against=_against(sentence, i, kind, before),
        base_level=_is_base_level(sentence, i, kind, before, right),
        side=_side(sentence, i, before, right[reach:]) if kind == "gap" else 0, more=more,
        beyond=orders.beyond(sentence, i) if kind == "level" else 0,
    )  # fmt: skip
    if sentence.is_silent:
        return read
    read = _with_subject(sentence, i, _with_movement(sentence, i, read, before))
    return spreads.with_ends(sentence, i, read)


def _with_movement(sentence: Sentence, i: int, read: Statement, before: str) -> Statement:
    """Return a level with the way that its verb says it moved."""
    if read.kind != "level":
        return read
    move = movements.movement(sentence, i, before)
    return replace(read, moved=move.way, moved_since=move.since)


def _as_multiple(sentence: Sentence, i: int) -> Quantity:
    """Return a part in words as a multiple where it is one of the next: "half of Norway's 48.6%"."""
    quantity = sentence.quantities[i]
    following = sentence.quantities[i + 1 : i + 2]
    if quantity.word != "fraction" or quantity.unit != PERCENT or sentence.is_chinese:
        return quantity
    if not following or following[0].unit != PERCENT or following[0].word == "fraction":
        return quantity
    if not cues.PART_OF_THE_NEXT.fullmatch(sentence.text, quantity.end, following[0].start):
        return quantity
    return replace(
        quantity, value=quantity.value / 100, half=quantity.half / 100,
        round_half=quantity.round_half / 100, unit=TIMES,
    )  # fmt: skip


def _is_of_the_last(sentence: Sentence, i: int) -> bool:
    """Return whether a multiple stands right after a number and ends its clause."""
    quantity = sentence.quantities[i]
    return bool(
        i
        and cues.RIGHT_AFTER.fullmatch(
            sentence.text, sentence.quantities[i - 1].end, quantity.start
        )
        and cues.AS_MANY.match(sentence.text, quantity.end)
    )


def _way_from_the_next(sentence: Sentence, i: int) -> int:
    """Return 1 or -1 where a number is so much more or less than the next: "18% more than the 886"."""
    start, end = sentence.right(i)
    follows = end < sentence.span.end and cues.THAN_THE_NEXT.fullmatch(sentence.text, start, end)
    return counterparts.side(sentence, i) if follows else 0


def _way_restated(sentence: Sentence, i: int, left: str, right: str) -> int:
    """Return 1 or -1 where the change between two levels is named: "from 30 to 37%, that is by 21%"."""
    levels = sentence.made[-2:]
    bare = cues.BARE_COMPARATIVE.match(right)
    if len(levels) < 2 or not (bare or cues.THAT_IS_BY.search(left[-40:])):
        return 0
    one, other = sentence.read_subjects[-2:]
    if one.places != other.places or one.products != other.products:
        return 0
    if bare and all(kind == "level" for kind, _ in levels):
        return -1 if bare.group("down") else 1
    if any(kind != "level" for kind, _ in levels) or levels[0][1] == levels[1][1]:
        return 0
    return 1 if levels[1][1] > levels[0][1] else -1


def _side(sentence: Sentence, i: int, left: str, right: str) -> int:
    return cues.side(left, right) or counterparts.side(sentence, i)


def _with_subject(sentence: Sentence, i: int, read: Statement) -> Statement:
    """Return a statement with what it is about, its dates, and all that leaves it in doubt."""
    kind, quantity = read.kind, sentence.quantities[i]
    end, near = quantity.end, sentence.near_right(i)
    mentions = sentence.mentions
    sentence.mentions = [
        m for m in mentions
        if m not in sentence.ranked_among and not sentence.is_aside(m, quantity)
    ]  # fmt: skip
    subject = subjects.subject_of(sentence, i, kind)
    sentence.mentions = mentions
    period, how, base, months = dating.periods_of(sentence, i, kind)
    if kind == "gap" and base and base.period and dating.is_earlier(sentence, i):
        period, how, base = base.period, "here", None  # "up from 10.6 points in 2025"
    around = sentence.text[sentence.near_left(i) : min(sentence.span.end, end + 160)]
    counterpart = counterparts.counterpart(sentence, i, kind)
    rival = counterparts.compared_product(sentence, i, kind)
    subject = counterparts.without_rival(sentence, i, subject, rival)
    rival_place = counterpart.places[0] if counterpart and counterpart.places else ""
    counts_accounts = read.unit == "persons" and subject.indicator == "accounts"
    return replace(
        read,
        unit="accounts" if counts_accounts else read.unit,
        subject=subject, period=period, period_how=how, base=base, months_named=months,
        compared_place=rival_place or other_places.compared_place(sentence, i, kind),
        compared_product=rival,
        in_order=counterparts.in_order(sentence, i) if kind in ("gap", "ratio") else 0,
        of_the_last=kind == "ratio" and _is_of_the_last(sentence, i),
        counterpart=counterpart,
        measure=cues.measure_of(sentence.text[sentence.left(i)[0] : quantity.start], around)
        if kind == "ratio_of_changes"
        else "",
        blocked=_blocked(sentence, i, kind, subject, how),
        weak=vagueness.weak(sentence, i, kind, subject) or dating.of_another_item(sentence, how),
        stranger=_stranger(sentence, i, subject),
        named=sentence.named, quantified=vagueness.is_quantified(sentence, i),
        date_at_it=dating.stands_at(sentence, i), days_named=dating.days_named(sentence),
        undated=sentence.undated.get(i),
        whole=bool(cues.WHOLE.search(sentence.text, end, near)), tied=sentence.names_a_part(i),
        refers_back=vagueness.only_reports(sentence, i, sentence.left(i)[0])
        if kind == "level"
        else vagueness.names_nothing_new(sentence, i, gap=kind == "gap"),
        negated=kind == "level" and quantity.unit == PERCENT and vagueness.is_negated(sentence, i),
    )  # fmt: skip


def _blocked(sentence: Sentence, i: int, kind: str, subject: Subject, how: str) -> str:
    """Return why no figure can be held against a number; the dated start of a forecast is one."""
    found = reservations.reservation(sentence, i, kind) or vagueness.blocked(
        sentence, i, kind, subject
    )
    dated = kind == "level" and how == "here" and dating.is_earlier(sentence, i)
    if found == reservations.FORECAST and dated:  # 预测用户数将从3月底的5亿增长至7亿
        found = ""
    return found or _of_a_distance(sentence, i, kind)


def _stranger(sentence: Sentence, i: int, subject: Subject) -> str:
    """Return a name nobody knows; a vendor may be a product: "Anthropic's own share" (Ramp)."""
    name = strangers.unknown_label(sentence) or strangers.unknown_name(sentence, i)
    return "" if name.lower() in subject.products else name


def _kind(sentence: Sentence, i: int, way: int, left: str, right: str) -> str:
    quantity = sentence.quantities[i]
    if quantity.unit == COUNT and left.endswith(("(", "（")):
        return "level"  # 大幅落后于豆包（1.7亿）
    if quantity.unit == POINTS:
        return "gap" if _is_distance(sentence, i, left, right) else "change_points"
    if quantity.unit == PERCENT and (_A_SHARE_OF.search(left) or _is_a_share_anew(sentence, i)):
        return "level"
    if quantity.unit == PERCENT and counterparts.counterpart(sentence, i):
        return "gap"
    told = cues.is_gap(left, "" if not sentence.is_chinese else right)
    told = told or counterparts.counts_ahead(sentence, i)
    if quantity.unit == COUNT and told and not counterparts.way_in_time(sentence, i):
        return "gap"
    if quantity.unit == COUNT and way and counterparts.rival_of(sentence, i):
        return "gap"
    if quantity.unit == PERCENT and counterparts.is_part_of_rival(sentence, i):
        return "ratio"  # 只有豆包的六成
    if quantity.unit == TIMES:
        paces = cues.AS_FAST.match(right) or cues.is_of_the_added(left)
        return "ratio_of_changes" if paces else "ratio"
    if way and not cues.is_earlier_level(left):
        return "change_percent" if quantity.unit == PERCENT else "change_absolute"
    return "level"


def _is_distance(sentence: Sentence, i: int, left: str, right: str) -> bool:
    """Return whether points are a distance from another place or part, not from an earlier date."""
    if counterparts.counterpart(sentence, i) or _is_the_gap_again(sentence, i):
        return True
    if counterparts.way_in_time(sentence, i):
        return False
    told = sentence.is_chinese and cues.HAN_GAP.search(left)
    rival = counterparts.in_order(sentence, i) or counterparts.rival_of(sentence, i)
    return bool(told or rival or cues.is_gap(left, right))


def _is_a_share_anew(sentence: Sentence, i: int) -> bool:
    """Return whether people follow a number that is joined to the one before: "..., and 42.8% of"."""
    before, here = sentence.quantities[max(0, i - 1)], sentence.quantities[i]
    joined = i and _JOINS.fullmatch(sentence.text, before.end, here.start)
    return bool(joined and _OF_PEOPLE.match(sentence.text, here.end, sentence.span.end))


def _of_a_distance(sentence: Sentence, i: int, kind: str) -> str:
    left = sentence.text[sentence.left(i)[0] : sentence.quantities[i].start]
    changed = kind == "gap" and cues.OF_A_DISTANCE.search(left)
    return DISTANCE_CHANGED if changed else ""


def _is_the_gap_again(sentence: Sentence, i: int) -> bool:
    """Return whether points are the last distance at another date: "12.1 points, after 10.6 in 2025"."""
    if (
        not sentence.made
        or sentence.made[-1][0] != "gap"
        or sentence.quantities[i - 1].unit != POINTS
    ):
        return False
    start, end = sentence.left(i)
    words = sentence.text[start:end]
    for p in reversed(within(sentence.periods, start, end)):
        words = words[: p.start - start] + words[p.end - start :]
    return cues.AT_ANOTHER_DATE.fullmatch(words) is not None


def _is_base_level(sentence: Sentence, i: int, kind: str, left: str, right: str) -> bool:
    """Return whether a level or distance is what another is compared with: "from 17.7", "13.1% →"."""
    if kind not in ("level", "gap"):
        return False
    end = sentence.quantities[i].end  # "compared with 34% overall": of everybody, not of before
    overall = kind == "level" and cues.WHOLE.search(sentence.text, end, sentence.near_right(i))
    return (
        (kind == "gap" and _HAN_FROM.search(left) is not None)
        or (cues.is_earlier_level(left) and not (overall or dating.is_set_against(sentence, i)))
        or dating.after_base_date(sentence, i)
        or _set_against_again(sentence, i, left)
        or cues.ARROW.match(right) is not None
    )


def _set_against_again(sentence: Sentence, i: int, left: str) -> bool:
    """Return whether one more is compared: "compares with 800 million in May and with 400 in June"."""
    before = sentence.text[sentence.span.start : sentence.left(i)[0]]
    return bool(cues.AND_WITH.search(left) and cues.COMPARES.search(before))


def _coordinated(sentence: Sentence, i: int) -> bool:
    """Return whether a percentage continues a change: "11.3 percent in A and 9.2 percent in B"."""
    last = sentence.made[-1][0] if sentence.made else ""
    start, end = sentence.left(i)
    between = sentence.text[start:end]
    if last in ("change_points", "change_absolute") and sentence.quantities[i].unit == PERCENT:
        return cues.OR_IN_PERCENT.fullmatch(between) is not None  # "by 6.1 points, or 9.5 percent"
    if last != "change_percent":
        return False
    if cues.ARROW.match(sentence.text, sentence.quantities[i].end):
        return False  # 增长4.8%（25.9%→30.7%）
    if sentence.quantities[i].unit == PERCENT and (
        cues.RESTATED.fullmatch(between) or cues.FURTHER.search(between)
    ):
        return True
    if sentence.text.startswith(" of ", sentence.quantities[i].end):
        return False  # "after a rise of 0.8 percent, 7.8% of the population"
    return sentence.quantities[i].unit == PERCENT and bool(
        re.fullmatch(
            r"[^,;.]{0,45}(?:,| and| against| versus| compared (?:with|to)|、|和)[^,;.]{0,25}",
            between,
        )
        and not re.search(
            r"\b(?:to|was|is|at|reach\w*|stood|hit|from|use\w*|make|makes|made|account\w*|comprise\w*|represent\w*|when|show\w*|count\w*|found|record\w*|report\w*)\b|为|达|至|到",
            between,
        )
    )


def _against(sentence: Sentence, i: int, kind: str, left: str) -> int:
    """Return whether a multiple is of the next number or of the last: 是18%的两倍."""
    if kind not in COUNTED:
        return 0
    start, end = sentence.right(i)
    follows = cues.OF_THE_NEXT if kind == "ratio" else cues.THAN_THE_NEXT
    if end < sentence.span.end and follows.fullmatch(sentence.text, start, end):
        return 1
    if sentence.quantities[i].word == "fraction" and kind == "ratio":
        return 1
    if kind != "ratio":
        return 0
    return (
        -1
        if i and cues.OF_THE_LAST.fullmatch(sentence.text[sentence.left(i)[0] :][: len(left)])
        else 0
    )


def _adds_one(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    """Return whether "grew 1.4 times" means 2.4 times: in Chinese, 增长1.4倍."""
    if quantity.word or sentence.text[quantity.end - 1 : quantity.end] != "倍":
        return False
    return _GREW_BY.search(left) is not None


def _unit(quantity: Quantity, kind: str) -> str:
    if kind.startswith("ratio"):
        return PERCENT if quantity.unit == PERCENT else "times"
    return quantity.unit if quantity.unit in (PERCENT, POINTS, SERVICES) else "persons"


def _tally(sentence: Sentence, level: Statement) -> Statement | None:
    """Return of how many places, or of which, a level is said, if it is said of several."""
    if level.kind != "level" or level.unit != "percent":
        return None
    quota = quantifiers.quota_of(sentence, level.start, level.end, level.relation)
    if quota is None:
        return None
    subject = replace(level.subject, places=(), how=level.subject.how | {"places": "missing"})
    words = sentence.memory.folded[quota.start : max(level.start, quota.end)]
    if subject.detail and subject.detail in words:  # the states counted are no part of the people
        subject = replace(subject, detail="")
    if subject.group == "genai" and quota.spoken_of:  # "a third of them" are no users
        subject = replace(subject, group="")
    odd = level.weak.rpartition(": ")[2]
    explained = odd in words or (quota.spoken_of and odd == vagueness.NOT_USE)
    counted = quota.value or level.value
    return replace(
        level, weak="" if explained else level.weak,
        blocked="" if level.blocked == reservations.OVER_PLACES else level.blocked, start=min(quota.start, level.start), end=max(quota.end, level.end), kind="tally",
        unit="places" if quota.value else "percent", value=counted, relation=quota.relation,
        printed=Interval(counted, counted), loose=Interval(counted, counted),
        threshold=level.value, quota=quota, subject=subject, listed=_list_before(sentence, quota.start),
    )  # fmt: skip


def _list_before(sentence: Sentence, position: int) -> tuple[str, ...]:
    """Return the places of a list before a position: "of Norway, Denmark and Finland, two"."""
    places = [m for m in sentence.mentions if m.tag == "place" and m.start < position]
    return codes_of(listed(sentence.text, places))


def _with_tallies(sentence: Sentence, found: list[Statement]) -> list[Statement]:
    """Return the levels said of several places as tallies, without the words for how many.

    A level that a place is the first to pass is its own as well.
    """
    result = [_tally(sentence, s) or s for s in found]
    tallies = [s for s in result if s.kind == "tally"]
    kept: list[Statement] = []
    for level, one in zip(found, result, strict=True):
        if one.quota and one.quota.first:
            kept.append(level)
        if one.kind == "tally" or not any(
            t.start <= one.start and one.end <= t.end for t in tallies
        ):
            kept.append(one)
    return kept


def _remember_measure(sentence: Sentence) -> None:
    """Remember the purpose told last, and the window, until another measure is named."""
    named = {
        tag: {m.value for m in sentence.mentions if m.tag == tag} - {"ever", ANY_PURPOSE}
        for tag in ("purpose", "window", "product")
    }
    purpose, window = sentence.memory.told
    if len(named["purpose"]) == 1:
        purpose, window = next(iter(named["purpose"])), ""
    elif named["purpose"] or (named["product"] and sentence.quantities):
        purpose, window = "", ""
    if purpose and named["window"]:
        window = next(iter(named["window"])) if len(named["window"]) == 1 else ""
    sentence.memory.told = (purpose, window)


def _is_of_a_title(sentence: Sentence, period: PeriodMention) -> bool:
    """Return whether a date stands in the title of a report: 《…发展报告（2025）》."""
    before = sentence.text[sentence.span.start : period.start]
    return before.rfind("《") > before.rfind("》")


def _carry(sentence: Sentence, found: list[Statement]) -> None:
    _remember_measure(sentence)
    groups = [m.value for m in sentence.mentions if m.tag == "group"]
    words = sentence.text[sentence.span.start : sentence.span.end].rstrip()
    asks = words.endswith("?") and len(words) < SHORT_QUESTION
    if len(groups) == 1 and not sentence.quantities and asks:
        sentence.memory.asked_for = (sentence.memory.sentence_number, groups[0])
    if sentence.told_of_use:
        sentence.memory.use_told_in = sentence.passage
    if cues.YOUNG_OR_OLD.search(sentence.text, sentence.span.start, sentence.span.end):
        sentence.memory.young_in = sentence.passage
    if sentence.quantities:
        sentence.memory.unit_in[sentence.passage] = sentence.quantities[-1].unit
    for tag in ("place", "product"):
        values = [
            m for m in sentence.mentions
            if m.tag == tag and not sentence.is_example(m) and not sentence.refers_back(m)
        ]  # fmt: skip
        if tag == "place":
            values = other_places.without_the_world(sentence.text, values)
            values = publishers.without_homes(sentence, values)
            home = publishers.home_of_quoted(sentence) if sentence.is_chinese else ""
            if home and not values and sentence.memory.carried.get(tag):
                sentence.memory.carried[tag] = (home,)
                sentence.memory.carried_in[tag] = sentence.passage
        if tag == "product":
            values = [m for m in values if is_specific(m)] or values
            if not (sentence.quantities or sentence.is_chinese) and sentence.memory.carried.get(
                tag
            ):
                values = [m for m in values if m.value != "internet"]  # "adjusted for internet use"
        if values:
            several = tag == "place" and len({m.value for m in values}) > 1
            back = tag == "place" and sentence.goes_on_with_it
            if (several or back) and sentence.memory.carried_in.get(tag) == sentence.passage:
                continue  # examples: the next sentence may speak of the whole again
            sentence.memory.carried[tag] = tuple(values[0].value.split("|"))
            sentence.memory.carried_in[tag] = sentence.passage
    spots = [m for m in sentence.mentions if m.tag == "place" or m.value == "region"]
    if spots:
        here = sentence.memory.folded[spots[-1].start : spots[-1].end]
        sentence.memory.region = here if spots[-1].value == "region" else ""
        sentence.memory.region_in = sentence.passage
    named = [
        p for p in sentence.periods if (p.period or p.unfinished) and not bases.is_base(sentence, p)
    ]
    reference = [p for p in named if years.is_said(sentence, p)]
    reference = [p for p in reference if not _is_of_a_title(sentence, p)]
    older = {s.period for s in found if s.base_level and s.period}
    reference = [p for p in reference if p.period not in older] or reference
    dated = [p for p in reference if p.period]
    if dated and reference[0].day:  # 5月6日发布2026年一季度版: the year is said of what follows
        reference = dated
    while len(reference) > 1 and dating.is_of_the_release(sentence, reference[0]):
        reference = reference[1:]
    period = years.resolved(sentence, reference[0]) if reference else None
    if period:
        before = sentence.memory.carried_period
        if before and sentence.memory.period_in == sentence.passage and period.end < before.start:
            sentence.memory.looked_back_in = sentence.passage
        sentence.memory.carried_period = period
        sentence.memory.period_in = sentence.passage
        sentence.memory.dated_by_item = sentence.memory.in_item

"""Where one is placed among others: the ranks and orders of a sentence, made statements.

The words for a rank are those of `ordinals`, those for an order without a number those of
`orders`; here they are given a subject, a date, and the set that is ranked.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from adoption.claims import (
    climbs,
    counterparts,
    cues,
    dating,
    leads,
    ordinals,
    other_places,
    people,
    placed_orders,
    places_held,
    ranked_sets,
    reservations,
    subjects,
    superlatives,
)
from adoption.claims.orders import (
    find_exceptions,
    find_followers,
    find_next,
    find_orders,
    find_overtakings,
    find_runners_up,
    list_of_places,
    rivals_named,
)
from adoption.claims.periods import Period, PeriodMention
from adoption.claims.phrases import Mention, is_specific
from adoption.claims.quantities import POINTS, Quantity
from adoption.claims.ranked_sets import range_end
from adoption.claims.sentences import Sentence, Subject
from adoption.claims.statements import Statement
from adoption.rates import Interval

RECORD_REACH = 60  # characters from a level to the words that call it a record
AT_LEVEL = 16  # characters from an order to the number that it is said with

# "the lowest in Romania", "the highest share was recorded in Denmark", where nobody is named before
_IN_PLACE = re.compile(
    r"(?: (?:share|rate|figure|level|value|proportion)s?)?"
    r"(?: (?:(?:was|is|were|are) )?(?:recorded|found|registered|seen|observed|reported))?"
    r"(?: (?:was|is|were|are))? (?:in|for|by) (?:the )?"
)
# "they were 24th and 18th"
_OF_SEVERAL = re.compile(r"\b(?:they|both|all|these|those) $", re.IGNORECASE)
_AND_THE_NEXT = re.compile(r" and (?:second|third|fourth|fifth|[0-9]+(?:st|nd|rd|th))\b")
_AND_A_PRODUCT = re.compile(r",? and (?:[A-Z][\w]+(?:'s|’s) )?")
_THEN_IT = re.compile(r",? (?:it|the country|the state) |[^，。；A-Za-z ]{0,6}")
_PASSES = re.compile(r"\b(?:pass|top|exceed|cross|reach|hit|surpass|break|broke)\w* (?:the )?$")
# "US states"
_OF_ITS_STATES = re.compile(r" states?\b(?! of)|(?:的|全国)?(?:各|所有|50个?|五十个?)州")
_NAME = re.compile(r"\b[A-Z]")
_BEHIND = ("次于", "落后于", "不及", "不敌", "second only to ", "behind only ", "only behind ")


def placings(
    sentence: Sentence, told: list[re.Match[str]], levels: list[Statement]
) -> list[Statement]:
    """Return the ranks and orders of a sentence as statements, given the words of its ranks.

    An order before the number of the other, "above Belgium's 39%", is said with that level.
    """
    followers = [*find_followers(sentence), *find_exceptions(sentence)]
    markets = [m.start() for m in told if m.re in superlatives.OF_MARKETS]
    followers = [one for one in followers if not {one.end, one.end + 1} & set(markets)]
    taken = [(order.start, order.end) for order in followers]
    found = [
        statement for match in told
        if not _overlaps(match.span(), taken) and (statement := _rank(sentence, match))
    ]  # fmt: skip
    found += climbs.earlier_ranks(sentence, found)
    found += [one for rank in found for one in _next_to(sentence, rank)]
    counted = _counted(sentence)
    seconds = list(find_runners_up(sentence, counted))
    taken += [(order.start, order.end) for order in seconds]
    found += [placed_orders.behind_rivals(sentence, order) for order in seconds]
    taken += [(s.start - AT_LEVEL, s.start) for s in levels if s.beyond]
    orders = [
        one for one in find_orders(sentence)
        if len(one.rivals) > 1 or not _overlaps((one.start, one.end), taken)
    ]  # fmt: skip
    found += [placed_orders.ordered(sentence, order, levels) for order in (*followers, *orders)]
    found += [
        placed_orders.overtaken(sentence, one) for one in find_overtakings(sentence, counted)
        if not _overlaps((one.start, one.end), taken)
    ]  # fmt: skip
    found += [s for level in levels if (s := _record(sentence, level))]
    found += [s for level in levels if (s := _first_time(sentence, level))]
    return found


def _next_to(sentence: Sentence, rank: Statement) -> list[Statement]:
    """Return the ranks of what is listed after one that is ranked: "followed by Norway"."""
    if rank.relation or rank.rivals or rank.after or rank.moved_to or rank.of_a_change:
        return []
    product = "product" if rank.subject.names_a_product else "place"
    tag = "sector" if rank.field == "sectors" else product
    if tag == "place" and len(rank.subject.places) != 1:
        return []
    found = []
    mentions = find_next(sentence, rank.end, tag)
    for n, mention in enumerate(mentions, 1):
        value = rank.value + n
        if tag == "sector":
            own = replace(rank.subject, detail=mention.value)
        elif tag == "product":
            how = rank.subject.how | {"products": "here"}
            own = replace(rank.subject, products=(mention.value,), how=how)
        else:
            how = rank.subject.how | {"places": "here"}
            own = replace(rank.subject, places=(mention.value,), how=how)
        found.append(
            replace(
                rank, start=mention.start, end=mention.end, value=value,
                printed=Interval(value, value), loose=Interval(value, value), subject=own,
                follows=(rank.start, len(mentions)) if tag == "place" else (0, 0),
            )
        )  # fmt: skip
    return found


def _first_time(sentence: Sentence, level: Statement) -> Statement | None:
    """Return a level being passed for the first time, as the first rank in time: 首次突破四成."""
    if level.kind != "level" or level.base_level:
        return None
    text, span = sentence.text, sentence.span
    following = [q.start for q in sentence.quantities if q.start >= level.end]
    stop = min([span.end, level.end + RECORD_REACH, *following[:1]])
    start = max(span.start, level.start - RECORD_REACH)
    told = ordinals.FIRST_TIME_BEFORE.search(text, start, level.start)
    if told is None and (level.relation or _PASSES.search(text, start, level.start)):
        told = ordinals.FIRST_TIME_AFTER.match(text, level.end, stop)
    if told is None or any(told.start() < q.start < level.start for q in sentence.quantities):
        return None
    first, odd = Decimal(1), level.weak.rpartition(": ")[2]
    return replace(
        level, start=told.start(), end=told.end(), kind="rank", unit="rank", value=first,
        weak="" if odd in told.group().lower() else level.weak,
        printed=Interval(first, first), loose=Interval(first, first), beyond=0, level=None,
        threshold=level.value, field=ordinals.FIRST_TIME,
    )  # fmt: skip


def _record(sentence: Sentence, level: Statement) -> Statement | None:
    """Return a level being the highest so far: "a record 40.3%", "40.3%, the highest since"."""
    if level.kind != "level" or level.base_level:
        return None
    text = sentence.text
    start = max(sentence.span.start, level.start - RECORD_REACH)
    end = min(sentence.span.end, level.end + 2 * RECORD_REACH)
    for told in ordinals.OVER_TIME.finditer(text, start, end):
        before = ordinals.AT_LEVEL_BEFORE.fullmatch(text, level.end, told.start())
        if any(level.end <= q.start < told.start() for q in sentence.quantities):
            continue
        if not (before or ordinals.AT_LEVEL_AFTER.fullmatch(text, told.end(), level.start)):
            continue
        since = [
            p.period for p in sentence.periods
            if told.group().endswith("since") and told.end() < p.start <= told.end() + 8
        ]  # fmt: skip
        first = Decimal(1)
        return replace(
            level, start=told.start(), end=told.end(), kind="rank", unit="rank", value=first,
            printed=Interval(first, first), loose=Interval(first, first), relation="", beyond=0,
            level=None, period=since[0] if since else None, field=ordinals.TIME,
        )  # fmt: skip
    return None


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def find_ranks(sentence: Sentence) -> list[re.Match[str]]:
    """Return where a sentence says a rank, in the order of the text."""
    text, start, end = sentence.text, sentence.span.start, sentence.span.end
    plain = list(ordinals.RANK.finditer(text, start, end))
    if sentence.is_chinese:
        plain = [m for m in plain if m.group().isascii()]
        plain = [*ordinals.HAN_RANK.finditer(text, start, end), *plain]
    found: list[re.Match[str]] = []
    places = [
        m for m in sentence.mentions if m.tag == "place" and m.value not in other_places.FIELDS
    ]
    for words in (
        climbs.find(text, start, end),
        leads.find(text, start, end, [m.start for m in places], chinese=sentence.is_chinese),
        plain,
        places_held.find(text, start, end),
        superlatives.find(text, start, end, chinese=sentence.is_chinese),
    ):
        for m in words:
            cut = any(_is_cut(m, p) for p in sentence.periods)
            if not cut and not any(m.start() < f.end() and f.start() < m.end() for f in found):
                found.append(m)
    parts = [m for m in sentence.mentions if m.tag == "sector"]
    ends = [m.end for m in (*places, *parts)] + [a.end for a in sentence.ages]
    at_places = [
        ordinals.RANK_AT_PLACE.match(sentence.text, end, sentence.span.end) for end in ends
    ]
    if first := min((m.end() for m in (*found, *at_places) if m), default=None):
        after = [m.end for m in places if m.start > first]
        at_places += [
            ordinals.NEXT_RANK.match(sentence.text, end, sentence.span.end) for end in after
        ]
    if sentence.is_chinese and found:  # 阿联酋居第一，新加坡第二
        at_places += [
            ordinals.HAN_AT_PLACE.match(sentence.text, m.end, sentence.span.end) for m in places
        ]
    if sentence.is_chinese:
        at_places += [
            ordinals.HAN_EXTREME_AT_PLACE.match(sentence.text, end, sentence.span.end)
            for end in ends
        ]
    for match in at_places:
        if match and not any(match.start() < f.end() and f.start() < match.end() for f in found):
            found.append(match)
    return sorted(found, key=lambda match: match.start())


def _is_cut(match: re.Match[str], period: PeriodMention) -> bool:
    """Return whether the words of a rank are partly those of a date: "in the third quarter"."""
    apart = match.end() <= period.start or period.end <= match.start()
    inside = match.start() < period.start and period.end <= match.end()
    return not (apart or inside)


def ranked_among(sentence: Sentence, told: list[re.Match[str]]) -> list[Mention]:
    """Return the sets that one is ranked among, of no number: "highest in the EU", "of the chatbots"."""
    places = [m for m in sentence.mentions if m.tag == "place"]
    named = [m for m in places if m.value not in other_places.FIELDS]
    sets = [m for m in places if m.value in other_places.FIELDS]
    sets += [m for m in sentence.mentions if m.tag == "product" and not is_specific(m)]
    specific = [m for m in sentence.mentions if m.tag == "product" and is_specific(m)]
    return [
        m for m in sets for rank in told
        if ordinals.AMONG_WHICH.fullmatch(sentence.text, rank.end(), m.start)
        and any(p.end <= rank.start() for p in (named if m.tag == "place" else specific))
    ]  # fmt: skip


def _rank(sentence: Sentence, match: re.Match[str]) -> Statement | None:
    """Return the statement of a rank, if it is of one, or of several that are named."""
    rank = ordinals.rank_of(match)
    if not rank or _OF_SEVERAL.search(sentence.text, sentence.span.start, match.start()):
        return None
    before = [q for q in sentence.quantities if q.start < match.start()]
    subject = _subject_ranked(sentence, match, before)
    product = _product_at(sentence, match.end()) if match.re in places_held.WHOSE_FOLLOWS else None
    ranked, each = ([], False) if product else _places_ranked(sentence, match, rank, before)
    if ranked is None:
        return None
    product = product or _first_of_two(sentence, match)
    if product:
        own = subject.how | {"products": "here"}
        subject = replace(subject, products=(product.value,), how=own)
    if ranked:
        codes = tuple(m.value for m in ranked) if each else tuple(ranked[0].value.split("|"))
        own = subject.how | {"places": "each" if each else "here"}
        subject, rank = replace(subject, places=codes, how=own), max(rank, len(ranked) * each)
    told = match.groupdict()
    puts = any(told.get(name) for name in ("direct", "put", "moved"))
    if puts and ranked:
        subject = replace(subject, products=())  # "it places the UK eighth", after ChatGPT
    nobody = puts and not ranked and not ordinals.THE_PLACE.search(match.group())
    field, subject = ranked_sets.set_ranked(sentence, match, subject, several=each)
    around = sentence.text[sentence.clause(match.start()) : range_end(sentence, match)]
    if subject.names_a_product and ordinals.DOMESTIC.search(around):
        subject = replace(subject, how=subject.how | {"words": ordinals.OF_ONE_COUNTRY})
    grown = _is_of_a_change(sentence, match)
    period, how, base = _date_ranked(sentence, match)
    first, value = match.end() - len(match.group().lstrip(" ,")), Decimal(rank)
    return Statement(
        start=first, end=match.end(), passage=sentence.passage, base=base,
        sentence=sentence.memory.sentence_number, sentence_span=(sentence.span.start, sentence.span.end),
        kind="rank", unit="rank", value=value, printed=Interval(value, value),
        loose=Interval(value, value), subject=subject, period=period, period_how=how,
        relation="at most" if told.get("top") or each else "", after=_said_ahead(sentence, match, rank),
        field=field, of_a_change=grown, from_the_end=_counts_from_the_end(sentence, match),
        measure=_measure_ranked(sentence, match, around) if grown else "",
        came_from=climbs.came_from(match, rank), days_named=dating.days_named(sentence),
        weak="it is not said that they are the first" if each and match.re in leads.LOOSE else "",
        blocked="it is not known what is ranked" if nobody else _blocked(sentence, match, subject, field, grown=grown),
    )  # fmt: skip


def _first_of_two(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Return the first of two products with a rank each: "ChatGPT and Gemini rank second and third"."""
    named = [m for m in sentence.mentions if m.tag == "product" and m.end <= match.start() + 1][-2:]
    if len(named) < 2 or not _AND_THE_NEXT.match(sentence.text, match.end()):
        return None
    joined = _AND_A_PRODUCT.fullmatch(sentence.text, named[0].end, named[1].start)
    return named[0] if joined and match.start() - named[1].end <= len(" now ") else None


def _subject_ranked(sentence: Sentence, match: re.Match[str], before: list[Quantity]) -> Subject:
    """Return the subject of a rank: not the set it is among, nor who is said to be ahead of it."""
    found, end = sentence.mentions, range_end(sentence, match)
    rivals = [m for m in rivals_named(sentence) if m.end <= match.start()]
    sentence.mentions = [
        m for m in found
        if not _is_field(sentence, match, m) and not _is_beside_it(sentence, match, m)
        and m not in rivals
    ]  # fmt: skip
    start = before[-1].end if before else sentence.span.start
    subject = subjects.subject_between(
        sentence, start, match.start(), end, len(before), remember=False
    )
    group = people.ranked_group(sentence, match.start(), end)
    young = cues.YOUNG_OR_OLD.search(sentence.text, sentence.clause(match.start()), end)
    words = ordinals.OF_THE_YOUNG if young else ordinals.beyond_all(match)
    sentence.mentions = found
    return replace(subject, group=group, how=subject.how | {"words": words})


def _date_ranked(
    sentence: Sentence, match: re.Match[str]
) -> tuple[Period | None, str, PeriodMention | None]:
    """Return the date of a rank, how it is told, and from where it is counted back."""
    back = [
        p for p in sentence.periods
        if p.counts_back and _THEN_IT.fullmatch(sentence.text, p.end, match.start())
        and sentence.text[p.start - 1 : p.start] not in ("较", "比")
    ]  # fmt: skip
    if back:  # "half a year earlier it was 24th"
        return None, "relative", back[0]
    period, how, _, _ = dating.dates_between(
        sentence, sentence.span.start, sentence.span.end, match.start()
    )
    if period is None and how == "sentence":
        how = "carried" if _is_dated_by_its_level(sentence, match) else "relative"
    if how == "sentence" and not any(p.start < match.start() for p in sentence.periods):
        how = "after"  # "it now sits in 16th place, up from 25th in the first half of 2025"
    return period, how, None


def _blocked(
    sentence: Sentence, match: re.Match[str], subject: Subject, field: str, *, grown: bool
) -> str:
    """Return why no figures can be held against a rank."""
    about = placed_orders.blocked_order(sentence, match.start(), match.end(), subject)
    if not about and not grown and field not in ordinals.PARTS:
        about = reservations.unknown_rank(sentence, match.start(), subject)
    other = "a rank of something else than use" if _is_of_another_topic(sentence, match) else ""
    return about or other


def _places_ranked(
    sentence: Sentence, match: re.Match[str], rank: int, before: list[Quantity]
) -> tuple[list[Mention] | None, bool]:
    """Return the places that a rank is said of beside its subject, and whether each is ranked so.

    None where the words tell of a list that does not stand there.
    """
    text = sentence.text
    places = [
        m for m in sentence.mentions if m.tag == "place" and m.value not in other_places.FIELDS
    ]
    told = match.groupdict()
    few = told.get("few") or told.get("leading")
    if few or rank == 1 or told.get("last") or told.get("top"):
        together = leads.named_with(sentence, match, places)
        follow = match.re in leads.FOLLOWS
        if len(together) > 1 and not (few and rank != len(together)):
            return together, True
        if few or follow:
            return (together, False) if together and not few else (None, False)
    following = match.re is superlatives.LARGEST_GAIN or match.re in places_held.WHOSE_FOLLOWS
    of = None if following else ordinals.HAN_WHOSE.match(text, match.end())
    if of or following:
        at = of.end() if of else match.end()
        named = [m for m in places if m.start == at]
        several = rank == 1 or told.get("top")
        together = leads.listed_at(sentence, places, at) if several else named
        if len(together) > 1 and match.re is not superlatives.LARGEST_GAIN:
            return together, True
        return named or (None if following else []), False
    ranked = [
        m for m in places
        if match.start() < m.start and m.end < match.end() and not _is_field(sentence, match, m)
    ]  # fmt: skip
    start = before[-1].end if before else sentence.span.start + 1
    if not ranked and not sentence.is_chinese and not _NAME.search(text, start, match.start()):
        ranked = [m for m in places if _IN_PLACE.fullmatch(text, match.end(), m.start)]
    return ranked, False


def _is_dated_by_its_level(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a number stands between a rank and the date before it, so of that date."""
    dates = [p.end for p in sentence.periods if p.end <= match.start()]
    return any(dates and dates[-1] <= q.start < match.start() for q in sentence.quantities)


def _is_of_another_topic(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether something else than use is ranked: "leads the Gulf in AI readiness"."""
    after = sentence.text[match.start() : range_end(sentence, match)]
    before = sentence.text[sentence.span.start : match.start()]
    return bool(ordinals.OTHER_TOPIC.search(after) or ordinals.HAN_OTHER_TOPIC.search(before))


def _counts_from_the_end(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a rank is counted from the lowest."""
    if match.re in leads.ENGLISH:
        return leads.is_last(sentence.text, match)
    return any(match.groupdict().get(name) for name in ordinals.FROM_THE_END)


def _product_at(sentence: Sentence, position: int) -> Mention | None:
    """Return the product that is named at a position: "third place goes to Copilot"."""
    found = (m for m in sentence.mentions if m.tag == "product" and is_specific(m))
    return next((m for m in found if m.start == position), None)


def _is_of_a_change(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a rank is of how much it grew: "the largest increase", 增幅居首."""
    if match.groupdict().get("grown") or match.re in superlatives.OF_GAINS:
        return True
    english = ordinals.OF_A_CHANGE.match(sentence.text[match.start() : range_end(sentence, match)])
    clause = sentence.text[sentence.clause(match.start()) : match.start()]
    return bool(english or ordinals.HAN_CHANGE.search(clause))


def _measure_ranked(sentence: Sentence, match: re.Match[str], around: str) -> str:
    """Return how the changes ranked are counted: as said, or in points where one is told in points.

    Growth, and what is fast, may be counted either way.
    """
    told = any(q.unit == POINTS for q in sentence.quantities)
    amount = ordinals.AN_AMOUNT.search(around[match.start() - sentence.clause(match.start()) :])
    return cues.measure_of("", around) or ("points" if told and amount else "")


def _said_ahead(sentence: Sentence, match: re.Match[str], rank: int) -> tuple[str, ...]:
    """Return who is said to be ahead of a rank: "the second highest in the EU, after Greece"."""
    found = ordinals.AFTER.match(sentence.text, match.end(), sentence.span.end)
    places = [m for m in sentence.mentions if m.tag == "place"]
    first = [k for k, m in enumerate(places) if found and m.start == found.end()]
    named = list_of_places(sentence, places, first[0]) if first else []
    return tuple(m.value for m in named) if len(named) == rank - 1 else ()


def _is_beside_it(sentence: Sentence, match: re.Match[str], mention: Mention) -> bool:
    """Return whether a place before a rank is only who is ahead of it: 仅次于阿联酋，居第二."""
    before = sentence.text[: mention.start]
    return mention.tag == "place" and mention.end <= match.start() and before.endswith(_BEHIND)


def _is_field(sentence: Sentence, match: re.Match[str], mention: Mention) -> bool:
    """Return whether a name is that of the set: "tenth among the States", "highest in the EU"."""
    inside = match.start() <= mention.start and mention.end <= match.end()
    if mention.tag == "place" and _OF_ITS_STATES.match(sentence.text, mention.end):
        return True
    if mention.tag == "product" and inside:
        return not is_specific(mention) or mention.value == "ai-native"  # 稳居国内AI应用首位
    if (
        mention.tag != "place"
        or mention.value in other_places.FIELDS
        or mention.start <= match.end()
    ):
        return mention.value in other_places.FIELDS
    return bool(ordinals.AMONG_WHICH.fullmatch(sentence.text, match.end(), mention.start))


def _counted(sentence: Sentence) -> list[Mention]:
    """Return the products and sectors of a sentence, in their order."""
    sectors = [m for m in sentence.mentions if m.tag == "sector"]
    return sorted((*sectors, *counterparts.products(sentence)), key=lambda m: m.start)

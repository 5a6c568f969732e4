"""Whom and what a number is about: place, product, publisher, who is counted, how often, for what.

The words nearest to a number decide; where they do not say, the sentence does, then the sentences
before. `how` keeps which it was, for what is only carried must not contradict anything.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from adoption.claims import (
    counterparts,
    cues,
    other_places,
    people,
    publishers,
    strangers,
    vendors,
    wholes,
)
from adoption.claims.memory import ANY_PURPOSE, within
from adoption.claims.phrases import Mention, codes_of, is_specific, listed
from adoption.claims.quantities import COUNT, PERCENT, SERVICES
from adoption.claims.sentences import Sentence, Subject

# a quarter of them 会经常使用: how often is said, and not in the words of the number before
_OFTEN = re.compile("经常|时常|常常|定期")
_NETIZENS = re.compile(r"internet|netizen|online|网民|上网")
THEY_REACH = 300  # characters back to the places that "the three" stands for
UNLISTED = "another"  # a purpose that no list knows
_TRIED = re.compile(r"[^，。；0-9周月天]{0,16}?(?:使?用过|试过)")  # 61%的网民用过
_NUMBER_OF = re.compile(r"\b(?:number|count|total) of\b", re.IGNORECASE)
# "it runs behind ChatGPT, for which OpenAI claimed 800 million", "Italy, where the share was 7.4%"
_OF_WHICH = re.compile(r", (?:(?:for|of|in) which|where) [^,;:.()]{0,60}")
# "A survey of US teens: ", "Among those in work, ": who is counted in all that follows
_HEADED = re.compile(
    r"(?:(?:[\w'’-]+ ){0,6}(?:survey|poll|study) of [^,;:.%]{3,60}:|(?:Among|Of) [^,;:.%]{3,60},) (?:about |some |nearly |only )?$"
)
# between two numbers of the same measure: "..., compared to 9.4% of the general population"
_SET_AGAINST = re.compile(
    r"\)?(?: (?:of|among) [^,;:.()%]{2,60})?,? (?:compared (?:to|with)|against|versus|vs\.?|as opposed to|as against) (?:only |just |about |some )?\(?"
)
_OVERALL = re.compile(r"[\W_]*(?:Overall|In total|All told|Altogether),")
_OR = re.compile(r" ?/ ?|,? (?:or )?")  # between the products of a list of which any is used
# what leads on to another place: "compared with 44.1% in Romania", "while in Italy it was 16.4%"
_BESIDE = re.compile(
    r"\b(?:compare[ds]? (?:to|with)|against|versus|vs\.?|than|below|above|behind|ahead of|while|whereas|but)\b"
)
# "At 19.6%, the rate is below that of Denmark", "19.6%, while Denmark has 42%": of another place
_OF_ANOTHER = re.compile(
    r"\b(?:it|they|while|whereas|but|although|(?:the|its|their) (?:share|rate|figure|proportion|level|percentage)"
    r"|(?:that|those|what it is) (?:of|in|for|seen in))\b"
)

# "Chatting is the most popular activity (48%)": not all who use it
_ACTIVITY = re.compile(
    r"\b(?:popular|common|frequent|cited|mentioned|top) (?:activit(?:y|ies)|use cases?|tasks?|purposes?|reasons?|motivations?)\b",
    re.IGNORECASE,
)
# "the share of generative AI users in the country rose to 13.7%": they are what is measured
_SHARE_OF_USERS = re.compile(
    r"\b(?:share|proportion|percentage|rate) of (?:the )?(?:generative )?(?:AI|artificial intelligence) users(?:,| (?:in|among|across|rose|reached|climbed|increased|grew|stood|was|is|has|had|to)\b)",
    re.IGNORECASE,
)

_HAS_USED = re.compile("(?:用|试|尝试|接触)过")
_HAN_COUNT_OF = re.compile("[名个位]?的?")


def subject_of(sentence: Sentence, i: int, kind: str) -> Subject:
    """Return the subject of a quantity: place, product, publisher, group, window, purpose."""
    quantity = sentence.quantities[i]
    near = sentence.near_right(i)
    if counterparts.counterpart(sentence, i, kind):
        near = counterparts.own_words_end(sentence, i)
    elif other_places.compared_place(sentence, i, kind):
        near = quantity.start
    start, position = sentence.left(i)
    rival = counterparts.rival_of(sentence, i) if kind in ("ratio", "gap") else None
    if rival:  # whom it is compared with is not whom it is about
        position = near = rival.start
    first = i - 1 if position < start else i  # 比美国（68.8%）低42.1个百分点
    subject = subject_between(sentence, min(start, sentence.left(first)[0]), position, near, first)
    right = sentence.text[quantity.end : sentence.right(i)[1]][:80]
    never = cues.NEVER.search(sentence.text, quantity.end, sentence.near_right(i))
    if never:  # "24% use it every day, 51% never"
        subject = replace(subject, window="")
    indicator = subject.indicator
    if quantity.unit == COUNT:
        indicator = "accounts" if cues.ACCOUNT_NOUN.match(right) else "users"
        # 付费席位超过2000万个，上一季度为1500万个
        told = [subject, *(sentence.read_subjects[:i][-1:] if right.startswith("个") else [])]
        if any(s.indicator == "accounts" for s in told) and not cues.PEOPLE_NOUN.match(right):
            indicator = "accounts"
    elif quantity.unit == PERCENT and kind == "level":
        indicator = "penetration"
    group, ages, employees, detail = people.counted(sentence, i, kind)
    users = _SHARE_OF_USERS.search(sentence.text, start, position)
    if group == "genai" and (kind.startswith(("change", "ratio")) or users):
        group = ""  # "the number of generative AI users grew": they are what is measured
        if _NUMBER_OF.search(sentence.text, start, position):
            indicator = "users"
        if not subject.products:
            how = subject.how | {"products": "here"}
            subject = replace(subject, products=("any-genai",), how=how)
    detail = detail or _region(sentence, quantity.start)
    if quantity.unit == SERVICES or _changes_services(sentence, i, kind):
        indicator, group = "services", sentence.filing(quantity.start, quantity.end)
    labelled = subject.tight("place") or subject.tight("product") or subject.purpose
    activity = not subject.purpose and _ACTIVITY.search(sentence.text, start, near)
    if activity or (not labelled and _opens_a_label(sentence, i)):
        subject = replace(subject, purpose=UNLISTED)
    counted_by = publishers.counted_by(sentence, i)
    if counted_by:  # who counts otherwise counts other people than those of the number before
        subject = replace(subject, sources=counted_by)
        before = sentence.read_subjects[i - 1] if i else None
        if before and (before.group, before.ages, before.employees) == (group, ages, employees):
            group, ages, employees = "", None, None
    if group and not (ages or employees or detail) and people.are_the_same_part(sentence, i, group):
        detail = sentence.read_subjects[i - 1].detail
    same = people.says_the_same(sentence, i)
    alike = same or people.names_nobody_new(sentence, i)
    alone = (group or ages or employees or detail or never or counted_by) and not alike
    if not alone and (sentence.continues_before(i) or same or _is_of_another_place(sentence, i)):
        earlier = sentence.read_subjects[i - 1]
        group, ages = earlier.group, ages if same else earlier.ages
        employees, detail = earlier.employees, earlier.detail
        if people.turns_to_themselves(sentence, i):
            group = "employed"
        used = earlier.purpose == "policy" and _tells_of_using(sentence, i)
        purpose = subject.purpose or ("" if used else earlier.purpose)
        own = subject.tight("product") and subject.products != earlier.products
        if own and quantity.unit == COUNT:
            purpose = subject.purpose  # 千问有2亿用户用于下单，元宝日活5000万
        own = own or bool(_OFTEN.search(sentence.text, quantity.end, near))
        # 24%每天使用，ChatGPT 44%
        often = "" if own and quantity.unit == PERCENT else earlier.window
        subject = replace(subject, window=subject.window or often, purpose=purpose)
    at_work = not alone and i and subject.purpose == "work" != sentence.read_subjects[i - 1].purpose
    if at_work and group in ("person", "adult"):
        group = ""  # "39.4% of adults use it, with 28% using it at work": who are in work
    if subject.window and _have_ever(sentence, i):
        subject = replace(subject, window="ever")
    elif (
        i
        and kind == "level"
        and _SET_AGAINST.fullmatch(sentence.text, sentence.quantities[i - 1].end, quantity.start)
    ):  # "for education (39.3%), compared to 9.4% of the population": other people, the same use
        earlier = sentence.read_subjects[i - 1]
        if not (subject.purpose or subject.window):
            subject = replace(subject, window=earlier.window, purpose=earlier.purpose)
    elif not alone and kind == "level" and _is_headed(sentence, i):
        earlier = sentence.read_subjects[0]
        group, ages, employees = earlier.group, earlier.ages, earlier.employees
    if quantity.unit == COUNT and cues.PEOPLE_OF.search(sentence.text[start : quantity.start]):
        indicator = "population"
    if quantity.unit == COUNT and not subject.tight("product") and _counts_people(sentence, i):
        indicator = "population"
        if cues.EMPLOYED.search(sentence.text, start, sentence.near_right(i)):
            group, ages, detail = "employed", None, ""
    counted = not _tells_of_using(sentence, i) or wholes.is_base_of_a_share(sentence, i)
    if quantity.unit == COUNT and group == "internet" and counted:
        subject = replace(subject, products=("internet",), how=subject.how | {"products": "here"})
    said = sentence.memory.folded[sentence.near_left(i) : sentence.near_right(i)]
    words = "penetration" if re.search(r"penetration|普及率|渗透率", said) else ""
    if group == "internet" and _NETIZENS.search(said):
        words += " netizens"
    if cues.SAME_FIGURE.search(sentence.text, sentence.near_left(i), quantity.start):
        words += " same figure"
    if "ramp-ai-index" in subject.sources:
        subject = vendors.paid(sentence, i, subject)
    if subject.places == ("CHN",) and sentence.memory.home_is_open:
        words += " our country"
    young = sentence.memory.young_in == sentence.passage or cues.YOUNG_OR_OLD.search(
        sentence.text, sentence.span.start, quantity.start
    )
    words += " the young" if young else ""
    if _OVERALL.match(sentence.text, sentence.span.start):
        words += " overall"
    if kind == "level" and not subject.window and _TRIED.match(right):
        words += " tried"
    everybody = people.names_a_people(sentence, i)
    words += " everybody" if everybody else ""
    if everybody and sentence.is_chinese and quantity.unit == PERCENT and not (alone or group):
        group = "person"
    how = subject.how | {"words": words, "told": " ".join(sentence.memory.told).strip()}
    whole = replace(
        subject, indicator=indicator, group=group, ages=ages, employees=employees,
        detail=detail, how=how,
    )  # fmt: skip
    while len(sentence.read_subjects) <= i:
        sentence.read_subjects.append(whole)
    sentence.read_subjects[i] = whole
    return whole


def _have_ever(sentence: Sentence, i: int) -> bool:
    """Return whether a Chinese clause tells who has used it, after one on how often it is used.

    每周使用的占34%，用过的已有61%
    """
    start, end = sentence.near_left(i), sentence.quantities[i].start
    stops = list(cues.HAN_STOP.finditer(sentence.text, start, end)) if sentence.is_chinese else []
    start = stops[-1].end() if stops else start
    often = any(m.tag == "window" for m in within(sentence.mentions, start, end))
    return not often and bool(_HAS_USED.search(sentence.text, start, end))


def _is_headed(sentence: Sentence, i: int) -> bool:
    """Return whether the head of a sentence says whom all its shares count: "A survey of US teens: 57% ..."."""
    if not i or sentence.is_chinese or sentence.quantities[i].unit != PERCENT:
        return False
    first, near = sentence.quantities[0], sentence.near_right(i)
    tags = ("group", "unknown_group", "sector", "place", "source")
    named = [m for m in sentence.mentions if first.end <= m.start < near]
    anew = any(m.tag in tags or (m.tag == "product" and is_specific(m)) for m in named)
    anew = anew or any(first.end <= a.start < near for a in sentence.ages)
    return not anew and _HEADED.match(sentence.text, sentence.span.start, first.start) is not None


def _is_of_another_place(sentence: Sentence, i: int) -> bool:
    """Return whether a share names but another place than the one before: "than 44.1% in Romania".

    中国为95.8%: of the same people and the same use.
    """
    if not 0 < i <= len(sentence.read_subjects):
        return False
    last, here = sentence.quantities[i - 1], sentence.quantities[i]
    earlier = sentence.read_subjects[i - 1]
    if earlier.group in ("", "person", "respondents") and not (
        earlier.ages or earlier.employees or earlier.detail or earlier.purpose
    ):
        return False  # everybody: of another place they need not be told
    stop = cues.HAN_STOP if sentence.is_chinese else _BESIDE
    start = stop.search(sentence.text, last.end, here.start)
    if start is None or not last.unit == here.unit == PERCENT:
        return False
    between = within(sentence.mentions, start.end(), sentence.near_right(i))
    named = {m.tag for m in between}
    known = "place" in named and named <= {"place", "indicator", "example"}
    unknown = strangers.rest_of if sentence.is_chinese else strangers.unknown_words
    return known and not unknown(sentence, start.end(), here.start)


def _counts_people(sentence: Sentence, i: int) -> bool:
    """Return whether the employed are counted, or a population that "it" stands for."""
    memory, quantity = sentence.memory, sentence.quantities[i]
    words = memory.text[sentence.left(i)[0] : sentence.near_right(i)]
    named = any(m.tag in ("product", "indicator") for m in sentence.mentions)
    if cues.EMPLOYED.search(words) and not named:
        return True
    before = sentence.text[sentence.span.start : quantity.start]
    if cues.PEOPLE_OF.search(before):
        memory.population_in = sentence.passage
    goes_on = memory.population_in == sentence.passage and not named
    return goes_on and bool(re.search(r"\bit (?:was|had been|stood at) $", before[-16:]))


def _region(sentence: Sentence, position: int) -> str:
    """Return the part of a country that a Chinese passage is about: 全省."""
    if not sentence.is_chinese:
        return ""
    named = [
        m for m in sentence.mentions
        if (m.tag == "place" or m.value == "region") and m.start < position
    ]  # fmt: skip
    if named:
        last = named[-1]
        return sentence.memory.folded[last.start : last.end] if last.value == "region" else ""
    memory = sentence.memory
    return memory.region if memory.region_in == sentence.passage else ""


def _tells_of_using(sentence: Sentence, i: int) -> bool:
    """Return whether netizens are said to use something, and are not just counted."""
    start, end = sentence.near_left(i), sentence.near_right(i)
    return bool(re.search(r"\bus(?:e|ed|es|ing)\b|使用|用过|采用", sentence.text[start:end]))


def _changes_services(sentence: Sentence, i: int, kind: str) -> bool:
    """Return whether a change or multiple is one of services filed."""
    return kind != "level" and any(q.unit == SERVICES for q in sentence.quantities[:i])


def subject_between(
    sentence: Sentence, start: int, position: int, near_end: int, i: int, *, remember: bool = True
) -> Subject:
    """Return what the words around a position say, without who is counted."""
    how: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for tag in ("place", "product"):
        found[tag], how[tag + "s"] = _nearest(sentence, tag, start, position, near_end, i)
        if how[tag + "s"] == "tight":
            how[tag + "s"] = "here"
            how["tight"] = f"{how.get('tight', '')} {tag}"
    while remember and len(sentence.chosen) <= i:
        sentence.chosen.append({})
    if remember:
        sentence.chosen[i] = {
            tag: values
            for tag, values in found.items()
            if values and how[tag + "s"] not in ("carried", "distant", "later")
        }
    clause = (sentence.near_left_at(start, position), sentence.clause_end(position, near_end))
    sources, how["sources"] = publishers.quoted(sentence, *clause)
    told_at = max(clause[0], _own_words(sentence, i, position, tight="tight" in how))
    often = _OFTEN.search(sentence.text, position, near_end)
    if often and sentence.is_chinese:
        stops = cues.HAN_STOP.finditer(sentence.text, told_at, position)
        told_at = max([told_at, *(m.end() for m in stops)])
    window = _one(sentence, "window", told_at, position, near_end)
    if not (window or often) and how["products"] in ("sentence", "here") and told_at == clause[0]:
        window = _one(sentence, "window", sentence.clause(position), position, near_end)
    if not window and (list_end := _end_of_products(sentence, near_end)):
        window = _one(sentence, "window", position, position, list_end)
    end = clause[1]
    if sentence.is_chinese and i < len(sentence.quantities):
        stop = cues.HAN_STOP.search(sentence.text, sentence.quantities[i].end, end)
        end = stop.start() if stop else end
    if i < len(sentence.quantities) and _fills_brackets(sentence.text, position, near_end):
        end = near_end  # "idea generation (40%), using it for work (37%)"
    purpose = _one(sentence, "purpose", told_at, position, end)  # 49.7%制定了方针，使用的占55.2%
    own = any(m.tag == "purpose" and position <= m.start < end for m in sentence.mentions)
    told_from = position if purpose else clause[0]  # "8% at work, 6% used it to learn something"
    if sentence.is_chinese and "product" in how.get("tight", ""):  # 用户用于下单，元宝日活5000万
        stops = cues.HAN_STOP.finditer(sentence.text, told_from, position)
        told_from = max([told_from, *(m.end() for m in stops)])
    used_for = cues.HAN_USED_FOR if sentence.is_chinese else cues.USED_FOR
    if not own and used_for.search(sentence.text, told_from, end):
        purpose = UNLISTED
    purpose = "" if purpose == ANY_PURPOSE else purpose
    indicator = _one(sentence, "indicator", start, position, near_end)
    return Subject(
        places=found["place"], products=found["product"], sources=sources,
        outsider=publishers.outsider(sentence, clause, sources), window=window, purpose=purpose,
        indicator=indicator, how=how,
    )  # fmt: skip


def _end_of_products(sentence: Sentence, position: int) -> int:
    """Return where the clause ends whose list of products is cut short: "ChatGPT | and Gemini daily"."""
    products = [m for m in sentence.mentions if m.tag == "product"]
    ends = {m.end for m in products if m.end in (position, position - 1)}
    joins = any(m.start == position + len("and ") for m in products)
    if not (ends and joins and sentence.text.startswith("and ", position)):
        return 0
    stop = cues.DELIMITER.search(sentence.text, position + len("and "), sentence.span.end)
    return stop.start() if stop else sentence.span.end


def _own_words(sentence: Sentence, i: int, position: int, *, tight: bool) -> int:
    """Return where a Chinese number's own words start that follow those of the number before.

    They name a use or a product of their own: 24%每天使用，用过ChatGPT的占44%.
    """
    if not sentence.is_chinese or not 0 < i < len(sentence.quantities):
        return 0
    before, here = sentence.quantities[i - 1], sentence.quantities[i]
    stop = cues.HAN_STOP.search(sentence.text, before.end, position)
    if stop is None or here.unit != PERCENT:
        return 0
    named = tight and before.unit == PERCENT
    return stop.end() if named or cues.USE.search(sentence.text, stop.end(), position) else 0


def _opens_a_label(sentence: Sentence, i: int) -> bool:
    """Return whether a list goes on with what no list knows: "writing (34%), shopping (26%)"."""
    bracketed = [
        sentence.text[q.start - 1] == "(" and sentence.text[q.end : q.end + 1] == ")"
        for q in sentence.quantities[max(0, i - 1) : i + 1]
    ]
    start, position = sentence.left(i)
    if len(bracketed) < 2 or not all(bracketed) or within(sentence.periods, start, position):
        return False
    named = {m.tag for m in within(sentence.mentions, start, position)}
    if named & {"group", "sector", "place"}:
        return False  # "among those in work (41.1%), compared with the unemployed (36.7%)"
    return bool(strangers.unknown_words(sentence, start, position))


def _fills_brackets(text: str, start: int, end: int) -> bool:
    """Return whether a number is all that stands in brackets: its name stands before them."""
    closed = re.compile(r"[)）][,;.，；。]").match(text, end)
    return text[start - 1 : start] in ("(", "（") and closed is not None


def _nearest(
    sentence: Sentence, tag: str, start: int, position: int, near_end: int, i: int
) -> tuple[tuple[str, ...], str]:
    """Find the place or product a quantity belongs to, and how sure that is."""
    mentions = [
        m for m in sentence.mentions
        if m.tag == tag and not sentence.is_example(m) and not sentence.refers_back(m)
    ]  # fmt: skip
    if tag == "product" and i < len(sentence.quantities):  # "which shows the demand for AI"
        mentions = [m for m in mentions if is_specific(m) or not sentence.comments(i, m)]
    if tag == "place" and sentence.is_chinese and (them := _all_of_them(sentence, start, position)):
        return them, "each"
    behind = position
    if sentence.is_chinese and i < len(sentence.quantities):
        behind = max(position, sentence.quantities[i].end)
    after = [m for m in mentions if behind <= m.start < near_end]
    before = [m for m in mentions if start <= m.start < position]
    if tag == "place":
        before = publishers.without_homes(
            sentence, other_places.without_the_world(sentence.text, before)
        )
        before = counterparts.without_yardsticks(sentence.text, before, position)
        after = other_places.without_the_world(sentence.text, after)
        mentions = other_places.without_the_world(sentence.text, mentions)
    elif any(is_specific(m) for m in before):
        before = [m for m in before if is_specific(m)]
    of_before = before and cues.DELIMITER.search(sentence.text, before[-1].end, position)
    if tag == "product" and after and of_before and not sentence.is_chinese:
        before = []  # "33% used generative AI, and 20% of firms used AI": each has its own
    labels = [m for m in sentence.mentions if m.tag == tag and start <= m.start < position]
    labels = other_places.without_the_world(sentence.text, labels) if tag == "place" else labels
    labels = counterparts.described(sentence.text, labels)
    if labels and _OF_WHICH.fullmatch(sentence.text, labels[-1].end, position):
        return codes_of(labels[-1:]), "tight"
    if labels and counterparts.is_owner(sentence.text, labels[-1], position):
        return codes_of(labels[-1:]), "tight"
    if labels:
        pattern = cues.CLOSE_LABEL if sentence.is_example(labels[-1]) else cues.LABEL
        dates = [p.end for p in sentence.periods if p.start == labels[-1].end < p.end <= position]
        end = (
            dates[-1] if dates and sentence.is_chinese else labels[-1].end
        )  # 高于美国上半年的26.3%
        if pattern.fullmatch(sentence.text, end, position):
            return codes_of(labels[-1:]), "tight"
    if sentence.is_chinese and (own := _of_its_clause(sentence, before, after, i)):
        several = listed(sentence.text, own)
        if len(several) == 1:
            return codes_of(own[-1:]), "tight"
        return codes_of(several), "each" if tag == "place" else "several"
    joined = [m for m in after if _is_joined(sentence, position, m)]
    if tag == "product" and not before and (together := _any_of(sentence, after)):
        return codes_of(together), "several"
    if joined:
        return codes_of([other_places.member_of_a_union(sentence, joined) or joined[0]]), "tight"
    if before:
        several = listed(sentence.text, before)
        if len(several) > 1:
            return codes_of(several), "each" if tag == "place" else "several"
        return codes_of(before[-1:]), "here"
    if after and tag == "product":  # "the generative AI tool ChatGPT"
        tools = [m for m in after if is_specific(m)] or after
        return codes_of(tools[:1]), "here"
    for earlier in range(min(i, len(sentence.chosen)) - 1, -1, -1):
        if values := sentence.chosen[earlier].get(tag):
            return values, "sentence"
    first = (
        [m for m in mentions if m.start < start]
        or after
        or [
            m
            for m in mentions
            if m.start >= near_end and not (sentence.is_chinese and m.value == "WLD")
        ]  # 千问月活突破3000万，刷新了全球纪录
    )
    if tag == "place" and first and other_places.is_of_a_part(sentence, i, first[0]):
        return _carried(sentence, tag)
    back = sentence.goes_on_with_it and tag == "place"
    of_another = bool(first) and first[0].start >= near_end and _leads(sentence, i, first[0])
    if first and first[0].start >= start and (sentence.is_chinese or back or of_another):
        named, how = _carried(sentence, tag)
        if how == "carried" or (named and of_another and _is_apart(sentence, behind, first[0])):
            return named, how  # a place named later in such a sentence is another one
    if first:
        earlier = first[0].start < start
        values = codes_of(first[-1:] if earlier else first[:1])
        alone = len(set(codes_of(mentions))) == 1
        return values, "sentence" if earlier or alone else "later"
    return _carried(sentence, tag)


def _any_of(sentence: Sentence, products: list[Mention]) -> list[Mention]:
    """Return the products of a list of three and more of which any is used: "ChatGPT/Claude/Gemini"."""
    run = products[:1]
    for product in products[1:]:
        if not _OR.fullmatch(sentence.text, run[-1].end, product.start):
            break
        run.append(product)
    joins = [sentence.text[a.end : b.start] for a, b in pairwise(run)]
    any_of_them = all(join == "/" for join in joins) or any("or" in join for join in joins)
    return run if len(run) > 2 and any_of_them and all(map(is_specific, run)) else []


def _is_apart(sentence: Sentence, behind: int, mention: Mention) -> bool:
    """Return whether a name is another one than that of a number: "19.6%, below that of Denmark"."""
    if sentence.is_chinese:
        return cues.HAN_STOP.search(sentence.text, behind, mention.start) is not None
    return _OF_ANOTHER.search(sentence.text, behind, mention.start) is not None


def _all_of_them(sentence: Sentence, start: int, position: int) -> tuple[str, ...]:
    """Return the places that 三国均 stands for: the last three named; "?" if they are fewer."""
    found = list(cues.ALL_OF_THEM.finditer(sentence.text, start, position))
    if not found:
        return ()
    word = found[-1].group("number")
    number = (
        int(word) if word.isdigit() else "零一二三四五六七八九十".replace("二", "两").find(word)
    )
    number = number if number > 0 else 2
    places = [
        m.value for m in sentence.memory.mentions
        if m.tag == "place" and m.value not in other_places.FIELDS and "|" not in m.value
        and found[-1].start() - THEY_REACH <= m.start < found[-1].start()
    ]  # fmt: skip
    last = tuple(dict.fromkeys(reversed(places)))[:number]
    return last[::-1] if len(last) == number else ("?",)


def _leads(sentence: Sentence, i: int, mention: Mention) -> bool:
    """Return whether a name after a quantity belongs to a later one, before it or behind it."""
    return any(
        sentence.left(k)[0] <= mention.start < sentence.near_right(k)
        for k in range(i + 1, len(sentence.quantities))
    )


def _of_its_clause(
    sentence: Sentence, before: list[Mention], after: list[Mention], i: int
) -> list[Mention]:
    """Return what a Chinese clause names before its number, else the first after it."""
    if i >= len(sentence.quantities):
        return []
    quantity = sentence.quantities[i]
    stops = [
        m.end() for m in cues.HAN_STOP.finditer(sentence.text, sentence.left(i)[0], quantity.start)
    ]
    own = [m for m in before if not stops or m.start >= stops[-1]]
    used = cues.HAN_USES.match(sentence.text, quantity.end)
    if not own and used and (named := [m for m in after if m.start == used.end()]):
        return named[:1]  # 44%使用ChatGPT，24%使用Gemini
    counted = quantity.unit == COUNT and _HAN_COUNT_OF.match(sentence.text, quantity.end)
    if counted and (named := [m for m in after if m.start == counted.end() and is_specific(m)]):
        return named[:1]  # AI行业瞩目：印度拥有1亿ChatGPT用户
    if own or before:
        return own
    stop = cues.HAN_STOP.search(sentence.text, quantity.end, sentence.right(i)[1])
    return [m for m in after if m.start < (stop.start() if stop else sentence.right(i)[1])][:1]


def _carried(sentence: Sentence, tag: str) -> tuple[tuple[str, ...], str]:
    """Return the place or product named before; of a Chinese text without one, China.

    A publisher that is named after another country speaks of that.
    """
    carried = sentence.memory.carried.get(tag, ())
    if carried and tag == "place" and sentence.is_chinese:
        home = publishers.home_of_quoted(sentence)
        if home:
            return (home,), "sentence"
    if carried and sentence.memory.carried_in.get(tag) != sentence.passage:
        return carried, "distant"
    quoted = sentence.memory.carried.get("source") or sentence.memory.outsider
    if not carried and tag == "place" and sentence.memory.at_home and not quoted:
        return ("CHN",), "assumed"
    return carried, "carried" if carried else "missing"


def _is_joined(sentence: Sentence, position: int, mention: Mention) -> bool:
    between = sentence.text[position : mention.start]
    return (
        bool(
            re.search(
                r"\b(?:in|of|for|across|among|within|throughout|inside)(?: the| all| its)?"
                r"(?: (?!(?:as|while|when|where|but|than|and|after|before|with)\b)\w+){0,2} ?$",
                between,
                re.I,
            )
            or re.fullmatch(r"[^ ，、一-鿿]* ?(?:\w+ ){0,3}的?", between)
        )
        and len(between) < 70
    )


def _one(sentence: Sentence, tag: str, start: int, position: int, near_end: int) -> str:
    mentions = [m for m in sentence.mentions if m.tag == tag]
    if not mentions:
        return ""
    right = [m for m in mentions if position <= m.start < near_end]
    left = [m for m in mentions if start <= m.start < position]
    if tag in ("window", "purpose"):
        # "for private purposes (25.1%), fewer for work": its own stand before
        own = [m for m in right if not cues.DELIMITER.search(sentence.text, position + 1, m.start)]
        own = [m for m in own if m.value != "ever"] or own  # "had used one in the past week"
        nearest = own[:1] or left[-1:] or right[:1]
        return nearest[0].value if nearest else ""
    return left[-1].value if left else right[0].value if right else ""

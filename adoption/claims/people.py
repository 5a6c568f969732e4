"""Who is counted in a number: a kind of unit, ages, sizes of firms, or a part without figures."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from adoption.claims import cues, strangers
from adoption.claims.ages import AgeOrSize
from adoption.claims.memory import PART_OF_THEM, within
from adoption.claims.phrases import Mention
from adoption.claims.quantities import COUNT, NUMBER_WORDS, PERCENT, Quantity
from adoption.claims.sentences import Sentence
from adoption.claims.wholes import (
    Counted,
    Limits,
    those_asked,
    those_spoken_of,
    who_they_are,
    whole,
    with_limits,
)

_NEXT_ITEM = re.compile("; ")
NOUN_REACH = 40  # characters after a number in which those counted are named
WEIGHTS_REACH = 40  # characters after those counted: "78% of firms, weighted by employment"
_AMONG = re.compile(r"\b[Aa]mong(?:st)? (?:the |those |all )?(?P<np>[^,;:.()，。0-9%]{1,60})")
# "among the EU countries", "among individual tools": places or products, not people
_NO_PEOPLE = re.compile(
    r"(?:(?!(?:of|who|using|users|with|that|in) )[\w'-]+ ){0,4}?(?:countries|nations|economies|member states|states|markets|members|jurisdictions|Baltics|Nordics|neighbou?rs"
    r"|tools|chatbots|bots|assistants|apps|applications|products|platforms|services|models|brands|names|features|options|alternatives|competitors|rivals|challengers|peers|contenders)\b",
    re.I,
)
# "AI leaders such as the United States", "early adopters like Norway": places
_ARE_PLACES = re.compile(
    r"(?: (?:in|of) [\w ]{2,24}?)?(?:,? (?:such as|like|including|namely|e\.g\.)|,|:| \() (?:the )?"
)
_MAY_BE_PLACES = ("leaders", "early adopters")
# "58% of those under 30, far above the 34% of the general population": everybody, of whatever age
_THE_WHOLE = re.compile(
    r"\b(?:(?:general|overall|total|whole|entire|adult|wider|broader) (?:adult )?(?:population|public)\b|population (?:at large|overall|in general)|all (?:[a-z]+ ){0,2}(?:adults|people|persons|individuals|residents|citizens|respondents|users|netizens|workers|employees|firms|businesses|enterprises|companies)|overall|on average|as a whole|at large|in general|everyone|everybody)\b",
    re.IGNORECASE,
)
# "4.7 million paid subscribers and 15 million seats": the noun of the number before
_ITS_NOUN = re.compile(r" (?:[a-z-]+ ){0,3}")
_WHOLE_PEOPLE = re.compile(
    r"(?<!internet )(?<!online )\bpopulation\b|\b(?:inhabitants|residents|citizens|everybody|everyone)\b|人口|居民|国民|民众|国人",
    re.I,
)
OF_SECTORS = {"us-census-btos"}  # the publishers that count by industry
_ONE_OF_THEM = ("company", "firm", "business", "enterprise", "developer", "startup")
_THE_SHARE = re.compile(
    r"\b(?:the|a|an) (?:share|rate|figure|proportion|percentage|level|number)\b"
)
# "288 million users who draw pictures": a part of them; "who log in every day": all of them
_USERS_WHO = re.compile(
    r"\busers (?:who|that(?! (?:month|year|quarter|week|day)\b)) (?P<what>[^,;:.()0-9]{2,60})", re.I
)
_ARE_USERS = re.compile(
    r"(?:[a-z]+ly |also |already |have |had |has |now |a |first )*(?:us(?:e|ed|es|ing)|tr(?:y|ied)|are|were|is|was|log|open|visit|access|return|c[ao]me|"
    r"interact|engage|chat|talk|turn|rel(?:y|ied)|adopt|sign|regist|download|install|joined|spend|spent)"
)
# "17.9% use it, weighted by employment 32%"
_LEADS_ON = re.compile(
    r"[,:]? ?(?:(?:it|that|the (?:share|rate|figure)) (?:is|was|comes to|stands at) )?(?:about |some |only )?"
)
_OF_THEIR_AGE = ("children", "kids", "minors", "youngsters", "youths", "young people", "seniors")
_TOLD_BY = re.compile(
    r"\b(?:found|finds|shows?|showed|said|says|reports?|reported|estimates?|estimated|suggests?|indicates?|revealed|concluded|declared|declares|announced|announces|disclosed|confirmed|stated|claimed|claims)(?: that)?\b"
)
_OF_THE = re.compile(r" of (?:the |all |its |their )?")
_NOUN_PHRASE = re.compile(
    r"\)? of (?P<np>[^,;:.()，；。0-9%]{1,80})|(?:的|中)?(?P<han>[一-鿿]{2,12})"
)

# "41% of employees say their employer has integrated it", 员工说所在机构已引入AI: of whom they tell
_OF_THEIR_EMPLOYER = re.compile(
    r"[^,;.]{0,60} (?:(?:say|said|says|saying|report|reported|reporting|confirm|confirmed|note|noted|indicate|indicated|state|stated|told (?:[A-Z]\w+|researchers|pollsters))(?: that)?|works? (?:for|at|in)) (?:their (?:own )?|an? )"
    r"(?:employers?|organi[sz]ations?|compan(?:y|ies)|firms?|business(?:es)?|workplaces?)\b"
    r"|(?:的(?:人|员工|受访者)|们)?(?:则|也)?(?:称|说|表示|报告)，?(?:其|自己|他们)?(?:的|所在的?)?(?:机构|单位|公司|组织|企业|雇主)"
)
_EMPLOYER = re.compile(r"\bemployers?$|雇主|所在")
# "12 percent who said the same last March", "10 percent of those aged 50 and older did so"
_THE_SAME = re.compile(
    r"(?: (?:of|among) (?:those|people|them))?(?: ?[^,;.:0-9%]{0,12}(?:[0-9]{2}[^,;.:%]{0,24})?)?(?: who)?"
    r" (?:said|say|says|reported|report|answered|told \w+|do|did|had done|have done|have said) (?:the same|so|likewise|as much)\b"
)
# "... of those over 50 said so, up from only 4 percent last year"
_UP_FROM = re.compile(
    r"(?:,|\)| —| –)? ?(?:which (?:is|was) |(?:is|was) )?(?:up|down)(?: [a-z]+ly)? from (?:the |a |an |only |just |about |around |nearly |some |mere |roughly |almost )*$"
)
# "40% in management, business, and computer occupations"
_IN_KINDS = re.compile(
    r" (?:in|among|across) (?:[\w-]+(?:, and |, or | and | or |, | )){1,8}(?:occupations|professions)\b"
)
_IN_BRACKETS = re.compile(r" ?\([^()%]{2,40}\)")
# "Information, 37.6%", "with information at 37.6%": a sector, where sectors of firms are told of
_INFORMATION = re.compile(
    r"(?:^|[•*–:;,(\n-]|\b(?:with|in|and|to|then))\s*information(?: (?:(?:has|had|shows?|showed|reported) the (?:highest|largest|top) (?:[a-z]+ )?(?:rate|share|figure|level)|leads?|led|tops? (?:it|the list)|comes first|stands|stood|is|was|has|had))?(?:,|:| at| with)? ?[(—–]? ?$",
    re.IGNORECASE,
)
# "37.6% of firms in the United States in information used AI"
_IN_INFORMATION = re.compile(
    r"[^,;:.%0-9]{0,60} in information(?= (?:us|had|have|adopt|said|report)|[,;.]|$)"
)
# "28.2% among firms with 100 to 249 employees, 17.7% among firms": the size is of the first
_OF_WHOM = re.compile(
    r"(?: (?:adoption|usage|use|penetration|user)(?: (?:rate|level|share))?)? (?:of|among|in|for|at|by) [^,;:.()]{0,40}"
)
_NEXT_ONE = re.compile(
    r"(?: (?:20[0-9]{2}|[^,;:.()0-9%]){1,60}?)?(?:[,;]| and| but| to)(?: and| but| with| against| compared with| compared to| versus| while| whereas)?"
    r" (?:only |just |about )?"
)
_OF_THESE = re.compile(
    r"(?:人群|用户|网民|人|者)?(?:的|为|达|是|[(（：])(?:约|近|逾)?"
)  # 40多岁的29.6%
_HAN_PEOPLE = re.compile(r"人(?![口群工均数里中机])")
# "AI of any kind, including appliances and transport, rose to 60%": examples of what is used
# "an online survey of 1,391 teenagers and their parents": who was asked, not of whom each share is
_SAMPLE = re.compile(
    r"\b(?:survey(?:ed|s)?|poll(?:ed|s)?|study|interview(?:ed|s)?|panel|sample|questionnaire|responses|answers|replies)(?: (?:of|with|among|amongst|by|from))? [^;.:%]{3,90}?,(?![0-9])"
)
_EXAMPLES = re.compile(r"\b(?:including|such as) [^,;:.()0-9]{2,60}(?=,)")


@dataclass(frozen=True)
class _Words:
    """The words in which a number may say whom it counts: from `start` to it, from it to `end`."""

    sentence: Sentence
    i: int
    kind: str
    start: int
    end: int
    noun: re.Match[str] | None  # "of the firms in Spain", right after it

    @property
    def quantity(self) -> Quantity:
        return self.sentence.quantities[self.i]

    @property
    def is_level_in_percent(self) -> bool:
        return self.quantity.unit == PERCENT and self.kind == "level"


def counted(sentence: Sentence, i: int, kind: str) -> Counted:
    """Return who is counted: kind, ages, employees, and a part that has no figures."""
    words = _words_of(sentence, i, kind)
    if says_the_same(sentence, i) or names_nobody_new(sentence, i):
        told = sentence.read_subjects[i - 1]
        own = within(sentence.ages, words.quantity.end, words.end)
        of_an_age = (own[0].low, own[0].high) if own else told.ages
        return told.group, of_an_age, told.employees, told.detail
    of_others = whole(sentence, i, kind, words.start, words.noun)
    if of_others is not None:
        return of_others
    before, after = _groups_beside(words)
    picked = [m for m in (*after[:1], *before[-1:]) if m.value != "weighted"]
    users = bool(picked) and picked[0].value == "genai" and words.quantity.unit == PERCENT
    if users and (those := those_asked(sentence, picked[0])):
        return those
    named_anew = bool(after and after[0].value.partition(":")[0]) or _names_a_part(words)
    group, ages, employees = _limits_of(words, _kind_of(words, before, picked), named_anew)
    parts = _parts_of(words, named_anew)
    if kind == "level" and not parts and not (ages or employees) and _is_information(sentence, i):
        return "firm", None, None, "information"
    detail = " ".join(
        sentence.memory.folded[m.start : m.end] if m.value in ("part", "region") else m.value
        for m in parts
    )
    sectors = [m for m in parts if m.tag == "sector"]
    if sectors and len(sectors) == len(parts):
        group, detail = group or "firm", sectors[-1].value
    # the label of a row tells whom it counts, not what is said above the table
    labelled = sentence.span.start in sentence.memory.echoes and employees
    if kind == "level" and not (detail or ages or labelled):
        detail = _unknown_among(words, named_anew)
    if _is_weighted(words, (*after, *before)):
        detail = "employment-weighted"
    detail = detail or _unknown_beside(words, after)
    if detail in cues.LARGE_FIRMS and (
        group == "firm" or (not group and _after_firms(sentence, i))
    ):
        group, employees, detail = "firm", cues.LARGE_SIZE, ""
    if employees and detail in cues.SIZES_OF_FIRMS:
        detail = ""  # the number of employees says it better
    if ages and detail in _OF_THEIR_AGE:
        detail = ""  # children aged 10 to 17
    return group, ages, employees, detail


def says_the_same(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of the people before, at another date or of another age.

    "10 percent of those over 50 said so, up from 4"
    """
    if not 0 < i <= len(sentence.read_subjects) or sentence.is_chinese:
        return False
    quantity = sentence.quantities[i]
    groups = within(sentence.mentions, quantity.end, sentence.near_right(i))
    if any(m.tag in ("group", "unknown_group", "place", "sector") for m in groups):
        return False
    alike = quantity.unit == PERCENT == sentence.quantities[i - 1].unit
    up_from = alike and _UP_FROM.search(sentence.text, sentence.left(i)[0], quantity.start)
    return bool(up_from or _THE_SAME.match(sentence.text, quantity.end))


def are_the_same_part(sentence: Sentence, i: int, group: str) -> bool:
    """Return whether a Chinese share is of the people of the sector that the one before is of.

    科技业约六成从业人员频繁使用，三成每天使用: nobody is named after the first
    """
    if not (sentence.is_chinese and 0 < i <= len(sentence.read_subjects)):
        return False
    last, quantity = sentence.quantities[i - 1], sentence.quantities[i]
    before = sentence.read_subjects[i - 1]
    sector = any(m.tag == "sector" and m.value == before.detail for m in sentence.mentions)
    if not (sector and last.unit == quantity.unit == PERCENT and before.group == group):
        return False
    stop = cues.HAN_STOP.search(sentence.text, last.end, quantity.start)
    tags = ("group", "unknown_group", "sector", "place", "source")
    start, end = stop.end() if stop else last.end, sentence.near_right(i)
    return not any(m.tag in tags for m in within(sentence.mentions, start, end))


def names_nobody_new(sentence: Sentence, i: int) -> bool:
    """Return whether all people named for a share are those of the share before.

    "39.4% of Americans aged 18 to 64 used it, with 28% using it at work"
    """
    if not 0 < i <= len(sentence.read_subjects) or sentence.is_chinese:
        return False
    last, quantity = sentence.quantities[i - 1], sentence.quantities[i]
    if not last.unit == quantity.unit == PERCENT or sentence.new_source(i) is not None:
        return False
    if _OF_THEIR_EMPLOYER.match(sentence.text, quantity.end, sentence.right(i)[1]):
        return False
    people: list[Mention | AgeOrSize] = [
        *(m for m in sentence.mentions if m.tag in ("group", "unknown_group", "sector")),
        *sentence.ages,
    ]
    named = [m for m in people if last.end <= m.start < quantity.start]
    near = sentence.near_right(i)
    if not named or any(quantity.start <= m.start < near for m in people):
        return False
    whole = _THE_WHOLE.search(sentence.text, last.end, near)
    noun = _NOUN_PHRASE.match(sentence.text, quantity.end, sentence.right(i)[1])
    return not (whole or noun) and all(_tells_the_one_before(sentence, i, m) for m in named)


def _after_firms(sentence: Sentence, i: int) -> bool:
    """Return whether the number before is of firms: "17.0% of small firms and 55.0% of large ones"."""
    return bool(i and sentence.read_subjects[i - 1].group == "firm")


def _words_of(sentence: Sentence, i: int, kind: str) -> _Words:
    quantity, near = sentence.quantities[i], sentence.near_right(i)
    noun = _NOUN_PHRASE.match(sentence.text, quantity.end, sentence.right(i)[1])
    end = max(near, noun.end() if noun and noun.group("np") else near)
    kinds = _IN_KINDS.match(sentence.text, quantity.end, sentence.right(i)[1])
    end = max(end, kinds.end() if kinds else end)
    sized = _IN_BRACKETS.match(sentence.text, end)  # "of the smallest firms (one to four staff)"
    if sized and within(sentence.ages, end, sized.end()):
        end = sized.end()
    start = max(
        sentence.near_left(i), sentence.new_source(i) or 0, _own_clause(sentence, i),
        _own_label(sentence, i),
    )  # fmt: skip
    return _Words(sentence, i, kind, start, end, noun)


def _groups_beside(words: _Words) -> tuple[list[Mention], list[Mention]]:
    """Return the people named before and after a number, without those of other numbers."""
    sentence, i, quantity = words.sentence, words.i, words.quantity
    groups = [m for m in sentence.mentions if m.tag == "group"]
    after = [m for m in groups if quantity.end - 1 <= m.start < words.end]
    before = [m for m in groups if words.start <= m.start < quantity.start]
    if quantity.word == "fraction":  # "one firm in five"
        after = [*within(groups, quantity.start, quantity.end - 1), *after]
    if quantity.unit == COUNT:
        after = [  # 6.02亿，超过网民总数的一半
            m for m in after
            if m.value == "internet" and not PART_OF_THEM.match(sentence.text, m.end)
        ]  # fmt: skip
        before = [m for m in before if m.value == "internet"]
    after = [m for m in after if m.value != "genai" or m.start - quantity.end <= 2]
    before = [m for m in before if not _of_another_number(sentence, m)]
    before = [m for m in before if not _has_a_penetration(words, m)]
    before = [m for m in before if not _is_the_speaker(sentence.text, m)]
    if i and not sentence.is_chinese:  # "28.1% of the employed, at home 32.6%"
        start, stop = sentence.quantities[i - 1].end, sentence.near_right(i - 1)
        near = sentence.near_right(i)
        if any(m.tag == "purpose" and stop <= m.start < near for m in sentence.mentions):
            before = [m for m in before if not _OF_THE.fullmatch(sentence.text, start, m.start)]
    if sentence.is_chinese:  # of 青少年网民 the last word is the noun
        after = [m for m, n in zip_longest(after, after[1:]) if n is None or m.end != n.start]
    return before, after


def _names_a_part(words: _Words) -> bool:
    """Return whether the noun of a share is a part of the people: "46.2% of high school students"."""
    noun = words.noun
    return bool(noun and noun.group("np")) and any(
        m.tag == "unknown_group" and noun.start("np") <= m.start < noun.end("np")  # type: ignore[union-attr]
        for m in words.sentence.mentions
    )


def _has_a_penetration(words: _Words, people: Mention) -> bool:
    """Return whether those online are who is counted before a rate: "users, with the penetration at 80%"."""
    between = words.sentence.memory.folded[people.end : words.quantity.start]
    last = words.sentence.quantities[words.i - 1] if words.i else None
    counted = last is not None and last.unit == COUNT and last.end <= people.start
    return counted and people.value == "internet" and "penetration" in between


def _kind_of(words: _Words, before: list[Mention], picked: list[Mention]) -> str:
    """Return the word for the people picked, or for those whom the question before asks about."""
    sentence = words.sentence
    number, asked = sentence.memory.asked_for
    if not picked:
        value = asked if number == sentence.memory.sentence_number - 1 else ""
    else:
        value = picked[0].value
    if picked and value in ("adult", "person"):
        workers = [m for m in sentence.mentions if m.value == "employed"]
        value = "employed" if any(_qualifies(sentence, m, picked[0]) for m in workers) else value
    if picked and value == "genai":
        value = (
            who_they_are(sentence, picked[0].start, picked[0].end)
            or those_spoken_of(sentence, picked[0])
            or value
        )
    told_from = max([words.quantity.end, *(m.end for m in picked)])
    of_employers = _OF_THEIR_EMPLOYER.match(sentence.text, told_from, sentence.right(words.i)[1])
    if of_employers and value in ("", "person") and _EMPLOYER.search(of_employers.group()):
        return "organization"  # only those in work have one
    return "organization" if value in ("employed", "respondents") and of_employers else value


def _is_weighted(words: _Words, beside: tuple[Mention, ...]) -> bool:
    """Return whether a share of firms counts each by its staff: "78%, weighted by employment"."""
    sentence, quantity = words.sentence, words.quantity
    reach = min(sentence.right(words.i)[1], words.end + WEIGHTS_REACH)
    ends = cues.HAN_STOP if sentence.is_chinese else _NEXT_ITEM
    if stopped := ends.search(sentence.text, quantity.end, reach):
        reach = stopped.start()  # 17.9%的企业使用，若按雇员人数加权则为32%
    of_the_next = [q.start for q in sentence.quantities[words.i + 1 : words.i + 2]]
    later = [
        m
        for m in within(sentence.mentions, quantity.end, reach)
        if not any(_LEADS_ON.fullmatch(sentence.text, m.end, start) for start in of_the_next)
    ]
    if not (words.i or sentence.is_chinese):  # "weigh firms by headcount, and the answer is 32%"
        later = [*within(sentence.mentions, sentence.span.start, words.start), *later]
    return any(m.value == "weighted" for m in (*beside, *later))


def _limits_of(words: _Words, value: str, named_anew: bool) -> tuple[str, Limits, Limits]:
    """Return the kind of people with the ages or the numbers of employees that the words give."""
    group, ages, employees = with_limits(value)
    spans = [a for a in words.sentence.ages if words.start <= a.start < words.end]
    if named_anew:
        spans = [a for a in spans if not _tells_the_one_before(words.sentence, words.i, a)]
    spans = [a for a in spans if not _gives_way_to_the_whole(words, a)]
    beside = [
        a for a in spans if _OF_THESE.fullmatch(words.sentence.text, a.end, words.quantity.start)
    ]
    after = [a for a in spans if a.start >= words.quantity.end]
    for span in beside or after[:1] or spans[-1:]:
        limits = (span.low, span.high)
        ages, employees = (ages, limits) if span.employees else (limits, employees)
        group = group or ("firm" if span.employees else "person")
    return group, ages, employees


def _parts_of(words: _Words, named_anew: bool) -> list[Mention]:
    """Return the sectors and the parts without figures that the words name."""
    sentence, quantity = words.sentence, words.quantity
    reports = list(_TOLD_BY.finditer(sentence.text, words.start, quantity.start))
    start = reports[-1].end() if reports else words.start  # "the researchers found that 39 ..."
    given = [m.span() for m in _EXAMPLES.finditer(sentence.text, start, quantity.start)]
    if named_anew:
        given += [m.span() for m in _SAMPLE.finditer(sentence.text, start, quantity.start)]
    parts = [
        m
        for m in sentence.mentions
        if m.tag in ("unknown_group", "sector")
        and start <= m.start < words.end
        and not _is_the_speaker(sentence.text, m)
        and not (named_anew and _tells_the_one_before(sentence, words.i, m))
        and not any(low < m.start < high for low, high in given)
        and sentence.text[m.start : m.end] != "the State"  # a country, as the Irish call theirs
        and not _is_place_or_comment(words, m)
        and not _gives_way_to_the_whole(words, m)
    ]
    if quantity.unit == COUNT:  # a tool that makes pictures calls its users so
        parts = [m for m in parts if sentence.memory.folded[m.start : m.end] != "creators"]
    return parts


def _gives_way_to_the_whole(words: _Words, part: AgeOrSize | Mention) -> bool:
    """Return whether everybody is named nearer to a number than a part before it."""
    start, quantity = words.quantity.start, words.quantity
    if part.end > start or (isinstance(part, Mention) and part.tag == "sector"):
        return False  # "health care, all firms"
    before = list(_THE_WHOLE.finditer(words.sentence.text, part.end, start))
    return bool(before or _THE_WHOLE.search(words.sentence.text, quantity.end, words.end))


def _is_place_or_comment(words: _Words, part: Mention) -> bool:
    """Return whether a part is a word for places, of the number before, or in what is made of it."""
    sentence, quantity = words.sentence, words.quantity
    places = [m for m in sentence.mentions if m.tag == "place" and m.start >= part.end]
    if part.tag == "sector":
        return False
    ahead = sentence.memory.folded[part.start : part.end] in _MAY_BE_PLACES
    if ahead and places and _ARE_PLACES.fullmatch(sentence.text, part.end, places[0].start):
        return True
    if part.start >= quantity.end:
        return sentence.comments(words.i, part)
    before = sentence.quantities[words.i - 1] if words.i else None
    if before is None or not before.unit == quantity.unit == COUNT:
        return False
    return _ITS_NOUN.fullmatch(sentence.text, before.end, part.start) is not None


def _unknown_among(words: _Words, named_anew: bool) -> str:
    """Return the words for people that no list knows: "among knitters 39% use it"."""
    sentence, i = words.sentence, words.i
    among = _AMONG.search(sentence.text, words.start, words.quantity.start)
    if among and named_anew and i and among.start() == sentence.quantities[i - 1].end + 1:
        among = None  # "36.7% among the unemployed, 36.8% among individuals"
    if among is None or _NO_PEOPLE.match(sentence.text, among.start("np")):
        return ""
    if _THE_WHOLE.search(sentence.text, among.start("np"), among.end("np")):
        return ""
    named = [m for m in sentence.mentions if m.tag in ("source", "place")]
    named = [m for m in named if m.start > among.start("np") + len("the ")]
    # "among small firms the Reuters Institute counted 40", "among small firms the rate is 20%"
    stop = min([among.end("np"), *(m.start for m in named)])
    said = _THE_SHARE.search(sentence.text, among.start("np"), stop)
    return strangers.unknown_people(sentence, among.start("np"), said.start() if said else stop)


def _unknown_beside(words: _Words, after: list[Mention]) -> str:
    """Return the words right after a number for people that no list knows."""
    sentence, quantity, noun = words.sentence, words.quantity, words.noun
    if quantity.unit == COUNT:
        return _which_users(sentence, words.start, sentence.near_right(words.i))
    if noun and noun.group("np") and words.is_level_in_percent:
        return strangers.unknown_people(sentence, noun.start("np"), noun.end("np"))
    led = after[0].start if after and quantity.unit == PERCENT else quantity.end
    if words.kind == "level" and led - quantity.end < NOUN_REACH:
        return strangers.unknown_people(sentence, quantity.end, led)
    return ""


def _which_users(sentence: Sentence, start: int, end: int) -> str:
    """Return what those users do who alone are counted: "users who draw pictures"."""
    found = _USERS_WHO.search(sentence.text, start, end)
    if found is None or _ARE_USERS.match(found.group("what")):
        return ""
    told = within(sentence.mentions, found.start("what"), found.end("what"))
    return "" if any(m.tag == "purpose" for m in told) else found.group("what").strip()


def _tells_the_one_before(sentence: Sentence, i: int, span: AgeOrSize | Mention) -> bool:
    """Return whether an age, size or sector is of the number before: "28% of firms with 100, 17% of all"."""
    if not i or span.start < sentence.quantities[i - 1].end:
        return False
    said = _OF_WHOM.fullmatch(sentence.text, sentence.quantities[i - 1].end, span.start)
    return bool(said and _NEXT_ONE.fullmatch(sentence.text, span.end, sentence.quantities[i].start))


def _qualifies(sentence: Sentence, worker: Mention, people: Mention) -> bool:
    """Return whether people are said to be in work: 在职的美国成年人."""
    inside = sentence.text[worker.end : people.start]
    for m in within(sentence.mentions, worker.end, people.start):
        inside = inside.replace(sentence.text[m.start : m.end], "") if m.tag == "place" else inside
    return worker.value == "employed" and sentence.text[worker.end - 1] == "的" and not inside


def turns_to_themselves(sentence: Sentence, i: int) -> bool:
    """Return whether employees are said to use it themselves, after what they told of the employer.

    "41% said that their employer had integrated it, and 50% used it": a verb of its own follows.
    """
    before, quantity = sentence.quantities[i - 1], sentence.quantities[i]
    told = _OF_THEIR_EMPLOYER.search(sentence.text, before.end, quantity.start)
    return bool(told and cues.USE.search(sentence.text, quantity.end, sentence.near_right(i)))


def _own_clause(sentence: Sentence, i: int) -> int:
    """Return where the clause of a Chinese number starts, if it names people of its own.

    What follows the number before belongs to that: 三成10至17岁网民使用，高中生为46.2%.
    """
    if not sentence.is_chinese or not i:
        return 0
    start, end = sentence.left(i)
    if all(sentence.text.startswith("的", q.end) for q in sentence.quantities[i - 1 : i + 1]):
        return end  # 66%的年轻人和49%的成年人
    stop = cues.HAN_STOP.search(sentence.text, start, end)
    if stop is None:
        return 0
    tags = ("group", "unknown_group", "sector")
    near = sentence.near_right(i)
    own = any(m.tag in tags and stop.end() <= m.start < near for m in sentence.mentions)
    return stop.end() if own or any(stop.end() <= a.start < near for a in sentence.ages) else 0


def _own_label(sentence: Sentence, i: int) -> int:
    """Return where the label of an item starts that names those counted in the line above anew.

    "36.8% of firms with 250 or more staff. The others: ... - Firms: 20.6%"
    """
    echo = sentence.memory.echoes.get(sentence.span.start)
    if echo is None:
        return 0
    above, own = (
        {m.value.partition(":")[0] for m in within(sentence.mentions, *span) if m.tag == "group"}
        for span in ((echo.start, echo.names), (echo.names, sentence.quantities[i].start))
    )
    for a in within(sentence.ages, echo.start, echo.names):  # "adults between 30 and 49"
        above |= {"firm"} if a.employees else {"person", "adult"}
    return echo.names if above & own else 0


def ranked_group(sentence: Sentence, position: int, end: int) -> str:
    """Return who is counted by a rank: "the highest share of enterprises", of the words nearest."""
    groups = [
        m for m in sentence.mentions
        if m.tag == "group" and m.start < end and m.value not in ("genai", "weighted")
        and not sentence.text.startswith(("'s", "’s"), m.end)  # the company's table
    ]  # fmt: skip
    after = [m for m in groups if m.start >= position]
    return (after[:1] or groups[-1:])[0].value.partition(":")[0] if groups else ""


def names_a_people(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of a whole people: "44 per cent of Indians"."""
    end = sentence.quantities[i].end
    if sentence.is_chinese:  # 44%的印度人
        return any(
            m.tag == "place" and m.start - end in (0, 1) and _HAN_PEOPLE.match(sentence.text, m.end)
            for m in within(sentence.mentions, end, end + 2)
        )
    noun = _NOUN_PHRASE.match(sentence.text, end, sentence.right(i)[1])
    near = sentence.text[sentence.near_left(i) : sentence.near_right(i)]
    if _WHOLE_PEOPLE.search(near) or (noun and _WHOLE_PEOPLE.search(noun.group())):
        return True
    if noun is None or not noun.group("np"):
        return False
    named = within(sentence.mentions, noun.start("np"), noun.end("np"))
    whole = noun.start("np") + len("all ") * noun.group("np").startswith("all ")
    first = named[0] if named and named[0].start in (noun.start("np"), whole) else None
    return (
        first is not None
        and first.tag == "place"
        and sentence.text[first.start : first.end].endswith("ns")
        and not any(m.tag in ("group", "unknown_group") for m in named)
    )


def _is_information(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of the information sector, named without a further word."""
    quoted = {m.value for m in sentence.mentions if m.tag == "source"}
    quoted |= set(sentence.memory.carried.get("source", ()))
    if sentence.quantities[i].unit != PERCENT or not quoted & OF_SECTORS:
        return False
    left = sentence.text[sentence.left(i)[0] : sentence.quantities[i].start]
    after = (sentence.quantities[i].end, sentence.near_right(i))
    return bool(_INFORMATION.search(left) or _IN_INFORMATION.match(sentence.text, *after))


def _is_the_speaker(text: str, mention: Mention) -> bool:
    """Return whether "the company" or "its firm" is one that was spoken of, not all of them."""
    one = text[mention.start : mention.end].lower() in _ONE_OF_THEM
    return one and bool(
        re.search(r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er) $", text[: mention.start][-5:])
    )


def _of_another_number(sentence: Sentence, mention: Mention) -> bool:
    """Return whether "of them" says whom a number before it counts: "eleven of them members"."""
    before = sentence.text[sentence.span.start : mention.start]
    return mention.value == "genai" and bool(
        re.search(rf"\b(?:{NUMBER_WORDS}|[0-9]+%?) $", before, re.I)
    )

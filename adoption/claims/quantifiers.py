"""Of how many a level is said: "three of the five", "each", "none", "all but two", "half of".

What is counted are mostly places, above or below a level ("22 states exceed 30%"); which places
they are is said by a noun ("EU countries"), by a number ("of the 27"), or was said before.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from adoption.claims import ordinals, other_places
from adoption.claims.phrases import Mention, listed
from adoption.claims.quantities import WORD_VALUES, han_numeral
from adoption.claims.sentences import Sentence
from adoption.rates import INFINITY, Interval

LONGEST_VERB = 30  # characters of "remained throughout the year"
LARGE_SET = 10  # 十国均超过: so many are not the few just named
# "the share of people in 48 markets who use it reached 10%": one share, of all of them
_WHERE_IT_IS = re.compile(
    r"\b(?:share|rate|proportion|percentage|use|usage|adoption) of [^,;:.0-9]{1,50} (?:in|across) (?:the |its )?$"
)
LONGEST_GAP = 90  # characters between the words for how many and the level
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = (
    rf"(?:[0-9]{{1,3}}|(?:twenty|thirty|forty|fifty|sixty)(?:-(?:{_ONES}))?|ten|eleven|twelve|"
    rf"(?:thir|four|fif|six|seven|eigh|nine)teen|{_ONES})"
)
_PLACES = (
    r"(?P<noun>(?:(?:EU|US|U\.S\.|European|African|Asian|Latin American|member) )*"
    r"(?:member states?|countr(?:y|ies)|econom(?:y|ies)|states?|nations?|members|markets?|places))"
)
_NO_COUNT = r"(?!years?\b|months?\b|weeks?\b|days?\b|quarters?\b|hours?\b|in\b|out of\b|people\b|adults\b|percent|per cent|%|million|billion|times\b|points?\b)"
_BOUND = r"(?:(?P<bound>at least|no fewer than|not fewer than|more than|fewer than|at most|no more than|up to|just|only|exactly|some|about|around|nearly|almost) )?"
# how many, of how many, of what
QUOTA = (
    r"(?:"
    rf"(?:all|every one|every \w+) but (?P<but>{_NUMBER})\b(?: of)?"
    r"|(?P<all>each(?! other)|every(?: single)?|all)(?: one)?(?: of)?"
    r"|(?P<none>none|no(?= [a-z])(?! (?:fewer|more|less)\b)|not one|not a single)(?: of)?"
    r"|(?P<nowhere>nowhere)|(?P<everywhere>everywhere)"
    r"|(?P<share>(?:at least |more than |less than |fewer than |nearly |almost |about |roughly )?"
    r"(?:half|most|(?:a|the) majority|(?:a|one) (?:third|quarter|fifth)|two[- ]thirds|three[- ]quarters))(?: of)?"
    rf"|{_BOUND}(?P<number>{_NUMBER})\b(?:(?=,)| (?={_NO_COUNT})(?P<of>of )?)"
    r")"
    rf"(?: ?(?:the |these |those |its |their |our |them\b|(?-i:EU)'s |(?-i:[A-Z])\w+'s )){{0,2}}(?: ?(?P<size>{_NUMBER})\b)?"
    rf"(?: ?(?:{_PLACES}|(?P<other>(?:age |size |income )?(?:groups?|class(?:es)?|brackets?|cohorts?|waves?|surveys?|sectors?|industr(?:y|ies)|vendors?|regions?|districts?|provinces?|cit(?:y|ies))))\b)?"
    r"(?P<told> (?:in the|of the|here|listed|above|shown)[a-z ]{0,16}table)?"
)
_BEFORE = re.compile(rf"\b{QUOTA}", re.IGNORECASE)
_AFTER = re.compile(rf"[^.;:!?()]{{0,{LONGEST_GAP}}}?\bin {QUOTA}", re.IGNORECASE)
_OF_THESE = re.compile(
    rf"\bof (?:the|these|those|its) (?P<size>{_NUMBER}) (?:[A-Za-z]+ ){{0,5}}?(?:{_PLACES}|classes|groups|waves|sectors)\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:now|still|also|already|even)? ?(?:exceed\w*|top\w*|reach\w*|surpass\w*|pass\w*|stay\w*|remain\w*|lies?|lay|are|were|is|was|"
    r"stands?|stood|sits?|have|had|has|falls?|fell|comes?|came|records?|recorded|reports?|reported)"
)
_TO_LEVEL = re.compile(
    rf" ?{_VERB}?(?: (?!and\b|but\b|while\b|whereas\b)(?:[a-z'-]+|[0-9]{{1,2}}),?){{0,12}} ?",
    re.IGNORECASE,
)
_VERB_FOLLOWS = re.compile(rf" {_VERB}\b", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.;:,(—–]|\b(?:and|but|while|in|of|that|where)) ?$", re.IGNORECASE)
_IN_OPENS = re.compile(r"(?:^|[.;:,(—–] |\b(?:and|but|while) )in $", re.IGNORECASE)
_IN = re.compile(r"\bin $", re.IGNORECASE)
_SHARE_FOLLOWS = re.compile(
    r",? (?:(?:the|its|their) )?(?:share|rate|figure|level|use|adoption)\b[^,;.]{0,50}",
    re.IGNORECASE,
)
_NAMED = re.compile(r",[^,;:.0-9]{1,50},")
_SINGULAR = re.compile(r"\b(state|member|group|bracket|cohort|wave|survey|sector)$", re.IGNORECASE)
_THESE = re.compile(r"\b(?:these|those|them)\b", re.IGNORECASE)
_REACHES = re.compile(r"\breach(?:es|ed|ing)? $", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?。；，,]|\b(?:and|but|while|whereas)\b")
_RELATIONS = ("over", "at least", "under", "at most")
_THE_ONLY = re.compile(
    rf"\b(?:is|are|was|were) the only (?:(?:one|ones|two|three|four)\b ?)?(?:{_PLACES})?"
    r"(?: ?(?:had|have|has|are|were|is|was|to be|with|where|that|a|an|the|shares?|rates?|at|of)\b){0,6} ?$",
    re.IGNORECASE,
)
# "making it the first economy to pass the", 70 percent mark; "the first state to", exceed 40%
_THE_FIRST = re.compile(
    rf"\b(?:is|was|be|becomes?|became|becoming|making it|makes it|made it|as|remains) the (?:world's |EU's |bloc's )?first {_PLACES}(?: in (?:the )?(?:world|EU|bloc|Europe|union))?"
    r" (?:to (?:have )?(?:(?P<passes>pass|exceed|top|cross|surpass|break|clear|go above|rise above|climb above|(?P<reach>reach|hit))(?:ed)? )?|(?:with|where) |(?P<above>above|over|beyond) )(?:the |a )?$",
    re.IGNORECASE,
)
_PARTS = (
    ("third", "0.30", "0.37"), ("quarters", "0.70", "0.80"), ("quarter", "0.21", "0.29"),
    ("thirds", "0.62", "0.71"), ("fifth", "0.17", "0.23"), ("half", "0.45", "0.55"),
)  # fmt: skip
# "Only the Emirates and Singapore are above half"
_ONLY_THOSE = re.compile(r" ?(?:are|were|is|was|have|had|stand|stood|lie)(?: now| still)? ?")
_ONLY_BEFORE = re.compile(r"\bonly (?:the )?$", re.IGNORECASE)

HAN_NUMBER = r"(?:[0-9]{1,3}|[一两二三四五六七八九十]{1,3})"
HAN_NOUN = r"(?:欧盟|美国)?(?:成员国|国家(?:和地区|或地区)?|经济体|州|市场|国(?![家民内]))"
HAN_SHARE = (
    r"(?:的?[^，。；0-9有是]{0,10}(?:使用率|采用率|普及率|渗透率|扩散率|应用率|比例|占比|份额))?"
)
_HAN_EVEN = r"(?:均|都|全部|全都|无一例外)?(?:也|已经?|仍|能够?|可|为|在|是|达到)*"
# 有10个经济体的普及率超过40%, 27个成员国中有26个超过18%, 没有一个国家超过75%, 27国无一低于两成
_HAN_BEFORE = re.compile(
    r"(?:(?P<none>(?:没有|无|尚无)(?:任何)?(?:一个)?)|(?P<all>所有|全部|各个?|每一?个)"
    rf"|(?:(?P<size>{HAN_NUMBER})个?{HAN_NOUN}(?:之?中|里|内|当中)[，,]?(?:共|只|仅|有)*)?(?P<number>{HAN_NUMBER})个?)"
    rf"(?P<noun>{HAN_NOUN})?{HAN_SHARE}{_HAN_EVEN}$|(?P<nobody>无一个?|没有一个){_HAN_EVEN}$"
)
_HAN_EACH = re.compile("均|都|全")
_HAN_COUNTS = re.compile(r"(?:有|仅|只|共|计|达)$")
_HAN_OPENS = re.compile(
    r"(?:^|[\s，。；：:;,（(]|有|仅|只|共|计|已|达|在|全球|世界|欧盟|欧洲|全美)$"
)
# 超过40%的有10个, 超过一半的只有阿联酋和新加坡
_HAN_AFTER = re.compile(
    rf"的(?P<noun>{HAN_NOUN})?(?:共|总共|一共|只|仅|已|目前)*有(?:(?P<number>{HAN_NUMBER})个?(?P<also>{HAN_NOUN})?(?=[，。；、,;）)]|$))?"
)
_HAN_ONLY_THOSE = re.compile(
    rf"^(?:(?:和|与|及)?{HAN_NUMBER}个?{HAN_NOUN}|两地)?{HAN_SHARE}{_HAN_EVEN}$"
)
# 阿联酋以70.1%居首，为首个突破, 七成的经济体
_HAN_THE_ONLY = re.compile(
    rf"(?:是|为|成为|成)[^，。；0-9]{{0,6}}(?:(?P<first>首个|第一个)|[唯惟]一一?个?){HAN_SHARE}{_HAN_EVEN}(?:突破|超过|超|破|达到|跨过|站上|越过|迈过)*了?$"
)
_HAN_SIZED = re.compile(rf"(?P<size>{HAN_NUMBER})个?(?P<noun>{HAN_NOUN})")


@dataclass(frozen=True)
class Quota:
    """How many of a set are said to lie beyond a level, and where the text says so.

    `wanted` is a number of them, or a part of one whole where `of_all` is set; `but` counts from
    the whole. `size` is how many they are in all (0: not said). A set may be the one spoken of.
    """

    start: int
    end: int
    relation: str
    wanted: Interval
    value: Decimal = Decimal(0)  # the number that is said, 0 for none
    of_all: bool = False
    but: bool = False
    size: int = 0
    field: str = ""
    those: tuple[str, ...] = ()  # the places said to be all of them
    spoken_of: bool = False
    others: str = ""  # what is counted, if not places
    first: bool = False  # those were there before all others


def quota_of(sentence: Sentence, start: int, end: int, relation: str) -> Quota | None:
    """Return of how many the level from `start` to `end` is said, if of several."""
    text = sentence.text
    before = text[max(sentence.span.start, start - 2 * LONGEST_GAP) : start]
    if not relation and (reaches := _REACHES.search(before)):
        relation, before = "at least", before[: reaches.end()]
    if sentence.is_chinese:
        return _in_chinese(sentence, start, end, relation or "over")
    if ahead := _the_first(sentence, start, relation):
        return ahead
    if relation not in _RELATIONS:
        return None
    only = _only_those(sentence, start, relation)
    if only:
        return only
    first = start - len(before)
    for found in reversed(list(_BEFORE.finditer(before))):
        if _leads(sentence, found, start, end):
            return quota_said(sentence, found, first, max(end, first + found.end()), relation)
    following = [q.start for q in sentence.quantities if q.start > end][:1]
    found_after = _AFTER.match(
        text, end, min([sentence.span.end, end + 2 * LONGEST_GAP, *following])
    )
    if found_after and (found_after.group("size") or not found_after.group("number")):
        named = found_after.group("noun") or found_after.group("other") or found_after.group("size")
        quota = quota_said(sentence, found_after, 0, found_after.end(), relation) if named else None
        return replace(quota, start=start) if quota else None
    return None


def _leads(sentence: Sentence, found: re.Match[str], start: int, end: int) -> bool:
    """Return whether the words from how many to the level say that it is theirs."""
    before, gap = found.string[: found.start()], found.string[found.end() :]
    named = _NAMED.match(gap)
    rest = gap[named.end() :] if named else gap
    if _CLAUSE.search(rest.replace(",", " ")):
        return False
    others = (
        m for m in sentence.mentions if m.tag == "place" and m.value not in other_places.FIELDS
    )
    late = rest.startswith(",") and not _IN_OPENS.search(before)
    if late or "," in rest.strip(" ,") or any(start - len(rest) <= m.start < start for m in others):
        return False
    says = found.groupdict()
    if not says["all"] and _WHERE_IT_IS.search(before):
        return False
    parts = says["other"] and (says["size"] or not says["number"])  # "five cities" are no set
    of_a_set = says["noun"] or parts or says["told"] or _THESE.search(found.group())
    of_a_set = of_a_set or (says["size"] and (says["of"] or says["all"]))
    if of_a_set or says["nowhere"] or says["everywhere"] or says["but"]:
        return bool(_TO_LEVEL.fullmatch(rest.replace(",", "")))
    if says["all"] or not _OPENS.search(before):
        return False
    if says["number"] and _IN.search(before):
        return not rest.strip(" ,") or bool(_SHARE_FOLLOWS.fullmatch(f" {rest.lstrip()}"))
    followed = f" {gap.lstrip()}{sentence.text[start:end]}"
    return bool(_VERB_FOLLOWS.match(followed)) and "," not in gap and len(gap) <= LONGEST_VERB


def quota_said(
    sentence: Sentence, found: re.Match[str], first: int, end: int, relation: str
) -> Quota:
    """Return the quota that `QUOTA` found in the text from `first` on."""
    groups = found.groupdict()
    noun, size = _SINGULAR.sub(r"\1s", groups["noun"] or ""), number(groups["size"])
    of_these = None
    if not (noun or size):
        of_these = _OF_THESE.search(sentence.text, sentence.span.start, first + found.start())
        if of_these:
            noun, size = of_these.group("noun") or "", number(of_these.group("size"))
    others = _SINGULAR.sub(r"\1s", (groups["other"] or "").lower()) or (
        of_these.group().split()[-1] if of_these and not of_these.group("noun") else ""
    )
    wanted, of_all, but = _wanted(groups)
    words = found.group()
    spoken = bool(groups["told"] or _THESE.search(words))
    value = Decimal(number(groups["number"] or groups["but"]))
    anywhere = groups["nowhere"] or groups["everywhere"]
    return Quota(
        first + found.start(), end, relation, wanted, value, of_all, but, size,
        ordinals.field_of(noun), (), spoken or bool(size) or not (noun or anywhere), others,
    )  # fmt: skip


def _wanted(groups: dict[str, str | None]) -> tuple[Interval, bool, bool]:
    """Return how many are wanted, whether as a part of all, and whether counted from all."""
    one, zero = Decimal(1), Decimal(0)
    if groups["but"]:
        value = Decimal(number(groups["but"]))
        return Interval(value, value), False, True
    if groups["all"] or groups["everywhere"]:
        return Interval(one, one), True, False
    if groups["none"] or groups["nowhere"]:
        return Interval(zero, zero), True, False
    if groups["share"]:
        return _part(groups["share"].lower()), True, False
    value = Decimal(number(groups["number"]))
    bound = (groups["bound"] or "").lower()
    if bound in ("at least", "no fewer than", "not fewer than"):
        return Interval(value, INFINITY), False, False
    if bound == "more than":
        return Interval(value + 1, INFINITY), False, False
    if bound in ("at most", "no more than", "up to"):
        return Interval(zero, value), False, False
    if bound == "fewer than":
        return Interval(zero, value - 1), False, False
    if bound in ("some", "about", "around", "nearly", "almost"):
        return Interval(value - value / 10, value + value / 10), False, False
    return Interval(value, value), False, False


def _part(words: str) -> Interval:
    """Return the part of a whole that words name."""
    one, half = Decimal(1), Decimal("0.5")
    if re.search(r"most|majority", words):
        return Interval(half, one)
    low, high = next(
        (Decimal(a), Decimal(b)) for word, a, b in _PARTS if re.search(rf"\b{word}\b", words)
    )
    middle = (low + high) / 2
    if re.match("at least|more than", words):
        return Interval(middle, one)
    if re.match("less than|fewer than", words):
        return Interval(Decimal(0), middle)
    return Interval(low, high)


def _only_those(sentence: Sentence, start: int, relation: str) -> Quota | None:
    """Return the quota of "only Malta and Spain are above", "Malta and Spain are the only ones"."""
    before = sentence.text[max(sentence.span.start, start - 120) : start]
    found = _THE_ONLY.search(before)
    until = start - len(before) + found.start() if found else start
    places = [
        m for m in sentence.mentions
        if m.tag == "place" and m.start < until and m.value not in other_places.FIELDS
    ]  # fmt: skip
    if not found:
        places = listed(sentence.text, places)
        opens = places and _ONLY_BEFORE.search(sentence.text, sentence.span.start, places[0].start)
        gap = sentence.text[places[-1].end : start] if places else ""
        verb = _ONLY_THOSE.fullmatch(gap) or (
            gap == " " and _VERB_FOLLOWS.match(sentence.text, start - 1)
        )
        if not (opens and verb):
            return None
        until = opens.start()
    those = tuple(dict.fromkeys(m.value for m in places))
    if not those:
        return None
    many = Decimal(len(those))
    noun = found.group("noun") if found else ""
    return Quota(
        until, start, relation, Interval(many, many), many, field=ordinals.field_of(noun or ""),
        those=those, spoken_of=bool(found and re.search(r"\bones?\b", found.group())),
    )  # fmt: skip


def _the_first(sentence: Sentence, start: int, relation: str) -> Quota | None:
    """Return the quota of "Spain is the first country to pass 40%": of that one, before others."""
    before = sentence.text[sentence.span.start : start]
    found = _THE_FIRST.search(before)
    if found is None or not (found["passes"] or found["above"] or relation in ("over", "at least")):
        return None
    until = sentence.span.start + found.start()
    places = [
        m for m in sentence.mentions if m.tag == "place" and m.value not in other_places.FIELDS
    ]
    own = [m.value for m in places if m.start < until][-1:]
    if not own and sentence.memory.carried_in.get("place") == sentence.passage:
        own = list(sentence.memory.carried.get("place", ()))
    if len(own) != 1 or own[0] in other_places.FIELDS:
        return None
    one = Decimal(1)
    relation = "at least" if found["reach"] or relation == "at least" else "over"
    return Quota(
        until, start, relation, Interval(one, one), one, field=ordinals.field_of(found.group()),
        those=(own[0],), first=True,
    )  # fmt: skip


def number(words: str | None) -> int:
    """Return the number that digits or words say, 0 for none.

    Examples
    --------
    >>> number("27"), number("twenty-two"), number("十二"), number("")
    (27, 22, 12, 0)
    """
    if not words:
        return 0
    if words.isdigit():
        return int(words)
    if not words.isascii():
        return int(han_numeral(words)[0])
    return sum(WORD_VALUES[part] for part in words.lower().split("-"))


def _in_chinese(sentence: Sentence, start: int, end: int, relation: str) -> Quota | None:
    """Return of how many a Chinese level is said: the words before it, or those after it."""
    text, clause = sentence.text, sentence.clause(start)
    before = text[clause:start]
    if only := _han_only(sentence, clause, start, end, relation):
        return only
    found = _HAN_BEFORE.search(before)
    if found and _counts_a_set(sentence, found, clause):
        return _han_quota(sentence, found, clause + found.start(), end, relation)
    after = _HAN_AFTER.match(text, end, sentence.span.end)
    if after is None:
        return None
    if after["number"]:
        sized = _HAN_SIZED.search(text, sentence.span.start, start)
        if not (after["noun"] or after["also"] or sized):
            return None
        return _han_quota(sentence, after, start, after.end(), relation)
    places = [m for m in sentence.mentions if m.tag == "place" and m.start >= after.end()]
    if not places or places[0].start != after.end() or not after.group().endswith(("只有", "仅有")):
        return None
    return _of_those(sentence, _run(text, places), start, relation)


def _run(text: str, places: list[Mention]) -> list[Mention]:
    """Return the list of places that the first of them begins."""
    ends = [k for k in range(1, len(places) + 1) if len(listed(text, places[:k])) == k]
    return places[: ends[-1]]


def _counts_a_set(sentence: Sentence, found: re.Match[str], clause: int) -> bool:
    """Return whether Chinese words count places of a set, and not those just named: 两国均超过."""
    before, says = found.string[: found.start()], found.groupdict()
    if says["nobody"]:
        return bool(_HAN_SIZED.search(sentence.text, sentence.span.start, clause + found.start()))
    if not says["noun"] and not says["size"]:
        return False
    if not says["number"] or says["size"]:
        return True
    counted = bool(_HAN_COUNTS.search(before))
    at = clause + found.start("number")  # 48个市场10%的网民: the name of one whole
    whole = any(m.tag == "place" and m.start <= at < m.end for m in sentence.mentions)
    if whole and not (counted or _HAN_EACH.search(found.group())):
        return False
    if _HAN_EACH.search(found.group()) or (says["noun"] == "国" and not counted):
        return int(number(says["number"])) >= LARGE_SET
    return bool(_HAN_OPENS.search(before))


def _han_only(sentence: Sentence, clause: int, start: int, end: int, relation: str) -> Quota | None:
    """Return the quota of 只有马耳他和西班牙超过40%, 马耳他是唯一超过40%的成员国."""
    text = sentence.text
    places = [
        m for m in sentence.mentions
        if m.tag == "place" and clause <= m.start < start and m.value not in other_places.FIELDS
    ]  # fmt: skip
    places = listed(text, places)
    if not places:
        return None
    gap = text[places[-1].end : start]
    the_only = _HAN_THE_ONLY.search(gap)
    if the_only and re.match(rf"(?:大关|关口|门槛)?的{HAN_NOUN}", text[end : end + 8]):
        only = _of_those(sentence, places[-1:], start - len(the_only.group()), relation)
        return replace(only, first=bool(the_only["first"]))
    if re.search(
        r"(?:只有|仅有|唯有|仅)$", text[clause : places[0].start]
    ) and _HAN_ONLY_THOSE.match(gap):
        return _of_those(sentence, places, places[0].start, relation)
    return None


def _of_those(sentence: Sentence, places: list[Mention], start: int, relation: str) -> Quota:
    those = tuple(dict.fromkeys(m.value for m in places))
    many = Decimal(len(those))
    return Quota(
        start, max(start, places[-1].end), relation, Interval(many, many), many,
        field=_han_field(sentence, start), those=those,
    )  # fmt: skip


def _han_quota(
    sentence: Sentence, found: re.Match[str], start: int, end: int, relation: str
) -> Quota:
    says, one, zero = found.groupdict(), Decimal(1), Decimal(0)
    value, of_all, wanted = zero, True, Interval(one, one)
    if says.get("none") or says.get("nobody"):
        wanted = Interval(zero, zero)
    elif says["number"]:
        value = Decimal(number(says["number"]))
        of_all, wanted = False, Interval(value, value)
    sized = _HAN_SIZED.search(sentence.text, sentence.span.start, start)
    size = number(says.get("size") or (sized["size"] if sized else ""))
    return Quota(
        start, end, relation, wanted, value, of_all, False, size,
        _han_field(sentence, start, found.group()),
    )  # fmt: skip


def _han_field(sentence: Sentence, start: int, words: str = "") -> str:
    """Return the set of Chinese words for places, else the set that stands before them."""
    if "成员国" in words:
        return "EU27"
    if "州" in words.replace("欧洲", ""):
        return "US states"
    before = sentence.text[sentence.clause(start) : start]
    field = ordinals.field_of(words) or ordinals.field_of(before)
    return "" if ordinals.SIZED_FIELD.fullmatch(field) else field

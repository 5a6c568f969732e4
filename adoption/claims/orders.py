"""Which place is said to be ahead of which, without a number: "Spain is ahead of Germany".

Whoever is ahead is first of those named, whoever is behind comes after all of them; so an order is
a rank among the places of the sentence (`ranks`). "Only Malta and Spain are higher", "second only
to Malta" name all that are ahead: a rank among all places.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adoption.claims.other_places import FIELDS
from adoption.claims.phrases import Mention, is_specific
from adoption.claims.quantities import PERCENT, WORD_VALUES
from adoption.claims.sentences import Sentence

LONGEST_STEP = 60  # characters from the place that is ahead to the words that say so
# "behind all of its big neighbours: Vietnam, Malaysia and Thailand"
_ALL_OF = (
    r"(?:(?:all(?: of)?|each of|both|most of) (?:(?:its|the|their|these|those) )?(?:[a-z-]+ ){0,3}"
    r"(?:neighbou?rs|peers|rivals|economies|countries|states|markets)(?: ?[:—–]| like| such as|,) ?(?:the )?)?"
)
_AHEAD = re.compile(
    r"\b(?:(?P<ahead>ahead of|in front of|outpac(?:es|ed|ing)|outstrip(?:s|ped)|surpass(?:es|ed)|overt(?:ook|akes|aken)|eclips(?:es|ed)|beats?|leads|led|tops|topped|higher than|more than|above)"
    r"|(?P<behind>below|behind|trails?|trailed|lags?(?: behind)?|lagged(?: behind)?|lower than|less than))"
    r" (?:(?:only|just|even|both|either|all|in|that of|those of|neighbou?ring) )*(?:the )?"
    + _ALL_OF
    + "$"
)
_HAN_AHEAD = re.compile(
    r"(?:(?P<ahead>高于|超过|超越|反超|赶超|领先于?|压过|胜过|大于)|(?P<behind>低于|落后于?|不及|逊于|不如|少于))"
    r"了?(?:同期|邻国|同期的|[^，。；0-9高低]{1,8}(?:旗下|公司|推出)的)?$"
)
# 跑在美国、日本前面, 排在丹麦之后
_HAN_STANDS = re.compile("(?:[跑走排]在|排名在|位居|居于)(?:了|邻国|同为[^，。；]{1,6}的)?$")
_HAN_SIDE = re.compile(
    "(?:等国?|两国|三国)?的?(?:(?P<ahead>前面|之前|前头|前方)|(?P<behind>后面|之后|后头|身后))"
)
_OVERTAKES = re.compile(
    r"\b(?:(?P<ahead>ahead of|surpass(?:es|ed|ing)|overt(?:ook|akes|aking)|overtaken(?! by)|overtake|eclips(?:es|ed|ing)|outrank(?:s|ed|ing)|dethron(?:es|ed|ing)"
    r"|leads|led|leading|tops|topped|topping|beats|beating|outpac(?:es|ed|ing)|outstrip(?:s|ped|ping)|above|higher than|larger than|bigger than)"
    r"|(?P<behind>trails|trailed|trailing|trail|lag(?:s|ged|ging)?(?: behind)?|behind|below|lower than|smaller than|(?:overtaken|surpassed|eclipsed|beaten|outstripped) by))"
    r" (?:(?:that of|those of|long-time|former|rival|then|leader|market leader|both|just|even) )*(?:[A-Z][\w.]*'s )?(?:the )?$"
)
# "has replaced Doubao as the most used app", "took the lead from Doubao", "lost it to Doubao"
_TOP = r"(?:top (?:spot|place|position|rank)|first place|lead|crown|number one spot)"
_REPLACES = re.compile(
    r"\b(?:replac|displac|unseat|dislodg)(?:e[sd]?|ed|s|ing) (?:[A-Z][\w.]*'s )?(?:the )?$"
)
_AS_THE_FIRST = re.compile(
    r"(?:,? which [^,;.]{2,40},)? as [^,;.]{0,60}\b(?:most|top|leading|largest|biggest|number one|no\. ?1|favou?rite)\b",
    re.IGNORECASE,
)
_TAKES_THE_LEAD = re.compile(
    rf"\b(?:(?P<ahead>t(?:ook|akes|aken|aking)|seiz(?:es|ed|ing)|snatch(?:es|ed|ing)) (?:the|its) {_TOP} (?:away )?from"
    rf"|(?P<behind>los(?:t|es|ing)|ced(?:es|ed|ing)|yield(?:s|ed|ing)) (?:the|its) {_TOP} to) (?:[A-Z][\w.]*'s )?(?:the )?$"
)
_HAN_REPLACES = re.compile("取代了?$")
_HAN_AS_THE_FIRST = re.compile("[，,]?(?:成为|登上|位居|位列|跃居)[^，。；]{0,16}(?:最|第一|首|榜)")
# 豆包被千问反超
_HAN_PASSIVE = re.compile("[被遭]$")
_HAN_BEATEN = re.compile("(?:首次|一举|短暂)?(?:反超|超越|超过|赶超|取代)")
_GOES_ON_ITSELF = re.compile(
    r"(?: is| was|'s share)? (?:ahead|behind|above|below|trail|lead|at |with |has|had)"
)
_NOT_THE_RIVAL = re.compile(r"['’]s\b| to | team|的")  # "led Google to", "beats OpenAI's"
_OVERTAKING = re.compile(r"overt|surpass|eclips|dethron|outrank")
_MORE_USE = re.compile(
    r"\b(?P<more>more|fewer) [^,;:.0-9]{0,40}?\bus(?:e|es|ed|ing) $", re.IGNORECASE
)
_COMPARES_USE = re.compile(r"\b(?:more|less) than\b")
_USES = re.compile(r"\bus(?:e|es|ed|ing)\b")
_MORE_OF = re.compile(r"\b(?P<more>more|fewer) $", re.IGNORECASE)
_THAN = re.compile(r",? than (?:the )?")
# all that are ahead are named after "second only to", or between "only" and "are higher"
_ONLY_AFTER = re.compile(
    r"\b(?:(?:second|third|fourth|next) only to|(?:behind|after|below) only|only (?:behind|after|below)"
    r"|(?:exceeded|surpassed|beaten|topped|outranked) only by|(?P<ahead>(?:ahead|above) only(?: of)?|only ahead of))"
    r" (?:(?:that|those) (?:of|in) )?(?:the )?$",
    re.IGNORECASE,
)
_HAN_ONLY_AFTER = re.compile(r"[仅僅只][次][于於]$|[仅僅]落后[于於]$")
_ONLY = re.compile(r"\bonly (?:in )?(?:the )?$", re.IGNORECASE)
_ARE_BEYOND = re.compile(
    r"(?:'s?)?(?: ?\([^()]{1,30}\))?(?:, (?:with|at) [^;:!?]{1,40}?,)? "
    r"(?:ranks?|ranked|scored?|scores|record(?:s|ed)|report(?:s|ed)?|post(?:s|ed)?|had|has|have|is|are|was|were|do|does|did|came|come|lie|lay|stand|stood|sits?|sat|fares?|fared)"
    r" (?:an? |any |even )?(?P<beyond>higher|lower|better|worse|ahead|behind|above|below|more|less|fewer)"
    r"(?P<noun> (?:shares?|rates?|figures?|values?|levels?|use|usage|adoption))?(?= ?[.,;:!?)]| in\b| on\b| that year|$)"
)
# "only the UAE and Singapore lead the nation", "only Denmark outranks it"
_ARE_BEYOND_IT = re.compile(
    r"(?:'s?)?(?: ?\([^()]{1,30}\))? (?:(?:currently|now|still|both|do|does) )*(?:(?P<ahead>leads?|led|outranks?|outranked|outperforms?|outperformed|outpaces?|outpaced|surpass(?:es|ed)?|exceed(?:s|ed)?|beats?|tops?|topped)|(?P<beyond>trails?|trailed|lags?(?: behind)?|lagged(?: behind)?)) "
    r"(?:it|(?:the )?(?:country|nation|kingdom|state|island|republic|emirate))\b"
)
# "fewer people use it in Maine than in any other state but one", "... but West Virginia"
_ANY_OTHER = re.compile(
    r"\b(?P<way>more|fewer|less|higher|lower|larger|smaller|greater|bigger)\b[^.;:!?]{0,80}? than (?:that of |those of )?(?:in |of )?"
    r"(?P<any>any (?:other (?:EU |US |U\.S\. |European |member )?(?:country|state|economy|nation|market)|of the other \w+)|anywhere else)"
    r"(?:,? (?:but|except|bar|save|apart from|other than)(?: for)? (?:(?P<many>one|two|three)\b|(?:the )?(?P<named>(?-i:(?=[A-Z])))))?",
    re.IGNORECASE,
)
_AT_LEVEL = re.compile(
    r"[,)]* (?:an? |which is |that is |far |well |still )*"
)  # "70.1%, more than in"
_SHARES = re.compile(r"\b(?:us(?:e|es|ed|ing)|usage|shares?|rates?|adoption|uptake|penetration)\b")
_LOWER = ("smaller", "lower", "worse", "behind", "below", "less", "fewer")
_AND = re.compile(r"(?:'s)?[、和与及]?,? ?(?:(?:and|or|nor) )?(?:both )?(?:the )?")
_STOP = re.compile(r"[;:.!?；：。！？]| (?:while|whereas|but|although) |[，,][^，]*[，,]")
_CHANGES = re.compile(
    r"\b(?:gr[eo]w\w*|gain\w*|increas\w*|ris\w*|rose|added|fast\w*|quick\w*|pace|speed|jump\w*|invest\w*|spend\w*|economy|gdp|by [0-9.,]+ (?:place|rank|spot)s?)\b"
    r"|增|涨|升幅|提升|提高|速|投资|支出|人口|经济|差距|数量|连续|一直|始终",
    re.IGNORECASE,
)
# "30.2%, a little above the national rate of 31.3%": a level against the one after it
_BEYOND = re.compile(
    r"\b(?:(?P<above>above|higher than|ahead of|greater than|larger than|more than|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|top(?:s|ped|ping)|beat(?:s|ing)?)"
    r"|(?P<below>below|lower than|behind|short of|smaller than|less than|trail(?:s|ed|ing)))"
    r" (?P<whom>[^,;:.!?()%]{2,70}?)(?:,? (?:of|at|which (?:is|was|stood at|stands at))|,| ?\()? ?$"
)
_HAN_BEYOND = re.compile(
    r"(?:(?P<above>高于|高過|高过|多于|超过了?|领先于?|超出)|(?P<below>低于|低過|少于|不及|落后于?|逊于)|(?P<than>比))"
    r"(?P<whom>[^，。；：,;（(]{2,24}?)(?:的|（|\(|为|是)$"
)
_HAN_THAN = re.compile(
    r"(?:还|更|要|略|稍)?(?:微)?(?:(?P<above>高|多|大)|(?P<below>低|少|小))(?![0-9出达了]|约|近)"
)
_WHOSE = re.compile(
    r"\b(?:average|mean|rate|figure|level|share|norm|total|median)s?\b|平均|水平|均值|整体|总体"
)
_OF_WHOM = re.compile(r" (?:of|in|for|among|recorded|reported|seen) ")
_PUTS = re.compile(
    r"(?:That|This|It|Which|The (?:share|rate|figure|result|level|number)) (?:puts?|places?|leaves?|is|was|lies|lay|stands|stood|makes?)\b"
)
_NEW_CLAUSE = re.compile(
    r"[;:.!?。；：！？]|\b(?:and|but|while|whereas|although|though|if)\b|但|而(?!且)|不过"
)
# "is second (63.4%), followed by Norway", 列第二位;挪威、爱尔兰分列其后
_FOLLOWED_BY = re.compile(
    r"[^;:.!?]{0,60},? (?:and (?:is |was )?)?(?:closely |directly |then )?(?:followed|trailed)(?: closely)? by (?:the )?"
)
_HAN_NEXT_IS = re.compile(
    r"[^。！？；;]{0,24}[，,；;](?:其次|其后|随后|接着|紧随其后|居次|次之)(?:的)?(?:依次|分别)?(?:是|为|则是|则为)?"
)
_HAN_CLAUSE = re.compile(r"[^。！？]{0,24}[，,；;]")
_HAN_COME_NEXT = re.compile(
    r"(?:（[^（）]{1,16}）|\([^()]{1,16}\))?(?:则|也)?(?:分列|紧随|紧跟|排在|位列|位居)其后(?=[，。；,;]|$)|次之"
)
# the words between a share and the order that is said of it
_AFTER_LEVEL = re.compile(
    r"(?: of [^,;:.!?()]{1,60})?(?: ?[(（][^()（）]{1,24}[)）])?(?:,| and| but|，)? ?(?:(?:and|but|just|well|far|only|still|slightly|a (?:hair|little|touch|shade)|narrowly|marginally|putting it|which is|also) )*(?:略|仍|也|明显|大幅|远|稍|已)*"
)
LONGEST_ORDER = 80  # characters from a level to the words that compare it with the next
_GOES_ON = re.compile(r"(?:It|The country|The state|They)\b")
_EACH_OF = re.compile(r"\b(?:all|every|any|each)\b[a-z ]{0,12}$")


@dataclass(frozen=True)
class Order:
    """One place ahead of others, or behind all of them, and where the text says so."""

    start: int
    end: int
    place: tuple[str, ...]
    rivals: tuple[str, ...]
    ahead: bool
    only: bool = False  # the rivals are all that there are on their side
    others: int = 0  # how many they are if they are not named
    among: str = ""  # the words for the set, where they are part of it: "any other EU country"

    @property
    def rank(self) -> int:
        """The rank among those named; among all, from the nearer end, if they are the only ones."""
        return 1 if self.ahead and not self.only else len(self.rivals) + self.others + 1


@dataclass(frozen=True)
class Overtaking:
    """One product or sector ahead of another (side 1) or behind it (-1); no name if it is carried."""

    start: int
    end: int
    own: Mention | None
    rival: Mention
    side: int


def find_orders(sentence: Sentence) -> Iterator[Order]:
    """Yield the orders of places that a sentence states."""
    places = [m for m in sentence.mentions if m.tag == "place" and "|" not in m.value]
    for k, rival in enumerate(places):
        before = sentence.text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        found = _AHEAD.search(before) or (sentence.is_chinese and _HAN_AHEAD.search(before))
        if found:
            said = rival.start - len(before) + found.start()
            yield from _order(sentence, places, k, said, ahead=bool(found.group("ahead")))
        elif sentence.is_chinese and (stands := _HAN_STANDS.search(before)):
            last = list_of_places(sentence, places, k)[-1]
            if side := _HAN_SIDE.match(sentence.text, last.end):
                said = rival.start - len(before) + stands.start()
                yield from _order(sentence, places, k, said, ahead=bool(side["ahead"]))
        elif k and _THAN.fullmatch(sentence.text, places[k - 1].end, rival.start):
            more = _MORE_OF.search(before[: len(before) - (rival.start - places[k - 1].start)])
            if more and _USES.search(sentence.text[rival.end : rival.end + 24]):
                first, ahead = places[k - 1], more.group("more").lower() == "more"
                yield Order(first.start, rival.end, (first.value,), (rival.value,), ahead)


def rivals_named(sentence: Sentence) -> list[Mention]:
    """Return the places that another is said to be ahead of or behind: "above Italy and Spain"."""
    places = [m for m in sentence.mentions if m.tag == "place" and "|" not in m.value]
    found = []
    for k, rival in enumerate(places):
        before = sentence.text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        if _AHEAD.search(before) or (sentence.is_chinese and _HAN_AHEAD.search(before)):
            found += list_of_places(sentence, places, k)
    return found


def find_followers(sentence: Sentence) -> Iterator[Order]:
    """Yield the orders that name all that are ahead of a place, or all that are behind it."""
    text = sentence.text
    places = [m for m in sentence.mentions if m.tag == "place" and "|" not in m.value]
    for k, rival in enumerate(places):
        before = text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        told = _ONLY_AFTER.search(before) or _HAN_ONLY_AFTER.search(before)
        only = told or _ONLY.search(before)
        if only is None:
            continue
        said = rival.start - len(before) + only.start()
        rivals = list_of_places(sentence, places, k)
        beyond = None if told else _beyond_it(sentence, rivals[-1].end)
        if not told and beyond is None:
            continue
        own = [m for m in places[:k] if m.value not in FIELDS and m.end <= said]
        place: tuple[str, ...] = (own[-1].value,) if own and told else ()
        if not own and sentence.memory.carried_in.get("place") == sentence.passage:
            place = sentence.memory.carried.get("place", ())
        place = place or (_of_the_last_level(sentence, said) if told else ())
        others = tuple(dict.fromkeys(m.value for m in rivals))
        end = beyond.end() if beyond else rivals[-1].end
        if len(place) != 1 or set(place) & set(others) or set(others) & set(FIELDS):
            continue
        if not _CHANGES.search(text[said:end]):
            behind = _says_lower(beyond) if beyond else "ahead" in only.group().lower()
            yield Order(said, end, place, others, ahead=behind, only=True)


def _beyond_it(sentence: Sentence, position: int) -> re.Match[str] | None:
    """Return what says that some are beyond a place: "are higher", "lead the nation"."""
    found = _ARE_BEYOND.match(sentence.text, position, sentence.span.end)
    if found and not _is_bare_amount(found):
        return found
    return _ARE_BEYOND_IT.match(sentence.text, position, sentence.span.end)


def _says_lower(beyond: re.Match[str]) -> bool:
    """Return whether those who are beyond a place are below it."""
    return beyond["beyond"] in _LOWER if beyond.re is _ARE_BEYOND else bool(beyond["beyond"])


def find_exceptions(sentence: Sentence) -> Iterator[Order]:
    """Yield the orders of one place against any other: "more than in any other state but one"."""
    text = sentence.text
    places = [m for m in sentence.mentions if m.tag == "place" and "|" not in m.value]
    for found in _ANY_OTHER.finditer(text, sentence.span.start, sentence.span.end):
        than = text.index(" than ", found.start())
        own = [m.value for m in places if m.end <= than and m.value not in FIELDS]
        named = [k for k, m in enumerate(places) if m.start == found.end("named") > 0]
        rivals = list_of_places(sentence, places, named[0]) if named else []
        clause = text[sentence.clause(found.start()) : found.end()]
        at_level = any(_AT_LEVEL.fullmatch(text, q.end, found.start()) for q in sentence.quantities)
        if not own or _CHANGES.search(clause) or not (at_level or _SHARES.search(clause)):
            continue
        end = rivals[-1].end if rivals else found.end()
        yield Order(
            found.start(), end, (own[-1],), tuple(dict.fromkeys(m.value for m in rivals)),
            ahead=found["way"].lower() in _LOWER, only=True,
            others=WORD_VALUES[found["many"].lower()] if found["many"] else 0, among=found["any"],
        )  # fmt: skip


def find_next(sentence: Sentence, position: int, tag: str) -> list[Mention]:
    """Return the places, sectors or products said to come next after what is ranked at a position, in their order.

    "Singapore is second, followed by Norway and Ireland"; 其次是挪威和爱尔兰; 挪威、爱尔兰分列其后.
    """
    text = sentence.text
    places = [
        m for m in sentence.mentions
        if m.tag == tag and "|" not in m.value and m.value not in FIELDS and m.start >= position
        and (tag != "product" or is_specific(m))
    ]  # fmt: skip
    if not places:
        return []
    between = without_numbers(text[position : places[0].start])
    listed = list_of_places(sentence, places, 0)
    if sentence.is_chinese:
        leads = _HAN_NEXT_IS.fullmatch(between)
        trails = _HAN_CLAUSE.fullmatch(between) and _HAN_COME_NEXT.match(text, listed[-1].end)
        return listed if leads or trails else []
    return listed if _FOLLOWED_BY.fullmatch(between) else []


def _is_bare_amount(beyond: re.Match[str]) -> bool:
    """Return whether "have more" is of something else than a share: "have more users"."""
    return beyond.group("beyond") in ("more", "less", "fewer") and not beyond.group("noun")


def list_of_places(sentence: Sentence, places: list[Mention], k: int) -> list[Mention]:
    """Return the list of places that begins with one."""
    rivals = [places[k]]
    for following in places[k + 1 :]:
        between = sentence.text[rivals[-1].end : following.start]
        if not _AND.fullmatch(without_numbers(between)):
            break
        rivals.append(following)
    return rivals


def find_overtakings(sentence: Sentence, counted: list[Mention]) -> Iterator[Overtaking]:
    """Yield where one of the products or sectors counted is said to be ahead of another, or behind."""
    text = sentence.text
    for k, rival in enumerate(counted):
        before = text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        found = (_HAN_AHEAD if sentence.is_chinese else _OVERTAKES).search(before)
        after = text[rival.end : rival.end + 8]
        distance = any(
            rival.end <= q.start <= rival.end + 4 and "的" not in text[rival.end : q.start]
            for q in sentence.quantities
        )  # 领先元宝7800万
        if not found and (side := _replaced(sentence, before, rival)):
            yield Overtaking(rival.start, rival.end, None, rival, side)
        changes = before
        if found and _OVERTAKING.search(found.group()):  # "rose to 73 million, overtaking Doubao"
            changes = re.split("[,;]", before)[-1]
        moves = _CHANGES.search(changes) or _CHANGES.search(after) or _NOT_THE_RIVAL.match(after)
        if found and not distance and not moves:
            said = rival.start - len(before) + found.start()
            side = 1 if found.group("ahead") else -1
            own = _nearest_before(counted, rival, said)
            others = [m for m in list_of_places(sentence, counted, k) if m.tag == rival.tag]
            if len(others) > 1 and _GOES_ON_ITSELF.match(text, others[-1].end):
                others = others[:-1]  # "ahead of Claude, and Grok ahead of Meta AI"
            for one in others:
                yield Overtaking(said, one.end, own, one, side)
        elif (
            k and rival.tag == "product" and _THAN.fullmatch(text, counted[k - 1].end, rival.start)
        ):
            first = counted[k - 1]
            more = _MORE_USE.search(text[sentence.span.start : first.start])
            if more and not _CHANGES.search(before):
                start, side = sentence.span.start + more.start(), 1
                side = 1 if more.group("more").lower() == "more" else -1
                yield Overtaking(start, rival.end, first, rival, side)


def find_runners_up(sentence: Sentence, counted: list[Mention]) -> Iterator[Order]:
    """Yield the orders that name all products ahead of one: "second only to ChatGPT"."""
    products = [m for m in counted if m.tag == "product"]
    for k, rival in enumerate(products):
        before = sentence.text[max(sentence.span.start, rival.start - LONGEST_STEP) : rival.start]
        told = _ONLY_AFTER.search(before) or _HAN_ONLY_AFTER.search(before)
        if told is None or told.groupdict().get("ahead"):
            continue
        said = rival.start - len(before) + told.start()
        rivals = list_of_places(sentence, products, k)
        own = _nearest_before(products, rival, said)
        if own and not _CHANGES.search(sentence.text[own.end : said]):
            others = tuple(dict.fromkeys(m.value for m in rivals))
            yield Order(said, rivals[-1].end, (own.value,), others, ahead=False, only=True)


def _nearest_before(counted: list[Mention], rival: Mention, said: int) -> Mention | None:
    """Return the last product or sector named before an order that is not its rival."""
    before = [m for m in counted if m.tag == rival.tag and m.end <= said and m.value != rival.value]
    return before[-1] if before else None


def _replaced(sentence: Sentence, before: str, rival: Mention) -> int:
    """Return 1 if a product is told to have been replaced by another, -1 if it is that other."""
    text, end = sentence.text, sentence.span.end
    if sentence.is_chinese:
        if _HAN_PASSIVE.search(before) and _HAN_BEATEN.match(text, rival.end, end):
            return -1
        takes = _HAN_REPLACES.search(before) and _HAN_AS_THE_FIRST.match(text, rival.end, end)
        return 1 if takes else 0
    if _REPLACES.search(before) and _AS_THE_FIRST.match(text, rival.end, end):
        return 1
    takes = _TAKES_THE_LEAD.search(before)
    return 0 if not takes else 1 if takes["ahead"] else -1


def beyond(sentence: Sentence, i: int) -> int:
    """Return 1 if the level before a number is said to be above it, -1 if below, else 0."""
    quantity, start = sentence.quantities[i], sentence.span.start
    own = sentence.quantities[i - 1] if i else None
    if own is not None and own.unit == quantity.unit:
        start = own.end
    elif own is not None or not _PUTS.match(sentence.text, start):
        return 0
    pattern = _HAN_BEYOND if sentence.is_chinese else _BEYOND
    found = pattern.search(sentence.text[start : quantity.start])
    if found is None:
        return 0
    above = found["above"]
    if not (above or found["below"]):  # 比丹麦的48.4%高
        than = _HAN_THAN.match(sentence.text, quantity.end)
        if than is None:
            return 0
        above = than["above"]
    named = [m for m in sentence.mentions if m.tag in ("place", "product", "group")]
    first, whom = start + found.start(), start + found.start("whom")
    whose = any(whom <= m.start < quantity.start for m in named) or bool(
        _WHOSE.search(found["whom"])
        or (found["whom"] == "the" and _OF_WHOM.match(sentence.text, quantity.end))
    )
    if not whose:  # 澳大利亚39.5%的人使用AI，低于2025年下半年的36.9%: its own, of another date
        whose = any(whom <= p.start < quantity.start and p.period for p in sentence.periods)
        named = [m for m in named if m.tag == "place" or (m.tag == "product" and is_specific(m))]
    others = own is not None and any(start <= m.start < first for m in named)
    between = sentence.text[start:first]
    if not whose or others or len(between) > LONGEST_ORDER or _NEW_CLAUSE.search(between):
        return 0
    return 1 if above else -1


def _order(
    sentence: Sentence, places: list[Mention], k: int, said: int, *, ahead: bool
) -> Iterator[Order]:
    """Yield the order whose rivals begin with a place, if one stands before to be ahead of them."""
    text, rivals = sentence.text, list_of_places(sentence, places, k)
    if rivals[0].value in FIELDS and text.startswith(("lead", "led", "top"), said):
        return  # "leads the EU": first in it, not ahead of it
    if rivals[0].value in FIELDS and _EACH_OF.search(text, said, rivals[0].start):
        return  # "ahead of all EU members": likewise
    first = [m for m in places[:k] if m.end <= said]
    first = [m for m in first if m.value not in FIELDS] or first
    if sentence.is_chinese:  # 低于韩国，但高于中国
        first = [m for m in first if not sentence.is_example(m)]
    between = text[first[-1].end : said] if first else ""
    if first and (len(between) > LONGEST_STEP or _STOP.search(without_numbers(between))):
        first = []
    opens = _GOES_ON.match(text[sentence.span.start : sentence.span.end].lstrip("\"'( "))
    own: tuple[str, ...] = (first[-1].value,) if first else _of_the_level(sentence, said)
    if not own and opens and len(text[sentence.span.start : said]) < LONGEST_STEP:
        near = sentence.memory.carried_in.get("place") == sentence.passage
        own = sentence.memory.carried.get("place", ()) if near else ()
    start = first[-1].start if first else sentence.span.start
    words = text[start : rivals[-1].end]
    if _COMPARES_USE.search(text[said : rivals[0].start]) and not _USES.search(words):
        return
    end = min(sentence.span.end, rivals[-1].end + LONGEST_STEP)
    others = tuple(dict.fromkeys(m.value for m in rivals))
    told = without_numbers(text[first[-1].end if first else start : end])
    if len(own) == 1 and own[0] not in others and not _CHANGES.search(told):
        yield Order(said, rivals[-1].end, own, others, ahead)


def _of_the_last_level(sentence: Sentence, said: int) -> tuple[str, ...]:
    """Return the place of the last level before some words: "63.4 per cent, second only to"."""
    before = [k for k, q in enumerate(sentence.quantities) if q.end <= said]
    if not before or sentence.made[before[-1]][0] != "level":
        return ()
    return sentence.read_subjects[before[-1]].places


def _of_the_level(sentence: Sentence, said: int) -> tuple[str, ...]:
    """Return the place of the share that an order follows: "has it at 31.8%, ahead of Korea"."""
    before = [k for k, q in enumerate(sentence.quantities) if q.end <= said]
    if not before or before[-1] >= len(sentence.read_subjects):
        return ()
    last = sentence.quantities[before[-1]]
    is_level = last.unit == PERCENT and sentence.made[before[-1]][0] == "level"
    if not is_level or not _AFTER_LEVEL.fullmatch(sentence.text, last.end, said):
        return ()
    return sentence.read_subjects[before[-1]].places


def without_numbers(text: str) -> str:
    """Leave out what stands in brackets or commas, and decimal points: "Denmark (48.4%) and"."""
    return re.sub(
        r"^, (?:the|an?|its|home to|one of|long) [^,;:.]{1,60},| ?[(（][^()（）]{1,30}[)）]|, (?:with|at|on) [0-9.]+ ?(?:%|per ?cent)(?=,)|(?<=[0-9])\.(?=[0-9])",
        "", text,
    )  # fmt: skip

"""What the words around a number leave open: of whom it is, and whether it is of use at all.

A blocked number is about something else (revenue, opinions, a forecast) and is held against
nothing; a weak one may be supported by a figure but not contradicted.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from adoption.claims import counterparts, cues, reservations, strangers
from adoption.claims.memory import within
from adoption.claims.phrases import Mention
from adoption.claims.quantities import COUNT, NUMBER_WORDS, PERCENT, SERVICES
from adoption.claims.sentences import Sentence, Subject

NO_COUNTRY = "no country is named"
NOT_USE = "it is not said that it is use"
UNKNOWN = "it is not known what this is"
OF_AN_AGE = "it is not said of which age"
SAID_AGAIN = "it is said again in figures"
# "at least one of six key digital areas", "one or more of these technologies"
_ONE_OR_MORE = re.compile(
    r"\b(?:at least (?:one|two|three|[1-9])|one or more|any) (?:of )?(?:the |these |those )?(?:[A-Za-z]+ ){1,3}(?:areas|technologies|tools|solutions|domains)\b(?= ?:| such as|, (?:including|such as))"
)
_NAMES_AI = re.compile(r"\bAI\b|artificial|generative", re.I)
_OF_THE_USERS = re.compile(
    r" of (?:(?:all|its|their|the|total) )?(?:users|subscribers|user base)(?=[.,;)]|$| (?:live|are|come|in|from)\b)"
)
_DOES = re.compile(
    r"\b(?:use|used|uses|using|engag\w+|tried|adopt\w*|do|have|interact\w*|access\w*|say|said|report\w*)\b",
    re.I,
)
# "As for whether they plan to use it, Japan stands at 15.7%"
_TOPIC = re.compile(
    r"(?:Regarding|As (?:for|to)|Concerning|With regard to|When it comes to|(?:When )?[Aa]sked)\b [^;.()0-9]{3,160}, "
)
# "65% don't use it much or at all"
_NOT_MUCH = re.compile(
    r"(?:\bnot|n't|n’t|\brarely|\bseldom) (?:us(?:e|ed|ing)\b[^,;:.()]{0,30}? )?(?:very )?(?:much|often|a lot)\b",
    re.I,
)
_OR, _COMMA = re.compile(r" or "), re.compile(r", ")
NOT_NAMED = "is not named with it"
NOBODY = "it is not said who is counted"
NEW_SUBJECT = ("unknown_group", "other_topic", "stance", "future", "doubt")
_ANNOUNCED = re.compile("官宣|宣布|公布|披露|透露|官方|称|表示")
# "15.4, not 14.5 per cent", "is not 37 per cent but 31", "gets the base wrong: ..."
_DENIED = re.compile(
    r"(?:[,(;] ?(?:and )?|\b(?:is|was|are|were|been|be|at|to|by) )not (?:at |the )?$"
    r"|\bwrong: ?[\"'“‘]?$"
)
_OPENS_WITH_NOT = re.compile(r"[\W_]*[Nn]ot (?:the )?$")  # "Not 24% but 18% of firms"
_MEASURED = re.compile(
    r"\b(?:it|that|this|those|they|share|rate|figure|proportion|percentage|level|number|total|average)\b",
    re.I,
)
_IS_OR_HAS = re.compile(r"\b(?:is|are|was|were|has|had|stands|stood|remains|remained)\b")
# "from 30.7% to 37.1%, that is by 21%": a change whose verb stands far before it
_BY_ALONE = re.compile(r"[,;(] ?(?:that is|i\.e\.|or|so|namely|meaning)(?: to say)?,? by $")
# "the mean of the 37 members is 28 percent": of all of them, not of the one spoken of before
_MEAN_OF = re.compile(
    r"\b(?:mean|average|median)\b[^,;.]{0,30}\b(?:of|for|across|among|in) [^,;.]{0,40}"
    r"\b(?:members|countries|economies|markets|states|places)\b[^,;.]{0,12}$"
)
# "12 million of those accounts": a part of those counted before
_A_PART_OF = re.compile(r" of (?:those|these|them|its|their)\b")
# "twice as likely to persist", "twice as numerous as approvals"
_AS_OTHERS = re.compile(
    r" as (?!many|much|high|large|big|often|fast|quickly|rapidly|common|widespread|popular|frequent|great|likely|it|the|of|in|at)[a-z]+"
    r"| as likely to (?!us|adopt|have|do|turn|try|be us|rely|pay)[a-z]+"
)
# 首版仅50.6%: a figure as it stood before it was revised
# what is named for what it gives: “30亿免单”上线
_CAMPAIGN = re.compile(
    r"[^，。；“”]{0,4}(?:[”」]的?(?:上线|活动|启动|开启|计划|推出|发布)|活动(?:上线|首日|启动|期间|开启))"
)
_EDITION = re.compile(r"首版|初版|初值|首次公布|原先公布|修订前|重述前|旧值")
# "expected to double", not "rose to double the figure of 2024", nor "managed to double"
_TO_MULTIPLY = re.compile(
    r"(?<!managed )(?<!helped )(?<!enough )(?<!continued )(?<!able )(?<!on )"
    r"\bto (?:(?:nearly|almost|about|roughly|more than|at least) )*"
    r"(?:double|triple|treble|quadruple|quintuple|halve)(?= ?(?:[^A-Za-z ]|$)|"
    r" (?!the\b|that\b|what\b|those\b|last\b|as\b))",
    re.I,
)
# "the most frequent purpose, cited by 11.8% of firms"; "Reasons for not using it: no need (39%)"
_CITED_BY = re.compile(
    r"\b(?:cited|mentioned|named|given|quoted|listed|ticked|chosen)(?: as [^,;.]{2,40})? by (?:about |some |only |just )?$"
)
_REASONS = re.compile(
    r"[^,;.:]{0,60}\b(?:[Rr]easons?|[Oo]bstacles?|[Bb]arriers?|[Ww]orries|[Cc]oncerns?|[Bb]enefits?)\b[^;.]{0,60}?(?::|\b(?:is|are|was|were)\b)"
)
# 未使用者给出的主要理由是“不需要”，约占四成; 主要原因是使用率已达四成 tells of use
_HAN_REASONS = re.compile(
    r"(?:理由|原因|顾虑|障碍|阻碍|困难|担忧)(?:之一)?(?:中|里)?(?:[是为有]|在于|包括|分别|依次|：)(?P<which>[^。；]{0,40})$"
)
# "said that AI costs too much and disclosed that | Copilot has 15 million seats"
_TOLD_THAT = re.compile(
    r"\b(?:disclosed|announced|confirmed|revealed|reported|said|stated|noted|added|shows?|showed|found|finds)"
    r" that\b"
)
# "their organization has integrated AI to improve productivity": what they do it for
_TO_BETTER = re.compile(
    r"\bto (?:help )?(?:improve|boost|increase|raise|enhance|lift|drive|gain|cut|reduce|lower|save|support)\b[^.;0-9]*$"
)
# "40% said it has not", "23% are unsure", "selected 'don't know'": of three answers given
_ANSWERED = re.compile(
    r"(?: ?[—–(][^—–()%]{1,40}[—–)])? ?(?:of (?:them|employees|workers) )?"
    r"(?:(?:say|said|says|report|reported) (?:that )?(?:it|they|their (?:own )?[a-z]+) (?:has|have|had|did|does|do|is|are) not\b(?! (?:us|adopt|tried|try))"
    r"|(?:say|said|answered|replied|responded|selected|chose|picked|ticked|opted for|answer|choose|select) [\"'“‘]?(?:no\b|not\b|don't know|do not know|unsure|neither|neutral|other))",
    re.IGNORECASE,
)
_ON_DEVICES = re.compile(r"\bon (?:[A-Z]\w+ ){0,2}$")
_NEXT_PART = re.compile(
    r"[,;，。；]|(?<![A-Z])\.(?![0-9])|\b(?:and|but|while|whereas|against)\b|而|但"
)
_PAYING = re.compile("paid|customers|subscribers|members", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each(?! other)|all|every|both)\b|均|都|全部|各自", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
# "users of it: 226 million in December": whom a count is of stands before it, nothing else after
_COUNTED = re.compile(
    r"user|people|netizen|population|audience|用户|网民|人|活|\bmau\b|\bwau\b|\bdau\b"
)
_STANDS_BARE = re.compile(
    r"(?: (?:the (?:previous|prior|preceding|last|same|quarter|month|year|week)|in|as|by|on|at|from|to|and|since|this|last|during|worldwide|globally|each|every|a|per)\b"
    r"|[^A-Za-z一-鿿 ]| ?$|[一-鿿])"
)


def is_negated(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of those who do not use it, also past a bracket."""
    end = min(sentence.span.end, sentence.quantities[i].end + 80)
    stop = _NEXT_PART.search(sentence.text, sentence.quantities[i].end, end)
    left = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    return cues.is_negated(
        left, sentence.text[sentence.quantities[i].end : stop.start() if stop else end]
    )


def blocked(sentence: Sentence, i: int, kind: str, subject: Subject) -> str:
    """Return what a number is about instead of use, or that it is no figure; else nothing."""
    quantity = sentence.quantities[i]
    near = sentence.near_right(i)
    right = sentence.text[quantity.end : near]
    if (
        quantity.unit == COUNT
        and cues.OTHER_NOUN.match(right)
        and not (subject.indicator == "accounts" and right.startswith("个"))  # 席位超过2000万个
        and not cues.PEOPLE_NOUN.match(right[:40])
        and not any(
            m.tag == "purpose" and 0 <= m.start - quantity.end < 12 for m in sentence.mentions
        )
    ):
        return "not a count of users"
    if quantity.word == "verb" and any(
        m.end() == quantity.end
        for m in _TO_MULTIPLY.finditer(sentence.text, sentence.left(i)[0], near)
    ):
        return reservations.FORECAST
    if kind == "ratio" and _AS_OTHERS.match(sentence.text, quantity.end, sentence.span.end):
        return "a comparison of something else"
    if _of_an_answer(sentence, i, subject):
        return "an answer that was given, not use"
    if kind == "level" and quantity.unit == PERCENT:
        if _is_of_a_list(sentence, i):
            return "about one or more of several technologies, not about AI alone"
        if _is_of_the_users(sentence, i):
            return "a part of the users, not of the people"
    if topic := _stance_asked_about(sentence, quantity.start):
        return f"about {topic}, not about use"
    before = sentence.text[sentence.span.start : quantity.start]
    if _DENIED.search(before) or (
        quantity.word != "fraction" and _OPENS_WITH_NOT.fullmatch(before)
    ):
        return "quoted as an error or denied"
    if re.match(r"[)）] (?=[a-z])", sentence.text[quantity.end : quantity.end + 3]):
        stop = cues.DELIMITER.search(sentence.text, quantity.end + 2, sentence.span.end)
        near = min(stop.start() if stop else sentence.span.end, sentence.right(i)[1])
    return blocked_between(sentence,
        _focus(sentence, i), near, count=quantity.unit == COUNT,
        paid="ramp-ai-index" in subject.sources, services=subject.indicator == "services",
        employer=subject.group == "organization", number=quantity.start,
    )  # fmt: skip


def _is_of_a_list(sentence: Sentence, i: int) -> bool:
    """Return whether AI is but one of a list: "95.1% adopted at least one of six digital areas"."""
    found = _ONE_OR_MORE.search(sentence.text, sentence.quantities[i].end, sentence.right(i)[1])
    return found is not None and not _NAMES_AI.search(found.group())


def _is_of_the_users(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of users of whom nothing is said that they use: "57% of users"."""
    start, end = sentence.quantities[i].end, sentence.right(i)[1]
    found = _OF_THE_USERS.match(sentence.text, start)
    if found is None or _DOES.search(sentence.text, found.end(), end):
        return False
    told = ("product", "purpose", "window")
    return not any(
        m.tag in told and sentence.near_left(i) <= m.start < end for m in sentence.mentions
    )


def _stance_asked_about(sentence: Sentence, position: int) -> str:
    """Return the intent or opinion that a sentence says at its start to be about."""
    topic = _TOPIC.match(sentence.text, sentence.span.start, position)
    asked = (m for m in sentence.mentions if topic and m.tag == "stance" and m.end <= topic.end())
    return next((m.value for m in asked), "")


def _of_an_answer(sentence: Sentence, i: int, subject: Subject) -> bool:
    """Return whether a share is of those who gave an answer: "cited by 11.8%", "Reasons: cost (43%)"."""
    start = sentence.span.start
    position = sentence.quantities[i].start
    if subject.tight("product") or sentence.quantities[i].unit == COUNT:
        return False
    if _REASONS.match(sentence.text, start, position):
        return True
    own = subject.group == "organization"  # of their employer's use, some know nothing
    if _ANSWERED.match(sentence.text, sentence.quantities[i].end) or (
        own and is_negated(sentence, i)
    ):
        return True
    reasons = _HAN_REASONS.search(sentence.text, start, position)
    if reasons and not cues.USE.search(reasons.group("which")):
        return True
    return not subject.names_a_product and bool(
        _CITED_BY.search(sentence.text, sentence.left(i)[0], position)
    )


def _focus(sentence: Sentence, i: int) -> int:
    """Return where the words start that govern the quantity: the last clause with a subject."""
    start, position = sentence.near_left(i), sentence.quantities[i].start
    start = max([start, *(m.end() for m in _TOLD_THAT.finditer(sentence.text, start, position))])
    commas = [m.end() for m in re.finditer(r"[,，]", sentence.text[start:position])]
    for offset in reversed(commas):
        tags = {m.tag for m in sentence.mentions if start + offset <= m.start < position}
        of_use = sentence.is_chinese and "window" in tags  # 发10亿红包首日，它的日活是2399万
        if of_use or tags & {"indicator", "product", "place", "other_topic"}:
            return start + offset
    return start


def blocked_between(
    sentence: Sentence,
    start: int,
    end: int,
    *,
    count: bool = False,
    paid: bool = False,
    services: bool = False,
    employer: bool = False,
    number: int = 0,
) -> str:
    """Return what the words between two places are about instead of use."""
    for mention in sentence.mentions:
        if start <= mention.start < end:
            if mention.tag == "other_topic" and mention.value == "sample" and not count:
                continue
            if mention.tag == "stance" and mention.value == "payment" and paid:
                continue
            if services and mention.tag not in ("future", "doubt"):
                continue
            if employer and _TO_BETTER.search(sentence.text, number, mention.start):
                continue
            if _ON_DEVICES.search(sentence.text[sentence.span.start : mention.start]):
                continue  # "22.4 million users on South Korean smartphones"
            if mention.end <= number and _CAMPAIGN.match(sentence.text, mention.end):
                continue  # “30亿免单”上线，当天冲到5848万
            filing = mention.tag == "filing" and sentence.is_chinese
            if mention.tag == "other_topic" or filing:
                return f"about {sentence.text[mention.start : mention.end]}, not about use"
            if mention.tag == "stance" and not _reports(sentence, mention, end):
                return f"about {mention.value}, not about use"
            if mention.tag == "future":
                return reservations.FORECAST
            if mention.tag == "doubt":
                return "quoted as an error or denied"
    return ""


def _reports(sentence: Sentence, mention: Mention, end: int) -> bool:
    """Return whether "say that" introduces the number: "which is to say that use rose by 5%"."""
    words = sentence.memory.folded[mention.start : mention.end]
    return words.endswith("that") and any(
        mention.end <= q.start < end + 1 for q in sentence.quantities
    )


def is_quantified(sentence: Sentence, i: int) -> bool:
    """Return whether a number is said of each of several: "each", "all", 均."""
    start = sentence.near_left(i)
    return bool(_EACH.search(sentence.text, start, sentence.quantities[i].start))


def names_nothing_new(sentence: Sentence, i: int, *, gap: bool = False) -> bool:
    """Return whether the words of a change, or a gap, know no other subject than the one spoken of."""
    asked = (
        sentence.text[sentence.span.start : sentence.span.end].rstrip("*_ ").endswith(("?", "？"))
    )
    if asked or sentence.is_chinese:
        return not asked and _names_nothing_in_chinese(sentence, i)
    start, end = sentence.near_left(i), sentence.near_right(i)
    return all(
        cues.WORD_OF_CHANGE.fullmatch(word) or (gap and cues.WORD_OF_DISTANCE.fullmatch(word))
        for word in _words_of_its_own(sentence, start, end)
    )


def _names_nothing_in_chinese(sentence: Sentence, i: int) -> bool:
    """Return whether the clause before a change has but neutral words: 也就是说三年里翻了一番."""
    start = sentence.near_left(i)
    end = sentence.quantities[i].start
    parts = ("indicator", "window")  # 每日用户比例上升5个百分点
    named = any(m.tag not in parts for m in within(sentence.mentions, start, end))
    return not (named or strangers.rest_of(sentence, start, end))


def only_reports(sentence: Sentence, i: int, start: int) -> bool:
    """Return whether the words from a place to a level only report it: "the survey has 78%"."""
    if sentence.is_chinese:
        return True
    paid = any("ramp-ai-index" in m.value for m in sentence.mentions if m.tag == "source")
    paid = paid or "ramp-ai-index" in sentence.memory.carried.get("source", ())
    return all(
        word.lower() in strangers.ORDINARY
        or (cues.WORD_OF_CHANGE.fullmatch(word) and (paid or not _PAYING.fullmatch(word)))
        or cues.WORD_OF_REPORT.fullmatch(word)
        for word in _words_of_its_own(sentence, start, sentence.near_right(i))
    )


def _words_of_its_own(sentence: Sentence, start: int, end: int) -> Iterator[str]:
    """Yield the words of a stretch that are no number, date or name of what is spoken of."""
    known = [(m.start, m.end) for m in sentence.mentions if m.tag not in NEW_SUBJECT]
    known += [(p.start, p.end) for p in sentence.periods]
    known += [(a.start, a.end) for a in sentence.ages]
    known += [(q.start, q.end) for q in sentence.quantities]
    for word in _WORD.finditer(sentence.text, start, end):
        if not any(a <= word.start() < b for a, b in known):
            yield word.group()


def _names_its_base(sentence: Sentence, i: int) -> bool:
    """Return whether a part in words says of whom: "half of adults", "one in five firms"."""
    start, end = sentence.near_left(i), sentence.right(i)[1]
    return bool(re.match(r" (?:of|the|all) ", sentence.text[sentence.right(i)[0] : end])) or any(
        start <= m.start < end and m.tag in ("group", "unknown_group", "sector")
        for m in sentence.mentions
    )


def weak(sentence: Sentence, i: int, kind: str, subject: Subject) -> str:
    """Return why the words leave open what is counted, though nothing speaks against it."""
    assumed = subject.how.get("places") == "assumed" and not subject.tight("product")
    assumed = assumed or (subject.how.get("places") == "assumed" and not subject.names_a_product)
    return _left_open(sentence, i, kind, subject) or (NO_COUNTRY if assumed else "")


def _in_a_row(sentence: Sentence, i: int) -> bool:
    """Return whether a number stands in a row of arrows, whose dates are told elsewhere."""
    arrows = [
        cues.ARROW.fullmatch(sentence.text[one.end : other.start].strip()) is not None
        for one, other in pairwise(sentence.quantities)
    ]
    near = arrows[max(0, i - 2) : i + 2]
    return any(one and other for one, other in pairwise(near))


def _is_one_of_several(sentence: Sentence, i: int) -> bool:
    """Return whether a number stands beside others with "or": "18%, 41% or 78% of firms"."""
    between = [sentence.text[one.end : other.start] for one, other in pairwise(sentence.quantities)]
    before, after = between[:i][::-1], between[i:]
    return any(
        _OR.fullmatch(next((words for words in side if not _COMMA.fullmatch(words)), ""))
        for side in (before, after)
    )


def _subject_of_its_own(sentence: Sentence, position: int) -> str:
    """Return what a sentence without use is about, if no list knows it: "Click-through is ..."."""
    verb = _IS_OR_HAS.search(sentence.text, sentence.span.start, position)
    if sentence.is_chinese or verb is None:
        return ""
    start, end = sentence.span.start, verb.start()
    parts = ("place", "group", "window", "purpose", "indicator", "sector", "source")
    known = any(start <= m.start < end and m.tag in parts for m in sentence.mentions)
    known = known or any(start <= p.start < end for p in sentence.periods)
    known = known or any(start <= a.start < end for a in sentence.ages)
    counted = re.search(
        rf"\b(?:{NUMBER_WORDS})\b", sentence.text[start:end]
    )  # of the seven classes
    if known or counted or _MEASURED.search(sentence.text, start, verb.end()):
        return ""
    return strangers.unknown_words(sentence, start, end)


def _left_open(sentence: Sentence, i: int, kind: str, subject: Subject) -> str:
    """Return what the words leave open: of any statement first, then of a count or of a share."""
    open_ = _of_its_place(sentence, i) or _of_its_subject(sentence, i, kind, subject)
    quantity = sentence.quantities[i]
    if open_ or kind != "level" or quantity.unit == SERVICES:
        return open_
    if open_ := _of_others_or_apart(sentence, i, subject):
        return open_
    if quantity.unit == COUNT:
        return _of_a_count(sentence, i, subject)
    return _of_a_share(sentence, i, subject)


def _of_its_place(sentence: Sentence, i: int) -> str:
    """Return whether a number stands where it is hardly told what it is: a row, an old edition."""
    quantity = sentence.quantities[i]
    if _in_a_row(sentence, i):
        return "it stands in a row of numbers"
    if _EDITION.search(sentence.text, sentence.left(i)[0], quantity.start):
        return "it is of an earlier edition"
    if _NOT_MUCH.search(sentence.text, quantity.end, sentence.right(i)[1]):
        return "it is said how much they do not use it"
    if _is_one_of_several(sentence, i):
        return "it is one of several numbers for the same"
    start, end = sentence.right(i)
    restated = quantity.word == "fraction" and end < sentence.span.end
    if restated and not sentence.is_chinese and cues.RESTATED.fullmatch(sentence.text, start, end):
        return SAID_AGAIN
    return ""


def _of_its_subject(sentence: Sentence, i: int, kind: str, subject: Subject) -> str:
    """Return which part of its subject is not named with a number, or not known."""
    for part in ("places", "products"):
        product_alone = part == "places" and sentence.is_chinese and subject.tight("product")
        if product_alone and subject.names_a_product:
            continue
        how = subject.how.get(part)
        alone = how == "distant" and sentence.memory.names_only(part[:-1])
        if how in ("distant", "later") and not alone:
            return f"the {part[:-1]} {NOT_NAMED}"
    fraction = sentence.quantities[i].word == "fraction"
    a_part = fraction and kind == "level" and not sentence.is_chinese
    if a_part and not _names_its_base(sentence, i):
        return "it is not said of what it is a part"
    if kind == "change_percent" and counterparts.rival_of(sentence, i):
        return "it is compared with another place or product"
    unknown = strangers.unknown_in_chinese(sentence, i)
    return f"{UNKNOWN}: {unknown}" if unknown else ""


def _of_others_or_apart(sentence: Sentence, i: int, subject: Subject) -> str:
    """Return whether a level is a part of those before, a mean of others, or told by "by" alone."""
    quantity = sentence.quantities[i]
    if quantity.unit == COUNT and _A_PART_OF.match(sentence.text, quantity.end):
        return f"{UNKNOWN}: a part of those counted before"
    elsewhere = subject.how.get("places") in ("carried", "sentence", "distant")
    if elsewhere and _MEAN_OF.search(sentence.text[sentence.left(i)[0] : quantity.start]):
        return f"{UNKNOWN}: an average"
    if _BY_ALONE.search(sentence.text, sentence.span.start, quantity.start):
        return f"{UNKNOWN}: by"
    if quantity.unit == COUNT and reservations.is_reached_within(sentence, i):
        return "it is said how soon it was reached, not when"
    return ""


def _of_a_count(sentence: Sentence, i: int, subject: Subject) -> str:
    """Return whether it is left open whom a count is of."""
    if is_negated(sentence, i):
        return "it is of those who do not use it"
    quantity, near = sentence.quantities[i], sentence.near_right(i)
    right = sentence.text[quantity.end : near]
    if cues.PEOPLE_NOUN.match(right[:60]) or cues.ACCOUNT_NOUN.match(right[:60]):
        return ""
    start = sentence.left(i)[0]
    named = subject.names_a_product and subject.how.get("products") in ("here", "sentence")
    if named and any(m.tag == "window" and start <= m.start < near for m in sentence.mentions):
        return ""  # "145 million MAUs"
    goes_on = sentence.memory.use_told_in == sentence.passage and sentence.is_chinese
    told_by = _ANNOUNCED.search(sentence.text, start, quantity.start)
    if goes_on and subject.names_a_product and subject.tight("product") and not told_by:
        return ""  # 豆包2.26亿，DeepSeek 1.35亿 in a passage on their users
    before = sentence.memory.folded[sentence.span.start : quantity.start]
    if sentence.continues_use(i) and cues.SAME_MEASURE.search(before):
        return ""
    told = _COUNTED.search(before) is not None and _STANDS_BARE.match(right) is not None
    return "" if told or _counts_on(sentence, i) else NOBODY


def _counts_on(sentence: Sentence, i: int) -> bool:
    """Return whether a count that names nothing follows one of users: "By July, 450 million."."""
    memory, passage = sentence.memory, sentence.passage
    last = sentence.quantities[i - 1].unit if i else memory.unit_in.get(passage)
    follows = last == COUNT and not sentence.is_chinese
    counted = memory.use_told_in == passage and _STANDS_BARE.match(
        sentence.text, sentence.quantities[i].end
    )
    return bool(follows and counted) and names_nothing_new(sentence, i)


def _of_a_share(sentence: Sentence, i: int, subject: Subject) -> str:
    """Return whether it is left open of whom a share is, or of what."""
    quantity, near = sentence.quantities[i], sentence.near_right(i)
    around = cues.YOUNG_OR_OLD.search(sentence.text, sentence.near_left(i), near)
    ages = [a for a in sentence.ages if a.start < near] or subject.ages
    if around and not (ages or subject.group == "teen" or subject.employees):
        return f"{OF_AN_AGE}: {around.group()}"
    size = cues.LARGE_OR_SMALL.search(sentence.text, sentence.left(i)[0], near)
    if size and not (subject.employees or subject.group in ("sme", "non-sme")):
        return f"{UNKNOWN}: {size.group()}"
    alone = i == 0 and not sentence.told_of_use
    if alone and (other := _subject_of_its_own(sentence, quantity.start)):
        return f"{UNKNOWN}: {other}"
    told_before = sentence.memory.use_told_in == sentence.passage
    plain = told_before and not sentence.is_chinese
    if plain and only_reports(sentence, i, sentence.span.start):
        return ""
    if not sentence.told_of_use and not sentence.continues_use(i):
        odd = strangers.unknown_words(sentence, sentence.left(i)[0], quantity.start)
        return f"{UNKNOWN}: {odd}" if odd and not sentence.is_chinese else NOT_USE
    return _by_words_after(sentence, i)


def _by_words_after(sentence: Sentence, i: int) -> str:
    """Return whether the words after a share leave open of whom it is, or what they do."""
    quantity, near = sentence.quantities[i], sentence.near_right(i)
    end = max(near, min(sentence.right(i)[1], quantity.end + 90))
    words = sentence.text[quantity.end : end]
    first = re.match(r" ?-?([A-Za-z]+)", words)
    if first and strangers.unknown_words(sentence, quantity.end, quantity.end + first.end()):
        return f"it is not said of whom: {first.group(1)}"
    if cues.USE.search(words) or any(
        m.tag in ("product", "indicator") and quantity.end <= m.start < end
        for m in sentence.mentions
    ):
        return ""
    odd = strangers.unknown_words(sentence, quantity.end, near)
    return f"it is not said what they do: {odd}" if odd else ""

"""What a share is of: those who do something, the users, another number; and who "them" are."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims import cues, strangers
from adoption.claims.memory import within
from adoption.claims.phrases import Mention
from adoption.claims.quantities import PERCENT
from adoption.claims.sentences import Sentence

Limits = tuple[int, int | None] | None
Counted = tuple[str, Limits, Limits, str]
COMPOSITION = "a part of the users"  # of whom there are no figures
_MAKES_UP = re.compile(
    r"\b(?:mak(?:e|es|ing) up|made up|account(?:s|ed|ing)? for|represent(?:s|ed|ing)?|constitut(?:e|es|ed|ing))"
    r" (?:about |some |nearly |almost |only |just )?$",
    re.IGNORECASE,
)
_THE_USERS = re.compile(
    r"(?:all |the |its |those |these |them\b|active )*(?:[A-Za-z-]+ ){0,2}?(?:users|who|audience)\b|them\b"
)
_OF_THE_USERS = re.compile(f" of {_THE_USERS.pattern}")
_OF_THOSE = re.compile(
    r"\b[Oo]f (?:those|them|these|the users|its users|all users)(?: who [^,;.]{2,40})?,? (?:about |some |nearly |almost )?$"
)
_ARE_OF_AN_AGE = re.compile(
    r" (?:are|were) (?:aged?\b|between\b|under\b|over\b|younger\b|older\b|women\b|men\b|in their\b)"
)
# "Of the teens who use chatbots, 54 percent": the users; "of those that considered it": nobody known
_OF_THOSE_WHO = re.compile(
    r"(?<!share )(?<!proportion )(?<!percentage )(?<!fraction )(?<!number )(?<!rate )\b(?:[Oo]f|[Aa]mong) (?:the |those |these |all )?(?:(?!(?:share|proportion|percentage|number|rate)\b)[A-Za-z'.-]+ ){0,4}(?:who|that(?! (?:year|quarter|month|week|day|time|date)\b)) (?P<what>[^,;.0-9]{1,60}),? (?:some |about |only |just )?$"
)
# "half of the employees who use AI | do so daily": of the users, not of the employees
_OF_ITS_USERS = re.compile(
    r" of (?:[\w.'-]+ ){1,5}(?:who|that) (?:have |already |currently |regularly |now |had )*"
    r"(?:use|used|tried|adopted) (?:[\w.-]+ ){1,4}?(?:do|did|say|said|are|were|report|feel|believe|rely|use it|used it)\b"
)
_USE_IT = re.compile(r"(?:already |currently |regularly |have |had )*(?:use|used|tried|adopted)\b")
_ARE_ASKED = re.compile(
    r"(?:have |had |were |are |was )*(?:respond|answer|repl|asked|survey|poll|interview|took part|take part|work|employed|in work|live|online|aged)"
)
_OF_A_NUMBER = re.compile(r" of (?:(?!and |or )[A-Za-z'’]+ ){0,4}")
_COMPOSITION = re.compile(r"占(?:到|据|了|比)?(?:约|近|超过?|达)?$")
_HAN_BASE = re.compile(
    r"(?:占(?!比)|相当于|等于)(?:到|据|全部|全国|整体|我国)?(?P<np>[^，；。,;0-9%]{1,16}?)(?:的|比例|比重|比)?(?:为|达到?|约|近|超过?)*$"
)
_USERS_ALONE = re.compile(
    r"(?:(?:of|among) )?(?:(?:all|the|these|those|such|active) )*(?:them|users)?", re.IGNORECASE
)
# a product whose users are told of: "users of generative AI", "AI users", "used ChatGPT"
_MAKES_USERS = re.compile(r"(?:\buse[srd]*(?: of)?|\busing)(?: the)? \S|\S users?\b", re.IGNORECASE)
# "Eurostat surveyed firms with 10 or more staff in Malta. In 2025, 18.9% of them used AI"
_ASKED = re.compile(
    r"\b(?:survey|poll|interview|question|ask)(?:ed|s|ing)\b(?P<whom>[^.;:?!%]{2,120})",
    re.IGNORECASE,
)
# "Firms are another matter. Some 20% of them used AI"
_NOW_USE_IT = re.compile(
    r" (?:(?:[a-z]+ly|already|also|now|had|have|has|were|are|said they|say they) )*"
    r"(?:us(?:e|ed|ing)|adopt(?:ed)?|tried|turn(?:ed)? to|work(?:ed)? with)\b"
)
_PEOPLE = ("group", "unknown_group", "sector")
ASKED_WITHIN = 240  # characters back to those who were asked
_OF_THOSE_ONLINE = re.compile(
    r" of (?:(?!(?:teen|child|pupil|student|women|men\b|girl|boy|senior|young|parent)[A-Za-z]*)[A-Za-z]+ ){1,2}online\b"
)  # "13% of Brazilians online"


def whole(
    sentence: Sentence, i: int, kind: str, start: int, noun: re.Match[str] | None
) -> Counted | None:
    """Return whom a share is of where the words name another whole than the people counted.

    Those who do something, those online, another number, the users: the words from `start` to the
    number tell, or the noun right after it.
    """
    quantity = sentence.quantities[i]
    if quantity.unit == PERCENT and (
        told := _OF_THOSE_WHO.search(sentence.text, start, quantity.start)
    ):
        if _USE_IT.match(told.group("what")):
            return "genai", None, None, ""
        if not _ARE_ASKED.match(told.group("what")):
            return "", None, None, told.group("what")
    if quantity.unit != PERCENT or kind != "level":
        return None
    if _OF_THOSE_ONLINE.match(sentence.text, quantity.end):
        return "internet", None, None, ""
    if _OF_ITS_USERS.match(sentence.text, quantity.end):
        return "genai", None, None, ""
    return _counted_base(sentence, i) or _named_base(sentence, i, noun)


def is_base_of_a_share(sentence: Sentence, i: int) -> bool:
    """Return whether a count is what a share is of: "42.8% of China's 1.125 billion internet users"."""
    before = sentence.quantities[i - 1] if i else None
    return (
        before is not None
        and before.unit == PERCENT
        and _OF_A_NUMBER.fullmatch(sentence.text, before.end, sentence.quantities[i].start)
        is not None
    )


def who_they_are(sentence: Sentence, start: int, end: int) -> str:
    """Return whom "them", or users without a further word, stand for: those online, customers.

    "India has 958 million internet users; 44% of them tried AI features", and not "of its users";
    "Ramp, whose clients are young. Of them, 45.9% paid"
    """
    if sentence.is_chinese or not _USERS_ALONE.fullmatch(sentence.text, start, end):
        return ""
    text = sentence.text
    for m in reversed(within(sentence.memory.mentions, 0, start)):
        if m.tag == "group" and m.value in ("internet", "customer"):
            return m.value
        if m.tag == "product" and _MAKES_USERS.search(text[m.start - 12 : m.end + 7]):
            return ""
    return ""


def those_asked(sentence: Sentence, them: Mention) -> Counted | None:
    """Return who "of them" are where people were asked and no share was stated since."""
    memory, back = sentence.memory, max(0, them.start - ASKED_WITHIN)
    asked = list(_ASKED.finditer(memory.text, back, them.start))
    if not asked or not memory.folded[them.start : them.end].endswith("them"):
        return None
    start, end = asked[-1].span("whom")
    shares = [q for q in within(memory.quantities, start, them.start) if q.unit == PERCENT]
    if any(q.end + 1 < them.start for q in shares):
        return None  # of the last share, that is of those who use it
    named = within(memory.mentions, start, end)
    groups = [m.value for m in named if m.tag == "group"]
    parts = [m for m in named if m.tag in ("sector", "unknown_group")]
    if not (groups or parts):
        return None
    kind, ages, employees = with_limits(groups[-1] if groups else "firm")
    said = {a.employees: (a.low, a.high) for a in within(memory.ages, start, end)}
    detail = " ".join(
        m.value if m.tag == "sector" else memory.folded[m.start : m.end] for m in parts
    )
    return kind, said.get(False, ages), said.get(True, employees), detail


def those_spoken_of(sentence: Sentence, them: Mention) -> str:
    """Return the firms or people named last, where it is said that so many "of them" use it."""
    memory, back = sentence.memory, max(0, them.start - ASKED_WITHIN)
    says = memory.folded[them.start : them.end].endswith("them")
    if not says or not _NOW_USE_IT.match(memory.text, them.end):
        return ""
    named = [m for m in within(memory.mentions, back, them.start) if m.tag in _PEOPLE]
    if not named or named[-1].tag != "group" or named[-1].value == "genai":
        return ""
    opening = memory.text.rfind(". ", 0, named[-1].start)  # "32.7% of people use it. Half of them"
    shares = [q for q in within(memory.quantities, opening, them.start) if q.unit == PERCENT]
    return "" if any(q.end + 1 < them.start for q in shares) else named[-1].value


def with_limits(value: str) -> tuple[str, Limits, Limits]:
    """Return the kind, ages and employees that a word for people stands for: "person:15-64"."""
    group, _, extra = value.partition(":")
    if not extra:
        return group, None, None
    low, _, high = extra.partition("-")
    limits = (int(low), int(high) if high else None)
    return (group, None, limits) if group == "firm" else (group, limits, None)


def _counted_base(sentence: Sentence, i: int) -> Counted | None:
    """Return the base that is a number itself: "45.9% of the 1.123 billion internet users"."""
    start, end = sentence.right(i)
    if end == sentence.span.end or not _OF_A_NUMBER.fullmatch(sentence.text, start, end):
        return None
    after = (sentence.quantities[i + 1].end, sentence.near_right(i + 1))
    groups = [m for m in sentence.mentions if m.tag == "group" and after[0] <= m.start < after[1]]
    return (
        (groups[0].value.partition(":")[0], None, None, "")
        if groups
        else ("", None, None, "of a number")
    )


def _named_base(sentence: Sentence, i: int, noun: re.Match[str] | None) -> Counted | None:
    """Return the base where the words name one that is no group: "of its users", 占专利的."""
    if _is_composition(sentence, i, noun):
        return "", _ages_beside(sentence, i), None, COMPOSITION
    if noun and noun.group("np"):
        head = noun.group("np")[:60]
        if re.match(r"(?:(?!are |were |is |and |or )\w+ ){0,5}?users\b", head) and not re.match(
            r"(?:\w+ ){0,3}(?:internet|online|web|smartphone) users", head
        ):
            at = noun.start("np")
            told = who_they_are(sentence, at, at + head.find("users"))
            own = [a for a in within(sentence.ages, at, at + len(head) + 1) if not a.employees]
            ages = (own[0].low, own[0].high) if own else None  # "52% of users aged 15 to 24"
            return told or "genai", ages, None, ""
        return None
    left = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    if _COMPOSITION.search(left) and not cues.USE.search(left):
        parts = [m for m in sentence.mentions if m.tag == "unknown_group" or m.value == "teen"]
        start = sentence.near_left(i)
        named = [*(m.start for m in parts), *(a.start for a in sentence.ages)]
        parted = any(start <= place < start + len(left) for place in named)
        if parted and not _goes_on_with_use(sentence, i):
            return "", None, None, "占"  # 40岁以下占74.6% is a part of the users
    if re.search(r"用户[^，。；]{0,12}占比[^，。；0-9]{0,6}$|用户的?比例[^，。；0-9]{0,6}$", left):
        return "genai", None, None, ""
    part = re.search(r"占比|(?<!一)(?<!该)比例", left[-12:])
    start = sentence.quantities[i].start - len(left)
    stops = [m.end() for m in cues.HAN_STOP.finditer(left)]
    clause = start + max(
        (stop for stop in stops if part and stop <= len(left) - 12 + part.start()), default=0
    )
    if (
        part
        and not cues.USE.search(left)
        and strangers.rest_of(sentence, clause, start + len(left))
    ):
        return "", None, None, "占比"
    han = _HAN_BASE.search(left)
    if not han:
        return None
    words = han.group("np")
    start = sentence.quantities[i].start - len(left) + han.start("np")
    inside = [
        m for m in sentence.mentions if start < m.end <= start + len(words) and m.tag == "group"
    ]
    if "网民" in words:
        return "internet", None, None, ""
    if inside:
        return inside[0].value.partition(":")[0], None, None, ""
    return ("genai" if "用户" in words else ""), None, None, "" if "用户" in words else words


def _is_composition(sentence: Sentence, i: int, noun: re.Match[str] | None) -> bool:
    """Return whether a share is of the users that are of an age: "make up 57% of those who do"."""
    left = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    if _MAKES_UP.search(left):
        return bool(noun and _THE_USERS.match(noun.group("np") or ""))
    end = sentence.quantities[i].end
    of_whom = _OF_THE_USERS.match(sentence.text, end, sentence.span.end)
    are = _ARE_OF_AN_AGE.match(sentence.text, of_whom.end() if of_whom else end, sentence.span.end)
    return bool(are and (of_whom or _OF_THOSE.search(left)))


def _ages_beside(sentence: Sentence, i: int) -> Limits:
    """Return the only ages that the clause of a number names."""
    start, end = sentence.left(i)[0], sentence.right(i)[1]
    found = {(a.low, a.high) for a in within(sentence.ages, start, end) if not a.employees}
    return found.pop() if len(found) == 1 else None


def _goes_on_with_use(sentence: Sentence, i: int) -> bool:
    """Return whether the share before is one of those who use it: 使用AI的10至19人企业占3%，20人以上占5%."""
    if not i:
        return False
    before = sentence.text[sentence.near_left(i - 1) : sentence.quantities[i - 1].start]
    return bool(_COMPOSITION.search(before) and cues.USE.search(before))

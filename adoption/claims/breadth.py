"""In how many of a set it rose or fell: "rose in all 27 member states", "the only one to decline".

What moved must be a share, said with the verb ("the share rose", "recorded an increase"); a change
with a number of its own ("rose by more than 5 points in ten countries") is no such count.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from adoption.claims import dating, ordinals, quantifiers, subjects, vagueness
from adoption.claims.bases import is_base
from adoption.claims.movements import HAN_DOWN, HAN_UP
from adoption.claims.orders import list_of_places
from adoption.claims.other_places import FIELDS
from adoption.claims.phrases import Mention
from adoption.claims.quantifiers import Quota
from adoption.claims.sentences import Sentence
from adoption.claims.statements import Statement
from adoption.rates import Interval

ROSE, FELL = "rose", "fell"
NEAR = 60  # characters from the words for the share to those for its move
_SHARE = r"(?:shares?|rates?|use|usage|adoption|uptake|diffusion|penetration|proportions?|figures?|levels?|it|they)"
_UP = r"rose|rises?|risen|increased?|grew|grown|climbed|gained|advanced|improved|went up|gone up|(?:was|were) (?:up|higher)"
_DOWN = r"fell|falls?|fallen|declined?|decreased?|dropped|slipped|shrank|went down|gone down|(?:was|were) (?:down|lower)"
_MOVED = rf"(?:{_UP}|{_DOWN})(?: back| again)?"
_A_MOVE = (
    r"(?:recorded|saw|seen|see|had|reported|posted|registered|showed|experienced|(?:to )?(?:record|post|report|register|show)) "
    r"(?:(?:an?|the|any|some|its|their|(?:the )?shares?|rates?|use|usage) )*(?:(?:small|slight|modest|further|clear) )?"
    rf"(?:increases?|rises?|gains?|growth|rose|decreases?|declines?|drops?|falls?|fell)\b(?! (?:in|of) (?!(?:the )?{_SHARE}\b))"
)
_WHEN = r"(?:,? (?:also|again|too|on the year|year on year|in 20[0-9]{2}|since 20[0-9]{2}|(?:over|from|between) 20[0-9]{2}(?: (?:and|to) 20[0-9]{2})?),?)*"
_IN_QUOTA = re.compile(
    rf"\b{_SHARE}\b[^,;:.()0-9]{{0,{NEAR}}}? {_MOVED}{_WHEN} in {quantifiers.QUOTA}", re.IGNORECASE
)
_QUOTA_FIRST = re.compile(
    rf"\bin {quantifiers.QUOTA},? (?:the |its |their )?{_SHARE}\b[^,;:.()0-9]{{0,{NEAR}}}? {_MOVED}\b(?! (?:by|to|from|more|faster) )",
    re.IGNORECASE,
)
_QUOTA_SAW = re.compile(rf"\b{quantifiers.QUOTA} {_A_MOVE}", re.IGNORECASE)
# "Greece was the only member state where the share fell", "the only one to record a decline"
_ONLY_ONE = re.compile(
    r"\b(?:is|was|being|as|remains) the only (?:(?P<noun>(?:(?:EU|US|European|member) )*(?:member state|country|economy|state|nation|market))|one)"
    rf"(?: of the (?P<size>[0-9]{{1,3}}))?,? (?:{_A_MOVE}|(?:where|in which|whose|that|to have) (?:the |its )?(?:{_SHARE}\b[^,;:.()0-9]{{0,20}}? )?{_MOVED})",
    re.IGNORECASE,
)
# "only in Greece did the share go down", "the share fell only in Greece"
_BARE_MOVE = r"(?:go down|fall|decline|decrease|drop|slip|shrink|go up|rise|increase|grow|climb)"
_ONLY_IN = re.compile(
    rf"\bonly in (?:the )?(?P<own>(?-i:[A-Z])[^,;:.()0-9]{{2,30}}?) (?:did|does|has|had) (?:the |its )?{_SHARE}\b[^,;:.()0-9]{{0,{NEAR}}}? (?:{_BARE_MOVE}|{_MOVED})\b"
    rf"|\b{_SHARE}\b[^,;:.()0-9]{{0,{NEAR}}}? {_MOVED}{_WHEN} only in (?:the )?(?P<whose>(?-i:[A-Z]))",
    re.IGNORECASE,
)
_HAN_PLACES = "个?(?:欧盟)?(?:成员国|国家|经济体|州|市场)"
_HAN_STEP = (
    "(?:的?(?:[^，。；0-9]{0,8}(?:使用率|采用率|普及率|渗透率|扩散率|应用率|比例|占比|份额)))?"
)
_HAN_SINCE = "(?:较上年|比上年|较前一年|同比|环比|较上期|出现|有所|实现|呈现?|录得|了|保持)*"
_HAN_MOVED = f"(?:{HAN_UP}|{HAN_DOWN})"
_HAN_ALL = re.compile(
    rf"(?:(?P<size>[0-9]{{1,3}})|所有|全部|各){_HAN_PLACES}{_HAN_STEP}(?:全部|全都|均|都|无一例外){_HAN_SINCE}{_HAN_MOVED}(?=[，。；,;！]|$)"
)
_HAN_SOME = re.compile(
    rf"(?:有|仅|只|中)(?P<number>[0-9]{{1,3}}|[一两二三四五六七八九十]){_HAN_PLACES}{_HAN_STEP}{_HAN_SINCE}{_HAN_MOVED}(?=[，。；,;！]|$)"
)
_HAN_ONLY_ONE = re.compile(
    rf"(?:是|为|成为)?(?:欧盟(?:中|内|里)?)?(?:唯一|惟一)(?:一个)?(?:使用率|采用率|普及率|比例)?{_HAN_SINCE}{_HAN_MOVED}的(?:欧盟)?(?:成员国|国家|经济体|州)"
)
_HAN_NONE = re.compile(
    rf"(?:没有(?:任何|一个)?|无一){_HAN_PLACES.replace('个?', '')}{_HAN_STEP}{_HAN_SINCE}{_HAN_MOVED}(?=[，。；,;！]|$)"
)
_FALL = re.compile(
    rf"\b(?:{_DOWN}|go down|slip|shrink|decreases?|declines?|drops?|falls?)\b|{HAN_DOWN}",
    re.IGNORECASE,
)
_PATTERNS = (_IN_QUOTA, _QUOTA_FIRST, _QUOTA_SAW, _ONLY_ONE, _ONLY_IN)
_HAN_PATTERNS = (_HAN_NONE, _HAN_ALL, _HAN_SOME, _HAN_ONLY_ONE)
_NAMES_FOLLOW = re.compile(r"[^,;:.]{0,40}(?:,|:| \(| [—–-]) ?(?:namely |in )?(?:the )?")


def breadths(sentence: Sentence) -> list[Statement]:
    """Return in how many places, or where alone, a sentence says that a share rose or fell."""
    found: list[Statement] = []
    for pattern in _HAN_PATTERNS if sentence.is_chinese else _PATTERNS:
        for match in pattern.finditer(sentence.text, sentence.span.start, sentence.span.end):
            if any(match.start() < s.end and s.start < match.end() for s in found):
                continue
            quota = _quota(sentence, match)
            if quota is not None:
                found.append(_statement(sentence, quota))
    return found


def _statement(sentence: Sentence, quota: Quota) -> Statement:
    start, end = quota.start, quota.end
    subject = subjects.subject_between(sentence, sentence.span.start, start, end, 0, remember=False)
    period, how, _, _ = dating.dates_between(
        sentence, sentence.span.start, sentence.span.end, start
    )
    bases = [
        p for p in sentence.periods
        if p.counts_back or is_base(sentence, p)
    ]  # fmt: skip
    many = quota.value or Decimal(quota.size)
    value = Decimal(quota.size) - quota.value if quota.but else many
    return Statement(
        start=start, end=end, passage=sentence.passage,
        sentence=sentence.memory.sentence_number, sentence_span=(sentence.span.start, sentence.span.end),
        kind="tally", unit="places", value=value, printed=Interval(value, value),
        loose=Interval(value, value), relation=quota.relation,
        subject=replace(subject, places=(), how=subject.how | {"places": "missing"}),
        period=period, period_how=how, base=bases[0] if bases else None, quota=quota,
        blocked=vagueness.blocked_between(sentence, sentence.clause(start), end),
    )  # fmt: skip


def _quota(sentence: Sentence, found: re.Match[str]) -> Quota | None:
    """Return of how many it is said, None if it is said of no set of places."""
    says = found.groupdict()
    if found.re in (_ONLY_ONE, _HAN_ONLY_ONE, _ONLY_IN):
        return _only_one(sentence, found)
    if sentence.is_chinese:
        return _han_quota(found)
    if not (says["noun"] or (says["size"] and (says["of"] or says["all"] or says["but"]))):
        return None
    quota = quantifiers.quota_said(sentence, found, 0, found.end(), _relation(found))
    return replace(quota, those=_names_after(sentence, found.end(), int(quota.value)))


def _relation(found: re.Match[str]) -> str:
    return FELL if _FALL.search(found.group()) else ROSE


def _only_one(sentence: Sentence, found: re.Match[str]) -> Quota | None:
    places = [m for m in sentence.mentions if _is_place(m) and m.start < found.start()]
    carried = sentence.memory.carried.get("place", ())
    near = sentence.memory.carried_in.get("place") == sentence.passage
    those = (places[-1].value,) if places else carried if near else ()
    if found.re is _ONLY_IN:
        at = found.start("own") if found["own"] else found.start("whose")
        those = tuple(m.value for m in sentence.mentions if _is_place(m) and m.start == at)
    if len(those) != 1 or those[0] in FIELDS:
        return None
    one, size = Decimal(1), found.groupdict().get("size")
    words = sentence.text[sentence.span.start : sentence.span.end]
    noun = words if found.re is _ONLY_IN else found.groupdict().get("noun") or found.group()
    return Quota(
        found.start(), found.end(), _relation(found), Interval(one, one), one,
        size=int(size) if size else 0, field=ordinals.field_of(noun) or _member_states(noun), those=those,
    )  # fmt: skip


def _member_states(words: str) -> str:
    return "EU27" if "成员国" in words else ""


def _han_quota(found: re.Match[str]) -> Quota:
    says, one, zero = found.groupdict(), Decimal(1), Decimal(0)
    wanted, value, of_all = Interval(one, one), zero, True
    if found.re is _HAN_NONE:
        wanted = Interval(zero, zero)
    elif number := says.get("number"):
        value = Decimal(quantifiers.number(number))
        wanted, of_all = Interval(value, value), False
    words = found.group()
    return Quota(
        found.start(), found.end(), _relation(found), wanted, value, of_all,
        size=int(says.get("size") or 0), field=ordinals.field_of(words) or _member_states(words),
    )  # fmt: skip


def _names_after(sentence: Sentence, end: int, many: int) -> tuple[str, ...]:
    """Return the places named after their number: "in only two of 147 last year, Oman and Peru"."""
    places = [m for m in sentence.mentions if _is_place(m) and m.start >= end]
    if not many or not places or not _NAMES_FOLLOW.fullmatch(sentence.text, end, places[0].start):
        return ()
    named = list_of_places(sentence, places, 0)
    return tuple(m.value for m in named) if len(named) == many else ()


def _is_place(mention: Mention) -> bool:
    return mention.tag == "place" and "|" not in mention.value and mention.value not in FIELDS

"""Words for being at the top or the bottom, alone or with others: "leads the field", "the lowest were in".

Whoever is named with them may be one or a list: of three that lead each is among the first three.
`FOLLOWS` are those after which the names stand.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from itertools import pairwise

from adoption.claims.fields import is_one
from adoption.claims.orders import list_of_places, without_numbers
from adoption.claims.phrases import Mention
from adoption.claims.sentences import Sentence

_SHARE = r"(?:shares?|rates?|percentages?|proportions?|levels?|usage|uptake|adoption|use|values?|figures?|scores?|penetration)"
_MOST = r"(?:(?P<lowest>lowest|smallest)|highest|largest|greatest)"
_FOUND = r"(?:was|were|is|are|has been|have been|came|come)(?: (?:recorded|found|registered|seen|observed|reported|measured|noted|posted|achieved|reached|those))*"
# "the highest shares of firms using AI in 2025 were recorded in Denmark, Finland and Sweden"
HIGHEST_IN = re.compile(
    rf"\b(?<!of the )(?<!among the )(?<!second-)(?<!third-){_MOST}(?:(?: (?!of\b|among\b|increase|rise|growth)[\w'-]+){{0,3}}? {_SHARE}\b(?: [^,;:.()]{{0,90}}?)?)? {_FOUND}(?: (?:in|by|for|of|among))?(?: the)? (?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "Highest: Denmark (42.0%), Finland (37.8%)"
LABEL = re.compile(
    rf"(?<![\w-]){_MOST}(?: {_SHARE})?(?: in the EU| of all)?: (?:the )?(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "bringing up the rear were Romania and Poland", "at the bottom were", "at the other end are"
BOTTOM_ARE = re.compile(
    rf"\b(?P<lowest>at the (?:very )?(?:bottom|foot|tail end|lower end|low end)(?: of (?:the |its )?[\w' -]{{2,30}}?)?|bringing up the rear|(?P<other_end>at the (?:other|opposite) end(?: of (?:the |its )?[\w' -]{{2,30}}?)?)),? (?:{_FOUND}|stands?|stood|sits?|sat|lies?|lay|we find)(?: in)?(?: the)? (?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_ADOPTION = r"(?:adoption|usage|use|uptake|diffusion|penetration)"
_AI = r"(?:(?:generative )?(?:AI|artificial intelligence) )?"
_WHOM = (
    r"(?: the| its| all| other| every| EU| European| global| world| national)*"
    rf"(?: (?:way|pack|field|list|table|rankings?|league|leaderboard|charts?|race|index|standings|world|globe|EU|European Union|bloc|region|continent|nation|nations|countries|economies|states|sectors|industries)\b| {_AI}{_ADOPTION}\b| globally| worldwide| in {_AI}{_ADOPTION}\b| (?=(?:with|at|on) [0-9]))"
)
# "leads all nations", "tops the ranking", "lead global AI adoption", "leading at 48%"
LEADS = re.compile(
    rf"\b(?P<champion>(?:leads?|led|tops?|topped|heads?|headed|dominates?|leading(?= (?:at|with|on) [0-9])){_WHOM})(?! (?:in|of) (?!(?:the )?(?:use|usage|adoption|uptake|EU|world|bloc|region|survey|share|first|second|[12][0-9]{{3}})|AI (?:adoption|use|usage|diffusion|uptake)|generative|(?-i:[A-Z])[a-z]))",
    re.IGNORECASE,
)
# "recorded the highest shares", "has the lowest rate"
HAS_HIGHEST = re.compile(
    rf"\b(?:record(?:s|ed|ing)?|report(?:s|ed|ing)?|post(?:s|ed|ing)?|register(?:s|ed|ing)?|ha[sd]|have|having|show(?:s|ed|ing)?|boast(?:s|ed|ing)?|sees?|saw|reach(?:es|ed|ing)?|with) (?:the|its|Europe's|the EU's|the world's|the bloc's) {_MOST}(?: (?!increase|rise|growth|of\b)[\w'-]+){{0,3}}? {_SHARE}\b(?! of (?:increase|growth|change))",
    re.IGNORECASE,
)
# "have emerged as global front-runners": of several, without an order among them
FRONT_RUNNERS = re.compile(
    r"\b(?:are|were|remain(?:ed)?|stay(?:ed)?|have emerged as|emerge[sd]? as|became|become)(?: (?:still|again|now|also|clearly|once))*(?: the)?(?: (?:clear|undisputed|global|world|world's|international|European|EU|regional|early))* (?P<champion>front-?runners|leaders|pacesetters|trailblazers|leading (?:countries|nations|adopters|economies)|top (?:adopters|performers))\b",
    re.IGNORECASE,
)
_NUMBER = r"(?P<few>two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)"
# "make up the top three", "occupy the first three places"
TOP_FEW = re.compile(
    rf"\b(?:ma[dk]e up|form(?:s|ed)?|are|were|compris(?:e|ed)|constitut(?:e|ed)|occup(?:y|ied)|take|took|fill(?:ed)?|h[eo]ld|claim(?:ed)?|rank(?:ed)? (?:among|as)|sweep|swept|lock(?:ed)? out)(?: (?:the|its|in))* (?:top|first) {_NUMBER}(?: (?:places|spots|positions|slots|countries|economies|nations|markets|states))?\b(?! (?:per cent|percent|%|uses|tools|apps|sectors))",
    re.IGNORECASE,
)
# "the top three spots went to the UAE, Singapore and Norway"
TOP_FEW_ARE = re.compile(
    rf"\b(?:top|first) {_NUMBER} (?:(?:places|spots|positions|slots|countries|economies|nations|markets|states)(?: (?:went|go|belong|fall|fell) to| (?:are|were)(?: occupied by| taken by| held by)?)|are|were|went to)(?::| the)? (?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "the leaders are", "the table is headed by"
LED_BY = re.compile(
    r"\b(?P<champion>the (?:leaders|front-?runners)(?: (?:in|of|for) [a-z ]{3,20})? (?:are|were|remain)|(?:list|table|rankings?|league|index|leaderboard|field|chart|pack) (?:is|was|remains) (?:headed|led|topped|dominated) by):? (?:the )?(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "Denmark is out in front"
IN_FRONT = re.compile(
    r"\b(?P<champion>(?:is|are|was|were|remains?) (?:far |well |still )*out in front)\b(?! (?:in|of|on) (?!(?:the )?(?:use|usage|adoption|EU|world|field|pack|AI (?:use|adoption))\b|(?-i:[A-Z])))",
    re.IGNORECASE,
)
HAN_LEADS = re.compile(
    "(?P<champion>(?:领跑|领衔)(?:了)?(?:全球|世界|各国|全欧|欧盟|欧洲|亚洲|东亚)?(?=(?:的)?(?:AI|人工智能|生成式)?(?:采用|普及|应用|使用|扩散|[，。；,;（(]|$)))"
)
# words without which none of these can be: most sentences have none
_HINT = re.compile(
    r"est\b|top|bottom|foot of|tail|end\b|rear|lead|led\b|head|dominat|front|first|make|made|form|comprise|constitute|occup|take|took|fill|h[eo]ld|claim|rank|sweep|swept|lock|[领殿垫]",
    re.IGNORECASE,
)
FOLLOWS = (HIGHEST_IN, LABEL, BOTTOM_ARE, TOP_FEW_ARE, LED_BY)
ENGLISH = (*FOLLOWS, LEADS, IN_FRONT, HAS_HIGHEST, FRONT_RUNNERS, TOP_FEW)
CHINESE = (HAN_LEADS,)
OF_A_LIST = (HIGHEST_IN, LABEL, BOTTOM_ARE, HAS_HIGHEST, IN_FRONT)  # which, the words need not say
LOOSE = (
    LEADS,
    IN_FRONT,
    LED_BY,
    FRONT_RUNNERS,
    HAN_LEADS,
)  # of several of these each need not be of the first
# "some of the highest", "one of the lowest shares", "not lead"
_SOME = re.compile(
    r"(?:\b(?:some|one|many|most|few|among|any|not|never|no longer|could|would|may|might|will|can|should|must|to|if)|n['’]t) (?:of )?(?:the |its |ever )*$|(?:有望|或将|可能|即将|曾|持续保持)$",
    re.IGNORECASE,
)
# "in manufacturing", "among the Baltic states": the highest of some only
OF_SOME = re.compile(
    r"\b(?:in|among|across|within|for|at|by)(?: the| all| its)? (?!(?:EU|European Union|Europe|bloc|union|world|contrast|total|addition|comparison|turn|fact|terms|particular|general|[12][0-9]{3}|year|first|second|third|fourth|Q[1-4]|H[12]|same|latest|other|opposite|bottom|foot|top|countries|member|enterprises|firms|companies|businesses|people|individuals|persons|adults|AI|generative|artificial|AI-)\b)[A-Za-z]",
    re.IGNORECASE,
)
_KEEPS_ON = re.compile(r"\b(?:continues?|continued|continuing|manage[sd]?) to $", re.IGNORECASE)
_LAST_TOLD = re.compile(r"\b(highest|top|leads?|led|first|lowest|bottom|last)\b", re.IGNORECASE)
_JOIN = re.compile(r"[,、，/&和与及]|\band\b")
# what may stand between the last of a list and what is said of it
_BETWEEN = re.compile(
    r"(?:'s?)?(?: ?[(（][^()（）]{1,40}[)）])?,? ?(?:(?:and|which|all|each|both|that|together|still|again|also|now|currently|continue to|continues to|has|have|had|with|are|were|is|was|rank|ranked|come|came|respectively) ?)*|(?:的)?(?:[^，。；0-9、]{0,4}(?:率|占比|比例))?(?:则|也|均|都|分别|正|以[^，。；0-9]{2,8})*"
)


def find(
    text: str, start: int, end: int, names: list[int], *, chinese: bool
) -> list[re.Match[str]]:
    """Return where a text says that one or several are at the top, or at the bottom.

    `names` are where the names of places begin.

    Examples
    --------
    >>> text = "The highest shares were in Denmark and Malta, some of the lowest were in Italy."
    >>> [m.group() for m in find(text, 0, len(text), [27, 39, 74], chinese=False)]
    ['highest shares were in ']
    """
    found: list[re.Match[str]] = []
    if _HINT.search(text, start, end) is None:
        return found
    for pattern in (*CHINESE, *ENGLISH) if chinese else ENGLISH:
        for m in pattern.finditer(text, start, end):
            before = text[max(start, m.start() - 30) : m.start()]
            named = m.re not in FOLLOWS or m.end() in names
            if named and (not _SOME.search(before) or _KEEPS_ON.search(before)):
                found.append(m)
    return found


def is_last(text: str, match: re.Match[str]) -> bool:
    """Return whether a match tells of the bottom; "at the other end" is opposite to the last told."""
    told = match.groupdict()
    if told.get("other_end"):
        before = _LAST_TOLD.findall(text[max(0, match.start() - 400) : match.start()])
        return not before or before[-1].lower() not in ("lowest", "bottom", "last")
    return bool(told.get("lowest"))


def named_with(sentence: Sentence, match: re.Match[str], places: list[Mention]) -> list[Mention]:
    """Return the list of places that words for a first rank are said of, before or after them."""
    places = [m for m in places if is_one(m.value) and not _is_repeated(sentence, m)]
    told = match.groupdict()
    few = told.get("few") or told.get("leading")
    if match.re in FOLLOWS or (few and match.re is not TOP_FEW):
        return listed_at(sentence, places, match.end())
    before = [k for k, m in enumerate(places) if m.end <= match.start()]
    if not before:
        return []
    last = before[-1]
    between = without_numbers(sentence.text[places[last].end : match.start()])
    if not _BETWEEN.fullmatch(between):
        return []
    lists = (list_of_places(sentence, places[: last + 1], k) for k in before)
    one = next(one for one in lists if one[-1] is places[last])
    return _joined(sentence, one[::-1])[::-1]


def listed_at(sentence: Sentence, places: list[Mention], position: int) -> list[Mention]:
    """Return the list of places that begins at a position."""
    opening = [k for k, m in enumerate(places) if m.start == position]
    return _joined(sentence, list_of_places(sentence, places, opening[0])) if opening else []


def _joined(sentence: Sentence, places: list[Mention]) -> list[Mention]:
    """Return those of a list, from its first, that a comma or an "and" joins."""
    for k, (one, other) in enumerate(pairwise(places)):
        start, end = sorted((one, other), key=lambda m: m.start)
        if not _JOIN.search(without_numbers(sentence.text[start.end : end.start])):
            return places[: k + 1]
    return places


def _is_repeated(sentence: Sentence, mention: Mention) -> bool:
    """Return whether a place is the one before again, in brackets: "United Arab Emirates (UAE)"."""
    return any(
        m.value == mention.value and sentence.text[m.end : mention.start] in (" (", "（", "(")
        for m in sentence.mentions
    )

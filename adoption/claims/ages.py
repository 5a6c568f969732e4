"""Ages of people and sizes of firms: 18 to 29, 65岁及以上, "firms with 10 to 49 employees"."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import dataclass

from adoption.claims.cues import LARGE_SIZE
from adoption.claims.quantities import WORD_VALUES, small_number

_DECADES = {"twe": 20, "thi": 30, "for": 40, "fif": 50, "six": 60, "sev": 70}
_HAN_AGE = r"(?:[1-9]?[0-9]|[二三四五六七八]?十[一二三四五六七八九]?)"
_AGE_OR_SIZE = re.compile(
    r"(?P<ages>(?:\b(?:aged?|ages|between the ages of|those|people|adults|users|netizens|americans|individuals|"
    r"persons|residents|and|of|the|workers|employees) )?"
    r"(?:\b(?P<a1>[1-9][0-9])(?:-? ?(?:to|-|–|~|and|through)[ -]?)(?P<a2>[1-9][0-9])(?:[ -]?years?[ -]olds?| years of age|-?year-olds|[ -]year[ -]old|s\b)"
    r"|\b(?:aged?|ages|between the ages of|adults|people|persons|individuals|teens|workers|employees|users|population|those|women|men|respondents|residents|americans|bracket|group|(?-i:(?!Firms|Companies|Businesses|Enterprises)[A-Z][a-z]+s)(?= of | between )) (?:of |(?:(?-i:(?:in|of) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) )?between )?(?P<a3>[1-9][0-9]|[0-9](?= ?(?:to|-|–|and|through) ?[1-9][0-9]\b))(?: ?(?:to|-|–|and|through) ?(?P<a4>[1-9][0-9])\b(?! ?(?:%|percent|per cent|million))|(?P<a5>\+| and (?:over|older|above|up)| or (?:over|older|above)| years and (?:over|older)))"
    r"|\b(?P<a8>[1-9][0-9])(?:[ -](?:to|and)[ -]|[-–])(?P<a9>[1-9][0-9])(?= (?:age|group|bracket|population|cohort))"
    r"|\b(?:the )?(?:young|younger|older|old|elderly|youth)(?: [a-z]+){0,2} \((?P<a11>[1-9][0-9]) ?(?:to|-|–|and) ?(?P<a12>[1-9][0-9])(?=\))"
    r"|\b(?:aged? |ages )?(?P<a10>[1-9][0-9]) (?:and|or) (?:below|under|younger)"
    r"|\b(?:under|below|younger than)(?: the age of)? (?P<a6>[1-9][0-9])\b(?! ?(?:%|percent|per cent|million|billion|employees|workers|staff|thousand|points|[.,][0-9]))"
    r"|\b(?P<a7>[1-9][0-9])(?:\+| and (?:over|older|above)| or (?:over|older))(?! (?:employees|workers|staff|persons employed|%))"
    r"))"
    r"|(?P<decade>\bin their (?P<d1>twenties|thirties|forties|fifties|sixties|seventies|[2-7]0s)\b)"
    r"|(?P<handecade>(?P<h5>[二三四五六七八]十|[2-8]0)(?:多|几)岁)"
    rf"|(?P<hanage>(?P<h6>不满|未满|不到|不足)?(?P<h1>{_HAN_AGE})(?:(?: ?周?岁)?[-~至到—–](?P<h2>{_HAN_AGE}))? ?周?岁(?P<h3>[及或和]?以上)?(?P<h4>[及或]?以下)?)"
    r"|\b(?<!\bin )(?<!every )(?P<size>(?:(?:with|of|employing|(?:(?:that|which|who) )?employ(?:s|ed)?|having|ha(?:s|d|ve)) )?(?:between )?(?:(?P<s5>up to |(?:fewer|less) than |under )|at least |(?P<s7>more than |over ))?(?P<s1>[0-9]{1,3}(?:,[0-9]{3})?|ten|four|nine|one|five|twenty|fifty)(?P<s4> or fewer)?(?:(?: ?(?:to|and|-|–) ?)(?P<s2>[0-9]{1,4}|four|nine)|(?P<s3>\+| or more| and more| plus| or over))? (?:or more )?(?:employees|workers|staff|persons employed|people employed)(?P<s6> or (?:fewer|less))?(?: or more| and more)?)"
    r"|(?P<size2>\b(?:those|firms|businesses|companies|enterprises|employers|ones|smallest|largest|biggest),? \(?(?:(?:with|of|employing|(?:(?:that|which|who) )?employ(?:s|ed)?|having) ?|(?<=\())(?:between )?(?:(?P<u0>up to |(?:fewer|less) than |under )|(?P<u5>at least |more than |over ))?(?P<u1>[0-9]{1,4}|one|four|five|ten|twenty|fifty)(?: ?(?:to|or|and|–|-) ?(?P<u2>[0-9]{1,4}|four|nine|more)|(?P<u3> (?:people|persons) (?:or|and) more))?\b(?(u2)|(?(u0)|(?(u5)|(?(u3)|(?!)))))(?! ?(?:%|percent|per cent|million|billion|thousand|years|months|weeks|days|points|more|employees|workers|staff|(?:people|persons) employed)|[.,][0-9])(?: (?:people|persons)\b)?(?: (?:or|and) more)?)"
    r"|(?P<extreme>(?<!one )\b(?:of|among|for|in|at|by|and|to|while) (?P<x0>the (?:very )?(?P<x1>largest|biggest|smallest)(?P<x2> (?:(?-i:[A-Z][\w.]*) )?(?:firms|companies|businesses|enterprises|employers|size class)\b)?)(?(x2)|(?= ?(?:[,;.:()—–]|$)| (?:at|had|have|stood|stands?|it|was|were|the share|reached|used?|came|and|but|against|compared)\b))(?!,? (?:with|of|employing|\() ?(?:[a-z]+ ){0,2}?(?:[0-9]|one\b|four|five|ten)))"
    r"|(?P<hansize>(?P<staff>(?:员工|雇员|职工|用工|从业人员)(?:人数|数量?|总数|规模)?(?:在|为|达到?|超过?|有)?|(?:雇用|雇佣|拥有)了?)?(?P<t4>不足|不到|少于|低于|[不未]满)?(?:(?<=[工员]数)|(?<![0-9.一二三四五六七八九十百两数几]))(?<![0-9],)(?P<t1>[0-9]{1,4}|[百千])(?:人?(?:[-~至到—–])(?P<t2>[0-9]{1,4}))?(?:(?P<heads>名(?:[及或]?以上的?)?(?:员工|雇员|职工)|人)(?P<t3>[及或]?以上)?(?P<t5>[及或]?以下|以内)?(?:的(?:[一-鿿]{1,3}[国盟]|日本|西班牙|挪威|波兰|捷克|荷兰|澳大利亚|新加坡|当地|本地)(?=企业|公司))?的?(?P<kind>(?:[小微中大]{1,2}型?)?(?:企业|公司|商户|机构))?))",
    re.IGNORECASE,
)


# "40.3% of the largest" is a class of firms where firms are spoken of
_FIRMS = re.compile(r"\b(?:firms|companies|businesses|enterprises|employers)\b", re.IGNORECASE)
FIRMS_WITHIN = 240  # characters before "the largest"
_EXTREMES = {"smallest": (1, 4), "largest": LARGE_SIZE, "biggest": LARGE_SIZE}


@dataclass(frozen=True, slots=True)
class AgeOrSize:
    """A span that names ages or sizes of firms: `ages` or `employees`, the upper end may be open."""

    start: int
    end: int
    low: int
    high: int | None
    employees: bool


def find_ages_and_sizes(text: str) -> list[AgeOrSize]:
    """Find who is meant by age or by number of employees.

    Examples
    --------
    >>> [(a.low, a.high, a.employees) for a in find_ages_and_sizes("adults under 30, firms with 10 or more employees")]
    [(18, 29, False), (10, None, True)]
    """
    found = []
    for match in _AGE_OR_SIZE.finditer(text):
        g = match.groupdict()
        low, high = 0, None
        if extreme := g["x1"]:
            if g["x2"] or _FIRMS.search(text, max(0, match.start() - FIRMS_WITHIN), match.start()):
                found.append(AgeOrSize(*match.span("x0"), *_EXTREMES[extreme.lower()], True))
            continue
        if g["a10"]:
            low, high = 0, int(g["a10"])
        elif first := g["a1"] or g["a8"] or g["a11"]:
            low, high = int(first), int(g["a2"] or g["a9"] or g["a12"])
        elif g["a3"]:
            low, high = int(g["a3"]), int(g["a4"]) if g["a4"] else None
        elif g["a6"]:
            low, high = 18, int(g["a6"]) - 1
        elif g["a7"]:
            low = int(g["a7"])
        elif decade := g["d1"] or g["h5"]:
            low = _DECADES.get(decade[:3].lower()) or int(small_number(decade[:2]))
            high = low + 9
        elif g["h1"]:
            low, high = _han_ages(match)
        elif first := g["s1"] or g["u1"]:
            most = g["s4"] or g["s5"] or g["s6"] or g["u0"]
            low, high = _size(first.lower(), (g["s2"] or g["u2"] or "more").lower(), most)
            if (g["s7"] or g["u5"]) and str(low).endswith("9"):
                low += 1  # "more than 99 employees"; "more than 10" is said of 10 and more, too
        elif g["t1"]:
            if (limits := _han_size(match)) is None:
                continue
            low, high = limits
        employees = bool(g["size"] or g["size2"] or g["hansize"])
        found.append(AgeOrSize(match.start(), match.end(), low, high, employees))
    return found


def _han_ages(match: re.Match[str]) -> tuple[int, int | None]:
    """Return the limits of 16岁至24岁, 三十岁以下, 未满18岁, 65岁或以上."""
    low, under = int(small_number(match["h1"])), match["h6"] or match["h4"]
    if under:
        return 0, low - (under[0] not in "及或")
    if match["h2"]:
        return low, int(small_number(match["h2"]))
    return low, None if match["h3"] else low


def _size(first: str, last: str, most: str | None) -> tuple[int, int | None]:
    """Return the limits of "10 to 49 employees", "up to four", "fewer than five"."""
    low = WORD_VALUES.get(first) or int(first.replace(",", ""))
    if most:
        return 1, low - most.lower().startswith(("fewer", "less", "under"))
    return low, None if last == "more" else WORD_VALUES.get(last) or int(last)


def _han_size(match: re.Match[str]) -> tuple[int, int | None] | None:
    """Return the limits of 员工10至49人的企业; none where a number of people is no class of firms."""
    g = match.groupdict()
    low, high = {"百": 100, "千": 1000}.get(g["t1"]) or int(g["t1"]), int(g["t2"] or 0) or None
    over = g["t3"] or "以上" in g["heads"]
    under = g["t4"] or g["t5"]
    if not (g["t2"] or over or under or g["kind"]):
        return None
    if not (g["staff"] or g["kind"] or over or "名" in g["heads"]):
        return None
    if g["t2"]:
        return low, high
    if under:
        return 1, low - (not str(under).startswith(("及", "或")))
    return low, None if over else low

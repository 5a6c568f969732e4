"""Numbers in prose: digits, words and Chinese numerals, with their unit and printed precision.

"602 million", "42.8 percent", "25.2 percentage points", "one in four", "tripled", "28x", 6.02亿,
百分之四十二点八, 四成, 翻番. Amounts of money, dates, ages, sizes of firms and model names are no
quantities here.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

MOST_TIMES = 100  # "123,647, seven times as many" are no 123,647 times
PERCENT, POINTS, TIMES, COUNT, BARE = "percent", "points", "times", "count", ""
SERVICES = "services"  # filed with a regulator: 748款

_SIZES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "mln": 6, "billion": 9, "bn": 9, "b": 9,
    "bln": 9, "trillion": 12, "tn": 12, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12,
    "百": 2, "crore": 7, "lakh": 5,
}  # fmt: skip
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
WORD_VALUES = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: 10 * value for value, word in enumerate(_TENS, 3)}
    | {"a": 1, "an": 1, "every": 1}
)
WORD = "|".join(sorted(WORD_VALUES, key=len, reverse=True))
NUMBER_WORDS = "|".join(sorted((*_SMALL, *_TENS), key=len, reverse=True))
_ONES = "|".join(_SMALL[:10])
_UNDER_HUNDRED = (
    rf"(?:(?:twenty|{'|'.join(_TENS[:-1])})(?:[ -](?:{_ONES}))?|{'|'.join(reversed(_SMALL))})"
)
# "six hundred and two", "forty-two point eight"; "and" joins only after a hundred
_IN_WORDS = (
    rf"(?:(?:(?:an?|{_ONES})[ -])?hundred(?:[ -](?:and[ -])?{_UNDER_HUNDRED})?"
    rf"|{_UNDER_HUNDRED}|an?)(?: point(?: (?:{_ONES})\b)+)?"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_HAN = "[零〇一二两三四五六七八九十廿卅百千]"

# "2,9%" as half of Europe prints it
_NUMBER = r"[0-9]{1,3},[0-9]{1,2}(?= ?(?:%|per ?cent\b))|[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,6})?|[0-9]{1,15}(?:\.[0-9]{1,8})?"
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_DIGITS = re.compile(
    rf"(?<![0-9A-Za-z_])(?<![0-9][.,:/])(?P<sign>(?<![0-9A-Za-z%\])]-)(?<![0-9A-Za-z%\])])[+-])?"
    rf"(?P<number>{_NUMBER})(?![0-9])"
    r"(?: ?-?(?:(?P<odd>多|余)(?=万|亿|千万|百万))?(?P<size>万亿|千万|百万|亿|万|千|(?:thousand|million|billion|trillion|crore|lakh|mln|bln"
    r"|(?<! )(?:mn|bn|tn|m|k|b))(?![A-Za-z])))?",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r" ?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4})?) ?万(?!亿)")  # 5亿1500万
_UNDER_MYRIAD = re.compile(
    r"(?P<number>[0-9]{3,4})(?=[人名户款家个位])"
)  # 2万2000名, as Taiwan writes
_UNIT = re.compile(
    r" ?-?(?:(?P<points>percentage[ -]points?|percent[ -]points?|per cent points?|pct[ -]?points?"
    r"|%[ -]points?|%p(?:p|t)?\b|个点(?!赞)|ppts?\b|pp\b|p\.p\.|pps\b|points?\b|pts\b|个百分点|百分点)"
    r"|(?P<basis>bps?\b|basis points?\b)"
    r"|(?P<percent>%|per[ -]?cent(?:age)?\b(?! point)|pct\b\.?|(?<=[0-9])pc\b)"
    r"|(?P<times>times\b|fold\b|x(?![A-Za-z0-9])|×|(?P<odd>[多余])?倍)"
    r"|(?P<tenths>成(?!为|本|功|员|立|长|果|熟))(?P<half>半|[1-9一二三四五六七八九](?![0-9.个名位人十百千万亿成]))?)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥￥₩₹]|\b(?:RMB|CNY|USD|EUR|GBP|Rs\.?) ?)$", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r" ?-?(?:US ?dollars?|dollars?|yuan|euros?|pounds?|won|yen|rupees?|usd|rmb|cents|"
    r"元|美元|人民币|欧元|日元|韩元|港元|块)",
    re.IGNORECASE,
)
_NOT_A_QUANTITY_AFTER = re.compile(
    r"(?:st|nd|rd|th)\b|[-/:][0-9]|号|个月|年|月|日|岁|届|次(?!方)|级"
)
_RANGE_AFTER = re.compile(r"[-–][0-9.]{1,12} ?(?:%|percent|million|billion)")
_HOW_OFTEN = re.compile(r" (?:a|an|per|each|every) (?:day|week|fortnight|month|quarter|year)\b")
_TIMES_BEFORE = re.compile(r"(?:×|\bby (?:a|an overall) factor of) ?$", re.IGNORECASE)
_ORDINAL_BEFORE = re.compile(r"(?:第|no\. ?|number |#|[A-Za-z]-|version |\bv)$", re.IGNORECASE)
_PERCENT_PREFIX = re.compile(rf"百分之(?P<han>{_HAN}{{1,6}}(?:点{_HAN}{{1,4}})?)?")
_HAN_NUMBER = re.compile(
    rf"(?P<number>{_HAN}{{1,8}}(?:点{_HAN}{{1,4}})?)(?:(?P<size>万亿|亿|千万|百万|万)(?P<more>{_HAN}{{1,6}}万)?"
    r"|(?P<tenths>成(?!为|本|功|员|立|长|果|熟))(?P<half>半|[一二三四五六七八九](?![个名位人十百千万成]))?|(?P<times>倍(?P<half_more>半)?)|(?P<points>个百分点))"
)
# 六分之一, 4分之1, 1/6的人口
_HAN_FRACTION = re.compile(
    rf"(?P<under>{_HAN}{{1,3}}|[0-9]{{1,2}})分之(?P<over>{_HAN}{{1,3}}|[0-9]{{1,2}})"
    r"|(?<![0-9./])(?P<over2>[1-9])/(?P<under2>[2-9]|10)(?=(?:左右|以上)?的?[^，。；0-9]{0,6}(?:人(?!口袋)|网民|民众|用户|企业|公司|员工|劳工|受访者|居民|青少年|学生))"
    r"|(?<![0-9./])(?P<over3>[1-9])/(?P<under3>[2-9]|10)(?:th|rd|nd)(?= of\b)"
)
_HAN_ONE = re.compile(
    r"(?<=[破超过逾])亿(?![元美欧日条次件台]|的?[^，。；0-9]{0,4}(?:[Aa][Pp][Pp]|应用|产品|平台))"
)  # 月活破亿
_HAN_EACH = re.compile(
    rf"每(?P<under>{_HAN}{{1,2}}|[0-9]{{1,3}})(?:个|名|位)?[^，。；0-9]{{0,8}}?(?:里面?|之?中|当中|就|(?=，?(?:就|便|约|大约)*有))，?(?:就|便|约|大约|只|仅)?有?(?:超过?|近|将近|至少|不到)?"
    rf"(?P<over>{_HAN}|[0-9]{{1,2}})(?P<odd>多)?(?:个|名|位|人)(?P<odd2>多)?"
    rf"|(?P<under2>[两三四五六七八九十])个人[里中]就?有(?P<over2>[一两三四五六七八九])个"
)
_HAN_HALF = re.compile(
    r"(?P<over>过|超过?|逾|超)?(?P<near>近|接近|将近)?(?:半数|一半|半成以上)|(?P<over2>过半)|(?P<near2>(?:将|接)?近半)(?![年个月天日小辈圈])"
)
_ONE_OF = (
    "persons?|people|adults?|workers?|employees?|firms?|compan(?:y|ies)|business(?:es)?|users?|teens?|"
    "residents?|individuals?|enterprises?|respondents?|citizens?|households?"
)
_FRACTION = re.compile(
    rf"\b(?P<over>{WORD}|[0-9]{{1,3}})(?: [A-Z][a-z]+| (?:{_ONE_OF})(?: of working age)?)?"
    rf"[ -](?:in|out of)[ -](?:every )?(?P<under>{WORD}|[0-9]{{1,3}})\b"
    r"(?!,? (?:(?:years?|months?|weeks?|days?|hours?|quarters?|percent|million|billion)\b|[0-9]+(?![0-9]|[-–+]| to\b)))"
    rf"|(?<![0-9./])(?P<over3>[1-9])/(?P<under3>[2-9]|10)(?=(?: of (?:all |the |us\b)?| in the | (?!am\b|pm\b))(?:(?-i:[A-Z])[a-z]+s\b|(?:[A-Z][\w.]+ )?(?:{_ONE_OF}|population|age group)\b))"
    rf"|\b(?:of|out of|for) every (?P<per>hundred|thousand|1,?0{{2,3}}|ten)(?: [A-Za-z-]+){{1,5}}, (?P<those>[1-9][0-9]{{0,2}}|{WORD})\b"
    rf"|\bevery (?P<every>third|fourth|fifth|sixth|tenth|second) (?=(?:{_ONE_OF})\b)"
    rf"|\b(?:(?<!in )(?<!over )(?<!for )(?<!each )|(?=\w+[ -](?:thir|fif|four|ten)))(?P<count>{WORD})[ -](?P<name>thirds?|quarters?|fourths?|fifths?|tenths?)\b(?=,? (?:of(?! an? (?:percentage )?(?:point|percent|million|billion|trillion))|in|for (?:those|people|adults|firms|men|women|the under)|among|say|said|use|used|are (?:using|already|now)|do so|did so|plan|have|had|report|\(|(?:more|higher|fewer|less|lower)\b)|[;.)])"
    r"|(?:(?<=above )|(?<=over )|(?<=below )|(?<=under )|(?<=exceed ))(?P<half2>half)\b(?=[.;,)]|$)"
    r"|\b(?P<half>half)\b(?= (?:\(|of|the|all|a?mong|say|said|use|used|have|had|report|now|do so|did so|are using|for those|plan|in|its|their|\w+ (?:adults|workers|people|firms|teens|use)))",
    re.IGNORECASE,
)
# "grew by nearly half", "an increase of about a fifth"
_FRACTION_OF_CHANGE = re.compile(
    r"\b(?:by|growth of|increase of|rise of|gain of|jump of|drop of|fall of|decline of|up|down)"
    r"(?: (?:nearly|almost|about|around|roughly|over|more than|just over|just under|some|at least|well over|close to))? "
    r"(?P<fraction>half|(?P<over>a|one|two|three|four)[ -](?P<part>third|quarter|fourth|fifth|sixth|tenth)s?)\b"
    r"(?! (?:a|an|of an?) (?:percentage |per ?cent )?(?:point|per ?cent|million|billion)| (?:million|billion|points?))",
    re.IGNORECASE,
)
_MOST = re.compile(  # "Most Americans now use AI", "a majority of firms use it"
    r"\b(?:Most|(?<!the )(?<!at )(?<!of )(?<!what )most|[Tt]he majority of|[Aa] (?:clear |slim )?majority of)(?= (?:of the )?(?:[A-Z][a-z]+s|(?:[A-Z][\w.]+ )?(?:adults|people|workers|employees|teens|firms|companies|businesses|enterprises|residents|internet users)),?(?: (?:now|already|regularly|still))? (?:use|used|are using|(?:do not|don't) (?:yet )?use|have (?:ever |not |never |yet )*(?:used|tried|utili[sz]ed|adopted))\b(?! (?:it|them|AI|these|such)(?: tools)? (?:for|to)\b))"
)
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_WORD_NUMBER = re.compile(
    rf"\b(?!(?<=of )an? )(?P<half>half (?:a |an )?)?(?P<number>{_IN_WORDS})?(?: and a (?P<more>half|quarter))?"
    rf"(?:[ -](?P<size>thousand|million|billion|trillion|percentage points?|points?(?! (?:{_ONES})\b)|per ?cent|times|fold)|(?P<fold>fold))\b",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(
    r"\b(?:(?P<n2>doubl(?:ed|e(?!s?[ -]digits?)s?|ing(?! times?))|twofold|two-fold)|(?P<n3>tripl(?:ed|e(?![ -]digits?)s?|ing)|trebl(?:ed|es?|ing)|threefold|three-fold)"
    r"|(?P<n4>quadrupl(?:ed|es?|ing)|fourfold|four-fold)|(?P<n5>quintupl(?:ed|es?|ing)|fivefold|five-fold)"
    r"|(?P<n10>tenfold|ten-fold)|(?P<n05>halved|halving|halves|half (?=as (?:many|much|large|high|big|likely|common)\b(?! again))|half (?=(?:the (?:(?:EU|European|world|global|national|OECD|bloc's) )?(?:average|share|rate|level|proportion|figure)\b(?! of (?:the |all )?(?:adults|people|workers|firms|users))|that of |(?-i:[A-Z])[\w.]+'s (?:share|rate|level|figure))))|(?P<twice>twice)(?! (?:a|per|each|every|in|this|since|by) | ?[.;,:)]|$)|(?P<thrice>thrice)|(?P<n15>half as (?:many|much|large|high|big) again))\b"
    r"|翻(?:了)?(?P<han>一|两|二|三)?番|(?P<hanx>增长一倍|增加一倍|翻倍|翻(?:了|近|约|超过?|了近|了约|了超过?)?一倍)|(?P<han05>腰斩|减半|砍半)",
    re.IGNORECASE,
)
_PART_MULTIPLES = {"n05": Decimal("0.5"), "han05": Decimal("0.5"), "n15": Decimal("1.5")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: its value in whole units or percent, its unit, its printed precision.

    `half` is half the width of the last printed digit; `round_half` that of a round number ("600
    million" may be rounded to tens of millions). `word` marks multiples given by a verb ("tripled")
    and fractions given in words.
    """

    start: int
    end: int
    value: Decimal
    half: Decimal
    unit: str
    round_half: Decimal
    sign: int = 0
    word: str = ""


def find_quantities(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Find the quantities of a text, in order; nothing inside the spans `taken` (dates, ages).

    Examples
    --------
    >>> for q in find_quantities("602 million users, up 141.7 percent; 6.02亿人, one in four", []):
    ...     print(float(q.value), float(q.half), q.unit)
    602000000.0 500000.0 count
    141.7 0.05 percent
    602000000.0 500000.0 count
    25.0 2.5 percent
    """
    found = [*_from_words(text), *_from_han(text), *_from_digits(text)]
    blocked = sorted(taken)
    ends = [end for _, end in blocked]
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        following = bisect_right(ends, quantity.start)
        touches = following < len(blocked) and blocked[following][0] < quantity.end
        if touches and (quantity.unit == BARE or blocked[following][0] <= quantity.start):
            continue
        if kept and quantity.start < kept[-1].end:
            continue
        kept.append(quantity)
    return _with_elided_units(text, kept)


def _from_digits(text: str) -> Iterator[Quantity]:
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        before, sign = text[max(0, start - 6) : start], match.group("sign")
        number = match.group("number")
        money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, end)
        counts = match.group("size") or "," in number  # "those who draw number 184 million"
        if money or (not counts and _ORDINAL_BEFORE.search(text[max(0, start - 9) : start])):
            continue
        no_quantity = not match.group("size") and _NOT_A_QUANTITY_AFTER.match(text, end)
        if no_quantity and not _RANGE_AFTER.match(text, end):
            continue
        value, half = _printed(number)
        power = _SIZES.get((match.group("size") or "").lower(), 0)
        compound = {"亿": _COMPOUND, "万": _UNDER_MYRIAD}.get(match.group("size") or "")
        rest = compound.match(text, end) if compound else None
        scale = Decimal(10) ** power
        value, half = value * scale, half * scale
        if rest:
            extra, extra_half = _printed(rest.group("number"))
            unit = 10**4 if compound is _COMPOUND else 1
            value, half, end = value + extra * unit, extra_half * unit, rest.end()
        quantity = Quantity(
            start, end, value, half, COUNT if power else BARE, half,
            {"+": 1, "-": -1}.get(sign or "", 0),
        )  # fmt: skip
        quantity = _with_unit(text, quantity)
        led = _TIMES_BEFORE.search(text[max(0, start - 24) : start])
        if quantity.unit == BARE and led:  # "×15", "by a factor of 12"
            quantity = replace(quantity, start=start - len(led.group()), unit=TIMES)
        if quantity.unit == COUNT or (quantity.unit == BARE and "," in number):
            quantity = replace(quantity, round_half=_round_half(quantity.value, quantity.half))
        if before.endswith("百分之"):
            quantity = replace(quantity, start=start - 3, unit=PERCENT)
        if match.group("odd"):  # 500多万 is from 5 to 6 million
            quantity = replace(quantity, half=_step(value), word="odd")
        yield quantity


def _step(value: Decimal) -> Decimal:
    """Return the size of the last digit that is not zero: 100 for 500."""
    return Decimal(10) ** int(value.normalize().as_tuple().exponent)


def _with_unit(text: str, quantity: Quantity) -> Quantity:
    match = _UNIT.match(text, quantity.end)
    if not match:
        return quantity
    kind = match.lastgroup if match.lastgroup != "half" else "tenths"
    if match.group("tenths"):
        ten = Decimal(10)
        extra = _digit_of(match.group("half"))  # 4成6, as Taiwan writes
        half = Decimal(1) if match.group("half") else ten * Decimal("0.25")
        return replace(
            quantity, end=match.end(), value=quantity.value * ten + extra, unit=PERCENT,
            half=half, round_half=half if extra and match.group("half") != "半" else Decimal(5),
        )  # fmt: skip
    if match.group("basis"):
        hundredth = Decimal("0.01")
        return replace(
            quantity, end=match.end(), value=quantity.value * hundredth, unit=POINTS,
            half=quantity.half * hundredth, round_half=quantity.round_half * hundredth,
        )  # fmt: skip
    unit = {"points": POINTS, "percent": PERCENT, "times": TIMES}[kind or "percent"]
    if unit == TIMES and re.match(
        r" (?:a|per|each|every) (?:day|week|month|year)", text[match.end() : match.end() + 16]
    ):
        return quantity
    if match.group("odd"):  # 20多倍
        quantity = replace(quantity, half=_step(quantity.value), word="odd")
    return replace(quantity, end=match.end(), unit=unit)


def _digit_of(word: str | None) -> Decimal:
    """Return the second digit of 四成半, 4成6."""
    if not word:
        return Decimal(0)
    return Decimal(5) if word == "半" else Decimal(_HAN_DIGITS.get(word) or int(word))


def _from_words(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        if match.group("half") or match.group("half2"):
            value, half = Decimal(50), Decimal(1)
        elif match.group("per"):
            whole = _word_value(match.group("per").replace(",", "").lower()) or 1000
            part = _word_value(match.group("those"))
            if not 0 < part < whole:
                continue
            value, half = Decimal(100 * part) / whole, Decimal(50) / whole
        elif match.group("every"):
            under = _ORDINALS[match.group("every").lower()]
            value, half = Decimal(100) / under, Decimal("2.5")
        elif match.group("name"):
            over = WORD_VALUES[match.group("count").lower()]
            value = Decimal(100 * over) / _PARTS[match.group("name").lower().rstrip("s")]
            half = Decimal("2.5")
        else:
            over, below = (
                _word_value(match.group(n) or match.group(f"{n}3")) for n in ("over", "under")
            )
            if not 0 < over < below <= 100:
                continue
            value, half = Decimal(100 * over) / below, Decimal("2.5") if below <= 10 else Decimal(1)
        wide = max(half, Decimal("2.5")) if value == 50 else half  # 48.4% is half, roundly
        yield Quantity(*match.span(), value, half, PERCENT, wide, word="fraction")
    for match in _MOST.finditer(text):
        yield Quantity(*match.span(), Decimal(50), Decimal(1), PERCENT, Decimal(1), word="over")
    for match in _FRACTION_OF_CHANGE.finditer(text):
        value, half = Decimal(50), Decimal("2.5")
        if match.group("part"):
            over = WORD_VALUES[match.group("over").lower()]
            value = Decimal(100 * over) / _PARTS[match.group("part").lower()]
        if value < 100:
            yield Quantity(*match.span("fraction"), value, half, PERCENT, half, word="fraction")
    for match in _WORD_NUMBER.finditer(text):
        size = (match.group("size") or match.group("fold")).lower()
        if not match.group("number") and not match.group("half"):
            continue
        value = _number_words(match.group("number") or "one")
        value /= 2 if match.group("half") else 1
        value += {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(
            match.group("more") or "", 0
        )
        if size in _SIZES:
            if _MONEY_AFTER.match(text, match.end()):
                continue
            value *= Decimal(10) ** _SIZES[size]
            half = value / 20
            if not match.group("half") and not match.group("more"):
                half = min(half, _step(value) / 2)  # 602 million is no rounder in words
            yield Quantity(*match.span(), value, half, COUNT, half)
        else:
            unit = TIMES if size in ("times", "fold") else POINTS if "point" in size else PERCENT
            if unit == TIMES and _HOW_OFTEN.match(text, match.end()):
                continue
            tens = value >= 20 and unit == TIMES  # "thirtyfold" is said of 31, too
            loose = max(Decimal("0.5"), value / 20) if tens else Decimal("0.5")
            half = Decimal("0.05") if value != value.to_integral_value() else Decimal("0.5")
            yield Quantity(
                *match.span(), value, half, unit, max(half, loose if unit == TIMES else half)
            )
    for match in _MULTIPLES.finditer(text):
        name = match.lastgroup or ""
        word = "twice" if name in ("twice", "thrice", "n15") else "verb"
        if match.group().startswith("翻") and name == "han":
            value = Decimal({"一": 2, "两": 4, "二": 4, "三": 8}.get(match.group("han") or "一", 2))
        else:
            table = {
                "n2": 2,
                "n3": 3,
                "n4": 4,
                "n5": 5,
                "n10": 10,
                "twice": 2,
                "thrice": 3,
                "hanx": 2,
            }
            value = _PART_MULTIPLES.get(name) or Decimal(table.get(name, 2))
        yield Quantity(*match.span(), value, value / 20, TIMES, value / 8, word=word)


def _from_han(text: str) -> Iterator[Quantity]:
    for match in _PERCENT_PREFIX.finditer(text):
        if match.group("han"):
            value, half = han_numeral(match.group("han"))
            yield Quantity(*match.span(), value, half, PERCENT, half)
    for match in _HAN_NUMBER.finditer(text):
        value, half = han_numeral(match.group("number"))
        if match.group("size"):
            scale = Decimal(10) ** _SIZES[match.group("size")]
            value, half = value * scale, half * scale
            if match.group("more"):
                extra, half = han_numeral(match.group("more").rstrip("万"))
                value, half = value + extra * 10**4, half * 10**4
            yield Quantity(*match.span(), value, half, COUNT, _round_half(value, half))
        elif match.group("tenths"):
            more = match.group("half")
            value = value * 10 + ({"半": 5} | _HAN_DIGITS).get(more or "零", 0)
            half = Decimal(1) if more else Decimal("2.5")
            yield Quantity(*match.span(), value, half, PERCENT, half if more else Decimal(5))
        else:
            unit = TIMES if match.group("times") else POINTS
            if match.group("half_more"):  # 两倍半
                value, half = value + Decimal("0.5"), Decimal("0.25")
            yield Quantity(*match.span(), value, half, unit, half)
    for match in _HAN_ONE.finditer(text):
        yield Quantity(*match.span(), Decimal(10**8), Decimal(5 * 10**6), COUNT, Decimal(5 * 10**6))
    for match in _HAN_FRACTION.finditer(text):
        under, over = (
            small_number(match.group(n) or match.group(f"{n}2") or match.group(f"{n}3"))
            for n in ("under", "over")
        )
        if match.group("under") != "百" and 0 < over < under:
            yield Quantity(
                *match.span(), 100 * over / under, Decimal("2.5"), PERCENT, Decimal("2.5"), word="fraction"
            )  # fmt: skip
    for match in _HAN_EACH.finditer(text):
        under, over = (
            small_number(match.group(n) or match.group(f"{n}2")) for n in ("under", "over")
        )
        if 0 < over < under:
            value, step = 100 * over / under, 100 / under
            half = min(max(step / 4, Decimal("0.5")), Decimal("2.5"))  # 每100人有53人
            word = "odd" if match.group("odd") or match.group("odd2") else "fraction"
            wide = step if word == "odd" else half
            yield Quantity(*match.span(), value, wide, PERCENT, max(step / 4, half), word=word)
    for match in _HAN_HALF.finditer(text):
        word = (
            "over"
            if match.group("over") or match.group("over2")
            else "near"
            if match.group("near") or match.group("near2")
            else "fraction"
        )
        yield Quantity(*match.span(), Decimal(50), Decimal(1), PERCENT, Decimal(5), word=word)


def _with_elided_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of the one it is joined to: "from 17.7 to 42.8 percent"."""
    joined = re.compile(
        r"\s?(?:,|、|和|与|及|至|到|–|—|-|~|/|;)?\s?(?:and|or|to|against|versus|vs\.?|then|and then|compared with|从|增至|升至)?\s?"
        r"(?:(?:about|over|nearly|the|a|just|just over|almost)\s)?"
    )
    result: list[Quantity] = []
    for quantity in reversed(found):
        following = result[-1] if result else None
        if quantity.unit == BARE and following and following.unit != BARE:
            between = text[quantity.end : following.start]
            from_to = re.search(
                r"(?:from|between|由|从) ?$",
                text[max(0, quantity.start - 8) : quantity.start],
                re.I,
            )
            many = following.unit == TIMES and quantity.value > MOST_TIMES
            if (
                following.word == ""
                and not many
                and (
                    (len(between) < 30 and between.strip() and joined.fullmatch(between))
                    or (
                        from_to
                        and len(between) < 60
                        and re.search(r"(?:\bto|and|升至|增至|到|至) ?$", between)
                    )
                )
            ):
                quantity = _like(quantity, following)
        result.append(quantity)
    return result[::-1]


def _like(quantity: Quantity, other: Quantity) -> Quantity:
    if other.unit != COUNT or quantity.value * 50 > other.value:
        return replace(quantity, unit=other.unit)
    size = Decimal(10) ** (3 * ((other.value.adjusted()) // 3))
    if quantity.value >= 1000 and quantity.value * size > other.value * 100:
        return replace(quantity, unit=COUNT)  # "from 51,552 to 13.84 million"
    size = Decimal(10) ** 8 if quantity.value * size > other.value * 100 else size
    return replace(
        quantity, value=quantity.value * size, half=quantity.half * size,
        round_half=_round_half(quantity.value * size, quantity.half * size), unit=COUNT,
    )  # fmt: skip


def _printed(number: str) -> tuple[Decimal, Decimal]:
    """Return the value and half of the last printed digit: 42.8 and 0.05; 1,408,280 and 5."""
    if _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(",", ".")
    plain = number.replace(",", "")
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal(5) * Decimal(10) ** (exponent - 1)
    if "," in number and "." not in number:
        half *= Decimal(10) ** (len(plain) - len(plain.rstrip("0")))
    return value, half


def _round_half(value: Decimal, half: Decimal) -> Decimal:
    """Return half the last digit that is not zero, at most a twentieth of the value."""
    if value == 0:
        return half
    digits = value.normalize().as_tuple()
    assert isinstance(digits.exponent, int)
    if len(digits.digits) > 2:
        return half
    return max(half, min(Decimal(5) * Decimal(10) ** (digits.exponent - 1), abs(value) / 20))


def small_number(word: str) -> Decimal:
    """Return the value of digits or of a Chinese numeral."""
    return Decimal(word) if word.isdigit() and word.isascii() else han_numeral(word)[0]


def _word_value(word: str) -> int:
    return int(word) if word.isdigit() else WORD_VALUES.get(word.lower(), 0)


def _number_words(words: str) -> Decimal:
    """Return the value of a numeral in words: 602 for "six hundred and two", 42.8 with "point"."""
    whole, _, decimals = words.lower().partition(" point ")
    total = 0
    for word in re.split(r"[ -]", re.sub(r"^an? (?!hundred)", "", whole)):
        value = WORD_VALUES.get(word, 0)
        total = (total or 1) * 100 if value == 100 else total + value
    fraction = "".join(str(WORD_VALUES[word]) for word in decimals.split())
    return Decimal(f"{total or 1}.{fraction}" if fraction else total or 1)


def han_numeral(text: str) -> tuple[Decimal, Decimal]:
    """Return the value of a Chinese numeral and half of its last digit."""
    whole, _, decimals = text.replace("廿", "二十").replace("卅", "三十").partition("点")
    total, digit = 0, 0
    if not any(c in whole for c in "十百千"):
        total = int("".join(str(_HAN_DIGITS[c]) for c in whole) or 0)
    else:
        for c in whole:
            if c in _HAN_DIGITS:
                digit = _HAN_DIGITS[c]
            else:
                total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
                digit = 0
        total += digit
    fraction = "".join(str(_HAN_DIGITS.get(c, 0)) for c in decimals)
    value = Decimal(f"{total}.{fraction}" if fraction else total)
    return value, Decimal(5) * Decimal(10) ** (-len(fraction) - 1)

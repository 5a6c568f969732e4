"""Words that bound a number, and what it may then stand for: "more than", nearly, 以上."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from decimal import Decimal

from adoption.claims.quantities import PERCENT, TIMES, Quantity
from adoption.rates import INFINITY, Interval

# what a word lets a stated number v stand for
ABOUT_SHARE = Decimal("0.07")  # "about 60 percent": 55.8 to 64.2
PRECISE_DIGITS = 3  # "some 602 million" is not rounded further
ROUNDED_OFF = Decimal("0.02")  # "under 100 million" is not said of 101.5, however round it is
NEARLY_FROM = Decimal("0.90")  # "nearly 60 percent": 54 to 60
JUST_OVER_TO = Decimal("1.10")  # "just over 40 percent": 40 to 44
VERB_FROM, VERB_ABOVE = Decimal("0.96"), Decimal("0.5")  # "doubled": 1.92 to 2.5 times
_RELATIONS_LEFT = (
    ("nearly", r"nearly|almost|close to|just under|just shy of|approaching|approached|not quite|"
     r"(?:a )?(?:little|slightly) (?:less than|under|below)|shy of|将近|接近|逼近|临近|几乎|几近|近乎|近"),
    ("just over", r"just over|just above|just more than|slightly (?:more than|over|above|higher than)|"
     r"a (?:little|bit|touch) (?:more than|over|above)|略超过?|略高于|刚超过"),
    ("over", r"(?:well |far |much |now )?(?:more than|over|above|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|"
     r"topp(?:ed|ing)|tops|passed|passes|passing|crossed|crosses|crossing|greater than|higher than|in excess of|"
     r"upwards? of|north of|beyond|(?<!the )past|broke(?: through)?|breaking)(?: the)?(?: (?:mark|threshold) of)?|"
     r"超过了?|超出|超|逾|突破了?|高于|多于|大于|跨过|[冲升涨]破|站上|(?<![跌降失])破"),
    ("at least", r"at least|no (?:fewer|less) than|not less than|a minimum of|minimum|至少|不低于|不少于"),
    ("under", r"less than|fewer than|under|below|lower than|short of|(?:跌|降|失)破|失守|不到|不足|低于|少于|未到"),
    ("at most", r"at most|no more than|not more than|(?<!edged )(?<!inched )(?<!crept )(?<!ticked )(?<!nudged )(?<!rose )(?<!went )(?<!moved )(?<!climbed )(?<!gone )(?<!jumped )up to|a maximum of|as (?:many|much|high) as|"
     r"最多|至多|不超过"),
    ("about", r"about|around|roughly|approximately|some|an estimated|estimated(?: at)?|circa|ca\.|"
     r"~|≈|approx\.?|or about|约占[^，。；0-9]{1,14}的|大约|大概|约为|约|差不多"),
)  # fmt: skip
_RELATION_LEFT = tuple(
    (
        name,
        re.compile(
            rf"(?:(?<![A-Za-z])|(?=[一-鿿]))(?:{words})(?: (?:a|an|the|some|about|by))?(?:了|为)? ?$",
            re.I,
        ),
    )
    for name, words in _RELATIONS_LEFT
)
# "more than the 17.2% of those with five to nine": another number, no bound of this one
_THAN_THE = re.compile(
    r"(?:than|above|below|over|under|as (?:many|much|high) as) the ?$", re.IGNORECASE
)
# "46.8% in Japan, far lower than 84.7% in the US": the number of somebody else, compared with it
_COMPARED = re.compile(
    r"(?: (?:of|in|for|among) [^,;]{1,60})?, "
    r"(?:(?:which|that) (?:is|was) |but |and |still |far |well |much |[a-z]+ly )*"
    r"(?:lower|higher|less|more|fewer|greater|smaller|larger|below|above)(?: than)?(?: the)? ?",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"(?: ?(?:%|percent|per cent|million|billion))?(?: users| people)? (?:in|for) (?:the )?[A-Z]"
)
_MARK = re.compile(r" ?(?:mark|threshold|line|level|milestone)\b")
_RELATION_RIGHT = (
    ("over", re.compile(r" ?(?:\+|plus\b|多(?!于|数|个)|还要?多(?![于出])|余(?!额)|有余)")),
    ("at least", re.compile(r" ?(?:or more|or higher|or above|and above|and up|及?以上)")),
    ("about", re.compile(r" ?(?:or so|左右|上下)")),
    ("under", re.compile(r"的?[人用户]{0,2}都?(?:不到|不足|没到)")),
    ("at most", re.compile(r" ?(?:or less|or fewer|or below|以下|以内)")),
)

# "at 5% to 7%", "5-7%", "between 5 and 7%", 35%至40%; not "from 5% to 7%", nor 由35%升至40%
_STANDS = re.compile(
    r"\b(?:at|of|about|around|roughly|approximately|some|only|just|is|are|was|were|with|show(?:s|ed)?|"
    r"found|say|said|range of|for|estimates?)(?: (?:some|about|around|roughly|only|just))? [(~]?$",
    re.I,
)
_HAN_MOVES = re.compile(r"[由从自][^，。；]{0,20}$|[升增降跌涨减落退][^，。；]{0,6}$")
_AND = re.compile(r" and ")
_TO = re.compile(r" to ")
_HAN_TO = re.compile(r" ?[至到] ?")
_DASH = re.compile(r" ?[-–—~～] ?")


def is_a_range(left: str, between: str) -> bool:
    """Return whether two numbers are the ends of a range, by the words before and between them.

    Examples
    --------
    >>> is_a_range("adoption at ", " to "), is_a_range("rose from ", " to ")
    (True, False)
    """
    if _DASH.fullmatch(between):
        return True
    if _AND.fullmatch(between):
        return bool(re.search(r"\bbetween $", left, re.I))
    if _HAN_TO.fullmatch(between):
        return not _HAN_MOVES.search(left)
    return bool(_TO.fullmatch(between) and _STANDS.search(left))


def relation(left: str, right: str) -> tuple[str, str, int]:
    """Return the bounding word, the text before it, and how far it reaches after the number.

    Examples
    --------
    >>> relation("has more than ", " users")
    ('over', 'has ', 0)
    >>> relation("用户规模达", "以上")
    ('at least', '用户规模达', 2)
    """
    for name, pattern in _RELATION_RIGHT:
        after = pattern.match(right)
        if after:
            return name, left, after.end()
    for name, pattern in _RELATION_LEFT:
        before = pattern.search(left)
        if before and _THAN_THE.search(before.group()) and not _MARK.match(right):
            return "", left, 0
        if before and _WHERE.match(right) and _COMPARED.fullmatch(left):
            return "", left, 0
        if before:
            return name, left[: before.start()], 0
    return "", left, 0


def allowed(quantity: Quantity, name: str) -> tuple[Interval, Interval]:
    """Return what a number with its bounding word stands for: as printed, and at the loosest."""
    v, half, loose = quantity.value, quantity.half, quantity.round_half
    verb = quantity.unit == TIMES and quantity.word == "verb"
    if quantity.word == "odd":
        return Interval(v, v + half), Interval(v, v + half)
    if quantity.word in ("over", "near"):
        name = {"over": "over", "near": "nearly"}[quantity.word]
    if name in ("over", "at least"):
        return Interval(v, INFINITY), Interval(v, INFINITY)
    if name == "nearly":
        step = max(_last_step(v), 2 * half)  # nearly 11 percent is more than ten
        low, lowest = (max(v * part, v - step) for part in (NEARLY_FROM, NEARLY_FROM - ABOUT_SHARE))
        high = v + min(half, v / 20 if quantity.unit == TIMES else v * ROUNDED_OFF)
        return Interval(low, v), Interval(lowest, high)
    if name == "just over":
        return Interval(v, v * JUST_OVER_TO), Interval(v, v * (JUST_OVER_TO + ABOUT_SHARE))
    if name in ("under", "at most"):
        return Interval(Decimal(0), v), Interval(Decimal(0), v + min(half, v * ROUNDED_OFF))
    if name == "about":
        precise = len(v.normalize().as_tuple().digits) >= PRECISE_DIGITS
        wide = 2 * half if precise else max(half, loose, v * ABOUT_SHARE)
        return Interval(v - wide, v + wide), Interval(v - wide, v + wide)
    if verb and v < 1:
        return Interval(v * Decimal("0.9"), v * Decimal("1.1")), Interval(
            v * Decimal("0.85"), v * Decimal("1.15")
        )
    if verb:
        close = Interval(v * VERB_FROM, v + VERB_ABOVE)  # what falls shorter is "nearly doubled"
        return close, close
    printed = Interval(v - half, v + half)
    above = Decimal(1) if quantity.unit == PERCENT and half == Decimal("0.5") else loose
    return printed, Interval(v - max(half, loose), v + max(above, half))


def _last_step(value: Decimal) -> Decimal:
    """Return the step of a round number: 10 for 60, 1 for 11, 5 for 45 and 25."""
    digits = value.normalize().as_tuple()
    assert isinstance(digits.exponent, int)
    return Decimal(10) ** digits.exponent * (5 if digits.digits[-1] == 5 else 1)

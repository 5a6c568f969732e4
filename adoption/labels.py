"""Values into words: the only place where a number is rounded for a reader.

Shares arrive in percent and counts in whole persons; nothing here computes anything else.
Dates are `datetime.date`, `pandas.Timestamp` or ISO text.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Day: TypeAlias = dt.date | str
Number: TypeAlias = float | int | Decimal

MINUS = "\N{MINUS SIGN}"
NOT_PUBLISHED = "not published"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def decimals_of(rounding: Number) -> int:
    """Return how many decimals a figure has whose published rounding is `rounding`.

    Parameters
    ----------
    rounding : float
        Half the width of the published precision, above zero, in the unit of the figure.

    Returns
    -------
    int
        Decimals to print, never below zero.

    Examples
    --------
    >>> decimals_of(0.05), decimals_of(0.5), decimals_of(500_000), decimals_of(0.005)
    (1, 0, 0, 2)
    """
    if not (rounding > 0 and math.isfinite(rounding)):
        raise ValueError(f"`rounding` is {rounding}: half the published precision is above zero")
    return max(0, -math.floor(math.log10(2 * float(rounding)) + 1e-9))


def number(value: Number, *, decimals: int = 0, signed: bool = False) -> str:
    """Return `value` with thousands separators, rounded half up once.

    Examples
    --------
    >>> number(1408280), number(-3.25, decimals=1), number(2.0, decimals=1, signed=True)
    ('1,408,280', '−3.3', '+2.0')
    """
    exact = _exact(value)
    if not exact.is_finite():
        raise ValueError(f"`value` is {value}: only a finite number can be put into words")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    words = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return MINUS + words
    return "+" + words if signed else words


def percent(value: Number, *, decimals: int = 1, signed: bool = False) -> str:
    """Return a share or a relative change in percent.

    Examples
    --------
    >>> percent(42.8), percent(141.7, signed=True), percent(7, decimals=0)
    ('42.8%', '+141.7%', '7%')
    """
    return number(value, decimals=decimals, signed=signed) + "%"


def points(value: Number, *, decimals: int = 1, signed: bool = True) -> str:
    """Return a difference of two shares, in percentage points.

    Examples
    --------
    >>> points(25.2), points(-0.44, decimals=2), points(3.5, signed=False)
    ('+25.2 percentage points', '−0.44 percentage points', '3.5 percentage points')
    """
    return number(value, decimals=decimals, signed=signed) + " percentage points"


def persons(value: Number, *, rounding: Number | None = None, signed: bool = False) -> str:
    """Return a count in words, with no more digits than its rounding allows.

    Parameters
    ----------
    value : float
        Whole persons, accounts, firms.
    rounding : float, optional
        Half the width of the published precision; without it three digits are kept.

    Returns
    -------
    str
        In billions from 1,000 million, in millions from one million, else in full.

    Examples
    --------
    >>> persons(602_000_000, rounding=500_000), persons(230e6, rounding=5e6)
    ('602 million', '230 million')
    >>> persons(1_123_000_000, rounding=500_000), persons(23_280_000, rounding=5_000)
    ('1.123 billion', '23.28 million')
    >>> persons(40_500), persons(1_404_890_000)
    ('40,500', '1.40 billion')
    """
    exact = _exact(value)
    step = 2 * float(rounding) if rounding is not None else 10.0 ** (exact.adjusted() - 2)
    size = math.floor(abs(float(value)) / step + 0.5) * step  # 999.9 million is 1.00 billion
    for unit, word in ((10**9, " billion"), (10**6, " million")):
        if size >= unit:
            decimals = decimals_of(step / 2 / unit)
            if rounding is None:
                decimals = max(0, 2 - math.floor(math.log10(size / unit)))
            return number(exact / unit, decimals=decimals, signed=signed) + word
    return number(value, signed=signed)


def multiple(value: Number, *, decimals: int = 1) -> str:
    """Return a ratio of two levels.

    Examples
    --------
    >>> multiple(2.42), multiple(28, decimals=0)
    ('2.4 times', '28 times')
    """
    return number(value, decimals=decimals) + " times"


def day(date: Day) -> str:
    """Return a date in full.

    Examples
    --------
    >>> day("2026-02-05")
    '5 February 2026'
    """
    date = _date(date)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month(date: Day, *, short: bool = False) -> str:
    """Return the month of a date.

    Examples
    --------
    >>> month("2025-12-31"), month("2025-12-31", short=True)
    ('December 2025', 'Dec 2025')
    """
    date = _date(date)
    name = MONTHS[date.month - 1]
    return f"{name[:3] if short else name} {date.year}"


def quarter(date: Day) -> str:
    """Return the quarter of a date as the name of an edition.

    Examples
    --------
    >>> quarter("2026-06-30")
    '2026Q2'
    """
    date = _date(date)
    return f"{date.year}Q{(date.month + 2) // 3}"


def edition(name: str) -> str:
    """Return the name of an edition in words.

    Examples
    --------
    >>> edition("2026Q2")
    'second quarter of 2026'
    """
    year, _, number_of = name.partition("Q")
    if not (len(year) == 4 and year.isdecimal() and number_of in ("1", "2", "3", "4")):
        raise ValueError(f"`name` is {name!r}: an edition is named by its quarter, such as 2026Q2")
    return f"{('first', 'second', 'third', 'fourth')[int(number_of) - 1]} quarter of {year}"


def period(start: Day, end: Day) -> str:
    """Return a reference period: a day, month, quarter, half-year, year or range of days.

    Examples
    --------
    >>> period("2025-12-31", "2025-12-31"), period("2025-12-01", "2025-12-31")
    ('31 December 2025', 'December 2025')
    >>> period("2026-01-01", "2026-03-31"), period("2025-01-01", "2025-06-30")
    ('Q1 2026', 'first half of 2025')
    >>> period("2026-05-04", "2026-05-17"), period("2023-08-28", "2023-09-10")
    ('4–17 May 2026', '28 August – 10 September 2023')
    >>> period("2023-12-18", "2024-01-01"), period("2024-07-01", "2024-08-31")
    ('18 December 2023 – 1 January 2024', 'July–August 2024')
    """
    first, last = _date(start), _date(end)
    if first > last:
        raise ValueError(f"the period starts on {first} and ends before, on {last}")
    if first == last:
        return day(first)
    if first.day == 1 and (last + dt.timedelta(days=1)).day == 1:
        return _whole_months(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def interval(lower: str, upper: str) -> str:
    """Return a range of two labels, naming it once where both are the same.

    Examples
    --------
    >>> interval("2.1%", "2.5%"), interval("2028", "2028")
    ('2.1% to 2.5%', '2028')
    """
    return lower if lower == upper else f"{lower} to {upper}"


def listing(words: list[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listing(["China", "India", "Japan"]), listing(["China"])
    ('China, India and Japan', 'China')
    """
    if not words:
        raise ValueError("`words` is empty: a list in a sentence names at least one thing")
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _whole_months(first: dt.date, last: dt.date) -> str:
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if length == 1:
        return month(first)
    if length == 3 and first.month % 3 == 1:
        return f"Q{(first.month + 2) // 3} {first.year}"
    if length == 6 and first.month in (1, 7):
        return f"{'first' if first.month == 1 else 'second'} half of {first.year}"
    if length == 12 and first.month == 1:
        return str(first.year)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]}–{month(last)}"
    return f"{month(first)} – {month(last)}"


def _exact(value: Number) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"`value` is {value}: only a finite number can be put into words")
    return exact


def _date(value: Day) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return dt.date.fromisoformat(value) if isinstance(value, str) else value

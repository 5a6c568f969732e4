"""Verdicts: what a statement allows, held against what the published figures allow.

A statement is contradicted only if no value inside its interval can follow from values inside the
intervals of the figures; all intervals are closed and exact. A verdict says what was compared, and,
where a statement fails, which error it looks like: another period, a power of ten, points printed
as per cent, another population.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from adoption import data, labels, rates
from adoption.claims.catalogue import Catalogue, Figure, Series
from adoption.rates import INFINITY, Interval

SUPPORTED = "supported"
CONTRADICTED = "contradicted"
UNDETERMINED = "not determinable"
AGREE = "the numbers of the sentence agree"
AT_THE_EDGE = "at the edge"  # only the edge of both roundings fits
ROUND = "round"  # holds as a round or truncated number
UNDATED = "undated"  # no date is named, and a later figure is out
OTHER_DATE = "other date"  # fits a figure of another period than the one named
IN_ITSELF = "in itself"  # the numbers of a sentence agree, whether they are published or not

NEIGHBOUR_FACTOR = Decimal("1.2")  # a level this far outside its neighbours in time is no rounding
NEIGHBOUR_DAYS = 400
BOUND_REACH = 2  # "more than 100 million" is said of no figure above 200 million
QUOTED_AS_CURRENT_DAYS = 200  # how long the last published figure is quoted as the present one
NEAR_ROUNDINGS = 10  # so far from a figure a reader may think of its rounding
THREE_DIGITS = 100  # times its last digit that a count of three digits is
POWERS_OF_TEN = (1, -1, 2, -2, 3, -3, 4, -4)
_WORDS = {"percent": "%", "points": " points", "times": " times"}
_ORDER = {SUPPORTED: 0, CONTRADICTED: 1, UNDETERMINED: 2}

Measure = Callable[[Interval, Interval], Interval]
MEASURES: dict[str, Measure] = {
    "yoy_percent": rates.growth_percent,
    "change_percent": rates.growth_percent,
    "yoy_points": rates.change_points,
    "change_points": rates.change_points,
    "change_absolute": rates.change_points,
    "ratio": rates.ratio,
}


@dataclass(frozen=True)
class Claimed:
    """What a statement allows: as printed, and in the loosest reading a reader may take."""

    value: Decimal
    printed: Interval
    loose: Interval
    unit: str  # percent, points, times, persons ...
    of_each: bool = False  # a mark that several have to reach, not the size of one

    def words(self) -> str:
        """Return the stated value for a reader."""
        return amount(self.value, self.unit)


@dataclass(frozen=True)
class Verdict:
    """A verdict, its reason, and the figures it rests on; `fit` says how loosely they fit."""

    verdict: str
    reason: str
    series_id: str = ""
    figure: Figure | None = None
    base: Figure | None = None
    fit: str = ""  # AT_THE_EDGE, ROUND, UNDATED, OTHER_DATE or IN_ITSELF; "" for a plain fit

    @property
    def period_end(self) -> dt.date | None:
        """End of the reference period of the figure."""
        return self.figure.period_end if self.figure else None

    @property
    def base_period_end(self) -> dt.date | None:
        """End of the reference period of the base."""
        return self.base.period_end if self.base else None


def amount(value: Decimal, unit: str) -> str:
    """Return a number with its unit, no digit added or lost.

    Examples
    --------
    >>> amount(Decimal("64.0"), "percent"), amount(Decimal(602_000_000), "persons")
    ('64.0%', '602 million')
    """
    if not value.is_finite():
        return "unlimited"
    if unit in _WORDS:
        return f"{value:f}{_WORDS[unit]}"
    size, word = _size(value)
    scaled = (value / size).normalize()
    if -scaled.as_tuple().exponent > 4 and word:  # type: ignore[operator]
        scaled = round(scaled, 2)
    return f"{scaled:,f}{word}"


def bounds(interval: Interval, unit: str) -> str:
    """Return an interval for a reader, with as many digits as tell its ends apart.

    Examples
    --------
    >>> bounds(Interval(Decimal("141.0823"), Decimal("142.4547")), "percent")
    '141.1% to 142.5%'
    >>> bounds(Interval(Decimal("25.0"), Decimal("25.2")), "points")
    '25.0 to 25.2 points'
    >>> bounds(Interval(Decimal(514_500_000), Decimal(515_500_000)), "persons")
    '514.5 to 515.5 million'
    """
    if not interval.upper.is_finite() or not interval.lower.is_finite():
        low = amount(_shortened(interval.lower), unit)
        return f"{low} or more" if interval.lower > 0 else "any value"
    width = interval.upper - interval.lower
    if width == 0:
        return amount(_shortened(interval.lower), unit)
    size, word = (Decimal(1), _WORDS[unit]) if unit in _WORDS else _size(interval.upper)
    digits = (0 if width.as_tuple().digits[0] >= 5 else 1) - width.adjusted()
    digits = max(digits, 0) if unit in _WORDS else digits
    ends = [round(edge, digits) / size for edge in (interval.lower, interval.upper)]
    decimals = max(0, *(-int(end.normalize().as_tuple().exponent) for end in ends))
    low, high = (f"{end + 0:,.{decimals}f}" for end in ends)
    if low == high:
        return low + word
    return f"{low}% to {high}%" if word == "%" else f"{low} to {high}{word}"


def change_words(result: Interval, unit: str) -> str:
    """Return a change from one level to another for a reader."""
    size = bounds(result, unit)
    return f"{size} as much" if unit == "times" else f"a change of {size}"


def _size(value: Decimal) -> tuple[Decimal, str]:
    """Return by what a count is divided for a reader, and the word for it."""
    for size, word in ((Decimal(10**9), " billion"), (Decimal(10**6), " million")):
        if abs(value) >= size:
            return size, word
    return Decimal(1), ""


def _shortened(value: Decimal) -> Decimal:
    """Return a number without the endless digits of a division."""
    digits = 2 - value.adjusted() if value.is_finite() and value else 0
    exact = not value.is_finite() or -int(value.as_tuple().exponent) <= 4
    return value if exact else round(value, max(digits, 0))


def level(
    series: Series,
    claimed: Claimed,
    figures: Sequence[Figure],
    *,
    printed_on: dt.date | None = None,
) -> Verdict:
    """Hold a level against the vintages of one period that could be known when it was printed."""
    known = [f for f in figures if not printed_on or _known(f, printed_on)]
    candidates = list(reversed(known or list(figures)))
    if claimed.printed.is_one_sided:  # "more than 200 million" was said of the nearest
        candidates.sort(key=lambda f: abs(f.value - claimed.value))
        if is_far(candidates[0].nominal, claimed):
            if what := not series.share and power_of_ten(candidates[0], claimed):
                reason = f"published: {candidates[0].words()}; {what}"
                return _bound(CONTRADICTED, reason, series, candidates[0])
            reason = f"published: {candidates[0].words()}; too far for the bound to be its own"
            return _bound(UNDETERMINED, reason, series, candidates[0])
    else:  # what rounds to the number comes before what lies on the edge of its rounding
        candidates.sort(key=lambda f: not claimed.printed.lower < f.value < claimed.printed.upper)
    for wanted, remark in _readings(claimed, "; holds as a round or truncated number"):
        for candidate in candidates:
            if _is_finer(candidate, claimed):
                continue
            if candidate.nominal.meets(wanted) and not only_touches(candidate, claimed, wanted):
                verdict = _bound(
                    SUPPORTED, f"published: {candidate.words()}{remark}", series, candidate
                )
                return replace(verdict, fit=ROUND) if remark else verdict
    for candidate in candidates:
        if _is_finer(candidate, claimed):
            reason = f"published: {candidate.words()}, with fewer digits"
            return _bound(UNDETERMINED, reason, series, candidate)
    for candidate in candidates:
        if candidate.bound == "lower" and candidate.interval.meets(claimed.loose):
            reason = f"published as a lower bound only: {candidate.words()}"
            return _bound(UNDETERMINED, reason, series, candidate)
        if candidate.interval.meets(claimed.printed):
            reason = f"published: {candidate.words()}; only the edge of both roundings fits"
            return replace(_bound(UNDETERMINED, reason, series, candidate), fit=AT_THE_EDGE)
    newest = figures[-1]
    if not known:
        return _bound(
            UNDETERMINED,
            f"printed before {newest.words()} was released; the vintage of that day is missing",
            series, newest,
        )  # fmt: skip
    newest = known[-1]
    return _bound(
        CONTRADICTED,
        f"published: {newest.words()}{_allowed(newest, claimed)}",
        series, newest,
    )  # fmt: skip


def _allowed(figure: Figure, claimed: Claimed) -> str:
    """Say what a figure allows, where a statement comes near it: 43% beside 42.8%."""
    if abs(figure.value - claimed.value) > NEAR_ROUNDINGS * figure.rounding:
        return ""
    return f", which allows {bounds(figure.interval, claimed.unit)}"


def is_far(result: Interval, claimed: Claimed) -> bool:
    """Return whether a result lies so far from a bound that the bound is of another one."""
    if claimed.of_each:
        return False
    reach = BOUND_REACH * abs(claimed.value)
    if claimed.printed.upper.is_infinite():
        return result.lower > reach
    return claimed.printed.lower == 0 < claimed.value and result.upper * BOUND_REACH < claimed.value


def change(
    series: Series,
    kind: str,
    claimed: Claimed,
    ends: Sequence[Figure],
    bases: Sequence[Figure],
    *,
    printed_on: dt.date | None = None,
) -> Verdict:
    """Hold a change against every pair of vintages that could be compared when it was printed."""
    measure = MEASURES[kind]
    pairs = _same_vintage(ends, bases)
    known = [p for p in pairs if not printed_on or all(_known(f, printed_on) for f in p)]
    base, end = (known or pairs)[0]
    if series.breaks_between(base.period_end, end.period_end):
        return Verdict(
            UNDETERMINED,
            f"the definition changed between {_ends(base)} and {_ends(end)}: a break",
            series.series_id, end, base,
        )  # fmt: skip
    tries = [(b, e, m) for b, e in known or pairs if (m := _apply(measure, b.nominal, e.nominal))]
    for wanted, remark in _readings(claimed, "; holds as a round number"):
        for b, e, result in tries:
            if result.meets(wanted) and not is_far(result, claimed):
                reason = f"{_comparison(b, e)}: {change_words(result, claimed.unit)}{remark}"
                return Verdict(SUPPORTED, reason, series.series_id, e, b)
    strict = [
        (b, e, m) for b, e in known or pairs if (m := _apply(measure, b.interval, e.interval))
    ]
    if not strict or any(result.meets(claimed.loose) for *_, result in strict):
        reason = f"{_comparison(base, end)}: lower bounds do not settle it"
        return Verdict(UNDETERMINED, reason, series.series_id, end, base)
    if not known:
        return Verdict(
            UNDETERMINED,
            "printed before these figures were released; the vintages of that day are missing",
            series.series_id, end, base,
        )  # fmt: skip
    b, e, result = strict[0]
    reason = f"{_comparison(b, e)}: {change_words(result, claimed.unit)}"
    return Verdict(CONTRADICTED, reason, series.series_id, e, b)


def _same_vintage(ends: Sequence[Figure], bases: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Return the pairs that stood side by side on some day, the newest first."""
    days = sorted({f.known_from or dt.date.min for f in (*ends, *bases)}, reverse=True)
    pairs = []
    for day in days:
        then = [
            max(known, key=lambda f: f.known_from or dt.date.min)
            for part in (bases, ends)
            if (known := [f for f in part if (f.known_from or dt.date.min) <= day])
        ]
        if len(then) == 2 and (then[0], then[1]) not in pairs:
            pairs.append((then[0], then[1]))
    return pairs


def only_touches(figure: Figure, claimed: Claimed, wanted: Interval) -> bool:
    """Return whether a quoted number is another one of the same precision: 9% for 10%.

    The two share one edge, 9.5; a change computed from levels may lie there, a quotation may not.
    """
    half = (claimed.printed.upper - claimed.printed.lower) / 2
    if wanted is claimed.loose and claimed.unit == "percent" and figure.rounding >= half > 0:
        wanted = claimed.printed  # no decimals that could have been cut off
    common = figure.nominal.intersection(wanted)
    if common is None:
        return True
    return half == figure.rounding and half > 0 and common.lower == common.upper


def _is_finer(figure: Figure, claimed: Claimed) -> bool:
    """Return whether a number has digits that the figure it fits does not have: 4.31% for 4.3%.

    A count to the last person is none, if it rounds to a figure of three digits: 10,722,227 for
    10.72 million.
    """
    exact = not figure.share and figure.value > 2 * figure.rounding * THREE_DIGITS
    if exact and abs(claimed.value - figure.value) < figure.rounding:
        return False
    half = (claimed.printed.upper - claimed.printed.lower) / 2
    fits = figure.nominal.meets(claimed.printed) and claimed.value != figure.value
    return 0 < half < figure.rounding and fits


def _readings(claimed: Claimed, remark: str) -> tuple[tuple[Interval, str], ...]:
    return (claimed.printed, ""), (claimed.loose, remark)


def _apply(measure: Measure, base: Interval, end: Interval) -> Interval | None:
    """Return what the pair allows; None where it bounds nothing, as between two lower bounds."""
    try:
        return measure(base, end)
    except (ZeroDivisionError, ValueError, InvalidOperation):
        return None


def power_of_ten(figure: Figure, claimed: Claimed) -> str:
    """Return how many times ten turn a figure into the number claimed, if any do; else nothing.

    Of "more than 2.5 million" the number itself must be the one published, with zeros left out.
    """
    printed = claimed.printed
    if printed.is_one_sided:
        printed = Interval(claimed.value, claimed.value)
    return shifted_by(figure.nominal, printed, (1, -1) if figure.share else POWERS_OF_TEN)


def shifted_by(published: Interval, printed: Interval, powers: Sequence[int]) -> str:
    """Return by which power of ten a printed number is too small or large, if by any."""
    for power in powers:
        if published.meets(printed * (Decimal(10) ** power)):
            size = "small" if power > 0 else "large"
            return f"a power of ten: {10 ** abs(power):,} times too {size}"
    return ""


def between_neighbours(series: Series, claimed: Claimed, day: dt.date) -> Verdict:
    """Judge a level of a day without a figure by the figures before and after it."""
    before, after = series.before(day), series.after(day)
    near = [f for f in (before, after) if f and abs((f.period_end - day).days) <= NEIGHBOUR_DAYS]
    if not near:
        return Verdict(UNDETERMINED, f"no figure near {labels.day(day)}", series.series_id)
    said = " and ".join(f.words() for f in near)
    if before and before.nominal.meets(claimed.printed):
        age = (day - before.period_end).days
        if age <= QUOTED_AS_CURRENT_DAYS and not (after and _conflicts(claimed, [after])):
            reason = f"no figure for {labels.day(day)}; the last one before it: {before.words()}"
            return _bound(SUPPORTED, reason, series, before)
    if after and _conflicts(claimed, near):
        nearest = min(near, key=lambda f: abs((f.period_end - day).days))
        return _bound(
            CONTRADICTED,
            f"no figure for {labels.day(day)}, but far outside the figures around it: {said}",
            series, nearest,
        )  # fmt: skip
    nearest = min(near, key=lambda f: abs((f.period_end - day).days))
    return _bound(
        UNDETERMINED, f"no figure for {labels.day(day)}; nearest: {said}", series, nearest
    )


def _conflicts(claimed: Claimed, near: list[Figure]) -> bool:
    highest = max(f.nominal.upper for f in near)
    lowest = min(f.nominal.lower for f in near)
    above = claimed.loose.lower > highest * NEIGHBOUR_FACTOR
    below = len(near) == 2 and claimed.loose.upper < lowest / NEIGHBOUR_FACTOR
    return above or below


def explain_level(catalogue: Catalogue, series: Series, claimed: Claimed, day: dt.date) -> str:
    """Say what a wrong level looks like: another period, a power of ten, another definition."""
    if claimed.printed.is_one_sided:
        return ""
    for f in series.latest.values():
        fits = f.nominal.meets(claimed.printed) and not _is_finer(f, claimed)
        if fits and f.period_end != day:
            return f"; {claimed.words()} is the figure of {_ends(f)}"
    at = [f for f in series.figures if abs((f.period_end - day).days) <= 45] or list(series.figures)
    for f in at:
        if what := power_of_ten(f, claimed):
            return f"; {what}"
    for other in catalogue.siblings(series):
        for f in other.latest.values():
            if (
                other.product == series.product
                and abs((f.period_end - day).days) <= 100
                and f.nominal.meets(claimed.printed)
                and not _is_finer(f, claimed)
            ):
                return f"; {another_measure(claimed, series, other, f)}"
    for f in at:
        if f"{claimed.value.normalize():f}%" in f.notes:
            return f"; see the note on the figure: {f.notes}"
    return ""


def another_measure(claimed: Claimed, series: Series, other: Series, figure: Figure) -> str:
    """Say what a number is the figure of, where a series has another one."""
    where = "" if other.geo == series.geo else f"{data.geo_name(other.geo)}: "
    what = f"is another measure, {_ends(figure)}: {where}{other.words()}"
    return f"{claimed.words()} {what} [{other.series_id}]"


def explain_change(
    catalogue: Catalogue, series: Series, kind: str, claimed: Claimed, verdict: Verdict
) -> str:
    """Say what a wrong change looks like: points for per cent, another base, a power of ten."""
    end, base = verdict.figure, verdict.base
    if end is None or base is None or claimed.printed.upper.is_infinite():
        return ""
    if series.share and kind in ("yoy_percent", "change_percent"):
        points = rates.change_points(base.nominal, end.nominal)
        if points.meets(claimed.printed):
            return f"; {claimed.words()} fits in percentage points ({bounds(points, 'points')})"
    if series.share and kind in ("yoy_points", "change_points"):
        growth = rates.growth_percent(base.nominal, end.nominal)
        if growth.meets(claimed.printed):
            return f"; it fits as growth in percent ({bounds(growth, 'percent')})"
    for other in series.latest.values():
        if other.period_end >= end.period_end or other.period_end == base.period_end:
            continue
        result = _apply(MEASURES[kind], other.nominal, end.nominal)
        if result and result.meets(claimed.printed):
            return f"; it fits the base of {_ends(other)}, {other.words()}"
    if kind == "change_absolute":
        result = rates.change_points(base.nominal, end.nominal)
        if what := shifted_by(result, claimed.printed, POWERS_OF_TEN):
            return f"; {what}"
    return ""


def implied(kind: str, claimed: Claimed, end: Figure) -> str:
    """Say which base a change implies for a published level: '248.8 to 249.3 million before'."""
    unit = "percent" if end.share else "persons"
    try:
        if kind in ("yoy_percent", "change_percent"):
            base = rates.implied_base(end.nominal, claimed.printed)
        elif kind == "ratio":
            base = rates.ratio(claimed.printed, end.nominal)
        else:
            base = end.nominal - claimed.printed
    except (ZeroDivisionError, ValueError):
        return ""
    if base.upper == INFINITY or not base.lower.is_finite():
        return ""
    return f"implies {bounds(base, unit)} in the base period"


def best(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the most favourable verdict: one figure that supports a statement is enough."""
    found = sorted(verdicts, key=lambda v: _ORDER[v.verdict])
    return found[0] if found else None


def with_reason(verdict: Verdict, addition: str) -> Verdict:
    """Return the verdict with something added to its reason."""
    return replace(verdict, reason=verdict.reason + addition) if addition else verdict


def _bound(verdict: str, reason: str, series: Series, figure: Figure) -> Verdict:
    return Verdict(verdict, reason, series.series_id, figure)


def _known(figure: Figure, day: dt.date) -> bool:
    released = figure.released or figure.known_from
    return released is None or released <= day


def _comparison(base: Figure, end: Figure) -> str:
    return f"published: {base.words()}, then {end.words()}"


def _ends(figure: Figure) -> str:
    period = labels.period(figure.period_start, figure.period_end)
    return f"the {period}" if "half of" in period else period

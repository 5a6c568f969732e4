"""Wrong numbers that show what has happened to the right one: 482 for 428, 6.1% for 6.1 points.

A number with three digits or more, of which a power of ten or two swapped digits make the very
figure that its words ask for, is hardly another number: it is that figure, misprinted. It is
contradicted although its words alone would not bind it. The same holds for a growth in percent
that is the change of a share in points, and no growth of it; for points that are a growth; and
for the figure of another date, or of the name beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from adoption import labels
from adoption.claims import continuations, continuity, shares, verdicts
from adoption.claims.bindings import (
    OWN_DATE,
    Docket,
    bases_of,
    claimed_of,
    figures_at,
    figures_of_any_year,
    is_counted_by_its_maker,
)
from adoption.claims.catalogue import Figure, Series
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NOT_NAMED, NOT_USE, UNKNOWN
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

FEW_DIGITS = 2  # a change of one digit is found between too many figures
SAME_DATE_DAYS = 100
REACH, MOST_CANDIDATES = 4, 12  # levels on, series each, among which figures may be exchanged
SO_MANY = 2  # levels beside one that tell which date a passage is about
CLEARLY = Decimal("1.2")  # times as many as were told of: more than one would call "more than"
NEAR_DAYS = 420  # figures this near in time could have been meant instead
OF_ITSELF = {"product", "window", "indicator"}  # parts that a number so precise tells by itself


def recognised(docket: Docket) -> None:
    """Contradict the open levels that are a misprint of the figure they stand for."""
    days = _days_told(docket)
    for i, statement in open_levels(docket):
        if is_of_others(statement):
            continue
        for series, figure in (*_asked_for(docket, i), *_of_days_told(docket, statement, days)):
            if statement.printed.is_one_sided and not _is_far_above(statement, figure):
                continue
            what = misprint(figure, statement)
            if not what or _is_corrected(docket, i, figure):
                continue
            if not (statement.is_precise or _is_unmistakable(docket, statement, figure, what)):
                continue
            if _fits(docket, statement, series, figure.period_end):
                continue
            verdict = verdicts.level(series, claimed_of(statement), [figure])
            if verdict.verdict == CONTRADICTED or _is_far_above(statement, figure):
                verdict = replace(verdict, verdict=CONTRADICTED)
                docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]; {what}")
                break


def _days_told(docket: Docket) -> set[dt.date]:
    """Return the ends of the periods that a document names, and of the figures it states."""
    named = {s.period.end for s in docket.statements if s.period}
    return named | {v.period_end for v in docket.verdicts.values() if v.figure and v.period_end}


def _of_days_told(
    docket: Docket, statement: Statement, days: set[dt.date]
) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures of its publisher that a level without a date of its own can be of.

    They are of the days that the document tells, else the last ones.
    """
    subject, undated = statement.subject, statement.undated
    if subject.how.get("sources") == "later":
        return
    if undated is None and statement.period_how in ("here", "only", "relative"):
        return
    for candidate in docket.binder.candidates(statement):
        series = candidate.series
        if not set(candidate.open_parts) <= OF_ITSELF or series.source_id not in subject.sources:
            continue
        if statement.unit == "accounts" and series.indicator != "accounts":
            continue  # seats are no users
        if undated is not None and undated.unfinished:
            figures = figures_of_any_year(series, undated)
        else:
            latest = list(series.latest.values())
            figures = [f for f in latest if f.period_end in days] or latest[-1:]
        for figure in figures:
            yield series, figure


def _is_unmistakable(docket: Docket, statement: Statement, figure: Figure, what: str) -> bool:
    """Return whether a count of two digits is so many times too large or small, and named in full.

    Its publisher is quoted, and has only one series of what the words say. One digit is enough of
    the very day of the figure.
    """
    told = statement.period if statement.period_how in ("here", "only") else None
    on_the_day = told is not None and told.start == told.end == figure.period_end
    least = 1 if on_the_day else FEW_DIGITS
    counted = statement.unit != "percent" and least <= statement.digits <= FEW_DIGITS
    meant = [
        c.series
        for c in docket.binder.candidates(statement)
        if set(c.open_parts) <= OF_ITSELF
        and c.series.product in statement.subject.products
        and (not on_the_day or any(f.period_end == figure.period_end for f in c.series.figures))
    ]
    quoted = len(meant) == 1 and meant[0].source_id in statement.subject.sources
    return counted and quoted and "power of ten" in what


def _is_far_above(statement: Statement, figure: Figure) -> bool:
    """Return whether "16 million" is said of the very date of "more than 1.6 million"."""
    dated = statement.period_how in ("here", "only")
    return dated and figure.bound == "lower" and statement.printed.lower > figure.value * 2


def of_another_date(docket: Docket) -> None:
    """Contradict the open levels of a date of their own that are the figure of another date."""
    for i, statement in open_levels(docket):
        dated = statement.period_how in ("here", "only") and not statement.base_level
        if not (dated and _is_exact(statement)) or statement.relation:
            continue
        if is_of_others(statement) or statement.stranger or statement.weak:
            continue
        for series, figure in _asked_for(docket, i):
            verdict = verdicts.level(series, claimed_of(statement), [figure])
            meant = [
                f for f in series.latest.values()
                if f.period_end != figure.period_end and f.nominal.meets(statement.printed)
            ]  # fmt: skip
            if verdict.verdict != CONTRADICTED or len(meant) != 1:
                continue
            if _fits(docket, statement, series, figure.period_end, within=SAME_DATE_DAYS):
                continue
            day = labels.period(meant[0].period_start, meant[0].period_end)
            what = f"{claimed_of(statement).words()} is the figure of {day}"
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]; {what}")
            break


def before_it_was_announced(docket: Docket) -> None:
    """Contradict the dated counts that were announced later, after a smaller one of that date.

    "By December 2024 it had 500 million": it had more than 300 million then, and the 500 million
    are of March 2025. The products that are counted so grow.
    """
    for i, statement in open_levels(docket):
        dated = statement.period_how in ("here", "only") and not statement.base_level
        period, counted = statement.period, statement.unit in ("persons", "accounts")
        if not (dated and counted and period) or is_of_others(statement) or statement.stranger:
            continue
        if statement.relation in ("under", "at most") or statement.weak:
            continue
        if any(_is_of_somebody_else(s) for _, s in docket.beside(statement)):
            continue  # Facebook从2亿用户增长至9亿
        for candidate in docket.binder.candidates(statement):
            series = candidate.series
            told = series.source_id in statement.subject.sources or is_counted_by_its_maker(series)
            if not candidate.confirmed or not told or series.share:
                continue
            figures = list(series.latest.values())
            then = [f for f in figures if f.period_end >= period.start][:1]
            meant = [
                f for f in figures
                if f.value == statement.value and then and f.period_end > then[0].period_end
                and (f.period_end - period.end).days > SAME_DATE_DAYS / 2
            ]  # fmt: skip
            if not meant or then[0].bound != "lower" or then[0].value * CLEARLY > statement.value:
                continue
            if any(f.value >= statement.value for f in figures if f.period_end <= period.end):
                continue
            reason = (
                f"published: {then[0].words()}; {claimed_of(statement).words()} was told of "
                f"{labels.day(meant[0].period_end)} [{series.series_id}]"
            )
            docket.verdicts[i] = Verdict(CONTRADICTED, reason, series.series_id, then[0])
            break


def of_another_time_before(docket: Docket) -> None:
    """Contradict the levels counted back from one beside them that are the figure of another date.

    "36 percent use it, a year before 15 percent", where that is the figure of two years before.
    """
    for i, statement in enumerate(docket.statements):
        held, base = docket.verdicts[i], statement.base
        if statement.kind != "level" or held.verdict != SUPPORTED or held.figure is None:
            continue
        if statement.period_how != "relative" or base is None or not base.counts_back:
            continue
        if statement.relation or statement.undated or statement.weak not in ("", NOT_USE):
            continue
        anchor = _level_counted_back_from(docket, i, held.series_id)
        series = docket.catalogue.series[held.series_id]
        near = bases_of(series, anchor, base) if anchor else []
        if not near or held.figure in near:
            continue
        verdict = verdicts.level(series, claimed_of(statement), near)
        if verdict.verdict == CONTRADICTED:
            day = labels.period(held.figure.period_start, held.figure.period_end)
            what = f"{claimed_of(statement).words()} is the figure of {day}"
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]; {what}")


def _level_counted_back_from(docket: Docket, i: int, series_id: str) -> Figure | None:
    """Return the figure of the last level before in its sentence, if dated and of the series."""
    levels = [j for j, s in docket.beside(docket.statements[i]) if j < i and s.kind == "level"]
    if not levels:
        return None
    held, told = docket.verdicts[levels[-1]], docket.statements[levels[-1]].period_how
    own = held.verdict == SUPPORTED and held.series_id == series_id and told in OWN_DATE
    return held.figure if own else None


def of_no_date_told(docket: Docket) -> None:
    """Contradict the levels of a list that are figures of a date which the passage never speaks of.

    Others of the list are figures of the date carried to it, at which its own series has another
    one. If the passage speaks of that other date too, it may be meant, and the level is left open.
    """
    for i, statement in enumerate(docket.statements):
        held, period = docket.verdicts[i], statement.period
        if statement.kind != "level" or held.verdict == CONTRADICTED or not held.series_id:
            continue
        exact = statement.is_precise and not statement.relation and not statement.base_level
        # the rest of the list tells what it is
        told_of = statement.weak in ("", NOT_USE) or statement.weak.endswith(NOT_NAMED)
        if not (exact and told_of) or period is None or is_of_others(statement):
            continue
        if statement.period_how in ("here", "only", "relative"):
            continue
        series = docket.catalogue.series[held.series_id]
        if series.geo not in statement.subject.places[:1]:
            continue
        told = _days_of_the_list(docket, i, series)
        inside = {day for day in told if period.start <= day <= period.end}
        if len(inside) != 1:
            continue
        at = [f for f in series.figures if f.period_end in inside]  # of every edition
        meant = [f for f in series.latest.values() if f.nominal.meets(statement.printed)]
        if len(meant) != 1 or not at or any(f.nominal.meets(statement.loose) for f in at):
            continue
        if meant[0].period_end >= period.start:
            continue
        verdict = verdicts.level(series, claimed_of(statement), at)
        if verdict.verdict == CONTRADICTED:
            if meant[0].period_end in told | docket.days_of(statement.passage):
                verdict = replace(verdict, verdict=UNDETERMINED)
            day = labels.day(meant[0].period_end)
            what = f"{claimed_of(statement).words()} is the figure of {day}"
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]; {what}")


def _days_of_the_list(docket: Docket, i: int, series: Series) -> set[dt.date]:
    """Return the dates of the figures of twins that the passage states; none of its own series."""
    found = []
    for j, held in docket.held_in(docket.statements[i].passage):
        if j == i or held.verdict != SUPPORTED or held.figure is None:
            continue
        other = docket.catalogue.series[held.series_id]
        if other is series:
            return set()
        if other.measure == series.measure:
            found.append(held.figure.period_end)
    labelled = docket.statements[i].subject.how.get("places") == "here"
    return set(found) if len(found) >= (1 if labelled else SO_MANY) else set()


def exchanged(docket: Docket) -> None:
    """Contradict two open levels of a sentence whose names or parts have each other's figure.

    "Poland 36.9%, Lithuania 22.7%"; "25.1% use it at work, 15.1% in private".
    """
    for i, statement in open_levels(docket):
        if not _may_be_exchanged(docket, i):
            continue
        near = [j for j, _ in docket.beside(statement) if i < j <= i + REACH]
        for j in near:
            other = docket.statements[j]
            if other.unit != statement.unit or not _may_be_exchanged(docket, j):
                continue
            pair = _each_others(docket, statement, other)
            if pair is None:
                continue
            what = f"{pair[0].series_id} and {pair[1].series_id} have each other's figure"
            for k, figure in zip((i, j), pair, strict=True):
                series = docket.catalogue.series[figure.series_id]
                verdict = verdicts.level(series, claimed_of(docket.statements[k]), [figure])
                docket.verdicts[k] = verdicts.with_reason(verdict, f" [{series.series_id}]; {what}")
            break


def _may_be_exchanged(docket: Docket, i: int) -> bool:
    statement = docket.statements[i]
    open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
    subject = statement.subject
    part = bool(subject.purpose or subject.group or subject.detail or subject.employees)
    named = _name("places", statement) or _name("products", statement) or part
    return bool(
        open_ and not statement.printed.is_one_sided and named and not statement.relation
        and not statement.stranger and not statement.blocked and not statement.subject.outsider
    )  # fmt: skip


def _name(part: str, *statements: Statement) -> bool:
    """Return whether the places or the products are named with the numbers themselves."""
    return all(s.subject.how.get(part) == "here" for s in statements)


def _each_others(docket: Docket, one: Statement, other: Statement) -> tuple[Figure, Figure] | None:
    """Return the figures of one date of two series that the other's number fits, and not its own.

    They are of one publisher, and measure the same in two places or of two products; or they are of
    two parts, and the numbers are precise, or the publisher is quoted for two ages.
    """
    aged = all(s.subject.ages and s.subject.sources for s in (one, other))
    exact = aged or _is_exact(one) or _is_exact(other)
    for first in docket.binder.candidates(one)[:MOST_CANDIDATES]:
        for second in docket.binder.candidates(other)[:MOST_CANDIDATES]:
            a, b = first.series, second.series
            alike = (*a.measure, a.population_group) == (*b.measure, b.population_group)
            alike = alike and a.usage_window == b.usage_window
            alike = alike and (a.geo == b.geo or _name("places", one, other))
            alike = alike and (a.product == b.product or _name("products", one, other))
            parts = exact and a.source_id == b.source_id and a.geo == b.geo
            parts = parts and first.confirmed and second.confirmed
            if a is b or not (alike or parts):
                continue
            for period, figure in a.latest.items():
                twin = b.latest.get(period)
                if twin is None or not _is_of_its_date(one, figure):
                    continue
                crossed = twin.nominal.meets(one.printed) and figure.nominal.meets(other.printed)
                straight = figure.nominal.meets(one.loose) or twin.nominal.meets(other.loose)
                if crossed and not straight:
                    return figure, twin
    return None


def _is_of_its_date(statement: Statement, figure: Figure) -> bool:
    if statement.period is None:
        return True
    return statement.period.start <= figure.period_end <= statement.period.end


def shares_of_a_part(docket: Docket) -> None:
    """Contradict the open shares of the people that are shares of the internet users or users."""
    for i, statement in open_levels(docket):
        if statement.subject.group != "person" or not _is_exact(statement):
            continue
        if is_of_others(statement) or statement.stranger or statement.relation:
            continue
        series = next(
            (
                s
                for s, _ in _asked_for(docket, i)
                if not _fits(docket, statement, s, _day_of(statement))
            ),
            None,
        )
        if series is None:
            continue
        for part in ("internet", "genai"):
            subject = replace(statement.subject, group=part)
            found = shares.of_two_counts(docket, replace(statement, subject=subject), i)
            if found is not None and found.verdict == SUPPORTED:
                reason = f"no share of the people: {found.reason}"
                docket.verdicts[i] = replace(found, verdict=CONTRADICTED, reason=reason)
                break


def misprint(figure: Figure, statement: Statement) -> str:
    """Return what turns a figure into the number stated, if anything does."""
    if what := verdicts.power_of_ten(figure, claimed_of(statement)):
        return what
    if are_swapped(_digits(figure, statement), statement.value.as_tuple().digits):
        return "two digits are swapped"
    return ""


def are_swapped(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether two neighbouring digits of a number make the other number.

    Examples
    --------
    >>> are_swapped((4, 2, 8), (4, 8, 2)), are_swapped((4, 2, 8), (8, 2, 4))
    (True, False)
    """
    if len(one) != len(other):
        return False
    apart = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


def _digits(figure: Figure, statement: Statement) -> tuple[int, ...]:
    """Return the digits of a figure, rounded as the number stated is."""
    exponent = statement.value.as_tuple().exponent
    if not figure.share:
        exponent = statement.value.normalize().as_tuple().exponent
    rounded = figure.value.quantize(Decimal(1).scaleb(int(exponent)))
    digits = rounded.as_tuple().digits
    return digits + (0,) * (len(statement.value.as_tuple().digits) - len(digits))


def _is_exact(statement: Statement) -> bool:
    return statement.is_precise and not statement.printed.is_one_sided


def open_levels(docket: Docket) -> Iterator[tuple[int, Statement]]:
    """Yield the levels that are open when their turn comes."""
    for i, statement in enumerate(docket.statements):
        if statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED:
            yield i, statement


def is_of_others(statement: Statement) -> bool:
    """Return whether somebody or something else is spoken of."""
    unknown = statement.weak.startswith(UNKNOWN)
    return bool(statement.blocked or statement.subject.outsider or unknown)


def _is_of_somebody_else(statement: Statement) -> bool:
    """Return whether a number is that of another than whom the text is about, use or not."""
    return bool(statement.subject.outsider) or statement.weak.startswith(UNKNOWN)


def _asked_for(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures of its period that the words of a level ask for, or go on to."""
    statement = docket.statements[i]
    if statement.period is not None:
        candidates = docket.binder.candidates(statement)
        at_home = len({c.series.geo for c in candidates}) == 1
        for candidate in candidates:
            if set(candidate.open_parts) <= OF_ITSELF | ({"place"} if at_home else set()):
                for figure in figures_at(candidate.series, statement.period):
                    yield candidate.series, figure
    for series, anchor in continuations.continued(docket, docket.statements[i], i):
        for figure in continuity.figures_of(statement, series, anchor):
            yield series, figure
        break


def _is_corrected(docket: Docket, i: int, figure: Figure) -> bool:
    """Return whether the right number stands beside it: "should read 15.4, not 14.5"."""
    return any(
        j != i and s.unit == docket.statements[i].unit and figure.nominal.meets(s.printed)
        for j, s in docket.beside(docket.statements[i])
    )


def _day_of(statement: Statement) -> dt.date | None:
    return statement.period.end if statement.period else None


def _fits(
    docket: Docket,
    statement: Statement,
    series: Series,
    day: dt.date | None,
    *,
    within: int = NEAR_DAYS,
) -> bool:
    """Return whether the number is a figure of the place about a day, of whatever measure.

    Where a publisher is quoted, one of those that the document quotes must have it; where a
    product is named with the number, it must be one of that product.
    """
    named = statement.subject.how.get("products") == "here" and series.product != "any-ai"
    own = {series.product} if named and series.product in statement.subject.products else set()
    quoted = statement.subject.sources and statement.subject.how.get("sources") != "later"
    names = {name for s in docket.statements for name in s.subject.sources}
    return any(
        other.share == series.share
        and (not quoted or other.source_id in names)
        and (not own or other.product in own)
        and (day is None or abs((figure.period_end - day).days) <= within)
        and figure.nominal.meets(statement.printed)
        for other in docket.catalogue.by_geo[series.geo]
        for figure in other.latest.values()
    )

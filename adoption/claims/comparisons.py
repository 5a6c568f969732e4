"""Comparisons of a text judged: multiples and distances between places, products, changes."""

# ruff: noqa: E501 -- a reason is written in one piece

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from adoption import rates
from adoption.claims import (
    antecedents,
    continuations,
    continuity,
    distances,
    extremes,
    leaders,
    paces,
    verdicts,
)
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.counterparts import UNNAMED
from adoption.claims.identity import alike, twins
from adoption.claims.sentences import Subject
from adoption.claims.statements import CHANGES, Statement, counted_alike
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict
from adoption.rates import Interval

FURTHEST = 5  # statements back to the number that a multiple speaks of
FARTHER = 12  # statements back to the level of the other product


def between_places(docket: Docket, i: int) -> Verdict:
    """Judge "three times the global increase of 1.5" and "twice the share of Japan"."""
    statement = _as_distance(docket.statements[i])
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    if found := distances.at_another_date(docket, i):
        return found
    numbers = _numbers_compared(docket, i) if statement.against else None
    numbers = numbers or _two_changes(docket, i) or two_apart(docket, i) or _two_last(docket, i)
    claimed = claimed_of(statement)
    if statement.kind == "ratio" and claimed.unit == "percent":  # 豆包的六成 is 0.6 times
        part = Decimal("0.01")
        claimed = Claimed(
            claimed.value * part, claimed.printed * part, claimed.loose * part, "times"
        )
    if numbers is None and (found := paces.gain_against_gain(docket, i, claimed)):
        return found
    beside = numbers is None and statement.against
    if beside and (found := antecedents.from_the_number_beside(docket, i)):
        return found
    if numbers is None and statement.kind == "gap":
        numbers = _two_before(docket, i)
    if numbers is None and (found := _with_counterpart(docket, i, claimed)):
        return found
    if numbers is None and statement.compared_product:
        found = _levels_of_two_products(docket, i, claimed)
        return found if found.verdict != UNDETERMINED else _apart(docket, i, claimed) or found
    told = extremes.of_two_told(docket, i) if numbers is None else None
    if told and told[0] != told[1]:
        result = _compared(statement, told[1].nominal, told[0].nominal)
        said = f"told: {told[0].words()} against {told[1].words()}: {verdicts.bounds(result, claimed.unit)}"
        fits = SUPPORTED if result.meets(claimed.loose) else CONTRADICTED
        return Verdict(fits, said, told[0].series_id, *told)
    if numbers is None:
        return _levels_of_two_places(docket, statement, claimed)
    first, second = (docket.statements[j] for j in numbers)
    if statement.kind == "gap":
        result = _gap(second.printed, first.printed, _side_of(statement, first, second))
    else:
        measure = verdicts.MEASURES[statement.kind]
        result = measure(_positive(second.printed), _positive(first.printed))
    said = (
        f"{verdicts.amount(first.value, first.unit)} against "
        f"{verdicts.amount(second.value, second.unit)} is {verdicts.bounds(result, claimed.unit)}"
    )
    if not result.meets(claimed.loose):
        if statement.stranger or distances.is_of_another_time(statement, first, second):
            return Verdict(UNDETERMINED, f"by its own numbers, {said}")
        points = rates.change_points(second.printed, first.printed)
        if statement.kind == "change_percent" and points.meets(claimed.printed):
            said += f"; {claimed.words()} fits in percentage points"
        return Verdict(CONTRADICTED, f"by its own numbers, {said}")
    both = [docket.verdicts[j] for j in numbers]
    if all(v.verdict == SUPPORTED for v in both):
        return Verdict(SUPPORTED, said, both[0].series_id, both[0].figure)
    return Verdict(UNDETERMINED, f"{verdicts.AGREE}: {said}", fit=verdicts.IN_ITSELF)


def look_again(docket: Docket) -> None:
    """Support a distance that agrees with two numbers that were bound after it was judged."""
    for i, held in list(docket.verdicts.items()):
        if docket.statements[i].kind == "gap" and held.fit == verdicts.IN_ITSELF:
            again = between_places(docket, i)
            docket.verdicts[i] = again if again.verdict == SUPPORTED else held


def _numbers_compared(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the numbers of "14 percent, twice the 7 percent of 2024": what is more, and than what.

    The first is the nearest before it of the same unit and kind, in the sentence or the passage.
    """
    here = docket.statements[i]
    k = i + here.against
    if not here.against or not 0 <= k < len(docket.statements):
        return None
    base = docket.statements[k]
    if base.sentence != here.sentence or base.printed.lower <= 0 or base.blocked:
        return None
    for j in range(min(i, k) - 1, max(-1, i - FURTHEST), -1):
        s = docket.statements[j]
        if s.passage != here.passage:
            return None
        same = counted_alike(s, base) and s.kind == base.kind and not s.base_level
        same = same and not s.blocked and not _is_older(docket, s)
        own = all(
            not getattr(here.subject, part)
            or getattr(s.subject, part) == getattr(here.subject, part)
            for part in ("places", "products")
        )
        near = here.kind == "ratio" and s.sentence == here.sentence
        if same and (own or (near and here.subject.how.get("products") != "here")):
            return j, k
    return None


def _is_older(docket: Docket, level: Statement) -> bool:
    """Return whether a later level of the same stands beside one: "24.8% (a year before: 22.7%)"."""
    return any(
        s.period and level.period and level.period.end < s.period.start
        and s.kind == level.kind and s.unit == level.unit and _whose(s) == _whose(level)
        for _, s in docket.beside(level)
    )  # fmt: skip


def _two_last(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the levels of 豆包2.26亿，DeepSeek为1.35亿，豆包是其1.7倍: its own, then the other's."""
    here = docket.statements[i]
    unnamed = here.kind == "ratio" and here.compared_place == UNNAMED and not here.compared_product
    if not unnamed and not here.in_order:
        return None
    near = [
        j for j in range(i - 1, max(-1, i - FURTHEST), -1)
        if docket.statements[j].passage == here.passage
        and docket.statements[j].kind == "level"
    ][:2]  # fmt: skip
    if len(near) < 2:
        return None
    one, other = (docket.statements[j] for j in near)
    if here.in_order:
        plain = counted_alike(one, other) and not (one.blocked or other.blocked)
        pair = (near[1], near[0]) if here.in_order > 0 else (near[0], near[1])
        return pair if plain else None
    own = [_whose(s) == _whose(here) for s in (one, other)]
    if one.unit != other.unit or one.blocked or other.blocked or own[0] == own[1]:
        return None
    apart = one.period and other.period and one.period != other.period
    told = "here" in (here.subject.how.get("places"), here.subject.how.get("products"))
    if apart or not told:
        return None
    return (near[0], near[1]) if own[0] else (near[1], near[0])


def _whose(statement: Statement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return statement.subject.places, statement.subject.products


def _two_changes(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the two changes of "it added 87 million, before that 266 million, three times as many"."""
    here = docket.statements[i]
    if here.kind != "ratio" or not here.of_the_last:
        return None
    first = docket.statements[i - 1] if i else None
    if first is None or first.sentence != here.sentence or first.kind not in CHANGES:
        return None
    for j in range(i - 2, max(-1, i - FURTHEST), -1):
        s = docket.statements[j]
        if s.passage != here.passage:
            return None
        same = s.kind == first.kind and s.unit == first.unit and not s.blocked
        if same and s.printed.lower > 0 and s.subject.products == first.subject.products:
            return i - 1, j
    return None


def two_apart(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the levels of "32.7% in the EU, 48.4% in Denmark. The Danish rate is 48% higher"."""
    here = docket.statements[i]
    if not here.more or here.base is not None:
        return None
    if any(j < i and s.kind in CHANGES and s.base for j, s in docket.beside(here)):
        return None  # "27.5%, 2.8 points more than in 2025; in the South 15.4%, 1.3 points more"
    levels: list[int] = []
    for j in range(i - 1, max(-1, i - FURTHEST), -1):
        s = docket.statements[j]
        if s.passage != here.passage:
            break
        if s.kind == "level" and s.unit == "percent" and not (s.blocked or s.base_level):
            levels.append(j)
    if len(levels) < 2:
        return None
    own, other = levels[:2]
    places = [docket.statements[j].subject.places for j in (own, other)]
    if not all(places) or places[0] == places[1]:
        return None
    if here.subject.places == places[1]:
        own, other = other, own
    return own, other


def _two_before(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the two levels of different places or products of which 差距 says the distance."""
    here = docket.statements[i]
    unit = "percent" if here.unit == "points" else here.unit
    near = [
        j for j, s in docket.beside(here)
        if j < i and s.kind == "level" and s.unit == unit and not s.blocked
    ]  # fmt: skip
    if here.compared_place not in ("", UNNAMED) and len(here.subject.places) == 1:
        last = {docket.statements[j].subject.places: j for j in near}
        named = (here.subject.places, (here.compared_place,))
        near = sorted(last[places] for places in named if places in last)
    near = near[-2:]
    if len(near) < 2:
        return None
    when = distances.date_of(here)
    dates = [p for j in near if (p := docket.statements[j].period)]
    if when and dates and not any(p.start <= when.end and when.start <= p.end for p in dates):
        return None  # the distance at another date
    one, other = (docket.statements[j].subject for j in near)
    parts = ("places", "products", "sources")
    apart = any(getattr(one, part) != getattr(other, part) for part in parts)
    compared = {here.subject.products, (here.compared_product,)}
    if here.compared_product and {one.products, other.products} != compared:
        return None
    return (near[0], near[1]) if apart else None


def _with_counterpart(docket: Docket, i: int, claimed: Claimed) -> Verdict | None:
    """Judge "twice the rate of all adults" by the series of the level it belongs to, and its like."""
    statement = docket.statements[i]
    own = _level_compared(docket, i) if statement.counterpart else None
    if own is None:
        return None
    found = [_against_counterpart(docket, statement, *own, claimed)]
    if found[0] and found[0].verdict == CONTRADICTED and statement.period_how == "carried":
        later = _later_ones_told(docket, i, *own)
        found += [_against_counterpart(docket, statement, own[0], f, claimed) for f in later]
    return next((v for v in found if v and v.verdict == SUPPORTED), found[0])


def _later_ones_told(docket: Docket, i: int, series: Series, figure: Figure) -> list[Figure]:
    """Return the later figures of a series told before: "31.0%. In 2025 it was 26.4%. That is"."""
    held = [v for j, v in docket.held_in(docket.statements[i].passage) if j < i]
    return [
        v.figure for v in held
        if v.verdict == SUPPORTED and v.figure and v.series_id == series.series_id
        and v.figure.period_end > figure.period_end
    ]  # fmt: skip


def _against_counterpart(
    docket: Docket, statement: Statement, own: Series, figure: Figure, claimed: Claimed
) -> Verdict | None:
    assert statement.counterpart
    sought = replace(
        statement, kind="level", unit="percent" if own.share else "persons",
        subject=statement.counterpart,
    )  # fmt: skip
    like = [
        (s, at)
        for s in docket.of_source(own.source_id)
        if continuity.goes_on(sought, own, s) and (at := _at_the_time_of(figure, s))
    ]
    if len(like) != 1 or like[0][0] == own or like[0][1][-1].nominal.lower <= 0:
        return None
    ((twin, at),) = like
    result = _compared(statement, at[-1].nominal, figure.nominal)
    said = (
        f"published: {figure.words()} against {at[-1].words()}: "
        f"{verdicts.bounds(result, claimed.unit)} [{twin.series_id}]"
    )
    if result.meets(claimed.loose):
        return Verdict(SUPPORTED, said, own.series_id, figure, at[-1])
    points = _gap(at[-1].nominal, figure.nominal, statement.side)
    if claimed.unit == "percent" and points.meets(claimed.printed):
        said += f"; {claimed.words()} fits in percentage points"
    return Verdict(CONTRADICTED, said, own.series_id, figure, at[-1])


def _at_the_time_of(figure: Figure, series: Series) -> list[Figure]:
    period = figure.period_start, figure.period_end
    return [f for f in series.figures if (f.period_start, f.period_end) == period]


def _level_compared(docket: Docket, i: int) -> tuple[Series, Figure] | None:
    """Return the figure that a comparison starts from: of its level, else of the text before."""
    statement = docket.statements[i]
    held = docket.verdicts[statement.level] if statement.level is not None else None
    if _is_of_the_other(docket, i):  # "That is three times the rate of Nigeria, 10.1%"
        return _level_before(docket, i)
    if held is not None:
        bound = held.figure and held.verdict == SUPPORTED
        return (docket.catalogue.series[held.series_id], held.figure) if bound else None  # type: ignore[return-value]
    for series, anchor in continuations.continued(docket, docket.statements[i], i):
        at = continuity.figures_of(statement, series, anchor)
        return (series, at[-1]) if at else None
    return None


def _is_of_the_other(docket: Docket, i: int) -> bool:
    """Return whether the level tied to a comparison is that of what it is compared with.

    Of a place it stands after it, of an age or size before it: 比65岁及以上者（10%）高48个百分点.
    """
    statement = docket.statements[i]
    if statement.level is None or statement.counterpart is None:
        return False
    if statement.level < i and statement.counterpart.places:
        return False
    return _is_whose(docket.statements[statement.level].subject, statement.counterpart)


def _is_whose(subject: Subject, counterpart: Subject) -> bool:
    """Return whether a level is of the place, else of the age, size or sector, that one is compared with."""
    if counterpart.places:
        return subject.places == counterpart.places
    part = counterpart.ages, counterpart.employees, counterpart.detail
    return any(part) and (subject.ages, subject.employees, subject.detail) == part


def _level_before(docket: Docket, i: int) -> tuple[Series, Figure] | None:
    """Return the figure of the last level stated that is not that of the counterpart.

    Of two places it must be the last one.
    """
    here = docket.statements[i]
    for j in range(i - 1, max(-1, i - FURTHEST), -1):
        s, held = docket.statements[j], docket.verdicts.get(j)
        if s.passage != here.passage:
            return None
        whose = here.counterpart is not None and _is_whose(s.subject, here.counterpart)
        places = here.counterpart is not None and here.counterpart.places
        if s.kind != "level" or s.base_level or (whose and not places):
            continue
        known = held and held.figure and held.verdict == SUPPORTED
        if not (held and known and here.counterpart) or whose:
            return None
        assert held.figure
        return docket.catalogue.series[held.series_id], held.figure
    return None


def _levels_of_two_products(docket: Docket, i: int, claimed: Claimed) -> Verdict:
    """Judge 领先豆包7800万 by the figures of both products, of one publisher and period."""
    statement = _as_distance(docket.statements[i])
    before = [
        j for j in range(max(0, i - FURTHEST), i)
        if docket.statements[j].passage == statement.passage
        and docket.statements[j].kind == "level" and docket.verdicts[j].verdict == SUPPORTED
        and docket.statements[j].subject.products == statement.subject.products
    ]  # fmt: skip
    window = statement.subject.window
    ends = [f for j in before if (f := docket.verdicts[j].figure)]
    ends = [f for f in ends if docket.catalogue.series[f.series_id].usage_window == window] or ends
    figure = ends[-1] if ends else None
    if figure is None:
        return _figures_of_two_products(docket, statement, claimed)
    own = docket.catalogue.series[figure.series_id]
    for other in docket.of_source(own.source_id):
        if other.product != statement.compared_product or not alike(own, other):
            continue
        for f in other.figures:
            if f.period_end != figure.period_end or f.period_start != figure.period_start:
                continue
            result = _compared(statement, f.nominal, figure.nominal)
            said = f"published: {figure.words()} against {f.words()}: {verdicts.bounds(result, claimed.unit)}"
            fits = result.meets(claimed.loose)
            return Verdict(SUPPORTED if fits else CONTRADICTED, said, own.series_id, figure, f)
    return _with_the_other_stated(docket, i, claimed, figure) or Verdict(
        UNDETERMINED, "no figures of both products for one period"
    )


def _apart(docket: Docket, i: int, claimed: Claimed) -> Verdict | None:
    """Judge a distance or multiple of two products of which only one has its level told, or none."""
    pair = leaders.apart(docket, i)
    if pair is None:
        return None
    series, own, other = pair
    result = _compared(_as_distance(docket.statements[i]), other.nominal, own.nominal)
    said = (
        f"published: {own.words()} against {other.words()}: {verdicts.bounds(result, claimed.unit)}"
    )
    verdict = SUPPORTED if result.meets(claimed.loose) else CONTRADICTED
    return Verdict(verdict, said, series.series_id, own, other)


def _with_the_other_stated(
    docket: Docket, i: int, claimed: Claimed, figure: Figure
) -> Verdict | None:
    """Judge a multiple of one product by the level of the other that the text states before it.

    Whoever has published them, both are counted as often, and are of one date.
    """
    statement, own = docket.statements[i], docket.catalogue.series[figure.series_id]
    for j in range(i - 1, max(-1, i - FARTHER), -1):
        s, held = docket.statements[j], docket.verdicts.get(j)
        if s.kind != "level" or held is None or held.verdict != SUPPORTED or not held.figure:
            continue
        other = docket.catalogue.series[held.series_id]
        at = held.figure
        if other.product != statement.compared_product or not alike(own, other):
            continue
        if (at.period_start, at.period_end) != (figure.period_start, figure.period_end):
            continue
        result = _compared(statement, at.nominal, figure.nominal)
        said = f"stated: {figure.words()} against {at.words()}: {verdicts.bounds(result, claimed.unit)}"
        fits = result.meets(claimed.loose)
        return Verdict(SUPPORTED if fits else CONTRADICTED, said, own.series_id, figure, at)
    return None


def _figures_of_two_products(docket: Docket, statement: Statement, claimed: Claimed) -> Verdict:
    """Judge "three times as many users as Claude" by every publisher that counts both alike.

    One that fits is enough; to contradict, the publisher and the period must be named.
    """
    specific = [p for p in statement.subject.products if not p.startswith("any-")]
    if specific in ([], [statement.compared_product]):
        return Verdict(UNDETERMINED, "the two products compared are not both named")
    counted = replace(statement, kind="level", unit="persons")
    shared = replace(counted, unit="percent")
    when = statement.period or (statement.base.period if statement.base else None)
    results = []
    for candidate in (*docket.binder.candidates(counted), *docket.binder.candidates(shared)):
        own = candidate.series
        if statement.subject.sources and own.source_id not in statement.subject.sources:
            continue
        for other in docket.of_source(own.source_id):
            if other.product != statement.compared_product or not alike(own, other):
                continue
            common = [k for k in own.latest if k in other.latest]
            if when:
                at = {(f.period_start, f.period_end) for f in figures_at(own, when)}
                common = [k for k in common if k in at]
            for key in common[-1:]:
                one, two = own.latest[key], other.latest[key]
                result = _compared(statement, two.nominal, one.nominal)
                said = f"published: {one.words()} against {two.words()}: {verdicts.bounds(result, claimed.unit)}"
                named = own.source_id in statement.subject.sources
                sure = (
                    named
                    and when is not None
                    and not (statement.stranger or statement.subject.outsider)
                )
                verdict = CONTRADICTED if sure else UNDETERMINED
                fits = result.meets(claimed.loose)
                results.append(
                    Verdict(SUPPORTED if fits else verdict, said, own.series_id, one, two)
                )
    return verdicts.best(results) or Verdict(
        UNDETERMINED, "no publisher counts both products in one period"
    )


def _levels_of_two_places(docket: Docket, statement: Statement, claimed: Claimed) -> Verdict:
    subject = statement.subject
    if statement.kind == "gap" and len(subject.members) == 2:
        other = subject.members[1]
        how = subject.how | {"places": "here"}
        one = replace(subject, places=subject.members[:1], how=how)
        two_sided = replace(statement, subject=one, compared_place=other)
        return _levels_of_two_places(docket, two_sided, claimed)
    if not subject.places or subject.places[0] == statement.compared_place:
        return Verdict(UNDETERMINED, "the two places compared are not both named")
    other = statement.compared_place
    own_date = statement.period is not None and statement.period_how in OWN_DATE
    held = [v for _, v in docket.held_in(statement.passage) if v.verdict == SUPPORTED]
    stated = {v.period_end for v in held if v.period_end}
    results = []
    for candidate in docket.binder.candidates(statement, share=True):
        for twin in docket.catalogue.by_geo.get(other, []):
            if not twins(candidate.series, twin):
                continue
            mine = _of_the_date(statement, candidate.series, stated)
            for f in mine:
                pair = [t for t in twin.figures if t.period_end == f.period_end]
                for t in pair[-1:]:
                    result = _compared(statement, t.nominal, f.nominal)
                    said = f"published: {f.words()} against {t.words()}: {verdicts.bounds(result, claimed.unit)}"
                    fits = result.meets(claimed.loose)
                    sure = set(candidate.open_parts) <= {"product"} and bool(subject.sources)
                    sure = sure and (own_date or f.period_end in stated)
                    verdict = SUPPORTED if fits else CONTRADICTED if sure else UNDETERMINED
                    results.append(Verdict(verdict, said, candidate.series.series_id, f, t))
    return verdicts.best(results) or Verdict(
        UNDETERMINED, "no figures of both places for one period"
    )


def _of_the_date(statement: Statement, series: Series, stated: set[dt.date]) -> list[Figure]:
    """Return the figures of the date of a distance: its own, else the last that is stated."""
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    at = [f for f in series.figures if stated and f.period_end == max(stated)]
    return at or list(series.figures[-1:])


def out_of_order(docket: Docket) -> None:
    """Contradict a level that another is said to be above, where that is below it.

    "30.2%, a little above the national rate of 31.3%": the numbers as printed decide, or the
    figures where both are bound ("19.6%, just above the average of 20%", which is 19.95).
    """
    for i, statement in enumerate(docket.statements):
        j = _compared_with(docket, i) if statement.beyond else None
        if j is None or docket.verdicts[i].verdict == CONTRADICTED:
            continue
        first, levels = docket.statements[j], []
        for k in (j, i):
            held = docket.verdicts[k]
            bound = held.verdict == SUPPORTED and held.figure
            levels.append(bound.nominal if bound else docket.statements[k].printed)
        distance = levels[0] - levels[1]
        wrong = distance.upper <= 0 if statement.beyond > 0 else distance.lower >= 0
        if not wrong or levels[0] == levels[1]:
            continue
        way = "above" if statement.beyond > 0 else "below"
        numbers = [verdicts.amount(s.value, s.unit) for s in (first, statement)]
        said = f"{numbers[0]} is not {way} {numbers[1]}; {docket.verdicts[i].reason}"
        docket.verdicts[i] = replace(docket.verdicts[i], verdict=CONTRADICTED, reason=said)


def _compared_with(docket: Docket, i: int) -> int | None:
    """Return the level that one is compared with: the last of the sentence, or of the one before."""
    here = docket.statements[i]
    if here.blocked or here.relation:
        return None
    for j in range(i - 1, max(-1, i - FURTHEST), -1):
        s = docket.statements[j]
        if s.passage != here.passage or here.sentence - s.sentence > 1:
            return None
        if s.kind != "rank" and not s.base_level:
            plain = s.kind == "level" and s.unit == here.unit and not (s.blocked or s.relation)
            return j if plain else None
    return None


def _as_distance(statement: Statement) -> Statement:
    """Return the order of two products, "it overtook Doubao", as a distance of whatever size."""
    if statement.kind != "rank":
        return statement
    any_size = Interval(Decimal(0), rates.INFINITY)
    return replace(statement, kind="gap", unit="persons", printed=any_size, loose=any_size)


def _compared(statement: Statement, base: Interval, own: Interval) -> Interval:
    """Return what a multiple or a distance of two figures comes to."""
    if statement.kind == "gap" and statement.unit == "percent":
        return _sided(rates.growth_percent(base, own), statement.side)
    if statement.kind == "gap":
        return _gap(base, own, statement.side)
    return rates.ratio(base, own)


def _gap(base: Interval, own: Interval, side: int) -> Interval:
    """Return how far one is ahead of the other; the distance alone if no side is said."""
    return _sided(own - base, side)


def _sided(distance: Interval, side: int) -> Interval:
    return distance if side > 0 else -distance if side < 0 else _positive(distance)


def _side_of(statement: Statement, first: Statement, second: Statement) -> int:
    """Return which of two numbers is said to be the larger: 1 for the first, 0 if it is not said."""
    if statement.in_order:
        return statement.side
    own = (statement.subject.places, statement.subject.products)
    of = [(s.subject.places, s.subject.products) for s in (first, second)]
    if of[0] == of[1] or own not in of:
        return 0
    return statement.side if own == of[0] else -statement.side


def _positive(interval: Interval) -> Interval:
    return interval if interval.upper > 0 else -interval

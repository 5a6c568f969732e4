"""Changes counted between numbers said before: "So it tripled", "growth came to 251 percent".

A change whose words name nothing new goes on with the levels that its passage has stated. They are
known, being figures; so is what lies between them. It is contradicted only where one pair of them
must be meant, or every pair that can be meant gives something else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from adoption.claims import continuity, verdicts
from adoption.claims.bindings import OWN_DATE, Docket, bases_of, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import alike, twins
from adoption.claims.periods import Period, PeriodMention, months_before
from adoption.claims.statements import CHANGES, COUNTED, Statement, counted_alike
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict
from adoption.rates import Interval

FURTHEST = 12  # statements back to the first level that is counted from
DAYS_OF_A_MONTH = 31
SHORTEST_MONTH = 28
NO_VERDICT = Verdict(UNDETERMINED, "")


def counted(docket: Docket) -> None:
    """Judge the open changes that go on with the levels stated before them."""
    for i, statement in enumerate(docket.statements):
        goes_on = statement.refers_back or _is_of_a_bound_level(docket, statement)
        anew = statement.level is None and not goes_on  # "use of ChatGPT has doubled in a year"
        if not (goes_on or anew) or statement.kind not in COUNTED or i not in docket.verdicts:
            continue
        by_chance, refused = _is_by_chance(docket, i), docket.verdicts[i].verdict == CONTRADICTED
        if docket.verdicts[i].verdict == SUPPORTED and (anew or not by_chance):
            continue
        found = _between_the_stated(docket, i)
        if (refused or anew) and (found is None or found.verdict != SUPPORTED):
            continue
        if found and found.verdict == CONTRADICTED and _leads_elsewhere(docket, statement, found):
            continue
        if found is not None:
            docket.verdicts[i] = found
        elif by_chance and statement.level is None and not _names_its_own(statement):
            several = len(list(levels_before(docket, i))) > 1
            if several and not _holds_between_any_two(docket, i):
                reason = f"from a figure nobody has spoken of, {docket.verdicts[i].reason}"
                docket.verdicts[i] = Verdict(UNDETERMINED, reason)


def _leads_elsewhere(docket: Docket, statement: Statement, found: Verdict) -> bool:
    """Return whether the level that a change leads to is bound to another series."""
    held = docket.verdicts.get(statement.level) if statement.level is not None else None
    return held is not None and held.verdict == SUPPORTED and held.series_id != found.series_id


class Told(NamedTuple):
    """The series of a level stated before a change, and the days on which the change can end."""

    series: Series
    ends: tuple[dt.date, ...]
    sure: bool  # whether the change must be counted there
    alone: bool = True  # whether the sentence of the level is of one place


def told(docket: Docket, i: int) -> Told | None:
    """Return where a change is counted that has a base, or a span of its own, by the levels before.

    Of one that names nothing new it is the level stated last: "15.45% paid for Claude. That is 8.3
    points more than a year earlier" is not of AI in general. One that names a product, a place or
    an age is of the levels of that: "Doubao has 226 million users, DeepSeek 135 million. DeepSeek
    lost 30% in nine months"; so is one with a span: "it halved between March and December".
    """
    statement = docket.statements[i]
    named, own = _names_its_own(statement), _own_period(docket, statement)
    base = statement.base
    if not (statement.refers_back or named) or (own is None) == (base is None):
        return None
    since = base.period.end if base and base.period else dt.date.min
    found: Told | None = None
    for j in levels_before(docket, i, across=named):
        level, held = docket.statements[j], docket.verdicts[j]
        if j > i or level.base_level or (named and not _is_of_what_it_names(statement, level)):
            continue
        if held.verdict != SUPPORTED or held.figure is None:
            return found
        series, day = docket.catalogue.series[held.series_id], held.figure.period_end
        if day <= since or (found and found.series is not series):
            continue  # "6.3 percent in 2024; it has risen by 0.9 points since"
        if not continuity.goes_on(statement, series, series):
            return found
        if not (named or own):
            alone = len({s.subject.places for _, s in docket.beside(level)}) == 1
            return Told(series, (day,), sure=False, alone=alone)
        if j in docket.unnamed or not _is_quoted_from(statement, series):
            return None
        if base and _is_a_month_from_a_quarter(base, held.figure):
            return None
        if own:
            last = figures_at(series, own)[-1:]
            return Told(series, tuple(f.period_end for f in last), sure=True)
        days = (*found.ends, day) if found else (day,)
        found = Told(series, (days[0], max(days)), sure=True)
    return found


def over_the_same_span(docket: Docket, i: int) -> Verdict | None:
    """Judge a change without a date of its own over the span of the one before it, of its twin.

    "Kimi fell by 29.5% on the second quarter, whereas Yuanbao gained 23.6%"
    """
    statement = docket.statements[i]
    if statement.base is not None or not _names_its_own(statement) or statement.level is not None:
        return None
    before = [j for j, s in docket.beside(statement) if j < i and s.kind in COUNTED][-1:]
    held = docket.verdicts.get(before[0], NO_VERDICT) if before else NO_VERDICT
    if held.verdict != SUPPORTED or not (held.figure and held.base and held.series_id):
        return None
    if statement.period_how in OWN_DATE and statement.period != docket.statements[before[0]].period:
        return None
    own = docket.catalogue.series[held.series_id]
    found = [
        s for s in docket.of_source(own.source_id)
        if s is not own and (twins(own, s) or alike(own, s)) and _is_named_by(statement, s, own)
        and _at(s, held.figure) and _at(s, held.base)
    ]  # fmt: skip
    if len(found) != 1:
        return None
    end, base = _at(found[0], held.figure), _at(found[0], held.base)
    verdict = verdicts.change(found[0], statement.kind, claimed_of(statement), end, base)
    return verdicts.with_reason(verdict, f" [{found[0].series_id}]")


def from_the_number_beside(docket: Docket, i: int) -> Verdict | None:
    """Judge "ten times the 72,809 of March 2025" where the later level is not in its sentence.

    That is a level stated before, of the series of the number; else any of its later figures.
    """
    statement, k = docket.statements[i], i + docket.statements[i].against
    held = docket.verdicts.get(k, NO_VERDICT)
    doubtful = statement.stranger or statement.weak or statement.subject.outsider
    if doubtful or k in docket.unnamed or held.verdict != SUPPORTED or held.figure is None:
        return None
    series, base = docket.catalogue.series[held.series_id], held.figure
    if statement.unit == "percent" and statement.kind == "ratio":
        return None
    if docket.statements[k].kind != "level" or not continuity.goes_on(statement, series, series):
        return None
    later = [f for f in series.figures if f.period_end > base.period_end]
    stated = [v.figure for j, v in docket.verdicts.items() if j < i and v.verdict == SUPPORTED]
    told = [f for f in later if f in stated]
    claimed = claimed_of(statement)
    tried = [verdicts.change(series, statement.kind, claimed, [f], [base]) for f in (told or later)]
    best = verdicts.best(tried)
    if best is None or (best.verdict == CONTRADICTED and not told):
        return None
    return verdicts.with_reason(best, f" [{series.series_id}]")


def _is_named_by(change: Statement, series: Series, own: Series) -> bool:
    """Return whether a change names the product of a twin, or else its place."""
    subject = change.subject
    if subject.how.get("products") == "here":
        return series.product in subject.products and series.geo == own.geo
    return series.geo in subject.places and series.product == own.product


def _at(series: Series, figure: Figure) -> list[Figure]:
    """Return the figures of a series of the period of another."""
    period = figure.period_start, figure.period_end
    return [f for f in series.figures if (f.period_start, f.period_end) == period]


def _is_a_month_from_a_quarter(base: PeriodMention, end: Figure) -> bool:
    """Return whether a change from a quarter would be counted to a month: that of another count."""
    since = base.period
    quarter = base.part or (since and (since.end - since.start).days > DAYS_OF_A_MONTH)
    return bool(quarter) and SHORTEST_MONTH <= end.days <= DAYS_OF_A_MONTH


def _is_of_what_it_names(change: Statement, level: Statement) -> bool:
    """Return whether a level is of the place, product and age that a change names itself."""
    return all(
        getattr(level.subject, part) == getattr(change.subject, part)
        for part in ("places", "products")
        if change.subject.how.get(part) == "here"
    ) and (level.subject.ages, level.subject.detail) == (change.subject.ages, change.subject.detail)


def _is_quoted_from(change: Statement, series: Series) -> bool:
    """Return whether a change is not said to be of another publisher than a series."""
    subject = change.subject
    return not subject.outsider and (not subject.sources or series.source_id in subject.sources)


def below_the_later_one(docket: Docket, i: int) -> Verdict | None:
    """Judge a distance back in time from the levels stated before that are later.

    "22.5% use it. Half a year earlier it had been 19.1%, 3.4 points less"
    """
    statement = docket.statements[i]
    own = docket.verdicts.get(-1 if statement.level is None else statement.level)
    if own is None or own.verdict != SUPPORTED or own.figure is None or statement.base is not None:
        return None
    series, claimed = docket.catalogue.series[own.series_id], claimed_of(statement)
    found: list[Verdict] = []
    for j in levels_before(docket, statement.level or 0):
        held = docket.verdicts.get(j)
        if held is None or held.verdict != SUPPORTED or held.series_id != own.series_id:
            continue
        if held.figure is None or held.figure.period_end < own.figure.period_end:
            break
        if held.figure.period_end == own.figure.period_end:
            continue
        one = verdicts.change(series, statement.kind, claimed, (own.figure,), (held.figure,))
        found.append(verdicts.with_reason(one, f" [{own.series_id}]"))
    held_by = [v for v in found if v.verdict == SUPPORTED]
    if held_by or not (found and statement.more):
        return held_by[0] if held_by else None
    sure = len(found) == 1  # "in May 2023 it was 11.4 points lower": than one of several levels
    return found[0] if sure else replace(found[0], verdict=UNDETERMINED)


def _is_by_chance(docket: Docket, i: int) -> bool:
    """Return whether a change in round numbers fits from a figure that nobody has spoken of."""
    statement, held = docket.statements[i], docket.verdicts[i]
    if held.verdict != SUPPORTED or (statement.has_decimals and not statement.relation):
        return False
    if held.base is None:  # the figure of what was added in a period
        return False
    if statement.base is not None or _own_period(docket, statement) or statement.against:
        return False
    stated = [figures for _, figures in _stated(docket, i)]
    return not any(held.base in figures and held.figure in figures for figures in stated)


def _names_its_own(statement: Statement) -> bool:
    """Return whether a change names a product, a place or an age itself."""
    how = statement.subject.how
    return "here" in (how.get("places"), how.get("products")) or statement.subject.ages is not None


def _between_the_stated(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on a change by the levels its passage has stated, if they settle it."""
    statement = docket.statements[i]
    if statement.blocked or statement.stranger or statement.subject.outsider:
        return None
    claimed = claimed_of(statement)
    refused: list[Verdict] = []
    for k, (series, stated) in enumerate(_stated(docket, i)):
        for base, end in _pairs(docket, i, series, stated):
            if series.breaks_between(base.period_end, end.period_end):
                return None
            result = verdicts.MEASURES[statement.kind](base.nominal, end.nominal)
            said = (
                f"between the levels stated before, {base.words()} and {end.words()}: "
                f"{verdicts.bounds(result, claimed.unit)} [{series.series_id}]"
            )
            if result.meets(claimed.loose):
                return Verdict(SUPPORTED, said, series.series_id, end, base)
            to_the_last = end.period_end == max(f.period_end for f in stated)
            named = to_the_last or not _bases_beside(docket, statement, series)
            if k == 0 and named and not _is_of_an_open_level(docket, statement):
                refused.append(Verdict(CONTRADICTED, said, series.series_id, end, base))
    if not refused or (len(refused) > 1 and statement.base is None):
        return None
    dated = statement.base is not None and (len(refused) == 1 or _own_period(docket, statement))
    if not dated and _holds_between_any_two(docket, i):
        return None
    series = docket.catalogue.series[refused[0].series_id]
    why = verdicts.explain_change(docket.catalogue, series, statement.kind, claimed, refused[0])
    return verdicts.with_reason(refused[0], why)


def _is_of_a_bound_level(docket: Docket, statement: Statement) -> bool:
    """Return whether a change whose base is told belongs to a level that is held by a figure."""
    if statement.level is None or statement.base is None:
        return False
    held = docket.verdicts[statement.level]
    return held.verdict == SUPPORTED and held.figure is not None


def _is_of_an_open_level(docket: Docket, statement: Statement) -> bool:
    """Return whether a change belongs to a level beside it that is bound to no figure."""
    held = NO_VERDICT if statement.level is None else docket.verdicts[statement.level]
    return statement.level is not None and held.figure is None


def _stated(docket: Docket, i: int) -> Iterator[tuple[Series, list[Figure]]]:
    """Yield the series that a change can be of, each with its figures stated, the nearest first."""
    statement = docket.statements[i]
    found: dict[str, list[Figure]] = defaultdict(list)
    taken_up = "same figure" in statement.subject.how.get("words", "")  # "That figure means ..."
    later = () if taken_up else _levels_after_a_lead(docket, i)
    for j in (*levels_before(docket, i, across=taken_up), *later):
        held = docket.verdicts[j]
        if held.figure and held.verdict == SUPPORTED and j not in docket.unnamed:
            found[held.series_id].append(held.figure)
    for j, s in docket.beside(statement):  # "it added 17.8 points; in other words it doubled"
        held = docket.verdicts.get(j, NO_VERDICT)
        if j < i and s.kind in CHANGES and held.verdict == SUPPORTED and held.figure and held.base:
            found[held.series_id] += [held.figure, held.base]
    named = {docket.verdicts[j].series_id for j in _bases_named(docket, statement)}
    source = {name: docket.catalogue.series[name].source_id for name in found}
    for name in sorted(found, key=lambda s: source[s] not in statement.subject.sources):
        figures = found[name]
        if named and name not in named:
            continue  # 比上季度的38%多3个百分点: of what was 38 percent
        series = docket.catalogue.series[name]
        if continuity.goes_on(statement, series, series) and figures[0].nominal.lower > 0:
            yield series, list(dict.fromkeys(figures))


def levels_before(docket: Docket, i: int, *, across: bool = False) -> Iterator[int]:
    """Yield the levels of its sentence and of the passage before it, the nearest first.

    With `across`, also those of earlier passages.
    """
    after = [j for j, _ in docket.beside(docket.statements[i]) if j > i]
    for j in (*after, *range(i - 1, max(-1, i - 1 - FURTHEST), -1)):
        if docket.statements[j].passage != docket.statements[i].passage and not across:
            return
        if docket.statements[j].kind == "level":
            yield j


def _levels_after_a_lead(docket: Docket, i: int) -> Iterator[int]:
    """Yield the levels of the sentence after a change before which no two figures are stated.

    "Its use has doubled in a year. Some 48 percent use it, against 33 percent in 2024."
    """
    here = docket.statements[i]
    if sum(docket.verdicts[j].verdict == SUPPORTED for j in levels_before(docket, i)) > 1:
        return
    for j in range(i + 1, len(docket.statements)):
        s = docket.statements[j]
        if s.passage != here.passage or s.sentence > here.sentence + 1:
            return
        if s.kind == "level" and s.sentence > here.sentence:
            yield j


def _pairs(
    docket: Docket, i: int, series: Series, stated: list[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Yield the stated figures, the earlier first, between which the words allow to count."""
    statement = docket.statements[i]
    own = _own_period(docket, statement)
    at = figures_at(series, own) if own else stated
    beside = None if statement.level is None else docket.verdicts[statement.level].figure
    bases = _bases_beside(docket, statement, series) or stated
    last = max(f.period_end for f in stated)
    ends = [f for f in stated if f in at]
    if not ends and statement.base is None:  # "then quadrupled by 2025"
        ends, bases = at[-1:], bases[:1]
    for end in ends:
        if statement.base is not None and not own and end.period_end != last:
            continue
        for base in bases:
            apart = base.period_end < end.period_end and (
                beside not in stated or beside in (base, end)
            )
            if apart and _is_so_far_back(statement, series, base, end):
                yield base, end


def _own_period(docket: Docket, statement: Statement) -> Period | None:
    """Return the period that is said of a change itself, not taken over from its level."""
    own = statement.period if statement.period_how in OWN_DATE else None
    level = None if statement.level is None else docket.statements[statement.level]
    return None if level and level.period == own else own


def _bases_beside(docket: Docket, statement: Statement, series: Series) -> list[Figure]:
    """Return the earlier level of the sentence itself: "it has doubled from 75 million"."""
    held = [docket.verdicts[j] for j in _bases_named(docket, statement)]
    return [
        v.figure for v in held if v.figure and v.verdict == SUPPORTED
        and v.series_id == series.series_id
    ]  # fmt: skip


def _bases_named(docket: Docket, statement: Statement) -> list[int]:
    """Return the earlier levels that the sentence of a change names for it."""
    return [
        j
        for j, s in docket.beside(statement)
        if s.base_level and s.level in (None, statement.level)
    ]


def _is_so_far_back(statement: Statement, series: Series, base: Figure, end: Figure) -> bool:
    """Return whether a figure is as long before another as the words say, if they say it."""
    if statement.base is None:
        return True
    months = statement.base.months_before or statement.months_named
    apart = abs((base.period_end - months_before(end.period_end, months)).days)
    near = bool(months) and apart <= max(DAYS_OF_A_MONTH, months * DAYS_OF_A_MONTH // 8)
    if statement.base.period and months and not near:
        return False  # "since August 2024, in 18 months": not to a figure after a year
    return near or base in bases_of(series, end, statement.base)


def _holds_between_any_two(docket: Docket, i: int) -> bool:
    """Return whether a change follows from any two numbers of its place and product."""
    statement = docket.statements[i]
    claimed, measure = claimed_of(statement), verdicts.MEASURES[statement.kind]
    stated = [
        (s, _as_published(s, docket.verdicts[j])) for j in levels_before(docket, i)
        if (s := docket.statements[j]).printed.lower > 0 and not s.blocked and not s.relation
        and s.subject.places == statement.subject.places
        and s.subject.products == statement.subject.products
    ]  # fmt: skip
    return any(
        measure(first, last).meets(claimed.printed)
        for one, first in stated
        for other, last in stated
        if one is not other and one.unit == other.unit
    )


def _as_published(statement: Statement, held: Verdict) -> Interval:
    """Return a number as exact as the figure that it quotes: 2亿 of a milestone of 200 million."""
    quoted = held.verdict == SUPPORTED and held.figure and held.figure.value == statement.value
    return held.figure.nominal if quoted and held.figure else statement.printed


def lead_on(docket: Docket, i: int) -> None:
    """Tie a change and its base to the level it leads to, past the first one named after them.

    "It has more than doubled, from 18% to 23%, then 34%, and now 44%"
    """
    change, beside = docket.statements[i], docket.beside(docket.statements[i])
    bases = [
        j
        for j, s in beside
        if s.base_level and s.level == change.level and not s.blocked and s.printed.lower > 0
    ]
    if change.level is None or change.against or len(bases) != 1:
        return
    start, first = docket.statements[bases[0]], docket.statements[change.level]
    fits = [
        j
        for j, s in beside
        if s.kind == "level" and s.start >= first.start and counted_alike(s, first)
        and not (s.blocked or s.base_level)
        and s.subject.places == first.subject.places
        and s.subject.products == first.subject.products
        and verdicts.MEASURES[change.kind](start.printed, s.printed).meets(change.loose)
    ]  # fmt: skip
    if fits and change.level not in fits:
        for j in (i, bases[0]):
            docket.statements[j] = replace(docket.statements[j], level=fits[0])


def to_a_level_before(docket: Docket, i: int, refused: Verdict) -> Verdict | None:
    """Support a change without a date that holds up to a level of its series stated before it.

    截至2025年6月，用户规模达5.15亿人，普及率为36.5%；较2024年12月增长2.66亿人
    """
    statement = docket.statements[i]
    untied = statement.level is None and statement.base is not None
    untied = untied and statement.period_how not in OWN_DATE
    if refused.verdict != CONTRADICTED or not untied or not refused.series_id:
        return None
    series = docket.catalogue.series[refused.series_id]
    levels = list(levels_before(docket, i))
    if any(docket.verdicts[j].figure == refused.figure for j in levels):
        return None  # its own end is stated
    for j in levels:
        held = docket.verdicts[j]
        own = j < i and held.verdict == SUPPORTED and held.series_id == refused.series_id
        if not own or held.figure is None:
            continue
        if bases := bases_of(series, held.figure, statement.base):
            claimed = claimed_of(statement)
            found = verdicts.change(series, statement.kind, claimed, [held.figure], bases)
            if found.verdict == SUPPORTED:
                return verdicts.with_reason(found, f" [{series.series_id}]")
    return None

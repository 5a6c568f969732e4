"""Shares that no series holds, counted from two published counts: of the users, of the netizens.

A share of internet users is held against users by internet users, a share of all users who do one
thing against those who do it by all users, and a share with a count beside it against that count.
A count and the share beside it imply a population, which must be one that there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from adoption import rates
from adoption.claims import verdicts
from adoption.claims.bindings import Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, Verdict
from adoption.rates import Interval

POPULATION_SLACK = Decimal("0.06")  # census, mid-year and year-end populations differ
RANGE_REACH = 3  # characters between the ends of a range: 8亿至10亿
PEOPLE = {"internet": "internet users", "genai": "users", "person": "people"}


def of_two_counts(docket: Docket, statement: Statement, index: int) -> Verdict | None:
    """Return the verdict on a share by the counts above and below the line; None without both."""
    subject = statement.subject
    if statement.unit != "percent" or subject.group not in ("internet", "genai", "person"):
        return None
    if subject.ages or subject.detail or subject.window or subject.outsider:
        return None
    claimed = claimed_of(statement)
    refused = None
    for series, above in _numerators(docket, statement, index):
        for below in _denominators(docket, series, above, subject.group):
            if below.series_id == above.series_id:
                continue
            share = rates.penetration_percent(above.nominal, below.nominal)
            size = verdicts.bounds(share, "percent")
            said = (
                f"{above.words()} of {below.words()} {PEOPLE[subject.group]} is {size} "
                f"[{series.series_id}, {below.series_id}]"
            )
            if share.meets(claimed.loose):
                return Verdict(SUPPORTED, said, series.series_id, above)
            if statement.period_how != "distant":  # a date of long before refuses nothing
                refused = refused or Verdict(CONTRADICTED, said, series.series_id, above)
    return refused


def _numerators(
    docket: Docket, statement: Statement, index: int
) -> Iterator[tuple[Series, Figure]]:
    """Yield the counts a share can be of: the count beside it, else those of its own words."""
    for j in (index - 1, index + 1, index - 2):
        if index < 0 or not 0 <= j < len(docket.statements):
            continue
        beside, held = docket.statements[j], docket.verdicts.get(j)
        if statement.subject.group == "internet" == "".join(beside.subject.products):
            continue  # the number of those whose part it is
        near = beside.sentence == statement.sentence and beside.unit == "persons"
        if near and beside.kind == "level" and held and held.verdict == SUPPORTED and held.figure:
            yield docket.catalogue.series[held.series_id], held.figure
            return
    told = statement.subject.how.get("products") in ("here", "sentence")
    told = told or "netizens" in statement.subject.how.get("words", "")
    if statement.subject.group == "person" or not told:
        return  # "over 90% of users put domestic models first" is said of no use
    subject = replace(statement.subject, group="", indicator="users")
    users = replace(statement, unit="persons", subject=subject)
    for candidate in docket.binder.candidates(users, share=False):
        if not candidate.confirmed or statement.period is None:
            continue
        for figure in figures_at(candidate.series, statement.period)[-1:]:
            yield candidate.series, figure


def _denominators(docket: Docket, own: Series, above: Figure, base: str) -> Iterator[Figure]:
    """Yield the sizes of what a share is of, on the day of the count."""
    for series in docket.catalogue.by_geo[own.geo]:
        fits = {
            "internet": series.product == "internet" and series.indicator == "users",
            "genai": series.source_id == own.source_id and series.indicator == "users"
            and series.product == own.product and series.purpose == "any",
            "person": series.indicator == "population" and series.group.kind == "person"
            and series.group.ages is None,
        }[base]  # fmt: skip
        for figure in series.figures if fits else ():
            if figure.period_end == above.period_end:
                yield figure


def with_implied_population(docket: Docket, i: int) -> Verdict:
    """Add what a count and the share beside it imply, and refuse a share that cannot be."""
    statement, verdict = docket.statements[i], docket.verdicts[i]
    if statement.kind != "level" or statement.unit != "percent" or statement.blocked:
        return verdict
    if (
        statement.relation
        or statement.base_level
        or statement.subject.group not in ("", "person", "internet")
    ):
        return verdict
    if statement.subject.detail or statement.subject.ages or not statement.subject.places:
        return verdict
    count = _count_beside(docket, i)
    if count is None or statement.printed.lower <= 0:
        return verdict
    implied = rates.implied_population(count.printed, statement.printed)
    people = verdicts.amount(count.value, "persons")
    said = f"; with {people} it implies a population of {verdicts.bounds(implied, 'persons')}"
    if verdict.verdict == CONTRADICTED:
        return verdicts.with_reason(verdict, said)
    known = _population_of(docket, statement)
    if verdict.verdict == SUPPORTED or known is None:
        return verdicts.with_reason(verdict, said)
    name, size = known
    wide = Interval(size.lower * (1 - POPULATION_SLACK), size.upper * (1 + POPULATION_SLACK))
    sure = _one_phrase(docket, count, statement) and _is_certain(count) and _is_certain(statement)
    if implied.meets(wide) or not sure:
        return verdicts.with_reason(verdict, said)
    return Verdict(
        CONTRADICTED, f"{said[2:]}, but the {name} is {verdicts.bounds(size, 'persons')}"
    )


def _count_beside(docket: Docket, i: int) -> Statement | None:
    here = docket.statements[i]
    for j in (i - 1, i + 1):
        if 0 <= j < len(docket.statements):
            s = docket.statements[j]
            if (
                s.sentence == here.sentence and s.kind == "level" and s.unit == "persons"
                and not s.blocked and s.relation in ("", "about") and not s.base_level
                and s.subject.places == here.subject.places
                and s.subject.products == here.subject.products
                and not here.subject.group == "internet" == "".join(s.subject.products)
                and s.period == here.period
            ):  # fmt: skip
                return s
    return None


def _is_certain(statement: Statement) -> bool:
    """Return whether it is said of a place named, as a whole, and by nobody unknown."""
    subject = statement.subject
    named = subject.how.get("places") in ("here", "sentence")
    return named and not (
        subject.detail or subject.outsider or statement.stranger or statement.weak
    )


def _one_phrase(docket: Docket, count: Statement, share: Statement) -> bool:
    """Return whether the share is said of the same people: its base is named."""
    one_of_two = any(  # 8亿至10亿人 are a range, of which neither end is the count
        s is not count and s.kind == "level" and s.unit == count.unit
        and 0 <= count.start - s.end <= RANGE_REACH
        for _, s in docket.beside(count)
    )  # fmt: skip
    near = abs(share.start - count.end) < 60 and not one_of_two
    return share.subject.group in ("person", "internet") and near


def _population_of(docket: Docket, statement: Statement) -> tuple[str, Interval] | None:
    place = statement.subject.places[0]
    day = statement.period.end if statement.period else None
    if statement.subject.group == "internet":
        users = [
            f.interval
            for s in docket.catalogue.by_geo.get(place, [])
            if s.product == "internet" and s.indicator == "users"
            for f in s.figures
            if day is None or abs((f.period_end - day).days) <= 400
        ]
        finite = [u for u in users if u.upper.is_finite()]
        if not finite:
            return None
        size = Interval(min(u.lower for u in finite), max(u.upper for u in finite))
        return "number of internet users", size
    years = docket.population.get(place)
    if not years:
        return None
    values = [v for year, v in years if day is None or abs(year - day.year) <= 1]
    if not values:
        return None
    return "population", Interval(min(values), max(values))

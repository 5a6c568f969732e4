"""Levels that are the figure of something else than what is said: weekly users called daily ones.

It is of the same publisher or product, and date, and fits in every part but one: how often, for
what, of whom. A share of those of an age that is called a part of the users is one, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from adoption.claims import verdicts
from adoption.claims.bindings import Docket, claimed_of, figures_at, is_counted_by_its_maker
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import (
    DATED_WINDOWS,
    fits_group,
    fits_indicator,
    fits_product,
    fits_purpose,
    fits_window,
)
from adoption.claims.misprints import FEW_DIGITS, NEAR_DAYS, is_of_others, open_levels
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, Verdict
from adoption.claims.wholes import COMPOSITION


def of_a_sibling(docket: Docket) -> None:
    """Contradict the open levels that are the figure of a measure which the words rule out.

    It is of the same publisher or product, and date, and fits in every part but one: how often,
    for what, or who: weekly users said to be daily ones.
    """
    for i, statement in open_levels(docket):
        open_ = statement.stranger or statement.weak or statement.base_level
        if open_ or is_of_others(statement):
            continue
        if statement.relation == "at most" or statement.negated or not _is_told(statement):
            continue
        found = [
            (series, part, figure)
            for series in _pool(docket, statement)
            if (part := _ruled_out_by(statement, series))
            for figure in _of_its_date(statement, series)
            if _is_the_number(statement, figure)
        ]
        if len({series.series_id for series, _, _ in found}) != 1:
            continue
        series, part, figure = found[0]
        if _fits_otherwise(docket, statement, series, figure):
            continue
        if part == "purpose" and not _asks_for(docket, statement, series):
            continue
        said = f"the figure of another {part} than the one said: {figure.words()}"
        docket.verdicts[i] = Verdict(
            CONTRADICTED, f"{said} [{series.series_id}]", series.series_id, figure
        )


def of_another_start(docket: Docket) -> None:
    """Contradict the start of a change that is the figure of another series than its end.

    "88% used AI, up from 65% in early 2024", where 72% used AI then, and 65% generative AI.
    """
    for i, statement in enumerate(docket.statements):
        if not statement.base_level or statement.level != i - 1 or statement.period is None:
            continue  # only right after its end it is surely the start of it
        start, end = docket.verdicts[i], docket.verdicts[i - 1]
        if {start.verdict, end.verdict} != {SUPPORTED} or not end.figure:
            continue
        own, other = (docket.catalogue.series[v.series_id] for v in (end, start))
        stated = claimed_of(docket.statements[i - 1])
        at_the_end = [f for f in other.figures if f.period_end == end.figure.period_end]
        at_the_start = figures_at(own, statement.period)
        if own == other or own.geo != other.geo or not at_the_start:
            continue
        if at_the_end and verdicts.level(other, stated, at_the_end).verdict == SUPPORTED:
            continue
        found = verdicts.level(own, claimed_of(statement), at_the_start)
        if found.verdict == CONTRADICTED:
            said = start.reason.removeprefix("published: ")
            reason = f" [{own.series_id}]; {said} is another measure"
            docket.verdicts[i] = verdicts.with_reason(found, reason)


def of_another_part(docket: Docket) -> None:
    """Contradict the open shares of people of an age that are those of other people.

    "29.6% of those in their thirties", where the publisher has that share for those in their
    forties, and another one for the thirties.
    """
    for i, statement in open_levels(docket):
        subject = statement.subject
        exact = statement.is_precise and not (statement.relation or statement.base_level)
        if not exact or statement.stranger or statement.negated or is_of_others(statement):
            continue
        if not subject.ages or subject.how.get("sources") == "later":
            continue
        own = [
            c.series
            for c in docket.binder.candidates(statement)
            if c.confirmed and c.series.source_id in subject.sources
        ]
        figures = _of_its_date(statement, own[0]) if len(own) == 1 else []
        if not figures or _is_taken_over(docket, i):
            continue
        if any(f.nominal.meets(statement.loose) for f in own[0].figures):
            continue
        if found := _of_other_parts(docket, statement, figures[-1]):
            verdict = verdicts.level(own[0], claimed_of(statement), figures)
            other = docket.catalogue.series[found.series_id].population_group
            what = f" [{own[0].series_id}]; {claimed_of(statement).words()} is that of {other}"
            docket.verdicts[i] = verdicts.with_reason(verdict, what)


def _is_taken_over(docket: Docket, i: int) -> bool:
    """Return whether a number may have its part from the one before: "1-4: 20.0%, 20-49 22.6%"."""
    here = docket.statements[i].subject
    return any(
        j < i
        and s.is_precise
        and (s.subject.ages, s.subject.employees) == (here.ages, here.employees)
        for j, s in docket.beside(docket.statements[i])
    )


def _of_other_parts(docket: Docket, statement: Statement, own: Figure) -> Figure | None:
    """Return the only figure like another, but of other people, that a number is exactly.

    No other number of the sentence may be of these people, nor of those that are named;
    nor may the number be theirs at another date.
    """
    series = docket.catalogue.series[own.series_id]
    if any(figure.nominal.meets(statement.printed) for figure in series.figures):
        return None
    found = [
        figure
        for other in docket.of_source(series.source_id)
        if other.measure == series.measure
        and (other.geo, other.product) == (series.geo, series.product)
        and other.usage_window == series.usage_window
        and other.population_group != series.population_group
        for figure in other.latest.values()
        if figure.period_end == own.period_end and figure.nominal.meets(statement.printed)
    ]
    if len(found) != 1:
        return None
    ages = {statement.subject.ages, docket.catalogue.series[found[0].series_id].group.ages}
    told = any(
        s is not statement and s.is_precise and s.subject.ages and s.subject.ages in ages
        for _, s in docket.beside(statement)
    )
    return None if told else found[0]


def of_a_composition(docket: Docket) -> None:
    """Contradict a part of the users that is a share: "57% of them are 15 to 24", who use it."""
    for i, statement in open_levels(docket):
        subject = statement.subject
        if subject.detail != COMPOSITION or not subject.ages or is_of_others(statement):
            continue
        for series in _pool(docket, statement):
            if not subject.sources or not series.share or series.group.ages != subject.ages:
                continue
            for figure in _of_its_date(statement, series):
                if figure.value == statement.value:
                    said = f"that many of them use it, no part of the users: {figure.words()}"
                    docket.verdicts[i] = Verdict(
                        CONTRADICTED, f"{said} [{series.series_id}]", series.series_id, figure
                    )


def _is_told(statement: Statement) -> bool:
    """Return whether a publisher or a product of its own is named with the number."""
    subject = statement.subject
    quoted = bool(subject.sources) and subject.how.get("sources") in ("here", "sentence")
    own = subject.names_a_product
    counted = statement.unit != "percent" and subject.how.get("products") in ("here", "sentence")
    return quoted or (own and counted)


def _pool(docket: Docket, statement: Statement) -> Iterator[Series]:
    """Yield the series of the publishers, else of the products, that are named."""
    subject = statement.subject
    quoted = subject.sources if subject.how.get("sources") != "later" else ()
    for series in docket.catalogue.series.values():
        if quoted and series.source_id not in quoted:
            continue
        if not quoted and not (is_counted_by_its_maker(series) and series.geo == "WLD"):
            continue
        if subject.places and series.geo not in (*subject.places, "WLD"):
            continue
        yield series


def _ruled_out_by(statement: Statement, series: Series) -> str:
    """Return the one part that is said and rules a series out which fits in every other."""
    subject = statement.subject
    if fits_indicator(statement, series) != "" or fits_product(subject, series) != "":
        return ""
    often = {subject.window, series.usage_window}
    workers = {subject.group, series.group.kind}
    out = {
        "usage window": fits_window(subject, series) is None,
        "purpose": series.share and fits_purpose(subject, series) is None,
        "group": fits_group(subject, series) is None,
    }
    told = {
        "usage window": often.issubset(DATED_WINDOWS),
        "purpose": (bool(subject.purpose) and series.purpose != "any") or _is_no_use(series),
        "group": "employed" in workers and bool(workers & {"adult", "person"}),
    }
    found = [name for name, is_out in out.items() if is_out]
    return found[0] if len(found) == 1 and told[found[0]] else ""


def _is_no_use(series: Series) -> bool:
    """Return whether a policy is counted, and no use."""
    return series.purpose == "policy"


def _of_its_date(statement: Statement, series: Series) -> list[Figure]:
    if statement.period is not None:
        return figures_at(series, statement.period)
    return list(series.latest.values())[-1:]


def _is_the_number(statement: Statement, figure: Figure) -> bool:
    if statement.relation in ("over", "at least"):
        return figure.value == statement.value
    if statement.unit == "percent" and statement.digits < FEW_DIGITS:
        return False
    return not statement.printed.is_one_sided and figure.nominal.meets(statement.printed)


def _asks_for(docket: Docket, statement: Statement, series: Series) -> bool:
    """Return whether the publisher of a series has figures of the purpose that is said, too."""
    said = statement.subject.purpose or "any"
    return any(
        s.purpose == said and s.geo == series.geo for s in docket.of_source(series.source_id)
    )


def _fits_otherwise(docket: Docket, statement: Statement, series: Series, figure: Figure) -> bool:
    """Return whether the number is also a figure of a series that the words allow for."""
    return any(
        f.nominal.meets(statement.printed)
        for candidate in docket.binder.candidates(statement)
        if candidate.series is not series
        for f in candidate.series.latest.values()
        if abs((f.period_end - figure.period_end).days) <= NEAR_DAYS
    )

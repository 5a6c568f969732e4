"""Levels that are the figure of something else than what is said: weekly users called daily ones.

It is of the same publisher or product, and date, and fits in every part but one: how often, for
what, of whom, of which product, of which union. A share of those of an age that is called a part
of the users is one, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from adoption.claims import verdicts
from adoption.claims.bindings import Docket, claimed_of, figures_at, is_counted_by_its_maker
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import (
    DATED_WINDOWS,
    alike,
    fits_group,
    fits_indicator,
    fits_product,
    fits_purpose,
    fits_window,
)
from adoption.claims.misprints import FEW_DIGITS, NEAR_DAYS, OF_ITSELF, is_of_others, open_levels
from adoption.claims.other_places import FIELDS
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NOT_NAMED, NOT_USE
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, Verdict
from adoption.claims.wholes import COMPOSITION

Like = tuple[Series, str, Figure]  # what a number is the figure of, but for the part named


def of_another_part(docket: Docket) -> None:
    """Contradict the open levels that are the figure of another part than the one said.

    Its publisher or product is told, and the number is a figure of it at that date that fits in
    every part but one: "29.6% of those in their thirties" is the share of those in their forties,
    "9 million a month" the number of a day. Where the publisher has a figure of what is said, it
    is another one, and the part that the number is of is told nowhere around it.
    """
    for i, statement in open_levels(docket):
        if is_of_others(statement) or statement.stranger or statement.base_level:
            continue
        if statement.relation == "at most" or statement.negated:
            continue
        found = list(_likes(docket, statement))
        if len({series.series_id for series, _, _ in found}) != 1:
            continue
        series, part, figure = found[0]
        own = _figure_asked_for(docket, i, series, part)
        if own is None and not _is_told_in_full(docket, i, *found[0]):
            continue
        claimed = claimed_of(statement)
        if own is None:
            said = f"the figure of another {part} than the one said: {figure.words()}"
            verdict = Verdict(CONTRADICTED, said, series.series_id, figure)
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")
            continue
        asked = docket.catalogue.series[own.series_id]
        verdict = verdicts.level(asked, claimed, [own])
        if verdict.verdict == CONTRADICTED:
            what = verdicts.another_measure(claimed, asked, series, figure)
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{own.series_id}]; {what}")


def _likes(docket: Docket, statement: Statement) -> Iterator[Like]:
    """Yield the figures of its publisher, product and date that a number is, but for one part."""
    for series in _pool(docket, statement):
        if part := _ruled_out_by(statement, series):
            for figure in _of_its_date(statement, series):
                if _is_the_number(statement, figure):
                    yield series, part, figure


def _is_told_in_full(docket: Docket, i: int, series: Series, part: str, figure: Figure) -> bool:
    """Return whether who counts and what is counted stand in the sentence, and leave no doubt."""
    statement = docket.statements[i]
    told = {
        "usage window": True,
        "purpose": _asks_for(docket, statement, series),
        "group": "employed" in (statement.subject.group, series.group.kind)
        and not (statement.subject.ages or statement.subject.employees or statement.subject.detail),
    }
    return bool(
        told.get(part) and not statement.weak and _is_told(statement)
        and not _is_taken_over(docket, i, part)
        and not _fits_otherwise(docket, statement, series, figure)
    )  # fmt: skip


def _figure_asked_for(docket: Docket, i: int, other: Series, part: str) -> Figure | None:
    """Return the figure that the words of a number ask for, if it cannot be meant as it is.

    No other number around it may be of the part that this one is of, nor may this one have its
    part from the one before; and the series asked for has no such figure at another date.
    """
    statement = docket.statements[i]
    known = statement.weak in ("", NOT_USE) or statement.weak.endswith(NOT_NAMED)
    exact = statement.is_precise or statement.has_decimals or statement.unit != "percent"
    if not (known and exact) or statement.relation or statement.subject.how["sources"] == "later":
        return None
    own = [
        (c.series, figures[-1])
        for c in docket.binder.candidates(statement)
        if set(c.open_parts) <= OF_ITSELF
        and c.series.source_id == other.source_id
        and (figures := _of_its_date(statement, c.series))
    ]
    if len(own) != 1 or (part == "product" and not alike(own[0][0], other)):
        return None
    asked, meant = own[0]
    if any(f.nominal.meets(statement.loose) for f in asked.figures):
        return None
    around = _is_told_around(docket, i, other, part) or _is_taken_over(docket, i, part)
    return None if around else meant


def _is_told_around(docket: Docket, i: int, other: Series, part: str) -> bool:
    """Return whether the passage speaks of the part that a number is the figure of."""
    here = docket.statements[i]
    for j, s in enumerate(docket.statements):
        if s.passage != here.passage and s.sentence != here.sentence:
            continue
        own = {other.geo, other.product} & {*s.named, *s.subject.places, *s.subject.products}
        told = {
            "place": other.geo in own,
            "product": other.product in own,
            "usage window": s.subject.window == other.usage_window,
            "purpose": s.subject.purpose == other.purpose,
            "group": j != i and names_group(s, other),
        }
        if told[part]:
            return True
    return False


def names_group(statement: Statement, series: Series) -> bool:
    """Return whether a number is said of the people or the firms of a series."""
    subject, group = statement.subject, series.group
    said = (subject.ages, subject.employees, subject.detail)
    if group.is_part:
        return said == (group.ages, group.employees, group.detail)
    return subject.group == group.kind and not any(said)


def _is_taken_over(docket: Docket, i: int, part: str) -> bool:
    """Return whether a number may have its part from the one before: "1-4: 20.0%, 20-49 22.6%"."""
    if part in ("place", "product"):
        return False  # it is named with the number itself
    here = docket.statements[i]
    return any(
        j < i
        and s.kind == "level"
        and _said_of(s, part) == _said_of(here, part)
        and not s.printed.meets(here.printed)  # "nearly half, 46.2%"
        for j, s in docket.beside(here)
    )


def _said_of(statement: Statement, part: str) -> object:
    subject = statement.subject
    return {
        "usage window": subject.window,
        "purpose": subject.purpose,
        "group": (subject.group, subject.ages, subject.employees, subject.detail),
    }[part]


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
        if not quoted and subject.places and series.geo not in (*subject.places, "WLD"):
            continue
        yield series


def _ruled_out_by(statement: Statement, series: Series) -> str:
    """Return the one part that is said and rules a series out which fits in every other."""
    subject = statement.subject
    if fits_indicator(statement, series) != "":
        return ""
    specific = len(subject.products) == 1 and not subject.products[0].startswith("any-")
    places = {series.geo, *subject.places}
    out = {
        "place": bool(subject.places) and series.geo not in (*subject.places, "WLD"),
        "product": fits_product(subject, series) is None,
        "usage window": fits_window(subject, series) is None,
        "purpose": series.share and fits_purpose(subject, series) is None,
        "group": fits_group(subject, series) is None,
    }
    told = {
        "place": subject.how["places"] == "here" and places <= set(FIELDS),
        "product": subject.how["products"] == "here" and specific,
        "usage window": subject.window in DATED_WINDOWS and not series.is_expected,
        "purpose": (bool(subject.purpose) and series.purpose != "any") or _is_no_use(series),
        "group": bool(subject.ages or subject.employees or subject.detail)
        or {"employed"} < {subject.group, series.group.kind} <= {"employed", "adult", "person"},
    }
    found = [name for name, is_out in out.items() if is_out]
    return found[0] if len(found) == 1 and told[found[0]] else ""


def _is_no_use(series: Series) -> bool:
    """Return whether a policy is counted, and no use."""
    return series.purpose == "policy"


def _of_its_date(statement: Statement, series: Series) -> list[Figure]:
    last = list(series.latest.values())[-1:]
    if statement.period is None:
        return last
    at = figures_at(series, statement.period)
    another = statement.period_how in (
        "carried",
        "distant",
    )  # it may be that of who was quoted before
    return at or (last if another and statement.subject.how["sources"] == "sentence" else [])


def _is_the_number(statement: Statement, figure: Figure) -> bool:
    if statement.relation in ("over", "at least"):
        return figure.value == statement.value
    wide = statement.printed.upper - statement.printed.lower > 1  # "a quarter", "about half"
    if statement.unit == "percent" and (statement.digits < FEW_DIGITS or wide):
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

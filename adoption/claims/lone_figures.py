"""Levels that fit one figure only: "By 7 May the count stood at 8.35 million", "for work, 16.49%".

A number with three or more digits is no accident. Where the words do not say all that is
measured, but a single figure of what they can speak of fits, that one is meant. Words rule series
out, silence does not; the publishers, places and products of the passage come before all others.
Nothing is contradicted here, nor by what is counted from such a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from adoption.claims import continuations, continuity, verdicts
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import fits_group, fits_product, fits_purpose, fits_window
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement
from adoption.claims.verdicts import SUPPORTED, UNDETERMINED

PRECISE = Decimal("0.01")  # so narrow beside the number itself
FEW = 2  # a rounder number fits by chance unless so few figures can be meant
SAID = ("here", "sentence", "each")
IN_PASSAGE = (*SAID, "carried")


@dataclass
class Frame:
    """What a passage speaks of: publishers, places and products, said or bound so far."""

    sources: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    products: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)


def bind(docket: Docket) -> None:
    """Support the open levels that fit a single figure."""
    frames: dict[int, Frame] = {}
    for i, statement in enumerate(docket.statements):
        frame = frames.setdefault(statement.passage, Frame())
        _remember(docket, i, frame)
    for i, statement in enumerate(docket.statements):
        if not _is_open(docket, i):
            continue
        figure = _only_figure(docket, statement, frames[statement.passage])
        if figure is None or _goes_on_otherwise(docket, i, figure):
            continue
        series = docket.catalogue.series[figure.series_id]
        verdict = verdicts.level(series, claimed_of(statement), [figure])
        if verdict.verdict == SUPPORTED:
            docket.verdicts[i] = verdicts.with_reason(
                verdict, f" [{series.series_id}]; no other figure it can speak of fits"
            )
            if statement.weak or not (statement.subject.products or statement.subject.sources):
                docket.unnamed.add(i)
            _remember(docket, i, frames[statement.passage])


def _remember(docket: Docket, i: int, frame: Frame) -> None:
    subject, held = docket.statements[i].subject, docket.verdicts.get(i)
    if subject.how.get("sources") != "missing":
        frame.sources.update(subject.sources)
    if subject.how.get("places") in IN_PASSAGE:
        frame.places.update(subject.places)
    if subject.how.get("products") in IN_PASSAGE:
        frame.products.update(subject.products)
    if held is not None and held.verdict == SUPPORTED and held.figure:
        series = docket.catalogue.series[held.series_id]
        frame.sources.add(series.source_id)
        frame.places.add(series.geo)
        frame.products.add(series.product)
        frame.groups.add(series.population_group)


def _is_open(docket: Docket, i: int) -> bool:
    statement = docket.statements[i]
    if statement.kind != "level" or docket.verdicts[i].verdict != UNDETERMINED:
        return False
    if statement.blocked or statement.stranger or statement.subject.outsider:
        return False
    precise = _is_precise(statement) or _names_all(statement)
    return precise and docket.verdicts[i].fit != verdicts.AT_THE_EDGE


def _names_all(statement: Statement) -> bool:
    """Return whether the date stands beside the number, and the words leave nothing open."""
    subject = statement.subject
    near = {subject.how.get("places"), subject.how.get("products")} & set(SAID)
    return (
        bool(near or _is_narrow(subject) or not statement.weak)
        and statement.period is not None
        and statement.period_how in ("here", "only")
    )


def _is_narrow(subject: Subject) -> bool:
    """Return whether a part of the firms or people is named: a sector, a size, an age."""
    return bool(subject.employees or subject.ages or (subject.detail and subject.group == "firm"))


def _is_precise(statement: Statement) -> bool:
    narrow = _width(statement) <= abs(statement.value) * PRECISE
    return statement.is_precise and (narrow or bool(statement.relation))


def _width(statement: Statement) -> Decimal:
    return statement.printed.upper - statement.printed.lower


def _goes_on_otherwise(docket: Docket, i: int, figure: Figure) -> bool:
    """Return whether an earlier level tells what is measured, and it is something else."""
    statement = docket.statements[i]
    for series, anchor in continuations.continued(docket, docket.statements[i], i):
        told = bool(continuity.figures_of(statement, series, anchor))
        dated = statement.period_how in ("here", "only")
        return told and (dated or series.series_id != figure.series_id)
    return False


def _only_figure(docket: Docket, statement: Statement, frame: Frame) -> Figure | None:
    """Return the only figure that fits, of the passage first, else None."""
    possible = list(_possible(docket, statement, frame))
    if not _is_precise(statement):  # the publishers of the passage are meant
        of_series = docket.catalogue.series
        own = [f for f in possible if of_series[f.series_id].source_id in frame.sources]
        possible = own or possible
    fitting = [f for f in possible if _fits(statement, f)]
    if not fitting and statement.period_how == "sentence":  # it may be the date of another number
        undated = replace(statement, period=None)
        fitting = [f for f in _possible(docket, undated, frame) if _fits(statement, f)]
    told = bool(frame.sources or frame.products)
    if not fitting or not (_is_precise(statement) or (told and 0 < len(possible) <= FEW)):
        return None
    for narrower in (
        lambda s: s.source_id in (statement.subject.sources or frame.sources),
        lambda s: not statement.subject.purpose and s.purpose == "any",
    ):
        fitting = [f for f in fitting if narrower(docket.catalogue.series[f.series_id])] or fitting
    if len({f.series_id for f in fitting}) > 1:
        return None
    days = docket.days_of(statement.passage)
    dated = [f for f in fitting if f.period_end in days] or fitting
    return dated[0] if len({f.period_end for f in dated}) == 1 else None


def _possible(docket: Docket, statement: Statement, frame: Frame) -> Iterator[Figure]:
    for series in _pool(docket, statement, frame):
        if _allowed(statement, series, frame.groups):
            yield from _dated(statement, series)


def _fits(statement: Statement, figure: Figure) -> bool:
    claimed = claimed_of(statement)
    fine = figure.nominal.upper - figure.nominal.lower <= _width(statement)
    return (
        fine
        and figure.nominal.meets(claimed.printed)
        and not verdicts.only_touches(figure, claimed, claimed.printed)
    )


def _pool(docket: Docket, statement: Statement, frame: Frame) -> Iterable[Series]:
    """Return the series of the place, else those of the publishers or products of the passage."""
    subject = statement.subject
    places = subject.places if subject.how.get("places") in SAID else tuple(frame.places)
    if places:
        return [s for place in places for s in docket.catalogue.by_geo.get(place, [])]
    if frame.sources:
        named = docket.places_named
        own = {name: docket.of_source(name) for name in frame.sources}
        return [s for found in own.values() for s in found if s.geo in named or _is_home(found)]
    return docket.catalogue.series.values() if _is_narrow(subject) and frame.products else []


def _is_home(found: list[Series]) -> bool:
    """Return whether a publisher counts in one place only, which need not be named."""
    return len({s.geo for s in found}) == 1


def _allowed(statement: Statement, series: Series, groups: set[str]) -> bool:
    subject = statement.subject
    if series.share != (statement.unit == "percent"):
        return False
    if (series.indicator == "population") != (subject.indicator == "population"):
        return False
    if (series.indicator == "services") != (subject.indicator == "services"):
        return False
    sourced = subject.how.get("sources") == "sentence"
    if sourced and series.source_id not in subject.sources and not _is_its_own(subject, series):
        return False
    named = subject.how.get("products") in SAID
    if named and fits_product(subject, series) is None:
        return False
    if fits_window(subject, series) is None or _purpose_is_out(subject, series):
        return False
    nobody = not (subject.group or subject.ages or subject.employees or subject.detail)
    carried = nobody and series.population_group in groups
    return carried or fits_group(subject, series) is not None


def _is_its_own(subject: Subject, series: Series) -> bool:
    """Return whether a product is named at the number whose figures only its maker publishes."""
    specific = series.product in subject.products and not series.product.startswith("any-")
    return specific and subject.how.get("products") == "here" and not series.share


def _purpose_is_out(subject: Subject, series: Series) -> bool:
    silent = not subject.purpose and series.purpose not in ("any", "policy")
    return not silent and fits_purpose(subject, series) is None


def _dated(statement: Statement, series: Series) -> list[Figure]:
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    return list(series.latest.values())

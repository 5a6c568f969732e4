"""Who leads: products, sectors, sizes and ages against the others that their publisher counts.

The set is what one publisher counts alike at one date. Which figure is meant tells the level that
is said with the rank, else that of another of the set: "43% use ChatGPT; Gemini is second".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from adoption.claims.bindings import OWN_DATE, Docket, figures_at, figures_of_any_year
from adoption.claims.catalogue import Figure, Series
from adoption.claims.counterparts import UNNAMED
from adoption.claims.identity import alike, twins
from adoption.claims.ordinals import OF_ONE_COUNTRY
from adoption.claims.periods import Period
from adoption.claims.records import is_above
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

MIN_NAMED = 3  # of a set with a figure, for a rank among them to mean anything
_NTH = ("", "second", "third", "fourth", "fifth")
_LARGEST_MARKET = re.compile(r"\b(?:(?P<nth>second|third|fourth|fifth)[- ])?largest market\b")
OF_ALL = ("any-ai", "any-genai", "none", "internet")  # what is counted where it is no one product


def rank_of_product(docket: Docket, i: int) -> Verdict:
    """Return the verdict on the rank of a product, among those its publisher counts alike.

    The publisher may count more than the data hold: more ahead of it can only be missing.
    """
    statement = docket.statements[i]
    found = next(_products(docket, i), None)
    if found is None or statement.from_the_end or statement.field not in ("", "world"):
        return Verdict(UNDETERMINED, "a rank among products of which no figures are known")
    series, own = found
    others = _others(docket, series, own)
    ahead, size = sum(is_above(f, own) for _, f in others), len(others) + 1
    wanted = int(statement.value)
    said = f"{own.words()} is rank {ahead + 1} of {size} products [{series.series_id}]"
    of_some = statement.subject.how.get("words") == OF_ONE_COUNTRY and series.geo == "WLD"
    if ahead and of_some:
        return Verdict(UNDETERMINED, f"{said}; which are of one country, is not known")
    if ahead >= wanted:
        return Verdict(CONTRADICTED, said, series.series_id, own)
    behind = {s.product for s, f in others if is_above(own, f)}
    wrong = sorted(behind & set(statement.after))
    if wrong:
        said = f"{said}; not after {', '.join(wrong)}"
        return Verdict(CONTRADICTED, said, series.series_id, own)
    known = ahead + 1 == wanted or statement.relation == "at most"
    known = known and size >= (MIN_NAMED if wanted > 1 else 2)
    return Verdict(SUPPORTED if known else UNDETERMINED, said, series.series_id, own)


def apart(docket: Docket, i: int) -> tuple[Series, Figure, Figure] | None:
    """Return the figures of a product and of the one it is compared with, of one date.

    A rival that is not named is the last other product told: "Doubao was 14 million ahead of it".
    """
    statement = docket.statements[i]
    told = [s.product for s, _ in _levels_told(docket, i)]
    own = statement.subject.products[0] if len(statement.subject.products) == 1 else ""
    rival = statement.compared_product
    if rival == UNNAMED:
        rival = next((p for p in told if p not in (own, *OF_ALL)), "")
    back = statement.base is not None or statement.period_how == "relative"
    if own in ("", *OF_ALL) or rival in ("", own) or back:
        return None
    period = statement.period
    for series, figure in _products(docket, i):
        if period and figure not in figures_at(series, period):
            continue
        share = statement.unit in ("points", "percent")
        for peer, f in _others(docket, series, figure) if series.share == share else ():
            if peer.product == rival:
                return series, figure, f
    return None


def _products(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures of the product of a statement that can be meant, the nearest first.

    They are those of the levels told of it, in its sentence and before it; else those that stand
    beside the level of another product told there; else those of the publisher that is named.
    """
    statement = docket.statements[i]
    (product,) = statement.subject.products
    told = [pair for pair in _levels_told(docket, i) if _can_be_meant(statement, pair[0])]
    for series, figure in told:
        if series.product == product and (at := _at_its_date(statement, series, figure)):
            yield series, at
    for series, figure in told:
        if series.product in (product, *OF_ALL):
            continue
        for peer, f in _others(docket, series, figure):
            if peer.product == product and (at := _at_its_date(statement, peer, f)):
                yield peer, at
    if statement.period is None or statement.period_how not in OWN_DATE:
        return
    for unit in ("percent", "persons"):
        level = replace(statement, kind="level", unit=unit)
        for candidate in docket.binder.candidates(level):
            series = candidate.series
            at_date = figures_at(series, statement.period)
            if at_date and series.source_id in statement.subject.sources:
                yield series, at_date[-1]


def _can_be_meant(statement: Statement, series: Series) -> bool:
    """Return whether a series is of the place, people and publisher that are named with a rank."""
    subject, near = statement.subject, ("here", "sentence")
    place = subject.how.get("places") not in near or series.geo in (*subject.places, "WLD")
    source = subject.how.get("sources") not in near or series.source_id in subject.sources
    group = subject.group in ("", "person", "adult", "respondents", "internet", series.group.kind)
    return bool(place and source and group)


def _levels_told(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the bound levels of a sentence, then those before it in its passage, nearest first."""
    here = docket.statements[i]
    beside = [j for j, _ in docket.beside(here)]
    before = [j for j, _ in docket.held_in(here.passage) if j < i and j not in beside]
    for j in (
        *sorted(beside, key=lambda j: abs(docket.statements[j].start - here.start)),
        *before[::-1],
    ):
        held = docket.verdicts.get(j)
        is_level = docket.statements[j].kind == "level" and not docket.statements[j].base_level
        if held and is_level and held.verdict == SUPPORTED and held.figure:
            yield docket.catalogue.series[held.series_id], held.figure


def _at_its_date(statement: Statement, series: Series, figure: Figure) -> Figure | None:
    """Return the figure of the date of a statement, if it has one of its own, else as it is.

    Of a month without a year it is the only one that there is.
    """
    if statement.undated:
        found = figures_of_any_year(series, statement.undated)
        return found[0] if len(found) == 1 else None
    if statement.period is None or statement.period_how not in OWN_DATE:
        return figure
    at = figures_at(series, statement.period)
    return figure if figure in at else at[-1] if at else None


def _others(docket: Docket, series: Series, own: Figure) -> list[tuple[Series, Figure]]:
    """Return the figures of the other products that are counted like one, of its period."""
    return [
        (peer, f) for peer in docket.of_source(series.source_id)
        if peer.product not in (series.product, *OF_ALL) and alike(series, peer)
        if (f := peer.latest.get((own.period_start, own.period_end)))
    ]  # fmt: skip


def rank_of_market(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a country's rank among the markets of a product.

    No publisher counts them all; who has said it in words is told by the note on a figure.
    """
    statement = docket.statements[i]
    subject = statement.subject
    told = [series for series, _ in _levels_told(docket, i)]
    pool = [s for place in subject.places for s in docket.catalogue.by_geo.get(place, [])]
    for series in pool:
        named = series.product in subject.products or series.source_id in subject.sources
        for figure in series.figures if named or series in told else ():
            if said := _LARGEST_MARKET.search(figure.notes):
                rank = _NTH.index(said["nth"] or "")
                reason = f"the note on {figure.words()} says: {said.group()} [{series.series_id}]"
                fits = rank + 1 == statement.value
                verdict = SUPPORTED if fits else CONTRADICTED
                return Verdict(verdict, reason, series.series_id, figure)
    return Verdict(UNDETERMINED, "how large a market it is, no publisher says")


def rank_of_part(docket: Docket, i: int) -> Verdict:
    """Return the verdict on the rank of a sector, size or age among all of its kind."""
    statement = docket.statements[i]
    for series, own in _parts_meant(docket, i, statement.subject):
        others = [f for s, f in _other_parts(docket, series, own, statement.field)]
        if len(others) + 1 < MIN_NAMED:
            break
        ahead = sum(is_above(f, own) for f in others)
        behind = sum(is_above(own, f) for f in others)
        if statement.from_the_end:
            ahead, behind = behind, ahead
        low, high = ahead + 1, len(others) - behind + 1
        place = placed(low, high, len(others) + 1, from_the_end=statement.from_the_end)
        said = f"{own.words()} is {place} {statement.field} [{series.series_id}]"
        fits = low <= int(statement.value) <= high
        return Verdict(SUPPORTED if fits else CONTRADICTED, said, series.series_id, own)
    return Verdict(UNDETERMINED, f"no figures of all {statement.field}")


def order_of_parts(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a sector being ahead of another or behind it, of one date."""
    statement = docket.statements[i]
    assert statement.counterpart is not None
    for series, own in _parts_meant(docket, i, statement.subject):
        for peer, other in _other_parts(docket, series, own, "sectors"):
            if peer.group.detail != statement.counterpart.detail:
                continue
            both = f"[{series.series_id}, {peer.series_id}]"
            said = f"published: {own.words()} against {other.words()} {both}"
            ahead, behind = is_above(own, other), is_above(other, own)
            if ahead == behind:
                return Verdict(UNDETERMINED, f"they are level; {said}", series.series_id, own)
            fits = ahead == (statement.side > 0)
            verdict = SUPPORTED if fits else CONTRADICTED
            return Verdict(verdict, said, series.series_id, own, other)
    return Verdict(UNDETERMINED, "no figures of both for one date")


def _parts_meant(docket: Docket, i: int, subject: Subject) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures of a part that can be meant: of its level, else beside that of another.

    A rank that names no part is of the level nearest to it, in its sentence or before it.
    """
    statement = docket.statements[i]
    told = list(_levels_told(docket, i))
    if not (subject.detail or subject.ages or subject.employees):
        yield from [pair for pair in told if pair[0].group.is_part or pair[0].group.detail][:1]
        return
    for series, figure in told:
        if _is_of_part(subject, series) and (at := _at_its_date(statement, series, figure)):
            yield series, at
    for series, figure in told:
        period = Period(figure.period_start, figure.period_end)
        for peer, f in parts(docket, period, series, statement.field or "sectors").values():
            if _is_of_part(subject, peer) and (at := _at_its_date(statement, peer, f)):
                yield peer, at


def _is_of_part(subject: Subject, series: Series) -> bool:
    group = series.group
    if subject.detail:
        return group.detail == subject.detail
    if subject.employees:
        return group.employees == subject.employees
    return group.ages == subject.ages


def _other_parts(
    docket: Docket, series: Series, own: Figure, kind: str
) -> list[tuple[Series, Figure]]:
    """Return the other sectors, sizes or ages that are counted like one, with their figures."""
    found = parts(docket, Period(own.period_start, own.period_end), series, kind)
    if series.population_group not in found:
        return []
    return [pair for name, pair in found.items() if name != series.population_group]


def parts(
    docket: Docket, period: Period | None, series: Series, kind: str
) -> dict[str, tuple[Series, Figure]]:
    """Return all sectors, sizes or ages that are counted like a series, by name, of one date."""
    found: dict[str, tuple[Series, Figure]] = {}
    for peer in docket.of_source(series.source_id):
        same = replace(peer, population_group=series.population_group)
        group = peer.group
        kinds = {
            "ages": not group.has_general_ages and not group.detail,
            "sizes": group.employees is not None and group.is_part,
            "sectors": bool(group.detail) and group.kind in ("firm", "customer"),
        }
        if peer.geo == series.geo and twins(same, series) and kinds.get(kind):
            at = figures_at(peer, period) if period else list(peer.figures)
            if at and group.detail != "employment-weighted":
                found[peer.population_group] = peer, at[-1]
    return found if len({f.period_end for _, f in found.values()}) == 1 else {}


def placed(low: int, high: int, size: int, *, from_the_end: bool) -> str:
    """Return ranks for a reader, always counted from the top: "rank 67 to 69 of 147"."""
    if from_the_end:
        low, high = size + 1 - high, size + 1 - low
    return f"rank {low} of {size}" if low == high else f"rank {low} to {high} of {size}"

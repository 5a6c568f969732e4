"""How many places lie above or below a level: "22 states exceed 30%", "the only ones under half".

A tally is held against every place of its set with a figure of the period. A place whose rounding
holds the level may be counted or not, so the figures allow a range.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from adoption import data, ranks
from adoption.bindings import Docket, figures_at
from adoption.catalogue import Figure, Series
from adoption.ranks import Field
from adoption.statements import Statement
from adoption.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict, amount

MOST_NAMED = 8
ROUNDED = Decimal("0.05")  # 29.95 is read as 30.0


def tally(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a number of places above or below a level, or on which they are."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    spoken_of = ranks.spoken_of(docket, i)
    families, sure = spoken_of[-1:], True
    if not families:
        families, sure = _by_subject(docket, statement)
    results = [
        verdict
        for series in families
        for field in ranks.fields_of(statement.field)
        if (verdict := _held_against(docket, statement, series, field))
    ]
    held = [v for v in results if v.verdict == SUPPORTED]
    if held:
        return held[0]
    if not results:
        return Verdict(UNDETERMINED, "no figures of a set of places to count")
    refused = {v.verdict for v in results} == {CONTRADICTED}
    return replace(results[0], verdict=CONTRADICTED if refused and sure else UNDETERMINED)


def _by_subject(docket: Docket, statement: Statement) -> tuple[list[Series], bool]:
    """Return one series of each kind that the words allow, and whether it is the only kind."""
    subject = replace(statement.subject, places=())
    level = replace(statement, kind="level", unit="percent", subject=subject)
    found: list[Series] = []
    for candidate in docket.binder.candidates(level, share=True):
        if set(candidate.open_parts) <= {"place", "group"} and not any(
            ranks.twins(candidate.series, s) for s in found
        ):
            found.append(candidate.series)
    return found, len(found) == 1 or bool(subject.sources)


def _held_against(
    docket: Docket, statement: Statement, series: Series, field: Field
) -> Verdict | None:
    figures = _figures(docket, statement, series, field)
    if len(figures) < ranks.MIN_RANKED or not set(statement.those) <= set(figures):
        return None
    counted = {geo for geo, f in figures.items() if _lies_there(statement, f) is True}
    open_ = {geo for geo, f in figures.items() if _lies_there(statement, f) is None}
    named = ", ".join(data.geo_name(geo) for geo in sorted(counted)[:MOST_NAMED])
    more = f" and {len(counted) - MOST_NAMED} more" if len(counted) > MOST_NAMED else ""
    many = f"{len(counted)}" + (f" to {len(counted | open_)}" if open_ else "")
    first = next(iter(figures.values()))
    said = (
        f"{many} of {len(figures)} ({field.name}) are {statement.relation} "
        f"{amount(statement.threshold, 'percent')}: {named or 'none'}{more} [{series.series_id}]"
    )
    if statement.those:
        wrong = set(statement.those) - counted - open_
        left_out = counted - set(statement.those)
        fits = not wrong and not left_out
    else:
        missing = len(field.members) - len(figures) if field.name == "EU27" else 0
        fits = len(counted) <= int(statement.value) <= len(counted | open_) + missing
    verdict = SUPPORTED if fits else CONTRADICTED
    return Verdict(verdict, said, first.series_id, first)


def _lies_there(statement: Statement, figure: Figure) -> bool | None:
    """Return whether a figure lies on the side that is said, None if rounding leaves it open."""
    low, high, level = figure.nominal.lower, figure.nominal.upper, statement.threshold
    if statement.relation == "over":
        return True if low > level else False if high < level else None
    if statement.relation == "at least":
        return True if low >= level else False if high < level - ROUNDED else None
    if statement.relation == "under":
        return True if high < level else False if low > level else None
    return True if high <= level else False if low > level + ROUNDED else None


def _figures(
    docket: Docket, statement: Statement, series: Series, field: Field
) -> dict[str, Figure]:
    """Return the figure of each place of the set, all of the period that most of them have."""
    peers = [
        peer
        for peer in docket.of_source(series.source_id)
        if peer.geo in field.members and ranks.twins(series, peer)
    ]
    at: dict[str, list[Figure]] = {
        peer.geo: (
            figures_at(peer, statement.period)
            if statement.period is not None
            else list(peer.figures[-1:])
        )
        for peer in peers
    }
    ends: Counter[tuple[dt.date, dt.date]] = Counter()
    for found in at.values():
        ends.update({(f.period_start, f.period_end) for f in found})
    if not ends:
        return {}
    period = max(ends, key=lambda key: (ends[key], key[1]))
    return {
        geo: [f for f in found if (f.period_start, f.period_end) == period][-1]
        for geo, found in at.items()
        if any((f.period_start, f.period_end) == period for f in found)
    }

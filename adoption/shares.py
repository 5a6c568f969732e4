"""Shares that no series holds, counted from two published counts: of the users, of the netizens.

A share of internet users is held against users by internet users, a share of all users who do one
thing against those who do it by all users, and a share with a count beside it against that count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adoption import rates, verdicts
from adoption.bindings import Docket, claimed_of, figures_at
from adoption.catalogue import Figure, Series
from adoption.statements import Statement
from adoption.verdicts import CONTRADICTED, SUPPORTED, Verdict

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
            refused = refused or Verdict(CONTRADICTED, said, series.series_id, above)
    return refused


def _numerators(
    docket: Docket, statement: Statement, index: int
) -> Iterator[tuple[Series, Figure]]:
    """Yield the counts a share can be of: the count beside it, else those of its own words."""
    for j in (index - 1, index + 1):
        if index < 0 or not 0 <= j < len(docket.statements):
            continue
        beside, held = docket.statements[j], docket.verdicts.get(j)
        near = beside.sentence == statement.sentence and beside.unit == "persons"
        if near and beside.kind == "level" and held and held.verdict == SUPPORTED and held.figure:
            yield docket.catalogue.series[held.series_id], held.figure
            return
    if statement.subject.group == "person":
        return
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

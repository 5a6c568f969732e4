"""Numbers borne out by what the text gives elsewhere: headlines, and changes that are said again.

"More than four in ten people use generative AI", over "The penetration reached 42.8% in December
2025": the first level below of the same measure is the figure that is meant. A change without a
date holds where the same one of the same product holds. Nothing is contradicted here, for a
headline may leave out a part of what it tells of.
"""

from __future__ import annotations

from adoption.claims import continuity, verdicts
from adoption.claims.bindings import Docket, claimed_of
from adoption.claims.misprints import is_of_others, open_levels
from adoption.claims.statements import COUNTED, Statement
from adoption.claims.verdicts import SUPPORTED, UNDETERMINED, Verdict

FURTHEST = 6  # statements down to the level that is meant


def borne_out(docket: Docket) -> None:
    """Support the open levels of a first sentence that the first below of their measure fits."""
    for i, statement in open_levels(docket):
        if not _opens_its_passage(docket, i) or is_of_others(statement) or statement.stranger:
            continue
        if statement.period is not None or statement.period_how not in ("missing", "now"):
            continue
        verdict = _by_the_first_below(docket, i)
        if verdict is not None:
            docket.verdicts[i] = verdict


def _opens_its_passage(docket: Docket, i: int) -> bool:
    """Return whether nothing of its passage stands in a sentence before it."""
    statement = docket.statements[i]
    before = docket.statements[:i][-1:]
    return all(s.passage != statement.passage or s.sentence == statement.sentence for s in before)


def _by_the_first_below(docket: Docket, i: int) -> Verdict | None:
    """Return that the first level below of the measure said bears it out, if it does."""
    statement = docket.statements[i]
    for j in range(i + 1, min(len(docket.statements), i + 1 + FURTHEST)):
        below, held = docket.statements[j], docket.verdicts[j]
        if below.passage != statement.passage:
            return None
        bound = held.verdict == SUPPORTED and held.figure and below.kind == "level"
        if not bound or below.base_level or below.sentence == statement.sentence:
            continue
        series = docket.catalogue.series[held.series_id]
        if not continuity.goes_on(statement, series, series) or held.figure is None:
            continue
        verdict = verdicts.level(series, claimed_of(statement), [held.figure])
        if verdict.verdict != SUPPORTED:
            return None
        return verdicts.with_reason(verdict, f" [{series.series_id}]; as told below it")
    return None


def said_again(docket: Docket) -> None:
    """Support the open changes that hold where the document tells them: 用户规模半年翻番."""
    for i, statement in enumerate(docket.statements):
        open_ = statement.kind in COUNTED and docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.level is not None or statement.period is not None:
            continue
        if is_of_others(statement) or statement.stranger:
            continue
        for j, other in enumerate(docket.statements):
            held = docket.verdicts[j]
            if held.verdict == SUPPORTED and held.series_id and _is_the_same(statement, other):
                docket.verdicts[i] = verdicts.with_reason(held, "; as told elsewhere in the text")
                break


def _is_the_same(one: Statement, other: Statement) -> bool:
    """Return whether two changes are one: so much, over so long, of the same product and place."""
    spans = [s.base.months_before if s.base else 0 for s in (one, other)]
    return (
        (one.kind, one.value, one.relation) == (other.kind, other.value, other.relation)
        and spans[0] == spans[1] != 0
        and one.subject.products == other.subject.products
        and one.subject.places == other.subject.places
        and one.subject.indicator == other.subject.indicator
    )

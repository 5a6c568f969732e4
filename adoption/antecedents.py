"""Changes counted between numbers said before: "So it tripled", "growth came to 251 percent".

A change whose words name nothing new goes on with the levels that its passage has stated. They are
known, being figures; so is what lies between them. It is contradicted only where one pair of them
must be meant, or every pair that can be meant gives something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from adoption import continuations, verdicts
from adoption.bindings import OWN_DATE, Docket, bases_of, claimed_of, figures_at
from adoption.catalogue import Figure, Series
from adoption.statements import CHANGES, Statement
from adoption.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

FURTHEST = 12  # statements back to the first level that is counted from


def counted(docket: Docket) -> None:
    """Judge the open changes that go on with the levels stated before them."""
    for i, statement in enumerate(docket.statements):
        open_ = docket.verdicts.get(i) is not None and docket.verdicts[i].verdict == UNDETERMINED
        if open_ and statement.refers_back and statement.kind in (*CHANGES, "ratio"):
            found = _between_the_stated(docket, i)
            if found is not None:
                docket.verdicts[i] = found


def _between_the_stated(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on a change by the levels its passage has stated, if they settle it."""
    statement = docket.statements[i]
    if statement.blocked or statement.stranger or statement.subject.outsider:
        return None
    claimed = claimed_of(statement)
    refused: Verdict | None = None
    for k, (series, stated) in enumerate(_stated(docket, i)):
        pairs = list(_pairs(statement, series, stated))
        for base, end in pairs:
            if series.breaks_between(base.period_end, end.period_end):
                return None
            result = verdicts.MEASURES[statement.kind](base.nominal, end.nominal)
            said = (
                f"between the levels stated before, {base.words()} and {end.words()}: "
                f"{verdicts.bounds(result, claimed.unit)} [{series.series_id}]"
            )
            if result.meets(claimed.loose):
                return Verdict(SUPPORTED, said, series.series_id, end, base)
            if k == 0 and refused is None and (len(pairs) == 1 or statement.base is not None):
                refused = Verdict(CONTRADICTED, said, series.series_id, end, base)
    dated = statement.base is not None and statement.period_how in OWN_DATE
    if refused is None or (not dated and _holds_between_any_two(docket, i)):
        return None
    series = docket.catalogue.series[refused.series_id]
    why = verdicts.explain_change(docket.catalogue, series, statement.kind, claimed, refused)
    return verdicts.with_reason(refused, why)


def _stated(docket: Docket, i: int) -> Iterator[tuple[Series, list[Figure]]]:
    """Yield the series that a change can be of, each with its figures stated, the nearest first."""
    statement = docket.statements[i]
    found: dict[str, list[Figure]] = defaultdict(list)
    for j in _levels_before(docket, i):
        held = docket.verdicts[j]
        if held.figure and held.verdict == SUPPORTED and j not in docket.unnamed:
            found[held.series_id].append(held.figure)
    for name, figures in found.items():
        series = docket.catalogue.series[name]
        if continuations.goes_on(statement, series, series) and figures[0].nominal.lower > 0:
            yield series, list(dict.fromkeys(figures))


def _levels_before(docket: Docket, i: int) -> Iterator[int]:
    """Yield the levels of the passage before a change, the nearest first."""
    for j in range(i - 1, max(-1, i - 1 - FURTHEST), -1):
        if docket.statements[j].passage != docket.statements[i].passage:
            return
        if docket.statements[j].kind == "level":
            yield j


def _pairs(
    statement: Statement, series: Series, stated: list[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Yield the stated figures, the earlier first, between which the words allow to count."""
    own = statement.period if statement.period_how in OWN_DATE else None
    at = figures_at(series, own) if own else stated
    last = max(f.period_end for f in stated)
    for end in stated:
        if end not in at or (statement.base is not None and not own and end.period_end != last):
            continue
        for base in bases_of(series, end, statement.base):
            if base in stated and base.period_end < end.period_end and base.nominal.lower > 0:
                yield base, end


def _holds_between_any_two(docket: Docket, i: int) -> bool:
    """Return whether a change follows from any two numbers stated before it, whatever they are."""
    statement = docket.statements[i]
    claimed, measure = claimed_of(statement), verdicts.MEASURES[statement.kind]
    stated = [docket.statements[j] for j in _levels_before(docket, i)]
    stated = [s for s in stated if s.printed.lower > 0 and not s.blocked and not s.relation]
    return any(
        measure(one.printed, other.printed).meets(claimed.printed)
        for one in stated
        for other in stated
        if one is not other and one.unit == other.unit
    )

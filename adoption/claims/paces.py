"""Changes compared with changes: "twice as fast", "four times the global gain of 1.5 points"."""

from __future__ import annotations

from adoption import rates
from adoption.claims import cues, filings, verdicts
from adoption.claims.bindings import Docket, claimed_of, figures_at
from adoption.claims.identity import twins
from adoption.claims.statements import CHANGES, Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict
from adoption.rates import Interval


def ratio_of_changes(docket: Docket, i: int) -> Verdict:
    """Judge "twice as fast": in points and in percent, for the measure may not be named."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    if statement.measure == cues.ADDED:
        return filings.of_the_added_before(docket, i) or Verdict(
            UNDETERMINED, "what was added before is not in the data"
        )
    claimed = claimed_of(statement)
    sentence = [s for _, s in docket.beside(statement)]
    changes = [s for s in sentence if s.kind in CHANGES and not s.blocked]
    tests, series_id = _ratios(docket, statement, sentence, changes)
    if not tests:
        return Verdict(UNDETERMINED, "the two changes compared are not known")
    said = "; ".join(f"in {name} {verdicts.bounds(r, 'times')}" for name, r in tests)
    stated = {s.unit for s in changes} if len(changes) > 1 else set()
    measures = {statement.measure} if statement.measure else stated
    if len(measures) == 1:  # "11.3 percent against 9.2 percent: twice as fast"
        tests = [(name, r) for name, r in tests if name in measures] or tests
    fits = [name for name, r in tests if r.meets(claimed.loose)]
    if not fits:
        return Verdict(CONTRADICTED, f"ratio of the changes: {said}", series_id)
    named = len(measures) == 1 and fits[0] in measures
    if len(fits) == len(tests) > 1 or named:
        return Verdict(
            SUPPORTED if series_id else UNDETERMINED, f"ratio of the changes: {said}", series_id
        )
    return Verdict(
        UNDETERMINED,
        f"ratio of the changes: {said}; it holds in {fits[0]} only, and the measure is not named",
        series_id,
    )


def _ratios(
    docket: Docket, statement: Statement, sentence: list[Statement], changes: list[Statement]
) -> tuple[list[tuple[str, Interval]], str]:
    """Return how two changes compare, in points and in percent: as stated, else as published."""
    tests: list[tuple[str, Interval]] = []
    series_id = ""
    for kind, name in (("change_points", "points"), ("change_percent", "percent")):
        same = [s for s in changes if s.kind == kind]
        if len(same) >= 2 and same[1].printed.lower > 0:
            tests.append((name, rates.ratio(same[1].printed, same[0].printed)))
    if len(tests) < 2:
        places = _two_places(docket, statement, sentence)
        if places:
            found, series_id = _changes_of(docket, statement, *places)
            known = {name for name, _ in tests}
            tests += [(name, result) for name, result in found if name not in known]
    return tests, series_id


def _two_places(
    docket: Docket, statement: Statement, sentence: list[Statement]
) -> tuple[str, str] | None:
    places = [*statement.subject.places]
    if statement.compared_place and statement.compared_place not in places:
        places.append(statement.compared_place)
    for s in sentence:
        places += [p for p in s.subject.places if p not in places]
    return (places[0], places[1]) if len(places) >= 2 else None


def _changes_of(
    docket: Docket, statement: Statement, first: str, second: str
) -> tuple[list[tuple[str, Interval]], str]:
    for one in docket.catalogue.by_geo.get(first, []):
        for two in docket.catalogue.by_geo.get(second, []):
            if not twins(one, two) or not one.share or one.product not in ("any-genai", "any-ai"):
                continue
            if statement.subject.sources and one.source_id not in statement.subject.sources:
                continue
            common = [k for k in one.latest if k in two.latest]
            if statement.period:
                at = {(f.period_start, f.period_end) for f in figures_at(one, statement.period)}
                last = [k for k in common if k in at][-1:]
                common = [k for k in common if last and k[1] <= last[0][1]]
            if len(common) < 2:
                continue
            pairs = [
                (s.latest[common[-2]].nominal, s.latest[common[-1]].nominal) for s in (one, two)
            ]
            points = [rates.change_points(*pair) for pair in pairs]
            growth = [rates.growth_percent(*pair) for pair in pairs]
            if points[1].lower <= 0 or points[0].lower <= 0:
                continue
            return [
                ("points", rates.ratio(points[1], points[0])),
                ("percent", rates.ratio(growth[1], growth[0])),
            ], one.series_id
    return [], ""


def gain_against_gain(docket: Docket, i: int, claimed: Claimed) -> Verdict | None:
    """Judge "from 30.7% to 37.1%, four times the global gain of 1.5 points" by its own two levels.

    A multiple of a change is one of changes, never of levels.
    """
    here = docket.statements[i]
    k = i + here.against
    if here.kind != "ratio" or not here.against or not 0 <= k < len(docket.statements):
        return None
    gain = docket.statements[k]
    if gain.kind not in CHANGES or gain.sentence != here.sentence:
        return None
    unit = "persons" if gain.kind == "change_absolute" else "percent"
    ends = [
        (s, docket.statements[s.level]) for _, s in docket.beside(here)
        if s.base_level and s.level is not None and s.unit == unit and not s.blocked
    ]  # fmt: skip
    if len(ends) != 1 or ends[0][1].unit != unit or gain.printed.lower <= 0:
        return Verdict(UNDETERMINED, "the change that is a multiple of the other is not stated")
    base, end = ends[0]
    own = verdicts.MEASURES[gain.kind](base.printed, end.printed)
    result = rates.ratio(gain.printed, own if own.upper > 0 else -own)
    said = (
        f"{verdicts.amount(base.value, unit)} to {verdicts.amount(end.value, unit)} is "
        f"{verdicts.change_words(own, gain.unit)}; against {claimed_of(gain).words()} that is "
        f"{verdicts.bounds(result, 'times')}"
    )
    if not result.meets(claimed.loose):
        return Verdict(CONTRADICTED, f"by its own numbers, {said}")
    held = docket.verdicts[here.level] if here.level is not None else None
    if held is not None and held.verdict == SUPPORTED:
        return Verdict(SUPPORTED, said, held.series_id, held.figure)
    return Verdict(UNDETERMINED, f"{verdicts.AGREE}: {said}", fit=verdicts.IN_ITSELF)

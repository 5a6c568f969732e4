"""Records: a level said to be the highest of its own series so far, or to pass a mark at last."""

from __future__ import annotations

from adoption.claims.bindings import OWN_DATE, Docket
from adoption.claims.catalogue import Figure
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

MIN_KNOWN = 3  # earlier figures, for one to be a record


def record(docket: Docket, statement: Statement) -> Verdict:
    """Return the verdict on a level being the highest of its series so far, or since a date."""
    near = [
        v.figure for j, s in docket.beside(statement)
        if s.kind == "level" and s.subject == statement.subject and (v := docket.verdicts.get(j))
        and v.verdict == SUPPORTED and v.figure and not s.base_level
    ]  # fmt: skip
    if len(near) != 1:
        return Verdict(UNDETERMINED, "a record of a level that is not bound")
    own, since = near[0], statement.period.start if statement.period else None
    earlier = [
        f for f in docket.catalogue.series[own.series_id].figures
        if f.period_end < own.period_end and (since is None or f.period_end >= since)
    ]  # fmt: skip
    above = [f for f in earlier if is_above(f, own)]
    if above:
        said = f"{own.words()} is below {above[-1].words()} [{own.series_id}]"
        return Verdict(CONTRADICTED, said, own.series_id, own)
    said = f"{own.words()} is not below any of {len(earlier)} earlier figures [{own.series_id}]"
    known = len(earlier) >= MIN_KNOWN
    return Verdict(SUPPORTED if known else UNDETERMINED, said, own.series_id, own)


def first_time(docket: Docket, statement: Statement) -> Verdict:
    """Return the verdict on a mark being passed for the first time: no earlier figure is beyond.

    An earlier one goes against it only where the text itself says when.
    """
    own = next(
        (
            v.figure for j, s in docket.beside(statement)
            if s.kind == "level" and s.value == statement.threshold and not s.base_level
            and (v := docket.verdicts.get(j)) and v.verdict == SUPPORTED
        ),
        None,
    )  # fmt: skip
    if own is None:
        return Verdict(UNDETERMINED, "the first time of a level that is not bound")
    mark, down = statement.threshold, statement.relation in ("under", "at most")
    earlier = [
        f for f in docket.catalogue.series[own.series_id].latest.values()
        if f.period_end < own.period_end
    ]  # fmt: skip
    beyond = [f for f in earlier if (f.nominal.upper < mark if down else f.nominal.lower > mark)]
    if beyond:
        said = f"{beyond[0].words()} before {own.words()} [{own.series_id}]"
        dated = statement.period is not None and statement.period_how in OWN_DATE
        return Verdict(CONTRADICTED if dated else UNDETERMINED, said, own.series_id, own)
    said = f"none of {len(earlier)} earlier figures before {own.words()} [{own.series_id}]"
    known = len(earlier) >= MIN_KNOWN
    return Verdict(SUPPORTED if known else UNDETERMINED, said, own.series_id, own)


def is_above(one: Figure, other: Figure) -> bool:
    """Return whether one figure is above another: figures that print differently are not level.

    28.3% and 28.4% are of one publisher and one period, so one rule has rounded both.
    """
    return one.nominal.lower >= other.nominal.upper and one.nominal.upper > other.nominal.upper

"""Distances between levels stated before: "The gap between the two has widened to 91 million".

The levels are known, being figures; so is what lies between them, on their date and on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from adoption.claims import verdicts
from adoption.claims.antecedents import levels_before
from adoption.claims.bindings import OWN_DATE, Docket, bases_of, claimed_of, figures_at
from adoption.claims.catalogue import Figure
from adoption.claims.identity import alike, twins
from adoption.claims.periods import Period, months_before
from adoption.claims.statements import DISTANCE_CHANGED, Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict
from adoption.rates import Interval

AFTER_IT = 120  # characters from a multiple to the level that it is counted against
FURTHEST = 5  # statements back to the levels that a distance at another date speaks of


def between_stated(docket: Docket) -> None:
    """Judge the open distances of two levels stated before: "the gap has widened to 91 million".

    One of the two is of what is named with the distance, if anything is.
    """
    for i, statement in enumerate(docket.statements):
        if statement.kind != "gap" or docket.verdicts[i].verdict != UNDETERMINED:
            continue
        if statement.blocked == DISTANCE_CHANGED:
            docket.verdicts[i] = _grown(docket, i) or docket.verdicts[i]
        rival = statement.counterpart or statement.compared_product
        if (
            statement.base_level
            or statement.blocked
            or statement.stranger
            or rival
            or len(statement.compared_place) > 1
        ):
            continue
        claimed = claimed_of(statement)
        for one, other in _apart(docket, i):
            assert one.figure
            assert other.figure
            result = _sided(one.figure.nominal - other.figure.nominal, statement.side)
            if result.meets(claimed.loose):
                said = (
                    f"between the levels stated before, {one.figure.words()} and "
                    f"{other.figure.words()}: {verdicts.bounds(result, claimed.unit)} "
                    f"[{one.series_id}, {other.series_id}]"
                )
                docket.verdicts[i] = Verdict(
                    SUPPORTED, said, one.series_id, one.figure, other.figure
                )
                break
        else:
            docket.verdicts[i] = _refused(docket, i) or docket.verdicts[i]


def times_the_next(docket: Docket) -> None:
    """Support the open multiples of a level before against the one after: "twice the 32.7% of all".

    Both are figures of one publisher and date, of other people, places or products.
    """
    for i, statement in enumerate(docket.statements):
        open_ = docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.kind != "ratio" or statement.blocked or statement.stranger:
            continue
        if statement.base is not None or statement.subject.outsider:
            continue
        held = _around(docket, i)
        if held is None:
            continue
        one, other = held
        if one.figure is None or other.figure is None:
            continue
        own, twin = (docket.catalogue.series[v.series_id] for v in held)
        alike_ = (own.source_id, own.share) == (twin.source_id, twin.share)
        if own is twin or not alike_ or one.period_end != other.period_end:
            continue
        result = verdicts.MEASURES["ratio"](other.figure.nominal, one.figure.nominal)
        claimed = claimed_of(statement)
        if result.meets(claimed.loose):
            said = (
                f"published: {one.figure.words()} against {other.figure.words()}: "
                f"{verdicts.bounds(result, claimed.unit)} [{own.series_id}, {twin.series_id}]"
            )
            docket.verdicts[i] = Verdict(SUPPORTED, said, own.series_id, one.figure, other.figure)


def _around(docket: Docket, i: int) -> tuple[Verdict, Verdict] | None:
    """Return the verdicts on the level stated last before a multiple, and on the one after it."""
    statement = docket.statements[i]
    after = [
        j for j, s in docket.beside(statement)
        if j > i and s.kind == "level" and s.start - statement.end <= AFTER_IT
    ][:1]  # fmt: skip
    before = [j for j in levels_before(docket, i) if j < i][:1]
    if not after or not before:
        return None
    if docket.statements[before[0]].sentence < statement.sentence - 1:
        return None
    one, other = docket.verdicts[before[0]], docket.verdicts[after[0]]
    return (one, other) if one.verdict == other.verdict == SUPPORTED else None


def _grown(docket: Docket, i: int) -> Verdict | None:
    """Contradict that a distance has grown by so much as it is: "grown by 12.1 points"."""
    statement = docket.statements[i]
    pair = _apart_before(docket, i) if statement.refers_back and not statement.weak else None
    if pair is None:
        return None
    one, other = (docket.verdicts[j] for j in pair)
    if one.figure is None or other.figure is None:
        return None
    claimed, now = claimed_of(statement).loose, _sided(one.figure.nominal - other.figure.nominal, 0)
    earlier = [_sided(f.nominal - g.nominal, 0) for f, g in _earlier(docket, *pair)]
    grown = [change for then in earlier for change in (now - then, then - now)]
    if not earlier or not now.meets(claimed) or any(g.meets(claimed) for g in grown):
        return None
    said = f"{one.figure.words()} and {other.figure.words()} lie so far apart; it grew by less"
    return Verdict(CONTRADICTED, said, one.series_id, one.figure, other.figure)


def _refused(docket: Docket, i: int) -> Verdict | None:
    """Contradict a distance that names nothing new by the two levels stated last before it."""
    statement = docket.statements[i]
    anew = statement.base is not None or date_of(statement) is not None
    plain = statement.refers_back and not (statement.weak or statement.subject.outsider)
    pair = _apart_before(docket, i) if plain and not anew else None
    if pair is None or statement.unit == "percent":
        return None
    one, other = (docket.verdicts[j] for j in pair)
    own, twin = (docket.catalogue.series[v.series_id] for v in (one, other))
    if one.figure is None or other.figure is None:
        return None
    if not statement.named <= {own.geo, twin.geo, own.product, twin.product}:
        return None
    apart = one.figure.nominal - other.figure.nominal
    claimed = claimed_of(statement)
    if any(distance.meets(claimed.loose) for distance in (apart, -apart)):
        return None
    said = (
        f"between the levels stated before, {one.figure.words()} and {other.figure.words()}: "
        f"{verdicts.bounds(_sided(apart, 0), claimed.unit)} [{one.series_id}, {other.series_id}]"
    )
    return Verdict(CONTRADICTED, said, one.series_id, one.figure, other.figure)


def _sided(distance: Interval, side: int) -> Interval:
    """Return a distance as that of the side said to be ahead, 1 or -1; of whichever, if 0."""
    return distance if side > 0 or (side == 0 and distance.upper > 0) else -distance


def _apart(docket: Docket, i: int) -> Iterator[tuple[Verdict, Verdict]]:
    """Yield the pairs of levels stated before of one publisher and period, the nearest first.

    What is named with the distance is the first of the two.
    """
    statement = docket.statements[i]
    named = {
        code
        for part in ("places", "products")
        if statement.subject.how.get(part) == "here"
        for code in getattr(statement.subject, part)
    }
    its_level = {statement.level} if statement.level is not None else set()
    held = [docket.verdicts[j] for j in levels_before(docket, i) if j < i or j in its_level]
    held = [v for v in held if v.verdict == SUPPORTED and v.figure]
    for one, other in combinations(held, 2):
        own, twin = (docket.catalogue.series[v.series_id] for v in (one, other))
        assert one.figure
        assert other.figure
        same = (
            own.source_id == twin.source_id
            and own.share == twin.share == (statement.unit in ("points", "percent"))
            and (one.figure.period_start, one.figure.period_end)
            == (other.figure.period_start, other.figure.period_end)
        )
        differ = own.geo != twin.geo or own.product != twin.product
        if same and differ and named <= {own.geo, own.product}:
            yield one, other
        elif same and differ and named <= {twin.geo, twin.product}:
            yield other, one


def at_another_date(docket: Docket, i: int) -> Verdict | None:
    """Judge a distance dated anew by the series of the levels before: "by March it was 9"."""
    statement = docket.statements[i]
    base, when = statement.base, date_of(statement)
    if statement.base_level and statement.period_how != "here" and base is None:
        return _before_it_moved(docket, i)
    counted_back = base is not None and bool(base.months_before)
    dated = statement.kind == "gap" and (when is not None or counted_back)
    pair = _apart_before(docket, i) if dated else None
    if pair is None or statement.subject.outsider:
        return None
    series = [docket.catalogue.series[docket.verdicts[j].series_id] for j in pair]
    ends = [docket.verdicts[j].figure for j in pair]
    at = [
        bases_of(one, end, base) if counted_back and end else figures_at(one, when) if when else []
        for one, end in zip(series, ends, strict=True)
    ]
    if not all(at) or any(docket.verdicts[pair[0]].figure in figures for figures in at):
        return None
    one, other = at[0][-1], at[1][-1]
    if one.period_end != other.period_end:
        return None
    claimed, result = claimed_of(statement), _sided(one.nominal - other.nominal, 0)
    said = (
        f"published: {one.words()} and {other.words()}: {verdicts.bounds(result, claimed.unit)} "
        f"[{one.series_id}, {other.series_id}]"
    )
    fits = result.meets(claimed.loose)
    if not fits and statement.base is not None:
        return None  # it may have grown to so much since
    return Verdict(SUPPORTED if fits else CONTRADICTED, said, one.series_id, one, other)


def _before_it_moved(docket: Docket, i: int) -> Verdict:
    """Judge the distance that one has grown or shrunk from: "from 10.6 to 12.1 points"."""
    pair, claimed = _apart_before(docket, i), claimed_of(docket.statements[i])
    earlier = _earlier(docket, *pair) if pair else []
    for one, other in earlier:
        result = _sided(one.nominal - other.nominal, 0)
        if result.meets(claimed.loose):
            said = (
                f"published: {one.words()} and {other.words()}: "
                f"{verdicts.bounds(result, claimed.unit)} [{one.series_id}, {other.series_id}]"
            )
            return Verdict(SUPPORTED, said, one.series_id, one, other)
    return Verdict(UNDETERMINED, "a distance at an earlier date that is not named")


def _earlier(docket: Docket, i: int, j: int) -> list[tuple[Figure, Figure]]:
    """Return the figures of two stated levels at the dates before theirs that they share."""
    one, other = (docket.verdicts[k] for k in (i, j))
    own, twin = (docket.catalogue.series[v.series_id] for v in (one, other))
    return [
        (f, twin.latest[day]) for day, f in own.latest.items()
        if day in twin.latest and one.figure and f.period_end < one.figure.period_end
    ]  # fmt: skip


def date_of(statement: Statement) -> Period | None:
    """Return the date that is said of a distance itself: "half a year earlier it was 10.6"."""
    period, base = statement.period, statement.base
    if period is None or base is None or not base.months_before:
        month = period is not None and period.end in statement.days_named  # its year is guessed
        return period if statement.period_how in OWN_DATE or month else None
    start, end = (months_before(day, base.months_before) for day in (period.start, period.end))
    return Period(start, end)


def _apart_before(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return the two last levels stated, if they are of two places or products at one date."""
    here, found = docket.statements[i], list[int]()
    unit = {"points": "percent", "rank": "persons"}.get(here.unit, here.unit)
    for j in range(i - 1, max(-1, i - FURTHEST), -1):
        s = docket.statements[j]
        if s.passage != here.passage:
            break
        how = s.subject.how
        named = "here" in (how.get("places"), how.get("products"))  # "27.5%, against 15.4% in"
        if s.kind == "level" and s.unit == unit and (named or not s.base_level):
            found.append(j)
    if len(found) < 2:
        return None
    one, other = (docket.verdicts[j] for j in found[:2])
    if not (one.verdict == other.verdict == SUPPORTED and one.figure and other.figure):
        return None
    same = one.series_id != other.series_id and one.period_end == other.period_end
    own, twin = (docket.catalogue.series[v.series_id] for v in (one, other))
    return (found[0], found[1]) if same and (twins(own, twin) or alike(own, twin)) else None


def is_of_another_time(statement: Statement, first: Statement, second: Statement) -> bool:
    """Return whether a distance may be that of another date than the two levels stated with it."""
    if statement.kind != "gap":
        return False
    own = date_of(statement)
    dates = [s.period for s in (first, second) if s.period_how in OWN_DATE]
    dated_anew = own is not None and own not in dates
    return dated_anew or statement.base is not None

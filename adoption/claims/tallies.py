"""How many places lie above or below a level: "22 states exceed 30%"; in how many it rose or fell.

A tally is held against every place of its set with a figure of the period: the places of a union or
region, or those whose levels the text gave before. A place whose rounding holds the level may be
counted or not, so the figures allow a range. Whether it rose is counted from the date that is
named, else from the figure before and from that of the year before: they have to agree.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from adoption import data, labels, rates
from adoption.claims import leaders, ranked_figures, ranks
from adoption.claims.bindings import OWN_DATE, Docket, bases_of, figures_at
from adoption.claims.breadth import FELL, ROSE
from adoption.claims.catalogue import Figure, Series
from adoption.claims.fields import NAMED, Field, fields_of
from adoption.claims.identity import twins
from adoption.claims.periods import Period, PeriodMention
from adoption.claims.quantifiers import Quota
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict, amount
from adoption.rates import Interval

MOST_NAMED = 8
MOST_READINGS = 3
FEW_WITHOUT_A_BASE = 3  # places of a set without an earlier figure, for a count still to be one
OF_PARTS = {
    "ages": ("age groups", "brackets", "cohorts"),
    "sizes": ("class", "classes", "size groups"),
    "sectors": ("sectors", "industry", "industries"),
}
ROUNDED = Decimal("0.05")  # 29.95 is read as 30.0


def tally(docket: Docket, i: int) -> Verdict:
    """Return the verdict on how many places, or which, lie above or below a level.

    A date only carried to it contradicts nothing if it holds now, or at another date spoken of.
    """
    statement = docket.statements[i]
    verdict = _at_its_date(docket, i, statement)
    if verdict.verdict != CONTRADICTED or statement.period_how in OWN_DATE:
        return verdict
    days = docket.days_of(statement.passage) | docket.days_of(statement.passage - 1)
    for period in (None, *(Period(day, day) for day in sorted(days, reverse=True))):
        other = _at_its_date(docket, i, replace(statement, period=period))
        if other.verdict == SUPPORTED:
            return other
    return verdict


def _at_its_date(docket: Docket, i: int, statement: Statement) -> Verdict:
    quota = statement.quota
    assert quota is not None
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    families, sure = _families(docket, i)
    if quota.others:
        sets = [(s, quota.others, _parts(docket, statement, s, quota.others)) for s in families]
        sets = [found for found in sets if _is_whole(found[2], quota)]
    else:
        sets = [
            (series, field.name, figures)
            for series in families
            for field in _fields(docket, i, quota)
            if (figures := _places(docket, statement, quota, series, field))
        ]
    by_series: dict[str, list[Verdict]] = {}
    for series, name, figures in sets:
        verdict = _held_against(docket, statement, series, name, figures)
        if verdict is not None:
            by_series.setdefault(series.series_id, []).append(verdict)
    results = [
        next((v for v in verdicts if v.verdict == SUPPORTED), verdicts[0])
        for verdicts in by_series.values()
    ]
    if not results:
        return Verdict(UNDETERMINED, f"no figures of a set of {quota.others or 'places'} to count")
    found = {v.verdict for v in results}
    if len(found) > 1:
        said = "; ".join(v.reason for v in results[:MOST_READINGS])
        return Verdict(UNDETERMINED, f"it is not said which share is meant: {said}")
    return results[0] if found == {SUPPORTED} or sure else replace(results[0], verdict=UNDETERMINED)


def _families(docket: Docket, i: int) -> tuple[list[Series], bool]:
    """Return one series of each measure that is counted, and whether that is certain."""
    subject = docket.statements[i].subject
    allowed, sure = _by_subject(docket, docket.statements[i])
    of_people = subject.ages or subject.employees or subject.group not in ("", "person")
    says_more = of_people or subject.purpose or subject.window or subject.detail
    for series in reversed(ranked_figures.spoken_of(docket, i) or _counted_before(docket, i)):
        if not says_more or any(twins(series, other) for other in allowed):
            return [series], True
    return allowed, sure


def _counted_before(docket: Docket, i: int) -> list[Series]:
    """Return the series of the last tally of the passage, or of the levels in the one before."""
    here = docket.statements[i]
    for j in range(i - 1, -1, -1):
        one, verdict = docket.statements[j], docket.verdicts.get(j)
        if one.passage < here.passage - 1:
            break
        told = one.kind == "tally" or one.passage < here.passage
        if told and verdict and verdict.verdict == SUPPORTED and verdict.series_id:
            series = docket.catalogue.series[verdict.series_id]
            if series.share:
                return [series]
    return []


def _by_subject(docket: Docket, statement: Statement) -> tuple[list[Series], bool]:
    """Return one series of each kind that the words allow, and whether it is the only kind."""
    subject = replace(statement.subject, places=())
    level = replace(statement, kind="level", unit="percent", subject=subject)
    found: list[Series] = []
    for candidate in docket.binder.candidates(level, share=True):
        if set(candidate.open_parts) <= {"place", "group"} and not any(
            twins(candidate.series, s) for s in found
        ):
            found.append(candidate.series)
    return found, len(found) == 1 or bool(subject.sources)


def _fields(docket: Docket, i: int, quota: Quota) -> list[Field]:
    """Return the sets that can be meant: the places named before, or those of a union or region."""
    named = [
        Field(NAMED, frozenset(places))
        for places in ranks.named_before(docket, i)
        if len(places) >= leaders.MIN_NAMED and quota.size in (0, len(places))
    ]
    if quota.spoken_of and named:
        return named[:1]
    known = fields_of(quota.field or _field_before(docket, i))
    if not quota.size:
        return known
    sized = [f for f in known if f.name == "world" or len(f.members) == quota.size]
    return sized or [f for f in fields_of("") if len(f.members) == quota.size]


def _field_before(docket: Docket, i: int) -> str:
    """Return the union or region that the last tally of the passage was of."""
    here = docket.statements[i]
    named = [
        s.quota.field for s in docket.statements[:i]
        if s.passage == here.passage and s.quota and s.quota.field
    ]  # fmt: skip
    return named[-1] if named else ""


def _places(
    docket: Docket, statement: Statement, quota: Quota, series: Series, field: Field
) -> dict[str, Figure]:
    """Return the figures of a set of places by name, none if it is not the one that is meant."""
    figures = _figures(docket, statement, series, field)
    fewest = len(field.members) if field.name == NAMED else ranked_figures.MIN_RANKED
    if len(figures) < fewest or not set(quota.those) <= set(figures):
        return {}
    if field.name == "world" and quota.size and quota.size != len(figures):
        return {}
    of_union = [p for p in docket.of_source(series.source_id) if p.geo == field.name]
    if field.name == "EU27" and not (quota.field or any(twins(p, series) for p in of_union)):
        return {}  # "countries" are those of the union only for a publisher that counts it
    return figures


def _parts(docket: Docket, statement: Statement, series: Series, others: str) -> dict[str, Figure]:
    """Return the figures of what is counted where it is no places: waves, sectors, sizes, ages."""
    if others.endswith(("waves", "surveys")):
        return {labels.period(*key): f for key, f in series.latest.items()}
    kind = next((k for k, words in OF_PARTS.items() if others.endswith(words)), "")
    return {
        name: f for name, (_, f) in leaders.parts(docket, statement.period, series, kind).items()
    }


def _is_whole(figures: dict[str, Figure], quota: Quota) -> bool:
    """Return whether the parts found are as many as are said to be in all."""
    return len(figures) >= leaders.MIN_NAMED and quota.size in (0, len(figures))


def _held_against(
    docket: Docket, statement: Statement, series: Series, name: str, figures: dict[str, Figure]
) -> Verdict | None:
    """Return the verdict of one set of figures on how many of them lie where it is said."""
    quota = statement.quota
    assert quota is not None
    if quota.first:
        return _before_others(docket, statement, series, name, figures)
    moves = quota.relation in (ROSE, FELL)
    there = {key: _lies_there(statement, f) for key, f in figures.items()}
    if moves:
        there = _which_moved(docket, statement, figures)
        if len(there) < max(leaders.MIN_NAMED, len(figures) - FEW_WITHOUT_A_BASE):
            return None
    counted = {key for key, lies in there.items() if lies is True}
    open_ = {key for key, lies in there.items() if lies is None}
    many = f"{len(counted)}" + (f" to {len(counted | open_)}" if open_ else "")
    level = "" if moves else f" {amount(statement.threshold, 'percent')}"
    said = (
        f"{many} of {len(there)} ({name}) {'' if moves else 'are '}{statement.relation}{level}: "
        f"{_named(counted, set(there), places=not quota.others)} [{series.series_id}]"
    )
    if quota.those:
        wrong = set(quota.those) - counted - open_
        left_out = counted - set(quota.those)
        fits = not wrong and not left_out
    else:
        whole = len(fields_of(name)[0].members) if name == "EU27" else len(there)
        possible = Interval(
            Decimal(len(counted)), Decimal(len(counted | open_) + whole - len(there))
        )
        fits = possible.meets(_wanted(quota, whole))
    verdict = SUPPORTED if fits else CONTRADICTED
    return Verdict(verdict, said, series.series_id, next(iter(figures.values())))


def _before_others(
    docket: Docket, statement: Statement, series: Series, name: str, figures: dict[str, Figure]
) -> Verdict:
    """Return the verdict on a place that was the first of a set to lie beyond a level."""
    assert statement.quota is not None
    (own,) = statement.quota.those
    since: dict[str, dt.date] = {}
    for key, figure in figures.items():
        latest = docket.catalogue.series[figure.series_id].latest.values()
        there = [f.period_end for f in latest if _lies_there(statement, f)]
        if there:
            since[key] = min(there)
    level = f"{statement.relation} {amount(statement.threshold, 'percent')}"
    figure = figures[own]
    if own not in since:
        said = f"no figure of {data.geo_name(own)} is {level}"
        return Verdict(CONTRADICTED, f"{said} [{figure.series_id}]", figure.series_id, figure)
    earlier = {key for key, day in since.items() if day < since[own]}
    at_once = {key for key, day in since.items() if day == since[own]} - {own}
    names = _named(earlier or at_once or {own}, set(since) | set(figures), places=True)
    when = "earlier" if earlier else "at the same time" if at_once else "first"
    said = f"{level} {when} ({name}): {names} [{series.series_id}]"
    verdict = CONTRADICTED if earlier else UNDETERMINED if at_once else SUPPORTED
    return Verdict(verdict, said, figure.series_id, figure)


def _named(counted: set[str], all_: set[str], *, places: bool) -> str:
    """Return the names of those counted, or of the others where they are fewer."""
    others = all_ - counted
    shown = sorted(others if len(others) < len(counted) else counted)
    names = ", ".join(data.geo_name(key) if places else key for key in shown[:MOST_NAMED])
    more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
    if len(others) < len(counted):
        return f"all but {names}{more}" if others else "all"
    return f"{names or 'none'}{more}"


def _which_moved(
    docket: Docket, statement: Statement, figures: dict[str, Figure]
) -> dict[str, bool | None]:
    """Return whether each figure moved the way that is said, None where the dates disagree."""
    found: dict[str, bool | None] = {}
    for key, figure in figures.items():
        series = docket.catalogue.series[figure.series_id]
        if statement.base:
            bases = bases_of(series, figure, statement.base)
        else:
            before = series.before(figure.period_end)
            year = PeriodMention(0, 0, months_before=12)
            bases = [*bases_of(series, figure, year), *([before] if before else [])]
        answers = {
            _moved(statement.relation, base, figure) for base in bases
            if not series.breaks_between(base.period_end, figure.period_end)
        }  # fmt: skip
        if answers:
            found[key] = answers.pop() if len(answers) == 1 else None
    return found


def _moved(relation: str, base: Figure, figure: Figure) -> bool | None:
    """Return whether it rose, or fell, from one figure to another; None if they print alike."""
    change = rates.change_points(base.nominal, figure.nominal)
    change = change if relation == ROSE else -change
    if change.lower >= 0 and change.upper > 0:
        return True
    return False if change.upper <= 0 else None


def _wanted(quota: Quota, total: int) -> Interval:
    """Return the number of places that is said, of so many in all."""
    if quota.but:
        return Interval(Decimal(total), Decimal(total)) - quota.wanted
    if not quota.of_all:
        return quota.wanted
    return quota.wanted * Interval(Decimal(total), Decimal(total))


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
        if peer.geo in field.members and twins(series, peer)
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

"""Changes of a text judged: growth, points and multiples, counted between two figures.

A change belongs to the level of its sentence; where the sentence names both levels, it is first
held against them: from 64.0 to 70.1 percent is no rise of 6.1 percent.
"""

# ruff: noqa: E501 -- a reason is written in one piece

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from adoption import rates
from adoption.claims import (
    antecedents,
    continuations,
    continuity,
    filings,
    levels,
    own_numbers,
    printed,
    spans,
    verdicts,
)
from adoption.claims.bindings import (
    OWN_DATE,
    SAME_SPAN_DAYS,
    Docket,
    all_of,
    bases_of,
    claimed_of,
    figures_at,
    figures_of_any_year,
)  # fmt: skip
from adoption.claims.catalogue import Figure, Series
from adoption.claims.periods import is_calendar_part, month_period
from adoption.claims.statements import COUNTED, Statement
from adoption.claims.vagueness import NOT_NAMED
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

COUNTED_PEOPLE = ("users", "accounts", "services", "population")
AT_ONCE = len(" from just over ")
SHORTEST_SPAN, LONGEST_SPAN = 81, 371  # days of a quarter, of a year
DAYS_OF_A_MONTH = dt.timedelta(days=31)  # "in June", of a survey that ended on the 28th


def settle_subject(docket: Docket) -> None:
    """Take the subject of a change as named where the level it goes on from is bound.

    "13% use it daily, up three points", "This is an increase of 6.1 per cent": the change is of
    that level, whatever its own words leave out.
    """
    for i, statement in enumerate(docket.statements):
        if statement.kind in COUNTED and _is_quoted_with_its_level(docket, statement):
            other = statement.subject.outsider
            stranger = "" if statement.stranger in other else statement.stranger
            subject = replace(statement.subject, outsider="")
            docket.statements[i] = replace(statement, subject=subject, stranger=stranger)
        if statement.kind not in COUNTED or not statement.weak.endswith(NOT_NAMED):
            continue
        near = [statement.level] if statement.level is not None else []
        if not near and statement.refers_back:
            around = list(antecedents.levels_before(docket, i))
            near = around[:1] + [j for j in around if j < i][:1]
        held = any(docket.verdicts[j].verdict == SUPPORTED for j in near)
        if held or ((told := antecedents.told(docket, i)) and told.sure):
            docket.statements[i] = replace(statement, weak="")


def _is_quoted_with_its_level(docket: Docket, statement: Statement) -> bool:
    """Return whether an unknown publisher's level is, to its last digit, a figure of the data.

    It then quotes these data, and the change beside it is of them too: "21.1 percent, according to
    the statistics institute, twice as many as the year before".
    """
    if not statement.subject.outsider or statement.level is None:
        return False
    level, held = docket.statements[statement.level], docket.verdicts[statement.level]
    same = level.subject.outsider == statement.subject.outsider
    return same and level.is_precise and held.verdict == SUPPORTED


def change(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a change: by the numbers of its sentence, then by the figures."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    before = docket.statements[i - 1] if i else None
    if before and before.against == 1 and before.sentence == statement.sentence:
        found = _change_by_figures(docket, i)
        if found.verdict == SUPPORTED and statement.has_decimals:
            return found
        return Verdict(UNDETERMINED, "it is the number that a multiple is counted against")
    wandering = spans.wandering_base(docket, i)
    if wandering:
        return wandering
    antecedents.lead_on(docket, i)
    statement = docket.statements[i]
    by_text = own_numbers.by_its_own_numbers(docket, i)
    if by_text and by_text.verdict == CONTRADICTED:
        return by_text
    flow = filings.newly_filed(docket, statement)
    if flow:
        return flow
    by_figures = own_numbers.between_the_same(docket, i) or _change_by_figures(docket, i)
    if by_figures.verdict == UNDETERMINED:
        by_figures = _points_of_a_count(docket, i) or by_figures
    if by_figures.verdict != SUPPORTED:
        by_figures = antecedents.below_the_later_one(docket, i) or by_figures
    by_figures = antecedents.to_a_level_before(docket, i, by_figures) or by_figures
    if by_text and by_figures.verdict != SUPPORTED and (held := own_numbers.both_held(docket, i)):
        if own_numbers.holds_between(statement, *held):
            reason = f"{by_text.reason}; both are published"
            return Verdict(SUPPORTED, reason, held[1].series_id, held[1].figure, held[0].figure)
        if not own_numbers.is_counted_from_its_numbers(docket, i):
            return by_figures
    if by_text and by_figures.verdict != SUPPORTED:
        reason = f"{by_figures.reason}; {by_text.reason}"
        return replace(by_figures, verdict=UNDETERMINED, reason=reason)
    return by_figures


def _points_of_a_count(docket: Docket, i: int) -> Verdict | None:
    """Contradict points said of a count that grew by so many per cent: 1.46亿，环比下降14个百分点."""
    statement = docket.statements[i]
    if statement.kind != "change_points" or statement.level is not None:
        return None
    counts = [
        j for j, s in docket.beside(statement)
        if j < i and s.kind == "level" and not s.base_level
    ][-1:]  # fmt: skip
    if not counts or docket.statements[counts[0]].unit not in ("persons", "accounts"):
        return None
    held = docket.verdicts[counts[0]]
    if held.verdict != SUPPORTED or held.figure is None:
        return None
    series = docket.catalogue.series[held.series_id]
    ends = [f for f in series.figures if f.period_end == held.figure.period_end]
    grown = replace(statement, kind="change_percent", unit="percent", level=counts[0])
    verdict = _best_change(docket, grown, [(series, ends, True)])
    if verdict is None or verdict.verdict != SUPPORTED:
        return None
    reason = f"a count has no percentage points; it grew by so many per cent: {verdict.reason}"
    return replace(verdict, verdict=CONTRADICTED, reason=reason)


def _change_by_figures(docket: Docket, i: int) -> Verdict:
    statement = docket.statements[i]
    if len(statement.subject.members) > 1:
        return _each_change(docket, statement)
    ends: list[tuple[Series, list[Figure], bool]] = []
    if statement.level is not None and docket.verdicts[statement.level].series_id:
        bound = docket.verdicts[statement.level]
        for one in docket.held.get(statement.level) or [bound]:
            series = docket.catalogue.series[one.series_id]
            if one.figure and one.verdict in (SUPPORTED, CONTRADICTED):
                same = [f for f in series.figures if f.period_end == one.figure.period_end]
                restated = one.figure not in series.latest.values()  # its base may be, too
                ends.append((series, same, not restated))
    unbound = not ends and statement.level is not None
    told = None if ends or unbound else _of_the_level_before(docket, i)
    told = told or (None if ends or unbound else antecedents.over_the_same_span(docket, i))
    if told and told.verdict != UNDETERMINED:
        return told
    dated = statement.base is not None or statement.period is not None
    if not ends and not unbound and (dated or statement.subject.sources):
        ends = _ends_by_subject(docket, statement)
    verdict = _best_change(docket, statement, ends)
    if told and verdict and verdict.verdict == CONTRADICTED:
        return told
    if (verdict is None or verdict.verdict != SUPPORTED) and (break_ := _across_a_break(docket, i)):
        return break_
    if verdict is None or verdict.verdict == UNDETERMINED:
        going_on = _going_on(docket, i)
        its_own = {s.series_id for s, *_ in ends} if statement.level is not None else set()
        own = going_on is not None and (not its_own or going_on.series_id in its_own)
        own = own and not (unbound and _is_of_another_place(docket, statement, going_on))
        if going_on and (own or going_on.verdict != CONTRADICTED):
            verdict = going_on  # what its level is bound to, no other measure can contradict
    if verdict is None or verdict.verdict == CONTRADICTED:
        verdict = printed.alone(docket, statement, ends) or verdict
    if verdict is None and unbound:
        return Verdict(
            UNDETERMINED, "the level it belongs to is bound to no figure" + _implied(docket, i)
        )
    return verdict or Verdict(UNDETERMINED, _why_no_change(docket, statement))


def _is_of_another_place(docket: Docket, statement: Statement, found: Verdict | None) -> bool:
    """Return whether a verdict is by a series of another place than a change is said of."""
    series = docket.catalogue.series.get(found.series_id) if found else None
    places = statement.subject.places
    return series is not None and bool(places) and series.geo not in places


def _of_the_level_before(docket: Docket, i: int) -> Verdict | None:
    """Judge a change by the series of the level stated before that it goes on from."""
    told, statement = antecedents.told(docket, i), docket.statements[i]
    if told is None or not (statement.base or _since_the_start(statement, told.series)):
        return None
    ends = [
        (told.series, [f for f in told.series.figures if f.period_end == day], told.alone)
        for day in told.ends
    ]
    return _best_change(docket, statement, ends, told=told.sure)


def _across_a_break(docket: Docket, i: int) -> Verdict | None:
    """Name the change of definition between the two levels that a change is counted between."""
    statement = docket.statements[i]
    end = docket.verdicts[statement.level] if statement.level is not None else None
    if end is None or end.verdict != SUPPORTED:
        return None
    for j, beside in docket.beside(statement):
        base = docket.verdicts.get(j)
        if beside.kind != "level" or j == statement.level or base is None:
            continue
        why = docket.catalogue.break_between(base.series_id, end.series_id)
        if base.verdict == SUPPORTED and why:
            reason = f"no growth across a change of definition ({why})"
            return Verdict(UNDETERMINED, reason, end.series_id, end.figure, base.figure)
    return None


def _going_on(docket: Docket, i: int) -> Verdict | None:
    """Judge a change of what an earlier sentence speaks of, of its passage or of the one before."""
    statement = docket.statements[i]
    if statement.subject.outsider or statement.stranger:
        return None
    opens = not any(j < i and v.figure for j, v in docket.held_in(statement.passage))
    across = opens and statement.refers_back and statement.subject.how.get("places") == "here"
    based = statement.base is not None or _named_base(docket, statement) is not None
    named = not any(docket.statements[j].passage == statement.passage for j in docket.unnamed)
    for series, anchor in continuations.continued(docket, statement, i, across=across):
        ends = continuity.figures_of(statement, series, anchor)
        ends = [f for f in ends if f.period_end > _since(statement)]
        counted = named and based and not _is_followed(docket, statement, anchor)
        verdict = _best_change(docket, statement, [(series, ends, counted)]) if ends else None
        if verdict is not None:
            return verdict
    return None


def _is_followed(docket: Docket, statement: Statement, anchor: Figure) -> bool:
    """Return whether the passage of a change names a period after that of a figure."""
    last = anchor.period_end + DAYS_OF_A_MONTH
    return any(
        period.start > anchor.period_end and period.end > last
        for s in docket.statements
        if s.passage == statement.passage
        for period in (s.period, s.base.period if s.base else None)
        if period
    )


def _each_change(docket: Docket, statement: Statement) -> Verdict:
    parts = []
    for place in statement.subject.members:
        subject = replace(
            statement.subject, places=(place,), how=statement.subject.how | {"places": "here"}
        )
        one = replace(statement, subject=subject)
        verdict = _best_change(docket, one, _ends_by_subject(docket, one))
        parts.append((place, verdict or Verdict(UNDETERMINED, "no figures")))
    return all_of(parts)


def _ends_by_subject(
    docket: Docket, statement: Statement
) -> list[tuple[Series, list[Figure], bool]]:
    if not levels.has_subject(docket, statement):
        return []
    share = True if statement.kind == "change_points" else None
    ends = []
    for candidate in docket.binder.candidates(statement, share=share):
        series = candidate.series
        people = statement.subject.indicator in COUNTED_PEOPLE or statement.subject.window
        if not series.share and not people:
            continue  # a growth of "usage" need not be one of users; one of 月活 is
        if statement.period is None and not statement.undated:
            days = docket.days_of(statement.passage) - {series.figures[-1].period_end}
            days = {day for day in days if day > _since(statement)}
            for day in sorted(days):  # a headline is of the day that the article names
                if spoken := [f for f in series.figures if f.period_end == day]:
                    ends.append((series, spoken, False))
        if statement.period is None and statement.undated and statement.undated.unfinished:
            figures = figures_of_any_year(series, statement.undated)
            for day in dict.fromkeys(f.period_end for f in figures):
                ends.append((series, [f for f in figures if f.period_end == day], False))
            continue
        if statement.period is not None:
            figures = figures_at(series, statement.period)
            if (statement.period.end - statement.period.start).days > 200 and figures:
                newest = max(f.period_end for f in figures)
                figures = [f for f in figures if f.period_end == newest]
        else:
            figures = [f for f in series.figures if f.period_end == series.figures[-1].period_end]
        strong = candidate.confirmed and statement.period is not None
        if not (candidate.confirmed or levels.is_no_accident(docket, statement, candidate, 0)):
            continue
        if figures:
            ends.append((series, figures, strong))
        looked_back = statement.period_how in ("carried", "distant")
        if looked_back and statement.kind == "change_points" and statement.has_decimals:
            last = [f for f in series.figures if f.period_end == series.figures[-1].period_end]
            ends.append((series, last, False))
    return ends


def _best_change(
    docket: Docket,
    statement: Statement,
    ends: list[tuple[Series, list[Figure], bool]],
    *,
    told: bool = False,
) -> Verdict | None:
    """Return the verdict by the series of `ends`; it is sure if the level was `told` before."""
    claimed = claimed_of(statement)
    named = _named_base(docket, statement)
    found: list[Verdict] = []
    refused: list[tuple[Verdict, bool, Series]] = []
    for series, figures, strong in ends:
        if statement.kind == "change_points" and not series.share:
            continue
        newest = figures[-1]
        if statement.level is None and any(
            f.released != newest.released for f in figures if f.period_end == newest.period_end
        ):
            strong = False  # restated, as its base may be
        groups: dict[tuple[dt.date, dt.date], list[Figure]] = defaultdict(list)
        bases = _since_the_start(statement, series) or bases_of(series, newest, statement.base)
        if named and named.series_id == series.series_id and not (statement.base and bases):
            bases = [f for f in series.figures if f.period_end == named.period_end]
        for f in bases:
            if f.period_end >= newest.period_end:
                continue
            groups[(f.period_start, f.period_end)].append(f)
        tried = []
        for same_period in groups.values():
            same = [f for f in figures if f.period_start == newest.period_start]
            verdict = verdicts.change(series, statement.kind, claimed, same, same_period)
            tried.append(printed.decided(docket, statement, verdict))
        best = verdicts.best(tried)
        if best is None:
            continue
        if best.verdict == SUPPORTED:
            found.append(verdicts.with_reason(best, f" [{series.series_id}]"))
        elif best.verdict == CONTRADICTED:
            near = min(tried, key=lambda v: _nearness(v))
            refused.append((near, strong, series))
        else:
            found.append(verdicts.with_reason(best, f" [{series.series_id}]"))
    best = verdicts.best(v for v in found if v.verdict == SUPPORTED)
    if best:
        return best
    for verdict, strong, series in refused:
        sure = told or _change_is_binding(
            docket, statement, series, [s for _, sure, s in refused if sure]
        )
        if strong and sure:
            kind = statement.kind
            why = verdicts.explain_change(docket.catalogue, series, kind, claimed, verdict)
            return verdicts.with_reason(verdict, f" [{series.series_id}]{why}")
    if refused:
        verdict, _, series = refused[0]
        return Verdict(
            UNDETERMINED,
            f"fits no figures it may speak of, but the binding is not certain: {verdict.reason} "
            f"[{series.series_id}]",
        )
    return found[0] if found else None


def _since(statement: Statement) -> dt.date:
    """Return the day after which a change ends that is counted up to now."""
    counted = statement.base is not None and statement.period_how == "now"
    since = statement.base.period if counted and statement.base else None
    return since.end if since else dt.date.min


def _since_the_start(statement: Statement, series: Series) -> list[Figure]:
    """Return the figures from which a period counts: those of its first day, or first month.

    "In the second half of 2025" counts from the end of June, "between March and December" from March.
    """
    period = statement.period
    if statement.base is not None or period is None or period.vague:
        return []
    if statement.period_how not in OWN_DATE:
        return []
    length = (period.end - period.start).days + 1
    if not is_calendar_part(period) and DAYS_OF_A_MONTH.days < length <= LONGEST_SPAN:
        first = month_period(period.start.year, period.start.month)
        return [f for f in series.figures if first.start <= f.period_end <= first.end]
    if not SHORTEST_SPAN <= length <= LONGEST_SPAN:
        return []
    return [
        f for f in series.figures
        if abs((f.period_end - period.start).days) <= SAME_SPAN_DAYS
    ]  # fmt: skip


def _named_base(docket: Docket, statement: Statement) -> Figure | None:
    """Return the figure of the earlier level that the sentence names: "from 17.7 percent"."""
    for j, s in docket.beside(statement):
        own = s.level == statement.level is not None or _stands_at(s, statement)
        own = (s.base_level and own) or own_numbers.is_earlier_by(docket, statement, s)
        held = docket.verdicts.get(j)
        if own and held and held.verdict == SUPPORTED and own_numbers.same_base(statement, s):
            return held.figure
    return None


def _stands_at(base: Statement, change: Statement) -> bool:
    """Return whether an earlier level stands right at a change: "doubled from 14.2%", 较8%翻番."""
    return 0 <= base.start - change.end <= AT_ONCE or 0 <= change.start - base.end <= 1


def _change_is_binding(
    docket: Docket, statement: Statement, series: Series, others: list[Series]
) -> bool:
    if statement.subject.outsider or statement.weak:
        return False
    base = _named_base(docket, statement)
    if _is_below_what_was_told(docket, statement):
        return False
    if statement.level is not None or (base and base.series_id == series.series_id):
        return True
    subject = statement.subject
    goes_on = statement.refers_back and statement.base is not None
    if statement.period_how == "distant" or (statement.period_how == "carried" and not goes_on):
        return False
    if levels.says_penetration(docket, statement) and statement.base is not None:
        return True
    if subject.sources and series.source_id in subject.sources:
        return statement.base is not None or statement.period_how in ("here", "only", "sentence")
    return (
        len({s.source_id for s in others}) == 1
        and (statement.base is not None or bool(_since_the_start(statement, series)))
        and (not series.share or statement.has_decimals or statement.kind == "ratio")
    )


def _is_below_what_was_told(docket: Docket, statement: Statement) -> bool:
    """Return whether it was so much less than what was told before: "in 2021 it was 2.4 points lower, at 2.8%"."""
    level = None if statement.level is None else docket.statements[statement.level]
    bare = statement.more and statement.base is None and statement.period_how in OWN_DATE
    return bool(bare and level and level.start > statement.end)


def _why_no_change(docket: Docket, statement: Statement) -> str:
    if not levels.has_subject(docket, statement):
        return levels.what_is_not_named(statement)
    return "no figures of both periods in the data" + _implied_text(docket, statement)


def _implied(docket: Docket, i: int) -> str:
    return _implied_text(docket, docket.statements[i])


def _implied_text(docket: Docket, statement: Statement) -> str:
    """Return the base that a change implies for the level of its sentence."""
    if statement.level is None or statement.kind == "ratio_of_changes":
        return ""
    level = docket.statements[statement.level]
    if level.relation or level.unit not in ("percent", "persons", "accounts"):
        return ""
    try:
        if statement.kind == "change_percent":
            base = rates.implied_base(level.printed, statement.printed)
        elif statement.kind == "ratio":
            base = rates.ratio(statement.printed, level.printed)
        else:
            base = level.printed - statement.printed
    except (ZeroDivisionError, ValueError, ArithmeticError):
        return ""
    if not base.upper.is_finite():
        return ""
    return f"; implies {verdicts.bounds(base, level.unit)} before"


def _nearness(verdict: Verdict) -> int:
    base = verdict.base_period_end or dt.date.min
    end = verdict.period_end or dt.date.min
    return abs((end - base).days - 365)

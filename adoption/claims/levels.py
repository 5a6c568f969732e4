"""Levels of a text judged: how many users, what share, held against the figures of their period.

A level is supported by any series it may speak of, and contradicted only if a series is confirmed
in every part, has a figure of the period, and no other possible series fits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from adoption.claims import shares, verdicts
from adoption.claims.bindings import (
    VAGUE_DAYS,
    Candidate,
    Docket,
    all_of,
    claimed_of,
    current_at,
    figures_at,
    figures_of_any_year,
    is_counted_by_its_maker,
    is_of_a_longer_period,
    may_be_of_any_ai,
)  # fmt: skip
from adoption.claims.catalogue import Figure, Series
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict

OF_A_NUMBER = "of a number"  # "45.9% of the 1.123 billion", as `people` reads it
NAMED_CANDIDATES = 4  # how many series a reason lists
EVERYBODY = Decimal("1.05")  # populations of other sources and years differ
UNDERSTATED = 2  # "more than 200 million" is not said of more than twice as many
FAR_OFF = 3  # an undated level so many times outside every figure needs an explanation


def level(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a level: of one place, or of each of several."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    impossible = _more_than_everybody(docket, statement)
    if impossible:
        return impossible
    if statement.subject.members and len(statement.subject.members) > 1:
        return _each(docket, i)
    return level_among(docket, statement, docket.binder.candidates(statement), index=i)


def _more_than_everybody(docket: Docket, statement: Statement) -> Verdict | None:
    """Refuse more users than there are people, in the place or in the world."""
    subject = statement.subject
    if statement.unit != "persons" or statement.weak or not (subject.products or subject.sources):
        return None
    if subject.how.get("products") in ("carried", "distant") and not subject.indicator:
        return None
    near = subject.how.get("places") == "here"
    place = subject.places[0] if near and len(subject.places) == 1 else "WLD"
    sizes = [size for _, size in docket.population.get(place, docket.population.get("WLD", []))]
    if not sizes or statement.loose.lower <= max(sizes) * EVERYBODY:
        return None
    if place != "WLD" and _is_counted_worldwide(docket, statement):
        return None
    claimed = claimed_of(statement)
    people = verdicts.amount(max(sizes), "persons")
    verdict = Verdict(CONTRADICTED, f"more than all people: the population is at most {people}")
    for candidate in docket.binder.candidates(statement):
        if candidate.confirmed:
            series = candidate.series
            day = statement.period.end if statement.period else series.figures[-1].period_end
            why = verdicts.explain_level(docket.catalogue, series, claimed, day)
            figure = min(series.figures, key=lambda f: abs((f.period_end - day).days))
            return verdicts.with_reason(
                replace(verdict, series_id=series.series_id, figure=figure), why
            )
    return verdict


def _is_counted_worldwide(docket: Docket, statement: Statement) -> bool:
    """Return whether the number is of the world: "opened to all in the U.S., it has a billion"."""
    return any(
        figure.nominal.meets(statement.printed)
        for series in docket.catalogue.by_geo.get("WLD", [])
        if series.product in statement.subject.products and not series.share
        for figure in series.figures
    )


def level_of_one(docket: Docket, statement: Statement) -> Verdict:
    """Return the verdict on a level that is none of the statements of the document."""
    return level_among(docket, statement, docket.binder.candidates(statement))


def _each(docket: Docket, i: int) -> Verdict:
    """Judge a statement about several places: it must hold for each of them."""
    statement = docket.statements[i]
    parts = _parts(docket, statement)
    if not statement.quantified:
        held = [v for _, v in parts if v.verdict == SUPPORTED]
        return held[0] if held else Verdict(UNDETERMINED, "several places are named")
    verdict = all_of(parts)
    sources = {docket.catalogue.series[v.series_id].source_id for _, v in parts if v.series_id}
    if verdict.verdict != SUPPORTED or len(sources) == 1:
        return verdict
    for source in sorted(sources):  # who counts otherwise is not set beside the others
        subject = replace(statement.subject, sources=(source,))
        of_one = all_of(_parts(docket, replace(statement, subject=subject)))
        if of_one.verdict == SUPPORTED:
            return of_one
    mixed = "only figures of several publishers, who count differently, fit together"
    return Verdict(UNDETERMINED, f"{mixed}: {verdict.reason}")


def _parts(docket: Docket, statement: Statement) -> list[tuple[str, Verdict]]:
    """Return the verdict on a statement about several places for each of them."""
    parts = []
    for place in statement.subject.members:
        subject = replace(
            statement.subject, places=(place,), how=statement.subject.how | {"places": "here"}
        )
        one = replace(statement, subject=subject)
        parts.append((place, level_among(docket, one, docket.binder.candidates(one))))
    return parts


def level_among(
    docket: Docket,
    statement: Statement,
    candidates: list[Candidate],
    *,
    anchored: bool = False,
    index: int = -1,
) -> Verdict:
    """Return the verdict on a level by the candidates that it may be of."""
    claimed = claimed_of(statement)
    part = statement.subject.group in ("internet", "genai")
    if part and not any(c.confirmed for c in candidates):
        derived = shares.of_two_counts(docket, statement, index)
        if derived:
            return derived
    if not candidates:
        derived = shares.of_two_counts(docket, statement, index)
        return derived or Verdict(UNDETERMINED, _missing(docket, statement))
    alone = bool(statement.subject.products) and len({c.series.geo for c in candidates}) == 1
    if not (has_subject(docket, statement) or anchored or (alone and statement.period)):
        return Verdict(UNDETERMINED, _named("no subject; it could be", candidates))
    held: list[tuple[int, Verdict]] = []
    failed: list[tuple[Candidate, Verdict]] = []
    unsure: list[tuple[Candidate, Verdict]] = []
    for candidate in candidates:
        for rank, figures in enumerate(_figures(docket, statement, candidate.series)):
            if not figures:
                continue
            verdict = _no_understatement(
                statement, verdicts.level(candidate.series, claimed, figures)
            )
            if verdict.verdict == SUPPORTED:
                if candidate.confirmed or is_no_accident(docket, statement, candidate, rank):
                    held.append((rank + 2 * len(candidate.open_parts), verdict))
                else:
                    unsure.append((candidate, verdict))
                break
            if rank == 0:
                failed.append((candidate, verdict))
                if verdicts.is_far(verdict.figure.nominal, claimed):  # type: ignore[union-attr]
                    break
            elif rank == 1 and not _figures(docket, statement, candidate.series)[0]:
                break
    if held:
        held.sort(key=lambda pair: pair[0] + (2 if pair[1].fit == verdicts.ROUND else 0))
        docket.held[index] = [verdict for _, verdict in held]
        return _described(docket, statement, held[0][1], held[0][0])
    refused = _refused(docket, statement, claimed, candidates, failed, anchored=anchored)
    if refused.verdict != UNDETERMINED or failed or not unsure:
        return refused
    return _left_open(statement, claimed, unsure) or refused


def _left_open(
    statement: Statement, claimed: Claimed, unsure: list[tuple[Candidate, Verdict]]
) -> Verdict | None:
    """Return the verdict on a share that fits, though the words leave a part of its series open."""
    if statement.unit != "percent":
        return None
    if claimed.printed.is_one_sided and statement.period is None:
        return None  # "more than half", of no date, is no number that tells a figure
    candidate, verdict = unsure[0]
    said = f"the words leave open: {', '.join(candidate.open_parts)}"
    if len(unsure) == len(candidate.open_parts) == 1:
        return verdicts.with_reason(
            verdict, f" [{candidate.series.series_id}]; no other figure fits, but {said}"
        )
    reason = f"it would fit, {verdict.reason} [{candidate.series.series_id}], but {said}"
    return Verdict(UNDETERMINED, reason)


def _no_understatement(statement: Statement, verdict: Verdict) -> Verdict:
    """Leave open "more than 230 million" for 515 million: nobody would say so of it."""
    above = statement.relation in ("over", "at least") and statement.unit in ("persons", "accounts")
    figure = verdict.figure
    if verdict.verdict != SUPPORTED or not above or figure is None or statement.quantified:
        return verdict
    if figure.value <= statement.value * UNDERSTATED:
        return verdict
    reason = f"far below the figure it could be of: {verdict.reason}"
    return replace(verdict, verdict=UNDETERMINED, reason=reason)


def _figures(docket: Docket, statement: Statement, series: Series) -> list[list[Figure]]:
    """Return the figures a level can mean, most fitting first: of its date, current then, any."""
    if statement.period is None and statement.undated and statement.undated.unfinished:
        return [[], figures_of_any_year(series, statement.undated)]
    if statement.period is None:
        counted_back = statement.period_how == "relative" and statement.base is not None
        width = statement.printed.upper - statement.printed.lower
        if counted_back and statement.unit == "percent" and width > 1:
            return [[], []]  # many a figure of an unknown time fits "under 8%" or "one in 25"
        return [[], list(series.figures)]
    at = figures_at(series, statement.period)
    own = statement.period_how in ("here", "only", "sentence")
    if at:
        return [at, [] if statement.period_how in ("here", "only") else list(series.figures)]
    return [[], current_at(series, statement.period) if own else list(series.figures)]


def has_subject(docket: Docket, statement: Statement) -> bool:
    """Return whether the words name enough for a figure that fits to be no accident."""
    subject = statement.subject
    specific = any(not p.startswith("any-") and p != "internet" for p in subject.products)
    quoted = subject.sources and subject.how.get("sources") != "later"
    return bool(
        specific
        or subject.indicator in ("services", "population")
        or (subject.places and (subject.products or quoted))
        or quoted
    )


def is_no_accident(docket: Docket, statement: Statement, candidate: Candidate, rank: int) -> bool:
    """Return whether a figure that fits is no accident though parts of the subject are open."""
    subject = statement.subject
    named = bool(subject.sources) and candidate.series.source_id in subject.sources
    fine = statement.unit != "percent" or statement.has_decimals
    if "place" in candidate.open_parts and statement.unit == "percent":
        return named and fine
    return (len(candidate.open_parts) <= 1 and (named or fine)) or (
        len(candidate.open_parts) == 2 and named and fine
    )


def _described(docket: Docket, statement: Statement, verdict: Verdict, rank: int) -> Verdict:
    figure = verdict.figure
    series = docket.catalogue.series[verdict.series_id]
    extra, fit = f" [{verdict.series_id}]", verdict.fit
    if figure and statement.period is None:
        last = list(series.latest.values())[-1]
        if last.period_end > figure.period_end:
            known = f"a later figure is out: {last.words()}"
            if statement.base_level:
                known = "it is read as the start of the change"
            extra += f"; no date is named with it, and {known}"
            fit = verdicts.UNDATED
    elif figure and rank % 2 == 1:
        extra += "; the period is that of the figure, not the one named"
        fit = verdicts.OTHER_DATE
    return verdicts.with_reason(replace(verdict, fit=fit), extra)


def _refused(
    docket: Docket,
    statement: Statement,
    claimed: Claimed,
    candidates: list[Candidate],
    failed: list[tuple[Candidate, Verdict]],
    *,
    anchored: bool,
) -> Verdict:
    """Contradict a level only if a confirmed series of the period fails and none else fits."""
    confirmed = [(c, v) for c, v in failed if c.confirmed and v.verdict == CONTRADICTED]
    undecided = [v for c, v in failed if v.verdict == UNDETERMINED]
    edge = [v for v in undecided if v.fit == verdicts.AT_THE_EDGE]
    if edge:
        return verdicts.with_reason(edge[0], f" [{edge[0].series_id}]")
    for candidate, verdict in confirmed:
        day = verdict.period_end or dt.date.min
        why = verdicts.explain_level(docket.catalogue, candidate.series, claimed, day)
        if (anchored and not statement.weak) or _binding(
            docket, statement, candidate, verdict.figure, failed, why
        ):
            if _could_be_another_period(docket, statement, candidate, claimed):
                continue
            reason = f" [{candidate.series.series_id}]{why}"
            return verdicts.with_reason(verdict, reason)
    for candidate in candidates:
        verdict_between = _between(docket, statement, candidate, claimed)
        if verdict_between:
            return verdict_between
    if undecided and not confirmed:
        return verdicts.with_reason(undecided[0], f" [{undecided[0].series_id}]")
    if failed:
        near = failed[0]
        return Verdict(
            UNDETERMINED,
            f"fits no figure it may speak of, but the binding is not certain: {near[1].reason} "
            f"[{near[0].series.series_id}]" + _others([c for c, _ in failed[1:]]),
        )
    if statement.period is None:
        return _undated(docket, statement, claimed, candidates)
    return Verdict(UNDETERMINED, _named("no figure of that period in", candidates))


def _binding(
    docket: Docket,
    statement: Statement,
    candidate: Candidate,
    figure: Figure | None,
    failed: list[tuple[Candidate, Verdict]],
    why: str,
) -> bool:
    """Return whether the text leaves no other figure to be meant than that of the candidate."""
    subject, series = statement.subject, candidate.series
    if subject.outsider or statement.weak or statement.relation == "at most":
        return False
    if statement.period_how == "distant":
        return False
    if statement.base_level and statement.period_how != "here":
        return False
    named = bool(subject.sources) and series.source_id in subject.sources
    if is_of_a_longer_period(statement, figure) and not (series.share and named):
        return False
    if series.group.is_weighted and subject.detail != series.group.detail:
        return False
    if not series.share and _is_of_the_place_before(docket, statement, series):
        return False
    if figure is not None and _lies_after(statement, series, figure):
        return False
    if may_be_of_any_ai(docket, statement, series):
        return False
    if figure is not None and _only_came_out(docket, statement, series, figure):
        return False
    if named and subject.how.get("sources") != "later":
        return (
            subject.how.get("sources") == "sentence"
            or statement.period_how != "carried"
            or bool(why)
            or _goes_with(docket, statement, series, figure)
        )
    if not series.share:
        if statement.period_how == "carried" and not is_counted_by_its_maker(series):
            return False  # of a day that is not told, and who counts it neither
        return "places" in subject.how and subject.how["products"] in (
            "here",
            "sentence",
            "carried",
        )
    if subject.indicator == "penetration" and says_penetration(docket, statement):
        return True
    publishers = {c.series.source_id for c, _ in failed}
    fine = statement.has_decimals
    exact = statement.period_how in ("here", "only", "sentence")
    return exact and (bool(why) or (fine and len(publishers) == 1))


def _only_came_out(docket: Docket, statement: Statement, series: Series, figure: Figure) -> bool:
    """Return whether a figure came out in the period said, of which its publisher has others."""
    said, days = statement.period, dt.timedelta(days=VAGUE_DAYS)
    if said is None or figure.period_end >= said.start - days:
        return False
    return any(
        said.start <= f.period_end <= said.end
        for other in docket.of_source(series.source_id)
        if other.geo == series.geo and other is not series
        for f in other.figures
    )


def _is_of_the_place_before(docket: Docket, statement: Statement, series: Series) -> bool:
    """Return whether the number before it is of another place: 美国占17%，其中7720万."""
    subject = statement.subject
    before = [s for _, s in docket.beside(statement) if s.start < statement.start][-1:]
    return (
        subject.how.get("places") == "sentence"
        and series.geo not in subject.places
        and any(s.subject.how.get("places") == "here" for s in before)
        and before[0].subject.places == subject.places
    )


def _lies_after(statement: Statement, series: Series, figure: Figure) -> bool:
    """Return whether a count of the end of a half or year lies between the figures around it.

    截至2025年上半年备案439款: 346 had been filed in March, 490 by the end of July.
    """
    said, later = statement.period, series.after(figure.period_end)
    if series.share or said is None or later is None or statement.printed.is_one_sided:
        return False
    apart = (said.end - figure.period_end).days > VAGUE_DAYS and later.period_end > said.end
    low, high = sorted((figure.value, later.value))
    return apart and low <= statement.value <= high


def _goes_with(docket: Docket, statement: Statement, series: Series, figure: Figure | None) -> bool:
    """Return whether its passage states another figure of the publisher and date carried to it.

    The words of a share with decimals must name nothing new.
    """
    plain = statement.refers_back and statement.tied and statement.has_decimals
    return plain and any(
        held.verdict == SUPPORTED
        and figure is not None
        and held.period_end == figure.period_end
        and docket.statements[j].passage == statement.passage
        and docket.catalogue.series[held.series_id].source_id == series.source_id
        for j, held in docket.verdicts.items()
        if held.series_id
    )


def says_penetration(docket: Docket, statement: Statement) -> bool:
    """Return whether the share is called a penetration, the word of few publishers."""
    return "penetration" in statement.subject.how.get("words", "")


def _could_be_another_period(
    docket: Docket, statement: Statement, candidate: Candidate, claimed: Claimed
) -> bool:
    """Return whether a date that was not said of this number hides a true figure."""
    dated = statement.date_at_it or not statement.base_level
    if statement.period_how in ("here", "only") and dated:
        return False
    return any(
        f.nominal.meets(claimed.printed) and not verdicts.only_touches(f, claimed, claimed.printed)
        for f in candidate.series.figures
    )


def _between(
    docket: Docket, statement: Statement, candidate: Candidate, claimed: Claimed
) -> Verdict | None:
    """Contradict a count far outside the figures before and after its date."""
    series, period = candidate.series, statement.period
    if (
        series.share
        or not candidate.confirmed
        or period is None
        or statement.subject.outsider
        or statement.weak
    ):
        return None
    if (period.end - period.start).days > 95 or statement.period_how in ("carried", "distant"):
        return None
    if series.source_id not in statement.subject.sources and not is_counted_by_its_maker(series):
        return None  # who counts otherwise may count others
    verdict = verdicts.between_neighbours(series, claimed, period.end)
    bounds = [f for f in (series.before(period.end), series.after(period.end)) if f]
    if any(is_of_a_longer_period(statement, f) for f in bounds):
        return None
    if any(f.bound == "lower" and claimed.loose.upper > f.value for f in bounds):
        return None  # more than a lower bound is no contradiction
    if verdict.verdict == CONTRADICTED:
        why = verdicts.explain_level(docket.catalogue, series, claimed, period.end)
        return verdicts.with_reason(verdict, f" [{series.series_id}]{why}")
    return None


def _undated(
    docket: Docket, statement: Statement, claimed: Claimed, candidates: list[Candidate]
) -> Verdict:
    confirmed = [c for c in candidates if c.confirmed]
    for candidate in confirmed:
        series = candidate.series
        low = min(f.nominal.lower for f in series.figures)
        high = max(f.nominal.upper for f in series.figures)
        far = claimed.loose.lower > high * FAR_OFF or (0 < claimed.value * FAR_OFF < low)
        if statement.subject.outsider or statement.weak:
            continue
        if months := _figures_of_its_month(statement, series, claimed):
            day = months[-1].period_end
            why = verdicts.explain_level(docket.catalogue, series, claimed, day)
            if "is the figure of" in why:
                reason = f"published: {months[-1].words()} [{series.series_id}]{why}"
                return Verdict(CONTRADICTED, reason, series.series_id, months[-1])
        if series.share or not far or statement.period_how == "relative":
            continue
        for figure in reversed(series.latest.values()):
            if what := verdicts.power_of_ten(figure, claimed):
                reason = f"published: {figure.words()} [{series.series_id}]; {what}"
                return Verdict(CONTRADICTED, reason, series.series_id, figure)
    known = ", ".join(
        f"{f.words()}" for c in confirmed[:1] for f in list(c.series.latest.values())[-3:]
    )
    detail = f"; the last figures are {known}" if known else ""
    return Verdict(
        UNDETERMINED, _named("no date is named with it; candidates:", candidates) + detail
    )


def _figures_of_its_month(statement: Statement, series: Series, claimed: Claimed) -> list[Figure]:
    """Return the figures of a month said without its year, of whatever year, if none fits."""
    if statement.undated is None or not statement.undated.unfinished:
        return []
    if statement.relation or statement.base_level:
        return []
    figures = figures_of_any_year(series, statement.undated)
    failed = [f for f in figures if verdicts.level(series, claimed, [f]).verdict == CONTRADICTED]
    return figures if len(failed) == len(figures) else []


def _missing(docket: Docket, statement: Statement) -> str:
    subject = statement.subject
    if not (subject.places or subject.products or subject.sources):
        return what_is_not_named(statement)
    if subject.detail == OF_A_NUMBER:
        return "it is a share of the number after it, of which no shares are in the data"
    if subject.detail:
        return f"no figures for this part of the population: {subject.detail}"
    return "no series in the data measures this"


def what_is_not_named(statement: Statement) -> str:
    """Say which parts of a subject the words leave out: without them a fit may be an accident."""
    subject = statement.subject
    parts = (
        ("place", subject.places),
        ("product", subject.products),
        ("publisher", subject.sources),
    )
    *others, last = [part for part, named in parts if not named] or ["subject"]
    return f"no {', '.join(others)} or {last} is named" if others else f"no {last} is named"


def _named(before: str, candidates: list[Candidate]) -> str:
    names = [c.series.series_id for c in candidates[:NAMED_CANDIDATES]]
    left_out = len(candidates) - len(names)
    return f"{before} {', '.join(names)}" + (f" and {left_out} more" if left_out else "")


def _others(candidates: list[Candidate]) -> str:
    return _named("; other candidates:", candidates) if candidates else ""

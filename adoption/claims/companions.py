"""Levels judged by those beside them: dated by one, bound with several, or by their publisher."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from adoption.claims import levels, verdicts
from adoption.claims.bindings import Docket, bases_of, claimed_of, is_longer
from adoption.claims.periods import Period
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

MOST_JOINT = 12  # levels of one paragraph that are tried together against one publisher


def date_earlier(docket: Docket) -> None:
    """Date "8% two years earlier" from the figure of the level it is compared with."""
    for i, statement in enumerate(docket.statements):
        if statement.period_how != "relative" or statement.level is None or statement.blocked:
            continue
        level = docket.verdicts[statement.level]
        if level.verdict != SUPPORTED or level.figure is None or statement.base is None:
            continue
        series = docket.catalogue.series[level.series_id]
        near = bases_of(series, level.figure, statement.base)
        if near:
            claimed = claimed_of(statement)
            verdict = verdicts.level(series, claimed, near)
            longer = all(is_longer(figure, level.figure) for figure in near)
            if verdict.verdict == CONTRADICTED and (statement.weak or longer):
                verdict = replace(verdict, verdict=UNDETERMINED)
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")


def bind_by_joint_values(docket: Docket) -> None:
    """Bind levels without a subject if several of one paragraph fit one publisher and period."""
    groups: dict[int, list[int]] = defaultdict(list)
    for i, s in enumerate(docket.statements):
        bare = not (s.subject.places or s.subject.products or s.subject.sources)
        if s.kind == "level" and bare and not s.blocked and s.relation in ("", "over", "at least"):
            groups[s.passage].append(i)
    for members in groups.values():
        if not 2 <= len(members) <= MOST_JOINT:
            continue
        tally: dict[tuple[str, str, dt.date], dict[int, Verdict]] = defaultdict(dict)
        for i in members:
            claimed = claimed_of(docket.statements[i])
            for series in docket.catalogue.series.values():
                if series.product not in ("any-genai", "any-ai") or series.purpose != "any":
                    continue
                if (docket.statements[i].unit == "percent") != series.share:
                    continue
                for figure in series.latest.values():
                    if figure.nominal.meets(claimed.printed):
                        verdict = verdicts.level(series, claimed, [figure])
                        key = (series.source_id, series.geo, figure.period_end)
                        tally[key].setdefault(i, verdict)
        whole = [found for found in tally.values() if len(found) == len(members)]
        units = {docket.statements[i].unit for i in members}
        if len(whole) == 1 and len(units) > 1:
            for i, verdict in whole[0].items():
                docket.verdicts[i] = verdicts.with_reason(
                    verdict, f" [{verdict.series_id}]; bound because all levels here fit it"
                )


def look_again(docket: Docket) -> None:
    """Judge an unbound level by the publisher that its sentence is bound to by another."""
    for i, statement in enumerate(docket.statements):
        if statement.kind != "level" or statement.blocked:
            continue
        if docket.verdicts[i].verdict != UNDETERMINED or statement.subject.outsider:
            continue
        beside = _supported_beside(docket, i)
        if not beside:
            continue
        series = docket.catalogue.series[docket.verdicts[beside[0]].series_id]
        period = statement.period
        figure = docket.verdicts[beside[0]].figure
        if period is None and figure and not statement.base_level:
            period = Period(figure.period_end, figure.period_end)
        subject = replace(statement.subject, sources=(series.source_id,), places=(series.geo,))
        bound = replace(statement, subject=subject, period=period)
        candidates = [
            c for c in docket.binder.candidates(bound) if c.series.source_id == series.source_id
        ]
        if statement.unit == "percent" and len([c for c in candidates if c.confirmed]) != 1:
            continue
        verdict = levels.level_among(docket, bound, candidates, anchored=period is not None)
        if verdict.verdict != UNDETERMINED:
            docket.verdicts[i] = verdict


def _supported_beside(docket: Docket, i: int) -> list[int]:
    here = docket.statements[i]
    return [
        j
        for j, s in docket.beside(here)
        if j != i
        and s.kind == "level"
        and docket.verdicts[j].verdict == SUPPORTED
        and s.subject.places == here.subject.places
        and s.subject.products == here.subject.products
        and not s.base_level
        and s.unit != here.unit
    ]

"""Levels that go on from the one before: "Denmark (42.0%)", "with 250 employees it was 40.3%".

The series that an earlier level of the passage is bound to tells what is measured. What the words
of a later one name (a place, a product, who is counted, how often, for what) takes the place of
that part; all else stays, the publisher and the period too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adoption import levels, verdicts
from adoption.bindings import (
    OWN_DATE,
    Docket,
    bases_of,
    claimed_of,
    figures_at,
    fits_group,
    fits_indicator,
    fits_product,
    fits_purpose,
    fits_window,
)  # fmt: skip
from adoption.catalogue import Figure, Series
from adoption.sentences import Subject
from adoption.statements import Statement
from adoption.vagueness import NO_COUNTRY, UNKNOWN
from adoption.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

FURTHEST = 12  # statements back to the one that is continued
SAME_WAVE_DAYS = 45


def read_on(docket: Docket, *, only_support: bool = False) -> None:
    """Judge the levels that are open, or held only by a figure of another period."""
    bound = {docket.statements[i].passage for i, v in docket.verdicts.items() if v.figure}
    for i, statement in enumerate(docket.statements):
        if statement.passage not in bound:
            continue
        if statement.kind != "level" or statement.blocked or statement.stranger:
            continue
        if statement.subject.outsider or _is_settled(docket, i):
            continue
        for series, anchor in continued(docket, i):
            figures = figures_of(statement, series, anchor)
            if not figures:
                continue
            verdict = verdicts.level(series, claimed_of(statement), figures)
            sure = not only_support and _is_sure(docket, i, verdict, series)
            if verdict.verdict == SUPPORTED or sure:
                docket.verdicts[i] = verdicts.with_reason(
                    verdict, f" [{series.series_id}]; read on from {anchor.words()}"
                )
            break


def settle_country(docket: Docket) -> None:
    """Judge anew where no country is named, but other levels of the passage are of one publisher.

    A Chinese text that quotes a Chinese publisher rightly speaks of China all along.
    """
    told = {
        docket.statements[i].passage
        for i, v in docket.verdicts.items()
        if v.verdict == SUPPORTED and v.figure and docket.catalogue.series[v.series_id].geo == "CHN"
    }
    for i, statement in enumerate(docket.statements):
        if statement.weak != NO_COUNTRY or statement.passage not in told:
            continue
        subject = replace(statement.subject, how=statement.subject.how | {"places": "carried"})
        docket.statements[i] = replace(statement, weak="", subject=subject)
        if statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED:
            docket.verdicts[i] = levels.level(docket, i)


def continued(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield what a statement can go on from, the nearest first: its series, the earlier figure."""
    statement = docket.statements[i]
    for j in range(i - 1, max(-1, i - 1 - FURTHEST), -1):
        earlier = docket.statements[j]
        if earlier.passage != statement.passage:
            return
        held = docket.verdicts.get(j)
        if held is None or held.figure is None or held.verdict != SUPPORTED:
            continue
        if earlier.kind != "level" or earlier.base_level:
            continue
        own = docket.catalogue.series[held.series_id]
        sources = statement.subject.sources
        if sources and own.source_id not in sources:
            continue
        twins = [s for s in docket.of_source(own.source_id) if goes_on(statement, own, s)]
        if len(twins) > 1:
            twins = [s for s in twins if s.usage_window == own.usage_window] or twins
        if len(twins) > 1:
            twins = [s for s in twins if s.population_group == own.population_group] or twins
        if len(twins) == 1:
            yield twins[0], held.figure


def _parts_are_said(subject: Subject, series: Series) -> bool:
    """Return whether a narrower purpose or group than all is named with the number itself."""
    if series.purpose != "any" and not subject.purpose:
        return False
    narrow = series.group.ages or series.group.employees or series.group.detail
    listed = subject.tight("place") or subject.tight("product")
    return bool(not narrow or listed or subject.ages or subject.employees or subject.detail)


def _is_settled(docket: Docket, i: int) -> bool:
    verdict = docket.verdicts[i]
    if verdict.verdict == SUPPORTED:
        return (
            "not the one named" not in verdict.reason and "no date is named" not in verdict.reason
        )
    return verdict.verdict == CONTRADICTED and docket.statements[i].subject.how["places"] in (
        "here", "each",
    )  # fmt: skip


def goes_on(statement: Statement, own: Series, other: Series) -> bool:
    """Return whether a series is the earlier one with the parts that the statement names."""
    subject = statement.subject
    if other.share != _is_share(statement, own) or other.product == "none":
        return False
    if statement.kind == "level" and fits_indicator(statement, other) != "":
        return False
    places = subject.places if _said(subject, "places") else (own.geo,)
    if other.geo not in places:
        return False
    if _said(subject, "products") and not subject.products[0].startswith("any-"):
        if fits_product(subject, other) != "":
            return False
    elif (other.product != own.product and not _narrows(subject, own, other)) or (
        other.product == own.product and _narrows(subject, own, None)
    ):
        return False
    return (
        _same_group(subject, own, other)
        and _same_window(subject, own, other)
        and (
            fits_purpose(subject, other) == "" if subject.purpose else other.purpose == own.purpose
        )
    )


def _narrows(subject: Subject, own: Series, other: Series | None) -> bool:
    """Return whether generative AI is named here, and AI of any kind was spoken of before."""
    named = subject.how.get("products") in ("here", "sentence")
    narrower = named and subject.products == ("any-genai",) and own.product == "any-ai"
    return narrower and (other is None or other.product == "any-genai")


def _is_share(statement: Statement, own: Series) -> bool:
    """Return whether the levels a statement speaks of are percent."""
    if statement.kind == "level":
        return statement.unit == "percent"
    if statement.kind in ("change_points", "gap"):
        return True
    return own.share and statement.kind != "change_absolute"


def _said(subject: Subject, part: str) -> bool:
    return subject.how.get(part) in ("here", "sentence", "each") and bool(getattr(subject, part))


def _same_group(subject: Subject, own: Series, other: Series) -> bool:
    if not (subject.group or subject.ages or subject.employees or subject.detail):
        return other.population_group == own.population_group or other.share != own.share
    kind = own.group.kind if subject.group in ("", "person") else subject.group
    return fits_group(replace(subject, group=kind), other) == ""


def _same_window(subject: Subject, own: Series, other: Series) -> bool:
    if subject.window:
        return fits_window(subject, other) == ""
    return other.usage_window == own.usage_window or other.product != own.product


def figures_of(statement: Statement, series: Series, anchor: Figure) -> list[Figure]:
    """Return the figures of the date of a statement, or of the wave it goes on from."""
    if statement.period_how == "relative" or (statement.base_level and statement.period is None):
        return bases_of(series, anchor, statement.base) if statement.base else []
    if statement.base_level and statement.period_how != "here":
        return [f for f in series.figures if f.period_end < anchor.period_end]
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    days = {abs((f.period_end - anchor.period_end).days) for f in series.figures}
    nearest = min(days, default=SAME_WAVE_DAYS + 1)
    if nearest > SAME_WAVE_DAYS:
        return []
    return [f for f in series.figures if abs((f.period_end - anchor.period_end).days) == nearest]


def _is_sure(docket: Docket, i: int, verdict: Verdict, series: Series) -> bool:
    """Return whether nothing else can be meant than the series gone on to."""
    statement, held = docket.statements[i], docket.verdicts[i]
    if held.verdict == SUPPORTED and held.series_id != series.series_id:
        return False
    if verdict.verdict == UNDETERMINED or statement.base_level:
        return False
    if statement.whole or statement.relation == "at most":
        return False
    listed = held.verdict != SUPPORTED and docket.in_company(i, verdict)
    if listed and not statement.weak.startswith(UNKNOWN):
        return True
    return not statement.weak and statement.tied and _parts_are_said(statement.subject, series)

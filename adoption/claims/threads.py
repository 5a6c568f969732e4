"""Shares that go on with the publisher told before, and are none of its figures.

"Germany, the bloc's largest economy, stood at 35.3%" names a place and nothing new, also in
another paragraph than the publisher and what it measures. Where that publisher has figures of the
place and date, and neither they nor any other of the place is the number, it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adoption.claims import continuations, continuity, verdicts
from adoption.claims.bindings import A_MONTH, Docket, claimed_of
from adoption.claims.catalogue import Figure, Series
from adoption.claims.misprints import NEAR_DAYS, is_of_others, open_levels
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NOT_NAMED, NOT_USE
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED

DATED = ("here", "only")


def gone_on_with(docket: Docket) -> None:
    """Contradict the open shares that are no figure of the publisher they go on with."""
    for i, statement in open_levels(docket):
        if not _names_but_a_part(statement) or continuations.opens_a_pair(docket, i):
            continue
        asked = list(_asked_for(docket, i))
        claimed = claimed_of(statement)
        found = [(s, verdicts.level(s, claimed, [figure])) for s, figure in asked]
        if not found or any(v.verdict != CONTRADICTED for _, v in found):
            continue
        if _is_stated(docket, asked) or _is_another_figure(docket, statement, asked):
            continue
        said = [pair for pair in found if continuity.parts_are_said(statement.subject, pair[0])]
        if said or any(continuations.continued(docket, statement, i)):
            series, verdict = (said or found)[0]
            if continuity.may_be_of_the_part_before(docket, i, series):
                continue
            reason = f" [{series.series_id}]; goes on with what is told before"
            docket.verdicts[i] = verdicts.with_reason(verdict, reason)


def _is_stated(docket: Docket, asked: list[tuple[Series, Figure]]) -> bool:
    """Return whether a figure asked for is stated already: the number may be of another date."""
    stated = {
        v.figure
        for j, v in docket.verdicts.items()
        if v.verdict == SUPPORTED and docket.statements[j].kind == "level"
    }
    return any(figure in stated for _, figure in asked)


def _names_but_a_part(statement: Statement) -> bool:
    """Return whether a share names a place, a product, a part or a date, and nothing new."""
    subject, how = statement.subject, statement.subject.how
    specific = subject.names_a_product
    product = specific and how.get("products") == "here"
    named = product or "here" in (how.get("places"), statement.period_how)
    part = bool(subject.ages or subject.employees or subject.detail or named)
    told = statement.weak in ("", NOT_USE) or statement.weak.endswith(NOT_NAMED)
    other = statement.stranger or statement.negated or statement.whole or is_of_others(statement)
    quoted = bool(subject.sources) and how.get("sources") != "later"
    young = "the young" in how.get("words", "")
    plain = statement.refers_back and statement.tied and statement.relation != "at most"
    share = statement.unit == "percent" and (part or not statement.base_level)
    return share and plain and part and told and quoted and not (other or young)


def _asked_for(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures of its date that the words ask for, of the publishers told before."""
    statement = docket.statements[i]
    if statement.period_how == "missing":
        statement = replace(statement, base_level=False)  # "66%, against 32% of those 65 and older"
    if _is_after_an_unknown(docket, i):
        return
    here = {series for series, _ in continuations.continued(docket, statement, i)}
    for series, anchor in continuations.continued(docket, statement, i, across=True):
        if series.source_id not in statement.subject.sources:
            continue
        for figure in continuity.figures_of(statement, series, anchor)[-1:]:
            dated = statement.period_how in DATED
            apart = abs((figure.period_end - anchor.period_end).days)
            if not dated and apart > continuity.SAME_WAVE_DAYS:
                continue
            if _is_of_its_date(docket, statement, figure, carried=series in here):
                yield series, figure


def _is_after_an_unknown(docket: Docket, i: int) -> bool:
    """Return whether the level before it in its passage is open: what it measures is not known."""
    before = [
        docket.verdicts[j]
        for j in range(i - 1, -1, -1)
        if docket.statements[j].kind == "level"
        and docket.statements[j].passage == docket.statements[i].passage
    ][:1]
    return any(verdict.verdict == UNDETERMINED for verdict in before)


def _is_of_its_date(docket: Docket, statement: Statement, figure: Figure, *, carried: bool) -> bool:
    """Return whether a figure is of the date told, or of the passage, and no later one is told."""
    period = statement.period
    if period is not None and (statement.period_how in DATED or not carried):
        return period.start <= figure.period_end and figure.period_start <= period.end
    return carried or not any(
        s.kind == "level" and not s.blocked and s.period and s.period.start > figure.period_end
        for s in docket.statements
    )


def _is_of_that_edition(statement: Statement, figure: Figure) -> bool:
    """Return whether a figure came out at the date said: "put at 35.9% in February"."""
    period = statement.period
    month = period is not None and (period.end - period.start).days <= A_MONTH
    return bool(
        month and period and figure.released and period.start <= figure.released <= period.end
    )


def _is_another_figure(
    docket: Docket, statement: Statement, asked: list[tuple[Series, Figure]]
) -> bool:
    """Return whether the number is a figure of its place about the date, of a publisher quoted.

    With a date of its own it is none of another date. A mark such as "more than half" is passed by
    many figures: only those asked for count.
    """
    if statement.printed.is_one_sided:
        return False
    names = {name for s in docket.statements for name in s.subject.sources}
    subject = statement.subject
    specific = subject.names_a_product
    own_product = specific and subject.how.get("products") == "here"
    own = {series.series_id for series, _ in asked}
    dated = statement.period_how in DATED
    return any(
        other.share
        and other.source_id in names
        and not (dated and other.series_id in own and not _is_of_that_edition(statement, figure))
        and not (own_product and other.product not in subject.products)
        and abs((figure.period_end - day).days) <= NEAR_DAYS
        and figure.nominal.meets(statement.printed)
        for place, day in {(s.geo, f.period_end) for s, f in asked}
        for other in docket.catalogue.by_geo[place]
        for figure in other.figures
    )

"""Shares said of the wrong people: of the netizens, of the users, of firms counted alike.

Where the words name the base of a share, and the number is the share that the publisher gives for
another base, at the same place and date and for the same purpose, the base is wrong: 42.8% of the
people are not 42.8% of the internet users, and 78% of the jobs not 78% of the firms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adoption import rates
from adoption.claims import verdicts
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import DATED_WINDOWS, fits_product, fits_purpose, fits_window
from adoption.claims.statements import Statement
from adoption.claims.vagueness import UNKNOWN
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, Verdict

PEOPLE = ("person", "adult", "teen", "employed")


def said_of_others(docket: Docket) -> None:
    """Contradict the shares whose base is another one than the base of the figure they quote."""
    for i, statement in enumerate(docket.statements):
        if statement.kind != "level" or statement.unit != "percent" or statement.relation:
            continue
        if statement.blocked or statement.negated or statement.stranger:
            continue
        if statement.subject.outsider or statement.weak.startswith(UNKNOWN):
            continue
        if docket.verdicts[i].verdict == CONTRADICTED or _is_right_elsewhere(docket, statement):
            continue
        for series, figure in _quoted(docket, i):
            why = _wrong_base(docket, statement, series, figure)
            if why:
                reason = f"published: {figure.words()} {why} [{series.series_id}]"
                docket.verdicts[i] = Verdict(CONTRADICTED, reason, series.series_id, figure)
                break


def _is_right_elsewhere(docket: Docket, statement: Statement) -> bool:
    """Return whether the publisher has the same share of the base that is said, of another date."""
    printed = claimed_of(statement).printed
    return any(
        series.share
        and series.weighting != "employment"
        and series.group.kind == statement.subject.group
        and any(figure.nominal.meets(printed) for figure in series.figures)
        for series in _of_its_publisher(docket, statement)
    )  # fmt: skip


def _wrong_base(docket: Docket, statement: Statement, series: Series, figure: Figure) -> str:
    """Return of whom a figure is, if the words say that it is of others."""
    said, own = statement.subject.group, series.group.kind
    if said == "internet" and own == "person" and series.group.has_general_ages:
        return "of all people, not of the internet users"
    quoted = statement.subject.how["sources"] in ("sentence", "carried")
    named = quoted and statement.subject.ages is None
    if said == "adult" and own == "employed" and named and series.purpose == "work":
        return "of the employed, not of all adults"
    everybody = "everybody" in statement.subject.how.get("words", "")
    if everybody and own == "internet" and named and said != "internet":
        return "of the internet users, not of all people"
    if statement.subject.detail:
        return ""
    if said == "firm" and series.weighting == "employment":
        alike = any(
            s.share and s.weighting != "employment" for s in docket.of_source(series.source_id)
        )
        return "" if alike else "of employment, not of firms counted alike"
    often = series.usage_window in DATED_WINDOWS
    if said == "genai" and own in PEOPLE and (often or series.purpose != "any"):
        total = _of_any_use(docket, series, figure)
        if total is None:
            return ""
        among = rates.penetration_percent(figure.nominal, total.nominal)
        if among.meets(claimed_of(statement).loose):
            return ""
        return f"of all; of the {total.words()} who use it, {verdicts.bounds(among, 'percent')}"
    return ""


def _of_any_use(docket: Docket, series: Series, figure: Figure) -> Figure | None:
    """Return the share that uses it for whatever purpose and ever so often, of the same people."""
    for other in docket.of_source(series.source_id):
        same = other.geo == series.geo and other.population_group == series.population_group
        seldom = other.usage_window not in DATED_WINDOWS
        any_use = other.purpose == "any" and (seldom or other.usage_window == series.usage_window)
        if same and other.share and other.product == series.product and any_use:
            for found in other.figures:
                if found.period_end == figure.period_end and found.value > figure.value:
                    return found
    return None


def _quoted(docket: Docket, i: int) -> Iterator[tuple[Series, Figure]]:
    """Yield the figures that a share is: of its publisher, place, product, purpose and date."""
    statement, claimed = docket.statements[i], claimed_of(docket.statements[i])
    any_purpose = replace(statement.subject, products=statement.subject.products[:1])
    for series in _of_its_publisher(docket, statement):
        if not series.share or fits_window(any_purpose, series) is None:
            continue
        if statement.subject.products and fits_product(any_purpose, series) is None:
            continue
        if fits_purpose(statement.subject, series) != "":
            continue
        if not any(f.nominal.meets(claimed.printed) for f in series.figures):
            continue
        for figure in _of_its_date(docket, statement, series):
            if figure.nominal.meets(claimed.printed) and not verdicts.only_touches(
                figure, claimed, claimed.printed
            ):
                yield series, figure


def _of_its_publisher(docket: Docket, statement: Statement) -> Iterator[Series]:
    subject = statement.subject
    for source in subject.sources if subject.how.get("sources") != "later" else ():
        for series in docket.of_source(source):
            if series.geo in subject.places or not subject.places:
                yield series


def _of_its_date(docket: Docket, statement: Statement, series: Series) -> list[Figure]:
    if statement.period is not None and statement.period_how in OWN_DATE:
        return figures_at(series, statement.period)
    days = docket.days_of(statement.passage) | {
        v.period_end
        for _, v in docket.held_in(statement.passage)
        if v.verdict == SUPPORTED and v.period_end
    }
    return [f for f in series.figures if f.period_end in days]

"""How far two lie apart, judged: the first and the last of a set, or two whose shares are told."""

from __future__ import annotations

from decimal import Decimal

from adoption import data, rates
from adoption.claims import verdicts
from adoption.claims.bindings import OWN_DATE, Docket, claimed_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.fields import Field, fields_of
from adoption.claims.identity import twins
from adoption.claims.periods import Period
from adoption.claims.ranked_figures import MIN_RANKED, counts_field
from adoption.claims.spreads import OF_ALL
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict


def between_the_ends(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a multiple or distance of the highest and the lowest of a set.

    The measure and the date are those of what was told last. Where the set is not named it may be
    any that the publisher counts, and nothing is contradicted.
    """
    statement = docket.statements[i]
    claimed = claimed_of(statement)
    told = _told_before(docket, i)
    named = statement.spread != OF_ALL
    found: list[Verdict] = []
    if told is None:
        return Verdict(UNDETERMINED, "no share is told of whose set it may be")
    series = told[0]
    for field in fields_of(statement.spread if named else ""):
        figures = _figures(docket, statement, told, field)
        if len(figures) >= MIN_RANKED and counts_field(docket, statement, series, field):
            found.append(_apart(figures, claimed, certain=named))
    return verdicts.best(found) or Verdict(UNDETERMINED, "no figures of a set with its ends")


def of_two_told(docket: Docket, i: int) -> tuple[Figure, Figure] | None:
    """Return the figures of two places compared that are told of, counted alike at one date.

    "42.0% in Denmark and 5.2% in Romania. An eight-fold gap separates Denmark from Romania."
    """
    statement = docket.statements[i]
    if len(statement.subject.places) != 1 or statement.period_how in OWN_DATE:
        return None
    found: dict[str, Figure] = {}
    for j in range(i - 1, -1, -1):
        one, verdict = docket.statements[j], docket.verdicts.get(j)
        if one.passage != statement.passage:
            break
        bound = one.kind == "level" and not one.base_level and verdict is not None
        if bound and verdict and verdict.verdict == SUPPORTED and verdict.figure:
            found.setdefault(docket.catalogue.series[verdict.series_id].geo, verdict.figure)
    own, other = found.get(statement.subject.places[0]), found.get(statement.compared_place)
    if own is None or other is None or own.period_end != other.period_end:
        return None
    alike = twins(*(docket.catalogue.series[f.series_id] for f in (own, other)))
    return (own, other) if alike else None


def _figures(
    docket: Docket, statement: Statement, told: tuple[Series, Figure], field: Field
) -> dict[str, Figure]:
    """Return the figures of a set, of the measure that is told and the date of a statement."""
    series, figure = told
    own = statement.period if statement.period_how in OWN_DATE else None
    period = Period(figure.period_start, figure.period_end)
    peers = [p for p in docket.of_source(series.source_id) if p.geo in field.members]
    return {
        peer.geo: at[-1] for peer in peers
        if twins(peer, series) and (at := figures_at(peer, own or period))
    }  # fmt: skip


def _told_before(docket: Docket, i: int) -> tuple[Series, Figure] | None:
    """Return the last share of a place that is bound before a statement."""
    here = docket.statements[i]
    for j in range(i - 1, -1, -1):
        one, verdict = docket.statements[j], docket.verdicts.get(j)
        if here.passage - one.passage > 1:
            return None
        bound = one.kind == "level" and verdict and verdict.verdict == SUPPORTED
        if (
            bound
            and verdict
            and verdict.figure
            and docket.catalogue.series[verdict.series_id].share
        ):
            return docket.catalogue.series[verdict.series_id], verdict.figure
    return None


def _apart(figures: dict[str, Figure], claimed: Claimed, *, certain: bool) -> Verdict:
    """Return the verdict on how far the highest of some figures is from the lowest."""
    ends = sorted(figures, key=lambda geo: figures[geo].nominal.lower)
    low, high = figures[ends[0]], figures[ends[-1]]
    if claimed.unit == "times":
        if low.nominal.lower <= Decimal(0):
            return Verdict(UNDETERMINED, "the lowest may be nothing")
        result = rates.ratio(low.nominal, high.nominal)
    else:
        result = high.nominal - low.nominal
    names = f"{data.geo_name(ends[-1])} {high.words()}, {data.geo_name(ends[0])} {low.words()}"
    said = f"{names}: {verdicts.bounds(result, claimed.unit)}"
    fits = result.meets(claimed.loose)
    verdict = SUPPORTED if fits else CONTRADICTED if certain else UNDETERMINED
    return Verdict(verdict, said, high.series_id, high, low)

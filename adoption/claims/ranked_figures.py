"""Which figure a rank is of, and how it stands among those of its set at that date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adoption import data
from adoption.claims import leaders
from adoption.claims.bindings import OWN_DATE, Docket, bases_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.fields import NAMED, Field, fields_of
from adoption.claims.identity import fits_group, twins
from adoption.claims.ordinals import OF_THE_YOUNG, SIZED_FIELD, SOME_PLACES, UNLISTED_FIELD
from adoption.claims.other_places import FIELDS
from adoption.claims.records import is_above
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

FURTHEST = 40  # statements back to the levels of which a rank can be
MIN_RANKED = 5  # places with a figure, for a rank to mean anything


def ranked(
    docket: Docket, i: int, statement: Statement, field: Field
) -> Iterable[tuple[bool, Verdict]]:
    """Yield the verdict by each series it may speak of, and whether the text names that series."""
    own = [] if statement.rivals else level_ranked(docket, i, statement)
    if statement.base and not statement.rivals:
        now = replace(statement, period_how="carried", base=None)
        own = [
            (series, earlier) for series, figure in level_ranked(docket, i, now)
            for earlier in bases_of(series, figure, statement.base)[-1:]
        ]  # fmt: skip
        if not own:
            return
    at_level = bool(own)
    own = own or ([] if statement.rivals or statement.base else _measure_told(docket, i, statement))
    for series, figure in own or figures_ranked(docket, i, statement):
        verdict = placed_among(docket, statement, series, figure, field)
        young = statement.subject.how.get("words") == OF_THE_YOUNG and not statement.subject.ages
        if verdict:  # how young they are is not said
            yield at_level or (not young and is_named(docket, i, statement, series)), verdict


def level_ranked(docket: Docket, i: int, statement: Statement) -> list[tuple[Series, Figure]]:
    """Return the figure of the place in the sentence that a rank is said of: the nearest level.

    Without a level in its own sentence, a rank that names nothing of what is measured is of the
    last level before it, if that is one of its place.
    """
    how = statement.subject.how
    beside = [j for j, _ in docket.beside(statement) if statement.period_how != "relative"]
    found = [j for j in beside if _is_level_of(docket, j, statement)]
    told = [j for j in found if docket.statements[j].end <= statement.start]
    chosen = told[-1:] or found[:1]
    carried = how.get("places") in ("carried", "distant")
    goes_on = (carried or not statement.tied) and not statement.subject.group
    goes_on = goes_on and statement.period_how != "relative"
    if not chosen and goes_on and how.get("products") != "here":
        before = [
            j for j, verdict in docket.held_in(statement.passage)
            if j < i and j not in beside and docket.statements[j].kind == "level"
            and verdict.verdict == SUPPORTED and verdict.figure
            and docket.catalogue.series[verdict.series_id].geo not in FIELDS
        ]  # fmt: skip
        chosen = [j for j in before[-1:] if _is_level_of(docket, j, statement)]
    for j in chosen:
        figure = docket.verdicts[j].figure
        assert figure is not None
        series, period = docket.catalogue.series[figure.series_id], statement.period
        own = ("only", "sentence") if j in beside else OWN_DATE
        dated = period is not None and statement.period_how in own
        at = figures_at(series, period) if dated and period is not None else []
        return [(series, at[-1] if at and figure not in at else figure)]
    return _rank_before(docket, i, statement) if goes_on and carried else []


def _rank_before(docket: Docket, i: int, statement: Statement) -> list[tuple[Series, Figure]]:
    """Return the figure of the last rank of the place: "It is third. Only two are ahead of it"."""
    for j in range(i - 1, -1, -1):
        one, verdict = docket.statements[j], docket.verdicts.get(j)
        if one.passage != statement.passage:
            break
        same = one.kind == "rank" and one.subject.places == statement.subject.places
        if same and verdict and verdict.verdict == SUPPORTED and verdict.figure:
            return [(docket.catalogue.series[verdict.series_id], verdict.figure)]
    return []


def _is_level_of(docket: Docket, j: int, statement: Statement) -> bool:
    """Return whether a statement is a level bound to a share of the place that is ranked."""
    level, verdict = docket.statements[j], docket.verdicts.get(j)
    if level.kind != "level" or level.base_level or not (verdict and verdict.figure):
        return False
    own = docket.catalogue.series[verdict.series_id]
    said = statement.subject.how.get("sources") == "sentence"
    if statement.subject.group and fits_group(statement.subject, own) is None:
        return False  # "second among firms; for people it is sixth"
    return (
        level.subject.places == statement.subject.places
        and verdict.verdict == SUPPORTED
        and own.share
        and (not said or own.source_id in statement.subject.sources)
    )


def _measure_told(docket: Docket, i: int, statement: Statement) -> list[tuple[Series, Figure]]:
    """Return the figure of the place in what its passage counted last, if nothing else is named.

    "20% of EU enterprises used AI. The highest shares were in Denmark, Finland and Sweden."
    """
    subject = statement.subject
    bound = spoken_of(docket, i)
    told = bound[-1] if bound else None
    other = subject.ages or subject.employees or subject.detail or subject.purpose
    young = subject.how.get("words") == OF_THE_YOUNG
    specific = [p for p in subject.products if not p.startswith("any-")]
    if told is None or other or young or specific or len(subject.places) != 1:
        return []
    if statement.period_how == "relative" or (subject.group and fits_group(subject, told) is None):
        return []
    peers = [
        peer for peer in docket.of_source(told.source_id)
        if peer.geo == subject.places[0] and twins(peer, told)
    ]  # fmt: skip
    ends = [
        verdict.figure.period_end
        for verdict in docket.verdicts.values()
        if verdict.verdict == SUPPORTED and verdict.figure and verdict.series_id == told.series_id
    ]
    own = statement.period if statement.period_how in OWN_DATE else None
    for peer in peers[:1]:
        at = figures_at(peer, own) if own else [f for f in peer.figures if f.period_end == ends[-1]]
        return [(peer, at[-1])] if at else []
    return []


def is_named(docket: Docket, i: int, statement: Statement, series: Series) -> bool:
    """Return whether the text names the series and the period that a rank is of."""
    named = series.source_id in statement.subject.sources
    bound = spoken_of(docket, i)
    if bound:  # what the numbers of the passage are bound to
        named = any(twins(series, other) for other in bound)
    beside = {docket.verdicts[j].series_id for j in _levels_beside(docket, statement)}
    own = series.series_id in beside
    return (named or own) and (statement.period is not None or own)


def _levels_beside(docket: Docket, statement: Statement) -> list[int]:
    """Return the levels of the sentence that are said of the place itself."""
    return [
        j for j, s in docket.beside(statement)
        if s.kind == "level" and j in docket.verdicts
        and s.subject.places == statement.subject.places and statement.period_how != "relative"
    ]  # fmt: skip


def figures_ranked(docket: Docket, i: int, statement: Statement) -> Iterable[tuple[Series, Figure]]:
    """Yield the figures of the place that a rank can be of, where no level of it is bound."""
    beside = {
        docket.verdicts[j].series_id: docket.verdicts[j].figure
        for j in _levels_beside(docket, statement)
    }
    share = replace(statement, kind="level", unit="percent")
    levels = [share]
    if statement.subject.how.get("words") == OF_THE_YOUNG and not statement.subject.ages:
        of = {s.group.ages for p in statement.subject.places for s in docket.catalogue.by_geo[p]}
        levels = [replace(share, subject=replace(share.subject, ages=ages)) for ages in of if ages]
    for series in _series_meant(docket, levels):
        own = beside.get(series.series_id)
        if own is not None:
            figures = [own]
        elif statement.period and statement.period_how in ("carried", "distant"):
            days = docket.days_of(statement.passage)  # whichever of those the passage names
            figures = [f for f in series.figures if f.period_end in days]
            figures = figures or figures_at(series, statement.period)
        elif statement.period:
            figures = figures_at(series, statement.period)
        else:
            figures = list(series.figures[-1:])
        if not figures and statement.rivals and statement.period_how in ("carried", "distant"):
            figures = list(series.figures[-1:])  # of another publisher, whose dates are others
        for f in {x.period_end: x for x in figures}.values():
            yield series, f


def _series_meant(docket: Docket, levels: list[Statement]) -> list[Series]:
    """Return the series that levels may be of; what its publisher does not split is its own whole.

    "In private use, says Microsoft": it counts use of any kind.
    """
    found = [c.series for one in levels for c in docket.binder.candidates(one, share=True)]
    named = {
        source for one in levels if one.subject.how.get("sources") == "sentence"
        for source in one.subject.sources
    }  # fmt: skip
    if not named or any(s.source_id in named for s in found):
        return found
    whole = [replace(one, subject=replace(one.subject, purpose="")) for one in levels]
    again = [c.series for one in whole for c in docket.binder.candidates(one, share=True)]
    return [s for s in again if s.source_id in named] or found


def spoken_of(docket: Docket, i: int) -> list[Series]:
    """Return the series of the supported levels before a statement in its passage."""
    here = docket.statements[i]
    found = [
        docket.catalogue.series[docket.verdicts[j].series_id]
        for j in range(max(0, i - FURTHEST), i)
        if docket.statements[j].passage == here.passage and docket.statements[j].kind == "level"
        and j in docket.verdicts and docket.verdicts[j].verdict == SUPPORTED
    ]  # fmt: skip
    sources = here.subject.sources
    return [s for s in found if s.share and (not sources or s.source_id in sources)][-3:]


def placed_among(
    docket: Docket, statement: Statement, series: Series, figure: Figure, field: Field
) -> Verdict | None:
    """Return the verdict on a rank if it is of one figure, in one set; None if it cannot be."""
    period = (figure.period_start, figure.period_end)
    others = {
        peer.geo: f
        for peer in docket.of_source(series.source_id)
        if peer.geo in field.members and peer is not series and twins(series, peer)
        if (f := peer.latest.get(period)) is not None
    }
    size, wanted = len(others) + 1, int(statement.value)
    fewest = min(MIN_RANKED, len(field.members))
    if size < (len(field.members) if field.name == NAMED else fewest):
        return None
    if field.size not in (0, size) or not counts_field(docket, statement, series, field):
        return None
    ahead = {geo for geo, f in others.items() if is_above(f, figure)}
    behind = {geo for geo, f in others.items() if is_above(figure, f)}
    if statement.from_the_end:
        ahead, behind = behind, ahead
    level_with = len(others) - len(ahead) - len(behind)
    low, high = len(ahead - field.disputed) + 1, len(ahead) + 1 + level_with
    place = leaders.placed(low, high, size, from_the_end=statement.from_the_end)
    said = f"{figure.words()} is {place} ({field.name}) [{series.series_id}]"
    missing = 0 if field.name in ("world", "US states", NAMED) else len(field.members) - size
    wrong = behind & set(statement.after)
    if wrong:
        names = ", ".join(data.geo_name(geo) for geo in sorted(wrong))
        return Verdict(CONTRADICTED, f"{said}; not after {names}", series.series_id, figure)
    if low <= wanted <= high or (statement.relation == "at most" and low <= wanted):
        return Verdict(SUPPORTED, said, series.series_id, figure)
    beside = {s.subject.places[0] for _, s in docket.beside(statement) if s.subject.places}
    if wanted == 1 and ahead and ahead <= beside:
        return Verdict(UNDETERMINED, f"{said}; it may be said of all named with it")
    if wanted < low or wanted > high + missing:
        return Verdict(CONTRADICTED, said, series.series_id, figure)
    said += f"; {missing} of the set have no figure"
    return Verdict(UNDETERMINED, said, series.series_id, figure)


def counts_field(docket: Docket, statement: Statement, series: Series, field: Field) -> bool:
    """Return whether a set not named can be meant: the union's only where its figure is beside."""
    if field.name != "EU27" or statement.field == field.name:
        return True
    return any(p.geo == "EU27" and twins(p, series) for p in docket.of_source(series.source_id))


def fields_meant(statement: Statement, place: str) -> list[Field]:
    """Return the sets that a rank can be among: those named, else all places of the kind."""
    named = statement.field
    sized = SIZED_FIELD.fullmatch(named)
    if named in (UNLISTED_FIELD, SOME_PLACES):
        return []
    if place.startswith("US-") and (sized or not named or named == "world"):
        named = "US states"
    found = fields_of("" if sized else named)
    return [replace(f, size=int(sized["size"])) for f in found] if sized else found


def is_of_another_level(docket: Docket, statement: Statement, place: str, found: Verdict) -> bool:
    """Return whether the place has an unsettled level in the sentence that is not ranked."""
    levels = [
        s for j, s in docket.beside(statement)
        if s.kind == "level" and s.subject.places == (place,)
        and (j not in docket.verdicts or docket.verdicts[j].verdict != SUPPORTED)
    ]  # fmt: skip
    own = found.figure
    return bool(levels) and not any(own and own.nominal.meets(s.printed) for s in levels)

"""Ranks of a text judged: of the set of places that the words name, counted in the reason.

"Third in Europe" is a rank among the economies of Europe that have a figure of the period; ties of
overlapping intervals leave several ranks open, and a set without a list leaves all open.
"""

from __future__ import annotations

from dataclasses import replace

from adoption import rates
from adoption.claims import followers, leaders, moves, records
from adoption.claims.bindings import OWN_DATE, Docket, all_of, bases_of, figures_at
from adoption.claims.catalogue import Figure, Series
from adoption.claims.fields import NAMED, Field
from adoption.claims.identity import twins
from adoption.claims.ordinals import (
    BEYOND_ALL,
    FIRST_TIME,
    LISTED,
    MARKETS,
    OF_THE_YOUNG,
    PARTS,
    SOME_PLACES,
    TIME,
    UNLISTED_FIELD,
)
from adoption.claims.other_places import FIELDS
from adoption.claims.periods import Period, PeriodMention
from adoption.claims.ranked_figures import (
    MIN_RANKED,
    counts_field,
    fields_meant,
    figures_ranked,
    is_named,
    is_of_another_level,
    level_ranked,
    placed_among,
    ranked,
)
from adoption.claims.records import is_above
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

OPEN = Verdict(UNDETERMINED, "")


def rank(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a rank among the places of its set with a figure of the period."""
    statement = docket.statements[i]
    if statement.blocked:
        return Verdict(UNDETERMINED, statement.blocked)
    places, products = statement.subject.places, statement.subject.products
    if statement.moved_to:
        return moves.before_a_move(docket, statement)
    if statement.follows[1]:
        return followers.next_in_order(docket, statement)
    if statement.of_a_change:
        return _rank_of_change(docket, i)
    if statement.field == TIME:
        return records.record(docket, statement)
    if statement.field == FIRST_TIME:
        return records.first_time(docket, statement)
    if statement.counterpart:
        return leaders.order_of_parts(docket, i)
    if statement.field == MARKETS:
        return leaders.rank_of_market(docket, i)
    if statement.field in PARTS:
        return leaders.rank_of_part(docket, i)
    if len(products) == 1 and not products[0].startswith("any-"):
        return leaders.rank_of_product(docket, i)
    if not places or places == ("WLD",):
        return Verdict(UNDETERMINED, "no place is named")
    if statement.rivals:
        found = _order(docket, i)
    elif len(places) > 1 and statement.relation == "at most":
        each = [(place, _rank_of(docket, i, place)) for place in places]
        found = all_of([(place, _of_its_level(docket, statement, place, v)) for place, v in each])
    else:
        found = moves.moved_as_said(docket, statement, _rank_of(docket, i, places[0]))
    return _of_its_level(docket, statement, places[0], found) if len(places) == 1 else found


def _of_its_level(docket: Docket, statement: Statement, place: str, found: Verdict) -> Verdict:
    """Return a verdict on the rank of a place, open where a level of it beside it is open."""
    if found.verdict == CONTRADICTED and is_of_another_level(docket, statement, place, found):
        return replace(found, verdict=UNDETERMINED, reason=f"its level is open; {found.reason}")
    return found


def orders(docket: Docket) -> list[int]:
    """Return the orders of a few places, whose levels may be bound after they were judged."""
    return [
        i for i, s in enumerate(docket.statements)
        if s.kind == "rank" and s.rivals and not s.compared_product
    ]  # fmt: skip


def _rank_of(docket: Docket, i: int, place: str) -> Verdict:
    """Return the verdict on the rank of one place, in any of the sets that can be meant."""
    statement = docket.statements[i]
    if in_list := statement.field == LISTED:
        statement = replace(statement, field="")
    members = {place, *statement.after}
    fields = [f for f in fields_meant(statement, place) if f.members >= members]
    if not fields and statement.subject.how.get("words") == BEYOND_ALL:
        fields = [replace(f, members=f.members | members) for f in fields_meant(statement, place)]
    carried = statement.subject.how.get("places") == "carried"
    if statement.after and carried and not level_ranked(docket, i, statement):
        return Verdict(UNDETERMINED, "it is not certain which level others are said to be above")
    if statement.field == SOME_PLACES and statement.value == 1:
        return _first_of_all(docket, i, statement, place)
    if not fields:
        which = "" if statement.field == UNLISTED_FIELD else f": {statement.field}"
        return Verdict(UNDETERMINED, f"no list of the places it is ranked among{which}")
    if len(statement.subject.places) > 1:
        how = statement.subject.how | {"places": "here"}
        statement = replace(statement, subject=replace(statement.subject, places=(place,), how=how))
    results = [pair for field in fields for pair in ranked(docket, i, statement, field)]
    if statement.subject.how.get("words") == OF_THE_YOUNG:
        of = {s.series_id for s in docket.catalogue.series.values() if s.group.is_part}
        results = [(named, verdict) for named, verdict in results if verdict.series_id in of]
    held = [v for _, v in results if v.verdict == SUPPORTED]
    if held:
        return held[0]
    if not statement.field and (named := _among_those_named(docket, i, statement, place)):
        return named
    sure = sorted((v for named, v in results if named), key=lambda v: v.verdict == CONTRADICTED)
    passed = statement.value == 1 and sure and _is_passed_beside(docket, statement, sure[0])
    if in_list and sure and not passed and sure[0].verdict == CONTRADICTED:
        return Verdict(UNDETERMINED, f"of which places is not said; {sure[0].reason}")
    if sure and not _may_be_of_the_young(docket, statement, place):
        if sure[0].verdict == CONTRADICTED:
            if moved := _moved_on_another_day(docket, i, statement, fields):
                return moved
            if _on_another_day(docket, i, statement, fields):
                said = f"it is not said of which date, and on another it holds; {sure[0].reason}"
                return replace(sure[0], verdict=UNDETERMINED, reason=said)
        return sure[0]
    if not results and (moved := _moved_on_another_day(docket, i, statement, fields)):
        return moved
    said = (
        results[0][1].reason if results else f"no ranking in the data covers it ({fields[0].name})"
    )
    return Verdict(UNDETERMINED, said)


def _on_another_day(
    docket: Docket, i: int, statement: Statement, fields: list[Field]
) -> Verdict | None:
    """Return the verdict on a rank without a date of its own if it holds on another day told of."""
    if statement.period_how in OWN_DATE:
        return None
    for period in _periods_told(docket):
        then = replace(statement, period=period, period_how="here")
        found = (v for field in fields for _, v in ranked(docket, i, then, field))
        if held := [v for v in found if v.verdict == SUPPORTED]:
            return held[0]
    return None


def _first_of_all(docket: Docket, i: int, statement: Statement, place: str) -> Verdict:
    """Return the verdict on being first of some places: who is first of all is first of them."""
    of_all = replace(statement, field="")
    for field in fields_meant(of_all, place):
        for _, verdict in ranked(docket, i, of_all, field):
            if verdict.verdict == SUPPORTED:
                return replace(verdict, reason=f"{verdict.reason}, so of any of them")
    return Verdict(UNDETERMINED, "no list of the places it is ranked among")


def _moved_on_another_day(
    docket: Docket, i: int, statement: Statement, fields: list[Field]
) -> Verdict | None:
    """Return the verdict on a rank if both ends of its move hold on another day told of."""
    if statement.period_how in OWN_DATE or not statement.came_from:
        return None
    for period in _periods_told(docket):
        then = replace(statement, period=period, period_how="only")
        for _, now in (pair for field in fields for pair in ranked(docket, i, then, field)):
            if now.verdict == SUPPORTED and moves.came_from_there(docket, statement, now):
                return now
    return None


def _periods_told(docket: Docket) -> list[Period]:
    """Return the periods of the figures that a text is bound to."""
    figures = [v.figure for v in docket.verdicts.values() if v.verdict == SUPPORTED and v.figure]
    return [Period(*key) for key in dict.fromkeys((f.period_start, f.period_end) for f in figures)]


def _is_passed_beside(docket: Docket, statement: Statement, verdict: Verdict) -> bool:
    """Return whether a place with a level in the sentence is beyond the one called the highest."""
    own, levels = verdict.figure, [s for _, s in docket.beside(statement) if s.kind == "level"]
    if own is None:
        return False
    series = docket.catalogue.series[own.series_id]
    beside = {p for s in levels for p in s.subject.places} - set(statement.subject.places)
    peers = [p for p in docket.of_source(series.source_id) if p.geo in beside and twins(series, p)]
    others = [f for p in peers if (f := p.latest.get((own.period_start, own.period_end)))]
    return any(is_above(own, f) if statement.from_the_end else is_above(f, own) for f in others)


def _rank_of_change(docket: Docket, i: int) -> Verdict:
    """Return the verdict on the rank of a change among those of its set, in points or in percent.

    Where no base is told it is the last change, and that of a year: both have to agree.
    """
    statement = docket.statements[i]
    if in_list := statement.field == LISTED:
        statement = replace(statement, field="")
    spans = _spans_meant(docket, i) if len(statement.subject.places) == 1 else []
    found = [v for span in spans if (v := _grown_most(docket, statement, *span))]
    if not found:
        return Verdict(UNDETERMINED, "a rank of changes of which none is bound, or few are known")
    if len({v.verdict for v in found}) > 1:
        said = "; ".join(v.reason for v in found)
        return Verdict(UNDETERMINED, f"since when it grew is not said: {said}")
    if in_list and found[0].verdict == CONTRADICTED:
        return Verdict(UNDETERMINED, f"of which places is not said; {found[0].reason}")
    return found[0]


def _grown_most(
    docket: Docket, statement: Statement, base: Figure, figure: Figure
) -> Verdict | None:
    """Return the verdict on the rank of the change between two figures, in any set it can be of."""
    series = docket.catalogue.series[figure.series_id]
    fields = [f for f in fields_meant(statement, series.geo) if series.geo in f.members]
    units = (("points", rates.change_points), ("percent", rates.growth_percent))
    found: list[Verdict] = []
    for field in fields:
        if not counts_field(docket, statement, series, field):
            continue
        for name, measure in units:
            if statement.measure not in ("", name):
                continue
            others = [
                measure(one.nominal, other.nominal)
                for peer in docket.of_source(series.source_id)
                if peer.geo in field.members and peer is not series and twins(series, peer)
                if (one := peer.latest.get((base.period_start, base.period_end)))
                if (other := peer.latest.get((figure.period_start, figure.period_end)))
                if one.nominal.lower > 0
            ]
            own = measure(base.nominal, figure.nominal)
            low = sum(o.lower > own.upper for o in others) + 1
            high = len(others) - sum(o.upper < own.lower for o in others) + 1
            if len(others) + 1 < min(MIN_RANKED, len(field.members)):
                continue
            said = f"by growth in {name}, rank {low} of {len(others) + 1} ({field.name})"
            fits = low <= int(statement.value) <= high
            found.append(
                Verdict(SUPPORTED if fits else CONTRADICTED, said, series.series_id, figure, base)
            )
    held = [v for v in found if v.verdict == SUPPORTED]
    if held or not found:
        return held[0] if held else None
    return replace(found[0], reason="; ".join(v.reason for v in found))


def _spans_meant(docket: Docket, i: int) -> list[tuple[Figure, Figure]]:
    """Return the figures between which a change is ranked: those told, else the last ones."""
    statement = docket.statements[i]
    if told := _span_told(docket, statement):
        return [told]
    found = level_ranked(docket, i, statement)
    if not (found or statement.base) and (told := _span_of_another(docket, i)):
        return [told]
    found = found or _figures_named(docket, i, statement)
    if not found:
        return []
    series, figure = found[0]
    if statement.base:
        return [(base, figure) for base in bases_of(series, figure, statement.base)[-1:]]
    known = [f for f in series.latest.values() if f.period_end < figure.period_end]
    days = [day for day in statement.days_named if day < figure.period_start]
    earlier = [f for day in days for f in [f for f in known if f.period_end <= day][-1:]]
    if not earlier:
        before = series.before(figure.period_end)
        a_year = PeriodMention(0, 0, months_before=12)
        earlier = [f for f in (before, *bases_of(series, figure, a_year)[-1:]) if f]
    return [(base, figure) for base in {f.period_end: f for f in earlier}.values()]


def _figures_named(docket: Docket, i: int, statement: Statement) -> list[tuple[Series, Figure]]:
    """Return the figure of the place, if the publisher that is named has but one such series."""
    found = [
        pair
        for pair in figures_ranked(docket, i, statement)
        if is_named(docket, i, statement, pair[0])
    ]
    return found if len({series.series_id for series, _ in found}) == 1 else []


def _span_told(docket: Docket, statement: Statement) -> tuple[Figure, Figure] | None:
    """Return the figures between which the sentence, or the one before it, tells of a change."""
    for near in (statement.sentence, statement.sentence - 1):
        own = [
            j for j in docket.sentences.get(near, [])
            if docket.statements[j].subject.places == statement.subject.places
        ]  # fmt: skip
        if told := _changed(docket, own):
            return told
    return None


def _changed(docket: Docket, among: list[int]) -> tuple[Figure, Figure] | None:
    """Return the last two figures of one series that bound statements lie or tell between."""
    told = [
        verdict for j in among
        if (verdict := docket.verdicts.get(j)) and verdict.verdict == SUPPORTED
    ]  # fmt: skip
    changes = [v for v in told if v.figure and v.base and v.figure.series_id == v.base.series_id]
    for verdict in changes[-1:]:
        if verdict.figure and verdict.base:
            return verdict.base, verdict.figure
    levels = [v.figure for v in told if v.figure and docket.catalogue.series[v.series_id].share]
    ends = sorted({f.period_end: f for f in levels}.values(), key=lambda f: f.period_end)
    if len(ends) == 2 and len({f.series_id for f in ends}) == 1:
        return ends[0], ends[1]
    return None


def _span_of_another(docket: Docket, i: int) -> tuple[Figure, Figure] | None:
    """Return the figures of the place between which the passage last told of another's change.

    "Use rose from 15.1% to 16.3% of all people. South Korea posted the largest gain."
    """
    here = docket.statements[i]
    for near in range(here.sentence, -1, -1):
        among = [j for j in docket.sentences.get(near, []) if docket.statements[j].kind != "rank"]
        if among and docket.statements[among[0]].passage != here.passage:
            return None
        told = _changed(docket, among)
        if told is None:
            continue
        base, end = told
        series = docket.catalogue.series[end.series_id]
        for peer in docket.of_source(series.source_id):
            if (peer.geo,) != here.subject.places or not twins(peer, series):
                continue
            found = [peer.latest.get((f.period_start, f.period_end)) for f in (base, end)]
            own = here.period if here.period_how in OWN_DATE else None
            if found[0] and found[1] and (not own or found[1] in figures_at(peer, own)):
                return found[0], found[1]
        return None
    return None


def _may_be_of_the_young(docket: Docket, statement: Statement, place: str) -> bool:
    """Return whether the place has a share in the sentence that may be one of the young.

    "Greece leads with 82%" after "the young": the list it leads is not that of everybody.
    """
    return any(
        s.kind == "level" and s.unit == "percent" and s.subject.places == (place,)
        and docket.verdicts[j].verdict == UNDETERMINED
        and "the young" in s.subject.how.get("words", "")
        for j, s in docket.beside(statement)
    )  # fmt: skip


def _among_those_named(docket: Docket, i: int, statement: Statement, place: str) -> Verdict | None:
    """Return the verdict on a rank without a field if it holds among the places named before.

    Being first or last of them can be all that is meant; being third of three may be chance.
    """
    for places in named_before(docket, i):
        if place in places and len(places) >= leaders.MIN_NAMED and not statement.relation:
            field = Field(NAMED, frozenset(places))
            for _, verdict in ranked(docket, i, statement, field):
                if verdict.verdict == SUPPORTED:
                    meant = SUPPORTED if statement.value == 1 else UNDETERMINED
                    return replace(verdict, verdict=meant)
    return None


def named_before(docket: Docket, i: int) -> list[list[str]]:
    """Return the places of the sentence, of the levels in its passage, and in the one before."""
    here = docket.statements[i]
    inside = [
        s.subject.places[0] for s in docket.statements
        if s.sentence == here.sentence and s.kind == "level" and len(s.subject.places) == 1
    ]  # fmt: skip
    lists = [s.listed for s in docket.statements[:i] if s.passage == here.passage and s.quota]
    sets = [list(here.listed), inside, *map(list, lists[-1:])]
    for passage in (here.passage, here.passage - 1):
        sets.append(
            [
                s.subject.places[0] for s in docket.statements[:i]
                if s.passage == passage and s.kind == "level" and len(s.subject.places) == 1
            ]
        )  # fmt: skip
    return [list(dict.fromkeys(p for p in places if p not in FIELDS)) for places in sets]


def _order(docket: Docket, i: int) -> Verdict:
    """Return the verdict on a rank among a few places: by the publishers named, else by all."""
    statement = docket.statements[i]
    field = Field(NAMED, frozenset((*statement.subject.places, *statement.rivals)))
    beside = [] if statement.period_how == "relative" else _levels_of(docket, statement, field)
    results = [(True, v) for s, f in beside if (v := placed_among(docket, statement, s, f, field))]
    results = results or list(ranked(docket, i, statement, field))
    results = [pair for pair in results if pair[0]] or results
    verdicts = {v.verdict for _, v in results}
    if not results:
        return Verdict(UNDETERMINED, "no figures of all places that are compared")
    if len(verdicts) > 1:
        said = "; ".join(v.reason for _, v in results)
        return Verdict(UNDETERMINED, f"the figures disagree: {said}")
    named, verdict = results[0]
    if verdict.verdict == CONTRADICTED and not named:
        return Verdict(UNDETERMINED, verdict.reason)
    return verdict


def _levels_of(docket: Docket, statement: Statement, field: Field) -> list[tuple[Series, Figure]]:
    """Return the figure of the first of a few places, if its sentence has the levels of them all.

    "Greece, with 83.54%, is ahead of Estonia, with 82.81%": of whatever is told in the passage.
    """
    found: dict[str, tuple[Series, Figure]] = {}
    for j, s in docket.beside(statement):
        held = docket.verdicts.get(j, OPEN)
        if s.kind == "level" and held.verdict == SUPPORTED and held.figure:
            series = docket.catalogue.series[held.series_id]
            found.setdefault(series.geo, (series, held.figure))
    own = found.get(statement.subject.places[0])
    if own is None or not field.members <= found.keys():
        return []
    return [own] if all(twins(own[0], found[geo][0]) for geo in field.members) else []

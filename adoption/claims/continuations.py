"""Levels that go on from the one before: "Denmark (42.0%)", "with 250 employees it was 40.3%".

The series that an earlier level of the passage is bound to tells what is measured. What the words
of a later one name (a place, a product, who is counted, how often, for what) takes the place of
that part; all else stays, the publisher and the period too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from adoption.claims import continuity, levels, verdicts
from adoption.claims.bindings import (
    OWN_DATE,
    Docket,
    all_of,
    claimed_of,
    is_longer,
    is_of_a_longer_period,
    may_be_of_any_ai,
)
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import (
    DATED_WINDOWS,
    twins,
)
from adoption.claims.statements import Statement
from adoption.claims.vagueness import NO_COUNTRY, NOT_USE, SAID_AGAIN, UNKNOWN
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

FURTHEST = 24  # statements back to the one that is continued
PAIR_REACH = 9  # characters: " against "
IN_A_ROW = 2  # levels of one series before a number that has but another date
ENOUGH = 2  # levels of a passage that tell what it is about


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
        if len(statement.subject.members) > 1 and statement.quantified:
            docket.verdicts[i] = _each(docket, i) or docket.verdicts[i]
            continue
        told: set[str] = set()
        for series, anchor in continued(docket, statement, i):
            figures = continuity.figures_of(statement, series, anchor)
            if not figures or series.series_id in told:
                continue
            verdict = verdicts.level(series, claimed_of(statement), figures)
            if verdict.verdict == CONTRADICTED and (
                other := _of_another_place(docket, i, series, anchor)
            ):
                series, anchor, verdict = other
            if verdict.verdict == CONTRADICTED and statement.period_how == "carried":
                verdict = _after_a_look_back(docket, i, series, anchor) or verdict
            waves = {f.period_end for f in continuity.of_the_wave(series, anchor)}
            dated = (
                anchor.period_end in waves or len(waves) == 1 or statement.period_how in OWN_DATE
            )
            dated = dated and not continuity.is_of_another_day(statement, anchor)
            own = docket.catalogue.series[anchor.series_id]
            sure = not only_support and dated and _is_sure(docket, i, verdict, own, series)
            if told and not docket.in_company(i, verdict):
                continue  # a measure spoken of before the last one
            told.add(series.series_id)
            if verdict.verdict == SUPPORTED or sure:
                docket.verdicts[i] = verdicts.with_reason(
                    verdict, f" [{series.series_id}]; read on from {anchor.words()}"
                )
            elif _is_of_another_date(docket, i, series):
                docket.verdicts[i] = replace(
                    verdicts.with_reason(
                        verdict, f" [{series.series_id}]; that is no figure of its date"
                    ),
                    verdict=UNDETERMINED,
                )
                break
            else:
                continue
            break


def _after_a_look_back(docket: Docket, i: int, series: Series, anchor: Figure) -> Verdict | None:
    """Return the verdict by the figure of a later date told before, if one without date fits it.

    "3.62% in 2023; in 2021 it had been 3.29%. The union has 8.04%": the text is back in 2023.
    """
    statement = docket.statements[i]
    days = {v.figure.period_end for _, v in docket.held_in(statement.passage) if v.figure}
    figures = [
        f for f in series.latest.values()
        if f.period_end in days and f.period_end > anchor.period_end
    ]  # fmt: skip
    found = verdicts.level(series, claimed_of(statement), figures) if figures else None
    return found if found and found.verdict == SUPPORTED else None


def _of_another_place(
    docket: Docket, i: int, series: Series, anchor: Figure
) -> tuple[Series, Figure, Verdict] | None:
    """Return the figure of another place spoken of before that a precise share of no place fits.

    After a list of countries "those of 16 to 24 years" may be of the last, or of all.
    """
    statement = docket.statements[i]
    if not statement.has_decimals or continuity.is_said(statement.subject, "places"):
        return None
    for other, before in continued(docket, statement, i):
        if other.geo == series.geo or before.period_end != anchor.period_end:
            continue
        figures = continuity.figures_of(statement, other, before)
        verdict = verdicts.level(other, claimed_of(statement), figures) if figures else None
        if verdict and verdict.verdict == SUPPORTED:
            return other, before, verdict
    return None


def read_back(docket: Docket) -> None:
    """Contradict the level that opens a list by the measure of the one after it.

    "Microsoft counted who uses it in 2025. Germany had 14.5%, France 44.0%": what is carried to
    both is what France has a figure of, and then Germany has another.
    """
    for i, statement in enumerate(docket.statements[:-1]):
        after, held = docket.statements[i + 1], docket.verdicts.get(i + 1)
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or held is None or held.verdict != SUPPORTED or held.figure is None:
            continue
        if not _is_listed_with(statement, after):
            continue
        own = docket.catalogue.series[held.series_id]
        places = docket.catalogue.by_geo.get(statement.subject.places[0], [])
        at = (held.figure.period_start, held.figure.period_end)
        found = [s for s in places if twins(own, s) and at in s.latest]
        if len(found) != 1 or _is_explained(docket, statement, [own]):
            continue
        verdict = verdicts.level(found[0], claimed_of(statement), [found[0].latest[at]])
        if verdict.verdict == CONTRADICTED:
            docket.verdicts[i] = verdicts.with_reason(
                verdict, f" [{found[0].series_id}]; read back from {held.figure.words()}"
            )


def _is_listed_with(one: Statement, other: Statement) -> bool:
    """Return whether two levels differ but in their place, and take all else from words before."""
    doubtful = one.blocked or one.stranger or one.weak or one.relation or one.negated
    how = one.subject.how | {"words": ""}
    carried = how["products"] == how["sources"] == "carried" == one.period_how
    return bool(
        carried and not doubtful and not one.subject.outsider and one.has_decimals
        and other.kind == "level" and other.has_decimals and one.unit == other.unit == "percent"
        and one.passage == other.passage and other.sentence <= one.sentence + 1
        and how == other.subject.how | {"words": ""} and one.subject.tight("place")
        and one.period == other.period and one.period_how == other.period_how
        and replace(one.subject, places=(), how={}) == replace(other.subject, places=(), how={})
    )  # fmt: skip


def _each(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on each of several places, by the figures like those before."""
    whole, parts = docket.statements[i], []
    for place in whole.subject.members:
        how = whole.subject.how | {"places": "here"}
        one = replace(whole, subject=replace(whole.subject, places=(place,), how=how))
        for series, anchor in continued(docket, one, i):
            if figures := continuity.figures_of(one, series, anchor):
                parts.append((place, verdicts.level(series, claimed_of(one), figures)))
                break
    if len(parts) < len(whole.subject.members):
        return None
    verdict = all_of(parts)
    return None if verdict.verdict == CONTRADICTED and whole.weak else verdict


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


def settle_use(docket: Docket) -> None:
    """Judge anew where it is not said that it is use, but the levels beside it are of use.

    One precise level in its sentence is enough, or two in its passage. A number that is a figure of
    another part of the people stays open: what part it speaks of may not have been read.
    """
    bound = _bound_series(docket)
    for i, statement in enumerate(docket.statements):
        if statement.weak != NOT_USE or statement.unit != "percent":
            continue
        told = [s for j, s in bound[statement.passage] if j != i]
        near = [s for j, s in bound[statement.passage] if j != i and _beside(docket, i, j)]
        if not near and len(told) < ENOUGH:
            continue
        settled = replace(statement, weak="")
        if statement.has_decimals and not _is_explained(docket, statement, told):
            docket.statements[i] = settled
        if statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED:
            before, docket.statements[i] = docket.statements[i], settled
            verdict = levels.level(docket, i)
            if verdict.verdict != SUPPORTED:
                docket.statements[i] = before
            if verdict.verdict == SUPPORTED or not before.weak:
                docket.verdicts[i] = verdict


def _bound_series(docket: Docket) -> dict[int, list[tuple[int, Series]]]:
    """Return the shares that precise levels of each passage are bound to."""
    found: dict[int, list[tuple[int, Series]]] = defaultdict(list)
    for i, statement in enumerate(docket.statements):
        held = docket.verdicts.get(i)
        if held is None or held.verdict != SUPPORTED or not (held.figure and held.figure.share):
            continue
        if statement.is_precise or not statement.weak:
            found[statement.passage].append((i, docket.catalogue.series[held.series_id]))
    return found


def _beside(docket: Docket, i: int, j: int) -> bool:
    return docket.statements[i].sentence == docket.statements[j].sentence


def _is_explained(docket: Docket, statement: Statement, told: list[Series]) -> bool:
    """Return whether the number is another figure of the publishers of its passage.

    One of the same measure but another date than that beside the number is no explanation.
    """
    places = set(statement.subject.places) or {s.geo for s in told}
    spoken_of = {(*s.measure, s.population_group) for s in told}
    dated = statement.period is not None and statement.period_how in ("here", "only")
    if not dated and any(s.geo in places for s in told):
        return True  # its own number is there already
    return any(
        series.share and series.geo in places and figure.nominal.meets(statement.printed)
        for source in {s.source_id for s in told}
        for series in docket.of_source(source)
        if not (dated and (*series.measure, series.population_group) in spoken_of)
        for figure in series.latest.values()
    )


def say_again(docket: Docket) -> None:
    """Hold a part in words against the figure that its number in brackets is bound to."""
    for i, statement in enumerate(docket.statements[:-1]):
        held = docket.verdicts[i + 1]
        if statement.weak != SAID_AGAIN or held.verdict != SUPPORTED or held.figure is None:
            continue
        series = docket.catalogue.series[held.series_id]
        verdict = verdicts.level(series, claimed_of(statement), [held.figure])
        if verdict.verdict == SUPPORTED:
            docket.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")


def continued(
    docket: Docket, statement: Statement, i: int, *, across: bool = False
) -> Iterator[tuple[Series, Figure]]:
    """Yield what a statement can go on from, the nearest first: its series, the earlier figure.

    A level of a time before ("a year earlier it was 7%") is gone on from last. Only levels of the
    same passage count, unless `across` passages.
    """
    found = list(_continued(docket, statement, i, across=across))
    yield from (pair[:2] for pair in sorted(found, key=lambda pair: pair[2]))


def _continued(
    docket: Docket, statement: Statement, i: int, *, across: bool
) -> Iterator[tuple[Series, Figure, bool]]:
    for j in range(i - 1, max(-1, i - 1 - FURTHEST), -1):
        earlier = docket.statements[j]
        if earlier.passage != statement.passage and not across:
            return
        held = docket.verdicts.get(j)
        if held is None or held.figure is None or held.verdict != SUPPORTED:
            continue
        if earlier.kind != "level" or earlier.base_level:
            continue
        counted_back = statement.period_how == earlier.period_how == "relative"
        if counted_back and earlier.base == statement.base:
            continue  # both are counted back from the same date
        own = docket.catalogue.series[held.series_id]
        sources = statement.subject.sources
        if sources and own.source_id not in sources:
            continue
        twins = [
            s
            for place in dict.fromkeys(continuity.places_of(statement.subject, own))
            for s in docket.catalogue.by_geo.get(place, [])
            if s.source_id == own.source_id
            and continuity.goes_on(statement, own, s)
            and not continuity.is_of_a_product_since(earlier.subject, statement.subject, s)
        ]
        for nearer in (
            lambda s, own=own: s is own,
            lambda s, own=own: s.usage_window == own.usage_window,
            lambda s, own=own: s.population_group == own.population_group,
            lambda s, anchor=held.figure: bool(continuity.figures_of(statement, s, anchor)),
        ):
            if len(twins) > 1:
                twins = [s for s in twins if nearer(s)] or twins
        if len(twins) == 1:
            before = earlier.period_how == "relative" and earlier.undated is None
            yield twins[0], held.figure, before


def _is_settled(docket: Docket, i: int) -> bool:
    verdict = docket.verdicts[i]
    if verdict.verdict == SUPPORTED:
        if _is_the_present_figure(docket, i):
            return False
        return verdict.fit not in (verdicts.OTHER_DATE, verdicts.UNDATED)
    return verdict.verdict == CONTRADICTED and docket.statements[i].subject.how["places"] in (
        "here", "each",
    )  # fmt: skip


def _is_the_present_figure(docket: Docket, i: int) -> bool:
    """Return whether a level of a time before is held by the figure that a level beside it has."""
    statement, held = docket.statements[i], docket.verdicts[i]
    if statement.period_how != "relative" or statement.base is None:
        return False
    return any(
        docket.verdicts[j].verdict == SUPPORTED and docket.verdicts[j].figure == held.figure
        for j, s in docket.beside(statement)
        if j < i and s.kind == "level" and docket.verdicts.get(j)
    )


def _is_of_another_date(docket: Docket, i: int, series: Series) -> bool:
    """Return whether "a year before" is held by a figure of the series, but of another year."""
    held = docket.verdicts[i]
    relative = docket.statements[i].period_how == "relative"
    return relative and held.verdict == SUPPORTED and held.series_id == series.series_id


def _is_sure(docket: Docket, i: int, verdict: Verdict, own: Series, series: Series) -> bool:
    """Return whether nothing else can be meant than the series gone on to from its own."""
    statement, held = docket.statements[i], docket.verdicts[i]
    if series.usage_window != own.usage_window and not statement.subject.window:
        return False
    if not _place_is_sure(docket, i, own, series) or may_be_of_any_ai(docket, statement, series):
        return False
    if held.verdict == SUPPORTED and held.series_id != series.series_id:
        return False
    if continuity.may_be_of_the_part_before(docket, i, series):
        return False
    if verdict.verdict == UNDETERMINED or _was_stated_before(docket, i, verdict):
        return False
    if held.verdict == SUPPORTED and statement.period_how == "sentence" and statement.is_precise:
        return False  # the date is that of another number
    if statement.base_level and not _is_dated_base(docket, statement, series):
        return False
    if statement.period_how in OWN_DATE and is_of_a_longer_period(statement, verdict.figure):
        return False
    level = docket.verdicts.get(-1 if statement.level is None else statement.level)
    if statement.period_how == "relative" and is_longer(
        verdict.figure, level.figure if level else None
    ):
        return False
    if series.group.is_weighted and statement.subject.detail != series.group.detail:
        return False  # the next share is one of all firms again
    if statement.whole or statement.relation == "at most":
        return False
    if statement.unit == "accounts" and series.indicator == "users":
        return False  # seats are no users
    young = "the young" in statement.subject.how.get("words", "")
    if young and series.group.has_general_ages and statement.subject.group in ("", "person"):
        return False  # the young were spoken of, and may be still
    if statement.negated and not statement.subject.window and series.usage_window in DATED_WINDOWS:
        return False  # "24% use it every day, 51% never"
    dated = held.verdict == SUPPORTED and held.fit != verdicts.OTHER_DATE
    listed = not dated and docket.in_company(i, verdict)
    listed = listed or _is_in_a_row(docket, i, series)
    if listed and not statement.weak.startswith(UNKNOWN):
        return True
    plain = statement.refers_back and statement.tied and not statement.weak
    anew = series.purpose != "any" and statement.subject.how.get("products") == "here"
    same = series is own and statement.period_how == "here" and not anew
    return plain and (same or continuity.parts_are_said(statement.subject, series))


def _was_stated_before(docket: Docket, i: int, verdict: Verdict) -> bool:
    """Return whether "now" is held against the figure of a past date: "32.7% in 2025, now 40%"."""
    return docket.statements[i].period_how == "now" and any(
        held.figure == verdict.figure and docket.statements[j].period_how in OWN_DATE
        for j, held in docket.held_in(docket.statements[i].passage)
        if j < i and held.verdict == SUPPORTED
    )


def _place_is_sure(docket: Docket, i: int, own: Series, series: Series) -> bool:
    """Return whether the place is the one named first with the number, or the only one told of."""
    statement = docket.statements[i]
    if continuity.is_said(statement.subject, "places"):
        return series.geo == statement.subject.places[0] and not opens_a_pair(docket, i)
    told = {
        docket.catalogue.series[held.series_id].geo
        for j in range(max(0, i - FURTHEST), i)
        if docket.statements[j].passage == statement.passage
        and (held := docket.verdicts.get(j)) is not None
        and held.verdict == SUPPORTED
        and held.series_id
    }
    return len(told) <= 1 or statement.subject.tight("product")


def opens_a_pair(docket: Docket, i: int) -> bool:
    """Return whether a number is set against the next, after their places: "(24.7% vs. 14.1%)"."""
    here, rest = docket.statements[i], docket.statements[i + 1 : i + 2]
    places = {code for code in here.named if code in docket.catalogue.by_geo}
    near = any(
        (s.sentence, s.kind) == (here.sentence, here.kind) and s.start - here.end <= PAIR_REACH
        for s in rest
    )
    return near and len(places) > 1 and here.subject.places == rest[0].subject.places


def _is_in_a_row(docket: Docket, i: int, series: Series) -> bool:
    """Return whether a dated level follows two of the series: "In November it was 12 percent"."""
    statement = docket.statements[i]
    before = [j for j in range(i - 1, -1, -1) if docket.statements[j].kind == "level"][:IN_A_ROW]
    return (
        statement.period_how == "here"
        and len(before) == IN_A_ROW
        and all(
            docket.statements[j].passage == statement.passage
            and docket.verdicts[j].verdict == SUPPORTED
            and docket.verdicts[j].series_id == series.series_id
            for j in before
        )
    )


def _is_dated_base(docket: Docket, statement: Statement, series: Series) -> bool:
    """Return whether an earlier level has a date, and the level it belongs to is of the series."""
    end = docket.verdicts[statement.level] if statement.level is not None else None
    dated = statement.period_how == "here" or (
        statement.base is not None
        and bool(statement.base.months_before or statement.base.days_before)
    )
    return bool(dated and end and end.verdict == SUPPORTED and end.series_id == series.series_id)

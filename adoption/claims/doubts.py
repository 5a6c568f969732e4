"""What keeps a statement from being contradicted, though the figure held against it does not fit.

Every contradiction by a published figure passes here. It stands only if the words leave no other
figure to be meant: nobody else is quoted, it is said to be use, the date is not to come, and no
other figure of the publisher explains the number by a part that the words leave open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adoption.claims import verdicts
from adoption.claims.bindings import OWN_DATE, Docket, bases_of, claimed_of
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import DATED_WINDOWS, fits_group, fits_purpose, fits_window
from adoption.claims.sentences import Subject
from adoption.claims.statements import CHANGES, Statement
from adoption.claims.vagueness import UNKNOWN
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict

NEAR_DAYS = 420  # a figure this far away in time can have been meant where no date is said
NEAR_START_DAYS = 45  # a figure so long before a period can be of its start
CHINESE_WRITTEN = ("HKG", "MAC", "MYS", "SGP", "TWN")
COUNTED_FROM = (*CHANGES, "ratio")
DATED = ("here", "only")  # where a date was read that can only be the number's own


def tempered(docket: Docket, i: int) -> Verdict:
    """Return the verdict of a statement, a doubtful contradiction as not determinable."""
    verdict, statement = docket.verdicts[i], docket.statements[i]
    if verdict.verdict == SUPPORTED and _is_chance(statement) and not _goes_on(docket, i, verdict):
        reason = f"{_name_of_chance(statement)}; it would fit, {verdict.reason}"
        return replace(verdict, verdict=UNDETERMINED, reason=reason)
    if verdict.verdict == SUPPORTED and _is_of_a_stranger(statement):
        reason = f"the number may be that of {statement.stranger}; it would fit, {verdict.reason}"
        return replace(verdict, verdict=UNDETERMINED, reason=reason)
    if verdict.verdict == SUPPORTED and _is_of_another(statement, verdict):
        reason = f"another publisher is quoted ({statement.subject.outsider}); it would fit, "
        return replace(verdict, verdict=UNDETERMINED, reason=reason + verdict.reason)
    if verdict.verdict != CONTRADICTED:
        return verdict
    pair = _numbers_beside(docket, i)
    if pair and (found := _from_both(docket, *pair)):
        return found
    doubt = "two numbers beside it agree with it" if pair else _doubt(docket, i, verdict)
    of_two = verdict.base is not None and verdict.base.series_id != verdict.series_id
    if not doubt and statement.kind in COUNTED_FROM and verdict.figure and not of_two:
        doubt = _other_span(docket, i, verdict)
    if not doubt and statement.kind == "level" and verdict.figure:
        meant = _explaining(docket, statement, verdict)
        named = any(f.period_end in docket.days_of(statement.passage) for f in meant)
        if len(meant) == 1 and (named or statement.is_precise):
            reason = f"published: {meant[0].words()} [{meant[0].series_id}]"
            return Verdict(SUPPORTED, reason, meant[0].series_id, meant[0])
        if meant:
            doubt = f"{meant[0].words()} is a figure of {meant[0].series_id}"
        elif _may_be_of_the_young(docket, statement, verdict):
            doubt = "the young were spoken of, and may be still; of which age is not said"
    if not doubt:
        return verdict
    return replace(
        verdict, verdict=UNDETERMINED, reason=f"not certain to be meant: {doubt}; {verdict.reason}"
    )


def _is_chance(statement: Statement) -> bool:
    """Return whether a round number fits a figure of what only earlier sentences spoke of."""
    subject = statement.subject
    named = {subject.how.get("places"), subject.how.get("products")} & {"here", "sentence", "each"}
    quoted = subject.how.get("sources") == "sentence" and not statement.relation
    dated = statement.period_how in DATED
    if statement.kind != "level" or named or quoted or dated or statement.is_precise:
        return False
    if subject.ages or subject.employees:
        return False
    return bool(statement.weak or statement.stranger)


def _goes_on(docket: Docket, i: int, verdict: Verdict) -> bool:
    """Return whether a round number is one more figure of the survey that was told before it.

    Its words name whom, how often or for what, as its series has it; and a level before is a figure
    of the same publisher, place and date.
    """
    statement, series = docket.statements[i], docket.catalogue.series[verdict.series_id]
    subject = statement.subject
    part = subject.group or subject.purpose or subject.window or subject.detail
    fits = (fits_window, fits_purpose, *([fits_group] if subject.group else []))
    other = statement.stranger or statement.weak.startswith(UNKNOWN)
    if statement.unit != "percent" or not part or not statement.tied or other:
        return False
    if any(fit(subject, series) != "" for fit in fits):
        return False
    return any(
        docket.verdicts[j].verdict == SUPPORTED
        and not _is_chance(docket.statements[j])
        and docket.verdicts[j].period_end == verdict.period_end
        and (told := docket.catalogue.series[docket.verdicts[j].series_id])
        and (told.source_id, told.geo) == (series.source_id, series.geo)
        and (subject.group or told.population_group == series.population_group)
        for j in range(i)
        if docket.statements[j].kind == "level" and docket.verdicts[j].series_id
    )


def _is_of_a_stranger(statement: Statement) -> bool:
    """Return whether a name that nobody knows has a count: "Doubao 2 million, Nuoer 1 million"."""
    elsewhere = statement.subject.how.get("products") in ("sentence", "carried", "distant")
    counted = statement.kind == "level" and statement.unit in ("persons", "accounts")
    return counted and elsewhere and statement.subject.names_a_product and bool(statement.stranger)


def _is_of_another(statement: Statement, verdict: Verdict) -> bool:
    """Return whether a rank, a mark that many figures pass, or a level of another date is theirs.

    Somebody else's number that is a figure of ours to its date may be a quotation of it.
    """
    if not statement.subject.outsider or statement.kind not in ("rank", "level"):
        return False
    if statement.kind == "rank" or verdict.figure is None:
        return statement.kind == "rank"
    figure, told = verdict.figure, statement.period
    passed = statement.relation in ("over", "at least") and figure.value != statement.value
    dated = told is not None and statement.period_how in DATED
    apart = dated and (figure.period_end < told.start or told.end < figure.period_start)  # type: ignore[union-attr]
    return passed or apart


def _name_of_chance(statement: Statement) -> str:
    return statement.weak or f"the number may be that of {statement.stranger}"


def _doubt(docket: Docket, i: int, verdict: Verdict) -> str:
    statement = docket.statements[i]
    if verdict.figure is None or not verdict.series_id:
        return ""
    if statement.subject.outsider:
        return f"another publisher is quoted ({statement.subject.outsider})"
    if statement.level in docket.unnamed:
        return "the words do not say what its level measures"
    level = docket.statements[statement.level] if statement.level is not None else statement
    if stranger := statement.stranger or level.stranger:
        return f"the number may be that of {stranger}"
    if _is_said_again(docket, i):
        return "the same number is that of another figure stated before"
    if statement.weak and not docket.in_company(i, verdict):
        return statement.weak
    if _starts_elsewhere(docket, i, verdict):
        return "the number that it rose or fell from is of another measure"
    if statement.kind in COUNTED_FROM and _is_of_an_open_level(docket, i):
        return "the level before it is bound to no figure"
    if statement.kind in COUNTED_FROM and _is_overtaken(docket, i, verdict):
        return "a number of a later date stands between it and its level"
    if statement.kind in COUNTED_FROM and _is_of_another_series(docket, i, verdict):
        return "the level beside it is of another series"
    if statement.kind in CHANGES and _is_of_a_shorter_span(docket, statement, verdict):
        return "no figure is of the start of the period in which it changed"
    if "our country" in statement.subject.how.get("words", ""):
        elsewhere = _of_another_country(docket, statement, verdict)
        if elsewhere:
            return elsewhere
    tried = "tried" in statement.subject.how.get("words", "")
    if tried and docket.catalogue.series[verdict.series_id].usage_window in DATED_WINDOWS:
        return "it is said that they have used it, not how often"
    stated = {verdict.figure, verdict.base} <= _spoken_of(docket, i)
    to_come = statement.period is not None and statement.period.start > docket.last_day
    if to_come and not (stated or _ends_at_its_level(docket, statement, verdict)):
        return "its date is after the last figure of all"
    return ""


def _is_of_another_series(docket: Docket, i: int, verdict: Verdict) -> bool:
    """Return whether the last level before a change, of its own words, is held by another series.

    2025年8月豆包月活15742万，环比增长6.6%: of the months, not of the means of quarters.
    """
    statement = docket.statements[i]
    before = [j for j, s in docket.beside(statement) if j < i and s.kind == "level"][-1:]
    if not before or statement.level is not None or verdict.base is None:
        return False
    held, subject = docket.verdicts[before[0]], docket.statements[before[0]].subject
    same = (subject.places, subject.products) == (
        statement.subject.places, statement.subject.products,
    )  # fmt: skip
    if not same or held.verdict != SUPPORTED or held.series_id == verdict.series_id:
        return False
    one, other = (docket.catalogue.series[v.series_id] for v in (held, verdict))
    return (one.measure, one.usage_window) == (other.measure, other.usage_window)


def _ends_at_its_level(docket: Docket, statement: Statement, verdict: Verdict) -> bool:
    """Return whether a change ends at the figure that its level is bound to."""
    held = docket.verdicts[statement.level] if statement.level is not None else None
    return held is not None and held.verdict == SUPPORTED and held.figure == verdict.figure


def _is_said_again(docket: Docket, i: int) -> bool:
    """Return whether a level that names nothing of its own repeats one that is supported."""
    statement = docket.statements[i]
    own = {statement.subject.how.get("places"), statement.subject.how.get("products")}
    if statement.kind != "level" or not statement.is_precise or "here" in own:
        return False
    return any(
        (s.kind, s.value, s.unit) == (statement.kind, statement.value, statement.unit)
        and docket.verdicts[j].verdict == SUPPORTED and not _are_told_apart(s, statement)
        for j, s in enumerate(docket.statements[:i])
    )  # fmt: skip


def _are_told_apart(one: Statement, other: Statement) -> bool:
    """Return whether two levels of a sentence are of other dates, or other parts of the people.

    分行业看，制造业、零售业的比例分别为76.8%和76.8%
    """
    if one.sentence != other.sentence:
        return False
    dates = one.period_how in DATED and other.period_how in DATED and one.period != other.period
    parts = [(s.subject.ages, s.subject.employees, s.subject.detail) for s in (one, other)]
    return dates or (parts[0] != parts[1] and all(any(part) for part in parts))


def _starts_elsewhere(docket: Docket, i: int, verdict: Verdict) -> bool:
    """Return whether a level is the end of a change that starts at a figure of another series."""
    return any(
        s.base_level and s.level == i and s.kind == "level"
        and docket.verdicts[j].verdict == SUPPORTED
        and docket.verdicts[j].series_id != verdict.series_id
        for j, s in docket.beside(docket.statements[i])
    )  # fmt: skip


def _may_be_of_the_young(docket: Docket, statement: Statement, verdict: Verdict) -> bool:
    """Return whether a level is held against all ages where the young were spoken of before it.

    "Greece leads with 83.5% of young people, followed by Estonia (82.8%) and Portugal (76.4%)"
    """
    subject, series = statement.subject, docket.catalogue.series[verdict.series_id]
    told = "the young" in subject.how.get("words", "") and not (subject.ages or subject.employees)
    counted = series.group.has_general_ages and series.purpose == "any"
    anybody = subject.group in ("", "person") and counted
    said = any(s.subject.ages for s in docket.statements if s.passage == statement.passage)
    return told and anybody and not said and "everybody" not in subject.how.get("words", "")


def _is_of_an_open_level(docket: Docket, i: int) -> bool:
    """Return whether a change goes on with the level before it, which fits nothing known.

    "The app had 12,039,420 users last month. This marks a 233-fold increase from 51,552"
    """
    statement = docket.statements[i]
    based = any(s.base_level for _, s in docket.beside(statement))
    if statement.level is not None or statement.period_how in OWN_DATE or not based:
        return False
    before = [j for j in range(i) if docket.statements[j].kind == "level"][-1:]
    if not before or docket.verdicts[before[0]].verdict != UNDETERMINED:
        return False
    level = docket.statements[before[0]]
    return bool(
        level.passage == statement.passage
        and level.sentence == statement.sentence - 1
        and not (level.blocked or level.base_level)
        and level.subject.places == statement.subject.places
        and level.subject.products == statement.subject.products
    )


def _is_overtaken(docket: Docket, i: int, verdict: Verdict) -> bool:
    """Return whether the level of a change is older than a number said after it."""
    statement = docket.statements[i]
    end, level = verdict.period_end, statement.level
    if end is None or level is None or statement.base is not None:
        return False
    between = [docket.verdicts[j] for j, _ in docket.beside(statement) if level < j < i]
    return any(
        v.verdict == SUPPORTED and v.period_end is not None and v.period_end > end for v in between
    )


def _is_of_a_shorter_span(docket: Docket, statement: Statement, verdict: Verdict) -> bool:
    """Return whether a change is of a period of its own that starts long after its base.

    "In December it added 10 million users" is counted from the end of November.
    """
    period, base = statement.period, verdict.base_period_end
    level = docket.statements[statement.level] if statement.level is not None else None
    own = statement.period_how == "here" and statement.base is None
    if not own or period is None or base is None or (level and level.period == period):
        return False
    return period.start < period.end and (period.start - base).days > NEAR_START_DAYS


def _numbers_beside(docket: Docket, i: int) -> tuple[int, int] | None:
    """Return two levels of its sentence from which a change follows, whatever their periods."""
    statement = docket.statements[i]
    if statement.kind not in verdicts.MEASURES or statement.base is not None:
        return None
    bases = [s for _, s in docket.beside(statement) if s.base_level and s.level is not None]
    if len(bases) == 1 and bases[0].level == statement.level:
        return None  # both its levels are named
    levels = [
        (j, s) for j, s in docket.beside(statement)
        if s.kind == "level" and s.printed.lower > 0 and not s.blocked and not s.relation
    ]  # fmt: skip
    measure, claimed = verdicts.MEASURES[statement.kind], claimed_of(statement)
    for j, one in levels:
        for k, other in levels:
            same = j != k and one.unit == other.unit
            if same and measure(one.printed, other.printed).meets(claimed.printed):
                return j, k
    return None


def _from_both(docket: Docket, base: int, end: int) -> Verdict | None:
    """Return that a change holds between two levels of one series that both are published."""
    one, other = docket.verdicts[base], docket.verdicts[end]
    if not one.verdict == other.verdict == SUPPORTED or one.series_id != other.series_id:
        return None
    if one.figure is None or other.figure is None or one.figure == other.figure:
        return None
    said = f"published: {one.figure.words()} and {other.figure.words()} [{one.series_id}]"
    return Verdict(SUPPORTED, said, other.series_id, other.figure, one.figure)


def _of_another_country(docket: Docket, statement: Statement, verdict: Verdict) -> str:
    """Return where else 我国 may be: a place written about in Chinese whose figure fits."""
    assert verdict.figure is not None
    bound, claimed = docket.catalogue.series[verdict.series_id], claimed_of(statement)
    if all(s.geo == bound.geo for s in docket.of_source(bound.source_id)):
        return ""
    if statement.kind != "level":
        level = docket.verdicts[statement.level] if statement.level is not None else None
        held = level is not None and level.verdict == SUPPORTED
        return "" if held else "it is not said which country it is"
    for other in docket.of_source(bound.source_id):
        same = other.product == bound.product and other.population_group == bound.population_group
        if other.geo not in CHINESE_WRITTEN or not same:
            continue
        for f in other.figures:
            if f.period_end == verdict.figure.period_end and f.nominal.meets(claimed.printed):
                return f"{f.words()} is the figure of {other.geo}"
    return ""


def _explaining(docket: Docket, statement: Statement, verdict: Verdict) -> list[Figure]:
    """Return the other figures that fit and that the words do not rule out.

    They are those of its publisher, and of the others that the passage quotes.
    """
    claimed = claimed_of(statement)
    if claimed.printed.is_one_sided or not verdict.series_id:
        return []
    assert verdict.figure is not None
    bound = docket.catalogue.series[verdict.series_id]
    found = []
    day = statement.period.end if statement.period else verdict.figure.period_end
    for other in _quoted_beside(docket, statement, bound):
        if other.share != bound.share or not _is_open(statement, bound, other):
            continue
        for figure in other.latest.values():
            if abs((figure.period_end - day).days) > NEAR_DAYS:
                continue
            if not figure.nominal.meets(claimed.printed) or verdicts.only_touches(
                figure, claimed, claimed.printed
            ):
                continue
            if _date_is_open(docket, statement, figure, verdict.figure):
                found.append(figure)
    return found


def _quoted_beside(docket: Docket, statement: Statement, bound: Series) -> Iterator[Series]:
    """Yield the series of the publisher bound and quoted, then those that its passage supports."""
    sources = dict.fromkeys((bound.source_id, *statement.subject.sources))
    if not statement.subject.sources or statement.subject.how.get("sources") == "carried":
        for j, verdict in docket.verdicts.items():
            beside = docket.statements[j].passage == statement.passage
            if beside and verdict.verdict == SUPPORTED and verdict.series_id:
                sources[docket.catalogue.series[verdict.series_id].source_id] = None
    for source in sources:
        yield from docket.of_source(source)


def _other_span(docket: Docket, i: int, verdict: Verdict) -> str:
    """Name two figures between which a change fits, if the words do not rule them out."""
    assert verdict.figure is not None
    statement = docket.statements[i]
    series = docket.catalogue.series[verdict.series_id]
    measure, claimed = verdicts.MEASURES[statement.kind], claimed_of(statement)
    beside = statement.level is not None and abs(statement.level - i) == 1
    own_end = statement.period_how in DATED or beside
    from_level = any(
        s.base_level and docket.verdicts[j].figure == verdict.base
        for j, s in docket.beside(statement)
    )
    based = statement.base is not None or from_level
    spoken = _spoken_of(docket, i) if statement.refers_back else None
    figures = list(series.latest.values())
    for k, end in enumerate(figures):
        if own_end and end.period_end not in (verdict.period_end, *statement.days_named):
            continue
        if based and verdict.period_end and end.period_end < verdict.period_end:
            continue  # "since March" counts to the last figure spoken of
        if spoken and end not in spoken and end != verdict.figure:
            continue
        for base in figures[:k]:
            if from_level and base != verdict.base:
                continue
            if spoken and statement.base is None and not {base, verdict.base} <= spoken:
                continue
            if statement.base is not None and base not in bases_of(series, end, statement.base):
                continue
            if (end.period_end - base.period_end).days > NEAR_DAYS or base.value == 0:
                continue
            if statement.base is not None and own_end:
                continue  # both ends are said
            if measure(base.nominal, end.nominal).meets(claimed.printed):
                return f"it fits the change from {base.words()} to {end.words()}"
    return _as_gap(docket, statement, series, verdict.figure)


def _spoken_of(docket: Docket, i: int) -> set[Figure]:
    """Return the figures that the passage of a statement has stated."""
    held = docket.held_in(docket.statements[i].passage)
    return {v.figure for _, v in held if v.figure and v.verdict == SUPPORTED}


def _as_gap(docket: Docket, statement: Statement, series: Series, end: Figure) -> str:
    """Name the place from which points are a distance, not a change: 比新加坡高3.1个百分点."""
    if statement.kind != "change_points":
        return ""
    claimed = claimed_of(statement).printed
    wanted = -claimed if claimed.upper < 0 else claimed
    for other in docket.of_source(series.source_id):
        if other.geo == series.geo or other.geo not in statement.named:
            continue
        for f in other.latest.values():
            gap = f.nominal - end.nominal
            if f.period_end == end.period_end and (gap.meets(wanted) or (-gap).meets(wanted)):
                return f"it is the distance to {f.words()} [{other.series_id}]"
    return ""


def _is_open(statement: Statement, bound: Series, other: Series) -> bool:
    """Return whether the words allow for another series instead of the one bound."""
    subject = statement.subject
    if other.geo != bound.geo and (subject.tight("place") or other.geo not in statement.named):
        return False
    if other.product != bound.product:
        here = subject.how.get("products") in ("here", "sentence")
        if subject.tight("product") or (here and other.product not in statement.named):
            return False
    if other.population_group != bound.population_group and _names_people(subject):
        own = other.source_id == bound.source_id
        if own or fits_group(subject, other) is None:
            return False
    if other.usage_window != bound.usage_window and (subject.window or other.is_expected):
        return False
    if other.purpose == "policy" != subject.purpose:
        return False  # a policy to use it is no use
    if other.purpose != "any" and bound.purpose == "any" and not other.share:
        return False  # the users, not those of them who use it for something
    return other.purpose == bound.purpose or not subject.purpose


def _names_people(subject: Subject) -> bool:
    return bool(subject.group or subject.ages or subject.employees or subject.detail)


def _date_is_open(docket: Docket, statement: Statement, figure: Figure, bound: Figure) -> bool:
    """Return whether the words allow for the date of another figure."""
    if figure.period_end == bound.period_end:
        return True
    if statement.period is None:
        return statement.period_how != "relative"
    if statement.period.start <= figure.period_end <= statement.period.end:
        return True
    if statement.period_how in DATED:
        return not statement.date_at_it and figure.period_end in statement.days_named
    if statement.period_how == "carried" and _dated_by_others(docket, statement, bound):
        return figure.period_end in docket.days_of(statement.passage)
    return True


def _dated_by_others(docket: Docket, statement: Statement, bound: Figure) -> bool:
    """Return whether another number of the sentence is a figure of the date carried to it."""
    return any(
        other is not statement
        and j in docket.verdicts
        and docket.verdicts[j].verdict == SUPPORTED
        and docket.verdicts[j].period_end == bound.period_end
        for j, other in docket.beside(statement)
    )

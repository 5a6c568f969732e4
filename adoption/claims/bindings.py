"""Statements bound to series: which figures a sentence can speak of, and which it must speak of.

Every part of a subject either rules a series out, leaves it possible, or confirms it. One possible
series is enough to support a statement; to contradict one, a series must be confirmed in every part
and no possible series may fit. A doubtful binding is never made: the candidates are named instead.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import pandas as pd

from adoption import data, rates
from adoption.claims.catalogue import Catalogue, Figure, Series
from adoption.claims.identity import (
    fits_group,
    fits_indicator,
    fits_product,
    fits_purpose,
    fits_window,
)
from adoption.claims.periods import Period, PeriodMention, in_year, months_before, with_year
from adoption.claims.phrases import maker_of
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict
from adoption.rates import Interval

OWN_DATE = ("here", "only", "sentence")  # where a date was read that is the number's own
WORLD, SURVEYED = "WLD", {"DNR48", "RISJ6"}  # the markets of surveys that are called global
MAKERS_OF_AI_ONLY = {"openai", "anthropic", "deepseek", "xai"}
LIST_REACH = 6  # statements on either side that are of one list
LIST_MEMBERS = 2  # of which so many must fit for the list to be one of figures
LONG_LIST = 4  # so many fit only where the passage is about them
RELEASE_DAYS = 4  # "on 5 February CNNIC said" dates the release, not the figure
CURRENT_DAYS = 210  # how long the last figure stands for "now"
SAME_SPAN_DAYS = 20  # "a year earlier" need not be the same day
VAGUE_DAYS = 45
A_YEAR = 12  # months
YEARLY_DAYS = (200, 530)  # how far apart the waves of a yearly survey can be
A_MONTH = 31
PREVIOUS_DAYS = 40  # 环比: the month before, or the period before of a longer step


@dataclass(frozen=True)
class Candidate:
    """A series a statement may speak of; `open_parts` are not confirmed by the text."""

    series: Series
    open_parts: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether the text names every part of the identity, or leaves only one choice."""
        return not self.open_parts


@dataclass
class Binder:
    """Finds candidates in a catalogue."""

    catalogue: Catalogue
    _cache: dict[tuple[object, ...], list[Candidate]] = field(default_factory=dict)

    def candidates(self, statement: Statement, *, share: bool | None = None) -> list[Candidate]:
        """Return the possible series, the best confirmed first."""
        subject = statement.subject
        key = (
            subject.places, subject.products, subject.sources, subject.outsider, subject.group,
            subject.ages, subject.employees, subject.detail, subject.window, subject.purpose,
            subject.indicator, tuple(subject.how.items()), statement.unit, share,
        )  # fmt: skip
        if key not in self._cache:
            self._cache[key] = self._search(statement, share)
        return self._cache[key]

    def _search(self, statement: Statement, share: bool | None) -> list[Candidate]:
        subject = statement.subject
        places = self._field_of(subject, self._places(statement))
        pool: Iterable[Series] = (
            [s for place in places for s in self.catalogue.by_geo.get(place, [])]
            if places
            else self.catalogue.series.values()
        )
        found = []
        people = subject.indicator == "population"
        wanted = share
        if statement.kind == "level" and not people:
            wanted = statement.unit == "percent" if share is None else share
        for series in pool:
            if wanted is not None and series.share != wanted:
                continue
            if people != (series.indicator == "population"):
                continue
            open_parts = _fit(statement, series, places)
            if open_parts is not None:
                found.append(Candidate(series, open_parts))
        if _speaks_for_itself(subject) and not any(
            c.series.source_id in subject.sources for c in found
        ):  # "generative AI" was said of the publisher before; this one asks about AI
            of_any = replace(subject, products=("any-ai",), how=subject.how | {"products": "any"})
            other = self._search(replace(statement, subject=of_any), share)
            found += [
                Candidate(c.series, (*c.open_parts, "product"))
                for c in other
                if c.series.source_id in subject.sources
            ]
        if product := self._only_product(statement, found):  # "OpenAI has 400 million weekly users"
            how = subject.how | {"products": subject.how.get("sources", "missing")}
            of_it = replace(statement, subject=replace(subject, products=(product,), how=how))
            found += [
                c for c in self._search(of_it, share) if c.series.source_id in subject.sources
            ]
        found = self._home_of_source(subject, _of_source(subject, found, self._counted_by(subject)))
        return sorted(found, key=lambda c: (len(c.open_parts), c.series.series_id))

    def _only_product(self, statement: Statement, found: list[Candidate]) -> str:
        """Return the one product whose users its maker counts, if the maker alone is named.

        Who makes other things too may speak of those: "Meta has 3 billion users".
        """
        subject = statement.subject
        if (
            statement.unit == "percent"
            or subject.names_a_product
            or subject.how.get("sources") == "later"
        ):
            return ""
        if any(c.series.source_id in subject.sources for c in found):
            return ""
        if subject.indicator not in ("", "users", "accounts"):
            return ""
        if not set(subject.sources) <= MAKERS_OF_AI_ONLY:
            return ""
        own = {
            one.product
            for source in subject.sources
            for one in self.catalogue.by_source.get(source, [])
            if not one.share and is_counted_by_its_maker(one) and fits_window(subject, one) == ""
        }
        return own.pop() if len(own) == 1 else ""

    def _counted_by(self, subject: Subject) -> set[str]:
        """Return the products that the publishers quoted count."""
        by_source = self.catalogue.by_source
        return {one.product for source in subject.sources for one in by_source.get(source, [])}

    def _places(self, statement: Statement) -> tuple[str, ...]:
        """Return the places, none if they were only near and the product has no figure there."""
        subject = statement.subject
        specific = [p for p in subject.products if not p.startswith("any-") and p != "internet"]
        here = subject.how.get("places") in ("here", "each")
        if specific and subject.how.get("places") == "assumed":
            return ()
        if not specific or here or subject.how.get("products") == "distant":
            return subject.places
        counted = subject.how.get("places") == "carried" and statement.unit != "percent"
        if counted and subject.how.get("products") == "here":
            return ()  # the users of a product are counted worldwide
        shares = {True} if statement.unit == "percent" else {False, statement.kind != "level"}
        known = any(
            s.product in specific and s.share in shares
            for place in subject.places
            for s in self.catalogue.by_geo.get(place, [])
        )
        return subject.places if known else ()

    def _field_of(self, subject: Subject, places: tuple[str, ...]) -> tuple[str, ...]:
        """Return the markets of a publisher that counts no world, of which "globally" is said."""
        if places != (WORLD,) or not subject.sources:
            return places
        counted = {geo for source in subject.sources for geo in self._counted_in[source]}
        return places if WORLD in counted else tuple(sorted(counted & SURVEYED)) or places

    @cached_property
    def _counted_in(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for series in self.catalogue.series.values():
            found[series.source_id].add(series.geo)
        return found

    def _home_of_source(self, subject: Subject, found: list[Candidate]) -> list[Candidate]:
        """Take a part as named where the named publisher has only one choice."""
        if subject.how.get("sources") == "later":
            return found
        own = [c.series for c in found if c.series.source_id in subject.sources]
        given = set()
        for part, values in (
            ("place", {s.geo for s in own}),
            ("purpose", {s.purpose for s in own}),
            ("product", {s.product for s in own}),
            ("window", {s.usage_window for s in own}),
            ("group", {(s.population_group, s.usage_window) for s in own}),
        ):
            if len(values) == 1:
                given.add(part)
        if not subject.group and any(s.group.kind == "firm" for s in own):
            given.discard("group")  # firms are never meant without being named
            if self.catalogue.of_firms.issuperset(subject.sources):
                given.add("group")  # but by those who ask nobody else
        return [
            Candidate(c.series, tuple(part for part in c.open_parts if part not in given))
            for c in found
        ]


class Docket:
    """The statements of one document, what they can be held against, and the verdicts so far."""

    def __init__(
        self,
        statements: Sequence[Statement],
        catalogue: Catalogue,
        population: pd.DataFrame,
        printed: pd.DataFrame,
    ) -> None:
        self.statements = list(statements)
        self.catalogue = catalogue
        self.binder = Binder(catalogue)
        self._population = population
        self._printed = printed
        self.verdicts: dict[int, Verdict] = {}
        self.held: dict[int, list[Verdict]] = {}  # every series that supports a level
        self.unnamed: set[int] = set()  # bound by their numbers: they support, nothing more
        self.sentences: dict[int, list[int]] = defaultdict(list)
        self._passages: dict[int, list[int]] = defaultdict(list)
        self._days: dict[int, set[dt.date]] = defaultdict(set)
        self.multiples: dict[tuple[object, ...], int] = {}  # the first of each, in a paragraph
        for i, s in enumerate(self.statements):
            self.sentences[s.sentence].append(i)
            self._passages[s.passage].append(i)
            if s.kind == "ratio" and not s.blocked:
                self.multiples.setdefault((s.passage, s.value, s.subject.products), i)

    def in_company(self, i: int, verdict: Verdict) -> bool:
        """Return whether a label and number stand in a list whose others fit twins of a series.

        The place, product or part must stand at the number, or its sentence be the list, or the
        list so long that its passage is about nothing else.
        """
        statement = self.statements[i]
        subject = statement.subject
        part = bool(subject.detail or subject.employees or subject.ages) and statement.has_decimals
        labelled = subject.tight("place") or subject.tight("product") or part
        named = statement.subject.how.get("places") == "here" and statement.has_decimals
        if not (labelled or named) or statement.stranger:
            return False
        series = self.catalogue.series[verdict.series_id]
        fits = near = 0
        for j in range(max(0, i - LIST_REACH), min(len(self.statements), i + LIST_REACH + 1)):
            held, beside = self.verdicts.get(j), self.statements[j]
            if j == i or held is None or held.verdict != SUPPORTED or not held.series_id:
                continue
            if beside.passage != statement.passage:
                continue
            if held.series_id == verdict.series_id and held.period_end == verdict.period_end:
                return False  # its own number is in the list already
            other = self.catalogue.series[held.series_id]
            twin = other.measure == series.measure and held.period_end == verdict.period_end
            fits, near = fits + twin, near + (twin and beside.sentence == statement.sentence)
        if not labelled and near < LIST_MEMBERS:
            return fits >= LONG_LIST
        return fits >= LIST_MEMBERS and bool(near or not statement.weak or fits >= LONG_LIST)

    def of_source(self, source_id: str) -> list[Series]:
        """Return the series of one publisher."""
        return self.catalogue.by_source.get(source_id, [])

    def days_of(self, passage: int) -> set[dt.date]:
        """Return the ends of the periods that a passage names."""
        if not self._days:
            for s in self.statements:
                periods = (s.period, s.base.period if s.base else None)
                self._days[s.passage] |= {p.end for p in periods if p}
        return self._days[passage]

    def held_in(self, passage: int) -> Iterator[tuple[int, Verdict]]:
        """Yield the verdicts so far on the statements of a passage, with their places."""
        for j in self._passages[passage]:
            if j in self.verdicts:
                yield j, self.verdicts[j]

    @cached_property
    def places_named(self) -> set[str]:
        """The places that the sentences with statements name."""
        return {name for s in self.statements for name in s.named}

    @cached_property
    def last_day(self) -> dt.date:
        """The end of the last period with a figure."""
        return self.catalogue.last_day

    @cached_property
    def population(self) -> dict[str, list[tuple[int, Decimal]]]:
        """The total populations of each place, by year."""
        return self.catalogue.once(_populations, self._population)

    @cached_property
    def printed(self) -> dict[tuple[str, dt.date, dt.date], dict[str, Interval]]:
        """The changes that publishers printed, by series, end and base."""
        return self.catalogue.once(_printed_changes, self._printed)

    def beside(self, statement: Statement) -> list[tuple[int, Statement]]:
        """Return the statements of the sentence of one, with their places in the document."""
        return [(j, self.statements[j]) for j in self.sentences[statement.sentence]]


def _speaks_for_itself(subject: Subject) -> bool:
    """Return whether a publisher is named with a number, and AI of any kind only before it."""
    carried = subject.how.get("products") in ("carried", "distant")
    generic = bool(subject.products) and set(subject.products) <= {"any-genai", "any-ai"}
    return carried and generic and subject.how.get("sources") == "sentence"


def _of_source(subject: Subject, found: list[Candidate], counted: set[str]) -> list[Candidate]:
    """Keep the series of the named publisher; if it has none here, its name was no source.

    A product that it does not count at all may be spoken of by its maker.
    """
    if not subject.sources or subject.how.get("sources") == "later":
        return found
    own = [c for c in found if c.series.source_id in subject.sources]
    if own:
        return own
    here = subject.how.get("products") == "here" and subject.how.get("sources") == "carried"
    here = here and not counted & set(subject.products)
    return [
        c if here and is_counted_by_its_maker(c.series)
        else Candidate(c.series, (*c.open_parts, "source"))
        for c in found
    ]  # fmt: skip


def is_counted_by_its_maker(series: Series) -> bool:
    """Return whether the publisher is who offers the product, so that nobody need be quoted."""
    return series.source_id.split("-")[0] == maker_of(series.product) != ""


def _fit(statement: Statement, series: Series, places: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the parts left open, or None if a part rules the series out."""
    subject = statement.subject
    indicator = fits_indicator(statement, series)
    if indicator is None:
        return None
    open_parts = [indicator] if indicator else []
    for fits in (fits_product, fits_group, fits_window, fits_purpose):
        part = fits(subject, series)
        if part is None:
            return None
        if part:
            open_parts.append(part)
    home = _only_home(subject, series) or _is_of_all_its_markets(subject, series)
    abroad = subject.places == (WORLD,) and subject.how.get("places") in ("here", "sentence")
    if home and abroad and not series.share and series.geo != WORLD:
        open_parts.append("place")  # "125 million users globally" are not those at home
    if not places and not home and (series.geo != "WLD" or not subject.products):
        open_parts.append("place")
    return tuple(open_parts)


def _is_of_all_its_markets(subject: Subject, series: Series) -> bool:
    """Return whether a series is of all the markets of who is quoted, where none is named."""
    quoted = subject.how.get("sources") in ("sentence", "carried")
    return series.geo in SURVEYED and series.source_id in subject.sources and quoted


def _only_home(subject: Subject, series: Series) -> bool:
    """Return whether a product is counted at home only, so that no place needs to be named."""
    if series.indicator == "services":
        return True
    return series.product in subject.products and series.geo == "CHN" and not series.share


def figures_at(series: Series, period: Period, *, latest: bool = False) -> list[Figure]:
    """Return the figures a period can mean: of it, around it, begun in it, or published in it."""
    slack = dt.timedelta(days=VAGUE_DAYS if period.vague else 0)
    # a survey about the two weeks before it is often dated by its own two weeks
    lag = dt.timedelta(days=14 if series.usage_window in ("last-2-weeks", "next-6-months") else 0)
    start, end = period.start - slack - lag, period.end + slack
    of_period = [
        f
        for f in series.figures
        if start <= f.period_end <= end
        or (f.period_start <= period.start and period.end <= f.period_end)
    ]
    if of_period or (period.end - period.start).days > A_MONTH:
        return of_period
    begun = [f for f in series.figures if start <= f.period_start <= end and f.days <= A_MONTH]
    if begun:  # a survey of 24 February to 2 March is that of February
        return begun
    day = dt.timedelta(days=RELEASE_DAYS)
    published = [
        f for f in series.figures
        if f.released and period.start - day <= f.released <= period.end + day
    ]  # fmt: skip
    if published:
        newest = max(f.period_end for f in published)
        return [f for f in published if f.period_end == newest]
    return []


def may_be_of_any_ai(docket: Docket, statement: Statement, series: Series) -> bool:
    """Return whether AI is said of a publisher that counts it beside generative AI alone."""
    if series.product != "any-genai" or "any-ai" not in statement.subject.products:
        return False
    sources = {series.source_id, *statement.subject.sources}
    return any(
        (other.product, other.purpose) == ("any-ai", series.purpose)
        and fits_group(statement.subject, other) is not None
        for source in sources
        for other in docket.of_source(source)
    )


def is_of_a_longer_period(statement: Statement, figure: Figure | None) -> bool:
    """Return whether a month or day is named, and a figure is of a quarter, half or year."""
    period = statement.period
    return (
        period is not None
        and figure is not None
        and (period.end - period.start).days <= A_MONTH
        and figure.days > A_MONTH + VAGUE_DAYS // 2
    )


def is_longer(figure: Figure | None, other: Figure | None) -> bool:
    """Return whether a figure is of a longer span: a half-year's does not refute a quarter's."""
    return figure is not None and other is not None and figure.days > other.days + VAGUE_DAYS


def figures_of_any_year(series: Series, mention: PeriodMention) -> list[Figure]:
    """Return the figures of a month, quarter or half of whatever year: 今年1月."""
    years = {f.period_end.year for f in series.figures}
    found: dict[Figure, None] = {}
    for year in sorted(years | {year + 1 for year in years}):
        found |= dict.fromkeys(figures_at(series, in_year(mention, year)))
    return list(found)


def current_at(series: Series, period: Period) -> list[Figure]:
    """Return the last figure that was out by then, if it is recent enough to be current."""
    known = [
        f
        for f in series.figures
        if f.period_end < period.start
        and (period.start - f.period_end).days <= CURRENT_DAYS
        and (f.known_from is None or f.known_from <= period.end)
    ]
    if not known:
        return []
    newest = max(f.period_end for f in known)
    return [f for f in known if f.period_end == newest]


def bases_of(series: Series, end: Figure, base: PeriodMention | None) -> list[Figure]:
    """Return the figures a change can be counted from: of the named period, or any before."""
    earlier = [f for f in series.figures if f.period_end < end.period_end]
    if base is None or not (base.period or base.counts_back or base.unfinished):
        return earlier
    if base.period:
        found = figures_at(series, base.period)
        if base.period.start <= end.period_end <= base.period.end:  # "doubled in 2025"
            first = base.period.start
            opening = [f for f in earlier if abs((f.period_end - first).days) <= SAME_SPAN_DAYS]
            found = opening or found
        return [f for f in found if f.period_end < end.period_end]
    if base.previous and not base.months_before:  # "the previous survey"
        last = max((f.period_end for f in earlier), default=dt.date.min)
        return [f for f in earlier if f.period_end == last]
    whole: Period | None = None
    if base.year_end_before:
        target = dt.date(end.period_end.year - 1, 12, 31)
    elif base.unfinished and (base.named_year is not None or base.shift is not None):
        shift = base.shift if base.named_year is None else base.named_year
        target = in_year(base, end.period_end.year + (shift or 0)).end
    elif base.unfinished:
        before = end.period_end if base.part else end.period_end.replace(day=1)
        day_before = before - dt.timedelta(days=1 if not base.part else end.days)
        whole = with_year(base, Period(day_before, day_before))
        target = whole.end
    elif base.days_before:
        target = end.period_end - dt.timedelta(days=base.days_before)
    else:
        target = months_before(end.period_end, base.months_before)
    targets = [target]
    if base.unfinished and base.shift:  # 去年: before the year of print, which may be a later one
        targets.append(in_year(base, end.period_end.year).end)
    slack = min(base.days_before // 3, 3) if base.days_before else SAME_SPAN_DAYS
    near = [
        f
        for f in earlier
        for day in targets
        if abs((f.period_end - day).days) <= slack or f.period_start <= day <= f.period_end
    ]
    if base.months_before == A_YEAR and not near:  # a survey held once in the year before
        wave = [f for f in earlier if f.period_end.year == end.period_end.year - 1]
        once = {f.period_end for f in earlier if f.period_end.year >= end.period_end.year - 1}
        apart = (end.period_end - wave[0].period_end).days if wave else 0
        near = wave if len(once) == 1 and YEARLY_DAYS[0] <= apart <= YEARLY_DAYS[1] else []
    if whole and not near:  # "on the fourth quarter": a survey held in it
        near = [f for f in earlier if whole.start <= f.period_end <= whole.end]
    if base.previous and not near:
        step = dt.timedelta(days=max(PREVIOUS_DAYS, round(1.2 * end.days)))
        last = max((f.period_end for f in earlier), default=dt.date.min)
        near = [f for f in earlier if f.period_end == last >= end.period_end - step]
    return near


def claimed_of(statement: Statement) -> Claimed:
    """Return what a statement allows; of a share of those who do not use it, what is left."""
    if statement.negated:
        everybody = Decimal(100)
        printed, loose = (
            Interval(everybody, everybody) - i for i in (statement.printed, statement.loose)
        )
        return Claimed(everybody - statement.value, printed, loose, statement.unit)
    return Claimed(
        statement.value, statement.printed, statement.loose, statement.unit, statement.quantified
    )


def all_of(parts: list[tuple[str, Verdict]]) -> Verdict:
    """Return the verdict on a statement about each of several places."""
    failed = [(p, v) for p, v in parts if v.verdict == CONTRADICTED]
    open_ = [(p, v) for p, v in parts if v.verdict == UNDETERMINED]
    listed = "; ".join(f"{data.geo_name(p)}: {v.reason}" for p, v in (failed or open_ or parts))
    if failed:
        first = failed[0][1]
        return replace(first, reason=f"does not hold for {len(failed)} of {len(parts)}: {listed}")
    if open_:
        return Verdict(UNDETERMINED, f"{len(open_)} of {len(parts)} are open: {listed}")
    first = parts[0][1]
    return replace(first, reason=f"holds for all {len(parts)}: {listed}")


def _populations(table: pd.DataFrame) -> dict[str, list[tuple[int, Decimal]]]:
    rows = table[table["population_group"] == "total population"]
    found: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for geo, year, value in zip(rows["geo"], rows["year"], rows["value"], strict=True):
        found[str(geo)].append((int(year), Decimal(int(value))))
    return found


def _printed_changes(
    table: pd.DataFrame,
) -> dict[tuple[str, dt.date, dt.date], dict[str, Interval]]:
    """Return the printed changes of each series and pair of periods, by kind."""
    found: dict[tuple[str, dt.date, dt.date], dict[str, Interval]] = defaultdict(dict)
    rows = table[table["base_period_end"].notna() & ~table["notes"].str.contains("CONTRADICTS")]
    for row in rows.to_dict("records"):
        centre, half = rates.exact(float(row["value"])), rates.exact(float(row["rounding"]))
        interval = Interval(centre - half, centre + half)
        key = (str(row["series_id"]), row["period_end"].date(), row["base_period_end"].date())
        kind = {"yoy_percent": "change_percent", "yoy_points": "change_points"}.get(
            row["claim_kind"], row["claim_kind"]
        )
        found[key][kind] = interval
        if kind == "ratio":
            found[key]["change_percent"] = (interval - 1) * 100
        elif kind == "change_absolute" and abs(centre) <= 100:
            found[key]["change_points"] = interval
    return found

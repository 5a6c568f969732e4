"""The published figures as exact intervals, by series and reference period, every vintage kept.

A statement is held against this: `Catalogue(observations)` finds the figures of a period, the
vintages that could be quoted on a day, and the figures that a wrong statement resembles.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, TypeVar

import pandas as pd

from adoption import data, labels, rates
from adoption.rates import SHARES, Interval, exact
from adoption.schema import IDENTITY, PURPOSES, USAGE_WINDOWS

Made = TypeVar("Made")
_EMPLOYEES = re.compile(r"([0-9]+)(?:-([0-9]+)|\+)? employees")


CATALOGUED = (  # the columns that a catalogue is made of
    "series_id", *IDENTITY, "period_start", "period_end", "value", "rounding", "bound",
    "obs_status", "released",
)  # fmt: skip
GENERAL_AGES_FROM = 18  # a group that starts later is a part of the adults
GENERAL_AGES_SPAN = 40  # years; a shorter one is an age group
GENERAL_SIZE = (10, None)  # the firms of European surveys, named or not


@dataclass(frozen=True)
class Figure:
    """One published figure: the reference period, the value, and what values lie behind it."""

    series_id: str
    period_start: dt.date
    period_end: dt.date
    value: Decimal
    rounding: Decimal
    bound: str
    status: str
    released: dt.date | None
    known_from: dt.date | None
    share: bool
    notes: str

    @cached_property
    def interval(self) -> Interval:
        """Every value behind the figure: its rounding, or everything above a lower bound."""
        return rates.interval_of(
            {
                "value": self.value,
                "rounding": self.rounding,
                "bound": self.bound,
                "indicator": SHARES[0] if self.share else "users",
            }
        )

    @cached_property
    def nominal(self) -> Interval:
        """The printed number within its rounding; of a milestone, within a twentieth at most."""
        half = self.rounding
        if self.bound == "lower":
            half = min(half, self.value / 20)
        return rates.published(self.value, rounding=half)

    @property
    def days(self) -> int:
        """Length of the reference period."""
        return (self.period_end - self.period_start).days + 1

    def words(self) -> str:
        """Return the figure for a reader: '42.8% (December 2025)'."""
        if self.share:
            amount = labels.percent(self.value, decimals=labels.decimals_of(self.rounding))
        else:
            amount = labels.persons(self.value, rounding=self.rounding)
        amount = f"more than {amount}" if self.bound == "lower" else amount
        return f"{amount} ({labels.period(self.period_start, self.period_end)})"


@dataclass(frozen=True)
class Group:
    """Whom a share is of, taken apart: kind of unit, ages, size of firm, further restriction."""

    kind: str  # person adult teen employed internet panel respondents genai product firm ...
    ages: tuple[int, int | None] | None = None
    employees: tuple[int, int | None] | None = None
    detail: str = ""

    @property
    def has_general_ages(self) -> bool:
        """Whether the ages are those of everybody, or of all adults: 16 to 74."""
        if self.ages is None:
            return True
        low, high = self.ages
        return low <= GENERAL_AGES_FROM and (high is None or high - low >= GENERAL_AGES_SPAN)

    @property
    def is_weighted(self) -> bool:
        """Whether firms count by the people they employ, and not one each."""
        return self.detail == "employment-weighted"

    @property
    def is_part(self) -> bool:
        """Whether it is a part that words must name: an age, a size of firm, a sector."""
        small = self.employees is not None and self.employees != GENERAL_SIZE
        few = self.kind in ("unemployed", "inactive", "teen")
        return small or few or bool(self.detail) or not self.has_general_ages


@dataclass(frozen=True)
class Series:
    """One series: what it measures and its figures, ordered by reference period and release."""

    series_id: str
    source_id: str
    geo: str
    indicator: str
    product: str
    purpose: str
    population_group: str
    unit_of_observation: str
    weighting: str
    usage_window: str
    figures: tuple[Figure, ...]
    breaks: tuple[dt.date, ...] = ()  # days on which its own definition changed

    @cached_property
    def share(self) -> bool:
        """Whether the figures are percent."""
        return self.indicator in SHARES

    @property
    def measure(self) -> tuple[str, str, str]:
        """What is measured, apart from the place, the product and the people."""
        return self.source_id, self.indicator, self.purpose

    @property
    def is_expected(self) -> bool:
        """Whether it counts those who expect to use it, and not those who do."""
        return self.usage_window == "next-6-months"

    @cached_property
    def group(self) -> Group:
        """The population group, taken apart."""
        return read_group(self.population_group)

    @cached_property
    def latest(self) -> dict[tuple[dt.date, dt.date], Figure]:
        """The last vintage of each reference period, in order of time."""
        return {(f.period_start, f.period_end): f for f in self.figures}

    def at(self, start: dt.date, end: dt.date) -> list[Figure]:
        """Return the figures whose period ends in [start, end] or is the period that holds it."""
        return [
            f
            for f in self.figures
            if start <= f.period_end <= end or (f.period_start <= start and end <= f.period_end)
        ]

    def before(self, day: dt.date) -> Figure | None:
        """Return the last figure whose period ends before a day."""
        return max(
            (f for f in self.latest.values() if f.period_end < day),
            key=lambda f: f.period_end, default=None,
        )  # fmt: skip

    def after(self, day: dt.date) -> Figure | None:
        """Return the first figure whose period ends after a day."""
        return min(
            (f for f in self.latest.values() if f.period_end > day),
            key=lambda f: f.period_end, default=None,
        )  # fmt: skip

    def breaks_between(self, start: dt.date, end: dt.date) -> bool:
        """Return whether the definition changed after `start`, up to `end`."""
        flagged = (f.period_end for f in self.figures if "b" in f.status)
        return any(start < day <= end for day in (*flagged, *self.breaks))

    def words(self) -> str:
        """Return the identity for a reader: what, for what, of whom, in which time."""
        words = [
            _meanings("products", "product", "name").get(self.product, self.product),
            "" if self.purpose == "any" else PURPOSES.get(self.purpose, self.purpose),
            _meanings("population_groups", "population_group", "description").get(
                self.population_group, self.population_group
            ),
            "" if self.usage_window == "unspecified" else USAGE_WINDOWS[self.usage_window],
        ]
        return ", ".join(re.split(r"[:;]|, or", word)[0] for word in words if word)


@cache
def _meanings(table: str, code: str, meaning: str) -> dict[str, str]:
    rows = data.load_table(table)
    return dict(zip(rows[code], rows[meaning], strict=True))


class Catalogue:
    """All series of a table of observations, findable by what they measure."""

    def __init__(self, observations: pd.DataFrame) -> None:
        self.series: dict[str, Series] = {}
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in observations.to_dict("records"):
            rows[str(row["series_id"])].append({str(k): v for k, v in row.items()})
        for name, records in rows.items():
            identity = {column: str(records[0][column]) for column in IDENTITY}
            if "policy" in name.split("-"):  # to have a policy to use it is no use
                identity["purpose"] = "policy"
            share = identity["indicator"] in SHARES
            figures = sorted(
                (_figure(row, share=share) for row in records),
                key=lambda f: (f.period_end, f.period_start, f.known_from or dt.date.min),
            )
            self.series[name] = Series(
                series_id=name, figures=tuple(figures), breaks=self._breaks_inside(name), **identity
            )
        self.by_geo: dict[str, list[Series]] = defaultdict(list)
        self.by_source: dict[str, list[Series]] = defaultdict(list)
        for one in self.series.values():
            self.by_geo[one.geo].append(one)
            self.by_source[one.source_id].append(one)
        self._made: dict[tuple[Any, int], tuple[pd.DataFrame, Any]] = {}

    def once(self, make: Callable[[pd.DataFrame], Made], table: pd.DataFrame) -> Made:
        """Return what is made of a reference table, the same for every document."""
        key = (make, id(table))  # the table is kept beside it, so that its id stays its own
        if key not in self._made:
            self._made[key] = (table, make(table))
        made: Made = self._made[key][1]
        return made

    @cached_property
    def last_day(self) -> dt.date:
        """The end of the last period with a figure."""
        ends = [one.figures[-1].period_end for one in self.series.values()]
        return max(ends, default=dt.date.max)

    @cached_property
    def of_firms(self) -> set[str]:
        """The publishers whose shares are all of firms."""
        return {
            source
            for source, counted in self.by_source.items()
            if {one.group.kind for one in counted if one.share} == {"firm"}
        }

    @cached_property
    def _breaks(self) -> dict[tuple[str, str], list[tuple[dt.date, str]]]:
        """The changes of definition from one series to another, or inside one."""
        found: dict[tuple[str, str], list[tuple[dt.date, str]]] = defaultdict(list)
        table = data.load_table("breaks")
        table = table[table["kind"] != "restatement"]  # all figures are on the new basis
        columns = ("series_id_before", "series_id_after", "date", "description")
        for before, after, date, description in table[list(columns)].itertuples(index=False):
            found[str(before), str(after)].append((pd.Timestamp(date).date(), str(description)))
        return found

    def _breaks_inside(self, name: str) -> tuple[dt.date, ...]:
        return tuple(day for day, _ in self._breaks.get((name, name), []))

    def break_between(self, before: str, after: str) -> str:
        """Say what changed from one series to the one that follows it; empty if none does."""
        found = self._breaks.get((before, after), [])
        return "; ".join(f"{labels.day(day)}: {description}" for day, description in found)

    def siblings(self, series: Series) -> list[Series]:
        """Return the other series of the same place and indicator kind, nearest in kind first."""
        others = [
            one
            for one in self.by_geo[series.geo]
            if one is not series and one.share == series.share and one.product != "none"
        ]
        return sorted(others, key=lambda one: _distance(series, one))


def read_group(label: str) -> Group:
    """Take a population group apart.

    Examples
    --------
    >>> read_group("employer firms 250+ employees").employees
    (250, None)
    >>> read_group("employed adults 18-29")
    Group(kind='employed', ages=(18, 29), employees=None, detail='')
    """
    size = _EMPLOYEES.search(label)
    employees = _range(size.group(1), size.group(2), size.group()) if size else None
    kind = next((kind for start, kind in _GROUP_KINDS if label.startswith(start)), "other")
    ages = None
    if kind not in ("firm", "customer", "organization", "sme"):
        found = re.search(r"([0-9]+)(?:-([0-9]+)|(\+))", label)
        if found:
            ages = (int(found.group(1)), int(found.group(2)) if found.group(2) else None)
    detail = ""
    if "employment-weighted" in label:
        detail = "employment-weighted"
    elif "NAICS" in label or label.startswith("Ramp customers,"):
        detail = _SECTORS.get(re.split(r"NAICS |, ", label)[-1], "other-sector")
    elif label == "rural population":
        detail = "rural"
    elif label.endswith(("high-school students", "(reporting on their organization)")):
        detail = label.split(",")[-1].split("(")[-1].strip(" )")
    return Group(kind, ages, employees, detail)


# sectors of the North American Industry Classification System, and of Ramp
_SECTORS = {
    "11": "agriculture", "21": "mining", "22": "utilities", "23": "construction",
    "31": "manufacturing", "42": "wholesale", "44": "retail", "48": "transport",
    "55": "management", "56": "administrative", "81": "other-services",
    "51": "information", "52": "finance", "53": "real-estate", "54": "professional",
    "61": "education", "62": "health", "71": "arts", "72": "accommodation",
    "Accommodation and food services": "accommodation", "Construction": "construction",
    "Finance and insurance": "finance", "Health care": "health", "Manufacturing": "manufacturing",
    "Retail": "retail", "Technology and media": "technology",
}  # fmt: skip
_GROUP_KINDS = (
    ("total population", "person"), ("rural population", "person"), ("population", "person"),
    ("working-age", "person"), ("individuals", "person"), ("adults", "adult"), ("teens", "teen"),
    ("employed", "employed"), ("civilian", "person"), ("unemployed", "unemployed"),
    ("inactive", "inactive"), ("internet users", "internet"), ("online panel", "panel"),
    ("respondents", "respondents"), ("generative-AI users", "genai"),
    ("product users", "product"), ("registered users", "product"), ("paid seats", "product"),
    ("employer firms", "firm"), ("firms", "firm"), ("SMEs", "sme"), ("non-SMEs", "non-sme"),
    ("generative-AI services filed", "filed"), ("generative-AI services newly filed", "filed-new"),
    ("generative-AI applications or functions registered", "registered"),
    ("generative-AI applications or functions newly registered", "registered-new"),
    ("Ramp customers", "customer"), ("organizations", "organization"),
)  # fmt: skip


def _range(low: str, high: str | None, whole: str) -> tuple[int, int | None]:
    return int(low), int(high) if high else (None if "+" in whole else int(low))


def _figure(row: dict[str, Any], *, share: bool) -> Figure:
    return Figure(
        series_id=str(row["series_id"]),
        period_start=row["period_start"].date(),
        period_end=row["period_end"].date(),
        value=exact(float(row["value"])) if share else Decimal(int(row["value"])),
        rounding=exact(float(row["rounding"])),
        bound=str(row["bound"]),
        status=str(row["obs_status"]) if row["obs_status"] == row["obs_status"] else "",
        released=_day(row["released"]),
        known_from=_day(row.get("known_from")),
        share=share,
        notes=str(row.get("notes", "")),
    )


def _day(value: Any) -> dt.date | None:
    return None if value is None or pd.isna(value) else value.date()


def _distance(one: Series, other: Series) -> int:
    return sum(
        (
            4 * (one.product != other.product),
            2 * (one.source_id != other.source_id),
            2 * (one.indicator != other.indicator),
            one.usage_window != other.usage_window,
            one.population_group != other.population_group,
        )
    )

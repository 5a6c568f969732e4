"""The tables: their columns, the words allowed in them, and the errors raised about them.

This is the only place where the name of a column is written as a fact. `rules.py` holds what
must be true of the values, `raw.py` reads files, `data.py` makes the tables that users get.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter, itemgetter

QUANTILE_LEVELS = (
    0.01, 0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
    0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975, 0.99,
)  # fmt: skip

INDICATORS = {
    "users": "count of persons, or what a company or tracker reports as users",
    "penetration": "share of persons, percent",
    "accounts": "count that is not persons: registered users, seats, all-time users",
    "firms_share": "share of firms, percent (or of employment or customers, see the weighting)",
    "population": "size of a group, a denominator",
    "services": "count of services filed with a regulator",
    "usage_index": "index of intensity, not percent (context only)",
}
USAGE_WINDOWS = {  # from narrow to wide; a wider window can only give a higher share
    "daily": "used on the day",
    "weekly": "used in the week",
    "last-2-weeks": "used in the last two weeks",
    "monthly": "used in the month",
    "last-3-months": "used in the last three months",
    "last-12-months": "used in the last twelve months",
    "ever": "ever used; cumulative and registered users",
    "next-6-months": "expects to use in the next six months: an intention, not use",
    "unspecified": "the question names no window",
}
PURPOSES = {
    "any": "any purpose, or the question names none",
    "work": "at work, or of one's job",
    "private": "outside work",
    "education": "for formal education, schoolwork",
    "information-search": "looking for information",
    "news": "getting news",
    "companionship": "company, conversation",
    "images-and-video": "making images or videos",
    "questions-and-answers": "asking questions",
    "personal-assistance": "as a personal assistant",
}
UNITS = {
    "person": "a resident, or a member of the population group",
    "worker": "an employed person",
    "user": "what a company or tracker reports as an active user; not always a person",
    "account": "a registered or cumulative account",
    "seat": "a paid licence",
    "firm": "an enterprise",
    "organization": "the organization of a survey respondent",
    "customer": "a business that is a customer of the publisher",
    "service": "a service filed or registered with a regulator",
    "conversation": "a conversation with an assistant",
}
WEIGHTINGS = {
    "none": "a count, or an index without weights",
    "person": "each person counts the same (survey weights)",
    "firm": "each firm counts the same (survey weights)",
    "employment": "a firm weighs by its employees",
    "customer": "each customer counts the same",
    "country": "each country counts the same",
    "gdp": "a country weighs by its gross domestic product",
    "model": "modelled by the publisher from its own data",
}
OBS_STATUS = {
    "b": "break in the series: not comparable with earlier figures",
    "d": "definition differs from the other figures of the series",
    "e": "estimated or modelled",
    "i": "imputed: a regional value shared by several economies",
    "p": "provisional",
    "u": "low reliability",
}
BOUNDS = {
    "exact": "the published figure, within its rounding",
    "lower": "a lower bound: 'more than', a company's milestone",
}
CLAIM_KINDS = {
    "level": "a value at period_end",
    "yoy_percent": "change over twelve months in percent of the base",
    "yoy_points": "change over twelve months in percentage points",
    "change_absolute": "difference over any span, in the unit of the series",
    "ratio": "new divided by old, over any span",
}
KINDS = {
    "id": "lower-case words joined by hyphens",
    "code": "a word of a closed list",
    "text": "text, one line",
    "url": "an http or https address",
    "number": "a decimal number with a point, nothing else in the cell",
    "real": "a number as a computer writes it, with an exponent where it is large",
    "count": "a whole number without separators",
    "date": "a date as YYYY-MM-DD",
    "year": "a year of four digits",
    "flag": "yes or no",
    "status": "letters of the observation status, in alphabetical order",
}


@dataclass(frozen=True)
class Column:
    """A column of a raw file: its name, what kind of cell it holds, and what it means.

    `codes` names the closed list: a mapping of code to meaning, or `file.column` of a raw file.
    """

    name: str
    kind: str
    description: str
    empty: bool = False
    codes: dict[str, str] | str | None = None


@dataclass(frozen=True)
class Table:
    """A kind of raw file: its columns in their order, and which of them identify a row.

    `as_printed` says that each `value` has the digits of its `rounding`, no more and no fewer.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    as_printed: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the columns, in the order of the file."""
        return [column.name for column in self.columns]


_SERIES = Column("series_id", "id", "the series; never changes meaning")
_SOURCE = Column(
    "source_id", "code", "programme of the publisher, see sources.csv", codes="sources.source_id"
)
_GEO = Column(
    "geo",
    "code",
    "ISO 3166-1 alpha-3, ISO 3166-2 or a group of geographies.csv",
    codes="geographies.code",
)
_NOTES = Column("notes", "text", "how it was published, doubts, vintage", empty=True)
_URL = Column("url", "url", "the page where the figure was read")

IDENTITY = (
    "source_id", "geo", "indicator", "product", "purpose", "population_group",
    "unit_of_observation", "weighting", "usage_window",
)  # fmt: skip

OBSERVATIONS = Table(
    "observations",
    "one figure as published; a revised figure is a new row with a later `released`",
    ("series_id", "period_start", "period_end", "released"),
    (
        _SERIES,
        _SOURCE,
        _GEO,
        Column("indicator", "code", "what is counted", codes=INDICATORS),
        Column("product", "code", "the product or class of products", codes="products.product"),
        Column("purpose", "code", "use for what", codes=PURPOSES),
        Column(
            "population_group",
            "code",
            "who the share is of, or whom the count is out of",
            codes="population_groups.population_group",
        ),
        Column(
            "unit_of_observation", "code", "what one unit of the count or share is",
            codes=UNITS,
        ),
        Column("weighting", "code", "what each unit weighs", codes=WEIGHTINGS),
        Column("usage_window", "code", "use within which time", codes=USAGE_WINDOWS),
        Column("period_start", "date", "first day of the reference period"),
        Column("period_end", "date", "last day of the reference period"),
        Column("value", "number", "percent (0 to 100) for a share, else a whole count"),
        Column("rounding", "number", "half the width of the published precision"),
        Column("bound", "code", "whether the figure is a lower bound", codes=BOUNDS),
        Column("sample_size", "count", "respondents", empty=True),
        Column("margin_of_error", "number", "published 95% margin, points", empty=True),
        Column("standard_error", "number", "published standard error, points", empty=True),
        Column("obs_status", "status", "flags, see the list", empty=True, codes=OBS_STATUS),
        Column("released", "date", "first publication of this vintage", empty=True),
        _URL,
        Column("source_title", "text", "title of that page"),
        Column("primary", "flag", "whether the page is the publisher's own"),
        Column("retrieved", "date", "the day we read it"),
        _NOTES,
    ),
    as_printed=True,
)  # fmt: skip
FIGURES = Table(
    "figures",
    "an observation with the day from which it was known",
    (*OBSERVATIONS.key, "known_from"),
    (
        *OBSERVATIONS.columns,
        Column("known_from", "date", "the day from which the figure was known"),
        Column("known_from_assumed", "flag", "whether that day is assumed"),
    ),
)
CONTEXT = Table(
    "context",
    "one background figure, with all the digits of a database",
    OBSERVATIONS.key,
    OBSERVATIONS.columns,
)
SOURCES = Table(
    "sources",
    "one programme of one publisher",
    ("source_id",),
    (
        Column("source_id", "id", "name of the programme in the observations"),
        Column("publisher", "text", "who publishes"),
        Column("programme", "text", "survey, report or statement series"),
        Column("file", "text", "the raw file that holds its rows", empty=True),
        Column("method", "text", "survey, model, telemetry, statement ..."),
        Column("method_description", "text", "how the figures are made"),
        Column("population", "text", "who is covered, in words"),
        Column("question", "text", "what is asked or measured, in our words"),
        Column("cadence", "text", "how often it appears"),
        Column("release_lag_days", "count", "documented days to release", empty=True),
        Column("licence", "text", "terms of use as far as stated"),
        Column("address", "url", "the programme's page"),
        Column("next_release", "date", "next expected release, where known", empty=True),
        _NOTES,
    ),
)
BREAKS = Table(
    "breaks",
    "a change of definition: figures before and after are never chained",
    ("series_id_before", "series_id_after", "date"),
    (
        Column("series_id_before", "id", "the series before the change"),
        Column("series_id_after", "id", "the series after it; the same name for a break inside"),
        Column("date", "date", "first day of the new definition"),
        Column("kind", "text", "question, population, method, restatement, product"),
        Column("description", "text", "what changed, in our words"),
        _SOURCE,
    ),
)
CORRECTIONS = Table(
    "corrections",
    "a known error in a publication or a copy of it, and which figure is right",
    ("date", "series_id", "period_end", "what"),
    (
        Column("date", "date", "when the correction was recorded"),
        _SERIES,
        Column("period_end", "date", "reference period of the figure", empty=True),
        Column("released", "date", "vintage of the figure", empty=True),
        Column("what", "text", "what was printed and what is right"),
        Column("reason", "text", "how we know"),
        Column("url", "url", "where the wrong or right figure stands", empty=True),
    ),
)
POPULATION = Table(
    "population",
    "the size of a population group",
    ("geo", "year", "population_group", "source_id"),
    (
        _GEO,
        Column("year", "year", "calendar year; mid-year unless the note says otherwise"),
        Column(
            "population_group",
            "code",
            "the group",
            codes="population_groups.population_group",
        ),
        Column("value", "count", "persons"),
        _SOURCE,
        _URL,
        _NOTES,
    ),
)
EVENTS = Table(
    "events",
    "a launch or a rule that may bear on adoption",
    ("event_id",),
    (
        Column("event_id", "id", "name of the event"),
        Column("date", "date", "when"),
        Column(
            "date_precision",
            "code",
            "how exactly the date is known",
            codes={"day": "", "month": "", "quarter": "", "year": ""},
        ),
        _GEO,
        Column("kind", "text", "launch, regulation, access, model ..."),
        Column("organisation", "text", "who"),
        Column("product", "text", "which product, in words", empty=True),
        Column("title", "text", "what happened, in one line"),
        Column("url", "url", "the page where it was read", empty=True),
        Column("source_title", "text", "title of that page"),
        Column("retrieved", "date", "the day we read it"),
        _NOTES,
    ),
)
CLAIMS = Table(
    "claims",
    "a statement as printed; wrong ones are kept as wrong",
    (
        "series_id", "claim_kind", "value", "period_end", "base_period_end", "released", "url",
    ),
    (
        _SERIES,
        _SOURCE,
        _GEO,
        Column("claim_kind", "code", "what is stated", codes=CLAIM_KINDS),
        Column("value", "number", "as printed"),
        Column("rounding", "number", "half the width of the printed precision"),
        Column("period_end", "date", "the period it speaks of"),
        Column("base_period_end", "date", "the period it compares with", empty=True),
        Column("released", "date", "when it was printed", empty=True),
        _URL,
        _NOTES,
    ),
    as_printed=True,
)  # fmt: skip
FORECASTS = Table(
    "forecasts",
    "one quantile of one forecast",
    ("series_id", "model", "origin", "period_end", "quantile_level"),
    (
        _SERIES,
        Column("model", "id", "the model that made the forecast"),
        Column("origin", "date", "the day whose knowledge was used"),
        Column("period_end", "date", "last day of the period forecast"),
        Column("quantile_level", "real", "0.1 is the level exceeded nine times in ten"),
        Column("predicted", "real", "the quantile, in the unit of the series"),
    ),
)
GEOGRAPHIES = Table(
    "geographies",
    "an economy, a state or a group of economies",
    ("code",),
    (
        Column("code", "text", "ISO 3166-1 alpha-3, ISO 3166-2, or the name of a group"),
        Column("name", "text", "as a newspaper prints it"),
        Column(
            "kind", "code", "what it is", codes={"economy": "", "state": "", "group": ""}
        ),
        Column("region", "text", "part of the world", empty=True),
        Column("aliases", "text", "other spellings, separated by |", empty=True),
        _NOTES,
    ),
)  # fmt: skip
PRODUCTS = Table(
    "products",
    "a product or a class of products",
    ("product",),
    (
        Column("product", "id", "code in the observations"),
        Column("name", "text", "as printed"),
        Column("vendor", "text", "who offers it", empty=True),
        Column("aliases", "text", "other names, separated by |", empty=True),
        _NOTES,
    ),
)
_MEANING = Column("description", "text", "what it means")
POPULATION_GROUPS = Table(
    "population_groups",
    "a group that a share is of, or that a count is out of",
    ("population_group",),
    (Column("population_group", "text", "label in the observations"), _MEANING),
)
# the files of data/raw that are not observations, by name
REFERENCE_TABLES = {
    table.name: table
    for table in (
        SOURCES, BREAKS, CORRECTIONS, POPULATION, EVENTS, CLAIMS,
        GEOGRAPHIES, PRODUCTS, POPULATION_GROUPS,
    )
}  # fmt: skip


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing wrong with the data: where, what, by which rule, and what to write instead."""

    file: str
    line: int
    column: str
    value: str
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}  {self.message}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by file, line and column."""
    return sorted(problems, key=attrgetter("file", "line", "column", "rule", "message"))


def listed(problems: Iterable[Problem], *, most: int = 100) -> list[str]:
    """Return problems as lines to read, the same message of several lines of a file once.

    Parameters
    ----------
    problems : iterable of Problem
    most : int
        So many of one kind (file, column and rule) are spelled out; the others are counted.

    Examples
    --------
    >>> two = [Problem("a.csv", line, "value", "", "empty", "an empty cell") for line in (7, 9)]
    >>> listed(two)
    ['a.csv:7,9  an empty cell']
    """
    kinds: dict[tuple[str, str, str], dict[str, list[int]]] = {}
    for problem in in_order(problems):
        kind = (problem.file, problem.column, problem.rule)
        kinds.setdefault(kind, {}).setdefault(problem.message, []).append(problem.line)
    texts: list[tuple[str, int, str]] = []
    for (file, column, rule), messages in kinds.items():
        spelled_out = list(messages.items())[:most]
        texts += [(file, of[0], _placed(file, of, text, most)) for text, of in spelled_out]
        rest = [line for of in list(messages.values())[most:] for line in of]
        if rest:
            what = f"`{column}`, rule {rule}" if column else f"rule {rule}"
            text = f"{file}:{rest[0]}-{max(rest)}  and {len(rest):,} more of this kind ({what})"
            texts.append((file, rest[0], text))
    return [text for *_, text in sorted(texts, key=itemgetter(0, 1))]


def _placed(file: str, lines: list[int], message: str, most: int) -> str:
    shown = ",".join(str(line) for line in lines[:most] if line)
    more = f" and {len(lines) - most:,} more" if len(lines) > most else ""
    return f"{file}{':' if shown else ''}{shown}{more}  {message}"


class DataError(ValueError):
    """The figures are not as they must be; `problems` has every one, by file and line."""

    def __init__(
        self, problems: Iterable[Problem], *, where: str = "the data", most: int = 100
    ) -> None:
        self.problems = in_order(problems)
        self.where = where
        count = len(self.problems)
        head = f"{count:,} problem{'' if count == 1 else 's'} in {where}"
        super().__init__(
            "\n".join([head, *(f"  {line}" for line in listed(self.problems, most=most))])
        )


class FitError(ValueError):
    """No trustworthy fit or forecast; the message names the series and what is missing."""


class RenderError(RuntimeError):
    """A page could not be made; the message ends with the renderer's own last lines."""


_CLOSED_LISTS = (
    ("Indicators", INDICATORS),
    ("Usage windows, from narrow to wide", USAGE_WINDOWS),
    ("Purposes", PURPOSES),
    ("Units of observation", UNITS),
    ("Weightings", WEIGHTINGS),
    ("Observation status", OBS_STATUS),
    ("Bounds", BOUNDS),
    ("Kinds of claim", CLAIM_KINDS),
)


def codebook() -> str:
    """Return the codebook of the raw files as Markdown, made from the tables above.

    Returns
    -------
    str
        One section for each kind of file, one line for each column, then the closed lists.
    """
    lines: list[str] = []
    for table in (OBSERVATIONS, *REFERENCE_TABLES.values()):
        lines += [f"### {table.name}", "", f"One row is {table.description}.", ""]
        lines += ["| column | cell | may be empty | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            key = " (key)" if column.name in table.key else ""
            empty = "yes" if column.empty else "no"
            cell = KINDS[column.kind] + _list_of(column)
            meaning = column.description.replace("|", "\\|")
            lines.append(f"| `{column.name}`{key} | {cell} | {empty} | {meaning} |")
        lines.append("")
    for title, codes in _CLOSED_LISTS:
        lines += [f"### {title}", "", "| code | meaning |", "|---|---|"]
        lines += [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _list_of(column: Column) -> str:
    if isinstance(column.codes, str):
        file, name = column.codes.split(".")
        return f": `{name}` of {file}.csv"
    for title, codes in _CLOSED_LISTS:
        if column.codes is codes:
            return f": see {title.partition(',')[0]}"
    return ": " + ", ".join(f"`{code}`" for code in column.codes) if column.codes else ""

"""Whether a series is the one that words ask for, part by part: product, people, window, purpose.

Each part is confirmed (""), left open (its name), or rules the series out (None). Two series are
twins where they measure the same in different places, alike where they do of different products.
"""

# ruff: noqa: E501 -- a table is read in one piece

from __future__ import annotations

from adoption.claims.catalogue import GENERAL_AGES_FROM, Group, Series
from adoption.claims.cues import LARGE_SIZE
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement

_COUNTED = {"persons": ("users",), "accounts": ("accounts", "users")}
DATED_WINDOWS = ("daily", "weekly", "monthly")
_WAY_OF_COUNTING = ("indicator", "population_group", "usage_window", "purpose")


def fits_product(subject: Subject, series: Series) -> str | None:
    """Return "" if the product is the one named, "product" if it may be, None if it is not."""
    named = set(subject.products)
    if series.indicator == "population":
        return ""
    if series.indicator == "services":
        near = subject.how.get("products") == "here"
        return None if near and not named & {"any-genai", "any-ai"} else ""
    if "ai-native" in named:
        return "" if "ai-native" in series.series_id else None
    if "ai-native" in series.series_id:
        return "product" if named & {"any-genai", "any-ai"} else None
    if not named:
        return "product" if series.product in ("any-genai", "any-ai") else None
    several = subject.how.get("products") == "several" and len(named) > 2
    if several and series.product == "any-genai":
        return "product"  # "ChatGPT, Gemini, Copilot or Claude": any of them
    if "any-ai" in named and series.product in ("any-ai", "any-genai"):
        return ""
    if series.product == "m365-copilot" and "copilot" in named and series.indicator == "accounts":
        return ""  # of all that is called Copilot, the seats are counted of this alone
    if series.product not in named:
        return None
    return "" if subject.how.get("products") != "several" else "product"


def fits_indicator(statement: Statement, series: Series) -> str | None:
    """Return "" if a series counts in the unit said, "indicator" if it may, else None."""
    if statement.subject.indicator == "population":
        return _fits_population(statement.subject, series.group)
    services = statement.subject.indicator == "services"
    if services or series.indicator == "services":
        return "" if services and series.indicator == "services" else None
    if series.indicator not in ("users", "accounts", "penetration", "firms_share"):
        return None
    if statement.kind == "level":
        if (statement.unit == "percent") != series.share:
            return None
        if not series.share and series.indicator not in _COUNTED.get(statement.unit, ()):
            registered = series.population_group == "registered users"
            named = (
                statement.subject.tight("product") or statement.subject.how["products"] == "here"
            )
            if registered and named and statement.subject.window in ("", "ever"):
                return ""
            return "indicator" if series.indicator == "accounts" else None
        return ""
    said = statement.subject.indicator
    if statement.kind == "change_points" and not series.share:
        return None
    if statement.kind == "change_absolute" and series.share:
        return None
    if said in ("users", "accounts") and series.share:
        return "indicator"
    if said == "penetration" and not series.share:
        return "indicator" if statement.kind in ("ratio", "change_percent") else None
    return ""


def _fits_population(subject: Subject, group: Group) -> str | None:
    if subject.group == "employed":
        return "indicator" if group.kind == "employed" else None
    if subject.ages is not None:
        return "indicator" if group.kind == "person" and group.ages == subject.ages else None
    return "" if group.kind == "person" and not group.ages else None


def fits_group(subject: Subject, series: Series) -> str | None:
    """Return "" if those counted are the ones named, "group" if they may be, else None."""
    group = series.group
    if series.indicator == "services":
        return "" if subject.group == group.kind and not subject.detail else None
    if subject.group == "organization" and group.kind == "employed":  # of their own organization
        return "" if "organization" in series.population_group else None
    if group.kind == "genai" and not series.share and subject.purpose == series.purpose:
        return ""
    if subject.group == "genai" or group.kind == "genai":
        return "" if subject.group == group.kind == "genai" else None
    weighted = series.weighting == "employment" or group.detail == "employment-weighted"
    if weighted != (subject.detail == "employment-weighted"):
        return None
    if not weighted and not _detail(subject, group, series):
        return None
    if series.indicator == "population":
        return ""
    if not series.share:
        if subject.ages is not None or subject.employees is not None:
            return None
        if subject.group == "internet":
            return "" if series.product == "internet" or subject.products else None
        return ""
    limits = _limits(subject, group)
    if limits is None:
        return None
    if _is_named_by_ages(subject, group):
        return ""
    kind = _KIND_FITS.get((subject.group, group.kind))
    if kind is None:
        return None
    return (
        "" if subject.ages is not None and _same_ages(subject.ages, group.ages) else kind or limits
    )


_KIND_FITS = {
    ("", "person"): "", ("", "adult"): "group", ("", "internet"): "group", ("", "panel"): "group",
    ("", "respondents"): "group", ("", "employed"): "group", ("", "firm"): "group",
    ("", "customer"): "group", ("", "organization"): "group", ("", "sme"): "group",
    ("", "other"): "group", ("", "non-sme"): "group",
    ("person", "person"): "", ("person", "adult"): "group", ("person", "internet"): "group",
    ("person", "panel"): "group", ("person", "respondents"): "group",
    ("adult", "adult"): "", ("adult", "person"): "group", ("adult", "panel"): "group",
    ("adult", "internet"): "group", ("adult", "respondents"): "group",
    ("teen", "teen"): "", ("employed", "employed"): "", ("internet", "internet"): "", ("internet", "panel"): "group",
    ("panel", "panel"): "", ("panel", "adult"): "group", ("panel", "person"): "group", ("respondents", "respondents"): "", ("respondents", "panel"): "",
    ("respondents", "adult"): "group", ("respondents", "person"): "group",
    ("respondents", "organization"): "group", ("respondents", "internet"): "group",
    ("respondents", "employed"): "group", ("respondents", "teen"): "group",
    ("firm", "firm"): "", ("firm", "customer"): "group", ("firm", "organization"): "group",
    ("firm", "sme"): "group", ("firm", "non-sme"): "group",
    ("organization", "organization"): "", ("organization", "firm"): "group",
    ("unemployed", "unemployed"): "", ("inactive", "inactive"): "",
    ("customer", "customer"): "", ("sme", "sme"): "", ("non-sme", "non-sme"): "",
}  # fmt: skip


def _is_named_by_ages(subject: Subject, group: Group) -> bool:
    """Return whether the ages said are those that a word stands for: 13 to 17 are the teens."""
    anybody = subject.group in ("", "person", "teen", "respondents") and group.kind in (
        "person",
        "teen",
    )
    return anybody and subject.ages is not None and subject.ages == group.ages


def _same_ages(said: tuple[int, int | None], own: tuple[int, int | None] | None) -> bool:
    """Compare ages; 30岁以下 has no lower end and may or may not hold the year it names."""
    if said[0] == 0 and said[1] and own and own[1]:
        return own[0] <= GENERAL_AGES_FROM and abs(own[1] - said[1]) <= 1
    return said == own


def _limits(subject: Subject, group: Group) -> str | None:
    """Compare ages and sizes: the same, or none named and the group general."""
    if subject.ages is not None and group.kind not in ("firm", "customer"):
        return "" if _same_ages(subject.ages, group.ages) else None
    if subject.employees is not None:
        if group.employees is None:  # whoever is none of the small and medium ones is large
            return "group" if group.kind == "non-sme" and subject.employees == LARGE_SIZE else None
        return "" if _same_sizes(subject.employees, group.employees) else None
    if group.employees is not None and not subject.group == group.kind == "sme":
        low, high = group.employees
        return "group" if high is None and low <= 20 else None
    if group.ages is not None and group.kind not in ("teen",):
        return "" if group.has_general_ages else None
    return ""


def _same_sizes(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Return whether two ranges of employees are one; up to four is 0 to 4 as well as 1 to 4."""
    return (max(one[0], 1), one[1]) == (max(other[0], 1), other[1])


def _detail(subject: Subject, group: Group, series: Series) -> bool:
    """Return whether a part of the population named in the text is the part of the series."""
    if not subject.detail:
        return not group.detail or (group.kind == "customer" and not group.detail)
    if group.kind in ("firm", "customer") and group.detail:
        return subject.detail == group.detail
    words = subject.detail.replace(",", " ").split()
    own = f"{group.detail} {series.series_id}".replace("-", " ").split()
    return all(word in own for word in words)


def fits_window(subject: Subject, series: Series) -> str | None:
    """Return "" if it is used as often as said, "window" if it may be, else None."""
    window, said = series.usage_window, subject.window
    if series.is_expected:
        return "" if said == window or subject.purpose == "expected" else None
    if said == "next-6-months":
        return None  # use that is expected is no use
    if said == "frequent":  # what that means, the publisher says
        return "" if "frequent" in series.series_id else None
    if said in DATED_WINDOWS:
        if window == said:
            return ""
        return None
    if said == "last-12-months":
        return "" if window == said else "window" if window == "unspecified" else None
    if said == "ever":
        return (
            None
            if window in DATED_WINDOWS
            else ""
            if window in ("ever", "unspecified")
            else "window"
        )
    if window in DATED_WINDOWS and series.group.kind != "customer":
        return "window"
    return ""


def fits_purpose(subject: Subject, series: Series) -> str | None:
    """Return "" if it is used for what is said, "purpose" if it may be, else None."""
    said, own = subject.purpose, "" if series.purpose == "any" else series.purpose
    if said == own or (said == "expected" and series.usage_window == "next-6-months"):
        return ""
    if said == "work" and series.group.kind in ("firm", "organization", "employed", "customer"):
        return ""
    return "purpose" if not said and own == "work" and series.group.kind == "employed" else None


def twins(one: Series, other: Series) -> bool:
    """Return whether two series measure the same thing in different places."""
    return _agree(one, other, "source_id", "product", *_WAY_OF_COUNTING)


def alike(one: Series, other: Series) -> bool:
    """Return whether two series of a publisher count different products in the same way."""
    return _agree(one, other, "geo", *_WAY_OF_COUNTING)


def _agree(one: Series, other: Series, *parts: str) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in parts)

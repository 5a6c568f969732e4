"""What goes on from a level to the next: the series, the figure, and how sure it is.

The series that an earlier level is bound to stays, but for the parts that the words of the next
name anew: a place, a product, who is counted, how often, for what.
"""

from __future__ import annotations

from dataclasses import replace

from adoption.claims.bindings import (
    OWN_DATE,
    Docket,
    bases_of,
    figures_at,
)
from adoption.claims.catalogue import Figure, Series
from adoption.claims.identity import (
    fits_group,
    fits_indicator,
    fits_product,
    fits_purpose,
    fits_window,
)
from adoption.claims.other_places import FIELDS
from adoption.claims.sentences import Subject
from adoption.claims.statements import Statement
from adoption.claims.verdicts import SUPPORTED

SAME_WAVE_DAYS = 45
SMALL_FIRM = 20  # statistics of firms leave out those with fewer people
FIRMS = ("firm", "customer", "sme", "non-sme", "organization")
FEW = ("employed", "unemployed", "inactive", "teen")


def parts_are_said(subject: Subject, series: Series) -> bool:
    """Return whether a narrower purpose or group than all is named with the number itself."""
    if "same figure" in subject.how.get("words", ""):
        return True
    if series.purpose != "any" and not subject.purpose:
        return False
    listed = subject.tight("place") or subject.tight("product")
    return bool(
        not series.group.is_part or listed or subject.ages or subject.employees or subject.detail
    )


def goes_on(statement: Statement, own: Series, other: Series) -> bool:
    """Return whether a series is the earlier one with the parts that the statement names."""
    subject = statement.subject
    if other.share != _is_share(statement, own) or other.product == "none":
        return False
    if subject.indicator == "population":  # another number than that of the users before
        return False
    if statement.kind == "level" and fits_indicator(statement, other) != "":
        return False
    if other.geo not in places_of(subject, own):
        return False
    generic = bool(subject.products) and subject.products[0].startswith("any-")
    if generic and other.product == "internet":
        return False
    if generic and subject.how.get("products") == "here" and not other.product.startswith("any-"):
        return False  # AI users after those of the internet
    if is_said(subject, "products") and not generic:
        if fits_product(subject, other) != "":
            return False
    elif (other.product != own.product and not _narrows(subject, own, other)) or (
        other.product == own.product and _narrows(subject, own, None)
    ):
        return False
    return (
        _same_group(subject, own, other)
        and _same_window(subject, own, other)
        and _same_purpose(subject, own, other)
    )


def is_of_a_product_since(earlier: Subject, subject: Subject, other: Series) -> bool:
    """Return whether a product named since an earlier level is carried, that a series has not."""
    carried = subject.how.get("products") == "carried" and subject.products != earlier.products
    return carried and subject.names_a_product and other.product not in subject.products


def places_of(subject: Subject, own: Series) -> tuple[str, ...]:
    """Return the places that are named with a number or carried from one country to another.

    Else that of the series before: 西班牙…21.1%。挪威…54%；企业为58% is of Norway.
    """
    countries = own.geo not in FIELDS and not set(subject.places) & {own.geo, *FIELDS}
    moved_on = subject.how.get("places") == "carried" and bool(subject.places) and countries
    return subject.places if is_said(subject, "places") or moved_on else (own.geo,)


def _narrows(subject: Subject, own: Series, other: Series | None) -> bool:
    """Return whether generative AI is named here, and AI of any kind was spoken of before."""
    named = subject.how.get("products") in ("here", "sentence")
    narrower = named and subject.products == ("any-genai",) and own.product == "any-ai"
    return narrower and (other is None or other.product == "any-genai")


def _is_share(statement: Statement, own: Series) -> bool:
    """Return whether the levels a statement speaks of are percent."""
    if statement.kind == "level":
        return statement.unit == "percent"
    if statement.kind in ("change_points", "gap"):
        return True
    return own.share and statement.kind != "change_absolute"


def is_said(subject: Subject, part: str) -> bool:
    """Return whether a part of the subject is named with the number, its sentence or its list."""
    return subject.how.get(part) in ("here", "sentence", "each") and bool(getattr(subject, part))


def _same_group(subject: Subject, own: Series, other: Series) -> bool:
    everybody = "everybody" in subject.how.get("words", "").split()
    if everybody and other.share and other.group.is_part:
        return False  # "23% of Americans", after the employed of an age
    if not (subject.group or subject.ages or subject.employees or subject.detail):
        return other.population_group == own.population_group or other.share != own.share
    narrow = subject.ages or subject.employees or subject.detail or own.group.detail
    low, high = own.group.employees or (0, None)
    all_firms = subject.group == own.group.kind == "firm" and high is None and low <= SMALL_FIRM
    if all_firms and not narrow and other.population_group == own.population_group:
        return True  # 法国企业 after firms with ten and more people
    if subject.ages and own.group.kind in FIRMS:
        return False  # people of an age after firms
    customers = subject.group == "firm" and own.group.kind == "customer"
    few = own.group.kind in FEW  # "people" are more than these
    same = not subject.group or (subject.group == "person" and not few) or customers
    kind = own.group.kind if same else subject.group
    part = fits_group(replace(subject, group=kind), other)
    return part == "" or (part == "group" and other is own)


def _same_window(subject: Subject, own: Series, other: Series) -> bool:
    if subject.window:
        return fits_window(subject, other) == ""
    return other.usage_window == own.usage_window or other.product != own.product


def _same_purpose(subject: Subject, own: Series, other: Series) -> bool:
    """Return whether it is used for what is said, else as before; who has a policy is said anew."""
    if subject.purpose:
        return fits_purpose(subject, other) == ""
    if "overall" in subject.how.get("words", "").split():
        return other.purpose == "any"  # "54% of teens use it for school. Overall, 64% use it"
    return other.purpose == ("any" if own.purpose == "policy" else own.purpose)


def figures_of(statement: Statement, series: Series, anchor: Figure) -> list[Figure]:
    """Return the figures of the date of a statement, or of the wave it goes on from."""
    if statement.period_how == "relative" or (statement.base_level and statement.period is None):
        return bases_of(series, anchor, statement.base) if statement.base else []
    if statement.base_level and statement.period_how != "here":
        return [f for f in series.figures if f.period_end < anchor.period_end]
    said = statement.period
    year_only = statement.period_how in ("carried", "distant")  # of a month of its sentence
    if said and (
        statement.period_how in OWN_DATE or (year_only and said.end in statement.days_named)
    ):
        return figures_at(series, said)
    wave = of_the_wave(series, anchor)
    nearest = min((abs((f.period_end - anchor.period_end).days) for f in wave), default=0)
    return [f for f in wave if abs((f.period_end - anchor.period_end).days) == nearest]


def of_the_wave(series: Series, anchor: Figure) -> list[Figure]:
    """Return the figures of a series around the date of another."""
    return [
        f for f in series.figures
        if abs((f.period_end - anchor.period_end).days) <= SAME_WAVE_DAYS
    ]  # fmt: skip


def is_of_another_day(statement: Statement, anchor: Figure) -> bool:
    """Return whether a day is said, if of another year, that is not the day of a daily figure."""
    said = statement.period
    if said is None or said.start != said.end or anchor.days > 1:
        return False
    return (said.end.month, said.end.day) != (anchor.period_end.month, anchor.period_end.day)


def may_be_of_the_part_before(docket: Docket, i: int, series: Series) -> bool:
    """Return whether the level of the sentence before is of a part that its people may be of.

    "Among large firms, Finland leads with 70%. Germany (48%) and Spain (44%) are ahead, too."
    """
    statement = docket.statements[i]
    subject = statement.subject
    if subject.group or subject.ages or subject.employees or subject.detail or series.group.is_part:
        return False
    first = min(docket.sentences[statement.sentence])
    before = [j for j in range(first) if docket.statements[j].kind == "level"][-1:]
    for j in before:
        last = docket.statements[j]
        parts = last.subject.ages or last.subject.employees or last.subject.detail
        near = last.passage == statement.passage and last.sentence == statement.sentence - 1
        return bool(near and parts and docket.verdicts[j].verdict != SUPPORTED)
    return False

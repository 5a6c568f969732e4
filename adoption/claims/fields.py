"""The sets of places that ranks and tallies are among: the world, a continent, the states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from adoption import data

NAMED = "those named"
# economies on the edge of a continent, which some lists leave out
_DISPUTED = frozenset(
    ("ARE", "ARM", "AZE", "BHR", "CYP", "GEO", "IRN", "IRQ", "ISR", "JOR", "KAZ", "KWT", "LBN",
     "OMN", "PSE", "QAT", "RUS", "SAU", "SYR", "TUR", "YEM")
)  # fmt: skip
# sets that are named so often that their members go without saying
_GROUPS = {
    "the euro area": "AUT BEL CYP DEU ESP EST FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK"
    " SVN",
    "the Nordic countries": "DNK FIN ISL NOR SWE",
    "the Gulf states": "ARE BHR KWT OMN QAT SAU",
    "the G7": "CAN DEU FRA GBR ITA JPN USA",
    "East Asia": "CHN HKG JPN KOR MAC MNG PRK TWN",
    "New England": "US-CT US-MA US-ME US-NH US-RI US-VT",
}
_CAPITAL_DISTRICT = "US-DC"  # a place among the states, and not one of them


@dataclass(frozen=True)
class Field:
    """The set of places that a rank is among."""

    name: str
    members: frozenset[str]
    disputed: frozenset[str] = frozenset()  # members by some lists only
    size: int = 0  # how many are said to have a figure, 0 if that is not said


def fields_of(named: str) -> list[Field]:
    """Return the sets that "countries" can mean: those named, else all and those of the union."""
    names = {"": ["world", "EU27"], "US states": ["US states", "the fifty states"]}.get(
        named, [named]
    )
    return [found for name in names if (found := _fields().get(name))]


def is_one(place: str) -> bool:
    """Return whether a place is an economy or a state, and not a region or union of them."""
    return any(place in field.members for field in fields_of("world") + fields_of("US states"))


@cache
def _fields() -> dict[str, Field]:
    """Return the sets that can be counted, by name."""
    table = data.load_table("geographies")
    economies = table[table["kind"] == "economy"]
    states = frozenset(table.loc[table["kind"] == "state", "code"])
    found = {
        "world": frozenset(economies["code"]),
        "US states": states,
        "the fifty states": states - {_CAPITAL_DISTRICT},
    }
    for region, rows in economies.groupby("region"):
        found[str(region)] = frozenset(rows["code"])
    for row in table[table["kind"] == "group"].itertuples():
        members = re.fullmatch(r"members: ((?:[A-Z]{3} ?)+)", str(row.notes))
        if members:
            found[str(row.code)] = frozenset(members.group(1).split())
    found |= {name: frozenset(codes.split()) for name, codes in _GROUPS.items()}
    regions = set(economies["region"])
    return {
        name: Field(name, members, _DISPUTED & members if name in regions else frozenset())
        for name, members in found.items()
    }

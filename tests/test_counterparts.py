"""With whom a number is compared, and from which date: the words after it."""

from __future__ import annotations

import pytest

from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements
from adoption.claims.statements import Statement


def last(text: str) -> Statement:
    return [s for s in read_statements(read_prose(text)) if s.kind != "rank"][-1]


@pytest.mark.parametrize(
    ("said", "kind", "places", "group"),
    [
        ("nine per cent more than in Switzerland", "gap", ("CHE",), ""),
        ("three points below France", "gap", ("FRA",), ""),
        ("nearly three times Bangladesh's share", "ratio", ("BGD",), ""),
        ("twice the rate among all adults", "ratio", (), "adult"),
        ("twice as many as in the population as a whole", "ratio", (), "person"),
    ],
)
def test_the_counterpart_is_named_after_the_number(said, kind, places, group):
    statement = last(f"In 2025, 47.0% of Norwegians used generative AI, {said}.")
    assert statement.kind == kind
    assert statement.counterpart is not None
    assert (statement.counterpart.places, statement.counterpart.group) == (places, group)
    assert statement.subject.places == ("NOR",)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("13 per cent more than in June 2025", 13),
        ("8 per cent below its level in December 2024", -8),
        ("14 percent more in two months", 14),
    ],
)
def test_more_than_at_another_date_is_a_change(said, value):
    statement = last(f"In June 2026, 49% of British firms used AI, {said}.")
    assert (statement.kind, statement.value) == ("change_percent", value)
    assert statement.counterpart is None


def test_a_counterpart_that_no_list_knows_is_none():
    statement = last("In 2025, 47% of Norwegians used AI, twice the rate among left-handed bakers.")
    assert statement.counterpart is None

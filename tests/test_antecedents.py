"""Changes counted between the levels that their passage has stated before them."""

from __future__ import annotations

import pytest

from adoption.claims import check_claims

ESTONIA = (
    "Some 13.9% of Estonian enterprises used AI in 2024 and 23.4% in 2025, Eurostat data show."
)


def last(text: str) -> tuple[str, str]:
    found = check_claims(text).iloc[-1]
    return str(found["verdict"]), str(found["reason"])


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("So the share has more than doubled.", "contradicted"),
        ("So the share has grown by two thirds.", "supported"),
        ("That is an increase of 9.5 percent.", "contradicted"),
        ("That is an increase of 9.5 points.", "supported"),
        ("Ridership in Tallinn has more than doubled.", "not determinable"),
        ("Has the share more than doubled?", "not determinable"),
    ],
)
def test_a_change_that_names_nothing_new_is_of_the_levels_before_it(said, verdict):
    assert last(f"{ESTONIA} {said}")[0] == verdict


def test_points_said_in_percent_are_named():
    assert "fits in percentage points" in last(f"{ESTONIA} The rise was thus 9.5 percent.")[1]


def test_the_months_named_choose_the_level_counted_from():
    text = (
        "The ONS has 9% of British businesses using AI in September 2023, 15% in September 2024 "
        "and 23% in September 2025. The share has more than doubled in {}."
    )
    assert last(text.format("two years"))[0] == "supported"
    assert last(text.format("one year"))[0] == "contradicted"

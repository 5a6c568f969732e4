"""Distances between two levels stated before."""

from __future__ import annotations

import pytest
from test_claims import verdict_of

from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED

TWO = (
    "In the first quarter of 2026, 27.5% of working-age people in the Global North used "
    "generative AI, Microsoft says, against 15.4% in the Global South. "
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The distance between the two has thus grown to 12.1 percentage points.", SUPPORTED),
        ("They are 12.1 points apart.", SUPPORTED),
        ("The distance between the two has thus grown to 14.1 points.", CONTRADICTED),
        ("The gap stands at 10.6 points.", CONTRADICTED),
        ("The distance between them has grown by 12.1 points.", CONTRADICTED),  # by 1.5
        ("Half a year earlier the gap was 10.6 points.", SUPPORTED),
        ("The gap to Denmark is 9 points.", UNDETERMINED),
        ("The gap between men and women is 9 points.", UNDETERMINED),
        ("The gap has widened by 1.5 points.", UNDETERMINED),
    ],
)
def test_a_distance_that_names_nothing_new_is_that_of_the_two_levels_before(text, verdict):
    assert verdict_of(TWO + text)[2] == verdict

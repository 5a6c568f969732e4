"""Marks that a headline says were passed, held against the level that the text states."""

import pytest

from adoption import check_claims

BODY = "Overall, 49% of U.S. adults say they use an AI chatbot, Pew found in February 2026."


@pytest.mark.parametrize(
    ("headline", "verdict"),
    [
        ("Most Americans now use AI chatbots, Pew finds", "contradicted"),
        ("More than 60% of Americans now use AI chatbots, Pew finds", "contradicted"),
        ("More than 40% of Americans now use AI chatbots, Pew finds", "supported"),
        (
            "More than 60% of Americans will use AI chatbots by 2030, Pew expects",
            "not determinable",
        ),
    ],
)
def test_a_headline_is_held_against_the_level_below_it(headline: str, verdict: str):
    found = check_claims(f"# {headline}\n\n{BODY}")
    assert found["verdict"].tolist() == [verdict, "supported"]


def test_a_mark_alone_is_not_contradicted_by_figures_nobody_states():
    assert "contradicted" not in check_claims("Most Americans now use AI.")["verdict"].tolist()

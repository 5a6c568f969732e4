"""How far two lie apart: the first and the last of a set, or two that are named."""

from __future__ import annotations

from adoption import check_claims

LEVELS = "In 2025, Eurostat says, 42.0% of firms used AI in Denmark and 5.2% in Romania. "


def verdict(text: str) -> list[str]:
    found = check_claims(LEVELS + text)
    return list(found.loc[found["kind"].isin(["ratio", "gap"]), "verdict"])


def test_the_first_and_the_last_of_a_set_lie_as_far_apart_as_its_figures():
    said = "There is {} gap between the leading and trailing member states."
    assert verdict(said.format("an eight-fold")) == ["supported"]  # 42.03 and 5.21
    assert verdict(said.format("a five-fold")) == ["contradicted"]


def test_two_that_are_set_apart_are_compared_with_one_another():
    assert verdict("An eight-fold gap separates Denmark from Romania.") == ["supported"]
    assert verdict("A three-fold gap separates Denmark from Romania.") == ["contradicted"]


def test_a_gap_between_others_is_no_growth():
    # 23.89% of Danish firms in 2021 became 42.03% in 2025: 1.8 times
    assert verdict("There is a two-fold gap between those who dare and those who do not.") == [
        "not determinable"
    ]

"""Shares said of the wrong people: what the words name, held against whom the figure is of."""

from __future__ import annotations

import pytest

from adoption import check_claims


def verdicts(text: str) -> list[str]:
    return list(check_claims(text)["verdict"])


@pytest.mark.parametrize(
    ("text", "of"),
    [
        (
            "At the end of 2025 some 42.8% of {} used generative AI, the CNNIC reports.",
            {"China's internet users": "contradicted", "China's people": "supported"},
        ),
        (
            "In November 2025, 78% of {} used AI, the Atlanta Fed's survey says.",
            {"US firms": "contradicted", "US firms, weighted by employment,": "supported"},
        ),
        (
            "By IAMAI's count 44% of {} used AI features in 2025.",
            {"Indians": "contradicted", "India's internet users": "supported"},
        ),
    ],
)
def test_a_share_is_of_the_people_its_figure_is_of(text: str, of: dict[str, str]):
    for people, verdict in of.items():
        assert verdicts(text.format(people)) == [verdict], people


def test_a_share_of_all_is_no_share_of_the_users():
    told = "In June 2025 the Crédoc had 48% of French people aged 12 and over using generative AI. "
    right = "For private purposes, 42% did."
    wrong = "Of those users, 42% use it for private purposes."
    assert verdicts(told + wrong) == ["supported", "contradicted"]
    assert verdicts(told + right) == ["supported", "supported"]


def test_only_the_publisher_of_a_figure_is_held_to_its_base():
    text = "A trade body found 44% of Indians using AI features in 2025."
    assert "contradicted" not in verdicts(text)

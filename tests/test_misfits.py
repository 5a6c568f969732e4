"""A number among figures of one publisher and date that is none of them; what else it may be."""

from __future__ import annotations

import pytest

from adoption import check_claims

WRONG = {
    "Pew's survey of February 2026 is out. Among adults under 30, 66% use chatbots, against 23% of "
    "those 65 and older. No brand comes near ChatGPT, which 33% of all adults use.": 33,
    "CNNIC's report says that 602 million people in China used generative AI at the end of 2025. "
    "By purpose, 457 million asked it questions, 288 million made pictures or videos, and 120 "
    "million had a personal assistant.": 120_000_000,
    "Asked by Gallup in February 2026, half of U.S. employees (50%) used AI at work at least a few "
    "times a year. The frequent users are 36% by now.": 36,
    "In Pew's survey of February 2026 the young are ahead: 66% of adults under 30 use chatbots. Of "
    "the brands, ChatGPT is used by 44% of adults, and Gemini comes second with 34%.": 34,
}
OPEN = {
    "Asked by Gallup in February 2026, half of U.S. employees (50%) used AI at work at least a few "
    "times a year. In finance the frequent users are 36% by now.": 36,
    "South Korea gained most and now stands at 37.1%, Microsoft says of the first quarter of 2026. "
    "In big US companies it is 61%.": 61,
    "In Greece, 83.5% of those aged 16 to 24 used generative AI in 2025, according to Eurostat. "
    "Estonia came close, with 82.8%. Among young Romanians it was 57.3%.": 57.3,
    "CNNIC's report says that 602 million people in China used generative AI at the end of 2025. "
    "Online shopping was used by 937 million.": 937_000_000,
}


@pytest.mark.parametrize(("text", "number"), WRONG.items())
def test_a_number_that_is_none_of_the_figures_beside_it_is_contradicted(
    text: str, number: float
) -> None:
    found = check_claims(text)
    contradicted = found[found["verdict"] == "contradicted"]
    assert list(contradicted["value"].astype(float)) == [number]
    assert "the figures beside it are of that date" in contradicted["reason"].iloc[0]


@pytest.mark.parametrize(("text", "number"), OPEN.items())
def test_a_number_of_others_is_left_open(text: str, number: float) -> None:
    found = check_claims(text)
    assert "contradicted" not in set(found["verdict"])
    assert list(found["verdict"][found["value"].astype(float) == number]) == ["not determinable"]

"""Ranks and orders of products and sectors, among those that one publisher counts."""

from __future__ import annotations

import pytest
from test_claims import verdict_of

from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED

PEW = "In February 2026, 44% of US adults used ChatGPT, according to Pew. "
RAMP = "On Ramp's count for June 2026, "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (PEW + "Gemini is in second place.", SUPPORTED),
        (PEW + "Copilot is in second place.", CONTRADICTED),
        (PEW + "Gemini comes second, ahead of Copilot.", SUPPORTED),
        (PEW + "Copilot, with 17%, is second only to Gemini.", CONTRADICTED),
        (PEW + "Perplexity is in second place.", UNDETERMINED),  # not among those asked about
        (RAMP + "Anthropic, with 42.40%, is ahead of OpenAI.", SUPPORTED),
        (RAMP + "OpenAI, with 39.47%, is ahead of Google and Anthropic.", CONTRADICTED),
        (RAMP + "retail, at 48.8%, still trails health care.", CONTRADICTED),
        (RAMP + "health care, at 41.9%, still trails retail.", SUPPORTED),
        (RAMP + "health care, at 41.9%, still trails agriculture.", UNDETERMINED),
        ("Ramp数据显示，2026年6月Anthropic的付费占比为42.40%，已反超OpenAI。", SUPPORTED),
        ("皮尤2026年2月的调查显示，17%的美国成年人使用Copilot，仅次于ChatGPT。", CONTRADICTED),
    ],
)
def test_products_and_sectors_are_ranked_among_those_that_their_publisher_counts(text, verdict):
    assert verdict_of(text)[-1] == verdict

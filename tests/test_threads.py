"""Shares that go on with the publisher told before, and are none of its figures."""

from __future__ import annotations

import pytest
from test_claims import judged

from adoption.claims.verdicts import CONTRADICTED, UNDETERMINED

EMIRATES = (
    "Microsoft estimates that 70.1% of working-age people in the United Arab Emirates used "
    "generative AI in the first quarter of 2026.\n\n"
)
UNION = (
    "In 2025, 32.7% of people in the EU aged 16 to 74 used generative AI tools, Eurostat says.\n\n"
)
FIRMS = "Eurostat has 20.0% of EU enterprises using artificial intelligence in 2025.\n\n"


@pytest.mark.parametrize(
    ("text", "series"),
    [
        (  # the share of the half-year before
            EMIRATES + "Norway, in third place, reached 46.4% in the same quarter.",
            "microsoft-ai-diffusion-nor",
        ),
        (  # that of the whole union
            UNION + "Among 16- to 24-year-olds in Spain the share was 63.8%.",
            "eurostat-genai-any-16-24-esp",
        ),
        (  # that of the year before
            FIRMS + "Austria, with 20.3% in the same year, was just above that.",
            "eurostat-ai-firms-aut",
        ),
        (  # twice that of the one after the next
            "One in ten people in 48 markets get news from a chatbot each week, says the Reuters "
            "Institute's Digital News Report 2026. In South Korea it is 14%. Denmark is at 8%.",
            "risj-dnr-chatbot-news-weekly-dnk",
        ),
        (  # it is but 49%
            "Among UK businesses with ten or more employees, 29% were using AI in late June 2026, "
            "the Office for National Statistics said.\n\n"
            "More than half of firms with 250 or more staff now use the technology.",
            "ons-bics-ai-firms-250plus-gbr",
        ),
    ],
)
def test_a_share_that_is_no_figure_of_the_publisher_told_before_is_contradicted(text, series):
    verdict = [v for s, v in judged(text) if s.kind == "level"][-1]
    assert (verdict.verdict, verdict.series_id) == (CONTRADICTED, series)


@pytest.mark.parametrize(
    "text",
    [
        EMIRATES + "Norway's internet use rate reached 96.4% in the same quarter.",
        EMIRATES + "In the second quarter Norway reached 50.2%.",
        UNION + "In Spain the share among women was 36.1%.",
        UNION + "Of the tools, 13.0% used at least two. Spain is at 41.3%.",
        FIRMS + "Larger firms use it more: 31.4%.",
    ],
)
def test_a_share_of_another_measure_date_or_group_is_left_open(text):
    assert {v.verdict for s, v in judged(text)[1:] if s.kind == "level"} == {UNDETERMINED}

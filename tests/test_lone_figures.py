"""Levels bound by their numbers alone, where a single figure fits."""

from __future__ import annotations

import pytest
from test_claims import judged, verdict_of

from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED


@pytest.mark.parametrize(
    ("text", "series"),
    [
        (
            "Norway's share in the first quarter of 2026 is not 46.4 percent but 48.6 percent.",
            "microsoft-ai-diffusion-nor",
        ),
        (
            "Among Italians, Eurostat says, it was 19.9% in 2025. In Germany, at work: 16.4%.",
            "eurostat-genai-any-ita",
        ),
        (
            "Companies with ten or more employees in Finland: 37.8% in 2025.",
            "eurostat-ai-firms-fin",
        ),
        (
            "By 30 June 2024 the Cyberspace Administration had a long queue. At the end of 2024 "
            "its filing list had 302 entries.",
            "cac-genai-filed-national-chn",
        ),
    ],
)
def test_a_precise_number_that_fits_one_figure_is_bound_to_it(text: str, series: str):
    supported = [v.series_id for _, v in judged(text) if v.verdict == SUPPORTED]
    assert series in supported


@pytest.mark.parametrize(
    "text",
    [
        "Norway's share in the first quarter of 2026 is 51.3 percent.",  # fits nothing
        "Norway's share in the first quarter of 2026 is about 50 percent.",  # fits by chance
        "The share was 48.6 percent.",  # of whom?
    ],
)
def test_what_fits_nothing_or_by_chance_stays_open(text: str):
    assert set(verdict_of(text)) == {UNDETERMINED}


def test_nothing_is_contradicted_from_a_level_bound_by_its_number():
    text = "Norway's share in the first quarter of 2026 is 48.6 percent, up 9 percent on 2025."
    assert CONTRADICTED not in verdict_of(text)


def test_it_stands_for_the_place_of_the_sentence_before():
    text = (
        "Japan is the one to watch in Microsoft's report. It stood at 22.5% in the first quarter "
        "of 2026, still behind Vietnam (26.5%)."
    )
    levels = [(s, v) for s, v in judged(text) if s.kind == "level"]
    assert [v.series_id[-3:] for _, v in levels] == ["jpn", "vnm"]
    assert {v.verdict for _, v in levels} == {SUPPORTED}


@pytest.mark.parametrize(
    ("text", "verdicts_wanted"),
    [
        (
            "Mining, quarrying, oil and gas extraction: 7.7% of firms used AI (Census Bureau, "
            "November 2025 to February 2026).",
            [SUPPORTED],
        ),
        (
            "Chile's growth since the first half of 2025 in Microsoft's table is 2 percent.",
            [UNDETERMINED],
        ),
        ("In 2023 the United States had 161.0 million employed persons.", [SUPPORTED]),
        (
            "The number of services on the filing list of the Cyberspace Administration rose from "
            "302 at the end of 2024 to 748 at the end of 2025. In March 2025 it had been 346.",
            [SUPPORTED, SUPPORTED, SUPPORTED],
        ),
        ("China's generative-AI users swelled past 600 million in December 2025.", [SUPPORTED]),
    ],
)
def test_periods_and_counts_are_read_from_the_words(text: str, verdicts_wanted: list[str]):
    assert verdict_of(text) == verdicts_wanted


@pytest.mark.parametrize(("times", "verdict"), [("three", SUPPORTED), ("six", CONTRADICTED)])
def test_as_many_use_one_product_as_another(times: str, verdict: str):
    text = (
        "In October 2025, 27% of Cross Marketing's panel in Japan used ChatGPT, 14% Gemini, "
        f"9% Copilot. So {times} times as many use ChatGPT as Copilot."
    )
    assert verdict_of(text)[-1] == verdict

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


LOWER = " No other member state has a lower share."
POLL = "In Pew's poll of February 2026, "
FIRMS = "Eurostat says that AI was used in 2025 by "
MICROSOFT = "Microsoft's report for the first quarter of 2026 "
SAUDIS = MICROSOFT + "has Saudi Arabia at 29.4%, "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (MICROSOFT + "has the Emirates at 70.1%, more than anywhere else in the world.", SUPPORTED),
        (MICROSOFT + "has Norway at 48.6%, more than anywhere else in the world.", CONTRADICTED),
        (MICROSOFT + "has Mississippi at 22.9%, the lowest rate of any US state.", CONTRADICTED),
        ("Eurostat: 5.2% of Romanian firms used AI in 2025." + LOWER, SUPPORTED),
        ("Eurostat: 8.4% of Polish firms used AI in 2025." + LOWER, CONTRADICTED),
        (RAMP + "construction stood at 40.8%, lower than any other sector.", CONTRADICTED),
        (POLL + "ChatGPT is the most used chatbot, at 44% of US adults.", SUPPORTED),
        (POLL + "24% of US adults use Gemini, the most popular chatbot.", CONTRADICTED),
        ("Ramp：2026年6月，分行业看，金融与保险业最高，为73.6%。", CONTRADICTED),
        ("欧盟统计局：2025年欧盟各国使用AI的企业比例，最低的是波兰，为8.4%。", CONTRADICTED),
        ("欧盟统计局：2025年使用AI的企业比例，最低的是波兰，为8.4%。", UNDETERMINED),  # of which?
        ("欧盟统计局：2025年挪威56.32%的人使用生成式AI，高于所有欧盟成员国。", SUPPORTED),
    ],
)  # fmt: skip
def test_superlatives_without_an_ordinal_are_ranks(text, verdict):
    assert verdict_of(text)[-1] == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (FIRMS + "42.0% of Danish firms, the largest increase on 2024 in the EU.", SUPPORTED),
        (FIRMS + "37.8% of Finnish firms, the largest increase on 2024 in the EU.", CONTRADICTED),
        ("Eurostat: in 2025 the largest increase on 2024 was recorded in Lithuania.", UNDETERMINED),
        (MICROSOFT + "has South Korea at 37.1%, and it grew fastest of all countries.", SUPPORTED),
        (MICROSOFT + "has Japan at 22.5%, and it grew fastest of all countries.", CONTRADICTED),
        (SAUDIS + "up 3.2 points, the largest gain in the Gulf.", CONTRADICTED),
        (MICROSOFT + "has Norway near the top.", None),
        ("Microsoft puts Cambodia at the bottom of its list for the first quarter.", SUPPORTED),
    ],
)  # fmt: skip
def test_a_change_is_ranked_among_the_changes_of_its_set(text, verdict):
    assert (verdict_of(text) or [None])[-1] == verdict


QUEST = "QuestMobile had DeepSeek at 143 million monthly users in August 2025. Doubao was already "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (RAMP + "Anthropic, with 42.40%, leads OpenAI by 2.9 points.", SUPPORTED),
        (RAMP + "Anthropic, with 42.40%, leads OpenAI by 5.9 points.", CONTRADICTED),
        (RAMP + "OpenAI, with 39.47%, trails Anthropic by 2.9 points.", SUPPORTED),
        (RAMP + "OpenAI, with 39.47%, leads Anthropic by 2.9 points.", CONTRADICTED),
        (QUEST + "14 million ahead of it.", SUPPORTED),
        (QUEST + "34 million ahead of it.", CONTRADICTED),
        ("Ramp：2026年6月Anthropic的占比为42.40%，已领先OpenAI约3个百分点。", SUPPORTED),
        ("Ramp：2026年6月Anthropic的占比为42.40%，已领先OpenAI的39.5%约9个百分点。", CONTRADICTED),
    ],
)
def test_the_distance_of_two_products_is_that_of_their_figures(text, verdict):
    assert verdict_of(text)[-1] == verdict


INDIA = "In February 2026 India had 100 million weekly users of ChatGPT"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (INDIA + ", OpenAI's second-largest market.", SUPPORTED),
        (INDIA + ", which makes it OpenAI's largest market.", CONTRADICTED),
        ("2026年2月，印度的ChatGPT周活用户达1亿，成为仅次于美国的第二大市场。", SUPPORTED),
        ("2026年2月，印度的ChatGPT周活用户达1亿，成为其全球最大市场。", CONTRADICTED),
        (PEW + "The United States is its largest market.", UNDETERMINED),
    ],
)
def test_how_large_a_market_is_a_note_tells(text, verdict):
    assert verdict_of(text)[-1] == verdict


DOUBAO = "AICPB: in November 2025 Doubao had 167.91 million monthly users, "


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (DOUBAO + "the most used AI app.", CONTRADICTED),  # ChatGPT has more
        (DOUBAO + "the most used Chinese app.", UNDETERMINED),
        ("AICPB：2025年11月，豆包月活1.68亿，位居国内AI应用榜首。", UNDETERMINED),
        (POLL + "Grok ranks third among the chatbots, with 8% of US adults.", CONTRADICTED),
        (POLL + "ChatGPT comes first with 44%, followed by Gemini.", SUPPORTED),
        (POLL + "ChatGPT comes first with 44%, followed by Copilot.", CONTRADICTED),
        (DOUBAO + "and Microsoft has the UK eighth in the world in Q1 2026.", SUPPORTED),
        ("Eurostat: Greece had the highest share of young users in the EU in 2025.", SUPPORTED),
        ("人口普查局2026年2月：信息业最高，为37.6%，其次是金融保险业。", CONTRADICTED),
    ],
)
def test_the_set_is_that_of_the_publisher_where_the_words_allow_it(text, verdict):
    assert verdict_of(text)[-1] == verdict


@pytest.mark.parametrize(
    "text",
    [
        PEW + "In the App Store, Copilot is in second place.",
        PEW + "Among teens, Copilot is in second place.",
        POLL + "17% of US adults use Copilot, the most popular assistant in offices.",
        RAMP + "OpenAI, with 39.47%, is still ahead of Anthropic in revenue.",
        RAMP + "OpenAI, once ahead of Anthropic, has 39.47%.",
        "Outside the United States India is OpenAI's largest market, with 100 million users.",
        "QuestMobile：2025年12月DeepSeek月活1.35亿，一度超过豆包。",
        "QuestMobile：2025年12月DeepSeek月活1.35亿，下载量居AI应用首位。",
        "Ramp：2026年6月OpenAI占39.47%，去年同期还领先Anthropic 25个百分点。",
        "微软：2026年第一季度日本22.5%，在主要经济体中最低。",
        MICROSOFT + "has Norway at 48.6%. It was second this year at the Winter Games.",
        MICROSOFT + "has the US at 31.3%, in 21st place; half a year earlier it was 24th.",
        MICROSOFT + "has Chile at 22.7%; no other country uses it less often at work.",
    ],
)
def test_a_rank_by_something_else_or_of_another_time_is_not_contradicted(text):
    assert CONTRADICTED not in verdict_of(text)

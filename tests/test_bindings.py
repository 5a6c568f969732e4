"""Which figures the statements of a text are bound to, and which they must not be bound to."""

from __future__ import annotations

import pytest
from test_claims import judged

from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED


def bound(text: str) -> list[tuple[str, str, str]]:
    """Return the verdict, the series and the end of the period of each statement."""
    return [(v.verdict, v.series_id, str(v.period_end)) for _, v in judged(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ChatGPT has passed 45 million weekly users, OpenAI says.", UNDETERMINED),
        ("ChatGPT has passed 390 million weekly users, OpenAI says.", SUPPORTED),
        (
            "Doubao's monthly active users in China broke 10 million, QuestMobile said.",
            UNDETERMINED,
        ),
    ],
)
def test_a_lower_bound_is_that_of_no_figure_more_than_twice_as_large(text, wanted):
    assert [verdict for verdict, *_ in bound(text)] == [wanted]


def test_each_of_several_may_lie_far_above_the_mark_it_has_to_reach():
    text = (
        "In Q1 2026 each of Singapore and the United Arab Emirates stood above 25 percent, "
        "on Microsoft's figures for the working-age population."
    )
    assert [verdict for verdict, *_ in bound(text)] == [SUPPORTED]


def test_a_round_number_is_the_figure_inside_its_rounding_not_one_on_the_edge():
    text = "Google's AI Overviews serve 2 billion monthly users, Pichai said."
    assert bound(text) == [(SUPPORTED, "google-ai-overviews-mau-wld", "2025-07-23")]


def test_the_vendor_that_is_overtaken_is_not_the_one_the_number_is_of():
    text = (
        "Anthropic passed OpenAI among American businesses in April 2026, claiming 34.4% against "
        "OpenAI's 32.3%, Ramp says."
    )
    assert [(series, end) for _, series, end in bound(text)] == [
        ("ramp-ai-index-paid-adoption-anthropic-usa-businesses", "2026-04-30"),
        ("ramp-ai-index-paid-adoption-openai-usa-businesses", "2026-04-30"),
    ]


def test_a_change_to_a_level_since_restated_is_not_counted_from_restated_figures():
    text = "On the Ramp index Anthropic's share rose 3.8 points to 34.4% in April 2026."
    assert [verdict for verdict, *_ in bound(text)] == [UNDETERMINED, SUPPORTED]


def test_traditional_characters_are_read_as_the_simplified_ones():
    text = "截至2025年8月末,中國累計538款生成式人工智能服務完成備案,263款應用或功能完成登記。"
    assert [series for _, series, _ in bound(text)] == [
        "cac-genai-filed-national-chn",
        "cac-genai-registered-local-chn",
    ]


def test_spaces_and_half_width_commas_in_chinese_change_nothing():
    text = "截至2025年6月，中国生成式人工智能用户达5.15亿人，普及率36.5%，538款服务完成备案。"
    spaced = (
        "截至 2025 年 6 月,中国生成式人工智能用户达 5.15 亿人,普及率 36.5%,538 款服务完成备案。"
    )
    assert bound(spaced) == bound(text)
    assert [verdict for verdict, *_ in bound(text)][:2] == [SUPPORTED, SUPPORTED]


@pytest.mark.parametrize(
    "text",
    [
        "Pew: 18% of US adults have heard a lot about ChatGPT.",
        "Gallup found that nearly one-quarter of employees did not know whether AI was used.",
        "The Census Bureau expects AI use by firms to be about 6.5% by early fall.",
    ],
)
def test_what_is_heard_not_known_or_expected_is_no_use(text):
    assert [verdict for verdict, *_ in bound(text)] == [UNDETERMINED]


def test_frequent_use_is_what_the_publisher_calls_so():
    text = (
        "Gallup, fourth quarter of 2025: 12% of US employees use AI daily, 26% use it frequently."
    )
    assert [series for _, series, _ in bound(text)] == [
        "gallup-workforce-ai-daily-usa-employees",
        "gallup-workforce-ai-frequent-usa-employees",
    ]


def test_a_part_of_the_staff_is_spoken_of_to_the_end_of_the_sentence():
    text = (
        "Gallup says that in the fourth quarter of 2025 77 percent of tech professionals used AI "
        "at work, with 57 percent doing so frequently and 31 percent using AI daily."
    )
    assert {verdict for verdict, *_ in bound(text)} == {UNDETERMINED}


def test_a_part_in_words_is_held_against_the_figure_of_its_number_in_brackets():
    text = (
        "A third of Koreans (33.3%) had used generative AI by 2024, the ministry of science found."
    )
    assert bound(text) == [(SUPPORTED, "msit-genai-ever-kor", "2024-12-31")] * 2


def test_a_change_said_again_is_counted_between_the_same_two_figures():
    text = (
        "截至2025年6月，我国生成式人工智能用户规模达5.15亿人，普及率达36.5%。较2024年12月，用户规模"
        "增长了2.66亿人，增幅达106.6%，实现了翻番。"
    )
    assert [series for _, series, _ in bound(text)][2:] == ["cnnic-genai-users-chn"] * 3
    assert {str(v.base_period_end) for _, v in judged(text)[2:]} == {"2024-12-31"}


@pytest.mark.parametrize(
    "text",
    [
        "Alphabet's earnings: capital expenditure for AI research has surged by 43%.",
        "Microsoft's AI investments are to double this year, the company says.",
        "Google's cloud: +26%, advertising +16%, the report on AI said.",
    ],
)
def test_a_change_of_what_is_not_named_as_use_fits_nothing_by_chance(text):
    assert {verdict for verdict, *_ in bound(text)} == {UNDETERMINED}


def test_what_was_so_at_first_is_of_no_date_named_before():
    text = (
        "QuestMobile数据显示，2025年8月豆包月活跃用户达15742万。刚推出时，豆包月活跃用户不足10万。"
    )
    assert [verdict for verdict, *_ in bound(text)] == [SUPPORTED, UNDETERMINED]


def test_a_number_in_brackets_is_of_the_name_before_it_and_of_the_present_told_before():
    text = (
        "QuestMobile：2025年3月，DeepSeek月活用户1.93亿，如今已回落到1.45亿，"
        "大幅落后于豆包（1.72亿）。"
    )
    assert bound(text)[-1] == (SUPPORTED, "questmobile-doubao-mau-chn", "2025-09-30")


def test_a_short_line_above_a_long_one_is_a_headline_of_its_own():
    text = (
        "Google's earnings\nThe Gemini app had 450 million monthly users in July 2025, he said, "
        "more than ever before, and the number keeps growing.\n"
    )
    assert bound(text) == [(SUPPORTED, "google-gemini-app-mau-wld", "2025-07-23")]


def test_a_survey_every_two_weeks_is_not_about_weekly_use():
    text = (
        "Bi-weekly estimates of the share of US firms that use AI rose from 3.7% in September "
        "2023 to 5.4% in early February 2024, the Census Bureau says."
    )
    assert [series for _, series, _ in bound(text)] == ["btos-ai-use-v1-usa-firms"] * 2


def test_a_tool_with_a_name_is_the_one_named():
    text = (
        "About a third of US adults say they have used the generative AI tool ChatGPT, Pew found."
    )
    assert [series for _, series, _ in bound(text)] == ["pew-chatgpt-ever-usa-adults"]


def test_what_it_is_used_for_is_read_after_the_number_before_what_stands_before_it():
    text = (
        "In early March 2025 28% of employed adults in the US used ChatGPT at work, 26% said they "
        "used it to learn something new, the Pew survey of 24 February to 2 March 2025 shows."
    )
    assert bound(text)[1][0] == UNDETERMINED


@pytest.mark.parametrize(
    "text",
    [
        "On the Ramp index one in five US firms paid for Anthropic in January 2026 (a year ago, it "
        "was one in 25).",
        "Ramp: in April 2026 34.4% of US firms paid for Anthropic. A year before, it was under 8%.",
    ],
)
def test_a_round_share_of_an_earlier_time_is_not_one_of_any_time(text):
    assert bound(text)[-1][0] != SUPPORTED


def test_what_is_said_in_brackets_after_a_number_dates_the_number_inside():
    text = "In Q1 2026 70.1% of the UAE used AI (a year ago, it was 59.4%), Microsoft says."
    assert bound(text)[0] == (SUPPORTED, "microsoft-ai-diffusion-are", "2026-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "Bitkom: in 2025 one in three German companies (36 percent) used AI, almost twice as many "
        "as a year ago, when the figure was 20 percent.",
        "The AP-NORC poll of July 2025: 60% of US adults use AI to search for information. Other "
        "uses included ideas (40%), using it for work (37%) and shopping (26%).",
        "Bitkom says that 20% of German companies used AI in 2024. The share for which AI is not "
        "an issue fell from 64% in 2022 to just 41% in 2024.",
        "Eurostat: in 2025 9.38% of people in the EU used generative AI for formal education. "
        "Roughly four in 10 young EU citizens used it for formal education.",
        "皮尤研究中心2026年2月的调查显示，24%的美国成年人每天使用聊天机器人，51%从未使用。",
        "QuestMobile数据显示，2026年2月6日千问DAU达5848万，比元宝高出3449万。",
        "QuestMobile数据显示，2025年第四季度千问的月活跃用户规模为2571.9万。",
    ],
)
def test_a_true_sentence_about_another_part_use_or_publisher_is_not_contradicted(text):
    assert CONTRADICTED not in {verdict for verdict, *_ in bound(text)}


def test_a_round_number_that_fits_several_measures_of_a_publisher_is_left_to_the_words():
    text = "New data by the OECD show that more than one third of individuals used it in 2025."
    assert bound(text)[0][1] in ("", "oecd-genai-individuals")


@pytest.mark.parametrize(
    "text",
    [
        "A Eurostat chart of 2025 sets the young beside everybody: 32.7% of people in the EU used "
        "generative AI tools. Greece leads with 82%, followed by Portugal (74%).",
        "OpenAI says that ChatGPT had 700 million weekly users on 4 August 2025. The number of "
        "paying business users jumped from three million in June to five million now.",
        "In June 2024 less than 20% of Chinese netizens used ChatGPT, CNNIC says.",
    ],
)
def test_numbers_of_the_young_of_payers_and_far_bounds_are_left_open(text):
    assert bound(text)[-1][0] == UNDETERMINED


def test_a_part_said_again_in_figures_is_about_what_the_figures_are_about():
    text = "Pew, March 2023: about six-in-ten U.S. adults (58%) are familiar with ChatGPT."
    assert [verdict for verdict, *_ in bound(text)] == [UNDETERMINED] * 2
    assert {v.reason for _, v in judged(text)} == {"about awareness, not about use"}


def test_a_share_of_netizens_that_is_published_of_them_is_not_one_of_all_people():
    text = (
        "Ofcom: in 2024 31% of adults in the UK used AI tools. In its Online Nation report of "
        "November 2023, 31% of internet users aged 16 and over had used generative AI."
    )
    assert CONTRADICTED not in {verdict for verdict, *_ in bound(text)}


def test_a_bound_of_no_date_and_no_publisher_tells_no_figure():
    assert bound("超半数中国网民已经用上生成式人工智能。")[0][0] == UNDETERMINED

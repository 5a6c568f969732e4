"""Where one is placed among others: ranks, orders and highest shares held against the figures."""

from __future__ import annotations

from adoption import check_claims


def verdicts(text: str, kind: str = "rank") -> list[str]:
    found = check_claims(text)
    return list(found.loc[found["kind"] == kind, "verdict"])


def test_a_rank_is_of_the_level_beside_it_and_not_of_everybody():
    said = "Eurostat: {} aged 16 to 24 used generative AI in 2025, the highest in the EU."
    assert verdicts(said.format("83.5% of Greeks")) == ["supported"]
    assert verdicts(said.format("82.8% of Estonians")) == ["contradicted"]


def test_the_young_without_ages_are_those_that_the_publisher_counts():
    said = "In 2025 {} had the highest share of {} users in the EU, Eurostat says."
    assert verdicts(said.format("Greece", "young")) == ["supported"]  # 83.54% of 16 to 24
    assert verdicts(said.format("Greece", "generative AI")) == ["contradicted"]
    assert verdicts(said.format("Denmark", "young")) != ["supported"]  # the highest of all ages


def test_figures_that_print_differently_are_not_level():
    said = "Microsoft ranks the United States {} for AI use in the second half of 2025."
    assert verdicts(said.format("24th")) == ["supported"]  # 28.3, behind Taiwan's 28.4
    assert verdicts(said.format("23rd")) == ["contradicted"]


def test_a_set_of_so_many_is_all_that_the_publisher_counts():
    said = (
        "Norway had 56.3% in 2025 in Eurostat's survey on AI use, the highest of the {} countries."
    )
    assert verdicts(said.format(33)) == ["supported"]
    assert verdicts(said.format(45)) == ["not determinable"]


def test_the_place_that_is_put_somewhere_must_be_known():
    said = "In Microsoft's table for Q1 2026 Spain has 44.2%, which leaves {} sixth in the world."
    assert verdicts(said.format("the country")) == ["supported"]
    assert verdicts(said.format("Germany")) == ["contradicted"]
    assert verdicts(said.format("Acme")) == ["not determinable"]


def test_all_that_are_ahead_can_be_named():
    said = "Greece had 8.9% of firms using AI in 2025, Eurostat says. Only {} were lower."
    assert verdicts(said.format("Bulgaria, Poland and Romania")) == ["supported"]
    assert verdicts(said.format("Bulgaria and Romania")) == ["contradicted"]
    assert verdicts(said.format("Bulgaria, Spain and Romania")) == ["contradicted"]


def test_only_to_and_any_other_but_count_who_is_ahead():
    said = "With 63.4% in the first quarter of 2026 Singapore is second only to {}, Microsoft says."
    assert verdicts(said.format("the Emirates")) == ["supported"]
    assert verdicts(said.format("Norway")) == ["contradicted"]
    any_other = "Microsoft, Q1 2026: fewer people use AI in Maine than in any other state{}."
    assert verdicts(any_other.format(" but one")) == ["supported"]
    assert verdicts(any_other.format(" but West Virginia")) == ["supported"]
    assert verdicts(any_other.format("")) == ["contradicted"]


def test_behind_all_of_a_list_is_behind_each():
    said = "In Microsoft's Q1 2026 table Indonesia is behind all of its neighbours: {}."
    assert verdicts(said.format("Vietnam, Malaysia and the Philippines")) == ["supported"]
    assert verdicts(said.format("Vietnam, Malaysia and Thailand")) == ["contradicted"]


def test_a_level_said_to_be_above_another_is_above_it():
    said = "In Microsoft's table for Q1 2026 Finland stands at 29.5%, {} {}."
    sweden, world = "the 36.1% of Sweden", "the world average of 17.8%"
    assert verdicts(said.format("well above", world), "level") == ["supported", "supported"]
    assert verdicts(said.format("below", sweden), "level") == ["supported", "supported"]
    assert verdicts(said.format("below", world), "level") == ["supported", "contradicted"]
    assert verdicts(said.format("above", sweden), "level") == ["supported", "contradicted"]


def test_a_mark_or_the_level_of_another_clause_is_no_order():
    said = "In Microsoft's table for Q1 2026 Finland stands at 29.5%, {}."
    assert verdicts(said.format("and Norway is above the 37.1% of South Korea"), "level") == [
        "supported", "supported"
    ]  # fmt: skip


def test_the_figures_decide_an_order_that_the_rounding_hides():
    said = "In 2025 19.64% of Irish firms used AI, Eurostat says. That puts them {} the EU average"
    assert verdicts(said.format("slightly above") + " of 20%.", "level")[-1] == "contradicted"
    assert verdicts(said.format("slightly below") + " of 20%.", "level")[-1] == "supported"


def test_a_product_is_ahead_of_another_where_its_publisher_counts_more_users():
    said = "QuestMobile: {} monthly users in September 2025, {}."
    assert verdicts(said.format("Doubao had 172 million", "overtaking DeepSeek")) == ["supported"]
    assert verdicts(said.format("DeepSeek had 145 million", "ahead of Tencent's Yuanbao")) == [
        "supported"
    ]
    assert verdicts(said.format("DeepSeek had 145 million", "overtaking Doubao")) == [
        "contradicted"
    ]
    more = "In Pew's survey of February 2026 more adults used {}."
    assert verdicts(more.format("ChatGPT than Gemini")) == ["supported"]
    assert verdicts(more.format("Gemini than ChatGPT")) == ["contradicted"]


def test_a_product_has_the_rank_that_its_publishers_figures_give_it():
    said = "QuestMobile：2025年三季度DeepSeek月活均值{}。"
    assert verdicts(said.format("1.46亿，位列第二")) == ["supported"]
    assert verdicts(said.format("1.46亿，登上榜首")) == ["contradicted"]
    # more products may be counted than the data hold
    assert verdicts(said.format("1.46亿，位列第四")) == ["not determinable"]


def test_a_sector_is_ranked_among_the_sectors_counted_with_it():
    said = "Ramp AI index, June 2026: {}, the {} of all sectors."
    assert verdicts(said.format("technology and media 79.76%", "highest")) == ["supported"]
    assert verdicts(said.format("finance and insurance 73.55%", "highest")) == ["contradicted"]
    assert verdicts(said.format("finance and insurance 73.55%", "second-highest")) == ["supported"]


def test_whoever_leads_a_region_is_first_in_it():
    said = "In Q1 2026 {} in Microsoft's estimates."
    assert verdicts(said.format("Costa Rica leads Latin America")) == ["supported"]
    assert verdicts(said.format("Chile leads Latin America")) == ["contradicted"]


def test_the_largest_increase_is_ranked_among_the_changes_of_its_set():
    said = "Eurostat has AI use by {} firms at {} in 2025, {} points up on 2024, the {} in the EU."
    assert verdicts(said.format("Danish", "42.0%", 14.5, "largest increase")) == ["supported"]
    assert verdicts(said.format("Finnish", "37.8%", 13.5, "largest increase")) == ["contradicted"]
    assert verdicts(said.format("Finnish", "37.8%", 13.5, "second-largest increase")) == [
        "supported"
    ]


def test_a_record_is_above_the_earlier_figures_of_its_series():
    said = "QuestMobile: DeepSeek had {} monthly users in {}, {}."
    assert verdicts(said.format("193 million", "March 2025", "the highest so far")) != [
        "contradicted"
    ]
    september = ("145 million", "September 2025")
    assert verdicts(said.format(*september, "a new record")) == ["contradicted"]
    assert verdicts(said.format(*september, "the highest since August 2025")) != ["contradicted"]
    assert verdicts(said.format(*september, "the highest since March 2025")) == ["contradicted"]


def test_a_place_held_is_a_rank_and_one_lost_or_hoped_for_is_none():
    said = "In the second half of 2025, Microsoft says, Norway {}."
    assert verdicts(said.format("secured the third spot with 46.4%")) == ["supported"]
    assert verdicts(said.format("is the runner-up with 46.4%")) == ["contradicted"]
    assert verdicts(said.format("could take the top spot with 46.4%")) == []


def test_a_rank_is_counted_from_the_end_where_the_words_do_so():
    said = "Eurostat: {} of firms in the EU used AI in 2025."
    text = "Poland ranked second-to-last in the EU with 8.4%."
    assert verdicts(f"{said.format('20%')} {text}") == ["supported"]
    assert verdicts(f"{said.format('20%')} {text.replace('second', 'third')}") == ["contradicted"]


def test_both_ends_of_a_move_are_ranks_and_the_places_moved_are_their_distance():
    said = "In the second half of 2025 South Korea {} in Microsoft's ranking."
    assert verdicts(said.format("rose from 25th to 18th")) == ["supported", "supported"]
    assert verdicts(said.format("rose from 28th to 18th")) == ["supported", "contradicted"]
    assert verdicts(said.format("climbed seven places to 18th")) == ["supported"]
    assert verdicts(said.format("climbed three places to 18th")) == ["contradicted"]


def test_of_several_that_are_the_highest_each_is_among_the_first_of_as_many():
    said = "20% of EU enterprises used AI in 2025, Eurostat says. The {} were recorded in {}."
    assert verdicts(said.format("highest shares", "Denmark, Finland and Sweden")) == ["supported"]
    assert verdicts(said.format("highest shares", "Denmark, Finland and Italy")) == ["contradicted"]
    assert verdicts(said.format("lowest shares", "Romania and Poland")) == ["supported"]


def test_the_highest_of_some_places_are_not_held_against_all():
    said = (
        "20% of EU enterprises used AI in 2025, Eurostat says. {} were recorded in Malta and Spain."
    )
    assert verdicts(said.format("The highest shares")) == ["contradicted"]
    assert verdicts(said.format("In the south the highest shares")) != ["contradicted"]
    assert verdicts(said.format("Some of the highest shares")) == []


def test_a_list_of_three_that_follow_is_in_their_order():
    said = "In the first half of 2025, Microsoft says, the UAE leads globally, followed by {}."
    assert "contradicted" not in verdicts(said.format("Norway and Singapore"))
    assert verdicts(said.format("Ireland, Singapore and Norway"))[1] == "contradicted"


def test_who_is_first_of_all_is_first_of_some():
    said = "Among oil-rich nations {} led with {} in the second half of 2025, Microsoft says."
    assert verdicts(said.format("the UAE", "64.0%")) == ["supported"]
    assert verdicts(said.format("Norway", "46.4%")) == ["not determinable"]


def test_the_largest_gain_is_between_the_dates_that_the_text_tells_of():
    said = (
        "In the second half of 2025 use rose from 15.1% to 16.3% of people, Microsoft says. {} {}."
    )
    assert verdicts(said.format("South Korea", "posted the largest gain of all countries")) == [
        "supported"
    ]
    assert verdicts(said.format("France", "posted the largest gain of all countries")) == [
        "contradicted"
    ]
    assert verdicts(said.format("France", "made one of the largest gains")) == []


def test_all_that_lead_a_country_are_all_that_are_ahead_of_it():
    said = "Norway had 46.4% in the second half of 2025, Microsoft says. Only {} it."
    assert verdicts(said.format("the UAE and Singapore outrank")) == ["supported"]
    assert verdicts(said.format("Singapore outranks")) == ["contradicted"]


def test_a_country_named_after_a_region_is_ranked_among_all():
    said = "South Africa ranked {} with 21.1% in the second half of 2025, Microsoft says."
    assert verdicts(said.format("46th")) == ["supported"]
    assert verdicts(said.format("second")) == ["contradicted"]  # of all, not of Africa

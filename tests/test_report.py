"""Editions and their key figures: the four statements on China, dates, rankings, ties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from adoption import data, headlines, labels, rates, report, standings

GOLDEN = Path(__file__).parent / "golden" / "key_figures_2026Q2.csv"


EditionOf = Callable[[str], report.Edition]


@pytest.fixture(scope="module")
def newest(edition_of: EditionOf) -> report.Edition:
    return edition_of("2026Q2")


@pytest.fixture(scope="module")
def figures(newest: report.Edition) -> pd.DataFrame:
    return report.key_figures(newest).set_index("name")


def test_the_newest_edition_is_the_last_quarter_before_the_newest_release(
    observations: pd.DataFrame,
) -> None:
    newest = observations["released"].max()
    name = report.newest_edition(observations)
    assert name == "2026Q2"
    assert pd.Period(name, freq="Q").end_time < newest
    assert (pd.Period(name, freq="Q") + 1).end_time >= newest


@pytest.mark.parametrize(
    ("name", "day"),
    [("2026Q2", "2026-07-15"), ("2025Q4", "2026-01-15"), ("2025Q1", "2025-04-15")],
)
def test_an_edition_is_as_of_the_fifteenth_day_after_its_quarter(name: str, day: str) -> None:
    assert report.edition_date(name) == pd.Timestamp(day)


@pytest.mark.parametrize("name", ["2026Q5", "2026", "Q2", "../x", "2026q2x"])
def test_another_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="an edition is named by its quarter, as 2026Q2"):
        report.edition(name)


def test_an_edition_that_is_not_due_is_refused() -> None:
    with pytest.raises(ValueError, match="not due: the newest that the figures allow is 2026Q2"):
        report.edition("2027Q1")


def test_a_draft_has_a_day_of_its_quarter_or_later(observations: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="`as_of` is 2026-03-31, before the quarter 2026Q2 begins"):
        report.edition("2026Q2", as_of="2026-03-31", observations=observations)
    coming = report.edition("2026Q4", as_of="2026-11-20", observations=observations)
    assert coming.as_of < report.edition_date(coming.name)


def test_an_edition_knows_nothing_released_later(edition_of: EditionOf) -> None:
    edition = edition_of("2025Q4")
    assert edition.vintages["known_from"].max() <= edition.as_of
    assert edition.events["date"].max() <= edition.as_of
    assert not (edition.claims["released"] > edition.as_of).any()
    assert edition.latest(report.CHINA_USERS)["value"] == 515e6


def test_another_day_can_be_asked_for(observations: pd.DataFrame) -> None:
    edition = report.edition("2025Q4", as_of="2026-02-05", observations=observations)
    assert edition.latest(report.CHINA_USERS)["value"] == 602e6


def test_the_four_statements_on_china_come_out_as_published(figures: pd.DataFrame) -> None:
    assert figures.loc["china_users", "words"] == "602 million"
    assert figures.loc["china_users_yoy_growth", "words"] == "+141.7%"
    assert figures.loc["china_penetration", "words"] == "42.8%"
    assert figures.loc["china_penetration_yoy_change", "words"] == "+25.2 percentage points"


def test_the_changes_of_china_stand_with_the_bounds_of_their_rounding(
    figures: pd.DataFrame,
) -> None:
    growth = figures.loc["china_users_yoy_growth"]
    assert round(growth["lower"], 2) == 141.08
    assert round(growth["upper"], 2) == 142.45
    change = figures.loc["china_penetration_yoy_change"]
    assert (change["lower"], change["upper"]) == (25.0, 25.2)


def test_the_count_and_the_share_of_china_imply_one_population(newest: report.Edition) -> None:
    rows = report.implied_populations(newest)
    assert rows["agrees"].tolist() == ["yes"] * 4
    assert rows["population"].tolist() == [1_409_670_000] * 2 + [1_408_280_000, 1_404_890_000]
    last = rows.iloc[-1]
    assert last["implied_lower"] < 1_404_890_000 < last["implied_upper"]


def test_the_printed_change_is_the_difference_of_shares_on_a_restated_base() -> None:
    now = rates.penetration_percent(
        rates.published(602, rounding=0.5), rates.published("1404.89", rounding="0.005")
    )
    base = rates.penetration_percent(
        rates.published(249, rounding=0.5), rates.published("1408.28", rounding="0.005")
    )
    assert 25.2 in (now - base)


def test_a_printed_change_outside_the_bounds_is_not_taken(newest: report.Edition) -> None:
    figure = newest.latest(report.CHINA_SHARE)
    claims = newest.claims.copy()
    mask = (claims["series_id"] == report.CHINA_SHARE) & (claims["claim_kind"] == "yoy_points")
    claims.loc[mask, "value"] = 26.0
    base = pd.Timestamp("2024-12-31")
    assert report.printed_change(claims, figure, base, "change_points") == (26.0, 0.05)
    assert report.printed_change(newest.claims, figure, base, "change_points") == (25.2, 0.05)


def test_the_ranking_counts_its_economies_and_leaves_groups_out(newest: report.Edition) -> None:
    ranking = standings.economies(newest.known)
    assert len(ranking) == 147
    assert not ranking["geo"].isin(["WLD", "GLOBAL_NORTH", "GLOBAL_SOUTH"]).any()
    assert ranking["geo"].str.len().eq(3).all()
    assert ranking.iloc[0]["name"] == "United Arab Emirates"


def test_economies_with_overlapping_intervals_share_their_ranks(newest: report.Edition) -> None:
    ranking = standings.economies(newest.known)
    by_value = ranking[ranking["geo"].isin(["GBR", "NLD"])]  # 42.2 and 42.1, each +- 0.05
    assert by_value[["rank_best", "rank_worst"]].to_numpy().tolist() == [[8, 9], [8, 9]]
    value, half = ranking["value"], ranking["rounding"]
    for _, row in ranking.iterrows():
        above = (value - half > row["value"] + row["rounding"] + 1e-9).sum()
        assert row["rank_best"] == 1 + above
        assert row["rank_best"] <= row["rank_worst"] <= len(ranking)


def test_figures_of_different_definitions_are_not_ranked_together(newest: report.Edition) -> None:
    shares = newest.known[newest.known["geo"].isin(["DEU", "FRA"])]
    with pytest.raises(ValueError, match="never ranked together"):
        standings.require_one_definition(shares)
    weights = newest.known[newest.known["series_id"].str.contains("supplement2026-use-usa-(?:f|e)")]
    with pytest.raises(ValueError, match="`population_group`"):
        standings.require_one_definition(weights)


def test_no_forecast_leaves_the_range_of_a_share(newest: report.Edition) -> None:
    shares = newest.forecasts[newest.forecasts["series_id"].isin(report.FORECAST_SERIES)]
    assert shares["predicted"].between(0, 100).all()
    assert set(shares["series_id"]) == set(report.FORECAST_SERIES)


def test_a_threshold_is_passed_in_order_of_its_quantiles(newest: report.Edition) -> None:
    rows = report.thresholds(newest)
    known = rows.dropna(subset=["earliest", "median"])
    assert len(known) > 3
    assert (known["earliest"] <= known["median"]).all()


def test_every_key_figure_has_words_and_a_place_in_the_data(
    figures: pd.DataFrame, observations: pd.DataFrame
) -> None:
    assert figures.index.is_unique
    assert figures["words"].str.len().gt(0).all()
    assert (figures["lower"] <= figures["value"] + 1e-9).all()
    assert (figures["value"] <= figures["upper"] + 1e-9).all()
    bound = figures[figures["series_id"] != ""]
    known = observations["series_id"].unique()
    assert set(bound["series_id"]) <= set(known)


def test_key_figures_are_those_last_read_in_review(figures: pd.DataFrame) -> None:
    golden = pd.read_csv(GOLDEN, dtype=str, keep_default_na=False).set_index("name")
    assert figures["words"].to_dict() == golden["words"].to_dict()


@pytest.mark.parametrize("name", ["2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"])
def test_the_main_points_are_at_most_six_sentences_with_a_definition_each(
    name: str, edition_of: EditionOf
) -> None:
    edition = edition_of(name)
    text = headlines.main_points(edition)
    points = [line for line in text.splitlines() if line.startswith("- ")]
    assert 3 <= len(points) <= 6
    assert text.count('<dl class="definition">') == len(points)
    assert labels.day(edition.as_of) in text


def test_the_title_states_the_finding(newest: report.Edition) -> None:
    expected = "China’s users of generative AI more than doubled in the year to December 2025"
    assert headlines.title(newest) == expected


def test_the_main_points_do_without_series_that_were_not_published(
    newest: report.Edition,
) -> None:
    gone = {report.CHINA_SHARE, report.WORLD_SHARE, report.GEMINI_USERS, report.EUROPE_FIRMS}
    known = newest.known[~newest.known["series_id"].isin(gone)].reset_index(drop=True)
    vintages = newest.vintages[~newest.vintages["series_id"].isin(gone)].reset_index(drop=True)
    edition = replace(newest, known=known, vintages=vintages)
    text = headlines.main_points(edition)
    assert "China counted 602 million users of generative AI in December 2025" in text
    assert "of the population" not in text
    assert "Gemini" not in text
    assert "19.95%" not in text
    named = set(report.key_figures(edition)["name"])
    assert {"economies", "leader_penetration"} <= named
    assert not named & {"china_penetration", "world_penetration", "gemini_users"}


def test_an_edition_shows_the_forecasts_it_published(newest: report.Edition) -> None:
    stored = data.load_forecasts("2026Q2").set_index(["series_id", "period_end", "quantile_level"])
    shown = newest.forecasts.set_index(["series_id", "period_end", "quantile_level"])
    assert len(shown) > 23 * 8 * len(report.FORECAST_SERIES)
    assert shown["predicted"].equals(stored["predicted"].loc[shown.index])


def test_an_edition_of_another_date_forecasts_from_that_date(newest: report.Edition) -> None:
    earlier = replace(newest, as_of=newest.as_of - pd.Timedelta(days=1))
    assert set(earlier.forecasts["origin"]) == {earlier.as_of}

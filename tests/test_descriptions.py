"""What a chart shows, in words made from its data."""

import pandas as pd
import pytest

from adoption import descriptions
from adoption.schema import QUANTILE_LEVELS


def rows(
    name="a", ends=("2024-06-30", "2024-12-31", "2025-12-31"), values=(16.4, 17.7, 42.8), **more
):
    dates = pd.to_datetime(list(ends))
    table = {
        "series_id": name, "geo": "CHN", "indicator": "penetration", "product": "any-genai",
        "period_start": dates, "period_end": dates, "value": [float(v) for v in values],
        "rounding": 0.05, "bound": "exact", "obs_status": "",
        "margin_of_error": float("nan"), "standard_error": float("nan"),
    }  # fmt: skip
    return pd.DataFrame(table | more)


def cut(date, **more):
    return pd.DataFrame(
        [{"series_id_before": "a", "series_id_after": "a", "date": pd.Timestamp(date),
          "kind": "question", "description": "it became wider"} | more]
    )  # fmt: skip


def test_a_share_is_described_by_range_latest_value_and_change_with_its_bounds():
    assert descriptions.describe_lines(rows(values=(17.7, 30.0, 42.8))) == (
        "Chart over time. One series, June 2024 to December 2025. China: 3 figures between 17.7% "
        "and 42.8%; latest 42.8% in December 2025, "
        "+25.0 to +25.2 percentage points since June 2024."
    )


def test_the_change_of_a_count_is_in_percent():
    counts = rows(
        ends=("2024-12-31", "2025-12-31"), values=(249e6, 602e6), indicator="users", rounding=5e5
    )
    words = descriptions.describe_lines(counts, names={"a": "Users"})
    assert "Users: 2 figures between 249 million and 602 million" in words
    assert "+141 to +142% since December 2024" in words


def test_no_change_is_said_across_a_break():
    words = descriptions.describe_lines(rows(), breaks=cut("2024-10-01"))
    assert "since December 2024" in words
    assert "since June 2024" not in words
    assert "Question changed on 1 October 2024: it became wider." in words


def test_no_change_is_said_from_a_figure_of_another_definition():
    words = descriptions.describe_lines(rows(obs_status=["", "", "b"]))
    assert "since" not in words


def test_no_change_is_said_of_lower_bounds():
    words = descriptions.describe_lines(rows(bound=["exact", "lower", "lower"]))
    assert "latest over 42.8%" in words
    assert "since" not in words


def test_a_fan_is_described_to_its_end_with_all_intervals():
    ahead = pd.DataFrame(
        {"series_id": "a", "model": "engine", "origin": pd.Timestamp("2026-01-15"),
         "period_end": pd.Timestamp("2027-12-31"), "quantile_level": QUANTILE_LEVELS,
         "predicted": [60.0 + k for k in range(23)]}
    )  # fmt: skip
    words = descriptions.describe_fan(rows(), ahead, name="China")
    assert words.endswith(
        "Forecast to December 2027: median 71.0%, 50% range 66.0% to 76.0%, "
        "80% range 63.0% to 79.0% and 95% range 61.0% to 81.0%."
    )
    assert "latest 42.8% in December 2025" in words


RANKING = pd.DataFrame(
    {"label": ["Norway", "Ireland", "China"], "value": [48.6, 48.4, 16.4],
     "lower": [47.0, 47.5, None], "upper": [50.0, 49.0, None], "highlight": [False, False, True],
     "before": [46.4, 49.0, 16.3], "after": [48.6, 48.4, 16.4]}
)  # fmt: skip


def test_a_ranking_is_described_by_its_ends_and_the_row_set_apart():
    assert descriptions.describe_dots(RANKING) == (
        "Chart of 3 rows, one dot for each row. Highest: Norway 48.6% (47.0% to 50.0%); "
        "lowest: China 16.4%. Set apart: China 16.4%."
    )


def test_a_dumbbell_is_described_by_its_largest_moves():
    words = descriptions.describe_dumbbell(
        RANKING.drop(columns=["lower", "upper"]), before="H2 2025", after="Q1 2026"
    )
    assert "two dots each: H2 2025 and Q1 2026" in words
    assert "Largest rise: Norway, from 46.4% to 48.6%." in words
    assert "Largest fall: Ireland, from 49.0% to 48.4%." in words


def test_ranks_are_ranges_where_intervals_overlap():
    assert descriptions.rank_words(RANKING) == ["1–2", "1–2", "3"]


def test_equal_values_are_ties_and_others_are_not():
    table = pd.DataFrame({"value": [3.0, 2.0, 2.0, 1.0], "lower": None, "upper": None}, dtype=float)
    assert descriptions.rank_words(table) == ["1", "2–3", "2–3", "4"]


def test_notes_name_what_is_in_the_chart_and_nothing_else():
    assert descriptions.reading_notes(rows()) == []
    notes = descriptions.reading_notes(
        rows(bound=["exact", "exact", "lower"], obs_status=["", "d", ""], margin_of_error=2.0),
        breaks=cut("2025-03-01"),
    )
    assert notes == [
        "Open dots are lower bounds (“more than”).",
        "Whiskers are the published 95% margin of error.",
        "No line joins 31 December 2024 to the other figures: the wording differs.",
        "Question changed on 1 March 2025: it became wider.",
    ]


def test_a_line_joins_pieces_between_breaks_only():
    table = rows(
        ends=("2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31", "2025-06-30"),
        values=(1, 2, 4, 8, 16), obs_status=["", "", "d", "", "b"],
    )  # fmt: skip
    assert descriptions.pieces(table, []) == [[0, 1], [2], [3], [4]]
    assert descriptions.pieces(table, [pd.Timestamp("2023-08-01")]) == [[0], [1], [2], [3], [4]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"indicator": "penetration", "value": 34.0, "rounding": 0.5}, "34%"),
        ({"indicator": "firms_share", "value": 39.42, "rounding": 0.005}, "39.42%"),
        ({"indicator": "users", "value": 2.3e8, "rounding": 5e6}, "230 million"),
        ({"indicator": "users", "value": 8e8, "rounding": 5e7, "bound": "lower"},
         "over 800 million"),
    ],
)  # fmt: skip
def test_figures_keep_their_published_decimals(row, words):
    assert descriptions.value_words(pd.Series(row)) == words

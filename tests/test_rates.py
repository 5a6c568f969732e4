"""Arithmetic of change: by hand, as published, against fractions, and for all inputs."""

import itertools
import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adoption import data, rates
from adoption.rates import Interval, published

HALF_MILLION = 500_000


def figures(*rows, series_id="made-up", indicator="penetration", rounding=0.05):
    """One row for each (start, end, value) or (start, end, value, further columns)."""
    return pd.DataFrame(
        [
            {
                "series_id": series_id,
                "indicator": indicator,
                "period_start": pd.Timestamp(start),
                "period_end": pd.Timestamp(end),
                "value": float(value),
                "rounding": rounding,
                "bound": "exact",
                "obs_status": "",
                **(further[0] if further else {}),
            }
            for start, end, value, *further in rows
        ]
    )


@pytest.fixture(scope="module")
def china(observations):
    users = data.series(observations, "cnnic-genai-users-chn").set_index("period_end")
    shares = data.series(observations, "cnnic-genai-penetration-chn").set_index("period_end")
    people = data.series(observations, "nbs-population-chn").set_index("period_end")
    return users, shares, people


def interval(rows, end):
    return rates.interval_of(rows.loc[pd.Timestamp(end)].to_dict())


# --- the four statements on China for December 2025 ----------------------------------------------


def test_602_million_users_as_published(china):
    users, _, _ = china
    assert 602_000_000 in interval(users, "2025-12-31")
    assert 601_400_000 not in interval(users, "2025-12-31")


def test_growth_of_141_7_percent_is_inside_the_bounds_and_143_is_not(observations):
    table = rates.growth(data.series(observations, "cnnic-genai-users-chn"))
    last = table.iloc[-1]
    assert round(last["yoy_growth_percent_lower"], 2) == 141.08
    assert round(last["yoy_growth_percent_upper"], 2) == 142.45
    assert last["yoy_growth_percent"] == pytest.approx(100 * (602 / 249 - 1))
    start, end = (published(v, rounding=HALF_MILLION) for v in (249_000_000, 602_000_000))
    assert 141.7 in rates.growth_percent(start, end)
    assert 143.0 not in rates.growth_percent(start, end)


def test_25_2_points_lie_on_the_closed_edge_and_24_9_outside(observations):
    last = rates.growth(data.series(observations, "cnnic-genai-penetration-chn")).iloc[-1]
    assert last["yoy_change_points_lower"] == 25.0
    assert last["yoy_change_points"] == 25.1
    assert last["yoy_change_points_upper"] == 25.2
    change = rates.change_points(published(17.7, rounding=0.05), published(42.8, rounding=0.05))
    assert 25.2 in change
    assert 24.9 not in change
    assert 25.200001 not in change


def test_binary_fractions_would_have_rejected_the_statement_on_the_edge():
    assert not 25.2 <= (42.8 + 0.05) - (17.7 - 0.05)


def test_users_and_share_imply_one_population_in_every_period(china):
    users, shares, _ = china
    implied = [
        rates.implied_population(interval(users, end), interval(shares, end))
        for end in ("2024-12-31", "2025-06-30", "2025-12-31")
    ]
    common = implied[0]
    for other in implied[1:]:
        common = common.intersection(other)
    assert 1_407_000_000 < common.lower < common.upper < 1_410_000_000
    newest = implied[-1]
    assert round(newest.lower / 10**6) == 1404
    assert round(newest.upper / 10**6) == 1409


def test_a_share_of_internet_users_does_not_fit_the_same_population(china):
    users, shares, _ = china
    end = "2025-12-31"
    right = rates.implied_population(interval(users, end), interval(shares, end))
    of_netizens = rates.implied_population(interval(users, end), published(45.9, rounding=0.05))
    assert not right.meets(of_netizens)


def test_the_publisher_restates_its_base_by_the_next_population(china):
    users, _, people = china
    exact_users = {end: Fraction(int(users.loc[pd.Timestamp(end), "value"])) for end in ENDS}
    exact_people = {end: Fraction(int(people.loc[pd.Timestamp(end), "value"])) for end in ENDS}
    change = 100 * (
        exact_users["2025-12-31"] / exact_people["2025-12-31"]
        - exact_users["2024-12-31"] / exact_people["2024-12-31"]
    )
    assert round(float(change), 2) == 25.17
    bounds = [
        rates.penetration_percent(interval(users, end), interval(people, end)) for end in ENDS
    ]
    assert 25.2 in rates.change_points(*bounds)
    assert float(change) in rates.change_points(*bounds)


ENDS = ("2024-12-31", "2025-12-31")

# --- intervals -----------------------------------------------------------------------------------

levels = st.tuples(
    st.integers(1, 10**6), st.integers(0, 10**4), st.integers(1, 10**6), st.integers(0, 10**4)
).map(lambda v: (v[0], min(v[1], v[0]), v[2], min(v[3], v[2])))


@given(levels)
def test_growth_bounds_agree_with_fractions(numbers):
    start, start_half, end, end_half = numbers
    bounds = rates.growth_percent(
        published(start, rounding=start_half), published(end, rounding=end_half)
    )
    lower = 100 * (Fraction(end - end_half, start + start_half) - 1)
    assert float(bounds.lower) == pytest.approx(float(lower), rel=1e-12, abs=1e-12)
    if start == start_half:
        assert bounds.upper == rates.INFINITY
    else:
        upper = 100 * (Fraction(end + end_half, start - start_half) - 1)
        assert float(bounds.upper) == pytest.approx(float(upper), rel=1e-12, abs=1e-12)


@given(levels, st.floats(0, 1), st.floats(0, 1))
def test_any_true_pair_of_levels_changes_inside_the_bounds(numbers, here, there):
    start, start_half, end, end_half = numbers
    one, two = published(start, rounding=start_half), published(end, rounding=end_half)
    a = one.lower + (one.upper - one.lower) * Decimal(here)
    b = two.lower + (two.upper - two.lower) * Decimal(there)
    assert b - a in rates.change_points(one, two)
    if a > 0:
        exact_growth = 100 * (Fraction(b) / Fraction(a) - 1)
        bounds = rates.growth_percent(one, two)
        slack = Fraction(1, 10**20)
        assert Fraction(bounds.lower) - slack <= exact_growth
        assert bounds.upper.is_infinite() or exact_growth <= Fraction(bounds.upper) + slack


@given(levels)
def test_a_coarser_rounding_never_narrows_the_bounds(numbers):
    start, start_half, end, end_half = numbers
    fine = rates.change_points(published(start, rounding=start_half), published(end, rounding=0))
    coarse = rates.change_points(
        published(start, rounding=start_half), published(end, rounding=end_half)
    )
    assert coarse.lower <= fine.lower <= fine.upper <= coarse.upper


def test_multiplication_takes_the_hull_of_all_corners():
    assert Interval(Decimal(-2), Decimal(3)) * Interval(Decimal(5), Decimal(7)) == Interval(
        Decimal(-14), Decimal(21)
    )
    assert Interval(Decimal(0), Decimal(1)) * Interval(Decimal(0), rates.INFINITY) == Interval(
        Decimal(0), rates.INFINITY
    )


def test_intersection_includes_a_common_edge_and_none_without_one():
    left, right = published("42.85", rounding=0), published("42.8", rounding="0.05")
    assert left.meets(right)
    assert left.intersection(right) == left
    assert left.intersection(published("42.9", rounding="0.04")) is None


def test_a_figure_near_zero_is_not_taken_to_be_negative():
    assert published(0.2, rounding=0.5) == Interval(Decimal(0), Decimal("0.7"))


def test_a_share_near_all_is_not_taken_to_be_more():
    row = {"value": 99.8, "rounding": 0.5, "bound": "exact", "indicator": "penetration"}
    assert rates.interval_of(row) == Interval(Decimal("99.3"), Decimal(100))


def test_a_lower_bound_has_no_upper_end_unless_it_is_a_share():
    row = {"value": 800e6, "rounding": 5e7, "bound": "lower", "indicator": "users"}
    assert rates.interval_of(row) == Interval(Decimal("800000000.0"), rates.INFINITY)
    row = {"value": 60.0, "rounding": 0.5, "bound": "lower", "indicator": "penetration"}
    assert rates.interval_of(row) == Interval(Decimal(60), Decimal(100))


@pytest.mark.parametrize("value", [math.nan, "nan", np.float64("nan")])
def test_a_missing_figure_has_no_bounds(value):
    with pytest.raises(ValueError, match="a figure that was not published is absent"):
        published(value, rounding=0.5)


def test_numbers_of_numpy_are_read_like_those_of_the_language():
    assert rates.exact(np.float64(42.8)) == rates.exact("42.8") == Decimal("42.8")
    assert rates.exact(np.int64(602)) == 602


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="half the published precision is never negative"):
        published(5, rounding=-1)
    with pytest.raises(ValueError, match="a figure is `exact` or a `lower` bound"):
        published(5, rounding=1, bound="upper")
    with pytest.raises(ValueError, match="starts at 2 and ends below, at 1"):
        Interval(Decimal(2), Decimal(1))
    with pytest.raises(ZeroDivisionError, match="a ratio of levels has no bounds"):
        rates.ratio(Interval(Decimal(-1), Decimal(1)), published(3, rounding=0))
    with pytest.raises(ValueError, match="a ratio is of levels, not of changes"):
        rates.ratio(published(3, rounding=0), Interval(Decimal(-1), Decimal(1)))
    with pytest.raises(ValueError, match="must end after the earlier one"):
        rates.compound_growth_percent(published(1, rounding=0), published(2, rounding=0), years=0)


# --- pace ----------------------------------------------------------------------------------------


def test_compound_growth_by_hand():
    one, four = published(100, rounding=0), published(400, rounding=0)
    assert rates.compound_growth_percent(one, four, years=2) == Interval(Decimal(100), Decimal(100))
    assert rates.compound_growth_percent(one, four, years="0.5").lower == 1500


@given(st.integers(1000, 10**6), st.integers(1000, 10**6), st.integers(30, 2000))
def test_compound_growth_leads_from_start_to_end(start, end, days):
    years = Decimal(days) / rates.DAYS_PER_YEAR
    pace = rates.compound_growth_percent(
        published(start, rounding=0), published(end, rounding=0), years=years
    )
    with localcontext(prec=80):
        reached = start * (1 + pace.lower / 100) ** years
    assert float(reached) == pytest.approx(end, rel=1e-9)


def test_doubling_time_by_hand():
    doubled = rates.doubling_time_years(
        published(150, rounding=0), published(300, rounding=0), years=3
    )
    assert float(doubled.lower) == pytest.approx(3)
    quadrupled = rates.doubling_time_years(
        published(150, rounding=0), published(600, rounding=0), years=3
    )
    assert float(quadrupled.upper) == pytest.approx(1.5)


def test_doubling_time_is_unbounded_where_rounding_hides_the_growth_and_absent_where_it_fell():
    hidden = rates.doubling_time_years(
        published(10, rounding="0.5"), published("10.4", rounding="0.5"), years=1
    )
    assert hidden.upper == rates.INFINITY
    assert rates.doubling_time_years(
        published(10, rounding="0.1"), published("9.7", rounding="0.1"), years=1
    ) is None  # fmt: skip


def test_growth_and_implied_base_undo_each_other():
    base = rates.implied_base(published(602, rounding=0.5), published(141.7, rounding=0.05))
    assert 249 in base
    assert base.meets(published(249, rounding=0.5))


# --- growth of a series --------------------------------------------------------------------------


def test_growth_by_hand():
    table = rates.growth(
        figures(("2024-01-01", "2024-12-31", 20), ("2025-01-01", "2025-12-31", 25), rounding=0.5)
    )
    last = table.iloc[-1]
    assert last["change_points"] == 5
    assert (last["change_points_lower"], last["change_points_upper"]) == (4, 6)
    assert last["growth_percent"] == 25
    assert last["growth_percent_lower"] == pytest.approx(100 * (24.5 / 20.5 - 1))
    assert last["growth_percent_upper"] == pytest.approx(100 * (25.5 / 19.5 - 1))
    assert last["years"] == pytest.approx(365 / 365.2425)
    assert last["compound_growth_percent"] == pytest.approx(100 * (1.25 ** (365.2425 / 365) - 1))
    assert last["doubling_time_years"] == pytest.approx(
        math.log(2) / math.log(1.25) * 365 / 365.2425
    )
    assert last["yoy_change_points"] == 5
    assert table.iloc[0]["reason"] == "first figure of the series"
    assert table.iloc[0]["yoy_reason"] == "no figure a year before"
    assert math.isnan(table.iloc[0]["growth_percent_lower"])


def test_a_count_changes_in_units_not_in_points():
    table = rates.growth(
        figures(
            ("2024-12-31", "2024-12-31", 249e6), ("2025-12-31", "2025-12-31", 602e6),
            indicator="users", rounding=HALF_MILLION,
        )
    )  # fmt: skip
    assert "change_points" not in table
    assert table["change_count"].iloc[-1] == 353e6
    assert table["yoy_change_count_upper"].iloc[-1] == 354e6


@given(st.permutations(range(4)))
def test_growth_does_not_depend_on_the_order_of_the_rows(order):
    rows = figures(
        ("2024-01-01", "2024-06-30", 11.1), ("2024-07-01", "2024-12-31", 12.3),
        ("2025-01-01", "2025-06-30", 15.6), ("2025-07-01", "2025-12-31", 19.9),
    )  # fmt: skip
    pd.testing.assert_frame_equal(rates.growth(rows.iloc[list(order)]), rates.growth(rows))


def test_growth_leaves_its_input_as_it_was():
    rows = figures(("2024-12-31", "2024-12-31", 11.1), ("2025-12-31", "2025-12-31", 12.3))
    before = rows.copy(deep=True)
    assert len(rates.growth(rows)) == 2
    pd.testing.assert_frame_equal(rows, before)


def test_growth_knows_the_length_of_time_between_unequal_periods():
    table = rates.growth(
        figures(
            ("2025-01-01", "2025-06-30", 16.0), ("2025-07-01", "2025-12-31", 20.0),
            ("2026-01-01", "2026-03-31", 25.0), rounding=0,
        )
    )  # fmt: skip
    assert table["growth_percent"].iloc[1:].tolist() == [25, 25]
    half, quarter = table["years"].iloc[1:]
    assert (half, quarter) == (pytest.approx(184 / 365.2425), pytest.approx(90 / 365.2425))
    pace = table["compound_growth_percent"].iloc[1:].tolist()
    assert pace == [
        pytest.approx(100 * (1.25 ** (1 / half) - 1)),
        pytest.approx(100 * (1.25 ** (1 / quarter) - 1)),
    ]


def test_a_quarter_is_never_compared_with_a_half_year_as_if_it_were_a_year_ago():
    table = rates.growth(
        figures(("2025-01-01", "2025-06-30", 16.0), ("2026-04-01", "2026-06-30", 25.0))
    )
    assert math.isnan(table["yoy_change_points"].iloc[-1])
    assert (
        table["yoy_reason"].iloc[-1] == "the figure a year before is of a period of another length"
    )


@pytest.mark.parametrize("days", [364, 365, 366, 371, 357])
def test_year_on_year_follows_survey_cycles_of_whole_weeks(days):
    end = pd.Timestamp("2025-11-30")
    base_end = end - pd.Timedelta(days=days)
    two_weeks = pd.Timedelta(days=13)
    table = rates.growth(figures((base_end - two_weeks, base_end, 6.5), (end - two_weeks, end, 9)))
    assert table["yoy_change_points"].iloc[-1] == 2.5
    assert table["yoy_base_period_end"].iloc[-1] == base_end


def test_year_on_year_takes_the_nearest_of_several_waves():
    ends = pd.date_range("2024-11-03", "2025-11-30", freq="14D")
    rows = figures(*[(end - pd.Timedelta(days=13), end, 5 + n) for n, end in enumerate(ends)])
    last = rates.growth(rows).iloc[-1]
    assert last["yoy_base_period_end"] == pd.Timestamp("2024-12-01")
    assert last["yoy_change_points"] == 26


@pytest.mark.parametrize("end", ["2025-02-28", "2024-02-29"])
def test_year_on_year_survives_the_leap_day(end):
    end = pd.Timestamp(end)
    base = end - pd.DateOffset(years=1)
    base += pd.offsets.MonthEnd(0)
    table = rates.growth(figures((base, base, 30), (end, end, 37)))
    assert table["yoy_change_points"].iloc[-1] == 7


def test_thirteen_months_are_not_a_year():
    table = rates.growth(figures(("2024-11-30", "2024-11-30", 5), ("2025-12-31", "2025-12-31", 7)))
    assert table["yoy_reason"].iloc[-1] == "no figure a year before"
    assert table["change_points"].iloc[-1] == 2


def test_nothing_is_computed_across_a_break_and_the_reason_says_so():
    table = rates.growth(
        figures(
            ("2024-12-31", "2024-12-31", 10.0),
            ("2025-06-30", "2025-06-30", 17.3, {"obs_status": "be"}),
            ("2025-12-31", "2025-12-31", 18.0),
        )
    )
    reason = "break: the definition changed with the period ending 2025-06-30"
    assert table["reason"].tolist() == ["first figure of the series", reason, ""]
    assert table["yoy_reason"].iloc[-1] == reason
    assert table["change_points"].isna().tolist() == [True, True, False]
    assert math.isnan(table["yoy_growth_percent_upper"].iloc[-1])


def test_growth_resumes_after_a_break_from_the_first_figure_of_the_new_definition():
    table = rates.growth(
        figures(
            ("2024-12-31", "2024-12-31", 17.0, {"obs_status": "b"}),
            ("2025-12-31", "2025-12-31", 19.0),
        )
    )
    assert table["yoy_change_points"].iloc[-1] == 2


def test_a_break_before_the_base_withholds_nothing():
    table = rates.growth(
        figures(
            ("2022-12-31", "2022-12-31", 10.0),
            ("2023-12-31", "2023-12-31", 17.0, {"obs_status": "b"}),
            ("2024-12-31", "2024-12-31", 19.0),
            ("2025-12-31", "2025-12-31", 22.0),
        )
    )
    assert table["yoy_change_points"].tolist()[2:] == [2, 3]
    assert table["reason"].tolist()[2:] == ["", ""]


def test_a_milestone_gives_changes_without_an_upper_bound():
    table = rates.growth(
        figures(
            ("2024-12-31", "2024-12-31", 400e6),
            ("2025-12-31", "2025-12-31", 800e6, {"bound": "lower"}),
            ("2026-12-31", "2026-12-31", 900e6),
            indicator="users", rounding=HALF_MILLION,
        )
    )  # fmt: skip
    to_bound, from_bound = table.iloc[1], table.iloc[2]
    assert to_bound["growth_percent_lower"] == pytest.approx(100 * (800 / 400.5 - 1))
    assert to_bound["growth_percent_upper"] == math.inf
    assert from_bound["change_count_lower"] == -math.inf
    assert from_bound["growth_percent_lower"] == -100
    assert from_bound["growth_percent_upper"] == pytest.approx(100 * (900.5 / 800 - 1))


def test_two_figures_that_end_on_one_day_are_not_compared_with_each_other():
    table = rates.growth(
        figures(
            ("2025-09-01", "2025-09-30", 40),
            ("2025-10-01", "2025-12-31", 44),
            ("2025-12-01", "2025-12-31", 48),
        )
    )
    assert table["base_period_end"].iloc[1:].tolist() == [pd.Timestamp("2025-09-30")] * 2
    assert table["change_points"].iloc[1:].tolist() == [4, 8]


def test_growth_from_zero_has_no_percentage():
    table = rates.growth(
        figures(("2024-12-31", "2024-12-31", 0), ("2025-12-31", "2025-12-31", 3), rounding=0)
    )
    assert table["change_points"].iloc[-1] == 3
    assert math.isnan(table["growth_percent"].iloc[-1])


def test_several_series_or_vintages_at_once_are_refused():
    one = figures(("2024-12-31", "2024-12-31", 5), ("2024-12-31", "2024-12-31", 6))
    with pytest.raises(ValueError, match="two figures for the period ending 2024-12-31"):
        rates.growth(one)
    two = pd.concat([one, figures(("2025-12-31", "2025-12-31", 7), series_id="other")])
    with pytest.raises(ValueError, match="holds 2 series: growth is computed of one at a time"):
        rates.growth(two)
    with pytest.raises(ValueError, match="the table has no row"):
        rates.growth(one.iloc[:0])


# --- the whole collection ------------------------------------------------------------------------


def plain_growth(rows):
    """The change in percent against the figure before, in fractions, written a second time."""
    ordered = sorted(rows.to_dict("records"), key=lambda row: row["period_end"])
    changes = []
    for base, figure in itertools.pairwise(ordered):
        if "b" in figure["obs_status"]:
            changes.append(None)
            continue
        ends = []
        for row in (base, figure):
            value, half = Fraction(repr(row["value"])), Fraction(repr(row["rounding"]))
            top = 100 if row["indicator"] in ("penetration", "firms_share") else 10**15
            ends.append((max(value - half, 0), min(value + half, top)))
        (base_low, base_high), (low, high) = ends
        upper = math.inf if base_low == 0 else 100 * (high / base_low - 1)
        changes.append((100 * (low / base_high - 1), upper))
    return changes


def test_growth_of_every_tenth_series_agrees_with_fractions(observations):
    exact = observations[observations["bound"] == "exact"]
    checked = 0
    for series_id in sorted(exact["series_id"].unique())[::10]:
        rows = data.series(exact, series_id)
        table = rates.growth(rows)
        for expected, found in zip(
            plain_growth(rows), table.iloc[1:].to_dict("records"), strict=True
        ):
            if expected is None:
                assert found["reason"].startswith("break:")
                continue
            lower, upper = expected
            assert found["growth_percent_lower"] == pytest.approx(float(lower), abs=1e-9)
            assert found["growth_percent_upper"] == pytest.approx(float(upper), abs=1e-9)
            checked += 1
    assert checked > 100


def test_every_change_lies_inside_its_bounds(observations):
    for series_id in sorted(observations["series_id"].unique())[::25]:
        table = rates.growth(data.series(observations, series_id))
        for name in table.columns[table.columns.str.endswith("_lower")]:
            measure = name.removesuffix("_lower")
            known = table[table[measure].notna()]
            assert (known[name] <= known[measure]).all(), (series_id, measure)
            assert (known[measure] <= known[f"{measure}_upper"]).all(), (series_id, measure)

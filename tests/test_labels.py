"""Values into words: rounding happens once, half up, and never adds digits."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adoption import labels


@pytest.mark.parametrize(
    ("value", "rounding", "words"),
    [
        (602_000_000, 500_000, "602 million"),
        (230_000_000, 5_000_000, "230 million"),
        (1_123_000_000, 500_000, "1.123 billion"),
        (1_408_280_000, 5_000, "1.40828 billion"),
        (78_710_000, 5_000, "78.71 million"),
        (2_500_000_000, 50_000_000, "2.5 billion"),
        (748, 0.5, "748"),
        (999_499, 0.5, "999,499"),
        (-35_000_000, 500_000, "−35 million"),
    ],
)
def test_a_count_is_printed_with_the_digits_it_was_published_with(value, rounding, words):
    assert labels.persons(value, rounding=rounding) == words


def test_a_count_without_rounding_keeps_three_digits():
    assert labels.persons(283_757) == "283,757"
    assert labels.persons(40_470_000) == "40.5 million"
    assert labels.persons(7_125_000_000) == "7.13 billion"


def test_a_count_just_below_a_billion_is_named_after_rounding():
    assert labels.persons(999_900_000) == "1.00 billion"
    assert labels.persons(999_600_000, rounding=500_000) == "1.000 billion"
    assert labels.persons(999_400_000, rounding=500_000) == "999 million"
    assert labels.persons(0) == "0"


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0.05, 1, "0.1"),  # in binary 0.05 lies above a half of 0.1 and 2.675 below a half of 0.01
        (2.675, 2, "2.68"),
        (0.25, 1, "0.3"),
        (-0.25, 1, "−0.3"),
        (1e21, 0, "1,000,000,000,000,000,000,000"),
        (Decimal("24.95"), 1, "25.0"),
    ],
)
def test_numbers_are_rounded_half_up_from_their_printed_form(value, decimals, words):
    assert labels.number(value, decimals=decimals) == words


def test_a_value_that_rounds_to_zero_has_no_minus_sign():
    assert labels.number(-0.04, decimals=1) == "0.0"
    assert labels.points(-0.04) == "+0.0 percentage points"


def test_numbers_of_a_table_are_printed_like_those_of_the_language():
    assert labels.number(np.float64(42.85), decimals=1) == "42.9"
    assert labels.persons(np.int64(602_000_000), rounding=np.float64(500_000)) == "602 million"


def test_percent_and_points_cannot_be_mistaken_for_each_other():
    assert labels.percent(25.2, signed=True) == "+25.2%"
    assert labels.points(25.2) == "+25.2 percentage points"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers_become_words(value):
    with pytest.raises(ValueError, match="only a finite number can be put into words"):
        labels.number(value)
    with pytest.raises(ValueError, match="only a finite number can be put into words"):
        labels.persons(value)


@pytest.mark.parametrize("rounding", [0, -0.05, math.nan, math.inf])
def test_a_rounding_that_is_not_above_zero_is_refused(rounding):
    with pytest.raises(ValueError, match="half the published precision is above zero"):
        labels.decimals_of(rounding)


@given(st.integers(-9, 9))
def test_decimals_follow_the_rounding_through_all_powers_of_ten(power):
    assert labels.decimals_of(float(f"5e{power}")) == max(0, -power - 1)


@given(
    st.decimals(-(10**12), 10**12, places=6, allow_nan=False),
    st.integers(0, 5),
)
def test_a_printed_number_is_within_half_a_step_of_the_value(value, decimals):
    printed = labels.number(value, decimals=decimals)
    read = Decimal(printed.replace(",", "").replace(labels.MINUS, "-"))
    assert abs(read - value) <= Decimal(5).scaleb(-decimals - 1)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-12-31", "2025-12-31", "31 December 2025"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-04-01", "2025-06-30", "Q2 2025"),
        ("2025-02-01", "2025-04-30", "February–April 2025"),
        ("2025-07-01", "2025-12-31", "second half of 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2024-07-01", "2025-06-30", "July 2024 – June 2025"),
        ("2025-04-01", "2026-03-31", "April 2025 – March 2026"),
        ("2025-11-17", "2025-11-30", "17–30 November 2025"),
        ("2025-02-24", "2025-03-02", "24 February – 2 March 2025"),
    ],
)
def test_periods_have_the_name_a_reader_would_give_them(start, end, words):
    assert labels.period(start, end) == words
    assert labels.period(pd.Timestamp(start), dt.date.fromisoformat(end)) == words


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="starts on 2025-06-30 and ends before, on 2025-01-01"):
        labels.period("2025-06-30", "2025-01-01")


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_a_quarter_contains_its_day(day):
    year, quarter = labels.quarter(day).split("Q")
    first = dt.date(int(year), 3 * int(quarter) - 2, 1)
    assert first <= day < first + dt.timedelta(days=93)
    assert labels.edition(labels.quarter(day)).endswith(year)


def test_lists_and_ranges_read_as_sentences():
    assert labels.listing(["China", "India"]) == "China and India"
    assert labels.interval("24.9%", "25.2%") == "24.9% to 25.2%"
    assert labels.multiple(2.418) == "2.4 times"


@pytest.mark.parametrize("name", ["2026Q5", "2026", "Q2", "2026q2", "26Q1", "2026Q0"])
def test_an_edition_is_named_by_a_quarter_that_exists(name):
    with pytest.raises(ValueError, match="named by its quarter, such as 2026Q2"):
        labels.edition(name)


def test_an_empty_list_has_no_words():
    with pytest.raises(ValueError, match="names at least one thing"):
        labels.listing([])

"""How exact a figure is and how large it can get."""

import numpy as np
import pandas as pd
import pytest

from adoption.measurement import known_error, largest_possible


def users(geo, group, end):
    return pd.DataFrame(
        {
            "indicator": "users",
            "geo": [geo],
            "population_group": [group],
            "period_end": pd.to_datetime([end]),
        }
    )


POPULATION = pd.DataFrame(
    {
        "geo": ["CHN", "CHN", "CHN"],
        "population_group": ["total population", "total population", "working-age 15-64"],
        "year": [2024, 2025, 2025],
        "value": [1000.0, 1100.0, 700.0],
    }
)


def test_a_share_is_at_most_one_hundred():
    rows = users("CHN", "total population", "2025-06-30").assign(indicator="firms_share")
    assert largest_possible(rows, None).tolist() == [100.0]


def test_population_is_read_between_mid_years_and_held_outside_the_table():
    ends = ["2020-06-30", "2024-07-01", "2025-01-01", "2030-06-30"]
    rows = pd.concat([users("CHN", "total population", end) for end in ends])
    assert largest_possible(rows, POPULATION) == pytest.approx([1000, 1000, 1050, 1100], rel=2e-3)


def test_a_group_the_table_knows_is_preferred_and_others_take_the_total():
    assert largest_possible(users("CHN", "working-age 15-64", "2025-07-01"), POPULATION) == 700
    assert largest_possible(users("CHN", "product users", "2025-07-02"), POPULATION) == 1100


def test_accounts_and_unknown_places_have_no_bound():
    accounts = users("CHN", "registered users", "2025-06-30").assign(indicator="accounts")
    assert np.isinf(largest_possible(accounts, POPULATION)).all()
    assert np.isinf(largest_possible(users("USA+IND", "product users", "2025"), POPULATION)).all()


def test_rounding_and_survey_error_add_in_quadrature():
    rows = pd.DataFrame({"value": [18.0], "rounding": [0.3], "standard_error": [0.4]})
    assert known_error(rows)[0] == pytest.approx(np.sqrt(0.03 + 0.16))


def test_a_published_standard_error_is_preferred_to_the_margin():
    rows = pd.DataFrame({"value": [18.0], "standard_error": [0.4], "margin_of_error": [9.9]})
    assert known_error(rows)[0] == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("value", "place"), [(800e6, 100e6), (750e6, 10e6), (1e9, 1e9), (123.0, 1.0)]
)
def test_a_milestone_is_as_exact_as_its_last_digit(value, place):
    rows = pd.DataFrame({"value": [value], "rounding": [0.0], "bound": ["lower"]})
    assert known_error(rows)[0] == pytest.approx(place / 2 / np.sqrt(3))

"""Rules over rows: what they find, by hand, and what they leave in peace."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption import rules
from adoption.cells import Places

POPULATION = pd.DataFrame(
    {
        "geo": ["CHN", "CHN", "NAM"],
        "year": [2024, 2025, 2024],
        "population_group": "total population",
        "value": pd.array([1_408_280_000, 1_404_890_000, 3_030_000], dtype="Int64"),
        "source_id": "un",
    }
)
ROW = {
    "series_id": "one", "source_id": "survey", "geo": "CHN", "indicator": "penetration",
    "product": "any-genai", "purpose": "any", "population_group": "total population",
    "unit_of_observation": "person", "weighting": "person", "usage_window": "unspecified",
    "value": 42.8, "rounding": 0.05, "bound": "exact", "margin_of_error": float("nan"),
    "standard_error": float("nan"), "obs_status": "",
}  # fmt: skip
DATES = ("period_start", "period_end", "released", "retrieved")


def table(*rows):
    """One row for each dict of what differs from ROW."""
    filled = []
    for row in rows:
        end = pd.Timestamp(row.get("period_end", "2025-12-31"))
        filled.append(
            ROW
            | {"released": end + pd.Timedelta(days=36), "retrieved": "2026-11-22"}
            | row
            | {"period_end": end, "period_start": row.get("period_start", end)}
        )
    frame = pd.DataFrame(filled)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in DATES})


def broken(rows, *, context=False):
    """Return the broken rules, as (row, rule)."""
    checked = rules.observation_rules(POPULATION, context=context)
    places = Places.of("x.csv", range(len(rows)))
    return {(p.line, p.rule) for p in rules.check_rows(rows, checked, places)}


def path(*values, **same):
    """A series with one value at the end of each half-year from 2022."""
    ends = pd.date_range("2022-06-30", periods=len(values), freq="6ME")
    return [{"period_end": end, "value": v, **same} for end, v in zip(ends, values, strict=True)]


USERS = {"indicator": "users", "weighting": "none", "rounding": 500_000.0}


def test_a_sound_table_breaks_no_rule():
    rows = [
        *path(16.4, 17.7, 36.5, 42.8),
        *path(230e6, 249e6, 515e6, 602e6, series_id="u", **USERS),
    ]
    assert broken(table(*rows)) == set()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"value": 100.1}, "share-range"),
        ({"value": -0.1}, "share-range"),
        ({**USERS, "value": 1e6 + 0.5, "rounding": 0.05}, "count-whole"),
        ({**USERS, "value": -1e6}, "count-whole"),
        ({"rounding": 0.0}, "rounding-range"),
        ({"rounding": 60.0}, "rounding-range"),
        ({"margin_of_error": 51.0}, "survey-error-range"),
        ({"standard_error": 0.0}, "survey-error-range"),
        ({**USERS, "value": 1e6, "standard_error": 1.0}, "survey-error-range"),
        ({"period_start": "2026-01-01"}, "period-order"),
        ({"released": "2025-12-30"}, "released-early"),
        ({"retrieved": "2026-01-01"}, "retrieved-early"),
        ({"value": 42.83}, "precision"),
        ({**USERS, "value": 1_500_000_000.0}, "population"),
    ],
)
def test_one_row_breaks_the_rule_it_should(change, rule):
    assert (0, rule) in broken(table(change))


@pytest.mark.parametrize(
    "change",
    [
        {"value": 0.0}, {"value": 100.0}, {"value": 0.3}, {"value": 7, "rounding": 0.5},
        {**USERS, "value": 0.0, "rounding": 0.5}, {"released": None}, {"released": "2025-12-31"},
        {"margin_of_error": 50.0}, {"bound": "lower", "value": 42.83},
        {**USERS, "value": 1_450_000_000.0, "bound": "lower"},
        {**USERS, "value": 2_000_000_000.0, "unit_of_observation": "user"},
        {**USERS, "value": 2_000_000_000.0, "indicator": "accounts"},
        {**USERS, "value": 2_000_000_000.0, "geo": "XXX"},
    ],
)  # fmt: skip
def test_what_lies_on_an_edge_or_cannot_be_known_breaks_nothing(change):
    assert broken(table(change)) == set()


def test_a_group_without_a_size_is_compared_with_everybody():
    rows = table({**USERS, "geo": "NAM", "population_group": "internet users", "value": 5e6})
    assert broken(rows) == {(0, "population")}


# --- several rows --------------------------------------------------------------------------------


def test_both_rows_of_a_duplicate_are_named_and_vintages_are_none():
    one, other, later = {}, {"value": 43.1}, {"released": "2026-03-01"}
    assert broken(table(one, other)) == {(0, "duplicate"), (1, "duplicate")}
    assert broken(table(one, later)) == set()
    missing = {"released": None}
    assert broken(table(missing, missing)) == {(0, "duplicate"), (1, "duplicate")}


def test_the_row_that_differs_from_most_of_its_series_changes_the_identity():
    rows = path(10.0, 11.0, 12.0, 13.0)
    rows[2]["geo"] = "NAM"
    assert broken(table(*rows)) == {(2, "identity")}
    rows[2] = rows[2] | {"geo": "CHN", "purpose": "work"}
    assert broken(table(*rows)) == {(2, "identity")}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((20.0, 2.0, 24.0), {1}),
        ((20.0, 90.0, 21.0), {1}),
        ((10.0, 20.0, 40.0, 80.0), set()),
        ((1.0, 5.0, 26.0), set()),  # fast growth is not a misprint
        ((40.0, 9.0, 8.0), set()),  # nor is a fall that lasts
        ((0.2, 2.0, 0.3), {1}),
        ((0.0, 1.0, 2.0), set()),
    ],
)
def test_a_figure_far_from_both_neighbours_is_named(values, found):
    far = {row for row, rule in broken(table(*path(*values))) if rule == "neighbours"}
    assert far == found


def test_a_figure_eighty_times_its_only_neighbour_is_named():
    far = broken(table(*path(5e6, 500e6, **USERS)))
    assert far == {(0, "neighbours"), (1, "neighbours")}
    assert broken(table(*path(5e6, 300e6, **USERS))) == set()


def test_a_denominator_of_another_year_is_named_where_users_may_grow_as_fast():
    internet = {**USERS, "product": "internet"}
    rows = path(1_099e6, 1_108e6, 298e6, 1_125e6, **internet)
    assert {row for row, rule in broken(table(*rows)) if rule == "denominator"} == {2, 3}
    assert broken(table(*path(249e6, 515e6, **USERS))) == set()
    assert broken(table(*path(1_099e6, 1_108e6, 1_123e6, 1_125e6, **internet))) == set()


def test_three_economies_with_the_same_figures_share_an_estimate():
    pool = {"weighting": "model"}
    rows = [row for name in "abc" for row in path(8.0, 8.5, series_id=name, **pool)]
    assert {rule for _, rule in broken(table(*rows))} == {"imputed"}
    assert len(broken(table(*rows))) == 6
    assert broken(table(*[row | {"obs_status": "ei"} for row in rows])) == set()
    assert broken(table(*rows[:4])) == set()  # two may agree by chance
    single = [row for name in "abc" for row in path(8.0, series_id=name, **pool)]
    assert broken(table(*single)) == set()


def test_a_count_and_a_share_that_imply_another_population_are_both_named():
    share = {"series_id": "share", "value": 42.8}
    count = {"series_id": "count", **USERS}
    assert broken(table(share, count | {"value": 602e6})) == set()
    off = {(0, "implied-population"), (1, "implied-population")}
    assert broken(table(share, count | {"value": 702e6})) == off
    assert broken(table(share | {"value": 45.9}, count | {"value": 602e6})) == off
    for other in ({"purpose": "work"}, {"usage_window": "daily"}, {"population_group": "adults"},
                  {"period_end": "2024-12-31"}, {"bound": "lower"}):  # fmt: skip
        assert broken(table(share, count | {"value": 702e6} | other)) == set()


def test_context_may_be_published_within_its_year_and_with_all_its_digits():
    rows = table({"value": 42.8312, "released": "2025-06-30"})
    assert {rule for _, rule in broken(rows)} == {"precision", "released-early"}
    assert broken(rows, context=True) == set()


@settings(max_examples=4)
@given(st.permutations(range(9)))
def test_the_order_of_the_rows_does_not_change_what_is_found(order):
    rows = [
        *path(20.0, 2.0, 24.0),
        *path(8.0, 8.0, series_id="b", weighting="model"),
        *path(230e6, 702e6, series_id="c", **USERS),
        {"series_id": "d"},
        {"series_id": "d"},
    ]
    rows[1]["geo"] = "NAM"
    here = broken(table(*rows))
    there = broken(table(*[rows[n] for n in order]))
    assert {(order[row], rule) for row, rule in there} == here
    assert here


# --- reference tables ----------------------------------------------------------------------------


def broken_reference(name, frame):
    from adoption.schema import REFERENCE_TABLES

    checked = rules.reference_rules(REFERENCE_TABLES[name])
    found = rules.check_rows(frame, checked, Places.of("x.csv", range(len(frame))))
    return {(problem.line, problem.rule) for problem in found}


def test_a_population_that_jumps_or_is_not_above_zero_is_named():
    assert broken_reference("population", POPULATION) == set()
    digit_lost = POPULATION.assign(value=pd.array([1_408_280_000, 140_489_000, 0], dtype="Int64"))
    assert broken_reference("population", digit_lost) == {(1, "year-step"), (2, "positive")}


def test_a_population_may_grow_over_a_gap_as_it_would_have_year_by_year():
    values = pd.array([100, 150, 155], dtype="Int64")
    gap = POPULATION.assign(geo="NAM", year=[2020, 2023, 2024], value=values)
    assert broken_reference("population", gap) == set()
    next_year = gap.assign(year=[2020, 2021, 2024])
    assert broken_reference("population", next_year) == {(1, "year-step")}


def test_a_claim_names_a_base_before_its_period_if_and_only_if_it_is_a_change():
    claims = pd.DataFrame(
        {
            "series_id": list("abcd"),
            "claim_kind": ["yoy_percent", "yoy_percent", "level", "ratio"],
            "value": 7.0,
            "rounding": 0.5,
            "period_end": pd.Timestamp("2025-12-31"),
            "base_period_end": pd.to_datetime(["2024-12-31", "2026-12-31", "2024-12-31", None]),
            "released": pd.Timestamp("2026-02-05"),
            "url": "https://example.org",
        }
    )
    assert broken_reference("claims", claims) == {
        (1, "base-order"), (2, "base-missing"), (3, "base-missing"),
    }  # fmt: skip


def test_a_rule_that_itself_fails_is_not_taken_for_clean_rows():
    def fails(rows):
        raise ZeroDivisionError("no rows of this kind")

    rule = rules.Rule("fails", "value", fails, lambda row: "")
    with pytest.raises(ZeroDivisionError, match="no rows of this kind"):
        rules.check_rows(POPULATION, [rule], Places.of("x.csv", range(3)))

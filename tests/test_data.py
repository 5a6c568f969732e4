"""Vintages, one series out of many, and the whole collection as it is loaded."""

from __future__ import annotations

import datetime as dt
import shutil

import numpy as np
import pandas as pd
import pytest
from damage import RAW, read_rows, set_cell, small_folder, write_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption import data, raw, schema
from adoption.schema import DataError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_folder(tmp_path_factory.mktemp("small") / "raw")


def vintages(*rows):
    """One row for each (period end, known from, value); the values 1, 2, 4, 8 tell rows apart."""
    return pd.DataFrame(
        [
            {
                "series_id": series_id,
                "period_start": pd.Timestamp(end),
                "period_end": pd.Timestamp(end),
                "value": float(value),
                "released": pd.Timestamp(known),
                "known_from": pd.Timestamp(known),
                "known_from_assumed": False,
                "retrieved": pd.Timestamp("2026-11-22"),
            }
            for series_id, end, known, value in rows
        ]
    )


FOUR = vintages(
    ("one", "2024-12-31", "2025-01-20", 1),
    ("one", "2024-12-31", "2025-07-20", 2),  # a revision of the first
    ("one", "2025-06-30", "2025-07-20", 4),
    ("two", "2024-12-31", "2025-03-01", 8),
)


# --- as_of ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "total"),
    [("2025-01-19", 0), ("2025-01-20", 1), ("2025-02-28", 1), ("2025-03-01", 9),
     ("2025-07-19", 9), ("2025-07-20", 14), ("2026-11-22", 14)],
)  # fmt: skip
def test_as_of_takes_the_last_vintage_known_on_that_day_and_no_later_one(date, total):
    assert data.as_of(FOUR, date)["value"].sum() == total


def test_as_of_a_day_takes_dates_of_every_form():
    for date in ("2025-03-01", dt.date(2025, 3, 1), pd.Timestamp("2025-03-01")):
        assert data.as_of(FOUR, date)["value"].sum() == 9


def test_as_of_a_day_after_the_last_reading_is_refused():
    with pytest.raises(ValueError, match="2026-11-23, after 2026-11-22, when the figures were"):
        data.as_of(FOUR, "2026-11-23")


@given(st.permutations(range(4)), st.dates(dt.date(2024, 12, 1), dt.date(2026, 11, 22)))
def test_as_of_does_not_depend_on_the_order_of_the_rows(order, date):
    shuffled = FOUR.iloc[list(order)].reset_index(drop=True)
    pd.testing.assert_frame_equal(data.as_of(shuffled, date), data.as_of(FOUR, date))


@settings(max_examples=12)
@given(st.dates(dt.date(2023, 1, 1), dt.date(2026, 11, 22)))
def test_as_of_twice_is_as_of_once_and_uses_no_later_release(observations, date):
    known = data.as_of(observations, date)
    assert (known["known_from"] <= pd.Timestamp(date)).all()
    assert not (known["released"] > pd.Timestamp(date)).any()
    assert not known.duplicated(["series_id", "period_start", "period_end"]).any()
    if len(known):
        pd.testing.assert_frame_equal(data.as_of(known, known["retrieved"].max()), known)


def test_a_later_release_planted_in_the_table_changes_nothing_before_its_day(observations):
    planted = observations.assign(
        value=observations["value"] + 1000,
        known_from=observations["known_from"].max() + pd.Timedelta(days=1),
    )  # fmt: skip
    both = pd.concat([observations, planted], ignore_index=True)
    before = "2026-06-30"
    pd.testing.assert_frame_equal(data.as_of(both, before), data.as_of(observations, before))


def test_a_vintage_without_a_date_gives_way_to_one_released_on_the_day_assumed_for_it():
    table = vintages(("one", "2025-06-30", "2025-08-29", 1), ("one", "2025-06-30", "2025-08-29", 2))
    table.loc[0, "released"] = pd.NaT
    assert data.as_of(table, "2025-12-31")["value"].tolist() == [2]
    assert data.as_of(table.iloc[::-1], "2025-12-31")["value"].tolist() == [2]


# --- series and revisions ------------------------------------------------------------------------


@given(st.permutations(range(4)))
def test_a_series_has_one_row_for_each_period_in_order_whatever_the_order_of_the_table(order):
    one = data.series(FOUR.iloc[list(order)], "one")
    assert one["value"].tolist() == [2, 4]
    assert list(one.index) == [0, 1]


def test_an_unknown_series_is_refused_with_the_nearest_name(observations):
    with pytest.raises(KeyError, match="the nearest name is `cnnic-genai-users-chn`"):
        data.series(observations, "cnnic-genai-user-chn")


def test_revisions_have_their_size_and_their_dates():
    table = data.revisions(FOUR)
    [row] = table.to_dict("records")
    assert (row["series_id"], row["value_before"], row["value"], row["change"]) == ("one", 1, 2, 1)
    assert row["released_before"] == pd.Timestamp("2025-01-20")
    assert row["released"] == pd.Timestamp("2025-07-20")
    assert len(data.revisions(FOUR, after="2025-07-19")) == 1
    assert len(data.revisions(FOUR, after="2025-07-20")) == 0


def test_a_figure_published_again_without_a_change_is_no_revision():
    same = vintages(("one", "2024-12-31", "2025-01-20", 4), ("one", "2024-12-31", "2025-02-20", 4))
    assert len(data.revisions(same)) == 0


def test_every_revision_of_the_collection_joins_two_vintages(observations):
    table = data.revisions(observations)
    assert len(table) >= 26
    assert (table["released"] > table["released_before"]).all()
    known = dict(zip(
        zip(observations["series_id"], observations["period_start"], observations["period_end"],
            observations["released"], strict=True),
        observations["value"], strict=True,
    ))  # fmt: skip
    for row in table.to_dict("records"):
        key = (row["series_id"], row["period_start"], row["period_end"])
        assert known[*key, row["released"]] == row["value"]
        assert known[*key, row["released_before"]] == row["value_before"]
        assert row["change"] == pytest.approx(row["value"] - row["value_before"])


def test_the_restated_survey_wave_is_among_the_revisions(observations):
    table = data.revisions(observations).set_index("series_id")
    row = table.loc["rps-genai-use-overall-usa-18-64"]
    assert (row["value_before"], row["value"], row["change"]) == (39.4, 44.6, 5.2)
    assert row["released"] == pd.Timestamp("2025-11-13")


# --- known from ----------------------------------------------------------------------------------


def test_a_figure_without_a_release_date_is_known_from_an_assumed_day_and_says_so(observations):
    unreleased = observations["released"].isna()
    assert unreleased.sum() == 742
    assert (observations["known_from_assumed"] == unreleased).all()
    dated = observations[~unreleased]
    assert (dated["known_from"] == dated["released"]).all()


def test_the_documented_lag_of_the_census_bureau_is_18_days_and_any_other_60(observations):
    assumed = observations[observations["known_from_assumed"]]
    lag = (assumed["known_from"] - assumed["period_end"]).dt.days
    census = assumed["source_id"] == "us-census-btos"
    assert census.sum() == 615
    assert set(lag[census]) == {18}
    assert set(lag[~census]) == {60}


def test_no_figure_is_known_before_its_period_ended(observations):
    assert (observations["known_from"] >= observations["period_end"]).all()


# --- the collection ------------------------------------------------------------------------------


def test_every_row_of_every_file_is_loaded(observations):
    rows = {
        path.name: len(read_rows(path)) - 1
        for path in raw.raw_files(RAW)
        if raw.table_of(path) is schema.OBSERVATIONS
    }
    assert len(observations) == sum(rows.values())
    assert len(observations) >= 2789
    assert observations["series_id"].nunique() >= 684
    texts = [row for path in raw.raw_files(RAW) if raw.table_of(path) is schema.OBSERVATIONS
             for row in read_rows(path)[1:]]  # fmt: skip
    value = schema.OBSERVATIONS.names.index("value")
    assert sorted(float(row[value]) for row in texts) == sorted(observations["value"])


def test_the_columns_have_their_types(observations):
    assert list(observations.columns) == [
        *schema.OBSERVATIONS.names, "known_from", "known_from_assumed",
    ]  # fmt: skip
    for column in schema.OBSERVATIONS.columns:
        expected = {"number": "float64", "count": "Int64", "date": "datetime64[us]", "flag": "bool"}
        assert str(observations[column.name].dtype) == expected.get(column.kind, "str")
    assert str(observations["known_from"].dtype) == "datetime64[us]"
    assert isinstance(observations.index, pd.RangeIndex)


def test_the_rows_are_ordered_by_series_period_and_release(observations):
    key = ["series_id", "period_start", "period_end", "released"]
    ordered = observations.sort_values(key, na_position="first", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(observations, ordered)


def test_counts_stay_whole_and_shares_stay_shares(observations):
    shares = observations["indicator"].isin(("penetration", "firms_share"))
    assert observations.loc[shares, "value"].between(0, 100).all()
    counts = observations.loc[~shares, "value"]
    assert (counts == counts.round()).all()
    assert np.isfinite(observations["value"]).all()


def test_context_is_never_mixed_with_the_observations(observations):
    context = data.load_context()
    assert len(context) >= 743
    assert not set(context["series_id"]) & set(observations["series_id"])
    assert list(context.columns) == list(observations.columns)


def test_imputed_regional_figures_are_flagged(observations):
    imputed = observations[observations["obs_status"].str.contains("i")]
    assert imputed["geo"].nunique() == 36
    assert set(imputed["source_id"]) == {"microsoft-aiei"}


@pytest.mark.parametrize("name", schema.REFERENCE_TABLES)
def test_every_reference_table_is_loaded_whole(name):
    table = data.load_table(name)
    assert len(table) == len(read_rows(RAW / f"{name}.csv")) - 1
    assert list(table.columns) == schema.REFERENCE_TABLES[name].names


def test_a_table_read_before_is_read_again_when_its_file_or_a_list_changed(tmp_path):
    for name in ("products", "sources", "geographies", "population_groups"):
        shutil.copyfile(RAW / f"{name}.csv", tmp_path / f"{name}.csv")
    first = data.load_table("products", tmp_path)
    first.loc[0, "name"] = "spoilt by its reader"
    again = data.load_table("products", tmp_path)
    assert again.loc[0, "name"] != "spoilt by its reader"
    file = tmp_path / "products.csv"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    assert len(data.load_table("products", tmp_path)) == len(again) - 1
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n!,\n", "utf-8")
    with pytest.raises(DataError, match=r"products\.csv:2"):
        data.load_table("products", tmp_path)


def test_an_unknown_table_is_refused_with_the_list():
    with pytest.raises(KeyError, match="there are sources, breaks, corrections, population"):
        data.load_table("observations")


def test_places_have_the_names_of_newspapers():
    assert [data.geo_name(code) for code in ("CHN", "TUR", "WLD")] == ["China", "Türkiye", "World"]
    with pytest.raises(KeyError, match="no economy or group `CHM`; the nearest code is"):
        data.geo_name("CHM")


def test_loading_another_folder_loads_that_folder(folder, observations):
    small = data.load(folder)
    series = set(small["series_id"])
    expected = observations[observations["series_id"].isin(series)].reset_index(drop=True)
    pd.testing.assert_frame_equal(small, expected)
    assert 20 < len(series) < observations["series_id"].nunique()


def test_the_order_of_the_rows_of_a_file_does_not_matter(folder, tmp_path):
    copy = tmp_path / "raw"
    shutil.copytree(folder, copy)
    header, *rows = read_rows(copy / "cnnic.csv")
    write_rows(copy / "cnnic.csv", [header, *reversed(rows)])
    raw.write_manifest(copy)
    pd.testing.assert_frame_equal(data.load(copy), data.load(folder))


def test_a_damaged_folder_is_not_loaded_and_every_problem_is_named(folder, tmp_path):
    copy = tmp_path / "raw"
    shutil.copytree(folder, copy)
    set_cell(copy / "cnnic.csv", 2, "value", "42,8")
    set_cell(copy / "xai.csv", 2, "released", "06/07/2025")
    raw.write_manifest(copy)
    with pytest.raises(DataError) as caught:
        data.load(copy)
    assert caught.value.where == str(copy)
    assert str(caught.value).split("\n") == [
        f"2 problems in {copy}",
        "  cnnic.csv:2  `value` is '42,8': write a decimal point: 42.8",
        "  xai.csv:2  `released` is '06/07/2025': day and month cannot be told apart: "
        "write YYYY-MM-DD",
    ]


# --- validate ------------------------------------------------------------------------------------


def test_what_was_loaded_is_valid_and_comes_back_the_same(observations):
    some = data.series(observations, "cnnic-genai-users-chn")
    pd.testing.assert_frame_equal(data.validate(some), some)


def test_a_table_of_text_is_typed(observations):
    rows = read_rows(RAW / "cnnic.csv")
    text = pd.DataFrame(rows[1:], columns=rows[0])
    expected = observations[observations["source_id"] == "cnnic"].reset_index(drop=True)
    pd.testing.assert_frame_equal(data.validate(text), expected)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("value", float("inf"), "infinity"), ("value", float("nan"), "never empty"),
     ("value", 4280.0, "0 to 100"), ("value", -1.0, "0 to 100"), ("rounding", 0.0, "above zero"),
     ("geo", "CN", "`CHN`"), ("series_id", "../x", "lower-case words"),
     ("released", pd.Timestamp("2020-01-01"), "before its period ends"),
     ("primary", True, "")],
)  # fmt: skip
def test_a_table_with_a_wrong_cell_is_refused_by_row(observations, column, value, words):
    table = data.series(observations, "cnnic-genai-penetration-chn")
    table[column] = table[column].astype("object")
    table.loc[2, column] = value
    if not words:
        assert bool(data.validate(table)[column].iloc[2]) is value
        return
    with pytest.raises(DataError) as caught:
        data.validate(table)
    found = [problem for problem in caught.value.problems if problem.line == 3]
    assert any(words in problem.message for problem in found), str(caught.value)


def test_a_column_of_yes_and_no_is_no_column_of_numbers(observations):
    table = data.series(observations, "cnnic-genai-penetration-chn")
    with pytest.raises(DataError, match="is not a number"):
        data.validate(table.assign(value=[True, False, True, True]))
    mixed = table.assign(value=pd.Series([1.0, 2.0, True, 3.0], dtype="object"))
    with pytest.raises(DataError, match="table:3  `value` is 'yes': a yes or no is not a number"):
        data.validate(mixed)


def test_an_empty_table_and_a_table_without_a_column_are_refused(observations):
    one = data.series(observations, "cnnic-genai-penetration-chn")
    with pytest.raises(DataError, match="the table has no row"):
        data.validate(one.iloc[:0])
    with pytest.raises(DataError, match="no column `rounding`"):
        data.validate(one.drop(columns="rounding"))


def test_validate_leaves_its_input_as_it_was(observations):
    table = data.series(observations, "cnnic-genai-users-chn")
    before = table.copy(deep=True)
    assert len(data.validate(table)) == 4
    pd.testing.assert_frame_equal(table, before)


def test_figures_are_read_anew_when_a_file_changed_and_what_is_returned_is_ones_own(tmp_path):
    folder = tmp_path / "raw"
    shutil.copytree(data.raw_folder(), folder)
    first = data.load(folder)
    first["value"] = 0.0
    assert data.load(folder)["value"].sum() > 0
    kept = data.state(folder)
    (folder / "README.md").write_text("other words", encoding="utf-8")
    assert data.state(folder) != kept
    (folder / "stray.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DataError):
        data.load(folder)

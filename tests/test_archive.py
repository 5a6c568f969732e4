"""Stored forecasts: written once, checked when read, scored on what became known after them."""

import numpy as np
import pandas as pd
import pytest
from test_evaluation import SHARE, figures

from adoption.archive import record, store_forecasts
from adoption.data import editions, load_forecasts
from adoption.forecasts import forecast
from adoption.schema import QUANTILE_LEVELS, DataError


def test_stored_forecasts_come_back_and_are_never_changed(tmp_path):
    table = forecast(SHARE, until="2026-06-30")
    path = store_forecasts(table, "2025Q2", tmp_path)
    content = path.read_bytes()
    again = load_forecasts("2025Q2", tmp_path)
    pd.testing.assert_frame_equal(again, table, rtol=1e-6)
    assert store_forecasts(table.sample(frac=1, random_state=1), "2025Q2", tmp_path) == path
    with pytest.raises(FileExistsError, match="published forecasts are never changed"):
        store_forecasts(table.assign(predicted=table["predicted"] + 1), "2025Q2", tmp_path)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["2025Q2.csv"]
    assert editions(tmp_path) == ["2025Q2"]


@pytest.mark.parametrize("edition", ["2025", "../2025Q2", "2025Q5", "2025Q2.csv"])
def test_an_edition_is_a_year_and_a_quarter(tmp_path, edition):
    with pytest.raises(ValueError, match="an edition is a year and a quarter"):
        load_forecasts(edition, tmp_path)


def test_an_edition_that_is_not_stored_names_those_that_are(tmp_path):
    store_forecasts(forecast(SHARE, until="2026-06-30"), "2025Q2", tmp_path)
    with pytest.raises(KeyError, match=r"no stored forecasts of the edition 2024Q4; .*: 2025Q2"):
        load_forecasts("2024Q4", tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (",0.5,", ",1.5,", "`quantile_level` is 1.5: a probability between 0 and 1"),
        (",0.5,", ",0.45,", "a second quantile of its level: `example-share`"),
        (",0.5,", ",0.5,-", "below a quantile of a lower level: `example-share`"),
        (",0.5,", ",half,", "`quantile_level` is 'half'"),
        ("engine", "Engine", "`model` is 'Engine'"),
        ("predicted", "value", "no column `value` in forecasts"),
    ],
)
def test_stored_forecasts_are_checked_line_by_line(tmp_path, before, after, message):
    path = store_forecasts(forecast(SHARE, until="2026-06-30"), "2025Q2", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message) as refused:
        load_forecasts("2025Q2", tmp_path)
    assert all(problem.file == "2025Q2.csv" and problem.line for problem in refused.value.problems)


def test_record_scores_only_figures_that_arrived_after_the_forecast(tmp_path):
    known = SHARE[SHARE["known_from"] <= "2024-08-15"]
    table = forecast(known, until="2025-12-31", every="half-year", model="naive")
    store_forecasts(table, "2024Q2", tmp_path)
    store_forecasts(forecast(SHARE, until="2026-12-31", model="naive"), "2024Q4", tmp_path)
    assert record(known, tmp_path).empty
    kept = record(SHARE, tmp_path)
    assert kept["edition"].unique().tolist() == ["2024Q2"]
    assert kept["observed"].tolist() == [36.5]
    assert kept["absolute_error"].tolist() == pytest.approx([36.5 - 31.0])
    assert record(SHARE, tmp_path, before="2024Q2").empty


def test_record_scores_a_figure_between_two_forecast_days_in_proportion(tmp_path):
    ends = pd.to_datetime(["2024-12-31", "2025-12-31"])
    table = pd.concat(
        pd.DataFrame(
            {
                "series_id": "example-share", "model": "naive",
                "origin": pd.Timestamp("2024-08-15"), "period_end": end,
                "quantile_level": QUANTILE_LEVELS, "predicted": np.linspace(low, low + 22, 23),
            }
        )
        for end, low in zip(ends, (20.0, 30.0), strict=True)
    )  # fmt: skip
    store_forecasts(table, "2024Q2", tmp_path)
    late = figures([40.0], [pd.Timestamp("2025-03-14")], ["2025-05-01"])
    kept = record(late, tmp_path)
    days = (pd.Timestamp("2025-03-14") - ends[0]).days
    expected = 20.0 + 11.0 + 10.0 * days / 365
    assert kept["median"].tolist() == pytest.approx([expected])
    beyond = figures([40.0], [pd.Timestamp("2026-03-14")], ["2026-05-01"])
    assert record(beyond, tmp_path).empty

"""Tasks cut by hand, and what is learnt from panels small enough to know the answer."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, special

from adoption import bank, learning
from adoption.schema import QUANTILE_LEVELS, DataError

LEVELS = np.array(QUANTILE_LEVELS)


def panel_of(values, *, technology="kettle", series="kettle--a", first_year=2001, hint=100.0):
    years = first_year + np.arange(len(values))
    return pd.DataFrame(
        {
            "technology": technology,
            "series_id": series,
            "date": pd.to_datetime([f"{year}-07-01" for year in years]),
            "value": values,
            "saturation_hint": hint,
        }
    )


def curves(count=12, points=14, seed=5):
    """Logistic curves of three technologies at different speeds, with a little noise."""
    generator = np.random.default_rng(seed)
    parts = []
    for number in range(count):
        technology = ["kettle", "lamp", "pump"][number % 3]
        rate = [0.25, 0.45, 0.8][number % 3]
        z = -3.5 + generator.normal(0, 0.3) + rate * np.arange(points)
        z = z + generator.normal(0, 0.05, points)
        parts.append(
            panel_of(
                100 * special.expit(z).round(3),
                technology=technology,
                series=f"{technology}-{number}",
            )
        )
    return pd.concat(parts, ignore_index=True)


def test_tasks_begin_between_one_and_fifty_percent_and_leave_something_to_forecast():
    panel = panel_of([0.4, 1.0, 8.0, 16.0, 50.0, 51.0, 70.0])
    tasks = learning.cut_tasks(panel, known_points=(2,), horizons=3, starts=99)
    known = (100 * tasks.windows.shares).round(6).tolist()
    assert known == [[1.0, 8.0], [8.0, 16.0], [16.0, 50.0], [50.0, 51.0]]
    ahead = (100 * tasks.outcomes).round(6)
    np.testing.assert_array_equal(
        ahead,
        [[16.0, 50.0, 51.0], [50.0, 51.0, 70.0], [51.0, 70.0, np.nan], [70.0, np.nan, np.nan]],
    )
    assert np.array_equal(np.isnan(tasks.ends), np.isnan(ahead))
    np.testing.assert_allclose(np.diff(tasks.ends[1]), 1.0, atol=0.003)


def test_starts_are_spread_from_the_first_to_the_last():
    panel = panel_of([2.0, 4.0, 8.0, 16.0, 32.0, 40.0, 44.0])
    tasks = learning.cut_tasks(panel, known_points=(2,), starts=2)
    assert (100 * tasks.windows.shares[:, 0]).round(6).tolist() == [2.0, 32.0]


def test_series_without_a_bound_are_not_cut():
    panel = pd.concat(
        [panel_of([2.0, 4.0, 8.0]), panel_of([5.0, 9.0, 99.0], series="b", hint=np.nan)]
    )
    assert set(learning.cut_tasks(panel, known_points=(2,)).series) == {"kettle--a"}


@pytest.mark.parametrize(
    ("values", "rounding"), [([12.0, 30.0], 0.5), ([12.0, 30.5], 0.05), ([12.25, 30.5], 0.005)]
)
def test_known_noise_is_the_printed_rounding(values, rounding):
    tasks = learning.cut_tasks(panel_of([*values, 60.0]), known_points=(2,))
    np.testing.assert_allclose(100 * tasks.windows.noise[0], rounding / np.sqrt(3))


def test_faster_dates_are_closer_dates():
    tasks = learning.cut_tasks(panel_of([2.0, 4.0, 8.0, 16.0]), known_points=(2,), starts=1)
    double = learning.faster(tasks, 2.0)
    np.testing.assert_allclose(np.diff(double.windows.times), np.diff(tasks.windows.times) / 2)
    gap = double.ends[0, 0] - double.windows.times[0, -1]
    assert gap == pytest.approx((tasks.ends[0, 0] - tasks.windows.times[0, -1]) / 2)


@pytest.fixture(scope="module")
def learnt():
    return learning.fit(learning.cut_tasks(curves()))


def test_learning_beats_where_it_started(learnt):
    tasks = learning.cut_tasks(curves(seed=77))
    start = replace(learnt, links=(learning.START, learning.START))
    even = np.full(start.weights.shape, 1 / start.weights.size)
    scores = []
    for parameters in (learnt, replace(start, weights=even, spread=1.0)):
        predicted = bank.predict(tasks.windows, tasks.ends, LEVELS, parameters)
        error = tasks.outcomes[..., None] - predicted
        scores.append(np.nanmean(np.where(error >= 0, LEVELS * error, (LEVELS - 1) * error)))
    assert scores[0] < 0.9 * scores[1]


def test_recalibrated_intervals_hold_what_they_say_on_new_series_of_the_kind(learnt):
    tasks = learning.cut_tasks(curves(count=60, seed=78))
    predicted = bank.predict(tasks.windows, tasks.ends, LEVELS, learnt)
    inside = (predicted[..., LEVELS == 0.1][..., 0] <= tasks.outcomes) & (
        tasks.outcomes <= predicted[..., LEVELS == 0.9][..., 0]
    )
    assert 0.65 < inside[~np.isnan(tasks.outcomes)].mean() < 0.95


def test_learning_again_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(learning, "ROUNDS", 1)
    monkeypatch.setattr(learning, "ITERATIONS", 2)
    path = tmp_path / "panel.csv"
    panel = curves(count=6)
    panel.to_csv(path, index=False)
    first, second, third = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    result = learning.learn(path, first)
    learning.learn(path, second)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text()) == result
    assert result["provenance"]["series"] == 6
    assert result["provenance"]["technologies"] == 3
    assert bank.load(first).weights.sum() == pytest.approx(1)
    shuffled = panel.sample(frac=1, random_state=3)
    shuffled.to_csv(path, index=False)
    learning.learn(path, third)
    assert json.loads(third.read_text())["parameters"] == result["parameters"]


def test_the_gradient_is_that_of_the_loss():
    tasks = learning.cut_tasks(curves(count=6), known_points=(3,), starts=1)
    size = (2, len(learning.CEILINGS), len(learning.SPEEDS))
    even = np.full(size, 1 / np.prod(size))
    now = bank.Parameters(
        (learning.START, learning.START), learning.CEILINGS, learning.SPEEDS, even, 0.5, 0.0, 1.0
    )
    weight = np.full(len(tasks.points), 1 / len(tasks.points))
    start = learning._encode(now)
    x = start + 0.05
    _, gradient = learning._loss_and_gradient(x, tasks, now, weight, start)
    plain = optimize.approx_fprime(
        x, lambda at: learning._loss_and_gradient(at, tasks, now, weight, start)[0], 1e-6
    )
    np.testing.assert_allclose(gradient, plain, atol=1e-6)


def test_a_panel_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "panel.csv"
    panel_of([2.0, 4.0, 8.0]).drop(columns=["value", "date"]).to_csv(path, index=False)
    with pytest.raises(DataError, match="2 problems") as refused:
        learning.read_panel(path)
    assert "no column `value`" in str(refused.value)


def test_cells_of_a_panel_that_cannot_be_read_are_named_by_file_and_line(tmp_path):
    path = tmp_path / "panel.csv"
    panel = panel_of([2.0, 4.0, 8.0, 16.0]).astype({"date": str, "value": str})
    panel["saturation_hint"] = ["100", "all", "", "100"]
    panel.loc[1, "date"] = "06/07/2025"
    panel.loc[3, "value"] = "12%"
    panel.to_csv(path, index=False)
    with pytest.raises(DataError) as refused:
        learning.read_panel(path)
    found = [(one.file, one.line, one.column, one.value) for one in refused.value.problems]
    assert found == [
        (str(path), 3, "date", "06/07/2025"),
        (str(path), 3, "saturation_hint", "all"),
        (str(path), 5, "value", "12%"),
    ]
    assert "`date` is '06/07/2025': a date is written as YYYY-MM-DD" in str(refused.value)


def test_a_panel_without_shares_is_refused(tmp_path):
    path = tmp_path / "panel.csv"
    panel_of([2.0, 4.0, 8.0], hint=np.nan).to_csv(path, index=False)
    with pytest.raises(DataError, match="no series of shares is long enough"):
        learning.learn(path)

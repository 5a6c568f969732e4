"""Baseline models: their formulas by hand, their properties, and honest refusals."""

import numpy as np
import pytest
from scipy import stats

from adoption.bank import Windows
from adoption.baselines import COMBINED, MODELS, expit, logit
from adoption.forecasts import MODELS as ALL_MODELS

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
LOCAL = ("naive", "drift", "damped-logit-drift")
ENOUGH = 8


def window(times, shares, noise=0.0):
    times, shares = np.atleast_2d(times).astype(float), np.atleast_2d(shares).astype(float)
    return Windows(times, shares, np.where(np.isnan(shares), np.nan, noise))


def growing(points, seed=4):
    steps = np.random.default_rng(seed).normal(0.35, 0.1, points)
    return window(np.arange(points), expit(-2.2 + np.cumsum(steps)))


def predict(name, windows, ends):
    ends = np.atleast_2d(ends).astype(float)
    return ALL_MODELS[name].predict(windows, ends, LEVELS)


def test_naive_by_hand():
    # z rises by 0.2 and 0.4 over one step each: s^2 = (0.04 + 0.16) / 2 with 2 degrees of freedom.
    shares = expit(np.array([-1.0, -0.8, -0.4]))
    found = predict("naive", window([0, 1, 2], shares), [4.0]).shares[0, 0]
    expected = expit(-0.4 + np.sqrt(0.1 * 2) * stats.t.ppf(LEVELS, 2))
    assert found == pytest.approx(expected)


def test_damped_drift_by_hand():
    # d = 0.3 a step, residuals -0.1 and 0.1, one degree of freedom; c = 0.85 + 0.85^2 at k = 2.
    shares = expit(np.array([-1.0, -0.8, -0.4]))
    found = predict("damped-logit-drift", window([0, 1, 2], shares), [4.0]).shares[0, 0]
    c = 0.85 + 0.85**2
    scale = np.sqrt((0.01 + 0.01) / 1 * (2 + c**2 / 2))
    expected = expit(-0.4 + 0.3 * c + scale * stats.t.ppf(LEVELS, 1))
    assert found == pytest.approx(expected)


def test_drift_from_two_points_by_hand():
    shares = expit(np.array([-1.0, -0.7]))
    found = predict("drift", window([0, 0.5], shares), [1.0]).shares[0, 0]
    expected = expit(-0.4 + 0.3 * np.sqrt(2) * stats.norm.ppf(LEVELS))
    assert found == pytest.approx(expected, rel=1e-6)


def test_known_noise_of_both_ends_widens_a_forecast():
    shares = expit(np.array([-1.0, -0.8, -0.4]))
    noise = 0.02
    found = predict("naive", window([0, 1, 2], shares, noise), [4.0]).shares[0, 0]
    known = 2 * (noise / (shares[2] * (1 - shares[2]))) ** 2
    expected = expit(-0.4 + np.sqrt(0.1 * 2 + known) * stats.t.ppf(LEVELS, 2))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("name", LOCAL)
def test_local_baselines_depend_on_elapsed_steps_not_on_the_clock(name):
    shares = [0.1, 0.16, 0.2, 0.3]
    slow = predict(name, window([0, 2, 4, 8], shares), [10, 13]).shares
    fast = predict(name, window([0, 1, 2, 4], shares), [5, 6.5]).shares
    assert slow == pytest.approx(fast)


@pytest.mark.parametrize("name", LOCAL)
def test_series_are_forecast_alone_whatever_stands_beside_them(name):
    long, short = [0.1, 0.16, 0.2, 0.3], [0.4, 0.5, np.nan, np.nan]
    both = window([[0, 1, 2, 4], [0, 3, np.nan, np.nan]], [long, short])
    ends = np.array([[5.0, 7.0], [4.0, np.nan]])
    together = predict(name, both, ends).shares
    assert together[0] == pytest.approx(
        predict(name, window([0, 1, 2, 4], long), ends[0]).shares[0]
    )
    alone = predict(name, window([0, 3], short[:2]), [4.0]).shares
    assert together[1, 0] == pytest.approx(alone[0, 0])
    assert np.isnan(together[1, 1]).all()


@pytest.mark.parametrize("name", ALL_MODELS)
def test_quantiles_stay_between_zero_and_one_never_cross_and_have_width(name):
    for windows in (growing(ENOUGH), window(np.arange(ENOUGH), np.linspace(0.9, 0.999, ENOUGH))):
        prediction = predict(name, windows, [ENOUGH + 0.5, ENOUGH + 6])
        if prediction.refused:
            assert name in ("shifted-gompertz", "richards", "bass", "weibull", "ets")
            continue
        shares = prediction.shares
        assert np.isfinite(shares).all()
        assert (shares >= 0).all()
        assert (shares <= 1).all()
        assert (np.diff(shares, axis=-1) > 0).all()


@pytest.mark.parametrize("name", MODELS)
def test_a_model_refuses_below_its_minimum_of_points_and_says_so(name):
    minimum = MODELS[name].minimum_points
    prediction = predict(name, growing(minimum - 1), [minimum + 2.0])
    assert f"needs at least {minimum}" in prediction.refused[0]
    assert np.isnan(prediction.shares).all()
    enough = predict(name, growing(minimum + 2), [minimum + 3.0])
    assert not any("needs at least" in reason for reason in enough.refused.values())


@pytest.mark.parametrize("name", [name for name in ALL_MODELS if "quantile" not in name])
def test_a_target_that_is_not_asked_for_changes_no_other(name):
    windows = growing(9)
    some = predict(name, windows, [10.0, np.nan, 12.0])
    every = predict(name, windows, [10.0, 11.0, 12.0])
    if not every.refused:
        assert some.shares[0, [0, 2]] == pytest.approx(every.shares[0, [0, 2]])
        assert np.isnan(some.shares[0, 1]).all()


@pytest.mark.parametrize("name", ["ets", "theta", "unobserved-components"])
def test_models_of_equal_steps_refuse_uneven_dates(name):
    times = np.array([0, 1, 2, 3.4, 4.8, 6.1, 7.2, 8.9])
    prediction = predict(name, window(times, np.linspace(0.1, 0.5, 8)), [10.0])
    assert "do not lie on a regular grid" in prediction.refused[0]


def test_a_missing_step_is_missing_not_closed_up():
    times = np.array([0, 1, 2, 3, 5, 6, 7, 8, 9])
    shares = expit(-2 + 0.3 * times + 0.05 * np.sin(9 * times))
    found = predict("unobserved-components", window(times, shares), [10.0]).shares[0, 0, 2]
    assert logit(found) == pytest.approx(1.0, abs=0.12)
    assert "missing steps" in predict("theta", window(times, shares), [10.0]).refused[0]


def test_theta_forecasts_the_smoothed_level_plus_half_the_trend():
    windows = growing(9)
    found = logit(predict("theta", windows, [9.0, 10.0, 12.0]).shares[0, :, 2])
    trend = np.polyfit(np.arange(9), logit(windows.shares[0]), 1)[0]
    assert np.diff(found) == pytest.approx([trend / 2, trend], rel=1e-3)


def test_ets_says_which_form_it_used():
    note = predict("ets", growing(9), [10.0]).notes[0]
    assert note.startswith("ets with ")


def test_unobserved_components_say_when_they_fall_back():
    note = predict("unobserved-components", growing(4), [6.0]).notes[0]
    assert "random walk with drift; local linear trend needs 6 figures" in note


def test_least_squares_forecast_follows_the_curve_it_came_from():
    times = np.arange(9.0)
    shares = 0.7 / (1 + np.exp(-0.8 * (times - 4)))
    noisy = shares * (1 + 0.01 * np.sin(7 * times))
    found = predict("logistic", window(times, noisy), [10.0, 14.0]).shares[0, :, 2]
    assert found == pytest.approx(0.7 / (1 + np.exp(-0.8 * (np.array([10, 14.0]) - 4))), rel=0.03)


@pytest.mark.parametrize(
    ("name", "average"), [("quantile-mean", np.mean), ("quantile-median", np.median)]
)
def test_combination_is_the_average_of_each_quantile_of_those_that_do_not_refuse(name, average):
    windows, ends = growing(5), [6.0, 8.0]
    parts = {member: predict(member, windows, ends) for member in COMBINED}
    used = [member for member, part in parts.items() if not part.refused]
    assert "ets" not in used
    expected = average([parts[member].shares[0] for member in used], axis=0)
    found = predict(name, windows, ends)
    assert found.shares[0] == pytest.approx(expected)
    assert found.notes[0] == f"combined from {', '.join(used)}"

"""The exact filter against a plain numerical integration and against one dense Gaussian."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption import kalman

ONE = kalman.Process(np.array(0.12), np.array(0.3), np.array(0.7))


def integrated(state, years, process, steps=3_000):
    """The moments of level and slope by small steps of the differential equations."""
    mu, kappa, q = (float(part) for part in process)
    mean = np.array([state[0], state[1]])
    covariance = np.array([[state[2], state[3]], [state[3], state[4]]])
    drift = np.array([[0.0, 1.0], [0.0, -kappa]])
    diffusion = np.diag([1.0, q * q])
    h = years / steps

    def change(m, c):
        return drift @ m + np.array([0.0, kappa * mu]), drift @ c + c @ drift.T + diffusion

    for _ in range(steps):  # the midpoint rule
        dm, dc = change(mean, covariance)
        dm, dc = change(mean + h / 2 * dm, covariance + h / 2 * dc)
        mean, covariance = mean + h * dm, covariance + h * dc
    return [*mean, covariance[0, 0], covariance[0, 1], covariance[1, 1]]


@pytest.mark.parametrize("years", [0.04, 1.0, 7.5])
def test_closed_form_agrees_with_numerical_integration(years):
    start = kalman.State(*map(np.array, (-1.3, 0.8, 0.4, 0.1, 0.9)))
    exact = kalman.step(start, np.array(years), ONE)
    np.testing.assert_allclose(
        [float(part) for part in exact],
        integrated([float(p) for p in start], years, ONE),
        rtol=1e-6,
    )


def test_two_steps_are_one_step_of_their_sum():
    start = kalman.State(*map(np.array, (-1.3, 0.8, 0.4, 0.1, 0.9)))
    twice = kalman.step(kalman.step(start, np.array(0.3), ONE), np.array(1.9), ONE)
    once = kalman.step(start, np.array(2.2), ONE)
    np.testing.assert_allclose([float(p) for p in twice], [float(p) for p in once], rtol=1e-12)


def test_a_gap_of_a_day_keeps_its_variance():
    day = kalman.moments(np.array(1 / 365.25), ONE)
    assert float(day.level_variance) == pytest.approx(1 / 365.25, rel=1e-4)
    assert float(day.slope_variance) == pytest.approx(0.49 / 365.25, rel=1e-2)


def dense(z, noise, gaps, jumps, start_slope, start_variance, process):
    """One joint Gaussian of all figures: innovations' density and the state after the last.

    The level is diffuse before the first figure; a variance of 1e7 stands for that.
    """
    count = len(z)
    drift, keep = [], []
    mean, covariance = np.array([0.0, start_slope]), np.diag([1e7, start_variance])
    for gap in [0.0, *gaps[1:]]:
        m = kalman.moments(np.array(gap), process)
        transition = np.array([[1.0, float(m.reach)], [0.0, float(m.keep)]])
        mu = float(process.mean_slope)
        shift = np.array([mu * gap - mu * float(m.reach), mu - mu * float(m.keep)])
        noise_in = np.array(
            [
                [float(m.level_variance), float(m.covariance)],
                [float(m.covariance), float(m.slope_variance)],
            ]
        )
        keep.append(transition)
        drift.append((shift, noise_in))
    # stack the states of all dates: x = means + sums of transitions times independent shocks
    size = 2 * count
    lower = np.zeros((size, size))
    shocks = np.zeros((size, size))
    means = np.zeros(size)
    for j in range(count):
        own = slice(2 * j, 2 * j + 2)
        if j == 0:
            means[own], shocks[own, own] = mean, covariance
        else:
            before = slice(2 * j - 2, 2 * j)
            means[own] = keep[j] @ means[before] + drift[j][0]
            shocks[own, own] = drift[j][1] + np.diag([jumps[j], 0.0])
            lower[own] = keep[j] @ lower[before]
        lower[own, own] = np.eye(2)
    joint = lower @ shocks @ lower.T
    seen = joint[::2, ::2] + np.diag(noise)
    gain = np.linalg.solve(seen, joint[::2]).T
    state = means + gain @ (z - means[::2])
    left = joint - gain @ joint[::2]
    residual = z - means[::2]
    log_density = -0.5 * (
        residual @ np.linalg.solve(seen, residual)
        + np.linalg.slogdet(seen)[1]
        + count * np.log(2 * np.pi)
    )
    first = -0.5 * (z[0] ** 2 / seen[0, 0] + np.log(seen[0, 0]) + np.log(2 * np.pi))
    return state[-2:], left[-2:, -2:], log_density - first


def column(values):
    return np.array(values, dtype=float)[:, None, None]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.floats(-3, 3), st.floats(0.01, 0.5), st.floats(0.0, 6.0), st.sampled_from([0.0, 1.5])
        ),
        min_size=2,
        max_size=7,
    )
)
def test_recursion_is_the_dense_gaussian(figures):
    z, noise, gaps, jumps = (np.array(part) for part in zip(*figures, strict=True))
    filtered = kalman.run(
        column(z), column(noise), column(gaps), column(jumps),
        start_slope=np.array([[0.4]]), start_variance=np.array([[0.8]]), process=ONE,
    )  # fmt: skip
    # without known slope at the first level, a diffuse level is the level of the first figure
    mean, covariance, log_density = dense(z, noise, gaps, jumps, 0.4, 0.8, ONE)
    state = filtered.state
    np.testing.assert_allclose([state.level[0, 0], state.slope[0, 0]], mean, atol=2e-4)
    np.testing.assert_allclose(
        [state.level_variance[0, 0], state.covariance[0, 0], state.slope_variance[0, 0]],
        [covariance[0, 0], covariance[0, 1], covariance[1, 1]],
        atol=2e-4,
    )
    innovations = (
        -0.5 * filtered.squares - filtered.half_log_variances - (len(z) - 1) / 2 * np.log(2 * np.pi)
    )
    assert innovations[0, 0] == pytest.approx(log_density, abs=2e-3)


def test_missing_figures_at_the_end_change_nothing():
    z, noise, gaps = [-1.0, -0.6, -0.1], [0.1, 0.2, 0.1], [0.0, 1.0, 0.5]
    short = kalman.run(
        column(z), column(noise), column(gaps), column([0, 0, 0]),
        start_slope=np.array([[0.1]]), start_variance=np.array([[1.0]]), process=ONE,
    )  # fmt: skip
    padded = kalman.run(
        column([*z, np.nan]), column([*noise, np.nan]), column([*gaps, np.nan]), column([0] * 4),
        start_slope=np.array([[0.1]]), start_variance=np.array([[1.0]]), process=ONE,
    )  # fmt: skip
    assert all(np.array_equal(a, b) for a, b in zip(short.state, padded.state, strict=True))
    assert np.array_equal(short.squares, padded.squares)


def test_a_break_loosens_the_level_and_keeps_the_slope():
    z, noise, gaps = [-1.0, -0.8, 0.9], [0.01] * 3, [0.0, 1.0, 1.0]
    plain, broken = (
        kalman.run(
            column(z), column(noise), column(gaps), column([0, 0, jump]),
            start_slope=np.array([[0.2]]), start_variance=np.array([[0.1]]), process=ONE,
        ).state
        for jump in (0.0, 1e6)
    )  # fmt: skip
    assert broken.slope[0, 0] < plain.slope[0, 0]
    assert broken.level[0, 0] == pytest.approx(0.9, abs=1e-3)

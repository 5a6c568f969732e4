"""The exact Kalman filter of an integrated Ornstein-Uhlenbeck process, over arrays.

A level drifts with a slope that returns to its mean, and is observed with noise, at any dates:

    dl = b dt + s dW1        db = -kappa (b - mu) dt + s q dW2        z_j = l(t_j) + e_j

All variances are in units of s^2, so that s itself can be integrated out afterwards. The arrays
are series x members (a member is one choice of parameters); the only loop is over the dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Process(NamedTuple):
    """Parameters of the process, one value for each member (or series x member)."""

    mean_slope: Array  # mu, a year
    reversion: Array  # kappa, a year
    slope_noise: Array  # q


class Moments(NamedTuple):
    """What a gap of D years does to level and slope."""

    keep: Array  # exp(-kappa D), the part of the slope's deviation that is left
    reach: Array  # (1 - exp(-kappa D)) / kappa, what that deviation adds to the level
    level_variance: Array
    covariance: Array
    slope_variance: Array


class State(NamedTuple):
    """Mean and covariance of level and slope at one date."""

    level: Array
    slope: Array
    level_variance: Array
    covariance: Array
    slope_variance: Array


@dataclass(frozen=True)
class Filtered:
    """The state at each series' last date and the sums its likelihood needs."""

    state: State
    squares: Array  # sum of r^2 / S over the innovations, in units of s^2
    half_log_variances: Array  # sum of log(S) / 2


def moments(gap: Array, process: Process) -> Moments:
    """Return the moments of the integrated Ornstein-Uhlenbeck process over a gap, in closed form.

    With E = exp(-kappa D), A = (1 - E) / kappa and B = (1 - E^2) / (2 kappa): Var b = q^2 B,
    Cov = q^2 A^2 / 2, Var l = D + q^2 (D - 2 A + B) / kappa^2.

    Examples
    --------
    >>> one = Process(np.array(0.0), np.array(0.25), np.array(1.0))
    >>> [round(float(part), 4) for part in moments(np.array(2.0), one)]
    [0.6065, 1.5739, 3.8638, 1.2385, 1.2642]
    """
    kappa, q2 = process.reversion, process.slope_noise**2
    keep = np.exp(-kappa * gap)
    reach = (1 - keep) / kappa
    spread = (1 - keep * keep) / (2 * kappa)
    return Moments(
        keep=keep,
        reach=reach,
        level_variance=gap + q2 * (gap - 2 * reach + spread) / kappa**2,
        covariance=q2 * reach * reach / 2,
        slope_variance=q2 * spread,
    )


def step(state: State, gap: Array, process: Process) -> State:
    """Return the state a gap later, before anything is observed there."""
    m = moments(gap, process)
    away = state.slope - process.mean_slope
    return State(
        level=state.level + process.mean_slope * gap + away * m.reach,
        slope=process.mean_slope + away * m.keep,
        level_variance=state.level_variance
        + 2 * m.reach * state.covariance
        + m.reach * m.reach * state.slope_variance
        + m.level_variance,
        covariance=m.keep * (state.covariance + m.reach * state.slope_variance) + m.covariance,
        slope_variance=m.keep * m.keep * state.slope_variance + m.slope_variance,
    )


def run(
    observed: Array,
    noise: Array,
    gaps: Array,
    jumps: Array,
    *,
    start_slope: Array,
    start_variance: Array,
    process: Process,
) -> Filtered:
    """Filter all series with all members.

    Parameters
    ----------
    observed : array, dates x series x members
        The figures on each member's scale; nan after a series' last figure.
    noise : array, dates x series x members
        Variance of the observation, in units of s^2.
    gaps : array, dates x series x members
        Years since the date before (on the member's clock); the first is not used.
    jumps : array, dates x series x members or broadcastable
        Extra variance of the level before each date: a break in definition.
    start_slope, start_variance : array, series x members
        Mean and variance (in units of s^2) of the slope at the first date.
    process : Process
        The members' parameters.

    Returns
    -------
    Filtered
        The state after the last figure of each series, and the sums of the likelihood.
    """
    zero = np.zeros_like(observed[0])
    state = State(observed[0], start_slope + zero, noise[0] + zero, zero, start_variance + zero)
    squares, half_logs = zero, zero
    for z, r2, gap, jump in zip(observed[1:], noise[1:], gaps[1:], jumps[1:], strict=True):
        known = ~np.isnan(z)
        every = bool(known.all())
        ahead = step(state, gap if every else np.where(known, gap, 1.0), process)
        level_variance = ahead.level_variance + jump
        total = level_variance + (r2 if every else np.where(known, r2, 1.0))
        surprise = z - ahead.level if every else np.where(known, z - ahead.level, 0.0)
        gain_level, gain_slope = level_variance / total, ahead.covariance / total
        updated = State(
            level=ahead.level + gain_level * surprise,
            slope=ahead.slope + gain_slope * surprise,
            level_variance=level_variance * (1 - gain_level),
            covariance=ahead.covariance * (1 - gain_level),
            slope_variance=ahead.slope_variance - gain_slope * ahead.covariance,
        )
        half_log = 0.5 * np.log(total)
        if every:
            state = updated
        else:
            pairs = zip(updated, state, strict=True)
            state = State(*(np.where(known, new, old) for new, old in pairs))
            half_log = np.where(known, half_log, 0.0)
        squares = squares + surprise * surprise / total
        half_logs = half_logs + half_log
    return Filtered(state, squares, half_logs)

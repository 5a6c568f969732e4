"""Models to compare the engine with: naive, drifts, curves, statsmodels, combinations.

All work on shares of the largest possible value (`measurement.largest_possible`) on the logit scale
z = log(y / (1 - y)), so that no quantile leaves 0 to 1 and none depends on the unit. Every quantile
includes the known noise of the published figures (`measurement.known_error`), of the last one and
of the one to come. A model refuses a series below its minimum of points and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

PHI = 0.85
LOWEST_SHARE, HIGHEST_SHARE = 1e-6, 0.999
SMALLEST_STEP_DEVIATION = 0.02  # logits a step: no series is forecast without any width


@dataclass(frozen=True)
class Windows:
    """Known figures of many series: series x points, padded with nan at the end."""

    times: Array
    shares: Array
    noise: Array
    groups: Array


@dataclass
class Prediction:
    """Quantiles of the shares to come, and what could not be done, by position of the series."""

    shares: Array  # series x horizon x level; nan where refused or not asked for
    refused: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """One way to forecast: its formula in words, the points it needs, and the function."""

    name: str
    formula: str
    minimum_points: int
    predict: Callable[[Windows, Array, Array], Prediction]


def logit(shares: Array) -> Array:
    """Return log(y / (1 - y)) of shares kept within 0.000001 and 0.999."""
    inside = np.clip(shares, LOWEST_SHARE, HIGHEST_SHARE)
    return np.asarray(np.log(inside / (1 - inside)))


def expit(logits: Array) -> Array:
    """Return 1 / (1 + exp(-z)), the inverse of the logit."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -700, 700))))


def _slope(shares: Array) -> Array:
    """Return dz/dy of the logit, by which noise in shares becomes noise in logits."""
    inside = np.clip(shares, LOWEST_SHARE, HIGHEST_SHARE)
    return np.asarray(1 / (inside * (1 - inside)))


@dataclass(frozen=True)
class _Steps:
    """The known figures on the logit scale, counted in steps of their mean gap."""

    count: Array  # series
    first: Array
    last: Array
    changes: Array  # series x (points - 1), nan padded
    gaps: Array  # the same, in steps
    ahead: Array  # series x horizon, steps after the last figure
    noise: Array  # series, of the last figure, in shares


def _steps(windows: Windows, ends: Array) -> _Steps:
    count = np.sum(~np.isnan(windows.times), axis=1)
    rows = np.arange(len(count))
    last_time = windows.times[rows, count - 1]
    z = logit(windows.shares)
    span = last_time - windows.times[:, 0]
    step = np.where(count > 1, span / np.maximum(count - 1, 1), 1.0)
    step = np.maximum(step, 1 / 366)
    return _Steps(
        count=count,
        first=z[:, 0],
        last=z[rows, count - 1],
        changes=np.diff(z, axis=1),
        gaps=np.maximum(np.diff(windows.times, axis=1) / step[:, None], 1e-6),
        ahead=(ends - last_time[:, None]) / step[:, None],
        noise=windows.noise[rows, count - 1],
    )


def _quantiles(centre: Array, variance: Array, noise: Array, last: Array, levels: Array) -> Array:
    """Return normal quantiles on the logit scale, known noise of both ends added, as shares."""
    from scipy import special

    known = (noise * _slope(expit(last)))[:, None] ** 2 + (
        noise[:, None] * _slope(expit(centre))
    ) ** 2
    deviation = np.sqrt(np.maximum(variance, 0) + np.minimum(known, 25.0))
    return expit(centre[..., None] + deviation[..., None] * special.ndtri(levels))


def _step_variance(steps: _Steps, drift: Array, degrees: Array) -> Array:
    """Return the variance of one step around a drift of so many logits a step."""
    residuals = (steps.changes - drift[:, None] * steps.gaps) ** 2 / steps.gaps
    variance = np.nansum(residuals, axis=1) / degrees
    return np.asarray(np.maximum(variance, SMALLEST_STEP_DEVIATION**2))


def _refuse_short(windows: Windows, shares: Array, minimum: int, name: str) -> Prediction:
    count = np.sum(~np.isnan(windows.times), axis=1)
    short = np.flatnonzero(count < minimum)
    shares[short] = np.nan
    reasons = {int(i): needs_points(name, int(count[i]), minimum) for i in short}
    return Prediction(shares, reasons)


def needs_points(name: str, count: int, minimum: int) -> str:
    """Return the sentence that refuses a series that is too short."""
    return f"has {_figures(count)}: the model `{name}` needs at least {minimum}"


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"


def naive(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast the last figure: z_n, variance s^2 k with s^2 the mean square of a step."""
    steps = _steps(windows, ends)
    none = np.zeros(len(steps.count))
    variance = _step_variance(steps, none, np.maximum(steps.count - 1, 1))
    centre = np.broadcast_to(steps.last[:, None], ends.shape) + 0 * ends
    shares = _quantiles(centre, variance[:, None] * steps.ahead, steps.noise, steps.last, levels)
    return _refuse_short(windows, shares, 2, "naive")


def _drift(steps: _Steps) -> tuple[Array, Array]:
    """Return logits a step, and the variance of a step; from two points the drift itself."""
    drift = (steps.last - steps.first) / np.maximum(steps.count - 1, 1)
    variance = _step_variance(steps, drift, np.maximum(steps.count - 2, 1))
    two = np.maximum(np.abs(drift), SMALLEST_STEP_DEVIATION) ** 2
    return drift, np.where(steps.count == 2, two, variance)


def drift(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast z_n + d k; variance s^2 k (1 + k / (n - 1)), the drift being estimated."""
    steps = _steps(windows, ends)
    per_step, variance = _drift(steps)
    centre = steps.last[:, None] + per_step[:, None] * steps.ahead
    spread = steps.ahead * (1 + steps.ahead / np.maximum(steps.count - 1, 1)[:, None])
    shares = _quantiles(centre, variance[:, None] * spread, steps.noise, steps.last, levels)
    return _refuse_short(windows, shares, 2, "drift")


def damped_logit_drift(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast z_n + d phi (1 - phi^k) / (1 - phi), phi 0.85 a step; variance s^2 k.

    A step is the mean gap between the known dates, d = (z_n - z_1) / (n - 1), and k, which need not
    be whole, the number of steps ahead. s^2 is the sum over the known gaps g_j, in steps, of
    (z_j - z_(j-1) - d g_j)^2 / g_j over max(n - 2, 1); from two points it is d^2, and s is never
    below 0.02.
    """
    steps = _steps(windows, ends)
    per_step, variance = _drift(steps)
    damped = PHI * (1 - PHI**steps.ahead) / (1 - PHI)
    centre = steps.last[:, None] + per_step[:, None] * damped
    shares = _quantiles(centre, variance[:, None] * steps.ahead, steps.noise, steps.last, levels)
    return _refuse_short(windows, shares, 2, "damped-logit-drift")


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model("naive", "last figure; variance of a step times steps ahead (logits)", 2, naive),
        Model("drift", "last figure + mean change a step times steps ahead (logits)", 2, drift),
        Model(
            "damped-logit-drift",
            "last figure + d phi (1 - phi^k) / (1 - phi), phi 0.85 a step of the mean gap (logits)",
            2,
            damped_logit_drift,
        ),
    )
}

"""Models to compare the engine with: naive, drifts, curves, statsmodels, combinations.

All work on shares of the largest possible value (`measurement.largest_possible`) on the logit scale
z = log(y / (1 - y)), so that no quantile leaves 0 to 1 and none depends on the unit. Every quantile
includes the known noise of the published figures (`measurement.known_error`), of the last one and
of the one to come. A model refuses a series below its minimum of points and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from adoption.bank import Windows
from adoption.curves import least_squares
from adoption.schema import FitError
from adoption.shapes import CURVES

Array = npt.NDArray[Any]

PHI = 0.85
LOWEST_SHARE, HIGHEST_SHARE = 1e-6, 0.999
SMALLEST_STEP_DEVIATION = 0.02  # logits a step: no series is forecast without any width


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
    peers: bool = False  # whether series of one group inform each other


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
    count = windows.points
    rows = np.arange(len(count))
    last_time = windows.last_times
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


def _quantiles(
    steps: _Steps, centre: Array, variance: Array, degrees: Array, levels: Array
) -> Array:
    """Return Student t quantiles on the logit scale, known noise of both ends added, as shares."""
    from scipy import special

    noise = steps.noise[:, None]
    known = (noise * _slope(expit(steps.last))[:, None]) ** 2 + (noise * _slope(expit(centre))) ** 2
    deviation = np.sqrt(variance + np.minimum(known, 25.0))
    distinct, row = np.unique(degrees, return_inverse=True)
    student = np.array([special.stdtrit(d, levels) for d in distinct])[row]
    return expit(centre[..., None] + deviation[..., None] * student[:, None, :])


def _step_variance(steps: _Steps, drift: Array, degrees: Array) -> Array:
    """Return the variance of one step around a drift of so many logits a step."""
    residuals = (steps.changes - drift[:, None] * steps.gaps) ** 2 / steps.gaps
    variance = np.nansum(residuals, axis=1) / degrees
    return np.asarray(np.maximum(variance, SMALLEST_STEP_DEVIATION**2))


def _refuse_short(windows: Windows, shares: Array, minimum: int, name: str) -> Prediction:
    count = windows.points
    short = np.flatnonzero(count < minimum)
    shares[short] = np.nan
    reasons = {int(i): needs_points(name, int(count[i]), minimum) for i in short}
    return Prediction(shares, reasons)


def needs_points(name: str, count: int, minimum: int) -> str:
    """Return the sentence that refuses a series that is too short."""
    return f"has {_figures(count)}: the model `{name}` needs at least {minimum}"


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"


NORMAL = 1e9  # degrees of freedom of a Student t that is normal


def naive(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast the last figure z_n with variance s^2 k, Student t with n - 1 degrees of freedom.

    A step is the mean gap between the known dates, g_j a gap and k, which need not be whole, the
    time ahead in steps; s^2 is the mean of (z_j - z_(j-1))^2 / g_j, and s at least 0.02.
    """
    steps = _steps(windows, ends)
    degrees = np.maximum(steps.count - 1, 1)
    variance = _step_variance(steps, np.zeros(len(steps.count)), degrees)
    centre = steps.last[:, None] + 0 * steps.ahead
    shares = _quantiles(steps, centre, variance[:, None] * steps.ahead, degrees, levels)
    return _refuse_short(windows, shares, 2, "naive")


def drift(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast z_n + d k: the damped logit drift without damping."""
    return _drift(windows, ends, levels, name="drift", damping=1.0)


def damped_logit_drift(windows: Windows, ends: Array, levels: Array) -> Prediction:
    """Forecast z_n + d c with c = phi (1 - phi^k) / (1 - phi) and phi 0.85 a step.

    Steps, g_j and k as for `naive`; d = (z_n - z_1) / (n - 1). The variance is
    s^2 (k + c^2 / (n - 1)), with s^2 the sum of (z_j - z_(j-1) - d g_j)^2 / g_j over n - 2, Student
    t with n - 2 degrees of freedom. From two points s is |d| and the distribution normal. s is at
    least 0.02.
    """
    return _drift(windows, ends, levels, name="damped-logit-drift", damping=PHI)


def _drift(
    windows: Windows, ends: Array, levels: Array, *, name: str, damping: float
) -> Prediction:
    steps = _steps(windows, ends)
    between = np.maximum(steps.count - 1, 1)
    per_step = (steps.last - steps.first) / between
    variance = _step_variance(steps, per_step, np.maximum(steps.count - 2, 1))
    two = np.maximum(np.abs(per_step), SMALLEST_STEP_DEVIATION) ** 2
    variance = np.where(steps.count == 2, two, variance)
    ahead = steps.ahead
    if damping < 1:
        ahead = damping * (1 - damping**steps.ahead) / (1 - damping)
    spread = variance[:, None] * (steps.ahead + ahead**2 / between[:, None])
    degrees = np.where(steps.count > 2, steps.count - 2, NORMAL)
    centre = steps.last[:, None] + per_step[:, None] * ahead
    return _refuse_short(windows, _quantiles(steps, centre, spread, degrees, levels), 2, name)


def least_squares_curve(windows: Windows, ends: Array, levels: Array, *, curve: str) -> Prediction:
    """Forecast with a growth curve fitted by weighted least squares, its ceiling at most 1.

    On the logit scale: the fitted curve, Student t with the residual degrees of freedom, variance
    of the fitted curve (delta method) plus variance of the residuals plus known noise. A ceiling
    that the figures leave at its bound is held there.
    """
    count = windows.points
    shares = np.full((*ends.shape, len(levels)), np.nan)
    prediction = _refuse_short(windows, shares, CURVES[curve].minimum_points, curve)
    for i in np.flatnonzero(count >= CURVES[curve].minimum_points):
        known, asked = slice(0, count[i]), ~np.isnan(ends[i])
        start = windows.times[i, 0]
        try:
            shares[i, asked] = _curve_quantiles(
                windows.times[i, known] - start,
                windows.shares[i, known],
                windows.noise[i, known],
                ends[i, asked] - start,
                levels,
                curve,
            )
        except FitError as problem:
            prediction.refused[int(i)] = str(problem)
    return prediction


def _curve_quantiles(
    years: Array, shares: Array, noise: Array, ends: Array, levels: Array, curve: str
) -> Array:
    from scipy import stats

    found = least_squares(years, shares, noise, CURVES[curve], largest=1.0)
    if found.ceiling_at_bound:
        found = least_squares(years, shares, noise, CURVES[curve], ceiling=1.0)
    if not np.all(np.isfinite(found.covariance)):
        raise FitError(f"its figures do not tell the parameters of the {curve} curve apart")
    fitted = found.fitted(ends)
    z, slope = logit(fitted), _slope(fitted)
    residuals = logit(shares) - logit(found.fitted(years))
    scatter = float(residuals @ residuals) / found.degrees_of_freedom
    variance = (found.fitted_error(ends) * slope) ** 2 + scatter + (noise[-1] * slope) ** 2
    deviation = np.sqrt(np.clip(variance, SMALLEST_STEP_DEVIATION**2, 25.0))
    student = stats.t.ppf(levels, found.degrees_of_freedom)
    return expit(z[:, None] + deviation[:, None] * student)


def _on_grid(times: Array, shares: Array) -> Array:
    """Return the logits on a regular grid of the shortest gap, nan between; refuse uneven dates."""
    gaps = np.diff(times)
    whole = np.round(gaps / gaps.min())
    if np.max(np.abs(gaps / gaps.min() - whole)) > 0.25 or whole.sum() > 20 * len(gaps):
        raise FitError("has dates that do not lie on a regular grid")
    values = np.full(int(whole.sum()) + 1, np.nan)
    values[np.concatenate([[0], np.cumsum(whole)]).astype(int)] = logit(shares)
    return values


def regular_series(
    windows: Windows,
    ends: Array,
    levels: Array,
    *,
    name: str,
    minimum: int,
    steps_ahead: Callable[[Array, int], tuple[Array, Array, int, str]],
) -> Prediction:
    """Forecast with a model of equal steps, from statsmodels, on the logit scale.

    The dates must lie on a regular grid, with or without missing steps. `steps_ahead` gives the
    mean and the standard deviation of 1 to h steps ahead, the degrees of freedom and what was
    fitted; between whole steps both are interpolated, from the last figure on.
    """
    from scipy import stats

    count = windows.points
    shares = np.full((*ends.shape, len(levels)), np.nan)
    prediction = _refuse_short(windows, shares, minimum, name)
    for i in np.flatnonzero(count >= minimum):
        times = windows.times[i, : count[i]]
        ahead = (ends[i] - times[-1]) / np.diff(times).min()
        try:
            values = _on_grid(times, windows.shares[i, : count[i]])
            horizon = int(np.ceil(np.nanmax(ahead)))
            centre, deviation, degrees, note = steps_ahead(values, horizon)
        except FitError as problem:
            prediction.refused[int(i)] = str(problem)
            continue
        whole = np.arange(horizon + 1)
        z = np.interp(ahead, whole, np.append(values[-1], centre))
        spread = np.sqrt(np.interp(ahead, whole, np.append(0.0, deviation**2)))
        known = windows.noise[i, count[i] - 1] * np.hypot(
            _slope(expit(z)), _slope(expit(values[-1]))
        )
        width = np.sqrt(np.clip(spread**2 + known**2, SMALLEST_STEP_DEVIATION**2, 25.0))
        shares[i] = expit(z[:, None] + width[:, None] * stats.t.ppf(levels, degrees))
        shares[i][np.isnan(ends[i])] = np.nan
        if note:
            prediction.notes[int(i)] = note
    return prediction


def _quiet(work: Callable[[], Any]) -> Any:
    """Run statsmodels; its warnings are silenced because what they speak of is checked after."""
    import warnings

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return work()
        except (ValueError, np.linalg.LinAlgError) as problem:
            raise FitError(f"statsmodels: {problem}") from None


def _fitted(model: Callable[..., Any], values: Array, *arguments: Any, **options: Any) -> Any:
    """Return a fitted statsmodels model that has converged."""
    found = _quiet(lambda: model(values, *arguments, **options).fit(disp=False))
    if not getattr(found, "mle_retvals", {}).get("converged", True):
        raise FitError("statsmodels: no convergence")
    return found


def _state_space_ahead(found: Any, horizon: int, parameters: int) -> tuple[Array, Array, int]:
    forecast = found.get_forecast(horizon)
    deviation = np.asarray(forecast.se_mean, float)
    centre = np.asarray(forecast.predicted_mean, float)
    if not (np.all(np.isfinite(deviation)) and np.all(np.isfinite(centre))):
        raise FitError("statsmodels: the forecast is not finite")
    return centre, deviation, max(int(found.nobs_effective) - parameters, 1)


ETS_FORMS = (("damped trend", True, True, 6), ("trend", True, False, 5), ("level", False, False, 3))


def _ets_ahead(values: Array, horizon: int) -> tuple[Array, Array, int, str]:
    """Fit the additive exponential smoothing forms that the figures allow; least AICc wins."""
    from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing

    points = int(np.sum(~np.isnan(values)))
    best, best_aicc, tried = None, np.inf, []
    for form, trend, damped, parameters in ETS_FORMS:
        if points < parameters + 2:
            tried.append(f"{form} needs {parameters + 2} figures")
            continue
        try:
            found = _fitted(ExponentialSmoothing, values, trend=trend, damped_trend=damped)
            found.nobs_effective = points
            ahead = _state_space_ahead(found, horizon, parameters)
        except FitError as problem:
            tried.append(f"{form}: {problem}")
            continue
        aicc = -2 * found.llf + 2 * parameters * points / (points - parameters - 1)
        if aicc < best_aicc:
            best, best_aicc = (*ahead, form), aicc
    if best is None:
        raise FitError("; ".join(tried))
    centre, deviation, degrees, form = best
    return centre, deviation, degrees, "; ".join([f"ets with {form}", *tried])


def _components_ahead(values: Array, horizon: int) -> tuple[Array, Array, int, str]:
    """Fit a local linear trend; where it does not converge, a random walk with drift."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    points = int(np.sum(~np.isnan(values)))
    tried = []
    for form, parameters in (("local linear trend", 3), ("random walk with drift", 1)):
        if points < parameters + 3:
            tried.append(f"{form} needs {parameters + 3} figures")
            continue
        try:
            found = _fitted(UnobservedComponents, values, form)
            found.nobs_effective = points
            centre, deviation, degrees = _state_space_ahead(found, horizon, parameters + 1)
        except FitError as problem:
            tried.append(f"{form}: {problem}")
            continue
        return centre, deviation, degrees, "; ".join([f"unobserved components: {form}", *tried])
    raise FitError("; ".join(tried))


def _theta_ahead(values: Array, horizon: int) -> tuple[Array, Array, int, str]:
    """Fit Theta on a complete grid: simple exponential smoothing with half the trend as drift.

    The variance is that of the errors one step ahead; statsmodels' own is of another model, with
    the whole trend, and takes a second a series. Hyndman and Billah (2003), Unmasking the Theta
    method, doi:10.1016/S0169-2070(01)00143-1.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    if np.isnan(values).any():
        raise FitError("has missing steps, which the Theta model does not take")
    found = _fitted(ThetaModel, values, deseasonalize=False, period=1)
    centre = np.asarray(_quiet(lambda: found.forecast(horizon)), float)
    smoothing, drift = float(found.params["alpha"]), float(found.params["b0"]) / 2
    level, squares = values[0], 0.0
    for value in values[1:]:
        error = value - level - drift
        level, squares = level + drift + smoothing * error, squares + error**2
    degrees = len(values) - 2
    deviation = np.sqrt(squares / degrees * (1 + np.arange(horizon) * smoothing**2))
    if not (np.all(np.isfinite(centre)) and np.all(np.isfinite(deviation))):
        raise FitError("statsmodels: the forecast is not finite")
    return centre, deviation, degrees, ""


def combination(
    windows: Windows,
    ends: Array,
    levels: Array,
    *,
    members: Sequence[str],
    average: Callable[..., Array],
) -> Prediction:
    """Combine the quantiles of several models, level by level; those that refuse are left out."""
    parts = {name: MODELS[name].predict(windows, ends, levels) for name in members}
    count = len(windows.times)
    shares = np.full((*ends.shape, len(levels)), np.nan)
    result = _refuse_short(windows, shares, 2, "a combination")
    for i in range(count):
        if i in result.refused:
            continue
        used = [name for name in members if i not in parts[name].refused]
        shares[i] = average(np.stack([parts[name].shares[i] for name in used]), axis=0)
        result.notes[i] = f"combined from {', '.join(used)}"
    return result


COMBINED = (
    "drift", "damped-logit-drift", "logistic", "gompertz", "bass", "ets", "theta",
    "unobserved-components",
)  # fmt: skip


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model(
            "naive", "the last figure; its variance grows with the steps ahead (logits)", 2, naive
        ),
        Model("drift", "last figure + mean change a step times steps ahead (logits)", 2, drift),
        Model(
            "damped-logit-drift",
            "last figure + d phi (1 - phi^k) / (1 - phi), phi 0.85 a step of the mean gap (logits)",
            2,
            damped_logit_drift,
        ),
        *(
            Model(
                name,
                f"least squares: {curve.formula}",
                curve.minimum_points,
                partial(least_squares_curve, curve=name),
            )
            for name, curve in CURVES.items()
        ),
        Model(
            "ets",
            "additive exponential smoothing (statsmodels, logits): level, trend or damped trend "
            "by least AICc among those the figures allow",
            7,
            partial(regular_series, name="ets", minimum=7, steps_ahead=_ets_ahead),
        ),
        Model(
            "theta",
            "Theta (statsmodels, logits): exponential smoothing plus half the linear trend",
            4,
            partial(regular_series, name="theta", minimum=4, steps_ahead=_theta_ahead),
        ),
        Model(
            "unobserved-components",
            "local linear trend (statsmodels, logits), else random walk with drift",
            4,
            partial(
                regular_series,
                name="unobserved-components",
                minimum=4,
                steps_ahead=_components_ahead,
            ),
        ),
        Model(
            "quantile-mean",
            f"mean of the quantiles of {', '.join(COMBINED)}, those that refuse left out",
            2,
            partial(combination, members=COMBINED, average=np.mean),
        ),
        Model(
            "quantile-median",
            f"median of the quantiles of {', '.join(COMBINED)}, those that refuse left out",
            2,
            partial(combination, members=COMBINED, average=np.median),
        ),
    )
}

"""Growth curves fitted to one series by weighted least squares, with confidence intervals.

Every curve rises from zero to a ceiling. Time is in years since the end of the first reference
period; shares are divided by 100 and counts by their population before a fit, so that a result
does not depend on the unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption.arguments import day_of, require_above_zero, require_known, require_table
from adoption.measurement import ERROR_COLUMNS, POPULATION_COLUMNS, known_error, largest_possible
from adoption.schema import FIGURES, POPULATION, FitError
from adoption.shapes import CURVES, UNITS, Curve, candidates

Array = npt.NDArray[Any]

DAYS_PER_YEAR = 365.25
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A least-squares fit in scaled units: ceiling first, then the curve's shape parameters."""

    curve: Curve
    free: Array
    point: Array
    covariance: Array
    residuals: Array
    misfit_variance: float
    ceiling_at_bound: bool
    degrees_of_freedom: int

    def fitted(self, years: Array) -> Array:
        """Return the curve at `years` after the first figure."""
        return np.asarray(self.point[0] * self.curve.reached(years, *self.point[1:]))

    def fitted_error(self, years: Array) -> Array:
        """Return the standard error of the curve at `years`, by the delta method."""
        jacobian = _jacobian(self.curve, self.point, np.asarray(years, float))[:, self.free]
        variance = np.einsum("ij,jk,ik->i", jacobian, self.covariance, jacobian)
        return np.asarray(np.sqrt(np.maximum(variance, 0.0)))


@dataclass(frozen=True)
class Fit:
    """A growth curve fitted to one series.

    Attributes
    ----------
    series_id : str
        The series.
    curve : str
        Name of the curve, a key of `CURVES`.
    parameters : pandas.DataFrame
        `parameter`, `estimate`, `standard_error`, `lower`, `upper` (95% confidence interval) and
        `unit`. A parameter that was given, not estimated, has no standard error and no interval.
    start : pandas.Timestamp
        Day from which years are counted: the launch, else the end of the first reference period.
    figures : int
        Number of figures fitted.
    residual_standard_deviation : float
        Of figure minus curve, in the unit of the series.
    misfit : float
        Standard deviation that rounding and survey error do not explain, in the unit of the series.
    """

    series_id: str
    curve: str
    parameters: pd.DataFrame
    start: pd.Timestamp
    figures: int
    residual_standard_deviation: float
    misfit: float
    _estimate: Estimate = field(repr=False)
    _scale: float = field(repr=False)
    _largest: float = field(repr=False)

    def _repr_html_(self) -> str:
        """Return the parameters as a table, for notebooks; `adoption.show` puts them into words."""
        head = escape(f"{self.curve} curve, {self.series_id}, {self.figures} figures")
        table = self.parameters.to_html(
            index=False, border=0, na_rep="given", float_format="{:.4g}".format
        )
        return f"<p>{head}; years count from {self.start.date()}</p>{table}"

    def predict(self, dates: Sequence[Any] | pd.Series | pd.DatetimeIndex) -> pd.DataFrame:
        """Return the fitted curve at `dates` with the 95% confidence interval of the curve.

        The interval is of the curve, not of a figure to come: use `forecast` for that.

        Parameters
        ----------
        dates : sequence of dates
            Ends of reference periods.

        Returns
        -------
        pandas.DataFrame
            `period_end`, `fitted`, `lower`, `upper` in the unit of the series; the interval never
            leaves zero to the largest possible value.

        Raises
        ------
        ValueError
            For what is no day.

        Examples
        --------
        >>> series = pd.DataFrame({
        ...     "series_id": "example-share", "indicator": "penetration", "rounding": 0.05,
        ...     "period_end": pd.to_datetime(["2021-12-31", "2022-12-31", "2023-12-31",
        ...                                   "2024-12-31", "2025-12-31"]),
        ...     "value": [4.0, 10.8, 25.1, 44.2, 58.1]})
        >>> fit(series, "logistic").predict(["2026-12-31"])[["fitted", "lower", "upper"]].round(1)
           fitted  lower  upper
        0    64.8   63.8   65.7
        """
        from scipy import stats

        days = [dates] if isinstance(dates, str) else dates
        when = pd.DatetimeIndex([day_of(day, "dates") for day in days]).as_unit("us")
        years = np.asarray((when - self.start) / pd.Timedelta(days=DAYS_PER_YEAR), dtype=float)
        quantile = stats.t.ppf((1 + CONFIDENCE) / 2, self._estimate.degrees_of_freedom)
        fitted = self._estimate.fitted(years)
        half = quantile * self._estimate.fitted_error(years)
        limit = self._largest / self._scale
        return pd.DataFrame(
            {
                "period_end": when,
                "fitted": fitted * self._scale,
                "lower": np.clip(fitted - half, 0.0, limit) * self._scale,
                "upper": np.clip(fitted + half, 0.0, limit) * self._scale,
            }
        )


def _jacobian(curve: Curve, values: Array, years: Array) -> Array:
    """Differentiate the curve by its parameters: the complex step is exact to the last digits."""
    columns = []
    for position in range(len(values)):
        step = values.astype(complex)
        step[position] += 1e-30j
        columns.append((step[0] * curve.reached(years.astype(complex), *step[1:])).imag / 1e-30)
    return np.column_stack(columns)


def least_squares(
    years: Array,
    levels: Array,
    errors: Array,
    curve: Curve,
    *,
    largest: float = np.inf,
    ceiling: float | None = None,
    launched: bool = False,
) -> Estimate:
    """Fit a curve by weighted least squares; the figures and the ceiling are in one scaled unit.

    The weights are 1 / (errors**2 + v), where v, the variance of what rounding and survey error do
    not explain, makes the weighted sum of squares equal to the degrees of freedom (never below
    zero). Without known errors this is ordinary least squares.

    Parameters
    ----------
    years : array
        Years since the first figure, or since the launch, increasing.
    levels, errors : array
        Figures and their known standard deviations.
    curve : Curve
        One of `CURVES`.
    largest : float
        Upper bound of the ceiling.
    ceiling : float, optional
        A known ceiling, held.
    launched : bool
        Whether `years` count from a known launch, at which the curve is zero.

    Returns
    -------
    Estimate
        Values and covariance; `ceiling_at_bound` tells that the figures do not fix the ceiling.

    Raises
    ------
    FitError
        If no starting value converges.

    References
    ----------
    Mandel and Paule (1970), Interlaboratory evaluation of a material with unequal numbers of
    replicates, doi:10.1021/ac60293a019.
    """
    starts, lower, upper = candidates(curve, float(years[-1] - years[0]), launched)
    limit = largest if np.isfinite(largest) else 100.0 * float(levels.max())
    lower, upper = np.append(1e-9, lower), np.append(limit, upper)
    free = np.ones(len(lower), bool)
    free[0] = ceiling is None
    if launched:
        free[-1] = False
    degrees = max(len(levels) - int(free.sum()), 1)
    weights = _weights(errors, 0.0)
    guess = _best_starts(years, levels, weights, curve, starts, limit, ceiling)
    values = _solve(years, levels, weights, curve, guess, lower, upper, free)
    misfit = 0.0
    for _ in range(20):
        residuals = levels - values[0] * curve.reached(years, *values[1:])
        updated = _misfit_variance(residuals, errors, degrees)
        if abs(updated - misfit) <= 1e-6 * (misfit + 1e-12):
            break
        misfit = updated
        if np.ptp(errors) > 0:
            weights = _weights(errors, misfit)
            values = _solve(years, levels, weights, curve, [values], lower, upper, free)
    residuals = levels - values[0] * curve.reached(years, *values[1:])
    scale = np.sqrt(errors**2 + misfit)
    jacobian = _jacobian(curve, values, years)[:, free]
    covariance = _covariance(jacobian / np.where(scale > 0, scale, 1e-12)[:, None])
    at_bound = bool(free[0] and values[0] >= limit * (1 - 1e-6))
    return Estimate(curve, free, values, covariance, residuals, misfit, at_bound, degrees)


def _weights(errors: Array, misfit: float) -> Array:
    """Weights in arbitrary scale; equal where no error is known."""
    variance = errors**2 + misfit
    if np.ptp(variance) == 0:
        return np.ones_like(errors)
    floor = variance[variance > 0].min()
    return np.asarray(floor / np.maximum(variance, floor * 1e-6))


def _misfit_variance(residuals: Array, errors: Array, degrees: int) -> float:
    """Solve sum(r**2 / (errors**2 + v)) = degrees for v >= 0 (Mandel and Paule)."""
    from scipy import optimize

    if np.ptp(errors) == 0:
        return max(float(residuals @ residuals) / degrees - float(errors[0]) ** 2, 0.0)

    def excess(variance: float) -> float:
        return float(np.sum(residuals**2 / (errors**2 + variance))) - degrees

    tiny = 1e-12 * float(np.max(errors)) ** 2
    if excess(tiny) <= 0:
        return 0.0
    return float(optimize.brentq(excess, tiny, float(residuals @ residuals) + tiny))


def _best_starts(
    years: Array,
    levels: Array,
    weights: Array,
    curve: Curve,
    starts: list[Array],
    limit: float,
    ceiling: float | None,
) -> list[Array]:
    """Return the three best starts; for each shape the best ceiling has a closed form."""
    scored = []
    for shape in starts:
        reached = curve.reached(years, *shape)
        top = ceiling
        if top is None:
            norm = float(weights @ reached**2)
            top = float(np.clip((weights @ (reached * levels)) / max(norm, 1e-300), 1e-6, limit))
        loss = float(weights @ (levels - top * reached) ** 2)
        scored.append((loss, np.append(top, shape)))
    scored.sort(key=lambda pair: pair[0])
    return [values for _, values in scored[:3]]


def _solve(
    years: Array,
    levels: Array,
    weights: Array,
    curve: Curve,
    guesses: list[Array],
    lower: Array,
    upper: Array,
    free: Array,
) -> Array:
    """Minimise the weighted sum of squares from each guess and return the best point."""
    from scipy import optimize

    root = np.sqrt(weights)
    best, best_cost = None, np.inf
    for guess in guesses:
        start = np.clip(guess, lower, upper)

        def full(part: Array, start: Array = start) -> Array:
            whole = start.copy()
            whole[free] = part
            return whole

        def residuals(part: Array, full: Callable[[Array], Array] = full) -> Array:
            whole = full(part)
            return np.asarray(root * (whole[0] * curve.reached(years, *whole[1:]) - levels))

        def derivatives(part: Array, full: Callable[[Array], Array] = full) -> Array:
            return np.asarray(root[:, None] * _jacobian(curve, full(part), years)[:, free])

        found = optimize.least_squares(
            residuals,
            start[free],
            jac=derivatives,
            bounds=(lower[free], upper[free]),
            x_scale="jac",
            xtol=1e-14,
            ftol=1e-14,
            gtol=1e-14,
            max_nfev=400,
        )
        if found.status > 0 and found.cost < best_cost * (1 - 1e-12):
            best, best_cost = full(found.x), found.cost
    if best is None:
        raise FitError(f"the {curve.name} curve did not converge from any starting value")
    return best


def _covariance(scaled_jacobian: Array) -> Array:
    """Invert the information; infinite where the figures cannot tell parameters apart."""
    norms = np.linalg.norm(scaled_jacobian, axis=0)
    size = len(norms)
    if np.any(norms == 0) or not np.all(np.isfinite(scaled_jacobian)):
        return np.full((size, size), np.inf)
    _, singular, rotation = np.linalg.svd(scaled_jacobian / norms, full_matrices=False)
    if singular[-1] < 1e-9 * singular[0]:
        return np.full((size, size), np.inf)
    inverse = (rotation.T / singular**2) @ rotation
    return np.asarray(inverse / np.outer(norms, norms))


def _checked(series: pd.DataFrame, curve: str) -> tuple[pd.DataFrame, Curve, str]:
    """One series ordered by period, its curve and its name; wrong arguments fail here."""
    require_known("curve", curve, CURVES)
    needed = ("series_id", "indicator", "period_end", "value")
    require_table(series, "series", FIGURES, needed, optional=ERROR_COLUMNS)
    names = list(dict.fromkeys(series["series_id"]))
    if len(names) != 1:
        raise ValueError(f"`series` holds {len(names)} series: give the rows of one")
    if series["period_end"].duplicated().any():
        raise ValueError(
            f"`{names[0]}` has two figures for one period: take one vintage with `series(...)`"
        )
    ordered = series.sort_values("period_end", ignore_index=True)
    return ordered, CURVES[curve], str(names[0])


def fit(
    series: pd.DataFrame,
    curve: str = "logistic",
    *,
    ceiling: float | None = None,
    launch: str | pd.Timestamp | None = None,
    population: pd.DataFrame | None = None,
) -> Fit:
    """Fit a growth curve to one series by weighted least squares.

    The formulas stand in `adoption.shapes.CURVES`, each with its reference. A figure weighs
    1 / (rounding**2 / 3 + standard_error**2 + v) where v is what rounding and survey error do not
    explain (Mandel and Paule). Intervals are estimate +- t * standard error with the residual
    degrees of freedom, cut at zero and, for the ceiling, at the largest possible value.

    Parameters
    ----------
    series : pandas.DataFrame
        Rows of one series, one for each period, as `adoption.series` returns them: `series_id`,
        `indicator`, `period_end`, `value`, of a count of users also `geo` and `population_group`;
        where known `rounding`, `standard_error`, `margin_of_error`, `bound`.
    curve : str
        `logistic`, `gompertz`, `richards`, `bass`, `weibull` or `shifted-gompertz` (the
        gamma/shifted Gompertz curve).
    ceiling : float, optional
        A ceiling that is known, in the unit of the series. Otherwise it is estimated, at most 100
        for a share and the population for a count of users.
    launch : date, optional
        Day before which there was nobody, for `bass`, `weibull` and `shifted-gompertz`. Otherwise
        it is estimated.
    population : pandas.DataFrame, optional
        The population table; by default the package's own, for counts only.

    Returns
    -------
    Fit
        `parameters` with estimate, standard error, interval and unit; `predict(dates)`.

    Raises
    ------
    ValueError
        If the table holds several series or vintages, for an unknown curve, a ceiling that is not
        above zero, a launch after the first figure or of a curve that has none.
    DataError, TypeError
        For a table without the columns above, or with cells of another type, missing or negative.
    FitError
        If there are too few figures, nothing converges, the ceiling is not identified, or an
        interval is not finite. The message names the series.

    References
    ----------
    Srinivasan and Mason (1986), Nonlinear least squares estimation of new product diffusion
    models, doi:10.1287/mksc.5.2.169. Bass (1969), doi:10.1287/mnsc.15.5.215. Bemmaor (1994),
    doi:10.1007/978-94-011-1396-0_10. Mandel and Paule (1970), doi:10.1021/ac60293a019.

    Examples
    --------
    >>> series = pd.DataFrame({
    ...     "series_id": "example-share", "indicator": "penetration", "rounding": 0.05,
    ...     "period_end": pd.to_datetime(["2021-12-31", "2022-12-31", "2023-12-31",
    ...                                   "2024-12-31", "2025-12-31"]),
    ...     "value": [4.0, 10.8, 25.1, 44.2, 58.1]})
    >>> CURVES["logistic"].formula
    'ceiling / (1 + exp(-rate (t - midpoint)))'
    >>> fit(series).parameters[["parameter", "estimate", "lower", "upper"]].round(2)
      parameter  estimate  lower  upper
    0   ceiling     68.46  66.91  70.01
    1      rate      1.13   1.09   1.17
    2  midpoint      2.48   2.42   2.53
    """
    ordered, shape, name = _checked(series, curve)
    if ceiling is not None:
        require_above_zero("ceiling", ceiling, "a level in the unit of the series")
    held = (ceiling is not None) + (launch is not None)
    needed = shape.minimum_points - held
    if len(ordered) < needed:
        raise FitError(
            f"`{name}` has {len(ordered)} figures and the {curve} curve {needed - 1} parameters: "
            f"at least {needed} figures are needed"
        )
    largest = _ceiling_bound(ordered, population)
    values = ordered["value"].to_numpy(float)
    scale = largest if np.isfinite(largest) else float(values.max())
    if not np.all(np.isfinite(values)) or values.max() <= 0 or values.max() > largest:
        raise FitError(f"`{name}`: figures must be above 0 and at most {largest:.15g} for a curve")
    start = _start(ordered, shape, launch)
    years = np.asarray(
        (ordered["period_end"] - start) / pd.Timedelta(days=DAYS_PER_YEAR), dtype=float
    )
    try:
        estimate = least_squares(
            years,
            values / scale,
            known_error(ordered) / scale,
            shape,
            largest=largest / scale,
            ceiling=None if ceiling is None else ceiling / scale,
            launched=launch is not None,
        )
    except FitError as problem:
        raise FitError(f"`{name}`: {problem}") from None
    _require_identified(name, estimate, largest, scale)
    degrees = estimate.degrees_of_freedom
    return Fit(
        series_id=name,
        curve=curve,
        parameters=_parameter_table(estimate, scale, largest, shape),
        start=start,
        figures=len(ordered),
        residual_standard_deviation=float(
            np.sqrt(estimate.residuals @ estimate.residuals / degrees)
        )
        * scale,
        misfit=float(np.sqrt(estimate.misfit_variance)) * scale,
        _estimate=estimate,
        _scale=scale,
        _largest=largest,
    )


def _start(ordered: pd.DataFrame, curve: Curve, launch: str | pd.Timestamp | None) -> pd.Timestamp:
    """Return the day from which years count: the launch, else the end of the first period."""
    first = pd.Timestamp(ordered["period_end"].iloc[0])
    if launch is None:
        return first
    day = day_of(launch, "launch")
    if not curve.launch:
        names = ", ".join(name for name, other in CURVES.items() if other.launch)
        raise ValueError(f"`launch` is for the curves {names}: the {curve.name} curve has none")
    if day > first:
        raise ValueError(f"`launch` is {launch}: the first figure is of {first:%Y-%m-%d}")
    return day


def _ceiling_bound(ordered: pd.DataFrame, population: pd.DataFrame | None) -> float:
    """Return the largest possible value at the last figure."""
    if population is not None:
        require_table(population, "population", POPULATION, POPULATION_COLUMNS)
    if (ordered["indicator"] == "users").any():
        require_table(ordered, "series", FIGURES, ("geo", "population_group"))
        if population is None:
            from adoption.data import load_table

            population = load_table("population")
    return float(largest_possible(ordered.tail(1), population)[0])


def _require_identified(name: str, estimate: Estimate, largest: float, scale: float) -> None:
    """Refuse a fit whose ceiling or intervals the figures do not determine."""
    curve = estimate.curve.name
    if estimate.ceiling_at_bound:
        bound = (
            f"the largest possible value, {largest:.15g}" if np.isfinite(largest) else "infinity"
        )
        raise FitError(
            f"`{name}`: the ceiling of the {curve} curve is not identified, the best fit tends to "
            f"{bound}: give `ceiling`, or use `forecast`, which does not need one"
        )
    if not np.all(np.isfinite(estimate.covariance)):
        raise FitError(
            f"`{name}`: the {len(estimate.residuals)} figures do not tell the parameters of the "
            f"{curve} curve apart, so the intervals are not finite: use a curve with fewer "
            "parameters, or `forecast`"
        )
    if estimate.free[0]:
        from scipy import stats

        quantile = stats.t.ppf((1 + CONFIDENCE) / 2, estimate.degrees_of_freedom)
        half = quantile * np.sqrt(estimate.covariance[0, 0])
        if half >= estimate.point[0]:
            raise FitError(
                f"`{name}`: the ceiling of the {curve} curve is not identified, "
                f"{estimate.point[0] * scale:.4g} with a 95% interval of +- {half * scale:.4g}: "
                "give `ceiling`, or use `forecast`, which does not need one"
            )


def _parameter_table(
    estimate: Estimate, scale: float, largest: float, curve: Curve
) -> pd.DataFrame:
    """Parameters in the unit of the series; intervals within what is possible."""
    from scipy import stats

    errors = np.full(len(estimate.point), np.nan)
    errors[estimate.free] = np.sqrt(np.diag(estimate.covariance))
    half = stats.t.ppf((1 + CONFIDENCE) / 2, estimate.degrees_of_freedom) * errors
    names = ("ceiling", *curve.parameters)
    factor = np.where(np.array(names) == "ceiling", scale, 1.0)
    floor = np.where(np.isin(names, ["midpoint", "launch"]), -np.inf, 0.0)
    top = np.array([largest if name == "ceiling" else np.inf for name in names])
    top[np.array(names) == "launch"] = 0.0
    return pd.DataFrame(
        {
            "parameter": pd.Series(names, dtype="str"),
            "estimate": estimate.point * factor,
            "standard_error": errors * factor,
            "lower": np.clip((estimate.point - half) * factor, floor, top),
            "upper": np.clip((estimate.point + half) * factor, floor, top),
            "unit": pd.Series(
                ["unit of the series" if n == "ceiling" else UNITS.get(n, "") for n in names],
                dtype="str",
            ),
        }
    )

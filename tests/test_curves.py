"""Growth curves: certified values, known curves recovered, and honest refusals."""

from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from adoption import curves
from adoption.curves import fit, least_squares
from adoption.schema import FitError
from adoption.shapes import CURVES

REFERENCE = Path(__file__).parent / "reference"

TRUE_SHAPES = {
    "logistic": (1.3, 2.1),
    "gompertz": (0.9, 1.7),
    "richards": (1.4, 2.2, 2.0),
    "bass": (0.03, 0.9, 0.02),
    "weibull": (2.4, 1.8, -0.4),
    "shifted-gompertz": (1.1, 6.0, 1.6, -0.3),
}


def share(values, *, ends=None, rounding=0.0, **columns):
    """One series of shares, by default at the ends of years."""
    if ends is None:
        ends = [f"{2015 + i}-12-31" for i in range(len(values))]
    return pd.DataFrame(
        {
            "series_id": "example-share",
            "indicator": "penetration",
            "period_end": pd.to_datetime(ends),
            "value": values,
            "rounding": rounding,
        }
        | columns
    )


def estimates(fitted):
    return fitted.parameters.set_index("parameter")["estimate"]


def certified(name, curve, start):
    points = pd.read_csv(REFERENCE / "nist_growth.csv").query("data_set == @name")
    x, y = points["x"].to_numpy(float), points["y"].to_numpy(float)
    scale = 10 * y.max()
    found = least_squares(x - start, y / scale, np.zeros_like(y), CURVES[curve])
    factor = np.array([scale, *np.ones(len(found.point) - 1)])
    return found.point * factor, np.sqrt(np.diag(found.covariance)) * factor


def test_logistic_agrees_with_the_certified_values_of_nist_rat42():
    # NIST StRD Ratkowsky2, y = b1 / (1 + exp(b2 - b3 x)); here the midpoint is b2 / b3.
    point, error = certified("rat42", "logistic", 0.0)
    assert point[0] == pytest.approx(7.2462237576e01, rel=1e-8)
    assert point[1] == pytest.approx(6.7359200066e-02, rel=1e-7)
    assert point[1] * point[2] == pytest.approx(2.6180768402, rel=1e-7)
    assert error[0] == pytest.approx(1.7340283401, rel=1e-6)
    assert error[1] == pytest.approx(3.4465663377e-03, rel=1e-6)


def test_richards_agrees_with_the_certified_values_of_nist_rat43():
    # NIST StRD Ratkowsky3, y = b1 / (1 + exp(b2 - b3 x)) ** (1 / b4).
    point, error = certified("rat43", "richards", 0.0)
    assert point[0] == pytest.approx(6.9964151270e02, rel=1e-6)
    assert point[1] == pytest.approx(7.5962938329e-01, rel=1e-5)
    assert point[3] == pytest.approx(1.2792483859, rel=1e-5)
    b2 = np.log(2 ** point[3] - 1) + point[1] * point[2]
    assert b2 == pytest.approx(5.2771253025, rel=1e-5)
    assert error[[0, 1, 3]] == pytest.approx(
        [1.6302297817e01, 1.9566123451e-01, 6.8761936385e-01], rel=1e-4
    )


@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_recovers_the_parameters_it_was_drawn_from(curve):
    years = np.arange(12) / 2
    shape = TRUE_SHAPES[curve]
    levels = 0.62 * CURVES[curve].reached(years, *shape)
    found = least_squares(years, levels, np.zeros(12), CURVES[curve], largest=1.0)
    assert found.fitted(years) == pytest.approx(levels, rel=1e-5)
    assert found.point == pytest.approx([0.62, *shape], rel=2e-3, abs=2e-3)


@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_rises_from_zero_to_one(curve):
    shape = TRUE_SHAPES[curve]
    times = np.linspace(0.0, 60, 500)
    reached = CURVES[curve].reached(times, *shape)
    assert np.all(np.diff(reached) >= 0)
    assert reached.min() >= 0
    assert reached[-1] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("curve", ["logistic", "gompertz", "richards"])
def test_half_of_the_ceiling_is_reached_at_the_midpoint(curve):
    shape = TRUE_SHAPES[curve]
    assert CURVES[curve].reached(np.array([shape[1]]), *shape)[0] == pytest.approx(0.5)


def test_curves_are_the_special_cases_the_literature_says():
    t = np.linspace(0, 9, 19)
    richards = CURVES["richards"].reached(t, 1.3, 2.1, 1.0)
    assert richards == pytest.approx(CURVES["logistic"].reached(t, 1.3, 2.1))
    # Bemmaor (1994): with shape 1 and displacement q / p the curve is the Bass curve.
    general = CURVES["shifted-gompertz"].reached(t, 0.03 + 0.9, 0.9 / 0.03, 1.0, 0.0)
    assert general == pytest.approx(CURVES["bass"].reached(t, 0.03, 0.9, 0.0))
    # Bass (1969): without innovation, from a share already reached, it is the logistic curve.
    imitation_only = CURVES["bass"].reached(t, 0.0, 1.3, 1 / (1 + np.exp(1.3 * 2.1)))
    assert imitation_only == pytest.approx(CURVES["logistic"].reached(t, 1.3, 2.1))


def test_bass_is_the_formula_of_1969_when_years_count_from_the_launch():
    t, p, q = np.array([0.0, 1.5, 7.0]), 0.03, 0.38
    literal = (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
    assert CURVES["bass"].reached(t, p, q, 0.0) == pytest.approx(literal)


# The R package `diffusion` 0.4.0, whose results stand in reference/diffusion_*.csv (diffusion.md).
# Its curves under our names, and its parameters, ceiling first, in our terms: years count from
# one period before the first, which is the launch where a curve has one.
PACKAGE_CURVES = {
    "bass": ("bass", lambda m, p, q: (m, p, q, 0.0)),
    "gompertz": ("gompertz", lambda m, a, b: (m, b, np.log(a / np.log(2)) / b)),
    "gsgompertz": ("shifted-gompertz", lambda m, a, b, c: (m, b, a, c, 0.0)),
    "weibull": ("weibull", lambda m, a, b: (m, a, b, 0.0)),
}
PACKAGE_SALES = {
    name: rows["sales"].to_numpy(float)
    for name, rows in pd.read_csv(REFERENCE / "diffusion_sales.csv").groupby("series")
}
PACKAGE_FITS = pd.read_csv(REFERENCE / "diffusion_fits.csv").set_index(
    ["series", "curve", "loss", "solution"]
)
SERIES_AND_CURVES = [(name, curve) for name in PACKAGE_SALES for curve in PACKAGE_CURVES]
PACKAGE_LAUNCH = pd.Timestamp("2000-01-01")
# Where figures do not determine a curve: our fit refuses, or the best parameters are infinite.
NOT_IDENTIFIED = [("chick_weight", "gsgompertz"), ("chick_weight", "weibull")]
MINIMUM_AT_INFINITY = [("room_air_conditioners", "gsgompertz")]
SALES_MINIMUM_AT_INFINITY = [
    ("room_air_conditioners", "gsgompertz"),
    ("accelerated_program", "gsgompertz"),
    ("chick_weight", "weibull"),
]


def package_point(row, curve):
    """Our curve and, in our terms, the parameters that the package gives."""
    ours, translate = PACKAGE_CURVES[curve]
    return CURVES[ours], np.array(translate(*row[["w1", "w2", "w3", "w4"]].dropna()))


def adopters(shape, point, periods):
    """Return cumulative adoption at the ends of periods 1 to `periods`."""
    return point[0] * shape.reached(np.arange(1, periods + 1.0), *point[1:])


def sales_of(cumulative):
    return np.diff(cumulative, prepend=0.0)


def test_difcurve_example_of_the_r_package():
    # Its documentation: difcurve(w = c(0.01, 0.1, 10), 20), a Bass curve with m, p, q.
    printed = pd.read_csv(REFERENCE / "diffusion_curves.csv").query("series == 'difcurve_example'")
    cumulative = adopters(CURVES["bass"], (0.01, 0.1, 10.0, 0.0), 20)
    assert cumulative == pytest.approx(printed["cumulative"].to_numpy(), rel=1e-9)
    assert sales_of(cumulative) == pytest.approx(printed["sales"].to_numpy(), abs=1e-11)


@pytest.mark.parametrize(("name", "curve"), SERIES_AND_CURVES)
def test_curves_and_losses_are_those_of_the_r_package(name, curve):
    sales = PACKAGE_SALES[name]
    for loss, solution in product(["cumulative", "sales"], ["default", "minimum"]):
        row = PACKAGE_FITS.loc[name, curve, loss, solution]
        cumulative = adopters(*package_point(row, curve), len(sales))
        error = cumulative - sales.cumsum()
        if loss == "sales":
            error = sales_of(cumulative) - sales
        assert error @ error == pytest.approx(row["sum_of_squares"], rel=1e-5)
        rmse = np.sqrt(np.mean((sales_of(cumulative) - sales) ** 2))
        assert rmse == pytest.approx(row["sales_rmse"], rel=1e-6)


@pytest.mark.parametrize(("name", "curve"), SERIES_AND_CURVES)
def test_fitted_adoption_of_the_default_call_of_the_r_package(name, curve):
    fitted = pd.read_csv(REFERENCE / "diffusion_curves.csv").query(
        "series == @name and curve == @curve"
    )
    row = PACKAGE_FITS.loc[name, curve, "cumulative", "default"]
    cumulative = adopters(*package_point(row, curve), len(fitted))
    assert cumulative == pytest.approx(fitted["cumulative"].to_numpy(), rel=1e-8)
    scale = fitted["cumulative"].max()
    assert sales_of(cumulative) == pytest.approx(fitted["sales"].to_numpy(), abs=1e-8 * scale)


def as_series(name):
    """Cumulative adoption as a series of accounts, one figure every 365.25 days."""
    sales = PACKAGE_SALES[name]
    ends = PACKAGE_LAUNCH + pd.to_timedelta(365.25 * np.arange(1, len(sales) + 1), unit="D")
    return share(sales.cumsum(), ends=ends, series_id=name, indicator="accounts")


@cache
def fitted_by_us(name, curve):
    """Return our fit to the cumulative series: parameters in years from one period before."""
    shape = CURVES[PACKAGE_CURVES[curve][0]]
    launch = PACKAGE_LAUNCH if shape.launch else None
    point = fit(as_series(name), shape.name, launch=launch).parameters["estimate"].to_numpy().copy()
    if not shape.launch:
        point[2] += 1  # the midpoint counts from the first figure, which is at the end of period 1
    return point


@pytest.mark.parametrize(
    ("name", "curve"), [pair for pair in SERIES_AND_CURVES if pair not in NOT_IDENTIFIED]
)
def test_fit_finds_the_minimum_of_the_loss_of_the_r_package(name, curve):
    default = PACKAGE_FITS.loc[name, curve, "cumulative", "default"]
    minimum = PACKAGE_FITS.loc[name, curve, "cumulative", "minimum"]
    shape, theirs = package_point(minimum, curve)
    ours = fitted_by_us(name, curve)
    levels = PACKAGE_SALES[name].cumsum()
    error = adopters(shape, ours, len(levels)) - levels
    assert error @ error <= default["sum_of_squares"] * (1 + 1e-7)
    if (name, curve) in MINIMUM_AT_INFINITY:
        assert error @ error <= 1.01 * minimum["sum_of_squares"]
        apart = adopters(shape, theirs, len(levels)) - adopters(shape, ours, len(levels))
        assert np.abs(apart).max() < 5e-4 * levels[-1]
    else:
        assert error @ error == pytest.approx(minimum["sum_of_squares"], rel=1e-7)
        assert ours == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize(("name", "curve"), NOT_IDENTIFIED)
def test_fit_refuses_where_the_minimum_does_not_determine_the_ceiling(name, curve):
    with pytest.raises(FitError, match=rf"`{name}`: the ceiling .* is not identified"):
        fitted_by_us(name, curve)


@pytest.mark.parametrize(
    ("name", "curve"),
    [pair for pair in SERIES_AND_CURVES if pair not in SALES_MINIMUM_AT_INFINITY],
)
def test_minimum_of_the_sales_loss_of_the_r_package_is_that_of_our_curves(name, curve):
    # Our `fit` has no such loss: our formulas are minimised here, from the cumulative minimum.
    from scipy.optimize import least_squares as minimise

    shape, theirs = package_point(PACKAGE_FITS.loc[name, curve, "sales", "minimum"], curve)
    sales = PACKAGE_SALES[name]
    start = package_point(PACKAGE_FITS.loc[name, curve, "cumulative", "minimum"], curve)[1]
    free = theirs != 0

    def residuals(logarithms):
        point = np.where(free, 1.0, 0.0)
        point[free] = np.exp(logarithms)
        return (sales_of(adopters(shape, point, len(sales))) - sales) / sales.max()

    found = minimise(
        residuals, np.log(start[free]), jac="3-point", x_scale="jac", xtol=1e-14, ftol=1e-14
    )
    assert np.exp(found.x) == pytest.approx(theirs[free], rel=1e-4)


def test_bass_agrees_with_published_estimates_of_video_recorders():
    # R's nls fits yearly sales, the slope of the curve: M 6.80e4, P 6.59e-3, Q 6.38e-1.
    from scipy.optimize import least_squares as minimise

    sales = np.array([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]) / 1e4
    t = np.arange(1, 11.0)

    def slope(m, p, q):
        return m * CURVES["bass"].reached(t + 1e-30j, p, q, 0.0).imag / 1e-30

    found = minimise(lambda x: slope(*x) - sales, [6.0, 0.03, 0.38], x_scale=[6.0, 0.03, 0.4])
    assert found.x == pytest.approx([6.80, 6.59e-3, 6.38e-1], rel=5e-3)
    covariance = np.linalg.inv(found.jac.T @ found.jac) * 2 * found.cost / 7
    assert np.sqrt(np.diag(covariance)) == pytest.approx([0.313, 1.43e-3, 4.14e-2], rel=5e-3)


def test_standard_errors_agree_with_scipy_curve_fit():
    from scipy.optimize import curve_fit

    series = share([4.0, 10.8, 25.1, 44.2, 58.1, 66.5])
    found = fit(series).parameters.set_index("parameter")
    years = ((series["period_end"] - series["period_end"][0]).dt.days / 365.25).to_numpy()
    point, covariance = curve_fit(
        lambda t, k, r, m: k / (1 + np.exp(-r * (t - m))), years, series["value"], [70, 1, 2]
    )
    assert found["estimate"].to_numpy() == pytest.approx(point, rel=1e-5)
    assert found["standard_error"].to_numpy() == pytest.approx(
        np.sqrt(np.diag(covariance)), rel=1e-4
    )


def test_interval_is_estimate_plus_or_minus_student_times_error():
    row = fit(share([4.0, 10.8, 25.1, 44.2, 58.1])).parameters.iloc[1]
    # Five figures and three parameters leave two degrees of freedom: t is 4.3027.
    assert row["upper"] - row["estimate"] == pytest.approx(4.302653 * row["standard_error"])
    assert row["estimate"] - row["lower"] == pytest.approx(4.302653 * row["standard_error"])


def test_fit_does_not_depend_on_the_unit_or_the_order_of_rows():
    persons = share([4e6, 10.8e6, 25.1e6, 44.2e6, 58.1e6]).assign(
        indicator="users", geo="CHN", population_group="total population"
    )
    table = pd.DataFrame(
        {"geo": "CHN", "population_group": "total population", "year": [2019], "value": [1.4e9]}
    )
    millions = persons.assign(value=persons["value"] / 1e6)
    small = table.assign(value=table["value"] / 1e6)
    one = fit(persons, population=table)
    other = fit(millions.sample(frac=1, random_state=3), population=small)
    assert estimates(one)["ceiling"] == pytest.approx(1e6 * estimates(other)["ceiling"], rel=1e-6)
    assert estimates(one)["rate"] == pytest.approx(estimates(other)["rate"], rel=1e-6)


def test_exact_dates_count_not_the_number_of_the_row():
    shape = (1.1, 2.5)
    ends = pd.to_datetime(["2019-12-31", "2020-06-30", "2021-12-31", "2022-03-31", "2025-06-30"])
    years = ((ends - ends[0]).days / 365.25).to_numpy()
    series = share(80 * CURVES["logistic"].reached(years, *shape), ends=ends)
    assert estimates(fit(series)).to_numpy() == pytest.approx([80.0, *shape], rel=1e-5)


def test_a_figure_with_large_survey_error_weighs_less():
    values = [4.0, 10.8, 25.1, 44.2, 58.1, 66.3]
    exact = estimates(fit(share(values)))["ceiling"]
    moved = [*values[:5], 76.3]
    trusting = estimates(fit(share(moved)))["ceiling"]
    errors = [0.1, 0.1, 0.1, 0.1, 0.1, 15.0]
    doubting = estimates(fit(share(moved, standard_error=errors)))["ceiling"]
    assert abs(doubting - exact) < abs(trusting - exact) / 2


def test_known_errors_that_explain_the_residuals_leave_no_misfit():
    fitted = fit(share([4.0, 10.8, 25.1, 44.2, 58.1], rounding=3.0))
    assert fitted.misfit == 0.0
    assert fit(share([4.0, 10.8, 25.1, 44.2, 58.1])).misfit > 0


def test_mandel_paule_variance_makes_chi_squared_equal_the_degrees_of_freedom():
    residuals = np.array([0.3, -0.5, 0.8, -0.1, 0.6])
    errors = np.array([0.1, 0.2, 0.1, 0.3, 0.2])
    variance = curves._misfit_variance(residuals, errors, 3)
    assert np.sum(residuals**2 / (errors**2 + variance)) == pytest.approx(3.0)


def test_too_few_figures_are_refused_with_the_number_needed():
    with pytest.raises(FitError, match=r"`example-share` has 3 figures .* at least 4 figures"):
        fit(share([4.0, 10.8, 25.1]))


def test_a_known_ceiling_saves_a_figure():
    fitted = fit(share([4.0, 10.8, 25.1]), ceiling=80.0)
    row = fitted.parameters.iloc[0]
    assert row["estimate"] == 80.0
    assert np.isnan(row["standard_error"])


def test_a_ceiling_that_the_figures_do_not_fix_is_refused():
    exponential = [1.0, 2.0, 4.0, 8.0, 16.0]
    with pytest.raises(FitError, match=r"`example-share`: the ceiling .* is not identified"):
        fit(share(exponential))


def test_a_ceiling_whose_interval_reaches_zero_is_refused():
    with pytest.raises(FitError, match=r"is not identified, .* with a 95% interval of \+-"):
        fit(share([5.0, 9.0, 16.0, 19.0]))


def test_two_figures_for_one_period_are_refused():
    series = share(
        [4.0, 5.0, 25.1, 44.2], ends=["2019-12-31", "2019-12-31", "2021-12-31", "2022-12-31"]
    )
    with pytest.raises(ValueError, match="two figures for one period"):
        fit(series)


def test_unknown_curve_names_the_choices():
    with pytest.raises(ValueError, match="`curve` is 'cubic': it is one of logistic, gompertz"):
        fit(share([4.0, 10.8, 25.1, 44.2]), "cubic")


def test_prediction_stays_between_zero_and_the_cap_and_widens():
    fitted = fit(share([4.0, 10.8, 25.1, 44.2, 58.1]))
    ahead = fitted.predict(["2020-12-31", "2024-12-31", "2060-12-31"])
    assert (ahead["lower"] >= 0).all()
    assert (ahead["upper"] <= 100).all()
    assert (ahead["lower"] <= ahead["fitted"]).all()
    width = ahead["upper"] - ahead["lower"]
    assert width.iloc[0] < width.iloc[1]


def test_launch_fixes_where_a_curve_starts():
    years = np.arange(1, 9.0)
    values = 70 * CURVES["bass"].reached(years, 0.02, 0.8, 0.0)
    ends = pd.Timestamp("2016-01-01") + pd.to_timedelta(365.25 * years, unit="D")
    fitted = fit(share(values, ends=ends), "bass", launch="2016-01-01")
    found = estimates(fitted)
    assert found[["ceiling", "innovation", "imitation"]].to_numpy() == pytest.approx(
        [70.0, 0.02, 0.8], rel=1e-4
    )
    assert np.isnan(fitted.parameters.set_index("parameter").loc["start", "standard_error"])

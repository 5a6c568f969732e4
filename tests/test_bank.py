"""What must hold of every forecast of the shipped bank, whatever the figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from adoption import bank
from adoption.mixture import quantiles, stretch
from adoption.schema import QUANTILE_LEVELS

LEVELS = np.array(QUANTILE_LEVELS)
MEDIAN = len(LEVELS) // 2


def window(shares, times=None, noise=0.0, **more):
    """One series; a figure a year by default."""
    count = len(shares)
    times = np.arange(count, dtype=float) if times is None else np.asarray(times, dtype=float)
    return bank.Windows.of(
        np.zeros(count, dtype=int), times, np.asarray(shares, dtype=float),
        np.full(count, noise), **more,
    )  # fmt: skip


def ahead(shares, years=(1.0, 3.0, 6.0), **more):
    known = window(shares, **more)
    return bank.predict(known, known.last_times[:, None] + np.array([years]), LEVELS)[0]


def width(quantiles):
    """Width of the 80% interval on the logit scale."""
    z = special.logit(quantiles)
    return z[..., LEVELS == 0.9] - z[..., LEVELS == 0.1]


series = st.lists(st.floats(0, 1), min_size=1, max_size=8)
gaps = st.lists(st.floats(0.02, 5), min_size=8, max_size=8)


@given(series, gaps, st.sampled_from([0.0, 0.0003, 0.01]))
def test_quantiles_stay_within_the_cap_and_never_cross(shares, steps, noise):
    quantiles = ahead(shares, times=np.cumsum(steps[: len(shares)]), noise=noise)
    assert np.all((quantiles >= 0) & (quantiles <= 1))
    assert np.all(np.diff(quantiles, axis=-1) >= 0)


@given(st.lists(st.floats(0.02, 0.9), min_size=1, max_size=6), gaps)
def test_intervals_widen_with_the_horizon_until_they_span_nearly_every_share(shares, steps):
    quantiles = ahead(
        shares, years=(0.25, 0.5, 1.0, 2.0), times=np.cumsum(steps[: len(shares)]), noise=0.003
    )
    widths = width(quantiles)
    assert np.all((np.diff(widths, axis=0) > -0.02) | (widths[:-1] > 10))  # logits: 0.7% to 99.3%


@given(st.lists(st.floats(0.02, 0.9), min_size=2, max_size=6), st.floats(-900, 900))
def test_only_differences_of_dates_matter(shares, shift):
    times = np.arange(len(shares), dtype=float)
    np.testing.assert_allclose(
        ahead(shares, times=times), ahead(shares, times=times + shift), rtol=1e-6
    )


def panel_of(count, seed=4):
    """Series of one to nine figures at uneven dates, some missing, some rounded."""
    generator = np.random.default_rng(seed)
    points = 1 + np.arange(count) % 9
    code = np.repeat(np.arange(count), points)
    shares = special.expit(generator.normal(-2, 1, count)[code] + 0.3 * generator.random(len(code)))
    times = code + generator.random(len(code)) * 7
    windows = bank.Windows.of(code, times, shares, np.full(len(code), 0.002))
    return windows, windows.last_times[:, None] + np.array([[0.3, 1.0, 4.0]])


def test_results_are_the_same_to_the_bit_however_the_series_are_chunked():
    windows, ends = panel_of(300)
    whole = bank.predict(windows, ends, LEVELS)
    for rows in (1, 7, 128):
        parts = [np.arange(s, min(s + rows, 300)) for s in range(0, 300, rows)]
        pieces = [bank.predict(windows.take(p), ends[p], LEVELS) for p in parts]
        assert np.array_equal(np.concatenate(pieces), whole)


@pytest.mark.parametrize("count", [3, 9, 11])
def test_a_longer_series_beside_it_does_not_change_a_bit(count):
    generator = np.random.default_rng(2)
    z = np.linspace(-3, 0, count) + generator.normal(0, 0.2, count)
    short = window(special.expit(z), noise=0.01)
    short = bank.Windows(short.times, short.shares, 0.01 * generator.random(short.times.shape))
    wide = np.full((3, 2, 41), np.nan)
    for table, known in zip(wide, (short.times, short.shares, short.noise), strict=True):
        table[0, :count] = known[0]
    wide[:, 1] = np.arange(41.0) / 4, np.linspace(0.05, 0.6, 41), np.full(41, 0.01)
    ends = np.array([[11.0, 15.0], [11.0, 15.0]])
    beside = bank.predict(bank.Windows(*wide), ends, LEVELS)[:1]
    assert np.array_equal(beside, bank.predict(short, ends[:1], LEVELS))


@given(st.lists(st.floats(0, 0.05), min_size=1, max_size=14), st.integers(1, 30))
def test_padding_does_not_change_a_bit_of_the_noise_to_expect(noise, more):
    table = np.array([noise])
    narrow = bank.Windows(table, table, table)
    wide = np.pad(table, ((0, 0), (0, more)), constant_values=np.nan)
    assert bank.recent_noise(narrow) == bank.recent_noise(bank.Windows(wide, wide, wide))
    last = np.array(noise[-4:])
    assert bank.recent_noise(narrow) == pytest.approx(np.sqrt(np.mean(last**2)))


def test_results_do_not_depend_on_the_order_of_series():
    windows, ends = panel_of(50)
    order = np.random.default_rng(1).permutation(50)
    shuffled = bank.predict(windows.take(order), ends[order], LEVELS)
    assert np.array_equal(shuffled, bank.predict(windows, ends, LEVELS)[order])


def test_rows_in_any_order_make_the_same_windows():
    code, times = np.array([0, 0, 0, 1, 1]), np.array([1.0, 2.0, 4.0, 2.0, 3.0])
    shares = np.array([0.1, 0.2, 0.4, 0.01, 0.08])
    order = np.array([4, 2, 0, 3, 1])
    one = bank.Windows.of(code, times, shares, shares / 100)
    two = bank.Windows.of(code[order], times[order], shares[order], shares[order] / 100)
    assert np.array_equal(one.times, two.times, equal_nan=True)
    assert np.array_equal(one.shares, two.shares, equal_nan=True)
    assert np.array_equal(one.noise, two.noise, equal_nan=True)


def test_own_drift_by_hand():
    # logits -2, -1, 0.4 at steps of two years: d = 1.2, departures -0.2 and 0.2, s^2 = 0.04
    known = window(special.expit([-2.0, -1.0, 0.4]), times=[2010.0, 2012.0, 2014.0])
    drift, steadiness = bank.own_drift(known, np.array([[2016.0, 2018.0]]))
    reach = np.array([0.85, 0.85 + 0.85**2])
    np.testing.assert_allclose(drift.location[0, :, 0], 0.4 + 1.2 * reach)
    variance = 0.04 * (np.array([1, 2]) + reach**2 / 2) + (0.5 * 1.2 * reach) ** 2
    np.testing.assert_allclose(drift.scale[0, :, 0], np.sqrt(variance))
    assert steadiness[0] == pytest.approx(1.44 / (1.44 + 0.04))


def test_known_noise_makes_a_drift_unsure_and_less_steady():
    ends = np.array([[2.0]])
    shares = [0.2, 0.3]
    exact, rough = (bank.own_drift(window(shares, noise=n), ends) for n in (0.0, 0.05))
    assert rough[0].scale[0, 0, 0] > exact[0].scale[0, 0, 0]
    slopes = np.array([1 / (0.2 * 0.8), 1 / (0.3 * 0.7)]) * 0.05
    d = special.logit(0.3) - special.logit(0.2)
    assert rough[1][0] == pytest.approx(d**2 / (d**2 + 0.02**2 + (slopes**2).sum()))


def test_own_drift_leaves_out_the_change_at_a_break_and_needs_a_change():
    plain = bank.own_drift(window(special.expit([-2.0, -1.5])), np.array([[3.0]]))
    broken = window(special.expit([-2.0, -1.5, 1.0]), breaks=np.array([False, False, True]))
    drift, steadiness = bank.own_drift(broken, np.array([[4.0]]))
    step = plain[0].location[0, 0, 0] + 1.5  # 0.5 a year, damped over the same two years
    assert drift.location[0, 0, 0] - 1.0 == pytest.approx(step)
    assert steadiness[0] == pytest.approx(plain[1][0])
    assert bank.own_drift(window([0.3]), np.array([[1.0]]))[1][0] == 0


def test_after_a_figure_of_nought_the_drift_is_at_most_tenfold_a_step():
    drift, _ = bank.own_drift(window([0.0, 0.05]), np.array([[2.0]]))
    assert drift.location[0, 0, 0] == pytest.approx(special.logit(0.05) + 0.85 * 2.3)


def test_a_steady_series_is_drawn_towards_its_own_drift():
    steady = special.expit(np.linspace(-2.0, 3.0, 6))
    known, ends = window(steady), np.array([[6.0]])
    learnt = bank.shipped()
    own = special.expit(bank.own_drift(known, ends)[0].location[0, 0, 0])
    away = [
        abs(bank.predict(known, ends, LEVELS, replace(learnt, own_drift=part))[0, 0, MEDIAN] - own)
        for part in (0.0, 0.35, 0.9)
    ]
    assert away[0] > away[1] > away[2]


def test_two_figures_give_growth_and_an_honest_interval():
    quantiles = ahead([0.10, 0.16])
    assert 0.16 < quantiles[0, MEDIAN] < 0.30
    assert quantiles[0, LEVELS == 0.025] < 0.16 < quantiles[0, LEVELS == 0.975]


def test_one_figure_is_forecast_more_widely_than_two():
    assert np.all(width(ahead([0.16])) > width(ahead([0.13, 0.16])))


def test_faster_growth_is_forecast_to_go_on_faster():
    assert np.all(ahead([0.05, 0.15])[:, MEDIAN] > ahead([0.12, 0.15])[:, MEDIAN])


def test_a_steady_decline_is_forecast_to_go_on():
    quantiles = ahead([0.50, 0.42, 0.35, 0.29, 0.24, 0.19, 0.16], years=(1.0, 2.0))
    assert quantiles[1, MEDIAN] < quantiles[0, MEDIAN] < 0.16


def test_near_saturation_the_interval_stays_below_the_cap_and_short():
    quantiles = ahead([0.93, 0.96, 0.975, 0.98])
    assert quantiles.max() < 1
    assert quantiles[0, LEVELS == 0.9] - quantiles[0, LEVELS == 0.1] < 0.08


def test_rounding_and_survey_error_widen_the_interval():
    exact, rounded, surveyed = (
        width(ahead([0.10, 0.12, 0.15], noise=noise)) for noise in (0.0, 0.005, 0.03)
    )
    assert np.all(exact < rounded)
    assert np.all(rounded < surveyed)


def test_a_break_in_definition_is_not_taken_for_growth():
    shares = [0.10, 0.11, 0.12, 0.30]
    plain = ahead(shares)
    broken = ahead(shares, breaks=np.array([False, False, False, True]))
    assert np.all(broken[:, MEDIAN] < plain[:, MEDIAN])


def test_a_second_figure_of_the_same_day_lies_between():
    low, high = (ahead([0.10, 0.15, last], noise=0.02)[0, MEDIAN] for last in (0.17, 0.23))
    both = ahead([0.10, 0.15, 0.17, 0.23], times=[0, 1, 2, 2], noise=0.02)[0, MEDIAN]
    assert low < both < high


def test_nothing_is_forecast_where_nothing_is_asked():
    known = window([0.1, 0.2])
    quantiles = bank.predict(known, np.array([[2.0, np.nan]]), LEVELS)[0]
    assert np.all(np.isnan(quantiles[1]))
    assert not np.any(np.isnan(quantiles[0]))


def test_a_series_without_figures_is_refused():
    empty = bank.Windows(np.full((1, 2), np.nan), np.full((1, 2), np.nan), np.full((1, 2), np.nan))
    with pytest.raises(ValueError, match="a series without a figure cannot be forecast"):
        bank.predict(empty, np.array([[3.0]]), LEVELS)


@pytest.mark.parametrize("levels", [[0.0, 0.5], [0.5, 0.2], [0.5, 1.0]])
def test_wrong_levels_are_refused(levels):
    with pytest.raises(ValueError, match="between 0 and 1 in increasing order"):
        bank.predict(window([0.1, 0.2]), np.array([[3.0]]), levels)


def mixture_cdf(y, mixture, weights, members):
    """The distribution function of one series and horizon, by scipy, member by member."""
    total = 0.0
    for m, weight in enumerate(weights):
        part = y / members.ceiling[m]
        if part >= 1:
            total += weight
            continue
        z = np.log(part / (1 - part)) if members.is_logit[m] else -np.log(-np.log(part))
        x = (z - mixture.location[0, 0, m]) / mixture.scale[0, 0, m]
        total += weight * stats.t.cdf(x, mixture.degrees[0, m])
    return total


@pytest.mark.parametrize("shares", [[0.02, 0.05], [0.3, 0.35, 0.44], [0.1]])
def test_quantiles_invert_the_mixture(shares):
    learnt = bank.shipped()
    members = bank.members(learnt)
    mixture = bank.member_forecasts(window(shares), np.array([[len(shares) + 1.0]]), members)
    weights = bank.posterior(mixture.log_likelihood, learnt.weights.ravel(), learnt.tempering)
    assert weights.sum() == pytest.approx(1)
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    quick = quantiles(mixture, weights, levels)[0, 0]
    for level, value in zip(levels, quick, strict=True):
        below, above = (
            mixture_cdf(value + move, mixture, weights[0], members) for move in (-0.005, 0.005)
        )
        assert below - 0.01 <= level <= above + 0.01


def test_the_likelihood_of_a_member_is_a_student_density():
    """One member, two figures: the density of the second given the first, with its Jacobian."""
    members = bank.members(bank.shipped()).take(np.array([5]))
    one = members.parameters
    first, second = 0.10, 0.14
    got = bank.member_forecasts(window([first, second]), np.array([[2.0]]), members)
    before = bank.member_forecasts(window([first]), np.array([[1.0]]), members)
    part = second / members.ceiling[0]
    z = np.log(part / (1 - part)) if members.is_logit[0] else -np.log(-np.log(part))
    slope = float(stretch(np.array(part), members.is_logit[0]) / members.ceiling[0])
    expected = stats.t.logpdf(
        z, one.degrees[0], before.location[0, 0, 0], before.scale[0, 0, 0]
    ) + np.log(slope)
    assert got.log_likelihood[0, 0] == pytest.approx(expected)


def group_of(count, slope, *, points=5, label="survey", seed=3):
    """Series that grow alike, at one slope on the logit scale, with little noise."""
    generator = np.random.default_rng(seed)
    code = np.repeat(np.arange(count), points)
    times = np.tile(np.arange(points, dtype=float), count)
    start = generator.normal(-2.5, 0.5, count)
    z = start[code] + slope * times + generator.normal(0, 0.01, len(code))
    groups = np.full(count, label, dtype=object)
    return bank.Windows.of(code, times, special.expit(z), np.zeros(len(code)), groups=groups)


def test_figures_a_quarter_apart_move_weight_to_clocks_four_times_as_fast():
    size = (2, 1, 3)
    learnt = replace(
        bank.shipped(),
        ceilings=np.array([1.0]),
        speeds=np.array([1.0, 4.0, 16.0]),
        weights=np.array([0.5, 0.2, 0.1, 0.1, 0.07, 0.03]).reshape(size),
    )
    times = [[0, 1, 2], [0, 0.25, 0.5], [0, 0.5, 1], [0, 0.02, 0.04], [0, np.nan, np.nan]]
    known = bank.Windows(np.array(times), np.where(np.isnan(times), np.nan, 0.2), np.zeros((5, 3)))
    years, quarters, halves, weeks, single = bank.published_often(known, learnt)
    assert years == pytest.approx([0.5, 0.2, 0.1, 0.1, 0.07, 0.03])
    # one place faster, and what is fastest stays there
    assert quarters == pytest.approx(0.65 * years + 0.35 * np.array([0, 0.5, 0.3, 0, 0.1, 0.1]))
    assert halves == pytest.approx(
        0.65 * years + 0.35 * np.array([0.25, 0.35, 0.2, 0.05, 0.085, 0.065])
    )
    assert weeks == pytest.approx(quarters)
    assert single == pytest.approx(years)


@pytest.mark.parametrize("points", [2, 5])
def test_peers_that_grow_alike_bring_the_median_closer(points):
    known = group_of(40, 0.5, points=points)
    alone = bank.Windows(known.times, known.shares, known.noise)
    ends = known.last_times[:, None] + 2.0
    together, single = (bank.predict(w, ends, LEVELS) for w in (known, alone))
    truth = special.expit(special.logit(known.shares[:, -1]) + 1.0)
    error = [
        np.abs(special.logit(p[:, 0, MEDIAN]) - special.logit(truth)) for p in (together, single)
    ]
    assert error[0].mean() < error[1].mean()


def test_what_a_group_teaches_does_not_depend_on_the_order_of_its_series():
    known = group_of(41, 0.5, points=3)
    order = np.random.default_rng(7).permutation(41)
    ends = known.last_times[:, None] + 1.0
    np.testing.assert_allclose(
        bank.predict(known.take(order), ends[order], LEVELS),
        bank.predict(known, ends, LEVELS)[order],
        rtol=1e-6,
    )


def test_a_small_group_and_a_group_of_single_figures_teach_nothing():
    for known in (group_of(10, 0.5), group_of(40, 0.5, points=1), group_of(40, 0.5, label="")):
        alone = bank.Windows(known.times, known.shares, known.noise)
        ends = known.last_times[:, None] + 2.0
        together, single = (bank.predict(w, ends, LEVELS) for w in (known, alone))
        assert np.array_equal(together, single)


def test_a_group_does_not_teach_another():
    one, two = group_of(30, 0.5, label="one"), group_of(30, -0.2, label="two", seed=8)
    both = bank.Windows(
        *(np.concatenate([getattr(one, n), getattr(two, n)]) for n in ("times", "shares", "noise")),
        groups=np.concatenate([one.groups, two.groups]),
    )
    ends = both.last_times[:, None] + 1.0
    together = bank.predict(both, ends, LEVELS)
    assert np.array_equal(together[:30], bank.predict(one, ends[:30], LEVELS))
    assert np.array_equal(together[30:], bank.predict(two, ends[30:], LEVELS))


def test_split_keeps_groups_whole_and_every_series_once():
    known = group_of(30, 0.5)
    mixed = bank.Windows(
        known.times, known.shares, known.noise, groups=np.array(["a", "b", ""] * 10, dtype=object)
    )
    parts = mixed.split(4)
    assert sorted(np.concatenate(parts)) == list(range(30))
    for label in ("a", "b"):
        assert sum(np.any(mixed.groups[part] == label) for part in parts) == 1
    ends = mixed.last_times[:, None] + 1.0
    whole = bank.predict(mixed, ends, LEVELS)
    for part in parts:
        assert np.array_equal(bank.predict(mixed.take(part), ends[part], LEVELS), whole[part])


def test_parameters_survive_their_file():
    learnt = bank.shipped()
    again = bank.Parameters.of(learnt.to_dict())
    assert again.links == learnt.links
    np.testing.assert_allclose(again.weights, learnt.weights, rtol=1e-4)
    assert learnt.weights.sum() == pytest.approx(1)
    assert learnt.ceilings[-1] == 1


def test_figures_at_the_cap_are_forecast_near_it() -> None:
    times = np.array([[50.0, 51.0], [50.0, 51.0]])
    shares = np.array([[0.999, 1.0], [0.98, 0.99]])
    windows = bank.Windows(times=times, shares=shares, noise=np.full((2, 2), 0.0003))
    quantiles = bank.predict(windows, np.array([[52.0], [52.0]]), np.array([0.1, 0.5, 0.9]))
    assert quantiles[0, 0, 0] > 0.996
    assert quantiles[0, 0, 1] > 0.998
    assert quantiles[0, 0, 0] < quantiles[0, 0, 2] < 1
    assert 0.98 < quantiles[1, 0, 1] < quantiles[0, 0, 1]


def test_no_series_gives_no_forecast() -> None:
    none = bank.Windows(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)))
    assert bank.predict(none, np.empty((0, 3)), LEVELS).shape == (0, 3, len(LEVELS))

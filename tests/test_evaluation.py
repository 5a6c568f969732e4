"""Scores against plain loops, backtests that cannot look ahead, and the stored record."""

import numpy as np
import pandas as pd
import pytest

from adoption.data import load
from adoption.evaluation import (
    backtest,
    quantile_scores,
    score,
    summarise,
)
from adoption.forecasts import forecast
from adoption.schema import QUANTILE_LEVELS, FitError

LEVELS = np.array(QUANTILE_LEVELS)


def figures(values, ends, known=None, **columns):
    """Rows of one series; known a month after the period unless told otherwise."""
    ends = pd.to_datetime(pd.Series(ends))
    identity = {
        "series_id": "example-share", "source_id": "example", "geo": "CHN",
        "indicator": "penetration", "product": "any-genai", "usage_window": "unspecified",
        "population_group": "total population", "unit_of_observation": "person",
        "weighting": "person", "period_start": ends, "period_end": ends, "value": values,
        "known_from": ends + pd.Timedelta(days=30) if known is None else pd.to_datetime(known),
    }  # fmt: skip
    return pd.DataFrame(identity | columns)


ENDS = pd.date_range("2021-06-30", periods=8, freq="6ME")
VALUES = [3.0, 5.0, 8.5, 12.0, 17.7, 24.0, 31.0, 36.5]
SHARE = figures(VALUES, ENDS)


def sample(cases=40, seed=8):
    rng = np.random.default_rng(seed)
    predicted = np.sort(rng.normal(40, 6, (cases, len(LEVELS))), axis=1)
    return rng.normal(40, 9, cases), predicted


def one_forecast(predicted, levels, *, end="2026-06-30", model="engine"):
    return pd.DataFrame(
        {
            "series_id": "example-share", "model": model, "origin": pd.Timestamp("2025-07-30"),
            "period_end": pd.Timestamp(end), "quantile_level": levels, "predicted": predicted,
        }
    )  # fmt: skip


def test_scores_by_hand():
    # One pair at 0.1 and 0.9 and the median: (8 * 0.1 + (53 - 52) + 6 / 2) / 1.5.
    found = quantile_scores(np.array([53.0]), np.array([[44.0, 47.0, 52.0]]), LEVELS[[3, 11, 19]])
    assert found["wis"][0] == pytest.approx(3.2)
    assert found["dispersion"][0] == pytest.approx(0.8 / 1.5)
    assert found["underprediction"][0] == pytest.approx(4.0 / 1.5)
    assert found["overprediction"][0] == 0.0
    assert found["absolute_error"][0] == 6.0
    assert found["bias"][0] == -1.0
    assert found["pit"][0] == pytest.approx(0.95)
    assert (found["covered_80"][0], found["width_80"][0]) == (False, 8.0)
    assert np.isnan(found["covered_50"][0])


def test_wis_is_twice_the_mean_pinball_loss():
    observed, predicted = sample()
    pinball = np.zeros_like(predicted)
    for i, y in enumerate(observed):
        for j, level in enumerate(LEVELS):
            q = predicted[i, j]
            pinball[i, j] = level * (y - q) if y >= q else (1 - level) * (q - y)
    found = quantile_scores(observed, predicted, LEVELS)["wis"]
    assert found == pytest.approx(2 * pinball.mean(axis=1))


def test_scores_agree_with_a_plain_loop_over_intervals():
    observed, predicted = sample()
    found = quantile_scores(observed, predicted, LEVELS)
    for i, y in enumerate(observed):
        median = predicted[i, 11]
        width = over = under = 0.0
        for k in range(11):
            lower, upper, alpha = predicted[i, k], predicted[i, 22 - k], 2 * LEVELS[k]
            width += alpha / 2 * (upper - lower)
            if y < lower:
                over += lower - y
            if y > upper:
                under += y - upper
        if y < median:
            over += (median - y) / 2
        else:
            under += (y - median) / 2
        assert found["dispersion"][i] == pytest.approx(width / 11.5)
        assert found["overprediction"][i] == pytest.approx(over / 11.5)
        assert found["underprediction"][i] == pytest.approx(under / 11.5)
        for level, low in ((50, 6), (80, 3), (95, 1)):
            inside = predicted[i, low] <= y <= predicted[i, 22 - low]
            assert found[f"covered_{level}"][i] == inside
            assert found[f"width_{level}"][i] == pytest.approx(
                predicted[i, 22 - low] - predicted[i, low]
            )


def test_parts_add_up_to_the_wis():
    found = quantile_scores(*sample(), LEVELS)
    parts = found["dispersion"] + found["underprediction"] + found["overprediction"]
    assert found["wis"] == pytest.approx(parts)


def test_bias_and_pit_agree_with_a_plain_loop():
    observed, predicted = sample(seed=2)
    found = quantile_scores(observed, predicted, LEVELS)
    for i, y in enumerate(observed):
        below = [level for level, q in zip(LEVELS, predicted[i], strict=True) if q <= y]
        above = [level for level, q in zip(LEVELS, predicted[i], strict=True) if q >= y]
        expected = 1 - 2 * max(below, default=0) if y < predicted[i, 11] else 1 - 2 * min(
            above, default=1
        )  # fmt: skip
        assert found["bias"][i] == pytest.approx(expected)
        assert max(below, default=0) <= found["pit"][i] <= min(above, default=1)


def test_scores_ignore_a_common_shift_and_scale_with_the_unit():
    observed, predicted = sample()
    here = quantile_scores(observed, predicted, LEVELS)
    there = quantile_scores(observed + 100, predicted + 100, LEVELS)
    large = quantile_scores(7 * observed, 7 * predicted, LEVELS)
    for name in ("wis", "dispersion", "absolute_error", "width_80"):
        assert there[name] == pytest.approx(here[name])
        assert large[name] == pytest.approx(7 * here[name])
    for name in ("bias", "pit", "covered_80"):
        assert there[name] == pytest.approx(here[name])
        assert large[name] == pytest.approx(here[name])


def test_pit_of_a_calibrated_forecast_is_uniform():
    from scipy import stats

    rng = np.random.default_rng(6)
    predicted = np.broadcast_to(stats.norm.ppf(LEVELS), (4000, 23))
    found = quantile_scores(rng.normal(size=4000), predicted, LEVELS)
    assert np.histogram(found["pit"], bins=5, range=(0, 1))[0] == pytest.approx(800, abs=75)
    assert found["covered_80"].mean() == pytest.approx(0.8, abs=0.02)


def test_levels_that_are_not_pairs_are_refused():
    with pytest.raises(ValueError, match="pairs p and 1 - p about the median"):
        quantile_scores(np.array([1.0]), np.array([[1.0, 2.0, 3.0]]), np.array([0.1, 0.5, 0.8]))


def test_score_takes_the_last_vintage_and_leaves_out_what_has_not_arrived():
    revised = figures([38.0], ["2026-06-30"], ["2026-12-01"])
    first = figures([35.0], ["2026-06-30"], ["2026-08-01"])
    table = pd.concat(
        [one_forecast([30.0, 36.0, 40.0], [0.1, 0.5, 0.9]),
         one_forecast([30.0, 36.0, 40.0], [0.1, 0.5, 0.9], end="2027-06-30")]
    )  # fmt: skip
    scores = score(table, pd.concat([SHARE, revised, first]))
    assert scores["observed"].tolist() == [38.0]
    assert scores["median"].tolist() == [36.0]
    assert scores["absolute_error"].tolist() == [2.0]
    # The figures known at the origin, 3.0 to 36.5 in seven steps, change by 33.5 / 7 on average.
    assert scores["absolute_scaled_error"].tolist() == pytest.approx([2.0 / (33.5 / 7)])


def test_scaled_error_uses_only_figures_known_at_the_origin():
    late = figures([90.0], ["2025-01-31"], ["2026-12-01"])
    figure = figures([38.0], ["2026-06-30"], ["2026-12-01"])
    scores = score(
        one_forecast([30.0, 36.0, 40.0], [0.1, 0.5, 0.9]), pd.concat([SHARE, late, figure])
    )
    assert scores["absolute_scaled_error"].tolist() == pytest.approx([2.0 / (33.5 / 7)])


def test_score_of_nothing_is_an_empty_table_with_its_columns():
    scores = score(one_forecast([1.0, 2.0, 3.0], [0.1, 0.5, 0.9], end="2031-01-01"), SHARE)
    assert scores.empty
    assert {"wis", "covered_80", "unit"} <= set(scores)


def test_two_predictions_for_one_quantile_are_refused():
    table = one_forecast([30.0, 36.0, 36.0, 40.0], [0.1, 0.5, 0.5, 0.9])
    with pytest.raises(ValueError, match=r"forecasts:3  a second row for .* quantile_level 0.5"):
        score(table, SHARE)


def scores_of(**wis):
    rows = [
        {
            "series_id": f"s{i}",
            "model": model.replace("_", "-"),
            "origin": pd.Timestamp("2025-01-01"),
            "period_end": pd.Timestamp("2026-01-01"),
            "unit": "percent",
            "wis": value,
        }
        for model, values in wis.items()
        for i, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def test_skill_compares_only_what_both_forecast():
    table = summarise(scores_of(engine=[1.0, 2.0, 40.0], naive=[2.0, 4.0])).set_index("model")
    assert table.loc["engine", "forecasts"] == 3
    assert table.loc["engine", "paired_naive"] == 2
    assert table.loc["engine", "skill_naive"] == pytest.approx(0.5)
    assert table.loc["naive", "skill_naive"] == 0.0
    assert np.isnan(table.loc["engine", "skill_damped_logit_drift"])


def test_skill_interval_resamples_series_and_is_reproducible():
    scores = scores_of(engine=[1, 2, 6, 4, 5, 1], naive=[2, 4, 5, 9, 7, 3])
    one = summarise(scores, seed=3).set_index("model").loc["engine"]
    again = summarise(scores, seed=3).set_index("model").loc["engine"]
    other = summarise(scores, seed=4).set_index("model").loc["engine"]
    assert one["skill_naive"] == pytest.approx(1 - 19 / 30)
    assert one["skill_naive_lower"] < one["skill_naive"] < one["skill_naive_upper"]
    assert one.equals(again)
    assert one["skill_naive_lower"] != other["skill_naive_lower"]


def test_percent_and_counts_are_never_averaged_together():
    share, count = scores_of(engine=[1.0]), scores_of(engine=[5e6]).assign(unit="count")
    table = summarise(pd.concat([share, count]))
    assert sorted(table["wis"]) == [1.0, 5e6]


def test_backtest_is_the_forecast_made_at_each_release():
    past = backtest(SHARE, "example-share", models=("drift",), figures_ahead=2)
    origins = past["origin"].drop_duplicates().tolist()
    assert origins == (ENDS[1:-1] + pd.Timedelta(days=30)).tolist()
    assert past.groupby("origin")["period_end"].nunique().tolist() == [2, 2, 2, 2, 2, 1]
    targets = pd.DataFrame({"series_id": "example-share", "period_end": ENDS[3:5]})
    known = SHARE[SHARE["known_from"] <= origins[1]]
    again = forecast(known, targets=targets, model="drift", origin=origins[1])
    pd.testing.assert_frame_equal(past[past["origin"] == origins[1]].reset_index(drop=True), again)


def test_backtest_dates_a_figure_by_its_own_period():
    starts = pd.to_datetime(["2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01"])
    table = figures(
        [10.0, 13.0, 17.0, 20.0], ["2024-12-31", "2025-06-30", "2025-12-31", "2026-03-31"]
    ).assign(period_start=starts)
    past = backtest(table, models=("drift",))
    last = past[past["origin"] == table["known_from"].iloc[2]]
    quarter = pd.DataFrame(
        {"series_id": "example-share", "period_end": ["2026-03-31"], "period_start": ["2026-01-01"]}
    )
    known = table.iloc[:3]
    exact = forecast(known, targets=quarter, model="drift")["predicted"].to_numpy()
    half_year = forecast(known, targets=quarter.drop(columns="period_start"), model="drift")
    np.testing.assert_allclose(last["predicted"], exact)
    assert exact[-1] > 1.01 * half_year["predicted"].iloc[-1]


def test_backtest_cannot_see_a_later_revision_that_would_flip_the_result():
    # In real time the share rose; a much later revision makes the same past fall. Whoever looks
    # ahead forecasts a fall, and beats the naive forecast on the revised figures.
    rise = figures([10.0, 14.0, 19.0, 25.0], ENDS[:4])
    revised = figures([40.0, 30.0, 22.0, 16.0], ENDS[:4], ["2026-01-01"] * 4)
    both = pd.concat([rise, revised])
    honest = backtest(both, models=("naive", "drift"), figures_ahead=1)
    real_time = honest[honest["origin"] < pd.Timestamp("2026-01-01")]
    expected = backtest(rise, models=("naive", "drift"), figures_ahead=1)
    pd.testing.assert_frame_equal(real_time.reset_index(drop=True), expected)
    scores = summarise(score(real_time, both)).set_index("model")
    assert scores.loc["drift", "skill_naive"] < 0
    looking_ahead = backtest(revised.assign(known_from=rise["known_from"].to_numpy()),
                             models=("naive", "drift"), figures_ahead=1)  # fmt: skip
    flipped = summarise(score(looking_ahead, both)).set_index("model")
    assert flipped.loc["drift", "skill_naive"] > 0


def test_backtest_forecasts_the_same_origins_with_every_model():
    past = backtest(SHARE, models=("naive", "logistic"), figures_ahead=3)
    cases = past.groupby("model").apply(
        lambda part: set(zip(part["origin"], part["period_end"], strict=True))
    )
    assert cases["naive"] == cases["logistic"]
    assert past["origin"].min() == ENDS[3] + pd.Timedelta(days=30)


def test_backtest_does_not_forecast_across_a_break():
    broken = SHARE.assign(obs_status=["", "", "", "", "b", "", "", ""])
    past = backtest(broken, models=("naive",))
    before = past[past["origin"] < SHARE["known_from"][4]]
    assert before["period_end"].max() == ENDS[3]
    after = past[past["origin"] >= SHARE["known_from"][4]]
    assert after["origin"].min() == SHARE["known_from"][5]


def test_backtest_without_enough_figures_says_so():
    with pytest.raises(FitError, match="no series has 2 figures known when another"):
        backtest(SHARE.head(2))
    with pytest.raises(ValueError, match="`models` has 'prophet'"):
        backtest(SHARE, models=("prophet",))


def test_backtest_of_a_restated_series_compares_nothing_across_the_restatement(monkeypatch):
    restated = figures([6.0, 9.0, 13.0], ENDS[:3], ["2022-10-01"] * 3)
    table = pd.concat([SHARE, restated])
    breaks = pd.DataFrame(
        {
            "series_id_before": ["example-share"], "series_id_after": ["example-share"],
            "kind": ["restatement"], "date": pd.to_datetime(["2022-10-01"]),
        }
    )  # fmt: skip
    monkeypatch.setattr("adoption.evaluation.breaks_inside", lambda: breaks)
    past = backtest(table, models=("drift",))
    before = past[past["origin"] < "2022-10-01"]
    assert before["period_end"].max() == ENDS[2]
    after = past[past["origin"] >= "2022-10-01"]
    assert after["period_end"].min() == ENDS[3]
    assert after["origin"].min() == pd.Timestamp("2022-10-01")


def test_a_forecast_is_scored_on_the_basis_it_knew() -> None:
    series_id = "ramp-ai-index-paid-adoption-anthropic-usa-businesses"  # restated on 8 July 2026
    observations = load()
    published = observations[
        (observations["series_id"] == series_id) & (observations["period_end"] == "2026-04-30")
    ].sort_values("known_from")
    assert published["value"].tolist() == [34.4, 38.57]
    past = backtest(observations, series_id, models=("naive",))
    before = past[past["origin"] < "2026-07-08"]
    assert score(before, observations)["observed"].tolist() == [34.4]
    later = before.assign(origin=pd.Timestamp("2026-07-08"))
    assert score(later, observations)["observed"].tolist() == [38.57]
    restated_only = before.assign(period_end=pd.Timestamp("2023-01-31"))
    assert score(restated_only, observations).empty

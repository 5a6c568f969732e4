"""Forecasts: what a model may see, what it must never do, and the table that comes out."""

import numpy as np
import pandas as pd
import pytest

from adoption import forecasts
from adoption.forecasts import (
    FORECAST_COLUMNS,
    MODELS,
    forecast,
    known_rows,
    regular_goals,
    threshold_dates,
)
from adoption.schema import QUANTILE_LEVELS, FitError

POPULATION = pd.DataFrame(
    {
        "geo": ["CHN", "CHN"],
        "population_group": "total population",
        "year": [2024, 2026],
        "value": [1_400e6, 1_390e6],
    }
)
NO_BREAKS = pd.DataFrame(
    {
        "series_id_before": pd.Series(dtype="str"),
        "series_id_after": pd.Series(dtype="str"),
        "kind": pd.Series(dtype="str"),
        "date": pd.Series(dtype="datetime64[us]"),
    }
)


def figures(values, ends, known=None, *, series_id="example-share", **columns):
    """Rows of one series; known a month after the period unless told otherwise."""
    ends = pd.to_datetime(pd.Series(ends))
    return pd.DataFrame(
        {
            "series_id": series_id, "source_id": "example", "geo": "CHN",
            "indicator": "penetration", "product": "any-genai", "usage_window": "unspecified",
            "population_group": "total population", "unit_of_observation": "person",
            "weighting": "person", "period_start": ends, "period_end": ends, "value": values,
            "rounding": 0.05, "bound": "exact", "obs_status": "",
            "known_from": ends + pd.Timedelta(days=30) if known is None else pd.to_datetime(known),
        }
        | columns
    )  # fmt: skip


ENDS = ["2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31", "2025-06-30"]
SHARE = figures([8.0, 11.5, 17.7, 26.0, 36.5], ENDS)


def median(table):
    return table[table["quantile_level"] == 0.5].set_index("period_end")["predicted"]


def test_the_table_has_its_columns_levels_and_order():
    table = forecast(SHARE, until="2026-06-30", every="half-year")
    assert list(table.columns) == list(FORECAST_COLUMNS)
    assert table["quantile_level"].tolist() == list(QUANTILE_LEVELS) * 2
    assert table["period_end"].drop_duplicates().dt.strftime("%Y-%m-%d").tolist() == [
        "2025-12-31", "2026-06-30",
    ]  # fmt: skip
    assert (table["origin"] == pd.Timestamp("2025-07-30")).all()
    assert table["model"].unique().tolist() == ["engine"]


@pytest.mark.parametrize("model", ["engine", "naive", "drift", "damped-logit-drift"])
def test_shares_stay_below_100_and_quantiles_never_cross(model):
    high = figures([80.0, 92.0, 98.0, 99.5, 100.0], ENDS)
    low = figures([0.0, 0.0, 0.1, 0.1, 0.2], ENDS, series_id="example-low")
    table = forecast(pd.concat([high, low]), until="2035-12-31", every="year", model=model)
    assert table["predicted"].between(0, 100).all()
    assert (table.groupby(["series_id", "period_end"])["predicted"].diff().dropna() >= 0).all()


def test_users_stay_below_the_population_at_the_target_date():
    users = figures([600e6, 900e6, 1_200e6], ENDS[:3], indicator="users", rounding=5e5)
    table = forecast(users, until="2035-12-31", every="year", population=POPULATION)
    far = table[table["period_end"] >= "2027-01-01"]["predicted"]
    assert table["predicted"].max() <= 1_400e6
    assert 1_300e6 < far.max() <= 1_390e6


def test_accounts_have_no_bound_and_can_pass_the_population():
    accounts = figures([600e6, 900e6, 1_350e6], ENDS[:3], indicator="accounts", rounding=5e5)
    table = forecast(accounts, until="2030-12-31", every="year", population=POPULATION,
                     model="damped-logit-drift")  # fmt: skip
    assert table["predicted"].max() > 3_000e6


@pytest.mark.parametrize("model", ["engine", "naive", "drift", "damped-logit-drift", "logistic"])
def test_a_forecast_does_not_depend_on_the_unit(model):
    persons = figures([100e6, 160e6, 249e6, 380e6, 515e6], ENDS, indicator="users", rounding=5e5)
    millions = persons.assign(value=persons["value"] / 1e6, rounding=0.5)
    small = POPULATION.assign(value=POPULATION["value"] / 1e6)
    one = forecast(persons, until="2027-12-31", population=POPULATION, model=model)
    other = forecast(millions, until="2027-12-31", population=small, model=model)
    assert one["predicted"].to_numpy() == pytest.approx(
        1e6 * other["predicted"].to_numpy(), rel=1e-6
    )


def test_a_forecast_does_not_depend_on_the_order_of_rows():
    both = pd.concat([SHARE, figures([5.0, 9.0], ENDS[-2:], series_id="example-other")])
    one = forecast(both, until="2026-12-31")
    other = forecast(both.sample(frac=1, random_state=2), until="2026-12-31")
    pd.testing.assert_frame_equal(one, other)


def test_one_call_for_all_series_is_the_same_as_one_for_each():
    alone = figures([5.0, 9.0], ENDS[-2:], series_id="example-alone", source_id="another")
    both = pd.concat([SHARE, alone])
    together = forecast(both, until="2026-12-31")
    for name in ("example-share", "example-alone"):
        one = forecast(both, name, until="2026-12-31")
        part = together[together["series_id"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(one, part)


def test_several_processes_give_the_same_bits(monkeypatch):
    many = pd.concat(
        [figures([3.0 + i, 7.0 + 2 * i], ENDS[:2], series_id=f"s-{i}", source_id=f"p-{i}")
         for i in range(12)]
    )  # fmt: skip
    one = forecast(many, until="2026-12-31")
    monkeypatch.setattr(forecasts, "BATCH_SERIES", 3)
    pd.testing.assert_frame_equal(one, forecast(many, until="2026-12-31", jobs=2))


def test_figures_released_after_the_origin_change_nothing():
    later = figures([55.0], ["2025-12-31"], ["2026-02-05"])
    revised = figures([1.0], ["2025-06-30"], ["2026-02-05"])
    seen = forecast(SHARE, until="2026-12-31", origin="2025-10-01")
    unseen = forecast(pd.concat([SHARE, later, revised]), until="2026-12-31", origin="2025-10-01")
    pd.testing.assert_frame_equal(seen, unseen)


def test_the_last_vintage_known_counts():
    revised = figures([30.0], ["2025-06-30"], ["2025-09-01"])
    table = forecast(pd.concat([SHARE, revised]), until="2026-06-30", model="naive")
    assert median(table).tolist() == pytest.approx([30.0] * 4)
    before = forecast(pd.concat([SHARE, revised]), until="2026-06-30", model="naive",
                      origin="2025-08-31")  # fmt: skip
    assert median(before).tolist() == pytest.approx([36.5] * 4)


def test_a_release_of_a_peer_after_the_origin_changes_nothing():
    peer = figures([10.0, 14.0, 20.0], ENDS[:3], series_id="example-peer")
    late = figures([99.0], [ENDS[3]], ["2026-01-01"], series_id="example-peer")
    seen = forecast(pd.concat([SHARE, peer]), "example-share", until="2026-06-30",
                    origin="2025-08-01")  # fmt: skip
    unseen = forecast(pd.concat([SHARE, peer, late]), "example-share", until="2026-06-30",
                      origin="2025-08-01")  # fmt: skip
    pd.testing.assert_frame_equal(seen, unseen)


def test_nothing_from_before_a_flagged_break_joins():
    broken = SHARE.assign(obs_status=["", "", "b", "", ""])
    pd.testing.assert_frame_equal(
        forecast(broken, until="2026-06-30"), forecast(broken.iloc[2:], until="2026-06-30")
    )
    assert not forecast(broken, until="2026-06-30").equals(forecast(SHARE, until="2026-06-30"))


def test_breaks_of_the_table_cut_by_period_and_restatements_by_release():
    one_break = NO_BREAKS.reindex([0]).assign(
        series_id_before="example-share", series_id_after="example-share", kind="question",
        date=pd.Timestamp("2024-01-01"),
    )  # fmt: skip
    origin = pd.Timestamp("2026-01-01")
    after = known_rows(SHARE, ["example-share"], origin=origin, breaks=one_break)
    assert after["value"].tolist() == [17.7, 26.0, 36.5]
    earlier = pd.Timestamp("2023-09-01")
    before = known_rows(SHARE, ["example-share"], origin=earlier, breaks=one_break)
    assert before["value"].tolist() == [8.0]
    restated = one_break.assign(kind="restatement", date=pd.Timestamp("2025-01-15"))
    again = figures([9.9], ["2023-06-30"], ["2025-01-20"])
    rows = known_rows(pd.concat([SHARE, again]), ["example-share"], origin=origin, breaks=restated)
    assert rows["value"].tolist() == [9.9, 26.0, 36.5]


def test_peers_measure_the_same_thing_elsewhere():
    peer = figures([10.0, 14.0], ENDS[:2], series_id="example-peer", geo="USA")
    stranger = figures([10.0, 14.0], ENDS[:2], series_id="example-firms", weighting="firm")
    rows = known_rows(
        pd.concat([SHARE, peer, stranger]), ["example-share"],
        origin=pd.Timestamp("2026-01-01"), breaks=NO_BREAKS,
    )  # fmt: skip
    assert set(rows["series_id"]) == {"example-share", "example-peer"}
    assert len(set(rows["peer_group"])) == 1


def test_a_lower_bound_is_wider_than_the_same_figure_published_exactly():
    values = [300e6, 400e6, 500e6, 700e6, 800e6]
    exact = figures(values, ENDS, indicator="users", rounding=5e5)
    bound = exact.assign(bound="lower")
    options = {"until": "2025-09-30", "population": POPULATION, "model": "damped-logit-drift"}
    width = [forecast(table, **options)["predicted"].agg(np.ptp) for table in (exact, bound)]
    assert width[1] > 1.05 * width[0]


def test_one_figure_gives_a_wide_forecast_from_the_engine_and_a_refusal_from_a_drift():
    one = SHARE.tail(1)
    table = forecast(one, until="2026-06-30")
    last = table[table["period_end"] == "2026-06-30"]["predicted"]
    assert last.iloc[0] < 36
    assert last.iloc[-1] > 45
    with pytest.raises(FitError, match=r"`example-share` has 1 figure: .* needs at least 2"):
        forecast(one, until="2026-06-30", model="drift")


def test_every_refused_series_is_named_with_its_reason():
    short = [figures([5.0], ENDS[-1:], series_id=f"example-{name}") for name in "ab"]
    with pytest.raises(FitError) as caught:
        forecast(pd.concat([SHARE, *short]), until="2026-06-30", model="naive")
    assert str(caught.value).splitlines() == [
        "`example-a` has 1 figure: the model `naive` needs at least 2",
        "`example-b` has 1 figure: the model `naive` needs at least 2",
    ]


HALVES = figures(
    [10.0, 12.0], ["2025-06-30", "2025-12-31"],
    period_start=pd.to_datetime(["2025-01-01", "2025-07-01"]),
)  # fmt: skip


def days_of(monkeypatch, observations, **target):
    """Days between the moments of the figures, and on to that of a target."""
    seen = {}

    def model(windows, ends, levels):
        seen["moments"] = [*windows.times[0], *ends[0]]
        return forecasts.Prediction(np.full((*ends.shape, len(levels)), 0.5))

    monkeypatch.setitem(MODELS, "seen", forecasts.Model("seen", "", 1, model))
    targets = pd.DataFrame({"series_id": ["example-share"]} | target)
    forecast(observations, model="seen", targets=targets)
    return np.diff(np.array(seen["moments"]) * 365.25)


def test_figures_are_dated_by_the_middle_of_their_periods(monkeypatch):
    quarter = {"period_end": ["2026-03-31"], "period_start": ["2026-01-01"]}
    assert days_of(monkeypatch, HALVES, **quarter) == pytest.approx([182.5, 137.0])


def test_a_target_without_a_start_is_as_long_as_the_last_period(monkeypatch):
    half = {"period_end": ["2026-06-30"]}
    assert days_of(monkeypatch, HALVES, **half) == pytest.approx([182.5, 181.0])
    partly = HALVES.assign(period_start=pd.to_datetime(["2025-01-01", None]))
    assert days_of(monkeypatch, partly, **half) == pytest.approx([184.0, 181.0])


def test_without_starts_figures_are_dated_by_the_ends_of_their_periods(monkeypatch):
    ends = HALVES.drop(columns="period_start")
    assert days_of(monkeypatch, ends, period_end=["2026-03-31"]) == pytest.approx([184.0, 90.0])


def test_a_long_period_that_ends_after_the_last_figure_is_at_least_a_day_ahead(monkeypatch):
    year = {"period_end": ["2026-01-31"], "period_start": ["2025-02-01"]}
    assert days_of(monkeypatch, HALVES, **year) == pytest.approx([182.5, 1.0])


def test_a_share_above_100_is_refused():
    with pytest.raises(FitError, match="has a figure of 108, above the largest possible 100"):
        forecast(figures([50.0, 108.0], ENDS[:2]), until="2026-06-30")


def test_a_target_not_after_the_last_figure_is_refused():
    targets = pd.DataFrame({"series_id": ["example-share"], "period_end": ["2025-06-30"]})
    with pytest.raises(FitError, match="its last known figure is of 2025-06-30"):
        forecast(SHARE, targets=targets)


def test_unknown_series_names_the_nearest():
    with pytest.raises(KeyError, match="the nearest name is `example-share`"):
        forecast(SHARE, "exampl-share")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "prophet"}, "`model` is 'prophet': it is one of engine, naive"),
        ({"every": "week"}, "`every` is 'week': it is one of month, quarter"),
        ({"until": "2026-01-01", "targets": SHARE}, "give `targets` or `until`, not both"),
    ],
)
def test_wrong_arguments_name_the_choices(options, message):
    with pytest.raises(ValueError, match=message):
        forecast(SHARE, **options)


def test_regular_goals_come_after_the_last_figure_of_each_series():
    last = pd.Series(pd.to_datetime(["2025-06-30", "2025-11-15"]), index=["a", "b"])
    goals = regular_goals(last, pd.Timestamp("2026-03-31"), "quarter")
    ends = goals.groupby("series_id")["period_end"].apply(
        lambda days: days.dt.strftime("%m-%d").tolist()
    )
    assert ends["a"] == ["09-30", "12-31", "03-31"]
    assert ends["b"] == ["12-31", "03-31"]


def test_threshold_dates_are_where_the_quantiles_first_pass():
    ends = pd.to_datetime(["2026-06-30", "2026-12-31", "2027-06-30"])
    levels = [0.1, 0.25, 0.5, 0.75, 0.9]
    medians = [44.0, 48.0, 51.0]
    table = pd.DataFrame(
        {
            "series_id": "example-share", "model": "engine", "origin": pd.Timestamp("2026-02-05"),
            "period_end": np.repeat(ends, 5), "quantile_level": levels * 3,
            "predicted": [m + offset for m in medians for offset in (-8, -3, 0, 3, 8)],
        }
    )  # fmt: skip
    dates = threshold_dates(table, 50.0).set_index("level")
    assert list(dates.index) == [0.5, 0.8]
    assert dates.loc[0.5, "earliest"] == ends[1]
    assert dates.loc[0.5, "median"] == ends[2]
    assert dates.loc[0.8, "earliest"] == ends[0]
    assert pd.isna(dates.loc[0.8, "latest"])
    assert (dates["horizon"] == ends[2]).all()


def test_models_list_their_formula_and_minimum():
    for name, model in MODELS.items():
        assert model.name == name
        assert len(model.formula) > 20
        assert model.minimum_points >= 1


def test_a_day_before_the_last_figure_leaves_nothing_to_forecast():
    observations = pd.DataFrame(
        {
            "series_id": "example-share", "source_id": "example", "geo": "CHN",
            "indicator": "penetration", "product": "any-genai", "purpose": "any",
            "population_group": "total population", "unit_of_observation": "person",
            "usage_window": "unspecified", "weighting": "person", "value": [17.7, 36.5, 42.8],
            "rounding": 0.05,
            "period_end": pd.to_datetime(["2024-12-31", "2025-06-30", "2025-12-31"]),
            "known_from": pd.to_datetime(["2025-01-17", "2025-10-18", "2026-02-05"]),
        }
    )  # fmt: skip
    with pytest.raises(ValueError, match="no quarter ends after the last figure, for 2025-12-31"):
        forecasts.forecast(observations, until="2025-12-31")
    with pytest.raises(ValueError, match="`until` is 'soon': a day is written as year-month-day"):
        forecasts.forecast(observations, until="soon")

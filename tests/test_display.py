"""What a notebook shows of each table: units in the heads, intervals side by side, all escaped."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.formatters import DisplayFormatter

import adoption
from adoption import display
from adoption.schema import QUANTILE_LEVELS

HOSTILE = '<script>alert("x")</script>&<b>'


def figures(values=(16.4, 17.7, 42.8), series_id="example-share", **columns):
    ends = pd.to_datetime(["2024-06-30", "2024-12-31", "2025-12-31"][: len(values)])
    return pd.DataFrame(
        {
            "series_id": series_id, "source_id": "cnnic", "geo": "CHN", "indicator": "penetration",
            "product": "any-genai", "purpose": "any", "population_group": "total population",
            "unit_of_observation": "person", "weighting": "person", "usage_window": "unspecified",
            "period_start": ends, "period_end": ends, "value": values, "rounding": 0.05,
            "bound": "exact", "margin_of_error": np.nan, "standard_error": np.nan,
            "obs_status": "", "released": ends + pd.Timedelta(days=36),
            "known_from": ends + pd.Timedelta(days=36), "known_from_assumed": False,
            "url": "https://example.org/report",
        } | columns
    )  # fmt: skip


def forecasts(middle=52.0, series_id="example-share", model="engine", end="2026-12-31"):
    return pd.DataFrame(
        {
            "series_id": series_id, "model": model, "origin": pd.Timestamp("2026-02-05"),
            "period_end": pd.Timestamp(end), "quantile_level": QUANTILE_LEVELS,
            "predicted": [middle * (0.5 + level) for level in QUANTILE_LEVELS],
        }
    )  # fmt: skip


def scores(**columns):
    return pd.DataFrame(
        {
            "series_id": "example-share", "model": "engine", "origin": pd.Timestamp("2026-02-05"),
            "period_end": pd.to_datetime(["2026-06-30", "2026-12-31"]), "observed": [50.5, 61.25],
            "median": [52.0, 55.5], "unit": "percent", "wis": [0.512, 3.25],
            "covered_50": [True, False], "covered_80": [True, False], "covered_95": [True, True],
        } | columns
    )  # fmt: skip


def heads(view):
    soup = BeautifulSoup(view._repr_html_(), "html5lib")
    return [
        (head.find(string=True, recursive=False).strip(), head.span.get_text() if head.span else "")
        for head in soup.thead.find_all("th")
    ]


def rows(view):
    soup = BeautifulSoup(view._repr_html_(), "html5lib")
    return [
        [re.sub("[\u2007\u2008]", "", cell.get_text()) for cell in row.find_all(["th", "td"])]
        for row in soup.tbody.find_all("tr")
    ]


def test_a_series_has_its_unit_in_the_head_and_says_what_it_measures():
    view = adoption.show(figures())
    assert view.caption == (
        "China: Share of people who use generative AI; all residents; window: not stated "
        "(example-share)"
    )
    assert heads(view)[:3] == [
        ("Reference period", ""), ("Figure", "percent"), ("Rounding", "percentage points"),
    ]  # fmt: skip
    assert rows(view)[2] == ["31 December 2025", "42.8", "±0.05", "5 February 2026", ""]
    link = BeautifulSoup(view._repr_html_(), "html5lib").tbody.a
    assert link["href"] == "https://example.org/report"


def test_a_count_is_in_words_with_what_is_counted():
    users = figures((230e6, 602e6), rounding=[5e6, 5e5], indicator="users")
    view = adoption.show(users)
    assert heads(view)[1:3] == [("Figure", "persons"), ("Rounding", "persons")]
    assert [row[1:3] for row in rows(view)] == [
        ["230 million", "±5,000,000"], ["602 million", "±500,000"],
    ]  # fmt: skip


def test_several_series_name_each_and_each_figure_its_unit():
    both = pd.concat(
        [figures((16.4,)), figures((602e6,), "example-users", indicator="users", rounding=5e5)]
    )
    view = adoption.show(both)
    assert view.caption == "2 figures of 2 series"
    assert [row[:3] for row in rows(view)] == [
        ["example-share", "30 June 2024", "16.4%"],
        ["example-users", "30 June 2024", "602 million"],
    ]


def test_growth_has_one_row_for_each_comparison_with_its_bounds():
    view = adoption.show(adoption.growth(figures()))
    assert rows(view) == [
        ["30 June 2024", "16.4", "first figure of the series", "", "", "", ""],
        ["31 December 2024", "17.7", "June 2024", "+1.3", "1.20 to 1.40", "+8", "7.29 to 8.56"],
        ["31 December 2025", "42.8", "December 2024, a year before", "+25.1", "25.00 to 25.20",
         "+142", "140.85 to 142.78"],
    ]  # fmt: skip
    units = [unit for _, unit in heads(view)]
    assert units == ["", "percent", "", *["percentage points"] * 2, *["percent"] * 2]


def test_growth_of_lower_bounds_has_no_bounds():
    lower = figures((230e6, 602e6), rounding=5e5, indicator="users", bound="lower")
    assert rows(adoption.show(adoption.growth(lower)))[1][3:] == [
        "+372 million", "none", "+162", "none",
    ]  # fmt: skip


def test_a_forecast_has_one_row_for_each_date_with_intervals_side_by_side():
    ahead = pd.concat([forecasts(), forecasts(60.0, end="2027-12-31")])
    view = adoption.show(ahead, figures())
    assert heads(view) == [
        ("Period end", ""), ("Median", "percent"), ("50% interval", "percent"),
        ("80% interval", "percent"), ("95% interval", "percent"),
    ]  # fmt: skip
    assert rows(view) == [
        ["31 December 2026", "52.0", "39.0 to 65.0", "31.2 to 72.8", "27.3 to 76.7"],
        ["31 December 2027", "60.0", "45.0 to 75.0", "36.0 to 84.0", "31.5 to 88.5"],
    ]
    assert view.caption == (
        "Forecast of example-share by the model engine, by what was known on 5 February 2026"
    )


def test_a_forecast_takes_its_unit_from_the_figures_else_from_the_package():
    users = figures((602e6,), indicator="users")
    assert heads(adoption.show(forecasts(7e8), users))[1] == ("Median", "persons")
    view = adoption.show(forecasts(7e8), users)
    assert rows(view)[0][1:3] == ["700 million", "525 to 875 million"]
    known = forecasts(series_id="cnnic-genai-penetration-chn")
    assert heads(adoption.show(known))[1] == ("Median", "percent")
    assert heads(adoption.show(forecasts()))[1] == ("Median", "unit of the series")


def test_forecasts_of_several_series_and_models_say_which():
    both = pd.concat([forecasts(), forecasts(7e8, "example-users", "naive")])
    known = pd.concat([figures(), figures((602e6,), "example-users", indicator="users")])
    view = adoption.show(both, known)
    assert [head for head, _ in heads(view)][:3] == ["Series", "Model", "Period end"]
    assert [row[:2] + row[3:4] for row in rows(view)] == [
        ["example-share", "engine", "52.0%"], ["example-users", "naive", "700 million"],
    ]  # fmt: skip


def test_a_forecast_without_its_levels_or_with_one_twice_is_refused():
    with pytest.raises(ValueError, match=r"lacks the quantile levels \[0.025\]"):
        adoption.show(forecasts().query("quantile_level != 0.025"))
    with pytest.raises(ValueError, match=r"a second row for .* quantile_level 0.01"):
        adoption.show(pd.concat([forecasts(), forecasts()]))


def test_scores_say_figure_median_and_whether_the_intervals_held():
    view = adoption.show(scores())
    assert rows(view) == [
        ["30 June 2026", "50.5", "52.0", "0.512", "yes", "yes", "yes"],
        ["31 December 2026", "61.3", "55.5", "3.25", "no", "no", "yes"],
    ]
    assert heads(view)[1:4] == [
        ("Figure", "percent"), ("Median forecast", "percent"), ("Score (WIS)", "percent"),
    ]  # fmt: skip


def test_a_summary_compares_with_the_baselines():
    from adoption.evaluation import summarise

    naive = scores(model="naive", wis=[1.024, 4.5])
    other = [part.assign(series_id="b") for part in (scores(wis=[1.0, 1.0]), naive)]
    view = adoption.show(summarise(pd.concat([scores(), naive, *other])))
    assert [head for head, _ in heads(view)][:5] == [
        "Model", "Unit", "Forecasts", "Series", "Mean score (WIS)",
    ]  # fmt: skip
    engine, baseline = rows(view)
    assert engine[:8] == ["engine", "percent", "4", "2", "1.44", "50", "50", "100"]
    assert re.fullmatch(r"48 \(\d+ to \d+\)", engine[8])
    assert baseline[8] == "0"


def test_findings_say_their_verdict_in_words_and_sign():
    findings = pd.DataFrame(
        {
            "text": ["602 million", "24.9 points", "a share"],
            "verdict": ["supported", "contradicted", "not determinable"],
            "reason": ["published", "between 25.0 and 25.2", ""],
        }
    )
    view = adoption.show(findings)
    assert view.caption == "3 statements: 1 supported, 1 contradicted, 1 not determinable"
    assert [row[1] for row in rows(view)] == ["✓ supported", "✗ contradicted", "? not determinable"]


def test_a_curve_shows_estimates_and_intervals():
    series = figures((4.0, 10.8, 25.1)).assign(series_id="example-share")
    more = figures((44.2, 58.1, 64.0)).assign(period_end=lambda t: t["period_end"] + pd.Timedelta(
        days=731))  # fmt: skip
    fit = adoption.fit(pd.concat([series, more], ignore_index=True), "logistic", ceiling=80.0)
    view = adoption.show(fit)
    assert view.caption == "The logistic curve fitted to example-share"
    assert rows(view)[0] == ["ceiling", "80.0", "given", "given", "unit of the series"]
    low, high = (float(end) for end in rows(view)[1][3].split(" to "))
    assert low < float(rows(view)[1][1]) < high
    shown = BeautifulSoup(fit._repr_html_(), "html5lib")
    assert shown.p.get_text().startswith("logistic curve, example-share, 6 figures; years count")
    assert [cell.get_text() for cell in shown.tbody.tr.find_all("td")][:3] == [
        "ceiling", "80", "given",
    ]  # fmt: skip
    assert "_estimate" not in repr(fit)


def test_no_more_rows_are_shown_than_asked_for_and_a_note_says_how_many_there_are():
    view = adoption.show(figures(), most=2)
    assert len(rows(view)) == 2
    assert view.note == "The first 2 of 3 rows: `most` shows more."
    assert "The first 2 of 3 rows" in view._repr_html_()
    assert repr(view).endswith(view.note)
    with pytest.raises(ValueError, match="`most` is 0: a whole number of at least 1"):
        adoption.show(figures(), most=0)


def test_the_input_is_not_changed():
    for table in (figures(), forecasts(), scores()):
        before = table.copy(deep=True)
        adoption.show(table)
        pd.testing.assert_frame_equal(table, before)


def test_another_table_is_refused_by_its_columns():
    with pytest.raises(ValueError, match=r"none that `show` knows .* its columns are a, b"):
        adoption.show(pd.DataFrame({"a": [1], "b": [2]}))
    with pytest.raises(ValueError, match="the table has no row"):
        adoption.show(figures().head(0))


@pytest.mark.parametrize(
    "table",
    [
        figures(series_id=HOSTILE, geo=HOSTILE, product=HOSTILE, population_group=HOSTILE),
        adoption.growth(figures(series_id=HOSTILE)).assign(reason=HOSTILE),
        forecasts(series_id=HOSTILE, model=HOSTILE),
        pd.concat([forecasts(model=HOSTILE), forecasts()]),
        scores(series_id=HOSTILE, model=[HOSTILE, "b"]),
        pd.DataFrame({"text": [HOSTILE], "verdict": [HOSTILE], "reason": [HOSTILE]}),
        pd.DataFrame({"name": [HOSTILE], "words": [HOSTILE], "value": 1.0, "unit": HOSTILE,
                      "period_end": pd.Timestamp("2025-12-31"), "series_id": HOSTILE}),
    ],
)  # fmt: skip
def test_everything_is_escaped(table):
    html = adoption.show(table)._repr_html_()
    soup = BeautifulSoup(html, "html5lib")
    assert soup.find("script") is None
    assert soup.find("b") is None
    assert "&lt;script&gt;" in html


def test_a_curve_of_a_hostile_name_is_escaped():
    fit = adoption.fit(figures((4.0, 10.8, 25.1), series_id=HOSTILE), "logistic", ceiling=80.0)
    for html in (fit._repr_html_(), adoption.show(fit)._repr_html_()):
        assert BeautifulSoup(html, "html5lib").find(["script", "b"]) is None


def test_jupyter_gets_html_and_text():
    bundle, _ = DisplayFormatter().format(adoption.show(figures()))
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"].splitlines()[1].split() == [
        "Reference", "period", "Figure", "Rounding", "Known", "from", "Remark",
    ]  # fmt: skip
    assert bundle["text/html"].count("<table") == 1


def test_marimo_gets_html():
    """Marimo takes `_display_`, then `_mime_`, then `_repr_html_`: only the last is there."""
    view = adoption.show(figures())
    assert not hasattr(view, "_display_")
    assert not hasattr(view, "_mime_")
    assert view._repr_html_().startswith("<style>")


def test_the_style_touches_nothing_but_the_view():
    rules = re.findall(r"^(\S.*?) \{", display._STYLE, re.MULTILINE)
    assert len(rules) > 8
    assert all(rule.startswith(".adoption-view") for rule in rules)

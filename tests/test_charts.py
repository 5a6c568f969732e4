"""Charts by what they hold: points, lines, limits, labels, and no label over another."""

import itertools

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text

import adoption
from adoption import charts, descriptions, drawing, pictures, rankings, svg

LAYOUTS = ("wide", "narrow")


def pictured(draw):
    """Return a chart's function with the figure that holds its data in place of the chart."""
    return lambda *tables, **options: pictures.figure(draw(*tables, **options))


lines, fan, small_multiples = map(pictured, (charts.lines, charts.fan, charts.small_multiples))
dots, dumbbell = pictured(rankings.dots), pictured(rankings.dumbbell)


def rows(
    name="a", ends=("2024-06-30", "2024-12-31", "2025-06-30"), values=(11.0, 17.7, 42.8), **more
):
    """Return one series; `more` sets columns."""
    dates = pd.to_datetime(list(ends))
    table = {
        "series_id": name, "source_id": "example", "geo": "CHN", "indicator": "penetration",
        "product": "any-genai", "population_group": "total population",
        "usage_window": "unspecified", "period_start": dates, "period_end": dates,
        "value": [float(v) for v in values], "rounding": 0.05, "bound": "exact",
        "obs_status": "", "margin_of_error": float("nan"), "standard_error": float("nan"),
    }  # fmt: skip
    return pd.DataFrame(table | more)


def quantiles(
    name="a", ends=("2025-12-31", "2026-12-31"), centre=(50.0, 60.0), step=1.0, model="engine"
):
    """Return a forecast whose quantiles stand `step` apart from one level to the next."""
    levels = adoption.schema.QUANTILE_LEVELS
    return pd.DataFrame(
        [
            (name, model, pd.Timestamp("2025-07-15"), pd.Timestamp(end), level,
             middle + step * (k - 11))
            for end, middle in zip(ends, centre, strict=True)
            for k, level in enumerate(levels)
        ],
        columns=["series_id", "model", "origin", "period_end", "quantile_level", "predicted"],
    )  # fmt: skip


def days(*dates):
    return [drawing.day_number(pd.Timestamp(date)) for date in dates]


def inked(figure, ink, *, kind="lines"):
    """Return the data of lines, or of dots, drawn on the first axes in an ink."""
    colour = svg.inks()[ink]
    found = []
    for line in figure.axes[0].findobj(Line2D):
        is_dots = line.get_marker() not in ("", "None", None)
        colours = {line.get_color(), line.get_markerfacecolor(), line.get_markeredgecolor()}
        own = colours if is_dots else {line.get_color()}
        if (
            is_dots == (kind == "dots")
            and colour in own
            and line.get_transform() == line.axes.transData
        ):
            found.append(np.column_stack(line.get_data()).tolist())
    return found


def words(figure):
    return [t.get_text() for t in figure.findobj(Text) if t.get_text() and t.get_visible()]


def touching(figure):
    """Return pairs of labels whose boxes overlap by more than a pixel."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    scale = 72 / figure.dpi
    boxes = [
        (t.get_text(), t.get_window_extent(renderer).extents * scale)
        for t in figure.findobj(Text)
        if t.get_text().strip() and t.get_visible()
    ]
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a[0] + 1 < b[2] and b[0] + 1 < a[2] and a[1] + 1 < b[3] and b[1] + 1 < a[3]
    ]


def outside(figure):
    """Return labels that leave the picture."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    width, height = figure.get_size_inches() * 72
    scale = 72 / figure.dpi
    return [
        t.get_text()
        for t in figure.findobj(Text)
        if t.get_text().strip()
        for x0, y0, x1, y1 in [t.get_window_extent(renderer).extents * scale]
        if x0 < -1.5 or y0 < -1.5 or x1 > width + 1.5 or y1 > height + 1.5
    ]


# Lines


def test_a_published_figure_is_a_dot_at_the_end_of_its_period():
    figure = lines(rows())
    assert inked(figure, "c2", kind="dots") == [
        [
            list(p)
            for p in zip(
                days("2024-06-30", "2024-12-31", "2025-06-30"), (11.0, 17.7, 42.8), strict=True
            )
        ]
    ]


def test_shares_run_from_zero_to_a_round_number_and_stay_below_one_hundred():
    assert lines(rows()).axes[0].get_ylim() == (0.0, 50.0)
    high = rows(values=(60.0, 91.0, 98.5))
    assert lines(high).axes[0].get_ylim() == (0.0, 100.0)


def test_the_whole_whisker_is_on_the_scale():
    figure = lines(rows(values=(11.0, 17.7, 39.0), margin_of_error=4.0))
    assert figure.axes[0].get_ylim() == (0.0, 50.0)


def test_a_count_names_its_unit_above_the_axis():
    counts = rows(values=(230e6, 249e6, 602e6), indicator="users", rounding=5e5)
    assert "Million users" in words(lines(counts))
    assert {"0", "200", "400", "600", "800"} <= set(words(lines(counts)))
    assert "602 million" in words(lines(counts))


def test_whiskers_stand_where_an_error_is_published_and_nowhere_else():
    errors = [2.0, float("nan"), 4.0]
    figure = lines(rows(margin_of_error=errors))
    whiskers = [line for line in inked(figure, "c2") if line[0][0] == line[1][0]]
    assert [[p[1] for p in line] for line in whiskers] == [[9.0, 13.0], [38.8, 46.8]]


def test_a_standard_error_becomes_a_95_percent_whisker():
    figure = lines(rows(standard_error=[float("nan"), float("nan"), 1.0]))
    whisker = next(line for line in inked(figure, "c2") if line[0][0] == line[1][0])
    assert [p[1] for p in whisker] == pytest.approx([42.8 - 1.96, 42.8 + 1.96])


def joined(figure, ink="c2"):
    """Return the values each line joins."""
    return [[p[1] for p in line] for line in inked(figure, ink) if line[0][0] != line[-1][0]]


def test_a_line_joins_all_figures_of_one_definition():
    assert joined(lines(rows())) == [[11.0, 17.7, 42.8]]


def test_a_line_stops_at_a_figure_flagged_as_a_break():
    figure = lines(
        rows(
            ends=("2023-12-31", "2024-06-30", "2024-12-31", "2025-06-30"), values=(1, 2, 4, 8),
            obs_status=["", "", "b", ""],
        )
    )  # fmt: skip
    assert joined(figure) == [[1.0, 2.0], [4.0, 8.0]]


def test_a_figure_of_another_definition_is_joined_to_nothing():
    figure = lines(
        rows(
            ends=("2023-12-31", "2024-06-30", "2024-12-31", "2025-06-30"), values=(1, 2, 4, 8),
            obs_status=["", "", "d", ""],
        )
    )  # fmt: skip
    assert joined(figure) == [[1.0, 2.0]]
    assert [y for _, y in inked(figure, "c2", kind="dots")[0]] == [1.0, 2.0, 4.0, 8.0]


def break_at(date, before, after, **more):
    return pd.DataFrame(
        [{"series_id_before": before, "series_id_after": after, "date": pd.Timestamp(date),
          "kind": "question", "description": "the question became wider"} | more]
    )  # fmt: skip


def test_a_break_inside_a_series_cuts_its_line_and_is_marked():
    figure = lines(rows(), breaks=break_at("2024-10-01", "a", "a"))
    assert joined(figure) == [[17.7, 42.8]]
    assert "Question changed" in words(figure)


def test_a_break_of_another_series_leaves_no_mark():
    figure = lines(rows(), breaks=break_at("2024-10-01", "b", "b"))
    assert joined(figure) == [[11.0, 17.7, 42.8]]
    assert "Question changed" not in words(figure)


def test_two_series_of_one_survey_are_never_joined_and_the_change_stands_between_them():
    old = rows("v1", ends=("2025-08-31", "2025-09-30"), values=(9.0, 10.0))
    new = rows("v2", ends=("2025-11-30", "2025-12-31"), values=(17.0, 18.0), geo="USA")
    cuts = break_at("2025-12-01", "v1", "v2")
    figure = lines(pd.concat([old, new]), breaks=cuts, names={"v1": "Old", "v2": "New"})
    assert joined(figure, "c2") == [[9.0, 10.0]]
    assert joined(figure, "c1") == [[17.0, 18.0]]
    line = next(a for a in figure.artists if isinstance(a, Line2D) and a.is_dashed())
    x = line.get_xdata()[0] * 72
    assert figure_x(figure, "2025-09-30") < x < figure_x(figure, "2025-11-30")


def figure_x(figure, date):
    axes = figure.axes[0]
    low, high = axes.get_xlim()
    box = axes.get_position()
    share = (days(date)[0] - low) / (high - low)
    return (box.x0 + share * box.width) * figure.get_size_inches()[0] * 72


def test_lower_bounds_are_open_dots_and_say_over():
    counts = rows(
        values=(1e8, 4e8, 8e8), indicator="users", rounding=5e7, bound=["exact", "lower", "lower"]
    )
    figure = lines(counts)
    paper = svg.inks()["paper"]
    hollow = [
        line for line in figure.axes[0].findobj(Line2D)
        if line.get_marker() == "s" and line.get_markerfacecolor() == paper
    ]  # fmt: skip
    assert [list(line.get_ydata()) for line in hollow] == [[4e8, 8e8]]
    assert "over 800 million" in words(figure)


def test_the_same_country_has_the_same_ink_in_every_chart():
    china, usa = rows("a"), rows("b", geo="USA", values=(5, 9, 12))
    assert joined(lines(pd.concat([china, usa])), "c2") == [[11.0, 17.7, 42.8]]
    assert joined(lines(pd.concat([usa, china])), "c2") == [[11.0, 17.7, 42.8]]
    assert joined(lines(usa), "c1") == [[5.0, 9.0, 12.0]]


def test_a_sixth_series_needs_highlighting():
    many = pd.concat([rows(f"s{k}", geo=f"G{k}", values=(k, k + 1, k + 2)) for k in range(1, 7)])
    names = {f"s{k}": f"Series {k}" for k in range(1, 7)}
    with pytest.raises(ValueError, match="6 series in colour: at most 5"):
        lines(many, names=names)
    figure = lines(many, names=names, highlight={"s3"})
    assert joined(figure, "c1") == [[3.0, 4.0, 5.0]]
    assert len(joined(figure, "faint")) == 5


def test_a_highlighted_series_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="not in the chart: `b`"):
        lines(rows(), highlight={"b"})


def test_shares_and_counts_are_not_drawn_on_one_axis():
    mixed = pd.concat([rows("a"), rows("b", indicator="users")])
    with pytest.raises(ValueError, match="shares and counts have no common axis"):
        lines(mixed)


def test_two_vintages_of_one_period_are_refused():
    with pytest.raises(ValueError, match="`a` has several vintages of one period"):
        lines(pd.concat([rows(), rows()]))


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="there are no figures to draw"):
        lines(rows().iloc[:0])


def test_the_order_of_rows_changes_nothing():
    one = svg.to_svg(charts.lines(rows()), prefix="x")
    other = svg.to_svg(charts.lines(rows().iloc[[2, 0, 1]]), prefix="x")
    assert one == other


def test_inputs_are_left_as_they_were():
    table = rows()
    before = table.copy()
    lines(table, breaks=break_at("2024-10-01", "a", "a"))
    fan(table, quantiles())
    pd.testing.assert_frame_equal(table, before)


def events(*pairs):
    return pd.DataFrame(
        [{"date": pd.Timestamp(date), "label": label, "title": "long"} for date, label in pairs]
    )


def test_events_inside_the_time_shown_are_labelled_at_the_top():
    shown = events(("2024-09-01", "Launch"), ("2030-01-01", "Later"))
    figure = lines(rows(), events=shown)
    assert "Launch" in words(figure)
    assert "Later" not in words(figure)


def test_a_ninth_event_is_refused():
    nine = events(*((f"2024-{month:02d}-15", f"e{month}") for month in range(7, 13)),
                  ("2025-01-05", "x"), ("2025-02-05", "y"), ("2025-03-05", "z"))  # fmt: skip
    with pytest.raises(ValueError, match="9 events: a chart shows at most 8"):
        lines(rows(), events=nine)


def test_one_figure_alone_is_drawn():
    figure = lines(rows(ends=("2025-12-31",), values=(42.8,)))
    assert inked(figure, "c2", kind="dots")[0] == [[days("2025-12-31")[0], 42.8]]


# Fans


def test_a_fan_begins_at_the_last_figure():
    figure = fan(rows(), quantiles())
    start = [days("2025-06-30")[0], 42.8]
    bands = [patch for patch in figure.axes[0].patches if isinstance(patch, Polygon)]
    assert len(bands) == 3
    for band in bands:
        assert band.get_xy()[0].tolist() == start
    medians = [line for line in inked(figure, "c2") if line[0] == start and len(line) == 3]
    assert [p[1] for p in medians[0]] == [42.8, 50.0, 60.0]


def test_the_bands_hold_50_80_and_95_percent():
    figure = fan(rows(), quantiles(step=1.0))
    bands = [patch for patch in figure.axes[0].patches if isinstance(patch, Polygon)]
    spans = []
    for band in bands:
        at_end = [y for x, y in band.get_xy() if x == days("2026-12-31")[0]]
        spans.append((min(at_end), max(at_end)))
    # 23 levels one apart, the median is the twelfth: 0.025 is 10 below it, 0.1 is 8, 0.25 is 5
    assert spans == [(50.0, 70.0), (52.0, 68.0), (55.0, 65.0)]


def test_a_fan_names_each_level_once():
    shown = words(fan(rows(), quantiles()))
    for level in ("95% range", "80% range", "50% range"):
        assert shown.count(level) == 1
    assert "median 60.0%" in shown


def test_figures_published_after_the_forecast_are_open_dots():
    figure = fan(rows(ends=("2024-12-31", "2025-06-30", "2026-12-31")), quantiles())
    paper = svg.inks()["paper"]
    later = [
        line for line in figure.axes[0].findobj(Line2D) if line.get_markerfacecolor() == paper
        and line.get_marker() == "o"
    ]  # fmt: skip
    assert [list(line.get_ydata()) for line in later] == [[42.8]]
    assert joined(figure)[-1][0] == 11.0


def test_thresholds_are_lines_with_names_and_the_time_they_are_passed():
    thresholds = pd.DataFrame(
        {"value": [50.0], "label": ["half"], "lower": pd.to_datetime(["2025-10-01"]),
         "median": pd.to_datetime(["2025-12-31"]), "upper": pd.to_datetime(["2026-06-30"])}
    )  # fmt: skip
    figure = fan(rows(), quantiles(), thresholds=thresholds)
    assert "half" in words(figure)
    ranges = [line for line in inked(figure, "ink") if line[0][1] == line[1][1] == 50.0]
    assert [[p[0] for p in line] for line in ranges] == [days("2025-10-01", "2026-06-30")]


def test_a_fan_of_two_models_is_refused():
    both = pd.concat([quantiles(), quantiles(model="naive")])
    with pytest.raises(ValueError, match=r"2 forecasts .*`engine`.*`naive`.*a fan shows one"):
        fan(rows(), both)


def test_a_fan_without_a_forecast_of_its_series_is_refused():
    with pytest.raises(ValueError, match="no forecast of `a`"):
        fan(rows(), quantiles("b"))


def test_a_fan_needs_its_quantiles():
    few = quantiles().query("quantile_level != 0.975")
    with pytest.raises(ValueError, match=r"lacks the quantile levels \[0.975\]"):
        fan(rows(), few)


# Small multiples


def test_small_multiples_share_their_scales():
    table = pd.concat([rows("a"), rows("b", geo="USA", values=(1.0, 2.0, 4.0))])
    figure = small_multiples(table)
    assert len(figure.axes) == 2
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert {"China", "United States"} <= set(words(figure))


def test_a_highlighted_panel_has_the_ink_of_its_country():
    table = pd.concat([rows("a"), rows("b", geo="USA", values=(1.0, 2.0, 4.0))])
    figure = small_multiples(table, highlight={"a"})
    assert joined(figure, "c2") == [[11.0, 17.7, 42.8]]


def test_small_multiples_hold_fans():
    table = pd.concat([rows("a"), rows("b", geo="USA", values=(1.0, 2.0, 4.0))])
    figure = small_multiples(table, forecasts=pd.concat([quantiles("a"), quantiles("b")]))
    assert [len(axes.patches) for axes in figure.axes] == [3, 3]


# Rows


def ranking(**more):
    return pd.DataFrame(
        {"label": ["Norway", "Ireland", "France"], "value": [48.6, 48.4, 41.0],
         "lower": [47.0, 47.5, 40.0], "upper": [50.0, 49.0, 42.0]} | more
    )  # fmt: skip


def test_rows_are_drawn_in_their_order_from_the_top():
    figure = dots(ranking())
    points = inked(figure, "c1", kind="dots")
    assert [line[0][0] for line in points] == [48.6, 48.4, 41.0]
    heights = [line[0][1] for line in points]
    assert heights == sorted(heights, reverse=True)


def test_an_interval_runs_from_its_lower_to_its_upper_end():
    spans = [[p[0] for p in line] for line in inked(dots(ranking()), "c1")]
    assert spans == [[47.0, 50.0], [47.5, 49.0], [40.0, 42.0]]


def test_overlapping_intervals_share_their_ranks():
    assert {"1–2", "3"} <= set(words(dots(ranking(), ranks=True)))


def test_ranks_of_a_part_are_those_of_the_whole_ranking():
    shown = words(dots(ranking(rank=["1", "2–9", "140"]), ranks=True))
    assert {"1", "2–9", "140"} <= set(shown)


def test_a_dumbbell_joins_both_periods_and_names_them_once():
    table = pd.DataFrame({"label": ["A", "B"], "before": [60.0, 40.0], "after": [64.0, 39.0]})
    figure = dumbbell(table, before="H2 2025", after="Q1 2026")
    assert [[p[0] for p in line] for line in inked(figure, "c1")] == [[60.0, 64.0], [40.0, 39.0]]
    shown = words(figure)
    assert shown.count("H2 2025") == shown.count("Q1 2026") == 1
    assert {"64.0%", "39.0%"} <= set(shown)


def test_only_the_highlighted_row_keeps_its_colour():
    table = ranking(highlight=[False, True, False], geo=["NOR", "CHN", "FRA"])
    figure = dots(table)
    assert [line[0][0] for line in inked(figure, "c2", kind="dots")] == [48.4]
    assert [line[0][0] for line in inked(figure, "muted", kind="dots")] == [48.6, 41.0]


def test_a_range_of_dates_without_an_end_runs_to_the_edge():
    table = pd.DataFrame(
        {"label": ["half"], "value": pd.to_datetime(["2026-12-31"]),
         "lower": pd.to_datetime(["2026-06-30"]), "upper": pd.to_datetime([None])}
    )  # fmt: skip
    figure = dots(table, unit="date")
    (span,) = ([p[0] for p in line] for line in inked(figure, "c1"))
    assert span == [days("2026-06-30")[0], figure.axes[0].get_xlim()[1]]
    assert "Dec 2026" in words(figure)


# Labels


def crowded():
    """Return five lines that end almost at one value."""
    geos = ("CHN", "USA", "IND", "EU27", "WLD")
    return pd.concat(
        [
            rows(f"s{k}", geo=geo, values=(5 + k, 20 + k / 4, 40 + k / 5))
            for k, geo in enumerate(geos)
        ]
    )


HARD = {
    "one line": lambda layout: lines(rows(), layout=layout),
    "five lines at one end": lambda layout: lines(crowded(), layout=layout),
    "eight events": lambda layout: lines(
        rows(),
        events=events(*((f"2024-{m:02d}-{d}", f"Seedance {m}.{d}")
                        for m, d in ((8, 10), (8, 20), (9, 10), (11, 20), (12, 1), (12, 10))),
                      ("2025-06-20", "Right at the edge"), ("2025-06-25", "And one more")),
        layout=layout,
    ),
    "a line that ends early": lambda layout: lines(
        pd.concat([rows("old", ends=("2023-01-31", "2023-06-30"), values=(5, 9)),
                   rows("new", geo="USA")]),
        names={"old": "The old question", "new": "The new question"}, layout=layout,
    ),
    "a flat fan": lambda layout: fan(rows(), quantiles(step=0.05), layout=layout),
    "a fan with thresholds": lambda layout: fan(
        rows(), quantiles(step=2),
        thresholds=pd.DataFrame({"value": [50.0, 75.0], "label": ["half", "three quarters"]}),
        layout=layout,
    ),
    "a ranking": lambda layout: dots(
        ranking(label=["United Arab Emirates", "A country with a very long name indeed", "Chad"],
                detail=["people aged 15 to 64", "", "all"]), ranks=True, layout=layout,
    ),
    "a dumbbell at the right edge": lambda layout: dumbbell(
        pd.DataFrame({"label": ["A"], "before": [78.9], "after": [79.6]}),
        before="second half of 2025", after="first quarter of 2026", layout=layout,
    ),
    "a dumbbell with long names": lambda layout: dumbbell(
        pd.DataFrame({"label": ["United Arab Emirates", "A country with a very long name"],
                      "before": [64.0, 3.0], "after": [70.1, 4.0]}),
        before="second half of 2025", after="Q1 2026", ranks=True, layout=layout,
    ),
    "twelve panels": lambda layout: small_multiples(
        pd.concat([rows(f"s{k}", geo="CHN", values=(k, 2 * k, 3 * k)) for k in range(1, 13)]),
        names={f"s{k}": "United Arab Emirates" for k in range(1, 13)}, layout=layout,
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("case", HARD)
def test_labels_never_touch_stay_inside_lie_flat_and_are_large_enough(case, layout):
    figure = HARD[case](layout)
    assert touching(figure) == []
    assert outside(figure) == []
    shown = [text for text in figure.findobj(Text) if text.get_text()]
    assert {text.get_rotation() for text in shown} == {0.0}
    assert min(text.get_fontsize() for text in shown) >= 11


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_its_width(layout):
    figure = lines(rows(), layout=layout)
    assert figure.get_size_inches()[0] * 72 == pytest.approx(drawing.WIDTHS[layout])


def test_the_check_for_touching_labels_finds_some():
    figure = lines(rows())
    figure.text(0.5, 0.5, "one")
    figure.text(0.5, 0.5, "other")
    assert touching(figure) == [("one", "other")]


# Notebooks


def test_plot_series_writes_finding_measure_and_source_on_the_figure():
    shown = words(pictures.plot_series(rows()))
    assert "China: 42.8% on 30 June 2025" in shown
    assert any("Share of people who use generative AI; total population" in line for line in shown)
    assert any("Source: example, series a" in line for line in shown)


def test_plot_forecast_says_median_and_range():
    figure = pictures.plot_forecast(rows(), pd.concat([quantiles(), quantiles("b")]))
    title = " ".join(line.replace("\n", " ") for line in words(figure))
    assert "China: 60.0% by December 2026 (80% range: 52.0% to 68.0%)" in title


def test_figures_for_notebooks_have_no_label_over_another():
    for figure in (pictures.plot_series(rows()), pictures.plot_forecast(rows(), quantiles())):
        assert touching(figure) == []
        assert outside(figure) == []


def test_a_notebook_shows_the_figure_without_pyplot():
    picture, about = pictures.plot_series(rows())._repr_png_()
    assert picture.startswith(b"\x89PNG")
    assert about["width"] > 700
    assert about["alt"] == descriptions.describe_lines(rows())


def test_jupyter_and_marimo_show_one_picture_with_its_words():
    figure = pictures.plot_forecast(rows(), quantiles())
    (picture,) = BeautifulSoup(figure._repr_html_(), "html5lib").body.find_all(True)
    assert picture.name == "img"
    assert picture["alt"] == descriptions.describe_fan(rows(), quantiles())
    assert picture["src"].startswith("data:image/png;base64,iVBOR")
    assert figure._mime_() == ("text/html", figure._repr_html_())
    hostile = pictures.plot_series(rows())
    hostile.set_label('"><script>alert(1)</script>')
    assert "<script" not in hostile._repr_html_()


def test_plot_series_takes_one_series():
    with pytest.raises(ValueError, match="the table holds 2 series"):
        pictures.plot_series(pd.concat([rows("a"), rows("b")]))

"""Scales, dates and labels: round, readable, and never one over the other."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adoption import placement


@pytest.mark.parametrize(
    ("lower", "upper", "top", "expected"),
    [
        (0, 42.8, 100, [0, 10, 20, 30, 40, 50]),
        (0, 97.0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 100.0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 1.9, 100, [0, 0.5, 1.0, 1.5, 2.0]),
        (0, 0.0, None, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-1.2, 3.9, None, [-2, 0, 2, 4]),
        (5.0, 9.0, None, [0, 2, 4, 6, 8, 10]),
        (0, 602e6, None, [0, 200e6, 400e6, 600e6, 800e6]),
    ],
)
def test_value_ticks_run_from_zero_to_a_round_number(lower, upper, top, expected):
    assert placement.value_ticks(lower, upper, top=top) == pytest.approx(expected)


@given(st.floats(1e-3, 1e10), st.integers(3, 6))
def test_value_ticks_reach_the_largest_value_in_few_steps(upper, count):
    ticks = placement.value_ticks(0, upper, count=count)
    assert ticks[0] == 0
    assert ticks[-1] >= upper * (1 - 1e-8)
    assert len(ticks) <= count + 1


@given(st.floats(0.01, 100.0))
def test_no_tick_of_a_share_is_above_one_hundred(upper):
    assert placement.value_ticks(0, upper, top=100.0)[-1] <= 100.0 + 1e-9


@pytest.mark.parametrize(
    ("first", "last", "width", "expected"),
    [
        ("2024-06-30", "2025-12-31", 600, ["Jun 2024", "Sep 2024", "Dec 2024", "Mar 2025",
                                          "Jun 2025", "Sep 2025", "Dec 2025"]),
        ("2024-06-30", "2025-12-31", 260, ["Dec 2024", "Dec 2025"]),
        ("2023-01-31", "2028-12-31", 600, ["Dec 2023", "Dec 2024", "Dec 2025", "Dec 2026",
                                          "Dec 2027", "Dec 2028"]),
        ("2025-12-01", "2025-12-20", 600, ["Dec 2025"]),
    ],
)  # fmt: skip
def test_date_ticks_are_ends_of_months_that_fit(first, last, width, expected):
    ticks = placement.date_ticks(pd.Timestamp(first), pd.Timestamp(last), width=width, size=12)
    assert [words for _, words in ticks] == expected


def test_a_series_of_quarters_is_labelled_in_quarters():
    ticks = placement.date_ticks(
        pd.Timestamp("2025-03-31"), pd.Timestamp("2025-12-31"), width=600, size=12, quarters=True
    )
    assert [words for _, words in ticks] == ["2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4"]
    assert ticks[0][0] == pd.Timestamp("2025-03-31")


LABELS = st.lists(st.tuples(st.floats(0, 300), st.floats(5, 30)), min_size=1, max_size=9)


@given(LABELS)
def test_spread_labels_touch_at_most_and_keep_their_order(labels):
    centres, heights = zip(*labels, strict=True)
    placed = placement.spread(centres, heights, lower=0, upper=300)
    order = sorted(range(len(labels)), key=lambda i: (centres[i], i))
    for i, j in itertools.pairwise(order):
        assert placed[j] - placed[i] >= (heights[i] + heights[j]) / 2 - 1e-6
    assert min(p - h / 2 for p, h in zip(placed, heights, strict=True)) >= -1e-6
    assert max(p + h / 2 for p, h in zip(placed, heights, strict=True)) <= 300 + 1e-6


def test_spread_leaves_labels_that_do_not_touch_where_they_are():
    assert placement.spread([20.0, 50.0, 81.0], [10, 10, 10], lower=0, upper=100) == [20, 50, 81]


def test_spread_moves_as_little_as_a_search_over_a_grid_finds():
    centres, heights = [40.0, 43.0, 70.0], [10.0, 10.0, 10.0]
    placed = placement.spread(centres, heights, lower=0, upper=100)
    grid = [x / 2 for x in range(50, 170)]
    best = min(
        sum((p - c) ** 2 for p, c in zip(trial, centres, strict=True))
        for trial in itertools.product(grid[::2], grid[::2], [70.0])
        if trial[1] - trial[0] >= 10 and trial[2] - trial[1] >= 10
    )
    assert sum((p - c) ** 2 for p, c in zip(placed, centres, strict=True)) <= best + 1e-9


def test_spread_says_when_there_is_no_room():
    with pytest.raises(ValueError, match="labels of 40 px do not fit in 30 px"):
        placement.spread([1.0, 2.0], [20.0, 20.0], lower=0, upper=30)


EVENTS = st.lists(st.tuples(st.floats(20, 480), st.floats(20, 150)), min_size=1, max_size=8)


@given(EVENTS)
def test_staggered_labels_never_cover_each_other_or_a_tick(events):
    positions, widths = zip(*events, strict=True)
    places = placement.stagger(positions, widths, lower=0, upper=500)
    boxes = [
        (x, x + w, row) if side == "left" else (x - w, x, row)
        for x, w, (row, side) in zip(positions, widths, places, strict=True)
    ]
    assert all(left >= -1e-6 and right <= 500 + 1e-6 for left, right, _ in boxes)
    for (i, (a, b, row)), (j, (c, d, other)) in itertools.permutations(enumerate(boxes), 2):
        assert row != other or b <= c or d <= a
        tick_through = other > row and a < positions[j] < b
        assert not tick_through, (i, j)


def test_one_event_stands_next_to_the_plot():
    assert placement.stagger([100.0], [80.0], lower=0, upper=500) == [(0, "left")]


def test_a_label_at_the_right_edge_turns_to_the_left():
    assert placement.stagger([480.0], [80.0], lower=0, upper=500) == [(0, "right")]


def test_a_ninth_event_is_refused():
    with pytest.raises(ValueError, match="9 events: a chart shows at most 8"):
        placement.stagger(list(range(9)), [1.0] * 9, lower=0, upper=500)


def test_text_is_measured_as_matplotlib_draws_it():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=576)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for words in ("Dec 2025", "United Arab Emirates", "42.8%"):
        text = figure.text(0, 0, words, fontsize=12.5, family="DejaVu Sans")
        drawn = text.get_window_extent(renderer).width / 8
        assert placement.text_width(words, size=12.5) == pytest.approx(drawn, rel=0.02)


def test_an_ideograph_is_a_square_wide():
    assert placement.text_width("生成式", size=10) == pytest.approx(31.5)


def test_wrapped_text_keeps_its_words_and_fits():
    text = "A few times a week or more often"
    wrapped = placement.wrap(text, size=12, width=90)
    assert wrapped.replace("\n", " ") == text
    assert placement.text_width(wrapped, size=12) <= 90


def test_shortened_text_fits_and_says_so():
    short = placement.shorten("United Arab Emirates", size=12, width=80)
    assert short.endswith("…")
    assert placement.text_width(short, size=12) <= 80


def test_a_label_goes_right_of_its_point_when_nothing_is_there():
    corner = placement.free_corner(
        50, 50, 20, 10, taken=[(50, 50), (10, 50)], left=0, right=100, bottom=0, top=100
    )
    assert corner == (58, 45)


def test_no_corner_is_free_in_a_full_plot():
    taken = [(x, y) for x in range(0, 101, 5) for y in range(0, 101, 5)]
    assert (
        placement.free_corner(50, 50, 20, 10, taken=taken, left=0, right=100, bottom=0, top=100)
        is None
    )

"""SVG for a page: small, deterministic, unique names, inks that CSS can change, good contrast."""

import itertools
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from adoption import charts, pictures, svg
from adoption.schema import RenderError

CSS = (Path(__file__).parent.parent / "reports" / "adoption.css").read_text(encoding="utf-8")


def figures(name="example-users", label="China", values=(17.7, 42.8)):
    ends = pd.to_datetime(["2024-12-31", "2025-12-31"])
    return pd.DataFrame(
        {
            "series_id": name, "geo": "CHN", "product": "any-genai", "indicator": "penetration",
            "period_start": ends, "period_end": ends, "value": values, "rounding": 0.05,
            "bound": "exact", "obs_status": "", "margin_of_error": [2.5, float("nan")],
        }
    )  # fmt: skip


def drawn(layout="wide", prefix="fig-a-wide", **options):
    return svg.to_svg(charts.lines(figures(), layout=layout), prefix=prefix, **options)


def test_the_drawing_is_one_element_of_well_formed_xml():
    root = ElementTree.fromstring(drawn(alt="Users", classes="wide"))
    assert root.tag == svg.SVG + "svg"
    assert root.get("viewBox").startswith("0 0 720 ")
    assert (root.get("role"), root.get("aria-label"), root.get("class")) == (
        "img", "Users", "wide",
    )  # fmt: skip


def test_text_stays_text_in_the_font_of_the_page():
    root = ElementTree.fromstring(drawn())
    texts = [node.text for node in root.iter(svg.SVG + "text")]
    assert {"42.8%", "Dec 2024", "Dec 2025", "0%", "50%"} <= set(texts)
    assert "DejaVu" not in drawn()
    assert "font-family" not in drawn()


def test_points_stand_where_their_values_are():
    root = ElementTree.fromstring(drawn())
    uses = list(root.iter(svg.SVG + "use"))
    ys = [float(node.get("y")) for node in uses]
    ticks = {
        node.text: float(node.get("y"))
        for node in root.iter(svg.SVG + "text")
        if node.text in ("0%", "50%")
    }
    per_point = (ticks["0%"] - ticks["50%"]) / 50
    assert ys[0] - ys[1] == pytest.approx((42.8 - 17.7) * per_point, abs=0.3)


def test_page_and_notebook_show_the_same_words_and_points():
    chart = charts.lines(figures(), caption="Percent")
    root = ElementTree.fromstring(svg.to_svg(chart, prefix="fig-a"))
    figure = pictures.figure(chart)
    on_page = {node.text for node in root.iter(svg.SVG + "text")}
    assert on_page == {text.get_text() for text in figure.findobj(Text)} - {""}
    (dots,) = (line for line in figure.axes[0].lines if line.get_marker() != "")
    figure.draw_without_rendering()
    points = dots.get_transform().transform(np.column_stack(dots.get_data())) * 72 / figure.dpi
    uses = [(float(node.get("x")), float(node.get("y"))) for node in root.iter(svg.SVG + "use")]
    np.testing.assert_allclose(uses, [(x, chart.height - y) for x, y in points], atol=0.06)


def test_the_drawing_holds_no_style_sheet_no_script_and_no_date():
    text = drawn()
    for word in (
        "<style",
        "<script",
        "<metadata",
        "<!--",
        "<?xml",
        "<!DOCTYPE",
        "clip-path",
        "2026-",
    ):
        assert word not in text


def test_every_name_inside_begins_with_the_prefix_and_is_pointed_to():
    text = drawn(prefix="fig-users-wide")
    ids = re.findall(r'\bid="([^"]+)"', text)
    targets = re.findall(r'href="#([^"]+)"', text)
    assert ids
    assert set(ids) == set(targets)
    assert all(name.startswith("fig-users-wide-") for name in ids)


def test_two_layouts_of_one_chart_share_no_name():
    wide, narrow = (
        set(re.findall(r'\bid="([^"]+)"', drawn(layout, prefix=f"fig-a-{layout}")))
        for layout in ("wide", "narrow")
    )
    assert not wide & narrow


@pytest.mark.parametrize("prefix", ["", "Fig", "1a", 'a"b', "a b", "ä"])
def test_a_prefix_that_is_no_identifier_is_refused(prefix):
    with pytest.raises(ValueError, match="`prefix` is"):
        drawn(prefix=prefix)


def test_every_ink_is_a_variable_with_a_light_ink_behind_it():
    for text in (drawn(), drawn("narrow")):
        for name, value in re.findall(r"(fill|stroke):([^;\"]+)", text):
            assert value == "none" or re.fullmatch(r"var\(--[a-z0-9-]+,#[0-9a-f]{6}\)", value), (
                name, value,
            )  # fmt: skip


def test_a_chart_takes_a_few_kilobytes():
    assert len(drawn()) < 4000


def test_words_from_data_cannot_become_markup():
    rows = pd.concat([figures("a"), figures("b", values=(3.0, 9.0)).assign(geo="USA")])
    names = {"a": "</text><script>alert(1)</script>", "b": 'say "hi" & <b>'}
    text = svg.to_svg(
        charts.lines(rows, names=names), prefix="fig-a", alt='"><script>alert(1)</script>'
    )

    found = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.add(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

    Tags().feed(text)
    assert found <= {"svg", "g", "path", "defs", "use", "text"}
    ElementTree.fromstring(text)


def test_dollar_signs_and_carets_are_text_and_not_mathematics():
    rows = pd.concat([figures("a"), figures("b", values=(3.0, 9.0)).assign(geo="USA")])
    text = svg.to_svg(
        charts.lines(rows, names={"a": "US$ plan", "b": "$20 tier_1^x$"}), prefix="fig-a"
    )
    root = ElementTree.fromstring(text)
    words = " ".join(node.text for node in root.iter(svg.SVG + "text"))
    assert "US$ plan" in words
    assert "$20 tier_1^x$" in words


SAME = """
import sys; sys.path.insert(0, 'tests')
from test_svg import drawn
sys.stdout.write(drawn())
"""


@pytest.mark.slow
def test_the_same_figures_give_the_same_bytes_in_another_process():
    run = subprocess.run(
        [sys.executable, "-c", SAME], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert run.stdout == drawn()


def test_a_readers_own_settings_do_not_reach_a_chart():
    import matplotlib as mpl

    before = drawn()
    own = {"font.size": 30, "axes.grid": True, "svg.fonttype": "path", "figure.facecolor": "black"}
    with mpl.rc_context(own):
        assert drawn() == before


# Characters no font has


def test_chinese_stays_text_in_svg_whatever_fonts_are_installed():
    rows = pd.concat([figures("a"), figures("b", values=(3.0, 9.0)).assign(geo="USA")])
    text = svg.to_svg(charts.lines(rows, names={"a": "生成式AI", "b": "US"}), prefix="fig-a")
    assert "生成式AI" in text


def test_missing_glyphs_are_found_in_a_figure(monkeypatch):
    rows = pd.concat([figures("a"), figures("b", values=(3.0, 9.0)).assign(geo="USA")])
    with monkeypatch.context() as patch:  # the figure is refused where no font has them
        patch.setattr(pictures, "supply_glyphs", lambda figure: None)
        figure = pictures.figure(charts.lines(rows, names={"a": "生成式AI", "b": "US"}))
    assert pictures.missing_glyphs(figure) == {"生成式AI 42.8%": "生成式"}


def test_a_picture_in_pixels_with_missing_glyphs_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "CJK_FONTS", ("No Such Font",))
    rows = pd.concat([figures("a"), figures("b", values=(3.0, 9.0)).assign(geo="USA")])
    chart = charts.lines(rows, names={"a": "生成式AI", "b": "US"})
    with pytest.raises(RenderError, match="no font has the characters '生成式' of the label"):
        pictures.figure(chart)


def test_a_picture_in_pixels_is_a_png_of_the_size_it_says():
    picture, size = pictures.to_png(pictures.figure(charts.lines(figures())))
    assert picture.startswith(b"\x89PNG\r\n")
    assert size["width"] == 720


# Colours


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def variables(block):
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = variables(CSS[: CSS.index("@media screen and (prefers-color-scheme: dark)")])
DARK = variables(CSS[CSS.index("prefers-color-scheme: dark") : CSS.index("/* Page */")])


def test_the_style_of_charts_and_the_page_have_the_same_inks():
    assert {name: LIGHT[name] for name in svg.inks()} == svg.inks()


def test_the_dark_page_changes_every_ink():
    assert set(svg.inks()) <= set(DARK)
    assert not [name for name in svg.inks() if LIGHT[name] == DARK[name]]


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("names", "least"),
    [
        (("ink",), 12.0),
        (("muted", "accent"), 4.5),
        (("c1", "c2", "c3", "c4", "c5", "axis"), 3.0),
        (("c1-text", "c2-text", "c3-text", "c4-text", "c5-text"), 4.5),
    ],
)
def test_inks_stand_out_from_the_paper(mode, names, least):
    for name in names:
        assert contrast(mode[name], mode["paper"]) >= least, name


# Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, table 1, severity 1.0
COLOUR_VISION = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(colour, vision):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(COLOUR_VISION[vision]) @ linear, 0, 1)
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]]) @ seen / [0.95047, 1, 1.08883]  # fmt: skip
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("vision", COLOUR_VISION)
def test_series_are_told_apart_with_any_colour_vision(mode, vision):
    series = [lab(mode[f"c{k}"], vision) for k in range(1, 6)]
    nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(series, 2))
    assert nearest > 15


def test_each_series_ink_has_a_marker_of_its_own():
    assert len(set(svg.markers())) == 5

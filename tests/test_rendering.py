"""The door of rendering: its arguments, what a page may hold, what stays when it fails."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from pages import HEADER, built, refused, write

from adoption.rendering import render
from adoption.schema import RenderError

SHOWN = {
    '<img src="https://example.org/x.png">': "<img src> would load `https://example.org/x.png`",
    '<img src="../x.png">': "the image `../x.png` is not a file of the report's folder",
    '<video poster="//example.org/x.png"></video>': "<video poster> would load `//example.org",
    "<script>1</script>": "<script> would run",
    '<p onclick="x()">a</p>': "onclick of <p> would run",
    '<meta http-equiv="refresh" content="0;url=x">': "<meta http-equiv=refresh> would run",
    '<a href="java\tscript:x()">a</a>': "a link leads to `javascript:x()`",
    '<a href="&#106;avascript:x()">a</a>': "a link leads to `javascript:x()`",
    '<a href="#nowhere">a</a>': "a link leads to `#nowhere`, which is nowhere",
    '<i id="a"></i><b id="a"></b>': "two elements have the identifier `a`",
    "<style>p { background: url(//example.org/a) }</style>": "a style would load `url(//example",
    "<style>@import 'https://example.org/a.css';</style>": "a style would load `@import",
    "<h1>Again</h1>": "there are 2 <h1>",
}


def test_a_page_that_would_load_or_run_something_is_refused(tmp_path):
    for number, (html, message) in enumerate(SHOWN.items()):
        body = f"```{{=html}}\n{html}\n```\n"
        assert message in refused(tmp_path / str(number), body)


def test_links_and_downloads_inside_the_page_are_left_alone(tmp_path):
    links = ["https://example.org/?a=1&b=2", "data/users.csv", "data:text/csv,a%0A1", "#a"]
    html = "".join(f'<a href="{link}">a</a>' for link in links)
    page = built(tmp_path, f'```{{=html}}\n<p id="a">{html}</p>\n```\n')
    assert [each["href"] for each in page.main.find_all("a")] == links


def test_an_older_page_stays_when_a_new_one_fails(tmp_path):
    (tmp_path / "page.html").write_text("old")
    write(tmp_path, {"report.qmd": HEADER + "@fig-no\n"})
    with pytest.raises(RenderError):
        render(tmp_path / "report.qmd", tmp_path / "page.html", engine="builtin")
    assert (tmp_path / "page.html").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


def test_arguments_are_checked(tmp_path):
    source = write(tmp_path, {"report.qmd": HEADER}) / "report.qmd"
    with pytest.raises(ValueError, match="`engine` is 'latex': it is one of auto, quarto, builtin"):
        render(source, tmp_path / "page.html", engine="latex")
    with pytest.raises(ValueError, match=r"`parameters` has `edition`: report.qmd knows none"):
        render(source, tmp_path / "page.html", parameters={"edition": "2026Q2"})
    with pytest.raises(ValueError, match="`metadata` has `titel`: the nearest name is `title`"):
        render(source, tmp_path / "page.html", metadata={"titel": "A"})
    with pytest.raises(RenderError, match=r"`.*missing.qmd` is not a file"):
        render(tmp_path / "missing.qmd", tmp_path / "page.html")


def test_values_from_outside_replace_the_header(tmp_path):
    source = write(tmp_path, {"report.qmd": HEADER}) / "report.qmd"
    page = render(source, tmp_path / "p.html", engine="builtin", metadata={"title": "B <i>2</i>"})
    assert BeautifulSoup(page.read_text(), "html5lib").h1.get_text() == "B <i>2</i>"

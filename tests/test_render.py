"""A .qmd into a page: by the built-in engine for real, by Quarto through a stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from adoption.render import render

HEADER = "---\ntitle: A report\n---\n\n"


def write(folder: Path, text: str, name: str = "report.qmd") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def built(folder: Path, body: str, **options: object) -> BeautifulSoup:
    output = render(
        write(folder, HEADER + body), folder / "out" / "page.html", engine="builtin", **options
    )
    return BeautifulSoup(output.read_text(encoding="utf-8"), "html5lib")


def test_an_inline_value_is_text_and_never_markup(tmp_path):
    cell = '```{python}\n#| echo: false\nx = "<b>*2 < 3*</b> & $5 {{< x >}}"\n```\n\n'
    page = built(tmp_path, cell + "Is `{python} x`.\n")
    assert page.main.p.get_text() == "Is <b>*2 < 3*</b> & $5 {{< x >}}."


def test_an_unknown_engine_is_named(tmp_path):
    with pytest.raises(ValueError, match="`engine` is `latex`"):
        render(write(tmp_path, HEADER), tmp_path / "page.html", engine="latex")

"""Short reports for the tests of rendering, and what to look for on their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from adoption.rendering import render
from adoption.schema import RenderError

HEADER = "---\ntitle: A report\nexecute: {echo: false}\n---\n\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def built(folder: Path, body: str, header: str = HEADER) -> BeautifulSoup:
    write(folder, {"report.qmd": header + body})
    output = render(folder / "report.qmd", folder / "out" / "page.html", engine="builtin")
    return BeautifulSoup(output.read_text(encoding="utf-8"), "html5lib")


def refused(folder: Path, body: str, header: str = HEADER) -> str:
    with pytest.raises(RenderError) as caught:
        built(folder, body, header)
    assert not (folder / "out").exists() or not list((folder / "out").iterdir())
    return str(caught.value)


def cell(code: str, *options: str) -> str:
    return "\n".join(["```{python}", *(f"#| {option}" for option in options), code, "```", ""])


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())

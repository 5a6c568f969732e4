"""A .qmd taken apart: what is not supported is named by line."""

from __future__ import annotations

import ast

import pytest
from pages import HEADER, cell, refused, write

from adoption import qmd
from adoption.schema import RenderError

UNSUPPORTED = {
    "```{r}\n1\n```": "6  `{r}` is not supported",
    "```{python echo=false}\n1\n```": "6  `{python echo=false}`: cell options go on `#|` lines",
    "- a\n\n  ```{python}\n  1\n  ```": "8  `{python}`: a cell must start at the margin",
    "```{=latex}\nx\n```": "6  `{=latex}` never reaches an HTML page",
    "```python\n1": "6  the block that opens here is never closed",
    "```text\nsee `{python} x`\n```": "7  an expression or shortcode inside a block of code",
    "a\n\n`{r} x`": "8  `{r}` is not supported",
    "a `{python}x`": "6  an inline expression needs a space",
    "a `{python} x +\ny`": "6  an inline expression needs a space after `{python}` and one line",
    "{{< video a.mp4 >}}": "6  the shortcode `video` is not supported",
    "{{< meta nothing.here >}}": "6  `{{< meta nothing.here >}}`: the header has no such value",
    "{{< include ../secret.qmd >}}": "6  `../secret.qmd` is not a file of this folder",
    "a\n\n---\nb: c\n---\n": "8  a second header is not supported",
    "```{python}\n#| fig-subcap: [a]\n1\n```": "6  the cell option `fig-subcap` is not supported",
    "```{python}\n#| echo: fenced\n1\n```": "6  `echo` is `fenced`: true or false is expected",
    "```{python}\n#| echo: [\n1\n```": "7  the YAML cannot be read",
    "```{python}\n#| label: fig-a\n1\n```": "6  the label `fig-a` needs `fig-cap`",
    "```{python}\n#| label: a\n1\n```\n\n```{python}\n#| label: a\n```": "11  two cells have",
}


@pytest.mark.parametrize(("body", "message"), UNSUPPORTED.items())
def test_syntax_that_is_not_supported_is_named_by_line(tmp_path, body, message):
    write(tmp_path, {"report.qmd": HEADER + body})
    problems = qmd.read(tmp_path / "report.qmd").problems
    assert [each for each in problems if f"report.qmd:{message}" in each], problems


HEADERS = {
    "title: A\nsubtitel: B": "3  `subtitel` is not supported: the nearest name is `subtitle`",
    "subtitle: B": "1  `title` is missing",
    "title: A\ndate: today": "3  `date` is `today`: an ISO date is expected",
    "title: A\nlang: de": "3  `lang` is `de`",
    "title: A\nformat: pdf": "3  `format` is `pdf`",
    "title: A\nexecute: {freeze: auto}": "`execute: freeze` must be false",
    "title: A\nexecute:\n  ekho: true": "4  `execute: ekho` is not supported",
}


@pytest.mark.parametrize(("header", "message"), HEADERS.items())
def test_header_keys_that_are_not_supported_are_named_by_line(tmp_path, header, message):
    write(tmp_path, {"report.qmd": f"---\n{header}\n---\n"})
    problems = qmd.read(tmp_path / "report.qmd").problems
    place = f"report.qmd:{message}" if message[0].isdigit() else message
    assert [each for each in problems if place in each], problems


def test_all_problems_are_listed_at_once(tmp_path):
    message = refused(tmp_path, "{{< video a >}}\n\n```{r}\n```\n")
    assert message.splitlines()[0] == "2 problems in report.qmd"
    assert len(message.splitlines()) == 3


def test_what_markdown_knows_itself_is_no_problem(tmp_path):
    body = "Text\n\n---\n\n```python\nx\n```\n\n~~~\n```\n~~~\n\n```{=html}\n<p>\n```\n"
    document = qmd.read(write(tmp_path, {"report.qmd": HEADER + body}) / "report.qmd")
    assert (document.problems, document.cells) == ([], [])


def test_a_header_that_cannot_be_read_is_named_by_line(tmp_path):
    source = write(tmp_path, {"report.qmd": "---\ntitle: A\nb: [\n---\n"}) / "report.qmd"
    with pytest.raises(RenderError, match=r"report.qmd:\d+  the YAML cannot be read"):
        qmd.read(source)
    source.write_text("---\ntitle: A\n")
    with pytest.raises(RenderError, match=r"report.qmd:1  the header has no closing `---`"):
        qmd.read(source)
    source.write_text("---\ntitle: !!python/object/apply:os.getcwd []\n---\n")
    with pytest.raises(RenderError, match=r"report.qmd:2  the YAML cannot be read"):
        qmd.read(source)


def test_included_files_keep_their_own_lines(tmp_path):
    files = {"report.qmd": HEADER + "{{< include a.qmd >}}\n", "a.qmd": "x\n\n{{< kbd a >}}\n"}
    document = qmd.read(write(tmp_path, files) / "report.qmd")
    assert document.problems == [
        "a.qmd:3  the shortcode `kbd` is not supported: include, meta, pagebreak, var"
    ]
    write(tmp_path, {"a.qmd": "{{< include a.qmd >}}\n"})
    assert qmd.read(tmp_path / "report.qmd").problems == ["a.qmd:1  `a.qmd` includes itself"]


def test_a_cell_is_named_by_its_label_or_else_its_number(tmp_path):
    body = cell("1", "label: first") + "\n" + cell("2")
    cells = qmd.read(write(tmp_path, {"report.qmd": HEADER + body}) / "report.qmd").cells
    assert [each.place for each in cells] == [
        "cell `first` (report.qmd:6)",
        "cell `2` (report.qmd:11)",
    ]


def test_parameters_are_values_and_never_code(tmp_path):
    source = write(tmp_path, {"report.qmd": HEADER + cell("a = ''", "tags: [parameters]")})
    hostile = "'; import os; os.getcwd() #\n"
    (one,) = qmd.read(source / "report.qmd", parameters={"a": hostile}).cells
    (line,) = one.added
    assert ast.literal_eval(line.removeprefix("a = ")) == hostile

"""The Quarto engine, with a stand-in for Quarto and, where it is installed, with Quarto itself."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from pages import HEADER, cell, words, write

from adoption.rendering import render
from adoption.schema import RenderError

STAND_IN = """#!{python}
import json, os, pathlib, sys, time
here = pathlib.Path.cwd()
source = here / sys.argv[2]
mode = os.environ["STAND_IN"]
print("Executing 'report.quarto_ipynb'", file=sys.stderr)
if mode == "cell":
    print(pathlib.Path(os.environ["STAND_IN_LOG"]).read_text(), file=sys.stderr)
    sys.exit(1)
if mode == "slow":
    time.sleep(60)
if mode != "nothing":
    said = dict(
        arguments=sys.argv[1:], python=[os.environ["QUARTO_PYTHON"],
        os.environ["JUPYTER_PREFER_ENV_PATH"]], source=source.read_text(),
        parameters=os.environ["ADOPTION_PARAMETERS"], files=sorted(os.listdir(here)),
    )
    extra = "<img src='https://example.org/x'>" if mode == "loads" else "<script>1</script>"
    text = json.dumps(said).replace("<", "&lt;")
    page = "<html><h1>A</h1>" + extra + "<pre>" + text + "</pre></html>"
    (here / sys.argv[sys.argv.index("--output") + 1]).write_text(page)
"""

# What Quarto says when a cell fails (quarto-dev/quarto-cli, issue 8849).
QUARTO_LOG = """
Starting python3 kernel...Done

Executing 'report.quarto_ipynb'
  Cell 1/2: 'first'...Done
  Cell 2/2: 'world'...ERROR:

An error occurred while executing the following cell:
------------------
b = a / 0
------------------

---------------------------------------------------------------------------
ZeroDivisionError                         Traceback (most recent call last)
Cell In[2], line 1
----> 1 b = a / 0

ZeroDivisionError: division by zero
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a program named `quarto` on PATH that does as it is told."""

    def prepared(mode: str, body: str = "", **options: object) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "quarto"
        program.write_text(STAND_IN.replace("{python}", sys.executable))
        program.chmod(0o755)
        (folder / "log").write_text(QUARTO_LOG)
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setenv("STAND_IN", mode)
        monkeypatch.setenv("STAND_IN_LOG", str(folder / "log"))
        header = HEADER.replace("---\n\n", "params: {edition: 2026Q1}\n---\n")
        source = write(tmp_path / "in", {"report.qmd": header + body, "look.css": ""})
        return render(source / "report.qmd", tmp_path / "out" / "page.html", **options)

    return prepared


def test_quarto_is_taken_where_it_is_installed_and_told_everything(stand_in):
    tagged = cell("as_of = 'never'\nfirst = 1", "tags: [parameters]") + "\nEnd."
    page = stand_in(
        "well",
        tagged,
        parameters={"edition": "2026Q2", "as_of": "it's"},
        metadata={"title": "A <b>*title*</b>", "subtitle": "[x](y)"},
    )
    said = json.loads(BeautifulSoup(page.read_text(), "html5lib").pre.get_text())
    assert said["arguments"][:4] == ["render", "report.qmd", "--to", "html"]
    assert "--no-execute-daemon" in said["arguments"]
    assert said["python"] == [sys.executable, "1"]
    assert json.loads(said["parameters"]) == {"edition": "2026Q2", "as_of": "it's"}
    assert said["files"] == ["look.css", "report.qmd"]
    header, body = said["source"].removeprefix("---\n").split("\n---\n", 1)
    assert yaml.safe_load(header) == {
        "title": r"A \<b\>\*title\*\</b\>",
        "subtitle": r"\[x\]\(y\)",
        "execute": {"echo": False},
        "params": {"edition": "2026Q2"},
        "embed-resources": True,
        "html-math-method": "mathml",
        "jupyter": "python3",
    }
    assert body == tagged.replace("first = 1\n", 'first = 1\nas_of = "it\'s"\n')


@pytest.mark.parametrize(
    ("settings", "kernel"),
    [("jupyter: mine\n", "mine"), ("engine: markdown\n", None), ("lang: en\n", "python3")],
)
def test_a_kernel_that_the_project_names_is_handed_to_quarto(stand_in, tmp_path, settings, kernel):
    write(tmp_path / "in", {"_quarto.yml": settings})
    page = stand_in("well", cell("1"))
    said = json.loads(BeautifulSoup(page.read_text(), "html5lib").pre.get_text())
    assert yaml.safe_load(said["source"].split("---\n")[1]).get("jupyter") == kernel


def test_a_cell_that_fails_in_quarto_is_named_like_in_the_other_engine(stand_in):
    with pytest.raises(RenderError) as caught:
        stand_in("cell", cell("a = 1", "label: first") + "\n" + cell("b = a / 0", "label: world"))
    lines = str(caught.value).splitlines()
    assert lines[0] == (
        "cell `world` (report.qmd:11) failed: ZeroDivisionError: division by zero; "
        "Quarto's last lines:"
    )
    assert lines[-1].strip() == "ZeroDivisionError: division by zero"


def test_another_failure_of_quarto_ends_with_its_last_lines(stand_in, tmp_path):
    with pytest.raises(RenderError) as caught:
        stand_in("cell", cell("something = 'else'"))
    assert str(caught.value).startswith("Quarto could not render report.qmd; Quarto's last lines:")
    assert str(caught.value).endswith("ZeroDivisionError: division by zero")
    assert not (tmp_path / "out").exists()


def test_quarto_that_leaves_no_page_or_takes_too_long_is_refused(stand_in, tmp_path):
    with pytest.raises(RenderError, match=r"Quarto ended well but left no page of report.qmd"):
        stand_in("nothing")
    shutil.rmtree(tmp_path / "bin")
    with pytest.raises(RenderError, match=r"Quarto was stopped after 0.5 seconds"):
        stand_in("slow", timeout=0.5)
    assert not (tmp_path / "out").exists()


def test_a_page_of_quarto_that_would_load_something_is_refused(stand_in):
    with pytest.raises(RenderError, match=r"<img src> would load `https://example.org/x`"):
        stand_in("loads")


def test_quarto_passes_syntax_on_that_the_other_engine_refuses(stand_in):
    page = stand_in("well", "{{< video a.mp4 >}}\n")
    assert "{{&lt; video a.mp4 >}}" in page.read_text()


def test_without_quarto_the_engine_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    source = write(tmp_path, {"report.qmd": HEADER}) / "report.qmd"
    with pytest.raises(RenderError, match="`quarto` is not on PATH"):
        render(source, tmp_path / "page.html", engine="quarto")
    assert render(source, tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")


BOTH = """---
title: "A <b>*title*</b>"
subtitle: Both engines
date: 2026-07-15
params: {edition: 2026Q1}
toc: true
number-sections: true
---

```{python}
#| tags: [parameters]
as_of = "never"
```

## China {#sec-china}

Edition {{< meta params.edition >}} as of `{python} as_of`, in @sec-china, @fig-dots and @tbl-users.

::: {#fig-dots}
```{python}
#| output: asis
print("```{=html}\\n<svg role='img' aria-label='Dots'></svg>\\n```")
```

Users, as of `{python} as_of`.
:::

::: {#tbl-users}
```{python}
#| output: asis
print("```{=html}\\n<table><tr><th scope='col'>Month</th></tr></table>\\n```")
```

Users by month.
:::

::: {.callout-note collapse="true"}
## Folded
Text.
:::

::: {.panel-tabset}
### Chart
First.

### Table
Second.
:::
"""


@pytest.fixture
def both(tmp_path) -> Path:
    """Return a report with the settings that stand in `reports/`."""
    reports = Path(__file__).parents[1] / "reports"
    settings = {
        name: (reports / name).read_text(encoding="utf-8")
        for name in ("_quarto.yml", "adoption.css", "adoption.scss")
    }
    return write(tmp_path / "in", {"report.qmd": BOTH} | settings) / "report.qmd"


def rendered(source: Path, engine: str) -> BeautifulSoup:
    parameters = {"edition": "2026Q2", "as_of": "15 July"}
    output = render(
        source, source.parents[1] / f"{engine}.html", engine=engine, parameters=parameters
    )
    return BeautifulSoup(output.read_text(encoding="utf-8"), "html5lib")


def content(page: BeautifulSoup) -> list[str | None]:
    return [
        words(page.h1),
        words(page.find(id="sec-china").p),
        words(page.find(id="fig-dots").find("figcaption")),
        words(page.find(id="tbl-users").find(["caption", "figcaption"])),
        page.find(id="tbl-users").find("th").get("scope"),
        page.html["lang"],
    ]


CONTENT = [
    "A <b>*title*</b>",
    "Edition 2026Q2 as of 15 July, in Section 1, Figure 1 and Table 1.",
    "Figure 1: Users, as of 15 July.",
    "Table 1: Users by month.",
    "col",
    "en",
]


def test_the_settings_of_the_reports_suit_the_built_in_engine(both):
    assert content(rendered(both, "builtin")) == CONTENT


@pytest.mark.slow
def test_a_real_quarto_makes_a_page_with_the_same_content(both):
    if shutil.which("quarto") is None:
        pytest.skip("Quarto is not on PATH: its engine was tested with a stand-in only")
    assert content(rendered(both, "quarto")) == CONTENT
    both.write_text(HEADER + cell("1 / 0", "label: world"), encoding="utf-8")
    with pytest.raises(RenderError, match=r"cell `world` \(report.qmd:6\) failed: ZeroDivision"):
        render(both, both.parents[1] / "bad.html", engine="quarto")

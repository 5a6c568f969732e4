"""A .qmd into a page: by the built-in engine for real, by Quarto through a stand-in.

One report with every supported piece of syntax is rendered once and looked at from all sides.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from adoption import builtin, qmd
from adoption.render import render
from adoption.schema import RenderError

HEADER = "---\ntitle: A report\nexecute: {echo: false}\n---\n\n"

REPORT = r"""
---
title: 'Share of "adults" <script>alert(1)</script> & *firms*'
subtitle: As known on 15 July
description: '" onload="alert(2)'
author: [Ada Example, "Bo <b>"]
date: 2026-07-15
params:
  edition: 2026Q1
toc: true
number-sections: true
bibliography: sources.bib
execute:
  echo: false
---

Edition {{< meta params.edition >}}, office {{< var office >}}, {{{< meta title >}}}.

```{python}
#| tags: [parameters]
as_of = "never"
```

```{python}
#| label: figures
import json, os
from IPython.display import HTML, Markdown
users = "602 million"
title = "<img src=x onerror=alert(3)> *not bold* {{< meta title >}} "
title += "[x](javascript:alert(4)) @fig-no"
given = json.loads(os.environ["ADOPTION_PARAMETERS"])
```

## China {#sec-china}

Users: **`{python} users`**, in @fig-users, @tbl-users, [-@tbl-users], [see @sec-firms],
[@fig-users; @fig-plot], @sec-china and @eq-logistic. As of `{python} as_of`;
`{python} given["edition"]`;
`{python} Markdown("*bold*")`; `{python} HTML("<i>raw</i>")`; `{python} 1 + 1`.
A title: `{python} title`. Not run: ``{python} users``. Cited [@rogers2003, p. 5].

::: {#fig-users}
```{python}
#| output: asis
print("```{=html}")
print('<svg role="img" aria-label="Dots"><text>602</text></svg>')
print("```")
```

Users, from `{python} users` on.
:::

::: {#tbl-users .column-page}
```{python}
#| output: asis
head = "<thead><tr><th scope='col'>Month</th></tr></thead>"
print("```{=html}\n<table class='figures'>" + head + "</table>\n```")
```

Users by month.
:::

```{python}
#| output: asis
print("::: {#fig-printed}\n\n```{=html}\n<svg></svg>\n```\n\nA printed caption.\n\n:::")
```

```{python}
#| label: fig-plot
#| fig-cap: A *plot*.
#| fig-alt: Two points joined by a "line"
import matplotlib.pyplot as plt
plt.plot([1, 2], [3, 5]);
```

```{python}
#| label: tbl-cell
#| tbl-cap: Made by a cell.
Markdown("| a | b |\n|---|--:|\n| c | 1.5 |")
```

| Country | Share |
|---------|------:|
| China   |  42.8 |

: Shares {#tbl-shares}

![A picture](pic.svg){#fig-picture fig-alt="A circle"}

$$ y = \frac{K}{1 + e^{-rt}} $$ {#eq-logistic}

### Firms {#sec-firms}

{{< include _part.qmd >}}

::: {.callout-warning}
## Breaks *matter*
The question changed.
:::

::: {.callout-note collapse="true"}
Folded, see @tbl-shares.
:::

::: {.panel-tabset}
#### Chart
First pane.

#### Table {.active}
Second pane.
:::

```{python}
#| echo: true
#| warning: false
import warnings
warnings.warn("hidden")
print("printed <b>")
```

```{python}
import warnings
warnings.warn("shown")
```

```{python}
#| error: true
{}["missing"]
```

```{python}
#| eval: false
#| echo: true
never_run()
```

```{python}
#| include: false
print("left out")
```

```{python}
#| output: false
print("left out")
```

```{python}
HTML("<div class='from-cell'>kept</div>")
```

A note.^[The note.]

{{< pagebreak >}}

::: {.footer}
Made from *published* figures.
:::
"""

FILES = {
    "report.qmd": REPORT.lstrip(),
    "_quarto.yml": "lang: en-GB\ncss: look.css\nformat:\n  html:\n    theme: cosmo\n",
    "_variables.yml": "office: '*Bern*'\n",
    "_part.qmd": "From a file with `{python} users`.\n",
    "look.css": ".figures { color: #123; }\n",
    "pic.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>',
    "sources.bib": "@book{rogers2003, title={Diffusion of Innovations}, author={Rogers, Everett},"
    " year={2003}, publisher={Free Press}}",
}


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


@pytest.fixture(scope="module")
def text(tmp_path_factory) -> str:
    folder = write(tmp_path_factory.mktemp("report"), FILES)
    output = render(
        folder / "report.qmd",
        folder / "site" / "page.html",
        engine="builtin",
        parameters={"edition": "2026Q2", "as_of": "15 July"},
    )
    assert [file.name for file in output.parent.iterdir()] == ["page.html"]
    return output.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())


# The frame of the page ------------------------------------------------------------------------


def test_a_page_has_one_title_its_landmarks_and_its_language(page):
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("h1")) == 1
    assert [each.name for each in page.body.find_all(recursive=False)] == [
        "a", "header", "nav", "main", "footer",
    ]  # fmt: skip
    skip = page.body.a
    assert page.find(id=skip["href"][1:]).name == "main"
    assert page.find(id=page.nav["aria-labelledby"]).get_text() == "Contents"
    assert words(page.footer) == "Made from published figures."
    assert words(page.header.find(class_="date")) == "15 July 2026"
    assert page.header.time["datetime"] == "2026-07-15"


def test_markup_in_the_header_is_shown_and_not_obeyed(page):
    title = 'Share of "adults" <script>alert(1)</script> & *firms*'
    assert page.h1.get_text() == title
    assert page.title.get_text() == title
    description = page.find("meta", attrs={"name": "description"})
    assert description.attrs == {"name": "description", "content": '" onload="alert(2)'}
    assert words(page.header.find(class_="author")) == "Ada Example, Bo <b>"


def test_a_page_runs_nothing_and_asks_nothing(page, text):
    assert page.find("script") is None
    assert "<script" not in text
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    loads = [each.get("src") or "" for each in page.find_all(src=True)]
    assert loads
    assert all(each.startswith("data:") for each in loads)
    assert [each["href"] for each in page.find_all("link")] == ["data:,"]
    assert not [
        each for each in page.find_all(True) for name in each.attrs if name.startswith("on")
    ]


def test_the_style_sheet_of_the_folder_stands_in_the_page(page):
    assert any(".figures { color: #123; }" in str(each.string) for each in page.find_all("style"))


def test_contents_list_the_numbered_sections(page):
    links = page.nav.find_all("a")
    assert [(words(each), each["href"]) for each in links][:2] == [
        ("1 China", "#sec-china"),
        ("1.1 Firms", "#sec-firms"),
    ]


# Values, parameters, references ---------------------------------------------------------------


def test_inline_values_are_text_unless_they_say_otherwise(page):
    paragraph = page.find(id="sec-china").p
    said = words(paragraph)
    assert "Users: 602 million, in" in said
    assert paragraph.strong.get_text() == "602 million"
    assert paragraph.em.get_text() == "bold"
    assert paragraph.i.get_text() == "raw"
    assert said.count("; 2.") == 1
    hostile = "<img src=x onerror=alert(3)> *not bold* {{< meta title >}} [x](javascript:alert(4))"
    assert f"A title: {hostile} @fig-no. Not run: {{python}} users." in said
    assert paragraph.find("img") is None


def test_parameters_reach_the_cells_and_the_header(page):
    assert "As of 15 July; 2026Q2;" in words(page.find(id="sec-china").p)
    assert words(page.main.p) == "Edition 2026Q2, office Bern, {{< meta title >}}."
    assert page.main.p.em.get_text() == "Bern"


def test_references_lead_to_numbered_targets(page):
    links = page.find(id="sec-china").p.find_all("a", class_="quarto-xref")
    assert [(words(each), each["href"]) for each in links] == [
        ("Figure 1", "#fig-users"),
        ("Table 1", "#tbl-users"),
        ("1", "#tbl-users"),
        ("see 1.1", "#sec-firms"),
        ("Figure 1", "#fig-users"),
        ("Figure 3", "#fig-plot"),
        ("Section 1", "#sec-china"),
        ("Equation 1", "#eq-logistic"),
    ]


def test_a_citation_leads_to_its_entry(page):
    assert "(Rogers 2003, 5)" in words(page.find(class_="citation").parent)
    assert words(page.find(id="ref-rogers2003")).startswith("Rogers, Everett. 2003.")
    assert words(page.find(id="refs").parent.h2 or page.find(id="references")).startswith(
        "References"
    )


def test_notes_lead_there_and_back(page):
    note = page.find(id=page.find("a", role="doc-noteref")["href"][1:])
    assert words(note).startswith("The note.")


# Figures and tables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "caption"),
    [
        ("fig-users", "Figure 1: Users, from 602 million on."),
        ("fig-printed", "Figure 2: A printed caption."),
        ("fig-plot", "Figure 3: A plot."),
        ("fig-picture", "Figure 4: A picture"),
    ],
)
def test_a_figure_has_a_number_and_its_caption_below(page, identifier, caption):
    figure = page.find(id=identifier)
    assert figure.name == "figure"
    assert [each.name for each in figure.find_all(recursive=False)][-1] == "figcaption"
    assert words(figure.figcaption) == caption
    assert figure.find(["svg", "img"]) is not None


def test_images_stand_in_the_page_with_their_alternative_text(page):
    assert page.find(id="fig-plot").img["alt"] == 'Two points joined by a "line"'
    image = page.find(id="fig-picture").img
    assert image["alt"] == "A circle"
    assert base64.b64decode(image["src"].partition("base64,")[2]).decode() == FILES["pic.svg"]


@pytest.mark.parametrize(
    ("identifier", "caption"),
    [
        ("tbl-users", "Table 1: Users by month."),
        ("tbl-cell", "Table 2: Made by a cell."),
        ("tbl-shares", "Table 3: Shares"),
    ],
)
def test_a_table_has_its_number_in_its_own_caption(page, identifier, caption):
    figure = page.find(id=identifier)
    assert words(figure.table.caption) == caption
    assert figure.find("figcaption") is None


def test_a_table_that_brings_a_caption_keeps_it(tmp_path):
    table = "```{=html}\n<table><caption>Own</caption></table>\n```"
    page = built(tmp_path, f"::: {{#tbl-a}}\n{table}\n\nNumbered.\n:::\n")
    assert words(page.find(id="tbl-a").figcaption) == "Table 1: Numbered."
    assert words(page.table.caption) == "Own"


def test_equations_are_mathml_with_their_number(page):
    equation = page.find(id="eq-logistic")
    assert equation.find("math") is not None
    assert words(equation.find(class_="equation-number")) == "(1)"


# Callouts, tabsets, outputs -------------------------------------------------------------------


def test_a_callout_has_the_title_of_its_heading(page):
    callout = page.find(class_="callout-warning")
    assert callout["role"] == "note"
    assert words(page.find(id=callout["aria-labelledby"])) == "Breaks matter"
    assert words(callout.find(class_="callout-body")) == "The question changed."


def test_a_folded_callout_opens_without_a_script(page):
    callout = page.find(class_="callout-note")
    assert callout.name == "details"
    assert not callout.has_attr("open")
    assert words(callout.summary) == "Note"
    assert words(callout).endswith("Folded, see Table 3.")


def test_a_tabset_is_a_group_of_named_choices(page):
    tabset = page.find(class_="panel-tabset")
    inputs = tabset.find_all("input", recursive=False)
    labels = {each["for"]: words(each) for each in tabset.find_all("label", recursive=False)}
    assert [labels[each["id"]] for each in inputs] == ["Chart", "Table"]
    assert [each.has_attr("checked") for each in inputs] == [False, True]
    panes = tabset.find_all(class_="tab-pane", recursive=False)
    assert [words(each) for each in panes] == ["Chart First pane.", "Table Second pane."]
    assert tabset.find(["h3", "h4"]) is None


def test_cells_show_what_their_options_say(page):
    shown = [words(each) for each in page.find_all("pre")]
    assert shown == [
        'import warnings warnings.warn("hidden") print("printed <b>")',
        "printed <b>",
        'UserWarning: shown warnings.warn("shown")',
        "KeyError: 'missing'",
        "never_run()",
    ]
    assert words(page.find(class_="from-cell")) == "kept"
    assert "left out" not in page.get_text()


# Same input, same bytes -----------------------------------------------------------------------

RENDERING = """
import sys
from pathlib import Path
from adoption.render import render
render(Path(sys.argv[1]), Path(sys.argv[2]), engine="builtin", parameters={"as_of": "15 July",
       "edition": "2026Q2"})
"""


def test_a_page_is_the_same_bytes_in_another_process_place_and_time_zone(tmp_path, text):
    folder = write(tmp_path / "a folder" / "elsewhere", FILES)
    subprocess.run(
        [sys.executable, "-W", "error", "-c", RENDERING, "elsewhere/report.qmd", "page.html"],
        cwd=folder.parent,
        env=os.environ | {"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "77", "LC_ALL": "C"},
        check=True,
        capture_output=True,
    )
    assert (folder.parent / "page.html").read_text(encoding="utf-8") == text


def test_rendering_works_where_an_event_loop_runs_already(tmp_path):
    async def inside() -> BeautifulSoup:
        return built(tmp_path, cell("6 * 7"))

    assert words(asyncio.run(inside()).main) == "42"


def test_nothing_is_said_on_a_quiet_terminal_or_left_in_the_folder(tmp_path, capfd):
    built(tmp_path, cell("1"))
    assert capfd.readouterr() == ("", "")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "report.qmd"]


# What fails -----------------------------------------------------------------------------------


def test_a_failing_cell_is_named_with_its_lines_and_its_last_words(tmp_path):
    body = "Prose.\n\n" + cell("a = 1\nb = a / 0\nc = 3", "label: world")
    message = refused(tmp_path, body)
    assert message == (
        "cell `world` (report.qmd:8), at line 11, failed: ZeroDivisionError: division by zero"
    )


def test_a_cell_without_a_label_is_named_by_its_number(tmp_path):
    message = refused(tmp_path, cell("1") + "\n" + cell("raise SystemExit(3)"))
    assert message.startswith("cell `2` (report.qmd:10)")


def test_a_failing_inline_expression_is_named_with_its_line(tmp_path):
    message = refused(tmp_path, "Prose\nand `{python} missing_name`.\n")
    assert message == (
        "`{python} missing_name` (report.qmd:7) failed: "
        "NameError: name 'missing_name' is not defined"
    )


def test_a_cell_that_ends_python_or_takes_too_long_stops_the_page(tmp_path):
    message = refused(tmp_path, cell("import os; os._exit(1)", "label: gone"))
    assert message == "cell `gone` (report.qmd:6) ended the Python process it ran in"
    source = write(tmp_path, {"report.qmd": HEADER + cell("import time; time.sleep(60)")})
    with pytest.raises(RenderError, match=r"cell `1` .* was stopped"):
        render(source / "report.qmd", tmp_path / "page.html", engine="builtin", timeout=1.5)
    assert not (tmp_path / "page.html").exists()


def test_an_older_page_stays_when_a_new_one_fails(tmp_path):
    (tmp_path / "page.html").write_text("old")
    write(tmp_path, {"report.qmd": HEADER + "@fig-no\n"})
    with pytest.raises(RenderError):
        render(tmp_path / "report.qmd", tmp_path / "page.html", engine="builtin")
    assert (tmp_path / "page.html").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


UNSUPPORTED = {
    "```{r}\n1\n```": "6  `{r}` is not supported",
    "```{python echo=false}\n1\n```": "6  `{python echo=false}`: cell options go on `#|` lines",
    "- a\n\n  ```{python}\n  1\n  ```": "8  `{python}`: a cell must start at the margin",
    "```{=latex}\nx\n```": "6  `{=latex}` never reaches an HTML page",
    "```python\n1": "6  the block that opens here is never closed",
    "```text\nsee `{python} x`\n```": "7  an expression or shortcode inside a block of code",
    "a\n\n`{r} x`": "8  `{r}` is not supported",
    "{{< video a.mp4 >}}": "6  the shortcode `video` is not supported",
    "{{< meta nothing.here >}}": "6  `{{< meta nothing.here >}}`: the header has no such value",
    "{{< include ../secret.qmd >}}": "6  `../secret.qmd` is not a file of this folder",
    "a\n\n---\nb: c\n---\n": "8  `---` outside the header",
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


STRUCTURES = {
    "a\n\n::: {.panel-sidebar}\nx\n:::": "8  `::: {.panel-sidebar}` is not supported",
    "::: {layout-ncol=2}\nx\n:::": "6  the attribute `layout-ncol` is not supported",
    "::: {.callout-danger}\nx\n:::": "6  `.callout-danger` is no callout",
    "::: {.column-pages}\nx\n:::": "6  `.column-pages` is no column",
    "::: {#fig-a}\n- no caption\n:::": "6  `::: {#fig-a}` must end with a paragraph",
    "::: {#fig-a}\n\n::: {#fig-b}\nx\n\ny\n:::\n\nz\n:::": "8  `fig-b` inside `fig-a`",
    "::: {#thm-a}\nx\n:::": "6  `#thm-a`: only fig-, tbl-, sec- and eq- are numbered",
    "::: {.panel-tabset}\nx\n:::": "6  a tabset must begin with a heading",
    "a\n\nSee @fig-none.": "8  `@fig-none` refers to nothing on the page",
    "See @lst-a.": "6  `@lst-a`: only fig-",
    "## A {#sec-a}\n\nIn @sec-a.": "8  `@sec-a` needs a numbered section",
    "As @rogers2003 says.": "6  `@rogers2003` is cited, and the header names no `bibliography`",
    "# Top": "6  a heading of level 1",
    "\\newpage": "6  raw `tex` never reaches an HTML page",
    "a\n\n::: {.note}\nb": "8  the `:::` block is never closed",
    "a\n:::\n": "7  `:::` opens or closes no block",
    "## A {#x}\n\n## B {#x}": "8  two elements have the identifier `x`",
    "$\\nonsense{$": "Could not convert TeX math",
}


def test_structures_that_are_not_supported_are_named_by_line(tmp_path):
    wrong = {}
    for number, (body, message) in enumerate(STRUCTURES.items()):
        folder = write(tmp_path / str(number) / "in", {"report.qmd": HEADER + body})
        document = qmd.read(folder / "report.qmd")
        assert document.problems == []
        (prose,) = document.parts
        pieces = [builtin._Piece(prose, "\n".join(line.text for line in prose))]
        with pytest.raises(RenderError) as caught:
            builtin._page(document, pieces, folder)
        place = f"report.qmd:{message}" if message[0].isdigit() else message
        if place not in str(caught.value):
            wrong[body] = str(caught.value)
    assert wrong == {}


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


def shown(output: dict[str, object], *options: str) -> str:
    """Return what the built-in engine makes of one output of a cell."""
    document = qmd.Document(Path("report.qmd"), header={"execute": {}}, own_header={})
    chosen = {key: value for key, _, value in (each.partition(": ") for each in options)}
    one = qmd.Cell("report.qmd", 3, 4, chosen, "", "a")
    return builtin._cell_markdown(one, [nbformat.from_dict(output)], document)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text/plain": "<object object at 0x7f2c211366c0>"}, "which differs from run to run"),
        ({"image/png": "aGk="}, "shows an image without `fig-alt`"),
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Slider()"}, "no page can"),
        ({"application/javascript": "1", "text/plain": "<...>"}, "no page can hold it"),
    ],
)
def test_outputs_that_no_page_can_hold_are_refused(data, message):
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    with pytest.raises(RenderError, match=message) as caught:
        shown(output, "echo: ")
    assert str(caught.value).startswith("cell `a` (report.qmd:3) shows ")


def test_a_shortcode_in_the_data_is_refused():
    output = {"output_type": "stream", "name": "stdout", "text": "{{< env HOME >}}"}
    with pytest.raises(RenderError, match="prints a shortcode"):
        shown(output, "output: asis", "echo: ")


def test_fences_are_longer_than_what_they_hold():
    output = {"output_type": "stream", "name": "stdout", "text": "```\n::::\nx"}
    assert shown(output, "echo: ").split("\n")[1:] == [
        "::::: {.cell}",
        "```` {.cell-output .cell-output-stdout}",
        "```",
        "::::",
        "x",
        "````",
        ":::::",
        "",
    ]


def test_arguments_are_checked(tmp_path):
    source = write(tmp_path, {"report.qmd": HEADER}) / "report.qmd"
    with pytest.raises(ValueError, match="`engine` is `latex`: one of auto, quarto, builtin"):
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


# Quarto ---------------------------------------------------------------------------------------

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
        arguments=sys.argv[1:], python=os.environ["QUARTO_PYTHON"], source=source.read_text(),
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
    assert said["python"] == sys.executable
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
    }
    assert body == tagged.replace("first = 1\n", 'first = 1\nas_of = "it\'s"\n')


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

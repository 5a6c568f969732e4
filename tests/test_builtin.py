"""One report with every supported piece of syntax, rendered once and looked at from all sides."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from pages import HEADER, built, cell, refused, words, write

from adoption import builtin, qmd
from adoption.rendering import render
from adoption.schema import RenderError

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
A title: `{python} title`. Not run: ``{python} users``, `{{python}} users`.
Cited [@rogers2003, p. 5].

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

```{python}
#| output: asis
import time
print("Order:", *{"a", "b", "c", "d", "e", "f"}, time.strftime("%H:%M", time.localtime(0)))
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
    assert f"A title: {hostile} @fig-no. Not run: {{python}} users, {{python}} users." in said
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


TEXTS = [
    "- a", "1. a", "(1) a", "# a", "> a", "| a | b |", "---", "***", "a ::: b", "~~~",
    "```", "~~a~~ H~2~O a^2^", "$x$ $$y$$", "<!-- a --> <b>", "&amp; &#65;",
    "[a](b) ![a](b) [^1] ^[a]",
    "@fig-x [@a]", "`{python} 1`", "a {.b} {{< meta title >}}", r"\alpha \* \\", "'a' \"b\"",
    "a -- b ... c", "www.example.org https://example.org", "a@example.org", ": a", "=== ", "+1.5%",
    "生成式AI用户规模 6.02亿", "Türkiye", "A) a", "i. a", "#hashtag", "!bang", "_under_score_",
    "=1+1",
]  # fmt: skip


def test_what_a_cell_prints_is_one_text_whenever_the_kernel_sends_it_on(tmp_path):
    page = built(
        tmp_path,
        cell("print('a **bold', end='', flush=True)\nprint(' word** and', flush=True)\n"
             "print('the same paragraph')", "output: asis")
        + "\n" + cell("print('one', flush=True)\nprint('two', flush=True)\n"
                      "import sys\nprint('else', file=sys.stderr, flush=True)\nprint('three')"),
    )  # fmt: skip
    assert words(page.main.p) == "a bold word and the same paragraph"
    assert [pre.get_text() for pre in page.main.find_all("pre")] == ["one\ntwo", "else", "three"]


def test_an_inline_value_is_shown_as_it_is(tmp_path):
    lines = [f"`{{python}} texts[{number}]`\n" for number in range(len(TEXTS))]
    page = built(tmp_path, cell(f"texts = {TEXTS!r}") + "\n" + "\n".join(lines))
    assert [words(each) for each in page.main.find_all("p")] == [" ".join(t.split()) for t in TEXTS]
    assert all(not each.find_all(True) for each in page.main.find_all("p"))


def test_a_number_without_words_is_refused():
    reply = {"status": "ok", "data": {"text/plain": "np.float64(2.5)"}}
    with pytest.raises(RenderError) as caught:
        builtin._inline_markdown(reply, qmd.Line("report.qmd", 10, ""), "share")
    assert str(caught.value) == (
        "`{python} share` (report.qmd:10) shows `np.float64(2.5)`: put the number into words first"
    )


# Same input, same bytes -----------------------------------------------------------------------

RENDERING = """
import sys
from pathlib import Path
from adoption.rendering import render
render(Path(sys.argv[1]), Path(sys.argv[2]), engine="builtin", parameters={"as_of": "15 July",
       "edition": "2026Q2"})
"""


@pytest.mark.slow
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


def test_rendering_is_quiet_leaves_nothing_and_works_inside_an_event_loop(tmp_path, capfd):
    async def inside() -> BeautifulSoup:
        return built(tmp_path, cell("6 * 7"))

    assert words(asyncio.run(inside()).main) == "42"
    assert capfd.readouterr() == ("", "")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "report.qmd"]


# What fails -----------------------------------------------------------------------------------


def test_a_failing_cell_is_named_with_its_lines_and_its_last_words(tmp_path):
    body = "Prose.\n\n" + cell("a = 1\nb = a / 0\nc = 3", "label: world")
    message = refused(tmp_path, body)
    assert message == (
        "cell `world` (report.qmd:8), at line 11, failed: ZeroDivisionError: division by zero"
    )


def test_a_failing_inline_expression_is_named_with_its_line(tmp_path):
    message = refused(tmp_path, "Prose\nand `{python} missing_name`.\n")
    assert message == (
        "`{python} missing_name` (report.qmd:7) failed: "
        "NameError: name 'missing_name' is not defined"
    )


@pytest.mark.slow
def test_a_cell_that_ends_python_or_takes_too_long_stops_the_page(tmp_path):
    message = refused(tmp_path, cell("import os; os._exit(1)", "label: gone"))
    assert message == "cell `gone` (report.qmd:6) ended the Python process it ran in"
    source = write(tmp_path, {"report.qmd": HEADER + cell("import time; time.sleep(60)")})
    with pytest.raises(RenderError, match=r"cell `1` .* was stopped"):
        render(source / "report.qmd", tmp_path / "page.html", engine="builtin", timeout=1.5)
    assert not (tmp_path / "page.html").exists()


def test_a_kernel_that_does_not_start_says_its_last_lines(tmp_path, monkeypatch):
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit('no kernel today')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    message = refused(tmp_path, cell("1"))
    assert message.startswith("the kernel that runs the cells failed: Kernel died before replying")
    assert message.endswith("  no kernel today")


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

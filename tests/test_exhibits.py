"""Blocks of a report: complete, numbered, valid HTML inside Markdown, everything escaped."""

import functools
import re

import pandas as pd
import pypandoc
import pytest
from bs4 import BeautifulSoup

from adoption import exhibits, rankings
from adoption.tables import Column

TABLE = pd.DataFrame({"label": ["Norway", "Chad"], "value": [48.6, 1.5]})
COLUMNS = [Column("label", "Economy"), Column("value", "Share", "percent")]
DEFINITION = exhibits.Definition(
    population="people aged 15 to 64", window="not stated", product="AI", period="Q1 2026",
    source="Example & Co", as_of="15 July 2026", source_url="https://example.org/?a=1&b=2",
)  # fmt: skip


def block(identifier="fig-ranking", **options):
    given = {
        "title": "Norway leads", "alt": "Two rows", "definition": DEFINITION, "table": TABLE,
        "columns": COLUMNS, "table_caption": "Shares, Q1 2026", "subtitle": "Percent",
        "note": "Modelled.",
    }  # fmt: skip
    draw = functools.partial(rankings.dots, TABLE)
    return exhibits.figure_block(draw, identifier, **(given | options))


def page(markdown):
    return BeautifulSoup(pypandoc.convert_text(markdown, "html", format="markdown"), "html5lib")


def test_a_block_is_a_fenced_div_that_ends_with_its_caption():
    lines = [line for line in block().split("\n") if line]
    assert lines[0] == "::: {#fig-ranking}"
    assert lines[-2:] == ["Norway leads", ":::"]


def test_a_block_has_both_layouts_with_the_same_words_for_those_who_cannot_see():
    drawings = page(block()).find_all("svg")
    assert [d["class"] for d in drawings] == [["wide"], ["narrow"]]
    assert [d["viewbox" if d.has_attr("viewbox") else "viewBox"].split()[2] for d in drawings] == [
        "720", "340",
    ]  # fmt: skip
    assert {(d["role"], d["aria-label"]) for d in drawings} == {("img", "Two rows")}


def test_every_id_of_two_blocks_is_unique():
    html = str(page(block() + block("fig-other")))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_definition_is_complete_and_links_its_source():
    strip = page(block()).find("dl", class_="definition")
    assert [dt.get_text() for dt in strip.find_all("dt")] == [
        "Population", "Use within", "Product", "Reference period", "Source", "As of",
    ]  # fmt: skip
    assert strip.a["href"] == "https://example.org/?a=1&b=2"
    assert strip.a.get_text() == "Example & Co"


def test_a_figure_without_a_definition_is_refused():
    empty = exhibits.Definition("people", "not stated", "AI", "Q1 2026", " ", "15 July 2026")
    with pytest.raises(ValueError, match="`source` is empty"):
        block(definition=empty)


@pytest.mark.parametrize("name", ["title", "alt"])
def test_a_chart_needs_its_finding_and_its_words(name):
    with pytest.raises(ValueError, match=f"`{name}` is empty: `fig-ranking` needs it"):
        block(**{name: ""})


@pytest.mark.parametrize("name", ["ranking", "tbl-x", "fig-", "fig-A", 'fig-a"b', "fig-a b"])
def test_an_identifier_is_plain(name):
    with pytest.raises(ValueError, match="`identifier` is"):
        block(name)


def test_the_table_is_folded_under_the_chart_with_its_download():
    details = page(block()).find("details", class_="data")
    assert details.table.caption.get_text() == "Shares, Q1 2026"
    assert details.find("a", class_="download")["download"] == "fig-ranking.csv"
    assert not details.has_attr("open")


def test_nothing_from_data_leaves_its_place():
    evil = "</div></svg>```\n:::\n<script>x</script> [a](javascript:x) *b* @fig-x $y$"
    table = TABLE.assign(label=[evil, "Chad"])
    soup = page(
        exhibits.figure_block(
            functools.partial(rankings.dots, table), "fig-a", title=evil, alt=evil,
            definition=DEFINITION, table=table, columns=COLUMNS, table_caption=evil,
            subtitle=evil, note=evil,
        )
    )  # fmt: skip
    assert not soup.find_all("script")
    assert not soup.find_all("em")
    assert not [a for a in soup.find_all("a") if a["href"].startswith("javascript")]
    outer = soup.find(id="fig-a")
    assert outer.find_all("p")[-1].get_text().split() == evil.split()
    assert outer.find("p", class_="note").get_text() == evil


def test_a_table_block_has_title_caption_and_download():
    soup = page(
        exhibits.table_block(
            TABLE, COLUMNS, "tbl-ranking", title="Norway leads", table_caption="Shares, Q1 2026",
            definition=DEFINITION, highlight=[True, False],
        )
    )  # fmt: skip
    outer = soup.find(id="tbl-ranking")
    assert outer.table.caption.get_text() == "Shares, Q1 2026"
    assert outer.find_all("p")[-1].get_text() == "Norway leads"
    assert outer.find("tr", class_="highlight").th.get_text() == "Norway"
    assert outer.find("a", class_="download")["download"] == "tbl-ranking.csv"


def test_the_same_block_twice_is_the_same_text():
    assert block() == block()

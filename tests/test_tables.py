"""Tables for readers: parsed as HTML, read back as CSV, safe in a spreadsheet."""

import base64
import csv
import io
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from adoption import labels, tables
from adoption.tables import Column

TABLE = pd.DataFrame(
    {
        "economy": ["China", "Norway", "Chad"],
        "share": [16.4, 48.0, None],
        "users": [602_000_000, 3_100, None],
        "released": pd.to_datetime(["2026-02-05", "2026-05-06", None]),
        "url": ["https://example.org/a?b=1&c=2", None, None],
    }
)
COLUMNS = [
    Column("economy", "Economy", link="url"),
    Column("share", "Share", "percent of adults"),
    Column("users", "Users", show=lambda v: labels.persons(v)),
    Column("released", "Released"),
]


def parsed(table=TABLE, columns=COLUMNS, **options):
    html = tables.html_table(table, columns, caption="Shares, December 2025", **options)
    return BeautifulSoup(html, "html5lib")


def cells(soup, k):
    return [row.find_all(["th", "td"])[k].get_text() for row in soup.tbody.find_all("tr")]


def test_a_caption_says_what_and_when():
    assert parsed().caption.get_text() == "Shares, December 2025"


def test_heads_have_a_scope_and_units():
    soup = parsed()
    heads = soup.thead.find_all("th")
    assert [head["scope"] for head in heads] == ["col"] * 4
    assert heads[1].get_text() == "Share percent of adults"
    assert heads[1].find(class_="unit").get_text() == "percent of adults"
    rows = soup.tbody.find_all("th")
    assert [(head["scope"], head.get_text()) for head in rows] == [
        ("row", "China"), ("row", "Norway"), ("row", "Chad"),
    ]  # fmt: skip


def test_what_is_missing_says_not_published():
    soup = parsed()
    for k in (1, 2, 3):
        assert cells(soup, k)[2].strip() == "not published"
    assert len(soup.find_all("td", class_="missing")) == 3
    assert not re.search(r"\bnan\b|NaT|None|<NA>", soup.get_text(), re.IGNORECASE)


def test_a_zero_is_a_number_and_not_missing():
    soup = parsed(pd.DataFrame({"a": ["x"], "b": [0.0]}), [Column("a", "A"), Column("b", "B")])
    assert cells(soup, 1) == ["0"]


def test_numbers_are_aligned_on_the_decimal():
    table = pd.DataFrame({"a": ["x", "y", "z"], "b": ["42.8", "1,404", "0.25"]})
    shown = cells(parsed(table, [Column("a", "A"), Column("b", "B")]), 1)
    assert shown == ["42.8\u2007", "1,404\u2008\u2007\u2007", "0.25"]
    soup = parsed(table, [Column("a", "A"), Column("b", "B")])
    assert all("number" in cell["class"] for cell in soup.tbody.find_all("td"))


def test_counts_in_words_end_with_their_word():
    table = pd.DataFrame({"a": ["x", "y", "z"], "b": ["602 million", "1.2 billion", "3,100"]})
    soup = parsed(table, [Column("a", "A"), Column("b", "B")])
    assert cells(soup, 1) == ["602 million", "1.2 billion", "3,100"]
    assert len(soup.tbody.find_all(class_="number")) == 3


def test_words_are_not_aligned_as_numbers():
    soup = parsed(TABLE, [Column("economy", "Economy"), Column("released", "Released")])
    assert not soup.find_all(class_="number")


def test_a_column_of_numbers_has_one_precision():
    assert cells(parsed(), 1)[:2] == ["16.4", "48.0"]


def test_published_figures_keep_their_published_decimals():
    table = pd.DataFrame(
        {"who": ["a", "b", "c"], "indicator": "penetration", "value": [34.0, 39.42, 64.0],
         "rounding": [0.5, 0.005, 0.05]}
    )  # fmt: skip
    shown = cells(parsed(table, [Column("who", "Who"), Column("value", "Share", "percent")]), 1)
    assert [words.strip("\u2007\u2008") for words in shown] == ["34", "39.42", "64.0"]


def test_counts_are_in_words():
    assert cells(parsed(), 2)[0] == "602 million"


def test_the_row_of_interest_is_set_apart():
    rows = parsed(highlight=[False, True, False]).tbody.find_all("tr")
    assert [row.get("class") for row in rows] == [None, ["highlight"], None]


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches_and_has_a_name():
    frame = parsed().find(class_="table-frame")
    assert (frame["tabindex"], frame["role"]) == ("0", "region")
    assert frame["aria-label"] == "Shares, December 2025"
    assert frame.table["data-quarto-disable-processing"] == "true"


def test_a_cell_links_to_its_source():
    link = parsed().tbody.a
    assert (link["href"], link.get_text()) == ("https://example.org/a?b=1&c=2", "China")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://a", "//a.org", "https://", "x"]
)
def test_only_web_addresses_become_links(address):
    table = TABLE.assign(url=address)
    with pytest.raises(ValueError, match="http or https is expected"):
        parsed(table)


def test_markup_in_data_stays_text():
    evil = '<script>alert("x")</script>'
    table = pd.DataFrame({"a": [evil], "b": ['" onmouseover="x']})
    html = tables.html_table(table, [Column("a", evil, evil), Column("b", "B")], caption=evil)
    soup = BeautifulSoup(html, "html5lib")
    assert not soup.find_all("script")
    assert cells(soup, 0) == [evil]
    assert not [tag for tag in soup.find_all(True) if tag.has_attr("onmouseover")]


def test_no_table_without_columns():
    with pytest.raises(ValueError, match="at least one column"):
        parsed(columns=[])


def test_the_table_is_left_as_it_was():
    before = TABLE.copy()
    parsed()
    pd.testing.assert_frame_equal(TABLE, before)


# CSV


def read(text):
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_begins_like_a_formula_is_quoted(start):
    text = tables.csv_text(pd.DataFrame({"a": [start + "cmd|' /C calc'!A0"]}))
    assert text.split("\n", 1)[1].startswith("\"'")
    assert read(text)[1][0].startswith("'")


def test_a_name_of_a_column_is_no_formula_either():
    assert tables.csv_text(pd.DataFrame({"=a": [1]})).startswith('"\'=a"\n')


def test_numbers_stay_numbers():
    table = pd.DataFrame({"x": [-0.5, 25.2, 602_000_000.0], "n": [-1, 2, 4]})
    assert read(tables.csv_text(table))[1:] == [["-0.5", "-1"], ["25.2", "2"], ["602000000", "4"]]


def test_dates_are_iso_and_what_is_missing_is_empty():
    table = pd.DataFrame({"d": pd.to_datetime(["2026-02-05", None]), "x": [None, 1.5],
                          "n": pd.array([None, 3], dtype="Int64"), "t": ["yes", None]})  # fmt: skip
    assert read(tables.csv_text(table))[1:] == [["2026-02-05", "", "", "yes"], ["", "1.5", "3", ""]]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5)
)
def test_text_comes_back_as_it_was_but_for_the_apostrophe(texts):
    text = tables.csv_text(pd.DataFrame({"a": pd.Series(texts, dtype=object), "b": 1}))
    back = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    for before, after in zip(texts, back, strict=True):
        assert after in (before, "'" + before)
        assert not after or after[0] not in tables.FORMULA_STARTS


def test_the_link_holds_the_file():
    soup = BeautifulSoup(tables.csv_link(TABLE, "shares.csv"), "html5lib")
    head, _, content = soup.a["href"].partition(",")
    assert (head, soup.a["download"]) == ("data:text/csv;charset=utf-8;base64", "shares.csv")
    assert base64.b64decode(content).decode() == tables.csv_text(TABLE)


@pytest.mark.parametrize("name", ["../x.csv", "a b.csv", "x.exe", "", 'a".csv'])
def test_a_file_name_is_plain(name):
    with pytest.raises(ValueError, match="`file_name` is"):
        tables.csv_link(TABLE, name)


def test_a_console_gets_aligned_text_with_units():
    shown = tables.text_table(TABLE.head(2), COLUMNS, caption="Shares, December 2025")
    assert shown.split("\n") == [
        "Shares, December 2025",
        "Economy                Share        Users  Released",
        "         (percent of adults)",
        "-------  -------------------  -----------  ---------------",
        "China                   16.4  602 million  5 February 2026",
        "Norway                  48.0        3,100  6 May 2026",
    ]  # fmt: skip


def test_chinese_takes_two_places_in_a_console():
    table = pd.DataFrame({"a": ["602 million", "6.02亿"], "b": ["x", "y"]})
    lines = tables.text_table(table, [Column("a", "A"), Column("b", "B")], caption="C").split("\n")
    assert lines[-2:] == ["602 million  x", "6.02亿       y"]


def test_long_text_goes_on_in_the_next_line_of_its_column():
    table = pd.DataFrame({"a": ["one", "two"], "b": ["word " * 20, "short"]})
    lines = tables.text_table(table, [Column("a", "A"), Column("b", "B")], caption="C").split("\n")
    assert [line[:3] for line in lines[3:]] == ["one", "   ", "two"]
    assert all(len(line) <= 5 + tables.CONSOLE_WIDTH for line in lines)

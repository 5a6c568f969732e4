"""Cells as text, for all texts: what is accepted is typed without loss, the rest is refused."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption import cells
from adoption.cells import Places
from adoption.schema import Column, Table

few = settings(max_examples=25)  # a check of a table costs some milliseconds
TABLES = {
    kind: Table(
        kind,
        "one cell of a kind",
        (),
        (Column(kind, kind, "", empty=True, codes=codes),),
    )
    for kind, codes in {
        "id": None, "number": None, "count": None, "date": None, "flag": None, "text": None,
        "url": None, "code": {"one": "the first", "two": ""},
    }.items()
}  # fmt: skip


def rows_of(kind, *texts):
    return pd.DataFrame({kind: pd.array(texts, dtype="str")})


def problems_of(kind, *texts):
    places = Places.of("x.csv", range(2, len(texts) + 2))
    found, clean = cells.check_cells(rows_of(kind, *texts), TABLES[kind], {}, places)
    assert sorted({p.line for p in found}) == (np.flatnonzero(~clean) + 2).tolist()
    return found


def typed(kind, text):
    return cells.typed(rows_of(kind, text), TABLES[kind])[kind].iloc[0]


@few
@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4))
def test_a_plain_decimal_is_a_number_and_keeps_its_value(value):
    text = f"{value:f}"
    assert problems_of("number", text) == []
    assert typed("number", text) == float(value)


@few
@given(st.integers(0, 10**15 - 1))
def test_a_whole_number_is_a_count_and_stays_whole(value):
    assert problems_of("count", str(value)) == []
    assert typed("count", str(value)) == value


@few
@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_a_date_and_keeps_its_day(day):
    assert problems_of("date", day.isoformat()) == []
    assert typed("date", day.isoformat()) == pd.Timestamp(day)


@few
@given(st.text(max_size=12))
def test_whatever_is_accepted_as_a_number_is_read_by_the_language_as_that_number(text):
    if text and not problems_of("number", text):
        assert text.isascii()
        assert typed("number", text) == float(text)


@few
@given(st.text(max_size=14))
def test_whatever_is_accepted_as_a_date_is_that_day(text):
    if text and not problems_of("date", text):
        assert dt.date.fromisoformat(text).isoformat() == text


@few
@given(st.sampled_from(sorted(TABLES)), st.text(min_size=1, max_size=30))
def test_any_text_is_accepted_or_refused_with_a_sentence_and_never_fails(kind, text):
    for found in problems_of(kind, text):
        assert found.file == "x.csv"
        assert found.line == 2
        assert found.message.startswith(f"`{kind}` is ")


@few
@given(st.lists(st.sampled_from(["42.8", "42,8", "", "7", "x"]), min_size=1, max_size=9))
def test_the_findings_are_those_of_each_cell_alone(texts):
    together = {p.line: p.message for p in problems_of("number", *texts)}
    alone = {text: [p.message for p in problems_of("number", text)] for text in set(texts)}
    assert together == {
        line: alone[text][0] for line, text in enumerate(texts, start=2) if alone[text]
    }


@few
@given(st.text(alphabet=st.characters(codec="ascii", min_codepoint=32), max_size=20))
def test_the_quick_look_accepts_no_text_that_the_close_look_refuses(text):
    for kind, plain in cells._PLAIN.items():
        if re.fullmatch(plain, text):
            close = cells._clean_text if kind == "text" else cells._of_kind(kind)
            assert close(text), (kind, text)


@few
@given(st.text(alphabet="ñüéŒ’–中国Türkiye", min_size=2, max_size=8))
def test_text_encoded_twice_is_recognised(text):
    try:
        twice = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    if twice != text and text == text.strip():
        assert problems_of("text", twice)


@pytest.mark.parametrize(
    "text",
    ["Türkiye", "Doña Ana", "São Tomé and Príncipe", "中国互联网络信息中心", "Œuvre – l’IA",
     "生成式AI “用户”", "CNNIC: 57th report, p. 3", "3 > 2", "what? yes", "Ökad användning av AI",
     "5-year plan", "a/b; c (d) [e] {f} ~g", "2 < 3", 'the "AI" report', "Ā Ć Š ž № €"],
)  # fmt: skip
def test_ordinary_text_in_any_script_is_accepted(text):
    assert problems_of("text", text) == []


@pytest.mark.parametrize(
    "url",
    ["http://www.chinaview.cn/20260205/c.html", "https://a.b.example/x?y=1&z=%20#top",
     "https://example.org", "https://example.org:8080/a~b/(c)", "https://例え.jp/道"],
)  # fmt: skip
def test_ordinary_addresses_are_accepted(url):
    assert problems_of("url", url) == []


def test_a_code_of_a_short_list_is_refused_with_the_whole_list():
    [found] = problems_of("code", "three")
    assert found.message == "`code` is 'three': not a code (one, two)"
    [found] = problems_of("code", "The First")
    assert found.message.endswith("the nearest code is `one`")


def test_places_know_the_file_and_line_of_each_row():
    places = Places.joined([Places.of("a.csv", [2, 3, 5]), Places.of("b.csv", [2]),
                            Places.of("c.csv", []), Places.of("d.csv", [9])])  # fmt: skip
    assert [places[row] for row in range(len(places))] == [
        ("a.csv", 2), ("a.csv", 3), ("a.csv", 5), ("b.csv", 2), ("d.csv", 9),
    ]  # fmt: skip
    kept = places.where(np.array([False, True, False, True, True]))
    assert [kept[row] for row in range(len(kept))] == [("a.csv", 3), ("b.csv", 2), ("d.csv", 9)]
    assert len(Places.joined([])) == 0

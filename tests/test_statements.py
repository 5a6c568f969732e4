"""Prose into typed statements; the corpus of sentences is `reference/statements.csv`."""

from __future__ import annotations

import csv
import importlib
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest

from adoption.claims.ages import find_ages_and_sizes
from adoption.claims.periods import find_periods
from adoption.claims.prose import read_prose
from adoption.claims.quantities import find_quantities
from adoption.claims.reading import read_statements
from adoption.claims.statements import Statement

CORPUS = Path(__file__).parent / "reference" / "statements.csv"


def statements(text: str) -> list[Statement]:
    return read_statements(read_prose(text))


def kinds(text: str) -> list[tuple[str, float, str]]:
    return [(s.kind, float(s.value), s.unit) for s in statements(text)]


def expected(cell: str) -> list[tuple[float, str, str]]:
    parts = [part.split(" ", 2) for part in cell.split("; ") if part]
    return [(float(value), unit, verdict) for value, unit, verdict in parts]


def corpus() -> list[dict[str, str]]:
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_corpus_has_the_promised_sentences():
    rows = corpus()
    honest = [row["language"] for row in rows if row["case"] != "false"]
    false = " ".join(row["error"] for row in rows if row["case"] == "false").split()
    assert honest.count("en") >= 120
    assert honest.count("zh") >= 95
    assert {f"C{n}" for n in range(1, 11)} <= set(false)
    assert len({row["text"] for row in rows}) == len(rows) >= 200


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Users rose to 42.8 percent", "level"),
        ("Users rose 42.8 percent", "change_percent"),
        ("Users rose by more than 42.8 percent", "change_percent"),
        ("a 42.8 percent increase in users", "change_percent"),
        ("growth of users was 42.8 percent", "change_percent"),
        ("Users rose 42.8 percentage points", "change_points"),
        ("Users, at 42.8 percent, were up", "level"),
        ("用户同比增长42.8%", "change_percent"),
        ("普及率增长到42.8%", "level"),
        ("普及率提高42.8个百分点", "change_points"),
        ("Users grew by 11 million people", "change_absolute"),
        ("People make up 42.8 percent of all users", "level"),
        ("a lead of 4.5 percentage points over Norway", "gap"),
    ],
)
def test_a_number_is_a_level_or_a_change_by_the_words_beside_it(text: str, kind: str):
    assert [s.kind for s in statements(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("China has 602 million users", "601500000", "602500000"),
        ("China has 6.02亿 users", "601500000", "602500000"),
        ("more than 800 million users", "800000000", "Infinity"),
        ("用户超过8亿人", "800000000", "Infinity"),
        ("nearly 60 percent of people", "54", "60"),
        ("about 60 percent of people", "55.8", "64.2"),
        ("at most 60 percent of people", "0", "60"),
        ("just over 40 percent of people", "40", "44"),
        ("四成以上的人", "40", "Infinity"),
        ("The share doubled", "1.92", "2.5"),
        ("The share fell 14 percent", "-14.5", "-13.5"),
    ],
)
def test_words_say_what_a_number_allows(text: str, lower: str, upper: str):
    (statement,) = statements(text)
    assert (statement.printed.lower, statement.printed.upper) == (Decimal(lower), Decimal(upper))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 17.7 to 42.8 percent", [17.7, 42.8]),
        ("from 249 to 602 million users", [249e6, 602e6]),
        ("20–25%", [20, 25]),
        ("16.4%, 22.5% and 37.1%", [16.4, 22.5, 37.1]),
        ("14亿489万人", [1404890000]),
        ("百分之四十二点八", [42.8]),
        ("１２．５％", [12.5]),
        ("one in four adults", [25]),
        ("half a billion users", [5e8]),
        ("三分之一的人", [100 / 3]),
        ("$40 billion, 1.2万亿元, GPT-4, the 57th report, in 2025, 30 June 2025", []),
        ("adults aged 18 to 29, firms with 10 or more employees, 60岁及以上", []),
    ],
)
def test_numbers_in_digits_words_and_numerals(text: str, values: list[float]):
    readable = read_prose(text).text
    taken = [(p.start, p.end) for p in find_periods(readable)]
    taken += [(a.start, a.end) for a in find_ages_and_sizes(readable)]
    found = [float(q.value) for q in find_quantities(readable, taken) if q.unit]
    assert found == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("firms with 250 employees or more", [(250, None)]),
        ("those with fewer than five", [(1, 4)]),
        ("fewer than 50 employees", [(1, 49)]),
        ("50 employees or fewer", [(1, 50)]),
        ("The smallest, with One to Four,", [(1, 4)]),
        ("companies with at least 100", [(100, None)]),
        ("those with 5 million, firms of five countries", []),
    ],
)
def test_sizes_of_firms_end_where_they_are_said_to(text: str, sizes: list[tuple[int, int | None]]):
    assert [(a.low, a.high) for a in find_ages_and_sizes(text)] == sizes


def test_grown_n_times_in_chinese_is_one_more_than_n():
    assert kinds("用户增长1.4倍") == [("ratio", 2.4, "times")]
    assert kinds("用户是去年的2.4倍") == [("ratio", 2.4, "times")]
    assert kinds("用户规模翻了两番") == [("ratio", 4.0, "times")]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("as of December 2025", "2025-12-31"),
        ("in the second half of 2025", "2025-12-31"),
        ("Q1 2026", "2026-03-31"),
        ("by the end of June 2025", "2025-06-30"),
        ("on 5 February 2026", "2026-02-05"),
        ("on Feb. 5, 2026", "2026-02-05"),
        ("in February and March 2025", "2025-03-31"),
        ("截至2025年12月", "2025-12-31"),
        ("2025年上半年", "2025-06-30"),
        ("2026年第一季度", "2026-03-31"),
        ("2025年底", "2025-12-31"),
    ],
)
def test_periods_in_words(text: str, end: str):
    (mention,) = find_periods(text)
    assert mention.period is not None
    assert mention.period.end.isoformat() == end


def test_a_quarter_may_be_told_by_its_first_and_last_month():
    found = find_periods(
        "up on the July to September quarter, in the Jan-Mar quarter, March period"
    )
    assert [m.part for m in found][:2] == ["q3", "q1"]
    assert find_periods("July to September 2024")[0].period is not None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("up from a year earlier", 12),
        ("in the past six months", 6),
        ("quarter on quarter", 3),
        ("two years earlier", 24),
        ("同比", 12),
        ("半年内", 6),
    ],
)
def test_spans_before_a_date_are_counted_in_months(text: str, months: int):
    assert [m.months_before for m in find_periods(text)] == [months]


def test_dates_belong_to_their_own_numbers():
    text = "It rose from 36.5 percent in June 2025 to 42.8 percent in December 2025."
    first, second = statements(text)
    assert first.base_level
    assert not second.base_level
    assert first.period is not None
    assert second.period is not None
    assert (first.period.end.month, second.period.end.month) == (6, 12)


def test_respectively_pairs_places_and_numbers():
    text = "Japan, South Korea and the United States stood at 22.5%, 37.1% and 31.3%, respectively."
    assert [s.subject.places for s in statements(text)] == [("JPN",), ("KOR",), ("USA",)]


def test_a_subject_is_carried_over_sentences_of_a_paragraph_only():
    near, far = (
        statements(f"China uses generative AI widely.{gap}The penetration rate was 42.8 percent.")
        for gap in (" ", "\n\n")
    )
    assert near[0].subject.places == far[0].subject.places == ("CHN",)
    assert near[0].subject.how["places"] == "carried"
    assert far[0].subject.how["places"] == "distant"
    assert not far[0].weak  # no other place is named in all of the text
    of_two = (
        "Japan lags. China uses generative AI widely.\n\nThe penetration rate was 42.8 percent."
    )
    assert statements(of_two)[0].weak


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI expects ChatGPT to reach 2 billion users by 2030.",
        "Revenue rose 42 percent.",
        "42 percent of Americans have heard of ChatGPT.",
        "62 percent of adults worry about ChatGPT.",
        "The Gemini app was downloaded in 45 million downloads.",
    ],
)
def test_what_is_not_use_is_blocked_with_the_reason(text: str):
    assert all(s.blocked for s in statements(text))
    assert statements(text)


def test_positions_point_into_the_document_whatever_its_markup():
    html = "<h1>A 5% title</h1><p>A share of <b>42.8</b>&nbsp;% and ２５．２ points.</p>"
    prose = read_prose(html)
    found = [prose.source[slice(*prose.span(s.start, s.end))] for s in read_statements(prose)]
    assert found == ["5%", "42.8</b>&nbsp;%", "２５．２ points"]


@pytest.mark.parametrize(
    ("document", "readable"),
    [
        ("<p>a</p><script>var x = '9%';</script><p>b</p>", ["a", "b"]),
        ("<p>a<table><tr><td>9%<table></table></td></tr></table> b</p>", ["a b"]),
        ("<p>a<!-- 9% --> b<code>9%</code></p>", ["a b"]),
        ("<p>unclosed <b>a", ["unclosed a"]),
        ("<p>5 < 7 and a</p>", ["5 < 7 and a"]),
        ("# A\n\nb **c** [d](http://x/9%)\n\n| 9% | 8% |\n|---|---|\n", ["A", "b c d"]),
        ("---\ntitle: 9%\n---\na\n\n```{python}\nx = 9\n```\nb `r 9` c", ["a", "b c"]),
        ("- a\n- b\n", ["a", "b"]),
        ("a\u200b\u202eb\u00a0 c", ["ab c"]),
    ],
)
def test_markup_code_and_tables_are_left_out(document: str, readable: list[str]):
    prose = read_prose(document)
    assert [prose.text[p.start : p.end].strip() for p in prose.paragraphs] == readable


def test_sentences_end_at_stops_but_not_at_abbreviations():
    prose = read_prose("The U.S. had 5% of it. Next one. 第一句。第二句！")
    texts = [prose.text[s.start : s.end].strip() for s in prose.sentences(prose.paragraphs[0])]
    assert texts == ["The U.S. had 5% of it.", "Next one.", "第一句。", "第二句！"]


HOSTILE = {
    "numbers": "5% " * 8_000,
    "angles": "<" * 60_000,
    "open tags": "<p" * 30_000,
    "nested": "<ul><li>" * 20_000 + "5%",
    "open comments": "<html>" + "<!--" * 20_000,
    "open tables": "<html><p>In 2025 42.8%" + "<table><tr>" * 20_000,
    "open script": "<html><script>" + "x" * 200_000,
    "links": "[a](" * 15_000,
    "directions": "\u202e5%\u202c " * 6_000,
    "numerals": "一" * 60_000,
    "ranges": "from 5% to " * 5_000,
    "one sentence": "In 2025 China had 602 million users, up 5%, " * 700,
    "capitals": "Aa Bb " * 10_000,
    "wholes": "Maine, the state " * 16_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_neither_hangs_nor_crashes(name: str):
    started = time.process_time()
    statements(HOSTILE[name])
    assert time.process_time() - started < 30


@pytest.mark.slow
def test_a_megabyte_of_digits_takes_seconds():
    started = time.process_time()
    assert statements("1" * 1_000_000) == []
    assert time.process_time() - started < 60


def test_twice_the_text_takes_about_twice_the_time():
    def seconds(count: int) -> float:
        text = "In 2025 China had 602 million users, up 5%. " * count
        started = time.process_time()
        statements(text)
        return time.process_time() - started

    seconds(50)
    assert seconds(1600) < 12 * seconds(400)


def test_the_vocabulary_does_not_take_a_pronoun_for_a_country():
    assert [s.subject.places for s in statements("It tells us that 5% use AI.")] == [()]
    assert [s.subject.places for s in statements("In the US 5% use AI.")] == [("USA",)]


@pytest.mark.parametrize(
    "name",
    [
        "bounds", "counterparts", "cues", "dating", "hypertext", "markdown", "markup", "memory",
        "ordinals", "paragraphs", "people", "periods", "prose", "quantifiers", "quantities",
        "reservations", "sentences", "statements", "strangers", "subjects", "transcripts",
        "vagueness",
    ],
)  # fmt: skip
def test_no_pattern_repeats_itself_inside_a_repetition(name):
    """A nested unbounded repetition is how a pattern becomes slower than linear."""
    patterns = {
        constant: value.pattern
        for constant, value in vars(importlib.import_module(f"adoption.claims.{name}")).items()
        if isinstance(value, re.Pattern)
    }
    assert patterns
    assert [c for c, pattern in patterns.items() if re.search(r"[+*]\)[+*]", pattern)] == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Six hundred and two million people use AI", "602000000 persons"),
        ("forty-two point eight per cent of adults use AI", "42.8 percent"),
        ("Of every thousand residents, 428 use AI", "42.8 percent"),
        ("Six in ten 16- to 29-year-olds use AI", "60 percent"),
        ("Use of AI grew by a factor of 12, not ×5", "12 times, 5 times"),
        (
            "Kenya stands at 8.7, Egypt at 14.8 and Ghana at 10.1 percent",
            "8.7 percent, 14.8 percent, 10.1 percent",
        ),
        ("The share of AI users: Norway 48.6, Malta 31.0", "48.6 percent, 31 percent"),
        ("The share of AI users: Malta 13.1, 14.1, 23.1", ""),
        ("It passed ten percent in May. It reached 31.0 in June.", "10 percent, 31 percent"),
        (
            "Norway ranks eighth in AI use, France is fifth (47.8%), Germany 23rd (31.1%)",
            "47.8 percent, 31.1 percent, 8 rank, 5 rank, 23 rank",
        ),
    ],
)
def test_numbers_in_words_in_lists_and_ranks_are_read(text, read):
    assert ", ".join(f"{value:.9g} {unit}" for _, value, unit in kinds(text)) == read


MARKDOWN_TABLE = """
**Share of firms using AI (%, Eurostat)**

| Country | 2024 | 2025 |
|---|--:|--:|
| Norway | 20.1 | 30.2 |
| Malta | n/a | 21.6 |
"""
HTML_TABLE = """
<table><caption>Users of generative AI in China</caption>
<tr><th>Period</th><th>Users (million)</th><th>Rank</th><th>Implied population</th></tr>
<tr><th>December 2024</th><td><b>249</b></td><td>1</td><td>1,407</td></tr></table>
<p>Source: CNNIC.</p>
"""
DELIMITED_TABLE = """
```csv
economy,period,ai_user_share_pct,growth_pct
Italy,2026Q1,30.2,9.0
```
Source: Microsoft AI Diffusion Report.
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            MARKDOWN_TABLE,
            "level 20.1 percent NOR 2024-12-31, level 30.2 percent NOR 2025-12-31, "
            "level 21.6 percent MLT 2025-12-31",
        ),
        (HTML_TABLE, "level 2.49e+08 persons CHN 2024-12-31"),
        (
            DELIMITED_TABLE,
            "level 30.2 percent ITA 2026-03-31, change_percent 9 percent ITA 2026-03-31",
        ),
    ],
)
def test_numbers_of_tables_are_read_with_caption_heads_and_labels(text, read):
    found = statements(text)
    assert (
        ", ".join(
            f"{s.kind} {float(s.value):g} {s.unit} {s.subject.places[0]} {s.period.end}"
            for s in found
            if s.period
        )
        == read
    )
    prose = read_prose(text)
    printed = [prose.source[slice(*prose.span(s.start, s.end))] for s in found]
    assert all(text.count(number) == 1 for number in printed)
    assert read_statements(read_prose(text, tables=False)) == []


SPANNING_TABLE = """
<table><thead><tr><th rowspan="2">Country<th colspan="2">Share of firms using AI, %</tr>
<tr><th>2024<th>2025</tr></thead>
<tr><td colspan="3">Eurostat</td></tr>
<tr><td rowspan="2">Malta<td>17.3*<td>21.6<sup>b</sup></tr>
<tr><td>17.4<td rowspan="2">21.7</tr><tr><td>Spain<td>11.3</tr></table>
"""
HEADLESS_TABLE = """<p>Users of generative AI in China (million), 2025</p>
<table><tr><th>China</th><td>602</td></tr><tr><th>Spain</th><td>1 100</td></tr></table>"""
OPEN_TABLE = """Country | 2025
--- | ---
[Malta](x) | **21.6**[^1]

: Share of firms using AI, % {#tbl-a}
"""
TABLE_IN_COLUMNS = """
  Country     2025
  --------  ------
  Malta       21.6
  Spain       20.3

  Table 3: Share of firms using AI, %
"""
WITHOUT_RULE = """企业使用人工智能的比例（%，欧盟统计局）

国别|2024年|2025年
马耳他|17.3|21.6
西班牙|11.3|20.3
"""
WITH_CHANGES = """Share of adults using AI, change in points in brackets

| Country | Q1 2026 | Change |
|---|---|---|
| Malta | 21.6% (+2.5) | 2.5 |
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            SPANNING_TABLE,
            "MLT 17.3 2024, MLT 21.6 2025, MLT 17.4 2024, MLT 21.7 2025, ESP 11.3 2024",
        ),
        (
            HEADLESS_TABLE.replace("</td>", "").replace("</tr>", ""),
            "CHN 6.02e+08 2025, ESP 1.1e+09 2025",
        ),
        (HEADLESS_TABLE, "CHN 6.02e+08 2025, ESP 1.1e+09 2025"),
        (WITHOUT_RULE, "MLT 17.3 2024, MLT 21.6 2025, ESP 11.3 2024, ESP 20.3 2025"),
        (OPEN_TABLE, "MLT 21.6 2025"),
        (TABLE_IN_COLUMNS, "MLT 21.6 2025, ESP 20.3 2025"),
        (WITH_CHANGES, "MLT 21.6 2026, MLT 2.5 2026, MLT 2.5 2026"),
    ],
)
def test_tables_of_any_form_are_read_by_row_and_column(text, read):
    found = [s for s in statements(text) if s.period]
    said = (f"{s.subject.places[0]} {float(s.value):g} {s.period.end.year}" for s in found)
    assert ", ".join(said) == read


@pytest.mark.parametrize(
    "text",
    [
        "# Adults who have used ChatGPT (Pew)\n\n## 2024\n\n- 18–29: 43%\n- 65+: 6%\n",
        "<h2>Adults who have used ChatGPT (Pew), 2024:</h2><ul><li>18–29: 43%<li>65+: 6%</ul>",
        "Adults who have used ChatGPT, by age, % (Pew)\n\n||18–29|65+|\n|-|-|-|\n|2024|43|6|\n",
        "Adults who used ChatGPT in 2024 (Pew)\n\n18–29\n: 43%\n\n65+\n: 6%\n",
        "Adults who used ChatGPT in 2024 (Pew)\n\n18–29: 43%\n65+: about 6%\n",
        "Adults who used ChatGPT in 2024 (Pew)\n\n18–29 | 43%\n65+ | 6%\n",
    ],
)
def test_a_list_is_read_with_the_line_above_it_and_its_labels(text):
    young, old = statements(text)
    assert (young.subject.ages, old.subject.ages) == ((18, 29), (65, None))
    for found in (young, old):
        assert found.subject.products == ("chatgpt",)
        assert found.subject.sources == ("pew",)
        assert found.tied
        assert str(found.period.end) == "2024-12-31"


def test_a_line_that_says_nothing_of_use_is_not_read_with_its_list():
    above = "What we know of {}\n\n- Malta: 21.6%\n"
    known, unknown = (
        read_prose(above.format(words)).text for words in ("firms using AI", "the south")
    )
    assert "What we know of firms using AI, Malta: 21.6%" in known
    assert "\nMalta: 21.6%" in unknown


def test_a_word_alone_is_a_purpose_a_sector_or_a_size_only_where_it_is_a_label():
    table = "Share of {} using AI, %\n\n||{}|\n|-|-|\n|Malta|21.6|\n"
    said = [
        ("adults", "Work", "work", None, ""),
        ("firms", "Information", "", None, "information"),
        ("firms", "10–49", "", (10, 49), ""),
        ("a firm's staff", "250+", "", (250, None), ""),
        ("adults", "12–13", "", None, ""),
    ]
    for people, head, purpose, employees, detail in said:
        (found,) = statements(table.format(people, head))
        subject = found.subject
        assert (subject.purpose, subject.employees, subject.detail) == (purpose, employees, detail)


def test_sizes_under_their_head_are_sizes():
    table = "AI use, %\n\n|Employees|Share|\n|-|-|\n|100–249|25.3|\n|250+|30.6|\n"
    assert [s.subject.employees for s in statements(table)] == [(100, 249), (250, None)]


def test_a_rank_beside_a_value_is_no_label():
    table = "Share of adults using AI, %\n\n|Place|Rank|Share|\n|-|-|-|\n|Malta|12–19|21.6|\n"
    (found,) = statements(table)
    assert (found.value, found.subject.ages) == (Decimal("21.6"), None)


def test_html_inside_markdown_is_read_as_html():
    table = (
        "<table><tr><th>Country</th><th>%</th></tr>\n\n<tr><td>Malta</td><td>21.6</td></tr></table>"
    )
    text = f"# AI in 2025\n\nFirms:\n\n{table}\n\n- Spain: 20.3%\n\n<p>Italy: <b>16.4</b>%</p>\n"
    assert [(float(s.value), *s.subject.places) for s in statements(text)] == [
        (21.6, "MLT"), (20.3, "ESP"), (16.4, "ITA")
    ]  # fmt: skip


def test_a_label_before_a_dash_is_no_dateline_and_a_month_in_brackets_no_day_of_print():
    text = "AI use in China (CNNIC, December 2025)\n\n- China – 42.8%\n- MALTA — 20.3%\n"
    assert [(s.subject.places, str(s.period.end)) for s in statements(text) if s.period] == [
        (("CHN",), "2025-12-31"), (("MLT",), "2025-12-31")
    ]  # fmt: skip


def test_only_a_change_is_in_points_and_in_no_unit_but_its_own():
    table = "Share of adults using AI, %{}\n\n|Country|2025|{}|\n|-|-|-|\n|Malta|21.6|2.5|\n"
    kinds = {
        ("", "Change (points)"): ["level", "change_points"],
        ("", "Change"): ["level"],
        (", and the change in points", "Change"): ["change_points"],
        ("", "Score, points"): ["level"],
        ("", "pp"): ["level", "change_points"],
    }
    for said, expected_kinds in kinds.items():
        assert [s.kind for s in statements(table.format(*said))] == expected_kinds


def test_words_for_a_picture_are_read():
    said = "A chart: 42.8% of people in China use AI."
    for text in (f"![{said}](a.svg){{#fig-a}}", f'<p><img src="a.svg" alt="{said}"></p>'):
        (found,) = statements(text)
        assert (found.value, found.subject.places) == (Decimal("42.8"), ("CHN",))
        prose = read_prose(text)
        assert prose.source[slice(*prose.span(found.start, found.end))] == "42.8%"


def test_what_no_list_knows_in_a_row_of_a_table_keeps_its_number_open():
    table = "Share of firms using AI in 2025\n\n|Country|%|\n|-|-|\n|Malta{}|21.6|\n"
    known, unknown = (statements(table.format(more)) for more in ("", ", widget makers"))
    assert (known[0].stranger, unknown[0].stranger) == ("", "widget")


def test_hostile_tables_are_read_in_linear_time():
    start = time.process_time()
    for document in ("|1" * 200_000 + "|\n", "|a|b|\n|-|-|\n" + "|x|1%|\n" * 60_000):
        assert len(statements(document)) <= 1500
    assert time.process_time() - start < 6


def test_a_printed_zero_is_a_digit_of_a_share_and_none_of_a_count():
    share, whole, count = statements("42.0% of firms and 40% of adults use AI, 600 million people")
    assert (share.digits, share.has_decimals) == (3, True)
    assert (whole.digits, whole.has_decimals) == (2, False)
    assert count.digits == 1


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Spain is ahead of both Germany and France in AI use", "ESP 1 DEU FRA"),
        ("Norway has 56.3%, behind Denmark (58.4%) and Malta (57.0%)", "NOR 3 DNK MLT"),
        ("Californians use AI less than Texans", "US-CA 2 US-TX"),
        ("More Germans than French use AI", "DEU 1 FRA"),
        ("Switzerland outpaces Austria.", "CHE 1 AUT"),
    ],
)  # fmt: skip
def test_an_order_of_places_is_a_rank_among_those_named(text, order):
    (found,) = [s for s in statements(text) if s.rivals]
    assert f"{found.subject.places[0]} {found.value} {' '.join(found.rivals)}" == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Spain, the fourth economy, stood at 44.2%, well above the EU average.", "ESP 1 EU27"),
        ("In Spain use is low. A survey has it at 24%, behind Italy.", "ESP 2 ITA"),
        ("西班牙为44.2%，略低于法国。", "ESP 2 FRA"),
    ],
)
def test_an_order_after_a_level_is_of_the_place_of_the_level(text, order):
    (found,) = [s for s in statements(text) if s.rivals]
    assert " ".join((*found.subject.places, str(found.value), *found.rivals)) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Doubao has replaced DeepSeek as the most popular app.", "doubao 1 deepseek"),
        ("In May Doubao took the top spot from DeepSeek.", "doubao 1 deepseek"),
        ("DeepSeek lost its lead to Doubao.", "deepseek 2 doubao"),
        ("Qwen rose to 73 million, overtaking Doubao.", "qwen 1 doubao"),
        ("豆包取代DeepSeek成为用户最多的应用。", "doubao 1 deepseek"),
        ("DeepSeek被豆包反超。", "deepseek 2 doubao"),
    ],
)
def test_a_product_that_takes_the_place_of_another_is_ahead_of_it(text, order):
    (found,) = [s for s in statements(text) if s.compared_product]
    assert f"{found.subject.products[0]} {found.value} {found.compared_product}" == order


@pytest.mark.parametrize(
    "text",
    ["The firm replaced DeepSeek with Doubao.", "Doubao rose by 20 million, ahead of DeepSeek."],
)
def test_what_replaces_another_in_use_or_grows_more_is_no_order_of_products(text):
    assert not [s for s in statements(text) if s.compared_product]


@pytest.mark.parametrize(
    "text",
    ["Norway grew faster than Denmark", "Spain gained more than France", "Norway leads the world"],
)
def test_growth_and_first_places_are_no_order_of_levels(text):
    assert not [s for s in statements(text) if s.rivals]


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("Three member states are below 25% in AI use", "3 EU27 under 25"),
        ("In eight countries at least 30% of enterprises use AI", "8  at least 30"),
        ("22 states exceed 30%", "22 US states over 30"),
        ("Malta and Spain are the only EU countries above 40%", "2 EU27 over 40 MLT ESP"),
        ("Only Malta and Spain are above half.", "2  over 50 MLT ESP"),
    ],
)
def test_a_number_of_places_beyond_a_level_is_a_tally(text, tally):
    (found,) = statements(text)
    assert found.kind == "tally"
    quota = found.quota
    said = (found.value, quota.field, found.relation, found.threshold, *quota.those)
    assert " ".join(str(part) for part in said) == tally


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("Adoption increased in 25 of the 27 member states.", "25 of 27 rose"),
        ("All but two of the 27 member states recorded an increase in use.", "25 of 27 rose"),
        (
            "Its share fell in just three economies, Oman, Peru and Chile.",
            "3 of 0 fell OMN PER CHL",
        ),
        ("Latvia was the only member state where the share fell.", "1 of 0 fell LVA"),
        ("27个成员国的使用率均有所上升。", "27 of 27 rose"),
        ("希腊是唯一出现下降的成员国。", "1 of 0 fell GRC"),
        ("只有三个经济体的普及率下降。", "3 of 0 fell"),
    ],
)
def test_in_how_many_places_a_share_rose_is_a_tally(text, tally):
    (found,) = statements(text)
    quota = found.quota
    assert found.kind == "tally"
    said = f"{found.value} of {quota.size} {found.relation}"
    assert " ".join((said, *quota.those)) == tally


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose in all EU countries.",
        "Eurostat counts the states where use rose by 2 points in 2025.",
        "In all EU countries the share rose by more than 2 points.",
        "27个成员国的企业使用率升至20%。",
    ],
)
def test_what_else_rose_or_by_how_much_is_no_tally_of_places(text):
    assert not [s for s in statements(text) if s.kind == "tally"]


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("More than 40% of people used AI in 11 of the 27 EU member states.", "11 of 27, EU27"),
        ("Five countries are above 30%; two exceed 40%.", "5 of 0,  | 2 of 0, "),
        ("In two, Malta and Spain, the share was under 20%.", "2 of 0, "),
        ("In all but four member states at least 30% used AI.", "all - 4 of 0, EU27"),
        ("Nowhere was it above 60%.", "0 all of 0, "),
        ("No country reached 75%.", "0 all of 0, "),
        ("Every state is above 20%.", "1 all of 0, US states"),
        ("In each of the 147 economies at least 5% used AI.", "1 all of 147, "),
        ("At least half of the EU's member states have AI use below 20%.", "0.50 all of 0, EU27"),
        ("In no fewer than six the share was under 10%.", "6 of 0, "),
        ("Use is low; in ten, fewer than 9% use AI.", "10 of 0, "),
        ("In 2025, fewer than 9% used AI.", ""),
        ("Of the seven classes, five are below 20%.", "5 of 7, "),
    ],
)
def test_how_many_a_level_is_said_of(text, quota):
    quotas = [s.quota for s in statements(text) if s.quota]
    kinds = ["all - {}" if q.but else "{} all" if q.of_all else "{}" for q in quotas]
    said = [
        f"{kind.format(q.wanted.lower)} of {q.size}, {q.field}"
        for kind, q in zip(kinds, quotas, strict=True)
    ]
    assert " | ".join(said) == quota


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("有6个成员国的使用率超过30%。", "6 EU27 over 30 of 0"),
        ("27个成员国中有26个超过18%。", "26 EU27 over 18 of 27"),
        ("在147个经济体中，普及率低于10%的有41个。", "41  under 10 of 147"),
        ("美国有22个州的普及率超过三成。", "22 US states over 30 of 0"),
        ("挪威是唯一超过48.5%的国家。", "1  over 48.5 of 0 NOR"),
        ("只有挪威和丹麦两国超过四成。", "2  over 40 of 0 NOR DNK"),
        ("超过一半的只有挪威和丹麦。", "2  over 50 of 0 NOR DNK"),
        ("没有一个成员国超过60%。", "60 EU27 over 60 of 0"),
        ("所有成员国均高于15%。", "15 EU27 over 15 of 0"),
    ],
)
def test_a_chinese_level_is_said_of_so_many_places(text, tally):
    (found,) = statements(text)
    assert found.kind == "tally"
    quota = found.quota
    said = (found.value, quota.field, found.relation, found.threshold, "of", quota.size)
    assert " ".join(str(part) for part in (*said, *quota.those)) == tally


@pytest.mark.parametrize(
    "text",
    [
        "两国均超过40%。",
        "挪威和丹麦两国的使用率超过40%。",
        "超过40%的有10款应用。",
        "三年内超过30%的企业用了AI。",
    ],
)
def test_places_just_named_or_other_things_are_no_chinese_tally(text):
    assert "tally" not in [s.kind for s in statements(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Norway is the first country to exceed 45%.", "NOR over 45"),
        ("Norway has 48.6%, making it the first country to reach 45%.", "NOR at least 45"),
        ("挪威成为首个突破45%的国家。", "NOR over 45"),
    ],
)  # fmt: skip
def test_the_first_place_to_pass_a_level_is_a_tally_beside_that_level(text, first):
    *_, level, tally = [s for s in statements(text) if s.kind != "rank"]
    assert (level.kind, tally.kind) == ("level", "tally")
    assert tally.quota.first
    assert f"{tally.quota.those[0]} {tally.relation} {tally.threshold}" == first


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("For the first time more than 40% of people use it.", 1),
        ("The share passed 40% for the first time.", 1),
        ("普及率首次突破四成。", 1),
        ("More than 40% of adults used it for the first time.", 0),
        ("首批用户中超过40%来自企业。", 0),
    ],
)
def test_a_level_passed_for_the_first_time_is_first_of_earlier_figures(text, number):
    assert [s.field for s in statements(text) if s.kind == "rank"] == ["the first time"] * number


@pytest.mark.parametrize(
    "text", ["In three years more than 30% used AI", "More than 40% of adults in two states use AI"]
)
def test_other_numbers_before_a_bound_are_no_tally(text):
    assert [s.kind for s in statements(text)] == ["level"]

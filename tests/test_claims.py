"""Statements held against the figures; the sentences are `reference/statements.csv`."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from time import process_time
from typing import Any

import pandas as pd
import pytest
from test_statements import corpus, expected

from adoption import claims, data
from adoption.claims import findings, verdicts
from adoption.claims.catalogue import Catalogue, read_group
from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict
from adoption.rates import Interval

Judged = list[tuple[Statement, Verdict]]


@cache
def observations() -> pd.DataFrame:
    return data.load()


@cache
def catalogue() -> Catalogue:
    return Catalogue(observations())


@cache
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    return data.load_table("population"), data.load_table("claims")


@cache
def judged(text: str) -> Judged:
    found = read_statements(read_prose(text))
    return list(zip(found, findings.judge(found, catalogue(), *tables()), strict=True))


def verdict_of(text: str) -> list[str]:
    return [verdict.verdict for _, verdict in judged(text)]


def matched(row: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return for each quantity of a sentence what was expected, what came out, and why."""
    left = list(judged(row["text"]))
    result = []
    for value, unit, wanted in expected(row["expected"]):
        units = (unit, "accounts") if unit == "persons" else (unit,)
        for pair in left:
            statement, verdict = pair
            if statement.unit in units and abs(float(statement.value)) == pytest.approx(
                value, rel=0.02
            ):
                result.append((wanted, verdict.verdict, verdict.reason))
                left.remove(pair)
                break
        else:
            result.append((wanted, "not read", row["text"]))
    result += [("no statement", verdict.verdict, verdict.reason) for _, verdict in left]
    return result


# -- the corpus


def test_quantities_of_the_corpus_are_read():
    wanted = read = unwanted = 0
    for row in corpus():
        found = [(abs(float(s.value)), s.unit) for s, _ in judged(row["text"])]
        for value, unit, _ in expected(row["expected"]):
            wanted += 1
            same = [
                f
                for f in found
                if f[0] == pytest.approx(value, rel=0.02)
                and f[1] in (unit, "accounts" if unit == "persons" else unit)
            ]
            if same:
                read += 1
                found.remove(same[0])
        unwanted += len(found)
    assert read / wanted >= 0.95
    assert unwanted / wanted <= 0.05


def test_verdicts_of_the_corpus_are_right_and_no_true_statement_is_contradicted():
    rows = [pair for row in corpus() for pair in matched(row)]
    alarms = [pair for pair in rows if pair[0] != CONTRADICTED and pair[1] == CONTRADICTED]
    assert alarms == []
    right = sum(wanted == came for wanted, came, _ in rows)
    assert right / len(rows) >= 0.90


@pytest.mark.parametrize("error", [f"C{n}" for n in range(1, 11)])
def test_each_class_of_error_is_found(error: str):
    false = [row for row in corpus() if row["case"] == "false" and error in row["error"].split()]
    found = [
        any(wanted == came == CONTRADICTED for wanted, came, _ in matched(row)) for row in false
    ]
    assert found
    assert sum(found) / len(found) >= 0.75


# -- reasons: what the error is


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("AI use in the UAE rose 6.1 percent from 64.0 to 70.1 percent.", "in percentage points"),
        (
            "Microsoft put AI use in Singapore at 60.9 percent in the first quarter of 2026.",
            "is the figure of the second half of 2025",
        ),
        (
            "Alphabet said the Gemini app had 7.5 million monthly active users at the end of 2025.",
            "a power of ten: 100 times too small",
        ),
        ("Some 78% of U.S. firms used AI in November 2025.", "another measure"),
        (
            "Some 515 million Chinese, or 45.9 percent of the population, used generative AI "
            "in June 2025.",
            "it implies a population of 1.1",
        ),
        (
            "Of China's internet users 42.8 percent used generative AI in December 2025.",
            "internet users is 53.4",
        ),
        ("The app grew 28-fold in the ten months from June 2025 to March 2026.", "are 9 months"),
        (
            "Japan gained 3.4 points, more than three times the global gain of 1.5 points.",
            "2.16 to 2.38 times",
        ),
        # what has happened to the right number shows in the wrong one
        (
            "要点：2025年6月普及率35.6%；2024年12月用户2.94亿人。",
            "two digits are swapped",
        ),
        (
            "In December 2025, CNNIC says, 602 million used generative AI; just 18.4 million "
            "kept it as a personal assistant.",
            "10 times too small",
        ),
        (
            "Finland's share of firms using AI was 37.8% in 2025, Eurostat says. It added "
            "13.5 percent within a year.",
            "in percentage points",
        ),
        (
            "South Korea stood at 37.1% in the first quarter of 2026 after 30.7%, Microsoft says, "
            "a rise of 6.4 percent.",
            "in percentage points",
        ),
        (
            "Romania had the second-lowest share in the EU in the use of generative AI in 2025, "
            "Eurostat says.",
            "is rank 27 of 27 (EU27)",
        ),
        ("Of all people in China, 45.9% used generative AI in mid-2025.", "no share of the people"),
        # a list whose other numbers are figures of the publisher
        (
            "Microsoft has Qatar at 41.8%, Saudi Arabia at 29.4% and Oman at 36.5% in the first "
            "quarter of 2026.",
            "26.5%",
        ),
        ("GitHub Copilot had 50 million users in July 2025, Microsoft said.", "20 million"),
    ],
)
def test_the_reason_names_the_error(text: str, reason: str):
    assert any(
        verdict.verdict == CONTRADICTED and reason in verdict.reason for _, verdict in judged(text)
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Japan gained 3.4 points within half a year.", "no product or publisher is named"),
        ("Generative AI use rose 3 points.", "no place or publisher is named"),
        ("Nothing but a rise of 3 points.", "no place, product or publisher is named"),
        (
            "AI use by US firms doubled from 10.0% in September 2025 to 20.6% in June 2026, the "
            "Census Bureau said.",
            "no growth across a change of definition",
        ),
        (
            "Of those aged 16 to 24 in the EU 63.8% used generative AI in 2025, against 32.7% of "
            "everybody.",
            "no date is named with it",
        ),
        (
            "In each of Denmark, Estonia and Germany at least 40% used generative AI in 2025.",
            "only figures of several publishers, who count differently, fit together",
        ),
    ],
)
def test_an_open_statement_says_why_it_is_open(text: str, reason: str):
    assert any(
        verdict.verdict == UNDETERMINED and reason in verdict.reason for _, verdict in judged(text)
    )


def test_a_figure_with_fewer_digits_explains_no_number():
    text = "Among U.S. information companies {}% used AI in the Census Bureau's supplement of 2026."
    ((_, wrong),) = judged(text.format("27.6"))
    assert (wrong.verdict, "37.6%" in wrong.reason) == (CONTRADICTED, True)
    assert "gallup" not in wrong.reason  # 28% of employees
    assert verdict_of(text.format("37.6")) == [SUPPORTED]


def test_cnnic_is_supported_on_the_edge_and_contradicted_beyond():
    text = "China had 602 million generative AI users in December 2025, up {} percent year on year."
    changes = {grown: verdict_of(text.format(grown))[1] for grown in ("141.7", "141.8", "143.0")}
    assert changes == {"141.7": SUPPORTED, "141.8": SUPPORTED, "143.0": CONTRADICTED}
    text = (
        "Generative AI penetration in China was 42.8 percent in December 2025, up {} points year "
        "on year."
    )
    changes = {points: verdict_of(text.format(points))[1] for points in ("25.2", "25.1", "24.9")}
    assert changes == {"25.2": SUPPORTED, "25.1": SUPPORTED, "24.9": CONTRADICTED}


def test_levels_without_a_subject_are_bound_only_if_together_they_leave_one_choice():
    whole = "602 million users, up 141.7 percent; penetration 42.8 percent, up 25.2 points"
    assert verdict_of(whole) == [SUPPORTED] * 4
    assert verdict_of(whole.replace("141.7", "143.0")).count(CONTRADICTED) == 1
    assert verdict_of("602 million users, up 141.7 percent") == [UNDETERMINED] * 2


def test_a_doubtful_binding_names_its_candidates():
    ((_, verdict),) = judged("In 2025, 45 percent of Germans used AI chatbots.")
    assert verdict.verdict == UNDETERMINED
    assert "eurostat-genai-any-deu" in verdict.reason


def test_a_survey_of_another_publisher_contradicts_nothing():
    text = "A new survey by Deloitte found that 61 percent of people in China use generative AI"
    assert verdict_of(text + " in December 2025.") == [UNDETERMINED]


def test_what_the_numbers_imply_is_reported():
    text = "In December 2025 China had 602 million generative AI users, or 42.8% of the population."
    (_, _), (_, share) = judged(text)
    assert share.verdict == SUPPORTED
    assert "implies a population of 1.404 to 1.409 billion" in share.reason
    text = "The product had 602 million users, up 141.7 percent from a year earlier."
    assert "implies 248.8 to 249.3 million before" in judged(text)[1][1].reason


def test_a_change_across_a_break_is_not_judged():
    rows = [
        figure("one", "2024-12-31", 40.0),
        figure("one", "2025-12-31", 60.0, obs_status="b"),
    ]
    table = claim("one", "yoy_points", 5.0, base_period_end="2024-12-31")
    found = claims.check_claims(table, pd.DataFrame(rows))
    assert found["verdict"].tolist() == [UNDETERMINED]
    assert "a break" in found["reason"].iloc[0]


# -- what is gone on from, whose figure it is, what it is ranked among


@pytest.mark.parametrize(
    ("text", "verdicts_wanted"),
    [
        # the series of the sentence before, with the part that is named here
        (
            "In 2025, 20.0% of EU enterprises with 10 or more employees used AI, Eurostat said. "
            "The highest shares were those of Denmark (42.0%) and Finland (37.8%).",
            [SUPPORTED] * 4,
        ),
        (
            "In the two weeks to 14 June 2026, 20.6% of U.S. businesses used AI, the Census Bureau "
            "said. Among firms with 250 or more employees it was 40.3%.",
            [SUPPORTED] * 2,
        ),
        (
            "Pew, February 2026: 49% of U.S. adults use AI chatbots. Grok: 18 percent.",
            [SUPPORTED, CONTRADICTED],
        ),
        # a list goes on from the line above it
        (
            "QuestMobile, monthly active users in December 2025:\n\n- Doubao: 226 million\n"
            "- DeepSeek: 135 million",
            [SUPPORTED, SUPPORTED],
        ),
        # the purpose that was told before, until another is named
        (
            "Some 10% of online adults in 48 markets use a chatbot for news every week, the "
            "Reuters Institute said in 2026.\n\nBrazil has 13%. Britain, at 4%, has hardly moved.",
            [SUPPORTED] * 3,
        ),
        # the publisher is enough for a number that is precise, and named after it as well
        ("Hakuhodo DY has 33.6% among people aged 15 to 69 in Japan.", [SUPPORTED]),
        # a dateline says where a report was written, not what it is about
        (
            "WASHINGTON — Some 20.6% of American businesses used AI in the two weeks to 14 June "
            "2026, Census Bureau figures show.",
            [SUPPORTED],
        ),
        # those who do not use it
        (
            "Some 79.4 percent of U.S. firms did not use AI in the two weeks to 14 June 2026, the "
            "Census Bureau said.",
            [SUPPORTED],
        ),
        # multiples of the next number, of another product, of a pace
        (
            "Gemini had 350 million monthly users in March 2025, almost three times the 90 million "
            "of October 2024.",
            [SUPPORTED, CONTRADICTED, SUPPORTED],
        ),
        (
            "Doubao had 1.7 times as many monthly users as DeepSeek in December 2025, QuestMobile "
            "said.",
            [SUPPORTED],
        ),
        (
            "Doubao had three times as many monthly users as DeepSeek in December 2025, "
            "QuestMobile said.",
            [CONTRADICTED],
        ),
        ("ChatGPT has three times as many users as Claude.", [UNDETERMINED]),
    ],
)
def test_what_is_measured_is_read_from_the_passage(text: str, verdicts_wanted: list[str]):
    assert verdict_of(text) == verdicts_wanted


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("Norway ranks first in Europe", SUPPORTED, "rank 1 of 32 (Europe)"),
        ("Norway ranks 20th in Europe", CONTRADICTED, "rank 1 of 32 (Europe)"),
        ("Norway ranks third in the world", SUPPORTED, "rank 3 of 147 (world)"),
        ("Norway ranks first in Northern Europe", UNDETERMINED, "no list"),
        ("Singapore ranks first in Asia", SUPPORTED, "rank 1 to 2 of"),
    ],
)
def test_a_rank_names_and_counts_its_set(text: str, verdict: str, reason: str):
    said = f"{text}, Microsoft said of the second half of 2025."
    ((_, found),) = judged(said)
    assert found.verdict == verdict
    assert reason in found.reason


def test_the_states_are_fifty_or_with_the_district_fifty_one():
    text = "{} Maryland ranks {} with 36.3% in the first quarter of 2026, Microsoft said."
    fifty = judged(text.format("Among the fifty states,", "first"))[-1][1]
    all_of_them = judged(text.format("Of all US states,", "second"))[-1][1]
    assert (fifty.verdict, all_of_them.verdict) == (SUPPORTED, SUPPORTED)
    assert "of 50 (the fifty states)" in fifty.reason
    assert "of 51 (US states)" in all_of_them.reason


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        ("in percentage points", SUPPORTED),
        ("in relative terms", CONTRADICTED),
        ("", UNDETERMINED),
    ],
)
def test_twice_as_fast_is_judged_by_the_measure_that_is_named(measure: str, verdict: str):
    text = (
        f"The Global North grew twice as fast {measure} as the Global South in the first quarter "
        "of 2026, Microsoft said."
    )
    ((_, found),) = judged(text)
    assert found.verdict == verdict
    assert "in points 1.93 to 2.42 times" in found.reason or measure


@pytest.mark.parametrize(
    "text",
    [
        # somebody else is quoted
        "In China 61 percent of people use generative AI, an insurer's poll said in December 2025.",
        "In China 61 percent of people use AI in December 2025, a poll by an insurer found.",
        "Critics say that ChatGPT had 300 million weekly users in February 2026.",
        "Naver says its assistant had 3 million monthly users in January 2026.",
        # it is an aim, a condition, a date to come
        "By 2030, generative AI penetration in China is to exceed 90 percent.",
        "China would need a penetration rate of 60 percent in December 2025 to lead.",
        # another purpose, another part of the people, another kind of whole
        "In 2025, 31 percent of people in the EU used generative AI to plan a trip, Eurostat said.",
        "Gallup: daily use of AI among remote workers was 27 percent in February 2026.",
        "In 2025, 63 percent of students in Germany used generative AI, Eurostat said.",
        # not use
        "The central bank of Norway kept its key rate at 4 percent in 2025.",
        "Meanwhile the S&P 500 returned 17% for the year.",
        "Microsoft has 70.1% for the United Arab Emirates and 63.4% for Singapore and 48.6% for "
        "Norway in the first quarter of 2026. Unemployment is 3.1% in Singapore and inflation "
        "2.6% in Norway.",
        "Qatar had 41.8% and Oman 26.5% in the first quarter of 2026, by Microsoft's count; GDP "
        "grew 2.9% in Qatar, 4.5% in Saudi Arabia and 2.6% in Oman.",
        # a correction names the wrong number, and a list may name a place twice
        "The Global South's share for Q1 2026 should read 15.4 per cent, not 14.5 per cent.",
        "Microsoft has 31.3% for the United States, 47.8% for France and 22.5% for Japan in "
        "Q1 2026, and sees Japan at 25.2% by the end of the year.",
        "Microsoft's share for Germany in the first quarter of 2026 is not 37.1 but 31.1 percent.",
        "Not 24% but 18% of US firms used AI in January 2026, by the Census Bureau's count.",
        # a part of those counted before, an average, a subject of its own
        "Kling had 60 million users at the end of 2025. Some 15 million of those accounts sleep.",
        "The OECD puts the use of generative AI in 2025 at 36.8%. The mean of the five largest "
        "countries is 33%.",
        "Pew found that 44% of U.S. adults used ChatGPT in February 2026. Literacy is below 20%.",
        # a whole year counts from its beginning, and a multiple from the number beside it
        "The number of generative AI users in China more than doubled in 2025 to 602 million, "
        "CNNIC said.",
        "The North's share rose from 24.7% to 27.5% in the first quarter of 2026, Microsoft says, "
        "a gain of 2.8 points, twice the South's 1.3 points.",
        # more than a lower bound is no contradiction
        "ChatGPT had one billion weekly users in April 2025.",
        # two printed numbers give a change that their decimals do not
        "Eurostat: Spain's share of firms using AI rose by 80%, from 11.3% in 2024 to 20.3%.",
        # what one product had is no base of another, nor what another publisher said of it
        "DeepSeek had 193 million monthly users in March 2025, QuestMobile says. According to "
        "Analysys, DeepSeek lost 60% within nine months.",
    ],
)
def test_what_is_in_doubt_is_not_contradicted(text: str):
    found = verdict_of(text)
    assert CONTRADICTED not in found


# -- tables


def figure(series_id: str, period_end: str, value: float, **changed: object) -> dict[str, object]:
    day = pd.Timestamp(period_end)
    return {
        "series_id": series_id, "source_id": "s", "geo": "CHN", "indicator": "penetration",
        "product": "any-genai", "purpose": "any", "population_group": "total population",
        "unit_of_observation": "person", "weighting": "person", "usage_window": "unspecified",
        "period_start": day, "period_end": day, "value": value, "rounding": 0.5,
        "bound": "exact", "obs_status": "", "released": day + pd.Timedelta(days=30),
        "known_from": day + pd.Timedelta(days=30), "notes": "",
    } | changed  # fmt: skip


def claim(series_id: str, kind: str, value: float, **changed: object) -> pd.DataFrame:
    row = {
        "series_id": series_id, "geo": "CHN", "claim_kind": kind, "value": value, "rounding": 0.5,
        "period_end": "2025-12-31", "base_period_end": "", "released": "",
    } | changed  # fmt: skip
    return pd.DataFrame([row])


@pytest.fixture
def growing() -> pd.DataFrame:
    ends = ("2024-12-31", "2025-06-30", "2025-12-31")
    rows = [figure("one", end, value) for end, value in zip(ends, (10.0, 25.0, 40.0), strict=True)]
    rows.append(figure("one", "2025-06-30", 27.0, known_from=pd.Timestamp("2026-02-01"),
                       released=pd.Timestamp("2026-02-01")))  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("kind", "value", "verdict"),
    [
        ("level", 40.4, SUPPORTED),
        ("level", 42.0, CONTRADICTED),
        ("yoy_points", 31.0, SUPPORTED),
        ("yoy_points", 31.6, CONTRADICTED),
        ("yoy_percent", 300.0, SUPPORTED),
        ("yoy_percent", 350.0, CONTRADICTED),
        ("ratio", 4.0, SUPPORTED),
        ("ratio", 5.0, CONTRADICTED),
        ("change_absolute", 30.0, SUPPORTED),
    ],
)
def test_a_row_of_a_table_is_held_against_its_series(
    growing: pd.DataFrame, kind: str, value: float, verdict: str
):
    base = "" if kind == "level" else "2024-12-31"
    table = claim("one", kind, value, base_period_end=base)
    assert claims.check_claims(table, growing)["verdict"].tolist() == [verdict]


def test_every_vintage_that_could_be_quoted_counts(growing: pd.DataFrame):
    table = claim("one", "level", 25.0, period_end="2025-06-30", rounding=0.05)
    assert claims.check_claims(table, growing)["verdict"].tolist() == [SUPPORTED]
    table = claim("one", "level", 27.0, period_end="2025-06-30", rounding=0.05)
    assert claims.check_claims(table, growing)["verdict"].tolist() == [SUPPORTED]
    before = claim("one", "level", 27.0, period_end="2025-06-30", released="2025-08-15")
    assert claims.check_claims(before, growing)["verdict"].tolist() == [CONTRADICTED]
    early = claim("one", "level", 35.0, period_end="2025-06-30", released="2025-07-01")
    assert claims.check_claims(early, growing)["verdict"].tolist() == [UNDETERMINED]


def test_two_lower_bounds_settle_nothing_but_their_printed_numbers():
    rows = [
        figure("u", end, value, indicator="users", bound="lower", rounding=10)
        for end, value in (("2024-12-31", 100), ("2025-12-31", 400))
    ]
    cases = {4.0: SUPPORTED, 9.0: UNDETERMINED}
    for value, verdict in cases.items():
        table = claim("u", "ratio", value, base_period_end="2024-12-31")
        assert claims.check_claims(table, pd.DataFrame(rows))["verdict"].tolist() == [verdict]


def test_a_level_between_two_figures_may_not_lie_far_above_both():
    rows = [
        figure("u", end, value, indicator="users", bound="lower", rounding=5)
        for end, value in (("2025-03-31", 500), ("2025-08-31", 700))
    ]
    for value, verdict in {1000: CONTRADICTED, 500: SUPPORTED, 600: UNDETERMINED}.items():
        table = claim("u", "level", value, period_end="2025-04-30", rounding=5)
        assert claims.check_claims(table, pd.DataFrame(rows))["verdict"].tolist() == [verdict]


def test_published_claims_true_ones_stand_and_wrong_ones_fall():
    table = data.load_table("claims")
    found = claims.check_claims(table, observations())
    wrong = table["notes"].str.contains("CONTRADICTS")
    refused = found["verdict"] == CONTRADICTED
    assert len(found) == len(table)
    assert not (refused & ~wrong).any()
    assert (refused & wrong).sum() / wrong.sum() >= 0.9


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("claim_kind", "growth", "table:2  `claim_kind` is 'growth'"),
        ("value", "many", "table:2  `value` is 'many'"),
        ("period_end", "soon", "table:2  `period_end` is 'soon'"),
        ("period_end", "06/07/2025", "table:2  `period_end` is '06/07/2025': a date as YYYY-MM-DD"),
        ("rounding", -0.5, "table:2  `rounding` is -0.5: half the width of the printed precision"),
        ("base_period_end", "2031-12-31", "table:2  `base_period_end` is .*: a day before"),
    ],
)
def test_a_wrong_row_is_named_by_line(growing: pd.DataFrame, column: str, value: str, message: str):
    table = claim("one", "level", 40.0).astype("object")
    table.loc[0, column] = value
    with pytest.raises(ValueError, match=message):
        claims.check_claims(table, growing)


def test_every_wrong_row_is_listed_at_once(growing: pd.DataFrame):
    rows = [claim("one", "level", 40.0).astype("object") for _ in range(3)]
    rows[0].loc[0, "value"] = "many"
    rows[2].loc[0, "claim_kind"] = "growth"
    with pytest.raises(ValueError, match=r"(?s)2 problems.*table:2 .*table:4 "):
        claims.check_claims(pd.concat(rows, ignore_index=True), growing)


@pytest.mark.parametrize(
    ("kind", "column"), [("level", "period_end"), ("yoy_points", "base_period_end")]
)
def test_a_statement_without_its_period_is_open(growing: pd.DataFrame, kind: str, column: str):
    table = claim("one", kind, 40.0).astype("object")
    table.loc[0, column] = ""
    found = claims.check_claims(table, growing).iloc[0]
    assert found["verdict"] == "not determinable"
    assert f"`{column}` is empty" in found["reason"]


def test_numbers_of_tables_beyond_the_limit_are_named():
    rows = "".join(f"| 2025-{k} | {k} |\n" for k in range(100, 1700))
    table = claims.check_claims(f"| Wave | Share, % |\n|---|---|\n{rows}", observations())
    last = table.iloc[-1]
    assert last["verdict"] == "not determinable"
    assert "this and 99 further numbers of tables were not read" in last["reason"]
    assert last["text"] == "1600"


def test_a_statement_without_its_series_is_open(growing: pd.DataFrame):
    table = claim("one", "level", 40.0).astype("object")
    table.loc[0, "series_id"] = ""
    found = claims.check_claims(table, growing).iloc[0]
    assert (found["verdict"], "`series_id` is empty" in found["reason"]) == (UNDETERMINED, True)


@pytest.mark.parametrize("given", [None, 602, b"602 million", ["602 million"]])
def test_what_is_neither_text_nor_a_table_is_refused(given: Any):
    with pytest.raises(
        TypeError, match=r"`text_or_table` is a .*: a str or a DataFrame is expected"
    ):
        claims.check_claims(given)


def test_observations_without_their_columns_are_refused():
    with pytest.raises(ValueError, match=r"no column `series_id`, .*`period_end`, "):
        claims.check_claims("602 million users", pd.DataFrame({"value": [1.0]}))


def test_a_missing_column_is_named(growing: pd.DataFrame):
    with pytest.raises(ValueError, match="no column `rounding`"):
        claims.check_claims(claim("one", "level", 40.0).drop(columns="rounding"), growing)


# -- output


def test_check_claims_of_prose_points_into_the_text():
    text = "In December 2025 China had **602 million** generative AI users, up 143.0% on the year."
    table = claims.check_claims(text, observations())
    assert tuple(table.columns) == claims.COLUMNS
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == [
        "602 million",
        "143.0%",
    ]
    assert table["verdict"].tolist() == [SUPPORTED, CONTRADICTED]
    assert table["series_id"].tolist() == ["cnnic-genai-users-chn"] * 2


def test_as_of_sees_only_what_was_known():
    text = "China had 602 million generative AI users in December 2025, CNNIC said."
    early = claims.check_claims(text, observations(), as_of="2026-01-31")
    late = claims.check_claims(text, observations(), as_of="2026-02-28")
    assert early["verdict"].tolist() == [UNDETERMINED]
    assert late["verdict"].tolist() == [SUPPORTED]


def test_text_without_statements_gives_an_empty_table_with_all_columns():
    for text in ("", "No number here.", "\u202e"):
        table = claims.check_claims(text, observations())
        assert table.empty
        assert tuple(table.columns) == claims.COLUMNS
        assert claims.to_json(table) == "[]"


def test_json_has_one_object_for_each_statement_in_order():
    text = "ChatGPT has more than 900 million weekly users; 42.8 percent in China is a share."
    table = claims.check_claims(text, observations())
    objects = json.loads(claims.to_json(table))
    assert [o["text"] for o in objects] == table["text"].tolist()
    assert all(tuple(o) == claims.COLUMNS for o in objects)
    assert objects[0]["upper"] is None
    assert objects[0]["base_period_end"] is None
    assert objects[0]["period_end"] == "2026-02-27"


def test_marked_text_shows_each_sentence_with_its_verdicts_and_no_control_characters():
    text = "<p>First.</p><p>China had 602&nbsp;million generative AI users\u202e in 2025.\u0007</p>"
    shown = claims.mark(text, claims.check_claims(text, observations()))
    assert "SUPPORTED: 602&nbsp;million" in shown
    assert "First." not in shown
    assert "\u202e" not in shown
    assert "\u0007" not in shown


def test_unbound_statements_are_those_without_a_series():
    table = claims.check_claims("Sales rose 5%. ChatGPT has 900 million weekly users.",
                                observations())  # fmt: skip
    assert claims.unbound(table)["text"].tolist() == ["5%"]


def test_ten_thousand_words_take_less_than_two_seconds():
    texts = [row["text"] for row in corpus() if row["language"] == "en"]
    words, parts = 0, []
    while words < 10_000:
        parts.append(texts[len(parts) % len(texts)])
        words += len(parts[-1].split())
    judged("5% of Americans use AI, up 2 points.")
    before = slowness()
    started = process_time()
    judged("\n\n".join(parts))
    taken = process_time() - started
    assert taken < 2.0 * max(before, slowness())


def slowness() -> float:
    """Return how much slower this machine is now than one that adds ten million in 0.5 s."""
    started = process_time()
    sum(range(10_000_000))
    return max(1.0, (process_time() - started) / 0.25)


# -- parts


def test_population_groups_are_taken_apart():
    assert read_group("employer firms 250+ employees").employees == (250, None)
    assert read_group("individuals 16-74").ages == (16, 74)
    assert read_group("adults 65+").ages == (65, None)
    assert read_group("firms, employment-weighted").detail == "employment-weighted"
    people = observations()[observations()["unit_of_observation"] != "service"]
    assert "other" not in {read_group(group).kind for group in people["population_group"]}


def test_an_interval_is_worded_with_enough_digits_to_tell_its_ends_apart():
    def words(low: str, high: str, unit: str) -> str:
        return verdicts.bounds(Interval(Decimal(low), Decimal(high)), unit)

    assert words("141.0823", "142.4547", "percent") == "141.1% to 142.5%"
    assert words("27.335", "27.345", "percent") == "27.335% to 27.345%"
    assert words("1403730000", "1409360000", "persons") == "1.404 to 1.409 billion"
    assert words("514500000", "515500000", "persons") == "514.5 to 515.5 million"
    assert words("25", "25.2", "points") == "25.0 to 25.2 points"
    assert words("0.67", "1.43", "times") == "0.7 to 1.4 times"
    assert words("67", "143", "percent") == "67% to 143%"
    assert words("1.7777777777777777777777777777", "Infinity", "times") == "1.78 times or more"
    assert words("800000000", "Infinity", "persons") == "800 million or more"


def test_supported_needs_a_figure():
    for text in ("42.8 percent of people use generative AI.", "Users rose 141.7 percent."):
        assert all(verdict.verdict != SUPPORTED for _, verdict in judged(text))
    for row in corpus():
        for _, verdict in judged(row["text"]):
            assert verdict.verdict != SUPPORTED or verdict.series_id


def test_an_order_of_places_is_held_against_the_figures_of_the_publisher():
    said = "In Q1 2026, by Microsoft's estimate, Spain is {} Germany and {} France in AI use."
    assert verdict_of(said.format("ahead of", "behind")) == [SUPPORTED, SUPPORTED]
    assert verdict_of(said.format("behind", "ahead of")) == [CONTRADICTED, CONTRADICTED]


def test_a_tally_of_places_counts_every_place_of_the_set():
    only = "In Q1 2026, by Microsoft's estimate, only {} are above 50% in AI use."
    assert verdict_of(only.format("Singapore and the UAE")) == [SUPPORTED]
    assert verdict_of(only.format("Singapore and Norway")) == [CONTRADICTED]
    count = "In {} countries at least 30% of enterprises used AI in 2025, Eurostat says."
    assert [verdict_of(count.format(n)) for n in ("five", "six", "seven", "eight")] == [
        [CONTRADICTED], [SUPPORTED], [SUPPORTED], [CONTRADICTED]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "Eurostat, 2025: Denmark (48.4%) has the highest share of people using generative AI in"
            " the EU, followed by Estonia and {}.",
            "Malta", "Finland",
        ),
        ("Eurostat, firms using AI in 2025: Romania (5.2%) is last, followed by {}.",
         "Poland", "Bulgaria"),
        ("微软2026年一季度：阿联酋以70.1%居首，新加坡第二，挪威和{}分列其后。", "爱尔兰", "法国"),
        ("欧盟统计局2025年：丹麦企业使用率在欧盟最高，为42.0%，其次是芬兰和{}。",
         "瑞典", "荷兰"),
        ("By Microsoft's figures for Q1 2026, {}, with a share below 50%, rounds off the top five.",
         "France", "Spain"),
    ],
)  # fmt: skip
def test_places_listed_after_a_rank_are_next_to_it(text, right, wrong):
    assert verdict_of(text.format(right))[-1] == SUPPORTED
    assert verdict_of(text.format(wrong))[-1] == CONTRADICTED


def test_a_list_in_another_order_or_after_an_unknown_rank_is_not_contradicted():
    firms = "Eurostat, firms using AI in 2025: Denmark (42.0%) is the highest in the EU, followed "
    assert CONTRADICTED not in verdict_of(firms + "by Sweden and Finland.")
    large = (
        "Eurostat, firms using AI in 2025: of six large economies Spain is first, followed by {}."
    )
    assert CONTRADICTED not in verdict_of(large.format("Italy"))


def test_services_of_those_spoken_of_before_are_counted_by_what_was_done_to_them():
    text = "By 31 December 2025 a total of 748 generative AI services had completed national filing"
    text += " with the regulator. Of these, {} were filed in 2025. A further {} were registered"
    assert verdict_of(text.format(446, 435) + " locally by then.") == [SUPPORTED] * 3
    assert verdict_of(text.format(400, 530) + " locally by then.")[1] == CONTRADICTED
    other = "Some 3,500 companies were registered in 2025."
    assert verdict_of(text.format(446, 435) + " in Beijing. " + other)[2:] == []


def test_the_first_time_is_held_against_all_earlier_figures():
    share = "In December 2025, CNNIC says, use in China exceeded {}% for the first time."
    assert verdict_of(share.format(40)) == [SUPPORTED, SUPPORTED]
    assert verdict_of(share.format(30)) == [SUPPORTED, CONTRADICTED]
    assert verdict_of("For the first time more than 20% of US firms use AI, says the BTOS.") == [
        SUPPORTED, UNDETERMINED
    ]  # fmt: skip
    place = "Microsoft, Q1 2026: {} was the first country to pass 70%."
    assert verdict_of(place.format("The UAE"))[-1] == SUPPORTED
    place = "微软2026年一季度：{}为首个突破{}的国家。"
    assert verdict_of(place.format("法国", "45%"))[-1] == CONTRADICTED
    assert verdict_of(place.format("挪威", "40%"))[-1] == UNDETERMINED


def test_a_chinese_tally_counts_the_places_and_not_their_union():
    source = "欧盟统计局：2025年，欧盟20.0%的企业使用人工智能。"
    count = source + "{}个成员国的使用率超过30%。"
    assert [verdict_of(count.format(n))[-1] for n in (5, 6)] == [CONTRADICTED, SUPPORTED]
    assert verdict_of(source + "没有一个成员国超过50%。")[-1] == SUPPORTED
    assert verdict_of(source + "只有丹麦和瑞典超过35.5%。")[-1] == CONTRADICTED
    assert verdict_of(source + "丹麦是唯一超过四成的成员国。")[-1] == SUPPORTED


def test_a_tally_of_rises_counts_from_the_year_before_and_names_the_exceptions():
    source = "Eurostat: 20.0% of enterprises in the EU used AI in 2025, up from 13.5% in 2024. "
    count = source + "The share rose in {} of the 27 member states."
    assert [verdict_of(count.format(n))[-1] for n in (25, 26, 27)] == [
        CONTRADICTED, SUPPORTED, CONTRADICTED
    ]  # fmt: skip
    assert "26 of 27 (EU27) rose: all but Greece" in judged(count.format(27))[-1][1].reason
    only = source + "{} was the only member state where it fell."
    assert verdict_of(only.format("Greece"))[-1] == SUPPORTED
    assert verdict_of(only.format("Latvia"))[-1] == CONTRADICTED
    assert verdict_of("Eurostat, people, 2025: 32.7%. The share rose in all EU countries.") == [
        SUPPORTED, UNDETERMINED
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wrong", "right"),
    [
        ("More than 30% used AI in {} of the 27 EU member states in 2025.", "five", "six"),
        ("In 2025 in all but {} member states less than 40% used AI.", "two", "one"),
        ("In 2025 {} EU country exceeds 42%.", "every", "one"),
        ("In 2025 at least {} of the EU's member states lie above 20%.", "two-thirds", "a third"),
        ("In 2025, nowhere did more than {} use AI.", "40%", "43%"),
    ],
)
def test_a_level_is_said_of_all_of_none_or_of_a_part(said, wrong, right):
    source = "Eurostat: 20.0% of enterprises in the EU used AI in 2025. "
    for words, verdict in ((wrong, CONTRADICTED), (right, SUPPORTED)):
        assert verdict_of(source + said.format(words))[-1:] == [verdict], words


def test_a_tally_is_of_the_places_of_the_table_before_it():
    table = (
        "Share of firms using AI in 2025, % (Eurostat)\n\n"
        "|Country|%|\n|-|-|\n|Spain|20.3|\n|Malta|21.6|\n|Italy|16.4|\n\n"
    )
    assert verdict_of(table + "Two of the three exceed 20%.")[-1] == SUPPORTED
    assert verdict_of(table + "All three countries exceed 20%.")[-1] == CONTRADICTED
    assert verdict_of(table + "None is above 25%. Three of the nine exceed 20%.")[-2:] == [
        SUPPORTED, UNDETERMINED
    ]  # fmt: skip


def test_a_tally_counts_waves_sizes_and_sectors_as_well_as_places():
    waves = (
        "Gallup: 28% of US employees used AI a few times a week in February 2026. "
        "The share was above 20% in {} of the six waves."
    )
    assert [verdict_of(waves.format(n))[-1] for n in ("two", "three")] == [CONTRADICTED, SUPPORTED]
    sizes = (
        "The Census Bureau's AI supplement to 8 February 2026: 30.6% of firms with 250 or more "
        "employees use AI. Of the seven classes, {} are below 20%."
    )
    assert [verdict_of(sizes.format(n))[-1] for n in ("five", "four")] == [CONTRADICTED, SUPPORTED]


def test_ranks_are_read_at_the_place_itself_and_among_what_the_sentence_names_first():
    firms = "Eurostat, firms using AI in 2025: Denmark (42.0%) is first, Sweden (35.0%) {}, "
    firms += "Finland (37.8%) {}. {} is last. Slovenia is among the top {}."
    right = verdict_of(firms.format("third", "second", "Romania", "ten"))
    wrong = verdict_of(firms.format("second", "third", "Poland", "five"))
    assert set(right) == {SUPPORTED}
    assert wrong.count(CONTRADICTED) == 4
    europe = "By Microsoft's figures for Q1 2026, Norway has 48.6%. Among European countries "
    europe += "Norway ranks first and Ireland second; {} is third."
    assert verdict_of(europe.format("France"))[-1] == SUPPORTED
    assert verdict_of(europe.format("Germany"))[-1] != SUPPORTED


def test_a_rank_is_not_contradicted_of_what_is_not_known_or_of_places_named_before():
    text = "Microsoft, Q1 2026: New Zealand has 43.0%. Bhutan is 90th."
    assert verdict_of(text) == [SUPPORTED, UNDETERMINED]
    six = "Eurostat 2025, people: Germany 32.3%, France 37.5%, Italy 19.9%. Italy is last."
    assert verdict_of(six)[-1] == SUPPORTED
    assert (
        verdict_of(six.replace("Italy is last", "Of the six founders, Italy is last"))[-1]
        == UNDETERMINED
    )


def test_a_fall_in_points_that_fits_nothing_is_contradicted():
    said = (
        "Microsoft estimates that 37.1% in South Korea used AI in Q1 2026, "
        "down {} points from the second half of 2025."
    )
    assert verdict_of(said.format("3.4")) == [SUPPORTED, CONTRADICTED]


def test_a_lead_over_one_place_is_a_gap_between_two():
    said = (
        "Microsoft puts Korea at 37.1% in Q1 2026. It trails Canada by {} points and leads Malta."
    )
    assert verdict_of(said.format("0.2"))[1] == SUPPORTED
    assert verdict_of(said.format("1.2"))[1] == CONTRADICTED
    assert verdict_of("Data of Malta on AI use were revised twice.") == []


def test_a_change_of_the_question_is_named_instead_of_growth():
    text = "US firms: 10.0% used AI in September 2025 and 17.3% in November, growth of 73%."
    *levels, growth = claims.check_claims(text, observations()).to_dict("records")
    assert [row["verdict"] for row in levels] == ["supported", "supported"]
    assert growth["verdict"] == "not determinable"
    assert (
        "no growth across a change of definition (17 November 2025: the question"
        in (growth["reason"])
    )


def test_each_line_of_a_box_of_figures_has_its_own_label():
    box = (
        "China, by CNNIC\n\nGenerative AI users, end of December 2025: 602 million\n"
        "Share of the population: 42.8 percent\nIncrease over the end of 2024: 141.7 percent\n"
        "Users who ask AI questions: 457 million\nUsers who draw cats: about 40 million\n"
        "Only decline: none since 2023\n"
    )
    assert [v.verdict for _, v in judged(box)] == ["supported"] * 4 + ["not determinable"]


@pytest.mark.parametrize(
    ("who", "verdict"),
    [
        ("users who draw pictures of cats", "not determinable"),
        ("users that pray with it", "not determinable"),
        ("users who use it every week", "contradicted"),
        ("users who come back each week", "contradicted"),
    ],
)
def test_a_count_of_some_of_the_users_is_no_count_of_the_users(who, verdict):
    assert verdict_of(f"OpenAI: ChatGPT had 600 million weekly {who} in October 2025.") == [verdict]

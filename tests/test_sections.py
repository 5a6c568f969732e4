"""The sections of the report: definitions, findings in titles, tables, what is never joined."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from adoption import appendix, headlines, labels, outlook, report, sections, wording

EditionOf = Callable[[str], report.Edition]
MAKERS = (
    sections.china, sections.world, sections.usa_people, sections.usa_firms, sections.europe,
    sections.products, outlook.growth, outlook.forecasts, outlook.events,
    appendix.why_sources_differ, appendix.revisions, appendix.corrections, appendix.sources,
)  # fmt: skip


@pytest.fixture(scope="module")
def newest(edition_of: EditionOf) -> report.Edition:
    return edition_of("2026Q2")


@pytest.fixture(scope="module")
def whole(newest: report.Edition) -> dict[str, str]:
    return {make.__name__: make(newest) for make in MAKERS}


def counts(values: list[float], **columns: object) -> pd.DataFrame:
    ends = pd.to_datetime(["2024-12-31", "2025-06-30", "2025-12-31"])[-len(values) :]
    return pd.DataFrame(
        {
            "series_id": "example-users", "indicator": "users", "period_start": ends,
            "period_end": ends, "value": values, "rounding": 0.5, "bound": "exact",
            "obs_status": "",
        }
        | columns
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([249.0, 515.0, 602.0], "Users more than doubled in a year"),
        ([100.0, 150.0, 301.0], "Users more than doubled in a year"),
        ([100.0, 150.0, 304.0], "Users more than tripled in a year"),
        ([100.0, 150.0, 450.0], "Users more than quadrupled in a year"),
        ([300.0, 310.0, 330.0], "Users grew by 10.0% in a year"),
        ([300.0, 310.0, 300.0], "Users hardly changed in a year"),
        ([300.0, 310.0, 280.0], "Users fell in a year"),
        ([200.0, 250.0], "Users grew by 25% in 6 months"),
        ([200.0], "Users: one figure so far"),
    ],
)
def test_a_title_claims_a_multiple_only_where_the_rounding_allows_it(
    values: list[float], title: str
) -> None:
    assert wording.growth_title("Users", counts(values)) == title


def test_a_title_compares_no_figures_of_different_definitions_but_over_a_year() -> None:
    flagged = counts([200e6, 250e6], obs_status=["", "d"], rounding=5e5)
    assert wording.growth_title("Users", flagged) == "Users stood at 250 million"
    both = counts([200e6, 250e6], obs_status="d", rounding=5e5)
    assert wording.growth_title("Users", both) == "Users grew by 25% in 6 months"
    year = counts([200e6, 250e6, 500e6], obs_status=["d", "", ""], rounding=5e5)
    assert wording.growth_title("Users", year) == "Users more than doubled in a year"


def test_every_chart_and_table_has_its_definition_or_lists_its_rows(
    whole: dict[str, str], newest: report.Edition
) -> None:
    as_of = labels.day(newest.as_of)
    charts = 0
    for text in whole.values():
        for block in re.findall(r"::: \{#fig-.*?\n:::\n", text, re.DOTALL):
            charts += 1
            page = BeautifulSoup(block, "html.parser")
            heads = [term.get_text() for term in page.select("dl.definition dt")]
            assert heads == [
                "Population", "Use within", "Product", "Reference period", "Source", "As of",
            ]  # fmt: skip
            assert as_of in page.select("dl.definition dd")[-1].get_text()
            assert len(page.select("svg[role=img]")) == 2
            assert page.select("details table caption")
            assert page.select("a[download]")
    assert charts >= 15


def test_identifiers_stand_once_on_the_page(whole: dict[str, str]) -> None:
    names = re.findall(r"::: \{#((?:fig|tbl)-[a-z0-9-]+)\}", "\n".join(whole.values()))
    assert len(names) == len(set(names)) >= 20


def test_alternative_text_names_the_latest_value(whole: dict[str, str]) -> None:
    page = BeautifulSoup(whole["china"], "html.parser")
    alt = page.select_one("svg[role=img]")
    assert alt is not None
    label = alt.get("aria-label") or page.select_one("svg title").get_text()  # type: ignore[union-attr]
    assert "602 million" in str(label)


def test_the_lines_of_two_questions_are_not_joined(whole: dict[str, str]) -> None:
    page = BeautifulSoup(whole["usa_firms"], "html.parser")
    assert "Question changed" in page.get_text()


def test_the_marks_are_the_products_of_early_2026_and_chinas_rules() -> None:
    marked = set(outlook.LAUNCH_MARKS.values())
    for product in ("Seedance 2.0", "Qwen-Image 2.0", "Seedream 5.0", "Sora 2", "Veo 3.1"):
        assert product in marked
    assert any("Tencent" in mark for mark in marked)
    assert len(outlook.LAUNCH_MARKS) <= 8


def test_every_mark_is_an_event_of_the_data(newest: report.Edition) -> None:
    known = set(newest.events["event_id"])
    assert set(outlook.LAUNCH_MARKS) <= known
    assert set(sections.RULE_MARKS) <= known


def test_measures_of_one_country_are_not_ordered_by_value(newest: report.Edition) -> None:
    rows = appendix.measures(newest, "USA")
    assert len(rows) > 8
    assert rows["unit_of_observation"].nunique() > 2
    assert not rows["value"].is_monotonic_increasing
    assert not rows["value"].is_monotonic_decreasing
    same = rows.groupby("unit_of_observation", sort=False)["unit_of_observation"].size()
    assert list(dict.fromkeys(rows["unit_of_observation"])) == list(same.index)


def test_revisions_name_every_figure_with_its_size(
    whole: dict[str, str], newest: report.Edition
) -> None:
    page = BeautifulSoup(whole["revisions"], "html.parser")
    rows = page.select("tbody tr")
    assert len(rows) == 10
    assert "ramp-ai-index-paid-adoption-usa-businesses" in page.get_text()


def test_news_counts_each_figure_once(edition_of: EditionOf) -> None:
    edition = edition_of("2026Q1")
    assert wording.news(edition, [report.CHINA_USERS]).startswith("One figure is new")
    later = edition_of("2026Q2")
    assert wording.news(later, [report.CHINA_USERS]).startswith("No figure is new")


def test_an_unknown_series_is_no_news(newest: report.Edition) -> None:
    assert wording.news(newest, ["nothing"]) == "No figure was published by 15 July 2026."


def test_nothing_missing_is_printed_as_a_number(whole: dict[str, str]) -> None:
    text = BeautifulSoup("\n".join(whole.values()), "html.parser").get_text(" ")
    for word in ("nan", "NaT", "NaN", "None", "inf", "<NA>"):
        assert not re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text), word


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2025Q2", "2025Q3", "2025Q4", "2026Q1"])
def test_older_editions_have_every_section_and_contradict_no_figure(
    name: str, edition_of: EditionOf
) -> None:
    edition = edition_of(name)
    texts = [make(edition) for make in MAKERS]
    assert all(isinstance(text, str) for text in texts)
    assert headlines.title(edition)
    page = BeautifulSoup("\n".join(texts), "html.parser").get_text(" ")
    assert "NaT" not in page
    prose = re.sub(r"```\{=html\}.*?```", "", "\n".join(texts), flags=re.DOTALL)
    prose = re.sub(r"\\(?=[^\w\s])", "", prose)  # as the renderer reads it
    report.check_page(prose, edition)  # raises where a sentence contradicts a figure
    assert len(re.findall(r"\d%", prose)) > 10

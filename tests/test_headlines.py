"""Headlines held against the text below them, and times before against the level beside them."""

from __future__ import annotations

import pytest

from adoption import data
from adoption.claims import findings
from adoption.claims.backreferences import taken_up
from adoption.claims.catalogue import Catalogue
from adoption.claims.periods import find_periods
from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(data.load())


def verdicts(text: str, catalogue: Catalogue) -> list[str]:
    tables = data.load_table("population"), data.load_table("claims")
    found = findings.judge(read_statements(read_prose(text)), catalogue, *tables)
    return [v.verdict for v in found]


def test_a_headline_is_borne_out_by_the_first_level_below_it(catalogue: Catalogue):
    below = "\n\n中国互联网络信息中心的报告显示，2025年12月普及率为42.8%，用户6.02亿人。"
    assert verdicts("超过四成中国人在用生成式AI" + below, catalogue)[0] == SUPPORTED
    assert verdicts("超过六成中国人在用生成式AI" + below, catalogue)[0] == UNDETERMINED


@pytest.mark.parametrize(
    ("before", "expected"),
    [("上年", CONTRADICTED), ("两年前", SUPPORTED)],  # 20% in 2024, 15% in 2023
)
def test_a_time_before_is_counted_from_the_level_beside_it(before, expected, catalogue):
    text = f"德国行业协会Bitkom的调查显示，2025年有36%的企业使用AI，{before}为15%。"
    assert verdicts(text, catalogue) == [SUPPORTED, expected]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026年2月5日为707万，7日增至7352万，比5日增长9倍", [7, 5]),
        ("2026年2月7日为7352万，近7日均值为5000万", []),
        ("2026年2月7日公布，本报5日电", []),
    ],
)
def test_a_day_alone_is_of_the_month_named_before_it(text: str, days: list[int]):
    found = taken_up(text, find_periods(text))
    assert [m.period.end.day for m in found if m.period] == days


def test_more_by_so_much_is_no_bound_of_the_number_before(catalogue: Catalogue):
    text = (
        "路透新闻研究所的六国调查：2025年每周使用生成式AI的网民占34%，比一年前的{}%多16个百分点。"
    )
    assert verdicts(text.format(18), catalogue) == [SUPPORTED, SUPPORTED, SUPPORTED]
    assert verdicts(text.format(25), catalogue)[1] != SUPPORTED

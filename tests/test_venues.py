"""Where something was said is not of whom it tells."""

from __future__ import annotations

import pytest

from adoption.claims import venues
from adoption.claims.phrases import find_mentions


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("李彦宏在深圳宣布", "深圳"),
        ("奥特曼在印度出席峰会时表示", "印度"),
        ("快手在上海举行的世界人工智能大会上", "上海"),
        ("首席执行官在访问日本期间", "日本"),
        ("美国人工智能公司OpenAI", "美国"),
        ("在深圳使用生成式AI的人", ""),
        ("在日本举办过培训的企业", ""),
        ("在韩国科学技术信息通信部公布的调查中", ""),
        ("在英国表示用过AI的人", ""),
    ],
)
def test_a_place_is_a_venue_where_an_occasion_is_named(text: str, venue: str):
    found = venues.set_apart(text, find_mentions(text))
    assert [text[m.start : m.end] for m in found if m.value == "venue"] == [venue] * bool(venue)

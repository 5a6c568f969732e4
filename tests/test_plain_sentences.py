"""Claims: a plain sentence with the last figure of each series is supported, in both languages.

The sentence names the publisher, the people, the place, the product, how often and for what, and
the date. What is not supported shows a name or a way of saying that is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pandas as pd
import pytest

from adoption import data, labels
from adoption.claims import chinese, findings
from adoption.claims.catalogue import Catalogue, Figure, Series
from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED

MOST_PLACES = 3  # of a family of series that differ but in their place

PEOPLE = {
    "person": ("people", "居民"), "adult": ("adults", "成年人"), "teen": ("teens", "青少年"),
    "employed": ("workers", "员工"), "internet": ("internet users", "网民"),
    "panel": ("people", "受访者"), "respondents": ("people", "受访者"),
    "unemployed": ("the unemployed", "失业者"), "firm": ("firms", "企业"),
    "inactive": ("people outside the labour force", "非劳动力人口"), "sme": ("SMEs", "中小企业"),
    "non-sme": ("non-SMEs", "非中小企业"), "customer": ("its customers", "客户"),
    "organization": ("organizations", "组织"),
}  # fmt: skip
SECTORS = {
    "agriculture": ("agriculture, forestry, fishing and hunting", "农林牧渔业"),
    "mining": ("mining, quarrying, and oil and gas extraction", "采矿业"),
    "utilities": ("utilities", "公用事业"), "construction": ("construction", "建筑业"),
    "manufacturing": ("manufacturing", "制造业"), "wholesale": ("wholesale trade", "批发业"),
    "retail": ("retail trade", "零售业"),
    "transport": ("transportation and warehousing", "运输仓储业"),
    "information": ("information", "信息业"), "finance": ("finance and insurance", "金融保险业"),
    "real-estate": ("real estate and rental and leasing", "房地产业"),
    "professional": ("professional, scientific, and technical services", "专业服务业"),
    "management": ("management of companies and enterprises", "企业管理业"),
    "administrative": ("administrative and support services", "行政支持服务业"),
    "education": ("educational services", "教育服务业"),
    "health": ("health care and social assistance", "医疗保健业"),
    "arts": ("arts, entertainment, and recreation", "文化娱乐业"),
    "accommodation": ("accommodation and food services", "住宿餐饮业"),
    "other-services": ("other services", "其他服务业"),
    "technology": ("technology and media", "科技与媒体业"),
}  # fmt: skip
OFTEN = {
    "daily": (" every day", "每天"), "weekly": (" every week", "每周"),
    "monthly": (" every month", "每月"),
    "last-3-months": (" in the last three months", "过去三个月"),
    "last-12-months": (" in the past year", "过去一年"),
}  # fmt: skip
FOR_WHAT = {
    "work": (" at work", "在工作中"), "private": (" for private purposes", "出于私人目的"),
    "education": (" for formal education", "为正规教育"), "news": (" for news", "为获取新闻"),
    "information-search": (" to search for information", "为搜索信息"),
    "companionship": (" for companionship", "为陪伴"),
}  # fmt: skip


PRODUCTS = {
    "any-ai": ("AI", "AI"), "any-genai": ("generative AI", "生成式AI"),
    "chatgpt": ("ChatGPT", "ChatGPT"),
}  # fmt: skip


@cache
def catalogue() -> Catalogue:
    return Catalogue(data.load())


@cache
def names() -> pd.DataFrame:
    return data.load_table("sources").set_index("source_id")


def shares() -> Iterator[Series]:
    """Yield the shares, a few of each family; those of expectations, policies and wholes apart."""
    seen: Counter[tuple[str, ...]] = Counter()
    for series in catalogue().series.values():
        family = (series.source_id, series.product, series.purpose, series.population_group)
        seen[family] += 1
        group, plain = series.group, series.share and series.product in PRODUCTS
        plain = plain and not series.is_expected and series.purpose != "policy"
        plain = plain and group.kind in PEOPLE and group.detail in ("", *SECTORS)
        if plain and seen[family] <= MOST_PLACES:
            yield series


def named(series: Series, figure: Figure, language: str) -> str:
    """Return the plain sentence on a figure."""
    zh = language == "zh"
    people, place = PEOPLE[series.group.kind][zh], where(series.geo, language)
    often = OFTEN.get(series.usage_window, ("", ""))[zh]
    often = "" if series.group.kind == "customer" else often
    what, why = PRODUCTS[series.product][zh], FOR_WHAT.get(series.purpose, ("", ""))[zh]
    part = limits(series, language)
    value = labels.percent(figure.value, decimals=labels.decimals_of(figure.rounding))
    who, when = publisher(series.source_id, language), date(figure, language)
    if zh:
        use = "付费使用" if series.group.kind == "customer" else "使用"
        return f"据{who}，{when}，{value}的{place}{part}{people}{often}{why}{use}{what}。"
    use = "paid for" if series.group.kind == "customer" else "used"
    home = "" if series.group.kind == "customer" else f" in {place}"
    return f"According to {who}, {value} of {people}{home}{part} {use} {what}{why}{often} {when}."


def publisher(source_id: str, language: str) -> str:
    own = [words for ids, words in chinese.SOURCES.items() if source_id in ids.split("|")]
    if language == "zh" and own:
        return own[0].split("|")[0]
    return re.sub(r" ?\(.*", "", str(names().loc[source_id, "publisher"]))


def where(code: str, language: str) -> str:
    if language == "en":
        return {"USA": "the United States", "EU27": "the EU"}.get(code, data.geo_name(code))
    table = data.load_table("geographies").set_index("code")
    own = [a for a in str(table.loc[code, "aliases"]).split("|") if re.match("[一-鿿]", a)]
    return {"EU27": "欧盟", "WLD": "全球"}.get(code, own[0] if own else "")


def limits(series: Series, language: str) -> str:
    """Return the ages, the sizes or the sector in words."""
    group = series.group
    if group.detail:
        words = SECTORS[group.detail][language == "zh"]
        return words if language == "zh" else f" in {words}"
    if group.ages:
        low, high = group.ages
        if language == "zh":
            return f"{low}至{high}岁" if high else f"{low}岁及以上"
        return f" aged {low} to {high}" if high else f" aged {low} and over"
    if group.employees:
        low, high = group.employees
        if language == "zh":
            return f"{low}至{high}人" if high else f"{low}人及以上"
        return f" with {low} to {high} employees" if high else f" with {low} or more employees"
    return ""


def date(figure: Figure, language: str) -> str:
    """Return the month of a figure, or its year where it is of a longer time."""
    end = figure.period_end
    if figure.days <= 45:
        return f"{end.year}年{end.month}月" if language == "zh" else f"in {end:%B %Y}"
    if figure.period_start.year < end.year:
        year = figure.period_start.year
        return f"{year}财年" if language == "zh" else f"in fiscal {year}"
    return f"{end.year}年" if language == "zh" else f"in {end.year}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plain_sentence_with_the_last_figure_of_a_series_is_supported(language: str):
    population, printed = data.load_table("population"), data.load_table("claims")
    verdicts: Counter[str] = Counter()
    wrong = []
    for series in shares():
        figure = list(series.latest.values())[-1]
        text = named(series, figure, language)
        statements = read_statements(read_prose(text))
        found = findings.judge(statements, catalogue(), population, printed)
        levels = [v for s, v in zip(statements, found, strict=True) if s.kind == "level"]
        verdict = levels[0].verdict if levels else "not read"
        verdicts[verdict] += 1
        if verdict == CONTRADICTED:
            wrong.append((text, levels[0].reason))
    assert wrong == []
    assert verdicts[SUPPORTED] >= 0.97 * verdicts.total()

"""Chinese prose: what stands beside a number, what it is compared with, when it is no fact."""

from __future__ import annotations

import pytest

from adoption import data
from adoption.claims import bounds, findings, informants
from adoption.claims.ages import find_ages_and_sizes
from adoption.claims.catalogue import Catalogue
from adoption.claims.chinese import NEUTRAL, PLACES, WORDS
from adoption.claims.memory import Memory
from adoption.claims.periods import find_periods
from adoption.claims.prose import read_prose
from adoption.claims.quantities import find_quantities
from adoption.claims.reading import read_statements
from adoption.claims.sentences import Sentence
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED


def statements(text: str) -> list[Statement]:
    return read_statements(read_prose(text))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(data.load())


def verdicts(text: str, catalogue: Catalogue) -> list[str]:
    tables = data.load_table("population"), data.load_table("claims")
    return [v.verdict for v in findings.judge(statements(text), catalogue, *tables)]


def test_no_word_is_given_twice_for_one_meaning_and_none_is_neutral_too():
    groups = {word for words in WORDS["group"].values() for word in words.split("|")}
    assert not groups & set(PLACES)
    names = {w for words in WORDS["unknown_group"].values() for w in words.split("|")}
    assert not names & set(NEUTRAL.split("|"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("只差500多万人", [(5e6, 6e6)]),
        ("是前者的20多倍", [(20, 30)]),
        ("每十个人里四个多在用", [(40, 50)]),
        ("每六人中有一人", [(14.167, 19.167)]),
        ("月活破亿", [(9.5e7, 1.05e8)]),
        ("六成五的企业", [(64, 66)]),
        ("高1.2个点", [(1.15, 1.25)]),
    ],
)
def test_chinese_numbers_stand_for_a_range(text: str, values: list[tuple[float, float]]):
    found = [bounds.allowed(q, "")[0] for q in find_quantities(text, []) if q.unit]
    assert [(float(f.lower), float(f.upper)) for f in found] == [
        pytest.approx(v, rel=1e-3) for v in values
    ]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("30岁以下群体", (0, 29)),
        ("二十多岁人群", (20, 29)),
        ("19岁及以下", (0, 19)),
        ("16岁至74岁", (16, 74)),
        ("六十五岁或以上", (65, None)),
        ("未满18岁", (0, 17)),
    ],
)
def test_ages_in_words(text: str, ages: tuple[int, int | None]):
    assert [(a.low, a.high) for a in find_ages_and_sizes(text)] == [ages]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2025年3-4月", "2025-04-30"),
        ("2023年夏季", "2023-09-15"),
        ("2024财年", "2025-03-31"),
    ],
)
def test_chinese_periods(text: str, end: str):
    (mention,) = find_periods(text)
    assert mention.period is not None
    assert mention.period.end.isoformat() == end


def test_months_without_a_year_go_on_in_the_year_named_before():
    text = "Gemini月活2025年3月3.5亿，5月突破4亿，10月末6.5亿。"
    ends = [s.period.end.isoformat() for s in statements(text) if s.period]
    assert ends == ["2025-03-31", "2025-05-31", "2025-10-31"]


def test_a_date_in_chinese_numerals_is_one():
    (statement,) = statements("二〇二五年十二月用户6.02亿人。")
    assert statement.period is not None
    assert statement.period.end.isoformat() == "2025-12-31"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("2025年12月，短视频用户10.4亿人。", "短视频"),
        ("另据统计，手机厂商助手月活超过5亿。", "手机厂商助手"),
        ("2025年12月，全国生成式人工智能用户规模已达6.02亿人。", ""),
        ("豆包月活跃用户约为2.26亿。", ""),
    ],
)
def test_what_no_list_knows_may_be_what_is_counted(text: str, unknown: str):
    (statement,) = statements(text)
    known = unknown == "" and "not known" not in statement.weak
    assert known or unknown in statement.weak


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("豆包领先元宝7800万。", "gap"),
        ("阿联酋比新加坡高3.1个百分点。", "gap"),
        ("普及率比2024年12月高3.1个百分点。", "change_points"),
        ("豆包用户比3月多1600万。", "change_absolute"),
    ],
)
def test_a_difference_is_one_of_time_or_of_rivals(text: str, kind: str):
    assert [s.kind for s in statements(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "有专家预计，2026年底，全国用户有望达到8亿。",
        "到2027年，力争普及率超过70%，应用覆盖90%的企业。",
        "如果用户再翻一番，就是12亿人。",
        "该报道误将普及率写成“增长25.2%”。",
        "普及率超过30%的有35个城市。",
        "两年里普及率年均提高12个百分点。",
        "普及率42.8%，距离70%还差一截。",
    ],
)
def test_aims_corrections_thresholds_and_averages_are_no_facts(text: str):
    found = statements(text)
    assert found
    assert found[-1].blocked or any(s.blocked for s in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("据CNNIC，2025年12月生成式人工智能用户6.02亿人，占网民的53.5%。", SUPPORTED),
        ("据CNNIC，2025年12月生成式人工智能用户6.02亿人，占网民的42.8%。", CONTRADICTED),
        ("全省生成式人工智能普及率2025年12月为58.3%。", UNDETERMINED),
        ("QuestMobile称，2025年3月DeepSeek月活1.93亿，领先豆包7800万。", SUPPORTED),
        ("QuestMobile称，2025年3月DeepSeek月活1.93亿，领先豆包9800万。", CONTRADICTED),
        ("截至2025年12月31日，全国748款生成式人工智能服务完成备案。", SUPPORTED),
        ("我国2026年第一季度AI使用率63.4%，微软称。", UNDETERMINED),
    ],
)
def test_verdict_on_the_last_number(text: str, expected: str, catalogue: Catalogue):
    assert verdicts(text, catalogue)[-1] == expected


def test_a_headline_and_a_city_in_brackets_are_no_part_of_the_first_sentence(catalogue: Catalogue):
    text = "千问月活破3000万\n(2025年12月10日，杭州)阿里巴巴宣布，千问App月活跃用户数突破3000万。"
    prose = read_prose(text)
    found = read_statements(prose)
    assert [s.sentence for s in found] == [1, 2]
    assert [s.subject.detail for s in found] == ["", ""]
    assert prose.text.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QuestMobile：2025年9月DeepSeek月活1.45亿；豆包1.72亿，超过DeepSeek。", SUPPORTED),
        ("QuestMobile：2025年5月DeepSeek月活1.69亿；豆包1.31亿，反超DeepSeek。", CONTRADICTED),
    ],
)
def test_a_product_said_to_be_ahead_of_another(text: str, expected: str, catalogue: Catalogue):
    tables = data.load_table("population"), data.load_table("claims")
    found = statements(text)
    judged = findings.judge(found, catalogue, *tables)
    assert [v.verdict for s, v in zip(found, judged, strict=True) if s.kind == "rank"] == [expected]


@pytest.mark.parametrize(
    ("span", "expected"), [("日", CONTRADICTED), ("周", SUPPORTED), ("月", UNDETERMINED)]
)
def test_as_many_users_of_a_week_are_not_those_of_a_day(span, expected, catalogue):
    text = f"OpenAI宣布，2026年2月27日ChatGPT{span}活跃用户超过9亿。"
    assert verdicts(text, catalogue) == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("升至", SUPPORTED), ("降至", CONTRADICTED), ("为", SUPPORTED), ("由30%降至", SUPPORTED)],
)
def test_a_level_has_not_fallen_to_where_it_never_was_higher(words, expected, catalogue):
    text = f"微软称，2025年下半年美国的AI使用率{words}28.3%。"
    assert verdicts(text, catalogue)[-1] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("蓝海研究院发布了报告。", "蓝海研究院"),
        ("另据日本野村综合研究所调查，2025年德国有34%的居民使用AI。", "日本野村综合研究所"),
        ("新智机构对900名受访者的调查发现，三成人在用。", "新智机构"),
        ("2025年，法国使用AI的居民比例为20.0%（北辰咨询）。", "北辰咨询"),
        ("来自Gartner的统计显示，2025年的比例为64.8%。", "Gartner"),
        ("德勤认为，2025年的比例为64.8%。", "德勤"),
        ("报告显示，2025年的比例为64.8%。", ""),
        ("该公司表示，用户超过1亿。", ""),
        ("微软人工智能经济研究所的数据显示，德国为29.6%。", ""),
        ("有38%的公司表示在使用AI。", ""),
        ("统计局的调查显示，比例为54%。", ""),
        ("数据中心的用电量，报告显示为8%。", ""),
    ],
)
def test_an_institution_that_no_list_knows_speaks_for_itself(text: str, name: str):
    prose = read_prose(text)
    sentence = Sentence(Memory(prose), next(iter(prose.sentences(prose.paragraphs[0]))), 0)
    assert informants.informant(sentence) == name


def test_figures_of_an_unknown_institution_are_held_against_nobody(catalogue: Catalogue):
    text = "{}的调查显示，2025年下半年，德国14.5%的劳动年龄人口使用生成式AI，高于法国的9.7%。"
    assert verdicts(text.format("微软"), catalogue)[0] == CONTRADICTED
    assert set(verdicts(text.format("蓝海智库"), catalogue)) == {UNDETERMINED}


def test_the_name_of_a_publisher_is_no_set_that_a_rank_is_among(catalogue: Catalogue):
    text = "{}，2025年，挪威使用生成式人工智能的民众比例以56.32%位居第一，丹麦以48.44%排名第二。"
    outside = text.format("欧盟统计局数据显示")
    assert [s.field for s in statements(outside) if s.kind == "rank"] == ["", ""]
    assert set(verdicts(outside, catalogue)) == {SUPPORTED}
    assert CONTRADICTED in verdicts(text.format("据欧盟统计局，在欧盟"), catalogue)


def test_the_highest_of_a_list_is_contradicted_only_by_another_of_it(catalogue: Catalogue):
    text = "微软数据显示，2025年下半年使用生成式AI的劳动年龄人口比例，{}最高，为{}%，{}为{}%。"
    assert verdicts(text.format("法国", 44.0, "德国", 28.6), catalogue)[-1] == UNDETERMINED
    assert verdicts(text.format("德国", 28.6, "法国", 44.0), catalogue)[-1] == CONTRADICTED


def test_the_few_places_called_the_highest_are_ranked_together():
    text = "微软数据显示，2025年下半年，{}的{}个国家为挪威、丹麦和瑞士。"
    (rank,) = statements(text.format("使用率最低", "三"))
    assert (rank.value, rank.relation, rank.from_the_end) == (3, "at most", True)
    assert rank.subject.places == ("NOR", "DNK", "CHE")
    assert not statements(text.format("使用率最高", "四"))


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("增长8.7倍", 9.7), ("激增8.7倍", 9.7), ("增幅达8.7倍", 9.7), ("暴涨8.7倍", 9.7),
        ("增长到9.7倍", 9.7), ("增为9.7倍", 9.7), ("激增至9.7倍", 9.7),
        ("是原来的9.7倍", 9.7), ("翻了9.7倍", 9.7),
    ],
)  # fmt: skip
def test_growing_by_a_multiple_adds_one_and_growing_to_it_does_not(words: str, times: float):
    text = "豆包月活跃用户从2024年3月的2328万增至2025年12月的2.26亿，{}。"
    *_, found = statements(text.format(words))
    assert (found.kind, float(found.value), found.compared_place) == ("ratio", times, "")

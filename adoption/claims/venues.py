"""Where something was said or who said it is at home, not of whom it tells: 李彦宏在深圳宣布.

A place is a venue if it stands between a preposition and the word for the occasion, in one clause:
在美国使用AI的人 has no such word, and in 在韩国科学技术信息通信部公布的调查中 a publisher stands between.
So is the country of a company that counts the users of its own product: 美国人工智能公司OpenAI.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from adoption.claims.phrases import Mention

_AT = re.compile(r"(?:在|于)$")
_VISITS = re.compile(r"(?:访问|出访|到访|抵达|飞抵|飞赴|来到|做客)$")
REACH = 24  # characters behind a place that tell what it is
# 在美国加州山景城召开I/O大会, 在北京发布《报告》, 在上海举行的世界人工智能大会上
_OCCASION = re.compile(
    r"[^，。；：、0-9《“用]{0,10}?(?:宣布|透露|揭晓|签署|召开|开幕|闭幕|出席|作证|演讲|讲话|致辞|受访时|接受[^，。；]{0,8}采访"
    r"|(?:举行|举办)的?[^，。；过了]{0,14}(?:大会|峰会|论坛|发布会|年会|会议|展会|仪式|活动)"
    r"|(?:发布|公布|披露|推出)了?(?:第|最新|《|该?报告|白皮书|业绩|财报)"
    r"|的[^，。；0-9]{0,10}(?:大会|峰会|论坛|发布会|年会|会议|展会)(?:上|期间))"
)
_DURING = re.compile(r"[^，。；0-9]{0,6}(?:时|前|后|期间|之际)")  # 访问新德里前
# 奥特曼15日在印度表示: somebody stands before; 在英国表示用过AI的人 has nobody
_SPEAKS = re.compile(
    r"(?:[^，。；：、0-9用]{0,4}?|[^，。；：、0-9]{2,10}?(?:时|期间|之际))(?:表示|称|说|指出|公布|披露)"
)
_SOMEBODY = re.compile(
    r"[^，。；：、\s0-9年月日底末初今去前]{2}(?:[0-9]{1,2}日|[近今]日|日前)?[在于]$"
)
_A_COMPANY = re.compile(r"[^，。；：、0-9的]{0,10}(?:公司|巨头|厂商|开发商|企业)")
COMPANIES = {  # who counts the users of its own products
    "openai",
    "google|google-trial-exhibit",
    "meta",
    "xai",
    "alibaba",
    "baidu",
    "tencent",
    "kuaishou",
    "microsoft|microsoft-aiei",
}
_NAMED_AFTER = re.compile(
    r"(?:时报|日报|晚报|早报|邮报|商报|客》|[一-鿿]{0,4}(?:大学|学院|医院|实验室|研究院|研究所)|时间(?=[0-9凌早上下晚中])|证券交易所|证交所|联储|联邦储备)"
)
# "The New York Times", "Japan Times", "the University of California": a name, not where people live
_NAMED_AFTER_IT = re.compile(
    r" (?:Times|Post|Herald|Tribune|Journal|Express|Telegraph|Gazette|Observer|Chronicle|Morning Post"
    r"|Stock Exchange|University|College|Institute of Technology|Business School|Law School|Fed)\b"
)
_NAMED_OF = re.compile(
    r"\b(?:University|Times|Bank|College|Institute|Stock Exchange) of (?:the )?$"
)
# "at the summit in India", "on a visit to Japan", "speaking in New York"
_AT_AN_OCCASION = re.compile(
    r"\b(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Kk]eynote|[Ii]nterview|[Mm]eeting|[Hh]earing|[Ee]xpo|[Cc]ongress|[Ff]estival|[Ee]vent|[Tt]alk|[Ss]peech)s?"
    r"(?: held| hosted| this \w+| on \w+)? in (?:the )?$"
    r"|\b(?:[Ss]peaking|[Ss]poke)(?: on [A-Z]\w+)? in (?:the )?$|\b(?:visit|trip|tour)(?:ed|ing)?(?: (?:to|of))? (?:the )?$"
)
_OF_MANY_COUNTRIES = {"reuters-institute-dnr|reuters-institute-genai-news", "yougov"}
_A_SEAT = re.compile(
    r"(?! of\b)[^，。；：、0-9]{0,12}"
)  # not "the 48 markets of the Reuters Institute"
_DATELINE = re.compile(r"消息(?= )|——(?=[一-鿿])")  # 首尔消息 韩国…, 纽约——皮尤研究中心


def set_apart(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with places that are but venues taken for names without a meaning.

    Examples
    --------
    >>> from adoption.claims.phrases import find_mentions
    >>> text = "李彦宏在深圳宣布, 在美国使用"
    >>> [m.value for m in set_apart(text, find_mentions(text)) if m.tag in ("name", "place")]
    ['venue', 'USA']
    """
    named = [m for m in mentions if m.value in COMPANIES]
    pollsters = [m for m in mentions if m.tag == "source" and m.value not in COMPANIES]
    return [
        replace(m, tag="name", value="venue")
        if (m.tag == "place" or m.value == "region")
        and (
            _is_venue(text, m)
            or _is_home(text, m, named)
            or _is_seat(text, m, pollsters)
            or _opens_a_name(text, m)
        )
        else m
        for m in mentions
    ]


def _is_home(text: str, place: Mention, companies: Sequence[Mention]) -> bool:
    """Return whether a place says whence a company is, whose name follows: 美国社交媒体巨头Meta."""
    return any(
        _A_COMPANY.fullmatch(text, place.end, name.start) is not None
        or (place.end == name.start and text.startswith("公司", name.end))
        for name in companies
        if place.end <= name.start < place.end + REACH
    )


def _is_seat(text: str, place: Mention, pollsters: Sequence[Mention]) -> bool:
    """Return whether a place is but the seat of who asks elsewhere: 英国牛津大学路透新闻研究所.

    So is the state in which an American university lies: 北卡罗来纳州埃隆大学.
    """
    return any(
        (name.value in _OF_MANY_COUNTRIES and _A_SEAT.fullmatch(text, place.end, name.start))
        or (place.value.startswith("US-") and place.end == name.start)
        for name in pollsters
        if place.end <= name.start < place.end + REACH
    )


def _opens_a_name(text: str, mention: Mention) -> bool:
    """Return whether a place is but a word of a name: 纽约时报, 北京大学, "The New York Times"."""
    if _NAMED_AFTER_IT.match(text, mention.end) or _NAMED_OF.search(
        text, max(0, mention.start - REACH), mention.start
    ):
        return True
    return mention.value == "region" and _NAMED_AFTER.match(text, mention.end) is not None


def _is_venue(text: str, mention: Mention) -> bool:
    before, end = text[max(0, mention.start - 8) : mention.start], mention.end + REACH
    if _AT_AN_OCCASION.search(text, max(0, mention.start - 2 * REACH), mention.start):
        return True
    opens = not before or before.endswith("\n")
    if opens and mention.value == "region":
        return _DATELINE.match(text, mention.end, end) is not None
    if _VISITS.search(before):
        return _DURING.match(text, mention.end, end) is not None
    if not _AT.search(before):
        return False
    spoke = _SOMEBODY.search(before) and _SPEAKS.match(text, mention.end, end)
    return bool(spoke or _OCCASION.match(text, mention.end, end))

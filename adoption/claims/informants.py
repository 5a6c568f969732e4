"""Who is quoted in a Chinese sentence though no list has the name: 中智咨询研究院的调查显示.

Such a name ends in a word for an institution, or is what nobody knows before a verb of saying. The
figures that follow are its own, not those of the publishers that we hold.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims import strangers
from adoption.claims.sentences import Sentence

_INSTITUTION = (
    r"(?:研究(?:院|所|室|会|中心|机构|公司)|(?:咨询|调查|调研|分析|评级|监测)(?:机构|公司|中心)|咨询|顾问|智库|实验室|事务所"
    r"|协会|学会|商会|联合会|联盟|基金会|委员会|大学|学院|科学院|社科院|信通院|(?:统计|普查|调查|管理|监管|数据)[局署厅]"
    r"|(?:商务|教育|科技|劳工|劳动|财政|工信|信息化|经济|数字)部)"
)
# words that other things end in too: 数据中心, 市场平台
_COMPANY = r"(?:公司|集团|机构|中心|平台|银行|证券|资本|传媒|网站|杂志)"
_NAMED = rf"(?P<who>[^，。；：、！？0-9%《》“”()（）的占]{{0,16}}?(?:(?P<sure>{_INSTITUTION})|(?P<firm>{_COMPANY})))"
_OPENS = r"(?:^|[。；！？\n：:，])\s*(?:另?据|根据|按照?|依据|来自|援引|引用|由)?"
_REPORTS = r"(?:统计|发布|公布|发表|推出|调查|调研|访问|抽样|问卷|监测|测算|估算|报告|数据|研究|结果|显示|表明|指出|认为|称|表示|披露|发现)"
# 某研究院近日发布的报告, 另据日本某研究所调查, 新智机构对900名受访者的调查发现
_SUBJECT = re.compile(
    rf"{_OPENS}{_NAMED}(?:等|与|和|近日|日前|今日|[^，。；：！？、]{{0,14}}?){_REPORTS}"
)
# 比例为20.0%（北辰咨询）。
_BRACKETED = re.compile(
    rf"[0-9%％人万亿][^，。；0-9]{{0,8}}[（(](?:(?:数据|资料)?来源[：:]?\s?)?{_NAMED}[^，。；：（）()、]{{0,8}}[）)](?=[，。；\n]|$)"
)
# what nobody knows before a verb of saying: 易观称, 埃森哲统计了, IDC发布报告
_SPEAKS = re.compile(
    r"(?:^|[。；！？\n：:]|[①-⑳●·•■◆]|\d\. ?)\s*(?P<who>(?:(?>[A-Za-z][A-Za-z&.' -]{0,30})|[^，。；：、！？0-9A-Za-z]){1,14}?)(?:则|也|还|曾)?"
    r"(?:(?:称|(?<!句话)(?<!来)(?<!是)(?<!据)(?<!以)(?<!如)说|表示|估算|测算|估计|统计|监测|显示|表明|指出|披露|认为)"
    r"(?=[，：,:]|(?:19|20)[0-9]{2}|[0-9]{1,2}月|[同当]月|同期|截至|目前)"
    r"|(?:统计|调查|访问|调研)了|(?:发布|公布|推出)了?[^，。；0-9]{0,12}(?:报告|调查|数据|结果|白皮书|榜单)(?=[。，：]))"
)
# 该协会, 协会主席某某: the publisher quoted before; 该所另一项调查 asks other people
_FOR_IT = re.compile(
    r"(?:该|这家|这个|同一)(?:协会|机构|所|研究所|公司|中心|局|部门|智库|委员会)(?![^，。]*另)"
    r"|(?:协会|公司|机构|中心|研究所)?(?:副|联席)?(?:主席|主任|总裁|所长|局长|负责人|发言人|总监)[^，。]{0,8}$"
)
_SOME = re.compile(r"[另某各多数几一两二三四五六七八九十]+[家个]")

# 比例为20.0%（毕马威）。
_BARE = re.compile(
    r"[0-9%％人万亿][^，。；0-9]{0,8}[（(](?P<who>[A-Za-z一-鿿 ]{2,16})[）)](?=[，。；\n]|$)"
)


def informant(sentence: Sentence) -> str:
    """Return who is quoted in a Chinese sentence, if it is nobody known; else ""."""
    start, end = sentence.span.start, sentence.span.end
    text = sentence.text[start:end]
    bare = () if sentence.memory.carried.get("source") else (_BARE,)
    for pattern in (_SUBJECT, _BRACKETED, _SPEAKS, *bare):
        for found in pattern.finditer(text):
            if name := _name(sentence, found):
                return name
    return ""


def _name(sentence: Sentence, found: re.Match[str]) -> str:
    """Return the name found before a verb of saying, unless it is one that is known."""
    start, end = (sentence.span.start + place for place in found.span("who"))
    words, ending = sentence.text[start:end], found.groupdict()
    if sentence.memory.carried.get("source") and _FOR_IT.match(words):
        return ""
    if any(m.tag == "source" and m.start < end and start < m.end for m in sentence.mentions):
        return ""
    if sure := ending.get("sure"):
        return "" if words == sure and words.endswith("局") else words  # the one of its country
    if firm := ending.get("firm"):  # 新智机构, not 该机构, 两家机构
        alone = _SOME.match(words) or not strangers.rest_of(
            sentence, start, end - len(firm), least=1
        )
        return "" if alone else words
    return strangers.rest_of(sentence, start, end)

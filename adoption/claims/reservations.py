"""What keeps a number, most often of a Chinese sentence, from being a statement of fact.

Aims and forecasts reach over the commas of a sentence; a number in quotation marks may be one that
is being corrected; a threshold counts places, and an average or a sum is none of the figures.
"""

from __future__ import annotations

import re

from adoption.claims import bounds, cues, strangers
from adoption.claims.quantities import COUNT, PERCENT, SERVICES
from adoption.claims.sentences import Sentence, Subject

_PARTS = re.compile(r"[；;。！？]")
_DONE = re.compile(r"已(?:经|达|有|超|突破)?|截[至止]|实现了|达到了")
_CONDITION = re.compile(
    r"(?:明年|后年)[^，。；]{0,20}(?:会|将)|要说|假如|假设|倘若|按此|照此|以此"
    # "if counted by employment", 若与2024年底相比, 如果从App角度看: no condition
    r"|(?:如果|要是|若(?!干))(?![与和同跟])(?!单?只?从[^，。；]{1,16}(?:看|角度|来[讲说]|而言))(?![把将]?[^，。；]{0,6}(?:范围|口径|定义|标准)[^，。；]{0,4}(?:[扩放]|缩小|收窄))(?!只?[按以看算计论](?![^，。；]{0,8}(?:速|趋势|节奏|步伐))"
    r"|[把将][^，。；]{1,12}(?:计入|算[进上入在]|包括|纳入))"
)
_CORRECTS = re.compile(
    r"写成|写作|写为|误|应为|应是|更正|勘误|说法|混淆|抄错|笔误|口径|不对|有误|标题|\bwrite|\bwrong|改为|纠正|错误|谣|误传|不实|乌龙|少看|漏看|数量级|单位错"
)
_N = r"(?:just |only |about |less than |under |almost |nearly |over |more than )*[a-z0-9.-]+"
# how fast it was reached, not how many there are: "it took two months to reach 100 million"
_TOOK = re.compile(
    rf"\b(?:took|takes?|taken|needed) (?:it |them |chatgpt )?{_N} (?:day|week|month|year)s?\b"
    r"[^.;]{0,40}\bto [a-z]+ (?:its first )?$"
    r"|\bfastest[^.;]{0,60}\bto (?:reach|hit|pass|surpass|cross|top|gain|attract) $"
    r"|(?:用了?|花了?|耗[时時]|[历歷][时時])(?:不到|短短|约|近|大约)?"
    r"(?:[数數几幾]|[0-9一二两兩三四五六七八九十半]+)[个個]?(?:天|日|周|週|月|年)(?!活)[^。；0-9]{0,14}$",
    re.IGNORECASE,
)
# so long after the launch, a day that is seldom known
_WITHIN = re.compile(
    rf"\b(?:in|within) {_N} (?:days|weeks)\b[^.;0-9]{{0,50}}$"
    r"|(?:上[线線]|推出|[发發]布|问世|問世|面世|[诞誕]生|公[测測])(?:[后後]|以[来來])?[^，。；0-9]{0,4}"
    r"[0-9一二两兩三四五六七八九十]*(?:天|日|周|週|[个個]月)(?:[内內后後]|[时時][间間])[^。；0-9]{0,12}$"
    r"|(?:[数數几幾][个個]?月|[0-9一二两兩三四五六七八九十]+[天日])[内內][^，。；0-9]{0,10}$",
    re.IGNORECASE,
)
_AFTER_ITS_LAUNCH = re.compile(
    rf"[^.;0-9]{{0,40}}\b(?:within|in) {_N} (?:days|weeks|months)"
    r" (?:of|after|from|following) (?:its |the |their )?(?:public )?(?:launch|release|debut)",
    re.IGNORECASE,
)
_OPENS, _CLOSES = '“「『"', '”」』"'
_THRESHOLD = re.compile(
    r"(?:以上|以下)?的?(?:国家|经济体|地区|省份|城市)?(?:有|共|共有|达|为)(?:[0-9]+|[一二三四五六七八九十]+)(?:个|家|国)"
)
_AVERAGE = re.compile(
    r"(?:年均|平均每[年月日天周]|每年(?!至少|[使用])|每[月天日](?=[增新多涨减]))(?!活)[^，。；]{0,8}$"
    # 近7日均值
    r"|[0-9一二三四五六七八九十两][日天周](?:的|内)?(?:移动平均|滚动平均|平均|均值)[^，。；0-9]{0,6}$"
)
_SUM = re.compile(r"(?:合计|总计|共计|加起来|两项相加|相加)[^，。；]{0,6}$")
_DISTANCE = re.compile(r"(?:距离|(?<!差)距|离)(?:这一|该)?(?:目标)?[^，。；0-9]{0,6}$")
_WITHOUT = re.compile(
    r"[^，。；0-9]{0,12}(?:没有?|尚?未|从未|还没|不曾)(?:再)?(?:用|使用|接触|尝试|试)"
)
# 某头部大模型App月活突破2亿
_NOBODY = re.compile(
    r"(?<![A-Za-z])某(?![种些项一])[^，。；0-9]{0,10}?(?:App|应用|产品|模型|平台|助手|机器人|公司|厂商|大厂)",
    re.IGNORECASE,
)
# 两者相差338款, 领先幅度为2.1%
_APART = re.compile(
    r"(?:相差|只差|还差|差了|(?:领先|落后|差距)(?:的?幅度|优势)?)(?:仅|只|为|达|是|有|约|近|了)*$"
)
_ADVANTAGE = re.compile(r" ?的?(?:微弱)?(?:优势|劣势|差距)")  # 前者以2.1%的优势反超
# 可能低估中国近一半的用户, 误差约三成; 被低估的豆包 and 不可低估 tell of no error
_OFF_THE_MARK = re.compile(
    r"(?:(?<!不[可要能应容])(?<!被)(?:低估|高估)(?!的)|少算|漏算|漏掉|遗漏|漏报|多算|虚报|少计|多计|夸大|偏差|误差|水分)[^，。；：0-9]{0,14}$"
)
_PASSIVE = re.compile(r"[^，。；0-9]{0,8}(?:没有?|未|不)被")
# 已达世界人口的16.3%
_OF_PEOPLE = re.compile(
    r"(?:人口|居民|国民|民众|成年人|成人|员工|劳动力|企业)(?:总数|总量)?的(?:约|近|逾|超过?)*$"
)
_SAYS = re.compile(
    r"[^，。；（()）0-9]{0,8}?(?:表示|称|说|承认|坦言|回答|报告)(?:[，：,:]|自己|他们|她们|其|曾)*(?P<what>[^，。；0-9]*)"
)
# 三分之二的受访者坦言，公司尚未推进到规模化部署
_NOT_YET = re.compile("尚未|还未|未能|规模化|试点")
_PURPOSE = re.compile(r"(?:用于|用来|用作|拿来)(?P<what>[一-鿿A-Za-z]{2,10})")
_NEW_QUESTION = re.compile(
    r"(?:措辞|问法|题目|提问|口径|定义)[^，。；]{0,12}(?:更换|改|调整|变|不同|换)|换了问法"
)
_OF_CHANGES = re.compile("增幅|涨幅|升幅|增速|增量|降幅|增长|提升")
# 我们自己的客户里, 本公司的用户: nobody publishes them
_OWN = re.compile(
    r"我们(?:自己)?的?(?:客户|用户|读者|会员|日活|月活)|我(?:自己)?(?:的|服务的)[^，。；]{0,8}(?:客户|读者)|(?:我司|本公司|本店|本校|本院)"
)
FORECAST = "a forecast or an aim, not a figure"
OVER_PLACES = "a threshold over which places are counted"
SPAN = 60  # characters in which a quotation opens
# "Bhutan is 90th": a name right before the rank
_NAME_BEFORE = re.compile(r"(?:^|[;,.] )(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}) ?$")


def reservation(sentence: Sentence, i: int, kind: str) -> str:
    """Return why a number is no statement of fact; empty if nothing speaks against it."""
    text, quantity = sentence.text, sentence.quantities[i]
    if kind == "level" and quantity.unit == COUNT and _took_so_long(sentence, i):
        return "how long it took to reach so many, not how many there are"
    if not sentence.is_chinese:
        return ""
    left = text[sentence.left(i)[0] : quantity.start]
    right = text[quantity.end : sentence.right(i)[1]]
    if _of_the_future(sentence, quantity.start):
        return FORECAST
    if _OWN.search(text, sentence.span.start, quantity.start):
        return "of the writer's own, of whom there are no figures"
    if _NOBODY.search(left):
        return "no product is named"
    if _in_quotation(sentence, quantity.start) and _CORRECTS.search(_whole(sentence)):
        return "quoted as an error or denied"
    if kind == "level" and quantity.unit == PERCENT and _THRESHOLD.match(right):
        return OVER_PLACES
    if kind != "level" and _NEW_QUESTION.search(_whole(sentence)):
        return "the question was changed"
    if _OFF_THE_MARK.search(left):
        return "how far a figure is off, not a figure"
    if _AVERAGE.search(left):
        return "an average of changes"
    if quantity.unit in (COUNT, SERVICES) and i >= 2 and _SUM.search(left):
        return "a sum of the numbers before"
    apart = quantity.unit in (SERVICES, PERCENT) and _APART.search(left)
    if kind == "level" and (apart or _ADVANTAGE.match(right)):
        return "a distance between two, not a level"
    if _PASSIVE.match(right):
        return "about what is not done to them"
    if quantity.unit == COUNT and _WITHOUT.match(right):
        return "a count of those who do not use it"
    if quantity.unit == PERCENT and kind == "level" and _of_another(sentence, i, left):
        return "a share of another figure"
    if _DISTANCE.search(left) and quantity.unit == PERCENT:
        return "a mark that is not reached"
    says = _SAYS.match(right) if quantity.unit == PERCENT else None
    if says and (not cues.USE.search(says["what"]) or _NOT_YET.search(says["what"])):
        return "about what they say, not about use"
    purpose = _PURPOSE.match(right) if quantity.unit == PERCENT else None
    if purpose and not any(
        m.tag == "purpose" and quantity.end <= m.start < quantity.end + purpose.end()
        for m in sentence.mentions
    ):
        return f"used for {purpose.group('what')}, of which there are no figures"
    return ""


def _took_so_long(sentence: Sentence, i: int) -> bool:
    """Return whether it is said how long it took to reach a count."""
    return bool(_TOOK.search(_before(sentence, i)))


def is_reached_within(sentence: Sentence, i: int) -> bool:
    """Return whether a count is one reached within days of something, or months of the launch."""
    after = _AFTER_ITS_LAUNCH.match(sentence.text, sentence.quantities[i].end, sentence.right(i)[1])
    return bool(after or _WITHIN.search(_before(sentence, i)))


def _before(sentence: Sentence, i: int) -> str:
    """Return the text from the number before to a number, without the word that bounds it."""
    start = sentence.quantities[i - 1].end if i else sentence.span.start
    return bounds.relation(sentence.text[start : sentence.quantities[i].start], "")[1]


def unknown_rank(sentence: Sentence, position: int, subject: Subject) -> str:
    """Return why a rank is not one of places by use that are known; empty if it is."""
    if not sentence.is_chinese:
        name = _NAME_BEFORE.search(sentence.text[sentence.span.start : position])
        start = sentence.span.start + name.start("name") if name else position
        known = any(start <= m.start < position for m in sentence.mentions)
        if not name or known or name.group("name").lower() in strangers.ORDINARY:
            return ""
        return f"it is not known what is ranked: {name.group('name')}"
    product = subject.names_a_product
    if not product and subject.how.get("places") not in ("here", "each", "sentence", "carried"):
        return "no place is named"
    stops = [m.end() for m in cues.HAN_STOP.finditer(sentence.text, sentence.span.start, position)]
    start = stops[-1] if stops else sentence.span.start
    if _OF_CHANGES.search(sentence.text, start, position):
        return "a rank of changes"
    unknown = strangers.rest_of(sentence, start, position)
    return f"it is not known what is ranked: {unknown}" if unknown else ""


def _of_another(sentence: Sentence, i: int, left: str) -> bool:
    """Return whether a share is one of another place or product: 约为韩国的六成."""
    found = cues.IS_TIMES_LEFT.search(left)
    if found and _OF_PEOPLE.search(left):
        return False
    start = sentence.left(i)[0] + (found.start() if found else 0)
    return found is not None and any(
        start <= m.start < sentence.quantities[i].start and m.tag in ("place", "product")
        and m.value not in ("any-genai", "any-ai")
        for m in sentence.mentions
    )  # fmt: skip


def _whole(sentence: Sentence) -> str:
    return sentence.text[sentence.span.start : sentence.span.end]


def _of_the_future(sentence: Sentence, position: int) -> bool:
    """Return whether an aim, a forecast or a condition stands before a number in its part."""
    text, start = sentence.text, sentence.span.start
    parts = [m.end() for m in _PARTS.finditer(text, start, position)]
    start = parts[-1] if parts else start
    marks = [m.end for m in sentence.mentions if m.tag == "future" and start <= m.start < position]
    condition = _CONDITION.search(text, start, position)
    marks += [condition.end()] if condition else []
    return bool(marks) and not _DONE.search(text, max(marks), position)


def _in_quotation(sentence: Sentence, position: int) -> bool:
    before = sentence.text[max(sentence.span.start, position - SPAN) : position]
    opened = max(before.rfind(sign) for sign in _OPENS)
    return opened >= 0 and not any(sign in before[opened + 1 :] for sign in _CLOSES)

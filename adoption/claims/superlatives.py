"""Words for being first or last of a set without an ordinal: "lower than any other sector", 最低的是.

Their groups are those of `ordinals`: `lowest` counts from the end, `first` from the top. The plain
superlatives, "the highest in Europe", stand there.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

_MEMBER = r"(?:(?:EU|European|U\.?S\.?|American|surveyed) )?(?:member state|country|economy|nation|market|state|sector|industry|age group)"
_FIRST_WORD = r"higher|more|greater|larger|bigger|ahead"
_LAST_WORD = r"lower|less|fewer|smaller|behind|worse"
_TOOL = (
    r"(?:chatbots?|assistants?|apps?|tools?|AIs?|models?|brands?|products?|services?|platforms?)"
)
# "No other sector in the survey is lower", "no other country has a higher share"
NONE_BEYOND = re.compile(
    rf"\bno other {_MEMBER}(?: [a-z ]{{1,30}}?)? (?:is|was|lies|lay|ranks?|ranked|comes?|came|has|had|scored?|scores|reports?|reported|recorded|records|use[sd]?)"
    rf"(?: [a-z]+){{0,3}}? (?:(?P<first>{_FIRST_WORD}|close|(?:so|as) (?:high|many))|(?P<lowest>{_LAST_WORD}|(?:so|as) (?:low|few)))\b(?! than| often| for\b| at\b| in\b)",
    re.IGNORECASE,
)
# "9.2%, lower than any other sector", of parts; places can be excepted from it (`orders`)
BEYOND_ANY_PART = re.compile(
    rf"\b(?:(?P<first>{_FIRST_WORD})|(?P<lowest>{_LAST_WORD}))\b[^.,;:!?]{{0,40}}? than (?:that of |those of )?(?:in |for |among )?any other (?:sector|industry|age group)\b",
    re.IGNORECASE,
)
# "is the 76th-highest", where no set is named
NTH_HIGHEST = re.compile(
    r"\b(?:the |its )?(?P<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[0-9]{1,3}(?:st|nd|rd|th))[- ](?:highest|(?P<lowest>lowest))\b(?! (?:ever|on record|since|level since|increase|rise|gain|growth|paid|paying|number))",
    re.IGNORECASE,
)
# "the most used chatbot", "the second most popular AI tool"
MOST_USED = re.compile(
    rf"\b(?:the |its |by far )*(?:(?P<nth>second|third|fourth|fifth)[- ])?most[- ](?:(?:widely|commonly|frequently)[- ])?(?P<used>used|popular) (?:(?!by\b|for\b)[A-Za-z-]+ ){{0,3}}?{_TOOL}\b"
    r"(?! (?:in|by|for) (?:downloads|revenue|spending|[a-z]+ing\b))",
    re.IGNORECASE,
)
_GAIN = r"(?:increase|gain|rise|growth|jump|improvement|advance|spike|surge|leap|climb|uptick|expansion|acceleration)s?"
_LARGEST = r"(?:(?P<nth>second|third)[- ])?(?:highest|largest|biggest|greatest|strongest|fastest|steepest|sharpest|most (?:significant|impressive|pronounced|marked|dramatic|rapid|substantial|striking))"
_GROWN = r"(?:gr[eo]w|grown|rose|risen|climbed|advanced|increased|jumped|improved|gained|expanded)"
# "the largest increase on 2024 was recorded in Lithuania", "the most impressive gains were Korea's"
LARGEST_GAIN = re.compile(
    rf"\b(?:the )?{_LARGEST} (?:[a-z-]+ ){{0,2}}{_GAIN}\b[^.;:]{{0,60}}? (?:was|were|came|is|has been)(?: (?:recorded|seen|posted|made|observed|found|registered|reported))?(?: (?:in|by|from|that of|those of))? (?:the )?(?=(?-i:[A-Z]))"
    rf"|\b(?:the )?(?:(?P<nth2>second|third)[- ])?(?:biggest|largest|fastest|strongest|top)[- ](?:gainer|climber|riser|mover|grower|improver) (?:was|is) (?:the )?(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "its gain is the largest in the Gulf", "South Korea grew fastest of all"
GAIN_IS_LARGEST = re.compile(
    rf"\b{_GAIN} (?:is|was) the {_LARGEST}\b(?= (?:in|of|among) |[,.;])"
    rf"|\b{_GROWN} (?:the )?(?P<first>fastest|quickest|most)\b(?= (?:of|among) (?:all|any|the)\b| in (?:the )?(?-i:[A-Z])| worldwide|[,.;])",
    re.IGNORECASE,
)
# "Denmark registered the highest increase", "saw the sharpest jump", where no set is named
HAS_GAIN = re.compile(
    rf"\b(?:record(?:s|ed|ing)?|report(?:s|ed|ing)?|post(?:s|ed|ing)?|register(?:s|ed|ing)?|ha[sd]|show(?:s|ed|ing)?|sees?|saw|seeing|ma[dk]es?|making|achiev(?:es|ed|ing)|enjoy(?:s|ed|ing)?|experienc(?:es|ed|ing)|notch(?:es|ed|ing)?|citing|cites?|cited|with)(?: also)? (?:the|its|Europe's|the EU's|the world's|the bloc's) {_LARGEST} (?:(?!share|rate)[a-z-]+ ){{0,3}}?{_GAIN}\b(?! rates?\b)",
    re.IGNORECASE,
)
# "OpenAI's second-largest market", 仅次于美国的第二大市场; which one is, publishers say in words
MARKET = re.compile(
    r"\b(?:(?P<nth>second|third|fourth|fifth)[- ])?(?:largest|biggest) (?P<market>market|user base|audience|base of users)\b(?! (?:share|cap|for (?!the chatbot|ChatGPT|OpenAI)|in (?!the world)))|\b(?P<number>number[- ]one|top) (?P<one>market)\b",
    re.IGNORECASE,
)
HAN_MARKET = re.compile("第(?P<han>[一二三四五])大市场|最大的?(?P<market>市场)(?!份额)")
# "outside the US", 海外: of some of its markets only
SOME_MARKETS = re.compile(
    r"\b(?:outside|excluding|except|apart from|besides|overseas|foreign|emerging|developing|after the)\b|海外|境外|新兴|发展中|除[^，。]{1,8}[外以]",
    re.IGNORECASE,
)
# "the most popular assistant in offices": by some people only
NARROWED = re.compile(
    r" (?:in|at|among|amongst|for|with|on) (?!(?:all |the )*(?:[A-Z]|[0-9]|world|country|poll|survey|adults|people|respondents|users|first|second))"
)
OF_MARKETS = (MARKET, HAN_MARKET)
_HAN_MEMBER = "(?:个|大)?(?:欧盟)?(?:成员国|国家|经济体|市场|州|行业|地区|年龄段|国)"
_HAN_ANY = "(?:其他|其它|任何|所有|各|全部)+(?:的)?"
# 最低的是罗马尼亚
HAN_IS_MOST = re.compile(
    rf"最(?:(?P<first>高)|(?P<lowest>低))(?=的(?:{_HAN_MEMBER})?(?:则|仍|依然)?[是为])"
)
# 低于其他所有国家, 比任何行业都低, 没有哪个国家比它更高
HAN_BEYOND_ALL = re.compile(
    rf"(?:(?P<first>高于|超过)|(?P<lowest>低于|不及)){_HAN_ANY}{_HAN_MEMBER}(?=[，。；,（(]|$)"
    rf"|比{_HAN_ANY}{_HAN_MEMBER}(?:都|均)?(?:要|更|还)?(?:(?P<more>高|多)|(?P<less>低|少))(?=[，。；,（(]|$)"
    rf"|没有(?:任何|哪一?|一)?个?(?:其他|别的)?{_HAN_MEMBER}(?:的?[^，。；0-9]{{0,8}})?比[它其这之][^，。；0-9]{{0,4}}?[更还]?(?:(?P<higher>高)|(?P<lower>低))"
)
# 使用最多的聊天机器人, 最受欢迎的AI应用, 用户最多的AI助手
HAN_MOST_USED = re.compile(
    "(?:使用(?:率|人数|者)?最(?:多|高|广泛?)|用户(?:数|规模)?最(?:多|大)|最(?:受欢迎|常用|流行))的"
    "(?:国产|国内|生成式|原生|AI|人工智能|智能|聊天){0,3}(?P<used>应用|助手|工具|产品|聊天机器人|机器人|大模型|模型|App|APP|软件)"
)
ENGLISH = (
    NONE_BEYOND,
    BEYOND_ANY_PART,
    MOST_USED,
    LARGEST_GAIN,
    GAIN_IS_LARGEST,
    HAS_GAIN,
    NTH_HIGHEST,
    MARKET,
)
OF_GAINS = (LARGEST_GAIN, GAIN_IS_LARGEST, HAS_GAIN)
CHINESE = (HAN_IS_MOST, HAN_BEYOND_ALL, HAN_MOST_USED, HAN_MARKET)
# "the most popular tool is ChatGPT": whose rank it is stands after it
IS_WHO = re.compile(
    r"(?: (?:is|was|remains|remained) (?:still |again )?|的?(?:则|仍|依然)?[是为]|：|: )"
)


# "one of the biggest gains" is none that is told apart
_ONE_OF = re.compile(
    r"\b(?:one|some|two|several|many|most) of (?:the |its )?$|\bamong (?:the )?$", re.IGNORECASE
)
# "Doubao has replaced DeepSeek as China's most used app" is an order of the two (`orders`)
_REPLACED_AS = re.compile(r"\b(?:replac|displac|unseat|dislodg)\w+ [^,;.]{2,60} as [^,;.]{0,40}$")


def find(text: str, start: int, end: int, *, chinese: bool) -> list[re.Match[str]]:
    """Return where a text says that something is first or last of its kind, without an ordinal."""
    patterns = (*CHINESE, *ENGLISH) if chinese else ENGLISH
    return [
        m for pattern in patterns for m in pattern.finditer(text, start, end)
        if not _REPLACED_AS.search(text, start, m.start())
        and not _ONE_OF.search(text[max(start, m.start() - 20) : m.start()])
    ]  # fmt: skip

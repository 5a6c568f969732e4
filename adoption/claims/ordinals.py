"""Words for ranks, and for the places that a rank is among: "third in Europe", 居首, 升至第16位."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims import superlatives
from adoption.claims.quantities import NUMBER_WORDS, WORD_VALUES

_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINALS = (
    {word: n for n, word in enumerate(_UNITS + _TEENS, 1)}
    | {f"twenty-{word}": 20 + n for n, word in enumerate(_UNITS, 1)}
    | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "top": 1}
    | {"runner-up": 2, "runner up": 2, "runners-up": 2, "runners up": 2, "亚军": 2, "季军": 3}
)
COUNTED_FROM_THE_END = "|".join(_UNITS[1:5]) + "|2nd|3rd|4th|5th"
ORDINAL = (
    r"(?:(?:no\. ?|number |#)(?:[0-9]{1,3}|two|three|four|five)|[0-9]{1,3}(?:st|nd|rd|th)|"
    + "|".join(
        sorted(
            (word for word in _ORDINALS if word.isascii() and "runner" not in word),
            key=len,
            reverse=True,
        )
    )
    + ")"
)
_NTH = "|".join([*_UNITS[1:], *_TEENS[:3]]) + "|[0-9]{1,3}(?:st|nd|rd|th)"  # the sixth-highest
_MOVED = (
    r"(?:moved|jumped|advanced|climbed|rose|went|dropped|fell|slipped|slid)(?: up| down)?"
    rf"(?: from (?:{ORDINAL}|[0-9]{{1,3}}(?:st|nd|rd|th))(?: place| position)?)? to"
)
# "the largest share of users in Europe", and not the largest economy
_OF_A_SHARE = (
    r"(?= (?:[a-z-]+ ){0,2}(?:share|proportion|percentage|rate|use|usage|uptake|adoption)\b)"
)
_THE_PLACE = r"(?:city-state|country|state|island|kingdom|republic|nation|bloc|it)"
THE_PLACE = re.compile(rf"\b{_THE_PLACE}\b", re.IGNORECASE)
_CHANGE = r"(?:[a-z-]+ ){0,2}(?:increases?|gains?|rises?|growth|jumps?|improvements?|advances?|multiples?)\b"
# a rank of how much it grew: "the largest increase in the EU", 增幅居全球之首
OF_A_CHANGE = re.compile(
    rf"(?:(?:the|its) )?(?:[a-z]+[ -])?[a-z]{{3,8}}est {_CHANGE}", re.IGNORECASE
)
AN_AMOUNT = re.compile(r"\b(?:increase|gain|rise|jump|advance)s?\b|涨幅|增幅|升幅|提升幅度")
HAN_CHANGE = re.compile("(?:增幅|涨幅|升幅|增速|增量|提升幅度|进步)[^，。；0-9]{0,8}$")
_NAMES = rf"(?:the )?(?:(?:(?-i:[A-Z])[\w.'-]* ){{1,4}}|{_THE_PLACE} )"
_PLACES = r"(?:(?:EU|European|member|U\.?S\.?|surveyed|other|large) )*(?:economies|countries|states|nations|members|markets|places|jurisdictions)"
# where the set begins that a superlative is among: "in Europe", "of the 33 countries"
_OF_A_SET = (
    r"(?= (?:in|among|of|across|within) (?:all )?(?:(?:the|its|any|these|those) )?(?:(?-i:[A-Z])|(?:other )?(?:country|economy|state|member state)\b|world|bloc|fifty|continent|union|region|euro area"
    rf"|(?:[0-9]{{1,3}} |{NUMBER_WORDS} )?{_PLACES}\b|(?:[0-9]{{1,3}} |{NUMBER_WORDS} )(?=[a-z])|sectors?\b|industr|ages?\b|(?:age|size) (?:group|class)|groups\b)| worldwide| globally"
    r"|,? (?:after|behind|second only to) (?:the )?(?-i:[A-Z]))"
)
_COMES_LAST = "last(?:" + "|".join(
    rf"(?<=\b{verb} last)" for verb in ("is", "was", "are", "were", "come", "comes", "came", "came in",
                                        "rank", "ranks", "ranked", "finished", "placed", "stood")
) + ")"  # fmt: skip
RANK = re.compile(
    rf"\brank(?:s|ed) {_NAMES}(?:at |as |in )?(?P<direct>(?:no\. ?|number |#)?[0-9]{{1,3}}(?:st|nd|rd|th)?\b|{ORDINAL}\b)"
    rf"|\b(?:puts?|plac(?:es|ed)|leaves?|left|makes?|made|has|had) {_NAMES}(?:in |at )?(?P<put>[0-9]{{1,3}}(?:st|nd|rd|th)\b|{ORDINAL}\b)(?= (?:in|of|out of|among|worldwide|globally|place|with|after|behind|overall)\b|[,.;]| ?[(]|$)"
    rf"|\b(?:puts?|plac(?:es|ed)|keeps?|kept|leaves?|has|had) {_NAMES}(?:(?:firmly|still|again) )?at the (?:very )?(?:top|(?P<bottom>bottom|foot)) of (?:the|its) (?:[A-Za-z-]+ ){{0,4}}(?:list|table|ranking|league|index|report|chart|field)\b"
    rf"|\b(?:moves?|moved|lifts?|lifted|takes?|took|pushe[sd]) {_NAMES}(?:up |down )?from {ORDINAL} (?:place )?to (?P<moved>{ORDINAL})\b"
    rf"|(?:\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|came(?: in)?|comes(?: in)?|stands?|stood|sits|sat|finish(?:es|ed)|position(?:ed)?|{_MOVED}|is|was|are|were|in|good(?: enough)? for|enough for)\b"
    r"(?: (?:(?!near|close|almost|not|no\b)\w+ ){0,2}?)?(?: ?(?:at|in|as|only|just|the|an? (?:distant|close|strong|clear|narrow|respectable)|joint|globally|to))*"
    rf" (?P<word>{ORDINAL})\b"
    r"(?= (?:place|position|globally|worldwide|in the world|in the ranking|among|out of|and (?!foremost)|in (?:ai|the|europe|asia|terms|generative|global|adoption|[A-Z])|of|with|at|on|spot|from(?! (?:the )?(?:last|bottom|end)\b)|overall|again|now|(?:this|last) (?:half|quarter|year(?= ?[,.;]| with))|behind|after)|[,.;]| ?[(]| ?$))"
    rf"|\b(?P<bare>{ORDINAL})(?: place)? (?:out )?(?:of|among) (?:all )?(?:the |its |these |those )?(?:[0-9]{{2,3}}|{NUMBER_WORDS}) {_PLACES}\b"
    rf"|\b(?:among|in|within|into|of) the (?:world's |global |eu's )?top (?P<top>{NUMBER_WORDS}|[0-9]{{1,2}})\b(?! (?:per cent|percent|%|priorit|reasons|uses|tools|apps|products|firms|companies))"
    rf"|\b(?:the |its )?top (?P<few>{NUMBER_WORDS}|[0-9]{{1,2}})(?: (?:places|countries|economies|markets|states|nations))?(?: (?:worldwide|globally|in the world|in the list))? (?:are|were|is|was|remain|remained)(?: unchanged)?:? (?:the )?(?=(?-i:[A-Z]))"
    rf"|\b(?:rounds?|rounded|rounding|completes?|completed|completing) (?:off |out )?the top (?P<last>{NUMBER_WORDS}|[0-9]{{1,2}})\b(?! (?:per cent|percent|%))"
    r"|\b(?P<champion>(?:leads|tops|heads) (?:all|the) (?:other )?(?:sectors|industries)\b)"
    rf"|\b(?:the |its )?(?:(?P<nth>{_NTH})[ -])?(?:highest|(?:largest|biggest|greatest){_OF_A_SHARE}|(?:largest|biggest|greatest|strongest|fastest|steepest|sharpest)(?= {_CHANGE})|(?P<lowest>lowest|smallest{_OF_A_SHARE}|{_COMES_LAST}))\b(?: (?!shares|rates|figures|of|among|after|behind)[a-z-]+){{0,5}}?(?: of [a-z ]{{3,40}}?)?(?: (?:on|from|since|over) 20[0-9]{{2}})?{_OF_A_SET}",
    re.IGNORECASE,
)
HAN_DIGITS = "一二三四五六七八九十廿卅"
_HAN_VALUES = {digit: n for n, digit in enumerate("一二三四五六七八九十", 1)}
_HAN_ORDINAL = rf"第(?:[0-9]{{1,3}}|[{HAN_DIGITS}]{{1,3}})(?:位|名)?"
_HAN_AMONG = r"[:：]?(?:了|在)?(?:(?:受|被)?(?:调查|访)(?:的)?(?:国家|经济体|市场)(?:中|里|当中))?(?:全球|世界|全国|欧盟|欧洲|亚洲|东亚|东南亚|非洲|拉美|全美|其中)?(?:(?:各|所有|全部|[0-9]{1,3}个?|五十个?)(?:成员国|国家?|州|行业|经济体|地区|市场))?(?:国内|中国|行业)?(?:AI|人工智能)?(?:原生)?(?:应用|App|APP|产品|助手)?(?:日活|月活|周活|用户)*(?:榜单?|排行榜)?"
_HAN_SET = "(?:受访|受调查|调查|所有调查|被调查|所有受访)(?:的)?国家|[各所有](?:个|大)?(?:行业|产业|部门|年龄段|年龄组|国|成员国)|全球|世界|欧盟|欧洲|亚洲|东亚|非洲|拉美"
_HAN_SHARE = "比例|占比|使用率|采用率|应用率|普及率|渗透率|扩散率"
# 升至第16位, 全球第21, 居首, 位列前三, 垫底; 第三方 and 第一季度 are none
HAN_RANK = re.compile(
    rf"(?:(?:(?:排名|名次)(?:也|已|则|又|就)?(?:来到|来至|达到?|升到)|排名|位列|位居|名列|排在|排到|排|稳居|高居|跃居|列|居|(?:跃|上|飙|攀|跳)?升[至到]|[跳跃窜蹿][至到]|下?[降跌滑]落?[至到]|退[居至到]|(?:前[进進]|推进|挪|移|提[升高]|回[升落])[到至]|名次(?:为|是)?|登上|重返|夺得|问鼎|并列|保持在?|维持在?|[守保][住稳]|[拿夺]下|坐稳|稳坐|屈居|退居|斩获){_HAN_AMONG}"
    rf"|(?:全球|世界|欧盟|欧洲|亚洲|东亚|东南亚))(?P<han>{_HAN_ORDINAL}|首位|榜首)(?![个大届次期季版类种款家财轮批步方任代项部章条页者年月])"
    rf"|(?:排名|位列|位居|名列|排){_HAN_AMONG}(?P<bare>[0-9]{{1,3}})(?:位|名|(?=[，。；、）（]|$))"
    rf"|(?:居|列|位列|位居|高居|稳居|雄踞|排名|排){_HAN_AMONG}之?(?P<first>首|冠(?!军))(?:位)?(?![个次批款轮期])"
    rf"|(?:位列|位居|名列|排名|排在|跻身|进入|居|列){_HAN_AMONG}前(?P<top>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:名|位|强)?(?![年月季个周天期])"
    r"|(?P<champion>登顶)"
    r"|最(?:高|(?P<lowest_few>低))的前?(?P<few>[2-9]|10|[二两三四五六七八九十])(?:个|大)?(?:国家|经济体|成员国|市场|州)(?:和地区)?(?:分别|依次)?[为是](?!最)"
    r"|(?:排名?)?前(?P<leading>[2-9]|10|[二两三四五六七八九十])(?:名|位|大)(?:的?(?:国家|经济体|成员国|市场|州))?(?:分别|依次|则)?[为是](?!最)"
    rf"|(?:(?:在|为|是|居|列)?(?:{_HAN_SET})(?:国家|成员国|经济体)?(?:中|里|内|之中)?最(?:高|(?P<low>低))"
    rf"|(?:{_HAN_SHARE})(?:也|均|都|仍|则)?(?:为|是|居)?最(?:高|(?P<lower>低)))(?=[，。；,（(]|$)"
    rf"|(?P<grown>(?:增幅|涨幅|升幅|增速|增量|提升幅度|进步|增长|提升)(?:为|是|居)?(?:{_HAN_SET})?(?:国家|经济体|成员国)?(?:中)?最(?:大|高|快)(?!的?(?:一[年季次月个]|[0-9]|季度|年份|时期|阶段)))"
    r"|(?P<lowest>垫底|排名?最后|排在?最后|敬陪末座|倒数第一|居末位?)"
)
# groups of these patterns that count from the end
FROM_THE_END = ("lowest", "lowest_few", "low", "lower", "less", "behind", "bottom", "near_end")
# "the second highest in the EU, after Greece"
AFTER = re.compile(
    r"[^,;:.0-9]{0,60}?,? ?\b(?:after|behind)(?: only)?(?: that of| those of)? (?:the )?"
)
# 位居榜首的阿联酋, 垫底的是西弗吉尼亚, 最低的国家是
HAN_WHOSE = re.compile("的(?:(?:国家|成员国|经济体|市场|州|行业|地区)?(?:则|仍|依然)?[是为則]是?)?")
# "Germany 23rd (31.1%)", after a rank in the same sentence
NEXT_RANK = re.compile(
    rf"(?: ?\([^()]{{1,24}}\))?,? (?:in )?(?P<word>{ORDINAL})\b(?=,? ?(?:[(;,.]|with |at |and |$))",
    re.IGNORECASE,
)
# "Denmark leads", "Romania (5.2%) is last", "Finland is ahead of all EU members", "construction ranked lowest": at the place or part itself
RANK_AT_PLACE = re.compile(
    r"(?: ?\([^()]{1,24}\)|, (?:at|with) [0-9.]{1,8} ?(?:%|per ?cent)[^,;.]{0,30},)?,? (?:(?:leads|tops|heads)(?= ?[,.;]| with\b| (?:(?:the|all) )*"
    r"(?:EU|world|bloc|list|ranking|field|table|region|continent|European|Europe|Asia|Africa|Latin America|Oceania|New England|euro|G7|Nordic|Gulf|US states|states|member states|countries|sectors|industries)\b)"
    r"|is out in front(?= (?:in|among|of)\b)"
    r"|(?:is|was|ranks|ranked|comes|came|stands|stood|remains) (?:(?P<ahead>ahead of)|(?P<behind>behind))(?= (?:all|every|any|each)(?: of)?(?: the)?(?: other)? "
    r"(?:(?:EU|European|U\.?S\.?|Nordic|G7|surveyed|large) )?(?:member(?:s| states?)?|countr(?:y|ies)|states?|economy|economies|nations?)\b)"
    r"|(?:is|are|was|were|comes?|came|ranks?|ranked|remains?) (?:the )?(?:highest|(?:heaviest|keenest|most (?:eager|avid|active)) (?:users|adopters)|(?P<lowest>lowest|last|laggards?|(?:lightest|least (?:eager|active)) (?:users|adopters)))"
    r"(?= ?[,.;]|$| of (?:all|the|these|those|AI|generative|artificial)\b| among | at [0-9]))",
    re.IGNORECASE,
)
# 新加坡第二, 挪威（48.6%）第三: at the place itself, beside another rank
HAN_AT_PLACE = re.compile(
    r"(?:[（(][^（）()]{1,16}[）)])?(?:以[0-9.]{1,6}%)?(?:则|也)?(?P<han>第(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?)(?=[，。；、,;（(]|$)"
)
# 比例，卢森堡最高，为14.45%; 英国的使用率最低
HAN_EXTREME_AT_PLACE = re.compile(
    rf"的?(?:{_HAN_SHARE})?(?:则|也)?最(?:高|(?P<low>低))(?=[，。；（(]|$)"
)
# "Among European countries Norway is first": what all ranks of a sentence are among
OPENING_FIELD = re.compile(r"(?:Among|In|Inside|Within|Across|Of)\b[^,;:.]{3,60}")
# "Among Muslim-majority nations": some of all places, and which is not known
_ANY = (
    r"(?:EU|European|member|US|U\.S\.|surveyed|listed|other|all|the|these|those|its|of|[0-9]+|world|Nordic|Gulf|Asian|African|fifty|"
    + NUMBER_WORDS
    + ")"
)
SOME_OF_ALL = re.compile(
    rf"[Aa]mong (?:the )?(?:(?!{_ANY}\b)[\w'-]+ ){{1,3}}(?:nations|countries|economies|markets|states)\b|在(?:穆斯林|阿拉伯|伊斯兰|英语|新兴|发展中|发达|大型)[^，。；]{{0,8}}(?:国家|经济体|市场)(?:中|里|当中)"
)
AMONG_WHICH = re.compile(r" ?(?:in|among|of|across|within) (?:all )?(?:the )?", re.IGNORECASE)
OTHER_FIELD = re.compile(
    r"\b(?:in|of|among|across|within) (?!(?:all |any )?(?:(?:the|its|other) )?(?:first|second|third|fourth|rankings?|table|list|league|leaderboard|standings|charts?|index|report|survey|terms|year|quarter|world|countries|economies|country|economy)\b|Q[1-4]|H[12]|AI\b|[+−-]?[0-9]|generative|use|usage|adoption|young|older|users|people|adults|individuals|persons|residents|citizens|employees|workers|firms|enterprises|companies|businesses|early|late|mid|(?:[A-Z][\w-]*| *)['’]s? (?:[\w-]+ ){0,3}?(?:rankings?|table|list|figures|data|estimates|index|report|leaderboard|survey|study))"
)
# "leads the Gulf in AI readiness", 在AI投资上稳居第二: a rank of something else than use
OTHER_TOPIC = re.compile(
    r"\b(?:in|on|for|by|when it comes to|in terms of)(?: (?:the|its|their|number of|building|private))*(?: (?:AI|A\.I\.|artificial intelligence|generative AI|genAI|tech|digital)[ -])?(?: ?)"
    r"(?:readiness|preparedness|infrastructure|investments?|patents?|research|talent|innovations?|development|models?|regulation|governance|policy|skills|start-?ups|funding|chips?|compute|computing|spending|exports?|publications|papers|safety|ethics|maturity|competitiveness|hiring|patenting|building|developing|data cent(?:er|re)s|GDP|sales|revenues?|downloads)\b",
    re.IGNORECASE,
)
HAN_OTHER_TOPIC = re.compile(
    "(?:投资|专利|人才|算力|基础设施|研发|论文|创新|融资|GDP|营收|收入|下载量?)(?:数量|规模|总量|总额)?(?:上|方面|领域|排名)?[^，。；0-9]{0,8}$"
)
AMONG_PRODUCTS = re.compile(
    r"(?: place)? (?:among|of|in) (?:all |the |its |these |AI |generative |other |such )*(?:chatbots|assistants|apps|tools|AIs|models|brands|products|services)\b",
    re.IGNORECASE,
)
# what products are ranked by, if not by their users
NOT_BY_USE = re.compile(
    r"\b(?:app ?stores?|play store|google play|downloads?|downloaded|revenues?|sales|valuations?|coding|benchmarks?|traffic|visits|time spent|growth|satisfaction|quality|price|speed)\b"
    r"|商店|下载|收入|营收|估值|时长|口碑|跑分|搜索|免费榜|满意度|留存|增速|增幅|性能|价格",
    re.IGNORECASE,
)
# when it was ahead, if not at the date of the figures
NOT_NOW = re.compile(
    r"\b(?:once|formerly|previously|no longer|used to|had been|until|earlier|at first|briefly|at times|a year ago|last year)\b"
    r"|曾|一度|此前|去年|当时|原先|原本|不再|之前|过去|一直|短暂",
    re.IGNORECASE,
)
# a set of products of one country, of which a count of the world holds more
DOMESTIC = re.compile(
    r"国内|国产|中国|本土|大陆|\b(?:Chinese|domestic|home-grown|China's|Korean|Japanese|European|American)\b"
)
# where the words end that may name a set
CLAUSE_STOP = re.compile(r"[,;，。；(（]|(?<!\b[A-Z])\.(?!\w)|\bwith\b|\bat\b")
# "the 33 countries surveyed", "147 economies": all that the publisher has, if they are as many
SIZED_FIELD = re.compile(r"(?P<size>[0-9]{2,3}) places")
_SIZED = re.compile(
    rf"\b(?P<size>[0-9]{{2,3}}) {_PLACES}\b|(?P<han>[0-9]{{2,3}})个(?:国家|经济体|市场|地区)",
    re.IGNORECASE,
)
# the sets that ranks are among; what else is named as one has no list
UNLISTED_FIELD = "?"
SOME_PLACES = "some places"  # "among Muslim-majority nations"
LISTED = "those listed"  # "the highest" of a list, or of all: the words do not say
BEYOND_ALL = "beyond all"  # "ahead of every EU country": of Norway too
OF_ONE_COUNTRY = "of one country"  # a product among those of its country
OF_THE_YOUNG = "of the young"  # or of the old: a rank of people of some ages
_FIELDS = (
    (
        UNLISTED_FIELD,  # some of a set: 亚洲新兴经济体, "the large members"
        r"(?:新兴|发展中|主要|发达|[高低]收入|中等收入|较大)的?(?:经济体|国家|市场|成员国)|(?<!最)大国(?!家)"
        r"|\b(?:emerging|developing|advanced|developed|major|larger?|big|bigger|(?:low|middle|high)-income) "
        r"(?:EU |European |Asian |African |member )*(?:economies|countries|markets|members|states)\b",
    ),
    (
        "EU27",
        r"\b(?:EU|European Union|bloc|member states?)\b|\bin the [Uu]nion\b|欧盟|(?<!组织)(?<!OECD)(?<!东盟)成员国",
    ),
    ("the fifty states", r"\b(?:fifty|50) (?:US |U\.S\. )?states\b|(?:50|五十)个?州"),
    (
        "US states",
        r"\b(?:US|U\.S\.|American) states?\b|\bstates\b|\b(?:any|every|[Nn]o) (?:other )?state\b|各州",
    ),
    ("the euro area", r"\beuro (?:area|zone)\b|\beurozone\b|欧元区"),
    ("New England", r"\bNew England\b"),
    ("the Nordic countries", r"\bNordics?\b|北欧五国"),
    ("the Gulf states", r"\b(?:Gulf|GCC)\b|海湾(?:国家|六国)|海合会"),
    ("the G7", r"\bG7\b|\bGroup of Seven\b|七国集团"),
    ("East Asia", r"(?<!South)(?<!South-)(?<!South )\bEast Asia\b|(?<![东東])[东東][亚亞]"),
    (
        UNLISTED_FIELD,
        r"\b(?:South-?[Ee]ast|South|Western|Eastern|Northern|Central|Southern) (?:Asia|Europe|Africa)\b|"
        r"\bAsia[- ]Pacific\b|\b(?:(?<!United )Arab|G20|OECD|ASEAN|BRICS|Middle East|Balkans|Baltics?)\b|"
        r"\b(?:its|the|this) (?:region|class|group|category|sector)\b|东南亚|亚太|中东|北欧|地区",
    ),
    ("Europe", r"\bEurope(?:an countries)?\b|欧洲"),
    ("Asia", r"\bAsian?\b|亚洲"),
    ("Africa", r"\bAfrican?\b|非洲"),
    ("Latin America and the Caribbean", r"\bLatin America\b|拉丁美洲|拉美"),
    ("Oceania", r"\bOceania\b|大洋洲"),
    (
        UNLISTED_FIELD,
        r"\bof (?:the |these |those )?(?:two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\b(?![.,][0-9]| ?%| per|-| points)",
    ),
    (UNLISTED_FIELD, r"\bNorth America\b|\bSouth America\b|北美|南美"),
    ("world", r"\bworld(?:wide)?\b|\bglobal(?:ly)?\b|全球|世界"),
    (
        UNLISTED_FIELD,
        r"\bamong (?:the )?[a-z]+|\bof (?:the )?[0-9a-z]+ (?:large|big|rich|surveyed|listed|major)",
    ),
)
# what else can be ranked: the parts of a whole, which the publisher counts alike
_PARTS = (
    (
        "sectors",
        r"\b(?:of|among|across|in|leads|tops) (?:all |the |its |these |any )?(?:[a-z]+ )?(?:sectors|industries)\b"
        r"|\b(?:any|[Nn]o) other (?:sector|industry)\b|[各所有](?:个|大)?(?:行业|产业|部门)|分行业|行业(?:中|里|当中|来看|看)|(?:任何|其他)(?:其他)?行业",
    ),
    (
        "ages",
        r"\b(?:of|among|across|in) (?:all |the |its |these |any )?(?:age groups|ages|cohorts)\b|\b(?:any|[Nn]o) other age (?:group|band)\b|[各所有](?:个)?年龄",
    ),
    (
        "sizes",
        r"\b(?:of|among|across|in) (?:all |the |its |these |any )?size (?:classes|groups)\b|[各所有](?:类|种)?规模",
    ),
)
# "40.3%, the highest since 2024", "a record 40.3%", 创历史新高: among all earlier figures
OVER_TIME = re.compile(
    r"\b(?:the|its|their) highest(?: (?:level|share|rate|figure|reading|value|number))?(?: (?:so far|yet|ever|on record|since|in the (?:survey|series)(?:'s history)?))\b"
    r"|\b(?:a|another) (?:new )?(?:record|all-time)(?: high)?\b|(?:再?创下?|刷新)了?(?:历史|新的)*(?:新高|纪录|记录)|历史最高",
    re.IGNORECASE,
)
AT_LEVEL_AFTER = re.compile(r" ?(?:of |at )?(?:some |about )?|水平?的?")
AT_LEVEL_BEFORE = re.compile(
    r"[^,;:.!?，；。]{0,60}[,—–(，（-]? ?(?:which (?:is|was) |that (?:is|was) |and |也)?"
)
MARKETS = "markets"  # of a product, as its publisher ranks them in words
TIME = "earlier figures"
# "for the first time more than 40%", 首次突破四成; "passed 40% for the first time"
FIRST_TIME_BEFORE = re.compile(
    r"\bfor the first time,? [^,;:.!?]{0,40}$|\bfirst (?:exceed|pass|top|cross|surpass)(?:ed|es) (?:the )?$"
    r"|(?:首次|首度|第一次|头一回|首)(?:超过|突破|达到|超|破|达|站上|跨过|越过|迈过|跌破|低于)*了?$",
    re.IGNORECASE,
)
# but not "40% used it for the first time"
FIRST_TIME_AFTER = re.compile(
    r"(?: (?!us(?:e|es|ed|ing)\b|tri|try|adopt|turn|have\b|had\b)[A-Za-z0-9'-]+){0,7} for the first time\b",
    re.IGNORECASE,
)
FIRST_TIME = "the first time"
PARTS = tuple(name for name, _ in _PARTS)
_FIELD_PATTERNS = tuple((name, re.compile(words)) for name, words in (*_PARTS, *_FIELDS))


def field_of(text: str) -> str:
    """Return the set of places that words name: a region, a union, "?" for one without a list.

    Examples
    --------
    >>> field_of("third in Europe"), field_of("second in Southeast Asia"), field_of("third place")
    ('Europe', '?', '')
    """
    named = next((name for name, pattern in _FIELD_PATTERNS if pattern.search(text)), "")
    sized = _SIZED.search(text) if named in ("", UNLISTED_FIELD, "world") else None
    return f"{sized['size'] or sized['han']} places" if sized else named


_FIRST = re.compile(r" (?:leads|tops|heads|front)$| at the (?:very )?top |最[高低大快]$")


def beyond_all(match: re.Match[str]) -> str:
    """Return whether one is said to be beyond all of a set that it need not be one of."""
    named = match.groupdict()
    told = named.get("ahead") or named.get("behind") or match.re is superlatives.HAN_BEYOND_ALL
    return BEYOND_ALL if told else ""


# groups that tell of being first, from whichever end, by themselves
_ALONE = (
    "first", "champion", "lowest", "bottom", "ahead", "behind", "used", "more", "less", "higher",
    "lower", "market", "number",
)  # fmt: skip


def rank_of(match: re.Match[str]) -> int:
    """Return the rank that `RANK` found; 0 for none."""
    named = match.groupdict()
    if re.search(
        r"\b(?:high|low|larg|bigg|great|small|strong|fast|steep|sharp|heavi|keen)est\b|\bmost\b",
        match.group().lower(),
    ):
        nth = (named.get("nth") or "first").lower()
        return _ORDINALS.get(nth) or int(re.sub("[a-z]", "", nth))
    if any(named.get(name) for name in _ALONE) or _FIRST.search(match.group()):
        return 1
    if named.get("penultimate"):
        return 2
    told = ("word", "direct", "put", "moved", "han", "bare", "top", "last", "few", "leading")
    word = next((named[name] for name in told if named.get(name)), "").lower()
    if any(named.get(name) for name in ("top", "last", "few")) and word in WORD_VALUES:
        return WORD_VALUES[word]
    return 1 if word in ("首位", "榜首", "第一") else value_of(word)


def value_of(word: str) -> int:
    """Return the value of an ordinal, 0 for no ordinal.

    Examples
    --------
    >>> value_of("twenty-first"), value_of("25th"), value_of("第廿三名"), value_of("第十八")
    (21, 25, 23, 18)
    """
    if digits := re.search(r"[0-9]+", word):
        return int(digits.group())
    for short, full in (("廿", "二十"), ("卅", "三十"), ("两", "二")):
        word = word.replace(short, full)
    if han := re.search(r"[一二三四五六七八九十]+", word):
        tens, ten, ones = (_HAN_VALUES.get(part, 0) for part in han.group().rpartition("十"))
        return ones + (10 * (tens or 1) if ten else 0)
    words = word.lower()
    return _ORDINALS.get(words) or WORD_VALUES.get(words.removeprefix("number "), 0)

"""What the words around a number make of it: a change, an earlier level, a distance, a count of.

All patterns look at a short stretch before or after the number, so that reading stays linear.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims.quantities import Quantity

_UP_VERB = (
    r"(?<!make )(?<!made )(?<!making )(?<!makes )up|rose|risen|rises?|rising|grew|grown|grows?|growing|growth|increas(?:e|ed|es|ing)|"
    r"climb(?:ed|s|ing)?|jump(?:ed|s|ing)?|surg(?:e|ed|es|ing)|soar(?:ed|s|ing)?|gain(?:ed|s|ing)?|"
    r"add(?:ed|s|ing)?|expand(?:ed|s|ing)?|expansion|advanc(?:e|ed|es|ing)|improv(?:ed|es|ement)|"
    r"spik(?:e|ed)|swell(?:ed|s)?|leap(?:ed|t)?|accelerat(?:ed|ing)|uptick|boost(?:ed)?|higher|"
    r"net additions?|edg(?:ed|ing) up|ticked up|inched up|upswing"
)
_DOWN_VERB = (
    r"down|fell|fall(?:s|en|ing)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|drop(?:ped|s|ping)?|"
    r"shr[aiu]nk|shrinking|slip(?:ped|s|ping)?|los(?:t|es|ing|s)|slid|contract(?:ed|ion)|plung(?:e|ed)|"
    r"lower|dipp?(?:ed)?|tumbl(?:ed|ing)|reduc(?:ed|tion)"
)
_DOWN_WORD = re.compile(rf"(?:{_DOWN_VERB})|下降|减少|降低|回落|下滑|下跌|缩减", re.IGNORECASE)
_FILLER = (
    r"(?:\s+(?:by|of|at|was|were|is|an?|the|rate|rates?|another|further|about|around|nearly|roughly|"
    r"some|only|just|more|than|over|strongly|sharply|rapidly|steadily|slightly|again|modest(?:ly)?|"
    r"increase|percentage|came|to\s+be|on|from|year|quarter|month|earlier|ago|annually|annual|"
    r"year-on-year|year-over-year|yoy|dramatically|significantly|net|users?|adoption|in|its|"
    r"share|penetration|figure|total|(?:the\s+)?(?:same|past|previous|last)|period|six|months?|half|"
    r"since|then|rate\s+of)){0,7}\s*$"
)
_CHANGE_LEFT = re.compile(
    rf"(?<![A-Za-z-])(?:(?P<up>{_UP_VERB})|(?P<down>{_DOWN_VERB}))(?:ed)?{_FILLER}", re.IGNORECASE
)
_NO_CHANGE_LEFT = re.compile(
    r"(?:\bto|\breach(?:ed|ing)?|\bhit|\bat|\bfrom|\bis|\bwas|\bstood at|\breaching|=|->|→|\bpast|\bbeyond)\s*$",
    re.IGNORECASE,
)
# "rose above 40 percent", "fell below 10 million": a mark that was passed, not a change of so much
_CROSSED = re.compile(
    rf"(?<![A-Za-z-])(?:{_UP_VERB}|{_DOWN_VERB}|mov(?:ed|es|ing)|went|gone|goes|crept|came|broke)"
    r"(?: [a-z]+ly| back| further| again| just| well| far)* (?:above|below|under|past|beyond|through)(?: the)? ?$",
    re.IGNORECASE,
)
_CHANGE_AT = re.compile(  # not "for large firms it was higher at 30%"
    rf"(?<![A-Za-z-])(?!(?:higher|lower)\b)(?:{_UP_VERB}|{_DOWN_VERB})(?: rates?)?(?: \w+){{0,3}} (?:was|of|at|is|came in at|c[ao]mes? to|amount(?:s|ed|ing) to|equals|work(?:s|ed) out at|totall?ed|stood at|reached|hit)(?: (?:thus|therefore|hence|then|only|just))?\s*$",
    re.IGNORECASE,
)
_CHANGE_RIGHT = re.compile(
    r" ?-?(?:(?:net |annual |overall |quarterly |monthly |yearly |relative |cumulative |year-on-year |year-over-year |quarter-on-quarter |month-on-month |users? |(?:in|of) (?:users|adoption) )*"
    r"(?P<up>increase|growth|rise|jump|gain|surge|climb|uptick|expansion|leap|boost|higher than|more than (?:the )?(?=[0-9])|more than (?:a year|the previous|in the|last|(?:half a|one|two|three|six|[0-9]+) (?:years?|months?|quarters?))|more users than|growth rate|up\b)"
    r"|(?P<down>decline|decrease|drop|fall|dip|loss|lower than|less than (?:a year|the previous|in the|last)|fewer than|down\b)"
    r"|(?P<han>[人户款个]?(?:的(?:[^，。；0-9的]{1,6})?(?:增[量幅长]|[升涨]幅)|增量|升幅)(?!(?:为|达|约)?[0-9]))"  # 1.5个百分点的升幅
    r"|(?P<yoy>year[ -](?:on|over)[ -]year|yoy\b|y/y|quarter[ -](?:on|over)[ -]quarter|month[ -](?:on|over)[ -]month|annually\b|qoq\b|mom\b|from a year (?:earlier|ago)|more than a year))",
    re.IGNORECASE,
)
_HAN_CHANGE = re.compile(
    r"(?:(?P<up>增长|增加|提高|上升|提升|增幅|涨幅|上涨|攀升|扩大|增速|增长率|新增|净增|高出|高了|再加|又加|加了|多出来|多出|暴涨|上扬|走高|增|涨|升|扩张|跃升|(?<![瓦最])多)"
    r"|(?P<down>下降|减少|降低|回落|下滑|下跌|跌落|跌去|缩减|流失|降幅|跌幅|萎缩|缩水|低了|少了|走低|收窄|降|减|跌|掉|(?<![最较])低))"
    r"(?:了|约|近|超过?|逾|达到?(?!了)|为|幅度|高达|至少|将近|接近|不到|大约|率|近乎|\s|：|:){0,4}$"
)
_HAN_HIGHER = re.compile(
    r"(?:比|较|相比于?)[^，。；;]{1,24}(?:高|(?P<down>低|少))(?:了|出|约|近|超过?|逾){0,2}$"
)
_HAN_PACE = re.compile(
    r"(?:(?P<down>降幅|跌幅)|增速|增幅|增长率|涨幅)[^，。；0-9]{0,8}(?:至|到|为|达|是|在|介于)(?:了|约|近|超过?)?$"
)
_HAN_ADDED = re.compile(r"(?:新增|净增)[^，。；,;0-9]{0,16}$")
_HAN_LEVEL = re.compile(r"(?:到|至|达到了?|升至|增至|突破|达)(?:了|约|近|超过?)?$")
_HAN_YOY = re.compile(r"(?:同比|环比)(?:\+|约|达|为)?\s?$")
_BASE_LEFT = re.compile(
    r"\b(?:on|from|over) (?:the |its )?[A-Z][a-z]+'s (?:[a-z]+ )?$|"
    r"(?:\bfrom|\bcompare[ds]? (?:with|to)|\bversus|\bvs\.?|\bagainst|\bthan|\bafter|\brelative to|\bbeat(?:ing)?|由|从|自|较|(?:相较|相比|对比|比起|较)[于之]?|(?<![环同])比)"
    r"(?:\s+(?:just|only|the|a|an|about|around|some|roughly|nearly|mere|level of|figure of|rate of|base of|previous|earlier|less than|over|more than)){0,4}\s*$",
    re.IGNORECASE,
)
AND_WITH = re.compile(r"\band (?:with|to) (?:about |just |only |some )?$")
COMPARES = re.compile(r"\bcompare[ds]? (?:with|to)\b[^;.]*$")
AS_FAST = re.compile(
    r" ?(?:as (?:fast|quickly|rapidly)|the (?:pace|speed)|the rate(?! (?:of (?!growth|increase|expansion)|among|amongst|in|for|at which people|seen))|faster|(?:as )?quick(?:ly|er))|"
    r"(?:的)?(?:速度|快)", re.I,
)  # fmt: skip
ADDED = "added"  # how a multiple of what was added is counted
# 约为上年新增数的1.9倍, 是上半年增量的两倍: of a change, not of a level
_OF_THE_ADDED = re.compile(
    r"(?:(?:新增|净增|增加|增长)的?(?:用户|备案|登记|人数|款数|规模|服务|数量|数|量|额)+|(?<=[^0-9%％亿万点人])增[量幅速])的(?:约|近|逾|超过|大约)?$"
)
_GAP_LEFT = re.compile(
    r"\b(?:ahead|behind) by (?:a |about |only |just |some |over |nearly )?$|\b(?:trail(?:s|ed)?|leads?|led|beats?|lag(?:s|ged)(?: behind)?) (?:the )?(?:(?-i:[A-Z])[\w.]* ){0,3}by (?:a |about |only |just |some )?$|\b(?:lead|gap|distance|advantage|edge|margin|difference|spread|divide)(?: [\w']+){0,12}? (?:of|by|to|at|is|was|from)(?: a)? ?$|(?:差距|落差|鸿沟|领先|落后|高出|多出(?!来)|相差|只差|仅差|还差|差了)[^，。0-9]{0,8}(?<!的)$",
    re.I,
)
_GAP_RIGHT = re.compile(
    r" ?-?(?:gap|lead|advantage|margin|apart|ahead of|behind|above the|below the|above [A-Z]|below [A-Z]|higher than (?:in |the |that )?(?:[A-Z]|global|world|national|eu|european|average)|lower than (?:in |the |that )?(?:[A-Z]|global|world|national|eu|european|average)|的(?:差距|落差|鸿沟))"
)
_AHEAD_RIGHT = re.compile(
    r" ?(?:(?P<up>ahead of|above|higher than|more than)|(?P<down>behind|below|lower than|fewer than|less than))\b"
)
_HAN_AHEAD = re.compile(r"(?P<up>领先|高(?!达)|(?<!最)多(?!达))|(?P<down>落后|低|(?<![至不])少)")
_NOT_USED = re.compile(
    r"\b(?:do|does|did|have|has|had|are|is|were|was)(?: not|n't|n’t)(?: yet| ever| currently)? (?:us(?:e|ed|ing)|adopt\w*|tried|try|touch\w*)\b"
    r"|\b(?:never (?:used|tried)|without using|non-?users?|(?:do|does|did) not\b(?= ?[.,(]))|(?:未|(?<!有)没有?|不|从未|尚未)(?:使用|用过|用上|采用|接触)",
    re.I,
)
_IN_POINTS = re.compile(r"\bin (?:percentage )?points\b|\bin absolute terms\b|按百分点", re.I)
_IN_PERCENT = re.compile(
    r"\bin (?:relative|proportional) terms\b|\bin per ?cent\b|\bproportionally\b|相对(?:增速|增幅)",
    re.I,
)
# 是原来的9.7倍, 为此前的两倍: a multiple of its own earlier level
OF_BEFORE = re.compile(
    r"(?:原来|原先|先前|此前|之前|当初|当时|起初|最初|初期|以前)的(?:约|近|超过?|逾)*$"
)
IS_TIMES_LEFT = re.compile(
    r"(?:是|为|相当于|超过|达到?|不到|不足)(?:[^，。；]{1,20}的|其|它|它们|前者|后者|对方)(?:约|近|逾|超过?|大约|将近|接近)?$"
    r"|\bthe (?:former|latter)(?:'s)? [^,;.]{0,30}$"
)
COMPARES_RIGHT = re.compile(
    r" ?(?:as |that |those |the |of |what |larger|higher|lower|more|less|above|below|ahead|behind|greater|over |lead|gap|的)"
)
ARROW = re.compile(r" ?(?:\([^()]{1,24}\) ?)?(?:→|->|-->|⇒|➔|=>)")
OR_IN_PERCENT = re.compile(
    r",? \(?or (?:by |about |some |nearly |almost )*|(?:，|、|,)?(?:或|即)(?:增长|上升|下降|约)?"
)
FURTHER = re.compile(r"\b(?:another|a further) $")  # "fell 9% and another 14% in the third quarter"
RESTATED = re.compile(
    r"(?:U\.[SK]\.|[^,;.0-9]){0,24}[(（][^,;.0-9]{0,12}"
)  # "eight in ten firms (79.4 percent)"
# "used it to learn something": what for, whether a list knows it or not
USED_FOR = re.compile(
    r"\bus(?:e|es|ed|ing) (?:it|them|ai|chatgpt|gemini|copilot|generative ai|(?:the |these |such )?(?:tools?|chatbots?|technology|products?)) "
    r"(?:to|for) (?!the first|any(?:thing)?\b|in\b|at least|more than|a month|a year|over )(?P<purpose>[a-z]+)",
    re.I,
)
HAN_USED_FOR = re.compile(
    r"(?:用|拿)(?:它|其)来?(?![的们了过])[一-鿿]{2,}|(?:用于|用来|用作|拿来|(?:AI|人工智能|机器人) ?(?:来|进行(?!了)))[一-鿿]{2,}"
)
# 24%使用Gemini, 14%的人用过元宝: what stands after it is the product
HAN_USES = re.compile(
    r"(?:的?(?:[一-鿿]{0,6}(?:人|受访者|成年人|用户|网民|企业|公司|居民|员工|人口|青少年|职工)))?(?:会|在|已|曾|每天|每周|经常)?(?:付费使用|付费|使用|用|选择)过?(?:了|的是)? ?"
)
OF_THE_NEXT = re.compile(
    r" ?(?:as (?:many|much|high|large|big) as |more than |that of |those of )?(?:in |of )?"
    r"(?:the|its|their|last year's|[\w ]{1,30}'s) (?:[A-Za-z-]+ ){0,3}(?:of |by |, )?[+(]?"
)
BARE_COMPARATIVE = re.compile(r" ?(?:more|higher|(?P<down>less|fewer|lower))(?=[.,;:)]|$)")
THAT_IS_BY = re.compile(
    r"(?:\bthat is(?: to say)?|\bi\.e\.|\bor|\bmeaning|\bin other words|\bthus|\bhence),? by (?:about |nearly |almost |roughly |some )?$"
)
# "18 per cent more than the 886 million of 2024", "up 9% on August's 157.42 million"
THAN_THE_NEXT = re.compile(
    r" ?(?:(?:more|higher|greater|larger|less|lower|fewer|smaller) than |above |below |on |over )"
    r"(?:the|its|their|last year's|[\w ]{1,30}'s) (?:[A-Za-z-]+ ){0,3}(?:of |by |, )?"
)
RIGHT_AFTER = re.compile(
    r",? (?:or |that is |i\.e\. )?(?:some |about |almost |nearly |more than |over |less than |roughly )*"
)
AS_MANY = re.compile(r" as (?:many|much)(?: again)?(?=[.;,)]|$| (?:and|but)\b)")
# "less than half of the Emirates' 70.1%", "a third of the 42.0 per cent in Denmark"
PART_OF_THE_NEXT = re.compile(
    r" (?:of )?(?:the |(?:the )?[A-Z][\w ]{1,30}(?:'s|s'|’s|s’) )"
    r"(?:(?:[A-Za-z-]+ ){0,3}(?:average|mean|rate|share|level|figure) of |[a-z-]+ of )?"
)
OF_THE_LAST = re.compile(  # 18%的两倍, 1.5个百分点升幅的两倍
    r"(?:人|户|人次)?[)）]?(?:的?(?:升幅|增幅|涨幅|降幅|跌幅|增量|增长|提升))?的(?:约|近|逾|超过?|大约|将近)?"
)
# what stands before the next number in 比一年前的18%多16个百分点: by how much it is more
MORE_BY = re.compile(r"多[了出]?(?:约|近|将近|超过?|逾|大约)?")
WHOLE = re.compile(
    r"\b(?:average|overall|at all|altogether|in total|mean|as a whole|nationally)\b|平均|整体|总体",
    re.I,
)
LARGE_FIRMS = ("large", "larger", "大型")
LARGE_SIZE = (250, None)  # employees
SIZES_OF_FIRMS = (
    "micro-businesses",
    "microbusinesses",
    "micro-enterprises",
    "micro-firms",
    "小型企业",
    "中型企业",
    "微型企业",
)
YOUNG_OR_OLD = re.compile(
    r"\b(?:the )?(?:youth|young|younger|older|elderly)\b(?! (?:version|model|survey|figure|study)s?\b)"
    r"|年轻人|年轻用户|青年|老年人|老年用户|中老年",
    re.I,
)
# "Larger firms use it more: 31.4%": how large is not said
LARGE_OR_SMALL = re.compile(
    r"\b(?:large|larger|big|bigger|small|smaller|mid-?sized?|medium-sized) "
    r"(?:firms|businesses|companies|enterprises|employers|ones|peers|counterparts|rivals)\b",
    re.I,
)
NEVER = re.compile(r"\bnever\b|从未|从不|从来没|从没")
# "... as a year ago, when the figure was 20 percent"
_WHEN_IT_WAS = re.compile(
    r"\b(?:ago|earlier|before|previously|year),? when (?:[\w']+ ){1,6}"
    r"(?:was|were|stood at|had been|counted|found|recorded|measured|reported)(?: just| only| about| around)? $",
    re.I,
)
USE = re.compile(
    r"\b(?:us(?:e|es|ed|ing|age|er|ers)|utili[sz]\w*|adopt\w*|tried|try(?:ing)?|engag\w*|leverag\w*|employ(?:s|ed|ing)? (?:it|ai|gen|chat|them)|turn(?:ed|ing|s)? to|interact\w*|access\w*|rel(?:y|ies|ied|ying) on|penetration|diffusion|do so|did so|deploy\w*|pay(?:ing|s)? for|implement\w*|integrat\w*|embrac\w*|generat\w*)\b|使用|采用|引入|导入|部署|实施|应用|普及|渗透|(?:体验|尝试|试用|接触)过|用过|打交道|在用|用上|用着|会用|用(?:过|了|上)?(?:几|数|多|[一两三0-9])次|(?<![费作信占])用(?=AI|ai|它|其|生成|人工智能|大模型|聊天|Chat|Gemini|Copilot|豆包)",
    re.I,
)
# 三国均超过45%: as many places as were named last
ALL_OF_THEM = re.compile(
    r"(?<![0-9第])(?P<number>[两二三四五六七八九十]|[2-9]|1[0-9])(?:国|地|州|个(?:国家|经济体|地区|州))[^，。；：0-9]{0,8}(?:均|都|全部|皆|无一)"
)
# what stands between a name and its number in "Vietnam (26.5%)", "Kenya: 8.7", 美国的28.3%
LABEL = re.compile(
    r"(?:'s)?(?:,(?= (?:with|at|on) ))? ?(?:[(（:：–—]|的|为|是|达)? ?(?:at |with |about |only |just |约|近)?"
)
CLOSE_LABEL = re.compile(r"(?:'s)? ?[(（:：]|'s |(?:同期|当时|目前|当前)?的")
DELIMITER = re.compile(
    r"[,;:()，；：（）、。]|(?<![0-9])[—–]|[—–](?![0-9])|\b(?:while|whereas|but|although|though|compared|versus|against|and|from|than|up|down)\b|而|但"
)
# before a product or place that another is only compared with: "such as", "ahead of", 领先于
FOR_COMPARISON = re.compile(
    r"(?:such as|\blike\b|including|e\.g\.|for example|similar to|rivals?|compet(?:es|ing|itor)s?(?: with)?|ahead of|behind|unlike|hard to compare with|no match for|例如|比如|包括|诸如)[^.;:：0-9]{0,24}$"
    r"|\b(?:overt(?:ook|ak\w+)|surpass\w*|outpac\w+|outstrip\w*|eclips\w+|beat(?:s|ing)?|leads|led|trail(?:s|ed|ing)|leapfrog\w*|overhaul\w*|dethron\w+|topp(?:ed|ing)|pass(?:ed|es|ing)|(?:edg|inch|mov|pull)\w+ past|went past)(?: (?:the|that of|those of|both|even|rival))* $"
    r"|\b(?:more|less|higher|lower|fewer|larger|greater|times|points?|per ?cent|%)(?: [a-z]+){0,3}? (?:than|above|below)(?: (?:in|for|that|those|of|the|its))* $"
    r"|\b(?:highest|lowest|largest|biggest|smallest|second|third|fourth|fifth|[0-9]+th|rank\w*|place)\b[^.;0-9]{0,40}\b(?:after|only to) (?:the )?(?:[A-Z]\w+(?:, | and | or |, and ))*$"
    r"|(?:领先于?|超过了?|超越了?|反超了?|落后于?|低于|高于|逊于|赶超|压过)$",
    re.I,
)
# "a jump from 1.5 billion, which shows the demand among consumers": what is made of a number
COMMENT = re.compile(
    r"\b(?:(?:emphasi[sz]|highlight|underlin|underscor|demonstrat|reflect|signal|signif|suggest|indicat|illustrat|reinforc|cement|confirm)(?:e|es|ed|ies|ied|ing|s)?|shows?|showing|meaning|proves|proving"
    r"|a sign of|evidence (?:of|that)|driven by|fuel+ed by|thanks to)\b",
    re.I,
)
# "among firms with 250 employees it was 40 percent": what is measured was said before
SAME_MEASURE = re.compile(
    r"\b(?:the|that|this|its|their) (?:share|rate|proportion|figure|percentage|level|total|number)\b"
    r"|\b(?:it|that) (?:is|was|stood|stands|rose|fell|reached|reaches|had (?:been|grown|risen|reached)|passed|hit|topped|crossed|exceeded|came to|climbed|dropped|grew|jumped)\b"
    r"|比例|占比|这一数[字据]|该数[字据]|为$|达$",
    re.I,
)
# what was measured before, whoever was counted
SAME_FIGURE = re.compile(
    r"\b(?:that|this) (?:figure|share|proportion|number|rate|percentage)\b"
    r"|(?:这一|这个|该|此|上述)(?:数字|数据|数值|比例|比率|占比|指标|规模|人数)",
    re.I,
)
PEOPLE_NOUN = re.compile(
    r"(?:[^0-9,;，；。]{0,48}?)(?:\b(?:users?|people|persons?|netizens|adults|americans|individuals|subscribers|residents|workers|employees|students|consumers|citizens|members|humans)\b|人|用户|网民|名)",
    re.I,
)
ACCOUNT_NOUN = re.compile(
    r"(?:[^0-9,;，；。]{0,30}?)(?:\b(?:seats|accounts|registered users|sign-?ups|registrations|licen[cs]es)\b|注册用户|席位|账户|账号)",
    re.I,
)
OTHER_NOUN = re.compile(
    r" ?(?:[a-z-]+ ){0,2}?(?:times|downloads|installs|visits|visitors|messages|prompts|queries|tokens|parameters|companies|firms|businesses|jobs|hours|minutes|conversations|searches|countries|economies|images|videos|songs|developers|schools|homes|households|devices|phones|units|dollars|data|patents?|applications|papers|services|documents|words|samples|respondents|interviews|cities|robots)(?![a-z])"
    r"| ?(?:次(?![之于])|条|个|家|台|篇|件|款|项|张|部|户)",
    re.I,
)
HAN = re.compile(r"[一-鿿]")
NUMBER_OF_SERVICES = re.compile(
    r"\bnumber of (?:[\w-]+ ){0,3}(?:services|filings|entries)\b[^0-9]{0,80}"
    r"(?:from [0-9,]+ [^,;%]{0,40} to |\b(?:from|to|was|is|at|reached) )$"
)
# 435款应用在地方网信办完成登记: what is done to them stands after the number
DONE_TO_SERVICES = re.compile(
    r"[^，。；0-9]{0,30}?(?:完成|通过|获得?|取得|办理)了?(?P<what>备案|登记)"
)
# "Over 2025 as a whole 446 services were filed": those that were added
FILED_OVER = re.compile(
    r"\b(?:over|during|throughout) (?:the (?:whole )?(?:year|course of) )?(?:19|20)[0-9]{2}\b", re.I
)
# "446 were filed in 2025", "a further 530 were registered", of the services spoken of before
WERE_FILED = re.compile(
    r" (?:of (?:them|these|those) )?(?:were|was|had been|have been) (?:newly )?(?:filed|registered)\b"
)
FILED_IN_A_YEAR = re.compile(
    WERE_FILED.pattern
    + r" (?:in|during|over) (?:the (?:whole )?(?:year|course of) |all of )?(?:19|20)[0-9]{2}\b"
)
NEW_ONES = re.compile(
    r" (?:new (?:filings|entries|services)|(?:of them )?added|services (?:were|have been|had been) added)"
)
# 748款 is a count of services where filing or registration is spoken of
SERVICE_NOUN = re.compile(
    r" ?[多余]?(?:款|(?:个|项)[^，。；0-9]{0,12}(?:服务|模型|应用|产品|算法))"
    r"| (?:(?:new|more|filed|registered|generative|ai|artificial|intelligence|\(ai\)|generative[- ]ai|such|specific|other|further) ){0,5}"
    r"(?:services|entries|filings|applications|models)\b",
    re.I,
)
# 全国共备案大模型346项: what is counted stands before it
HAN_SERVICES_ARE = re.compile(
    r"(?:备案|登记|大?模型|服务|产品)(?:数量?|总数|总量)?(?:已经?|共|累计|达到?|为|约|逾|超过?|近|突破|增至|升至)*$"
)
HAN_ITEMS = re.compile(r"[多余]?[项个家](?=[，。；、（）()]|$)")
PEOPLE_OF = re.compile(
    r"(?:人口|(?<!internet )(?<!online )\bpopulation)(?:总数|总量|数)?"
    r"(?: (?:aged )?[0-9]{1,2} (?:and|or) (?:over|older))?"
    r"(?:为|约|达到?|有|[(（]|\s|\b(?:stood|stands|was|is|of|reached|at|rose|fell|to|by)\b)*$"
)
# "162.9 million were employed", "the number of employed persons averaged 161.3 million"
EMPLOYED = re.compile(r"\bemployed (?:persons|people)\b|\bemployment\b|were employed\b", re.I)
# "the gap widened by 1.5 points": no distance, but how much it changed
OF_A_DISTANCE = re.compile(
    r"\b(?:gap|distance|lead|advantage|edge|margin|difference|spread|divide)\b[^,;.0-9]{0,40}?\b(?:widen|narrow|grew|grown|gr[eo]w|shr[aiu]nk|"
    r"increas|clos|fell|fallen|rose|risen|expand)[a-z]* (?:further )?by (?:about |another |only |some |nearly )?$"
    r"|(?:差距|落差|鸿沟)[^，。；]{0,14}(?:扩大|收窄|缩小|拉大|增加|减少)(?:了|约|近)*$",
    re.I,
)
# the words of "The distance between the two has thus grown to 12.1 points", which names neither
WORD_OF_DISTANCE = re.compile(
    r"gap|distance|difference|lead|leads|led|advantage|margin|divide|spread|apart|ahead|behind|them|"
    r"widen(?:s|ed|ing)?|narrow(?:s|ed|ing)?|gr[eo]wn?|shrunk|shrank|both|stands?|stood|amounts?",
    re.IGNORECASE,
)
# what stands, beside a date, between a distance and the same one at another date
AT_ANOTHER_DATE = re.compile(
    r"(?:[,;，；(（ ]|(?:up|down|wider|narrower|widening|narrowing|than|from|compared with|against|versus|after|and|but|while|"
    r"whereas|which|it|was|is|had|been|just|only|the|in|of|for|at|by|to)\b"
    r"|扩大|收窄|缩小|拉大|当时|[而且则的为是达到至由从仅只升增降减、时了])*"
)
HAN_GAP = re.compile(r"(?:差距|落差|鸿沟)[^，。；]{0,30}$")
# before all figures: "at launch", 刚推出时
AT_FIRST = re.compile(
    r"\b(?:initially|at first|at (?:its |the )?launch|when (?:it|they) (?:was |were )?(?:first )?launched"
    r"|(?:soon|shortly|right|just) after (?:its |the )?launch|in its (?:early|first) (?:days|weeks|months?)"
    r"|in the (?:first|early) (?:days?|weeks?|months?) after (?:its |the )?(?:launch|release|debut))\b"
    r"|(?:刚刚?|初)(?:推出|上线|发布|登场|面世|问世)|(?:推出|上线|发布|问世|上線|發佈)(?:之初|初期|后?的?(?:第一|首|头)[个個]?[天日周月])|起初|最初|一开始",
    re.I,
)
HAN_TIMES_THAT_OF = re.compile(r"(?:是|为|约|相当于|不足|不到|超过|达到?|接近|近|逾)$")
# 和2025年上半年相比, 以2024年8月为基数
HAN_COUNTED_FROM = re.compile(
    r"(?:的[^，。；,;]{0,12})?(?:相比|相较|为基[数期准]|为起点|算起|起算)"
)
HAN_STOP = re.compile(r"[，；：。！？,;:]")
OUTSIDER = re.compile(
    r"\b(?:according to|per|by|from|citing|data (?:by|from)|survey (?:by|of|from)|study (?:by|from)|report (?:by|from)|poll (?:by|from)|research (?:by|from))\s+(?:a |an |the |new |recent |latest |data from |figures from |research from |estimates from )*(?P<name>(?![A-Z][a-z]+'s (?:[a-zI][\w]+ ){0,2}(?:office|institute|agency|bureau|ministry)\b)[A-Z][\w&.'-]*(?: (?:of |and |& |for )?[A-Z][\w&.'-]*){0,4})"
    r"|(?P<subject>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})(?:'s|, (?:wh(?:ose|ich)|an?|another|the) [^;,]{3,60},)? (?:survey|study|poll|report|research|index|analysis|data|estimates?|estimated|counted|said|says|found|reported|estimates|reckons|reckoned|puts(?! it\b))\b"
    r"|(?<![数证票])据(?P<han>[一-鿿A-Za-z](?:[一-鿿A-Za-z]|(?<=[A-Za-z])[ &](?=[A-Za-z])){1,15}?)(?:的|发布|统计|数据|报告|显示|测算|调查|估算|监测|《)"
    r"|(?P<anonymous>(?:另一?家|另有|某|一家|多家|其他|第三方)[^，。；、0-9]{0,8}?(?:机构|平台|媒体|券商|投行)(?=的(?:估算|数据|统计|测算|口径)|称|估算|统计|测算|认为|则称|给出)|\b(?i:who|someone|somebody|many|others|critics|analysts|experts|observers|rumou?rs?) (?:say|says|said|claims?|claimed|reckons?|thinks?|believes?|suggests?)\b|\b(?i:a|an|another|one|separate|recent|new|my|our|his|her|their)\s+(?:[\w-]+\s){0,3}(?:survey|poll|study|newsletter|questionnaire)\b|\b(?i:other|separate|worker|workforce|employee|consumer|household|industry|private|several|some|most) (?:surveys|polls|studies) (?:show|put|find|found|suggest|say|said|report|have|had|point)|(?P<office>\b(?:(?i:the|its|their)|[A-Z][a-z]+'s)\s+(?:own )?(?:national |federal |central )?(?:(?:statistical|statistics|national) (?:office|institute|agency|bureau)|(?:communications |science |ICT |digital )?ministry)\b))"
)


# the words in which a level is reported: "the survey has 78% for November", "came first with 44%"
WORD_OF_REPORT = re.compile(
    r"leads?|led|leading|follow|follows|followed|following|trails?|trailed|trailing|ranks?|ranked|tops?|topped|topping|"
    r"heads?|headed|starts?|started|starting|begins?|began|ends?|ended|opens?|opened|stands?|stood|"
    r"puts?|gives?|gave|given|shows?|showed|shown|finds?|found|sees|saw|seen|gets?|got|becomes?|became|"
    r"remains?|remained|stays?|stayed|sits?|sat|registers?|registered|records?|recorded|posts?|posted|prints?|printed|"
    r"reads?|reading|measures?|measured|estimates?|estimated|counts?|counted|asks?|asked|reports?|reported|reporting|releases?|released|"
    r"publishes|published|announced?|notes?|noted|adds?|added|says|likewise|respectively|"
    r"highest|lowest|largest|smallest|biggest|best|worst|last|next|middle|top|bottom|front|ahead|behind|"
    r"fourth|fifth|sixth|seventh|eighth|ninth|tenth|place|position|runner-up|both|each|either|neither|same|similar|"
    r"latest|newest|new|current|recent|original|originally|initial|initially|final|provisional|"
    r"revised|restated|updated|weighted|unweighted|seasonally|adjusted|comparable|corresponding|equivalent|"
    r"question|questionnaire|survey|surveys|poll|panel|index|tracker|edition|wave|release|data|results?|table|chart|supplement|series|measure|basis|estimate|"
    r"where|when|while|whereas|meanwhile|though|although|because|if|once|until|here|there|these|those|"
    r"one|five|seven|eight|nine|eleven|no|yes|its|his|her|our|your|we|you|i|he|she|can|could|may|might|must|do|does|did|"
    r"mid|early|late|beginning|outset|start|end|close|contrast|comparison|while|instead|rather|"
    r"score|scores|scored|standing|sector|sectors|industry|industries|size|class|group|groups|part|types?|kinds?|"
    r"technolog(?:y|ies)|uses?|reach(?:es|ed|ing)?|selected|any|members?|states?|references?|shares|form|forms|"
    r"doubled|larger|smaller|narrower|broader|bigger|fewer|regular|vs|pass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|fortnight|own|waves|"
    r"products?|days?|how|compares?|such|economy|economies|model|often|none|see|stud(?:y|ies)|fact|crept|edged|made|makes?|separate|"
    r"separately|functions?|asking|side|points|covers?|covered|gap|itself|fields?|surveyed|polled|inside|outside|statistics|statistical|"
    r"list|assistants?|answers?|begun|took|taken|takes|ranking|much|back|ever|lags?|lagged|catching|mainly|looks?|present|claims?|claimed|"
    r"closes|counting|sizes|ending|alike|odd|adopted|adopt|barely|together|overtak(?:es|ing)|overtook|stated|holds?|held|keeps?|kept|"
    r"official|officially|mainland|clearly|again|yearly|weeks?|ones?|thirds?|quarters?|fifths?|tenths?|"
    r"bureau|office|agency|institute|ministry|firm|firms|company|companies|country|countries|people",
    re.IGNORECASE,
)  # fmt: skip

# the words of a change that names no subject of its own: "so the share has thus tripled"
WORD_OF_CHANGE = re.compile(
    rf"(?:{_UP_VERB}|{_DOWN_VERB})|growth|change|moved?|went|gone|contrast|turn|gain|pace|jump|leap|leaping|swing|"
    r"it|its|it's|that's|that|this|they|their|which|there|same|share|rate|number|figure|count|total|proportion|percentage|"
    r"level|levels|base|audience|customers|subscribers|members|use|usage|uptake|adoption|penetration|users?|"
    r"according|paid|monthly|weekly|daily|active|national|global|so|thus|then|hence|therefore|meaning|making|i\.?e|put|differently|other|words|told|altogether|all|"
    r"overall|still|now|already|even|even|indeed|yet|but|and|or|as|too|also|alone|just|only|"
    r"mere|full|good|some|about|around|nearly|almost|roughly|approximately|more|less|than|at|least|most|"
    r"well|far|over|under|above|below|close|not|quite|further|another|again|a|an|the|of|by|to|in|on|for|"
    r"with|within|among|amongst|from|since|between|during|after|before|through|until|across|up|down|"
    r"is|was|were|are|has|have|had|been|be|being|came|comes|come|amounts?|amounted|equals?|represents?|"
    r"represented|means|meant|works?|out|corresponds?|s|year|years|month|months|quarter|quarters|half|"
    r"week|weeks|annual|annually|yearly|quarterly|monthly|period|span|time|space|course|single|"
    r"earlier|later|ago|past|last|previous|preceding|first|second|third|two|three|four|five|six|ten|twelve|"
    r"relative|absolute|terms|compared|against|versus|per|cent|percent|fast|faster|sharply|steadily|"
    r"strongly|slightly|modestly|dramatically|who|say|said|says|today",
    re.IGNORECASE,
)


# "Users who pay: about 40 million": what may stand between a label and its number
HEDGES = re.compile(
    r"(?: |about|around|some|roughly|nearly|almost|over|more than|an estimated|at least|just|only|约|近|超过|超|逾|大约|至少)*"
)
# "use rose from 18 to 34 percent year on year"
_FROM_TO = re.compile(r"\bfrom [0-9.]+ ?(?:%|per ?cent|million|billion)? to $", re.IGNORECASE)
# "Growth: 12%", "Increase over the end of 2024: 141.7 percent"
_GROWTH_LABEL = re.compile(
    r"(?:^|[\n*•·-] ?|[.,] )(?:(?:yearly|annual|year-on-year|net) )?(?:growth|increase|rise|change|gain|(?P<down>decrease|decline|fall|drop))"
    r"(?: (?:since|from|over|on|in|against|vs|compared|year)\b[^:;!?\n]{0,50})?: ?\+?$",
    re.I,
)
# "Chile's growth since the first half of 2025 is 20 percent"
_GROWTH_IS = re.compile(
    r"\b(?:growth|increase|rise)(?: (?:since|from|over|on|in) [^,;.%]{3,50})? (?:is|was) $"
)


def direction(quantity: Quantity, left: str, right: str) -> int:
    """Return 1 or -1 if the number is a change upwards or downwards, 0 if it is a level.

    Examples
    --------
    >>> from adoption.claims.quantities import find_quantities
    >>> number, = find_quantities("42.8%", [])
    >>> direction(number, "rose by ", ""), direction(number, "rose to ", ""), direction(number, "同比下降", "")
    (1, 0, -1)
    """
    if quantity.sign:
        return quantity.sign
    for pattern in (_HAN_PACE, _HAN_CHANGE, _HAN_HIGHER, _CHANGE_AT):
        found = pattern.search(left[-70:])
        if found:
            return -1 if found.groupdict().get("down") or _DOWN_WORD.match(found.group()) else 1
    if _HAN_YOY.search(left[-8:]) or _HAN_ADDED.search(left[-22:]):
        return 1
    if labelled := _GROWTH_LABEL.search(left[-80:]):
        return -1 if labelled.group("down") else 1
    if _GROWTH_IS.search(left[-70:]):
        return 1
    told = _WHEN_IT_WAS.search(left[-80:])  # "than the year before, when the agency counted 36%"
    if not (told or _NO_CHANGE_LEFT.search(left[-24:]) or _HAN_LEVEL.search(left[-8:])):
        found = _CHANGE_LEFT.search(left[-110:])
        if found:
            return -1 if found.group("down") else 1
    found = _CHANGE_RIGHT.match(right)
    if found and not (found.group("yoy") and _FROM_TO.search(left[-60:])):
        return -1 if found.group("down") else 1
    return 0


def crosses(left: str) -> bool:
    """Return whether a number is a mark that was passed: "rose above", "fell below".

    Examples
    --------
    >>> crosses("The share rose above "), crosses("The share rose by more than ")
    (True, False)
    """
    return bool(_CROSSED.search(left[-60:]))


def measure_of(left: str, around: str) -> str:
    """Return how a multiple of changes is counted, if the words before or around it say so.

    In points, in percent of the base, or as one of what was added before.

    Examples
    --------
    >>> measure_of("", "twice as fast in percentage points"), measure_of("", "twice")
    ('points', '')
    >>> measure_of("约为上年新增数的", "")
    'added'
    """
    if is_of_the_added(left):
        return ADDED
    if _IN_POINTS.search(around):
        return "points"
    return "percent" if _IN_PERCENT.search(around) else ""


def is_of_the_added(left: str) -> bool:
    """Return whether a multiple is one of what was added before: 约为上年新增数的1.9倍."""
    return bool(_OF_THE_ADDED.search(left[-30:]))


def is_negated(left: str, right: str) -> bool:
    """Return whether a share is of those who do not use something."""
    return bool(_NOT_USED.search(left[-80:]) or _NOT_USED.search(right[:80]))


def is_gap(left: str, right: str) -> bool:
    """Return whether points measure a distance between two places, not a change."""
    return bool(_GAP_LEFT.search(left[-110:]) or _GAP_RIGHT.match(right))


def side(left: str, right: str) -> int:
    """Return 1 if a distance is said to be ahead of another, -1 if behind it, 0 if neither.

    Examples
    --------
    >>> side("比新加坡高", ""), side("落后美国", ""), side("两国相差", ""), side("was ", " behind France")
    (1, -1, 0, -1)
    """
    found = _AHEAD_RIGHT.match(right)
    if not found:
        *_, found = (None, *_HAN_AHEAD.finditer(HAN_STOP.split(left)[-1]))
    return 0 if not found else 1 if found.group("up") else -1


def is_earlier_level(left: str) -> bool:
    """Return whether a number is what another is compared with: "from", "compared with", 由."""
    return bool(_BASE_LEFT.search(left[-60:]) or _WHEN_IT_WAS.search(left[-80:]))

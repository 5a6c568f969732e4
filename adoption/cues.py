"""What the words around a number make of it: a bound, a change, an earlier level, a rank.

All patterns look at a short stretch before or after the number, so that reading stays linear.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from decimal import Decimal

from adoption.quantities import NUMBER_WORDS, PERCENT, TIMES, WORD_VALUES, Quantity
from adoption.rates import INFINITY, Interval

# what a word lets a stated number v stand for
ABOUT_SHARE = Decimal("0.07")  # "about 60 percent": 55.8 to 64.2
PRECISE_DIGITS = 3  # "some 602 million" is not rounded further
ROUNDED_OFF = Decimal("0.02")  # "under 100 million" is not said of 101.5, however round it is
NEARLY_FROM = Decimal("0.90")  # "nearly 60 percent": 54 to 60
JUST_OVER_TO = Decimal("1.10")  # "just over 40 percent": 40 to 44
VERB_FROM, VERB_ABOVE = Decimal("0.925"), Decimal("0.5")  # "doubled": 1.85 to 2.5 times

_RELATIONS_LEFT = (
    ("nearly", r"nearly|almost|close to|just under|just shy of|approaching|approached|not quite|"
     r"(?:a )?(?:little|slightly) (?:less than|under|below)|shy of|将近|接近|逼近|临近|近"),
    ("just over", r"just over|just above|just more than|slightly (?:more than|over|above|higher than)|"
     r"a (?:little|bit|touch) (?:more than|over|above)|略超过?|略高于|刚超过"),
    ("over", r"(?:well |far |much |now )?(?:more than|over|above|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|"
     r"topp(?:ed|ing)|tops|passed|passing|crossed|crossing|greater than|higher than|in excess of|"
     r"upwards? of|north of|beyond|broke(?: through)?|breaking)(?: the)?(?: (?:mark|threshold) of)?|"
     r"超过了?|超出|超|逾|突破了?|高于|多于|大于|跨过|冲破|破"),
    ("at least", r"at least|no (?:fewer|less) than|not less than|a minimum of|minimum|至少|不低于|不少于"),
    ("under", r"less than|fewer than|under|below|lower than|short of|不到|不足|低于|少于|未到"),
    ("at most", r"at most|no more than|not more than|up to|a maximum of|as (?:many|much|high) as|"
     r"最多|至多|不超过"),
    ("about", r"about|around|roughly|approximately|some|an estimated|estimated(?: at)?|circa|ca\.|"
     r"~|≈|approx\.?|or about|约占[^，。；0-9]{1,14}的|大约|大概|约为|约|差不多"),
)  # fmt: skip
_RELATION_LEFT = tuple(
    (
        name,
        re.compile(
            rf"(?:(?<![A-Za-z])|(?<=[一-鿿]))(?:{words})(?: (?:a|an|the|some|about|by))?(?:了|为)? ?$",
            re.I,
        ),
    )
    for name, words in _RELATIONS_LEFT
)
# "more than the 17.2% of those with five to nine": another number, no bound of this one
_THAN_THE = re.compile(r"(?:than|above|below|over|under) the ?$", re.IGNORECASE)
_MARK = re.compile(r" ?(?:mark|threshold|line|level|milestone)\b")
_RELATION_RIGHT = (
    ("over", re.compile(r" ?(?:\+|plus\b|多(?!于|数|个)|余(?!额)|有余)")),
    ("at least", re.compile(r" ?(?:or more|or higher|or above|and above|and up|及?以上)")),
    ("about", re.compile(r" ?(?:or so|左右|上下)")),
    ("under", re.compile(r"的?[人用户]{0,2}都?(?:不到|不足|没到)")),
    ("at most", re.compile(r" ?(?:or less|or fewer|or below|以下|以内)")),
)
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
_CHANGE_AT = re.compile(
    rf"(?<![A-Za-z-])(?:{_UP_VERB}|{_DOWN_VERB})(?: rates?)?(?: \w+){{0,3}} (?:was|of|at|is|came in at|c[ao]mes? to|amount(?:s|ed|ing) to|equals|work(?:s|ed) out at|totall?ed|stood at|reached|hit)(?: (?:thus|therefore|hence|then|only|just))?\s*$",
    re.IGNORECASE,
)
_CHANGE_RIGHT = re.compile(
    r" ?-?(?:(?:net |annual |overall |quarterly |monthly |yearly |relative |cumulative |year-on-year |year-over-year |quarter-on-quarter |month-on-month |users? |(?:in|of) (?:users|adoption) )*"
    r"(?P<up>increase|growth|rise|jump|gain|surge|climb|uptick|expansion|leap|boost|higher than|more than (?:the )?(?=[0-9])|more than (?:a year|the previous|in the|last|(?:half a|one|two|three|six|[0-9]+) (?:years?|months?|quarters?))|more users than|growth rate|up\b)"
    r"|(?P<down>decline|decrease|drop|fall|dip|loss|lower than|less than (?:a year|the previous|in the|last)|fewer than|down\b)"
    r"|(?P<yoy>year[ -](?:on|over)[ -]year|yoy\b|y/y|quarter[ -](?:on|over)[ -]quarter|month[ -](?:on|over)[ -]month|annually\b|qoq\b|mom\b|from a year (?:earlier|ago)|more than a year))",
    re.IGNORECASE,
)
_HAN_CHANGE = re.compile(
    r"(?:(?P<up>增长|增加|提高|上升|提升|增幅|涨幅|上涨|攀升|扩大|增速|增长率|新增|净增|高出|高了|再加|又加|加了|多出来|多出|暴涨|上扬|走高|增|涨|升|扩张|跃升|(?<![瓦最])多)"
    r"|(?P<down>下降|减少|降低|回落|下滑|下跌|跌落|缩减|流失|降幅|跌幅|萎缩|缩水|低了|少了|走低|收窄|降|减|跌|掉|(?<![最较])低))"
    r"(?:了|约|近|超过?|逾|达到?(?!了)|为|幅度|高达|至少|将近|接近|不到|大约|率|近乎|\s|：|:){0,4}$"
)
_HAN_HIGHER = re.compile(
    r"(?:比|较|相比)[^，。；;]{1,24}(?:高|(?P<down>低|少))(?:了|出|约|近|超过?|逾){0,2}$"
)
_HAN_PACE = re.compile(
    r"(?:(?P<down>降幅|跌幅)|增速|增幅|增长率|涨幅)[^，。；0-9]{0,8}(?:至|到|为|达|是|在|介于)(?:了|约|近|超过?)?$"
)
_HAN_ADDED = re.compile(r"(?:新增|净增)[^，。；,;0-9]{0,16}$")
_HAN_LEVEL = re.compile(r"(?:到|至|达到了?|升至|增至|突破|达)(?:了|约|近|超过?)?$")
_HAN_YOY = re.compile(r"(?:同比|环比)(?:\+|约|达|为)?\s?$")
_BASE_LEFT = re.compile(
    r"\b(?:on|from|over) (?:the |its )?[A-Z][a-z]+'s (?:[a-z]+ )?$|"
    r"(?:\bfrom|\bcompared (?:with|to)|\bversus|\bvs\.?|\bagainst|\bthan|\bafter|\brelative to|\bbeat(?:ing)?|由|从|自|较|(?<![环同])比)"
    r"(?:\s+(?:just|only|the|a|an|about|around|some|roughly|nearly|mere|level of|figure of|rate of|base of|previous|earlier|less than|over|more than)){0,4}\s*$",
    re.IGNORECASE,
)
AS_FAST = re.compile(
    r" ?(?:as (?:fast|quickly|rapidly)|the (?:pace|speed)|the rate(?! (?:of (?!growth|increase|expansion)|among|amongst|in|for|at which people|seen))|faster|(?:as )?quick(?:ly|er))|"
    r"(?:的)?(?:速度|快)", re.I,
)  # fmt: skip
_GAP_LEFT = re.compile(
    r"\b(?:ahead|behind) by (?:a |about |only |just |some |over |nearly )?$|\b(?:trail(?:s|ed)?|leads?|led|beats?|lag(?:s|ged)(?: behind)?) (?:the )?(?:(?-i:[A-Z])[\w.]* ){1,3}by (?:a |about |only |just |some )?$|\b(?:lead|gap|advantage|edge|margin|difference|spread|divide)(?: [\w']+){0,12}? (?:of|by|to|at|is|was)(?: a)? ?$|(?:差距|领先|落后|高出|多出(?!来)|相差|只差|仅差|还差|差了)[^，。0-9]{0,8}$",
    re.I,
)
_GAP_RIGHT = re.compile(
    r" ?-?(?:gap|lead|advantage|margin|ahead of|behind|above the|below the|above [A-Z]|below [A-Z]|higher than (?:in |the |that )?(?:[A-Z]|global|world|national|eu|european|average)|lower than (?:in |the |that )?(?:[A-Z]|global|world|national|eu|european|average)|的差距)"
)
_AHEAD_RIGHT = re.compile(
    r" ?(?:(?P<up>ahead of|above|higher than|more than)|(?P<down>behind|below|lower than|fewer than|less than))\b"
)
_HAN_AHEAD = re.compile(r"(?P<up>领先|高(?!达)|(?<!最)多(?!达))|(?P<down>落后|低|(?<![至不])少)")
_NOT_USED = re.compile(
    r"\b(?:do|does|did|have|has|had|are|is|were|was)(?: not|n't|n’t)(?: yet| ever| currently)? (?:us(?:e|ed|ing)|adopt\w*|tried|try|touch\w*)\b"
    r"|\b(?:never (?:used|tried)|without using|non-?users?|(?:do|does|did) not\b(?= ?[.,(]))|(?:未|没有?|不|从未|尚未)(?:使用|用过|用上|采用|接触)",
    re.I,
)
_IN_POINTS = re.compile(r"\bin (?:percentage )?points\b|\bin absolute terms\b|按百分点", re.I)
_IN_PERCENT = re.compile(
    r"\bin (?:relative|proportional) terms\b|\bin per ?cent\b|\bproportionally\b|相对(?:增速|增幅)",
    re.I,
)
IS_TIMES_LEFT = re.compile(
    r"(?:是|为|相当于|超过|达到?|不到|不足)[^，。；]{1,20}的(?:约|近|逾|超过?|大约)?$"
)
COMPARES_RIGHT = re.compile(
    r" ?(?:as |that |those |the |of |what |larger|higher|lower|more|less|above|below|ahead|behind|greater|over |lead|gap|的)"
)
ARROW = re.compile(r" ?(?:\([^()]{1,24}\) ?)?(?:→|->|-->|⇒|➔|=>)")
# "It now stands at 22.5%": what a sentence speaks of was named before
GOES_ON_WITH_IT = re.compile(r"(?:(?:And|But|So|Yet|Still|Now|Then),? )?(?:It|Its|They|Their)\b")
AMONG = re.compile(r"\b[Aa]mong(?:st)? (?:the |those |all )?(?P<np>[^,;:.()，。0-9%]{1,60})")
THE_SHARE = re.compile(r"\b(?:the|a|an) (?:share|rate|figure|proportion|percentage|level|number)\b")
MEASURED = re.compile(
    r"\b(?:it|that|this|those|they|share|rate|figure|proportion|percentage|level|number|total|average)\b",
    re.I,
)
IS_OR_HAS = re.compile(r"\b(?:is|are|was|were|has|had|stands|stood|remains|remained)\b")
FURTHER = re.compile(r"\b(?:another|a further) $")  # "fell 9% and another 14% in the third quarter"
# "from 30.7% to 37.1%, that is by 21%": a change whose verb stands far before it
BY_ALONE = re.compile(r"[,;(] ?(?:that is|i\.e\.|or|so|namely|meaning)(?: to say)?,? by $")
# "the mean of the 37 members is 28 percent": of all of them, not of the one spoken of before
MEAN_OF = re.compile(
    r"\b(?:mean|average|median)\b[^,;.]{0,30}\b(?:of|for|across|among|in) [^,;.]{0,40}"
    r"\b(?:members|countries|economies|markets|states|places)\b[^,;.]{0,12}$"
)
# "Of the teens who use chatbots, 54 percent": the users, not the teens
OF_THOSE_WHO_USE = re.compile(
    r"\b(?:[Oo]f|[Aa]mong) (?:the |those |these |all )?(?:[a-z-]+ ){0,3}who (?:already |currently |have )?(?:use|used|tried)\b[^,;.0-9]{0,40},? $"
)
# "12 million of those accounts": a part of those counted before
A_PART_OF = re.compile(r" of (?:those|these|them|its|their)\b")
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
    r"(?:用|拿)(?:它|其)来?(?![的们了过])[一-鿿]{2,}|(?:用于|用来|用作|拿来|(?:AI|人工智能|机器人) ?(?:来|进行))[一-鿿]{2,}"
)
TOLD_BY = re.compile(
    r"\b(?:found|finds|shows?|showed|said|says|reports?|reported|estimates?|estimated|suggests?|indicates?|revealed|concluded|declared|declares|announced|announces|disclosed|confirmed|stated|claimed|claims)(?: that)?\b"
)
AT_A_DATE = re.compile(
    r" ?(?:users |people |adults )?[(（]?(?:in |by |at |on |as of |during |for )?(?:the )?"
)
# between "more than" and the date a change is counted from
TO_A_DATE = re.compile(
    r" ?(?:it (?:was|had been) |they (?:were|had been) |its (?:level|share|rate) |(?:the|that|those) (?:level|share|rate|figure|number|ones?) )?"
    r"(?:(?:of|in|at|by|during|on|for|as of|back in) )*(?:the (?:same|previous) )?(?:the )?"
)
# "Pew's 23 percent is from February 2024": its date, no base
DATED_FROM = re.compile(r"\b(?:is|are|was|were|dates?|dated|stems?|comes?|taken)(?: back)? from\b")
DATES_FROM = re.compile(rf"{DATED_FROM.pattern} (?:the |early |late |mid[- ])*[A-Z0-9][^,;.]*$")
DATE_LABEL = re.compile(r" ?(?:[:：,，]|的|为|是|达|it was|was|at)? ?")
OTHER_FIELD = re.compile(
    r"\b(?:in|of|among|across|within) (?!(?:the )?(?:first|second|third|fourth|ranking|table|list|terms|year|quarter|world)\b|Q[1-4]|H[12]|AI\b|[0-9]|generative|use|usage|adoption|early|late|mid|[A-Z][\w-]*'s? (?:ranking|table|list|figures|data|estimates|index|report))"
)
OF_THE = re.compile(r" of (?:the |all |its |their )?")
OF_A_NUMBER = re.compile(r" of (?:(?!and |or )[a-z']+ ){0,4}")
OF_A_NAME = re.compile(
    r" (?:[a-z]+ ){0,3}(?:of|on|for) (?P<name>[A-Z][\w&-]*(?: (?:and|or|&) [A-Z][\w&-]*)?)"
)
OF_THE_NEXT = re.compile(
    r" ?(?:as (?:many|much|high|large|big) as |more than |that of |those of )?(?:in |of )?"
    r"(?:the|its|their|last year's|[\w ]{1,30}'s) (?:[A-Za-z-]+ ){0,3}(?:of |by |, )?[+(]?"
)
# "twice as likely to persist", "twice as numerous as approvals"
AS_OTHERS = re.compile(
    r" as (?!many|much|high|large|big|often|fast|quickly|rapidly|common|widespread|popular|frequent|great|likely|it|the|of|in|at)[a-z]+"
    r"| as likely to (?!us|adopt|have|do|turn|try|be us|rely|pay)[a-z]+"
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
OF_THE_LAST = re.compile(r"(?:人|户|人次)?的(?:约|近|逾|超过?|大约|将近)?")
WHOLE = re.compile(
    r"\b(?:average|overall|at all|altogether|in total|mean|as a whole|nationally)\b|平均|整体|总体",
    re.I,
)
# 首版仅50.6%: a figure as it stood before it was revised
EDITION = re.compile(r"首版|初版|初值|首次公布|原先公布|修订前|重述前|旧值")
# DeepSeek之后: a product named for what happened
AS_EVENT = re.compile(r"(?:之后|以来|以后|热潮|效应|时刻|带动|冲击)")
NOW = re.compile(
    r"\b(?:now|currently|today|at present|to date|so far|these days|nowadays|later|since then|"
    r"(?:this|last|next) (?:year|month|week|quarter|fall|spring|summer|winter|autumn))\b"
    r"|目前|如今|现在|当前|节后|春节|迄今|今年|本月|此后",
    re.I,
)
YOUNG_OR_OLD = re.compile(
    r"\b(?:the )?(?:youth|young|younger|older|elderly)\b(?! (?:version|model|survey|figure|study)s?\b)"
    r"|年轻人|年轻用户|青年|老年人|老年用户|中老年",
    re.I,
)
NEVER = re.compile(r"\bnever\b|从未|从不|从来没|从没")
# "... as a year ago, when the figure was 20 percent"
_WHEN_IT_WAS = re.compile(
    r"\b(?:ago|earlier|before|previously|year),? when (?:[\w']+ ){1,6}"
    r"(?:was|were|stood at|had been)(?: just| only| about| around)? $",
    re.I,
)
# before all figures: "at launch", 刚推出时
AT_FIRST = re.compile(
    r"\b(?:initially|at first|at (?:its |the )?launch|when (?:it|they) (?:was |were )?(?:first )?launched"
    r"|(?:soon|shortly|right|just) after (?:its |the )?launch|in its (?:early|first) (?:days|weeks))\b"
    r"|(?:刚刚?|初)(?:推出|上线|发布|登场|面世|问世)|(?:推出|上线|发布|问世)(?:之初|初期)|起初|最初|一开始",
    re.I,
)
# "expected to double", not "rose to double the figure of 2024", nor "managed to double"
TO_MULTIPLY = re.compile(
    r"(?<!managed )(?<!helped )(?<!enough )(?<!continued )(?<!able )(?<!on )"
    r"\bto (?:(?:nearly|almost|about|roughly|more than|at least) )*"
    r"(?:double|triple|treble|quadruple|quintuple|halve)(?= ?(?:[^A-Za-z ]|$)|"
    r" (?!the\b|that\b|what\b|those\b|last\b|as\b))",
    re.I,
)
USE = re.compile(
    r"\b(?:us(?:e|es|ed|ing|age|er|ers)|utili[sz]\w*|adopt\w*|tried|try(?:ing)?|engag\w*|leverag\w*|employ(?:s|ed|ing)? (?:it|ai|gen|chat|them)|turn(?:ed|ing|s)? to|interact\w*|access\w*|rel(?:y|ies|ied|ying) on|penetration|diffusion|do so|did so|deploy\w*|pay(?:ing|s)? for|implement\w*|integrat\w*|embrac\w*|generat\w*)\b|使用|采用|应用|普及|渗透|用过|在用|用上|用着|会用|(?<![费作信占])用(?=AI|ai|它|其|生成|人工智能|大模型|聊天|Chat|Gemini|Copilot|豆包)",
    re.I,
)
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
)
_ORDINAL = (
    r"(?:(?:no\. ?|number |#)[0-9]{1,3}|[0-9]{1,3}(?:st|nd|rd|th)|"
    + "|".join(sorted(_ORDINALS, key=len, reverse=True))
    + ")"
)
_MOVED = (
    r"(?:moved|jumped|advanced|climbed|rose|went|dropped|fell|slipped|slid)(?: up| down)?"
    rf"(?: from (?:{_ORDINAL}|[0-9]{{1,3}}(?:st|nd|rd|th))(?: place| position)?)? to"
)
# "the largest share of users in Europe", and not the largest economy
_OF_A_SHARE = (
    r"(?= (?:[a-z-]+ ){0,2}(?:share|proportion|percentage|rate|use|usage|uptake|adoption)\b)"
)
RANK = re.compile(
    rf"\brank(?:s|ed) (?:the )?(?:(?-i:[A-Z])[\w.'-]* ){{1,4}}(?:at |as |in )?(?P<direct>(?:no\. ?|number |#)?[0-9]{{1,3}}(?:st|nd|rd|th)?\b|{_ORDINAL}\b)"
    rf"|\b(?:puts?|plac(?:es|ed)|has|had) (?:the )?(?:(?-i:[A-Z])[\w.'-]* ){{1,4}}(?:in |at )?(?P<put>[0-9]{{1,3}}(?:st|nd|rd|th)\b|{_ORDINAL}\b)(?= (?:in|of|out of|among|worldwide|globally|place)\b)"
    rf"|(?:\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|came(?: in)?|comes(?: in)?|stands?|stood|sits|sat|finish(?:es|ed)|position(?:ed)?|{_MOVED}|is|was|in)\b"
    r"(?: (?:\w+ ){0,2}?)?(?: ?(?:at|in|as|only|just|the|globally|to))*"
    rf" (?P<word>{_ORDINAL})\b"
    r"(?= (?:place|position|globally|worldwide|in the world|in the ranking|among|out of|and (?!foremost)|in (?:ai|the|europe|asia|terms|generative|global|adoption|[A-Z])|of|with|at|on|spot|from)|[,.;]| ?[(]| ?$))"
    rf"|\b(?:among|in|within|into|of) the (?:world's |global |eu's )?top (?P<top>{NUMBER_WORDS}|[0-9]{{1,2}})\b(?! (?:per cent|percent|%|priorit|reasons|uses|tools|apps|products|firms|companies))"
    rf"|\b(?:the |its )?(?:(?P<nth>second|third|fourth|fifth)[ -])?(?:highest|(?:largest|biggest|greatest){_OF_A_SHARE}|(?P<lowest>lowest|smallest{_OF_A_SHARE}))\b(?: (?!shares|rates|figures|of)[a-z-]+){{0,5}}(?: of [a-z ]{{3,40}}?)?(?= (?:in|among|of|across|within) (?:the )?(?:(?-i:[A-Z])|world|bloc|fifty|50|continent|union)| worldwide| globally)",
    re.IGNORECASE,
)
BASE_LEVEL_BEFORE = re.compile(
    r"\b(?:up|down) from (?:about |around |some |just )?[0-9][0-9.,]*(?: ?%| per ?cent| million| billion)?"
    r" (?:in|at|on|during|for) (?:the )?$",
    re.IGNORECASE,
)
AMONG_WHICH = re.compile(r" ?(?:in|among|of|across|within) (?:all )?(?:the )?", re.IGNORECASE)
_HAN_ORDINAL = r"第(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?"
_HAN_AMONG = r"(?:了|在)?(?:全球|世界|全国|欧盟|欧洲|亚洲|东亚|东南亚|非洲|拉美|各州|全美|其中)?"
# 升至第16位, 全球第21, 居首, 位列前三, 垫底; 第三方 and 第一季度 are none
HAN_RANK = re.compile(
    rf"(?:(?:排名|位列|位居|名列|排在|排到|排|稳居|高居|跃居|列|居|(?:跃|上|飙|攀)?升[至到]|下?[降跌滑]落?[至到]|退[居至到]|并列|保持在?|维持在?){_HAN_AMONG}"
    rf"|(?:全球|世界|欧盟|欧洲|亚洲|东亚|东南亚))(?P<han>{_HAN_ORDINAL}|首位|榜首)(?![个大届次期季版类种款家财轮批步方任代项部章条页者年月])"
    rf"|(?:排名|位列|位居|名列|排){_HAN_AMONG}(?P<bare>[0-9]{{1,3}})(?:位|名|(?=[，。；、）（]|$))"
    rf"|(?:居|列|位列|位居|排名|排){_HAN_AMONG}之?(?P<first>首)(?:位)?(?![个次批款轮期])"
    rf"|(?:位列|位居|名列|排名|排在|跻身|进入|居|列){_HAN_AMONG}前(?P<top>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:名|位|强)?(?![年月季个周天期])"
    r"|(?P<lowest>垫底|排名?最后|倒数第一|居末位?)"
)
# 三国均超过45%: as many places as were named last
ALL_OF_THEM = re.compile(
    r"(?<![0-9第])(?P<number>[两二三四五六七八九十]|[2-9]|1[0-9])(?:国|地|州|个(?:国家|经济体|地区|州))[^，。；：0-9]{0,8}(?:均|都|全部|皆|无一)"
)
# "Germany 23rd (31.1%)", after a rank in the same sentence
NEXT_RANK = re.compile(
    rf"(?: ?\([^()]{{1,24}}\))?,? (?:in )?(?P<word>{_ORDINAL})\b(?=,? ?(?:[(;,.]|with |at |and |$))",
    re.IGNORECASE,
)
# "Denmark leads", "Romania (5.2%) is last": at the place itself
RANK_AT_PLACE = re.compile(
    r"(?: ?\([^()]{1,24}\))?,? (?:leads(?= ?[,.;]| with\b| the (?:EU|world|bloc|list|ranking|field|table)\b)"
    r"|(?:is|was|comes|came|ranks|ranked|remains) (?:the )?(?:highest|(?P<lowest>lowest|last))(?= ?[,.;]|$| of (?:all|the|these|those)\b))",
    re.IGNORECASE,
)
# "Among European countries Norway is first": what all ranks of a sentence are among
OPENING_FIELD = re.compile(r"(?:Among|In|Inside|Within|Across|Of)\b[^,;:.]{3,60}")
# "Bhutan is 90th": a name right before the rank
NAME_BEFORE = re.compile(r"(?:^|[;,.] )(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}) ?$")
# "Only the Emirates and Singapore are above half"
ONLY_THOSE = re.compile(r" ?(?:are|were|is|was|have|had|stand|stood|lie)(?: now| still)? ?")
ONLY_BEFORE = re.compile(r"\bonly (?:the )?$", re.IGNORECASE)
# the sets that ranks are among; what else is named as one has no list
UNLISTED_FIELD = "?"
_FIELDS = (
    ("EU27", r"\b(?:EU|European Union|bloc|member states)\b|欧盟"),
    ("the fifty states", r"\b(?:fifty|50) (?:US |U\.S\. )?states\b|50个?州"),
    ("US states", r"\b(?:US|U\.S\.|American) states\b|\bstates\b|各州"),
    (
        UNLISTED_FIELD,
        r"\b(?:South-?[Ee]ast|East|South|Western|Eastern|Northern|Central|Southern) (?:Asia|Europe|Africa)\b|"
        r"\bAsia[- ]Pacific\b|\b(?:Nordics?|Nordic|Gulf|Arab|G7|G20|OECD|ASEAN|BRICS|Middle East|Balkans|Baltics?|euro area|eurozone)\b|"
        r"\b(?:its|the|this) (?:region|class|group|category|sector)\b|东南亚|东亚|亚太|中东|北欧|地区",
    ),
    ("Europe", r"\bEurope(?:an countries)?\b|欧洲"),
    ("Asia", r"\bAsian?\b|亚洲"),
    ("Africa", r"\bAfrican?\b|非洲"),
    ("Latin America and the Caribbean", r"\bLatin America\b|拉丁美洲|拉美"),
    ("Oceania", r"\bOceania\b|大洋洲"),
    (
        UNLISTED_FIELD,
        r"\bof (?:the |these |those )?(?:two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\b",
    ),
    (UNLISTED_FIELD, r"\bNorth America\b|\bSouth America\b|北美|南美"),
    ("world", r"\bworld(?:wide)?\b|\bglobal(?:ly)?\b|全球|世界"),
    (
        UNLISTED_FIELD,
        r"\bamong (?:the )?[a-z]+|\bof (?:the )?[0-9a-z]+ (?:large|big|rich|surveyed|listed|major)",
    ),
)
_FIELD_PATTERNS = tuple((name, re.compile(words)) for name, words in _FIELDS)
NEXT_PART = re.compile(
    r"[,;，。；]|(?<![A-Z])\.(?![0-9])|\b(?:and|but|while|whereas|against)\b|而|但"
)
CLAUSE_STOP = re.compile(r"[,;.，。；(（]|\bwith\b|\bat\b")
EACH = re.compile(r"\b(?:each(?! other)|all|every|both)\b|均|都|全部|各自", re.IGNORECASE)
RESPECTIVELY = re.compile(r"\brespectively\b|分别|依次", re.IGNORECASE)
# what stands before and after a number whose unit is left out: "France at 37.5; Germany at 32.3"
LEADS_TO_NUMBER = re.compile(
    r"(?:\b(?:at|with|had|has|been|was|is|to|from|reached|by|and)|[:,(]|'s,) ?$"
)
# "The figure is 18, rather than 24", of the percent of the sentence before
FIGURE_IS = re.compile(
    r"\b(?:[Tt]he|[Tt]hat|[Tt]his|[Ii]ts|[Tt]heir) (?:(?:right|correct|true|actual|real|published) )?"
    r"(?:share|rate|proportion|figure|percentage|level|number) "
    r"(?:is|was|should be|should read|had been|stands at|stood at) (?:in fact |actually |really )?$"
)
RATHER_THAN = re.compile(r",? (?:rather than|instead of|and not|not) $")
STANDS_ALONE = re.compile(r" ?(?:[;,.()—–\n]|$|(?:in|on|at|by|and|to|against|from|a year) )")
SHARE = re.compile(r"%|\bper ?cent\b|\bshares?\b|\bpenetration\b|\badoption rates?\b", re.I)
NEXT_NUMBER = re.compile(r", [0-9]")  # a row of numbers whose dates are not said
TIMES_THE = re.compile(r" (?:as many as |that of )?(?:the|its|[\w ]{1,30}'s) (?:[a-z]+ of )?")
LIST_GOES_ON = re.compile(
    r",? ?(?:and |to |against )?(?:in |the |for )*(?:[A-Z][\w.'-]*(?: (?:and|of|the))? ){0,4}(?:at |with |had |has |was |is |about |some )?"
)
# what stands between a name and its number in "Vietnam (26.5%)", "Kenya: 8.7", 美国的28.3%
LABEL = re.compile(
    r"(?:'s)?(?:,(?= (?:with|at|on) ))? ?(?:[(（:：–—]|的|为|是|达)? ?(?:at |with |about |only |just |约|近)?"
)
CLOSE_LABEL = re.compile(r"(?:'s)? ?[(（:：]|'s |的")
DELIMITER = re.compile(
    r"[,;:()，；：（）、—–。]|\b(?:while|whereas|but|although|though|compared|versus|against|and|from|than|up|down)\b|而|但"
)
STRONG = re.compile(
    r"[;；:：。]|\bwhile\b|\bwhereas\b|\bbut\b|\bexcept\b|\bapart from\b|, and |(?:说|称|表示|宣布|显示|指出|披露|透露)，"
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
    r" ?(?:[a-z-]+ ){0,2}?(?:downloads|installs|visits|visitors|messages|prompts|queries|tokens|parameters|companies|firms|businesses|jobs|hours|minutes|conversations|searches|countries|economies|images|videos|songs|developers|schools|homes|households|devices|phones|units|dollars|data|patents?|applications|papers|services|documents|words|samples|respondents|interviews|cities|robots|次(?![之于])|条|个|家|台|篇|件|款|项|张|部|户)(?![a-z])",
    re.I,
)
HAN = re.compile(r"[一-鿿]")
PEOPLE_OF = re.compile(
    r"(?:人口|(?<!internet )(?<!online )\bpopulation)(?:总数|总量|数)?"
    r"(?: (?:aged )?[0-9]{1,2} (?:and|or) (?:over|older))?"
    r"(?:为|约|达到?|有|[(（]|\s|\b(?:stood|stands|was|is|of|reached|at|rose|fell|to|by)\b)*$"
)
NEWLY = re.compile(r"新(?:完成|通过|获|备案|登记|上线)")
# "162.9 million were employed", "the number of employed persons averaged 161.3 million"
EMPLOYED = re.compile(r"\bemployed (?:persons|people)\b|\bemployment\b|were employed\b", re.I)
SPAN_JOINS = re.compile(r" ?[–—-] ?| to | through | until ")
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
NEW_ONES = re.compile(r" (?:new (?:filings|entries|services)|(?:of them )?added)")
HAN_GAP = re.compile(r"差距[^，。；]{0,30}$")
HAN_STOP = re.compile(r"[，；：。！？,;:]")
# 748款 is a count of services where filing or registration is spoken of
SERVICE_NOUN = re.compile(
    r" ?[多余]?(?:款|(?:个|项)[^，。；0-9]{0,12}(?:服务|模型|应用|产品|算法))"
    r"| (?:(?:new|more|filed|registered|generative|ai|generative[- ]ai|such) ){0,3}"
    r"(?:services|entries|filings|applications|models)\b",
    re.I,
)
NEUTRAL = frozenset(
    ["the", "all", "its", "total", "entire", "country", "national", "overall", "of", "s", "in", "and", "a", "an", "full", "nation", "whole", "their", "our", "us", "u", "adult", "saying", "says", "reporting", "ve", "they", "ages", "very", "smallest", "largest", "biggest", "tiny", "age", "aged", "young", "younger", "across", "general", "world", "global", "or", "who", "that", "have", "has", "had", "use", "used", "using", "say", "said", "report", "reported", "now", "currently", "were", "was", "are", "is", "as", "by", "at", "for", "on", "to", "with", "about", "regularly", "already", "some", "tried", "it", "this", "country's", "nation's", "these", "those", "generative", "ai", "genai", "tools", "tool", "chatbot", "chatbots", "chatgpt", "active", "online", "every", "years", "year", "old", "older", "over", "under", "between", "from", "through", "employer", "working", "up", "members", "bloc", "region", "than", "do", "did", "it", "them", "then", "among", "amongst", "everyone", "everybody", "household", "households", "panel", "engaged", "trading", "proportion", "percentage", "people's"]
)  # fmt: skip
# words of heads and labels that name nobody
OF_TABLES = frozenset(
    ["share", "shares", "rate", "rates", "percent", "percentage", "pct", "per", "cent", "value", "values", "figure", "figures", "level", "mean", "average", "economy", "economies", "country", "countries", "state", "member", "place", "period", "wave", "change", "points", "pp", "number", "count", "million", "millions", "billion", "end", "first", "second", "half", "quarter", "within", "two", "three", "weeks", "months", "average", "published", "latest", "estimate"]
)  # fmt: skip
NOUN_PHRASE = re.compile(
    r"\)? of (?P<np>[^,;:.()，；。0-9%]{1,80})|(?:的|中)?(?P<han>[一-鿿]{2,12})"
)
COMPOSITION = re.compile(r"占(?:到|据|了|比)?(?:约|近|超过?|达)?$")
HAN_BASE = re.compile(
    r"占(?:到|据|全部|全国|整体|我国)?(?P<np>[^，；。,;0-9%]{1,16}?)(?:的|比例|比重|比)?(?:为|达到?|约|近|超过?)*$"
)
OUTSIDER = re.compile(
    r"\b(?:according to|per|by|from|citing|data (?:by|from)|survey (?:by|of|from)|study (?:by|from)|report (?:by|from)|poll (?:by|from)|research (?:by|from))\s+(?:a |an |the |new |recent |latest |data from |figures from |research from |estimates from )*(?P<name>[A-Z][\w&.'-]*(?: (?:of |and |& |for )?[A-Z][\w&.'-]*){0,4})"
    r"|(?P<subject>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})(?:'s)? (?:survey|study|poll|report|research|index|analysis|data|estimates?|said|says|found|reported|estimates|reckons|puts)\b"
    r"|据(?P<han>[一-鿿A-Za-z]{2,16}?)(?:的|发布|统计|数据|报告|显示|测算|调查|估算|监测)"
    r"|(?P<anonymous>\b(?i:who|someone|somebody|many|others|critics|analysts|experts|observers|rumou?rs?) (?:say|says|said|claims?|claimed|reckons?|thinks?|believes?|suggests?)\b|\b(?i:a|an|another|one|separate|recent|new|my|our|his|her|their)\s+(?:[\w-]+\s){0,3}(?:survey|poll|study|newsletter|questionnaire)\b|(?P<office>\b(?:(?i:the|its|their)|[A-Z][a-z]+'s)\s+(?:own )?(?:national |federal |central )?(?:(?:statistical|statistics|national) (?:office|institute|agency|bureau)|(?:communications |science |ICT |digital )?ministry)\b))"
)
NAME = re.compile(r"(?<![\w&])[A-Z](?:[A-Za-z0-9&-]|\.(?=[A-Z]))*")
ACRONYM = re.compile(r"[A-Z]{2,}(?:-|$)")
MODIFIER = re.compile(
    r"(?<![\w-])(?P<word>[A-Za-z]+(?:-[a-z]+|ed|ing|al|ive|ous|ary|ic|ote|ior|ern)) $"
)
# "only Galicia and Extremadura stayed under 33%": whom the clause of a number is about
IS_OF_A_NAME = re.compile(
    r"(?:(?:,| and| or) [A-Z][a-z]{1,20}){0,3} (?:stayed|remained|stood|stands|came|has|had|have|was|were)\b[^,;:]*$"
)
# what makes the first word of a sentence a name
NAME_ACTS = re.compile(
    r"'s |, (?:its|their|the|a|an) [^,;.]{2,40}, (?=ha[sd]|claim|count|sa[iy]|report|reach)|(?:'s)? (?:[A-Z&][\w&]*|says|said|has|had|counts|claims|claimed|reports|reported|puts|estimates|returned|rose|fell|gained)\b"
)
# "BEIJING, Feb. 5 (Xinhua) --": where and when a report was written, not what it is about
DATELINE = re.compile(
    r"\**(?:[A-Z][\w.'’ -]{1,30}?)(?:, [A-Z][\w.]{1,14})?(?:, [A-Z]?[\w. ]{2,22}?(?:, ?20[0-9]{2})?)?"
    r"(?: ?\([^()]{2,40}\))? ?(?:—|–|--|(?<= )-(?= ))"
    r"|[^，。；\n]{0,16}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|消息)"
    r"|[^，。；：\n0-9]{2,16}(?:讯|电) |[（(【]?(?:本报|本刊)?[一-鿿]{2,8}(?:专?电|讯)[)）】]"
)
# "(伦敦)", "(2025年12月10日，杭州)" before the first word of an article
OPENS_WITH_PLACE = re.compile(r"[（(][^()（）\n]{2,24}[)）]")
# ", the ONS said, up from 36%", ", according to Eurostat, after ..."
SAID_SO = re.compile(
    r"(?:'s)?(?: (?:data|figures|survey|report|poll|numbers|estimates?))?"
    r"(?P<verb> (?:also |then )?(?:said|says|say|found|finds|reported|reports|shows?|showed|estimates?|estimated|reckons?|counted|writes|wrote))?"
    r"(?: on [A-Z]?[a-z]+(?: [0-9]+)?| in [0-9A-Z][\w ]{2,14})? ?(?:[,;.—–]|$)"
)
BY_WHOM = re.compile(r"\b(?:according to|per|by|from|on|in)(?: the)? $")
NUMBER_FOLLOWS = re.compile(r" ?[~≈><+]?[0-9]")
PRINTED_AT_END = re.compile(r"[(（](?:[^()（）]{0,12} )?(?P<date>[^()（）]{6,18})[)）] ?$")
NOT_NAMES = frozenset(
    ["the", "this", "it", "that", "in", "as", "by", "on", "at", "an", "a", "its", "our", "their", "new", "chinese", "american", "china", "world", "global", "annual", "according", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "report", "data", "figures", "beijing", "xinhua", "reuters", "bloomberg", "techcrunch", "he", "she", "they", "we", "company", "officials", "analysts", "researchers", "experts", "he", "internet", "users", "user", "ai", "generative", "genai", "chatgpt", "ceo", "h1", "h2", "q1", "q2", "q3", "q4", "ap", "afp", "cnbc", "bbc", "cnn", "app", "apps", "today", "let", "what", "here", "who", "year", "everyone", "one", "mau", "dau", "wau", "maus", "wau", "i", "mr", "ms", "dr", "half", "only", "just", "some", "about", "roughly", "nearly", "almost", "over", "more", "use", "usage", "adoption", "weekly", "daily", "monthly", "among", "while", "but", "and", "for", "of", "with", "from", "there", "these", "those", "one", "two", "three", "most", "many", "few", "each", "every", "now", "then", "last", "next", "since", "after", "before", "when", "if", "so", "yet", "still", "also", "even", "meanwhile", "however", "users", "people", "adults", "firms", "businesses", "companies", "workers", "employees", "share", "rate", "figure", "number", "total", "growth", "table", "chart", "source", "note", "part", "section", "english", "spring", "summer", "autumn", "winter", "fall"]
)  # fmt: skip
ORDINARY = NEUTRAL | NOT_NAMES


def relation(left: str, right: str) -> tuple[str, str, int]:
    """Return the bounding word, the text before it, and how far it reaches after the number.

    Examples
    --------
    >>> relation("has more than ", " users")
    ('over', 'has ', 0)
    >>> relation("用户规模达", "以上")
    ('at least', '用户规模达', 2)
    """
    for name, pattern in _RELATION_RIGHT:
        after = pattern.match(right)
        if after:
            return name, left, after.end()
    for name, pattern in _RELATION_LEFT:
        before = pattern.search(left)
        if before and _THAN_THE.search(before.group()) and not _MARK.match(right):
            return "", left, 0
        if before:
            return name, left[: before.start()], 0
    return "", left, 0


def allowed(quantity: Quantity, name: str) -> tuple[Interval, Interval]:
    """Return what a number with its bounding word stands for: as printed, and at the loosest."""
    v, half, loose = quantity.value, quantity.half, quantity.round_half
    verb = quantity.unit == TIMES and quantity.word == "verb"
    if quantity.word == "odd":
        return Interval(v, v + half), Interval(v, v + half)
    if quantity.word in ("over", "near"):
        name = {"over": "over", "near": "nearly"}[quantity.word]
    if name in ("over", "at least"):
        return Interval(v, INFINITY), Interval(v, INFINITY)
    if name == "nearly":
        step = max(_last_step(v), 2 * half)  # nearly 11 percent is more than ten
        low, lowest = (max(v * part, v - step) for part in (NEARLY_FROM, NEARLY_FROM - ABOUT_SHARE))
        high = v + min(half, v / 20 if quantity.unit == TIMES else v * ROUNDED_OFF)
        return Interval(low, v), Interval(lowest, high)
    if name == "just over":
        return Interval(v, v * JUST_OVER_TO), Interval(v, v * (JUST_OVER_TO + ABOUT_SHARE))
    if name in ("under", "at most"):
        return Interval(Decimal(0), v), Interval(Decimal(0), v + min(half, v * ROUNDED_OFF))
    if name == "about":
        precise = len(v.normalize().as_tuple().digits) >= PRECISE_DIGITS
        wide = 2 * half if precise else max(half, loose, v * ABOUT_SHARE)
        return Interval(v - wide, v + wide), Interval(v - wide, v + wide)
    if verb and v < 1:
        return Interval(v * Decimal("0.9"), v * Decimal("1.1")), Interval(
            v * Decimal("0.85"), v * Decimal("1.15")
        )
    if verb:
        close = Interval(v * VERB_FROM, v + VERB_ABOVE)
        return close, Interval(v * (VERB_FROM - Decimal("0.05")), v + VERB_ABOVE)
    printed = Interval(v - half, v + half)
    above = Decimal(1) if quantity.unit == PERCENT and half == Decimal("0.5") else loose
    return printed, Interval(v - max(half, loose), v + max(above, half))


WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
# the words of a change that names no subject of its own: "so the share has thus tripled"
WORD_OF_CHANGE = re.compile(
    rf"(?:{_UP_VERB}|{_DOWN_VERB})|growth|change|moved?|went|gone|contrast|turn|gain|pace|jump|leap|leaping|swing|"
    r"it|its|that|this|they|their|which|there|same|share|rate|number|figure|count|total|proportion|percentage|"
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


def _last_step(value: Decimal) -> Decimal:
    """Return the step of a round number: 10 for 60, 1 for 11, 5 for 45 and 25."""
    digits = value.normalize().as_tuple()
    assert isinstance(digits.exponent, int)
    return Decimal(10) ** digits.exponent * (5 if digits.digits[-1] == 5 else 1)


# "use rose from 18 to 34 percent year on year"
_FROM_TO = re.compile(r"\bfrom [0-9.]+ ?(?:%|per ?cent|million|billion)? to $", re.IGNORECASE)
_GROWTH_LABEL = re.compile(r"(?:^|[\n*•·-] ?|\. )(?:growth|increase|rise|change): ?\+?$", re.I)
# "Chile's growth since the first half of 2025 is 20 percent"
_GROWTH_IS = re.compile(
    r"\b(?:growth|increase|rise)(?: (?:since|from|over|on|in) [^,;.%]{3,50})? (?:is|was) $"
)


def direction(quantity: Quantity, left: str, right: str) -> int:
    """Return 1 or -1 if the number is a change upwards or downwards, 0 if it is a level.

    Examples
    --------
    >>> from adoption.quantities import find_quantities
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
    if _GROWTH_IS.search(left[-70:]) or _GROWTH_LABEL.search(left[-24:]):
        return 1
    if not (_NO_CHANGE_LEFT.search(left[-24:]) or _HAN_LEVEL.search(left[-8:])):
        found = _CHANGE_LEFT.search(left[-110:])
        if found:
            return -1 if found.group("down") else 1
    found = _CHANGE_RIGHT.match(right)
    if found and not (found.group("yoy") and _FROM_TO.search(left[-60:])):
        return -1 if found.group("down") else 1
    return 0


def measure_of(text: str) -> str:
    """Return how a pace is counted, if the words say so: in points, or in percent of the base.

    Examples
    --------
    >>> measure_of("twice as fast in percentage points"), measure_of("in relative terms"), measure_of("twice")
    ('points', 'percent', '')
    """
    if _IN_POINTS.search(text):
        return "points"
    return "percent" if _IN_PERCENT.search(text) else ""


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


def field_of(text: str) -> str:
    """Return the set of places that words name: a region, a union, "?" for one without a list.

    Examples
    --------
    >>> field_of("third in Europe"), field_of("second in Southeast Asia"), field_of("third place")
    ('Europe', '?', '')
    """
    return next((name for name, pattern in _FIELD_PATTERNS if pattern.search(text)), "")


def rank_of(match: re.Match[str]) -> int:
    """Return the rank that `RANK` found; 0 for none."""
    named = match.groupdict()
    if re.search(r"\b(?:high|low|larg|bigg|great|small)est\b", match.group()):
        return _ORDINALS[named["nth"].lower()] if named.get("nth") else 1
    if named.get("first") or named.get("lowest") or re.search(r" leads$", match.group()):
        return 1
    told = ("word", "direct", "put", "han", "bare", "top")
    word = next((named[name] for name in told if named.get(name)), "").lower()
    if named.get("top") and word in WORD_VALUES:
        return WORD_VALUES[word]
    digits = re.search(r"[0-9]+", word)
    if digits:
        return int(digits.group())
    if word in ("首位", "榜首", "第一"):
        return 1
    han = re.search(r"[一二三四五六七八九十]+", word)
    if han:
        tens, _, ones = han.group().rpartition("十")
        unit = "零一二三四五六七八九".index(ones) if ones else 0
        return unit + (
            10 * ("零一二三四五六七八九".index(tens) if tens else 1) if "十" in han.group() else 0
        )
    return _ORDINALS.get(word, 0)

"""Reference periods named in prose: days, months, quarters, halves, years, and spans before them.

"December 2025", "the first half of 2025", "end-2025", "Q1 2026", 2025年12月, 2025年上半年; and relative
ones: "a year earlier", "in the past six months", "quarter on quarter", 同比, 环比, 较上年末.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass, replace

_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = "(?:" + "|".join(_MONTHS) + r")\b\.?"
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_TO = r"\ ?[-–—]\ ?|\ (?:and|to|through|until)\ "  # "17-23", "30 October to 14"
_ORDINAL = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|final|last)"
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "a": 1, "an": 1, "half": 0,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十二": 12,
}  # fmt: skip
_COUNT = r"(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"
_YEARS = r"(?:[2-9]|two|three|four|five|six|seven|eight|nine|ten)"
# 3月至4月 is one period; 从3月到8月 is two dates
_TO_NEXT = "|".join(rf"(?<=(?<![1从由自]){m}月)[至到](?={m + 1}月)" for m in range(1, 12))
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}

_ABSOLUTE = re.compile(
    rf"""(?<![0-9A-Za-z])(?:
      (?P<iso>(?:19|20)[0-9]{{2}}-[01][0-9](?:-[0-3][0-9])?)(?![0-9])
    | (?P<spanmonth>{_MONTH})\ (?P<spanday>{_DAY})(?:{_TO})(?:(?P<tomonth>{_MONTH})\ )?(?P<today>{_DAY}),?\ (?P<spanyear>{_YEAR})
    | (?P<spanday2>{_DAY})(?:\ (?P<spanmonth2>{_MONTH}))?(?:{_TO})(?P<today2>{_DAY})\ (?P<tomonth2>{_MONTH}),?\ (?P<spanyear2>{_YEAR})
    | (?P<day1>[0-3]?[0-9])(?:st|nd|rd|th)?\ (?:of\ )?(?P<month1>{_MONTH}),?\ (?P<year1>{_YEAR})
    | (?P<month2>{_MONTH})\ (?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)?,?\ (?P<year2>{_YEAR})
    | (?P<month0>{_MONTH})(?:\ ?[-–—/]\ ?|\ (?:and|to|through|or)\ )(?P<month00>{_MONTH}),?\ (?P<year0>{_YEAR})
    | (?:fiscal\ (?:year\ )?|fy\ ?)(?P<fiscal>{_YEAR})
    | (?P<part3>(?:the\ )?(?:end|close|start|beginning)[ -](?:of\ )?|(?:the\ )?(?:first|second|latter)\ half\ of\ |late[ -]|mid[ -]|early[ -])?
      (?P<month3>{_MONTH}),?\ (?:of\ )?(?P<year3>{_YEAR})
    | (?P<quarter>q[1-4]|[1-4]q|{_ORDINAL}[ -]quarter),?\ ?(?:of\ |in\ )?(?P<year4>{_YEAR}|'?[0-9]{{2}}(?![0-9]))
    | (?P<year5>{_YEAR})[ -]?(?P<quarter5>q[1-4]|h[12])(?![0-9])
    | (?P<half>h[12]|[12]h|{_ORDINAL}[ -]half),?\ ?(?:of\ |in\ )?(?P<year6>{_YEAR}|(?:'|(?<=[12]h)|(?<=h[12]))[0-9]{{2}}(?![0-9]))
    | (?P<part7>(?:the\ )?(?:end|close|turn|start|beginning|middle)[ -](?:of\ )?(?:the\ year\ )?|year[ -]end\ |late[ -]|mid[ -]?|early[ -])
      (?P<year7>{_YEAR})
    | (?:(?P<turn>winter)\ (?:of\ )?)?(?P<year10>{_YEAR})[-–/](?(turn)(?:20)?)(?P<next>[0-9]{{2}})(?=[^0-9.,%]|[.,](?![0-9])|$)(?!\ ?(?:%|percent|per\ cent))
    | (?P<season>spring|summer|autumn|fall|winter)\ (?:of\ )?(?P<year8>{_YEAR})
    | (?<![万亿千])(?P<year9>{_YEAR})(?!\ ?(?:年|财年|会计年|million|billion|thousand|users|people|firms|companies|[a-z]+\ users|respondents|adults|%|percent|人|亿|万|家)|[0-9,.]?[0-9])
    )(?![0-9A-Za-z%])
    | (?<![0-9])(?P<fiscal2>{_YEAR})(?:年度|财年|会计年度)
    | (?<![0-9])(?P<zyear>{_YEAR})\ ?年\ ?(?:
        (?:(?P<zfirst>[01]?[0-9])(?:\ ?月)?\ ?(?:[、和与—–~-]|{_TO_NEXT})\ ?)?(?P<zmonth>[01]?[0-9])\ ?(?:两个?)?月(?:份)?(?:(?P<zday>\ ?[0-3]?[0-9])\ ?日(?:\ ?[至到—–~-]+\ ?(?:(?P<ztomonth>[01]?[0-9])\ ?月\ ?)?(?P<ztoday>[0-3]?[0-9])\ ?日)?)?(?P<zlast>末|底)?
      | (?P<zquarter>第?[一二三四1-4首]\ ?季度?|Q[1-4])
      | (?P<zhalf>上半年|下半年)
      | (?P<zseason>[春夏秋冬])(?:季|天)
      | (?P<zend>底|末|年底|年末|初|年?中(?![国國美日韩韓德法英文企小央部期产產东東南非型]))
    )?""",
    re.VERBOSE | re.IGNORECASE,
)
_BARE_MONTH = re.compile(
    rf"(?<![A-Za-z])(?:(?:in|on|of|since|from|by|until|to|and|as of|than in|late|early|mid|ending)[ -]|(?=(?:this|last) |[A-Za-z.]{{3,9}} (?:of )?(?:this|last) year\b))"
    rf"(?:(?:the )?(?:end|start|beginning) of |late |early |mid-?)?"
    rf"(?P<relative>this |last )?(?:(?P<day>[1-3]?[0-9])(?:st|nd|rd|th)? )?"
    rf"(?P<month>{'|'.join(_MONTHS)})\b(?!\.? [0-9]|\.?, (?:19|20)[0-9]{{2}}\b)(?!\w)(?: (?:of )?(?P<relative2>this|last) year)?"
    # "on Feb. 7, when": a day stands before a stop or a small word, a number before what it counts
    rf"|(?<![A-Za-z])(?:on|by|since|from|until|to|and|as of) (?P<month2>{'|'.join(_MONTHS)})\b\.? "
    r"(?P<day2>[1-3]?[0-9])(?:st|nd|rd|th)?(?=,(?! ?(?:19|20)[0-9]{2}(?![0-9%]))|[.;:)]|$| (?:and|to|as|when|while|with|after|before|it|the|they|at)\b)"
    rf"|(?<![A-Za-z])(?P<month3>{'|'.join(_MONTHS)})\b\.? [1-3]?[0-9] ?[-–—] ?(?P<day3>[1-3]?[0-9])(?![0-9%]|,? (?:19|20)[0-9])"
    r"|(?<![0-9])(?<![0-9]年)(?<![0-9]年 )(?<![0-9] 年)(?P<zyear>(?:[今去前上同当次]年)的?)?"
    rf"(?:(?P<zfirst>1[0-2]|[1-9])月?(?:[、和与—–~-]|{_TO_NEXT}))?(?P<zmonth>1[0-2]|[1-9])(?:两个?)?月"
    r"(?:(?:[1-3]?[0-9]日[至到—–~-]+)?(?P<zday>[1-3]?[0-9])日|份|初|中旬|下旬|底|末)?(?:(?![0-9])|(?=[0-9][0-9.,]*[亿万%％]))",
    re.IGNORECASE,
)
_BARE_PART = re.compile(
    rf"(?<![A-Za-z-])(?:in |of |during |from |than in |for )?(?:the )?(?P<word>(?P<order>{_ORDINAL})[ -](?P<unit>half|quarter))(?!ers?|s\b)(?!,? (?:of|in) (?:19|20)[0-9])(?!-)"
    r"|(?<![0-9])(?<![0-9]年)(?P<zyear>(?:[今去前上同当次]年)的?)?(?P<zpart>[上下]半年|第?[一二三四1-4]季度|首季度?|[春夏秋冬](?:季|天)|(?<![A-Za-z])[HQ][1-4](?=[一-鿿])|(?<=年)年?[底末]|(?<![0-9上去今前同当次新全半一两三几多每近少成老青中])年[初中底末](?!级))",
    re.IGNORECASE,
)
# "15.1% in the first half of 2025 and 16.3% in the second": the unit is said once
_ELLIPTIC_PART = re.compile(
    r"(?<![A-Za-z-])(?:in|for|of|during|by|to) the (?P<order>first|second|third|fourth)(?=[,.;:)]| and\b| or\b|$)"
)
_QUARTER_BY_ITS_MONTHS = re.compile(  # "on the July to September quarter"
    r"(?<![A-Za-z-])(?:in |of |during |from |than |on |for )?(?:the )?"
    r"(?:(?P<q1>jan(?:uary)?(?:-|–| to | through )mar(?:ch)?)|(?P<q2>apr(?:il)?(?:-|–| to | through )june?)"
    r"|(?P<q3>july?(?:-|–| to | through )sept?(?:ember)?)|(?P<q4>oct(?:ober)?(?:-|–| to | through )dec(?:ember)?))"
    r"[ -](?:quarter|period)\b(?!,? (?:of |in )?(?:19|20)[0-9])",
    re.IGNORECASE,
)
_PART_UNIT = re.compile(rf"\b{_ORDINAL}[ -](?P<unit>half|quarter)\b", re.IGNORECASE)
_ELLIPSIS_REACH = 140  # characters back to the half or quarter that an ordinal goes on from
# 年增141.7%, 季成长22.2%: on the year, on the quarter; not 今年增长, 第三季增长, 每月增长
_ON_LAST = r"(?<![0-9一二两三四五六七八九十首今去前上本当单全半每逐同次翌近历连来个])"
_RELATIVE = re.compile(
    rf"""(?<![A-Za-z])(?:
      (?P<yoy>year[ -](?:on|over|to)[ -]year|yoy|y[/o-]y|annually|(?:a|one)[ -]year[ -](?:earlier|ago|before|prior|on)
        |12\ months\ (?:earlier|ago|before)|twelve\ months\ (?:earlier|ago|before)
        |(?:from|over|on|than|versus|vs\.?|against|with|to)\ (?:the\ )?(?:same\ (?:period|time|month|quarter|survey|point)\ )?(?:a\ year\ (?:ago|earlier|before)|(?:of\ |in\ )?(?:the\ )?(?:last|previous|prior|preceding)\ year)
        |(?:of|in|from|than)\ the\ (?:previous|prior|preceding|last)\ (?:fiscal|financial|school)\ year|from\ the\ (?:year\ before|year[ -]ago\ (?:period|quarter|month|level))|(?:a|the)\ year[ -]ago
        |(?:in|over|during|within|for)\ (?:(?:the|just|only|about|roughly)\ )*(?:(?:past|last|previous|trailing|space\ of\ a)\ )?(?:a\ |one\ |single\ )*(?:year|12\ months|twelve\ months|12-month\ period)(?!\ to\ date|s)
        |on\ the\ year|the\ year\ before|the\ previous\ year|last\ year's|same\ period\ (?:of\ )?last\ year|annual(?:ly)?)
    | (?P<qoq>quarter[ -](?:on|over|to)[ -]quarter|qoq|q[/o-]q|(?:a|one)\ quarter\ (?:earlier|ago|before)
        |(?:from|over|on|than|in|during|vs\.?)\ (?:the|a)\ (?:single\ )?(?:last|previous|prior|preceding)?\ ?quarter(?!\ of)(?:\ before)?|the\ (?:previous|prior|preceding)\ quarter|(?:three|3)\ months\ (?:earlier|ago|before))
    | (?P<mom>month[ -](?:on|over|to)[ -]month|mom|m[/o-]m|(?:a|one)\ month\ (?:earlier|ago|before)
        |(?:from|over|on|than|in)\ (?:the|a|one)\ (?:single\ )?(?:last|previous|prior|preceding)?\ ?month(?!s)|the\ (?:previous|prior|preceding)\ month)
    | (?P<wave>(?:of|in|from|than|on|over|with|against|to)\ (?:the|its|their)\ (?:previous|prior|preceding|last)\ (?:survey|wave|round|edition|reading|poll))
    | (?P<half>half[ -](?:on|over)[ -]half|half[ -]year\ (?:earlier|ago|before)|half\ a\ year(?:\ (?:earlier|ago|before))?(?!\ (?:later|on))|(?:from|over|on|than)\ the\ (?:previous|prior|preceding|first)\ half(?!\ of\ 20)|in\ half\ a\ year|(?:the\ )?(?:previous|prior)\ half)
    | (?:in|over|during|within|for|across)\ (?:(?:the|just|only|under|about|roughly|less\ than)\ )*(?:(?:past|last|previous|preceding|latest)\ )?(?:space\ of\ )?(?P<months>{_COUNT})[ -]months?(?:\ (?:to|through|ending))?
    | (?P<months2>{_COUNT})[ -]months?\ (?:earlier|ago|before|prior)
    | (?:in|over|during|within)\ (?:(?:the|just|only)\ )*(?:past|last|previous)?\ ?(?P<years>{_YEARS})\ years
    | (?P<years2>{_YEARS})\ years\ (?:earlier|ago|before)
    | (?P<days>(?:an?|the|(?P<daycount>{_COUNT}))\ (?:day|week)s?\ (?:earlier|(?:before|prior)(?!\ [a-z]))|the\ (?:previous|preceding|prior)\ (?:day|week))
    | (?P<halves>an?|one|{_YEARS})(?:\ year)?\ (?:years\ )?and\ a\ half(?:\ years)?\ (?:earlier|ago|before)
    | (?:in|over|during|within)\ (?:(?:the|just|only|past|last)\ )*(?P<halves2>an?|one|{_YEARS})(?:\ year\ and\ a\ half|\ and\ a\ half\ years)
    | (?:in|over|during|within)\ the\ (?:next|following|subsequent)\ (?P<later2>{_COUNT})\ months
    | (?P<later>(?:a|one|{_COUNT})\ (?:year|month|quarter)s?\ (?:later|on)|half\ a\ year\ (?:later|on)|(?:the\ following|the\ next)\ (?:year|month|quarter))
    )(?![A-Za-z])
    | (?P<zlater>(?:一年|两年|半年|[一两二三四五六七八九十0-9]{{1,2}}个月)(?:后|之后|以后)|次年)
    | (?P<zyoy>同比|(?:比|较|与)?(?:上年|去年)(?:同期|同月)?(?![末底年初0-9]|[上下]半年|第?[一二三四]季|的?[0-9]{{1,2}}月)|一年(?:内|间|来|前|之内|之间|里|下来|时间|(?=[增涨翻升提减跌扩净多]))|全年(?=[增涨翻升提减跌扩净新])|(?<!半)(?:年增(?![长加])|{_ON_LAST}年[增减][长加少]?(?=[率了约近逾超达\ ]*[0-9])|年减(?![少]))|(?<![0-9])1年(?:内|间|来|前|之内|之间|里|下来)|(?:过去|近)[一1]年|上一?财年|上[一1]年度?|前[一1]年度?)
    | [当单本](?P<zin>[年季月周日天])(?=[净新]?(?:增|涨|流失|减))
    | (?P<zend>(?:比|较)?(?:上年|去年)(?:年)?[末底])
    | (?P<zmom>环比|[较比]上一?期|[较比]前一?期|[较比]?上个?月(?!球)|较前月|月环比|[较比]前[一1]个?月|{_ON_LAST}月[增减][长加少]?(?=[率了约近逾超达\ ]*[0-9])) | (?P<zqoq>季环比|[较比](?:上|前)[一1]?个?季度?|[上前][一1]?个?季度|[上前][一1]?季|{_ON_LAST}季[增减][长加少]?(?=[率了约近逾超达\ ]*[0-9]))
    | (?P<zwave>上一?[次轮届](?:调查|问卷|报告)?|前一?[次轮](?:调查|问卷|报告)|上一[版份]报告)
    | (?P<zdays>(?:[较比]?前一|[较比]上一?)(?:日|天|周|个?星期)(?![一二三四五六日天末])|(?P<zdaycount>[一两二三四五六七八九十])(?:天|周|个?星期)(?:之|以)?前|[较比]昨[日天])
    | (?P<zhalfyears>一年半|十八个月)(?:内|间|来|前|时间)?
    | (?P<zyears>[两二三四五2345])年(?:内|间|来|前|之内|之间|里|下来|时间|(?=[增涨翻升提减跌扩净]))
    | (?P<zhalf>(?<![上下])半年(?:内|间|来|前|时间|下来)?|比上半年|较上半年)
    | (?<![第前上])(?P<zquarters>[一两二三四1-4])个季度(?:之?前|以前|内|间|来|里|下来|时间)
    | (?:过去|近|最近|短短|在)?(?P<zmonths>[0-9]{{1,2}}|[一两二三四五六七八九十]{{1,2}})个月(?:内|间|来|前|时间|下来)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPAN_JOINS = re.compile(r" ?[–—-] ?| to | through | until ")


@dataclass(frozen=True)
class Period:
    """A stretch of days named in the text; `days` off from the end still fit if it is vague."""

    start: dt.date
    end: dt.date
    vague: bool = False  # "late 2025", "summer 2025": the edges are not sharp


@dataclass(frozen=True)
class PeriodMention:
    """Where a period is named, and which: an absolute one, or so many months before another."""

    start: int
    end: int
    period: Period | None = None
    months_before: int = 0
    days_before: int = 0  # 前一日, a week earlier
    previous: bool = False  # the figure before, whatever its distance: 环比
    year_end_before: bool = False  # the end of the year before: 较上年末
    months_after: int = 0  # "six months later"
    month: int = 0  # a month without its year
    day: int = 0  # the day of that month
    first_month: int = 0  # of several: 3、4两月
    shift: int | None = None  # its year counted from the day of printing: last year is -1
    part: str = (
        ""  # a quarter, half, season or end without its year: q1 to q4, h1, spring, early, end
    )
    named_year: int | None = None  # its year counted from the one named before: 同年 is 0, 上年 -1

    @property
    def unfinished(self) -> bool:
        """Whether the year has to be read from the text around it."""
        return bool(self.month or self.part)

    @property
    def counts_back(self) -> bool:
        """Whether it is a time before another one, told by how long before."""
        back = self.months_before or self.days_before
        return bool(back or self.previous or self.year_end_before)


def find_periods(text: str) -> list[PeriodMention]:
    """Find every period named in a text, in order.

    Examples
    --------
    >>> [m.period.end.isoformat() for m in find_periods("from 2025-06 to the end of 2025") if m.period]
    ['2025-06-30', '2025-12-31']
    >>> [(m.period.start.day, m.period.end.day) for m in find_periods("Feb. 17-23, 2026") if m.period]
    [(17, 23)]
    >>> [m.months_before for m in find_periods("up 8 points in the past six months, 同比增长一倍")]
    [6, 12]
    """
    absolute = [
        PeriodMention(match.start(), match.end(), period)
        for match in _ABSOLUTE.finditer(text)
        if (period := _absolute(match))
    ]
    relative = [_relative(match) for match in _RELATIVE.finditer(text)]
    bare = [_bare_month(match) for match in _BARE_MONTH.finditer(text)]
    quarters = [
        PeriodMention(match.start(), match.end(), part=str(match.lastgroup))
        for match in _QUARTER_BY_ITS_MONTHS.finditer(text)
    ]
    parts = [_bare_part(match) for match in _BARE_PART.finditer(text)]
    parts += [m for match in _ELLIPTIC_PART.finditer(text) if (m := _elliptic_part(match))]
    return _without_overlaps(absolute, _without_overlaps(relative, quarters, bare, parts))


def with_year(mention: PeriodMention, reference: Period) -> Period:
    """Return a month, quarter or half without a year as the last one that had begun by then."""
    for year in (reference.end.year, reference.end.year - 1):
        period = in_year(mention, year)
        if period.start <= reference.end:
            return period
    return period


def as_printed_on(mention: PeriodMention, printed: dt.date) -> Period:
    """Return what "last February" or 去年2月 was on the day of printing."""
    return in_year(mention, printed.year + (mention.shift or 0))


def in_year(mention: PeriodMention, year: int) -> Period:
    """Return a month, quarter or half without a year as that of a year."""
    if mention.part in ("early", "mid", "end"):
        return _edge_of_year(year, mention.part)
    if mention.part in _SEASONS.values():
        return _season(year, mention.part)
    if not mention.month:
        return _part_of_year(year, mention.part)
    month = month_period(year, mention.month)
    if mention.first_month:
        return Period(month_period(year, mention.first_month).start, month.end)
    if not mention.day:
        return month
    day = month.start.replace(day=min(mention.day, month.end.day))
    return Period(day, day)


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day so many months earlier; the end of a month stays the end of a month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if at_end else min(day.day, last))


def month_period(year: int, month: int) -> Period:
    """Return one month as a period."""
    return Period(
        dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    )


def is_calendar_part(period: Period) -> bool:
    """Return whether a period is a quarter, a half or a year, not a span from month to month.

    Examples
    --------
    >>> is_calendar_part(Period(dt.date(2025, 7, 1), dt.date(2025, 12, 31)))
    True
    >>> is_calendar_part(Period(dt.date(2025, 3, 1), dt.date(2025, 12, 31)))
    False
    """
    first, last = period.start, period.end
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return months == 12 or (months in (3, 6) and first.month % months == 1)


def _absolute(match: re.Match[str]) -> Period | None:
    group = match.groupdict()
    try:
        if group["zyear"]:
            return _chinese(group)
        if group["iso"]:
            return _iso(group["iso"])
        for n in ("", "2"):
            if group[f"spanyear{n}"]:
                return _days_between(*(group[f"{name}{n}"] for name in _SPAN))
        for n in ("1", "2"):
            if group[f"month{n}"]:
                day = dt.date(
                    int(group[f"year{n}"]), _month_number(group[f"month{n}"]), int(group[f"day{n}"])
                )
                return Period(day, day)
        if group["month0"]:
            year = int(group["year0"])
            first, last = (_month_number(group[name]) for name in ("month0", "month00"))
            return Period(
                month_period(year - (first > last), first).start, month_period(year, last).end
            )
        if group["next"]:
            first, last = int(group["year10"]), 2000 + int(group["next"])
            months = (11, 3) if group["turn"] else (1, 12)
            return Period(dt.date(first, months[0], 1), dt.date(last, months[1], 31))
        if group["fiscal"] or group["fiscal2"]:
            year = int(group["fiscal"] or group["fiscal2"])
            return Period(dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
        if group["month3"]:
            month = month_period(int(group["year3"]), _month_number(group["month3"]))
            part = (group["part3"] or "").lower()
            return Period(
                month.start, month.end, vague=bool(part) and not re.search("end|half", part)
            )
        if group["quarter"]:
            year = int(group["year4"].strip("'"))
            return _quarter(year + 2000 if year < 100 else year, group["quarter"])
        if group["year5"]:
            return _part_of_year(int(group["year5"]), group["quarter5"])
        if group["half"]:
            year = int(group["year6"].strip("'"))
            return _half(year + 2000 if year < 100 else year, group["half"])
        if group["part7"]:
            return _edge_of_year(int(group["year7"]), group["part7"])
        if group["season"]:
            return _season(int(group["year8"]), group["season"].lower())
        year = int(group["year9"])
        return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    except ValueError:
        return None


def _chinese(group: dict[str, str | None]) -> Period:
    year = int(group["zyear"] or 0)
    if group["zseason"]:
        return _season(year, _SEASONS[group["zseason"]])
    if group["zmonth"]:
        month = month_period(year, int(group["zmonth"]))
        if group["zfirst"]:
            return Period(month_period(year, int(group["zfirst"])).start, month.end)
        if group["zday"]:
            day = month.start.replace(day=int(group["zday"]))
            last = month_period(year, int(group["ztomonth"] or group["zmonth"])).start
            return Period(day, last.replace(day=int(group["ztoday"])) if group["ztoday"] else day)
        return month
    if group["zquarter"]:
        sign = next(c for c in group["zquarter"] if c in "一二三四1234首")
        return _quarter(year, "q" + str("一二三四1234首".index(sign) % 4 + 1))
    if group["zhalf"]:
        return _half(year, "h1" if group["zhalf"] == "上半年" else "h2")
    if group["zend"]:
        return _edge_of_year(
            year, {"初": "early", "中": "mid", "年中": "mid"}.get(group["zend"], "end")
        )
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _iso(text: str) -> Period:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 2:
        return month_period(*parts)
    day = dt.date(*parts)
    return Period(day, day)


_FIELDWORK = 4  # days; "5 to 6 February" is a change from one to the other
_SPAN = ("spanyear", "spanmonth", "spanday", "tomonth", "today")


def _days_between(
    year: str, month: str | None, day: str, to_month: str | None, to_day: str
) -> Period:
    """Return the days from one to another, of one year unless the months say that it turns."""
    first, last = (int(d.rstrip("sthndr")) for d in (day, to_day))
    months = [_month_number(name) for name in (month or to_month, to_month or month) if name]
    start = dt.date(int(year) - (months[0] > months[1]), months[0], first)
    end = dt.date(int(year), months[1], last)
    return Period(start if (end - start).days >= _FIELDWORK else end, end)


def _quarter(year: int, name: str) -> Period:
    digits = re.search(r"[1-4]", name)
    words = ("first", "second", "third", "fourth")
    number = (
        int(digits.group())
        if digits
        else next((i for i, w in enumerate(words, 1) if name.lower().startswith(w)), 4)
    )
    return Period(month_period(year, 3 * number - 2).start, month_period(year, 3 * number).end)


def _half(year: int, name: str) -> Period:
    first = name.lower().startswith(("h1", "1h", "first", "1st"))
    return Period(
        month_period(year, 1 if first else 7).start, month_period(year, 6 if first else 12).end
    )


def _part_of_year(year: int, name: str) -> Period:
    return _quarter(year, name) if name[0] in "qQ" else _half(year, name)


def _edge_of_year(year: int, part: str) -> Period:
    word = part.lower()
    if "turn" in word:
        return Period(dt.date(year - 1, 12, 1), dt.date(year, 1, 31), vague=True)
    if any(name in word for name in ("end", "close")):
        return month_period(year, 12)
    if "late" in word:
        return Period(dt.date(year, 9, 1), dt.date(year, 12, 31), vague=True)
    if "mid" in word:
        return Period(dt.date(year, 5, 1), dt.date(year, 8, 31), vague=True)
    return Period(dt.date(year, 1, 1), dt.date(year, 4, 30), vague=True)


def _season(year: int, name: str) -> Period:
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 1}[name]
    start = month_period(year, first).start - dt.timedelta(days=15)
    return Period(start, month_period(year, first + 2).end + dt.timedelta(days=15), vague=True)


def _relative(match: re.Match[str]) -> PeriodMention:
    group = match.groupdict()
    start, end = match.span()
    if group["zend"]:
        return PeriodMention(start, end, year_end_before=True)
    if group["zmom"]:
        return PeriodMention(start, end, previous=True, months_before=1)
    if group["wave"] or group["zwave"]:
        return PeriodMention(start, end, previous=True)
    if group["later2"]:
        count = group["later2"].lower()
        months = int(count) if count.isdigit() else _NUMBERS[count]
        return PeriodMention(start, end, months_after=months)
    if group["later"] or group["zlater"]:
        return PeriodMention(start, end, months_after=_months_later(match.group().lower()))
    if group["zin"]:  # 当月新增 is counted from its start
        unit = group["zin"]
        days = {"周": 7, "日": 1, "天": 1}.get(unit, 0)
        months = {"年": 12, "季": 3, "月": 1}.get(unit, 0)
        return PeriodMention(start, end, days_before=days, months_before=months)
    if group["days"] or group["zdays"]:
        word = (group["daycount"] or group["zdaycount"] or "1").lower()
        days = 7 if re.search("week|周|星期", match.group().lower()) else 1
        count = int(word) if word.isdigit() else _NUMBERS[word]
        return PeriodMention(start, end, days_before=days * count)
    for name, months in (
        ("yoy", 12), ("zyoy", 12), ("qoq", 3), ("zqoq", 3), ("mom", 1), ("half", 6), ("zhalf", 6)
    ):  # fmt: skip
        if group[name]:
            return PeriodMention(start, end, months_before=months)
    if group["zhalfyears"]:
        return PeriodMention(start, end, months_before=18)
    for name, size in (
        ("months", 1),
        ("months2", 1),
        ("zmonths", 1),
        ("zquarters", 3),
        ("zyears", 12),
        ("years", 12),
        ("years2", 12),
        ("halves", 12),
        ("halves2", 12),
    ):
        if group[name]:
            word = group[name].lower()
            half = 6 if name in ("halves", "halves2") else 0
            count = int(word) if word.isdigit() else _NUMBERS.get(word, 0)
            return PeriodMention(start, end, months_before=count * size + half)
    return PeriodMention(start, end)


def _months_later(words: str) -> int:
    if words.startswith(("half a year", "半年")):
        return 6
    size = 12 if "year" in words or "年" in words else 3 if "quarter" in words else 1
    digits = re.match(r"[0-9]+", words)
    first = re.split(r"[ -]", words)[0] if words[0].isascii() else words[0]
    return size * (int(digits.group()) if digits else _NUMBERS.get(first, 1))


def _month_number(name: str) -> int:
    plain = name.lower().rstrip(".")
    return next(i for i, month in enumerate(_MONTHS, 1) if re.fullmatch(month, plain))


_DAYS = ("day", "day2", "day3", "zday")


def _bare_month(match: re.Match[str]) -> PeriodMention:
    name = match.group("month") or match.group("month2") or match.group("month3")
    number = int(match.group("zmonth")) if not name else _month_number(name)
    day = next((match.group(name) for name in _DAYS if match.group(name)), 0)
    shift, named = _year_word(match)
    if word := match.group("relative") or match.group("relative2"):
        shift = {"this": 0, "last": -1}[word.strip().lower()]
    first = int(match.group("zfirst") or 0)
    return PeriodMention(
        match.start(), match.end(), month=number, day=int(day), shift=shift, first_month=first,
        named_year=named,
    )  # fmt: skip


def _year_word(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the year counted from the day of printing (去年), or from the one named (上年)."""
    word = (match.group("zyear") or " ")[0]
    shift = {"今": 0, "去": -1, "前": -2}.get(word)
    return shift, {"同": 0, "当": 0, "上": -1, "次": 1}.get(word)


def _bare_part(match: re.Match[str]) -> PeriodMention:
    han = match.group("zpart")
    if han:
        shift, named = _year_word(match)
        part = _han_part(han)
        return PeriodMention(match.start(), match.end(), part=part, shift=shift, named_year=named)
    words = ("first", "second", "third", "fourth")
    order = match.group("order").lower()
    number = next(
        (
            i
            for i, w in enumerate(words, 1)
            if order in (w, f"{i}{['st', 'nd', 'rd', 'th'][i - 1]}")
        ),
        0,
    )
    last = 2 if match.group("unit").lower() == "half" else 4
    part = ("h" if last == 2 else "q") + str(min(number or last, last))
    return PeriodMention(match.start(), match.end(), part=part)


def _elliptic_part(match: re.Match[str]) -> PeriodMention | None:
    """Return "the second" as a half or quarter, if one is named in the sentence before it."""
    before = match.string[max(0, match.start() - _ELLIPSIS_REACH) : match.start()]
    told = list(_PART_UNIT.finditer(re.split(r"[.!?] |\n", before)[-1]))
    if not told:
        return None
    unit = "h" if told[-1].group("unit").lower() == "half" else "q"
    number = ("first", "second", "third", "fourth").index(match.group("order")) + 1
    if unit == "h" and number > 2:
        return None
    return PeriodMention(match.start(), match.end(), part=f"{unit}{number}")


def _han_part(text: str) -> str:
    if text[0] in "HQhq":
        return text.lower()
    sign = next(c for c in text if c in "上下一二三四1234春夏秋冬初中底末首")
    if sign in _SEASONS:
        return _SEASONS[sign]
    named = {
        "首": "q1",
        "上": "h1",
        "下": "h2",
        "初": "early",
        "中": "mid",
        "底": "end",
        "末": "end",
    }
    return named.get(sign) or f"q{'一二三四1234'.index(sign) % 4 + 1}"


def _without_overlaps(*groups: list[PeriodMention]) -> list[PeriodMention]:
    """Merge lists of mentions in order of place; where two overlap, the earlier list wins."""
    kept: list[PeriodMention] = []
    for group in groups:
        starts = [m.start for m in kept]
        fresh: list[PeriodMention] = []
        for mention in sorted(group, key=lambda m: (m.start, -m.end)):
            at = bisect_left(starts, mention.end)
            if at and kept[at - 1].end > mention.start:
                continue
            if fresh and fresh[-1].end > mention.start:
                continue
            fresh.append(mention)
        kept = sorted((*kept, *fresh), key=lambda m: m.start)
    return kept


def joined(text: str, periods: list[PeriodMention]) -> list[PeriodMention]:
    """Take two months joined by a dash or "to" as one period: "November 2025 to February 2026"."""
    kept: list[PeriodMention] = []
    for p in periods:
        before = kept[-1] if kept else None
        spans = before and before.period and p.period and before.period.end < p.period.start
        if before and spans and _SPAN_JOINS.fullmatch(text, before.end, p.start):
            told = re.search(r"\b(?:from|between) $", text[: before.start][-10:], re.I)
            months = all(
                27 <= (q.period.end - q.period.start).days <= 31 for q in (before, p) if q.period
            )
            if months and not told and before.period and p.period:
                whole = Period(before.period.start, p.period.end)
                kept[-1] = replace(before, end=p.end, period=whole)
                continue
        kept.append(p)
    return kept

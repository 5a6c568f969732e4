"""Series said in words: what a reporter would write of a figure, in English and in Chinese.

`said(row, language, k)` returns the k-th wording of one observation, or nothing for the few kinds
that a sentence of this form cannot say. The words are ours; the figures are those of the package.
"""

# ruff: noqa: E501 -- a table is read in one piece

from __future__ import annotations

import calendar
import re
from decimal import Decimal
from functools import cache

import pandas as pd

from adoption import data

EN, ZH = "en", "zh"
# publishers by the names that texts give them
PUBLISHERS = {
    "adii": ("the Australian Digital Inclusion Index", "澳大利亚数字包容指数"),
    "aicpb": ("AICPB", "AI产品榜"),
    "alibaba": ("Alibaba", "阿里巴巴"),
    "ap-norc": ("an AP-NORC poll", "美联社-NORC"),
    "apjii": ("APJII", "APJII"),
    "atlanta-fed-sbu": ("the Atlanta Fed", "亚特兰大联储"),
    "baidu": ("Baidu", "百度"),
    "bitkom": ("the industry association Bitkom", "Bitkom"),
    "cfa-japan": ("the Children and Families Agency", "日本儿童家庭厅"),
    "cnnic": ("the China Internet Network Information Center", "中国互联网络信息中心"),
    "credoc-barometre-numerique": ("Crédoc", "Crédoc"),
    "cross-marketing": ("Cross Marketing", "Cross Marketing"),
    "czech-statistical-office": ("the Czech Statistical Office", "捷克统计局"),
    "destatis": ("the Federal Statistical Office", "德国联邦统计局"),
    "elon-imagining-digital-future": ("Elon University", "伊隆大学"),
    "epoch-ai-ipsos": ("an Epoch AI/Ipsos poll", "Epoch AI和益普索"),
    "eurostat-isoc-ai-iaiu": ("Eurostat", "欧盟统计局"),
    "eurostat-isoc-eb-ai": ("Eurostat", "欧盟统计局"),
    "fed-shed": ("the Federal Reserve's SHED survey", "美联储"),
    "gallup-workforce": ("a Gallup survey", "盖洛普"),
    "gmo-research": ("GMO Research", "GMO Research"),
    "google": ("Google", "谷歌"),
    "google-trial-exhibit": ("Google's internal estimates", "谷歌内部数据"),
    "hakuhodo-dy": ("Hakuhodo DY", "博报堂DY"),
    "iamai-kantar": ("the IAMAI-Kantar report", "印度互联网和移动协会"),
    "imda": ("the Infocomm Media Development Authority", "新加坡资讯通信媒体发展局"),
    "ine-spain-tic-h": ("Spain's statistics institute INE", "西班牙国家统计局"),
    "ine-spain-ticce": ("Spain's statistics institute INE", "西班牙国家统计局"),
    "internetnz": ("InternetNZ", "InternetNZ"),
    "internetstiftelsen": ("the Swedish Internet Foundation", "瑞典互联网基金会"),
    "kcc-korea": ("the Korea Communications Commission", "韩国放送通信委员会"),
    "kuaishou": ("Kuaishou", "快手"),
    "mckinsey-state-of-ai": ("McKinsey", "麦肯锡"),
    "meta": ("Meta", "Meta"),
    "mic-japan": ("Japan's communications ministry", "日本总务省"),
    "microsoft": ("Microsoft", "微软"),
    "microsoft-aiei": ("the Microsoft AI Economy Institute", "微软人工智能经济研究所"),
    "mobile-index": ("Mobile Index", "Mobile Index"),
    "mom-singapore": ("Singapore's Ministry of Manpower", "新加坡人力部"),
    "msit-korea": ("South Korea's science ministry", "韩国科学技术信息通信部"),
    "naic-australia": ("the National AI Centre", "澳大利亚国家人工智能中心"),
    "oecd-ict-access-usage": ("the OECD", "经合组织"),
    "oecd-similarweb": ("the OECD", "经合组织"),
    "ofcom": ("Ofcom", "英国通信管理局"),
    "ons-bics": ("the Office for National Statistics", "英国国家统计局"),
    "openai": ("OpenAI", "OpenAI"),
    "perplexity": ("Perplexity", "Perplexity"),
    "pew": ("the Pew Research Center", "皮尤研究中心"),
    "questmobile": ("QuestMobile", "QuestMobile"),
    "questmobile-nbd": ("QuestMobile and National Business Daily", "每日经济新闻与QuestMobile"),
    "ramp-ai-index": ("the Ramp AI Index", "Ramp AI指数"),
    "reuters-institute-dnr": ("the Reuters Institute's Digital News Report", "路透新闻研究所"),
    "reuters-institute-genai-news": ("the Reuters Institute", "路透新闻研究所"),
    "rps-bick-blandin-deming": ("the Real-Time Population Survey", "实时人口调查"),
    "sensor-tower": ("Sensor Tower", "Sensor Tower"),
    "similarweb": ("Similarweb", "Similarweb"),
    "statistics-netherlands": ("Statistics Netherlands", "荷兰统计局"),
    "statistics-norway": ("Statistics Norway", "挪威统计局"),
    "statistics-poland": ("Statistics Poland", "波兰统计局"),
    "tencent": ("Tencent", "腾讯"),
    "twnic": ("the Taiwan Network Information Center", "台湾网络信息中心"),
    "us-census-btos": ("the U.S. Census Bureau", "美国人口普查局"),
    "wiseapp": ("WiseApp", "WiseApp"),
    "xai": ("xAI", "xAI"),
    "yougov": ("a YouGov survey", "YouGov"),
}
PRODUCTS = {
    "any-genai": ("generative AI", "生成式人工智能"),
    "any-ai": ("artificial intelligence", "人工智能"),
    "ernie": ("Ernie Bot", "文心一言"),
    "doubao": ("Doubao", "豆包"),
    "qwen": ("Qwen", "千问"),
    "yuanbao": ("Yuanbao", "元宝"),
    "kling": ("Kling AI", "可灵AI"),
    "microsoft-ai-features": ("Microsoft's AI features", ""),
    "m365-copilot": ("", ""),
    "google": ("Google", "谷歌"),
    "xai": ("xAI", "xAI"),
}
SECTORS = {
    "11": ("agriculture", "农业"),
    "21": ("mining", "采矿业"),
    "22": ("utilities", "公用事业"),
    "23": ("construction", "建筑业"),
    "31": ("manufacturing", "制造业"),
    "42": ("wholesale trade", "批发业"),
    "44": ("retail trade", "零售业"),
    "48": ("transportation and warehousing", "交通运输和仓储业"),
    "51": ("the information sector", "信息业"),
    "52": ("finance and insurance", "金融保险业"),
    "53": ("real estate", "房地产业"),
    "54": ("professional services", "专业服务业"),
    "55": ("management of companies", ""),
    "56": ("administrative services", "行政服务业"),
    "61": ("educational services", "教育服务业"),
    "62": ("health care", "医疗保健业"),
    "71": ("arts and entertainment", "艺术娱乐业"),
    "72": ("accommodation and food services", "住宿餐饮业"),
    "81": ("other services", ""),
    "Accommodation and food services": ("accommodation and food services", "住宿餐饮业"),
    "Construction": ("construction", "建筑业"),
    "Finance and insurance": ("finance and insurance", "金融保险业"),
    "Health care": ("health care", "医疗保健业"),
    "Manufacturing": ("manufacturing", "制造业"),
    "Retail": ("retail", "零售业"),
    "Technology and media": ("technology and media", "科技与媒体业"),
}
PEOPLE = {
    "adults (age floor unknown)": ("adults", "成年人"),
    "internet users": ("internet users", "网民"),
    "total population": ("the population", "人口"),
    "rural population": ("the rural population", "农村人口"),
    "respondents (base unclear)": ("people", "受访者"),
    "online panel": ("respondents", "受访者"),
    "population (definition unknown)": ("people", "人口"),
    "inactive persons": ("people outside the labour force", "非劳动人口"),
    "unemployed persons": ("unemployed people", "失业者"),
    "employed persons (age unknown)": ("employed people", "就业人员"),
    "internet users, high-school students": ("high-school students", "高中生"),
    "employer firms": ("businesses", "企业"),
    "firms": ("firms", "企业"),
    "Ramp customers": ("American businesses", "企业"),
    "SMEs": ("small and medium-sized enterprises", "中小企业"),
    "non-SMEs": ("larger firms", "大型企业"),
    "organizations of survey respondents": ("organizations", "企业"),
    "firms, employment-weighted": ("firms, weighted by employment,", ""),
    "employer firms, employment-weighted": ("firms, weighted by employment,", ""),
    "working-age 15-64": ("the working-age population", "劳动年龄人口"),
}
OF_AN_AGE = {
    "employed": ("workers", "就业者"),
    "internet users": ("internet users", "网民"),
    "teens": ("teenagers", "青少年"),
}
PURPOSES = {
    "any": ("", ""),
    "work": (" at work", "在工作中"),
    "private": (" for private purposes", "为私人用途"),
    "education": (" for schoolwork", "为学习"),
    "information-search": (" to search for information", "为查资料"),
    "companionship": (" for companionship", "为陪伴"),
}
WINDOWS = {
    "ever": ("have ever used {}", "曾使用{}"),
    "daily": ("use {} every day", "每天使用{}"),
    "weekly": ("use {} every week", "每周使用{}"),
    "monthly": ("used {} in the past month", "每月使用{}"),
    "last-12-months": ("used {} in the past year", "过去一年使用过{}"),
    "last-3-months": ("had used {} in the previous three months", "过去三个月使用过{}"),
    "last-2-weeks": ("used {} in the past two weeks", "使用{}"),
    "next-6-months": ("expect to use {} within six months", "预计未来六个月使用{}"),
    "unspecified": ("use {}", "使用{}"),
}
COUNTED = {
    "daily": ("daily active users", "日活跃用户"),
    "weekly": ("weekly active users", "周活跃用户"),
    "monthly": ("monthly active users", "月活跃用户"),
    "ever": ("users", "用户"),
}
GROUPS_OF_PLACES = {
    "WLD": ("the world", "全球"),
    "OECD": ("OECD countries", "经合组织国家"),
    "RISJ6": ("six countries", "六国"),
    "DNR48": ("48 markets", ""),
    "GPAI37": ("37 GPAI countries", "GPAI成员国"),
    "EU27": ("the European Union", "欧盟"),
}
WITH_ARTICLE = ("United States", "United Kingdom", "Netherlands", "United Arab Emirates")
SHARES = {
    EN: (
        "{When}, {share}% of {group}{place} {verb}, according to {source}.",
        "{Source} found that {share} percent of {group}{place} {verb} {when}.",
        "{When} the share of {group}{place} who {verb} was {share}%, {source} reports.",
        "{Source} has published new figures for {at}. Some {share}% of {group} {verb} {when}.",
        "Among {group}{place}, {share}% {verb} {when}, {source} said.",
        "The latest survey by {source} was taken {when}. It shows that {share}% of {group}{place} {verb}.",
    ),
    ZH: (
        "{source}数据显示，{when}，{at}{share}%的{group}{verb}。",
        "据{source}调查，{when}{at}有{share}%的{group}{verb}。",
        "{when}，{at}{group}中{verb}的比例为{share}%，{source}称。",
        "{source}发布报告。报告显示，{when}，{at}{verb}的{group}占{share}%。",
        "{source}日前公布{at}的调查结果。{when}，{share}%的{group}{verb}。",
    ),
}
COUNTS = {
    EN: (
        "{product} had {count} {users}{place} {when}, according to {source}.",
        "{Source} put the number of {product}'s {users}{place} at {count} {when}.",
        "{Source} reported new numbers on {product}{place}. The assistant had {count} {users} {when}.",
    ),
    ZH: (
        "{source}数据显示，{when}，{product}{place}{users}{count}。",
        "{source}宣布，{product}{place}{users}规模{when}达到{count}。",
        "{when}，{product}{place}的{users}数为{count}，{source}披露。",
    ),
}


def said(row: pd.Series, language: str, k: int) -> str:
    """Return the k-th wording of an observation; empty where none of them can say it."""
    words = _share(row, language) if row["indicator"] in ("penetration", "firms_share") else None
    forms = SHARES
    if row["indicator"] in ("users", "accounts"):
        words, forms = _count(row, language), COUNTS
    if words is None or row["source_id"] not in PUBLISHERS:
        return ""
    words |= {"source": PUBLISHERS[row["source_id"]][language == ZH], "when": _when(row, language)}
    words |= {
        name.title(): text[:1].upper() + text[1:]
        for name, text in words.items()
        if name in ("source", "when")
    }
    texts = forms[language]
    return texts[k % len(texts)].format(**words)


def _share(row: pd.Series, language: str) -> dict[str, str] | None:
    group, verb, place = _group(row, language), _verb(row, language), _place(row, language)
    if not (group and verb and place):
        return None
    decimals = {0.05: 1, 0.005: 2}.get(float(row["rounding"]), 0)
    share = f"{Decimal(str(row['value'])):.{decimals}f}"
    inside = "" if group.startswith("American") else f" in {place}"
    return {"share": share, "group": group, "verb": verb, "at": place, "place": inside}


def _count(row: pd.Series, language: str) -> dict[str, str] | None:
    product = _product(row, language)
    known = row["population_group"] in ("product users", "registered users")
    if not (known and product) or row["product"] == "any-genai":
        return None
    users = COUNTED[row["usage_window"]][language == ZH]
    number = int(row["value"])
    if language == EN:
        count = f"{number / 1e6:.10g} million" if number >= 1e6 else f"{number:,}"
        count = f"more than {count}" if row["bound"] == "lower" else count
        place = "" if row["geo"] == "WLD" else f" in {_place(row, language)}"
    else:
        count = f"{number / 1e8:.10g}亿" if number >= 1e8 else f"{number / 1e4:.10g}万"
        count = f"超过{count}" if row["bound"] == "lower" else count
        place = "" if row["geo"] in ("WLD", "CHN") else f"在{_place(row, language)}的"
    return {"product": product, "users": users, "count": count, "place": place}


@cache
def _names() -> dict[str, str]:
    return dict(data.load_table("products")[["product", "name"]].itertuples(index=False))


def _product(row: pd.Series, language: str) -> str:
    return PRODUCTS.get(row["product"], (_names()[row["product"]],) * 2)[language == ZH]


def _place(row: pd.Series, language: str) -> str:
    if row["geo"] in GROUPS_OF_PLACES:
        return GROUPS_OF_PLACES[row["geo"]][language == ZH]
    if language == EN:
        name = data.geo_name(row["geo"])
        return f"the {name}" if name in WITH_ARTICLE else name
    aliases = data.load_table("geographies").set_index("code").loc[row["geo"], "aliases"]
    return next((name for name in str(aliases).split("|") if re.match("[一-鿿]", name)), "")


def _group(row: pd.Series, language: str) -> str:
    label, chinese = row["population_group"], language == ZH
    if label in PEOPLE:
        return PEOPLE[label][chinese]
    if sector := re.search(r"NAICS (\d+)|Ramp customers, (.+)", label):
        name = SECTORS[sector[1] or sector[2]][chinese]
        return (f"{name}企业" if name else "") if chinese else f"firms in {name}"
    if size := re.search(r"(\d+)(?:-(\d+)|\+) employees", label):
        if size[1] == "10" and not size[2]:
            return "企业" if chinese else "enterprises"
        if chinese:
            return f"{size[1]}至{size[2]}人的企业" if size[2] else f"{size[1]}人及以上的企业"
        return f"firms with {size[1]} {f'to {size[2]}' if size[2] else 'or more'} employees"
    if "reporting on" in label or label == "generative-AI users":
        return ""
    kind, low, high = re.fullmatch(
        r"(.*?) ?(?:persons |adults )?(\d+)(?:-(\d+)|\+)", label
    ).groups()
    people = OF_AN_AGE.get(kind.split(" adults")[0], ("people", "人群"))[chinese]
    if not high and low not in ("50", "65"):  # all adults, all of those online
        people = {"adults": ("adults", "成年人")}.get(kind, (people, people))[chinese]
        return "民众" if people == "人群" else people
    if (low, high) == ("16", "74"):
        return "居民" if chinese else "people"
    if chinese:
        return f"{low}至{high}岁{people}" if high else f"{low}岁及以上{people}"
    return f"{people} aged {low} to {high}" if high else f"{people} aged {low} and over"


def _verb(row: pd.Series, language: str) -> str:
    product, chinese = _product(row, language), language == ZH
    if row["series_id"].startswith("ramp"):
        return f"为{product}付费" if chinese else f"paid for {product}"
    if "policy" in row["series_id"] or "frequent" in row["series_id"] or not product:
        return ""
    if row["purpose"] == "news":
        return f"每周用{product}看新闻" if chinese else "use AI chatbots for news every week"
    if row["purpose"] not in PURPOSES:
        return ""
    for_what = PURPOSES[row["purpose"]][chinese]
    if row["purpose"] == "education" and row["source_id"].startswith("eurostat"):
        for_what = "为正规教育" if chinese else " for formal education"
    verb = WINDOWS[row["usage_window"]][chinese]
    if not chinese:
        return verb.format(product + for_what)
    used = re.search("使用", verb)
    return (verb[: used.start()] + for_what + verb[used.start() :]).format(product)


def _when(row: pd.Series, language: str) -> str:
    start, end = row["period_start"], row["period_end"]
    days, chinese = (end - start).days, language == ZH
    if days >= 350 and start.year != end.year:
        return f"{start.year}财年" if chinese else f"in fiscal {start.year}"
    if days >= 350:
        return f"{end.year}年" if chinese else f"in {end.year}"
    if 170 <= days <= 190 and start.day == 1 and start.month in (1, 7):
        first = end.month == 6
        half = "上半年" if first else "下半年"
        return (
            f"{end.year}年{half}"
            if chinese
            else f"in the {'first' if first else 'second'} half of {end.year}"
        )
    if 85 <= days <= 93 and start.day == 1 and start.month in (1, 4, 7, 10):
        quarter = (end.month - 1) // 3
        named = ("first", "second", "third", "fourth")[quarter]
        return (
            f"{end.year}年第{'一二三四'[quarter]}季度"
            if chinese
            else f"in the {named} quarter of {end.year}"
        )
    return (
        f"{end.year}年{end.month}月"
        if chinese
        else f"in {calendar.month_name[end.month]} {end.year}"
    )

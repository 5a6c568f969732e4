"""Words beside a number that no list knows, of which the number may be: 短视频用户10.4亿人.

Chinese writes no spaces and no capitals, so a name is what is left of a clause when everything
known has been taken out; in English it has a capital, or stands where those counted are named.
Where something is left, the number must not be contradicted.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from adoption.claims import chinese
from adoption.claims.memory import within
from adoption.claims.phrases import is_specific
from adoption.claims.quantities import COUNT, PERCENT
from adoption.claims.sentences import Sentence

_HAN = re.compile(r"[一-鿿]")
_STOP = re.compile(r"[，,；;。：:、！？!?()（）“”\"「」『』【】—…~\s]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*|[一-鿿]+")
_VENDOR = re.compile("Anthropic|OpenAI|Google|xAI|DeepSeek")
_COUNTED = re.compile(r"(?P<who>[^，。；、0-9]{0,14}?)(?:用户|网民|人|使用者)")
_SHARE_OF = re.compile(
    r"的?(?P<who>[^，。；、0-9%]{1,24}?)(?:已经?|正在|目前|都|会|曾|均)*"
    r"(?:使用|用过|用上|在用|采用|应用|用|表示|称|把|将|拿)"
)
_USES = re.compile(r"[^，。；、0-9%使用]{0,10}使用(?:过|了|着)?(?P<what>[一-鿿A-Za-z]{2,10})")
SHORT_TOPIC = 16  # characters of a clause that only names what the next one is about
_OWN = re.compile(
    r"(?:我司|我们公司|本公司|贵公司|该公司|公司|自家)(?:的|旗下)?(?:AI|人工智能)?(?:产品|应用|App|平台|业务|员工)"
)
_OF_A_NAME = re.compile(
    r" (?:[a-z]+ ){0,3}(?:of|on|for|in|across) (?P<name>[A-Z][\w&-]*(?: (?:and|or|&) [A-Z][\w&-]*)?)"
)
# the verbs and prepositions that end a noun phrase: "of adults | reported", "the 20% | observed among"
_ENDS_NOUN = re.compile(
    r"confirm(?:ed|s)?|noted?|notes|indicat(?:e|ed|es)|stat(?:ed|es)|admit(?:s|ted|ting)?|acknowledg(?:e|ed|es|ing)|claim(?:s|ed)?|declar(?:e|ed|es)|answer(?:s|ed)?|reveal(?:ed|s)?|mention(?:s|ed)?|works?|went|goes|rose|fell|climbed|jumped|grew|moved|stands|reaches|uses?|used|using|dates?|stems?|comes|counted|asked|told|got|gets?|turn|turned|read|say|said|have|has|had|having|adopt|adopted|adopting|accessing|integrating|incorporating|implementing|leveraging|relying|turning|engaging|interacting|applying|piloting|testing|running|reporting|claiming|into|via|accessing|trying|employing|deploying|utili[sz]ing|embracing|pays?|paid|do|does|did|subscribed?|applied|utili[sz]ed?|integrated?|incorporated?|rolled|accessed|tried|opened|embraced|deployed|implemented|introduced|engaged|experimented|consulted|relied|relies|rely|chose|are|were|is|was|now|report(?:ed)?|reached|stood|who|that|tried|in|at|by|such|but|although|though|while|whereas|observed|recorded|registered|measured|seen|against|versus",
    re.IGNORECASE,
)
_EMPLOYS = re.compile(
    r"employ(?:s|ed)? (?:generative |artificial |the |such |these )?(?:AI|genAI|gen|it|them|intelligence|technolog|tools|chatbots)",
    re.IGNORECASE,
)
_NEUTRAL = frozenset(
    ["ones", "actually", "really", "domestic", "still", "also", "only", "just", "even", "today", "the", "all", "its", "total", "entire", "country", "national", "overall", "of", "s", "in", "and", "a", "an", "full", "nation", "whole", "their", "our", "us", "u", "adult", "saying", "says", "reporting", "ve", "they", "ages", "very", "smallest", "largest", "biggest", "tiny", "age", "aged", "young", "younger", "across", "general", "world", "global", "or", "who", "that", "have", "has", "had", "use", "used", "using", "say", "said", "report", "reported", "now", "currently", "were", "was", "are", "is", "as", "by", "at", "for", "on", "to", "with", "about", "regularly", "already", "some", "tried", "it", "this", "country's", "nation's", "these", "those", "generative", "ai", "genai", "tools", "tool", "chatbot", "chatbots", "chatgpt", "active", "online", "every", "years", "year", "old", "older", "over", "under", "between", "from", "through", "employer", "working", "up", "members", "bloc", "region", "than", "do", "did", "so", "adopter", "adopters", "it", "them", "then", "among", "amongst", "everyone", "everybody", "household", "households", "panel", "engaged", "trading", "proportion", "percentage", "share", "rate", "rates", "figure", "level", "people's", "here", "there", "found", "finds", "came", "comes", "come", "puts", "put", "gave", "gives", "shows", "showed", "hit", "lead", "leads", "led", "leading", "follow", "follows", "followed", "trail", "trails", "trailed", "hold", "holds", "held", "lowest", "highest", "shares", "recorded", "stand", "stands", "stood", "slipped", "climbed", "reached", "reaches", "elsewhere", "likewise", "similarly", "ahead", "behind", "position", "place", "spot", "leaderboard", "ranks", "ranked", "top", "bottom", "unchanged", "remains", "remained"]
)  # fmt: skip
# words of heads and labels that name nobody
_OF_TABLES = frozenset(
    ["share", "shares", "rate", "rates", "percent", "percentage", "pct", "per", "cent", "value", "values", "figure", "figures", "level", "mean", "average", "economy", "economies", "country", "countries", "state", "member", "place", "period", "wave", "change", "points", "pp", "number", "count", "million", "millions", "billion", "end", "first", "second", "half", "quarter", "within", "two", "three", "weeks", "months", "average", "published", "latest", "estimate"]
)  # fmt: skip
_NAME = re.compile(r"(?<![\w&])[A-Z](?:[A-Za-z0-9&-]|\.(?=[A-Z]))*")
_ACRONYM = re.compile(r"[A-Z]{2,}(?:-|$)")
_MODIFIER = re.compile(
    r"(?<![\w-])(?P<word>[A-Za-z]+(?:-[a-z]+|ed|ing|al|ive|ous|ary|ic|ote|ior|ern)) $"
)
# "only Galicia and Extremadura stayed under 33%": whom the clause of a number is about
_IS_OF_A_NAME = re.compile(
    r"(?: [A-Z][a-z]{1,20})?(?:(?:,| and| or) [A-Z][a-z]{1,20}){0,3}(?:,? (?:it|the (?:share|rate|figure|level|proportion)))? (?:stayed|remained|stood|stands|came|has|had|have|was|were)\b[^,;:]*$"
)
_IN = re.compile(r"\b(?:In|Across|Within) (?:the )?$")  # "In Bavaria, 30% of companies used AI"
IN_REACH = 14
_OWNS = re.compile(r"(?:'s|’s) ")
# what makes the first word of a sentence a name
_NAME_ACTS = re.compile(
    r"'s |, (?:its|their|the|a|an) [^,;.]{2,40}, (?=ha[sd]|claim|count|sa[iy]|report|reach)|(?:'s)? (?:[A-Z&][\w&]*|says|said|has|had|counts|claims|claimed|reports|reported|puts|estimates|returned|rose|fell|gained)\b"
)
NOT_NAMES = frozenset(
    ["the", "this", "it", "that", "in", "as", "by", "on", "at", "an", "a", "its", "our", "their", "new", "chinese", "american", "china", "world", "global", "annual", "according", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "report", "data", "figures", "beijing", "xinhua", "reuters", "bloomberg", "techcrunch", "he", "she", "they", "we", "company", "officials", "analysts", "researchers", "experts", "he", "internet", "users", "user", "ai", "generative", "genai", "chatgpt", "ceo", "h1", "h2", "q1", "q2", "q3", "q4", "ap", "afp", "cnbc", "bbc", "cnn", "app", "apps", "today", "let", "what", "here", "who", "year", "everyone", "one", "mau", "dau", "wau", "maus", "wau", "i", "mr", "ms", "dr", "half", "only", "just", "some", "about", "roughly", "nearly", "almost", "over", "more", "use", "used", "uses", "using", "usage", "adoption", "weekly", "daily", "monthly", "among", "while", "but", "and", "for", "of", "with", "from", "there", "these", "those", "one", "two", "three", "most", "many", "few", "each", "every", "now", "then", "last", "next", "since", "after", "before", "when", "if", "so", "yet", "still", "also", "even", "meanwhile", "however", "users", "people", "adults", "firms", "businesses", "companies", "workers", "employees", "share", "rate", "figure", "number", "total", "growth", "table", "chart", "source", "note", "part", "section", "english", "spring", "summer", "autumn", "winter", "fall"]
)  # fmt: skip
ORDINARY = _NEUTRAL | NOT_NAMES


def unknown_in_chinese(sentence: Sentence, i: int) -> str:
    """Return what stands beside a number in Chinese and is on no list; empty if all is known."""
    text, quantity = sentence.text, sentence.quantities[i]
    if not sentence.is_chinese:
        return ""
    start = sentence.left(i)[0]
    if own := _OWN.search(text, start, quantity.start):
        return own.group()
    edges = [start, *(m.end() for m in _STOP.finditer(text, start, quantity.start))]
    found = rest_of(sentence, edges[-1], quantity.start)
    if not found and len(edges) > 1 and not _names_something(sentence, edges[-1], quantity.start):
        topic = edges[-2], edges[-1]
        told = bool(i) and topic[0] == start and _names_something(sentence, *topic, "product")
        counted = quantity.end + text.startswith("的", quantity.end)
        told = told or _names_something(sentence, counted, counted + 1, "group")  # 而46%的青少年
        if topic[1] - topic[0] <= SHORT_TOPIC and not told:  # 有20.0%使用了人工智能技术，比2024年…
            found = rest_of(sentence, *topic)
    if found:
        return found
    used = (
        _USES.match(text, quantity.end, sentence.right(i)[1]) if quantity.unit == PERCENT else None
    )
    unnamed = used is not None and not _names_something(sentence, *used.span("what"))
    what = rest_of(sentence, *used.span("what")) if used and unnamed else ""
    if what:
        return what  # 78.9%的民众使用社群软件
    after = {COUNT: _COUNTED, PERCENT: _SHARE_OF}.get(quantity.unit)
    who = after.match(text, quantity.end, sentence.right(i)[1]) if after else None
    return rest_of(sentence, who.start("who"), who.end("who")) if who else ""


def _names_something(sentence: Sentence, start: int, end: int, tag: str = "") -> bool:
    return any(start <= m.start < end and tag in ("", m.tag) for m in sentence.mentions)


def rest_of(sentence: Sentence, start: int, end: int, *, least: int = 2) -> str:
    """Return the longest word of a stretch that is neither known nor neutral, of so many signs."""
    known = [(m.start, m.end) for m in sentence.mentions if start < m.end and m.start < end]
    for p in sentence.periods:
        if start < p.end and p.start < end:  # 三个月时间
            known.append((p.start, p.end + 2 * sentence.text.startswith("时间", p.end)))
    known += [(a.start, a.end) for a in sentence.ages if start < a.end and a.start < end]
    if "ramp-ai-index" in sentence.memory.carried.get("source", ()):  # it counts by vendor
        known += [m.span() for m in _VENDOR.finditer(sentence.text, start, end)]
    left, position = [], start
    for first, last in [*sorted(known), (end, end)]:
        if first > position:
            left.append(sentence.text[position:first])
        position = max(position, last)
    words = [
        rest for part in left for word in _WORD.findall(part) for rest in _unknown(word, least)
    ]
    return max(words, key=len, default="")


def _unknown(word: str, least: int) -> list[str]:
    """Return what is left of a word when neutral ones are taken out; a single sign is seldom a name."""
    if not _HAN.match(word):
        known = word in _neutral() or word.lower() in _NEUTRAL or word.lower() in NOT_NAMES
        return [] if known or len(word) < 2 else [word]
    rests, rest, position = [], "", 0
    while position < len(word):
        size = next(
            (n for n in (6, 5, 4, 3, 2, 1) if word[position : position + n] in _neutral()), 0
        )
        if size:
            rests.append(rest)
            rest, position = "", position + size
        else:
            rest, position = rest + word[position], position + 1
    return [r for r in (*rests, rest) if len(r) >= least]


def is_a_name(word: str) -> bool:
    """Return whether a Chinese word holds more than words that name nobody: 新的, 最新数据."""
    return bool(_unknown(word, 1))


@lru_cache(maxsize=1)
def _neutral() -> frozenset[str]:
    return frozenset(chinese.NEUTRAL.split("|"))


def unknown_words(sentence: Sentence, start: int, end: int) -> str:
    """Return the first word of a noun phrase that no list knows: "of knowledge workers"."""
    return next((word for word, _ in _unknown_in(sentence, start, end)), "")


def unknown_people(sentence: Sentence, start: int, end: int) -> str:
    """Return the first word that no list knows and that may name people, or a part of them.

    "of knitters", "of remote employees"; not "of firms around the world", "20% can say the same"
    """
    groups = [m.start for m in within(sentence.mentions, start, end) if "group" in m.tag]
    for word, place in _unknown_in(sentence, start, end):
        plural = word.endswith(("s", "children", "-")) and not word.endswith(("ss", "us", "is"))
        if plural or any(place < group for group in groups):
            return word
    return ""


def _unknown_in(sentence: Sentence, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the words of a noun phrase that no list knows, with their places, up to a verb."""
    known = [(m.start, m.end) for m in sentence.mentions if start <= m.start < end]
    known += [(a.start, a.end) for a in sentence.ages if start < a.end and a.start < end]
    known += [(p.start, p.end) for p in sentence.periods if start < p.end and p.start < end]
    asked_by = {m.end for m in sentence.mentions if m.tag == "source"}
    carried = sentence.memory.carried.get("source", ())
    for word in re.finditer(r"[A-Za-z][A-Za-z'-]*", sentence.text[start:end]):
        place = start + word.start()
        if sentence.text[place - 3 : place] == "'s " and place - 3 in asked_by:
            continue  # "on Ramp's platform"
        if _ENDS_NOUN.fullmatch(word.group()) or _EMPLOYS.match(sentence.text, place, end):
            return
        if any(s <= place < e for s, e in known) or word.group().lower() in _NEUTRAL:
            continue
        if word.group() == "platform" and "ramp-ai-index" in carried:
            continue  # its customers are all it counts
        yield word.group().lower(), place


def unknown_label(sentence: Sentence) -> str:
    """Return a word in the head or the labels of the number of a table that no list knows."""
    echo = sentence.memory.echoes.get(sentence.span.start)
    if echo is None:
        return ""
    known = [(m.start, m.end) for m in sentence.mentions]
    known += [(p.start, p.end) for p in sentence.periods]
    known += [(a.start, a.end) for a in sentence.ages]
    for word in re.finditer(
        r"[A-Za-z][A-Za-z'-]+|[一-鿿]+|[0-9]+", sentence.text[echo.names : echo.end]
    ):
        place, name = echo.names + word.start(), word.group()
        if not (
            any(s <= place < e for s, e in known)
            or name.lower() in _NEUTRAL
            or name.lower() in _OF_TABLES
            or (_HAN.match(name) and not _unknown(name, 2))
        ):
            return name
    return ""


def unknown_name(sentence: Sentence, i: int) -> str:
    """Return a name that no list knows: "Naver says its assistant ...", "users of X".

    Beside a publisher only a name at the number itself counts; others may be parts of its title.
    """
    start, end = sentence.near_left(i), sentence.quantities[i].start
    quoted = any(m.tag == "source" for m in sentence.mentions)
    after = _OF_A_NAME.match(sentence.text, sentence.quantities[i].end, sentence.right(i)[1])
    words = list(_NAME.finditer(sentence.text, start, end))
    if after:
        words += _NAME.finditer(sentence.text, after.start("name"), after.end("name"))
    if not words:
        return _kind_of_people(sentence, start, end)
    known = [(m.start, m.end) for m in sentence.mentions]
    known += [(p.start, p.end) for p in sentence.periods]
    known += [(a.start, a.end) for a in sentence.ages]
    for word in words:
        place, name = word.start(), word.group()
        rest = sentence.text[word.end() : end]
        leads = rest.strip() == "," and _IN.search(sentence.text, max(0, place - IN_REACH), place)
        if quoted and place < end and rest.strip("( ") and not (leads or _IS_OF_A_NAME.match(rest)):
            continue
        if any(s <= place < e for s, e in known) or name.lower().rstrip(".") in NOT_NAMES:
            continue
        opens = not sentence.text[sentence.span.start : place].strip("\"'“*( ")
        opens = opens and not _ACRONYM.match(name)
        if opens and not _NAME_ACTS.match(sentence.text, word.end()):
            continue
        if any(
            m.tag == "source" and m.start - 2 <= word.end() <= m.start for m in sentence.mentions
        ):
            continue  # the first name of somebody known
        if _OWNS.match(sentence.text, word.end()) and any(
            m.tag == "product" and is_specific(m)
            and m.start == word.end() + len("'s ") for m in sentence.mentions
        ):  # fmt: skip
            continue  # "Search's AI Overviews", "Moonshot's Kimi"
        if sentence.memory.shortened.get(name.lower(), place) < place:
            continue  # "Overviews", for "AI Overviews"
        if name.endswith("-based"):
            continue  # "the Hangzhou-based firm"
        return name
    return _kind_of_people(sentence, start, end)


def _kind_of_people(sentence: Sentence, start: int, end: int) -> str:
    """Return the word that makes a group a part of it: "remote workers", "white-collar staff"."""
    groups = [m for m in sentence.mentions if m.tag == "group" and start <= m.start < end]
    if not groups or not sentence.text[groups[-1].start].isascii():
        return ""
    word = _MODIFIER.search(sentence.text, start, groups[-1].start)
    if not word or word.group("word").lower() in ORDINARY or word.group("word").endswith("-based"):
        return ""
    inside = any(m.start <= word.start("word") < m.end for m in sentence.mentions)
    return "" if inside else word.group("word")

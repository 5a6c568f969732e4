"""Publishers: who is quoted for a number, in its clause, its sentence or before; and who is not ours.

A maker's name before its product is no publisher, nor is the country in a publisher's name the
place that it counts.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from dataclasses import replace

from adoption.claims import cues, informants, strangers, vendors
from adoption.claims.descriptions import MADE_BY
from adoption.claims.memory import HOME_SOURCES, UNION
from adoption.claims.phrases import (
    MINISTRIES,
    STATISTICAL_OFFICES,
    Mention,
    codes_of,
    country_of_name,
    is_specific,
    listed,
    maker_of,
)
from adoption.claims.quantities import COUNT
from adoption.claims.sentences import Sentence
from adoption.claims.venues import COMPANIES

_THE_BASED = re.compile(r"\bthe [A-Z][\w.]+-based$")
_ITS_OWN = re.compile(rf"{MADE_BY} (?:own )?")
_ITS_KNOWN = re.compile(  # "OpenAI's renowned ChatGPT"
    r"(?:'s|’s) (?:own |very )?(?:[a-z-]+(?:ed|ing|ar|ous|ful|al|est|ive|new|own) )?"
)
_BY = re.compile(r" (?:[a-z]+ ){0,2}(?:by|from|at|of) (?:the |a |an )?(?:[a-z-]+ ){0,5}")
# "the 42.8% that CNNIC counts", "the 34% which Pew had found"
_THAT = re.compile(r" (?:that|which) (?:the )?")
_COUNTS = re.compile(
    r" (?:(?:had|has) )?(?:counts?|counted|finds?|found|reports?|reported|gives?|gave|publishes|published|measures?|measured|estimates?|estimated|puts?|has|had)\b"
)
_WHOSE = re.compile(r"(?:(?:'s|’s) (?:[A-Za-z]+ ){0,3})?")  # Japan's communications ministry

# 'Lorenz said, "My first inclination was ..."': one person, who speaks for this sentence only
_IN_PERSON = re.compile(r"[\"“][^\"”]*\b(?:I|I'm|I’m|I've|I’ve|my|My)\b")
_ANNOUNCES = re.compile(
    r"(?:官方|方面|团队|官微|公众号)*(?:[今昨]?[日天]|[0-9]{1,2}日|近日|日前)?(?:对外|正式|同日)?(?:宣布|官宣|披露|公布|透露|表示)"
)
# "Chief Operating Officer Brad Lightcap", "Nick Turley, who heads the product": of whom it was told
_OFFICER = re.compile(
    r"\b(?:CEO|COO|CFO|CTO|CPO|(?:(?:its|the company's|co-)?founder|[Cc]hief (?:[Ee]xecutive|[A-Za-z]+ [Oo]fficer)|[Pp]resident"
    r"|[Ss]pokes(?:person|man|woman)|[Vv]ice president|[Hh]ead of|[Ee]xecutives?|[Cc]hairman))\b(?! (?:of|at|from) (?!the (?:company|firm|start))[A-Z])"
)
_OFFICE_REACH = 60  # characters from a name to the words for its office

# 路透新闻研究所委托民调机构YouGov: who asks for another is not who publishes
_ENTRUSTED = re.compile(r"(?:委托|授权|雇用|聘请)(?:了|国际|民调|调查|调研|研究|市场|机构|公司)*$")


def remember(sentence: Sentence) -> None:
    """Remember who is quoted: one of our publishers, or one that is not ours."""
    own = _named(sentence)
    text = sentence.text[sentence.span.start : sentence.span.end]
    for match in cues.OUTSIDER.finditer(text):
        name = match.group("name") or match.group("subject") or match.group("han") or ""
        words = [w.lower() for w in re.findall(r"[A-Za-z]{2,}|[一-鿿]+", name)]
        ours = any(
            sentence.span.start + match.start() <= m.start < sentence.span.start + match.end()
            for m in sentence.mentions
            if m.tag in ("source", "product", "place") or m.value == "title"
        )
        if match.group("office") and (home := _office(sentence, match)):
            own.append(home)
            sentence.mentions = sorted([*sentence.mentions, home], key=lambda m: m.start)
        elif match.group("anonymous") and any(
            _BY.fullmatch(sentence.text, sentence.span.start + match.end(), m.start) for m in own
        ):
            continue  # "a new study by the consulting firm McKinsey"
        elif match.group("anonymous"):
            sentence.outsiders.append(
                (sentence.span.start + match.start(), match.group("anonymous"))
            )
        elif words and not (
            ours or own or all(w in strangers.NOT_NAMES for w in words)
            or (match.group("han") and not strangers.is_a_name(name))
            or _stands_for_another(sentence, match)
        ):  # fmt: skip
            if match.group("subject") and _IN_PERSON.search(text):
                sentence.outsiders.append((sentence.span.start + match.start(), name))
                continue
            sentence.memory.outsider = name
            sentence.memory.carried.pop("source", None)
    if not own and (speaker := _maker_speaking(sentence)):
        own = [speaker]
    if not own and sentence.is_chinese and (name := informants.informant(sentence)):
        sentence.memory.outsider = name
        sentence.memory.carried.pop("source", None)
    carried = sentence.memory.carried.get("source", ())
    if "ramp-ai-index" in carried and _are_what_it_counts(sentence, own):
        return  # OpenAI is what Ramp counts, no publisher beside it
    if own:
        sentence.memory.outsider = ""
        sentence.memory.source_in = sentence.passage
        sentence.memory.carried["source"] = tuple(
            dict.fromkeys(v for m in own for v in m.value.split("|"))
        )


def _maker_speaking(sentence: Sentence) -> Mention | None:
    """Return the maker of a product in whose name something is announced: 腾讯元宝宣布."""
    for product in sentence.mentions:
        named = product.tag == "product" and is_specific(product)
        if named and _ANNOUNCES.match(sentence.text, product.end, sentence.span.end):
            maker = maker_of(product.value)
            known = [name for name in COMPANIES if maker in name.split("|")]
            return replace(product, tag="source", value=known[0]) if known else None
    return None


def _are_what_it_counts(sentence: Sentence, own: list[Mention]) -> bool:
    """Return whether all publishers named are vendors; a number of people is no share by vendor."""
    people = any(q.unit == COUNT for q in sentence.quantities)
    return all(m.value in vendors.QUOTED_TOO for m in own) and not (own and people)


def _stands_for_another(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether what looks like a publisher is a date, or words for the one quoted before.

    "from Nov. 17", "according to the Beijing-based research firm"
    """
    start = sentence.span.start
    if any(match.start() <= p.start - start < match.end() for p in sentence.periods):
        return match.group("name") is not None
    carried = sentence.memory.carried.get("source", ())
    described = _THE_BASED.search(match.group()) is not None
    return (described and bool(carried)) or _is_officer_of(sentence, match, carried)


def _is_officer_of(sentence: Sentence, match: re.Match[str], carried: tuple[str, ...]) -> bool:
    """Return whether somebody speaks for the company that was spoken of before: "its COO said"."""
    if not any(set(carried) <= set(company.split("|")) for company in COMPANIES if carried):
        return False
    start = sentence.span.start
    around = sentence.text[
        max(start, start + match.start() - _OFFICE_REACH) : min(
            sentence.span.end, start + match.end() + _OFFICE_REACH
        )
    ]
    return _OFFICER.search(around) is not None


def _named(sentence: Sentence) -> list[Mention]:
    """Return the publishers a sentence names; where one is quoted, "Google's Gemini" names a maker."""
    named = [m for m in sentence.mentions if m.tag == "source"]
    carried = sentence.memory.carried.get("source", ())
    if sentence.is_chinese:
        asked = [m for m in named if _ENTRUSTED.search(sentence.text, m.start - 16, m.start)]
        return [m for m in named if m not in asked] if asked != named else named
    products = {m.start for m in sentence.mentions if m.tag == "product" and is_specific(m)}
    makers = [m for m in named if makes(sentence.text, m, products)]
    if not carried and len(makers) == len(named):
        return named
    return [m for m in named if m not in makers or set(m.value.split("|")) & set(carried)]


def makes(text: str, maker: Mention, products: set[int]) -> bool:
    """Return whether a name stands before the product it makes: "Google's Gemini"."""
    joined = [p.match(text, maker.end) for p in (_ITS_OWN, _ITS_KNOWN)]
    return any(words is not None and words.end() in products for words in joined)


def _office(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Return the statistical office of the place spoken of as a publisher, if it is one of ours."""
    start, end = (sentence.span.start + place for place in match.span("office"))
    before = [m for m in sentence.mentions if m.tag == "place" and m.start < end]
    named = before[-1].value if before else "|".join(sentence.memory.carried.get("place", ()))
    ministry = match.group("office").endswith("ministry")
    offices = MINISTRIES if ministry else STATISTICAL_OFFICES
    known = offices.get(named)
    if known is None and match.group("office").startswith("the "):  # of the country it is all about
        places = (m.value for m in sentence.memory.mentions if m.tag == "place")
        known = offices.get(next(places, ""))
    return Mention(start, end, "source", known) if known else None


def quoted(sentence: Sentence, start: int, end: int) -> tuple[tuple[str, ...], str]:
    """Return the publishers quoted: in the clause from start to end, else in the sentence."""
    carried = sentence.memory.carried.get("source", ())
    here = _named(sentence)
    if "ramp-ai-index" in carried and _are_what_it_counts(sentence, here):
        return carried, "carried"
    near = [m for m in here if start <= m.start < end]
    before = listed(sentence.text, [m for m in here if m.start < start])
    if here:
        whole = codes_of(here)
        by_vendor = "ramp-ai-index" in whole  # it counts by vendor: OpenAI is no source beside it
        return (whole if by_vendor else codes_of(near or before or here)), "sentence"
    return carried, "carried" if carried else "missing"


def counted_by(sentence: Sentence, i: int) -> tuple[str, ...]:
    """Return who is said right after a number to count it: "the 42.8% that CNNIC counts"."""
    end = sentence.quantities[i].end
    named = next((m for m in sentence.mentions if m.tag == "source" and m.start >= end), None)
    if named is None or not _THAT.fullmatch(sentence.text, end, named.start):
        return ()
    counts = _COUNTS.match(sentence.text, named.end, sentence.right(i)[1])
    return codes_of([named]) if counts else ()


def outsider(sentence: Sentence, clause: tuple[int, int], sources: tuple[str, ...]) -> str:
    """Return a publisher that is none of ours: unnamed in the clause, or named before."""
    start, end = clause
    start = min(start, sentence.clause(start))  # "surveys showed 35% to 40% of people"
    own = [m for m in sentence.mentions if m.tag == "source"]
    unnamed = [name for place, name in sentence.outsiders if not own or start <= place < end]
    if unnamed and not any(start <= m.start < end for m in own):
        return unnamed[0]
    return "" if sources else sentence.memory.outsider


def home_of_quoted(sentence: Sentence) -> str:
    """Return the country that the only publisher of a sentence is named after: 西班牙国家统计局."""
    named = [m for m in sentence.mentions if m.tag == "source"]
    homes = {
        "CHN" if m.value in HOME_SOURCES else country_of_name(sentence.text[m.start : m.end])
        for m in named
    }
    return homes.pop() if len(homes) == 1 else ""


def without_homes(sentence: Sentence, places: list[Mention]) -> list[Mention]:
    """Leave out the country whose publisher is quoted, where the sentence names another place.

    "Japan's communications ministry says that 59.2% of Germans ..." is about Germany. A union's
    office counts each of its members, so that its name alone is never the place.
    """
    sources = [m for m in sentence.mentions if m.tag == "source"]
    homes = [
        place
        for place in sentence.mentions
        if place.tag == "place"
        and any(
            source.start <= place.start < source.end
            or _WHOSE.fullmatch(sentence.text, place.end, source.start)
            for source in sources
        )
    ]
    if all(m in homes for m in sentence.mentions if m.tag == "place"):
        homes = [place for place in homes if place.value == UNION]
    return [place for place in places if place not in homes]

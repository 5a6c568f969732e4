"""Who is counted in a number: a kind of unit, ages, sizes of firms, or a part without figures."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from itertools import zip_longest

from adoption.claims import cues, strangers
from adoption.claims.memory import within
from adoption.claims.phrases import Mention
from adoption.claims.quantities import COUNT, NUMBER_WORDS, PERCENT, AgeOrSize
from adoption.claims.sentences import Sentence

_NEXT_ITEM = re.compile("; ")
WEIGHTS_REACH = 40  # characters after those counted: "78% of firms, weighted by employment"
_AMONG = re.compile(r"\b[Aa]mong(?:st)? (?:the |those |all )?(?P<np>[^,;:.()，。0-9%]{1,60})")
# "among the EU countries", "among the Baltics": places, not people
_PLACES = re.compile(
    r"(?:[\w'-]+ ){0,4}?(?:countries|nations|economies|member states|states|markets|members|jurisdictions|Baltics|Nordics|neighbou?rs)\b",
    re.I,
)
_WHOLE_PEOPLE = re.compile(
    r"(?<!internet )(?<!online )\bpopulation\b|\b(?:inhabitants|residents|citizens|everybody|everyone)\b|人口|居民|国民|民众|国人",
    re.I,
)
OF_SECTORS = {"us-census-btos"}  # the publishers that count by industry
COMPOSITION = "a part of the users"  # of whom there are no figures
_MAKES_UP = re.compile(
    r"\b(?:mak(?:e|es|ing) up|made up|account(?:s|ed|ing)? for|represent(?:s|ed|ing)?|constitut(?:e|es|ed|ing))"
    r" (?:about |some |nearly |almost |only |just )?$",
    re.IGNORECASE,
)
_THE_USERS = re.compile(
    r"(?:all |the |its |those |these |them\b|active )*(?:[A-Za-z-]+ ){0,2}?(?:users|who|audience)\b|them\b"
)
_OF_THE_USERS = re.compile(f" of {_THE_USERS.pattern}")
_OF_THOSE = re.compile(
    r"\b[Oo]f (?:those|them|these|the users|its users|all users)(?: who [^,;.]{2,40})?,? (?:about |some |nearly |almost )?$"
)
_ARE_OF_AN_AGE = re.compile(
    r" (?:are|were) (?:aged?\b|between\b|under\b|over\b|younger\b|older\b|women\b|men\b|in their\b)"
)
_ONE_OF_THEM = ("company", "firm", "business", "enterprise", "developer", "startup")
_THE_SHARE = re.compile(
    r"\b(?:the|a|an) (?:share|rate|figure|proportion|percentage|level|number)\b"
)
# "Of the teens who use chatbots, 54 percent": the users; "of those that considered it": nobody known
_OF_THOSE_WHO = re.compile(
    r"(?<!share )(?<!proportion )(?<!percentage )(?<!fraction )(?<!number )"
    r"\b(?:[Oo]f|[Aa]mong) (?:the |those |these |all )?(?:[a-z-]+ ){0,3}(?:who|that(?! (?:year|quarter|month|week|day|time|date)\b)) (?P<what>[^,;.0-9]{1,60}),? (?:some |about |only |just )?$"
)
_USE_IT = re.compile(r"(?:already |currently |regularly |have |had )*(?:use|used|tried|adopted)\b")
# "288 million users who draw pictures": a part of them; "who log in every day": all of them
_USERS_WHO = re.compile(r"\busers (?:who|that) (?P<what>[^,;:.()0-9]{2,60})", re.I)
_ARE_USERS = re.compile(
    r"(?:[a-z]+ly |also |already |have |had |has |now |a |first )*(?:us(?:e|ed|es|ing)|tr(?:y|ied)|are|were|is|was|log|open|visit|access|return|c[ao]me|"
    r"interact|engage|chat|talk|turn|rel(?:y|ied)|adopt|sign|regist|download|install|joined|spend|spent)"
)
_ARE_ASKED = re.compile(
    r"(?:have |had |were |are |was )*(?:respond|answer|repl|asked|survey|poll|interview|took part|take part|work|employed|in work|live|online|aged)"
)
_OF_THEIR_AGE = ("children", "kids", "minors", "youngsters", "youths", "young people")
_TOLD_BY = re.compile(
    r"\b(?:found|finds|shows?|showed|said|says|reports?|reported|estimates?|estimated|suggests?|indicates?|revealed|concluded|declared|declares|announced|announces|disclosed|confirmed|stated|claimed|claims)(?: that)?\b"
)
_OF_THE = re.compile(r" of (?:the |all |its |their )?")
_OF_A_NUMBER = re.compile(r" of (?:(?!and |or )[A-Za-z'’]+ ){0,4}")
_NOUN_PHRASE = re.compile(
    r"\)? of (?P<np>[^,;:.()，；。0-9%]{1,80})|(?:的|中)?(?P<han>[一-鿿]{2,12})"
)
_COMPOSITION = re.compile(r"占(?:到|据|了|比)?(?:约|近|超过?|达)?$")
_HAN_BASE = re.compile(
    r"(?:占(?!比)|相当于|等于)(?:到|据|全部|全国|整体|我国)?(?P<np>[^，；。,;0-9%]{1,16}?)(?:的|比例|比重|比)?(?:为|达到?|约|近|超过?)*$"
)

# "41% of employees say their employer has integrated it", 员工说所在机构已引入AI: of whom they tell
_OF_THEIR_EMPLOYER = re.compile(
    r"[^,;.]{0,60} (?:say|said|says|saying|report|reported|reporting) (?:that )?their (?:own )?"
    r"(?:employers?|organi[sz]ations?|compan(?:y|ies)|firms?|business(?:es)?|workplaces?)\b"
    r"|(?:们)?(?:则|也)?(?:称|说|表示|报告)(?:其|自己|他们)?(?:的|所在的?)?(?:机构|单位|公司|组织|企业|雇主)"
)
_IN_BRACKETS = re.compile(r" ?\([^()%]{2,40}\)")
# "Information, 37.6%", "with information at 37.6%": a sector, where sectors of firms are told of
_INFORMATION = re.compile(
    r"(?:^|[•*–:;,(\n-]|\b(?:with|in|and|to|then))\s*information(?: (?:leads?|led|tops? (?:it|the list)|comes first|stands|stood|is|was|has|had))?(?:,|:| at| with)? ?[(—–]? ?$",
    re.IGNORECASE,
)
# "28.2% among firms with 100 to 249 employees, 17.7% among firms": the size is of the first
_OF_WHOM = re.compile(r" (?:of|among|in|for|at|by) [^,;:.()]{0,40}")
_NEXT_ONE = re.compile(
    r"(?: [^,;:.()0-9%]{1,40})?(?:[,;]| and| but| to)(?: and| but)? (?:only |just |about )?"
)
_USERS_ALONE = re.compile(
    r"(?:(?:of|among) )?(?:(?:all|the|these|those|such|active) )*(?:them|users)?", re.IGNORECASE
)
# a product whose users are told of: "users of generative AI", "AI users", "used ChatGPT"
_MAKES_USERS = re.compile(r"(?:\buse[srd]*(?: of)?|\busing)(?: the)? \S|\S users?\b", re.IGNORECASE)
# "Eurostat surveyed firms with 10 or more staff in Malta. In 2025, 18.9% of them used AI"
_ASKED = re.compile(
    r"\b(?:survey|poll|interview|question|ask)(?:ed|s|ing)\b(?P<whom>[^.;:?!%]{2,120})",
    re.IGNORECASE,
)
ASKED_WITHIN = 240  # characters back to those who were asked
_HAN_PEOPLE = re.compile(r"人(?![口群工均数里中机])")
# "AI of any kind, including appliances and transport, rose to 60%": examples of what is used
_EXAMPLES = re.compile(r"\b(?:including|such as) [^,;:.()0-9]{2,60}(?=,)")
_OF_THOSE_ONLINE = re.compile(r" of (?:[A-Za-z]+ ){1,2}online\b")  # "13% of Brazilians online"


def counted(
    sentence: Sentence, i: int, kind: str
) -> tuple[str, tuple[int, int | None] | None, tuple[int, int | None] | None, str]:
    """Return who is counted: kind, ages, employees, and a part that has no figures."""
    quantity = sentence.quantities[i]
    near = sentence.near_right(i)
    noun = _NOUN_PHRASE.match(sentence.text, quantity.end, sentence.right(i)[1])
    end = max(near, noun.end() if noun and noun.group("np") else near)
    sized = _IN_BRACKETS.match(sentence.text, end)  # "of the smallest firms (one to four staff)"
    if sized and within(sentence.ages, end, sized.end()):
        end = sized.end()
    clause = max(sentence.near_left(i), sentence.new_source(i) or 0, _own_clause(sentence, i))
    clause = max(clause, _own_label(sentence, i))
    after = [m for m in sentence.mentions if m.tag == "group" and quantity.end - 1 <= m.start < end]
    before = [
        m for m in sentence.mentions if m.tag == "group" and clause <= m.start < quantity.start
    ]
    if quantity.word == "fraction":  # "one firm in five"
        after = [*within(sentence.mentions, quantity.start, quantity.end - 1), *after]
        after = [m for m in after if m.tag == "group"]
    told = _OF_THOSE_WHO.search(sentence.text, clause, quantity.start)
    told = told if quantity.unit == PERCENT else None
    if told and _USE_IT.match(told.group("what")):
        return "genai", None, None, ""
    if told and not _ARE_ASKED.match(told.group("what")):
        return "", None, None, told.group("what")
    if quantity.unit == PERCENT and kind == "level":
        if _OF_THOSE_ONLINE.match(sentence.text, quantity.end):
            return "internet", None, None, ""
        base = _counted_base(sentence, i) or _named_base(sentence, i, noun)
        if base is not None:
            return base
    if quantity.unit == COUNT:
        after = [m for m in after if m.value == "internet"]
        before = [m for m in before if m.value == "internet"]
    after = [m for m in after if m.value != "genai" or m.start - quantity.end <= 2]
    before = [m for m in before if not _of_another_number(sentence, m)]
    before = [m for m in before if not _is_the_speaker(sentence.text, m)]
    if i and not sentence.is_chinese:  # "28.1% of the employed, at home 32.6%"
        start, stop = sentence.quantities[i - 1].end, sentence.near_right(i - 1)
        turned = any(m.tag == "purpose" and stop <= m.start < near for m in sentence.mentions)
        if turned:
            before = [m for m in before if not _OF_THE.fullmatch(sentence.text, start, m.start)]
    if sentence.is_chinese:  # of 青少年网民 the last word is the noun
        after = [m for m, n in zip_longest(after, after[1:]) if n is None or m.end != n.start]
    picked = [m for m in (*after[:1], *before[-1:]) if m.value != "weighted"]
    asked_for = sentence.memory.asked_for
    asked = asked_for[1] if asked_for[0] == sentence.memory.sentence_number - 1 else ""
    value = picked[0].value if picked else asked
    if value in ("adult", "person") and any(_qualifies(sentence, m, picked[0]) for m in before):
        value = "employed"
    if picked and value == "genai":
        if quantity.unit == PERCENT and (those := _those_asked(sentence, picked[0])):
            return those
        value = _who_they_are(sentence, picked[0].start, picked[0].end) or value
    reach = min(sentence.right(i)[1], end + WEIGHTS_REACH)
    ends = cues.HAN_STOP if sentence.is_chinese else _NEXT_ITEM
    if stopped := ends.search(sentence.text, quantity.end, reach):
        reach = stopped.start()  # 17.9%的企业使用，若按雇员人数加权则为32%
    later = within(sentence.mentions, quantity.end, reach)
    if not (i or sentence.is_chinese):  # "weigh firms by headcount, and the answer is 32%"
        later = [*within(sentence.mentions, sentence.span.start, clause), *later]
    weighted = [m for m in (*after, *before, *later) if m.value == "weighted"]
    told_from = max([quantity.end, *(m.end for m in picked)])
    if value in ("employed", "respondents") and _OF_THEIR_EMPLOYER.match(
        sentence.text, told_from, sentence.right(i)[1]
    ):
        value = "organization"
    group, ages, employees = _with_limits(value)
    spans = [a for a in sentence.ages if clause <= a.start < end]
    named_anew = bool(after and after[0].value.partition(":")[0])
    if named_anew:
        spans = [a for a in spans if not _tells_the_one_before(sentence, i, a)]
    for span in [a for a in spans if a.start >= quantity.end][:1] or spans[-1:]:
        limits = (span.low, span.high)
        ages, employees = (ages, limits) if span.employees else (limits, employees)
        group = group or ("firm" if span.employees else "person")
    reports = list(_TOLD_BY.finditer(sentence.text, clause, quantity.start))
    said_from = (
        reports[-1].end() if reports else clause
    )  # "the researchers found that 39 percent ..."
    given = [m.span() for m in _EXAMPLES.finditer(sentence.text, said_from, quantity.start)]
    parts = [
        m
        for m in sentence.mentions
        if m.tag in ("unknown_group", "sector")
        and said_from <= m.start < end
        and not _is_the_speaker(sentence.text, m)
        and not (named_anew and _tells_the_one_before(sentence, i, m))
        and not any(start < m.start < stop for start, stop in given)
        and sentence.text[m.start : m.end] != "the State"  # a country, as the Irish call theirs
    ]
    if quantity.unit == COUNT:  # a tool that makes pictures calls its users so
        parts = [m for m in parts if sentence.memory.folded[m.start : m.end] != "creators"]
    led = after[0].start if after and quantity.unit == PERCENT else quantity.end
    detail = " ".join(
        sentence.memory.folded[m.start : m.end] if m.value in ("part", "region") else m.value
        for m in parts
    )
    if kind == "level" and not parts and not (ages or employees) and _is_information(sentence, i):
        return "firm", None, None, "information"
    sectors = [m for m in parts if m.tag == "sector"]
    if sectors and len(sectors) == len(parts):
        group, detail = group or "firm", sectors[-1].value
    among = _AMONG.search(sentence.text, clause, quantity.start)
    if among and named_anew and i and among.start() == sentence.quantities[i - 1].end + 1:
        among = None  # "36.7% among the unemployed, 36.8% among individuals"
    in_table = sentence.span.start in sentence.memory.echoes
    labelled = in_table and employees  # its label tells whom, not what is said above the table
    if among and not (detail or ages or labelled) and kind == "level":
        asked_by = [
            m.start
            for m in sentence.mentions
            if m.tag in ("source", "place") and m.start > among.start("np") + len("the ")
        ]
        stop = min(
            [among.end("np"), *asked_by]
        )  # "among small firms the Reuters Institute counted 40"
        said = _THE_SHARE.search(sentence.text, among.start("np"), stop)
        stop = said.start() if said else stop  # "among small firms the rate is 20%"
        if not _PLACES.match(sentence.text, among.start("np")):
            detail = strangers.unknown_words(sentence, among.start("np"), stop)
    if weighted:
        detail = "employment-weighted"
    elif quantity.unit == COUNT:
        detail = detail or _which_users(sentence, clause, near)
    elif noun and noun.group("np") and quantity.unit == PERCENT and kind == "level":
        detail = detail or strangers.unknown_words(sentence, noun.start("np"), noun.end("np"))
    elif kind == "level" and led - quantity.end < 40:
        detail = detail or strangers.unknown_words(sentence, quantity.end, led)
    if detail in cues.LARGE_FIRMS and group == "firm":
        employees, detail = cues.LARGE_SIZE, ""
    if employees and detail in cues.SIZES_OF_FIRMS:
        detail = ""  # the number of employees says it better
    if ages and detail in _OF_THEIR_AGE:
        detail = ""  # children aged 10 to 17
    return group, ages, employees, detail


def _with_limits(
    value: str,
) -> tuple[str, tuple[int, int | None] | None, tuple[int, int | None] | None]:
    """Return the kind, ages and employees that a word for people stands for: "person:15-64"."""
    group, _, extra = value.partition(":")
    if not extra:
        return group, None, None
    low, _, high = extra.partition("-")
    limits = (int(low), int(high) if high else None)
    return (group, None, limits) if group == "firm" else (group, limits, None)


def _which_users(sentence: Sentence, start: int, end: int) -> str:
    """Return what those users do who alone are counted: "users who draw pictures"."""
    found = _USERS_WHO.search(sentence.text, start, end)
    if found is None or _ARE_USERS.match(found.group("what")):
        return ""
    told = within(sentence.mentions, found.start("what"), found.end("what"))
    return "" if any(m.tag == "purpose" for m in told) else found.group("what").strip()


def _tells_the_one_before(sentence: Sentence, i: int, span: AgeOrSize | Mention) -> bool:
    """Return whether an age, size or sector is of the number before: "28% of firms with 100, 17% of all"."""
    if not i or span.start < sentence.quantities[i - 1].end:
        return False
    said = _OF_WHOM.fullmatch(sentence.text, sentence.quantities[i - 1].end, span.start)
    return bool(said and _NEXT_ONE.fullmatch(sentence.text, span.end, sentence.quantities[i].start))


def _qualifies(sentence: Sentence, worker: Mention, people: Mention) -> bool:
    """Return whether people are said to be in work: 在职的美国成年人."""
    inside = sentence.text[worker.end : people.start]
    for m in within(sentence.mentions, worker.end, people.start):
        inside = inside.replace(sentence.text[m.start : m.end], "") if m.tag == "place" else inside
    return worker.value == "employed" and sentence.text[worker.end - 1] == "的" and not inside


def turns_to_themselves(sentence: Sentence, i: int) -> bool:
    """Return whether employees are said to use it themselves, after what they told of the employer.

    "41% said that their employer had integrated it, and 50% used it": a verb of its own follows.
    """
    before, quantity = sentence.quantities[i - 1], sentence.quantities[i]
    told = _OF_THEIR_EMPLOYER.search(sentence.text, before.end, quantity.start)
    return bool(told and cues.USE.search(sentence.text, quantity.end, sentence.near_right(i)))


def _own_clause(sentence: Sentence, i: int) -> int:
    """Return where the clause of a Chinese number starts, if it names people of its own.

    What follows the number before belongs to that: 三成10至17岁网民使用，高中生为46.2%.
    """
    if not sentence.is_chinese or not i:
        return 0
    start, end = sentence.left(i)
    stop = cues.HAN_STOP.search(sentence.text, start, end)
    if stop is None:
        return 0
    tags = ("group", "unknown_group", "sector")
    near = sentence.near_right(i)
    own = any(m.tag in tags and stop.end() <= m.start < near for m in sentence.mentions)
    return stop.end() if own or any(stop.end() <= a.start < near for a in sentence.ages) else 0


def _own_label(sentence: Sentence, i: int) -> int:
    """Return where the label of an item starts that names those counted in the line above anew.

    "36.8% of firms with 250 or more staff. The others: ... - Firms: 20.6%"
    """
    echo = sentence.memory.echoes.get(sentence.span.start)
    if echo is None:
        return 0
    above, own = (
        {m.value.partition(":")[0] for m in within(sentence.mentions, *span) if m.tag == "group"}
        for span in ((echo.start, echo.names), (echo.names, sentence.quantities[i].start))
    )
    for a in within(sentence.ages, echo.start, echo.names):  # "adults between 30 and 49"
        above |= {"firm"} if a.employees else {"person", "adult"}
    return echo.names if above & own else 0


def ranked_group(sentence: Sentence, position: int, end: int) -> str:
    """Return who is counted by a rank: "the highest share of enterprises", of the words nearest."""
    groups = [
        m for m in sentence.mentions
        if m.tag == "group" and m.start < end and m.value not in ("genai", "weighted")
        and not sentence.text.startswith(("'s", "’s"), m.end)  # the company's table
    ]  # fmt: skip
    after = [m for m in groups if m.start >= position]
    return (after[:1] or groups[-1:])[0].value.partition(":")[0] if groups else ""


def names_a_people(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of a whole people: "44 per cent of Indians"."""
    end = sentence.quantities[i].end
    if sentence.is_chinese:  # 44%的印度人
        return any(
            m.tag == "place" and m.start - end in (0, 1) and _HAN_PEOPLE.match(sentence.text, m.end)
            for m in within(sentence.mentions, end, end + 2)
        )
    noun = _NOUN_PHRASE.match(sentence.text, end, sentence.right(i)[1])
    near = sentence.text[sentence.near_left(i) : sentence.near_right(i)]
    if _WHOLE_PEOPLE.search(near) or (noun and _WHOLE_PEOPLE.search(noun.group())):
        return True
    if noun is None or not noun.group("np"):
        return False
    named = within(sentence.mentions, noun.start("np"), noun.end("np"))
    first = named[0] if named and named[0].start == noun.start("np") else None
    return (
        first is not None
        and first.tag == "place"
        and sentence.text[first.start : first.end].endswith("ns")
        and not any(m.tag in ("group", "unknown_group") for m in named)
    )


def is_base_of_a_share(sentence: Sentence, i: int) -> bool:
    """Return whether a count is what a share is of: "42.8% of China's 1.125 billion internet users"."""
    before = sentence.quantities[i - 1] if i else None
    return (
        before is not None
        and before.unit == PERCENT
        and _OF_A_NUMBER.fullmatch(sentence.text, before.end, sentence.quantities[i].start)
        is not None
    )


def _counted_base(sentence: Sentence, i: int) -> tuple[str, None, None, str] | None:
    """Return the base that is a number itself: "45.9% of the 1.123 billion internet users"."""
    start, end = sentence.right(i)
    if end == sentence.span.end or not _OF_A_NUMBER.fullmatch(sentence.text, start, end):
        return None
    after = (sentence.quantities[i + 1].end, sentence.near_right(i + 1))
    groups = [m for m in sentence.mentions if m.tag == "group" and after[0] <= m.start < after[1]]
    return (
        (groups[0].value.partition(":")[0], None, None, "")
        if groups
        else ("", None, None, "of a number")
    )


def _who_they_are(sentence: Sentence, start: int, end: int) -> str:
    """Return whom "them", or users without a further word, stand for: those online, customers.

    "India has 958 million internet users; 44% of them tried AI features", and not "of its users";
    "Ramp, whose clients are young. Of them, 45.9% paid"
    """
    if sentence.is_chinese or not _USERS_ALONE.fullmatch(sentence.text, start, end):
        return ""
    text = sentence.text
    for m in reversed(within(sentence.memory.mentions, 0, start)):
        if m.tag == "group" and m.value in ("internet", "customer"):
            return m.value
        if m.tag == "product" and _MAKES_USERS.search(text[m.start - 12 : m.end + 7]):
            return ""
    return ""


def _those_asked(
    sentence: Sentence, them: Mention
) -> tuple[str, tuple[int, int | None] | None, tuple[int, int | None] | None, str] | None:
    """Return who "of them" are where people were asked and no share was stated since."""
    memory, back = sentence.memory, max(0, them.start - ASKED_WITHIN)
    asked = list(_ASKED.finditer(memory.text, back, them.start))
    if not asked or not memory.folded[them.start : them.end].endswith("them"):
        return None
    start, end = asked[-1].span("whom")
    shares = [q for q in within(memory.quantities, start, them.start) if q.unit == PERCENT]
    if any(q.end + 1 < them.start for q in shares):
        return None  # of the last share, that is of those who use it
    named = within(memory.mentions, start, end)
    groups = [m.value for m in named if m.tag == "group"]
    parts = [m for m in named if m.tag in ("sector", "unknown_group")]
    if not (groups or parts):
        return None
    kind, ages, employees = _with_limits(groups[-1] if groups else "firm")
    said = {a.employees: (a.low, a.high) for a in within(memory.ages, start, end)}
    detail = " ".join(
        m.value if m.tag == "sector" else memory.folded[m.start : m.end] for m in parts
    )
    return kind, said.get(False, ages), said.get(True, employees), detail


def _is_information(sentence: Sentence, i: int) -> bool:
    """Return whether a share is of the information sector, named without a further word."""
    quoted = {m.value for m in sentence.mentions if m.tag == "source"}
    quoted |= set(sentence.memory.carried.get("source", ()))
    if sentence.quantities[i].unit != PERCENT or not quoted & OF_SECTORS:
        return False
    left = sentence.text[sentence.left(i)[0] : sentence.quantities[i].start]
    return bool(_INFORMATION.search(left))


def _is_the_speaker(text: str, mention: Mention) -> bool:
    """Return whether "the company" or "its firm" is one that was spoken of, not all of them."""
    one = text[mention.start : mention.end].lower() in _ONE_OF_THEM
    return one and bool(
        re.search(r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er) $", text[: mention.start][-5:])
    )


def _of_another_number(sentence: Sentence, mention: Mention) -> bool:
    """Return whether "of them" says whom a number before it counts: "eleven of them members"."""
    before = sentence.text[sentence.span.start : mention.start]
    return mention.value == "genai" and bool(
        re.search(rf"\b(?:{NUMBER_WORDS}|[0-9]+%?) $", before, re.I)
    )


def _is_composition(sentence: Sentence, i: int, noun: re.Match[str] | None) -> bool:
    """Return whether a share is of the users that are of an age: "make up 57% of those who do"."""
    left = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    if _MAKES_UP.search(left):
        return bool(noun and _THE_USERS.match(noun.group("np") or ""))
    end = sentence.quantities[i].end
    of_whom = _OF_THE_USERS.match(sentence.text, end, sentence.span.end)
    are = _ARE_OF_AN_AGE.match(sentence.text, of_whom.end() if of_whom else end, sentence.span.end)
    return bool(are and (of_whom or _OF_THOSE.search(left)))


def _ages_beside(sentence: Sentence, i: int) -> tuple[int, int | None] | None:
    """Return the only ages that the clause of a number names."""
    start, end = sentence.left(i)[0], sentence.right(i)[1]
    found = {(a.low, a.high) for a in within(sentence.ages, start, end) if not a.employees}
    return found.pop() if len(found) == 1 else None


def _goes_on_with_use(sentence: Sentence, i: int) -> bool:
    """Return whether the share before is one of those who use it: 使用AI的10至19人企业占3%，20人以上占5%."""
    if not i:
        return False
    before = sentence.text[sentence.near_left(i - 1) : sentence.quantities[i - 1].start]
    return bool(_COMPOSITION.search(before) and cues.USE.search(before))


def _named_base(
    sentence: Sentence, i: int, noun: re.Match[str] | None
) -> tuple[str, tuple[int, int | None] | None, None, str] | None:
    """Return the base where the words name one that is no group: "of its users", 占专利的."""
    if _is_composition(sentence, i, noun):
        return "", _ages_beside(sentence, i), None, COMPOSITION
    if noun and noun.group("np"):
        head = noun.group("np")[:60]
        if re.match(r"(?:(?!are |were |is )\w+ ){0,5}?users\b", head) and not re.match(
            r"(?:\w+ ){0,3}(?:internet|online|web|smartphone) users", head
        ):
            at = noun.start("np")
            told = _who_they_are(sentence, at, at + head.find("users"))
            return told or "genai", None, None, ""
        return None
    left = sentence.text[sentence.near_left(i) : sentence.quantities[i].start]
    if _COMPOSITION.search(left) and not cues.USE.search(left):
        parts = [m for m in sentence.mentions if m.tag == "unknown_group" or m.value == "teen"]
        start = sentence.near_left(i)
        named = [*(m.start for m in parts), *(a.start for a in sentence.ages)]
        parted = any(start <= place < start + len(left) for place in named)
        if parted and not _goes_on_with_use(sentence, i):
            return "", None, None, "占"  # 40岁以下占74.6% is a part of the users
    if re.search(r"用户[^，。；]{0,12}占比[^，。；0-9]{0,6}$|用户的?比例[^，。；0-9]{0,6}$", left):
        return "genai", None, None, ""
    part = re.search(r"占比|(?<!一)(?<!该)比例", left[-12:])
    start = sentence.quantities[i].start - len(left)
    stops = [m.end() for m in cues.HAN_STOP.finditer(left)]
    clause = start + max(
        (stop for stop in stops if part and stop <= len(left) - 12 + part.start()), default=0
    )
    if (
        part
        and not cues.USE.search(left)
        and strangers.rest_of(sentence, clause, start + len(left))
    ):
        return "", None, None, "占比"
    han = _HAN_BASE.search(left)
    if not han:
        return None
    words = han.group("np")
    start = sentence.quantities[i].start - len(left) + han.start("np")
    inside = [
        m for m in sentence.mentions if start < m.end <= start + len(words) and m.tag == "group"
    ]
    if "网民" in words:
        return "internet", None, None, ""
    if inside:
        return inside[0].value.partition(":")[0], None, None, ""
    return ("genai" if "用户" in words else ""), None, None, "" if "用户" in words else words

"""What a word alone says where it is the head of a column or the label of a row.

"Work" over a column is a purpose, "18–29" are ages, or sizes where firms are counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from adoption.claims.ages import AgeOrSize
from adoption.claims.paragraphs import Echo
from adoption.claims.phrases import Mention

_PURPOSES = {
    "work": "work", "professional": "work", "workplace": "work", "job": "work",
    "private": "private", "personal": "private", "leisure": "private", "home": "private",
    "education": "education", "school": "education", "study": "education", "studies": "education",
}  # fmt: skip
_SECTORS = {"information": "information", "education": "education", "utilities": "utilities"}
_PARTS = re.compile(r"(?:[^,;]|,(?=[0-9]{3}))+")
_RANGE = re.compile(
    r"(?:(?:all|aged?|ages|those|adults|people)\b ?)*(?P<low>[0-9]{1,3})"
    r" ?(?:(?:[–-]|to) ?(?P<high>[0-9]{1,3})|(?P<open>\+|(?:and|or) (?:over|older|above|more|up)))"
    r"(?: ?(?:years?(?: old)?|yrs?|employees|staff|persons employed|workers))?",
    re.IGNORECASE,
)
_IN_PERCENT = re.compile(r" ?\((?:in )?(?:%|per ?cent|pct)\)$", re.IGNORECASE)
_OF_FIRMS = re.compile(
    r"\b(?:firms?|enterprises?|business(?:es)?|compan(?:y|ies)|employees)\b", re.IGNORECASE
)
YOUNGEST, NARROWEST = 10, 4  # years


def read_labels(text: str, echoes: Sequence[Echo]) -> tuple[list[Mention], list[AgeOrSize]]:
    """Return the purposes, sectors, ages and sizes that stand alone in heads and labels.

    Examples
    --------
    >>> text = "Use of AI by adults, Work, 18-29 "
    >>> words, ages = read_labels(text, [Echo(0, 21, len(text))])
    >>> [w.value for w in words], [(a.low, a.high) for a in ages]
    (['work'], [(18, 29)])
    """
    words: list[Mention] = []
    ranges: list[AgeOrSize] = []
    for echo in echoes:
        about_firms = bool(_OF_FIRMS.search(text, echo.start, echo.names))
        for part in _PARTS.finditer(text, echo.names, echo.end):
            name = _IN_PERCENT.sub("", part.group().strip())
            start = part.start() + len(part.group()) - len(part.group().lstrip())
            key, of_firms = name.lower(), about_firms or bool(_OF_FIRMS.search(name))
            if of_firms and key in _SECTORS:
                words.append(Mention(start, start + len(name), "sector", _SECTORS[key]))
            elif not of_firms and key in _PURPOSES:
                words.append(Mention(start, start + len(name), "purpose", _PURPOSES[key]))
            elif limits := _RANGE.fullmatch(name):
                low = int(limits.group("low"))
                high = int(limits.group("high")) if limits.group("high") else None
                wide = high is None or high - low >= (1 if of_firms else NARROWEST)
                if wide and (of_firms or low >= YOUNGEST):
                    ranges.append(AgeOrSize(start, start + len(name), low, high, of_firms))
    return words, ranges

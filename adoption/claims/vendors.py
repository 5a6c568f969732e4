"""Vendors as products: the Ramp index counts the firms that pay OpenAI, Anthropic, Google.

Where it is quoted, a vendor is what a number is of, and no publisher beside it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from adoption.claims import cues
from adoption.claims.phrases import Mention
from adoption.claims.sentences import Sentence, Subject

ALONE = {(name,) for name in ("openai", "anthropic", "google", "xai", "deepseek")}
QUOTED_TOO = ("openai", "anthropic", "google|google-trial-exhibit", "xai")  # publishers elsewhere
_VENDOR = re.compile(r"(?<![a-z])(?:openai|anthropic|google|xai|deepseek|谷歌|深度求索)(?![a-z])")
_FOR = re.compile(r" (?:(?:paid|pay|pays|are paying|were paying)(?: for)?|for) ")
_BARE = re.compile(r" |付费使用|使用|为")  # "39.5% paid for OpenAI and 42.4% Anthropic"
_IN_CHINESE = {"谷歌": "google", "深度求索": "deepseek"}


def paid(sentence: Sentence, i: int, subject: Subject) -> Subject:
    """Take a vendor as the product where the Ramp index is quoted: it counts by vendor.

    The vendor that is overtaken is not the one the number is of, unless it stands at the number.
    """
    start, position = sentence.left(i)[0], sentence.quantities[i].start
    before = named(sentence, start, position)
    at_it = before and cues.LABEL.fullmatch(sentence.text, before[-1].end, position)
    own = before[-1:] if at_it else [m for m in before if not sentence.is_example(m)][-1:]
    own = own or _asked_for(sentence)
    after = named(sentence, sentence.quantities[i].end, sentence.near_right(i))[:1]
    joined = (_FOR,) if at_it else (_FOR, _BARE)
    if after and any(
        p.fullmatch(sentence.text, sentence.quantities[i].end, after[0].start) for p in joined
    ):
        own = after  # "compared with 32.3 per cent for OpenAI"
    if not own and i and sentence.read_subjects[i - 1].products in ALONE and not before:
        return replace(
            subject, products=sentence.read_subjects[i - 1].products,
            how=subject.how | {"products": "sentence"},
        )  # fmt: skip
    end, near = sentence.quantities[i].end, sentence.near_right(i)
    stop = cues.HAN_STOP.search(sentence.text, end, near) if sentence.is_chinese else None
    own = own or named(sentence, end, stop.start() if stop else near)[:1]
    if not own:
        return subject
    return replace(subject, products=(own[0].value,), how=subject.how | {"products": "here"})


def _asked_for(sentence: Sentence) -> list[Mention]:
    """Return the vendor of a question right before: "OpenAI? Down to 33.5%"."""
    start = sentence.span.start
    asked = sentence.text[max(0, start - 12) : start].rstrip().endswith("?")
    return named(sentence, max(0, start - 12), start)[-1:] if asked else []


def named(sentence: Sentence, start: int, end: int) -> list[Mention]:
    """Return the vendors that the Ramp index counts, in a stretch of the text."""
    return [
        Mention(
            start + m.start(), start + m.end(), "product", _IN_CHINESE.get(m.group(), m.group())
        )
        for m in _VENDOR.finditer(sentence.memory.folded[start:end])
    ]

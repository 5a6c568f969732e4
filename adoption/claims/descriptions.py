"""Products described by their makers, not named: "the OpenAI-made chatbot", "Microsoft's assistant"."""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims.phrases import Mention, is_specific

# the assistant of each maker that is known for one
_ASSISTANTS = {
    "openai": "chatgpt", "google": "gemini", "microsoft": "copilot", "anthropic": "claude",
    "xai": "grok", "musk": "grok", "meta": "meta-ai",
}  # fmt: skip
MADE_BY = r"(?:'s|’s|[- ](?:made|owned|developed|built|run))?"
_DESCRIBED = re.compile(
    rf"\b(?P<maker>OpenAI|Google|Microsoft|Anthropic|xAI|Musk|Meta)(?P<of>{MADE_BY}) "
    r"(?P<what>(?:(?:own|popular|viral|flagship|famous|hugely|AI|artificial intelligence|generative|conversational) )*(?:AI |virtual )?(?:chatbot|chat bot|assistant)\b)"
)
_NAME_FOLLOWS = 4  # characters between a description and the name that it describes


def named(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with the products that are only described, unless their names follow.

    Examples
    --------
    >>> [m.value for m in named("the OpenAI-made chatbot", [])]
    ['chatgpt']
    """
    starts = [m.start for m in mentions if m.tag == "product" and is_specific(m)]
    for found in _DESCRIBED.finditer(text):
        start, end = found.span("what")
        bare = not found.group("of") and found.group("what") == "assistant"
        if bare or any(start <= place <= end + _NAME_FOLLOWS for place in starts):
            continue  # "Google assistant" is another product
        inside = [m for m in mentions if start <= m.start < end]
        product = Mention(start, end, "product", _ASSISTANTS[found.group("maker").lower()])
        mentions = [m for m in mentions if m not in inside] + [product]
    return sorted(mentions, key=lambda m: m.start)

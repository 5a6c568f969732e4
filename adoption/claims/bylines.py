"""Publishers named after their numbers: later in the passage, or alone in the whole document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from adoption.claims import publishers
from adoption.claims.memory import Memory
from adoption.claims.phrases import is_specific
from adoption.claims.statements import Statement


def attributed(
    found: list[Statement], noted: dict[int, set[str]], memory: Memory
) -> list[Statement]:
    """Attribute numbers without a publisher to the only one that follows.

    A note on the source of a list is no afterthought: it holds for all of its numbers. `how` keeps
    under "alone" the only publisher of the document, which may support what stays open.
    """
    named: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for s in found:
        if s.subject.sources:
            named[s.passage].add(s.subject.sources)
        if s.subject.outsider:
            named[s.passage].add(())
    others = any(s.subject.outsider or s.stranger for s in found)
    alone = () if others or memory.outsider else _only_one(memory)
    result = []
    for s in found:
        only = named[s.passage]
        if not s.subject.sources and len(only) == 1 and not s.subject.outsider:
            note = noted[s.passage].issuperset(next(iter(only))) and next(iter(only))
            s = _with(s, next(iter(only)), "carried" if note else "later")
        elif alone and not s.subject.sources and not only:
            how_read = s.subject.how | {"alone": " ".join(alone)}
            s = replace(s, subject=replace(s.subject, how=how_read))
        result.append(s)
    return result


def _with(statement: Statement, sources: tuple[str, ...], how: str) -> Statement:
    subject = statement.subject
    how_read = subject.how | {"sources": how}
    return replace(statement, subject=replace(subject, sources=sources, how=how_read))


def _only_one(memory: Memory) -> tuple[str, ...]:
    """Return the only publisher of a document; "Google's Gemini" names a maker."""
    products = {m.start for m in memory.mentions if m.tag == "product" and is_specific(m)}
    named = {
        m.value
        for m in memory.mentions
        if m.tag == "source" and not publishers.makes(memory.text, m, products)
    }
    return tuple(named.pop().split("|")) if len(named) == 1 else ()

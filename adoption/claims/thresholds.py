"""Thresholds held against the levels that a text states: "more than half of the French".

A headline names a mark and no date. Where the text below states the level of the very people, on
the other side of the mark, and no figure of theirs has ever been beyond it, it was not passed.
"""

from __future__ import annotations

from adoption.claims import verdicts
from adoption.claims.bindings import Docket, claimed_of, figures_at
from adoption.claims.statements import Statement
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Verdict


def passed(docket: Docket) -> None:
    """Contradict the open thresholds that no figure of the people spoken of has passed."""
    for i, statement in enumerate(docket.statements):
        open_ = docket.verdicts[i].verdict == UNDETERMINED
        if not (open_ and _is_threshold(statement)) or _is_doubtful(statement):
            continue
        series = {c.series.series_id: c.series for c in docket.binder.candidates(statement)}
        claimed = claimed_of(statement)
        figures = [f for one in series.values() for f in one.figures]
        when = statement.period
        if when and not any(figures_at(one, when) for one in series.values()):
            continue  # "above 90 percent by 2030"
        if any(f.interval.meets(claimed.loose) for f in figures):
            continue
        stated = next(
            (
                v
                for j, v in docket.verdicts.items()
                if v.verdict == SUPPORTED and v.figure and v.series_id in series
                and docket.statements[j].kind == "level" and j not in docket.unnamed
            ),
            None,
        )  # fmt: skip
        if stated is None or stated.figure is None:
            continue
        reason = (
            f"published: {stated.figure.words()} [{stated.series_id}], as stated beside it; "
            f"no figure of theirs is {_side(statement)} "
            f"{verdicts.amount(statement.value, claimed.unit)}"
        )
        docket.verdicts[i] = Verdict(CONTRADICTED, reason, stated.series_id, stated.figure)


def _is_threshold(statement: Statement) -> bool:
    """Return whether a share is said to lie above or below a mark."""
    of_share = statement.kind == "level" and statement.unit == "percent"
    return of_share and statement.printed.is_one_sided


def _is_doubtful(statement: Statement) -> bool:
    return bool(
        statement.blocked
        or statement.weak
        or statement.stranger
        or statement.subject.outsider
        or statement.negated
        or len(statement.subject.places) != 1  # "over 90% in both the U.S. and Germany"
        or (
            statement.subject.how.get("places") == "sentence"  # "in countries such as Denmark"
            and not statement.named <= {*statement.subject.places, *statement.subject.products}
        )
    )


def _side(statement: Statement) -> str:
    return "above" if statement.printed.upper.is_infinite() else "below"

"""Levels of the measure told before them: "for news" in the headline, "Brazil has 13%" below.

What a passage measures holds until another measure is named, also in the next paragraph: the
purpose that a headline or a sentence before tells, all that the last figures of the paragraph
before are of, or the people that were told of last. Nothing is contradicted here.
"""

from __future__ import annotations

from dataclasses import replace

from adoption.claims import continuations, continuity, levels, verdicts
from adoption.claims.bindings import Docket, all_of, claimed_of
from adoption.claims.sentences import Subject
from adoption.claims.verdicts import SUPPORTED, UNDETERMINED, Verdict

SAID = ("here", "sentence")
NOBODY = ("", "person", "respondents")  # groups that name no part of the people


def go_on(docket: Docket) -> None:
    """Support the open levels that fit the measure told before."""
    for i, statement in enumerate(docket.statements):
        open_ = statement.kind == "level" and docket.verdicts[i].verdict == UNDETERMINED
        if not open_ or statement.blocked or statement.stranger or statement.subject.outsider:
            continue
        verdict = (
            _for_the_purpose_told(docket, i)
            or _as_in_the_last_passage(docket, i)
            or _of_the_people_told(docket, i)
        )
        if verdict is not None:
            docket.verdicts[i] = verdict


def _for_the_purpose_told(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on a level for the purpose that was told before, if it fits."""
    statement = docket.statements[i]
    subject = statement.subject
    purpose, _, window = subject.how.get("told", "").partition(" ")
    if not purpose or subject.purpose or subject.how.get("products") == "here":
        return None
    told = replace(subject, purpose=purpose, window=subject.window or window)
    parts = [  # 英国和德国都只有4%: of each of them
        (place, replace(told, places=(place,), how=told.how | {"places": "here"}))
        for place in told.members
    ]
    if len(parts) > 1 and statement.quantified:
        each = [
            (place, levels.level_of_one(docket, replace(statement, subject=one)))
            for place, one in parts
        ]
        verdict = all_of(each)
    else:
        verdict = levels.level_of_one(docket, replace(statement, subject=told))
    if verdict.verdict != SUPPORTED:
        return None
    return verdicts.with_reason(verdict, f"; for {purpose}, as told before")


def _as_in_the_last_passage(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on a level that goes on from the passage before, if it fits."""
    statement = docket.statements[i]
    if not _names_no_measure(statement.subject):
        return None
    first = i
    while first and docket.statements[first - 1].passage == statement.passage:
        first -= 1
        held = docket.verdicts.get(first)
        if held is not None and held.verdict == SUPPORTED and held.figure:
            return None
    before = replace(statement, passage=statement.passage - 1)
    for series, anchor in continuations.continued(docket, before, first):
        figures = continuity.figures_of(before, series, anchor)
        verdict = verdicts.level(series, claimed_of(statement), figures) if figures else None
        if verdict and verdict.verdict == SUPPORTED:
            said = f" [{series.series_id}]; read on from {anchor.words()}"
            return verdicts.with_reason(verdict, said)
        return None
    return None


def _of_the_people_told(docket: Docket, i: int) -> Verdict | None:
    """Return the verdict on a share for some use that names nobody, of the people told last.

    "46% of US teens use them. ... 54% have used them for schoolwork": of the teens.
    """
    statement = docket.statements[i]
    subject = statement.subject
    named = subject.group not in NOBODY or subject.ages or subject.employees or subject.detail
    if statement.unit != "percent" or named or not (subject.purpose and subject.sources):
        return None
    for before in reversed(docket.statements[:i]):
        if before.passage < statement.passage - 1:
            return None
        people = before.subject
        if people.detail or before.unit != "percent" or people.sources != subject.sources:
            return None
        if people.group not in NOBODY or people.ages:
            told = replace(subject, group=people.group, ages=people.ages)
            verdict = levels.level_of_one(docket, replace(statement, subject=told))
            if verdict.verdict != SUPPORTED:
                return None
            return verdicts.with_reason(verdict, "; of the people told before")
    return None


def _names_no_measure(subject: Subject) -> bool:
    """Return whether the words name but a place or a date."""
    people = subject.group or subject.ages or subject.employees or subject.detail
    named = subject.how.get("products") in SAID or subject.how.get("sources") in SAID
    return not (
        people or named or subject.window or subject.purpose or subject.indicator == "users"
    )

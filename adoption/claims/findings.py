"""The statements of a text judged: against the figures they are bound to, and against each other.

Levels come first; a change or a multiple is then counted from the level of its sentence. What a
sentence says of itself (from 64.0 to 70.1 is no 6.1 percent; 515 million are not 45.9 percent of
1.4 billion) is checked even where no figure is bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from adoption.claims import (
    antecedents,
    attributions,
    changes,
    companions,
    comparisons,
    continuations,
    denominators,
    directions,
    distances,
    doubts,
    extremes,
    filings,
    headlines,
    levels,
    lone_figures,
    measures,
    misfits,
    misprints,
    paces,
    ranks,
    shares,
    siblings,
    tallies,
    threads,
    thresholds,
    wrong_units,
)
from adoption.claims.bindings import Docket
from adoption.claims.catalogue import Catalogue
from adoption.claims.statements import CHANGES, Statement
from adoption.claims.verdicts import Verdict


def judge(
    statements: Sequence[Statement],
    catalogue: Catalogue,
    population: pd.DataFrame,
    printed: pd.DataFrame,
) -> list[Verdict]:
    """Return a verdict for each statement, in order.

    Parameters
    ----------
    statements : sequence of Statement
        Of one document (`read_statements`).
    catalogue : Catalogue
        The figures.
    population : DataFrame
        Sizes of populations (`load_table("population")`).
    printed : DataFrame
        Changes as publishers printed them (`load_table("claims")`); those known to be wrong
        support nothing.
    """
    docket = Docket(statements, catalogue, population, printed)
    for i, statement in enumerate(docket.statements):
        if statement.kind == "level":
            docket.verdicts[i] = levels.level(docket, i)
    companions.date_earlier(docket)
    companions.bind_by_joint_values(docket)
    companions.look_again(docket)
    continuations.settle_country(docket)
    continuations.settle_use(docket)
    continuations.read_on(docket)
    attributions.quoted(docket)
    attributions.by_the_only_one(docket)
    attributions.of_an_age(docket)
    attributions.agreed(docket)
    continuations.read_on(docket)
    lone_figures.bind(docket)
    measures.go_on(docket)
    continuations.read_on(docket, only_support=True)
    continuations.read_back(docket)
    filings.settle(docket)
    changes.settle_subject(docket)
    for i in range(len(docket.statements)):
        if _over_time(docket, i):
            docket.verdicts[i] = changes.change(docket, i)
    antecedents.counted(docket)
    told = [i for i, s in enumerate(docket.statements) if s.kind == "level"]
    docket.verdicts |= {i: doubts.tempered(docket, i) for i in told}
    for i, statement in enumerate(docket.statements):
        if statement.kind == "rank" and not statement.compared_product:
            docket.verdicts[i] = ranks.rank(docket, i)
        elif statement.kind == "tally":
            docket.verdicts[i] = tallies.tally(docket, i)
        elif statement.spread and not statement.blocked:
            docket.verdicts[i] = extremes.between_the_ends(docket, i)
        elif statement.kind == "ratio_of_changes":
            docket.verdicts[i] = paces.ratio_of_changes(docket, i)
        elif i not in docket.verdicts:
            docket.verdicts[i] = comparisons.between_places(docket, i)
    others = [i for i, s in enumerate(docket.statements) if s.kind != "level"]
    docket.verdicts |= {i: doubts.tempered(docket, i) for i in others}
    distances.between_stated(docket)
    distances.times_the_next(docket)
    directions.judged(docket)
    continuations.say_again(docket)
    denominators.said_of_others(docket)
    thresholds.passed(docket)
    misprints.recognised(docket)
    misprints.exchanged(docket)
    misprints.of_another_date(docket)
    misprints.before_it_was_announced(docket)
    misprints.of_another_time_before(docket)
    misprints.of_no_date_told(docket)
    headlines.borne_out(docket)
    headlines.said_again(docket)
    siblings.of_another_part(docket)
    siblings.of_another_start(docket)
    misfits.of_the_date_stated(docket)
    siblings.of_a_composition(docket)
    misprints.shares_of_a_part(docket)
    wrong_units.in_the_other_unit(docket)
    threads.gone_on_with(docket)
    comparisons.look_again(docket)
    for i in ranks.orders(docket):
        docket.verdicts[i] = ranks.rank(docket, i)
        docket.verdicts[i] = doubts.tempered(docket, i)
    comparisons.out_of_order(docket)
    return [shares.with_implied_population(docket, i) for i in range(len(docket.statements))]


def _over_time(docket: Docket, i: int) -> bool:
    """Return whether a change or a multiple is counted between two dates."""
    statement = docket.statements[i]
    if statement.kind in CHANGES:
        return not (statement.against or comparisons.two_apart(docket, i))
    if statement.of_the_last and docket.statements[i - 1].kind in CHANGES:
        return False
    return statement.kind == "ratio" and not (
        statement.compared_place
        or statement.compared_product
        or statement.counterpart
        or statement.against
        or statement.spread
    )

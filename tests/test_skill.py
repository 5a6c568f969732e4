"""How far to trust an edition's forecasts: past scores of the model, and the editions before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from adoption import evaluation, report, skill

EditionOf = Callable[[str], report.Edition]


def only(edition: report.Edition, *series: str) -> report.Edition:
    """Return an edition that knows a few series."""
    vintages, known = (
        table[table["series_id"].isin(series)].reset_index(drop=True)
        for table in (edition.vintages, edition.known)
    )
    return replace(edition, vintages=vintages, known=known)


def test_scores_are_means_over_past_figures_and_their_ratio_to_the_last_value(
    edition_of: EditionOf,
) -> None:
    edition = only(edition_of("2026Q2"), report.USA_WORKERS)
    past = evaluation.backtest(edition.vintages, report.USA_WORKERS, models=("engine", "naive"))
    wis: dict[str, list[float]] = {"engine": [], "naive": []}
    inside = 0
    for row in evaluation.score(past, edition.known).to_dict("records"):
        wis[row["model"]].append(row["wis"])
        inside += row["model"] == "engine" and bool(row["covered_80"])
    count = len(wis["engine"])
    assert count > 3
    (found,) = skill.scores(edition).to_dict("records")
    assert found["series_id"] == report.USA_WORKERS
    assert found["forecasts"] == count
    assert found["wis"] == pytest.approx(sum(wis["engine"]) / count)
    assert found["relative_wis"] == pytest.approx(sum(wis["engine"]) / sum(wis["naive"]))
    assert found["covered_80"] == pytest.approx(inside / count)


def test_a_series_of_two_figures_cannot_be_scored(edition_of: EditionOf) -> None:
    edition = only(edition_of("2025Q3"), report.WORLD_SHARE)
    assert len(edition.known) < 3
    assert skill.scores(edition).empty


def test_the_record_holds_earlier_editions_against_what_was_known_since(
    edition_of: EditionOf,
) -> None:
    edition = only(edition_of("2025Q4"), report.USA_WORKERS, report.USA_FIRMS_V1)
    rows = skill.record(edition)
    assert set(rows["edition"]) <= {"2025Q2", "2025Q3"}
    assert set(rows["series_id"]) == {report.USA_WORKERS}
    assert not rows["stored"].any()
    figures = edition.known.set_index("period_end")["value"]
    for row in rows.to_dict("records"):
        assert row["origin"] == report.edition_date(row["edition"])
        assert row["observed"] == figures[row["period_end"]]
    assert skill.record(only(edition_of("2025Q2"), report.USA_WORKERS)).empty

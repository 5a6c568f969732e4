"""How far to trust the forecasts of an edition: the past scores of their model, and the record.

`scores` asks what the model would have said at every past release; `record` holds what the editions
before said against the figures that have come since.
"""

from __future__ import annotations

import pandas as pd

from adoption import archive, data, evaluation, report
from adoption.report import FIRST_EDITION, FORECAST_SERIES, Edition


def scores(edition: Edition) -> pd.DataFrame:
    """Score the model on the past figures of the forecast series, as known at each origin.

    Returns
    -------
    DataFrame
        `series_id`, `forecasts` (how many were scored), `wis` (mean score, points), `relative_wis`
        (ratio to that of the last value carried forward), `covered_50`, `covered_80`, `covered_95`
        (shares). A series without past figures to score has no row.
    """
    records = []
    for series_id in FORECAST_SERIES:
        if not _can_be_scored(edition.vintages[edition.vintages["series_id"] == series_id]):
            continue
        past = evaluation.backtest(edition.vintages, series_id, models=("engine", "naive"))
        scored = evaluation.score(past, edition.known)
        by_model = scored.groupby("model")
        engine = scored[scored["model"] == "engine"]
        if engine.empty:
            continue
        covered = {name: engine[name].mean() for name in ("covered_50", "covered_80", "covered_95")}
        wis = by_model["wis"].mean()
        records.append(
            {
                "series_id": series_id,
                "forecasts": len(engine),
                "wis": wis["engine"],
                "relative_wis": wis["engine"] / wis["naive"],
                **covered,
            }
        )
    return pd.DataFrame(records)


def _can_be_scored(vintages: pd.DataFrame) -> bool:
    """Return whether a figure became known after two others had been."""
    first = vintages.groupby(["period_start", "period_end"])["known_from"].min().sort_values()
    return len(first) > 2 and bool(first.iloc[-1] > first.iloc[1])


def record(current: Edition) -> pd.DataFrame:
    """Hold the forecasts of the editions before `current` against the figures that came since.

    Forecasts are those stored when an edition was published; where none were, they are made
    afterwards by the present model from what was known on the edition's date.

    Returns
    -------
    DataFrame
        The columns of `archive.met`, with `edition` and `stored` (bool).
    """
    tables = []
    names = pd.period_range(FIRST_EDITION, current.name, freq="Q").astype(str)[:-1]
    for name in names:
        stored = name in data.editions()
        if stored:
            ahead = data.load_forecasts(name)
            ahead = ahead[ahead["series_id"].isin(FORECAST_SERIES)]
        else:
            ahead = report.edition(name, observations=current.vintages).forecasts
        tables.append(archive.met(ahead, current.vintages).assign(edition=name, stored=stored))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

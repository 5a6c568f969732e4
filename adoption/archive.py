"""The forecasts that editions published: stored once, scored as figures arrive, misses included."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from adoption.data import editions, forecasts_file, load_forecasts
from adoption.evaluation import KEY, empty_scores, score

STORED_DIGITS = 7  # significant digits of a stored quantile


def store_forecasts(
    forecasts: pd.DataFrame, edition: str, folder: str | Path | None = None
) -> Path:
    """Store the forecasts that an edition publishes; what is stored is never changed.

    Storing the same forecasts again does nothing, other forecasts of the edition are refused.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        A forecasts table.
    edition : str
        Year and quarter, `2026Q2`.
    folder : path, optional
        Where to store; by default `data/forecasts`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    FileExistsError
        If other forecasts of this edition are stored.
    """
    path = forecasts_file(edition, folder)
    order = [*KEY, "quantile_level"]
    table = forecasts[[*order, "predicted"]].sort_values(order)
    if table.duplicated(order).any():
        raise ValueError("`forecasts` holds two predictions for one quantile")
    text = table.to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format=f"%.{STORED_DIGITS}g"
    )
    if path.exists():
        if path.read_text(encoding="utf-8") == text:
            return path
        raise FileExistsError(
            f"{path} holds other forecasts of {edition}: published forecasts are never changed"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".csv.part")
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)
    return path


def _between(forecasts: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Interpolate quantiles to the period ends of the figures of their series."""
    ends = figures[["series_id", "period_end"]].drop_duplicates()
    tables = []
    for (name, model, _), part in forecasts.groupby(["series_id", "model", "origin"]):
        wide = part.pivot_table(index="period_end", columns="quantile_level", values="predicted")
        wanted = ends.loc[ends["series_id"] == name, "period_end"]
        inside = wanted[wanted.between(wide.index[0], wide.index[-1])].sort_values()
        if inside.empty:
            continue
        days, known = (pd.DatetimeIndex(dates).astype("int64") for dates in (inside, wide.index))
        values = np.column_stack([np.interp(days, known, wide[level]) for level in wide.columns])
        table = pd.DataFrame(values, index=pd.DatetimeIndex(inside), columns=wide.columns)
        long = table.rename_axis("period_end").reset_index()
        long = long.melt("period_end", var_name="quantile_level", value_name="predicted")
        tables.append(
            long.assign(series_id=str(name), model=str(model), origin=part["origin"].iloc[0])
        )
    if not tables:
        return forecasts.head(0)
    found = pd.concat(tables, ignore_index=True).astype({"quantile_level": "float64"})
    return found[forecasts.columns].astype(forecasts.dtypes.to_dict())


def record(
    observations: pd.DataFrame,
    folder: str | Path | None = None,
    *,
    before: str | None = None,
) -> pd.DataFrame:
    """Score the stored forecasts of past editions against the figures that have arrived since.

    Parameters
    ----------
    observations : pandas.DataFrame
        What is known now (`as_of`), every vintage.
    folder : path, optional
        Where forecasts are stored.
    before : str, optional
        Only editions before this one.

    Returns
    -------
    pandas.DataFrame
        `edition` and the columns of `score`. Only figures first known after the forecast's origin
        count (`met`). No row is left out for a miss.
    """
    tables = []
    for edition in editions(folder):
        if before is not None and edition >= before:
            continue
        scores = met(load_forecasts(edition, folder), observations)
        scores.insert(0, "edition", pd.Series(edition, index=scores.index, dtype="str"))
        tables.append(scores)
    if not tables:
        empty = empty_scores()
        empty.insert(0, "edition", pd.Series(dtype="str"))
        return empty
    return pd.concat(tables, ignore_index=True)


def met(forecasts: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Score forecasts on the figures that first became known after their origin.

    A figure whose period ends between two of those that were forecast is scored on the quantiles
    between theirs, in proportion to the days.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        A forecasts table.
    observations : pandas.DataFrame
        What is known now, every vintage.

    Returns
    -------
    pandas.DataFrame
        The columns of `score`.
    """
    first_known = observations.groupby(["series_id", "period_end"])["known_from"].min()
    scores = score(_between(forecasts, observations), observations)
    cases = pd.MultiIndex.from_frame(scores[["series_id", "period_end"]])
    known = first_known.reindex(cases).to_numpy()
    return scores[known > scores["origin"].to_numpy()].reset_index(drop=True)

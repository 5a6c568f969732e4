"""Places ranked by figures of one definition, with every rank that rounding leaves open."""

from __future__ import annotations

import pandas as pd

from adoption import data
from adoption.schema import IDENTITY


def require_one_definition(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that may be ranked together: of one definition, apart from the place.

    Raises
    ------
    ValueError
        When they differ in source, indicator, product, purpose, population group, unit of
        observation, weighting or usage window: such figures are never ranked or subtracted.
    """
    for column in IDENTITY:
        values = sorted(rows[column].unique())
        if column != "geo" and len(values) > 1:
            listed = ", ".join(f"`{value}`" for value in values[:4])
            raise ValueError(
                f"the rows differ in `{column}` ({listed}): figures of different definitions "
                "are never ranked together or subtracted"
            )
    return rows


def economies(known: pd.DataFrame) -> pd.DataFrame:
    """Rank the economies of Microsoft's diffusion series by their newest share.

    Parameters
    ----------
    known : DataFrame
        Figures as known on one day (`adoption.as_of`).

    Returns
    -------
    DataFrame
        One row for each economy with figures for the newest period: `series_id`, `geo`, `name`,
        `value`, `rounding`, `obs_status`, `period_start`, `period_end`, `value_before`,
        `period_end_before`, `change_points`, `rank_best`, `rank_worst` (all ranks that its
        interval allows), `rank_before_best`, `rank_before_worst`.
    """
    rows = known[
        known["series_id"].str.fullmatch(r"microsoft-ai-diffusion-[a-z]{3}")
        & (known["geo"] != "WLD")
    ]
    if rows.empty:
        return rows
    require_one_definition(rows)
    newest = rows["period_end"].max()
    now = rows[rows["period_end"] == newest]
    earlier = rows[rows["period_end"] < newest].sort_values("period_end")
    before = earlier.drop_duplicates("series_id", keep="last").set_index("series_id")
    table = now.assign(
        name=now["geo"].map(data.geo_name),
        value_before=now["series_id"].map(before["value"]),
        period_end_before=now["series_id"].map(before["period_end"]),
    )
    table["change_points"] = (table["value"] - table["value_before"]).round(9)
    for prefix, column in (("rank_", "value"), ("rank_before_", "value_before")):
        best, worst = ranks(table[column], table["rounding"])
        table[f"{prefix}best"], table[f"{prefix}worst"] = best, worst
    columns = [
        "series_id", "geo", "name", "value", "rounding", "obs_status", "period_start", "period_end",
        "value_before", "period_end_before", "change_points",
        "rank_best", "rank_worst", "rank_before_best", "rank_before_worst",
    ]  # fmt: skip
    ranked = table.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)
    return pd.DataFrame(ranked[columns])


def ranks(values: pd.Series[float], half: pd.Series[float]) -> tuple[list[int], list[int]]:
    """Return the best and the worst rank that each closed interval allows."""
    lower, upper = values - half, values + half
    slack = 1e-9
    best = [1 + int((lower > high + slack).sum()) for high in upper]
    worst = [int((upper >= low - slack).sum()) for low in lower]
    return best, worst

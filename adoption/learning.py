"""What the bank learns from past technologies: `adoption learn PANEL.csv` writes `bank.json`.

The panel is cut into tasks: some known figures of a series, the next ones to forecast. The
parameters maximise the mean log density that the forecasts give to what came; a technology weighs
by the square root of its number of tasks, so that none drowns the others.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from adoption import bank
from adoption.schema import DataError, Problem

Array = npt.NDArray[Any]

KNOWN_POINTS = (2, 3, 4, 6, 8, 10)
HORIZONS = 8
LOWEST_START, HIGHEST_START = 0.01, 0.5
PANEL_COLUMNS = ("technology", "series_id", "date", "value", "saturation_hint")


@dataclass(frozen=True)
class Tasks:
    """Forecasting tasks cut from a panel: what is known, when to forecast, what came."""

    windows: bank.Windows
    ends: Array  # task x horizon, years
    outcomes: Array  # task x horizon, shares
    series: Array
    technology: Array
    points: Array

    def take(self, index: Array) -> Tasks:
        """Return some of the tasks."""
        return Tasks(
            self.windows.take(index),
            self.ends[index],
            self.outcomes[index],
            self.series[index],
            self.technology[index],
            self.points[index],
        )


def read_panel(path: str | Path) -> pd.DataFrame:
    """Read a panel of technologies; the columns are those of `PANEL_COLUMNS`."""
    panel = pd.read_csv(path)
    missing = [
        Problem(str(path), 1, name, "", "column", f"no column `{name}`")
        for name in PANEL_COLUMNS
        if name not in panel
    ]
    if missing:
        raise DataError(missing)
    panel["date"] = pd.to_datetime(panel["date"])
    return panel.sort_values(["technology", "series_id", "date"], ignore_index=True)


def printed_rounding(values: Array) -> float:
    """Return half the last printed digit of a series: 0.5 for whole numbers, at most 3 decimals.

    Examples
    --------
    >>> printed_rounding(np.array([12.0, 14.5]))
    0.05
    """
    for decimals in range(4):
        if np.allclose(values, np.round(values, decimals), rtol=0, atol=1e-9):
            return float(0.5 * 10.0**-decimals)
    return 0.0


def cut_tasks(
    panel: pd.DataFrame,
    *,
    known_points: tuple[int, ...] = KNOWN_POINTS,
    horizons: int = HORIZONS,
    starts: int = 4,
) -> Tasks:
    """Cut tasks from the shares of a panel (the series with a `saturation_hint` of 100).

    For each series and number of known points, windows of consecutive figures whose first lies
    between 1% and 50% of the cap and which leave at least one figure to forecast; of the possible
    starts up to `starts`, evenly spread from the first to the last. The figures to forecast are the
    next ones, up to `horizons`, at their true dates. Known noise is the rounding as printed.
    """
    rows: list[tuple[str, str, int, Array, Array, float]] = []
    shares = panel[panel["saturation_hint"] == 100]
    for (technology, series), own in shares.groupby(["technology", "series_id"], sort=True):
        times, values = bank.years(own["date"]), own["value"].to_numpy() / 100
        rounding = printed_rounding(own["value"].to_numpy()) / 100
        for points in known_points:
            first = np.flatnonzero((values >= LOWEST_START) & (values <= HIGHEST_START))
            first = first[first + points < len(values)]
            if len(first):
                picked = np.linspace(0, len(first) - 1, starts).round().astype(int)
                rows += [
                    (str(technology), str(series), points, times[i:], values[i:], rounding)
                    for i in first[np.unique(picked)]
                ]
    longest = max(known_points)
    table = np.full((4, len(rows), max(longest, horizons)), np.nan)
    for number, (_, _, points, times, values, _) in enumerate(rows):
        ahead = times[points : points + horizons]
        table[0, number, :points], table[1, number, :points] = times[:points], values[:points]
        table[2, number, : len(ahead)] = ahead
        table[3, number, : len(ahead)] = values[points : points + horizons]
    noise = np.array([row[5] for row in rows])[:, None] / np.sqrt(3)
    known = table[0, :, :longest]
    return Tasks(
        bank.Windows(known, table[1, :, :longest], np.where(np.isnan(known), np.nan, noise)),
        table[2, :, :horizons],
        table[3, :, :horizons],
        np.array([row[1] for row in rows]),
        np.array([row[0] for row in rows]),
        np.array([row[2] for row in rows]),
    )


# Where the search starts (the typical values of a first fit), and how far it may go: logarithms of
# the positive parameters are kept near these by a weak normal prior.
START = bank.Link(0.1, -0.08, 1.0, 0.12, 0.24, 1.0, 0.2, 0.15, 2.4)
POSITIVE = np.array([False, False, True, False, True, True, True, True, True])
CEILINGS = np.array([0.12, 0.18, 0.27, 0.38, 0.5, 0.63, 0.77, 0.9, 1.0])
SPEEDS = np.array([0.5, 1.0, 2.0])
TEMPERING = (0.25, 0.5, 0.75, 1.0)
LEARNT_HORIZONS = np.array([0, 2, 6])
TASKS_EACH = 12  # at most so many tasks of one technology and number of points, spread evenly
PRIOR_PRECISION = 0.0004
ROUNDS = 2


def fit(tasks: Tasks) -> bank.Parameters:
    """Return the parameters that maximise the log density of what came."""
    from scipy import optimize

    chosen = tasks.take(_spread(tasks))
    size = (len(bank.LINKS), len(CEILINGS), len(SPEEDS))
    now = bank.Parameters((START, START), CEILINGS, SPEEDS, np.full(size, 1 / np.prod(size)), 0.5)
    weight = _task_weights(chosen)
    start = _encode(now)
    position = start

    def loss(x: Array) -> float:
        score = weight @ _log_scores(chosen, _decode(x, now))
        return float(PRIOR_PRECISION * ((x - start) ** 2).sum() - score)

    for _ in range(ROUNDS):
        found = optimize.minimize(loss, position, method="L-BFGS-B", options={"maxiter": 10})
        position = found.x
        now = _decode(position, now)
        now = replace(now, weights=_expected_weights(chosen, now, weight))
    scores = [
        float(weight @ _log_scores(chosen, replace(now, tempering=power))) for power in TEMPERING
    ]
    return replace(now, tempering=TEMPERING[int(np.argmax(scores))])


def learn(panel_path: str | Path, output: str | Path | None = None) -> dict[str, Any]:
    """Learn the bank from a panel and write it, with its provenance, as JSON.

    Parameters
    ----------
    panel_path : path
        A CSV file with the columns `technology, series_id, date, value, saturation_hint`.
    output : path, optional
        Where to write; nothing is written by default.

    Returns
    -------
    dict
        What was written: `provenance` and `parameters`.
    """
    panel = read_panel(panel_path)
    tasks = cut_tasks(panel)
    if not len(tasks.points):
        message = "no series of shares is long enough to learn from"
        raise DataError([Problem(str(panel_path), 0, "", "", "panel", message)])
    learnt = {
        "provenance": {
            "command": f"adoption learn {Path(panel_path).name}",
            "panel_sha256": hashlib.sha256(Path(panel_path).read_bytes()).hexdigest(),
            "technologies": len(set(tasks.technology)),
            "series": len(set(tasks.series)),
            "tasks": len(tasks.points),
        },
        "parameters": fit(tasks).to_dict(),
    }
    if output is not None:
        Path(output).write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
    return learnt


def _spread(tasks: Tasks) -> Array:
    """Return at most `TASKS_EACH` tasks of each technology and number of points."""
    picked: list[int] = []
    keys = pd.Series(range(len(tasks.points)))
    for _, own in keys.groupby([tasks.technology, tasks.points]):
        some = np.linspace(0, len(own) - 1, TASKS_EACH).round().astype(int)
        picked += own.to_numpy()[np.unique(some)].tolist()
    return np.sort(np.array(picked))


def _task_weights(tasks: Tasks) -> Array:
    _, place, count = np.unique(tasks.technology, return_inverse=True, return_counts=True)
    weight = 1 / np.sqrt(count[place])
    return np.asarray(weight / weight.sum())


def _encode(parameters: bank.Parameters) -> Array:
    table = np.array(parameters.links)
    return np.where(POSITIVE, np.log(np.where(POSITIVE, table, 1.0)), table).ravel()


def _decode(x: Array, parameters: bank.Parameters) -> bank.Parameters:
    table = x.reshape(len(bank.LINKS), -1)
    table = np.where(POSITIVE, np.exp(np.where(POSITIVE, table, 0.0)), table)
    logit, gompertz = (bank.Link(*map(float, row)) for row in table)
    return replace(parameters, links=(logit, gompertz))


def _member_log_densities(tasks: Tasks, parameters: bank.Parameters) -> tuple[Array, Array]:
    """Return each member's log density of what came (task x horizon x member), and log weights."""
    from scipy import special

    members = bank.members(parameters)
    some = replace(tasks, ends=tasks.ends[:, LEARNT_HORIZONS])
    mixture = bank.member_forecasts(some.windows, some.ends, parameters)
    part = tasks.outcomes[:, LEARNT_HORIZONS, None] / members.ceiling
    above = (part >= bank.HIGHEST) & (members.ceiling < 1)
    part = np.clip(part, bank.LOWEST, bank.HIGHEST)
    is_logit = members.link == 0
    x = (bank.to_scale(part, is_logit) - mixture.location) / mixture.scale
    degrees = mixture.degrees[:, None]
    log_density = (
        special.gammaln((degrees + 1) / 2)
        - special.gammaln(degrees / 2)
        - 0.5 * np.log(degrees * np.pi)
        - (degrees + 1) / 2 * np.log1p(x * x / degrees)
        - np.log(mixture.scale)
        + np.log(bank.stretch(part, is_logit) / members.ceiling)
    )
    with np.errstate(divide="ignore"):
        log_weight = np.log(bank.posterior(mixture.log_likelihood, parameters))
    return np.where(above, -30.0, log_density), log_weight


def _log_scores(tasks: Tasks, parameters: bank.Parameters) -> Array:
    """Return the mean log density of each task over its horizons."""
    from scipy import special

    log_density, log_weight = _member_log_densities(tasks, parameters)
    scores = special.logsumexp(log_density + log_weight[:, None], axis=-1)
    return np.asarray(np.nanmean(scores, axis=1))


def _expected_weights(tasks: Tasks, parameters: bank.Parameters, weight: Array) -> Array:
    """Return prior weights of the members by expectation maximisation on what came."""
    now = parameters
    for _ in range(30):
        log_density, log_weight = _member_log_densities(tasks, now)
        share = log_density + log_weight[:, None]
        share = np.exp(share - share.max(axis=-1, keepdims=True))
        share /= share.sum(axis=-1, keepdims=True)
        mean = weight @ np.nanmean(share, axis=1)
        smoothed = (mean + 0.2 / mean.size) / 1.2
        now = replace(now, weights=smoothed.reshape(now.weights.shape))
    return now.weights

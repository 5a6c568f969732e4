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

from adoption import bank, raw
from adoption.mixture import distribution, log_density, log_score
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
    """Read a panel of technologies; the columns are those of `PANEL_COLUMNS`.

    Raises
    ------
    DataError
        Where a column is missing, a `date` is no ISO date, or a `value` or `saturation_hint` (which
        may be empty) is no number; by file and line.
    """
    panel = raw.cells_of(Path(path))
    missing = [
        Problem(str(path), 1, name, "", "column", f"no column `{name}`")
        for name in PANEL_COLUMNS
        if name not in panel
    ]
    if missing:
        raise DataError(missing)
    dates = pd.to_datetime(panel["date"], format="%Y-%m-%d", errors="coerce")
    numbers = {
        name: pd.to_numeric(panel[name], errors="coerce") for name in ("value", "saturation_hint")
    }
    wrong = {
        "date": (dates.isna(), "a date is written as YYYY-MM-DD"),
        "value": (~np.isfinite(numbers["value"]), "a number is expected"),
        "saturation_hint": (
            ~np.isfinite(numbers["saturation_hint"]) & (panel["saturation_hint"] != ""),
            "100 is expected for a share in percent, another ceiling, or nothing",
        ),
    }
    problems = [
        Problem(str(path), line + 2, name, text, "cell", f"`{name}` is {text!r}: {expected}")
        for name, (bad, expected) in wrong.items()
        for line, text in panel.loc[bad, name].items()
    ]
    if problems:
        raise DataError(problems)
    panel = panel.assign(date=dates, **numbers)
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


def faster(tasks: Tasks, clock: float | Array) -> Tasks:
    """Return the tasks with their dates compressed, so many times as fast."""
    factor = np.reshape(clock, (-1, 1))
    windows = replace(tasks.windows, times=tasks.windows.times / factor)
    return replace(tasks, windows=windows, ends=tasks.ends / factor)


# Where the search starts (the typical values of a first fit), and how far it may go: logarithms of
# the positive parameters are kept near these by a weak normal prior.
START = bank.Link(0.1, -0.08, 1.0, 0.12, 0.24, 1.0, 0.2, 0.15, 2.4)
POSITIVE = np.array([False, False, True, False, True, True, True, True, True])
CEILINGS = np.array([0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0])
SPEEDS = np.array([0.25, 0.61, 1.5, 3.7, 9.0])
# Technologies now spread faster than those of the panel: half of the tasks is learnt from with
# dates twice and four times as close, and a quarter of the coverage is that at twice the speed.
CLOCKS = (1.0, 1.0, 2.0, 4.0)
CLOCKS_OF_COVERAGE = {1.0: 0.75, 2.0: 0.25}
# Members differ more when they are fitted to a likelihood tempered less than that of the forecasts.
FITTED_TEMPERING, TEMPERING = 0.5, 0.3
LEARNT_HORIZONS = np.array([0, 2, 6])
TASKS_EACH = 8  # at most so many tasks of one technology and number of points, spread evenly
PRIOR_PRECISION = 0.0004
ROUNDS, ITERATIONS = 2, 10
DIFFERENCE = 1e-6
# Weight of a steady series' own drift: the log density of what came is highest at 0.45 with all
# families of the panel, at 0.25 to 0.5 without one of them; above 0.35 two points suffer.
OWN_DRIFT = 0.35
EVEN = 0.5  # how much of the members' prior weight is spread evenly


def fit(tasks: Tasks) -> bank.Parameters:
    """Return the parameters that maximise the log density of what came."""
    from scipy import optimize

    chosen = tasks.take(_spread(tasks))
    clocked = faster(chosen, np.resize(CLOCKS, len(chosen.points)))
    size = (len(bank.LINKS), len(CEILINGS), len(SPEEDS))
    even = np.full(size, 1 / np.prod(size))
    now = bank.Parameters((START, START), CEILINGS, SPEEDS, even, FITTED_TEMPERING, 0.0, 1.0)
    weight = _task_weights(chosen)
    start = position = _encode(now)
    for _ in range(ROUNDS):
        found = optimize.minimize(
            _loss_and_gradient,
            position,
            args=(clocked, now, weight, start),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": ITERATIONS},
        )
        position = found.x
        now = _decode(position, now)
        terms = _terms(clocked, bank.members(now))
        prior = _expected_weights(terms, now.weights.ravel(), now.tempering, weight)
        now = replace(now, weights=prior.reshape(size))
    now = replace(now, tempering=TEMPERING, own_drift=OWN_DRIFT)
    return replace(now, spread=_recalibration(chosen, now, weight))


def _loss_and_gradient(
    x: Array, tasks: Tasks, now: bank.Parameters, weight: Array, start: Array
) -> tuple[float, Array]:
    """Return minus the mean log score, with a weak prior round the start, and its gradient.

    The gradient is by forward differences; a parameter moves the members of its own link only, so
    the others are not run again.
    """
    prior = now.weights.ravel()

    def loss(terms: tuple[Array, Array], at: Array) -> float:
        score = weight @ _log_scores(terms, prior, now.tempering)
        return float(PRIOR_PRECISION * ((at - start) ** 2).sum() - score)

    here = bank.members(_decode(x, now))
    terms = _terms(tasks, here)
    value = loss(terms, x)
    gradient = np.zeros_like(x)
    for number in range(len(x)):
        moved = x.copy()
        moved[number] += DIFFERENCE
        own = here.is_logit == (number < len(x) // 2)
        part = _terms(tasks, bank.members(_decode(moved, now)).take(own))
        both = tuple(old.copy() for old in terms)
        for old, new in zip(both, part, strict=True):
            old[..., own] = new
        gradient[number] = (loss((both[0], both[1]), moved) - value) / DIFFERENCE
    return value, gradient


def _recalibration(tasks: Tasks, learnt: bank.Parameters, weight: Array) -> float:
    """Return the factor of the normal scores at which 80% intervals hold 80% of what came."""
    from scipy import special

    away, share = [], []
    for clock, part in CLOCKS_OF_COVERAGE.items():
        reached = _probabilities(faster(tasks, clock), learnt)
        away.append(np.abs(special.ndtri(np.clip(reached, 1e-9, 1 - 1e-9))))
        share.append(np.broadcast_to(part * weight[:, None], reached.shape))
    known = ~np.isnan(np.concatenate(away))
    distance = np.concatenate(away)[known]
    order = np.argsort(distance, kind="stable")
    cumulative = np.cumsum(np.concatenate(share)[known][order])
    place = np.searchsorted(cumulative, 0.8 * cumulative[-1])
    return float(distance[order][place] / special.ndtri(0.9))


def _probabilities(tasks: Tasks, learnt: bank.Parameters) -> Array:
    """Return the probability given to figures up to what came, before recalibration."""
    mixture, weights = bank.forecast_mixture(
        tasks.windows,
        tasks.ends[:, LEARNT_HORIZONS],
        bank.members(learnt),
        bank.published_often(tasks.windows, learnt),
        learnt,
    )
    outcomes = tasks.outcomes[:, LEARNT_HORIZONS]
    reached = distribution(mixture, weights, outcomes[:, :, None])[:, :, 0]
    return np.where(np.isnan(outcomes), np.nan, reached)


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
    table: Array = np.array(parameters.links)
    return np.where(POSITIVE, np.log(np.where(POSITIVE, table, 1.0)), table).ravel()


def _decode(x: Array, parameters: bank.Parameters) -> bank.Parameters:
    table: Array = x.reshape(len(bank.LINKS), -1)
    table = np.where(POSITIVE, np.exp(np.where(POSITIVE, table, 0.0)), table)
    logit, gompertz = (bank.Link(*map(float, row)) for row in table)
    return replace(parameters, links=(logit, gompertz))


def _terms(tasks: Tasks, members: bank.Members) -> tuple[Array, Array]:
    """Return each member's log density of what came (task x horizon x member) and likelihood."""
    mixture = bank.member_forecasts(tasks.windows, tasks.ends[:, LEARNT_HORIZONS], members)
    density = log_density(mixture, tasks.outcomes[:, LEARNT_HORIZONS])
    return density, mixture.log_likelihood


def _log_scores(terms: tuple[Array, Array], prior: Array, tempering: float) -> Array:
    """Return the mean log density of each task over its horizons."""
    log_density, log_likelihood = terms
    weights = bank.posterior(log_likelihood, prior, tempering)
    scores = log_score(log_density, weights[:, None])
    return np.asarray(np.nanmean(scores, axis=1))


def _expected_weights(
    terms: tuple[Array, Array], prior: Array, tempering: float, weight: Array
) -> Array:
    """Return prior weights of the members by expectation maximisation on what came."""
    log_density, log_likelihood = terms
    density = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    for _ in range(30):
        share = density * bank.posterior(log_likelihood, prior, tempering)[:, None]
        share /= share.sum(axis=-1, keepdims=True)
        mean = weight @ np.nanmean(share, axis=1)
        prior = (mean + EVEN / mean.size) / (1 + EVEN)
    return prior

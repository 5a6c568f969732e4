"""The pooled growth bank: forecasts of a few points from what earlier technologies have taught.

A share y of a hard cap is seen through members: a link g (logit or Gompertz), a ceiling K and the
speed of a clock. On the scale z = g(y / K) of a member the level is an integrated
Ornstein-Uhlenbeck process (`kalman`), its variance s^2 scaled inverse chi-squared, so a member's
forecast is a Student t in closed form. Members are weighed by their prior weight times their
likelihood to the power `tempering`; frequent publication gives the faster clocks more
(`published_often`). One more member knows nothing of other technologies: the
series' own damped drift (`own_drift`), weighed by how steady it was. The forecast is the mixture.
What is common to all series stands in `bank.json`, learnt from a panel of past technologies
(`learning`).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from adoption import kalman
from adoption.mixture import (
    HIGHEST,
    LOWEST,
    Mixture,
    from_scale,
    highest,
    joined,
    log_density,
    log_score,
    quantiles,
    stretch,
    to_scale,
)  # fmt: skip

Array = npt.NDArray[Any]
Number = Any  # a float or an array of floats

DAYS_PER_YEAR = 365.25
LINKS = ("logit", "gompertz")
BLOCK = 640  # forecasts computed at once: what fits into the processor's cache
# A series' own drift: damping a step, how much of it may be lost or won, degrees of freedom. With
# these its intervals hold what they should from 2 to 10 figures of the panel.
DAMPING, DRIFT_CHANGE, DRIFT_DEGREES = 0.85, 0.5, 3.0
FASTEST_DRIFT = 2.3  # logits a step, tenfold: a figure of nought has no logit
SMALLEST_CHANGE, SHORTEST_STEP = 0.02, 1 / 366  # logits, years: no series is without any width
BY_GAP, SHORTEST_GAP = 0.35, 0.25  # weight of clocks set by the gap between figures; years
PEERS = 20  # series that a group needs to teach its own
PEER_SPREAD = 0.93  # as `spread`: a group that knows itself is narrower
PEER_STRENGTHS = (5.0, 20.0, 80.0)  # how many series the panel's prior weights count for


class Link(NamedTuple):
    """What is learnt for one link, one number each, or one for each member of the bank."""

    start_slope: Number  # m0, a year
    start_slope_by_level: Number  # m1: slope at the first date = m0 + m1 z
    start_variance: Number  # P0, in units of s^2
    mean_slope: Number  # mu, a year
    reversion: Number  # kappa, a year
    slope_noise: Number  # q
    observation_noise: Number  # w, in units of s
    scale: Number  # sigma0
    degrees: Number  # d0


@dataclass(frozen=True)
class Parameters:
    """What the bank has learnt."""

    links: tuple[Link, Link]
    ceilings: Array
    speeds: Array
    weights: Array  # link x ceiling x speed, sums to 1
    tempering: float
    own_drift: float  # weight of the series' own damped drift
    spread: float  # quantiles at Phi(spread Phi^-1(level)) of the mixture are those forecast

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists and numbers, ready for JSON."""
        return {
            "links": {
                name: {field: float(f"{value:.6g}") for field, value in link._asdict().items()}
                for name, link in zip(LINKS, self.links, strict=True)
            },
            "ceilings": self.ceilings.tolist(),
            "speeds": self.speeds.tolist(),
            "weights": [float(f"{weight:.5g}") for weight in self.weights.ravel()],
            "tempering": self.tempering,
            "own_drift": float(f"{self.own_drift:.4g}"),
            "spread": float(f"{self.spread:.4g}"),
        }

    @classmethod
    def of(cls, learnt: dict[str, Any]) -> Parameters:
        """Read what `to_dict` wrote."""
        grid = [learnt[name] for name in ("ceilings", "speeds")]
        weights = np.reshape(learnt["weights"], (len(LINKS), *map(len, grid)))
        return cls(
            links=(Link(**learnt["links"]["logit"]), Link(**learnt["links"]["gompertz"])),
            ceilings=np.array(learnt["ceilings"]),
            speeds=np.array(learnt["speeds"]),
            weights=weights / weights.sum(),
            tempering=learnt["tempering"],
            own_drift=learnt["own_drift"],
            spread=learnt["spread"],
        )


@functools.cache
def shipped() -> Parameters:
    """Return the parameters that come with the package, `bank.json`."""
    return load(Path(__file__).with_name("bank.json"))


def load(path: str | Path) -> Parameters:
    """Read parameters from a file that `adoption learn` has written."""
    return Parameters.of(json.loads(Path(path).read_text(encoding="utf-8"))["parameters"])


def years(dates: Any) -> Array:
    """Return dates as years since 1970, the unit of time of the bank.

    Examples
    --------
    >>> float(years(["1970-01-01", "2024-12-31"])[1].round(3))
    54.998
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(float) / DAYS_PER_YEAR)


@dataclass(frozen=True)
class Windows:
    """Known figures of many series: arrays of series x points, padded with nan at the end.

    `times` in years and increasing; equal times are two observations of one moment. `shares` of the
    cap at their date, 0 to 1. `noise`: known standard deviation of the figure (rounding, survey
    error), a share of the cap. `breaks`: true where a break in definition lies between this figure
    and the one before. `groups`: series with one label inform each other; "" for none. A window
    holds what is known at the origin and nothing else.
    """

    times: Array
    shares: Array
    noise: Array
    breaks: Array | None = None
    groups: Array | None = None

    @classmethod
    def of(
        cls,
        series: Array,
        times: Array,
        shares: Array,
        noise: Array,
        *,
        breaks: Array | None = None,
        groups: Array | None = None,
    ) -> Windows:
        """Build windows from long columns: one row a figure, `series` its number from 0.

        Examples
        --------
        >>> two = Windows.of(np.array([1, 0, 0]), np.array([5.0, 2.0, 1.0]),
        ...                  np.array([0.3, 0.2, 0.1]), np.zeros(3))
        >>> two.shares.tolist()
        [[0.1, 0.2], [0.3, nan]]
        """
        order = np.lexsort((times, series))
        row = series[order]
        first = np.searchsorted(row, np.arange(row[-1] + 1)) if len(row) else np.zeros(0, int)
        column = np.arange(len(row)) - first[row]
        shape = (len(first), int(column.max()) + 1 if len(row) else 0)

        def spread(values: Array, fill: Any) -> Array:
            table = np.full(shape, fill)
            table[row, column] = values[order]
            return table

        return cls(
            spread(times, np.nan),
            spread(shares, np.nan),
            spread(noise, np.nan),
            None if breaks is None else spread(breaks, False),
            groups,
        )

    @property
    def points(self) -> Array:
        """How many figures each series has."""
        return np.asarray((~np.isnan(self.times)).sum(axis=1))

    @property
    def last_times(self) -> Array:
        """The time of each series' last figure."""
        return np.asarray(self.times[np.arange(len(self.times)), self.points - 1])

    def take(self, index: Array) -> Windows:
        """Return the windows of some series."""
        return Windows(
            self.times[index],
            self.shares[index],
            self.noise[index],
            None if self.breaks is None else self.breaks[index],
            None if self.groups is None else self.groups[index],
        )

    def without_last(self) -> Windows:
        """Return the windows as they were before each series' last figure."""
        kept = np.arange(self.times.shape[1]) < self.points[:, None] - 1
        times, shares, noise = (
            np.where(kept, part, np.nan) for part in (self.times, self.shares, self.noise)
        )
        return Windows(times, shares, noise, self.breaks, self.groups)

    def split(self, rows: int) -> list[Array]:
        """Return positions of the series in parts of about `rows`, no group of peers divided."""
        if self.groups is None:
            labels = np.arange(len(self.times))
        else:
            own = [str(label) or f"\0{number}" for number, label in enumerate(self.groups)]
            _, start, labels = np.unique(own, return_index=True, return_inverse=True)
            labels = start[labels]
        order = np.argsort(labels, kind="stable")
        parts: list[list[int]] = [[]]
        for number in order:
            if len(parts[-1]) >= rows and labels[number] != labels[parts[-1][-1]]:
                parts.append([])
            parts[-1].append(int(number))
        return [np.sort(part).astype(int) for part in parts]


def predict(
    windows: Windows,
    ends: Array,
    levels: Sequence[float] | Array,
    parameters: Parameters | None = None,
) -> Array:
    """Forecast the figures to be published at given times.

    Parameters
    ----------
    windows : Windows
        What is known; one figure is enough, and gives a wide forecast.
    ends : array, series x horizon
        Times in years; nan where nothing is asked for.
    levels : sequence of float
        Quantile levels, increasing, between 0 and 1.
    parameters : Parameters, optional
        By default those of `bank.json`.

    Returns
    -------
    array, series x horizon x level
        Shares of the cap, 0 to 1, not decreasing along the levels; nan where `ends` is nan.
    """
    from scipy import special

    learnt = shipped() if parameters is None else parameters
    probabilities = np.asarray(levels, dtype=float)
    if np.any(windows.points < 1):
        raise ValueError("a series without a figure cannot be forecast: `windows` has an empty row")
    if np.any((probabilities <= 0) | (probabilities >= 1)) or np.any(np.diff(probabilities) <= 0):
        raise ValueError("`levels` are probabilities between 0 and 1 in increasing order")
    bank = members(learnt)
    priors, taught = prior_weights(windows, bank, learnt)
    spread = np.where(taught, PEER_SPREAD, learnt.spread)
    recalibrated = special.ndtr(spread[:, None] * special.ndtri(probabilities))
    result = np.full((*np.shape(ends), len(probabilities)), np.nan)
    for part in _blocks(np.shape(ends)):
        mixture, weights = forecast_mixture(
            windows.take(part), ends[part], bank, priors[part], learnt
        )
        result[part] = quantiles(mixture, weights, recalibrated[part])
    return result


def _blocks(shape: tuple[int, ...]) -> Iterator[Array]:
    """Give the positions of the series, a block of forecasts at a time."""
    size = max(BLOCK // shape[1], 1)
    for start in range(0, shape[0], size):
        yield np.arange(start, min(start + size, shape[0]))


class Members(NamedTuple):
    """The parameters of every member, flat arrays in the order link x ceiling x speed."""

    is_logit: Array  # else Gompertz
    ceiling: Array
    speed: Array
    parameters: Link  # of arrays

    def take(self, index: Array) -> Members:
        """Return some of the members."""
        return Members(
            self.is_logit[index],
            self.ceiling[index],
            self.speed[index],
            Link(*(values[index] for values in self.parameters)),
        )


def members(learnt: Parameters) -> Members:
    """Return the members one by one."""
    link, ceiling, speed = (
        part.ravel()
        for part in np.meshgrid(
            np.arange(len(LINKS)), learnt.ceilings, learnt.speeds, indexing="ij"
        )
    )
    table: Array = np.array(learnt.links)
    return Members(link == 0, ceiling, speed, Link(*table[link].T))


def member_forecasts(windows: Windows, ends: Array, bank: Members) -> Mixture:
    """Run every member over every series: likelihood, and Student t of the figures to come."""
    from scipy import special

    own, is_logit = bank.parameters, bank.is_logit
    scale, degrees = own.scale, own.degrees
    shares = within_noise(windows).T[:, :, None]
    # members that differ by their clock alone see the figures alike
    _, view, seen_by = np.unique(
        2 * bank.ceiling + is_logit, return_index=True, return_inverse=True
    )
    ceiling = bank.ceiling[view]
    part = shares / ceiling
    outside = np.any((part >= HIGHEST) & (ceiling < 1), axis=0)[:, seen_by]
    part = np.clip(part, LOWEST, highest(ceiling))
    z = to_scale(part, is_logit[view])[:, :, seen_by]
    slope = stretch(part, is_logit[view]) / ceiling
    stretched = np.where(np.isnan(part[1:]), 0.0, np.log(slope[1:] / scale[view])).sum(axis=0)
    slope = slope[:, :, seen_by]
    known = windows.noise.T[:, :, None] * slope / scale
    gaps = np.diff(windows.times, axis=1, prepend=np.nan).T[:, :, None] * bank.speed
    jumps = np.zeros_like(windows.shares) if windows.breaks is None else windows.breaks * 1.0
    process = kalman.Process(own.mean_slope, own.reversion, own.slope_noise)
    w2 = own.observation_noise**2
    filtered = kalman.run(
        z,
        w2 + known**2,
        gaps,
        jumps.T[:, :, None],
        start_slope=own.start_slope + own.start_slope_by_level * z[0],
        start_variance=own.start_variance,
        process=process,
    )
    seen = windows.points[:, None] - 1
    squares = filtered.squares / scale**2
    log_likelihood = (
        special.gammaln((degrees + seen) / 2)
        - special.gammaln(degrees / 2)
        - seen / 2 * np.log(degrees * np.pi)
        - (degrees + seen) / 2 * np.log1p(squares / degrees)
        - filtered.half_log_variances
        + stretched[:, seen_by]
    )
    total = degrees + seen
    variance = (degrees + squares) / total * scale**2
    gap = (ends - windows.last_times[:, None])[:, :, None] * bank.speed
    state = kalman.State(*(moment[:, None] for moment in filtered.state))
    ahead = kalman.step(state, gap, process)
    to_come = np.clip(from_scale(ahead.level, is_logit), LOWEST, highest(bank.ceiling))
    to_come = recent_noise(windows)[:, None, None] * stretch(to_come, is_logit) / bank.ceiling
    level_variance = ahead.level_variance + w2 + (to_come / scale) ** 2
    return Mixture(
        is_logit,
        bank.ceiling,
        np.where(outside, -np.inf, log_likelihood),
        ahead.level,
        np.sqrt(variance[:, None] * level_variance),
        total,
    )


def within_noise(windows: Windows) -> Array:
    """Return the shares; one nearer to nought or to the cap than its noise is known so far only."""
    return np.clip(windows.shares, windows.noise, 1 - windows.noise)


def forecast_mixture(
    windows: Windows, ends: Array, bank: Members, prior: Array, learnt: Parameters
) -> tuple[Mixture, Array]:
    """Return all members, the series' own drift the last, and their weights."""
    mixture = member_forecasts(windows, ends, bank)
    weights = posterior(mixture.log_likelihood, prior, learnt.tempering)
    drift, steadiness = own_drift(windows, ends)
    own = learnt.own_drift * steadiness[:, None]
    return joined(mixture, drift), np.hstack([(1 - own) * weights, own])


def own_drift(windows: Windows, ends: Array) -> tuple[Mixture, Array]:
    """Return the damped drift of each series on logits, as a member, and how steady it was, 0 to 1.

    In steps of the mean gap, with n changes, d their mean and r_j = change - d gap, the figure k
    steps ahead is Student t round z + d c, c = phi (1 - phi^k) / (1 - phi), with the variance
    s^2 (k + c^2 / n) + (DRIFT_CHANGE d c)^2 + known noise, s^2 the mean of r_j^2: a drift goes on
    as steadily as it did, and about half of it may be lost or won. Its steadiness is
    d^2 / (d^2 + s^2 + variance of d by known noise).
    """
    rows = np.arange(len(windows.times))
    part = np.clip(within_noise(windows), LOWEST, highest(np.ones(1)))
    z = to_scale(part, np.array(True))
    error = windows.noise * stretch(part, np.array(True))
    changes, gaps = np.diff(z, axis=1), np.diff(windows.times, axis=1)
    used = ~np.isnan(gaps)
    if windows.breaks is not None:
        used &= ~windows.breaks[:, 1:]
    count = used.sum(axis=1)
    several = np.maximum(count, 1)
    step = np.maximum(_row_sums(np.where(used, gaps, 0.0)) / several, SHORTEST_STEP)
    drift = _row_sums(np.where(used, changes, 0.0)) / several
    drift = np.clip(drift, -FASTEST_DRIFT, FASTEST_DRIFT)
    away = np.where(used, changes - drift[:, None] * gaps / step[:, None], 0.0)
    variance = np.maximum(_row_sums(away**2) / several, SMALLEST_CHANGE**2)
    last = windows.points - 1
    last_error = error[rows, last] ** 2
    drift_error = (error[:, 0] ** 2 + last_error) / several**2
    steps = (ends - windows.last_times[:, None]) / step[:, None]
    reach = DAMPING * (1 - DAMPING**steps) / (1 - DAMPING)
    spread = variance[:, None] * (steps + reach**2 / several[:, None])
    steadiness = np.where(count > 0, drift**2 / (drift**2 + variance + drift_error), 0.0)
    unsure = drift_error + (DRIFT_CHANGE * drift) ** 2
    spread += 2 * last_error[:, None] + unsure[:, None] * reach**2
    member = Mixture(
        np.array([True]),
        np.array([1.0]),
        np.zeros((len(rows), 1)),
        (z[rows, last][:, None] + drift[:, None] * reach)[:, :, None],
        np.sqrt(spread)[:, :, None],
        np.full((len(rows), 1), DRIFT_DEGREES),
    )
    return member, steadiness


def _row_sums(table: Array) -> Array:
    """Return the sums of the rows, one number after the other: padding does not change a bit."""
    if table.shape[1] == 0:
        return np.zeros(len(table))
    return np.asarray(np.cumsum(table, axis=1)[:, -1])


def recent_noise(windows: Windows) -> Array:
    """Return the known noise to expect of the next figure: that of the last four."""
    age = windows.points[:, None] - np.arange(windows.times.shape[1])
    squares = np.where((age >= 1) & (age <= 4), windows.noise, 0.0) ** 2
    return np.asarray(np.sqrt(_row_sums(squares) / np.minimum(windows.points, 4)))


def posterior(log_likelihood: Array, prior: Array, tempering: float) -> Array:
    """Return the members' weights: prior times tempered likelihood."""
    log_weight = np.log(prior) + tempering * log_likelihood
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def prior_weights(windows: Windows, bank: Members, learnt: Parameters) -> tuple[Array, Array]:
    """Return each series' prior weights of the members, and whether its peers have taught them.

    A group of `PEERS` series or more moves what the panel taught towards the mean of its own
    weights, as far as what one half of its series teaches helps to forecast the last figures of the
    other half from those before, and the reverse: a group whose figures cannot tell stays with the
    panel. What a group has in common it has shown only from figure to figure, so with n changes its
    own weights count for n / (n + 1) at most.
    """
    weights, taught = published_often(windows, learnt), np.zeros(len(windows.times), dtype=bool)
    if windows.groups is not None:
        names, group, size = np.unique(
            windows.groups.astype(str), return_inverse=True, return_counts=True
        )
        for number in np.flatnonzero((size >= PEERS) & (names != "")):
            own = np.flatnonzero(group == number)
            prior = _group_prior(windows.take(own), bank, learnt)
            if prior is not None:
                weights[own], taught[own] = prior, True
    return weights, taught


def published_often(windows: Windows, learnt: Parameters) -> Array:
    """Return the panel's prior weights, series x member, with faster clocks for short gaps.

    The panel's figures are a year apart. What is published more often is so partly because it
    moves faster: `BY_GAP` of the weight goes to clocks faster by as much as the mean gap is
    shorter, down to `SHORTEST_GAP`.
    """
    points = windows.points
    gap = (windows.last_times - windows.times[:, 0]) / np.maximum(points - 1, 1)
    gap = np.where(points > 1, np.clip(gap, SHORTEST_GAP, 1.0), 1.0)
    own = learnt.weights.reshape(-1, len(learnt.speeds))
    clocks = np.log(learnt.speeds)
    faster = np.zeros((len(gap), *own.shape))
    for number, clock in enumerate(clocks):
        place = np.interp(clock - np.log(gap), clocks, np.arange(len(clocks)))
        for other in range(len(clocks)):
            near = np.maximum(1 - np.abs(place - other), 0.0)
            faster[:, :, other] += near[:, None] * own[:, number]
    return ((1 - BY_GAP) * own + BY_GAP * faster).reshape(len(gap), own.size)


def _group_prior(windows: Windows, bank: Members, learnt: Parameters) -> Array | None:
    """Return the prior weights of a group, or None where its own last figures speak against it."""
    windows = windows.take(windows.points >= 2)
    if len(windows.times) < PEERS:
        return None
    prior, last = published_often(windows, learnt).mean(axis=0), windows.points - 1
    none = np.full((len(last), 1), np.nan)
    likelihood, _ = _in_blocks(windows, none, none, bank)
    outcomes = windows.shares[np.arange(len(last)), last][:, None]
    before, density = _in_blocks(
        windows.without_last(), windows.last_times[:, None], outcomes, bank
    )
    half = _halves(windows)
    changes = np.median(last)

    def moved(strength: float, taught_by: Array) -> Array:
        own = _moved(prior, likelihood[taught_by], strength, learnt.tempering)
        return np.asarray((prior + changes * own) / (1 + changes))

    def score(priors: Array) -> float:
        weights = posterior(before, priors, learnt.tempering)
        return float(log_score(density[:, 0], weights).mean())

    candidates = [(score(prior), np.inf)]
    for strength in PEER_STRENGTHS:
        priors = np.stack([moved(strength / 2, half != side) for side in (0, 1)])
        candidates.append((score(priors[half]), strength))
    strength = max(candidates)[1]
    return None if np.isinf(strength) else moved(strength, np.full(len(last), True))


def _halves(windows: Windows) -> Array:
    """Return 0 or 1 for each series, in turn by its figures: the order of the rows is no matter."""
    order = np.lexsort(np.nan_to_num(windows.shares, nan=-1.0).T[::-1])
    half = np.empty(len(order), dtype=int)
    half[order] = np.arange(len(order)) % 2
    return half


def _in_blocks(
    windows: Windows, ends: Array, outcomes: Array, bank: Members
) -> tuple[Array, Array]:
    """Return the members' log likelihoods, and log densities of what came."""
    likelihood, density = [], []
    for part in _blocks(np.shape(ends)):
        mixture = member_forecasts(windows.take(part), ends[part], bank)
        likelihood.append(mixture.log_likelihood)
        density.append(log_density(mixture, outcomes[part]))
    return np.concatenate(likelihood), np.concatenate(density)


def _moved(prior: Array, log_likelihood: Array, strength: float, tempering: float) -> Array:
    """Return (strength x prior + sum of the series' weights) / (strength + series), iterated."""
    moved = prior
    for _ in range(10):
        weights = posterior(log_likelihood, moved, tempering)
        moved = (strength * prior + weights.sum(axis=0)) / (strength + len(weights))
    return moved

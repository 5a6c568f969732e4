"""Mixtures of Student t distributions, each on its own scale of a share: density and quantiles.

A member sees the share y as z = g(y / K), with a link g (logit or Gompertz, -log(-log u)) and a
ceiling K, and gives z a Student t; above its ceiling it sees nothing.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# Parts of a ceiling that a figure may take: nought and the ceiling itself have no logit.
LOWEST, HIGHEST, HIGHEST_SHARE = 1e-5, 0.995, 0.9995
IMPOSSIBLE = -30.0  # log density of a figure above a member's ceiling


class Mixture(NamedTuple):
    """What each member says of each series."""

    is_logit: Array  # member; else Gompertz
    ceiling: Array  # member
    log_likelihood: Array  # series x member, of the known figures
    location: Array  # series x horizon x member
    scale: Array  # series x horizon x member
    degrees: Array  # series x member


def highest(ceiling: Array) -> Array:
    """Return the largest part of a ceiling that a figure may take: of the cap nearly all."""
    return np.where(ceiling < 1, HIGHEST, HIGHEST_SHARE)


def joined(first: Mixture, second: Mixture) -> Mixture:
    """Return the members of both."""
    parts = zip(first, second, strict=True)
    return Mixture(*(np.concatenate(both, axis=-1) for both in parts))


def to_scale(part: Array, is_logit: Array) -> Array:
    """Return g(u) of a part of the ceiling: the logit, or -log(-log u)."""
    log = np.log(part)
    if np.ndim(is_logit) == 0:
        return np.asarray(log - np.log1p(-part) if is_logit else -np.log(-log))
    return np.asarray(np.where(is_logit, log - np.log1p(-part), -np.log(-log)))


def from_scale(z: Array, is_logit: Array) -> Array:
    """Return the part of the ceiling, the inverse of `to_scale`."""
    opposite = np.exp(-np.clip(z, -700, 700))
    return np.asarray(np.where(is_logit, 1 / (1 + opposite), np.exp(-opposite)))


def stretch(part: Array, is_logit: Array) -> Array:
    """Return the derivative of `to_scale`."""
    return np.asarray(np.where(is_logit, 1 / (part * (1 - part)), -1 / (part * np.log(part))))


def log_density(mixture: Mixture, outcomes: Array) -> Array:
    """Return each member's log density of what came, series x horizon x member."""
    from scipy import special

    part = outcomes[:, :, None] / mixture.ceiling
    above = (part >= HIGHEST) & (mixture.ceiling < 1)
    part = np.clip(part, LOWEST, highest(mixture.ceiling))
    x = (to_scale(part, mixture.is_logit) - mixture.location) / mixture.scale
    degrees = mixture.degrees[:, None]
    density = (
        special.gammaln((degrees + 1) / 2)
        - special.gammaln(degrees / 2)
        - 0.5 * np.log(degrees * np.pi)
        - (degrees + 1) / 2 * np.log1p(x * x / degrees)
        - np.log(mixture.scale)
        + np.log(stretch(part, mixture.is_logit) / mixture.ceiling)
    )
    return np.where(above, IMPOSSIBLE, density)


def log_score(density: Array, weights: Array) -> Array:
    """Return the log density of the mixture from those of its members (the last axis)."""
    from scipy import special

    with np.errstate(divide="ignore"):
        return np.asarray(special.logsumexp(density + np.log(weights), axis=-1))


# The distribution function is computed at nodes and interpolated between them: standard deviations
# of the mixture on the logit scale of the share, dense in the middle, and the ceilings, at which
# members pile up, with a place shortly below.
NODES = np.sinh(np.linspace(-2.8, 2.8, 21))
SHORTLY_BELOW = 0.97
TABLE = 1 << 13
SMALLEST_PART, LARGEST_PART = np.float32(1e-37), np.float32(1 - 2**-24)  # single precision
OUTERMOST = 30.0  # logits
CERTAIN = 1e6  # on a member's scale: what lies above its ceiling


def quantiles(mixture: Mixture, weights: Array, levels: Array) -> Array:
    """Return the quantiles of the mixture.

    Parameters
    ----------
    mixture : Mixture
        The members.
    weights : array, series x member
        Their weights, sum 1.
    levels : array, level or series x level
        Probabilities, increasing.

    Returns
    -------
    array, series x horizon x level
        Shares; nan where the locations are nan.
    """
    from scipy import special

    nodes = _nodes(mixture, weights)
    below = distribution(mixture, weights, special.expit(nodes))
    below = np.maximum.accumulate(np.clip(below, 1e-12, 1 - 1e-12), axis=-1)
    wanted = np.broadcast_to(levels, (len(weights), np.shape(levels)[-1]))
    logits = _interpolated(special.ndtri(below), nodes, special.ndtri(wanted)[:, None])
    return np.asarray(special.expit(logits))


def _nodes(mixture: Mixture, weights: Array) -> Array:
    """Return where to compute the distribution function: logits, series x horizon x node."""
    from scipy import special

    part = np.clip(from_scale(mixture.location, mixture.is_logit), 1e-9, 1 - 1e-9)
    share = part * mixture.ceiling
    centre = np.log(share) - np.log1p(-share)
    # how fast the logit of the share moves with the member's own scale
    speed = 1 / (stretch(part, mixture.is_logit) * part * (1 - share))
    deviation = mixture.scale * np.minimum(speed, 10.0)
    weight = weights[:, None]
    middle = (weight * centre).sum(axis=-1)
    squares = 1.5 * deviation**2 + (centre - middle[..., None]) ** 2
    spread = np.maximum(np.sqrt((weight * squares).sum(axis=-1)), 1e-6)
    nodes = np.clip(middle[..., None] + spread[..., None] * NODES, -OUTERMOST, OUTERMOST)
    ceilings = np.unique(mixture.ceiling[mixture.ceiling < 1])
    steps = special.logit(np.concatenate([SHORTLY_BELOW * ceilings, ceilings]))
    steps = steps + 0 * middle[..., None]  # nan where nothing is asked for
    return np.sort(np.concatenate([nodes, steps], axis=-1), axis=-1)


def distribution(mixture: Mixture, weights: Array, shares: Array) -> Array:
    """Return the probability of a figure up to each of some shares (series x horizon x share).

    In single precision: nearly all the time of a forecast is spent here. Student's t is read from a
    table on equal steps of x / (1 + |x|), its error below 0.0001.
    """
    degrees, kind = np.unique(mixture.degrees, return_inverse=True)
    tables = np.concatenate([_student_table(float(number)) for number in degrees])
    first = (kind.reshape(mixture.degrees.shape) * (TABLE + 1)).astype(np.int32)
    missing = np.isnan(mixture.location)
    start, narrow, weight = (
        np.ascontiguousarray(np.moveaxis(part, -1, 0)[..., None], dtype=np.float32)
        for part in (
            np.where(missing, 0.0, mixture.location),
            1 / np.where(missing, 1.0, mixture.scale),
            weights[:, None],
        )
    )
    shares = np.nan_to_num(shares, nan=0.5).astype(np.float32)
    total = np.zeros(shares.shape, dtype=np.float32)
    x, size = np.empty_like(total), np.empty_like(total)
    place = np.empty(total.shape, dtype=np.int32)
    seen: tuple[bool, float] | None = None
    for m, member in enumerate(zip(mixture.is_logit, mixture.ceiling, strict=True)):
        if seen != member:
            seen = member
            part = np.clip(shares / np.float32(member[1]), SMALLEST_PART, LARGEST_PART)
            z = to_scale(part, member[0])
            z[shares >= np.float32(member[1])] = CERTAIN
        np.subtract(z, start[m], out=x)
        x *= narrow[m]
        np.abs(x, out=size)
        size += 1
        x /= size
        x += 1
        x *= TABLE / 2
        np.copyto(place, x, casting="unsafe")
        place += first[:, m, None, None]
        np.take(tables, place, out=size, mode="wrap")  # all places are inside: faster than "raise"
        size *= weight[m]
        total += size
    return total.astype(float)


@functools.lru_cache(maxsize=512)
def _student_table(degrees: float) -> Array:
    """Return P(T < x) of Student's t on equal steps of x / (1 + |x|), from -1 to 1."""
    from scipy import special

    v = np.linspace(-1, 1, TABLE + 1) + 1 / TABLE  # the middle of what is rounded down to it
    x = v / np.maximum(1 - np.abs(v), 1e-12)
    return np.asarray(special.stdtr(degrees, x), dtype=np.float32)


def _interpolated(known: Array, values: Array, wanted: Array) -> Array:
    """Return values[known = wanted] along the last axis, linear between nodes."""
    right = (known[..., None, :] < wanted[..., None]).sum(axis=-1)
    right = np.clip(right, 1, known.shape[-1] - 1)
    x0, x1 = np.take_along_axis(known, right - 1, -1), np.take_along_axis(known, right, -1)
    y0, y1 = np.take_along_axis(values, right - 1, -1), np.take_along_axis(values, right, -1)
    part = np.clip((wanted - x0) / np.maximum(x1 - x0, 1e-12), 0, 1)
    return np.asarray(y0 + part * (y1 - y0))

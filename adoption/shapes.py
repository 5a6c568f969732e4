"""The growth curves: formulas, parameters, and where to look for them.

A curve rises from zero to a ceiling. `reached` gives the share of the ceiling; time is in years.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Curve:
    """One growth curve: the share of its ceiling that is reached at a time.

    `reached(t, *shape)` takes years since the first figure; the names of its shape parameters
    follow in `parameters`. A curve with a `launch` can start from zero on a given day: then years
    count from that day and the last parameter (where it starts) is zero.
    """

    name: str
    formula: str
    reference: str
    parameters: tuple[str, ...]
    reached: Callable[..., Array]
    launch: bool = False

    @property
    def minimum_points(self) -> int:
        """The number of figures a fit needs: one more than the parameters, ceiling included."""
        return len(self.parameters) + 2


def _bounded(exponent: Array) -> Array:
    """Keep an exponent where `exp` and its square are finite; complex steps pass through."""
    if np.iscomplexobj(exponent):
        return np.asarray(np.clip(exponent.real, -300, 300) + 1j * exponent.imag)
    return np.clip(exponent, -300, 300)


def _logistic(t: Array, rate: Any, midpoint: Any) -> Array:
    return np.asarray(1 / (1 + np.exp(_bounded(-rate * (t - midpoint)))))


def _gompertz(t: Array, rate: Any, midpoint: Any) -> Array:
    return np.asarray(np.exp(-np.log(2) * np.exp(_bounded(-rate * (t - midpoint)))))


def _richards(t: Array, rate: Any, midpoint: Any, shape: Any) -> Array:
    inner = 1 + (np.exp(shape * np.log(2)) - 1) * np.exp(_bounded(-rate * (t - midpoint)))
    return np.asarray(np.exp(-np.log(inner) / shape))


def _bass(t: Array, innovation: Any, imitation: Any, start: Any) -> Array:
    decay = (1 - start) * np.exp(_bounded(-(innovation + imitation) * t))
    pace = innovation + imitation * start
    return np.asarray((pace - innovation * decay) / (pace + imitation * decay))


def _weibull(t: Array, scale: Any, shape: Any, launch: Any) -> Array:
    # The tiny time keeps the power, and its derivative, defined at the launch itself.
    elapsed = np.log((t - launch) / scale + 1e-12)
    return np.asarray(1 - np.exp(-np.exp(_bounded(shape * elapsed))))


def _shifted_gompertz(t: Array, rate: Any, displacement: Any, shape: Any, launch: Any) -> Array:
    decay = np.exp(_bounded(-rate * (t - launch)))
    return np.asarray((1 - decay) * np.exp(-shape * np.log(1 + displacement * decay)))


CURVES: dict[str, Curve] = {
    curve.name: curve
    for curve in (
        Curve(
            "logistic",
            "ceiling / (1 + exp(-rate (t - midpoint)))",
            "Verhulst (1838), Notice sur la loi que la population suit dans son accroissement",
            ("rate", "midpoint"),
            _logistic,
        ),
        Curve(
            "gompertz",
            "ceiling * 2 ** -exp(-rate (t - midpoint))",
            "Winsor (1932), The Gompertz curve as a growth curve, doi:10.1073/pnas.18.1.1",
            ("rate", "midpoint"),
            _gompertz,
        ),
        Curve(
            "richards",
            "ceiling * (1 + (2**shape - 1) exp(-rate (t - midpoint))) ** (-1 / shape)",
            "Richards (1959), A flexible growth function for empirical use, "
            "doi:10.1093/jxb/10.2.290",
            ("rate", "midpoint", "shape"),
            _richards,
        ),
        Curve(
            "bass",
            "ceiling * (a - innovation D) / (a + imitation D), a = innovation + imitation start, "
            "D = (1 - start) exp(-(innovation + imitation) t), start = 0 at a known launch",
            "Bass (1969), A new product growth for model consumer durables, "
            "doi:10.1287/mnsc.15.5.215",
            ("innovation", "imitation", "start"),
            _bass,
            launch=True,
        ),
        Curve(
            "weibull",
            "ceiling * (1 - exp(-((t - launch) / scale) ** shape))",
            "Sharif and Islam (1980), The Weibull distribution as a general model for forecasting "
            "technological change, doi:10.1016/0040-1625(80)90026-8",
            ("scale", "shape", "launch"),
            _weibull,
            launch=True,
        ),
        Curve(
            "shifted-gompertz",
            "ceiling * (1 - D) * (1 + displacement * D) ** -shape, D = exp(-rate (t - launch))",
            "Bemmaor (1994), Modeling the diffusion of new durable goods: word-of-mouth effect "
            "versus consumer heterogeneity, doi:10.1007/978-94-011-1396-0_10",
            ("rate", "displacement", "shape", "launch"),
            _shifted_gompertz,
            launch=True,
        ),
    )
}

# What the parameters are measured in; all others are plain numbers.
UNITS = {
    "rate": "per year",
    "midpoint": "years after the first figure",
    "innovation": "per year",
    "imitation": "per year",
    "scale": "years",
    "launch": "years after the first figure",
    "start": "share of the ceiling at the first figure",
}


def candidates(curve: Curve, span: float, launched: bool) -> tuple[list[Array], Array, Array]:
    """Return starting values of the shape parameters, and their lower and upper bounds."""
    rates = np.geomspace(0.4, 60.0, 12) / span
    midpoints = np.linspace(-0.6, 2.5, 12) * span
    launches = np.array([0.02, 0.2, 0.6, 1.5]) * -span if not launched else np.array([0.0])
    levels = np.array([0.01, 0.05, 0.15, 0.4, 0.7]) if not launched else np.array([0.0])
    grids: dict[str, Sequence[Array]] = {
        "logistic": (rates, midpoints),
        "gompertz": (rates, midpoints),
        "richards": (rates, midpoints, np.array([0.05, 0.4, 1.0, 2.5, 6.0])),
        "bass": (np.geomspace(1e-3, 3.0, 7) / span, np.geomspace(0.05, 60, 9) / span, levels),
        "weibull": (np.geomspace(0.3, 20, 9) * span, np.array([0.6, 1, 1.6, 2.5, 4, 7]), launches),
        "shifted-gompertz": (
            rates[::2],
            np.geomspace(0.05, 1e3, 7),
            np.array([0.3, 1.0, 3.0]),
            launches,
        ),
    }
    limits = {
        "rate": (1e-3 / span, 400.0 / span),
        "midpoint": (-20.0 * span, 20.0 * span),
        "innovation": (0.0, 40.0 / span),
        "imitation": (0.0, 400.0 / span),
        "scale": (1e-3 * span, 1e3 * span),
        "displacement": (0.0, 1e9),
        "launch": (-20.0 * span, 0.0),
        "start": (0.0, 1.0),
        "shape": (1e-3, 60.0),
    }
    starts = [np.array(point) for point in _product(grids[curve.name])]
    lower, upper = (np.array([limits[name][side] for name in curve.parameters]) for side in (0, 1))
    return starts, lower, upper


def _product(axes: Sequence[Array]) -> Array:
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))

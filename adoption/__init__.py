"""Statistics and reporting for the adoption of generative AI: figures, growth, forecasts, reports.

The public names are imported when they are first used, so that `import adoption` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "load": "sources",
    "as_of": "data",
    "series": "data",
    "validate": "data",
    "growth": "rates",
    "fit": "curves",
    "forecast": "forecasts",
    "backtest": "evaluation",
    "score": "evaluation",
    "load_forecasts": "sources",
    "check_claims": "claims",
    "plot_series": "pictures",
    "plot_forecast": "pictures",
    "show": "display",
    "render": "rendering",
    "DataError": "schema",
    "FitError": "schema",
    "RenderError": "schema",
}
__all__ = [
    "DataError", "FitError", "RenderError", "as_of", "backtest", "check_claims", "fit",
    "forecast", "growth", "load", "load_forecasts", "plot_forecast", "plot_series", "render",
    "score", "series", "show", "validate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module 'adoption' has no attribute {name!r}")
    module = import_module(f"adoption.{_HOME[name]}")
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)

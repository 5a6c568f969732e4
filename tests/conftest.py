"""What holds for the whole suite: random tests are the same on every machine, in every run."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import pandas as pd

    from adoption.report import Edition

settings.register_profile("suite", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Look for cycles seldom, and not in what was imported: it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def edition_of(observations: pd.DataFrame) -> Callable[[str], Edition]:
    """Give editions by name, each gathered once for all tests."""
    from adoption import report

    return cache(partial(report.edition, observations=observations))


@pytest.fixture(scope="session")
def observations() -> pd.DataFrame:
    """Return every published figure, loaded once for the whole suite and never changed."""
    from small_site import figures

    return figures()

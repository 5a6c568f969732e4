"""What holds for the whole suite: random tests are the same on every machine, in every run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import pandas as pd

    from adoption.report import Edition

settings.register_profile("suite", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def edition_of() -> Callable[[str], Edition]:
    """Give editions by name, each gathered once for all tests."""
    from adoption import report

    return cache(report.edition)


@pytest.fixture(scope="session")
def observations() -> pd.DataFrame:
    """Return every published figure, loaded once for the whole suite and never changed."""
    from adoption import data

    return data.load()

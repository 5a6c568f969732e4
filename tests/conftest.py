"""What holds for the whole suite: random tests are the same on every machine, in every run."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# One thread for each process: idle threads of the linear algebra would take the other's core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    import pandas as pd

    from adoption.report import Edition

Maker = Callable[[Path], None]  # fills an empty folder

settings.register_profile("suite", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Look for cycles seldom, and not in what was imported: it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the pages in a browser: they take longest, and what they build is used later."""
    items.sort(key=lambda item: item.path.name != "test_real_site.py")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Maker], Path]:
    """Give a folder that the first process to ask fills and all others wait for."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    def made(name: str, make: Maker) -> Path:
        folder, done = root / name, root / f"{name}.done"
        try:
            folder.mkdir()
        except FileExistsError:
            return _awaited(folder, done)
        outcome = "failed"
        try:
            make(folder)
            outcome = "made"
        finally:
            done.write_text(outcome, encoding="utf-8")
        return folder

    return made


def _awaited(folder: Path, done: Path) -> Path:
    """Wait until another process has filled a folder."""
    until = time.monotonic() + 600
    while not done.is_file() or not done.read_text(encoding="utf-8"):
        assert time.monotonic() < until, f"{folder.name} was not made within ten minutes"
        time.sleep(0.05)
    assert done.read_text(encoding="utf-8") == "made", f"{folder.name} could not be made"
    return folder


@pytest.fixture(scope="session")
def built(made_once: Callable[[str, Maker], Path]) -> Path:
    """Return a site of two editions of three series, without a kernel; tests change copies."""
    from small_site import build, quickly

    def make(folder: Path) -> None:
        with quickly():
            build(folder / "site")

    return made_once("small-site", make) / "site"


@pytest.fixture(scope="session")
def real_site(made_once: Callable[[str, Maker], Path]) -> Path:
    """Return a site with every kind of page, its newest report a real one; never changed."""
    from small_site import build_real

    return made_once("real-site", build_real) / "site"


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

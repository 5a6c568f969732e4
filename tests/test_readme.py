"""The lines of README.md run, and say what they give."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for block in BLOCKS:
        exec(block, names)
    return names


def test_the_first_result_is_five_lines() -> None:
    assert len([line for line in BLOCKS[0].splitlines() if line]) == 5


def test_the_first_result_gives_the_growth_it_names(results: dict[str, Any]) -> None:
    last = results["growth"].iloc[-1]
    assert results["china"]["value"].tolist() == [230e6, 249e6, 515e6, 602e6]
    assert last["yoy_growth_percent"] == pytest.approx(141.767, abs=0.001)
    assert round(last["yoy_growth_percent_lower"], 2) == 141.08
    assert round(last["yoy_growth_percent_upper"], 2) == 142.45


def test_the_first_result_gives_a_forecast_to_the_end_of_2028(results: dict[str, Any]) -> None:
    ahead = results["ahead"]
    assert str(ahead["period_end"].max().date()) == "2028-12-31"
    assert ahead["predicted"].between(0, 100).all()


def test_the_claims_of_the_readme_are_supported(results: dict[str, Any]) -> None:
    verdicts = results["findings"]["verdict"].tolist()
    assert verdicts == ["supported", "supported"]


def test_every_command_of_the_readme_exists() -> None:
    from adoption.cli import _parser

    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"`adoption ([a-z]+)", text))
    known = set(_parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr]
    assert named <= known


def test_the_picture_is_there() -> None:
    assert (ROOT / "docs" / "forecast.png").stat().st_size > 10_000

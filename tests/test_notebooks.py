"""The worked notebooks run from top to bottom, show what they should, and hold no stale output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
RUN = """
import asyncio, json, sys, tempfile, nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

async def run(path):
    notebook = nbformat.read(path, as_version=4)
    manager = AsyncKernelManager()
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher",
                                "-f", "{connection_file}"]
    with tempfile.TemporaryDirectory() as folder:
        place = {"metadata": {"path": folder}}
        await NotebookClient(notebook, km=manager, timeout=180, resources=place).async_execute()
    return nbformat.writes(notebook)

async def run_all(paths):
    return await asyncio.gather(*map(run, paths))

print(json.dumps(asyncio.run(run_all(sys.argv[1:]))))
"""


def test_there_are_three() -> None:
    names = ["own_forecast", "press_release", "quarterly_figures"]
    assert [path.stem for path in NOTEBOOKS] == names


def test_they_hold_no_output() -> None:
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        assert all(not cell.get("outputs") for cell in notebook.cells)


@pytest.fixture(scope="module")
def executed() -> dict[str, Any]:
    """Run every notebook in a kernel of its own, and give it back with its output."""
    process = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, NOTEBOOKS)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-2000:]
    texts = json.loads(process.stdout)
    return {
        path.stem: nbformat.reads(text, as_version=4)
        for path, text in zip(NOTEBOOKS, texts, strict=True)
    }


def displays(notebook: Any) -> list[tuple[str, dict[str, str]]]:
    """Return the last line of each cell that shows something, and what it shows."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output["output_type"] == "execute_result", cell["source"]
            found.append((cell["source"].splitlines()[-1], output["data"]))
    return found


@pytest.mark.slow
def test_they_show_tables_with_units_and_text_for_a_console(executed: dict[str, Any]) -> None:
    for name, notebook in executed.items():
        tables = [data for line, data in displays(notebook) if line.startswith("adoption.show")]
        assert len(tables) >= 3, name
        for data in tables:
            shown = BeautifulSoup(data["text/html"], "html5lib")
            assert shown.find("table", class_="figures").caption.get_text(), name
            assert data["text/plain"].startswith(shown.caption.get_text()), name
    ahead = displays(executed["own_forecast"])
    heads = [BeautifulSoup(data["text/html"], "html5lib").thead for line, data in ahead
             if line == "adoption.show(expected, firms)"]  # fmt: skip
    assert [head.get_text() for head in heads[0].find_all("th")] == [
        "Period end", "Median percent", "50% interval percent", "80% interval percent",
        "95% interval percent",
    ]  # fmt: skip


@pytest.mark.slow
def test_they_show_each_chart_once_with_its_words(executed: dict[str, Any]) -> None:
    charts = [
        data
        for notebook in executed.values()
        for _, data in displays(notebook)
        if "image/png" in data
    ]
    called = sum(
        cell["source"].count("adoption.plot_") for one in executed.values() for cell in one.cells
    )
    assert len(charts) == called == 2
    for data in charts:
        picture = BeautifulSoup(data["text/html"], "html5lib").img
        assert picture["alt"].startswith("Chart over time. One series")

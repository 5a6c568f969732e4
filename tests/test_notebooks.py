"""The worked notebooks run from top to bottom, show what they should, and hold no stale output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
RUN = """
import sys, nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
manager = KernelManager()
manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
NotebookClient(notebook, km=manager, timeout=180).execute()
print(nbformat.writes(notebook))
"""


def test_there_are_three() -> None:
    names = ["own_forecast", "press_release", "quarterly_figures"]
    assert [path.stem for path in NOTEBOOKS] == names


def test_they_hold_no_output() -> None:
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        assert all(not cell.get("outputs") for cell in notebook.cells)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run every notebook in a kernel of its own, and give it back with its output."""
    running = {
        path.stem: subprocess.Popen(
            [sys.executable, "-c", RUN, str(path)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=tmp_path_factory.mktemp(path.stem),
        )
        for path in NOTEBOOKS
    }  # fmt: skip
    done = {}
    for name, process in running.items():
        printed, errors = process.communicate(timeout=240)
        assert process.returncode == 0, f"{name}: {errors[-2000:]}"
        done[name] = nbformat.reads(printed, as_version=4)
    return done


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

"""The worked notebooks run from top to bottom, and hold no stale output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

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


@pytest.mark.slow
def test_they_run_and_show_their_tables(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(path)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        )
        for path in NOTEBOOKS
    ]  # fmt: skip
    for path, process in zip(NOTEBOOKS, running, strict=True):
        printed, errors = process.communicate(timeout=240)
        assert process.returncode == 0, f"{path.stem}: {errors[-2000:]}"
        outputs = [cell.get("outputs") for cell in json.loads(printed)["cells"]]
        assert "text/html" in str(outputs), path.stem

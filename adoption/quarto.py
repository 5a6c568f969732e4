"""The engine that lets an installed Quarto make the page.

Written for Quarto 1.10 by its documentation. The file is rendered in a copy of its folder, with the
header rewritten: values from outside are text there, never markup, and nothing depends on
Quarto's own parameters, which need papermill.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import yaml

from adoption import qmd
from adoption.schema import RenderError

_SHOWN_AS_TEXT = ("title", "subtitle", "description", "author")
_PAGE = "page-of-quarto.html"
# Without a kernel's name Quarto takes the first Python kernel of the machine, whatever is installed
# there; `python3` is this interpreter's own where its environment is looked at first.
_KERNEL = "python3"
_OWN_PYTHON = {"QUARTO_PYTHON": sys.executable, "JUPYTER_PREFER_ENV_PATH": "1"}


def page(
    document: qmd.Document,
    folder: Path,
    *,
    env: Mapping[str, str],
    timeout: float,
    progress: bool = False,
) -> str:
    """Render the copy of the document in `folder`; return the page.

    Parameters
    ----------
    document : qmd.Document
        The file, taken apart.
    folder : Path
        A copy of its folder that may be written to.
    env : mapping of str to str
        The environment of Quarto and of the cells.
    timeout : float
        Seconds after which Quarto is stopped.
    progress : bool
        Pass Quarto's messages on to standard error as they come.

    Returns
    -------
    str
        The HTML.

    Raises
    ------
    RenderError
        Quarto is missing, fails, takes too long or leaves no page; with its last lines.
    """
    executable = shutil.which("quarto")
    if executable is None:
        raise RenderError("`quarto` is not on PATH: install Quarto, or use the engine `builtin`")
    name = document.path.name
    _prepare(document, folder)
    status, log = _call(
        [executable, "render", name, "--to", "html", "--output", _PAGE, "--no-execute-daemon"],
        folder,
        env=dict(env) | _OWN_PYTHON | {"NO_COLOR": "1"},
        timeout=timeout,
        progress=progress,
    )
    if status is None:
        raise RenderError(
            f"Quarto was stopped after {timeout:g} seconds with {name}; its last lines:\n"
            + _tail(log)
        )
    if status:
        cell = _failing_cell(document, log)
        what = (
            f"{cell.place} failed: {_error_of(log)}" if cell else f"Quarto could not render {name}"
        )
        raise RenderError(f"{what}; Quarto's last lines:\n{_tail(log)}")
    made = folder / _PAGE
    if not made.is_file() or not made.stat().st_size:
        raise RenderError(f"Quarto ended well but left no page of {name}:\n{_tail(log)}")
    return made.read_text(encoding="utf-8")


def _prepare(document: qmd.Document, folder: Path) -> None:
    """Rewrite the copy: the header with its new values as text, the parameters in their cell."""
    header = dict(document.own_header)
    if document.header.get("params"):
        header["params"] = document.header["params"]
    for key in _SHOWN_AS_TEXT:
        value = document.header.get(key)
        if isinstance(value, list):
            header[key] = [qmd.escape(str(each)) for each in value]
        elif value is not None:
            header[key] = qmd.escape(str(value))
    if isinstance(document.header.get("date"), dt.date):
        header["date"] = document.header["date"].isoformat()
    header.setdefault("embed-resources", True)
    header.setdefault("html-math-method", "mathml")
    if document.header.get("engine", "jupyter") == "jupyter":  # a name in _quarto.yml is not obeyed
        header.setdefault("jupyter", document.header.get("jupyter", _KERNEL))
    for cell in document.cells:
        if cell.added:
            _insert(folder / cell.file, cell)
    file = folder / document.path.name
    body = file.read_text(encoding="utf-8-sig").split("\n")
    if body[0].rstrip() == "---":
        end = next(i for i, line in enumerate(body) if i and line.rstrip() in ("---", "..."))
        body = body[end + 1 :]
    text = yaml.safe_dump(header, allow_unicode=True, sort_keys=False)
    file.write_text("\n".join(["---", text.rstrip(), "---", *body]), encoding="utf-8")


def _insert(file: Path, cell: qmd.Cell) -> None:
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    end = cell.first_code_line - 1 + len(cell.code.split("\n"))
    lines[end:end] = cell.added
    file.write_text("\n".join(lines), encoding="utf-8")


def _call(
    command: list[str], folder: Path, *, env: dict[str, str], timeout: float, progress: bool
) -> tuple[int | None, str]:
    """Run Quarto; return its exit status (None when it was stopped) and what it said."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=os.name == "posix",
    )
    lines: list[str] = []

    def listen() -> None:
        assert process.stdout is not None
        with process.stdout as stream:
            for line in stream:
                lines.append(line.decode(errors="replace"))
                if progress:
                    sys.stderr.write(lines[-1])

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        status: int | None = process.wait(timeout)
    except subprocess.TimeoutExpired:
        status = None
    finally:
        _stop(process)
        listener.join(timeout=5)
    return status, "".join(lines)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End Quarto, gently first; the kernel it started ends when its parent is gone."""
    for number in (signal.SIGTERM, signal.SIGKILL) if os.name == "posix" else (signal.SIGTERM,):
        if process.poll() is not None:
            return
        if os.name == "posix":
            os.killpg(process.pid, number)
        else:
            process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)


def _plain(log: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", log)


def _failing_cell(document: qmd.Document, log: str) -> qmd.Cell | None:
    """Return the cell whose code Quarto prints between two rules of hyphens."""
    found = re.search(
        r"error occurred while executing the following cell:\s*\n-{6,}\n(.*?)\n-{6,}\s*\n",
        _plain(log),
        re.DOTALL,
    )
    if not found:
        return None
    code = "\n".join(line for line in found[1].split("\n") if not re.match(r"#\s*\|", line)).strip()
    same = (c for c in document.cells if "\n".join([c.code, *c.added]).strip() == code)
    return next(same, None)


def _error_of(log: str) -> str:
    """Return the last line of the traceback."""
    lines = [line.strip() for line in _plain(log).splitlines()]
    name = re.compile(r"(\w+\.)*\w*(Error|Exception|Exit|Interrupt|Warning)(:|$)")
    errors = [line for line in lines if name.match(line)]
    return errors[-1] if errors else next((line for line in reversed(lines) if line), "")


def _tail(log: str, count: int = 12) -> str:
    return "\n".join(f"  {line}" for line in _plain(log).strip().splitlines()[-count:])

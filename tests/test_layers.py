"""The order of the modules: each imports only from above, and few import what is heavy."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "adoption"

# from top to bottom; the modules of one line may import each other, but not in a circle
LAYERS = {
    "words for values": "labels",
    "tables": "schema",
    "arguments": "arguments",
    "arithmetic of change": "rates",
    "figures": "cells raw rules data",
    "claims": "claims claims.*",
    "curves": "measurement shapes curves",
    "bank": "kalman mixture bank learning",
    "baselines": "baselines",
    "forecasts": "exchange forecasts forecast_files",
    "evaluation": "evaluation archive",
    "charts": "placement drawing svg pictures descriptions charts rankings",
    "tables of a report": "tables exhibits",
    "report": "standings report skill wording display headlines outlook sections appendix",
    "render": "qmd quarto builtin rendering render",
    "site": "site site.*",
    "sources": "sources",
    "command line": "cli",
}
CONNECTIONS = {
    "socket", "ssl", "urllib.request", "http.client", "http.server", "ftplib", "smtplib",
    "requests", "httpx", "aiohttp", "urllib3", "websockets", "distributed", "dask.distributed",
}  # fmt: skip
MAY_CONNECT = {
    "sources": CONNECTIONS,
    "forecasts": {"dask.distributed", "distributed"},
    "forecast_files": {"dask.distributed", "distributed"},
}
HEAVY = {
    "statsmodels", "matplotlib", "pandera", "nbclient", "scipy", "pandas", "numpy", "pyarrow",
    "pypandoc", "dask",
}  # fmt: skip
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path != PACKAGE / "__init__.py"
}
MODULES = list(FILES)
LAYER_OF = {
    module: number
    for module in MODULES
    for number, names in enumerate(LAYERS.values())
    if any(fnmatchcase(module, name) for name in names.split())
}


@cache
def imported(module: str) -> set[str]:
    """Return the full names of what a module imports, anywhere in its text."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def siblings(module: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    names = [name.removeprefix("adoption.") for name in imported(module) if name != "adoption"]
    return {home for name in names if (home := _home(name))}


def _home(name: str) -> str:
    """Return the module of the package that holds a name, itself if it is one."""
    while name and name not in FILES:
        name = name.rpartition(".")[0]
    return name


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_above(module):
    assert module in LAYER_OF, f"give {module} its place in LAYERS"
    below = [other for other in siblings(module) if LAYER_OF.get(other, 0) > LAYER_OF[module]]
    assert below == [], f"{module} imports from below"


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: siblings(module) for module in MODULES}
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_only_sources_and_dask_open_connections(module):
    opened = {
        name
        for name in imported(module)
        for connection in CONNECTIONS - MAY_CONNECT.get(module, set())
        if name == connection or name.startswith(f"{connection}.")
    }
    assert opened == set()


def test_sources_takes_only_the_tables_from_the_package():
    assert siblings("sources") <= {"schema", "data"}


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import adoption") & HEAVY == set()


def test_the_help_of_the_command_line_loads_nothing_heavy():
    help_text = "import contextlib, io; from adoption import cli\nwith contextlib.redirect_stdout("
    help_text += "io.StringIO()), contextlib.suppress(SystemExit): cli.main(['--help'])\npass"
    assert loaded_after(help_text) & HEAVY == set()


def test_every_public_name_is_there_and_hides_no_module():
    import adoption

    for name in adoption.__all__:
        assert callable(getattr(adoption, name))
        assert name not in MODULES, f"`adoption.{name}` would hide the module of that name"
    assert set(dir(adoption)) == set(adoption.__all__)

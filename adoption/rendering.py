"""A `.qmd` file into one self-contained HTML page, by Quarto or without it.

`render` is the door. It copies the folder of the file to a place of its own, lets one of two
engines (`builtin.py`, `quarto.py`) make the page there, checks that the page asks nothing of a
network, and moves it into place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from adoption import builtin, qmd, quarto
from adoption.arguments import path_of, require_above_zero, require_known
from adoption.schema import RenderError

ENGINES = ("auto", "quarto", "builtin")
_HERE = Path(__file__).parent
_MOST_BYTES = 50_000_000  # of a report's folder; a .qmd in a folder of downloads is a mistake


def render(
    source: Path | str,
    output: Path | str,
    *,
    engine: str = "auto",
    parameters: Mapping[str, str] | None = None,
    metadata: Mapping[str, str] | None = None,
    progress: bool | None = None,
    timeout: float = 600.0,
) -> Path:
    r"""Render a `.qmd` file to one HTML file that needs no other file and no network.

    Parameters
    ----------
    source : Path
        The `.qmd`. Its cells run in a copy of its folder.
    output : Path
        The HTML file to write; it appears whole or not at all.
    engine : {"auto", "quarto", "builtin"}
        `auto` takes Quarto where it is on PATH.
    parameters : mapping of str to str, optional
        Values for the names that the header lists under `params` or that the cell tagged
        `parameters` assigns. The cells also find them as JSON in `ADOPTION_PARAMETERS`.
    metadata : mapping of str to str, optional
        Header values that replace those of the file, such as `title`, `subtitle` and `date`.
    progress : bool, optional
        Show progress on standard error; by default where that is a terminal.
    timeout : float
        Seconds after which to give up.

    Returns
    -------
    Path
        `output`.

    Raises
    ------
    RenderError
        For syntax that the engine does not support (by line), for a cell that fails (its label, its
        line, its last traceback line), for a page that would need a network.
    ValueError
        For an unknown engine, parameter or metadata key, or no seconds.
    TypeError
        For what is no path.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source = Path(folder, "report.qmd")
    ...     _ = source.write_text("---\ntitle: Users\n---\n\n602 million people.\n")
    ...     page = render(source, Path(folder, "report.html"), engine="builtin")
    ...     "602 million people" in page.read_text()
    True
    """
    source, output = path_of(source, "source"), path_of(output, "output")
    require_known("engine", engine, ENGINES)
    require_above_zero("timeout", timeout, "a number of seconds")
    if not source.is_file():
        raise RenderError(f"`{source}` is not a file")
    if engine == "auto":
        engine = "quarto" if shutil.which("quarto") else "builtin"
    shown = sys.stderr.isatty() if progress is None else progress
    document = qmd.read(source, metadata=metadata, parameters=parameters)
    with _workspace(source.parent) as folder:
        env = _environment(document)
        make = quarto.page if engine == "quarto" else builtin.page
        page = make(document, folder, env=env, timeout=timeout, progress=shown)
        _check(page, document, folder, scripts=engine == "quarto")
    return _write(output, page)


@contextmanager
def _workspace(folder: Path) -> Iterator[Path]:
    """Give a copy of the folder without what is hidden or was rendered before."""
    files = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not any(_is_left_out(part) for part in file.relative_to(folder).parts)
    ]
    size = sum(file.stat().st_size for file in files)
    if size > _MOST_BYTES:
        raise RenderError(
            f"the folder of the report holds {size / 1e6:.0f} MB, and its copy may hold "
            f"{_MOST_BYTES / 1e6:.0f}: put the .qmd in a folder of its own"
        )
    with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
        copy = Path(temporary).resolve() / "report"
        copy.mkdir()
        for file in files:
            target = copy / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        yield copy


def _is_left_out(part: str) -> bool:
    return part.startswith(".") or part in ("__pycache__", "_site", "_freeze")


def _environment(document: qmd.Document) -> dict[str, str]:
    """Return the environment of the cells: this package, fixed hash seed and time zone."""
    paths = [str(_HERE.parent), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "ADOPTION_PARAMETERS": json.dumps(document.parameters, sort_keys=True),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


def _write(output: Path, page: str) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        os.chmod(name, 0o644)
        os.replace(name, output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return output


# What the page may hold ----------------------------------------------------------------------

_LOADING = {
    "img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "link": ("href",),
    "iframe": ("src", "srcdoc"), "frame": ("src",), "embed": ("src",), "object": ("data",),
    "audio": ("src",), "video": ("src", "poster"), "track": ("src",), "input": ("src",),
    "image": ("href", "xlink:href"), "use": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"), "body": ("background",), "table": ("background",),
}  # fmt: skip

_OUTWARD = re.compile(  # in a style sheet
    r"""@import\s*(?!(?:\s*url\()?\s*['"]?data:)[^;]*|url\(\s*['"]?(?!data:|\#|['"]|\))[^)]*\)?"""
)


class _Reader(HTMLParser):
    """Collects what a page loads, links to, runs and identifies, and its style sheets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.loads: list[tuple[str, str, str]] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.identifiers: list[str] = []
        self.styles: list[str] = []
        self.titles = 0
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        self.titles += tag == "h1"
        for name, value in attrs:
            text = (value or "").strip()
            if name in _LOADING.get(tag, ()) and text and not text.startswith(("data:", "#")):
                self.loads.append((tag, name, text))
            elif tag in ("a", "area") and name in ("href", "xlink:href"):
                self.links.append(re.sub(r"[\x00-\x20]", "", text))  # as browsers read it
            elif name.startswith("on"):
                self.scripts.append(f"{name} of <{tag}>")
            elif name == "id":
                self.identifiers.append(text)
            elif name == "style":
                self.styles.append(text)
            elif (tag, name, text.lower()) == ("meta", "http-equiv", "refresh"):
                self.scripts.append("<meta http-equiv=refresh>")
        if tag in ("script", "iframe", "object", "embed", "base", "form"):
            self.scripts.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


def _check(page: str, document: qmd.Document, folder: Path, *, scripts: bool) -> None:
    """Raise unless the page needs no network, has unique identifiers and only plain links."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    problems = [f"<{tag} {name}> would load `{text[:80]}`" for tag, name, text in reader.loads]
    for style in reader.styles:
        problems += [f"a style would load `{text[:80]}`" for text in _OUTWARD.findall(style)]
    if not scripts:
        problems += [f"{text} would run, and the page runs nothing" for text in reader.scripts]
    allowed = re.compile(
        r"(?!\w[\w+.-]*:)|(https?|mailto):|data:text/csv" + ("|javascript:void" if scripts else ""),
        re.IGNORECASE,
    )
    problems += [
        f"a link leads to `{link[:80]}`: http, https or mailto is expected"
        for link in reader.links
        if not allowed.match(link)
    ]
    if not scripts:
        counts = Counter(reader.identifiers)
        problems += [f"two elements have the identifier `{n}`" for n, c in counts.items() if c > 1]
        known = set(reader.identifiers)
        problems += [
            f"a link leads to `{link}`, which is nowhere on the page"
            for link in reader.links
            if len(link) > 1 and link.startswith("#") and unquote(link[1:]) not in known
        ]
        if reader.titles != 1:
            problems.append(f"there are {reader.titles} <h1>: the title is the page's only one")
        if str(folder) in page or re.search(r"ipykernel_\d+", page):
            problems.append("a path of this machine stands in the page")
    unique = list(dict.fromkeys(problems))
    if unique:
        head = f"the page of {document.path.name} is refused"
        raise RenderError("\n  ".join([head, *unique]))

"""The engine that needs only packages: a Jupyter kernel runs the cells, Pandoc makes the page.

The cells and inline expressions become Markdown in the form that Quarto gives them; `page.lua`
turns Quarto's structures (numbered figures, references, callouts, tabsets) into HTML; `page.html`
is the frame. The page depends on nothing but the report's folder and the parameters.
"""

from __future__ import annotations

import ast
import base64
import html
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

from adoption import qmd
from adoption.labels import day
from adoption.schema import RenderError

_HERE = Path(__file__).parent
_IMAGES = {
    ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png",
    ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip
_MIME_TYPES = (  # in Quarto's order of preference for a page
    "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex",
    "text/plain",
)  # fmt: skip
_DEFAULTS = {
    "echo": True, "output": True, "eval": True, "include": True, "error": False, "warning": True,
}  # fmt: skip


def page(
    document: qmd.Document,
    folder: Path,
    *,
    env: Mapping[str, str],
    timeout: float,
    progress: bool = False,
) -> str:
    """Render the document, with `folder`, a copy of its folder, as the place where its cells run.

    Parameters
    ----------
    document : qmd.Document
        The file, taken apart.
    folder : Path
        A copy of its folder; the folder above it may be written to as well.
    env : mapping of str to str
        The environment of the cells.
    timeout : float
        Seconds after which to give up.
    progress : bool
        Show on standard error which cell runs.

    Returns
    -------
    str
        The HTML.

    Raises
    ------
    RenderError
        For every piece of unsupported syntax, by line; for a cell that fails.
    """
    document.refuse()
    pieces = _run(document, folder, env=env, timeout=timeout, progress=progress)
    return _embedded(_page(document, pieces, folder), folder)


# The cells -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """A cell or a run of prose, and the Markdown it became."""

    part: qmd.Cell | list[qmd.Line]
    markdown: str

    def place(self, line: int = 0) -> str:
        """Name the place in the source of a line of the Markdown, counted from 0."""
        if isinstance(self.part, qmd.Cell):
            return f"{self.part.file}:{self.part.line}"
        source = self.part[min(line, len(self.part) - 1)]
        return f"{source.file}:{source.number}"


def _run(
    document: qmd.Document, folder: Path, *, env: Mapping[str, str], timeout: float, progress: bool
) -> list[_Piece]:
    """Run the cells and inline expressions in their order, each into its Markdown."""
    from tqdm import tqdm

    end = time.monotonic() + timeout
    pieces = []
    runs = any(
        isinstance(part, qmd.Cell) or any(map(qmd.expressions, part)) for part in document.parts
    )
    with (
        _kernel(folder, env) if runs else nullcontext(SimpleNamespace()) as client,
        tqdm(total=len(document.cells), unit="cell", disable=not progress, leave=False) as bar,
    ):
        for part in document.parts:
            client.timeout = max(1, round(end - time.monotonic()))
            if isinstance(part, list):
                pieces.append(_Piece(part, _with_expressions(part, client)))
            else:
                bar.set_description(part.name)
                outputs = _execute(part, client, document)
                pieces.append(_Piece(part, _cell_markdown(part, outputs, document)))
                bar.update()
    return pieces


@contextmanager
def _kernel(folder: Path, env: Mapping[str, str]) -> Iterator[Any]:
    """Start this interpreter's own kernel, whatever kernels are installed; stop it at the end."""
    import nbformat
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    home = folder.parent
    manager = AsyncKernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        kernel_name="python3",
        connection_file=str(home / "kernel.json"),
        transport="ipc" if sys.platform != "win32" and len(str(home)) < 80 else "tcp",
    )
    client = NotebookClient(
        nbformat.v4.new_notebook(),  # type: ignore[no-untyped-call]
        km=manager,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
    )
    client.extra_arguments = [
        "--HistoryManager.enabled=False",
        "--InlineBackend.figure_formats=svg",
        "--InlineBackend.print_figure_kwargs={'metadata': {'Date': None, 'Creator': None}}",
        "--InlineBackend.rc={'svg.hashsalt': 'adoption'}",
    ]
    cells_env = dict(env) | {"IPYTHONDIR": str(home / "ipython")}
    log = home / "kernel.log"  # what the process itself says, as at its end, is no cell's output
    try:
        with (
            open(log, "wb") as said,
            client.setup_kernel(env=cells_env, cleanup_kc=True, stdout=said, stderr=said),
        ):
            yield client
    except RenderError:
        raise
    except RuntimeError as error:
        last = _last_lines(log.read_text(encoding="utf-8", errors="replace"))
        raise RenderError(f"the kernel that runs the cells failed: {error}\n{last}") from error


def _execute(cell: qmd.Cell, client: Any, document: qmd.Document) -> list[Any]:
    """Run one cell; return what it shows."""
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    options = _options(cell, document)
    if not options["eval"]:
        return []
    code = "\n".join([cell.code, *cell.added])
    run: Any = nbformat.v4.new_code_cell(code)  # type: ignore[no-untyped-call]
    if options["error"]:
        run.metadata["tags"] = ["raises-exception"]
    client.nb.cells.append(run)
    try:
        client.execute_cell(run, len(client.nb.cells) - 1)
    except CellExecutionError as error:
        raise RenderError(
            f"{cell.place}{_failing_line(cell, error.traceback)} failed: "
            f"{error.ename}: {error.evalue}"
        ) from error
    except CellTimeoutError as error:
        raise RenderError(f"{cell.place} was stopped: the time for the page is over") from error
    except DeadKernelError as error:
        raise RenderError(f"{cell.place} ended the Python process it ran in") from error
    for output in run.outputs:
        if output.output_type == "error" and not options["error"]:  # raised while it was displayed
            raise RenderError(f"{cell.place} failed: {output.ename}: {output.evalue}")
    return _joined(run.outputs)


def _joined(outputs: Iterable[Any]) -> list[Any]:
    """Join what a stream wrote in a row: the kernel sends it on in pieces, as the clock has it."""
    joined: list[Any] = []
    for output in outputs:
        if (
            joined
            and output.output_type == joined[-1].output_type == "stream"
            and output.name == joined[-1].name
        ):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _failing_line(cell: qmd.Cell, traceback: str) -> str:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback)
    numbers = re.findall(r"Cell In\[\d+\], line (\d+)", plain)
    if not numbers:
        return ""
    return f", at line {cell.first_code_line + int(numbers[-1]) - 1},"


def _with_expressions(lines: list[qmd.Line], client: Any) -> str:
    """Return prose with its inline expressions replaced by their values."""
    found = [(line, code) for line in lines for code in qmd.expressions(line)]
    if not found:
        return "\n".join(line.text for line in lines)
    wanted = {str(number): code for number, (_, code) in enumerate(found)}
    reply = client.wait_for_reply(client.kc.execute("", user_expressions=wanted))
    results = reply["content"].get("user_expressions", {})
    values = iter(
        _inline_markdown(results.get(str(number), {}), line, code)
        for number, (line, code) in enumerate(found)
    )
    return "\n".join(qmd.with_values(line, values) for line in lines)


def _inline_markdown(result: Mapping[str, Any], line: qmd.Line, code: str) -> str:
    if result.get("status") != "ok":
        problem = f"{result.get('ename', 'Error')}: {result.get('evalue', 'no answer')}"
        raise RenderError(f"`{{python}} {code}` ({line.file}:{line.number}) failed: {problem}")
    data = result["data"]
    if "text/html" in data:
        raw = _one_line(data["text/html"]).replace("`", "&#96;")
        return f"`{raw}`{{=html}}"
    if "text/markdown" in data:
        return str(data["text/markdown"])
    text = str(data["text/plain"])
    if text[:1] in "'\"":
        text = str(ast.literal_eval(text))
    place = f"`{{python}} {code}` ({line.file}:{line.number})"
    if re.match(r"np\.\w+\(", text):
        raise RenderError(f"{place} shows `{text}`: put the number into words first")
    _refuse_addresses(text, place)
    return qmd.escape(text)


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())


# Outputs into Markdown -----------------------------------------------------------------------


def _options(cell: qmd.Cell, document: qmd.Document) -> dict[str, Any]:
    return {**_DEFAULTS, **document.header["execute"], **cell.options}


def _cell_markdown(cell: qmd.Cell, outputs: Iterable[Any], document: qmd.Document) -> str:
    """Return what a cell shows, in the blocks that Quarto would write."""
    options = _options(cell, document)
    if not options["include"]:
        return ""
    asis = options["output"] == "asis"
    blocks = [_fenced(cell.code.strip("\n"), ".python .cell-code")] if options["echo"] else []
    if options["output"]:
        blocks += [
            _output_markdown(output, cell, options, asis=asis)
            for output in outputs
            if options["warning"] or output.get("name") != "stderr"
        ]
    label = str(cell.options.get("label", ""))
    caption = options.get("tbl-cap" if label.startswith("tbl-") else "fig-cap")
    classes = [".cell"] if not asis else []
    listed = options.get("classes") or []
    classes += [
        f".{each.lstrip('.')}" for each in ([listed] if isinstance(listed, str) else listed)
    ]
    if options.get("column"):
        classes.append(f".column-{options['column']}")
    body = "\n\n".join(block for block in blocks if block.strip())
    if caption and body:
        body += f"\n\n{caption}"
        classes.append(f"#{label}" if label.startswith(("fig-", "tbl-")) else ".cell-figure")
    if not body or not classes:
        return f"{body}\n"
    colons = _fence_for(body, ":")
    return f"\n{colons} {{{' '.join(classes)}}}\n{body}\n{colons}\n"


def _output_markdown(output: Any, cell: qmd.Cell, options: Mapping[str, Any], *, asis: bool) -> str:
    if output.output_type == "stream":
        if asis and output.name == "stdout":
            if "{{<" in output.text:
                raise RenderError(f"{cell.place} prints a shortcode (`{{{{<`): it is not obeyed")
            return str(output.text)
        text = re.sub(r"(?m)^\S.*?:\d+: (?=\w+: )", "", output.text)  # where a warning came from
        _refuse_addresses(text, cell.place)
        return _fenced(_plain(text), f".cell-output .cell-output-{output.name}")
    if output.output_type == "error":
        return _fenced(
            _plain(f"{output.ename}: {output.evalue}"), ".cell-output .cell-output-error"
        )
    kind = next((mime for mime in _MIME_TYPES if mime in output.data), None)
    runs = [mime for mime in output.data if "javascript" in mime or "widget" in mime]
    if kind is None or (runs and kind != "text/html"):
        raise RenderError(f"{cell.place} shows {', '.join(output.data)}: no page can hold it")
    data = output.data[kind]
    if kind == "text/html":
        return _raw_html(data)
    if kind in ("text/markdown", "text/latex"):
        return str(data)
    if kind.startswith("image/"):
        return _image_markdown(kind, data, cell, options)
    if data.startswith(("<matplotlib.", "[<matplotlib.", "<Figure size")):
        return ""
    _refuse_addresses(data, cell.place)
    return _fenced(_plain(data), ".cell-output .cell-output-display")


def _image_markdown(kind: str, data: str, cell: qmd.Cell, options: Mapping[str, Any]) -> str:
    alternative = options.get("fig-alt")
    if not alternative:
        raise RenderError(f"{cell.place} shows an image without `fig-alt`: say what it shows")
    encoded = base64.b64encode(data.encode()).decode() if kind == "image/svg+xml" else data
    source = f"data:{kind};base64,{''.join(encoded.split())}"
    text = html.escape(str(alternative))
    return _raw_html(f'<img src="{source}" alt="{text}" class="cell-output-image">')


def _raw_html(text: str) -> str:
    ticks = _fence_for(text)
    return f"{ticks}{{=html}}\n{text}\n{ticks}"


def _fenced(text: str, classes: str) -> str:
    ticks = _fence_for(text)
    return f"{ticks} {{{classes}}}\n{text.rstrip()}\n{ticks}"


def _fence_for(text: str, mark: str = "`") -> str:
    """Return a fence longer than any in the text."""
    return mark * max([2, *(len(run) for run in re.findall(f"{mark}+", text))]) + mark


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _refuse_addresses(text: str, place: str) -> None:
    if found := re.search(r"<[^<>\n]* at 0x[0-9a-fA-F]+>", text):
        raise RenderError(f"{place} shows `{found[0]}`, which differs from run to run")


# The page ------------------------------------------------------------------------------------


def _page(document: qmd.Document, pieces: list[_Piece], folder: Path) -> str:
    """Let Pandoc make the page."""
    (folder.parent / "head.html").write_text(_styles(document.header, folder), encoding="utf-8")
    command = [
        _pandoc(),
        "--from=markdown-yaml_metadata_block-pandoc_title_block",
        "--to=html5",
        "--standalone",
        f"--template={_HERE / 'page.html'}",
        f"--lua-filter={_HERE / 'page.lua'}",
        f"--include-in-header={folder.parent / 'head.html'}",
        "--section-divs",
        "--mathml",
        "--wrap=none",
        "--strip-comments",
        "--syntax-highlighting=none",
        "--fail-if-warnings",
        *_metadata_arguments(document.header),
    ]
    markdown = "\n\n".join(piece.markdown for piece in pieces)
    done = subprocess.run(
        command, input=markdown.encode(), cwd=folder, capture_output=True, check=False
    )
    messages = done.stderr.decode(errors="replace")
    document.problems.extend(_problems(messages, pieces, document))
    document.refuse()
    if done.returncode:
        raise RenderError(f"Pandoc made no page of {document.path.name}:\n{_last_lines(messages)}")
    return done.stdout.decode()


def _pandoc() -> str:
    """Return the Pandoc that came with `pypandoc_binary`, else the one that is installed."""
    import pypandoc

    files = Path(pypandoc.__file__).parent / "files"
    bundled = next((file for file in files.glob("pandoc*") if os.access(file, os.X_OK)), None)
    return str(bundled) if bundled else str(pypandoc.get_pandoc_path())


def _problems(messages: str, pieces: list[_Piece], document: qmd.Document) -> Iterator[str]:
    """Yield what `page.lua` and Pandoc complain about, each with its place in the source."""
    for message in messages.splitlines():
        if message.startswith("problem\t"):
            _, needle, text = message.split("\t", 2)
            yield f"{_place_of_text(needle, pieces, document)}  {text}"
        elif unclosed := re.match(r"\[WARNING\] Div at line (\d+).* unclosed", message):
            yield f"{_place_of_line(int(unclosed[1]), pieces)}  the `:::` block is never closed"
        elif double := re.match(r"\[WARNING\] Duplicate identifier '(.*)' at line", message):
            place = _place_of_text(f"#{double[1]}", pieces, document, count=2)
            yield f"{place}  two elements have the identifier `{double[1]}`"
        elif unknown := re.match(r"\[WARNING\] Citeproc: citation (.*) not found", message):
            place = _place_of_text(f"@{unknown[1]}", pieces, document)
            yield f"{place}  `@{unknown[1]}` is not in the bibliography"
        elif message.startswith("[WARNING] "):
            yield f"{document.path.name}  {message.removeprefix('[WARNING] ')}"


def _place_of_text(
    needle: str, pieces: list[_Piece], document: qmd.Document, *, count: int = 1
) -> str:
    """Name the place where `needle` stands for the first time, or for the `count`th."""
    places = []
    for piece in pieces:
        if isinstance(piece.part, list):
            found = (line for line in piece.part if needle in line.text)
            places += [f"{line.file}:{line.number}" for line in found]
        elif needle in piece.markdown:
            places.append(piece.place())
    return places[min(count, len(places)) - 1] if places else document.path.name


def _place_of_line(number: int, pieces: list[_Piece]) -> str:
    first = 1
    for piece in pieces:
        count = piece.markdown.count("\n") + 2
        if number < first + count:
            return piece.place(number - first)
        first += count
    return pieces[-1].place()


def _last_lines(text: str, count: int = 12) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-count:])


def _styles(header: Mapping[str, Any], folder: Path) -> str:
    names = header.get("css") or []
    styles = []
    for name in [names] if isinstance(names, str) else names:
        file = (folder / name).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            raise RenderError(f"the style sheet `{name}` is not a file of the report's folder")
        styles.append(f"<style>\n{file.read_text(encoding='utf-8').strip()}\n</style>\n")
    return "".join(styles)


def _metadata_arguments(header: Mapping[str, Any]) -> Iterator[str]:
    """Yield the header as Pandoc's arguments: as text, so that markup in a title is only shown."""
    yield f"--metadata=lang={header.get('lang', 'en')}"
    description = header.get("description") or header.get("subtitle")
    if description:  # stands in an attribute, where Pandoc leaves quotation marks as they are
        yield f"--variable=description={html.escape(_one_line(description))}"
    texts = {"title": header["title"], "subtitle": header.get("subtitle")}
    if header.get("date"):
        texts |= {"date": day(header["date"]), "date-iso": header["date"].isoformat()}
    for key, value in texts.items():
        if value:
            yield f"--metadata={key}={_one_line(value)}"
    for author in _listed(header.get("author")):
        yield f"--metadata=author={author}"
    if header.get("toc"):
        yield from ("--toc", f"--toc-depth={header.get('toc-depth', 3)}")
        yield f"--metadata=toc-title={header.get('toc-title', 'Contents')}"
    if header.get("number-sections"):
        yield "--number-sections"
    if header.get("bibliography"):
        yield from ("--citeproc", "--metadata=link-citations")
        title = header.get("reference-section-title", "References")
        yield f"--metadata=references-title={title}"
        yield from (f"--bibliography={name}" for name in _listed(header["bibliography"]))
        if header.get("csl"):
            yield f"--csl={header['csl']}"


def _listed(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value] if value else [])]


def _embedded(page: str, folder: Path) -> str:
    """Return the page with the images of the report's folder inside it."""

    def embedded(match: re.Match[str]) -> str:
        source = urlsplit(match["source"])
        if source.scheme or source.netloc or not source.path:
            return match[0]
        file = (folder / unquote(source.path)).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            raise RenderError(f"the image `{match['source']}` is not a file of the report's folder")
        kind = _IMAGES.get(file.suffix.lower())
        if kind is None:
            raise RenderError(f"the image `{match['source']}` is none of {', '.join(_IMAGES)}")
        data = base64.b64encode(file.read_bytes()).decode()
        return f'{match["before"]}"data:{kind};base64,{data}"'

    return re.sub(r'(?P<before><img\b[^<>]*?\ssrc=)"(?P<source>[^"]*)"', embedded, page)

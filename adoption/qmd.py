"""A `.qmd` file taken apart: its header, its cells and its prose, each with its line.

The syntax is Quarto's (https://quarto.org/docs). What the built-in renderer does not do is listed
in `Document.problems`, by line; the Quarto engine passes the file on and ignores that list.
"""

from __future__ import annotations

import ast
import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from adoption.schema import RenderError

# Header keys with an effect in both engines; anything else in the header of a .qmd is a problem.
HEADER_KEYS = frozenset([
    "title", "subtitle", "description", "author", "date", "date-format", "lang", "params", "toc",
    "toc-title", "toc-depth", "number-sections", "bibliography", "csl", "link-citations",
    "reference-section-title", "nocite", "execute", "css", "jupyter", "engine", "format",
])  # fmt: skip
# Keys that steer Quarto's own page; the built-in page has no counterpart or always does it.
QUARTO_ONLY_KEYS = frozenset([
    "project", "theme", "embed-resources", "html-math-method", "html-table-processing",
    "fig-format", "toc-location", "page-layout", "anchor-sections", "smooth-scroll", "code-copy",
    "citations-hover", "footnotes-hover", "crossrefs-hover", "include-in-header",
    "include-before-body", "title-block-banner",
])  # fmt: skip
EXECUTE_KEYS = frozenset([
    "echo", "output", "eval", "include", "error", "warning", "freeze", "cache", "daemon",
])  # fmt: skip
CELL_OPTIONS = frozenset([
    "label", "echo", "output", "eval", "include", "error", "warning", "fig-cap", "fig-alt",
    "tbl-cap", "tags", "classes", "column",
])  # fmt: skip
DATE_FORMAT = "D MMMM YYYY"

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>.*?)\s*$")
_INLINE = re.compile(
    r"(?P<before>^|[^`])`\{(?P<language>python|r|julia|ojs)\}[ \t](?P<code>[^`]+)`"
)
_SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[\w-]+)\s*(?P<rest>.*?)\s*>\}\}")
_INCLUDE = re.compile(r"^\{\{<\s*include\s+(?P<path>\S+)\s*>\}\}\s*$")
_SIGNIFICANT = re.compile(r"""([\\`*_{}\[\]()<>#+\-.!|~^$@&:='"])""")


@dataclass(frozen=True)
class Line:
    """One line of text and where it stands."""

    file: str
    number: int
    text: str
    verbatim: bool = False  # inside a block of code: no expression runs


@dataclass(frozen=True)
class Cell:
    """One executable cell: its options, its code, and the line of its opening fence."""

    file: str
    line: int
    first_code_line: int
    options: Mapping[str, Any]
    code: str
    name: str
    added: tuple[str, ...] = ()  # assignments of the parameters of this rendering

    @property
    def place(self) -> str:
        """Name the cell as an error does: its label, its file and its line."""
        return f"cell `{self.name}` ({self.file}:{self.line})"


@dataclass
class Document:
    """A `.qmd` file: the merged header, the parts in their order, and what is not supported."""

    path: Path
    header: dict[str, Any]
    own_header: dict[str, Any]
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list[Cell | list[Line]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        """The executable cells, in order."""
        return [part for part in self.parts if isinstance(part, Cell)]

    def refuse(self) -> None:
        """Raise with every problem found so far, if there is one."""
        if self.problems:
            count = len(self.problems)
            head = f"{count} problem{'' if count == 1 else 's'} in {self.path.name}"
            raise RenderError("\n  ".join([head, *self.problems]))


def escape(text: str) -> str:
    r"""Return Markdown that shows `text` as it is, on one line.

    Examples
    --------
    >>> print(escape("<b>20-23%</b> of *all*"))
    \<b\>20\-23%\</b\> of \*all\*
    """
    return _SIGNIFICANT.sub(r"\\\1", " ".join(text.split()))


def read(
    path: Path,
    *,
    metadata: Mapping[str, str] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Document:
    """Take a `.qmd` file apart.

    Parameters
    ----------
    path : Path
        The file; a `_quarto.yml` beside it gives defaults for its header.
    metadata : mapping of str to str, optional
        Header values that replace those of the file (`title`, `subtitle`, `date` ...).
    parameters : mapping of str to str, optional
        Values for names that the header lists under `params`, or that the cell tagged `parameters`
        assigns.

    Returns
    -------
    Document
        With every unsupported piece of syntax in `problems`.

    Raises
    ------
    RenderError
        For a file that cannot be read at all.
    ValueError
        For a parameter or a metadata key that the file does not know.
    """
    lines = _read_lines(path)
    own, body = _split_header(path, lines)
    document = Document(path, header={}, own_header=own, parameters=dict(parameters or {}))
    _set_header(document, dict(metadata or {}))
    _Scanner(document, path.parent.resolve()).scan(body)
    _set_parameters(document)
    return document


def expressions(line: Line) -> list[str]:
    """Return the inline Python expressions of a line of prose, as their code."""
    if line.verbatim:
        return []
    return [match["code"].strip() for match in _INLINE.finditer(line.text)]


def with_values(line: Line, values: Iterator[str]) -> str:
    """Return the text of a line of prose, each inline expression replaced by the next value."""
    if line.verbatim:
        return line.text
    text = _INLINE.sub(lambda match: match["before"] + next(values), line.text)
    return text.replace("`{{python}}", "`{python}")


def _read_lines(path: Path) -> list[Line]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError(f"{path.name} cannot be read: {error}") from error
    return [Line(path.name, number, line) for number, line in enumerate(text.split("\n"), start=1)]


def _load_yaml(text: str, *, place: str, first_line: int) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "not YAML"
        raise RenderError(f"{place}:{line}  the YAML cannot be read: {problem}") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise RenderError(f"{place}:{first_line}  the YAML must be `name: value` pairs")
    return loaded


def _split_header(path: Path, lines: list[Line]) -> tuple[dict[str, Any], list[Line]]:
    if lines[0].text.rstrip() != "---":
        return {}, lines
    for index, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() in ("---", "..."):
            text = "\n".join(each.text for each in lines[1:index])
            return _load_yaml(text, place=path.name, first_line=2), lines[index + 1 :]
    raise RenderError(f"{path.name}:1  the header has no closing `---`")


def _flatten(header: Mapping[str, Any]) -> dict[str, Any]:
    """Return the header with the options of `format: html` at its top level."""
    flat = dict(header)
    formats = flat.pop("format", "html")
    if isinstance(formats, dict):
        html = formats.get("html")
        flat |= html if isinstance(html, dict) else {}
        others = sorted(set(formats) - {"html"})
    else:
        others = [] if formats == "html" else [str(formats)]
    if others:
        flat["format"] = others[0]
    return flat


def _set_header(document: Document, metadata: dict[str, str]) -> None:
    """Merge `_quarto.yml`, the file's own header and `metadata`, in this order; check the keys."""
    path = document.path
    if unknown := sorted(set(metadata) - HEADER_KEYS):
        raise ValueError(f"`metadata` has `{unknown[0]}`: {_one_of(unknown[0], HEADER_KEYS)}")
    document.own_header |= metadata
    project_file = path.parent / "_quarto.yml"
    project: dict[str, Any] = {}
    if project_file.is_file():
        text = project_file.read_text(encoding="utf-8")
        project = _flatten(_load_yaml(text, place=project_file.name, first_line=1))
    own = _flatten(document.own_header)
    for place, header in ((project_file.name, project), (path.name, own)):
        for key in sorted(set(header) - HEADER_KEYS - QUARTO_ONLY_KEYS):
            document.problems.append(
                f"{_header_place(path, place, key)}  `{key}` is not supported: "
                f"{_one_of(key, HEADER_KEYS)} (values of your own belong under `params`)"
            )
        if "format" in header:
            document.problems.append(
                f"{_header_place(path, place, 'format')}  `format` is `{header['format']}`: "
                "only `html` is made"
            )
    executes = [header.pop("execute", None) or {} for header in (project, own)]
    for header in executes:
        for key in sorted(set(header) - EXECUTE_KEYS):
            document.problems.append(
                f"{_header_place(path, path.name, key)}  `execute: {key}` is not supported: "
                f"{_one_of(key, EXECUTE_KEYS)}"
            )
        for key in ("freeze", "cache"):
            if header.get(key):
                document.problems.append(
                    f"{_header_place(path, path.name, key)}  `execute: {key}` must be false: "
                    "it does not see that the figures changed"
                )
    params = dict(own.get("params") or {})
    params |= {name: value for name, value in document.parameters.items() if name in params}
    merged = {"execute": executes[0] | executes[1], "params": params}
    document.header = project | own | merged
    _check_header(document)


def _check_header(document: Document) -> None:
    header, name = document.header, document.path.name
    if not str(header.get("title") or "").strip():
        document.problems.append(f"{name}:1  `title` is missing: the page needs its one `h1`")
    date = header.get("date")
    if date is not None and not isinstance(date, dt.date):
        try:
            header["date"] = dt.date.fromisoformat(str(date))
        except ValueError:
            document.problems.append(
                f"{_header_place(document.path, name, 'date')}  `date` is `{date}`: an ISO date is "
                "expected, never one of the clock's"
            )
    if header.get("date-format", DATE_FORMAT) != DATE_FORMAT:
        document.problems.append(
            f"{_header_place(document.path, name, 'date-format')}  `date-format` must be "
            f"`{DATE_FORMAT}`"
        )
    if not re.fullmatch(r"en(-[A-Za-z]+)*", str(header.get("lang", "en"))):
        document.problems.append(
            f"{_header_place(document.path, name, 'lang')}  `lang` is `{header['lang']}`: the "
            "labels (Figure, Table, Note) are in English only"
        )


def _header_place(path: Path, name: str, key: str) -> str:
    file = path.parent / name
    lines = file.read_text(encoding="utf-8-sig").split("\n") if file.is_file() else []
    pattern = re.compile(rf"^\s*{re.escape(key)}\s*:")
    number = next((i for i, line in enumerate(lines, start=1) if pattern.match(line)), 1)
    return f"{name}:{number}"


def _one_of(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=1)
    return f"the nearest name is `{near[0]}`" if near else "known are " + ", ".join(known)


class _Scanner:
    """Walks over the lines once, sorting them into cells and prose."""

    def __init__(self, document: Document, root: Path) -> None:
        self.document = document
        self.root = root
        self.prose: list[Line] = []
        self.open_includes: list[Path] = []

    def scan(self, lines: list[Line]) -> None:
        """Scan the body of the document."""
        self._scan(lines)
        self._end_prose()

    def _problem(self, line: Line, message: str) -> None:
        self.document.problems.append(f"{line.file}:{line.number}  {message}")

    def _end_prose(self) -> None:
        if self.prose:
            self.document.parts.append(self.prose)
            self.prose = []

    def _scan(self, lines: list[Line]) -> None:
        index = 0
        while index < len(lines):
            line = lines[index]
            if include := _INCLUDE.match(line.text):
                self._include(line, include["path"])
            elif fence := _FENCE.match(line.text):
                index = self._fenced(lines, index, fence)
                continue
            else:
                around = [
                    lines[i].text if 0 <= i < len(lines) else "" for i in (index - 1, index + 1)
                ]
                if line.text.rstrip() == "---" and not around[0].strip() and around[1].strip():
                    self._problem(line, "a second header is not supported")
                self.prose.append(self._checked(line))
            index += 1

    def _checked(self, line: Line) -> Line:
        """Return a line of prose with its shortcodes replaced."""
        for inline in _INLINE.finditer(line.text):
            if inline["language"] != "python":
                self._problem(
                    line, f"`{{{inline['language']}}}` is not supported: only Python runs"
                )
        if re.search(r"(^|[^`])`\{python\}", _INLINE.sub("", line.text)):
            self._problem(line, "an inline expression needs a space after `{python}` and one line")
        return Line(line.file, line.number, self._without_shortcodes(line))

    def _without_shortcodes(self, line: Line) -> str:
        def replaced(match: re.Match[str]) -> str:
            start, end = match.span()
            if line.text[start - 1 : start] == "{" and line.text[end : end + 1] == "}":
                return match[0]
            value = self._shortcode(line, match["name"], match["rest"])
            return match[0] if value is None else value

        text = _SHORTCODE.sub(replaced, line.text)
        return re.sub(r"\{(\{\{<.*?>\}\})\}", r"\1", text)

    def _shortcode(self, line: Line, name: str, rest: str) -> str | None:
        if name == "pagebreak":
            return '`<span class="page-break"></span>`{=html}'
        if name == "include":
            self._problem(line, "`include` must stand alone on its line")
        elif name not in ("meta", "var"):
            self._problem(
                line, f"the shortcode `{name}` is not supported: include, meta, pagebreak, var"
            )
        else:
            source = self.document.header if name == "meta" else self._variables(line)
            value: Any = source
            for key in rest.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, (str, int, float, dt.date)):
                return escape(str(value)) if name == "meta" else str(value)
            where = "the header" if name == "meta" else "_variables.yml"
            self._problem(line, f"`{{{{< {name} {rest} >}}}}`: {where} has no such value")
        return None

    def _variables(self, line: Line) -> dict[str, Any]:
        file = self.root / "_variables.yml"
        if not file.is_file():
            return {}
        return _load_yaml(file.read_text(encoding="utf-8"), place=file.name, first_line=1)

    def _include(self, line: Line, name: str) -> None:
        file = (self.root / name.lstrip("/")).resolve()
        if not file.is_relative_to(self.root) or not file.is_file():
            self._problem(line, f"`{name}` is not a file of this folder")
        elif file in self.open_includes:
            self._problem(line, f"`{name}` includes itself")
        else:
            self.open_includes.append(file)
            lines = [
                Line(file.relative_to(self.root).as_posix(), each.number, each.text)
                for each in _read_lines(file)
            ]
            if lines[0].text.rstrip() == "---":
                self._problem(line, f"`{name}` has a header: only the main file may have one")
            else:
                self._scan(lines)
            self.open_includes.pop()

    def _fenced(self, lines: list[Line], start: int, fence: re.Match[str]) -> int:
        """Take the block that opens at `start`; return the index of the line after it."""
        line, ticks, info = lines[start], fence["ticks"], fence["info"]
        closing = re.compile(rf"^\s*{re.escape(ticks[0])}{{{len(ticks)},}}\s*$")
        end = next(
            (i for i in range(start + 1, len(lines)) if closing.match(lines[i].text)), len(lines)
        )
        inside = lines[start + 1 : end]
        if end == len(lines):
            self._problem(line, "the block that opens here is never closed")
        if "`" in info and ticks[0] == "`":  # a code span over one line, not a block
            self.prose.append(self._checked(line))
            return start + 1
        if info == "{python}" and not fence["indent"]:
            self._end_prose()
            self.document.parts.append(self._cell(line, inside))
        else:
            self._check_block(line, info, fence["indent"], inside)
            self.prose.append(line)
            for each in inside:
                unescaped = re.sub(r"\{\{(\w+)\}\}", r"{\1}", each.text)
                self.prose.append(Line(each.file, each.number, unescaped, verbatim=True))
            self.prose.extend(lines[end : end + 1])
        return end + 1

    def _check_block(self, line: Line, info: str, indent: str, inside: list[Line]) -> None:
        language = re.match(r"\{\{?\s*(\w+)", info)
        if re.match(r"\{python\b", info):
            wrong = "a cell must start at the margin" if indent else "cell options go on `#|` lines"
            self._problem(line, f"`{info}`: {wrong}")
        elif language:
            self._problem(line, f"`{info}` is not supported: only `{{python}}` and `{{=html}}` run")
        elif re.match(r"\{=(?!html\})", info):
            self._problem(line, f"`{info}` never reaches an HTML page: only `{{=html}}` does")
        without_shortcodes = re.search(r"""shortcodes=["']?false""", info)
        for each in inside:
            shortcode = not without_shortcodes and _SHORTCODE.search(each.text)
            if shortcode or _INLINE.search(each.text):
                self._problem(
                    each, "an expression or shortcode inside a block of code is not supported"
                )

    def _cell(self, line: Line, inside: list[Line]) -> Cell:
        count = next(
            (i for i, each in enumerate(inside) if not re.match(r"#\s*\|", each.text)), len(inside)
        )
        text = "\n".join(re.sub(r"^#\s*\| ?", "", each.text) for each in inside[:count])
        try:
            options = _load_yaml(text, place=line.file, first_line=line.number + 1)
        except RenderError as error:
            options = {}
            self.document.problems.append(str(error))
        number = len(self.document.cells) + 1
        cell = Cell(
            file=line.file,
            line=line.number,
            first_code_line=line.number + 1 + count,
            options=options,
            code="\n".join(each.text for each in inside[count:]),
            name=str(options.get("label", number)),
        )
        for each in inside[count:]:
            if _INCLUDE.match(each.text):
                self._problem(each, "`include` inside a cell is not supported")
        for message in _cell_problems(
            cell, {each.options.get("label") for each in self.document.cells}
        ):
            self._problem(line, message)
        return cell


def _cell_problems(cell: Cell, labels: set[Any]) -> Iterable[str]:
    options = cell.options
    for key in sorted(set(options) - CELL_OPTIONS):
        yield f"the cell option `{key}` is not supported: {_one_of(key, CELL_OPTIONS)}"
    for key in ("echo", "eval", "include", "error", "warning"):
        if not isinstance(options.get(key, True), bool):
            yield f"`{key}` is `{options[key]}`: true or false is expected"
    if options.get("output", True) not in (True, False, "asis"):
        yield f"`output` is `{options['output']}`: true, false or asis is expected"
    for key in ("label", "fig-cap", "fig-alt", "tbl-cap"):
        if not isinstance(options.get(key, ""), str):
            yield f"`{key}` must be one text"
    label = options.get("label")
    if label is not None and label in labels:
        yield f"two cells have the label `{label}`"
    for kind in ("fig", "tbl"):
        if str(label or "").startswith(f"{kind}-") and f"{kind}-cap" not in options:
            yield f"the label `{label}` needs `{kind}-cap` (or put the cell in `::: {{#{label}}}`)"


def _set_parameters(document: Document) -> None:
    """Put the values into the cell tagged `parameters`; refuse a name that nothing knows."""
    parameters = document.parameters
    listed = document.header["params"]
    tagged = [i for i, p in enumerate(document.parts) if isinstance(p, Cell) and _is_tagged(p)]
    assigned = _assigned(document.parts[tagged[0]].code) if tagged else set()  # type: ignore[union-attr]
    if unknown := sorted(set(parameters) - set(listed) - assigned):
        known = sorted(set(listed) | assigned)
        raise ValueError(
            f"`parameters` has `{unknown[0]}`: {document.path.name} knows "
            + (", ".join(f"`{name}`" for name in known) or "none")
        )
    document.parameters = {name: str(value) for name, value in listed.items()} | parameters
    for index in tagged[:1]:
        names = sorted(assigned & set(parameters))
        lines = tuple(f"{name} = {parameters[name]!r}" for name in names)
        document.parts[index] = replace(document.parts[index], added=lines)  # type: ignore[type-var]


def _is_tagged(cell: Cell) -> bool:
    tags = cell.options.get("tags")
    return "parameters" in (tags if isinstance(tags, list) else [tags])


def _assigned(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # the kernel says what is wrong with it
        return set()
    targets = [
        target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
    ]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}

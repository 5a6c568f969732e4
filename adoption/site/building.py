"""The published site: every edition, series and place with its downloads, built as one folder.

The site is a function of the raw figures, the reports, the kept forecasts and the code: built
twice, it is the same to the last byte. `manifest.json` holds the digests of what went in and of
every file that came out; a part whose inputs did not change is taken over from the site built
before. `site_pages.py` has the pages.
"""

from __future__ import annotations

import functools
import gc
import json
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from adoption import archive, data, headlines, labels, raw, report, tables
from adoption.rendering import render
from adoption.report import Edition
from adoption.site import downloads, edition_pages, pages, publishing, site_pages
from adoption.site.collection import Collection, cleaned, collect, forecasts_of, scores_of
from adoption.site.edition_pages import Release
from adoption.site.pages import Frame
from adoption.site.publishing import MANIFEST, digest
from adoption.site.site_pages import Files, Shelf, encoded

Digests: TypeAlias = dict[str, str]

_BATCH = 24  # pages that a process makes before it takes the next batch
_PAGES, _JOINT = "pages", "joint"  # the parts of a site beside its editions
_CODE = ("*.py", "*.json", "*.html", "*.lua", "*.mplstyle")
_EDITION_FILE = "edition.json"
_LISTS = tuple(
    f"data/raw/{name}.csv" for name in ("geographies", "products", "population_groups")
)  # that an edition reads besides its own tables


def report_folder() -> Path:
    """Return the folder of the `.qmd` files: of this checkout, else those of the package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "reports"
    return checkout if checkout.is_dir() else package / "shipped" / "reports"


@dataclass(frozen=True)
class Plan:
    """How a site is built: its editions with their as-of dates, its address, the renderer."""

    editions: Mapping[str, str]
    address: str
    engine: str

    @property
    def newest(self) -> str:
        """The last edition."""
        return list(self.editions)[-1]

    def frame(self) -> Frame:
        """Return what all pages share."""
        return Frame(
            address=self.address,
            edition=self.newest,
            as_of=labels.day(self.editions[self.newest]),
            version=metadata.version("adoption"),
        )


def build(
    folder: str | Path = "site",
    *,
    editions: Mapping[str, str] | None = None,
    address: str = "",
    engine: str = "builtin",
    jobs: int | None = None,
    progress: bool | None = None,
) -> Path:
    """Build the whole site and put it in place in one switch.

    Parameters
    ----------
    folder : path
        The site; what was built there before is taken over where nothing changed. An interrupted
        or failed build leaves it as it was.
    editions : mapping of str to str, optional
        Quarter to as-of date, from the oldest to the newest; by default every quarter from 2025Q2
        to the newest, each on the day of its release. An earlier date makes a draft.
    address : str, optional
        Where the site will stand, such as `https://example.org/genai`: for the feed, the map of the
        site, citations and pictures of links. Pages work from any folder without it.
    engine : {"builtin", "quarto"}
        The renderer of the reports; the built-in one gives the same bytes each time.
    jobs : int, optional
        Processes; by default one for each core.
    progress : bool, optional
        Show progress on standard error; by default where that is a terminal.

    Returns
    -------
    Path
        The first page.

    Raises
    ------
    ValueError
        For an address that is none, a name that is no edition, a day before its quarter begins, or
        a folder that holds something else.
    DataError, RenderError
        When the figures or a page fail; the old site stays.
    """
    site = Path(folder)
    if site.is_dir() and any(site.iterdir()) and not _is_ours(site):
        raise ValueError(f"`{site}` holds something else than a site: name an empty or new folder")
    _check(editions, address, engine)
    observations = data.load()
    plan = _plan(editions, address, engine, observations)
    site.parent.mkdir(parents=True, exist_ok=True)
    shown = sys.stderr.isatty() if progress is None else progress
    with publishing.replacing(site) as fresh:
        _Builder(plan, fresh, site, jobs or -1, shown).build(observations)
    return site / "index.html"


def verify(folder: str | Path = "site", *, jobs: int | None = None,
           progress: bool | None = None) -> list[str]:  # fmt: skip
    """Build a site again from what its manifest names, and say what differs.

    Returns
    -------
    list of str
        Files that were changed, are missing or were added since it was built; inputs that differ
        from those it was built from; files that came out otherwise. Empty when nothing differs.

    Raises
    ------
    ValueError
        When there is no built site.
    """
    site = Path(folder)
    about = publishing.manifest(site)
    problems = publishing.damage(site)
    with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
        again = Path(temporary) / "site"
        dates = {name: edition["as_of"] for name, edition in about["editions"].items()}
        build(
            again, editions=dates, address=about["address"], engine=about["engine"],
            jobs=jobs, progress=progress,
        )  # fmt: skip
        new = publishing.manifest(again)
    for name in sorted({*about["inputs"], *new["inputs"]}):
        if about["inputs"].get(name) != new["inputs"].get(name):
            problems.append(f"the input {name} is not that of the build")
    for name in sorted({*about["files"], *new["files"]}):
        if about["files"].get(name) != new["files"].get(name):
            problems.append(f"{name} comes out otherwise")
    return problems


def _check(editions: Mapping[str, str] | None, address: str, engine: str) -> None:
    if engine not in ("builtin", "quarto"):
        raise ValueError(f"`engine` is {engine!r}: `builtin` or `quarto` is expected")
    if address:
        tables.link("the site", address)
    if editions is not None and (not editions or list(editions) != sorted(editions)):
        raise ValueError("`editions` go from the oldest to the newest, and there is at least one")


def _plan(
    editions: Mapping[str, str] | None, address: str, engine: str, observations: pd.DataFrame
) -> Plan:
    if editions is None:
        names = report.edition_names(observations)
        editions = {name: str(report.edition_date(name).date()) for name in names}
    return Plan(dict(editions), address.rstrip("/"), engine)


def _is_ours(site: Path) -> bool:
    return publishing.is_built(site) or any(site.glob(f"20??Q?/{_EDITION_FILE}"))


# The build -----------------------------------------------------------------------------------


class _Builder:
    """One build: what can be taken over is; the rest is made in as many processes as are asked."""

    def __init__(self, plan: Plan, fresh: Path, old: Path, jobs: int, progress: bool) -> None:
        self.plan, self.fresh, self.old = plan, fresh, old
        self.jobs, self.progress = jobs, progress
        self.before: dict[str, Any] = (
            publishing.manifest(old) if publishing.is_built(old) else {"parts": {}, "files": {}}
        )
        self.inputs = inputs_of_site()
        self.files: Digests = {}
        self.parts: dict[str, dict[str, Any]] = {}

    def build(self, observations: pd.DataFrame) -> None:
        frame = self.plan.frame()
        editions = {
            name: cleaned(report.edition(name, as_of=day, observations=observations))
            for name, day in self.plan.editions.items()
        }
        releases = [edition_pages.release_of(edition) for edition in editions.values()]
        inputs = {name: self._inputs_of(edition) for name, edition in editions.items()}
        about = [asdict(frame), list(editions)]
        inputs[_PAGES] = _digest_of([inputs[self.plan.newest], *about])
        inputs[_JOINT] = _digest_of([inputs, *about, list(map(repr, releases))])
        wanted = [part for part, digests in inputs.items() if not self._taken_over(part, digests)]
        if wanted:
            with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
                self._make(wanted, editions, releases, frame, Path(temporary))
        for part in wanted:
            self.parts[part]["inputs"] = inputs[part]
        style = _read("site.css")
        for release in releases:
            path = f"{release.name}/index.html"
            html = (self.fresh / path).read_text(encoding="utf-8")
            framed = edition_pages.framed(html, frame, releases, release.name, style)
            self._made(release.name, _write(self.fresh, {path: framed}))
        self._finish(releases)

    def _make(
        self,
        wanted: Sequence[str],
        editions: Mapping[str, Edition],
        releases: Sequence[Release],
        frame: Frame,
        scratch: Path,
    ) -> None:
        """Make parts: first the forecasts and their scores, then everything that shows them."""
        newest = self.plan.newest
        shown = list(editions) if _JOINT in wanted else [*{*wanted, newest} & {*editions}]
        ahead: list[_Task] = [
            ("shelf", functools.partial(_shelf, editions[name], str(self.fresh),
                                        again=name in wanted, compared=_JOINT in wanted))
            for name in sorted(shown)
        ]  # fmt: skip
        if _PAGES in wanted:
            ahead.insert(0, ("scores", functools.partial(scores_of, editions[newest])))
        shelves: dict[str, Shelf] = {}
        scores = pd.DataFrame()
        for kind, found in self._run("forecasts", ahead):
            if kind == "scores":
                scores = found
            else:
                shelves[found.edition.name] = found
        for name in set(wanted) & set(shelves):
            stored = f"data/forecasts/{name}.csv"
            self._made(name, {stored: digest((self.fresh / stored).read_bytes())})
        gathered = collect(shelves[newest].edition, shelves[newest].forecasts, scores)
        place = scratch / "collection.pickle"
        place.write_bytes(pickle.dumps(gathered))
        tasks: list[_Task] = [  # the longest first, so that no process waits for another at the end
            (name, functools.partial(_edition, shelves[name], self.plan.engine, str(self.fresh)))
            for name in sorted(set(wanted) & set(shelves), reverse=True)
        ]
        fresh = str(self.fresh)
        if _JOINT in wanted:
            every = [shelves[name] for name in editions]
            tasks.append(
                (_JOINT, functools.partial(_joint, str(place), frame, every, releases, fresh))
            )
        if _PAGES in wanted:
            work: list[tuple[str, Sequence[str]]] = [("", [])]
            work += [
                (kind, names[k : k + _BATCH])
                for kind in reversed(site_pages.KINDS)
                for names in [site_pages.KINDS[kind].names(gathered)]
                for k in range(0, len(names), _BATCH)
            ]
            tasks += [
                (_PAGES, functools.partial(_batch, str(place), frame, kind, names, fresh))
                for kind, names in work
            ]
        for part, files in self._run("pages", tasks):
            self._made(part, files)

    def _run(self, words: str, tasks: Sequence[_Task]) -> Iterator[tuple[str, Any]]:
        """Do tasks in as many processes as are asked, and give their results as they are done."""
        from joblib import Parallel, delayed
        from tqdm import tqdm

        done = Parallel(n_jobs=self.jobs, return_as="generator_unordered", max_nbytes=None)(
            delayed(_labelled)(label, make) for label, make in tasks
        )
        yield from tqdm(done, desc=words, total=len(tasks), disable=not self.progress)

    def _made(self, part: str, files: Digests) -> None:
        """Remember the files of a part; two parts never write one address."""
        own = self.parts.setdefault(part, {"inputs": "", "files": {}})
        if twice := (files.keys() & self.files.keys()) - own["files"].keys():
            raise ValueError(f"two pages have the address {min(twice)}")
        own["files"] |= files
        self.files |= files

    def _inputs_of(self, edition: Edition) -> str:
        """Return one digest of what an edition is made from: its tables, the reports, the code."""
        shared = {
            name: value
            for name, value in self.inputs.items()
            if name.startswith(("adoption/", "reports/"))
            or name in _LISTS
            or name == f"data/forecasts/{edition.name}.csv"
        }
        known = {
            name: digest(table.to_csv(index=False).encode())
            for name, table in sorted(vars(edition).items())
            if isinstance(table, pd.DataFrame) and name in Edition.__dataclass_fields__
        }
        version = metadata.version("adoption")
        about = [edition.name, str(edition.as_of.date()), self.plan.engine, version]
        return _digest_of([about, shared, known])

    def _taken_over(self, part: str, inputs: str) -> bool:
        """Copy a part of the old site whose inputs are the same, if all of it is as it was."""
        known = self.before["parts"].get(part)
        if known is None or known["inputs"] != inputs:
            return False
        digests = {name: self.before["files"][name] for name in known["files"]}
        contents = {
            name: (self.old / name).read_bytes() for name in digests if (self.old / name).is_file()
        }
        if {name: digest(content) for name, content in contents.items()} != digests:
            return False
        _write(self.fresh, dict(contents))
        self.parts[part] = {"inputs": inputs, "files": digests}
        self.files |= digests
        return True

    def _finish(self, releases: Sequence[Release]) -> None:
        about = {
            "format": 1,
            "version": metadata.version("adoption"),
            "address": self.plan.address,
            "engine": self.plan.engine,
            "editions": {
                one.name: {"as_of": one.as_of.isoformat(), "release": one.release.isoformat(),
                           "draft": one.draft, "title": one.title}
                for one in releases
            },
            "inputs": self.inputs,
            "parts": {
                name: {"inputs": part["inputs"], "files": sorted(part["files"])}
                for name, part in self.parts.items()
            },
            "files": self.files,
        }  # fmt: skip
        _write(self.fresh, {MANIFEST: _json(about)})


def inputs_of_site() -> Digests:
    """Return the digest of every file that a site is made from, by name."""
    package = Path(__file__).resolve().parents[1]
    kept = data.forecasts_folder()
    found = {
        f"data/raw/{path.relative_to(data.raw_folder()).as_posix()}": path
        for path in [*data.raw_folder().rglob("*.csv"), data.raw_folder() / raw.MANIFEST]
    }
    found |= {f"reports/{path.name}": path for path in report_folder().glob("[!.]*.*")}
    found |= {f"data/forecasts/{path.name}": path for path in kept.glob("*.csv")}
    found |= {
        f"adoption/{path.relative_to(package).as_posix()}": path
        for pattern in _CODE
        for path in package.rglob(pattern)
        if path.relative_to(package).parts[0] != "shipped"
    }
    return {name: digest(path.read_bytes()) for name, path in sorted(found.items())}


# Work of one process -------------------------------------------------------------------------

_Task: TypeAlias = tuple[str, Callable[[], Any]]  # what it is for, and what to do


def _labelled(label: str, make: Callable[[], Any]) -> tuple[str, Any]:
    """Do a task; charts and tables leave cycles, and looking for them takes a tenth of the time."""
    gc.disable()
    try:
        return label, make()
    finally:
        gc.enable()


def _shelf(edition: Edition, fresh: str, *, again: bool, compared: bool) -> Shelf:
    """Return an edition with its forecasts as they are stored, made anew where `again`.

    `compared` adds those of the last value carried forward.
    """
    folder = Path(fresh) / "data" / "forecasts"
    kept = edition.name in data.editions()
    if again:
        made = data.load_forecasts(edition.name) if kept else forecasts_of(edition)
        archive.store_forecasts(made, edition.name, folder)
    forecasts = data.load_forecasts(edition.name, folder)
    naive = forecasts_of(edition, model="naive") if compared else forecasts.iloc[:0]
    return Shelf(edition, forecasts, naive, kept)


def _edition(shelf: Shelf, engine: str, fresh: str) -> Digests:
    """Render the report of an edition, and put its tables beside it."""
    edition = shelf.edition
    place = Path(fresh) / edition.name / "index.html"
    unbound = _render(edition, place, engine=engine, progress=False)
    files = _write(Path(fresh), _edition_files(edition, unbound))
    return files | {f"{edition.name}/index.html": digest(place.read_bytes())}


def _joint(
    place: str, frame: Frame, shelves: Sequence[Shelf], releases: Sequence[Release], fresh: str
) -> Digests:
    """Make the pages that join the editions, and what all pages load."""
    files = site_pages.joint(_gathered(place), frame, shelves, releases) | {
        pages.STYLE_SHEET: _read("adoption.css") + _read("site.css"),
        pages.SEARCH_SCRIPT: _read("search.js"),
    }
    return _write(Path(fresh), files)


def _batch(place: str, frame: Frame, kind: str, names: Sequence[str], fresh: str) -> Digests:
    """Make some pages of a kind, or the indexes."""
    gathered = _gathered(place)
    files = (
        site_pages.of_kind(kind, gathered, frame, names)
        if kind
        else site_pages.indexes(gathered, frame)
    )
    return _write(Path(fresh), files)


@functools.lru_cache(maxsize=1)
def _gathered(place: str) -> Collection:
    found: Collection = pickle.loads(Path(place).read_bytes())  # written by this build
    return found


# An edition ----------------------------------------------------------------------------------


def build_edition(
    name: str | None = None,
    *,
    as_of: str | None = None,
    folder: str | Path = "site",
    engine: str = "auto",
    progress: bool | None = None,
) -> Path:
    """Render one edition into `folder/<edition>/index.html`.

    Beside the page lie the tables it was made from (`key_figures.csv`, `observations.csv`,
    `forecasts.csv`), `unbound_statements.csv` (numbers of the prose that the claims checker could
    bind to no figure) and `edition.json`: the as-of date, the version and the digest of the
    observations. The edition's folder is replaced in one step, or left as it was. In a folder
    without a built site, `index.html` lists the editions that are there.

    Parameters
    ----------
    name : str, optional
        A quarter such as `2026Q2`; by default the newest.
    as_of : ISO date, optional
        The day whose knowledge is used; by default fifteen days after the quarter's end.
    folder : path
        The site.
    engine : {"auto", "quarto", "builtin"}
    progress : bool, optional
        Show progress on standard error; by default where that is a terminal.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    ValueError
        For a name that is no edition, or a day before its quarter begins.
    DataError, RenderError
        When the figures or the page fail; the old page stays.
    """
    edition = cleaned(report.edition(name, as_of=as_of))
    site = Path(folder)
    site.mkdir(parents=True, exist_ok=True)
    with publishing.replacing(site / edition.name) as fresh:
        unbound = _render(edition, fresh / "index.html", engine=engine, progress=progress)
        own = _edition_files(edition, unbound)
        _write(fresh, {path.partition("/")[2]: text for path, text in own.items()})
    if not publishing.is_built(site):
        _write(site, {"index.html": _list_of_editions(site)})
    return site / edition.name / "index.html"


def _render(edition: Edition, place: Path, *, engine: str, progress: bool | None) -> pd.DataFrame:
    """Render the report and hold its sentences against the figures (`report.check_page`)."""
    render(
        report_folder() / "quarterly.qmd",
        place,
        engine=engine,
        parameters={"edition": edition.name, "as_of": str(edition.as_of.date())},
        metadata={
            "title": headlines.title(edition),
            "subtitle": f"{pages.SITE_NAME}, {labels.edition(edition.name)}, as of "
            f"{labels.day(edition.as_of)}",
        },
        progress=progress,
    )
    return report.check_page(place.read_text(encoding="utf-8"), edition)


def _edition_files(edition: Edition, unbound: pd.DataFrame) -> Files:
    """Return the tables beside a report, and what it is."""
    key_figures = report.key_figures(edition)
    found = downloads.edition_files(edition, key_figures, edition.forecasts, unbound)
    about = {
        "edition": edition.name,
        "as_of": str(edition.as_of.date()),
        "title": headlines.title(edition),
        "version": metadata.version("adoption"),
        "observations_sha256": digest(found["observations.csv"].encode()),
    }
    found[_EDITION_FILE] = _json(about)
    return {f"{edition.name}/{name}": text for name, text in found.items()}


def _list_of_editions(site: Path) -> str:
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(site.glob(f"20??Q?/{_EDITION_FILE}"), reverse=True)
    ]
    items = "\n".join(
        f'<li><a href="{escape(one["edition"])}/index.html">{escape(one["edition"])}</a>: '
        f"{escape(one['title'])} (as of {labels.day(one['as_of'])})</li>"
        for one in found
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{pages.SITE_NAME}: editions of the quarterly report</title>
<link rel="icon" href="data:,">
<style>
{_read("adoption.css")}{_read("site.css")}
</style>
</head>
<body>
<header><h1>{pages.SITE_NAME}</h1>
<p class="subtitle">Editions of the quarterly report</p></header>
<main>
<ul class="editions">
{items}
</ul>
</main>
</body>
</html>
"""


# Files ---------------------------------------------------------------------------------------


def _write(folder: Path, files: Files) -> Digests:
    """Write files below a folder and return their digests; none may lie outside it."""
    written = {}
    root = folder.resolve()
    for name, content in files.items():
        place = (root / name).resolve()
        if root not in place.parents:
            raise ValueError(f"the path {name!r} leads out of the site")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(encoded(content))
        written[name] = digest(encoded(content))
    return written


def _read(name: str) -> str:
    return (report_folder() / name).read_text(encoding="utf-8")


def _digest_of(content: Any) -> str:
    return digest(json.dumps(content, sort_keys=True).encode())


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

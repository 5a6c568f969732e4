"""The published site: every edition, series and place with its downloads, built as one folder.

The site is a function of the raw figures, the reports, the kept forecasts and the code: built
twice, it is the same to the last byte. `manifest.json` holds the digests of what went in and of
every file that came out; an edition whose inputs did not change is taken over from the site built
before.
"""

from __future__ import annotations

import functools
import gc
import itertools
import json
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from adoption import (
    codebook,
    country_pages,
    data,
    data_page,
    differences,
    downloads,
    edition_pages,
    evaluation,
    feed,
    headlines,
    labels,
    pages,
    publishing,
    raw,
    record_page,
    report,
    series_index,
    series_pages,
    tables,
    world_pages,
)
from adoption.collection import Collection, cleaned, collect, forecasts_of, scores_of
from adoption.edition_pages import Release
from adoption.pages import Frame
from adoption.publishing import MANIFEST, digest, publish, publish_branch
from adoption.rendering import render
from adoption.report import Edition

__all__ = ["build", "build_edition", "publish", "publish_branch", "report_folder", "verify"]

Files: TypeAlias = dict[str, str | bytes]  # path in the site to content
Digests: TypeAlias = dict[str, str]

_BATCH = 24  # pages that a process makes before it takes the next batch
_CODE = ("*.py", "*.json", "*.html", "*.lua", "*.mplstyle")
_EDITION_FILE = "edition.json"
_LISTS = tuple(
    f"data/raw/{name}.csv" for name in ("geographies", "products", "population_groups")
)  # that an edition reads besides its own tables


def report_folder() -> Path:
    """Return the folder of the `.qmd` files: of this checkout, else those of the package."""
    package = Path(__file__).resolve().parent
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


@dataclass(frozen=True)
class Shelf:
    """One edition with its forecasts: of the model as kept or made, and of the last value."""

    edition: Edition
    forecasts: pd.DataFrame
    naive: pd.DataFrame
    kept: bool
    inputs: str


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
        For an address that is none, or a name that is no edition.
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
    return (site / MANIFEST).is_file() or any(site.glob(f"20??Q?/{_EDITION_FILE}"))


# The build -----------------------------------------------------------------------------------


class _Builder:
    """One build: first the editions, then the pages of the newest, then what joins them."""

    def __init__(self, plan: Plan, fresh: Path, old: Path, jobs: int, progress: bool) -> None:
        self.plan, self.fresh, self.old = plan, fresh, old
        self.jobs, self.progress = jobs, progress
        self.before: dict[str, Any] = (
            publishing.manifest(old) if (old / MANIFEST).is_file() else {"parts": {}, "files": {}}
        )
        self.files: Digests = {}
        self.parts: dict[str, dict[str, Any]] = {}

    def build(self, observations: pd.DataFrame) -> None:
        frame = self.plan.frame()
        with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
            scratch = Path(temporary)
            shelves, scores = self._editions(observations, scratch, frame)
            newest = shelves[-1]
            inputs = _inputs_of_pages(newest.inputs, frame, self.plan)
            gathered = collect(newest.edition, newest.forecasts, scores)
            if not self._taken_over("pages", inputs):
                self._pages(scratch, gathered, frame)
                self.parts["pages"]["inputs"] = inputs
        releases = [edition_pages.release_of(shelf.edition) for shelf in shelves]
        self._write("joint", _joint(gathered, frame, shelves, releases))
        style = _read("site.css")
        for release in releases:
            path = f"{release.name}/index.html"
            html = (self.fresh / path).read_text(encoding="utf-8")
            framed = edition_pages.framed(html, frame, releases, release.name, style)
            self._write(release.name, {path: framed})
        self._finish(releases)

    def _editions(
        self, observations: pd.DataFrame, scratch: Path, frame: Frame
    ) -> tuple[list[Shelf], pd.DataFrame]:
        """Make every edition in a process of its own, or take it over; score the newest's model."""
        makers: list[Callable[[], Any]] = [
            functools.partial(
                _scores,
                observations,
                self.plan,
                frame,
                old=str(self.old),
                scratch=str(scratch),
                before=self.before,
            )
        ]
        makers += [
            functools.partial(
                _edition,
                observations,
                self.plan,
                name,
                fresh=str(self.fresh),
                old=str(self.old),
                scratch=str(scratch),
                before=self.before,
            )
            for name in list(self.plan.editions)[::-1]
        ]  # fmt: skip
        for name, part in self._run("editions", makers):
            if name in self.plan.editions:
                self.parts[name] = part
                self.files |= part["files"]
        shelves = [_load(scratch / f"{name}.pickle") for name in self.plan.editions]
        return shelves, _load(scratch / "scores.pickle")

    def _pages(self, scratch: Path, gathered: Collection, frame: Frame) -> None:
        place = scratch / "collection.pickle"
        place.write_bytes(pickle.dumps(gathered))
        work: list[tuple[str, Sequence[str]]] = [("data", ())]
        work += [("comparison", [one.name]) for one in world_pages.comparisons(gathered)]
        for maker, names in (
            ("series", list(gathered.heads.index)),
            ("country", sorted(gathered.heads["geo"].unique())),
        ):
            work += [(maker, names[k : k + _BATCH]) for k in range(0, len(names), _BATCH)]
        makers = [
            functools.partial(_batch, str(place), frame, maker, names, str(self.fresh))
            for maker, names in work
        ]
        written: Digests = {}
        for files in self._run("pages", makers):
            if twice := written.keys() & files.keys():
                raise ValueError(f"two pages have the address {min(twice)}")
            written |= files
        self.parts["pages"] = {"files": written}
        self.files |= written

    def _run(self, words: str, makers: Sequence[Callable[[], Any]]) -> Iterator[Any]:
        from joblib import Parallel, delayed
        from tqdm import tqdm

        done = Parallel(n_jobs=self.jobs, return_as="generator_unordered")(
            delayed(make)() for make in makers
        )
        yield from tqdm(done, desc=words, total=len(makers), disable=not self.progress)

    def _taken_over(self, part: str, inputs: str) -> bool:
        files = _take_over(part, inputs, self.before, self.old, self.fresh)
        if files is None:
            return False
        self.parts[part] = {"inputs": inputs, "files": files}
        self.files |= files
        return True

    def _write(self, part: str, files: Files) -> None:
        written = _write(self.fresh, files)
        own = self.parts.setdefault(part, {"inputs": "", "files": {}})
        own["files"] |= written
        self.files |= written

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
            "inputs": inputs_of_site(),
            "parts": {
                name: {"inputs": part["inputs"], "files": sorted(part["files"])}
                for name, part in self.parts.items()
            },
            "files": self.files,
        }  # fmt: skip
        _write(self.fresh, {MANIFEST: _json(about)})


def inputs_of_site() -> Digests:
    """Return the digest of every file that a site is made from, by name."""
    package = Path(__file__).resolve().parent
    kept = data.forecasts_folder()
    found = {
        f"data/raw/{path.relative_to(data.raw_folder()).as_posix()}": path
        for path in [*data.raw_folder().rglob("*.csv"), data.raw_folder() / raw.MANIFEST]
    }
    found |= {f"reports/{path.name}": path for path in report_folder().glob("[!.]*.*")}
    found |= {f"data/forecasts/{path.name}": path for path in kept.glob("*.csv")}
    found |= {f"adoption/{path.name}": path for kind in _CODE for path in package.glob(kind)}
    return {name: digest(path.read_bytes()) for name, path in sorted(found.items())}


# Work of one process -------------------------------------------------------------------------


def _edition(
    observations: pd.DataFrame,
    plan: Plan,
    name: str,
    fresh: str,
    old: str,
    scratch: str,
    before: dict[str, Any],
) -> tuple[str, dict[str, Any]]:
    """Make the files of one edition, or take them over; leave it in `scratch` as a Shelf."""
    edition = _known(observations, plan, name)
    kept = name in data.editions()
    inputs = _inputs_of(edition, plan.engine)
    files = _take_over(name, inputs, before, Path(old), Path(fresh))
    stored = f"data/forecasts/{name}.csv"
    if files is None:
        forecasts = data.load_forecasts(name) if kept else forecasts_of(edition)
        files = _write(Path(fresh), _edition_files(edition, forecasts))
        place = Path(fresh) / name / "index.html"
        _render(edition, place, engine=plan.engine, progress=False)
        files[f"{name}/index.html"] = digest(place.read_bytes())
        text = evaluation.store_forecasts(forecasts, name, scratch).read_text(encoding="utf-8")
        files |= _write(Path(fresh), {stored: text})
    forecasts = data.load_forecasts(name, Path(fresh) / "data" / "forecasts")
    naive = forecasts_of(edition, model="naive")
    shelf = Shelf(edition, forecasts, naive, kept, inputs)
    (Path(scratch) / f"{name}.pickle").write_bytes(pickle.dumps(shelf))
    return name, {"inputs": inputs, "files": files}


def _scores(
    observations: pd.DataFrame,
    plan: Plan,
    frame: Frame,
    old: str,
    scratch: str,
    before: dict[str, Any],
) -> tuple[str, dict[str, Any]]:
    """Score the newest edition's model on past figures, unless the pages will be taken over."""
    edition = _known(observations, plan, plan.newest)
    inputs = _inputs_of_pages(_inputs_of(edition, plan.engine), frame, plan)
    same = _intact("pages", inputs, before, Path(old)) is not None
    scores = pd.DataFrame() if same else scores_of(edition)
    (Path(scratch) / "scores.pickle").write_bytes(pickle.dumps(scores))
    return "scores", {}


def _known(observations: pd.DataFrame, plan: Plan, name: str) -> Edition:
    given = report.edition(name, as_of=plan.editions[name], observations=observations)
    return cleaned(given)


def _load(place: Path) -> Any:
    """Return what another process of this build has left."""
    return pickle.loads(place.read_bytes())


def _inputs_of_pages(newest: str, frame: Frame, plan: Plan) -> str:
    about = [newest, asdict(frame), list(plan.editions)]
    return digest(json.dumps(about, sort_keys=True).encode())


def _inputs_of(edition: Edition, engine: str) -> str:
    """Return one digest of all that an edition is made from: its tables, the reports, the code."""
    shared = {
        name: value
        for name, value in inputs_of_site().items()
        if name.startswith(("adoption/", "reports/"))
        or name in _LISTS
        or name == f"data/forecasts/{edition.name}.csv"
    }
    known = {
        name: digest(table.to_csv(index=False).encode())
        for name, table in sorted(vars(edition).items())
        if isinstance(table, pd.DataFrame) and name in Edition.__dataclass_fields__
    }
    about = [edition.name, str(edition.as_of.date()), engine, metadata.version("adoption")]
    return digest(json.dumps([about, shared, known], sort_keys=True).encode())


def _batch(place: str, frame: Frame, maker: str, names: Sequence[str], fresh: str) -> Digests:
    """Make some pages; charts leave cycles, and looking for them takes a tenth of the time."""
    gathered = _gathered(place)
    gc.disable()
    try:
        return _write(Path(fresh), _MAKERS[maker](gathered, frame, names))
    finally:
        gc.enable()


@functools.lru_cache(maxsize=1)
def _gathered(place: str) -> Collection:
    found: Collection = pickle.loads(Path(place).read_bytes())  # written by this build
    return found


def _series(gathered: Collection, frame: Frame, names: Sequence[str]) -> Files:
    files: Files = {}
    for series_id in names:
        path = pages.series_path(series_id)
        files[path] = series_pages.page(gathered, frame, series_id)
        for name, text in downloads.series_files(gathered, series_id).items():
            files[path.replace("index.html", name)] = text
    return files


def _country(gathered: Collection, frame: Frame, names: Sequence[str]) -> Files:
    files: Files = {}
    for geo in names:
        path = pages.country_path(geo)
        files[path] = country_pages.page(gathered, frame, geo)
        for name, text in country_pages.files(gathered, geo).items():
            files[path.replace("index.html", name)] = text
    return files


def _comparison(gathered: Collection, frame: Frame, names: Sequence[str]) -> Files:
    files: Files = {}
    for one in world_pages.comparisons(gathered):
        if one.name in names:
            files[one.path] = world_pages.page(gathered, frame, one)
            for name, text in world_pages.files(gathered, one).items():
                files[f"world/{name}"] = text
    return files


def _data(gathered: Collection, frame: Frame, names: Sequence[str]) -> Files:
    whole = downloads.whole(gathered)
    files: Files = {f"data/{name}": content for name, content in whole.items()}
    sizes = {name: len(_bytes(content)) for name, content in whole.items()}
    if not world_pages.comparisons(gathered):
        files[world_pages.WORLD] = world_pages.nothing(frame)
    return files | {
        "data/index.html": data_page.page(gathered, frame, sizes),
        "data/codebook.html": codebook.page(gathered, frame),
        "series/index.html": series_index.page(gathered, frame),
        "countries/index.html": country_pages.index(gathered, frame),
    }


_MAKERS: dict[str, Callable[[Collection, Frame, Sequence[str]], Files]] = {
    "series": _series,
    "country": _country,
    "comparison": _comparison,
    "data": _data,
}


def _joint(
    gathered: Collection, frame: Frame, shelves: Sequence[Shelf], releases: Sequence[Release]
) -> Files:
    """Return the pages that join the editions: overview, list, differences, record, feed, map."""
    newest = shelves[-1].edition
    files: Files = {
        "index.html": edition_pages.overview(gathered, frame, releases),
        "editions.html": edition_pages.editions(frame, releases, gathered.edition.sources),
        "feed.xml": feed.atom(frame, edition_pages.entries(releases, gathered.edition)),
        pages.PICTURE: edition_pages.picture(gathered.edition),
        pages.STYLE_SHEET: _read("adoption.css") + _read("site.css"),
        pages.SEARCH_SCRIPT: _read("search.js"),
    }
    for before, shelf in itertools.pairwise(shelves):
        rows = differences.of_editions(shelf.edition, before.edition)
        name = shelf.edition.name
        files[f"{name}/changes.html"] = differences.page(
            gathered, frame, shelf.edition, before.edition, rows
        )
        files[f"{name}/changes.csv"] = tables.csv_text(rows)
    forecasts = {
        shelf.edition.name: pd.concat([shelf.forecasts, shelf.naive], ignore_index=True)
        for shelf in shelves
    }
    scores = record_page.scored(newest.vintages, forecasts)
    kept = {shelf.edition.name: shelf.kept for shelf in shelves}
    files["record/index.html"] = record_page.page(gathered, frame, scores, kept)
    files["record/scores.csv"] = tables.csv_text(scores)
    found = ["index.html", "editions.html", "record/index.html", "series/index.html",
             "countries/index.html", "data/index.html", "data/codebook.html"]  # fmt: skip
    found += [f"{one.name}/index.html" for one in releases]
    found += [pages.series_path(name) for name in gathered.heads.index]
    found += [pages.country_path(geo) for geo in gathered.heads["geo"].unique()]
    found += [one.path for one in world_pages.comparisons(gathered)]
    files["sitemap.xml"] = feed.sitemap(frame, found, str(newest.as_of.date()))
    return files


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
    `forecasts.csv`) and `edition.json`: the as-of date, the version and the digest of the
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
        For a name that is no edition.
    DataError, RenderError
        When the figures or the page fail; the old page stays.
    """
    edition = cleaned(report.edition(name, as_of=as_of))
    site = Path(folder)
    site.mkdir(parents=True, exist_ok=True)
    with publishing.replacing(site / edition.name) as fresh:
        _render(edition, fresh / "index.html", engine=engine, progress=progress)
        own = _edition_files(edition, edition.forecasts)
        _write(fresh, {path.partition("/")[2]: text for path, text in own.items()})
    if not (site / MANIFEST).is_file():
        _write(site, {"index.html": _list_of_editions(site)})
    return site / edition.name / "index.html"


def _render(edition: Edition, place: Path, *, engine: str, progress: bool | None) -> None:
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


def _edition_files(edition: Edition, forecasts: pd.DataFrame) -> Files:
    """Return the tables beside a report, and what it is."""
    found = downloads.edition_files(edition, report.key_figures(edition), edition.forecasts)
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


def _take_over(
    part: str, inputs: str, before: dict[str, Any], old: Path, fresh: Path
) -> Digests | None:
    """Copy a part of the old site whose inputs are the same, if all of it is as it was."""
    digests = _intact(part, inputs, before, old)
    for name in digests or ():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old / name, fresh / name)
    return digests


def _intact(part: str, inputs: str, before: dict[str, Any], old: Path) -> Digests | None:
    """Return the files of a part of the old site, if it has these inputs and is as it was."""
    known = before["parts"].get(part)
    if known is None or known["inputs"] != inputs:
        return None
    digests = {name: before["files"][name] for name in known["files"]}
    whole = all(
        (old / name).is_file() and digest((old / name).read_bytes()) == expected
        for name, expected in digests.items()
    )
    return digests if whole else None


def _write(folder: Path, files: Files) -> Digests:
    """Write files below a folder and return their digests; none may lie outside it."""
    written = {}
    root = folder.resolve()
    for name, content in files.items():
        place = (root / name).resolve()
        if root not in place.parents:
            raise ValueError(f"the path {name!r} leads out of the site")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_bytes(content))
        written[name] = digest(_bytes(content))
    return written


def _read(name: str) -> str:
    return (report_folder() / name).read_text(encoding="utf-8")


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

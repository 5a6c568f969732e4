"""A site of few series for the tests: quick to build, with every kind of page in it."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from adoption import data, report, site
from adoption.report import Edition
from adoption.site import building, collection, site_pages
from adoption.site.collection import Collection
from adoption.site.pages import Frame

SERIES = (
    "cnnic-genai-users-chn", "cnnic-genai-penetration-chn", "openai-chatgpt-wau-wld",
    "btos-ai-use-v1-usa-firms", "btos-ai-use-v2-usa-firms", "eurostat-genai-any-deu",
    "eurostat-genai-any-fra", "pew-chatgpt-ever-usa-adults",
    "gallup-workforce-ai-total-usa-employees",
    *(f"microsoft-ai-diffusion-{geo}" for geo in
      ("wld", "usa", "chn", "are", "sgp", "nor", "irl", "fra", "deu", "esp", "us-ca")),
)  # fmt: skip
_real_load = data.load
_real_forecasts = data.load_forecasts
_real_edition = report.edition  # the tests put another in its place
FEW = ("cnnic-genai-users-chn", "cnnic-genai-penetration-chn", "eurostat-genai-any-deu")
FRAME = Frame(address="", edition="2026Q2", as_of="15 July 2026", version="0.0.0")


@cache
def figures() -> pd.DataFrame:
    """Return every published figure, read once."""
    return _real_load()


@cache
def _kept(name: str) -> pd.DataFrame:
    return _real_forecasts(name)


def kept(series: tuple[str, ...], edition: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Return the stored forecasts of a few series; those of the package are read once."""
    table = _kept(edition) if folder is None else _real_forecasts(edition, folder)
    return table[table["series_id"].isin(series)].reset_index(drop=True)


@cache
def _whole(name: str, as_of: str) -> Edition:
    return _real_edition(name, as_of=as_of, observations=figures())


def small_edition(
    name: str | None = "2026Q2",
    *,
    as_of: str | None = None,
    series: tuple[str, ...] = SERIES,
    observations: pd.DataFrame | None = None,
) -> Edition:
    """Return an edition that knows only a few series; `observations` are not looked at."""
    name = name or "2026Q2"
    whole = _whole(name, as_of or str(report.edition_date(name).date()))
    rows = {
        column: table[table["series_id"].isin(series)].reset_index(drop=True)
        for column, table in (("vintages", whole.vintages), ("known", whole.known),
                              ("claims", whole.claims))
    }  # fmt: skip
    population = whole.population[whole.population["geo"].isin(["CHN", "USA", "WLD"])]
    return replace(whole, **rows, population=population.reset_index(drop=True))


def changed(
    edition: Edition, change: Callable[[str], str], columns: Mapping[str, list[str]]
) -> Edition:
    """Return an edition with the texts of some columns of its tables changed."""
    tables = {}
    for one in fields(edition):
        table = getattr(edition, one.name)
        if one.name in columns:
            tables[one.name] = table.assign(
                **{name: table[name].map(lambda cell: change(str(cell)))
                   for name in columns[one.name]}
            )  # fmt: skip
    return replace(edition, **tables)


def gathered(site: Path) -> Collection:
    """Return what the pages of the newest edition of a real site were made from."""
    _MADE.update(pickle.loads((site.parent / TABLES).read_bytes()))  # written by `build_real`
    edition = collection.cleaned(small_edition())
    forecasts, scores = _forecasts(SERIES, edition), _scores(SERIES, edition)
    return collection.collect(edition, forecasts, scores)


def pages_of(found: Collection, frame: Frame = FRAME) -> building.Files:
    """Return every page and download that belongs to the newest edition."""
    files = site_pages.indexes(found, frame)
    for name, kind in site_pages.KINDS.items():
        files |= site_pages.of_kind(name, found, frame, kind.names(found))
    return files


UNBOUND = pd.DataFrame(
    {"text": ["at least 93%"], "kind": "level", "value": 93.0, "unit": "percent", "lower": 92.5,
     "upper": float("inf"), "verdict": "not determinable", "reason": "=a forecast"}
)  # fmt: skip
REPORT = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '</head>\n<body>\n<a class="skip-link" href="#quarto-document-content">Skip to the content</a>'
    '\n<header><h1 class="title">{title}</h1></header>\n<main id="quarto-document-content">\n'
    "<p>{name}</p>\n</main>\n<footer><p>{title}</p></footer>\n</body>\n</html>\n"
)


@contextmanager
def quickly(series: tuple[str, ...] = FEW) -> Iterator[list[str]]:
    """Build with few series and without a kernel; gives the editions that were rendered."""
    rendered: list[str] = []

    def render(
        edition: Edition, place: Path, *, engine: str, progress: bool | None
    ) -> pd.DataFrame:
        rendered.append(edition.name)
        title = f"Report of {edition.name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(REPORT.format(title=title, name=edition.name), encoding="utf-8")
        return UNBOUND

    inputs = building.inputs_of_site()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "inputs_of_site", lambda: dict(inputs))
        patch.setattr(building, "_render", render)
        patch.setattr(building.report, "edition", functools.partial(small_edition, series=series))
        patch.setattr(building.data, "load", lambda folder=None: figures())
        patch.setattr(building.data, "load_forecasts", functools.partial(kept, series))
        patch.setattr(building, "_labelled", functools.partial(labelled, series))
        patch.setattr(building, "forecasts_of", functools.partial(_forecasts, series))
        patch.setattr(building, "scores_of", functools.partial(_scores, series))
        yield rendered


_MADE: dict[tuple[str, ...], pd.DataFrame] = {}
TABLES = "tables.pickle"  # forecasts and scores of a real site, beside it


def _forecasts(series: tuple[str, ...], edition: Edition, *, model: str = "engine") -> pd.DataFrame:
    """Return the forecasts of an edition of few series, made once in a process."""
    make = functools.partial(collection.forecasts_of, edition, model=model)
    return _once(edition, model, series, make)


def _scores(series: tuple[str, ...], edition: Edition) -> pd.DataFrame:
    """Return the scores of an edition of few series, made once in a process."""
    return _once(edition, "scores", series, functools.partial(collection.scores_of, edition))


def _once(
    edition: Edition, what: str, series: tuple[str, ...], make: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """Make a table at the first call: the tests change texts of an edition, never its numbers."""
    key = (edition.name, str(edition.as_of.date()), what, *series)
    if key not in _MADE:
        _MADE[key] = make()
    return _MADE[key]


_real_labelled = building._labelled


def labelled(series: tuple[str, ...], label: str, make: Callable[[], object]) -> object:
    """Do a task of a build, also in another process, where nothing is put in its place yet."""
    if building._labelled is not _real_labelled:
        return _real_labelled(label, make)
    with quickly(series):
        return _real_labelled(label, make)


@pytest.fixture
def quick() -> Iterator[list[str]]:
    """The editions that the builds of a test rendered."""
    with quickly() as rendered:
        yield rendered


EDITIONS = {"2026Q1": "2026-04-15", "2026Q2": "2026-07-15"}


def build(
    folder: Path, editions: Mapping[str, str] = EDITIONS, address: str = "", *, jobs: int = 1
) -> Path:
    """Build the small site, by default in this process."""
    return site.build(folder, editions=editions, address=address, jobs=jobs, progress=False).parent


def build_real(folder: Path) -> None:
    """Build a site with every kind of page into `folder/site`; its newest report is a real one."""
    render = building._render
    with quickly(SERIES), pytest.MonkeyPatch.context() as patch:
        quick = building._render

        def real(edition: Edition, page: Path, **given: Any) -> pd.DataFrame:
            return (render if edition.name == "2026Q2" else quick)(edition, page, **given)

        patch.setattr(building, "_render", real)
        build(folder / "site")
    (folder / TABLES).write_bytes(pickle.dumps(_MADE))


def table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return a table with dates as dates."""
    made = pd.DataFrame(rows)
    for name in made.columns:
        if name in ("period_start", "period_end", "released", "known_from", "origin", "date"):
            made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
    return made

"""Which pages the site has, where each stands, and what lies beside it.

Every function here takes what was gathered of the editions and returns files: path in the site to
content. `building.py` decides what is made anew, in which process, and writes it.
"""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from adoption.report import Edition
from adoption.site import (
    codebook,
    country_pages,
    data_page,
    differences,
    downloads,
    edition_pages,
    feed,
    pages,
    record_page,
    series_index,
    series_pages,
    world_pages,
)
from adoption.site.collection import Collection
from adoption.site.edition_pages import Release
from adoption.site.pages import Frame

Files: TypeAlias = dict[str, str | bytes]  # path in the site to content


@dataclass(frozen=True)
class Kind:
    """A kind of page: the names of its pages, the place of each, how page and files are made."""

    names: Callable[[Collection], Sequence[str]]
    path: Callable[[Collection, str], str]
    page: Callable[[Collection, Frame, str], str]
    files: Callable[[Collection, str], Mapping[str, str]]


KINDS = {
    "series": Kind(
        names=lambda collection: list(collection.heads.index),
        path=lambda collection, name: pages.series_path(name),
        page=series_pages.page,
        files=downloads.series_files,
    ),
    "country": Kind(
        names=lambda collection: sorted(collection.heads["geo"].unique()),
        path=lambda collection, name: pages.country_path(name),
        page=country_pages.page,
        files=country_pages.files,
    ),
    "comparison": Kind(
        names=lambda collection: [one.name for one in world_pages.comparisons(collection)],
        path=lambda collection, name: world_pages.comparison(collection, name).path,
        page=world_pages.page,
        files=world_pages.files,
    ),
}


def of_kind(kind: str, collection: Collection, frame: Frame, names: Sequence[str]) -> Files:
    """Return some pages of a kind, and the files beside each."""
    made = KINDS[kind]
    files: Files = {}
    for name in names:
        path = made.path(collection, name)
        files[path] = made.page(collection, frame, name)
        for file, text in made.files(collection, name).items():
            files[posixpath.join(posixpath.dirname(path), file)] = text
    return files


def indexes(collection: Collection, frame: Frame) -> Files:
    """Return the data as a whole with its pages, and the lists of series and of places."""
    whole = downloads.whole(collection)
    files: Files = {f"data/{name}": content for name, content in whole.items()}
    sizes = {name: len(encoded(content)) for name, content in whole.items()}
    if not world_pages.comparisons(collection):
        files[world_pages.WORLD] = world_pages.nothing(frame)
    return files | {
        "data/index.html": data_page.page(collection, frame, sizes),
        "data/codebook.html": codebook.page(collection, frame),
        "series/index.html": series_index.page(collection, frame),
        "countries/index.html": country_pages.index(collection, frame),
        **{f"series/{name}": text for name, text in series_index.files(collection).items()},
        **{f"countries/{name}": text
           for name, text in country_pages.index_files(collection).items()},
    }  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """One edition with its forecasts: of the model as kept or made, and of the last value."""

    edition: Edition
    forecasts: pd.DataFrame
    naive: pd.DataFrame
    kept: bool


def joint(
    collection: Collection, frame: Frame, shelves: Sequence[Shelf], releases: Sequence[Release]
) -> Files:
    """Return the pages that join the editions: overview, list, differences, record, feed, map."""
    newest = shelves[-1].edition
    files: Files = {
        "index.html": edition_pages.overview(collection, frame, releases),
        "editions.html": edition_pages.editions(frame, releases, collection.edition.sources),
        "feed.xml": feed.atom(frame, edition_pages.entries(releases, collection.edition)),
        pages.PICTURE: edition_pages.picture(collection.edition),
    }
    for before, shelf in itertools.pairwise(shelves):
        rows = differences.of_editions(shelf.edition, before.edition)
        name = shelf.edition.name
        files[f"{name}/changes.html"] = differences.page(
            collection, frame, shelf.edition, before.edition, rows
        )
        for file, text in differences.files(shelf.edition, before.edition, rows).items():
            files[f"{name}/{file}"] = text
    forecasts = {
        shelf.edition.name: pd.concat([shelf.forecasts, shelf.naive], ignore_index=True)
        for shelf in shelves
    }
    scores = record_page.scored(newest.vintages, forecasts)
    kept = {shelf.edition.name: shelf.kept for shelf in shelves}
    files["record/index.html"] = record_page.page(collection, frame, scores, kept)
    files |= record_page.files(newest, scores, kept) | edition_pages.files(newest, releases)
    paths = [
        "index.html", "editions.html", "record/index.html", "series/index.html",
        "countries/index.html", "data/index.html", "data/codebook.html",
        *(f"{one.name}/index.html" for one in releases),
        *(kind.path(collection, name) for kind in KINDS.values()
          for name in kind.names(collection)),
    ]  # fmt: skip
    files["sitemap.xml"] = feed.sitemap(frame, paths, str(newest.as_of.date()))
    return files


def encoded(content: str | bytes) -> bytes:
    """Return content as it is written."""
    return content if isinstance(content, bytes) else content.encode("utf-8")

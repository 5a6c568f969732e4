"""Editions as a site: one folder for each, an index beside them, put in place in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib import metadata
from pathlib import Path

import pandas as pd

from adoption import data, headlines, labels, raw, report, tables
from adoption.render import render
from adoption.report import Edition

_EDITION_FILE = "edition.json"


def report_folder() -> Path:
    """Return the folder of the `.qmd` files: of this checkout, else those of the package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / "reports"
    return checkout if checkout.is_dir() else package / "shipped" / "reports"


def build_edition(
    name: str | None = None,
    *,
    as_of: str | None = None,
    folder: str | Path = "site",
    engine: str = "auto",
    progress: bool | None = None,
) -> Path:
    """Render one edition into `folder/<edition>/index.html` and list it in `folder/index.html`.

    Beside the page lie the tables it was made from (`key_figures.csv`, `observations.csv`,
    `forecasts.csv`), `unbound_statements.csv` (numbers of the prose that the claims checker could
    bind to no figure) and `edition.json`: the as-of date, the version and the digest of the raw
    figures. The edition's folder is replaced in one step, or left as it was.

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
    edition = report.edition(name, as_of=as_of)
    site = Path(folder)
    site.mkdir(parents=True, exist_ok=True)
    with _replacing(site / edition.name) as fresh:
        render(
            report_folder() / "quarterly.qmd",
            fresh / "index.html",
            engine=engine,
            parameters={"edition": edition.name, "as_of": str(edition.as_of.date())},
            metadata={
                "title": headlines.title(edition),
                "subtitle": f"Use of generative AI, {labels.edition(edition.name)}, as of "
                f"{labels.day(edition.as_of)}",
            },
            progress=progress,
        )
        unbound = report.check_page((fresh / "index.html").read_text("utf-8"), edition)
        (fresh / "unbound_statements.csv").write_text(tables.csv_text(unbound), encoding="utf-8")
        _write_tables(edition, fresh)
    _write_index(site)
    return site / edition.name / "index.html"


def publish(destination: str | Path, *, folder: str | Path = "site") -> Path:
    """Put a built site into a folder in one switch; a failure leaves the old one whole.

    The site is copied beside `destination` and checked; then the old folder is moved aside, the new
    one into its place, and the old one removed. If the second move fails, the first is undone.

    Parameters
    ----------
    destination : path
        The folder to replace. It must not exist, be empty, or hold a site published before.
    folder : path
        The built site.

    Raises
    ------
    ValueError
        When there is no built site, or the destination holds something else.
    """
    site, place = Path(folder), Path(destination)
    if not (site / "index.html").is_file():
        raise ValueError(f"`{site}` holds no built site: run `adoption report` first")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise ValueError(f"`{place}` is not a folder of its own")
    if place.is_dir() and any(place.iterdir()) and not (place / _MARK).exists():
        raise ValueError(
            f"`{place}` holds files that were not published from here: name an empty or new folder"
        )
    inside = {site.resolve(), *site.resolve().parents}
    if place.resolve() in inside or site.resolve() in place.resolve().parents:
        raise ValueError(f"`{place}` and the site `{site}` lie inside each other")
    place.parent.mkdir(parents=True, exist_ok=True)
    with _replacing(place) as fresh:
        shutil.copytree(site, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
        (fresh / _MARK).write_text("published by adoption\n", encoding="utf-8")
    return place


_MARK = ".adoption-site"


@contextmanager
def _replacing(place: Path) -> Iterator[Path]:
    """Give an empty folder beside `place` that takes its place when all went well."""
    fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    os.chmod(fresh, 0o755)
    aside = fresh.with_name(fresh.name + "-old")
    try:
        yield fresh
        if place.exists():
            os.rename(place, aside)
        try:
            os.rename(fresh, place)
        except OSError:
            if aside.exists():
                os.rename(aside, place)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def _write_tables(edition: Edition, folder: Path) -> None:
    files = {
        "key_figures.csv": report.key_figures(edition),
        "observations.csv": edition.vintages,
        "forecasts.csv": edition.forecasts,
    }
    for name, table in files.items():
        (folder / name).write_text(tables.csv_text(table), encoding="utf-8")
    digest = hashlib.sha256((data.raw_folder() / raw.MANIFEST).read_bytes()).hexdigest()
    about = {
        "edition": edition.name,
        "as_of": str(edition.as_of.date()),
        "title": headlines.title(edition),
        "version": metadata.version("adoption"),
        "manifest_sha256": digest,
    }
    text = json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / _EDITION_FILE).write_text(text + "\n", encoding="utf-8")


def _write_index(site: Path) -> None:
    editions = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(site.glob(f"20??Q?/{_EDITION_FILE}"), reverse=True)
    ]
    items = "\n".join(
        f'<li><a href="{escape(one["edition"])}/index.html">{escape(one["edition"])}</a>: '
        f"{escape(one['title'])} (as of {labels.day(pd.Timestamp(one['as_of']).date())})</li>"
        for one in editions
    )
    css = (report_folder() / "adoption.css").read_text(encoding="utf-8")
    page = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Use of generative AI: editions of the quarterly report</title>
<link rel="icon" href="data:,">
<style>
{css}
</style>
</head>
<body>
<header><h1>Use of generative AI</h1>
<p class="subtitle">Editions of the quarterly report</p></header>
<main>
<ul class="editions">
{items}
</ul>
</main>
</body>
</html>
"""
    with tempfile.NamedTemporaryFile("w", dir=site, delete=False, encoding="utf-8") as file:
        file.write(page)
    os.chmod(file.name, 0o644)
    os.replace(file.name, site / "index.html")

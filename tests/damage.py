"""A small, sound folder of raw files, and tools that damage copies of it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

from adoption import raw

RAW = Path(__file__).parent.parent / "data" / "raw"
KEPT = {  # raw files of observations and the series kept of each
    "cnnic.csv": ("cnnic-",),
    "nbs-china.csv": ("nbs-",),
    "xai.csv": ("xai-",),
    "us-census.csv": ("btos-ai-use-v2-usa-firms",),
    "eurostat.csv": ("eurostat-ai-firms-bel", "eurostat-ai-firms-eu27"),
    "microsoft.csv": tuple(
        f"microsoft-ai-diffusion-{code}"
        for code in ("chn", "usa", "nam", "tur", "are", "caf", "cmr", "cod", "cog", "tcd")
    ),
    "context/internet_use.csv": ("wb-internet-users-chn", "wb-internet-users-tur"),
}
PLACES = {"CHN", "USA", "NAM", "TUR", "ARE", "CAF", "CMR", "COD", "COG", "TCD", "BEL", "WLD"}


def read_rows(path: Path) -> list[list[str]]:
    """Return all records of a raw file, the header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write records as a raw file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def small_folder(folder: Path) -> Path:
    """Write a part of data/raw that is sound in itself, with a manifest of its own."""
    (folder / "context").mkdir(parents=True)
    kept_series = set()
    for name, prefixes in KEPT.items():
        header, *rows = read_rows(RAW / name)
        rows = [row for row in rows if row[0].startswith(prefixes)]
        kept_series |= {row[0] for row in rows}
        write_rows(folder / name, [header, *rows])
    for name in ("sources", "geographies", "products", "population_groups", "events"):
        shutil.copy(RAW / f"{name}.csv", folder)
    _copy_some(folder, "claims.csv", lambda row: row[0] in kept_series)
    _copy_some(folder, "breaks.csv", lambda row: {row[0], row[1]} <= kept_series)
    _copy_some(folder, "corrections.csv", lambda row: row[1] in kept_series)
    _copy_some(folder, "population.csv", lambda row: row[0] in PLACES)
    raw.write_manifest(folder)
    return folder


def _copy_some(folder: Path, name: str, wanted: Callable[[list[str]], bool]) -> None:
    header, *rows = read_rows(RAW / name)
    write_rows(folder / name, [header, *(row for row in rows if wanted(row))])


def line_of(path: Path, text: str) -> int:
    """Return the number of the only line that contains a text."""
    found = [
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        if text in line
    ]
    assert len(found) == 1, f"{len(found)} lines of {path.name} contain {text!r}"
    return found[0]


def set_cell(path: Path, line: int, column: str, text: str) -> None:
    """Put a text into one cell."""
    rows = read_rows(path)
    rows[line - 1][rows[0].index(column)] = text
    write_rows(path, rows)


def cell(path: Path, line: int, column: str) -> str:
    """Return the text of one cell."""
    rows = read_rows(path)
    return rows[line - 1][rows[0].index(column)]


def change_bytes(path: Path, old: bytes, new: bytes) -> None:
    """Replace the first occurrence of some bytes."""
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
